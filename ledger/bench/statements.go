package bench

import (
	"context"
	"fmt"
	"math"
	"slices"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/statement"
)

const (
	documentsEach  = 100
	statementGoal  = 2.0
	exponentGoal   = 1.05
	growth         = 10 // from the small set of customers to the large
	smallCustomers = 1000
)

// The period is the whole made-up year, so every document is a line.
var wholeYear = statement.Period{Start: firstDay, CutOff: calendar.MustParse("2025-12-31")}

// A row a line with the columns of a statement's lines, with and without the key by which lines would be found.
const makeStatementLines = `
DROP TABLE IF EXISTS bare.statement_lines, bare.statement_lines_keyed;
CREATE TABLE bare.statement_lines (statement_id uuid, line_id uuid, kind text, document_no text, document_date date, due_date date, shipment_date date,
  order_no text, contract_no text, invoice_no text, source text, description text, quantity numeric, unit_price numeric, net numeric, tax numeric, freight numeric,
  amount numeric, received numeric, open numeric);
CREATE TABLE bare.statement_lines_keyed (LIKE bare.statement_lines, PRIMARY KEY (statement_id, line_id))`

// No order, no running balance, no totals, no proof, no hash, and no row-level security.
const bareLines = `
SELECT i.customer_id, d.id, d.kind, d.document_no, d.document_date, d.due_date, d.shipment_date, d.order_no, d.contract_no, d.invoice_no, d.source_kind,
  d.description, q.quantity, q.unit_price, d.net, d.tax, d.freight, i.original_amount, i.original_amount - i.open_amount, i.open_amount
FROM hefu.open_items i JOIN hefu.documents d ON d.id = i.document_id
LEFT JOIN hefu.document_lines q ON q.document_id = d.id AND q.line_no = 1 AND d.line_count = 1
WHERE i.organization_id = $1 AND i.posting_date BETWEEN $2 AND $3`

// The same columns and the same indexes: a head and a version a customer, the lines in the body as plain JSON in whatever order.
const bareVersions = `
WITH lines AS (` + bareLines + `),
made AS (
  SELECT gen_random_uuid() AS id, row_number() OVER () AS number, * FROM (
    SELECT customer_id, count(*) AS count, sum(original_amount) AS movement, json_agg(json_build_array(id, kind, document_no, document_date, due_date, shipment_date,
      order_no, contract_no, invoice_no, source_kind, description, quantity, unit_price, net, tax, freight, original_amount, received, open_amount))::text AS body
    FROM lines AS l (customer_id, id, kind, document_no, document_date, due_date, shipment_date, order_no, contract_no, invoice_no, source_kind, description, quantity,
      unit_price, net, tax, freight, original_amount, received, open_amount) GROUP BY customer_id) each
),
heads AS (
  INSERT INTO bare.statements (id, organization_id, customer_id, currency, period_start, cut_off, series, number, statement_no, version, state, cancel_reason, created_at)
  SELECT id, $1, customer_id, 'CNY', $2, $3, 'ST-2025', number, 'ST-2025-' || number, 1, 'draft', '', now() FROM made
)
INSERT INTO bare.statement_versions (statement_id, version, organization_id, customer_id, body, sha256, opening, movement, closing, charges, credits, receipts,
  adjustments, overdue, line_count, open_count, snapshot_at, reason, created_by)
SELECT id, 1, $1, customer_id, body, '', 0, movement, movement, movement, 0, 0, 0, 0, count, 0, now(), '', $1 FROM made`

const forgetStatements = `
SET session_replication_role = replica;
TRUNCATE hefu.statements, hefu.statement_versions, bare.statements, bare.statement_versions, bare.statement_lines, bare.statement_lines_keyed CASCADE;
DELETE FROM hefu.counters WHERE series LIKE 'ST-%';
RESET session_replication_role`

// measureStatements makes the statements of all customers, for a tenth of the customers first, so that the growth is seen.
func measureStatements(ctx context.Context, r *run) ([]Result, error) {
	if err := r.empty(ctx); err != nil {
		return nil, err
	}
	large := r.at(smallCustomers, smallCustomers*growth)
	var results []Result
	var each [2][]measured
	for i, customers := range []int{large / growth, large} {
		place := 2 + i
		s, err := r.sell(ctx, fmt.Sprintf("statements-%d", customers), place, customers)
		if err != nil {
			return results, err
		}
		if err := r.load(ctx, s, place, documentsEach); err != nil {
			return results, err
		}
		if err := r.settle(ctx); err != nil {
			return results, err
		}
		made, costs, err := r.statementsOf(ctx, s)
		results = append(results, made...)
		if err != nil {
			return results, err
		}
		each[i] = costs
		r.big = &s
	}
	span := fmt.Sprintf("growth exponent, %d to %d lines", large/growth*documentsEach, large*documentsEach)
	for side := range each[0] {
		exponent := value("statements", span, 1+math.Log10(each[1][side]/each[0][side])/math.Log10(growth), "")
		if side == 0 {
			exponent.Goal = "≤ " + number(exponentGoal)
			exponent.judge(*exponent.Value <= exponentGoal)
		} else { // what the machine's caches make of the same growth
			exponent.Case += ", of " + statementBaselines[side-1].name
		}
		results = append(results, exponent)
	}
	return results, nil
}

// statementBaselines are the insertions beside which statements are measured.
var statementBaselines = []struct {
	name string
	sql  string
	goal measured
}{
	{"INSERT … SELECT into the same columns and indexes", bareVersions, statementGoal},
	{"INSERT … SELECT of a keyed row a line", "INSERT INTO bare.statement_lines_keyed " + bareLines, statementGoal},
	{"INSERT … SELECT of a row a line without index", "INSERT INTO bare.statement_lines " + bareLines, 0},
}

// statementsOf measures one set of customers, and answers with the cost of a line of each side.
func (r *run) statementsOf(ctx context.Context, s seller) ([]Result, []measured, error) {
	lines := len(s.customers) * documentsEach
	r.say("statements: %d lines of %d customers", lines, len(s.customers))
	if err := r.do(ctx, makeStatementLines); err != nil {
		return nil, nil, err
	}
	insert := func(sql string) round {
		return func(ctx context.Context) (work, error) {
			_, err := r.admin.Exec(ctx, sql, [16]byte(s.id), wholeYear.Start.Time(), wholeYear.CutOff.Time())
			return work{operations: lines}, err
		}
	}
	sides := []round{func(ctx context.Context) (work, error) { return r.generate(ctx, s, lines) }}
	for _, b := range statementBaselines {
		sides = append(sides, insert(b.sql))
	}
	taken, err := r.contest(ctx, 3, sides, func(ctx context.Context) error { return r.do(ctx, forgetStatements) })
	if err != nil {
		return nil, nil, err
	}
	var results []Result
	for i, b := range statementBaselines {
		name := fmt.Sprintf("%d customers, %d lines, beside %s", len(s.customers), lines, b.name)
		results = append(results, r.result("statements", name, comparison{taken[0], taken[i+1]}, b.goal))
	}
	var costs []measured
	for _, samples := range taken {
		cost := costOf(samples)
		if costs = append(costs, cost.CPU); !r.meter.known {
			costs[len(costs)-1] = cost.Wall
		}
	}
	return results, costs, nil
}

// generate makes every customer's statement, chunk by chunk as a run does.
func (r *run) generate(ctx context.Context, s seller, lines int) (work, error) {
	made := 0
	for chunk := range slices.Chunk(s.customers, statement.Chunk) {
		err := r.books.DB().Write(ctx, ledger.SystemActor(s.id, "bench"), func(ctx context.Context, tx *store.Tx) error {
			outcomes, err := statement.Generate(ctx, tx, statement.GenerateCommand{Period: wholeYear, Customers: chunk, MadeBy: s.staff.PersonID})
			for _, outcome := range outcomes {
				if outcome.Act != statement.Made {
					return fmt.Errorf("a statement is %s instead of made: %s", outcome.Act, outcome.Fault)
				}
				made += outcome.Lines
			}
			return err
		})
		if err != nil {
			return work{}, err
		}
	}
	if made != lines {
		return work{}, fmt.Errorf("the statements have %d lines instead of %d", made, lines)
	}
	return work{operations: lines}, nil
}
