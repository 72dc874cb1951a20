package attachment

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/blob"
	"hefu/ledger/internal/store"
)

// Download is a file on its way to a reader, who closes it.
type Download struct {
	blob.Content
	Name  string
	Media string
	Sum   blob.Sum
}

const readContent = `
SELECT a.name, a.media_type, a.sha256, a.thumbnail_sha256, d.statement_id
FROM attachments a JOIN disputes d ON d.id = a.dispute_id JOIN customers c ON c.id = a.customer_id
WHERE a.id = $1 AND a.withdrawn_at IS NULL AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2)))`

// Open reads a file, or its thumbnail, which is a JPEG. Needs SeeStatements, asked each time. Refused: not_found also for what is not
// the actor's to see, what was withdrawn, and a thumbnail that there is none of. Bytes that are not those that were kept are never
// given out.
func (s *Service) Open(ctx context.Context, actor ledger.Actor, id ledger.ID, thumbnail bool) (Download, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return Download{}, err
	}
	var salesperson ledger.ID
	if actor.OwnCustomersOnly() {
		salesperson = actor.PersonID
	}
	type row struct {
		Name, Media    string
		Sum, Thumbnail []byte
		Statement      ledger.ID
	}
	found, ok, err := store.ReadOne[row](ctx, s.db, actor, readContent, id, salesperson)
	if err != nil {
		return Download{}, err
	}
	sum := found.Sum
	if thumbnail {
		sum, found.Media = found.Thumbnail, "image/jpeg"
	}
	if !ok || len(sum) == 0 || !actor.Reaches(found.Statement) {
		return Download{}, ledger.E("not_found")
	}
	return s.Bytes(ctx, found.Name, found.Media, sum)
}

// Bytes opens what is kept under a SHA-256 for who was found to be allowed to read it. Bytes that are not those that were kept are never
// given out.
func (s *Service) Bytes(ctx context.Context, name, media string, sum []byte) (Download, error) {
	if s.blobs == nil {
		return Download{}, ledger.E("unavailable")
	}
	content, err := s.blobs.Open(ctx, blob.Sum(sum))
	if err != nil {
		return Download{}, ledger.E("internal").Because(err)
	}
	return Download{content, name, media, blob.Sum(sum)}, nil
}
