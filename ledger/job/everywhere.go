package job

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Everywhere does the work in every organization, one after the other, until one fails. who names the work where somebody is to be named.
func Everywhere(ctx context.Context, db *store.DB, who string, work func(ctx context.Context, organization ledger.ID) error) error {
	var organizations []ledger.ID
	err := db.Read(ctx, ledger.SystemActor(ledger.ID{}, who), func(ctx context.Context, tx *store.Tx) (err error) {
		organizations, err = store.Values[ledger.ID](ctx, tx, `SELECT id FROM organizations ORDER BY id`)
		return err
	})
	for _, organization := range organizations {
		if err != nil {
			return err
		}
		err = work(ctx, organization)
	}
	return err
}
