package statement

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Filter narrows a list. Search looks into the statement's number and the customer's code and names. Unanswered keeps only those
// that wait for the customer.
type Filter struct {
	State      State
	CustomerID ledger.ID
	RunID      ledger.ID
	GroupID    ledger.ID // a group of companies: those that belonged to it at the cut-off; for staff
	Search     string
	Unanswered bool
	Before     ledger.ID // the last one of the page before
	Limit      int       // at most MaxPage
}

// MaxPage bounds a page of any list.
const MaxPage = 200

// List pages through statements, newest first. Needs SeeStatements; a customer sees its own that were issued, sales staff those of
// their own customers.
func (s *Service) List(ctx context.Context, actor ledger.Actor, f Filter) ([]Summary, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return nil, err
	}
	if f.Limit <= 0 || f.Limit > MaxPage {
		f.Limit = MaxPage
	}
	sql, args := f.sql(actor)
	var out []Summary
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Summary](ctx, tx, sql, args...)
		return err
	})
	return out, err
}

// listed chooses the page by its key before anything is looked up beside it: joined and counted first, a page of fifty may be
// planned as if every statement were wanted.
const listed = "WITH page AS MATERIALIZED (%s ORDER BY s.id DESC LIMIT %d)" + summaryColumns + "\nFROM page s" + summaryParts + "\nORDER BY s.id DESC"

// waiting are the states in which a statement waits for the customer.
var waiting = []State{Issued, Viewed}

// sql builds the query from an allow-list of conditions; every value travels as a parameter.
func (f Filter) sql(actor ledger.Actor) (string, []any) {
	args := []any{actor.OrganizationID}
	param := func(value any) string {
		args = append(args, value)
		return "$" + strconv.Itoa(len(args))
	}
	choose := "SELECT s.* FROM statements s WHERE s.organization_id = $1"
	if actor.OwnCustomersOnly() {
		choose += " AND s.customer_id IN (SELECT o.id FROM customers o WHERE o.salesperson_id = " + param(actor.PersonID) + ")"
	}
	if !f.CustomerID.IsZero() {
		choose += " AND s.customer_id = " + param(f.CustomerID)
	}
	if actor.Audience == ledger.Portal { // the policies say so too, in words that the planner cannot weigh
		choose += " AND s.issued_at IS NOT NULL AND s.customer_id = " + param(actor.CustomerID)
	}
	if !f.RunID.IsZero() {
		choose += " AND s.run_id = " + param(f.RunID)
	}
	if !f.GroupID.IsZero() {
		choose += " AND s.customer_id IN (SELECT g.customer_id FROM customer_group_members g WHERE g.group_id = " + param(f.GroupID) +
			" AND g.starts <= s.cut_off AND coalesce(g.ends, s.cut_off) >= s.cut_off)"
	}
	if f.Search != "" {
		like := param(pattern(f.Search)) // the customer is looked up by row: joined, every customer may be searched for a page of fifty
		choose += " AND (s.statement_no ILIKE " + like + " OR (SELECT c.code ILIKE " + like + " OR c.name ILIKE " + like + " OR c.name_en ILIKE " + like +
			" FROM customers c WHERE c.id = s.customer_id))"
	}
	if !f.Before.IsZero() {
		choose += " AND s.id < " + param(f.Before)
	}
	if f.State != "" {
		choose += " AND s.state = " + param(f.State)
	}
	if f.Unanswered {
		choose = unanswered(choose, f.Limit, param)
	}
	return fmt.Sprintf(listed, choose, f.Limit), args
}

// unanswered takes a page of each state that waits, each by its key, and leaves the joining of them to the page.
func unanswered(choose string, limit int, param func(any) string) string {
	parts := make([]string, len(waiting))
	for i, state := range waiting {
		parts[i] = fmt.Sprintf("(%s AND s.state = %s ORDER BY s.id DESC LIMIT %d)", choose, param(state), limit)
	}
	return "SELECT * FROM (" + strings.Join(parts, " UNION ALL ") + ") s"
}
