package matching

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// How long the bytes of an uploaded ledger are kept: long enough to read it otherwise, and no longer than what came of it needs. Its name, its
// SHA-256, the lines, the groups and the decisions stay.
const (
	KeptInUse    = 180 * 24 * time.Hour // of the matching that is under way or completed
	KeptReplaced = 30 * 24 * time.Hour  // of one that another took the place of
)

const (
	sweepEvery = 6 * time.Hour
	sweepAtOne = 200
)

// SweepArgs asks for the bytes of files that were kept for their time to be removed.
type SweepArgs struct{}

// Kind names the work.
func (SweepArgs) Kind() string { return "matching.sweep" }

const oldFiles = `
SELECT f.id, f.customer_id, f.name FROM matching_files f
WHERE f.organization_id = $1 AND f.content IS NOT NULL AND f.created_at < now() - $2::interval
  AND NOT EXISTS (SELECT FROM matchings m WHERE m.file_id = f.id AND (m.state = 'waiting' OR m.state <> 'replaced' AND greatest(m.created_at, m.matched_at, m.completed_at) > now() - $3::interval))
ORDER BY f.created_at LIMIT $4 FOR UPDATE SKIP LOCKED`

type oldFile struct {
	ID, CustomerID ledger.ID
	Name           string
}

// Sweep removes the bytes of files that nothing needs any more, by the database's clock, and returns how many. A crash in between leaves the rest
// to the next time.
func (s *Service) Sweep(ctx context.Context) (int, error) {
	var organizations []ledger.ID
	err := s.db.Read(ctx, sweeper(ledger.ID{}), func(ctx context.Context, tx *store.Tx) (err error) {
		organizations, err = store.Values[ledger.ID](ctx, tx, `SELECT id FROM organizations ORDER BY id`)
		return err
	})
	removed := 0
	for _, organization := range organizations {
		for more := err == nil; more; {
			var n int
			n, err = s.sweep(ctx, organization)
			removed += n
			more = err == nil && n == sweepAtOne
		}
	}
	return removed, err
}

func sweeper(organization ledger.ID) ledger.Actor {
	return ledger.SystemActor(organization, "sweeper of ledgers")
}

// sweep removes some bytes of one organization.
func (s *Service) sweep(ctx context.Context, organization ledger.ID) (int, error) {
	var old []oldFile
	err := s.db.Write(ctx, sweeper(organization), func(ctx context.Context, tx *store.Tx) (err error) {
		if old, err = store.Rows[oldFile](ctx, tx, oldFiles, organization, KeptReplaced, KeptInUse, sweepAtOne); err != nil {
			return err
		}
		var b store.Batch
		for _, f := range old {
			b.Do(`UPDATE matching_files SET content = NULL, removed_at = now() WHERE id = $1`, f.ID)
			tx.Audit(f.CustomerID, "matching.file_removed", map[string]any{"file": f.ID, "name": f.Name})
		}
		return tx.Send(ctx, &b)
	})
	return len(old), err
}
