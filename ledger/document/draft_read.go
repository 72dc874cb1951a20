package document

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// contentOf is a draft's content as it is stored: JSON with figures as text.
func contentOf(d New) string {
	text, err := json.Marshal(d)
	if err != nil {
		panic("a document cannot become JSON: " + err.Error()) // only a new field of a type without JSON could
	}
	return string(text)
}

// parseContent reads what contentOf wrote. A field that this version does not know is a fault: dropping it in silence would
// post another document than was approved.
func parseContent(text []byte) (New, error) {
	var d New
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&d); err != nil {
		return New{}, ledger.E("internal").Because(err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return New{}, ledger.E("internal").Because(io.ErrUnexpectedEOF)
	}
	return d, nil
}

type draftRow struct {
	ID, CustomerID                                         ledger.ID
	CustomerCode, CustomerName                             string
	Kind, State                                            string
	Content                                                []byte
	PostingDate                                            calendar.Date
	GrossBase                                              decimal.NullDecimal
	NeedsSecond                                            bool
	Reason                                                 string
	CreatedBy, ChangedBy, SubmittedBy, DecidedBy, Document ledger.ID
	CreatedAt, UpdatedAt                                   time.Time
	RowVersion                                             int
	MakerName, SubmitName                                  string
}

const draftColumns = `
SELECT d.id, d.customer_id, c.code, c.name, d.kind, d.state, d.content, d.posting_date, d.gross_base, d.needs_second, d.reason,
  d.created_by, d.changed_by, d.submitted_by, d.decided_by, d.document_id, d.created_at, d.updated_at, d.row_version,
  coalesce((SELECT name FROM staff WHERE id = d.created_by), ''), coalesce((SELECT name FROM staff WHERE id = d.submitted_by), '')
FROM drafts d JOIN customers c ON c.id = d.customer_id WHERE true`

func (r draftRow) draft() (Draft, error) {
	content, err := parseContent(r.Content)
	return Draft{ID: r.ID, CustomerID: r.CustomerID, CustomerCode: r.CustomerCode, CustomerName: r.CustomerName, Kind: Kind(r.Kind), State: DraftState(r.State),
		Content: content, PostingDate: r.PostingDate, GrossBase: r.GrossBase, NeedsSecond: r.NeedsSecond, Reason: r.Reason, CreatedBy: r.CreatedBy,
		ChangedBy: r.ChangedBy, SubmittedBy: r.SubmittedBy, DecidedBy: r.DecidedBy, DocumentID: r.Document, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
		RowVersion: r.RowVersion, MakerName: r.MakerName, SubmitName: r.SubmitName}, err
}

func readDraft(ctx context.Context, tx *store.Tx, id ledger.ID) (Draft, error) {
	row, found, err := store.Row[draftRow](ctx, tx, draftColumns+" AND d.id = $1", id)
	if err != nil {
		return Draft{}, err
	}
	if !found {
		return Draft{}, ledger.E("not_found")
	}
	return row.draft()
}

// GetDraft reads one draft. Needs PostDocuments; not_found for another organization's.
func (s *Service) GetDraft(ctx context.Context, actor ledger.Actor, id ledger.ID) (Draft, error) {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return Draft{}, err
	}
	var out Draft
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = readDraft(ctx, tx, id)
		return err
	})
	return out, err
}

// DraftFilter narrows a list of drafts. Empty fields do not narrow.
type DraftFilter struct {
	State      DraftState
	CustomerID ledger.ID
	Waiting    bool      // only what was submitted and the actor may decide
	After      ledger.ID // the last id of the page before
	Limit      int       // 1–201, one more than a page; 0 is 50
}

// ListDrafts pages through drafts, newest first. Needs PostDocuments.
func (s *Service) ListDrafts(ctx context.Context, actor ledger.Actor, filter DraftFilter) ([]Draft, error) {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return nil, err
	}
	limit := filter.Limit
	if limit <= 0 || limit > 201 {
		limit = 50
	}
	const narrow = ` AND ($1 = '' OR d.state = $1) AND ($2::uuid IS NULL OR d.customer_id = $2) AND ($3::uuid IS NULL OR d.id < $3) 
  AND (NOT $5 OR (d.state = 'submitted' AND (NOT d.needs_second OR ($6 AND d.submitted_by <> $7 AND d.created_by <> $7 AND d.changed_by IS DISTINCT FROM $7)))) ORDER BY d.id DESC LIMIT $4`
	var out []Draft
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		rows, err := store.Rows[draftRow](ctx, tx, draftColumns+narrow, string(filter.State), filter.CustomerID, filter.After, limit, filter.Waiting, actor.May(ledger.ApproveDocuments), actor.PersonID)
		if err != nil {
			return err
		}
		out = make([]Draft, len(rows))
		for i, row := range rows {
			if out[i], err = row.draft(); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}
