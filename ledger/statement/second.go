package statement

import (
	"context"
	"encoding/hex"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/review"
)

// A line that already waits for a second person is not submitted again.
const submitLines = freeLines + `
waiting AS (
  SELECT l.no, r.made_by_name FROM answer_reviews r CROSS JOIN LATERAL unnest(r.lines) AS l (no)
  WHERE r.statement_id = $1 AND r.state = 'pending' AND r.kind = 'confirmation'
)
SELECT f.no, f.value, coalesce(w.made_by_name, '') FROM free f LEFT JOIN waiting w ON w.no = f.no ORDER BY f.no`

type submittedLine struct {
	No    int
	Value decimal.Decimal
	Waits string // whose submission it waits in
}

// submit lets lines of a statement that is held wait for a second person. Lines are refused as by Confirm, and with
// line_awaiting_review.
func submit(ctx context.Context, tx *store.Tx, at locked, cmd ConfirmCommand) (Confirmed, error) {
	wanted, whole := sorted(cmd.Lines), len(cmd.Lines) == 0
	found, err := store.Rows[submittedLine](ctx, tx, submitLines, cmd.StatementID, cmd.Version, wanted, whole)
	if err != nil {
		return Confirmed{}, err
	}
	var out Confirmed
	var lines []int
	seen := make(map[int]bool, len(found))
	for _, l := range found {
		seen[l.No] = true
		if l.Waits != "" {
			if !whole {
				out.Refused = append(out.Refused, Refused{l.No, ledger.E("line_awaiting_review").With("line", l.No).With("name", l.Waits)})
			}
			continue
		}
		lines = append(lines, l.No)
		out.Amount = out.Amount.Add(l.Value)
	}
	if whole && len(lines) == 0 {
		if len(found) > 0 {
			return Confirmed{}, ledger.E("awaiting_review")
		}
		return Confirmed{}, ledger.E("nothing_to_confirm")
	}
	others, err := refusals(ctx, tx, cmd.StatementID, at.LineCount, wanted, seen)
	out.Refused = append(out.Refused, others...)
	slices.SortFunc(out.Refused, func(a, b Refused) int { return a.Line - b.Line })
	if err != nil || len(lines) == 0 {
		return out, err
	}
	out.Count = len(lines)
	out.Review, err = review.Submit(ctx, tx, review.New{CustomerID: at.CustomerID, Kind: review.Confirmation, StatementID: cmd.StatementID, Version: cmd.Version,
		SHA256: at.SHA256, Lines: lines, Whole: whole, Amount: out.Amount, Currency: at.Currency, Remark: cmd.Remark})
	return out, err
}

// ApproveReview makes a confirmation count that waited for a second person: it is written with both names, for exactly the version
// and bytes its maker was shown. Lines that were answered meanwhile keep their answer; when none is left, the submission is void.
// Needs CheckAnswers. Refused in this order: not_found, state_forbids, review_void, review_decided, four_eyes, stale_version.
func (s *Service) ApproveReview(ctx context.Context, actor ledger.Actor, id ledger.ID) error {
	if err := actor.Require(ledger.CheckAnswers); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		about, err := review.Find(ctx, tx, id)
		if err != nil {
			return err
		}
		at, err := lock(ctx, tx, about.StatementID)
		if err != nil {
			return err
		}
		r, err := review.Take(ctx, tx, id, true)
		switch {
		case err != nil:
			return err
		case at.State == Draft || at.State == Cancelled:
			return ledger.E("state_forbids").With("state", at.State)
		case at.Version != r.Version || hex.EncodeToString(at.SHA256) != hex.EncodeToString(r.SHA256):
			return ledger.E("stale_version")
		}
		done, err := record(ctx, tx, at, ConfirmCommand{StatementID: r.StatementID, Version: r.Version, SHA256: hex.EncodeToString(r.SHA256), Lines: r.Lines, Remark: r.Remark},
			signature{MadeBy: r.MadeBy, Name: r.MadeByName, From: r.MadeFrom, CheckedBy: actor.PersonID, CheckedName: actor.Name, Whole: r.Whole})
		if err != nil {
			return err
		}
		to := review.Approved
		if done.Count == 0 {
			to = review.Void
		}
		return review.Decide(ctx, tx, r, to, "", done.ID)
	})
}
