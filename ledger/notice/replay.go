package notice

import (
	"context"
	"encoding/json"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

const toReplay = `
SELECT v.id FROM deliveries v WHERE v.organization_id = $1 AND v.channel_id = $2 AND v.created_at >= $3 AND v.created_at < $4
  AND v.state IN ('sent', 'failed', 'skipped') AND v.channel = 'webhook' ORDER BY v.id LIMIT $5 FOR UPDATE OF v SKIP LOCKED`

// Replay sends a webhook again what it was sent, or should have been, from one moment to another, at most MaxAgain messages and the
// oldest first, each under the identity it had; it returns how many. Needs ManageChannels. Refused: not_found; state_forbids for one
// that is switched off; nothing_to_do.
func (s *Service) Replay(ctx context.Context, actor ledger.Actor, channel ledger.ID, from, to time.Time) (int, error) {
	if err := requireStaff(actor, ledger.ManageChannels); err != nil {
		return 0, err
	}
	count := 0
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		before, err := lockChannel(ctx, tx, channel)
		if err == nil && !before.Active {
			err = ledger.E("state_forbids").With("state", "inactive")
		}
		if err != nil {
			return err
		}
		ids, err := store.Values[ledger.ID](ctx, tx, toReplay, actor.OrganizationID, channel, from, to, MaxAgain)
		if err == nil && len(ids) == 0 {
			err = ledger.E("nothing_to_do")
		}
		if err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, requeue, ids); err != nil {
			return err
		}
		count = len(ids)
		tx.Audit(ledger.ID{}, "channel.replayed", map[string]any{"channel": channel, "name": before.Name, "from": from, "to": to, "deliveries": count})
		return s.jobs.Insert(ctx, tx, SendArgs{actor.OrganizationID})
	})
	return count, err
}

// Message is what a webhook is sent, and what came of it. Body is as it is posted.
type Message struct {
	ID       ledger.ID
	Address  string
	Body     string
	State    string
	Attempts int
	Reply    string
	SentAt   *time.Time
}

// Message reads one delivery to a webhook with its body, made anew from the same facts as when it was sent. Needs ManageChannels.
// not_found, also for a mail or a robot.
func (s *Service) Message(ctx context.Context, actor ledger.Actor, id ledger.ID) (Message, error) {
	if err := requireStaff(actor, ledger.ManageChannels); err != nil {
		return Message{}, err
	}
	var out Message
	err := s.db.Read(ctx, system(actor.OrganizationID), func(ctx context.Context, tx *store.Tx) error {
		row, found, err := store.Row[Message](ctx, tx, `SELECT v.id, v.address, '', v.state, v.attempts, v.reply, v.sent_at FROM deliveries v
			WHERE v.organization_id = $1 AND v.id = $2 AND v.channel = 'webhook'`, actor.OrganizationID, id)
		if err == nil && !found {
			err = ledger.E("not_found")
		}
		if err != nil {
			return err
		}
		all, err := store.Rows[facts](ctx, tx, readFacts, []ledger.ID{id})
		if err != nil {
			return err
		}
		body, err := json.MarshalIndent(payload(all[0]), "", "  ")
		row.Body = string(body)
		out = row
		return err
	})
	return out, err
}
