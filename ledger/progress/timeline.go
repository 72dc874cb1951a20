package progress

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/statement"
)

// Step is a thing that happened to a statement, or one that is to come: then At is nil and On says when. What is issued, viewed,
// reminded, task, escalation, answered, agreed or cancelled; Day counts a reminder from the day on which the answer is due.
type Step struct {
	What string
	At   *time.Time
	On   calendar.Date
	Day  int
}

// Timeline is the way of a statement's version in force: what happened and what comes next as long as nobody answers. Held says why
// nothing more comes: disputed or credit (nothing undisputed is owed, DUN-08); empty otherwise.
type Timeline struct {
	Done  []Step
	Ahead []Step
	Held  string
}

const readTimeline = `
SELECT x.what, x.at, x.day FROM (
  SELECT 'issued' AS what, s.issued_at AS at, 0 AS day FROM statements s WHERE s.id = $1
  UNION ALL SELECT 'viewed', s.viewed_at, 0 FROM statements s WHERE s.id = $1
  UNION ALL SELECT 'reminded', r.at, r.day FROM statement_reminders r JOIN statements s ON s.id = r.statement_id AND s.version = r.version WHERE s.id = $1
  UNION ALL SELECT e.step, e.at, 0 FROM statement_escalations e JOIN statements s ON s.id = e.statement_id AND s.version = e.version WHERE s.id = $1
  UNION ALL SELECT 'answered', s.answered_at, 0 FROM statements s WHERE s.id = $1
  UNION ALL SELECT 'agreed', s.agreed_at, 0 FROM statements s WHERE s.id = $1
  UNION ALL SELECT 'cancelled', s.cancelled_at, 0 FROM statements s WHERE s.id = $1
) x WHERE x.at IS NOT NULL ORDER BY x.at`

type doneRow struct {
	What string
	At   time.Time
	Day  int
}

const readSilence = `
SELECT s.state, s.answer_due, (now() AT TIME ZONE o.time_zone)::date, o.reminder_days,
  (SELECT coalesce(sum(CASE i.side WHEN 'debit' THEN i.open_amount ELSE -i.open_amount END), 0) FROM open_items i
   WHERE i.customer_id = s.customer_id AND i.currency = s.currency AND i.open_amount > 0)
  - d.amount > 0, d.amount > 0
FROM statements s JOIN organizations o ON o.id = s.organization_id JOIN customers c ON c.id = s.customer_id
CROSS JOIN LATERAL (SELECT coalesce(sum(x.disputed_amount), 0) AS amount FROM disputes x
  WHERE x.customer_id = s.customer_id AND x.currency = s.currency AND x.state NOT IN ('resolved', 'withdrawn')) d
WHERE s.organization_id = $1 AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2))) AND s.id = $3`

type silence struct {
	State    statement.State
	Due      calendar.Date
	Today    calendar.Date
	Days     []int
	Owes     bool
	Disputed bool
}

// Timeline reads it. Needs SeeStatements as staff. Refused: not_found.
func (s *Service) Timeline(ctx context.Context, actor ledger.Actor, id ledger.ID) (Timeline, error) {
	if err := check(actor, Query{}); err != nil {
		return Timeline{}, err
	}
	var own ledger.ID
	if actor.OwnCustomersOnly() {
		own = actor.PersonID
	}
	var out Timeline
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		now, found, err := store.Row[silence](ctx, tx, readSilence, actor.OrganizationID, own, id)
		if err != nil {
			return err
		}
		if !found {
			return ledger.E("not_found")
		}
		done, err := store.Rows[doneRow](ctx, tx, readTimeline, id)
		if err != nil {
			return err
		}
		policy, err := statement.PolicyInForce(ctx, tx)
		out = now.timeline(done, policy)
		return err
	})
	return out, err
}

func (n silence) timeline(done []doneRow, policy statement.CyclePolicy) Timeline {
	var out Timeline
	taken := map[string]bool{}
	last := -1000
	for _, row := range done {
		at := row.At
		out.Done = append(out.Done, Step{What: row.What, At: &at, Day: row.Day})
		taken[row.What] = true
		if row.What == "reminded" {
			last = max(last, row.Day)
		}
	}
	if n.State != statement.Issued && n.State != statement.Viewed {
		return out
	}
	if !n.Owes {
		if out.Held = "credit"; n.Disputed {
			out.Held = "disputed"
		}
		return out
	}
	ahead := func(what string, day int) {
		if on := n.Due.AddDays(day); !on.Before(n.Today) {
			out.Ahead = append(out.Ahead, Step{What: what, On: on, Day: day})
		}
	}
	for _, day := range n.Days {
		if day > last {
			ahead("reminded", day)
		}
	}
	if policy.TaskDays != nil && !taken["task"] {
		ahead("task", *policy.TaskDays)
	}
	if policy.EscalationDays != nil && !taken["escalation"] {
		ahead("escalation", *policy.EscalationDays)
	}
	return out
}
