package web

import (
	"context"

	"hefu/ledger/internal/store"
)

var spent = []string{
	`DELETE FROM sessions WHERE expires_at < now() - interval '1 hour'`,
	`DELETE FROM sign_ins WHERE expires_at < now()`,
	`DELETE FROM rate_limits WHERE bucket < now() - interval '10 minutes'`,
	`DELETE FROM idempotency_keys WHERE created_at < now() - interval '7 days'`,
}

// Sweep throws away what has ended: sessions, unfinished sign-ins, counted minutes, old idempotency keys. Nothing depends on
// it having run, because each of them is judged by its own time when it is read.
func Sweep(ctx context.Context, db *store.DB) error {
	return db.Write(ctx, nobody, func(ctx context.Context, tx *store.Tx) error {
		for _, statement := range spent {
			if _, err := store.Exec(ctx, tx, statement); err != nil {
				return err
			}
		}
		return nil
	})
}
