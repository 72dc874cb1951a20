package slip

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/attachment"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// A matched slip is of a line and its receipt that stands, or of a receipt and the line that it was joined with later.
const selectSlips = `
SELECT s.id, s.name, s.media_type, s.size, s.thumbnail_sha256 IS NOT NULL, s.uploaded_by_name, s.uploaded_at, f.by_hand, f.amount::numeric, f.currency, f.paid_on, f.payer, f.payer_account, f.number, f.purpose,
  CASE coalesce(m.what, 'freed') WHEN 'freed' THEN 'waiting' ELSE m.what END, t.line_id, l.booked_on, coalesce(l.counterparty, ''), d.id, coalesce(d.document_no, ''), coalesce(d.order_no, ''),
  d.customer_id, coalesce(c.code, ''), coalesce(c.name, ''), coalesce(m.rule, ''), coalesce(m.reason, ''), coalesce(m.made_by_name, ''), m.made_at
FROM slips s
JOIN LATERAL (SELECT * FROM slip_facts k WHERE k.slip_id = s.id ORDER BY k.turn DESC LIMIT 1) f ON true
LEFT JOIN LATERAL (SELECT * FROM slip_matches k WHERE k.slip_id = s.id ORDER BY k.turn DESC LIMIT 1) m ON true
LEFT JOIN LATERAL (SELECT coalesce(m.line_id, (SELECT r.line_id FROM bank_line_receipts r WHERE r.document_id = m.document_id)) AS line_id,
  coalesce(m.document_id, (SELECT r.document_id FROM bank_line_receipts r WHERE r.line_id = m.line_id AND NOT EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = r.document_id))) AS document_id) t ON true
LEFT JOIN bank_lines l ON l.id = t.line_id LEFT JOIN documents d ON d.id = t.document_id LEFT JOIN customers c ON c.id = d.customer_id
WHERE s.organization_id = $1 `

// IsWaiting is true of a slip s that nothing was said of, or of which it was taken back.
const IsWaiting = `coalesce((SELECT k.what FROM slip_matches k WHERE k.slip_id = s.id ORDER BY k.turn DESC LIMIT 1), 'freed') = 'freed'`

const narrowSlips = selectSlips + `
AND ($2 = '' OR CASE coalesce(m.what, 'freed') WHEN 'freed' THEN 'waiting' ELSE m.what END = $2)
AND ($3::uuid IS NULL OR d.customer_id = $3) AND ($4::uuid IS NULL OR t.line_id = $4) AND ($5::uuid IS NULL OR d.id = $5)
AND ($6::date IS NULL OR coalesce(f.paid_on, s.uploaded_at::date) >= $6) AND ($7::date IS NULL OR coalesce(f.paid_on, s.uploaded_at::date) <= $7)
AND ($8::numeric IS NULL OR f.amount = $8)
AND ($9 = '' OR s.name || E'\n' || f.number || E'\n' || f.payer || E'\n' || f.purpose || E'\n' || coalesce(d.document_no, '') || E'\n' || coalesce(d.order_no, '') || E'\n' || coalesce(c.code, '') || E'\n' || coalesce(c.name, '')
  || E'\n' || coalesce(l.bank_reference, '') ILIKE $9)
AND ($10::uuid IS NULL OR s.id < $10) ORDER BY s.id DESC LIMIT $11`

// Filter narrows slips; zero values do not. From and To are of the day of the payment, or of the upload where the slip does not say.
type Filter struct {
	State      State
	CustomerID ledger.ID
	LineID     ledger.ID
	DocumentID ledger.ID
	From, To   calendar.Date
	Amount     decimal.NullDecimal
	Text       string // in numbers, names and purposes, also the receipt's and the customer's
}

// Page is a place in the list: slips before one. Limit is 1 to 200, 50 when zero.
type Page struct {
	Before ledger.ID `json:"id"`
	Limit  int       `json:"-"`
}

// List pages through slips, the latest first. Needs SeeBank.
func (s *Service) List(ctx context.Context, actor ledger.Actor, f Filter, page Page) ([]Slip, error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return nil, err
	}
	if page.Limit <= 0 || page.Limit > MaxPage+1 {
		page.Limit = 50
	}
	var amount *string
	if f.Amount.Valid {
		text := f.Amount.Decimal.String()
		amount = &text
	}
	var out []Slip
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Slip](ctx, tx, narrowSlips, actor.OrganizationID, string(f.State), f.CustomerID, f.LineID, f.DocumentID, f.From, f.To, amount, store.Like(f.Text), page.Before, page.Limit)
		return err
	})
	return out, err
}

// View is a slip with what it may be of while it waits.
type View struct {
	Slip
	Said       string
	Candidates []Candidate
}

// Get reads a slip. Needs SeeBank. Refused: not_found.
func (s *Service) Get(ctx context.Context, actor ledger.Actor, id ledger.ID) (View, error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return View{}, err
	}
	var out View
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if out.Slip, err = readSlip(ctx, tx, id); err != nil {
			return err
		}
		if out.Said, err = saidOf(ctx, tx, id); err != nil || out.State != Waiting {
			return err
		}
		out.Candidates, _, err = candidates(ctx, tx, id, out.Facts, out.Said)
		return err
	})
	return out, err
}

func readSlip(ctx context.Context, tx *store.Tx, id ledger.ID) (Slip, error) {
	found, ok, err := store.Row[Slip](ctx, tx, selectSlips+`AND s.id = $2`, tx.Actor.OrganizationID, id)
	if err == nil && !ok {
		err = ledger.E("not_found")
	}
	return found, err
}

func saidOf(ctx context.Context, tx *store.Tx, id ledger.ID) (string, error) {
	said, _, err := store.Value[string](ctx, tx, `SELECT said FROM slips WHERE id = $1`, id)
	return said, err
}

// OpenFile reads the file of a slip, or its small picture. Needs SeeBank. Refused: not_found.
func (s *Service) OpenFile(ctx context.Context, actor ledger.Actor, id ledger.ID, thumbnail bool) (attachment.Download, error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return attachment.Download{}, err
	}
	type row struct {
		Name, Media string
		Sum, Small  []byte
	}
	found, ok, err := store.ReadOne[row](ctx, s.db, actor, `SELECT name, media_type, sha256, thumbnail_sha256 FROM slips WHERE organization_id = $1 AND id = $2`, actor.OrganizationID, id)
	if err != nil {
		return attachment.Download{}, err
	}
	if thumbnail {
		found.Media, found.Sum = "image/jpeg", found.Small
	}
	if !ok || len(found.Sum) == 0 {
		return attachment.Download{}, ledger.E("not_found")
	}
	return s.files.Bytes(ctx, found.Name, found.Media, found.Sum)
}
