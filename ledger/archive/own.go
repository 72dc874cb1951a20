package archive

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/blob"
	"hefu/ledger/internal/store"
)

// maxOwn is how many bundles of one statement a customer is shown: those of the last editions.
const maxOwn = 20

// customersOwn lets a customer's people read what is archived of theirs, once they have signed in: a link shows one statement and no archive.
func customersOwn(actor ledger.Actor) error {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return err
	}
	if actor.Audience != ledger.Portal || !actor.LinkID.IsZero() {
		return ledger.E("not_found")
	}
	return nil
}

// Own lists the bundles of one of the customer's own statements, the latest edition first. Needs SeeStatements, in the portal. Refused: not_found,
// also through a link.
func (s *Service) Own(ctx context.Context, actor ledger.Actor, statement ledger.ID) ([]Bundle, error) {
	if err := customersOwn(actor); err != nil {
		return nil, err
	}
	var found []Bundle
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		theirs, _, err := store.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM statements WHERE id = $1 AND customer_id = $2 AND state <> 'draft')`, statement, actor.CustomerID)
		if err == nil && !theirs {
			err = ledger.E("not_found")
		}
		if err != nil {
			return err
		}
		found, err = store.Rows[Bundle](ctx, tx, readOwnBundle+` AND b.customer_id = $2 AND b.statement_id = $3 ORDER BY b.edition DESC LIMIT $4`,
			actor.OrganizationID, actor.CustomerID, statement, maxOwn)
		return err
	})
	return found, err
}

// DownloadOwn is Download for the customer whose bundle it is. Needs SeeStatements, in the portal. Refused: not_found, unavailable.
func (s *Service) DownloadOwn(ctx context.Context, actor ledger.Actor, id ledger.ID) (Bundle, blob.Content, error) {
	if err := customersOwn(actor); err != nil {
		return Bundle{}, nil, err
	}
	found, ok, err := store.ReadOne[Bundle](ctx, s.db, actor, readOwnBundle+` AND b.customer_id = $2 AND b.id = $3`, actor.OrganizationID, actor.CustomerID, id)
	if err == nil && !ok {
		err = ledger.E("not_found")
	}
	if err != nil {
		return found, nil, err
	}
	return s.give(ctx, actor, found)
}

// taken records who took a bundle.
func (s *Service) taken(ctx context.Context, actor ledger.Actor, b Bundle) error {
	return s.db.Write(ctx, actor, func(_ context.Context, tx *store.Tx) error {
		tx.Audit(b.CustomerID, "archive.downloaded", map[string]any{"bundle": b.ID, "bundle_no": b.BundleNo, "sha256": b.FileSHA256})
		return nil
	})
}
