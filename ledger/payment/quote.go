package payment

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/settling"
)

// MaxLines bounds one payment, and what is shown of what may be paid.
const MaxLines = 1000

const readFrame = `
SELECT ((clock_timestamp() - $3::int * interval '1 second') AT TIME ZONE o.time_zone)::date, coalesce(s.currency, ''), coalesce(s.statement_no, ''), coalesce(s.state, ''), s.cut_off, c.terms
FROM organizations o JOIN customers c ON c.id = $1 LEFT JOIN statements s ON s.id = $2 AND s.customer_id = c.id WHERE o.id = c.organization_id`

// What is open up to the statement's cut-off; of the account, all of it.
const readPayable = `
SELECT i.id, i.document_id, d.document_no, d.invoice_no, i.due_date, i.t0, i.open_amount, i.original_amount,
  coalesce((SELECT sum(t.disputed_amount) FROM disputes t WHERE t.document_id = i.document_id AND t.state NOT IN ('resolved', 'withdrawn')), 0),
  (SELECT p.payment_id FROM payment_items p WHERE p.item_id = i.id AND p.in_flight),
  coalesce((SELECT sum(a.debit_amount * CASE WHEN a.reverses IS NULL THEN 1 ELSE -1 END) FROM allocations a JOIN open_items ci ON ci.id = a.credit_item
    JOIN documents cd ON cd.id = ci.document_id WHERE a.debit_item = i.id AND cd.kind = 'adjustment' AND cd.reason = 'cash_discount'), 0)
FROM open_items i JOIN documents d ON d.id = i.document_id
WHERE i.customer_id = $1 AND i.currency = $2 AND i.side = 'debit' AND i.open_amount > 0 AND ($3::date IS NULL OR i.posting_date <= $3)
ORDER BY i.due_date, i.id LIMIT $4`

const readCredits = `
SELECT i.id, i.document_id, d.document_no, d.kind, i.open_amount FROM open_items i JOIN documents d ON d.id = i.document_id
WHERE i.customer_id = $1 AND i.currency = $2 AND i.side = 'credit' AND i.open_amount > 0
  AND NOT EXISTS (SELECT FROM payment_items p WHERE p.item_id = i.id AND p.in_flight)
ORDER BY i.posting_date, i.id LIMIT 200`

type frame struct {
	Today               calendar.Date
	Currency, No, State string
	CutOff              calendar.Date
	Terms               json.RawMessage
}

type payable struct {
	Item, Document        ledger.ID
	DocumentNo, InvoiceNo string
	Due, T0               calendar.Date
	Open, Original        decimal.Decimal
	Disputed              decimal.Decimal
	Payment               ledger.ID
	Given                 decimal.Decimal
}

type creditRow struct {
	Item, Document   ledger.ID
	DocumentNo, Kind string
	Open             decimal.Decimal
}

// Quote tells what a payment would come to; nothing is written. Needs Pay. Refused, in this order: not_found for a statement that is not
// the customer's; at currency without a statement, or another than the statement's; not_found for a line that is not open; at lines.item one
// that is there twice; at lines.amount more than is open, or no amount.
func (s *Service) Quote(ctx context.Context, actor ledger.Actor, asked Asked) (Quote, error) {
	if err := actor.Require(ledger.Pay); err != nil {
		return Quote{}, err
	}
	var out Quote
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = quote(ctx, tx, asked)
		return err
	})
	for _, p := range s.providers {
		if p.Takes(out.Currency) {
			out.Ways = append(out.Ways, p.Name())
		}
	}
	return out, err
}

func quote(ctx context.Context, tx *store.Tx, asked Asked) (Quote, error) {
	if len(asked.Lines) > MaxLines {
		return Quote{}, ledger.E("validation_failed").At("lines", "too_long")
	}
	if !tx.Actor.Reaches(asked.StatementID) {
		return Quote{}, ledger.E("not_found")
	}
	at, found, err := store.Row[frame](ctx, tx, readFrame, tx.Actor.CustomerID, asked.StatementID, secondsAgo(ctx))
	if err != nil {
		return Quote{}, err
	}
	if !found || !asked.StatementID.IsZero() && (at.No == "" || at.State == "draft" || at.State == "cancelled") {
		return Quote{}, ledger.E("not_found")
	}
	out := Quote{StatementID: asked.StatementID, StatementNo: at.No, Currency: asked.Currency}
	if own := money.Currency(at.Currency); own != "" {
		if asked.Currency != "" && asked.Currency != own {
			return Quote{}, ledger.E("validation_failed").At("currency", "not_a_choice")
		}
		out.Currency = own
	}
	if !out.Currency.Valid() {
		return Quote{}, ledger.E("validation_failed").At("currency", "not_a_currency")
	}
	var b store.Batch
	var rows []payable
	var credits []creditRow
	store.Read(&b, &rows, readPayable, tx.Actor.CustomerID, string(out.Currency), at.CutOff, MaxLines+1)
	store.Read(&b, &credits, readCredits, tx.Actor.CustomerID, string(out.Currency))
	if err := tx.Send(ctx, &b); err != nil {
		return Quote{}, err
	}
	if out.More = len(rows) > MaxLines; out.More {
		rows = rows[:MaxLines]
	}
	for _, c := range credits {
		out.Credits = append(out.Credits, Credit{ItemID: c.Item, DocumentID: c.Document, DocumentNo: c.DocumentNo, Kind: c.Kind, Open: c.Open})
		out.CreditsOpen = out.CreditsOpen.Add(c.Open)
	}
	out.Lines = linesOf(rows, at.Today)
	if err := out.choose(asked.Lines); err != nil {
		return Quote{}, err
	}
	terms, unread := calendar.ParseTerms(at.Terms) // terms that cannot be read give nothing
	if unread != nil {
		terms = calendar.Terms{}
	}
	out.addUp(terms, at.Today, asked.UseCredits)
	return out, nil
}

// linesOf spreads what is disputed of a document over its items, the last due first.
func linesOf(rows []payable, today calendar.Date) []Line {
	out := make([]Line, len(rows))
	left := map[ledger.ID]decimal.Decimal{}
	for i, r := range rows {
		out[i] = Line{ItemID: r.Item, DocumentID: r.Document, DocumentNo: r.DocumentNo, InvoiceNo: r.InvoiceNo, Due: r.Due, Overdue: r.Due.Before(today), Open: r.Open,
			PaymentID: r.Payment, t0: r.T0, original: r.Original, given: r.Given}
		left[r.Document] = r.Disputed
	}
	for i := range slices.Backward(out) {
		l := &out[i]
		l.Disputed = decimal.Min(left[l.DocumentID], l.Open)
		left[l.DocumentID] = left[l.DocumentID].Sub(l.Disputed)
	}
	return out
}

// choose notes what of each line is to be paid. What is under way in another payment is left alone.
func (q *Quote) choose(wanted []Wanted) error {
	if wanted == nil {
		for i := range q.Lines {
			if l := &q.Lines[i]; l.PaymentID.IsZero() {
				l.Chosen = l.Open.Sub(l.Disputed)
			}
		}
		return nil
	}
	for _, w := range wanted {
		at := slices.IndexFunc(q.Lines, func(l Line) bool { return l.ItemID == w.ItemID })
		if at < 0 {
			return ledger.E("not_found")
		}
		l := &q.Lines[at]
		if l.Chosen.IsPositive() { // two sums for one item: neither is meant for sure
			return ledger.E("validation_failed").At("lines.item", "duplicate")
		}
		amount := w.Amount
		if amount.IsZero() {
			if amount = l.Open.Sub(l.Disputed); amount.IsZero() {
				amount = l.Open
			}
		}
		switch {
		case !l.PaymentID.IsZero():
			return ledger.E("payment_in_flight").With("document", l.DocumentNo)
		case !amount.IsPositive():
			return ledger.E("validation_failed").At("lines.amount", "must_be_positive")
		case !money.Exact(amount, q.Currency):
			return ledger.E("validation_failed").At("lines.amount", "too_many_places")
		case amount.GreaterThan(l.Open):
			return ledger.E("amount_exceeds_open").With("document", l.DocumentNo).With("open", l.Open)
		}
		l.Chosen = amount
	}
	return nil
}

func (q *Quote) addUp(terms calendar.Terms, today calendar.Date, useCredits bool) {
	for i := range q.Lines {
		l := &q.Lines[i]
		l.discount(terms, today, q.Currency)
		q.Chosen, q.Discount = q.Chosen.Add(l.Chosen), q.Discount.Add(l.Discount)
	}
	q.Total = q.Chosen.Sub(q.Discount)
	if !useCredits {
		return
	}
	for i := range q.Credits {
		c := &q.Credits[i]
		c.Used = decimal.Min(c.Open, q.Total)
		q.CreditsUsed, q.Total = q.CreditsUsed.Add(c.Used), q.Total.Sub(c.Used)
	}
}

// discount is the early-payment discount (现金折扣) of the part that is chosen: pro rata, and with what was given before no more than the
// tier gives of the whole item.
func (l *Line) discount(terms calendar.Terms, today calendar.Date, currency money.Currency) {
	tier, ok := terms.DiscountOn(l.t0, today)
	if !ok {
		return
	}
	l.DiscountUntil = l.t0.AddDays(tier.Days)
	most := settling.Discount(terms, settling.Debit{T0: l.t0, Currency: currency, Open: l.original}, today).Sub(l.given)
	part := settling.Discount(terms, settling.Debit{T0: l.t0, Currency: currency, Open: l.Chosen}, today)
	if part = decimal.Min(part, most); part.IsPositive() {
		l.Discount = part
	}
}

// discountUntil is the last day on which all of the discount can be had; zero: there is none.
func (q Quote) discountUntil() calendar.Date {
	var until calendar.Date
	for _, l := range q.Lines {
		if l.Discount.IsPositive() && (until.IsZero() || l.DiscountUntil.Before(until)) {
			until = l.DiscountUntil
		}
	}
	return until
}
