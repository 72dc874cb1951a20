package statement

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// Summary is a statement as lists show it. Amounts are in Currency and signed as in the body; Overdue and Disputed are positive.
type Summary struct {
	ID             ledger.ID
	StatementNo    string
	Version        int
	CustomerID     ledger.ID
	CustomerCode   string
	CustomerName   string
	CustomerNameEN string
	Currency       string
	PeriodStart    calendar.Date
	CutOff         calendar.Date
	Opening        decimal.Decimal
	Charges        decimal.Decimal
	Credits        decimal.Decimal
	Receipts       decimal.Decimal
	Adjustments    decimal.Decimal
	Closing        decimal.Decimal
	Overdue        decimal.Decimal
	Disputed       decimal.Decimal // of disputes that are still open
	State          State
	StateSince     time.Time
	LineCount      int
	AnsweredCount  int
	DisputedCount  int // lines with an open dispute
	AnswerDue      calendar.Date
	IssuedAt       *time.Time
	ViewedAt       *time.Time
	AgreedAt       *time.Time
	DaysOpen       *int // from issue to agreement, or until now
}

// summaryColumns are of statements s, in force as version v, with customers c.
const summaryColumns = `
SELECT s.id, s.statement_no, s.version, c.id, c.code, c.name, c.name_en, s.currency, s.period_start, s.cut_off,
  v.opening, v.charges, v.credits, v.receipts, v.adjustments, v.closing, v.overdue, d.amount, s.state,
  CASE s.state WHEN 'draft' THEN v.snapshot_at WHEN 'issued' THEN s.issued_at WHEN 'viewed' THEN s.viewed_at WHEN 'answered' THEN s.answered_at
    WHEN 'agreed' THEN s.agreed_at ELSE s.cancelled_at END,
  v.line_count, a.count, d.count, s.answer_due, s.issued_at, s.viewed_at, s.agreed_at,
  floor(extract(epoch FROM coalesce(s.agreed_at, s.cancelled_at, now()) - s.issued_at) / 86400)::int`

const summaryParts = `
JOIN statement_versions v ON v.statement_id = s.id AND v.version = s.version
JOIN customers c ON c.id = s.customer_id
CROSS JOIN LATERAL (SELECT count(*)::int AS count FROM line_answers l WHERE l.statement_id = s.id) a
CROSS JOIN LATERAL (SELECT count(*)::int AS count, coalesce(sum(disputed_amount), 0) AS amount FROM disputes t
  WHERE t.statement_id = s.id AND t.state NOT IN ('resolved', 'withdrawn')) d`

const selectSummaries = summaryColumns + `
FROM statements s` + summaryParts + `
WHERE s.organization_id = $1 AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2))) `

// scope are the first two parameters of selectSummaries: the organization, and the salesperson who sees only their own customers.
func scope(actor ledger.Actor) []any {
	var own ledger.ID
	if actor.OwnCustomersOnly() {
		own = actor.PersonID
	}
	return []any{actor.OrganizationID, own}
}

// pattern makes a search text match anywhere; what a person typed is taken literally.
func pattern(search string) string {
	if search == "" {
		return ""
	}
	text := make([]rune, 0, len(search)+2)
	text = append(text, '%')
	for _, r := range search {
		if r == '%' || r == '_' || r == '\\' {
			text = append(text, '\\')
		}
		text = append(text, r)
	}
	return string(append(text, '%'))
}

func readSummary(ctx context.Context, tx *store.Tx, id ledger.ID) (Summary, error) {
	if !tx.Actor.Reaches(id) {
		return Summary{}, ledger.E("not_found")
	}
	summary, found, err := store.Row[Summary](ctx, tx, selectSummaries+`AND s.id = $3`, append(scope(tx.Actor), id)...)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	return summary, err
}

// CountStates counts the statements that are in force by state, for the dashboard.
func (s *Service) CountStates(ctx context.Context, actor ledger.Actor) (map[State]int, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return nil, err
	}
	counts := map[State]int{}
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		rows, err := store.Rows[struct {
			State State
			Count int
		}](ctx, tx, `SELECT s.state, count(*)::int FROM statements s JOIN customers c ON c.id = s.customer_id
			WHERE s.organization_id = $1 AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2))) AND s.state <> 'cancelled' GROUP BY s.state`, scope(actor)...)
		for _, row := range rows {
			counts[row.State] = row.Count
		}
		return err
	})
	return counts, err
}
