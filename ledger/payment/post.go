package payment

import (
	"context"
	"crypto/sha256"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/journal"
	"hefu/ledger/money"
	"hefu/ledger/provider"
)

// verdict is what became of what a provider said.
type verdict string

const (
	applied      verdict = "applied"
	known        verdict = "known" // said before, or by another notice
	ignored      verdict = "ignored"
	differs      verdict = "differs" // another amount or currency than was asked for
	unidentified verdict = "unidentified"
)

// settle takes a provider's word that was asked for. Another amount than was asked for is kept as a notice would be, for a person to decide about.
func (s *Service) settle(ctx context.Context, p whole, outcome provider.Outcome) error {
	return s.db.Write(ctx, ledger.SystemActor(p.OrganizationID, "payment "+p.Provider), func(ctx context.Context, tx *store.Tx) error {
		what, _, err := s.apply(ctx, tx, p.ID, outcome)
		if err != nil || what != differs {
			return err
		}
		n := provider.Notice{Outcome: outcome, Event: "asked " + p.ID.String() + " " + money.Text(outcome.Amount, outcome.Currency) + " " + string(outcome.Currency), Kind: "asked"}
		return keep(ctx, tx, p.Provider, p.ID, n, sha256.Sum256([]byte(n.Event)), differs, ledger.ID{})
	})
}

// toldOf tells whether a payment's money in another amount is kept already: it waits for a person, or one has decided.
func toldOf(ctx context.Context, tx *store.Tx, p whole, outcome provider.Outcome) (bool, error) {
	told, _, err := store.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM provider_events WHERE payment_id = $1 AND verdict = 'differs' AND amount = $2 AND currency = $3)`,
		p.ID, outcome.Amount, string(outcome.Currency))
	return told, err
}

// apply brings a payment to where the provider says it is, once; it answers with the receipt's entry when this posted it.
func (s *Service) apply(ctx context.Context, tx *store.Tx, id ledger.ID, outcome provider.Outcome) (verdict, ledger.ID, error) {
	p, err := lock(ctx, tx, id)
	if err != nil {
		return "", ledger.ID{}, err
	}
	switch outcome.State {
	case provider.Paid:
		switch {
		case p.State == Succeeded:
			return known, ledger.ID{}, nil
		case !outcome.Amount.Equal(p.Amount) || string(outcome.Currency) != p.Currency:
			if told, err := toldOf(ctx, tx, p, outcome); err != nil || told { // the same money by another notice
				return known, ledger.ID{}, err
			}
			tx.Audit(p.CustomerID, "payment.differs", map[string]any{"payment": id, "asked": p.Amount.String(), "told": outcome.Amount.String(), "currency": outcome.Currency})
			data := p.data(p.Amount)
			data["told"], data["told_currency"] = money.Text(outcome.Amount, outcome.Currency), string(outcome.Currency)
			if p.Reason != "amount_differs" { // it is asked about again and again; people are told once
				if err := event.Record(ctx, tx, event.Event{Kind: event.PaymentDiffers, CustomerID: p.CustomerID, Data: data}); err != nil {
					return "", ledger.ID{}, err
				}
			}
			_, err := store.Exec(ctx, tx, `UPDATE payments SET state = 'unknown', reason = 'amount_differs', row_version = row_version + 1 WHERE id = $1 AND state IN ('created', 'pending', 'unknown')`, id)
			return differs, ledger.ID{}, err
		}
		entry, err := succeed(ctx, tx, p, outcome)
		if err == nil {
			err = s.callOffOthers(ctx, tx, p)
		}
		return applied, entry, err
	case provider.Failed, provider.Gone:
		if p.State.Ended() || p.Reason == "amount_differs" { // money came, and a person decides about it
			return known, ledger.ID{}, nil
		}
		state := Failed
		if outcome.State == provider.Gone {
			state = Expired
		}
		return applied, ledger.ID{}, end(ctx, tx, p.Payment, state, outcome.Reason)
	}
	return ignored, ledger.ID{}, nil
}

// lock holds the customer, then the payment: everything that a customer settles takes turns.
func lock(ctx context.Context, tx *store.Tx, id ledger.ID) (whole, error) {
	customer, found, err := store.Value[ledger.ID](ctx, tx, `SELECT customer_id FROM payments WHERE id = $1 AND organization_id = $2`, id, tx.Actor.OrganizationID)
	if err != nil {
		return whole{}, err
	}
	if !found {
		return whole{}, ledger.E("not_found")
	}
	var b store.Batch
	var none []struct{ ID ledger.ID }
	store.Read(&b, &none, allocation.LockCustomer, customer)
	store.Read(&b, &none, `SELECT id FROM payments WHERE id = $1 FOR UPDATE`, id)
	if err := tx.Send(ctx, &b); err != nil {
		return whole{}, err
	}
	return readWhole(ctx, tx, id)
}

// late takes the discount off a payment whose money came after it had ended, and after the discount's last day. One that had not ended was promised it,
// however late the provider tells.
func late(ctx context.Context, tx *store.Tx, p whole) (whole, error) {
	if !p.State.Ended() || !p.Discount.IsPositive() || !lapsed(p.DiscountUntil, p.Today) {
		return p, nil
	}
	tx.Audit(p.CustomerID, "payment.discount_lapsed", map[string]any{"payment": p.ID, "reference": p.Reference, "discount": p.Discount.String(), "currency": p.Currency, "until": p.DiscountUntil})
	p.lapsed, p.Discount, p.Items = p.Discount, decimal.Zero, withoutDiscount(p.Items)
	var b store.Batch
	b.Do(`UPDATE payments SET discount = 0 WHERE id = $1`, p.ID)
	b.Do(`UPDATE payment_items SET discount = 0 WHERE payment_id = $1`, p.ID)
	return p, tx.Send(ctx, &b)
}

// succeed posts what was paid: the receipt, its settlement with the discount that was promised, and the provider's fee.
func succeed(ctx context.Context, tx *store.Tx, p whole, outcome provider.Outcome) (ledger.ID, error) {
	p, err := late(ctx, tx, p)
	if err != nil {
		return ledger.ID{}, err
	}
	currency := money.Currency(p.Currency)
	receipt := document.New{Kind: document.Receipt, CustomerID: p.CustomerID, Currency: currency, DocumentDate: p.Today, Description: p.Provider + " " + p.Reference, Method: "provider",
		SourceKind: "manual", SourceSystem: "payment:" + p.Provider, SourceID: p.ID.String(), Amount: p.Amount}
	posted, err := document.Post(ctx, tx, []document.New{receipt})
	if err != nil {
		return ledger.ID{}, err
	}
	if err := settleItems(ctx, tx, closing{p.CustomerID, p.Items, p.Amount, p.Today, p.Reference}, posted[0].ID); err != nil {
		return ledger.ID{}, err
	}
	if outcome.Fee.Valid && outcome.Fee.Decimal.IsPositive() {
		if err := postCharge(ctx, tx, p, "fee", ledger.ID{}, posted[0].ID, outcome.Fee.Decimal); err != nil {
			return ledger.ID{}, err
		}
	}
	tx.Audit(p.CustomerID, "payment.succeeded", map[string]any{"payment": p.ID, "reference": p.Reference, "provider": p.Provider, "amount": p.Amount.String(), "currency": p.Currency,
		"receipt": posted[0].DocumentNo, "provider_ref": outcome.Ref})
	ref := p.ProviderRef
	if ref == "" {
		ref = outcome.Ref
	}
	var b store.Batch
	b.Do(`UPDATE payments SET state = 'succeeded', reason = '', receipt_document_id = $2, fee = $3, provider_ref = $4, ended_at = clock_timestamp() - $5::int * interval '1 second', row_version = row_version + 1 WHERE id = $1`,
		p.ID, posted[0].ID, outcome.Fee, ref, secondsAgo(ctx))
	b.Do(`UPDATE payment_items SET in_flight = false WHERE payment_id = $1`, p.ID)
	var entries []struct{ ID ledger.ID }
	store.Read(&b, &entries, `SELECT id FROM journal_entries WHERE source_id = $1 AND source_kind = 'document'`, posted[0].ID)
	if err := tx.Send(ctx, &b); err != nil || len(entries) == 0 {
		return ledger.ID{}, err
	}
	data := p.data(p.Amount)
	left, _, err := store.Value[decimal.Decimal](ctx, tx, `SELECT open_amount FROM open_items WHERE document_id = $1`, posted[0].ID)
	if err != nil {
		return ledger.ID{}, err
	}
	if left.IsPositive() { // what it was for had been settled before
		data["on_account"] = money.Text(left, currency)
	}
	if p.lapsed.IsPositive() {
		data["discount_lapsed"], data["discount_until"] = money.Text(p.lapsed, currency), p.DiscountUntil.String()
	}
	told := event.Event{Kind: event.PaymentReceived, CustomerID: p.CustomerID, DocumentID: posted[0].ID, Data: data}
	return entries[0].ID, event.Record(ctx, tx, told)
}

// openOf is what an item still has open, under the customer's lock.
const openOf = `SELECT id, open_amount FROM open_items WHERE id = ANY ($1)`

func openAmounts(ctx context.Context, tx *store.Tx, items []ledger.ID) (map[ledger.ID]decimal.Decimal, error) {
	rows, err := store.Rows[struct {
		ID   ledger.ID
		Open decimal.Decimal
	}](ctx, tx, openOf, items)
	open := map[ledger.ID]decimal.Decimal{}
	for _, r := range rows {
		open[r.ID] = r.Open
	}
	return open, err
}

// closing is what a receipt is to settle.
type closing struct {
	customer  ledger.ID
	items     []Item
	amount    decimal.Decimal
	on        calendar.Date
	reference string
}

// settleItems closes what the payment was for, as far as it is still open: the credits first, then the money, the discount beside it. What
// is left of the money stays on account.
func settleItems(ctx context.Context, tx *store.Tx, p closing, receipt ledger.ID) error {
	own, _, err := store.Value[ledger.ID](ctx, tx, `SELECT id FROM open_items WHERE document_id = $1`, receipt)
	if err != nil {
		return err
	}
	ids := []ledger.ID{}
	for _, it := range p.items {
		ids = append(ids, it.ItemID)
	}
	open, err := openAmounts(ctx, tx, ids)
	if err != nil {
		return err
	}
	type source struct {
		item ledger.ID
		left decimal.Decimal
	}
	var sources []source
	for _, it := range p.items {
		if it.Side == "credit" {
			sources = append(sources, source{it.ItemID, decimal.Min(it.Amount, open[it.ItemID])})
		}
	}
	sources = append(sources, source{own, p.amount})
	cmd := allocation.Command{CustomerID: p.customer, EffectiveDate: p.on, Mode: allocation.Immediate, Reason: p.reference}
	for _, it := range p.items {
		if it.Side != "debit" {
			continue
		}
		pay := decimal.Min(it.Amount.Sub(it.Discount), open[it.ItemID])
		for i := range sources {
			if part := decimal.Min(pay, sources[i].left); part.IsPositive() {
				cmd.Pairs = append(cmd.Pairs, allocation.Pair{DebitItem: it.ItemID, CreditItem: sources[i].item, DebitAmount: part})
				pay, sources[i].left = pay.Sub(part), sources[i].left.Sub(part)
				open[it.ItemID] = open[it.ItemID].Sub(part)
			}
		}
		if off := decimal.Min(it.Discount, open[it.ItemID]); off.IsPositive() {
			cmd.Extras = append(cmd.Extras, allocation.Extra{Kind: allocation.Discount, Item: it.ItemID, Amount: off})
		}
	}
	if len(cmd.Pairs) == 0 {
		return nil
	}
	_, err = allocation.Allocate(ctx, tx, cmd)
	return err
}

// postCharge books what the provider keeps, for the payment or for a chargeback of it: Dr 660301 / Cr 1012, in the payment's currency at
// the receipt's rate.
func postCharge(ctx context.Context, tx *store.Tx, p whole, kind string, chargeback, receipt ledger.ID, fee decimal.Decimal) error {
	chart, base, err := allocation.Chart(ctx, tx)
	if err != nil {
		return err
	}
	charges, err := chart.Code(journal.Charges)
	if err != nil {
		return err
	}
	clearing, err := chart.Code(journal.Clearing)
	if err != nil {
		return err
	}
	rate, _, err := store.Value[decimal.Decimal](ctx, tx, `SELECT rate FROM documents WHERE id = $1`, receipt)
	if err != nil {
		return err
	}
	id, worth, currency := ledger.NewID(), money.Base(fee, rate, base), money.Currency(p.Currency)
	line := func(account string, amount, base decimal.Decimal) journal.Line {
		return journal.Line{Account: account, CustomerID: p.CustomerID, DocumentID: receipt, Due: calendar.Date{}, Currency: currency, Amount: amount, Base: base}
	}
	var b store.Batch
	b.Do(`INSERT INTO payment_postings (id, organization_id, payment_id, kind, chargeback_id, currency, amount, posted_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		id, p.OrganizationID, p.ID, kind, chargeback, p.Currency, fee, p.Today)
	journal.Queue(&b, p.OrganizationID, []journal.Entry{{ID: ledger.NewID(), PostingDate: p.Today, SourceKind: "payment", SourceID: id,
		Lines: []journal.Line{line(charges, fee, worth), line(clearing, fee.Neg(), worth.Neg())}}})
	return tx.Send(ctx, &b)
}
