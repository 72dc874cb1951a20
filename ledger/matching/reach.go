package matching

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// read reads what concerns one statement. Whoever came by the statement's link sees no other statement, but what earlier ones carried over belongs
// to this one's matching: it is read as the system, within the actor's own customer, once the statement is the link's.
func (s *Service) read(ctx context.Context, actor ledger.Actor, statementID ledger.ID, fn func(context.Context, *store.Tx) error) error {
	if !actor.Reaches(statementID) {
		return ledger.E("not_found")
	}
	if !actor.LinkID.IsZero() {
		actor.Audience, actor.LinkID, actor.StatementID = ledger.System, ledger.ID{}, ledger.ID{}
	}
	return s.db.Read(ctx, actor, fn)
}
