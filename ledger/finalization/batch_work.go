package finalization

import (
	"context"
	"encoding/hex"
	"errors"
	"log/slog"
	"time"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
)

// BatchArgs tell a worker which batch to go on with.
type BatchArgs struct {
	OrganizationID ledger.ID `json:"organization_id"`
	BatchID        ledger.ID `json:"batch_id"`
}

// Kind names the work.
func (BatchArgs) Kind() string { return "finalization.batch" }

// turnTime is how long one job goes on; then it hands over to the next turn, so that a killed worker is noticed soon.
const turnTime = 6 * time.Second

// Register lets a worker do the batches.
func (s *Service) Register(r *job.Registry, clock ledger.Clock) {
	job.Register(r, func(ctx context.Context, args BatchArgs) error {
		for until := clock().Add(turnTime); clock().Before(until); {
			left, err := s.WorkBatch(ctx, args)
			if err != nil || !left {
				return err
			}
		}
		return job.Again
	})
	job.Register(r, s.WorkRequest)
	job.Register(r, func(ctx context.Context, _ DueRequests) error { return s.AskDue(ctx) })
	job.Every(r, requestsDueEvery, DueRequests{})
}

// Resume enqueues the work of every batch that is not finished, and makes every order at an e-sign provider due, in all organizations, and
// returns how many batches there are. A server calls it when its worker starts, so that what a killed one left goes on at once. Work that is
// enqueued twice does no harm.
func (s *Service) Resume(ctx context.Context) (int, error) {
	system := ledger.SystemActor(ledger.ID{}, "finalization")
	var organizations []ledger.ID
	err := s.db.Read(ctx, system, func(ctx context.Context, tx *store.Tx) (err error) {
		organizations, err = store.Values[ledger.ID](ctx, tx, `SELECT id FROM organizations ORDER BY id`)
		return err
	})
	count := 0
	for _, organization := range organizations {
		err = errors.Join(err, s.db.Write(ctx, ledger.SystemActor(organization, "finalization"), func(ctx context.Context, tx *store.Tx) error {
			batches, err := store.Values[ledger.ID](ctx, tx, `
SELECT t.id FROM finalization_batches t WHERE t.organization_id = $1 AND (t.prepared_at IS NULL OR EXISTS (
  SELECT FROM finalization_batch_items i WHERE i.batch_id = t.id AND i.signing_id IS NOT NULL AND i.code = ''
    AND NOT EXISTS (SELECT FROM signatures a WHERE a.finalization_id = i.finalization_id))) ORDER BY t.id`, organization)
			for _, id := range batches {
				err = errors.Join(err, s.jobs.Insert(ctx, tx, BatchArgs{organization, id}))
			}
			count += len(batches)
			if err == nil { // e-sign providers are asked at once, too: one may have lost its orders with its own server
				_, err = store.Exec(ctx, tx, `UPDATE signature_requests SET try_at = clock_timestamp() WHERE organization_id = $1 AND ended_at IS NULL`, organization)
			}
			return err
		}))
	}
	return count, err
}

// batchWork is what is to be done next, and in whose name.
type batchWork struct {
	StatementID    ledger.ID
	FinalizationID ledger.ID // zero: to be prepared
	Locale         string
	By             ledger.ID
	Name           string
	Subject        string
	Address        string
}

// atOnce is how many are looked up together; each is a transaction of its own.
const atOnce = 10

const readPreparing = `
SELECT i.statement_id, NULL::uuid, t.locale, t.created_by, t.created_by_name, t.created_by_subject, t.created_from FROM finalization_batch_items i JOIN finalization_batches t ON t.id = i.batch_id
WHERE i.batch_id = $1 AND i.state = 'pending' ORDER BY i.statement_id LIMIT $2`

const readSigning = `
SELECT i.statement_id, i.finalization_id, t.locale, g.signed_by, g.signed_by_name, g.signed_by_subject, g.signed_from
FROM finalization_batch_items i JOIN finalization_batches t ON t.id = i.batch_id JOIN finalization_batch_signings g ON g.id = i.signing_id
WHERE i.batch_id = $1 AND i.code = '' AND NOT EXISTS (SELECT FROM signatures a WHERE a.finalization_id = i.finalization_id)
  AND NOT EXISTS (SELECT FROM finalization_ends e WHERE e.finalization_id = i.finalization_id) ORDER BY i.finalization_id LIMIT $2`

// WorkBatch prepares or signs the next files of a batch, each in a transaction of its own: after a crash each is either done or still to
// be done, and none is signed twice. left is false when nothing is to be done any more. What cannot be done is recorded with its reason
// and stops nobody else; Unavailable is answered, to be tried again.
func (s *Service) WorkBatch(ctx context.Context, args BatchArgs) (left bool, err error) {
	system := ledger.SystemActor(args.OrganizationID, "finalization")
	var all []batchWork
	err = s.db.Read(ctx, system, func(ctx context.Context, tx *store.Tx) (err error) {
		if all, err = store.Rows[batchWork](ctx, tx, readPreparing, args.BatchID, atOnce); err == nil && len(all) == 0 {
			all, err = store.Rows[batchWork](ctx, tx, readSigning, args.BatchID, atOnce)
		}
		return err
	})
	if err != nil {
		return false, err
	}
	if len(all) == 0 {
		return false, s.endPreparing(ctx, system, args.BatchID)
	}
	for _, w := range all {
		actor := system
		actor.PersonID, actor.Name, actor.Subject, actor.Address = w.By, w.Name, w.Subject, w.Address
		act := s.signItem
		if w.FinalizationID.IsZero() {
			act = s.prepareItem
		}
		err := act(ctx, actor, args.BatchID, w)
		if ledger.IsCode(err, "conflict") { // it was changed while it was laid out: once more, as it is now
			err = act(ctx, actor, args.BatchID, w)
		}
		switch {
		case err == nil:
		case ctx.Err() != nil, ledger.IsKind(err, ledger.Unavailable):
			return false, err
		default:
			if err := s.failItem(ctx, system, args.BatchID, w, err); err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

const markItem = `
UPDATE finalization_batch_items SET state = $3, code = $4, finalization_id = coalesce($5, finalization_id) WHERE batch_id = $1 AND statement_id = $2`

// holdItem takes the item unless somebody else has it; mine is false then, or when it is done by now.
func holdItem(ctx context.Context, tx *store.Tx, batch ledger.ID, w batchWork) (mine bool, err error) {
	_, mine, err = store.Value[bool](ctx, tx, `
SELECT true FROM finalization_batch_items i WHERE i.batch_id = $1 AND i.statement_id = $2 AND i.code = '' AND i.finalization_id IS NOT DISTINCT FROM $3::uuid
  AND NOT EXISTS (SELECT FROM signatures a WHERE a.finalization_id = i.finalization_id) FOR UPDATE SKIP LOCKED`, batch, w.StatementID, orNone(w.FinalizationID))
	return mine, err
}

func (s *Service) prepareItem(ctx context.Context, actor ledger.Actor, batch ledger.ID, w batchWork) error {
	cmd := PrepareCommand{StatementID: w.StatementID, Scope: Whole, Locale: w.Locale, BatchID: batch}
	d, err := s.draw(ctx, actor, cmd)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if mine, err := holdItem(ctx, tx, batch, w); err != nil || !mine {
			return err
		}
		if err := s.record(ctx, tx, cmd, d); err != nil {
			return err
		}
		_, err := store.Exec(ctx, tx, markItem, batch, w.StatementID, "prepared", "", d.id)
		return err
	})
}

func (s *Service) signItem(ctx context.Context, actor ledger.Actor, batch ledger.ID, w batchWork) error {
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if mine, err := holdItem(ctx, tx, batch, w); err != nil || !mine {
			return err
		}
		f, err := find(ctx, tx, w.FinalizationID)
		if err != nil {
			return err
		}
		// What was granted names this file among others; a finalization has but one before it is signed.
		if f, err = due(ctx, tx, SignCommand{ID: f.ID, SHA256: hex.EncodeToString(f.FileSHA256)}, ToSign); err != nil {
			return err
		}
		return s.signForSeller(ctx, tx, f)
	})
}

func (s *Service) failItem(ctx context.Context, actor ledger.Actor, batch ledger.ID, w batchWork, cause error) error {
	slog.ErrorContext(ctx, "a statement of a batch could not be finalized", "batch", batch, "statement", w.StatementID, "error", cause)
	state := "prepared"
	if w.FinalizationID.IsZero() {
		state = "failed"
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if mine, err := holdItem(ctx, tx, batch, w); err != nil || !mine {
			return err
		}
		_, err := store.Exec(ctx, tx, markItem, batch, w.StatementID, state, ledger.AsError(cause).Code, nil)
		return err
	})
}

const endPreparing = `
UPDATE finalization_batches t SET prepared_at = clock_timestamp() WHERE t.id = $1 AND t.prepared_at IS NULL
  AND NOT EXISTS (SELECT FROM finalization_batch_items i WHERE i.batch_id = t.id AND i.state = 'pending')`

// endPreparing says once that every file of a batch is laid out, and has those told who sign.
func (s *Service) endPreparing(ctx context.Context, actor ledger.Actor, id ledger.ID) error {
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		ended, err := store.Exec(ctx, tx, endPreparing, id)
		if err != nil || ended == 0 {
			return err
		}
		b, err := readBatch(ctx, tx, id)
		if err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "finalization_batch.prepared", map[string]any{"batch": id, "files": b.ToSign, "failed": b.Failed})
		if b.ToSign == 0 {
			return nil
		}
		// Who prepared it is told nothing: the fact is that person's.
		tx.Actor.PersonID, tx.Actor.Name = b.CreatedBy, b.CreatedByName
		return event.Record(ctx, tx, event.Event{Kind: event.BatchPrepared, Data: map[string]any{"batch": id, "files": b.ToSign}})
	})
}
