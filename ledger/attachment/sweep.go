package attachment

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/blob"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
)

const (
	sweepAge   = 24 * time.Hour // how old bytes without a row must be: every upload under way is younger
	sweepEvery = 6 * time.Hour
)

// SweepArgs asks for the bytes that no row names to be removed.
type SweepArgs struct{}

// Kind names the work.
func (SweepArgs) Kind() string { return "attachment.sweep" }

// Register has the sweeping done in the background.
func (s *Service) Register(registry *job.Registry, clock ledger.Clock) {
	job.Register(registry, func(ctx context.Context, _ SweepArgs) error {
		_, err := s.Sweep(ctx, clock())
		return err
	})
	job.Every(registry, sweepEvery, SweepArgs{})
}

const isNamed = `SELECT EXISTS (SELECT FROM attachments WHERE sha256 = $1) OR EXISTS (SELECT FROM attachments WHERE thumbnail_sha256 = $1)
  OR EXISTS (SELECT FROM document_files WHERE sha256 = $1) OR EXISTS (SELECT FROM document_files WHERE thumbnail_sha256 = $1) OR EXISTS (SELECT FROM issue_files WHERE sha256 = $1) OR EXISTS (SELECT FROM slips WHERE sha256 = $1) OR EXISTS (SELECT FROM slips WHERE thumbnail_sha256 = $1) OR EXISTS (SELECT FROM archive_bundles b WHERE b.file_sha256 = $1 AND NOT EXISTS (SELECT FROM archive_disposals d WHERE d.bundle_id = b.id))
  OR EXISTS (SELECT FROM customer_histories WHERE file_sha256 = $1 AND expires_at > now())
  OR EXISTS (SELECT FROM finalizations WHERE file_sha256 = $1) OR EXISTS (SELECT FROM signatures WHERE sha256 = $1) OR EXISTS (SELECT FROM report_files WHERE file_sha256 = $1)
  OR EXISTS (SELECT FROM signature_requests WHERE pending_sha256 = $1 AND ended_at IS NULL)`

// Sweep removes the bytes that no row names and that are older than a day, and returns how many.
func (s *Service) Sweep(ctx context.Context, now time.Time) (int, error) {
	if s.blobs == nil {
		return 0, nil
	}
	removed := 0
	actor := ledger.SystemActor(ledger.ID{}, "sweeper of files")
	err := s.blobs.Old(ctx, now.Add(-sweepAge), func(sum blob.Sum) error {
		return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
			if err := hold(ctx, tx, sum); err != nil {
				return err
			}
			named, _, err := store.Value[bool](ctx, tx, isNamed, sum[:])
			if err != nil || named {
				return err
			}
			removed++
			return s.blobs.Remove(ctx, sum)
		})
	})
	return removed, err
}
