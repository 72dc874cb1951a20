// Package allocation owns the matching of debit items with credit items (核销, SPEC section 6): whole, in part, one to many, many
// to many, in one currency or two, and its undoing by a dated reversal.
package allocation

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/journal"
	"hefu/ledger/money"
)

// Mode says how a settlement came about; an automatic one is undone red, all are undone by a dated reversal.
type Mode string

// The modes (SPEC section 6).
const (
	Manual    Mode = "manual"
	Automatic Mode = "automatic"
	Business  Mode = "business"  // the receipt named the documents
	Immediate Mode = "immediate" // in the transaction that posted the credit
	reversal  Mode = "reversal"
)

// Pair takes DebitAmount off a debit item and CreditAmount off a credit item, each in its item's currency. In one currency the
// two are equal and CreditAmount may be left zero.
type Pair struct {
	DebitItem    ledger.ID       `json:"debit_item"`
	CreditItem   ledger.ID       `json:"credit_item"`
	DebitAmount  decimal.Decimal `json:"debit_amount"`
	CreditAmount decimal.Decimal `json:"credit_amount"`
}

// Command is one settlement of one customer, or across the group that the customer belongs to on the day: then its pairs may take items
// of the group's other companies.
type Command struct {
	CustomerID    ledger.ID
	EffectiveDate calendar.Date
	Mode          Mode
	Reason        string
	Pairs         []Pair
	Extras        []Extra
	Rule          string    // of automatic allocation: the rule that found it
	RunID         ledger.ID // and its run
}

// MaxPairs bounds one settlement.
const MaxPairs = 10000

// Service allocates and undoes.
type Service struct{ db *store.DB }

// Open opens the service.
func Open(db *store.DB) *Service { return &Service{db: db} }

// Allocate settles the pairs, all or none, and returns the settlement. Needs Allocate. Refused in this order: no or too many
// pairs, amounts that are not positive or not exact in their currency, group_not_declared, sides_wrong, currencies_differ,
// amount_exceeds_open, difference_too_large, period_closed (of the effective date).
func (s *Service) Allocate(ctx context.Context, actor ledger.Actor, cmd Command) (ledger.ID, error) {
	if err := actor.Require(ledger.Allocate); err != nil {
		return ledger.ID{}, err
	}
	var id ledger.ID
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		id, err = Allocate(ctx, tx, cmd)
		return err
	})
	return id, err
}

// item is an open item as the settlement finds it, under lock.
type item struct {
	ID         ledger.ID
	Customer   ledger.ID
	Document   ledger.ID
	Role       string
	Currency   string
	Side       string
	Posted     calendar.Date
	Open       decimal.Decimal
	OpenBase   decimal.Decimal
	DocumentNo string
	Kind       string // of the document
	T0         calendar.Date
}

// LockCustomer holds the customer for this transaction: settlements, credit notes and statements of one customer take turns.
const LockCustomer = `SELECT id FROM customers WHERE id = $1 FOR UPDATE`

const selectItems = `
SELECT i.id, i.customer_id, i.document_id, i.account_role, i.currency, i.side, i.posting_date, i.open_amount, i.open_base, d.document_no, d.kind, i.t0
FROM open_items i JOIN documents d ON d.id = i.document_id`

const readItems = selectItems + ` WHERE i.id = ANY ($1) ORDER BY i.id`

// Allocate is Service.Allocate inside a transaction that is under way; permission has been asked.
func Allocate(ctx context.Context, tx *store.Tx, cmd Command) (ledger.ID, error) {
	desk, err := prepare(ctx, tx, cmd)
	if err != nil {
		return ledger.ID{}, err
	}
	id := ledger.NewID()
	if err := desk.postExtras(ctx, tx, id, cmd); err != nil {
		return ledger.ID{}, err
	}
	return id, settle(ctx, tx, id, cmd, desk)
}

// desk is what a settlement finds: the items it touches, and what its pairs and extras take off them.
type desk struct {
	items  map[ledger.ID]*item
	base   money.Currency
	group  ledger.ID // zero: everything is the one customer's
	taken  []taken
	extras []taken // with the side that its document will bring still missing
}

// prepare holds the customer and finds what each pair takes; nothing is written.
func prepare(ctx context.Context, tx *store.Tx, cmd Command) (*desk, error) {
	if err := check(cmd); err != nil {
		return nil, err
	}
	if err := holdAll(ctx, tx, cmd.CustomerID, cmd.touched()); err != nil {
		return nil, err
	}
	found, err := lookUp(ctx, tx, cmd.touched())
	if err != nil {
		return nil, err
	}
	if err := found.within(ctx, tx, cmd.CustomerID, cmd.EffectiveDate); err != nil {
		return nil, err
	}
	if found.taken, err = take(cmd, found.items, found.base); err != nil {
		return nil, err
	}
	return found, found.takeExtras(ctx, tx, cmd)
}

// lookUp reads the items and the base currency.
func lookUp(ctx context.Context, tx *store.Tx, ids []ledger.ID) (*desk, error) {
	var b store.Batch
	var rows []item
	var bases []struct{ Currency string }
	store.Read(&b, &bases, `SELECT base_currency FROM organizations WHERE id = $1`, tx.Actor.OrganizationID)
	store.Read(&b, &rows, readItems, ids)
	if err := tx.Send(ctx, &b); err != nil {
		return nil, err
	}
	if len(bases) == 0 {
		return nil, ledger.E("not_found")
	}
	out := &desk{items: make(map[ledger.ID]*item, len(rows)), base: money.Currency(bases[0].Currency)}
	for i := range rows {
		out.items[rows[i].ID] = &rows[i]
	}
	return out, nil
}

// touched are the items that the command names, each once.
func (c Command) touched() []ledger.ID {
	ids := make([]ledger.ID, 0, 2*len(c.Pairs)+len(c.Extras))
	for _, pair := range c.Pairs {
		ids = append(ids, pair.DebitItem, pair.CreditItem)
	}
	for _, extra := range c.Extras {
		ids = append(ids, extra.Item)
	}
	slices.SortFunc(ids, func(a, b ledger.ID) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(ids)
}

func check(cmd Command) error {
	if len(cmd.Pairs) == 0 {
		return ledger.E("validation_failed").At("pairs", "required")
	}
	if len(cmd.Pairs) > MaxPairs || len(cmd.Extras) > MaxPairs {
		return ledger.E("validation_failed").At("pairs", "too_long")
	}
	if cmd.Reason != "" {
		if err := document.CheckReason(cmd.Reason); err != nil {
			return err
		}
	}
	if cmd.EffectiveDate.IsZero() {
		return ledger.E("validation_failed").At("effective_date", "required")
	}
	for _, pair := range cmd.Pairs {
		if !pair.DebitAmount.IsPositive() || pair.CreditAmount.IsNegative() {
			return ledger.E("validation_failed").At("pairs", "must_be_positive")
		}
	}
	return nil
}

// taken is a pair with what it takes off each side in base currency.
type taken struct {
	Pair
	debit, credit         *item
	debitBase, creditBase decimal.Decimal
}

// take walks the pairs in order, each finding what the earlier ones left open.
func take(cmd Command, items map[ledger.ID]*item, base money.Currency) ([]taken, error) {
	out := make([]taken, 0, len(cmd.Pairs))
	for _, pair := range cmd.Pairs {
		debit, credit := items[pair.DebitItem], items[pair.CreditItem]
		if debit == nil || credit == nil {
			return nil, ledger.E("not_found")
		}
		if debit.Side != "debit" || credit.Side != "credit" {
			return nil, ledger.E("sides_wrong")
		}
		if cmd.EffectiveDate.Before(debit.Posted) || cmd.EffectiveDate.Before(credit.Posted) {
			return nil, ledger.E("validation_failed").At("effective_date", "not_a_choice")
		}
		if pair.CreditAmount.IsZero() {
			if debit.Currency != credit.Currency {
				return nil, ledger.E("currencies_differ")
			}
			pair.CreditAmount = pair.DebitAmount
		}
		if debit.Currency == credit.Currency && !pair.DebitAmount.Equal(pair.CreditAmount) {
			return nil, ledger.E("sides_wrong")
		}
		t := taken{Pair: pair, debit: debit, credit: credit}
		var err error
		if t.debitBase, err = debit.take(pair.DebitAmount, base); err != nil {
			return nil, err
		}
		if t.creditBase, err = credit.take(pair.CreditAmount, base); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// take lowers what is open and returns the share in base currency; the last share takes what is left, so no cent stays.
func (i *item) take(amount decimal.Decimal, currency money.Currency) (decimal.Decimal, error) {
	if !money.Exact(amount, money.Currency(i.Currency)) {
		return decimal.Zero, ledger.E("validation_failed").At("pairs", "too_many_places")
	}
	if amount.GreaterThan(i.Open) {
		return decimal.Zero, ledger.E("amount_exceeds_open").With("document", i.DocumentNo).With("open", i.Open)
	}
	base := i.OpenBase
	if !amount.Equal(i.Open) {
		base = i.OpenBase.Mul(amount).DivRound(i.Open, currency.Exponent())
	}
	i.Open, i.OpenBase = i.Open.Sub(amount), i.OpenBase.Sub(base)
	return base, nil
}

// Chart reads the organization's account codes by role, and its base currency.
func Chart(ctx context.Context, tx *store.Tx) (journal.Chart, money.Currency, error) {
	rows, err := store.Rows[struct{ Role, Code, Base string }](ctx, tx,
		`SELECT a.role, a.code, o.base_currency FROM organizations o JOIN accounts a ON a.organization_id = o.id WHERE o.id = $1`, tx.Actor.OrganizationID)
	if err != nil {
		return nil, "", err
	}
	chart := journal.Chart{}
	base := money.Currency("")
	for _, row := range rows {
		chart[journal.Role(row.Role)] = row.Code
		base = money.Currency(row.Base)
	}
	return chart, base, nil
}
