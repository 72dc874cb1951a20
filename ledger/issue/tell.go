package issue

import (
	"context"
	"slices"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
)

const readTold = `SELECT i.issue_no, i.title, i.due_on FROM issues i WHERE i.id = $1`

// tellOwner records that an issue is somebody's, or has become overdue there.
func tellOwner(ctx context.Context, tx *store.Tx, id, customer, owner ledger.ID, kind event.Kind) error {
	at, _, err := store.Row[struct {
		No, Title string
		DueOn     calendar.Date
	}](ctx, tx, readTold, id)
	if err != nil {
		return err
	}
	return event.Record(ctx, tx, event.Event{Kind: kind, CustomerID: customer,
		Data: map[string]any{"staff_id": owner, "issue_id": id, "issue_no": at.No, "title": at.Title, "due_on": at.DueOn.String()}})
}

// mention brings the note of a change to the colleagues whom it names: each must be able to see the issue and to take it up.
func (c Change) mention(ctx context.Context, tx *store.Tx, i Issue) error {
	for at, person := range c.Mentions {
		if slices.Contains(c.Mentions[:at], person) {
			continue
		}
		found, err := owners(ctx, tx, i.CustomerID, person)
		if err != nil {
			return err
		}
		if len(found) != 1 {
			return ledger.E("validation_failed").At("mentions", "not_a_choice")
		}
		err = event.Record(ctx, tx, event.Event{Kind: event.IssueMentioned, CustomerID: i.CustomerID, Data: map[string]any{"staff_id": person,
			"issue_id": i.ID, "issue_no": i.IssueNo, "title": i.Title, "due_on": i.DueOn.String(), "text": strings.TrimSpace(c.Note)}})
		if err != nil {
			return err
		}
	}
	return nil
}

// WatchArgs ask for the issues whose day has passed, in every organization.
type WatchArgs struct{}

// Kind and Queue of the work.
func (WatchArgs) Kind() string  { return "issue.watch" }
func (WatchArgs) Queue() string { return job.Telling }

const watchEvery = 15 * time.Minute

// Register lets a worker watch the due days.
func (s *Service) Register(r *job.Registry) {
	job.Register(r, func(ctx context.Context, _ WatchArgs) error { return s.WatchAll(ctx) })
	job.Every(r, watchEvery, WatchArgs{})
}

// WatchAll is Watch of every organization.
func (s *Service) WatchAll(ctx context.Context) error {
	return job.Everywhere(ctx, s.db, "issues", func(ctx context.Context, organization ledger.ID) error {
		_, err := s.Watch(ctx, organization)
		return err
	})
}

// Each is told once of the day that stands; an issue whose day is moved has a new one.
const markLate = `
UPDATE issues SET late_for = due_on WHERE id IN (SELECT i.id FROM issues i JOIN organizations o ON o.id = i.organization_id
  WHERE i.organization_id = $1 AND i.state IN ('open', 'working') AND i.due_on < (now() AT TIME ZONE o.time_zone)::date AND i.late_for IS DISTINCT FROM i.due_on
  ORDER BY i.due_on, i.id LIMIT 500 FOR UPDATE OF i SKIP LOCKED) RETURNING id, customer_id, owner_id`

// Watch tells the owners of an organization's issues whose day has passed, and returns how many. Called again it adds none.
func (s *Service) Watch(ctx context.Context, organization ledger.ID) (int, error) {
	count := 0
	err := s.db.Write(ctx, ledger.SystemActor(organization, "issues"), func(ctx context.Context, tx *store.Tx) error {
		late, err := store.Rows[struct{ ID, Customer, Owner ledger.ID }](ctx, tx, markLate, organization)
		if err != nil {
			return err
		}
		for _, one := range late {
			if err := tellOwner(ctx, tx, one.ID, one.Customer, one.Owner, event.IssueOverdue); err != nil {
				return err
			}
		}
		count = len(late)
		return nil
	})
	return count, err
}
