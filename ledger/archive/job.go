package archive

import (
	"context"
	"errors"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
)

// SealArgs ask for the bundle of a reconciliation that both sides have signed.
type SealArgs struct {
	OrganizationID ledger.ID `json:"organization_id"`
	StatementID    ledger.ID `json:"statement_id"`
	FinalizationID ledger.ID `json:"finalization_id"`
}

// Kind names the work.
func (SealArgs) Kind() string { return "archive.seal" }

// sealLimit is how long one bundle may take: a statement of the greatest length, its PDFs and its attachments.
const sealLimit = 5 * time.Minute

// Register has reconciliations sealed in the background once they are signed, and each day anchored when it has ended.
func (s *Service) Register(r *job.Registry) {
	job.RegisterLong(r, sealLimit, s.SealSigned)
	job.RegisterLong(r, sealLimit, func(ctx context.Context, _ AnchorArgs) error { return s.AnchorAll(ctx) })
	job.Every(r, anchorEvery, AnchorArgs{})
	job.RegisterLong(r, historyLimit, s.WorkHistory)
}

// anchorEvery is how often the program looks whether a day has ended somewhere.
const anchorEvery = time.Hour

// AnchorArgs ask for the anchors that are due.
type AnchorArgs struct{}

// Kind names the work.
func (AnchorArgs) Kind() string { return "archive.anchor" }

// AnchorAll makes the anchors that are due, of every organization. One that fails does not keep the others from theirs.
func (s *Service) AnchorAll(ctx context.Context) error {
	organizations, err := readAll[organizationRow](ctx, s.db, ledger.SystemActor(ledger.ID{}, sealerName), `SELECT id FROM organizations ORDER BY id`)
	if err != nil {
		return err
	}
	var failed []error
	for _, o := range organizations {
		if _, err := s.Anchor(ctx, o.ID); err != nil && !ledger.IsCode(err, "conflict") { // somebody else made it
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

type organizationRow struct{ ID ledger.ID }

// sealerName is who seals by itself, as the record shows it.
const sealerName = "archive"

// SealSigned seals what both sides have signed, unless that is done already. Done twice it makes one bundle.
func (s *Service) SealSigned(ctx context.Context, args SealArgs) error {
	actor := ledger.SystemActor(args.OrganizationID, sealerName)
	var done bool
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		done, _, err = store.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM archive_bundles WHERE finalization_id = $1)`, args.FinalizationID)
		return err
	})
	if err != nil || done {
		return err
	}
	_, err = s.Seal(ctx, actor, args.StatementID)
	if ledger.IsCode(err, "conflict") { // another bundle of the customer came in between; this one follows it
		return job.Later
	}
	return err
}
