package period

import (
	"context"
	"fmt"
	"strings"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// Blocker is unfinished work that keeps a period from being closed.
type Blocker struct {
	Kind     string // draft, submitted, statement_run, allocation (one that waits for approval)
	ID       ledger.ID
	Document string        // kind of the drafted document; empty for a run
	Customer string        // code; empty for a run
	Date     calendar.Date // posting date, or a run's cut-off
}

func (b Blocker) String() string {
	if b.Kind == "statement_run" {
		return fmt.Sprintf("statement run to %s", b.Date)
	}
	return fmt.Sprintf("%s %s %s %s", b.Customer, b.Document, b.Date, b.Kind)
}

// unfinished lists what stands in the way: documents nobody has posted yet, statement runs under way, and settlements that wait for
// approval.
const unfinished = `
  SELECT d.state AS kind, d.id, d.kind AS document, c.code AS customer, d.posting_date AS on_date
  FROM drafts d JOIN customers c ON c.id = d.customer_id
  WHERE d.organization_id = $1 AND d.state IN ('draft', 'submitted')
  UNION ALL
  SELECT 'statement_run', r.id, '', '', r.cut_off FROM statement_runs r WHERE r.organization_id = $1 AND r.state IN ('queued', 'running')
  UNION ALL
  SELECT 'allocation', q.id, '', c.code, q.effective_date FROM settlement_proposals q JOIN customers c ON c.id = q.customer_id
  WHERE q.organization_id = $1 AND q.state = 'waiting'`

const readBlockers = `SELECT u.* FROM (` + unfinished + `) u WHERE u.on_date BETWEEN $2 AND $3 ORDER BY u.on_date, u.id`

// Blockers lists what keeps the period of a day, and the open ones before it, from being closed. Needs SeeReports.
func (s *Service) Blockers(ctx context.Context, actor ledger.Actor, day calendar.Date) ([]Blocker, error) {
	if err := actor.Require(ledger.SeeReports); err != nil {
		return nil, err
	}
	var blockers []Blocker
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		open, err := openUpTo(ctx, tx, day)
		if err != nil || len(open) == 0 {
			return err
		}
		blockers, err = store.Rows[Blocker](ctx, tx, readBlockers, actor.OrganizationID, open[0], day.EndOfMonth())
		return err
	})
	return blockers, err
}

// shownBlockers is how many the refusal names; Blockers lists them all.
const shownBlockers = 10

func refusal(day calendar.Date, blockers []Blocker) error {
	var names []string
	for _, b := range blockers[:min(shownBlockers, len(blockers))] {
		names = append(names, b.String())
	}
	text := strings.Join(names, "; ")
	if more := len(blockers) - shownBlockers; more > 0 {
		text += fmt.Sprintf("; + %d", more)
	}
	return ledger.E("period_not_closable").With("period", Name(day)).With("blockers", text)
}
