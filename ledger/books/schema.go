package books

import (
	"context"
	_ "embed"
	"strings"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// describeSchema reads the catalogs and says the same on every PostgreSQL version that is supported.
//
//go:embed schema.sql
var describeSchema string

const schemaHead = `-- What the migrations make, as the catalogs of a migrated database tell it. Made by "go run ./cmd/dev gen"; do not edit.
-- It is read in reviews and compared in checks; the migrations alone are what is run.
`

// Schema describes the schemas hefu and audit: what a review of a migration wants to see as a whole. It is deterministic, so
// that a check can tell whether the committed description is fresh.
func (b *Books) Schema(ctx context.Context) (string, error) {
	var text strings.Builder
	text.WriteString(schemaHead)
	err := b.db.Read(ctx, ledger.SystemActor(ledger.ID{}, "schema"), func(ctx context.Context, tx *store.Tx) error {
		lines, err := store.Values[string](ctx, tx, describeSchema)
		for _, line := range lines {
			text.WriteString(line + "\n")
		}
		return err
	})
	return text.String(), err
}
