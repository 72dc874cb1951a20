package bench

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// mirrored are the tables that the baselines write: those into which a posting or the receipt of a bank line inserts, and those of statements.
var mirrored = []string{"documents", "document_lines", "journal_entries", "journal_lines", "open_items", "audit_log", "statements", "statement_versions",
	"settlements", "allocations", "bank_line_receipts"}

// A table's columns under the types beneath its domains, without constraints, defaults, triggers or policies.
const describeTable = `
SELECT format('CREATE TABLE bare.%I (%s)', c.relname, string_agg(format('%I %s%s', a.attname,
  format_type(CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END, CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END),
  CASE a.attcompression WHEN 'l' THEN ' COMPRESSION lz4' WHEN 'p' THEN ' COMPRESSION pglz' ELSE '' END), ', ' ORDER BY a.attnum))
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped JOIN pg_type t ON t.oid = a.atttypid
WHERE c.oid = ('hefu.' || $1)::regclass GROUP BY c.relname`

const describeIndexes = `
SELECT replace(pg_get_indexdef(i.indexrelid), ' ON hefu.', ' ON bare.') FROM pg_index i WHERE i.indrelid = ('hefu.' || $1)::regclass ORDER BY i.indexrelid`

// mirror makes the schema bare: the same columns and the same indexes, and nothing that checks anything.
func (r *run) mirror(ctx context.Context) error {
	script := []string{"CREATE SCHEMA bare"}
	for _, table := range mirrored {
		var create string
		if err := r.admin.QueryRow(ctx, describeTable, table).Scan(&create); err != nil {
			return fmt.Errorf("describe %s: %w", table, err)
		}
		rows, err := r.admin.Query(ctx, describeIndexes, table)
		if err != nil {
			return err
		}
		indexes, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return err
		}
		script = append(append(script, create), indexes...)
	}
	return r.do(ctx, strings.Join(script, ";\n"))
}

// Triggers that refuse every change to the books are switched off for this session alone; everything that refers to the books goes too.
const emptyBooks = `
SET session_replication_role = replica;
TRUNCATE hefu.documents, hefu.document_lines, hefu.journal_entries, hefu.journal_lines, hefu.balances, hefu.open_items, hefu.open_by_month, hefu.settlements,
  hefu.allocations, hefu.statements, hefu.statement_versions, hefu.statement_runs, hefu.counters, hefu.audit_log, hefu.imports, hefu.bank_statements, hefu.bank_lines_waiting CASCADE;
UPDATE hefu.audit_head SET seq = 0, hash = repeat('0', 64);
RESET session_replication_role`

// empty takes everything posted out of the books, and the baselines' rows with it, so that both sides start alike. Parties stay.
func (r *run) empty(ctx context.Context) error {
	r.big = nil
	return r.do(ctx, emptyBooks+"; TRUNCATE bare."+strings.Join(mirrored, ", bare."))
}

// copyMirror fills the baselines' tables with what stands in the books, so that their indexes are as deep.
func (r *run) copyMirror(ctx context.Context, tables ...string) error {
	for _, table := range tables {
		if err := r.do(ctx, "TRUNCATE bare."+table+"; INSERT INTO bare."+table+" SELECT * FROM hefu."+table); err != nil {
			return err
		}
	}
	return nil
}

// settle lets the server finish what it would otherwise do during a round: statistics, dead rows, dirty pages.
func (r *run) settle(ctx context.Context) error {
	for _, sql := range []string{"VACUUM (ANALYZE)", "CHECKPOINT"} {
		if err := r.do(ctx, sql); err != nil {
			return err
		}
	}
	return nil
}
