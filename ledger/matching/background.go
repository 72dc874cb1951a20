package matching

import (
	"context"
	"encoding/json"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
)

// Args tell a job which matching to make.
type Args struct {
	OrganizationID ledger.ID `json:"organization_id"`
	CustomerID     ledger.ID `json:"customer_id"`
	StatementID    ledger.ID `json:"statement_id"`
	MatchingID     ledger.ID `json:"matching_id"`
	SkipFaults     bool      `json:"skip_faults"`
	By             string    `json:"by"`
	Locale         string    `json:"locale"`
}

// longest is what a matching in the background may take.
const longest = 5 * time.Minute

// Kind names the work.
func (Args) Kind() string { return "match_ledger" }

// Register says who matches in the background, and has the bytes of old files removed.
func (s *Service) Register(r *job.Registry) {
	job.Register(r, s.Work)
	job.Register(r, func(ctx context.Context, _ SweepArgs) error {
		_, err := s.Sweep(ctx)
		return err
	})
	job.Every(r, sweepEvery, SweepArgs{})
}

// postpone leaves the comparison to a job. The customer's role may not enqueue, so this runs as the system, for this customer's row alone.
func (s *Service) postpone(ctx context.Context, actor ledger.Actor, w *work) error {
	system := actor
	system.Audience = ledger.System
	return s.db.Write(ctx, system, func(ctx context.Context, tx *store.Tx) error {
		m, err := hold(ctx, tx, w.at.StatementID, w.m.RowVersion, Uploaded, Failed, Matched, Completed)
		if err != nil {
			return err
		}
		if m.CustomerID != actor.CustomerID {
			return ledger.E("not_found")
		}
		id := m.ID
		var b store.Batch
		if m.State == Matched || m.State == Completed {
			id = ledger.NewID()
			begin(&b, tx.Actor, w.at, id, m.FileID, w.mapping)
		}
		mapping, _ := json.Marshal(w.mapping)
		b.Do(`UPDATE matchings SET state = 'waiting', mapping = $2::jsonb, failure = '', row_version = row_version + 1 WHERE id = $1`, id, string(mapping))
		remember(&b, actor, m.CustomerID, string(mapping))
		if err := tx.Send(ctx, &b); err != nil {
			return err
		}
		return s.jobs.Insert(ctx, tx, Args{OrganizationID: actor.OrganizationID, CustomerID: actor.CustomerID, StatementID: w.at.StatementID, MatchingID: id, SkipFaults: w.skipped,
			By: actor.Name, Locale: actor.Locale})
	})
}

// Work makes a matching that waits. A matching that is gone or no longer waits is somebody else's done work; a refusal is kept for the customer to see.
func (s *Service) Work(ctx context.Context, args Args) error {
	// Comparing does not look at the context. What took longer than a job's turn is still written: a second attempt then finds nothing to do.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), longest)
	defer cancel()
	actor := ledger.SystemActor(args.OrganizationID, args.By)
	actor.CustomerID, actor.Locale = args.CustomerID, args.Locale
	w, err := s.prepare(ctx, actor, args.StatementID)
	if err != nil {
		return ignoreGone(err)
	}
	if w.m.ID != args.MatchingID || w.m.State != Waiting {
		return nil
	}
	mapping, err := w.m.mapping()
	if err == nil {
		err = w.read(mapping, args.SkipFaults, args.Locale)
	}
	if err == nil {
		err = s.finish(ctx, actor, w)
	}
	if err == nil || ledger.IsKind(err, ledger.Internal) || ledger.IsKind(err, ledger.Unavailable) {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, `UPDATE matchings SET state = 'failed', failure = $2, row_version = row_version + 1 WHERE id = $1 AND state = 'waiting'`, args.MatchingID, ledger.AsError(err).Code)
		return err
	})
}

func ignoreGone(err error) error {
	if ledger.IsKind(err, ledger.NotFound) || ledger.IsKind(err, ledger.Conflict) {
		return nil
	}
	return err
}
