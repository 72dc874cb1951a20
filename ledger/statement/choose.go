package statement

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// Exception is a customer of a run that is treated otherwise by hand, and why.
type Exception struct {
	CustomerID ledger.ID
	Reason     string
}

// MaxExceptions bounds how many customers a run leaves out, or releases, by hand.
const MaxExceptions = 2000

func checkExceptions(field string, list []Exception, bad *ledger.Error) {
	if len(list) > MaxExceptions {
		bad.At(field, "too_long")
	}
	for _, e := range list {
		if e.Reason == "" {
			bad.At(field, "required")
			return
		}
		if len([]rune(e.Reason)) > maxRemark {
			bad.At(field, "too_long")
			return
		}
	}
}

// The cycles in use, with how many customers have each.
const readCycles = `SELECT cycle, count(*)::int FROM customers WHERE organization_id = $1 AND active AND cycle <> 'none' GROUP BY cycle ORDER BY cycle`

type cycleCount struct {
	Cycle calendar.Cycle
	Count int
}

// takesPart tells whether customers of a cycle take part in the run, and from which day; no day means the run's own range. Monthly ones take part in every run, over its
// own range, unless Due asks for those alone whose period ends with it; the others only at their own cut-off, from their own first day.
func (c RunCommand) takesPart(cycle calendar.Cycle) (calendar.Date, bool) {
	if c.Cycle != "" && c.Cycle != string(cycle) && c.Cycle != cycle.Family() {
		return calendar.Date{}, false
	}
	start, ends := cycle.EndsOn(c.CutOff)
	if cycle == calendar.Monthly && !c.Due {
		return calendar.Date{}, true
	}
	return start, ends
}

// Named customers take part over the run's own range; by cycle nobody starts before the day after their last statement.
const chooseCustomers = `
SELECT c.id, CASE WHEN m.start IS NULL THEN $5::date ELSE greatest(m.start, (SELECT max(s.cut_off) + 1 FROM statements s
  WHERE s.customer_id = c.id AND s.state <> 'cancelled' AND s.cut_off < $6)) END AS start
FROM customers c LEFT JOIN unnest($3::text[], $4::date[]) AS m (cycle, start) ON m.cycle = c.cycle AND cardinality($2::uuid[]) = 0
WHERE c.organization_id = $1 AND CASE WHEN cardinality($2::uuid[]) > 0 THEN c.id = ANY ($2) ELSE c.active AND m.cycle IS NOT NULL END`

// choosing are the parameters of chooseCustomers.
func choosing(ctx context.Context, tx *store.Tx, cmd RunCommand) ([]any, error) {
	cycles, starts := []string{}, []calendar.Date{}
	if len(cmd.Customers) == 0 {
		used, err := store.Rows[cycleCount](ctx, tx, readCycles, tx.Actor.OrganizationID)
		if err != nil {
			return nil, err
		}
		for _, u := range used {
			if start, ok := cmd.takesPart(u.Cycle); ok {
				cycles, starts = append(cycles, string(u.Cycle)), append(starts, start)
			}
		}
	}
	return []any{tx.Actor.OrganizationID, distinct(cmd.Customers), cycles, starts, cmd.Start, cmd.CutOff}, nil
}

// NotDue is a customer that a run passes over because its cycle does not end with it, and when its next statement is.
type NotDue struct {
	CustomerID ledger.ID
	Code       string
	Name       string
	Cycle      calendar.Cycle
	Start      calendar.Date
	CutOff     calendar.Date
}

const readNotDue = `
SELECT id, code, name, cycle FROM customers WHERE organization_id = $1 AND active AND NOT cycle = ANY ($2) ORDER BY cycle = 'none', code LIMIT $3`

const countNotDue = `SELECT count(*)::int FROM customers WHERE organization_id = $1 AND active AND NOT cycle = ANY ($2)`

// notDue lists who takes no part in the run over cycles.
func notDue(ctx context.Context, tx *store.Tx, cmd RunCommand, cycles any) (list []NotDue, count int, err error) {
	if len(cmd.Customers) > 0 {
		return nil, 0, nil
	}
	rows, err := store.Rows[struct {
		ID         ledger.ID
		Code, Name string
		Cycle      calendar.Cycle
	}](ctx, tx, readNotDue, tx.Actor.OrganizationID, cycles, maxSkipped)
	if err != nil {
		return nil, 0, err
	}
	for _, row := range rows {
		start, cutOff := row.Cycle.Next(cmd.CutOff)
		list = append(list, NotDue{row.ID, row.Code, row.Name, row.Cycle, start, cutOff})
	}
	count, _, err = store.Value[int](ctx, tx, countNotDue, tx.Actor.OrganizationID, cycles)
	return list, count, err
}

// byStart groups customers by the first day of their period, in the order given.
func byStart(customers []chosen) (starts []calendar.Date, groups map[calendar.Date][]ledger.ID) {
	groups = map[calendar.Date][]ledger.ID{}
	for _, c := range customers {
		if groups[c.Start] == nil {
			starts = append(starts, c.Start)
		}
		groups[c.Start] = append(groups[c.Start], c.ID)
	}
	return starts, groups
}
