package statement

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// ConfirmWithin is Confirm inside the transaction of something larger that the customer does, such as bilateral matching. The same permission is
// needed and the same is refused.
func ConfirmWithin(ctx context.Context, tx *store.Tx, cmd ConfirmCommand) (Confirmed, error) {
	if err := tx.Actor.Require(ledger.ConfirmStatements); err != nil {
		return Confirmed{}, err
	}
	if err := cmd.check(); err != nil {
		return Confirmed{}, err
	}
	return confirm(ctx, tx, cmd)
}
