package issue

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// Subject names what an issue is about: a dispute, a line of a statement, a reconciling item, or just a customer.
type Subject struct {
	DisputeID   ledger.ID
	StatementID ledger.ID
	Line        int
	ItemID      ledger.ID
	CustomerID  ledger.ID
}

func (s Subject) source() Source {
	switch {
	case !s.DisputeID.IsZero():
		return FromDispute
	case !s.ItemID.IsZero():
		return FromItem
	case !s.StatementID.IsZero():
		return FromLine
	}
	return ByHand
}

// Ground is what is known of a subject before an issue is raised about it.
type Ground struct {
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	CustomerEN   string
	Salesperson  ledger.ID
	StatementID  ledger.ID
	No           string // how people call the subject
	Text         string // what it is about
	Amount       decimal.NullDecimal
	Currency     string
	OwnerID      ledger.ID // who works on it already
	Today        calendar.Date
}

// NewIssue is an issue to be raised. Days are working days from today by which it is due.
type NewIssue struct {
	Subject
	Title       string
	Description string
	Cause       string
	NextStep    string
	OwnerID     ledger.ID
	Days        int
}

const groundOf = `
SELECT c.id, c.code, c.name, c.name_en, c.salesperson_id, %WHAT%, (now() AT TIME ZONE o.time_zone)::date
FROM customers c JOIN organizations o ON o.id = c.organization_id %JOIN%
WHERE %WHERE% AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2)))`

// grounds are the queries of each source; $1 is the subject, $3 the line.
var grounds = map[Source][3]string{
	ByHand: {"NULL::uuid, '', '', NULL::numeric, '', NULL::uuid", "", "c.id = $1"},
	FromDispute: {"d.statement_id, d.dispute_no, d.text, d.disputed_amount::numeric, d.currency, d.assignee_id",
		"JOIN disputes d ON d.customer_id = c.id", "d.id = $1"},
	FromItem: {"i.statement_id, coalesce(nullif(i.document_no, ''), s.statement_no), i.description, i.amount::numeric, i.currency, NULL::uuid",
		"JOIN reconciling_items i ON i.customer_id = c.id JOIN statements s ON s.id = i.statement_id", "i.id = $1"},
	FromLine: {"s.id, s.statement_no || ' / ' || ($3::int)::text, l.document_no, l.amount, s.currency, NULL::uuid",
		`JOIN statements s ON s.customer_id = c.id JOIN LATERAL (
  SELECT r.document_no, r.amount FROM statement_versions v, LATERAL (
    SELECT (x ->> 0)::int AS no, x ->> 3 AS document_no, (x ->> 17)::numeric AS amount FROM jsonb_array_elements(v.body::jsonb -> 'lines') x
    UNION ALL SELECT (x ->> 0)::int, x ->> 3, (x ->> 9)::numeric FROM jsonb_array_elements(v.body::jsonb -> 'open_items') x) r
  WHERE v.statement_id = s.id AND v.version = s.version AND r.no = $3) l ON true`, "s.id = $1"},
}

func (s Subject) ground(ctx context.Context, tx *store.Tx) (Ground, error) {
	source := s.source()
	id := map[Source]ledger.ID{FromDispute: s.DisputeID, FromItem: s.ItemID, FromLine: s.StatementID, ByHand: s.CustomerID}[source]
	var own ledger.ID
	if tx.Actor.OwnCustomersOnly() {
		own = tx.Actor.PersonID
	}
	parts := grounds[source]
	sql, args := strings.NewReplacer("%WHAT%", parts[0], "%JOIN%", parts[1], "%WHERE%", parts[2]).Replace(groundOf), []any{id, own}
	if source == FromLine {
		args = append(args, s.Line)
	}
	found, ok, err := store.Row[Ground](ctx, tx, sql, args...)
	if err == nil && !ok {
		err = ledger.E("not_found")
	}
	return found, err
}

// Ground reads what an issue about the subject would begin with. Needs AnswerDisputes. Refused: not_found.
func (s *Service) Ground(ctx context.Context, actor ledger.Actor, about Subject) (Ground, error) {
	if err := requireStaff(actor, ledger.AnswerDisputes); err != nil {
		return Ground{}, err
	}
	var out Ground
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = about.ground(ctx, tx)
		return err
	})
	return out, err
}

func (n NewIssue) check() error {
	bad := ledger.E("validation_failed")
	text := func(field, value string, most int, needed bool) {
		switch {
		case needed && strings.TrimSpace(value) == "":
			bad.At(field, "required")
		case len([]rune(value)) > most:
			bad.At(field, "too_long")
		}
	}
	text("title", n.Title, maxTitle, true)
	text("description", n.Description, maxText, false)
	text("next_step", n.NextStep, maxNextStep, false)
	if n.Cause != "" && !slices.Contains(Causes, n.Cause) {
		bad.At("cause", "not_a_choice")
	}
	if n.Days < 1 {
		bad.At("days", "must_be_positive")
	} else if n.Days > MaxDays {
		bad.At("days", "too_large")
	}
	if n.OwnerID.IsZero() {
		bad.At("owner_id", "required")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

const insertIssue = `
WITH counter AS (
  INSERT INTO counters (organization_id, series, last) VALUES ($1, $2, 1)
  ON CONFLICT (organization_id, series) DO UPDATE SET last = counters.last + 1 RETURNING last
)
INSERT INTO issues (id, organization_id, customer_id, issue_no, source, dispute_id, statement_id, line_no, item_id, source_no, title, description, cause, next_step,
  amount, currency, owner_id, due_on, raised_by, raised_by_name)
SELECT $3, $1, $4, $2 || '-' || lpad(last::text, greatest(5, length(last::text)), '0'), $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20 FROM counter`

// Raise enters an issue in the register. Needs AnswerDisputes; sales raise issues of their own customers. Refused in this order: what is
// missing, too long or no choice; not_found for the subject; not_a_choice at owner_id for who does not work here, answers no disputes, or is
// sales and not the customer's.
func (s *Service) Raise(ctx context.Context, actor ledger.Actor, n NewIssue) (ledger.ID, error) {
	if err := requireStaff(actor, ledger.AnswerDisputes); err != nil {
		return ledger.ID{}, err
	}
	if err := n.check(); err != nil {
		return ledger.ID{}, err
	}
	id := ledger.NewID()
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		at, err := n.ground(ctx, tx)
		if err != nil {
			return err
		}
		owner, err := ownerOf(ctx, tx, at.CustomerID, n.OwnerID)
		if err != nil {
			return err
		}
		due := calendar.China().AddWorkingDays(at.Today, n.Days)
		var line *int
		var amount, currency any
		if n.source() == FromLine {
			line = &n.Line
		}
		if at.Amount.Valid {
			amount, currency = at.Amount.Decimal, at.Currency
		}
		_, err = store.Exec(ctx, tx, insertIssue, actor.OrganizationID, "ISS-"+strconv.Itoa(at.Today.Year()), id, at.CustomerID, n.source(), n.DisputeID, at.StatementID, line, n.ItemID, at.No,
			strings.TrimSpace(n.Title), n.Description, n.Cause, strings.TrimSpace(n.NextStep), amount, currency, n.OwnerID, due, actor.PersonID, actor.Name)
		if err != nil {
			return err
		}
		if err := tellOwner(ctx, tx, id, at.CustomerID, n.OwnerID, event.IssueAssigned); err != nil {
			return err
		}
		tx.Audit(at.CustomerID, "issue.raised", map[string]any{"issue": id, "source": n.source(), "of": at.No, "title": n.Title, "owner": owner, "due": due.String()})
		return record(ctx, tx, at.CustomerID, id, Event{Kind: "raised", After: owner, Text: due.String()})
	})
	return id, err
}

const insertEvent = `
INSERT INTO issue_events (id, organization_id, customer_id, issue_id, kind, before, after, text, actor_id, actor_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

func record(ctx context.Context, tx *store.Tx, customer, issue ledger.ID, events ...Event) error {
	var b store.Batch
	for _, e := range events {
		b.Do(insertEvent, ledger.NewID(), tx.Actor.OrganizationID, customer, issue, e.Kind, e.Before, e.After, e.Text, tx.Actor.PersonID, tx.Actor.Name)
	}
	return tx.Send(ctx, &b)
}

// text of an amount, for a table.
func (i Issue) text() string {
	if !i.Amount.Valid {
		return ""
	}
	return money.Text(i.Amount.Decimal, money.Currency(i.Currency))
}
