package matching

import (
	"context"
	"encoding/json"
	"slices"

	"hefu/ledger"
	"hefu/ledger/dispute"
	"hefu/ledger/internal/store"
	"hefu/ledger/statement"
	"hefu/ledger/tally"
)

// CompleteCommand is the one step. RowVersion is that of the preview: it does what was shown and nothing else. With Forward the lines that were
// brought forward and that nothing matched are confirmed too.
type CompleteCommand struct {
	StatementID ledger.ID
	RowVersion  int
	Forward     bool
	Remark      string
}

// Outcome is what the one step did.
type Outcome struct {
	Confirmed  Sum         `json:"confirmed"`
	Disputed   Sum         `json:"disputed"`
	Disputes   []ledger.ID `json:"disputes"`
	OurItems   Sum         `json:"our_items"`
	TheirItems Sum         `json:"their_items"`
	Cleared    Sum         `json:"cleared"`
	Left       Sum         `json:"left"`
	// Waiting: the customer asks for maker and checker, so the confirmations wait for a second person.
	Waiting bool `json:"waiting"`
}

// Complete confirms what matched, disputes what differs, keeps the reconciling items and clears those of earlier statements, all of it or nothing.
// A repetition does nothing more and answers as the first time. Needs ConfirmStatements, and DisputeLines when anything is disputed. Refused in this
// order: not_found, state_forbids, conflict when a decision changed since the preview, stale_version when the statement has a newer version,
// nothing_to_do.
func (s *Service) Complete(ctx context.Context, actor ledger.Actor, cmd CompleteCommand) (Outcome, error) {
	if err := actor.Require(ledger.ConfirmStatements); err != nil {
		return Outcome{}, err
	}
	if len([]rune(cmd.Remark)) > maxNote {
		return Outcome{}, ledger.E("validation_failed").At("remark", "too_long")
	}
	desk, err := dispute.ReadDesk(ctx, s.db, actor.OrganizationID)
	if err != nil {
		return Outcome{}, err
	}
	var out Outcome
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		at, err := readStatement(ctx, tx, cmd.StatementID)
		if err != nil {
			return err
		}
		if m, found, err := latest(ctx, tx, cmd.StatementID); err != nil {
			return err
		} else if found && m.State == Completed && m.Outcome != nil && cmd.RowVersion+1 == m.RowVersion {
			return json.Unmarshal([]byte(*m.Outcome), &out)
		}
		// The statement is held before its matching: whoever answers it takes turns.
		if err := statement.LockLive(ctx, tx, at.StatementID, at.Version, at.hash()); err != nil {
			return err
		}
		w, err := holdBench(ctx, tx, cmd.StatementID, cmd.RowVersion)
		if err != nil {
			return err
		}
		if w.m.Version != w.at.Version {
			return ledger.E("stale_version")
		}
		out, err = w.complete(ctx, tx, desk, cmd)
		return err
	})
	return out, err
}

func (w workbench) complete(ctx context.Context, tx *store.Tx, desk dispute.Desk, cmd CompleteCommand) (Outcome, error) {
	now, err := readStanding(ctx, tx, w.at)
	if err != nil {
		return Outcome{}, err
	}
	p := w.draw(now)
	if cmd.Forward {
		p.agree(p.forward, now)
	}
	if len(p.confirm)+len(p.disputes)+len(p.items)+len(p.cleared) == 0 {
		return Outcome{}, ledger.E("nothing_to_do")
	}
	out := Outcome{Confirmed: p.Confirm, Disputed: p.Disputes, OurItems: p.OurItems, TheirItems: p.TheirItems, Cleared: p.Cleared, Left: p.Left, Disputes: []ledger.ID{}}
	if len(p.confirm) > 0 {
		done, err := statement.ConfirmWithin(ctx, tx, statement.ConfirmCommand{StatementID: w.at.StatementID, Version: w.at.Version, SHA256: w.at.hash(), Lines: p.confirm,
			Remark: firstOf(cmd.Remark, byMatching.in(tx.Actor.Locale))})
		if err != nil {
			return out, err
		}
		if len(done.Refused) > 0 {
			return out, done.Refused[0].Err
		}
		out.Waiting = !done.Review.IsZero()
	}
	opened, err := dispute.OpenWithin(ctx, tx, desk, p.commands(w.at, w.at.Version, w.at.hash(), tx.Actor.Locale))
	if err != nil {
		return out, err
	}
	if opened != nil {
		out.Disputes = opened
	}
	return out, w.finish(ctx, tx, p, out)
}

const insertItem = `
INSERT INTO reconciling_items (id, organization_id, customer_id, currency, statement_id, matching_id, group_no, side, kind, document_id, document_no, reference, item_date, description,
  amount, note, created_by_name, dispute_id)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, d.id
FROM (SELECT) AS one LEFT JOIN LATERAL (SELECT x.id FROM disputes x WHERE $18 > 0 AND x.statement_id = $5 AND x.line_no = $18 AND x.state <> 'withdrawn'
  ORDER BY x.id DESC LIMIT 1) d ON true
WHERE $18 = 0 OR d.id IS NOT NULL`

// finish keeps the items and puts this matching in the place of an earlier completed one of the same statement.
func (w workbench) finish(ctx context.Context, tx *store.Tx, p plan, out Outcome) error {
	text, err := json.Marshal(out)
	if err != nil {
		return ledger.E("internal").Because(err)
	}
	var b store.Batch
	b.Do(`UPDATE reconciling_items SET state = 'replaced' WHERE statement_id = $1 AND state = 'open' AND matching_id IN (SELECT id FROM matchings WHERE statement_id = $1 AND state = 'completed')`, w.at.StatementID)
	b.Do(`UPDATE reconciling_items SET state = 'open', cleared_at = NULL, cleared_matching_id = NULL, cleared_statement_id = NULL WHERE customer_id = $1 AND state = 'cleared' AND cleared_statement_id = $2`,
		w.at.CustomerID, w.at.StatementID)
	b.Do(`UPDATE matchings SET state = 'replaced', row_version = row_version + 1 WHERE statement_id = $1 AND state = 'completed'`, w.at.StatementID)
	b.Do(`UPDATE reconciling_items SET state = 'cleared', cleared_at = now(), cleared_matching_id = $2, cleared_statement_id = $3 WHERE id = ANY ($1) AND state = 'open'`,
		slices.Clone(p.cleared), w.m.ID, w.at.StatementID)
	for _, item := range p.items {
		l := item.line
		on := l.On
		if on.IsZero() {
			on = w.at.CutOff
		}
		document := l.DocumentID
		if item.side == tally.Theirs {
			document = ledger.ID{}
		}
		disputed := 0
		if item.kind == inDispute {
			disputed = l.Place
		}
		b.Do(insertItem, ledger.NewID(), tx.Actor.OrganizationID, w.at.CustomerID, w.at.Currency, w.at.StatementID, w.m.ID, item.group.No, item.side, item.kind, document,
			l.DocumentNo, l.Reference, on, l.Description, item.amount, item.group.Note, tx.Actor.Name, disputed)
	}
	b.Do(`UPDATE matchings SET state = 'completed', completed_at = now(), completed_by_name = $2, outcome = $3::jsonb, row_version = row_version + 1 WHERE id = $1`,
		w.m.ID, tx.Actor.Name, string(text))
	tx.Audit(w.at.CustomerID, "matching.completed", map[string]any{"matching": w.m.ID, "statement": w.at.StatementID, "version": w.at.Version, "confirmed": out.Confirmed.Count,
		"disputes": out.Disputed.Count, "our_items": out.OurItems.Count, "their_items": out.TheirItems.Count, "cleared": out.Cleared.Count})
	return tx.Send(ctx, &b)
}
