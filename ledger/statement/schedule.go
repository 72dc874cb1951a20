package statement

import (
	"context"
	"log/slog"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// ScheduleArgs ask for the runs that are due by the schedule, in every organization.
type ScheduleArgs struct{}

// Kind names the work.
func (ScheduleArgs) Kind() string { return "statement.schedule" }

const (
	scheduleEvery = 10 * time.Minute
	// catchUp is how many days a cut-off that was missed, because no worker ran, is made up for.
	catchUp = 3
)

// ScheduleAll begins the runs that are due in every organization whose policy says so.
func (s *Service) ScheduleAll(ctx context.Context) error {
	organizations, err := s.organizations(ctx)
	if err != nil {
		return err
	}
	for _, organization := range organizations {
		if _, err := s.Schedule(ctx, organization); err != nil {
			slog.ErrorContext(ctx, "the schedule of statement runs failed", "organization", organization, "error", err)
		}
	}
	return nil
}

// Schedule begins the runs of an organization that are due today by its policy and returns them: one for each cut-off on which the cycle of
// somebody ended, after the days that the policy waits. However often and by whoever it is called, a cut-off has one scheduled run. What
// lies before the policy was made is left to people.
func (s *Service) Schedule(ctx context.Context, organization ledger.ID) ([]Run, error) {
	actor := ledger.SystemActor(organization, "statement schedule")
	var due []RunCommand
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		due, err = dueBySchedule(ctx, tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	var begun []Run
	for _, cmd := range due {
		run, err := s.CreateRun(ctx, actor, cmd)
		switch {
		case ledger.IsCode(err, "nothing_to_do"), ledger.IsCode(err, "conflict"): // another worker was faster, or nobody is left
		case err != nil:
			return begun, err
		default:
			begun = append(begun, run)
		}
	}
	return begun, nil
}

const scheduledCutOffs = `SELECT cut_off FROM statement_runs WHERE organization_id = $1 AND scheduled AND cut_off >= $2`

func dueBySchedule(ctx context.Context, tx *store.Tx) ([]RunCommand, error) {
	policy, err := policyInForce(ctx, tx)
	if err != nil || policy.Automatic == AutomaticOff {
		return nil, err
	}
	today, err := businessDay(ctx, tx)
	if err != nil {
		return nil, err
	}
	last := today.AddDays(-1 - policy.DelayDays)
	first := last.AddDays(-catchUp)
	if made := calendar.FromTime(policy.CreatedAt).AddDays(-1 - policy.DelayDays); first.Before(made) {
		first = made
	}
	done, err := store.Values[calendar.Date](ctx, tx, scheduledCutOffs, tx.Actor.OrganizationID, first)
	if err != nil {
		return nil, err
	}
	used, err := store.Rows[cycleCount](ctx, tx, readCycles, tx.Actor.OrganizationID)
	if err != nil {
		return nil, err
	}
	begun := map[calendar.Date]bool{}
	for _, day := range done {
		begun[day] = true
	}
	var out []RunCommand
	for day := first; !day.After(last); day = day.AddDays(1) {
		if start, ends := earliest(used, day); ends && !begun[day] {
			out = append(out, RunCommand{Period: Period{start, day}, Due: true, Issue: policy.Automatic == AutomaticIssue, scheduled: true})
		}
	}
	return out, nil
}

// earliest is the first day of the longest period that ends on a day.
func earliest(used []cycleCount, cutOff calendar.Date) (start calendar.Date, ends bool) {
	for _, u := range used {
		if from, ok := u.Cycle.EndsOn(cutOff); ok && (!ends || from.Before(start)) {
			start, ends = from, true
		}
	}
	return start, ends
}
