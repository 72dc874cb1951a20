package notice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// settled is how old an event must be to be read from the feed. Ids rise with the moment at which an event is recorded, and not with the one at
// which its transaction commits; within this time every transaction has ended, so that whoever reads on from an id misses none.
const settled = time.Minute

const feedIDs = `
SELECT id FROM events WHERE organization_id = $1 AND ($2::uuid IS NULL OR id > $2) AND kind = ANY ($3) AND at < now() - $4::interval
  AND (kind <> 'dispute.written' OR coalesce(data ->> 'internal', '') <> 'true') ORDER BY id LIMIT $5`

// The events stand in for their own deliveries to a webhook: what is read from the feed is what a webhook is sent.
const feedFacts = `
WITH deliveries AS (
  SELECT e.id, e.kind, 'webhook' AS channel, 'channel' AS recipient, NULL::uuid AS contact_id, '' AS name, '' AS address, 'zh-CN' AS locale, 0 AS attempts, false AS urgent, e.at AS created_at,
    e.customer_id, e.statement_id, e.dispute_id, e.id AS event_id, e.organization_id, NULL::uuid AS channel_id, NULL::uuid AS staff_id
  FROM hefu.events e WHERE e.id = ANY ($1)
)
`

// Feed reads what happened after an event, in order, as webhooks are told of it: for programs that cannot be called. It is about a minute
// behind. limit is 1–201. Needs ReceiveEvents, of staff's side.
func (s *Service) Feed(ctx context.Context, actor ledger.Actor, after ledger.ID, limit int) ([]Payload, error) {
	if err := requireStaff(actor, ledger.ReceiveEvents); err != nil {
		return nil, err
	}
	kinds := make([]string, len(Kinds))
	for i, kind := range Kinds {
		kinds[i] = string(kind)
	}
	worker := actor
	worker.Audience = ledger.System // payloads are written with the worker's rights; who may look was asked before
	out := []Payload{}
	err := s.db.Read(ctx, worker, func(ctx context.Context, tx *store.Tx) error {
		ids, err := store.Values[ledger.ID](ctx, tx, feedIDs, actor.OrganizationID, after, kinds, settled, limit)
		if err != nil || len(ids) == 0 {
			return err
		}
		rows, err := store.Rows[facts](ctx, tx, feedFacts+readFacts, ids)
		for _, row := range rows {
			out = append(out, payload(row))
		}
		return err
	})
	return out, err
}
