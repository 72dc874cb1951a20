package notice

import (
	"context"
	_ "embed"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/statement"
)

//go:embed remind.sql
var remindSQL string

//go:embed escalate.sql
var escalateSQL string

// Remind records the reminders of an organization that are due now and returns how many. Called again it adds none: a version of a
// statement is reminded of once for each day that is set, whoever calls and however often.
func (s *Service) Remind(ctx context.Context, organization ledger.ID) (int, error) {
	var count int64
	err := s.db.Write(ctx, system(organization), func(ctx context.Context, tx *store.Tx) (err error) {
		count, err = store.Exec(ctx, tx, remindSQL, organization, event.StatementReminded, event.Side(tx.Actor), tx.Actor.PersonID, tx.Actor.Name)
		return err
	})
	return int(count), err
}

// Escalate records what silence leads to after the reminders, by the organization's policy: a task for the salesperson, then a word to the
// supervisors. It returns how many there are; called again it adds none.
func (s *Service) Escalate(ctx context.Context, organization ledger.ID) (int, error) {
	var count int64
	err := s.db.Write(ctx, system(organization), func(ctx context.Context, tx *store.Tx) error {
		count = 0
		policy, err := statement.PolicyInForce(ctx, tx)
		if err != nil {
			return err
		}
		for _, step := range []struct {
			name string
			days *int
			kind event.Kind
		}{{"task", policy.TaskDays, event.StatementTask}, {"escalation", policy.EscalationDays, event.StatementEscalated}} {
			if step.days == nil {
				continue
			}
			n, err := store.Exec(ctx, tx, escalateSQL, organization, step.name, *step.days, step.kind, event.Side(tx.Actor), tx.Actor.PersonID, tx.Actor.Name)
			if err != nil {
				return err
			}
			count += n
		}
		return nil
	})
	return int(count), err
}
