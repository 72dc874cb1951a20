package allocation

import (
	"bytes"
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

// ReceiveAll posts money in, all or none, and settles each document with those it names, in the order in which they come: what the act of
// a receipt does one by one, in six round trips for the set. Permission has been asked. Refused: what document.Post and Receive refuse.
func ReceiveAll(ctx context.Context, tx *store.Tx, docs []document.New) ([]document.Posted, error) {
	if err := holdPaying(ctx, tx, docs); err != nil {
		return nil, err
	}
	posted, err := document.Post(ctx, tx, docs)
	if err != nil {
		return nil, err
	}
	set, err := openSet(ctx, tx, docs, posted)
	if err != nil {
		return nil, err
	}
	for i, d := range docs {
		if posted[i].Known || len(d.Settles) == 0 { // the same source again: it was settled when it came first
			continue
		}
		if err := set.settle(d, posted[i].ID); err != nil {
			return nil, err
		}
	}
	return posted, set.write(ctx, tx)
}

// holdPaying locks the customers whose items are settled, in one order for everybody.
func holdPaying(ctx context.Context, tx *store.Tx, docs []document.New) error {
	var customers []ledger.ID
	for _, d := range docs {
		if len(d.Settles) > 0 {
			customers = append(customers, d.CustomerID)
		}
	}
	slices.SortFunc(customers, func(a, b ledger.ID) int { return bytes.Compare(a[:], b[:]) })
	_, err := store.Values[ledger.ID](ctx, tx, `SELECT id FROM customers WHERE id = ANY ($1) ORDER BY id FOR UPDATE`, slices.Compact(customers))
	return err
}

// settlementSet is several settlements on their way into the books. Items are shared: each finds what the ones before left open.
type settlementSet struct {
	base    money.Currency
	chart   journal.Chart
	debits  map[ledger.ID][]*item // of a document, by due date
	credits map[ledger.ID]*item   // of a document
	made    []madeSettlement
	rest    store.Batch // what is noted beside
	actor   ledger.Actor
}

type madeSettlement struct {
	id       ledger.ID
	customer ledger.ID
	on       calendar.Date
	reason   string
	pairs    []taken
}

const readSetItems = selectItems + ` WHERE i.document_id = ANY ($1) ORDER BY i.due_date, i.id`

func openSet(ctx context.Context, tx *store.Tx, docs []document.New, posted []document.Posted) (*settlementSet, error) {
	set := &settlementSet{debits: map[ledger.ID][]*item{}, credits: map[ledger.ID]*item{}, actor: tx.Actor}
	var ids []ledger.ID
	for i, d := range docs {
		if len(d.Settles) > 0 {
			ids = append(append(ids, posted[i].ID), d.Settles...)
		}
	}
	if len(ids) == 0 {
		return set, nil
	}
	var err error
	if set.chart, set.base, err = Chart(ctx, tx); err != nil {
		return nil, err
	}
	rows, err := store.Rows[item](ctx, tx, readSetItems, ids)
	for i := range rows {
		x := &rows[i]
		if x.Side == "credit" {
			set.credits[x.Document] = x
		} else {
			set.debits[x.Document] = append(set.debits[x.Document], x)
		}
	}
	return set, err
}

// settle takes what a document has off those it names.
func (set *settlementSet) settle(d document.New, id ledger.ID) error {
	credit := set.credits[id]
	if credit == nil {
		return ledger.E("internal")
	}
	cmd := Command{CustomerID: d.CustomerID, EffectiveDate: d.PostingDate, Mode: Business, Reason: d.OrderNo}
	if cmd.EffectiveDate.IsZero() {
		cmd.EffectiveDate = d.DocumentDate
	}
	left, items := d.Amount, map[ledger.ID]*item{credit.ID: credit}
	for _, named := range d.Settles {
		found := false
		for _, debit := range set.debits[named] {
			if debit.Customer != d.CustomerID || debit.Currency != string(d.Currency) {
				continue
			}
			found = true
			if part := decimal.Min(left, debit.Open); part.IsPositive() && items[debit.ID] == nil {
				cmd.Pairs, items[debit.ID] = append(cmd.Pairs, Pair{DebitItem: debit.ID, CreditItem: credit.ID, DebitAmount: part}), debit
				left = left.Sub(part)
			}
		}
		if !found {
			return ledger.E("not_found")
		}
	}
	if left.IsPositive() {
		set.rest.Do(insertDifference, ledger.NewID(), set.actor.OrganizationID, d.CustomerID, id, "over", string(d.Currency), left, d.ShortCause, d.ShortNote, set.actor.PersonID)
	} else if d.ShortCause != "" {
		return ledger.E("validation_failed").At("short_cause", "not_expected") // a cause is a person's word, and a person receives one by one
	}
	if len(cmd.Pairs) == 0 {
		return nil
	}
	if err := check(cmd); err != nil {
		return err
	}
	pairs, err := take(cmd, items, set.base)
	if err == nil {
		set.made = append(set.made, madeSettlement{ledger.NewID(), d.CustomerID, cmd.EffectiveDate, cmd.Reason, pairs})
	}
	return err
}

var insertSettlements = store.OverSet(`
INSERT INTO settlements (id, organization_id, customer_id, mode, effective_date, reason, created_by)
SELECT s.id, $1, s.customer_id, $2, s.effective_date, s.reason, $3 FROM {set}`, "s", 4, "id uuid", "customer_id uuid", "effective_date date", "reason text")

var insertSetAllocations = store.OverSet(`
INSERT INTO allocations (id, organization_id, customer_id, settlement_id, debit_item, credit_item, debit_amount, credit_amount, debit_base, credit_base, effective_date)
SELECT a.id, $1, a.customer_id, a.settlement_id, a.debit_item, a.credit_item, a.debit_amount, a.credit_amount, a.debit_base, a.credit_base, a.effective_date FROM {set}`, "a", 2,
	"id uuid", "customer_id uuid", "settlement_id uuid", "debit_item uuid", "credit_item uuid", "debit_amount numeric", "credit_amount numeric", "debit_base numeric", "credit_base numeric",
	"effective_date date")

// write writes all settlements, their allocations and, where the books move, their entries, with one row of the audit log.
func (set *settlementSet) write(ctx context.Context, tx *store.Tx) error {
	b := &set.rest
	if len(set.made) == 0 {
		return tx.Send(ctx, b)
	}
	var entries []journal.Entry
	detail := make([]map[string]any, len(set.made))
	for i, s := range set.made {
		if moves(s.pairs) {
			lines, err := lines(s.customer, s.pairs, set.chart, set.base)
			if err != nil {
				return err
			}
			entries = append(entries, journal.Entry{ID: ledger.NewID(), PostingDate: s.on, SourceKind: "settlement", SourceID: s.id, Lines: lines})
		}
		pairs := make([]map[string]string, len(s.pairs))
		for j, t := range s.pairs {
			pairs[j] = map[string]string{"debit": t.debit.DocumentNo, "credit": t.credit.DocumentNo, "amount": t.DebitAmount.String(), "currency": t.debit.Currency}
		}
		detail[i] = map[string]any{"settlement": s.id, "mode": Business, "pairs": pairs, "reason": s.reason}
	}
	set.queue(b)
	journal.Queue(b, set.actor.OrganizationID, entries)
	if err := tx.Send(ctx, b); err != nil {
		return err
	}
	tx.Audit(set.customer(), "settlement.made", detail)
	return nil
}

func (set *settlementSet) queue(b *store.Batch) {
	n := len(set.made)
	ids, customers, days, reasons := make([]ledger.ID, n), make([]ledger.ID, n), make([]calendar.Date, n), make([]string, n)
	var row struct {
		id, customer, settlement, debit, credit          []ledger.ID
		debitAmount, creditAmount, debitBase, creditBase []decimal.Decimal
		on                                               []calendar.Date
	}
	for i, s := range set.made {
		ids[i], customers[i], days[i], reasons[i] = s.id, s.customer, s.on, s.reason
		for _, t := range s.pairs {
			row.id, row.customer, row.settlement = append(row.id, ledger.NewID()), append(row.customer, s.customer), append(row.settlement, s.id)
			row.debit, row.credit = append(row.debit, t.DebitItem), append(row.credit, t.CreditItem)
			row.debitAmount, row.creditAmount = append(row.debitAmount, t.DebitAmount), append(row.creditAmount, t.CreditAmount)
			row.debitBase, row.creditBase = append(row.debitBase, t.debitBase), append(row.creditBase, t.creditBase)
			row.on = append(row.on, s.on)
		}
	}
	b.Do(insertSettlements.For(n), set.actor.OrganizationID, Business, set.actor.PersonID, ids, customers, days, reasons)
	b.Do(insertSetAllocations.For(len(row.id)), set.actor.OrganizationID, row.id, row.customer, row.settlement, row.debit, row.credit, row.debitAmount, row.creditAmount, row.debitBase, row.creditBase, row.on)
}

// customer is whom the audit row of the set names: the customer of all of it, or nobody.
func (set *settlementSet) customer() ledger.ID {
	for _, s := range set.made {
		if s.customer != set.made[0].customer {
			return ledger.ID{}
		}
	}
	return set.made[0].customer
}
