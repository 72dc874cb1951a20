package allocation

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/settling"
)

type openRow struct {
	ID          ledger.ID
	Document    ledger.ID
	Side        string
	Kind        string
	Currency    string
	Posted      calendar.Date
	T0          calendar.Date
	Due         calendar.Date
	Open        decimal.Decimal
	DocumentNo  string
	InvoiceNo   string
	ContractNo  string
	OrderNo     string
	Description string
	Reason      string
	Reduces     ledger.ID
	Disputed    bool
}

const readDesk = `
SELECT i.id, i.document_id, i.side, d.kind, i.currency, i.posting_date, i.t0, i.due_date, i.open_amount, d.document_no, d.invoice_no, d.contract_no, d.order_no,
  d.description, d.reason, d.reduces_document_id,
  EXISTS (SELECT FROM disputes t WHERE t.document_id = i.document_id AND t.state NOT IN ('resolved', 'withdrawn'))
FROM open_items i JOIN documents d ON d.id = i.document_id
WHERE i.customer_id = $1 AND i.open_amount > 0 AND i.posting_date <= $2 ORDER BY i.posting_date, i.id LIMIT 20000`

// OnDesk are a customer's open items as package settling asks about them. What is under dispute is left to people.
func OnDesk(ctx context.Context, tx *store.Tx, customer ledger.ID, on calendar.Date) ([]settling.Debit, []settling.Credit, error) {
	rows, err := store.Rows[openRow](ctx, tx, readDesk, customer, on)
	if err != nil {
		return nil, nil, err
	}
	var debits []settling.Debit
	var credits []settling.Credit
	for _, r := range rows {
		switch {
		case r.Disputed:
		case r.Side == "debit":
			debits = append(debits, settling.Debit{ID: r.ID, Document: r.Document, Numbers: []string{r.DocumentNo, r.InvoiceNo, r.ContractNo}, OrderNo: r.OrderNo,
				Currency: money.Currency(r.Currency), T0: r.T0, Due: r.Due, Open: r.Open})
		default:
			isMoney := r.Kind == "receipt" || r.Kind == "advance"
			credit := settling.Credit{ID: r.ID, OrderNo: r.OrderNo, Reduces: r.Reduces, Money: isMoney, Currency: money.Currency(r.Currency), Posted: r.Posted, Open: r.Open,
				Text: []string{r.Description, r.Reason}}
			if r.InvoiceNo != "" {
				credit.Text = append(credit.Text, r.InvoiceNo)
			}
			credits = append(credits, credit)
		}
	}
	return debits, credits, nil
}

// Candidates are the ways in which one credit could be settled, the likeliest first, with the reason for each. Needs Allocate.
// Refused: not_found for an item that is no open credit of the customer.
func (s *Service) Candidates(ctx context.Context, actor ledger.Actor, customer, credit ledger.ID, on calendar.Date) ([]settling.Suggestion, error) {
	if err := actor.Require(ledger.Allocate); err != nil {
		return nil, err
	}
	var out []settling.Suggestion
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		set, err := CurrentRules(ctx, tx)
		if err != nil {
			return err
		}
		policy, err := Policy(ctx, tx, set, customer)
		if err != nil {
			return err
		}
		debits, credits, err := OnDesk(ctx, tx, customer, on)
		if err != nil {
			return err
		}
		for _, c := range credits {
			if c.ID == credit {
				out = settling.Candidates(policy, debits, c)
				return nil
			}
		}
		return ledger.E("not_found")
	})
	return out, err
}

// Suggestions is what automatic allocation would settle for a customer now, and what it would leave to people. Needs Allocate.
func (s *Service) Suggestions(ctx context.Context, actor ledger.Actor, customer ledger.ID, on calendar.Date) (taken []settling.Suggestion, left []settling.Exception, err error) {
	if err := actor.Require(ledger.Allocate); err != nil {
		return nil, nil, err
	}
	err = s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		set, err := CurrentRules(ctx, tx)
		if err != nil {
			return err
		}
		taken, left, err = Plan(ctx, tx, set, customer, on)
		return err
	})
	return taken, left, err
}

// Plan is Suggestions by a given version of the rules, inside a transaction that is under way.
func Plan(ctx context.Context, tx *store.Tx, set RuleSet, customer ledger.ID, on calendar.Date) ([]settling.Suggestion, []settling.Exception, error) {
	policy, err := Policy(ctx, tx, set, customer)
	if err != nil {
		return nil, nil, err
	}
	debits, credits, err := OnDesk(ctx, tx, customer, on)
	if err != nil {
		return nil, nil, err
	}
	taken, left := settling.Plan(policy, debits, credits)
	return taken, left, nil
}

// Pairs puts a suggestion into the words of a command.
func Pairs(s settling.Suggestion) ([]Pair, []Extra) {
	var pairs []Pair
	var extras []Extra
	for _, t := range s.Takes {
		pairs = append(pairs, Pair{DebitItem: t.Debit, CreditItem: s.Credit, DebitAmount: t.Amount, CreditAmount: t.Amount})
	}
	for _, t := range s.Discounts {
		extras = append(extras, Extra{Discount, t.Debit, t.Amount})
	}
	if s.WriteOff != nil {
		extras = append(extras, Extra{WriteOff, s.WriteOff.Debit, s.WriteOff.Amount})
	}
	if s.Surplus.IsPositive() {
		extras = append(extras, Extra{Surplus, s.Credit, s.Surplus})
	}
	return pairs, extras
}
