package dispute

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/field"
	"hefu/ledger/internal/store"
)

// Summary is a dispute as lists show it; amounts are in Currency.
type Summary struct {
	ID             ledger.ID
	DisputeNo      string
	StatementID    ledger.ID
	StatementNo    string
	LineNo         int
	DocumentID     ledger.ID
	DocumentNo     string
	CustomerID     ledger.ID
	CustomerCode   string
	CustomerName   string
	CustomerEN     string
	Currency       string
	LineAmount     decimal.Decimal
	Category       string
	DisputedAmount decimal.Decimal
	CustomerFigure decimal.NullDecimal
	Text           string
	State          State
	Outcome        *string
	RootCause      *string
	AgreedAmount   decimal.NullDecimal
	CreditID       ledger.ID
	CreditNo       string
	AssigneeID     ledger.ID
	AssigneeName   string
	DueAt          time.Time
	Overdue        bool
	OpenedAt       time.Time
	OpenedByName   string
	ResolvedAt     *time.Time
	RowVersion     int
	Unread         int          // messages that the actor has not read
	Files          int          // attachments that the actor can see
	Fields         field.Values `db:"-"` // custom fields that the actor can see, by code
}

// WaitingFor is whose move it is: staff, customer, approver or nobody.
func (s Summary) WaitingFor() string {
	switch s.State {
	case Open, InReview:
		return "staff"
	case Answered, Proposed:
		return "customer"
	case AwaitingApproval:
		return "approver"
	}
	return "nobody"
}

// The assignee's name is staff's own business: the portal's role cannot read staff, so it is looked up for the others only.
const summarySelect = `
SELECT d.id, d.dispute_no, d.statement_id, s.statement_no, d.line_no, d.document_id, d.document_no, d.customer_id, c.code, c.name, c.name_en, d.currency, d.line_amount,
  d.category, d.disputed_amount, d.customer_figure, d.text, d.state, d.outcome, d.root_cause, d.agreed_amount, d.credit_document_id, coalesce(n.document_no, ''),
  d.assignee_id, %ASSIGNEE%, d.due_at, d.due_at < now() AND d.state NOT IN ('resolved', 'withdrawn'), d.opened_at, d.opened_by_name, d.resolved_at, d.row_version,
  %UNREAD%, (SELECT count(*) FROM attachments f WHERE f.dispute_id = d.id AND f.withdrawn_at IS NULL)
FROM disputes d
JOIN statements s ON s.id = d.statement_id
JOIN customers c ON c.id = d.customer_id
LEFT JOIN documents n ON n.id = d.credit_document_id
WHERE true`

// Views of the queue, each a condition on the dispute; $me is the actor.
var views = map[string]string{
	"all":               "true",
	"open":              "d.state NOT IN ('resolved', 'withdrawn')",
	"closed":            "d.state IN ('resolved', 'withdrawn')",
	"mine":              "d.state NOT IN ('resolved', 'withdrawn') AND d.assignee_id IN (SELECT acts_as($1))",
	"unassigned":        "d.state NOT IN ('resolved', 'withdrawn') AND d.assignee_id IS NULL",
	"overdue":           "d.state NOT IN ('resolved', 'withdrawn') AND d.due_at < now()",
	"awaiting_customer": "d.state IN ('answered', 'proposed')",
	"approval":          "d.state = 'awaiting_approval'",
	"approve":           "%APPROVE%",
	"answer":            ToAnswer + " AND d.assignee_id IN (SELECT acts_as($1))",
	"late":              ToAnswer + " AND d.due_at < now() AND d.assignee_id NOT IN (SELECT acts_as($1))",
	"unread":            "%CONCERNS% AND %UNREAD% > 0",
}

// ToAnswer is the condition of the disputes d that staff have to answer.
const ToAnswer = "d.state IN ('open', 'in_review')"

// decides: above the threshold of the organization's policy, what was decided together counted together, the last word is an approver's.
const decides = `r.state = 'awaiting_approval' AND NOT one_person(%PERSON%, r.proposed_by, r.created_at) AND (%APPROVES% OR (SELECT sum(x.amount * coalesce(xb.rate, 1)) FROM resolutions x
    JOIN disputes xd ON xd.id = x.dispute_id LEFT JOIN documents xb ON xb.id = xd.document_id WHERE x.id = r.id OR (x.together = r.together AND x.state = 'awaiting_approval'))
  <= coalesce((SELECT p.threshold FROM dispute_policies p WHERE p.organization_id = d.organization_id ORDER BY p.version DESC LIMIT 1),
    (SELECT o.approval_threshold FROM organizations o WHERE o.id = d.organization_id)))`

// Decides is the condition of the resolutions r of disputes d on which somebody may decide who may post documents: a person, and whether
// they approve what lies above the threshold. Both are texts of parameters. The queue, its count and the work list ask it alike.
func Decides(person, approves string) string {
	return strings.NewReplacer("%PERSON%", person, "%APPROVES%", approves).Replace(decides)
}

// Filter narrows the list. View is one of open, closed, mine, answer (the actor's to answer), unassigned, overdue, late (to answer, of
// colleagues), awaiting_customer, approval, approve (on which the actor may decide), unread, all.
type Filter struct {
	View        string
	CustomerID  ledger.ID
	StatementID ledger.ID
	Query       string
	After       ledger.ID
	Limit       int // 1–201, one more than a page; 0 is 50
}

// List pages through disputes, newest first. Needs SeeStatements; sales staff see their own customers'.
func (s *Service) List(ctx context.Context, actor ledger.Actor, filter Filter) ([]Summary, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return nil, err
	}
	condition, ok := views[filter.View]
	condition = fill(condition, actor)
	if !ok {
		return nil, ledger.E("validation_failed").At("view", "not_a_choice")
	}
	sql, args := scoped(selectFor(actor), actor)
	param := func(value any) string {
		args = append(args, value)
		return "$" + strconv.Itoa(len(args))
	}
	sql += " AND " + condition
	if !filter.CustomerID.IsZero() {
		sql += " AND d.customer_id = " + param(filter.CustomerID)
	}
	if !filter.StatementID.IsZero() {
		sql += " AND d.statement_id = " + param(filter.StatementID)
	}
	if filter.Query != "" {
		like := param("%" + filter.Query + "%")
		sql += " AND (d.dispute_no ILIKE " + like + " OR d.document_no ILIKE " + like + " OR c.name ILIKE " + like + " OR c.code ILIKE " + like + ")"
	}
	if !filter.After.IsZero() {
		sql += " AND d.id < " + param(filter.After)
	}
	limit := filter.Limit
	if limit <= 0 || limit > 201 {
		limit = 50
	}
	sql += " ORDER BY d.id DESC LIMIT " + param(limit)
	var found []Summary
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		var b store.Batch
		store.Read(&b, &found, sql, args...)
		anySaid := field.Any(&b, actor, field.OfDispute)
		if err := tx.Send(ctx, &b); err != nil || !anySaid() {
			return err
		}
		return readFields(ctx, tx, found)
	})
	return found, err
}

// scoped starts the parameters with the actor and narrows to the actor's own customers where only those are theirs.
func scoped(sql string, actor ledger.Actor) (string, []any) {
	sql += " AND $1::uuid IS NOT NULL"
	if actor.OwnCustomersOnly() {
		sql += " AND c.salesperson_id IN (SELECT acts_as($1))"
	}
	return sql, []any{actor.PersonID}
}

// Counts tells how many disputes each view holds; they equal the lists. One look at the disputes answers for all views.
func (s *Service) Counts(ctx context.Context, actor ledger.Actor) (map[string]int, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return nil, err
	}
	names := slices.Sorted(maps.Keys(views))
	each := make([]string, len(names))
	for i, view := range names {
		each[i] = "count(*) FILTER (WHERE " + fill(views[view], actor) + ")::int"
	}
	from := " FROM disputes d WHERE true"
	if actor.OwnCustomersOnly() {
		from = " FROM disputes d JOIN customers c ON c.id = d.customer_id WHERE true"
	}
	sql, args := scoped("SELECT ARRAY["+strings.Join(each, ", ")+"]"+from, actor)
	counts := map[string]int{}
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		found, _, err := store.Value[[]int32](ctx, tx, sql, args...)
		for i, n := range found {
			counts[names[i]] = int(n)
		}
		return err
	})
	return counts, err
}
