package statement

import (
	"cmp"
	"context"
	"slices"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// Due is a cut-off on which the cycles of some customers end: how many take part, and how many of them a run has dealt with or have
// their statement already. On is the first day on which the run can be made.
type Due struct {
	Start     calendar.Date // the earliest first day
	CutOff    calendar.Date
	On        calendar.Date
	Cycles    []calendar.Cycle
	Customers int
	Done      int
	Days      int // until On; negative when it has passed
	Automatic bool
}

// How far the list of due runs looks back and ahead, in days.
const (
	dueBack  = 45
	dueAhead = 62
)

const countDue = `
WITH ends AS (SELECT * FROM unnest($2::text[], $3::date[]) AS e (cycle, cut_off)),
dealt AS (
  SELECT DISTINCT r.cut_off, c.customer_id FROM statement_runs r JOIN statement_run_customers c ON c.run_id = r.id
  WHERE r.organization_id = $1 AND r.cut_off = ANY ($3) AND r.state <> 'cancelled' AND c.state NOT IN ('failed', 'blocked')
)
SELECT e.cycle, e.cut_off, count(*)::int, count(*) FILTER (WHERE d.customer_id IS NOT NULL
  OR EXISTS (SELECT FROM statements s WHERE s.customer_id = c.id AND s.state <> 'cancelled' AND s.cut_off >= e.cut_off))::int
FROM ends e JOIN customers c ON c.cycle = e.cycle AND c.organization_id = $1 AND c.active AND (c.created_at AT TIME ZONE 'UTC')::date <= e.cut_off + $4::int
LEFT JOIN dealt d ON d.customer_id = c.id AND d.cut_off = e.cut_off
GROUP BY e.cycle, e.cut_off`

// DueRuns lists the cut-offs about today on which cycles end, the earliest first: those of the past only while somebody is not dealt with. Needs
// SeeStatements as staff.
func (s *Service) DueRuns(ctx context.Context, actor ledger.Actor) ([]Due, error) {
	if err := requireStaff(actor, ledger.SeeStatements); err != nil {
		return nil, err
	}
	var out []Due
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		today, err := businessDay(ctx, tx)
		if err != nil {
			return err
		}
		policy, err := policyInForce(ctx, tx)
		if err != nil {
			return err
		}
		used, err := store.Rows[cycleCount](ctx, tx, readCycles, actor.OrganizationID)
		if err != nil {
			return err
		}
		cycles, cutOffs, starts := ends(used, today.AddDays(-dueBack), today.AddDays(dueAhead))
		rows, err := store.Rows[dueRow](ctx, tx, countDue, actor.OrganizationID, cycles, cutOffs, dueBack)
		if err != nil {
			return err
		}
		out = gather(rows, starts, today, policy.CyclePolicy)
		return nil
	})
	return out, err
}

type dueRow struct {
	Cycle     calendar.Cycle
	CutOff    calendar.Date
	Customers int
	Done      int
}

type cycleEnd struct {
	cycle  calendar.Cycle
	cutOff calendar.Date
}

// ends are the cut-offs of the cycles between two days: all that are past and the next one of each.
func ends(used []cycleCount, from, to calendar.Date) (cycles []string, cutOffs []calendar.Date, starts map[cycleEnd]calendar.Date) {
	starts = map[cycleEnd]calendar.Date{}
	for _, u := range used {
		for after := from.AddDays(-1); ; {
			start, cutOff := u.Cycle.Next(after)
			if cutOff.IsZero() || cutOff.After(to) {
				break
			}
			cycles, cutOffs, after = append(cycles, string(u.Cycle)), append(cutOffs, cutOff), cutOff
			starts[cycleEnd{u.Cycle, cutOff}] = start
		}
	}
	return cycles, cutOffs, starts
}

func gather(rows []dueRow, starts map[cycleEnd]calendar.Date, today calendar.Date, policy CyclePolicy) []Due {
	byDay := map[calendar.Date]*Due{}
	for _, row := range rows {
		d := byDay[row.CutOff]
		if d == nil {
			on := row.CutOff.AddDays(1)
			if policy.Automatic != AutomaticOff {
				on = on.AddDays(policy.DelayDays)
			}
			d = &Due{CutOff: row.CutOff, On: on, Days: on.Sub(today), Automatic: policy.Automatic != AutomaticOff}
			byDay[row.CutOff] = d
		}
		start := starts[cycleEnd{row.Cycle, row.CutOff}]
		if d.Start.IsZero() || start.Before(d.Start) {
			d.Start = start
		}
		d.Cycles = append(d.Cycles, row.Cycle)
		d.Customers += row.Customers
		d.Done += row.Done
	}
	var out []Due
	for _, d := range byDay {
		slices.Sort(d.Cycles)
		if d.Days > 0 || d.Done < d.Customers {
			out = append(out, *d)
		}
	}
	slices.SortFunc(out, func(a, b Due) int { return cmp.Compare(a.CutOff.Days(), b.CutOff.Days()) })
	return out
}
