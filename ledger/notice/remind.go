package notice

import (
	"context"
	_ "embed"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
)

//go:embed remind.sql
var remindSQL string

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
