package issue

import (
	"context"
	"slices"
	"strings"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
)

// Change is what becomes of an issue on its way. Nil fields stay. Note is written into the history with it, and
// tells the colleagues whom Mentions names.
type Change struct {
	RowVersion int
	OwnerID    *ledger.ID
	Days       *int // working days from today
	Cause      *string
	NextStep   *string
	State      *State // open or working
	Note       string
	Mentions   []ledger.ID
}

func (c Change) check() error {
	bad := ledger.E("validation_failed")
	if c.Days != nil && *c.Days < 0 {
		bad.At("days", "must_be_positive")
	} else if c.Days != nil && *c.Days > MaxDays {
		bad.At("days", "too_large")
	}
	if c.Cause != nil && *c.Cause != "" && !slices.Contains(Causes, *c.Cause) {
		bad.At("cause", "not_a_choice")
	}
	if c.NextStep != nil && len([]rune(*c.NextStep)) > maxNextStep {
		bad.At("next_step", "too_long")
	}
	if c.State != nil && *c.State != Open && *c.State != Working {
		bad.At("state", "not_a_choice")
	}
	if len([]rune(c.Note)) > maxText {
		bad.At("note", "too_long")
	}
	if len(c.Mentions) > maxMentions {
		bad.At("mentions", "too_large")
	} else if len(c.Mentions) > 0 && strings.TrimSpace(c.Note) == "" {
		bad.At("mentions", "not_expected")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// hold reads an issue that nobody else changes until the transaction ends. Refused: not_found, conflict.
func hold(ctx context.Context, tx *store.Tx, id ledger.ID, rowVersion int) (Issue, error) {
	if _, err := store.Exec(ctx, tx, `SELECT FROM issues WHERE id = $1 FOR UPDATE`, id); err != nil {
		return Issue{}, err
	}
	found, err := read(ctx, tx, id)
	tx.Actor = tx.Actor.For(found.OwnerID)
	if err == nil && rowVersion != 0 && found.RowVersion != rowVersion {
		err = ledger.E("conflict")
	}
	return found, err
}

const updateIssue = `UPDATE issues SET owner_id = $2, due_on = $3, cause = $4, next_step = $5, state = $6, row_version = row_version + 1 WHERE id = $1`

// Change moves an issue on and writes down what it did. Needs AnswerDisputes. Refused in this order: what is too long or no choice,
// not_found, conflict, state_forbids once it is ended, not_a_choice at owner_id as Raise and at mentions for who could not own it, nothing_to_do.
func (s *Service) Change(ctx context.Context, actor ledger.Actor, id ledger.ID, c Change) error {
	if err := requireStaff(actor, ledger.AnswerDisputes); err != nil {
		return err
	}
	if err := c.check(); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		was, err := hold(ctx, tx, id, c.RowVersion)
		if err != nil {
			return err
		}
		if err := was.mayChange(actor); err != nil {
			return err
		}
		is, events, err := c.apply(ctx, tx, was)
		if err != nil {
			return err
		}
		if len(events) == 0 {
			return ledger.E("nothing_to_do")
		}
		if _, err := store.Exec(ctx, tx, updateIssue, id, is.OwnerID, is.DueOn, is.Cause, is.NextStep, is.State); err != nil {
			return err
		}
		if is.OwnerID != was.OwnerID {
			if err := tellOwner(ctx, tx, id, was.CustomerID, is.OwnerID, event.IssueAssigned); err != nil {
				return err
			}
		}
		if err := c.mention(ctx, tx, is); err != nil {
			return err
		}
		details := map[string]any{"issue": id, "issue_no": was.IssueNo}
		for _, e := range events {
			details[e.Kind] = e.After
		}
		tx.Audit(was.CustomerID, "issue.changed", details)
		return record(ctx, tx, was.CustomerID, id, events...)
	})
}

// apply is the issue after the change, with the steps of its history.
func (c Change) apply(ctx context.Context, tx *store.Tx, was Issue) (is Issue, events []Event, err error) {
	is = was
	step := func(kind, before, after string) {
		if before != after {
			events = append(events, Event{Kind: kind, Before: before, After: after})
		}
	}
	if c.OwnerID != nil && *c.OwnerID != was.OwnerID {
		if is.OwnerName, err = ownerOf(ctx, tx, was.CustomerID, *c.OwnerID); err != nil {
			return is, nil, err
		}
		is.OwnerID = *c.OwnerID
		events = append(events, Event{Kind: "owner", Before: was.OwnerName, After: is.OwnerName})
	}
	if c.Days != nil {
		is.DueOn = calendar.China().AddWorkingDays(was.Today, *c.Days)
		step("due", was.DueOn.String(), is.DueOn.String())
	}
	if c.Cause != nil {
		is.Cause = *c.Cause
		step("cause", was.Cause, is.Cause)
	}
	if c.NextStep != nil {
		is.NextStep = strings.TrimSpace(*c.NextStep)
		step("next_step", was.NextStep, is.NextStep)
	}
	if c.State != nil {
		is.State = *c.State
		step("state", string(was.State), string(is.State))
	}
	if note := strings.TrimSpace(c.Note); note != "" {
		events = append(events, Event{Kind: "note", Text: note})
	}
	return is, events, nil
}
