package slip

import (
	"context"
	"strings"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/internal/store"
)

const insertMatch = `
INSERT INTO slip_matches (slip_id, turn, organization_id, what, line_id, document_id, rule, reason, made_by, made_by_name)
SELECT $1, coalesce(max(turn), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9 FROM slip_matches WHERE slip_id = $1`

// word writes down what became of a slip.
func word(ctx context.Context, tx *store.Tx, slip ledger.ID, what string, line, document ledger.ID, rule, reason string) error {
	_, err := store.Exec(ctx, tx, insertMatch, slip, tx.Actor.OrganizationID, what, line, document, rule, reason, tx.Actor.PersonID, tx.Actor.Name)
	return err
}

// tryMatch joins a slip with the one payment that it can be of.
func tryMatch(ctx context.Context, tx *store.Tx, id ledger.ID, f Facts, said string) (bool, error) {
	found, certain, err := candidates(ctx, tx, id, f, said)
	if err != nil || !certain {
		return false, err
	}
	best := found[0]
	line, document := best.LineID, ledger.ID{}
	if line.IsZero() {
		document = best.DocumentID
	}
	rule := "payer"
	if best.saw(SeenNumber) {
		rule = "number"
	}
	tx.Audit(best.CustomerID, "slip.matched", map[string]any{"slip": id, "line": line, "document": document, "rule": rule})
	return true, word(ctx, tx, id, "matched", line, document, rule, strings.Join(best.Seen, " "))
}

// lock has whoever decides about a slip second wait, and then see what the first one said. Refused: not_found.
func lock(ctx context.Context, tx *store.Tx, id ledger.ID) (Slip, error) {
	if _, err := store.Exec(ctx, tx, `SELECT pg_advisory_xact_lock(hashtextextended('slip ' || $1::text, 0))`, id.String()); err != nil {
		return Slip{}, err
	}
	return readSlip(ctx, tx, id)
}

// change does something about a slip and answers with it as it is then.
func (s *Service) change(ctx context.Context, actor ledger.Actor, id ledger.ID, do func(context.Context, *store.Tx, Slip) error) (Slip, error) {
	if err := mayAct(actor); err != nil {
		return Slip{}, err
	}
	var out Slip
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		is, err := lock(ctx, tx, id)
		if err == nil {
			err = do(ctx, tx, is)
		}
		if err == nil {
			out, err = readSlip(ctx, tx, id)
		}
		return err
	})
	return out, err
}

// Correct puts right what a slip says, and joins it if it is clear now. Needs PostDocuments and SeeBank. Refused: not_found, faults by
// field, state_forbids unless it waits.
func (s *Service) Correct(ctx context.Context, actor ledger.Actor, id ledger.ID, f Facts) (Slip, error) {
	bad := ledger.E("validation_failed")
	if f.Amount.Valid && (!f.Amount.Decimal.IsPositive() || f.Amount.Decimal.Exponent() < -6) {
		bad.At("amount", "must_be_positive")
	}
	for field, to := range map[string]*string{"payer": &f.Payer, "payer_account": &f.PayerAccount, "number": &f.Number, "purpose": &f.Purpose, "currency": &f.Currency} {
		if *to = strings.TrimSpace(*to); len([]rune(*to)) > maxText {
			bad.At(field, "too_long")
		}
	}
	if len(bad.Fields) > 0 {
		return Slip{}, bad
	}
	return s.change(ctx, actor, id, func(ctx context.Context, tx *store.Tx, is Slip) error {
		if is.State != Waiting {
			return ledger.E("state_forbids").With("state", string(is.State))
		}
		if err := writeFacts(ctx, tx, id, f, true); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "slip.corrected", map[string]any{"slip": id, "before": is.audit(), "after": Slip{Facts: f}.audit()})
		said, err := saidOf(ctx, tx, id)
		if err == nil {
			_, err = tryMatch(ctx, tx, id, f, said)
		}
		return err
	})
}

func (s Slip) audit() map[string]any {
	amount := ""
	if s.Amount.Valid {
		amount = s.Amount.Decimal.String()
	}
	return map[string]any{"amount": amount, "currency": s.Currency, "paid_on": s.PaidOn, "payer": s.Payer, "number": s.Number}
}

// Join says which bank line, or which receipt without one, a slip proves. Needs PostDocuments and SeeBank. Refused in this order: not_found
// for the slip, state_forbids unless it waits, not_found for the line or receipt, slip_differs where the slip says another amount.
func (s *Service) Join(ctx context.Context, actor ledger.Actor, id, line, document ledger.ID) (Slip, error) {
	if line.IsZero() == document.IsZero() {
		return Slip{}, ledger.E("validation_failed").At("line_id", "required")
	}
	return s.change(ctx, actor, id, func(ctx context.Context, tx *store.Tx, is Slip) error {
		if is.State != Waiting {
			return ledger.E("state_forbids").With("state", string(is.State))
		}
		if err := fits(ctx, tx, is, &line, &document); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "slip.matched", map[string]any{"slip": id, "line": line, "document": document, "rule": "by_hand"})
		return word(ctx, tx, id, "matched", line, document, "by_hand", "")
	})
}

type moneyIn struct {
	Line     ledger.ID
	No       string
	Amount   string
	Currency string
	Same     bool
}

const readMoneyIn = `
SELECT r.line_id, d.document_no, d.gross::numeric::text, d.currency, coalesce(d.gross = $3::numeric, true) AND ($4 = '' OR d.currency = $4)
FROM documents d LEFT JOIN bank_line_receipts r ON r.document_id = d.id WHERE d.organization_id = $1 AND d.id = $2 AND d.kind IN ('receipt', 'advance')`

// fits holds a decision to the amounts. A receipt that is made of a line is told by its line.
func fits(ctx context.Context, tx *store.Tx, is Slip, line, document *ledger.ID) error {
	if !line.IsZero() {
		lines, err := bank.ReadLines(ctx, tx, []ledger.ID{*line})
		switch {
		case err != nil:
			return err
		case len(lines) == 0 || !lines[0].Amount.IsPositive():
			return ledger.E("not_found")
		case is.Amount.Valid && !is.Amount.Decimal.Equal(lines[0].Amount) || is.Currency != "" && is.Currency != lines[0].Currency:
			return ledger.E("slip_differs").With("amount", lines[0].Amount.StringFixed(2)+" "+lines[0].Currency)
		}
		return nil
	}
	var amount *string
	if is.Amount.Valid {
		text := is.Amount.Decimal.String()
		amount = &text
	}
	d, found, err := store.Row[moneyIn](ctx, tx, readMoneyIn, tx.Actor.OrganizationID, *document, amount, is.Currency)
	switch {
	case err != nil:
		return err
	case !found:
		return ledger.E("not_found")
	case !d.Same:
		return ledger.E("slip_differs").With("amount", d.Amount+" "+d.Currency)
	case !d.Line.IsZero():
		*line, *document = d.Line, ledger.ID{}
	}
	return nil
}

// Free takes back what was said of a slip: it waits again. Needs PostDocuments and SeeBank. Refused: not_found, state_forbids while it waits.
func (s *Service) Free(ctx context.Context, actor ledger.Actor, id ledger.ID) (Slip, error) {
	return s.change(ctx, actor, id, func(ctx context.Context, tx *store.Tx, is Slip) error {
		if is.State == Waiting {
			return ledger.E("state_forbids").With("state", string(is.State))
		}
		tx.Audit(is.CustomerID, "slip.freed", map[string]any{"slip": id, "line": is.LineID, "document": is.DocumentID, "was": string(is.State)})
		return word(ctx, tx, id, "freed", ledger.ID{}, ledger.ID{}, "", "")
	})
}

// SetAside says that a slip proves no payment of a customer. Needs PostDocuments and SeeBank. Refused: a missing or too long reason,
// not_found, state_forbids unless it waits.
func (s *Service) SetAside(ctx context.Context, actor ledger.Actor, id ledger.ID, reason string) (Slip, error) {
	if reason = strings.TrimSpace(reason); reason == "" {
		return Slip{}, ledger.E("validation_failed").At("reason", "required")
	}
	return s.change(ctx, actor, id, func(ctx context.Context, tx *store.Tx, is Slip) error {
		if is.State != Waiting {
			return ledger.E("state_forbids").With("state", string(is.State))
		}
		tx.Audit(ledger.ID{}, "slip.set_aside", map[string]any{"slip": id, "reason": reason})
		return word(ctx, tx, id, "aside", ledger.ID{}, ledger.ID{}, "", reason)
	})
}
