package party

import (
	"context"
	"encoding/json"
	"math"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Entry is one row of a customer's change log: who changed what, when, and what it was before and after.
type Entry struct {
	Seq    int64
	At     time.Time
	Actor  string // identity and network address
	Action string // customer.created, customer.changed, contact.changed, contact.removed; in the plural for a set
	Detail json.RawMessage
}

type entryRow struct {
	Seq    int64
	At     time.Time
	Actor  string
	Action string
	Detail string
}

// A row about a set names no single customer; its detail lists them.
const readHistory = `
SELECT h.seq, h.at, h.actor_subject, h.action, h.detail FROM (
  (SELECT a.seq, a.at, a.actor_subject, a.action, (a.payload::jsonb -> 'detail')::text AS detail FROM audit_log a
   WHERE a.organization_id = $1 AND a.customer_id = $2 AND (a.action LIKE 'customer.%' OR a.action LIKE 'contact.%') AND a.seq < $3
   ORDER BY a.seq DESC LIMIT $4)
  UNION ALL
  (SELECT a.seq, a.at, a.actor_subject, a.action, e.detail::text FROM audit_log a
   CROSS JOIN LATERAL jsonb_array_elements(CASE WHEN position($2::uuid::text IN a.payload) > 0 THEN a.payload::jsonb -> 'detail' ELSE '[]' END) AS e (detail)
   WHERE a.organization_id = $1 AND a.action IN ('customers.created', 'customers.changed', 'contacts.changed') AND a.seq < $3
     AND e.detail ->> 'customer' = $2::uuid::text
   ORDER BY a.seq DESC LIMIT $4)
) h ORDER BY h.seq DESC LIMIT $4`

// History reads a customer's change log, the latest first, before a seq (zero: from the latest). Needs SeeCustomers. not_found
// as Customer.
func (s *Service) History(ctx context.Context, actor ledger.Actor, customer ledger.ID, before int64, limit int) ([]Entry, error) {
	if err := actor.Require(ledger.SeeCustomers); err != nil {
		return nil, err
	}
	if before <= 0 {
		before = math.MaxInt64
	}
	var entries []Entry
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		_, found, err := store.Value[ledger.ID](ctx, tx, `SELECT id FROM customers c WHERE c.organization_id = $1 AND c.id = $2
			AND ($3::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($3)))`, actor.OrganizationID, customer, OwnOnly(actor))
		if err != nil {
			return err
		}
		if !found {
			return ledger.E("not_found")
		}
		rows, err := store.Rows[entryRow](ctx, tx, readHistory, actor.OrganizationID, customer, before, limitOf(limit, 50, 200))
		if err == nil {
			err = told(ctx, tx, rows)
		}
		for _, r := range rows {
			entries = append(entries, Entry{Seq: r.Seq, At: r.At.UTC(), Actor: r.Actor, Action: r.Action, Detail: json.RawMessage(r.Detail)})
		}
		return err
	})
	return entries, err
}

// What a customer's own administrator reads of the log: who was invited, came, changed or left, and maker and checker. The seller's
// own notes about the customer, such as its salesperson, are not in it.
const readPeopleHistory = `
SELECT a.seq, a.at, '', a.action, (a.payload::jsonb -> 'detail')::text FROM audit_log a
WHERE a.organization_id = $1 AND a.customer_id = $2 AND (a.action LIKE 'contact.%' OR a.action LIKE 'customer.review_%' OR a.action = 'customer.administration')
  AND a.seq < $3 ORDER BY a.seq DESC LIMIT $4`

// PeopleHistory reads the log of the people of the actor's own customer, the latest first, before a seq (zero: from the latest).
// Needs ManageColleagues.
func (s *Service) PeopleHistory(ctx context.Context, actor ledger.Actor, before int64, limit int) ([]Entry, error) {
	if err := actor.Require(ledger.ManageColleagues); err != nil {
		return nil, err
	}
	if before <= 0 {
		before = math.MaxInt64
	}
	var entries []Entry
	err := s.db.Read(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		rows, err := store.Rows[entryRow](ctx, tx, readPeopleHistory, actor.OrganizationID, actor.CustomerID, before, limitOf(limit, 50, 200))
		if err == nil {
			err = told(ctx, tx, rows)
		}
		for _, r := range rows {
			entries = append(entries, Entry{Seq: r.Seq, At: r.At.UTC(), Action: r.Action, Detail: json.RawMessage(r.Detail)})
		}
		return err
	})
	return entries, err
}

// told puts back into the rows whom they are about, as far as that is still kept.
func told(ctx context.Context, tx *store.Tx, rows []entryRow) error {
	details := make([]*string, len(rows))
	for i := range rows {
		details[i] = &rows[i].Detail
	}
	return store.Told(ctx, tx, details...)
}
