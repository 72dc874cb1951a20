// Package control reports what segregation of duties asks to be looked at: who holds roles that should not meet, what one person both
// made and approved, and bank details that are shared or were changed.
package control

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Service makes the report.
type Service struct{ db *store.DB }

// Open opens the service.
func Open(db *store.DB) *Service { return &Service{db: db} }

// MaxRows bounds the rows of one finding.
const MaxRows = 100

// Row is one thing found. Subject is whom or what it is about, Detail what about it; Other is the second party. ID leads to Kind:
// staff, customer, draft, document, dispute or payee_change.
type Row struct {
	Kind    string
	ID      ledger.ID
	Subject string
	Other   string
	Detail  string
	At      *time.Time
}

// Finding is one question and its answer. Weight is broken, of what must never be, or look. Looked is how many were looked through.
type Finding struct {
	Key    string
	Weight string
	Looked int
	Rows   []Row
}

// Report answers every question, those that must have no rows first. Needs SeeAudit.
func (s *Service) Report(ctx context.Context, actor ledger.Actor) ([]Finding, error) {
	if err := actor.Require(ledger.SeeAudit); err != nil {
		return nil, err
	}
	var out []Finding
	err := s.db.Read(ctx, worker(actor), func(ctx context.Context, tx *store.Tx) error {
		out = make([]Finding, len(questions))
		var b store.Batch
		looked := make([][]int, len(questions))
		for i, q := range questions {
			out[i] = Finding{Key: q.key, Weight: q.weight}
			store.Read(&b, &out[i].Rows, q.rows+" LIMIT $2", actor.OrganizationID, MaxRows)
			store.ReadValues(&b, &looked[i], q.looked, actor.OrganizationID)
		}
		if err := tx.Send(ctx, &b); err != nil {
			return err
		}
		for i := range out {
			out[i].Looked = looked[i][0]
		}
		return nil
	})
	return out, err
}

// worker keeps who acts but takes the worker's database role: contacts and staff are compared, whoever they work for.
func worker(actor ledger.Actor) ledger.Actor {
	actor.Audience = ledger.System
	return actor
}
