package bank

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/journal"
	"hefu/ledger/money"
)

// NewDifference posts what came of a payout in another amount. An empty Reason is that of the pair; a zero On is the line's day.
type NewDifference struct {
	PayoutID ledger.ID
	Kind     DifferenceKind
	On       calendar.Date
	Reason   string
}

// pair is a payout with its line, as the books have it.
type pair struct {
	ID         ledger.ID
	Currency   string
	Amount     decimal.Decimal // of the payout
	Difference decimal.Decimal
	Reason     string
	PaidOn     calendar.Date
	LineOn     calendar.Date
	Base       decimal.Decimal // of the payout on the bank's account
	Threshold  decimal.Decimal
	Today      calendar.Date
}

// The pair is held: it is not taken apart, nor posted by another, meanwhile.
const (
	holdPair = `SELECT id FROM payout_lines WHERE payout_id = $1 AND organization_id = $2 AND undone_at IS NULL FOR UPDATE`
	readPair = `
SELECT p.id, o.currency, o.amount, p.difference, p.reason, o.paid_on, l.booked_on, coalesce((
    SELECT sum(j.amount_base) FROM journal_entries e JOIN journal_lines j ON j.entry_id = e.id JOIN accounts a ON a.organization_id = j.organization_id AND a.code = j.account_code
    WHERE e.source_id = o.id AND a.role = 'bank'), 0)::numeric, g.approval_threshold, (clock_timestamp() AT TIME ZONE g.time_zone)::date
FROM payout_lines p JOIN provider_payouts o ON o.id = p.payout_id JOIN bank_lines l ON l.id = p.line_id JOIN organizations g ON g.id = p.organization_id
WHERE p.id = $1`
	insertDifference = `
INSERT INTO payout_differences (id, organization_id, pair_id, kind, account_code, currency, amount, amount_base, posting_date, reason, state, needs_second, proposed_by, proposed_by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`
	liveOfPair = `AND d.pair_id = $2 AND d.state IN ('proposed', 'posted')`
)

// PostDifference posts a payout's difference: Dr or Cr 1002 against the account of its kind, so that the books have what the bank has. One worth
// more than the organization's threshold waits for a second person instead. Needs PostDocuments and SeeBank. Refused, in this order: not_found;
// state_forbids for a payout without its line, without a difference, or of which the difference is posted or waits; at kind one that it cannot be;
// at reason one that is too long; at posting_date a day before both payout and line, or to come; account_missing; period_closed.
func (s *Service) PostDifference(ctx context.Context, actor ledger.Actor, cmd NewDifference) (Difference, error) {
	if err := mayJoin(actor); err != nil {
		return Difference{}, err
	}
	var out Difference
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		payout, p, err := pairOf(ctx, tx, cmd.PayoutID)
		if err != nil {
			return err
		}
		if payout.State() != "differs" {
			return ledger.E("state_forbids").With("state", payout.State())
		}
		if cmd, err = cmd.fit(p); err != nil {
			return err
		}
		chart, base, err := allocation.Chart(ctx, tx)
		if err != nil {
			return err
		}
		account, err := chart.Code(cmd.Kind.role())
		if err != nil {
			return err
		}
		d := Difference{ID: ledger.NewID(), Kind: cmd.Kind, Account: account, Amount: p.Difference, Base: p.worth(base), PostingDate: cmd.On, Reason: cmd.Reason, State: DifferencePosted}
		if d.NeedsSecond = d.Base.Abs().GreaterThan(p.Threshold); d.NeedsSecond {
			d.State = DifferenceProposed
		}
		if _, err := store.Exec(ctx, tx, insertDifference, d.ID, actor.OrganizationID, p.ID, string(d.Kind), account, p.Currency, d.Amount, d.Base, d.PostingDate, d.Reason, string(d.State), d.NeedsSecond,
			actor.PersonID, actor.Name); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "payout.difference_"+string(d.State), d.told(payout))
		if d.State == DifferencePosted {
			if err := d.book(ctx, tx, payout, chart); err != nil {
				return err
			}
		}
		out, err = readDifference(ctx, tx, d.ID)
		return err
	})
	return out, err
}

// pairOf holds a payout and its line.
func pairOf(ctx context.Context, tx *store.Tx, payout ledger.ID) (Payout, pair, error) {
	id, found, err := store.Value[ledger.ID](ctx, tx, holdPair, payout, tx.Actor.OrganizationID)
	if err != nil {
		return Payout{}, pair{}, err
	}
	p, err := readPayout(ctx, tx, payout) // read after it is held
	if err == nil && !found {
		err = ledger.E("state_forbids").With("state", p.State())
	}
	if err != nil {
		return p, pair{}, err
	}
	out, _, err := store.Row[pair](ctx, tx, readPair, id)
	return p, out, err
}

// fit completes what was asked for, or says what of it cannot be.
func (n NewDifference) fit(p pair) (NewDifference, error) {
	if n.Reason == "" {
		n.Reason = p.Reason
	}
	first := p.LineOn
	if p.PaidOn.Before(first) {
		first = p.PaidOn
	}
	if n.On.IsZero() {
		n.On = p.LineOn
	}
	bad := ledger.E("validation_failed")
	switch {
	case !n.Kind.Takes(p.Difference):
		return n, bad.At("kind", "not_a_choice")
	case len([]rune(n.Reason)) > 400:
		return n, bad.At("reason", "too_long")
	case n.On.Before(first) || n.On.After(p.Today):
		return n, bad.At("posting_date", "not_a_choice")
	}
	return n, nil
}

// worth is the difference in base currency, as the payout stands there.
func (p pair) worth(base money.Currency) decimal.Decimal {
	if p.Currency == string(base) {
		return p.Difference
	}
	return money.Round(p.Base.Mul(p.Difference).DivRound(p.Amount, 12), base)
}

// readShares says what each customer's money was of a payout: the difference is theirs in the same parts.
const readShares = `
SELECT l.customer_id, l.amount FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id JOIN accounts a ON a.organization_id = l.organization_id AND a.code = l.account_code
WHERE e.source_id = $1 AND a.role = 'bank' AND l.amount > 0 ORDER BY l.line_no`

// book writes the entry: what the bank has more or less, against the account of the kind.
func (d Difference) book(ctx context.Context, tx *store.Tx, p Payout, chart journal.Chart) error {
	bank, err := chart.Code(journal.Bank)
	if err != nil {
		return err
	}
	parts, err := store.Rows[struct {
		CustomerID ledger.ID
		Amount     decimal.Decimal
	}](ctx, tx, readShares, p.ID)
	if err != nil {
		return err
	}
	weights := make([]decimal.Decimal, len(parts))
	for i, part := range parts {
		weights[i] = part.Amount
	}
	currency := money.Currency(p.Currency)
	amounts := money.Split(d.Amount, weights, currency)
	for i, amount := range amounts {
		weights[i] = amount.Abs()
	}
	bases := money.Split(d.Base, weights, money.Currency(p.Base))
	entry := journal.Entry{ID: ledger.NewID(), PostingDate: d.PostingDate, SourceKind: "payment", SourceID: d.ID}
	for i, part := range parts {
		if amounts[i].IsZero() {
			continue
		}
		line := journal.Line{Account: bank, CustomerID: part.CustomerID, Currency: currency, Amount: amounts[i], Base: bases[i]}
		against := line
		against.Account, against.Amount, against.Base = d.Account, line.Amount.Neg(), line.Base.Neg()
		entry.Lines = append(entry.Lines, line, against)
	}
	return send(ctx, tx, entry)
}

func send(ctx context.Context, tx *store.Tx, entry journal.Entry) error {
	var b store.Batch
	journal.Queue(&b, tx.Actor.OrganizationID, []journal.Entry{entry})
	return tx.Send(ctx, &b)
}

func (d Difference) told(p Payout) map[string]any {
	return map[string]any{"payout": p.ID, "provider": p.Provider, "reference": p.Reference, "difference": d.Amount.String(), "currency": p.Currency, "kind": d.Kind, "account": d.Account,
		"on": d.PostingDate, "reason": d.Reason}
}

func readDifference(ctx context.Context, tx *store.Tx, id ledger.ID) (Difference, error) {
	d, _, err := store.Row[Difference](ctx, tx, selectDifferences+`AND d.id = $2`, tx.Actor.OrganizationID, id)
	return d, err
}
