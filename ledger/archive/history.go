package archive

import (
	"context"
	"encoding/hex"
	"errors"
	"os"
	"time"

	"hefu/ledger"
	"hefu/ledger/blob"
	"hefu/ledger/evidence"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
)

// HistoryState is how far a customer's history is.
type HistoryState string

// The states.
const (
	Queued  HistoryState = "queued"
	Running HistoryState = "running"
	Done    HistoryState = "done"
	Failed  HistoryState = "failed"
)

// History is the whole of what the books know about a customer as one file, made in the background. Done counts statements and bundles, of Total.
type History struct {
	ID           ledger.ID
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	State        HistoryState
	Done         int
	Total        int
	SHA256       string
	Size         int64
	RequestedBy  string
	RequestedAt  time.Time
	FinishedAt   *time.Time
	ExpiresAt    *time.Time
	Expired      bool
}

// FileName is what it is called when it is given out.
func (h History) FileName() string {
	return "history-" + h.CustomerCode + "-" + h.RequestedAt.UTC().Format("20060102") + ".zip"
}

const readHistories = `
SELECT h.id, h.customer_id, c.code, c.name, h.state, h.done, h.total, coalesce(encode(h.file_sha256, 'hex'), ''), h.size, h.requested_by_name, h.requested_at, h.finished_at, h.expires_at,
  coalesce(h.expires_at < now(), false)
FROM customer_histories h JOIN customers c ON c.id = h.customer_id WHERE h.organization_id = $1`

// HistoryArgs ask for a customer's history to be made.
type HistoryArgs struct {
	OrganizationID ledger.ID `json:"organization_id"`
	HistoryID      ledger.ID `json:"history_id"`
}

// Kind names the work.
func (HistoryArgs) Kind() string { return "archive.history" }

// historyLimit is how long one history may take; after a crash it is begun anew.
const historyLimit = 30 * time.Minute

// Histories lists the last fifty that were asked for, the latest first. Needs ExportEvidence.
func (s *Service) Histories(ctx context.Context, actor ledger.Actor) ([]History, error) {
	if err := allowed(actor); err != nil {
		return nil, err
	}
	return readAll[History](ctx, s.db, actor, readHistories+` ORDER BY h.id DESC LIMIT 50`, actor.OrganizationID)
}

// AskHistory has a customer's whole history made: every statement with all its versions, answers and disputes, every document, voucher and settlement,
// the audit rows, and every bundle. Whoever asks is told when it is ready. Needs ExportEvidence. Refused: not_found, history_exists while one is
// being made.
func (s *Service) AskHistory(ctx context.Context, actor ledger.Actor, customerID ledger.ID) (ledger.ID, error) {
	id := ledger.NewID()
	if err := allowed(actor); err != nil {
		return id, err
	}
	return id, s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		count, err := store.Exec(ctx, tx, `INSERT INTO customer_histories (id, organization_id, customer_id, requested_by, requested_by_name)
			SELECT $1, c.organization_id, c.id, $4, $5 FROM customers c WHERE c.organization_id = $2 AND c.id = $3`, id, actor.OrganizationID, customerID, actor.PersonID, actor.Name)
		if err == nil && count == 0 {
			err = ledger.E("not_found")
		}
		if err != nil {
			return err
		}
		tx.Audit(customerID, "archive.history_asked", map[string]any{"history": id})
		return s.jobs.Insert(ctx, tx, HistoryArgs{actor.OrganizationID, id})
	})
}

// DownloadHistory opens the file and records who took it. Needs ExportEvidence. Refused: not_found, also once it has expired; state_forbids before
// it is made; unavailable.
func (s *Service) DownloadHistory(ctx context.Context, actor ledger.Actor, id ledger.ID) (History, blob.Content, error) {
	if err := allowed(actor); err != nil {
		return History{}, nil, err
	}
	found, ok, err := store.ReadOne[History](ctx, s.db, actor, readHistories+` AND h.id = $2`, actor.OrganizationID, id)
	switch {
	case err != nil:
		return found, nil, err
	case !ok || found.Expired:
		return found, nil, ledger.E("not_found")
	case found.State != Done:
		return found, nil, ledger.E("state_forbids").With("state", string(found.State))
	}
	bits, err := hex.DecodeString(found.SHA256)
	if err != nil || len(bits) != len(blob.Sum{}) || s.blobs == nil {
		return found, nil, ledger.E("unavailable").Because(err)
	}
	content, err := s.blobs.Open(ctx, blob.Sum(bits))
	if err != nil {
		return found, nil, ledger.E("unavailable").Because(err)
	}
	err = s.db.Write(ctx, actor, func(_ context.Context, tx *store.Tx) error {
		tx.Audit(found.CustomerID, "archive.history_downloaded", map[string]any{"history": id, "sha256": found.SHA256})
		return nil
	})
	if err != nil {
		return found, nil, errors.Join(err, content.Close())
	}
	return found, content, nil
}

// WorkHistory makes the file. Done twice it makes one; what fails for good shows as failed, and may be asked for again.
func (s *Service) WorkHistory(ctx context.Context, args HistoryArgs) error {
	actor := ledger.SystemActor(args.OrganizationID, sealerName)
	h, ok, err := store.ReadOne[History](ctx, s.db, actor, readHistories+` AND h.id = $2`, args.OrganizationID, args.HistoryID)
	if err != nil || !ok || h.State == Done || h.State == Failed {
		return err
	}
	err = s.makeHistory(ctx, actor, h)
	if err == nil || ctx.Err() != nil {
		return err
	}
	return errors.Join(s.change(ctx, actor, `UPDATE customer_histories SET state = 'failed', finished_at = now() WHERE id = $1`, h.ID), err)
}

func (s *Service) change(ctx context.Context, actor ledger.Actor, sql string, args ...any) error {
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, sql, args...)
		return err
	})
}

func (s *Service) makeHistory(ctx context.Context, actor ledger.Actor, h History) error {
	if s.blobs == nil {
		return ledger.E("unavailable")
	}
	bundles, err := readAll[Bundle](ctx, s.db, actor, readBundle+` AND b.customer_id = $2 AND d.bundle_id IS NULL ORDER BY b.id`, actor.OrganizationID, h.CustomerID)
	if err != nil {
		return err
	}
	spool, err := os.CreateTemp("", "history-*.zip")
	if err != nil {
		return ledger.E("unavailable").Because(err)
	}
	defer func() { _ = spool.Close(); _ = os.Remove(spool.Name()) }()
	step := func(done, total int) error {
		return s.change(ctx, actor, `UPDATE customer_histories SET state = 'running', done = $2, total = $3 WHERE id = $1`, h.ID, done, total+len(bundles))
	}
	err = s.evidence.History(ctx, actor, h.CustomerID, spool, step, func(pack *evidence.Pack) error {
		for _, b := range bundles {
			if err := s.addBundle(ctx, pack, b); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	sum, size, err := blob.Put(ctx, s.blobs, spool)
	if err != nil {
		return ledger.E("unavailable").Because(err)
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if _, err := store.Exec(ctx, tx, finishHistory, h.ID, sum[:], size); err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, tellHistory, h.ID); err != nil {
			return err
		}
		tx.Audit(h.CustomerID, "archive.history_made", map[string]any{"history": h.ID, "sha256": sum.String(), "size": size})
		return nil
	})
}

const finishHistory = `
UPDATE customer_histories SET state = 'done', done = total, file_sha256 = $2, size = $3, finished_at = now(), expires_at = now() + interval '7 days' WHERE id = $1`

// Whoever asked is told inside the back office; a program that asked has nobody to tell.
const tellHistory = `
INSERT INTO staff_notices (organization_id, staff_id, event_id, kind, customer_id, actor_name)
SELECT h.organization_id, p.id, h.id, 'archive.history', h.customer_id, h.requested_by_name FROM customer_histories h JOIN staff p ON p.id = h.requested_by WHERE h.id = $1
ON CONFLICT (event_id, staff_id) DO NOTHING`

func (s *Service) addBundle(ctx context.Context, pack *evidence.Pack, b Bundle) error {
	content, err := s.open(ctx, b)
	if err != nil {
		return err
	}
	err = pack.Copy("archive/"+b.FileName(), content)
	return errors.Join(err, content.Close())
}

// Through gives the service the queue that its work waits in.
func (s *Service) Through(jobs *job.Client) *Service {
	s.jobs = jobs
	return s
}
