package dispute

import (
	"context"
	"encoding/json"
	"strings"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/statement"
)

// Write adds a message to the thread. A customer's needs DisputeLines, staff's AnswerDisputes; an internal note never reaches the
// customer. A reply of staff waits for the customer, a reply of the customer goes back to review. A note among staff may name
// colleagues, who are told. Refused at mentions: not_a_choice for who is no colleague, not_expected outside of notes.
func (s *Service) Write(ctx context.Context, actor ledger.Actor, id ledger.ID, text string, internal bool, mentions ...ledger.ID) error {
	text = strings.TrimSpace(text)
	if text == "" {
		return ledger.E("validation_failed").At("text", "required")
	}
	if len([]rune(text)) > maxText {
		return ledger.E("validation_failed").At("text", "too_long")
	}
	side, err := mayWrite(actor)
	if err != nil {
		return err
	}
	internal = internal && side == "staff"
	if len(mentions) > 0 && !internal {
		return ledger.E("validation_failed").At("mentions", "not_expected")
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		d, err := lock(ctx, tx, id, 0, false)
		if err != nil {
			return err
		}
		data, err := mention(ctx, tx, d, mentions)
		if err != nil {
			return err
		}
		if err := say(ctx, tx, d.ID, d.CustomerID, side, "message", text, internal, data); err != nil {
			return err
		}
		tx.Audit(d.CustomerID, "dispute.message", map[string]any{"dispute": d.ID, "internal": internal})
		if err := tell(ctx, tx, d, event.DisputeWritten, map[string]any{"who": side, "internal": internal}); err != nil {
			return err
		}
		if internal {
			return nil
		}
		return move(ctx, tx, d, afterReply(d.State, side))
	})
}

// maxMentions is how many colleagues one note may name.
const maxMentions = 20

// mention tells colleagues that a note names them, and returns what the thread shows of it.
func mention(ctx context.Context, tx *store.Tx, d current, staff []ledger.ID) (string, error) {
	if len(staff) == 0 {
		return "", nil
	}
	type colleague struct {
		ID   ledger.ID
		Name string
	}
	found, err := store.Rows[colleague](ctx, tx, `
		SELECT s.id, s.name FROM staff s WHERE s.id = ANY ($1) AND s.active AND EXISTS (SELECT FROM staff_roles r WHERE r.staff_id = s.id) ORDER BY s.name`, staff)
	if err != nil {
		return "", err
	}
	if len(found) != len(staff) || len(staff) > maxMentions {
		return "", ledger.E("validation_failed").At("mentions", "not_a_choice")
	}
	var names, ids []string
	for _, one := range found {
		names, ids = append(names, one.Name), append(ids, one.ID.String())
		if err := tell(ctx, tx, d, event.DisputeMentioned, map[string]any{"staff_id": one.ID}); err != nil {
			return "", err
		}
	}
	tx.Audit(d.CustomerID, "dispute.mentioned", map[string]any{"dispute": d.ID, "staff": ids})
	data, err := json.Marshal(map[string]string{"mentions": strings.Join(names, ", "), "mention_ids": strings.Join(ids, ",")})
	return string(data), err
}

func afterReply(state State, side string) State {
	switch {
	case side == "staff" && (state == Open || state == InReview):
		return Answered
	case side == "customer" && state == Answered:
		return InReview
	}
	return state
}

// Assign gives the dispute to a member of staff. Needs AnswerDisputes. Refused: conflict when somebody changed it meanwhile.
func (s *Service) Assign(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int, staff ledger.ID) error {
	if err := actor.Require(ledger.AnswerDisputes); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		d, err := lock(ctx, tx, id, rowVersion, false)
		if err != nil {
			return err
		}
		name, found, err := store.Value[string](ctx, tx, `SELECT s.name FROM staff s WHERE s.id = $1 AND s.active AND EXISTS (SELECT FROM staff_roles r WHERE r.staff_id = s.id)`, staff)
		if err != nil {
			return err
		}
		if !found {
			return ledger.E("validation_failed").At("staff_id", "not_a_choice")
		}
		if _, err := store.Exec(ctx, tx, `UPDATE disputes SET assignee_id = $2 WHERE id = $1`, d.ID, staff); err != nil {
			return err
		}
		tx.Audit(d.CustomerID, "dispute.assigned", map[string]any{"dispute": d.ID, "before": d.AssigneeID, "after": staff})
		data, _ := json.Marshal(map[string]string{"assignee": name})
		if err := say(ctx, tx, d.ID, d.CustomerID, "system", "assigned", "", true, string(data)); err != nil {
			return err
		}
		if err := tell(ctx, tx, d, event.DisputeAssigned, map[string]any{"staff_id": staff}); err != nil {
			return err
		}
		if d.State == Open {
			return move(ctx, tx, d, InReview)
		}
		return move(ctx, tx, d, d.State)
	})
}

// Withdraw takes the dispute back; the line waits for an answer again. Needs DisputeLines.
func (s *Service) Withdraw(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int) error {
	if err := actor.Require(ledger.DisputeLines); err != nil {
		return err
	}
	return s.db.Write(ctx, asSystem(actor), func(ctx context.Context, tx *store.Tx) error {
		d, err := lock(ctx, tx, id, rowVersion, false)
		if err != nil {
			return err
		}
		if d.CustomerID != actor.CustomerID {
			return ledger.E("not_found")
		}
		var b store.Batch
		b.Do(`UPDATE resolutions SET state = 'declined', decided_at = now() WHERE dispute_id = $1 AND state IN ('awaiting_approval', 'proposed')`, d.ID)
		b.Do(`DELETE FROM line_answers WHERE dispute_id = $1`, d.ID)
		if err := tx.Send(ctx, &b); err != nil {
			return err
		}
		if err := say(ctx, tx, d.ID, d.CustomerID, "customer", "withdrawn", "", false, ""); err != nil {
			return err
		}
		if err := move(ctx, tx, d, Withdrawn); err != nil {
			return err
		}
		if err := tell(ctx, tx, d, event.DisputeWithdrawn, nil); err != nil {
			return err
		}
		return statement.Settle(ctx, tx, d.StatementID)
	})
}

// asSystem lets a customer's act do what the portal's database role may not: post, and end a resolution. The person stays.
func asSystem(actor ledger.Actor) ledger.Actor {
	actor.Audience = ledger.System
	return actor
}
