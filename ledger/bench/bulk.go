package bench

import (
	"context"
	_ "embed"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

//go:embed bulk.sql
var bulkSQL string

// load writes a year of trade for a seller made by sell with the same place: documents for each of its customers.
func (r *run) load(ctx context.Context, s seller, place, documents int) error {
	r.say("writing %d documents of %d customers", documents*len(s.customers), len(s.customers))
	return pgx.BeginFunc(ctx, r.admin, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SET LOCAL session_replication_role = replica; SET LOCAL work_mem = '256MB'; SET LOCAL synchronous_commit = off"); err != nil {
			return err
		}
		// A script takes no parameters; ours are numbers, ids and dates.
		script := strings.NewReplacer("$1", quoted(s.id.String())+"::uuid", "$2", fmt.Sprint(place), "$3", fmt.Sprint(len(s.customers)), "$4", fmt.Sprint(documents),
			"$5", quoted(s.staff.PersonID.String())+"::uuid", "$6", quoted(firstDay.String())).Replace(bulkSQL)
		if _, err := tx.Exec(ctx, script); err != nil {
			return fmt.Errorf("write documents: %w", err)
		}
		return nil
	})
}

func quoted(text string) string { return "'" + text + "'" }
