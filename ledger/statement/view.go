package statement

import (
	"context"
	"encoding/hex"
	"math"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/review"
)

// View is a statement with everything that changes around its frozen content; the content itself is read by ReadContent.
type View struct {
	Summary
	SHA256              string // hex, of the version in force
	Organization        Letterhead
	Terms               Terms
	ConfirmedAmount     decimal.Decimal // what of the closing balance is confirmed; of disputed lines what is beyond dispute
	UndisputedBalance   decimal.Decimal // closing less what is disputed
	AgreedAdjustments   []AgreedAdjustment
	AgreedAdjustedTotal decimal.Decimal
	AgreedBalance       decimal.Decimal // closing less the agreed adjustments
	Answers             []Answer
	Confirmations       []Confirmation
	Versions            []VersionHead
	TemplateVersion     int // 0 of a statement from before there were templates, as InclusionVersion
	InclusionVersion    int
	Finalized           Finalized
	Actions             Actions
	CancelReason        string
	TwoPeople           bool            // the customer's answers need a second person; for the customer alone, as is what waits
	Reviews             []review.Review // what waits for a second person
}

// Finalized is how far a statement, or its agreed part, is on its way to both signatures (SPEC section 8): prepared, signed (by the seller),
// countersigned, archived; empty when it is not on it. The customer sees prepared too, since the statement stays as it is from then on.
type Finalized struct {
	State string
	Whole bool
}

// AgreedAdjustment is a credit note or adjustment posted from a dispute of this statement, and not inside the version in force.
// Amount is what it takes off the debt.
type AgreedAdjustment struct {
	DocumentID  ledger.ID
	DocumentNo  string
	Amount      decimal.Decimal
	PostingDate calendar.Date
	DisputeID   ledger.ID
	DisputeNo   string
	Line        int
}

// Answer is how one line stands.
type Answer struct {
	Line           int
	Answer         string // confirmed or disputed
	DisputeID      ledger.ID
	DisputedAmount decimal.NullDecimal
	DisputeState   string
	AgreedAmount   decimal.NullDecimal
}

// Confirmation is one act of confirming. Undoable tells whether a line of it still stands confirmed.
type Confirmation struct {
	ID        ledger.ID
	Version   int
	Lines     []int
	Whole     bool
	Amount    decimal.Decimal
	ActorName string
	Remark    string
	CreatedAt time.Time
	Undoable  bool
	CheckedBy string // the second person's name, where the customer asks for one
}

// VersionHead names one version.
type VersionHead struct {
	Version   int
	CreatedAt time.Time
	Reason    string
	SHA256    string
}

const readVersions = `
SELECT version, snapshot_at, reason, encode(sha256, 'hex') FROM statement_versions WHERE statement_id = $1 ORDER BY version`

const readAnswers = `
SELECT a.line_no, a.answer, d.id, d.disputed_amount, coalesce(d.state, ''), d.agreed_amount
FROM line_answers a LEFT JOIN disputes d ON d.id = a.dispute_id WHERE a.statement_id = $1 ORDER BY a.line_no`

const readConfirmations = `
SELECT c.id, c.version, c.lines, c.whole, c.amount, c.actor_name, c.remark, c.created_at,
  EXISTS (SELECT FROM line_answers a WHERE a.statement_id = $1 AND a.confirmation_id = c.id AND a.answer = 'confirmed'), c.checked_by_name
FROM confirmations c WHERE c.statement_id = $1 ORDER BY c.id`

// What was posted from a dispute after the version was made. A later version holds it as a movement, if it is dated inside.
const readAdjustments = `
SELECT d.id, d.document_no, CASE d.kind WHEN 'credit_note' THEN d.gross ELSE -d.gross END, d.posting_date, t.id, t.dispute_no, t.line_no
FROM disputes t JOIN documents d ON d.id = t.credit_document_id
JOIN statements s ON s.id = t.statement_id JOIN statement_versions v ON v.statement_id = s.id AND v.version = s.version
WHERE t.statement_id = $1 AND NOT (d.posting_date <= s.cut_off AND d.posted_at <= v.snapshot_at)
  AND NOT EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = d.id)
ORDER BY d.posting_date, d.id`

// The live part of confirmed lines: what of the closing balance they stand for, which is what was open of them at the cut-off,
// less what is disputed of them. Their amounts would count a receipt twice: as a line, and in the older item that it settled.
const readConfirmedAmount = `
WITH body AS MATERIALIZED (SELECT v.body::jsonb AS b FROM statements s JOIN statement_versions v ON v.statement_id = s.id AND v.version = s.version WHERE s.id = $1)
SELECT coalesce(sum(x.open - CASE WHEN d.id IS NULL THEN 0 ELSE sign(x.amount) * d.disputed_amount END), 0)
FROM (
  SELECT (l ->> 0)::int AS no, (l ->> 17)::numeric AS amount, (l ->> 19)::numeric AS open FROM body, jsonb_array_elements(b -> 'lines') l
  UNION ALL SELECT (l ->> 0)::int, (l ->> 9)::numeric, (l ->> 9)::numeric FROM body, jsonb_array_elements(b -> 'open_items') l
) x JOIN line_answers a ON a.statement_id = $1 AND a.line_no = x.no LEFT JOIN disputes d ON d.id = a.dispute_id`

// The keys after the lines are cut off and read alone: in canonical JSON a quote inside a text is escaped, so the first
// "opening" is the key.
const readLetterhead = `
SELECT t.tail -> 'organization', t.tail -> 'terms', s.cancel_reason, coalesce(y.version, 0), coalesce(i.version, 0)
FROM statements s JOIN statement_versions v ON v.statement_id = s.id AND v.version = s.version
LEFT JOIN statement_templates y ON y.id = v.template_id LEFT JOIN inclusion_rules i ON i.id = v.inclusion_id
CROSS JOIN LATERAL (SELECT ('{' || substr(v.body, strpos(v.body, '"opening":"')))::json AS tail OFFSET 0) t WHERE s.id = $1`

// The archive is the seller's: a customer's statement is countersigned, and no more.
func readFinalized(actor ledger.Actor) string {
	archived := `WHEN b.id IS NOT NULL AND EXISTS (SELECT FROM archive_bundles k WHERE k.statement_id = l.statement_id AND k.made_at > b.recorded_at) THEN 'archived' `
	if actor.Audience == ledger.Portal {
		archived = ""
	}
	return `
SELECT CASE ` + archived + `WHEN b.id IS NOT NULL THEN 'countersigned' WHEN a.id IS NOT NULL THEN 'signed' ELSE 'prepared' END, l.scope = 'whole'
FROM live_finalizations l LEFT JOIN signatures a ON a.finalization_id = l.id AND a.party = 'seller' LEFT JOIN signatures b ON b.finalization_id = l.id AND b.party = 'customer'
WHERE l.statement_id = $1`
}

// Read is one statement. Needs SeeStatements. Refused: not_found, also for what is out of the actor's reach.
func (s *Service) Read(ctx context.Context, actor ledger.Actor, id ledger.ID) (View, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return View{}, err
	}
	var view View
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		view, err = read(ctx, tx, id)
		return err
	})
	return view, err
}

func read(ctx context.Context, tx *store.Tx, id ledger.ID) (View, error) {
	summary, err := readSummary(ctx, tx, id)
	if err != nil {
		return View{}, err
	}
	view := View{Summary: summary}
	var b store.Batch
	var confirmed []struct{ Amount decimal.Decimal }
	var final []Finalized
	var frozen []struct {
		Organization Letterhead
		Terms        Terms
		CancelReason string
		Template     int
		Inclusion    int
	}
	store.Read(&b, &view.Versions, readVersions, id)
	store.Read(&b, &view.Answers, readAnswers, id)
	store.Read(&b, &view.Confirmations, readConfirmations, id)
	store.Read(&b, &view.AgreedAdjustments, readAdjustments, id)
	store.Read(&b, &frozen, readLetterhead, id)
	store.Read(&b, &final, readFinalized(tx.Actor), id)
	if summary.AnsweredCount > 0 {
		store.Read(&b, &confirmed, readConfirmedAmount, id)
	}
	if err := tx.Send(ctx, &b); err != nil {
		return View{}, err
	}
	if len(final) > 0 {
		view.Finalized = final[0]
	}
	if len(confirmed) > 0 {
		view.ConfirmedAmount = confirmed[0].Amount
	}
	for _, version := range view.Versions {
		if version.Version == view.Version {
			view.SHA256 = version.SHA256
		}
	}
	view.Organization, view.Terms, view.CancelReason = frozen[0].Organization, frozen[0].Terms, frozen[0].CancelReason
	view.TemplateVersion, view.InclusionVersion = frozen[0].Template, frozen[0].Inclusion
	for _, adjustment := range view.AgreedAdjustments {
		view.AgreedAdjustedTotal = view.AgreedAdjustedTotal.Add(adjustment.Amount)
	}
	view.UndisputedBalance = view.Closing.Sub(view.Disputed)
	view.AgreedBalance = view.Closing.Sub(view.AgreedAdjustedTotal)
	if tx.Actor.Audience == ledger.Portal {
		if view.TwoPeople, err = review.Needed(ctx, tx, view.CustomerID); err != nil {
			return View{}, err
		}
		if view.Reviews, err = review.PendingOf(ctx, tx, view.CustomerID, id); err != nil {
			return View{}, err
		}
	}
	later, _, err := store.Value[calendar.Date](ctx, tx, laterStatement, view.CustomerID, view.Currency, view.CutOff)
	view.Actions = actionsOf(tx.Actor, view, !later.IsZero())
	return view, err
}

// Body is a version's content as it is stored and sent: canonical JSON, with the hex hash that is its ETag.
type Body struct {
	Version int
	SHA256  string
	JSON    []byte
}

const readBody = `
SELECT v.version, v.sha256, v.body FROM statements s JOIN statement_versions v ON v.statement_id = s.id
JOIN customers c ON c.id = s.customer_id
WHERE s.organization_id = $1 AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2))) AND s.id = $3 AND v.version = CASE $4::int WHEN 0 THEN s.version ELSE $4 END`

// ReadContent is the content of a version; version 0 is the one in force. Needs SeeStatements. Refused: not_found.
func (s *Service) ReadContent(ctx context.Context, actor ledger.Actor, id ledger.ID, version int) (Body, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return Body{}, err
	}
	if version > math.MaxInt32 || !actor.Reaches(id) {
		return Body{}, ledger.E("not_found")
	}
	row, found, err := store.ReadOne[struct {
		Version int
		SHA256  []byte
		Body    []byte
	}](ctx, s.db, actor, readBody, append(scope(actor), id, version)...)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	return Body{row.Version, hex.EncodeToString(row.SHA256), row.Body}, err
}

// Changes lists what version shows otherwise than the one before it; nothing for the first. Needs SeeStatements. Refused: not_found.
func (s *Service) Changes(ctx context.Context, actor ledger.Actor, id ledger.ID, version int) ([]Change, error) {
	after, err := s.ReadContent(ctx, actor, id, version)
	if err != nil || after.Version == 1 {
		return nil, err
	}
	before, err := s.ReadContent(ctx, actor, id, after.Version-1)
	if ledger.IsCode(err, "not_found") { // from before the issue: the customer never saw it
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	newer, err := ParseContent(after.JSON)
	if err != nil {
		return nil, err
	}
	older, err := ParseContent(before.JSON)
	if err != nil {
		return nil, err
	}
	return Compare(older, newer), nil
}
