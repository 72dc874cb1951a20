package slip

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"

	"hefu/ledger"
	"hefu/ledger/attachment"
	"hefu/ledger/blob"
	"hefu/ledger/internal/store"
	"hefu/ledger/media"
	"hefu/ledger/pdftext"
)

// Kinds are the media types that slips come in.
var Kinds = []string{media.PDF, media.OFD, media.JPEG, media.PNG, media.WebP}

const (
	insertSlip = `
INSERT INTO slips (id, organization_id, name, media_type, size, sha256, thumbnail_sha256, said, upload_key, received_sha256, uploaded_by, uploaded_by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`
	insertFacts = `
INSERT INTO slip_facts (slip_id, turn, organization_id, by_hand, amount, currency, paid_on, payer, payer_account, number, purpose, made_by, made_by_name)
SELECT $1, coalesce(max(turn), 0) + 1, $2, $3, $4::numeric, $5, $6, $7, $8, $9, $10, $11, $12 FROM slip_facts WHERE slip_id = $1`
)

// Upload takes a slip that body yields, reads what it says, and joins it with the payment that it proves where only one is possible; else
// it waits. The same file is kept once: sent again it is answered with the slip that is there. Needs PostDocuments and SeeBank.
// Refused: file_kind_not_taken for what is neither PDF, OFD nor a picture, idempotency_key_reused, and what attachment.Receive refuses.
func (s *Service) Upload(ctx context.Context, actor ledger.Actor, key ledger.ID, name string, body io.Reader) (Slip, error) {
	if err := mayAct(actor); err != nil {
		return Slip{}, err
	}
	file, err := s.files.Receive(ctx, name, body)
	if err != nil {
		return Slip{}, err
	}
	defer file.Discard()
	if !slices.Contains(Kinds, file.Media) {
		return Slip{}, ledger.E("file_kind_not_taken")
	}
	facts, said := s.read(file)
	var out Slip
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		id, known, err := sent(ctx, tx, key, file.Sum())
		if err == nil && !known {
			id, err = s.keep(ctx, tx, key, file, facts, said)
		}
		if err == nil {
			out, err = readSlip(ctx, tx, id)
		}
		return err
	})
	return out, err
}

// read reads the words of a file that has any.
func (s *Service) read(file *attachment.Received) (Facts, string) {
	if file.Media != media.PDF || file.Size() > pdftext.MaxSize {
		return Facts{}, ""
	}
	content, err := file.Content()
	if err != nil {
		return Facts{}, ""
	}
	lines, err := pdftext.Read(content)
	if err != nil { // a file without words that can be read waits for a person
		return Facts{}, ""
	}
	return read(lines), textOf(lines)
}

func textOf(lines []pdftext.Line) string {
	var b bytes.Buffer
	for _, line := range lines {
		b.WriteString(strings.Join(line, "\t") + "\n")
	}
	runes := []rune(b.String())
	return string(runes[:min(len(runes), maxSaid)])
}

// sent finds what was sent before: under the same key, or the same file by whomever.
func sent(ctx context.Context, tx *store.Tx, key ledger.ID, sum blob.Sum) (ledger.ID, bool, error) {
	type row struct {
		ID  ledger.ID
		Sum []byte
	}
	before, found, err := store.Row[row](ctx, tx, `SELECT id, received_sha256 FROM slips WHERE uploaded_by = $1 AND upload_key = $2`, tx.Actor.PersonID, key)
	if err == nil && found && blob.Sum(before.Sum) != sum {
		err = ledger.E("idempotency_key_reused")
	}
	if err != nil || found {
		return before.ID, found, err
	}
	return store.Value[ledger.ID](ctx, tx, `SELECT id FROM slips WHERE organization_id = $1 AND received_sha256 = $2`, tx.Actor.OrganizationID, sum[:])
}

func (s *Service) keep(ctx context.Context, tx *store.Tx, key ledger.ID, file *attachment.Received, facts Facts, said string) (ledger.ID, error) {
	kept, err := s.files.Keep(ctx, tx, file)
	if err != nil {
		return ledger.ID{}, err
	}
	id, sum := ledger.NewID(), file.Sum()
	actor := tx.Actor
	if _, err := store.Exec(ctx, tx, insertSlip, id, actor.OrganizationID, file.Name, file.Media, kept.Size, kept.Sum[:], kept.Thumbnail, said, key, sum[:], actor.PersonID, actor.Name); err != nil {
		return id, err
	}
	tx.Audit(ledger.ID{}, "slip.uploaded", map[string]any{"slip": id, "name": file.Name, "size": kept.Size, "sha256": kept.Sum.String(), "number": facts.Number})
	if err := writeFacts(ctx, tx, id, facts, false); err != nil {
		return id, err
	}
	_, err = tryMatch(ctx, tx, id, facts, said)
	return id, err
}

func writeFacts(ctx context.Context, tx *store.Tx, id ledger.ID, f Facts, byHand bool) error {
	var amount *string
	if f.Amount.Valid {
		text := f.Amount.Decimal.String()
		amount = &text
	}
	_, err := store.Exec(ctx, tx, insertFacts, id, tx.Actor.OrganizationID, byHand, amount, f.Currency, f.PaidOn, f.Payer, f.PayerAccount, f.Number, f.Purpose, tx.Actor.PersonID, tx.Actor.Name)
	return err
}
