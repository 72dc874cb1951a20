package notice

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// MaxAgain bounds how many failed deliveries are put back to work at once.
const MaxAgain = 1000

// The address is that of the person now: mostly it was what was wrong.
const requeue = `
UPDATE deliveries v SET state = 'queued', attempts = 0, next_at = now(), result = '', reply = '',
  address = CASE v.channel WHEN 'mail' THEN coalesce(p.email, q.email, v.address) WHEN 'sms' THEN coalesce(p.phone, v.address) ELSE v.address END,
  name = coalesce(p.name, q.name, v.name), locale = coalesce(p.locale, q.locale, v.locale)
FROM deliveries k LEFT JOIN contacts p ON p.id = k.contact_id LEFT JOIN staff q ON q.id = k.staff_id
WHERE k.id = v.id AND v.id = ANY ($1)`

// A mail that arrived once is sent again as a mail of its own: a person asked for it, which is a purpose of its own.
const sendAnother = `
INSERT INTO deliveries (id, organization_id, customer_id, event_id, kind, purpose_key, channel, recipient, contact_id, staff_id, channel_id, name, address, locale, statement_id, dispute_id, urgent)
SELECT $2, v.organization_id, v.customer_id, v.event_id, v.kind,
  split_part(v.purpose_key, '/again/', 1) || '/again/' || (SELECT count(*) FROM deliveries x WHERE x.event_id = v.event_id AND x.purpose_key LIKE split_part(v.purpose_key, '/again/', 1) || '%'),
  v.channel, v.recipient, v.contact_id, v.staff_id, v.channel_id, coalesce(p.name, q.name, v.name), CASE v.channel WHEN 'mail' THEN coalesce(p.email, q.email, v.address) ELSE v.address END,
  coalesce(p.locale, q.locale, v.locale), v.statement_id, v.dispute_id, v.urgent
FROM deliveries v LEFT JOIN contacts p ON p.id = v.contact_id LEFT JOIN staff q ON q.id = v.staff_id WHERE v.id = $1`

const lockDelivery = `
SELECT v.id, v.state, v.channel, v.customer_id, v.kind FROM deliveries v LEFT JOIN customers c ON c.id = v.customer_id
WHERE v.organization_id = $1 AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2))) AND v.id = $3 FOR UPDATE OF v`

// Again sends a delivery once more: one that failed or was skipped under its own identity, a webhook too, which is how it is replayed;
// any other that was sent as a new one. Needs MakeStatements. Refused: not_found, state_forbids while it is on its way.
func (s *Service) Again(ctx context.Context, actor ledger.Actor, id ledger.ID) error {
	if err := requireStaff(actor, ledger.MakeStatements); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		at, found, err := store.Row[struct {
			ID             ledger.ID
			State, Channel string
			CustomerID     ledger.ID
			Kind           string
		}](ctx, tx, lockDelivery, actor.OrganizationID, own(actor), id)
		switch {
		case err != nil:
			return err
		case !found:
			return ledger.E("not_found")
		case at.State == "queued" || at.State == "sending":
			return ledger.E("state_forbids").With("state", at.State)
		case (at.State == "sent" || at.State == "bounced") && at.Channel != "webhook":
			_, err = store.Exec(ctx, tx, sendAnother, id, ledger.NewID())
		default:
			_, err = store.Exec(ctx, tx, requeue, []ledger.ID{id})
		}
		if err != nil {
			return err
		}
		tx.Audit(at.CustomerID, "notice.sent_again", map[string]any{"delivery": id, "kind": at.Kind, "channel": at.Channel, "was": at.State})
		return s.jobs.Insert(ctx, tx, SendArgs{actor.OrganizationID})
	})
}

const failedOnes = `
SELECT v.id FROM deliveries v LEFT JOIN customers c ON c.id = v.customer_id
WHERE v.organization_id = $1 AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2))) AND v.state = 'failed' AND v.created_at > now() - interval '30 days'
ORDER BY v.id LIMIT $3 FOR UPDATE OF v SKIP LOCKED`

// FailedAgain puts the failed deliveries of the last thirty days back to work, at most 1000, and returns how many. Needs MakeStatements.
// Refused: nothing_to_do.
func (s *Service) FailedAgain(ctx context.Context, actor ledger.Actor) (int, error) {
	if err := requireStaff(actor, ledger.MakeStatements); err != nil {
		return 0, err
	}
	count := 0
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		ids, err := store.Values[ledger.ID](ctx, tx, failedOnes, actor.OrganizationID, own(actor), MaxAgain)
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
		tx.Audit(ledger.ID{}, "notice.failed_again", map[string]any{"deliveries": count})
		return s.jobs.Insert(ctx, tx, SendArgs{actor.OrganizationID})
	})
	return count, err
}
