package statement

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// What became of a line since the customer last agreed.
const (
	LineAdded   = "added"
	LineChanged = "changed"
	LineSettled = "settled" // brought forward and open then, settled now
	LineRemoved = "removed" // by another rule of what is listed
)

// ChangedLine is a line that the version in force shows otherwise than the one the customer last answered. Of an item brought forward
// Before and After are what was open of it, of a movement its amount.
type ChangedLine struct {
	No             int
	Kind           string
	DocumentID     ledger.ID
	DocumentNo     string
	Description    string
	BroughtForward bool
	What           string
	Before, After  decimal.Decimal
	OpenBefore     decimal.Decimal
	OpenAfter      decimal.Decimal
	DueBefore      calendar.Date
	DueAfter       calendar.Date
	Reworded       bool // something else than amounts and the due date
	Answered       bool // has an answer in the version in force
}

// Since is what changed since the customer last agreed. Version is the one it compares with; 0 when this is the first that was sent.
// Lines that stayed as they were keep their answer (Kept) and are not asked for again.
type Since struct {
	Version       int
	AgreedBy      string // who answered it last, and when; empty when nobody did
	AgreedAt      *time.Time
	Reasons       []string // of the versions since
	ClosingBefore decimal.Decimal
	Closing       decimal.Decimal
	Currency      string
	Lines         []ChangedLine
	Kept          int
	Left          int // lines that need an answer
	Later         []Related
	Earlier       []Related
}

// Related ties a change to the statement it belongs with. As Later: a document that was posted after this statement and changes one
// of its documents; this statement stays as it is, and the change is a movement of StatementNo, if that is out. As Earlier: a
// movement of this statement, Line, that changes a document which StatementNo listed.
type Related struct {
	Line        int
	DocumentID  ledger.ID
	DocumentNo  string
	Kind        string
	On          calendar.Date
	Amount      decimal.Decimal // signed: what raises the debt is positive
	OfID        ledger.ID
	OfNo        string
	StatementID ledger.ID
	StatementNo string
}

// The last version before this one to which the customer gave an answer; without any, the one just before.
const readBaseline = `
SELECT v.version, coalesce(a.name, ''), a.at, v.closing FROM statement_versions v
LEFT JOIN LATERAL (
  SELECT x.name, x.at FROM (
    SELECT c.actor_name AS name, c.created_at AS at FROM confirmations c WHERE c.statement_id = $1 AND c.version = v.version
    UNION ALL SELECT d.opened_by_name, d.opened_at FROM disputes d WHERE d.statement_id = $1 AND d.version = v.version
  ) x ORDER BY x.at DESC LIMIT 1
) a ON true
WHERE v.statement_id = $1 AND v.version < $2 ORDER BY a.at IS NOT NULL DESC, v.version DESC LIMIT 1`

type baseline struct {
	Version int
	Name    string
	At      *time.Time
	Closing decimal.Decimal
}

// SinceAgreed tells what the version in force shows otherwise than the one the customer last answered, and how this statement hangs
// together with earlier and later ones. Needs SeeStatements. Refused: not_found.
func (s *Service) SinceAgreed(ctx context.Context, actor ledger.Actor, id ledger.ID) (Since, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return Since{}, err
	}
	var out Since
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = since(ctx, tx, id)
		return err
	})
	return out, err
}

func since(ctx context.Context, tx *store.Tx, id ledger.ID) (Since, error) {
	summary, err := readSummary(ctx, tx, id)
	if err != nil {
		return Since{}, err
	}
	out := Since{Closing: summary.Closing, Currency: summary.Currency}
	after, err := readContent(ctx, tx, id, summary.Version)
	if err != nil {
		return out, err
	}
	if err := out.relate(ctx, tx, summary, after); err != nil {
		return out, err
	}
	from, found, err := store.Row[baseline](ctx, tx, readBaseline, id, summary.Version)
	if err != nil || !found {
		return out, err
	}
	out.Version, out.AgreedBy, out.AgreedAt, out.ClosingBefore = from.Version, from.Name, from.At, from.Closing
	before, err := readContent(ctx, tx, id, from.Version)
	if err != nil {
		return out, err
	}
	answered, err := store.Values[int](ctx, tx, `SELECT line_no FROM line_answers WHERE statement_id = $1`, id)
	if err != nil {
		return out, err
	}
	out.Reasons, err = store.Values[string](ctx, tx, `SELECT reason FROM statement_versions WHERE statement_id = $1 AND version > $2 AND version <= $3 AND reason <> '' ORDER BY version`,
		id, from.Version, summary.Version)
	out.compare(before, after, answered)
	return out, err
}

func (s *Since) compare(before, after Content, answered []int) {
	has := make(map[int]bool, len(answered))
	for _, no := range answered {
		has[no] = true
	}
	changed := 0
	for _, line := range changedLines(before, after) {
		if line.What == LineRemoved {
			s.Lines = append(s.Lines, line)
			continue
		}
		changed++
		line.Answered = has[line.No]
		delete(has, line.No)
		if !line.Answered {
			s.Left++
		}
		s.Lines = append(s.Lines, line)
	}
	s.Kept = len(has)
	s.Left += len(after.Lines) + len(after.OpenItems) - changed - s.Kept
}

// changedLines are the lines that after shows otherwise than before, in the order of after's document, what it no longer shows last.
func changedLines(before, after Content) []ChangedLine {
	then, now := byNumber(before), byNumber(after)
	var out []ChangedLine
	for _, change := range Compare(before, after) {
		was, is := then[change.Line], now[change.Line]
		shown := is
		if change.Removed {
			shown = was
		}
		line := ChangedLine{No: change.Line, Kind: shown.Kind, DocumentID: shown.DocumentID, DocumentNo: shown.DocumentNo, Description: shown.Description,
			BroughtForward: shown.BroughtForward, What: LineChanged, Before: change.Before, After: change.After, OpenBefore: change.OpenBefore, OpenAfter: change.OpenAfter,
			DueBefore: was.DueDate, DueAfter: is.DueDate}
		switch {
		case change.Added:
			line.What = LineAdded
		case change.Removed:
			line.What = LineRemoved
		case is.BroughtForward && is.Open.IsZero():
			line.What = LineSettled
		default:
			line.Reworded = change.Before.Equal(change.After) && change.OpenBefore.Equal(change.OpenAfter) && was.DueDate == is.DueDate
		}
		out = append(out, line)
	}
	return out
}

func byNumber(c Content) map[int]ShownLine {
	out := map[int]ShownLine{}
	for _, line := range c.InOrder(AsInDocument) {
		out[line.No] = line
	}
	return out
}

// What changes a document is a document that reduces or reverses it, or a credit or adjustment for the same order.
// The three ways are asked apart: together they would compare every document of a customer with every other.
const changesOf = `
WITH pairs AS MATERIALIZED (
  SELECT id, reduces_document_id AS of_id FROM documents WHERE customer_id = $1 AND reduces_document_id IS NOT NULL
  UNION SELECT id, reverses_document_id FROM documents WHERE customer_id = $1 AND reverses_document_id IS NOT NULL
  UNION SELECT c.id, r.id FROM documents c JOIN documents r ON r.customer_id = c.customer_id AND r.order_no = c.order_no AND r.kind = 'receivable'
    WHERE c.customer_id = $1 AND c.kind IN ('credit_note', 'adjustment') AND c.order_no <> ''
)
SELECT DISTINCT ON (d.id) d.id, d.document_no, d.kind, d.posting_date,
  (SELECT coalesce(sum(CASE i.side WHEN 'debit' THEN i.original_amount ELSE -i.original_amount END), 0) FROM open_items i WHERE i.document_id = d.id),
  o.id, o.document_no, t.id, coalesce(t.statement_no, '')
FROM pairs p JOIN documents d ON d.id = p.id JOIN documents o ON o.id = p.of_id
LEFT JOIN LATERAL (SELECT s.id, s.statement_no FROM statements s WHERE s.customer_id = d.customer_id AND s.currency = d.currency AND s.state NOT IN ('draft', 'cancelled')
  AND s.period_start <= %ON% AND s.cut_off >= %ON% ORDER BY s.cut_off LIMIT 1) t ON true
WHERE d.customer_id = $1 AND d.currency = $2 AND o.id <> d.id AND `

var (
	laterChanges   = onDay("d.posting_date") + `o.id = ANY ($3) AND d.id <> ALL ($3) AND d.posting_date > $4 ORDER BY d.id LIMIT 100`
	earlierChanges = onDay("o.posting_date") + `d.id = ANY ($3) AND o.posting_date < $4 ORDER BY d.id LIMIT 100`
)

// onDay is the query with the day whose statement is named.
func onDay(column string) string { return strings.ReplaceAll(changesOf, "%ON%", column) }

type relatedRow struct {
	ID          ledger.ID
	No, Kind    string
	On          calendar.Date
	Amount      decimal.Decimal
	OfID        ledger.ID
	OfNo        string
	StatementID ledger.ID
	StatementNo string
}

// relate finds what ties this statement to others.
func (s *Since) relate(ctx context.Context, tx *store.Tx, summary Summary, c Content) error {
	numbers := map[ledger.ID]int{}
	var listed, moved []ledger.ID
	for _, line := range c.InOrder(AsInDocument) {
		if line.DocumentID.IsZero() || settles(line.Kind) {
			continue
		}
		listed = append(listed, line.DocumentID)
		if !line.BroughtForward {
			moved = append(moved, line.DocumentID)
			numbers[line.DocumentID] = line.No
		}
	}
	var b store.Batch
	var later, earlier []relatedRow
	store.Read(&b, &later, laterChanges, summary.CustomerID, summary.Currency, listed, summary.CutOff)
	store.Read(&b, &earlier, earlierChanges, summary.CustomerID, summary.Currency, moved, summary.PeriodStart)
	if err := tx.Send(ctx, &b); err != nil {
		return err
	}
	for _, r := range later {
		s.Later = append(s.Later, Related{0, r.ID, r.No, r.Kind, r.On, r.Amount, r.OfID, r.OfNo, r.StatementID, r.StatementNo})
	}
	for _, r := range earlier {
		s.Earlier = append(s.Earlier, Related{numbers[r.ID], r.ID, r.No, r.Kind, r.On, r.Amount, r.OfID, r.OfNo, r.StatementID, r.StatementNo})
	}
	return nil
}

// replacing is the look of a version that took the place of one that was sent: its paper says so, above the seller's own note.
func (l Look) replacing(version int, reason string) Look {
	if version == 1 || reason == "" {
		return l
	}
	n := strconv.Itoa(version)
	l.NoteZH = strings.TrimRight("第 "+n+" 版，替代此前各版。变动原因："+reason+"。未变动的明细沿用原确认，不再重复询问。\n"+l.NoteZH, "\n")
	l.NoteEN = strings.TrimRight("Version "+n+" replaces the ones before it. Reason: "+reason+". Lines that did not change keep their confirmation.\n"+l.NoteEN, "\n")
	return l
}
