package document

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/approval"
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
	Round, StepsDone                                       int
	WaitingRole                                            string
	PolicyVersion                                          int
	ApprovedBy                                             []ledger.ID
	Salesperson                                            ledger.ID
}

const draftColumns = `
SELECT d.id, d.customer_id, c.code, c.name, d.kind, d.state, d.content, d.posting_date, d.gross_base, d.needs_second, d.reason,
  d.created_by, d.changed_by, d.submitted_by, d.decided_by, d.document_id, d.created_at, d.updated_at, d.row_version,
  coalesce((SELECT name FROM staff WHERE id = d.created_by), ''), coalesce((SELECT name FROM staff WHERE id = d.submitted_by), ''),
  d.round, d.steps_done, d.waiting_role, d.policy_version,
  ARRAY(SELECT a.person_id FROM draft_approvals a WHERE a.draft_id = d.id AND a.round = d.round AND a.decision = 'approved'), c.salesperson_id
FROM drafts d JOIN customers c ON c.id = d.customer_id WHERE true`

func (r draftRow) draft() (Draft, error) {
	content, err := parseContent(r.Content)
	return Draft{ID: r.ID, CustomerID: r.CustomerID, CustomerCode: r.CustomerCode, CustomerName: r.CustomerName, Kind: Kind(r.Kind), State: DraftState(r.State),
		Content: content, PostingDate: r.PostingDate, GrossBase: r.GrossBase, NeedsSecond: r.NeedsSecond, Reason: r.Reason, CreatedBy: r.CreatedBy,
		ChangedBy: r.ChangedBy, SubmittedBy: r.SubmittedBy, DecidedBy: r.DecidedBy, DocumentID: r.Document, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
		RowVersion: r.RowVersion, MakerName: r.MakerName, SubmitName: r.SubmitName, Round: r.Round, StepsDone: r.StepsDone, WaitingRole: r.WaitingRole,
		PolicyVersion: r.PolicyVersion, ApprovedBy: r.ApprovedBy}, err
}

func readDraft(ctx context.Context, tx *store.Tx, id ledger.ID) (Draft, error) {
	row, found, err := store.Row[draftRow](ctx, tx, draftColumns+" AND d.id = $1", id)
	if err != nil {
		return Draft{}, err
	}
	if !found || !tx.Actor.Sees(row.Salesperson) {
		return Draft{}, ledger.E("not_found")
	}
	return row.draft()
}

// GetDraft reads one draft. Needs CheckDrafts; not_found for another organization's, and for sales another's customer.
func (s *Service) GetDraft(ctx context.Context, actor ledger.Actor, id ledger.ID) (Draft, error) {
	if err := actor.Require(ledger.CheckDrafts); err != nil {
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

// The drafts an actor sees: with $5, those of its own customers.
const narrowDrafts = ` AND ($1 = '' OR d.state = $1) AND ($2::uuid IS NULL OR d.customer_id = $2) AND ($3::uuid IS NULL OR d.id < $3) AND ($5::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($5)))`

// WaitingFor is the condition of the drafts d whose turn is somebody's: a person who may give the roles of an array (approval.Asked)
// and, with mayPost, what nobody else must look at. Each is the text of a parameter. The list, its count and the work list ask it alike.
func WaitingFor(person, roles, mayPost string) string {
	return strings.NewReplacer("%PERSON%", person, "%ROLES%", roles, "%POSTS%", mayPost).Replace(waitingFor)
}

const waitingFor = `d.state = 'submitted' AND ((d.waiting_role = '' AND %POSTS%) OR (d.waiting_role = ANY (%ROLES%) AND NOT one_person(%PERSON%, d.submitted_by, d.created_at) AND NOT one_person(%PERSON%, d.created_by, d.created_at)
  AND NOT one_person(%PERSON%, d.changed_by, d.created_at) AND NOT EXISTS (SELECT FROM draft_approvals a WHERE a.draft_id = d.id AND a.round = d.round AND one_person(%PERSON%, a.person_id, d.updated_at) AND a.decision = 'approved')))`

const newestDrafts = ` ORDER BY d.id DESC LIMIT $4`

func (f DraftFilter) query(actor ledger.Actor, limit int) (string, []any) {
	var own ledger.ID
	if actor.OwnCustomersOnly() {
		own = actor.PersonID
	}
	args := []any{string(f.State), f.CustomerID, f.After, limit, own}
	if !f.Waiting {
		return narrowDrafts + newestDrafts, args
	}
	return narrowDrafts + " AND " + WaitingFor("$6", "$7", "$8") + newestDrafts, append(args, actor.PersonID, approval.Asked(actor.Roles), actor.May(ledger.PostDocuments))
}

// ListDrafts pages through drafts, newest first. Needs CheckDrafts; sales see those of their own customers.
func (s *Service) ListDrafts(ctx context.Context, actor ledger.Actor, filter DraftFilter) ([]Draft, error) {
	if err := actor.Require(ledger.CheckDrafts); err != nil {
		return nil, err
	}
	limit := filter.Limit
	if limit <= 0 || limit > 201 {
		limit = 50
	}
	sql, args := filter.query(actor, limit)
	var out []Draft
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		rows, err := store.Rows[draftRow](ctx, tx, draftColumns+sql, args...)
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

// mostWaiting bounds the count of what waits.
const mostWaiting = 10000

// WaitingDrafts counts the drafts whose next step is the actor's turn, at most 10,000. Needs CheckDrafts.
func (s *Service) WaitingDrafts(ctx context.Context, actor ledger.Actor) (int, error) {
	if err := actor.Require(ledger.CheckDrafts); err != nil {
		return 0, err
	}
	sql, args := DraftFilter{Waiting: true}.query(actor, mostWaiting)
	var count int
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		count, _, err = store.Value[int](ctx, tx, `SELECT count(*)::int FROM (SELECT d.id FROM drafts d JOIN customers c ON c.id = d.customer_id WHERE true`+sql+`) waiting`, args...)
		return err
	})
	return count, err
}
