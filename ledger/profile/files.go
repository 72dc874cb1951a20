package profile

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/party"
)

// File is a file that either side put beside a dispute of the customer.
type File struct {
	ID        ledger.ID
	Name      string
	MediaType string
	Size      int64
	Side      string // customer or staff
	Internal  bool
	By        string
	At        time.Time
	Dispute   ledger.ID
	DisputeNo string
}

const readFiles = `
SELECT a.id, a.name, a.media_type, a.size, a.side, a.internal, a.uploaded_by_name, a.created_at, a.dispute_id, t.dispute_no
FROM attachments a JOIN disputes t ON t.id = a.dispute_id JOIN customers c ON c.id = a.customer_id
WHERE a.customer_id = $1 AND a.withdrawn_at IS NULL AND ($2::uuid IS NULL OR a.id < $2) AND ($4::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($4))) ORDER BY a.id DESC LIMIT $3`

// Files pages through the files of a customer, newest first; withdrawn ones are left out. Needs SeeStatements, of staff.
func (s *Service) Files(ctx context.Context, actor ledger.Actor, customer, after ledger.ID, limit int) ([]File, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return nil, err
	}
	if limit <= 0 || limit > 201 {
		limit = 50
	}
	if _, err := s.Profile(ctx, actor, customer); err != nil {
		return nil, err
	}
	var out []File
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[File](ctx, tx, readFiles, customer, after, limit, party.OwnOnly(actor))
		return err
	})
	return out, err
}
