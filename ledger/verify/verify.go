// Package verify proves the books: it runs every check that the database defines in audit.v_violations and names what broke.
// The checks are SQL, so that an outsider with psql sees the same; this package only reads them.
package verify

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"hefu/ledger/internal/store"
)

// MaxSamples is how many violations of one invariant are named; all of them are in audit.v_violations.
const MaxSamples = 10

// Check is one invariant and how the database stands to it.
type Check struct {
	Invariant  string   // I01 … as the design numbers them, X01 … for what goes beyond
	Text       string   // what it says, in English
	Violations int64    // zero on sound books
	Samples    []string // at most MaxSamples, each naming the row at fault
}

// ErrBlind says that the reader's own row-level security would hide rows, so that zeros would prove nothing.
var ErrBlind = errors.New("the books can only be verified by a superuser or a member of hefu_auditor")

const blind = `SELECT row_security_active('hefu.journal_lines') AND NOT pg_has_role(current_user, 'hefu_auditor', 'USAGE')`

const checks = `SELECT invariant, description, violations, named FROM audit.checks($1)`

// Run checks every invariant in one statement, thus at one moment, and changes nothing. db is a connection, pool or
// transaction of a superuser or a member of hefu_auditor; anyone else gets ErrBlind. On millions of lines it takes seconds:
// the caller's statement timeout must allow for that.
func Run(ctx context.Context, db store.Querier) ([]Check, error) {
	hidden, err := read(ctx, db, func(hidden *bool) []any { return []any{hidden} }, blind)
	if err != nil {
		return nil, fmt.Errorf("ask what may be seen: %w", err)
	}
	if len(hidden) != 1 || hidden[0] {
		return nil, ErrBlind
	}
	found, err := read(ctx, db, func(c *Check) []any { return []any{&c.Invariant, &c.Text, &c.Violations, &c.Samples} }, checks, MaxSamples)
	if err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	return found, nil
}

// read collects the rows of a query, each into the places that into names.
func read[T any](ctx context.Context, db store.Querier, into func(*T) []any, sql string, args ...any) ([]T, error) {
	rows, err := db.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		var row T
		if err := rows.Scan(into(&row)...); err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, rows.Err()
}

// Unsound is nil when every check found nothing; otherwise it names each broken invariant with its samples, a line each.
func Unsound(checks []Check) error {
	var text strings.Builder
	for _, c := range checks {
		if c.Violations == 0 {
			continue
		}
		fmt.Fprintf(&text, "\n%s %s: %d", c.Invariant, c.Text, c.Violations)
		for _, sample := range c.Samples {
			text.WriteString("\n    " + sample)
		}
	}
	if text.Len() == 0 {
		return nil
	}
	return errors.New("the books do not hold:" + text.String())
}
