package bank

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
)

// pairing is a payout on its way and a line that waits, of the same amount.
type pairing struct {
	Payout    ledger.ID
	Provider  string
	Reference string
	PaidOn    calendar.Date
	Line      ledger.ID
	On        calendar.Date
	Payer     string
	Text      string
	rule      PayoutRule
}

// A pair that a person took apart is not joined by itself again.
const readPairings = `
SELECT o.id, o.provider, o.reference, o.paid_on, l.id, l.booked_on, l.counterparty, ` + payoutText + `
FROM provider_payouts o JOIN bank_lines l ON l.organization_id = o.organization_id AND l.amount = o.amount AND l.currency = o.currency AND l.booked_on BETWEEN o.paid_on - 3 AND o.paid_on + 31 AND ` + Waits + `
WHERE o.organization_id = $1 AND NOT EXISTS (SELECT FROM payout_lines p WHERE p.payout_id = o.id AND p.undone_at IS NULL)
  AND NOT EXISTS (SELECT FROM payout_lines p WHERE p.payout_id = o.id AND p.line_id = l.id) ORDER BY o.id, l.id LIMIT 5000`

// MeetPayouts joins payouts on their way with lines that wait, where it is certain: the same amount, and the reference in the line, or the
// provider as its payer; and neither side has a second choice by that rule. It belongs into each transaction that brings one of the two.
func MeetPayouts(ctx context.Context, tx *store.Tx) (joined int, err error) {
	if _, err := store.Exec(ctx, tx, `SELECT pg_advisory_xact_lock(hashtextextended('payouts meet ' || $1::text, 0))`, tx.Actor.OrganizationID.String()); err != nil {
		return 0, err
	}
	found, err := store.Rows[pairing](ctx, tx, readPairings, tx.Actor.OrganizationID)
	if err != nil {
		return 0, err
	}
	for _, p := range certainPairs(found) {
		err := joinPayout(ctx, tx, p.Payout, p.Line, p.rule, "")
		switch {
		case err == nil:
			joined++
		case !ledger.IsCode(err, "bank_line_used") && !ledger.IsCode(err, "state_forbids"): // somebody was quicker
			return joined, err
		}
	}
	return joined, nil
}

// certainPairs are those by reference, then those by payer among what is left, of which neither side is in a second one by the same rule.
func certainPairs(all []pairing) (out []pairing) {
	taken := map[ledger.ID]bool{}
	for _, rule := range []PayoutRule{ByReference, ByPayer} {
		var fit []pairing
		times := map[ledger.ID]int{}
		for _, p := range all {
			if p.rule = payoutRule(p.Provider, p.Reference, p.PaidOn, p.On, p.Payer, p.Text); p.rule == rule && !taken[p.Payout] && !taken[p.Line] {
				fit = append(fit, p)
				times[p.Payout]++
				times[p.Line]++
			}
		}
		for _, p := range fit {
			if times[p.Payout] == 1 && times[p.Line] == 1 {
				out = append(out, p)
			}
			taken[p.Payout], taken[p.Line] = true, true // what is not certain by the better rule is not made so by the worse
		}
	}
	return out
}

const insertPayoutLine = `
INSERT INTO payout_lines (id, organization_id, payout_id, line_id, rule, difference, reason, made_by, made_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

// JoinPayout says that a line is a payout. What differs needs a reason. Needs PostDocuments and SeeBank. Refused, in this order: not_found;
// bank_line_used when a receipt or a payout stands for the line; state_forbids for a line that brought no money in or is set aside, or a payout that has its line;
// bank_line_differs in currency; at reason, when the amounts differ and nobody says why.
func (s *Service) JoinPayout(ctx context.Context, actor ledger.Actor, payout, line ledger.ID, reason string) (Payout, error) {
	if err := mayJoin(actor); err != nil {
		return Payout{}, err
	}
	var out Payout
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if err := joinPayout(ctx, tx, payout, line, ByHand, reason); err != nil {
			return err
		}
		p, err := readPayout(ctx, tx, payout)
		out = p
		return err
	})
	return out, err
}

// JoinBookedPayout joins a line with the payout that was booked from it, in the same transaction.
func JoinBookedPayout(ctx context.Context, tx *store.Tx, payout, line ledger.ID) error {
	return joinPayout(ctx, tx, payout, line, FromLine, "")
}

func mayJoin(actor ledger.Actor) error {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return err
	}
	return actor.Require(ledger.SeeBank)
}

func joinPayout(ctx context.Context, tx *store.Tx, payout, line ledger.ID, rule PayoutRule, reason string) error {
	if _, err := store.Exec(ctx, tx, `SELECT pg_advisory_xact_lock(hashtextextended('bank line ' || $1::text, 0))`, line.String()); err != nil {
		return err
	}
	l, err := readLine(ctx, tx, line)
	if err != nil {
		return err
	}
	p, err := readPayout(ctx, tx, payout)
	off := l.Amount.Sub(p.Amount)
	switch {
	case err != nil:
		return err
	case l.State == Received:
		return ledger.E("bank_line_used").With("document", l.DocumentNo)
	case l.State == PaidOut:
		return ledger.E("bank_line_used").With("document", l.PayoutRef)
	case l.State != Unmatched:
		return ledger.E("state_forbids").With("state", string(l.State))
	case !p.LineID.IsZero():
		return ledger.E("state_forbids").With("state", p.State())
	case l.Currency != p.Currency:
		return ledger.E("bank_line_differs").With("document", p.Reference)
	case !off.IsZero() && reason == "":
		return ledger.E("validation_failed").At("reason", "required")
	}
	tx.Audit(ledger.ID{}, "payout.at_bank", map[string]any{"payout": p.ID, "provider": p.Provider, "reference": p.Reference, "line": l.ID, "rule": rule, "difference": off.String(), "currency": p.Currency})
	if _, err := store.Exec(ctx, tx, insertPayoutLine, ledger.NewID(), tx.Actor.OrganizationID, p.ID, l.ID, string(rule), off, reason, tx.Actor.PersonID, tx.Actor.Name); err != nil {
		return err
	}
	return event.Record(ctx, tx, p.told(l))
}

// PartPayout takes a payout and its line apart: the line waits again. Needs PostDocuments and SeeBank. Refused, in this order: at reason without one; not_found;
// state_forbids for a payout that has no line, one that was booked from its line, which is the same money, or one of which the difference is posted or waits.
func (s *Service) PartPayout(ctx context.Context, actor ledger.Actor, payout ledger.ID, reason string) (Payout, error) {
	if err := mayJoin(actor); err != nil {
		return Payout{}, err
	}
	if reason == "" {
		return Payout{}, ledger.E("validation_failed").At("reason", "required")
	}
	var out Payout
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		p, err := readPayout(ctx, tx, payout)
		switch {
		case err != nil:
			return err
		case p.LineID.IsZero() || p.Rule == FromLine || p.Came != "":
			return ledger.E("state_forbids").With("state", p.State())
		}
		tx.Audit(ledger.ID{}, "payout.line_removed", map[string]any{"payout": p.ID, "line": p.LineID, "reason": reason})
		if _, err := store.Exec(ctx, tx, `UPDATE payout_lines SET undone_at = clock_timestamp(), undone_by_name = $2, undone_reason = $3 WHERE payout_id = $1 AND undone_at IS NULL`, p.ID, actor.Name, reason); err != nil {
			return err
		}
		out, err = readPayout(ctx, tx, payout)
		return err
	})
	return out, err
}
