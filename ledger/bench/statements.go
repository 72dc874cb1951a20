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

// A row a line with the columns of a statement's lines. It has the key that lines need in order to be found by their statement.
const makeStatementLines = `
DROP TABLE IF EXISTS bare.statement_lines;
CREATE TABLE bare.statement_lines (statement_id uuid, line_id uuid, kind text, document_no text, document_date date, due_date date, shipment_date date,
  order_no text, contract_no text, invoice_no text, source text, description text, quantity numeric, unit_price numeric, net numeric, tax numeric, freight numeric,
  amount numeric, received numeric, open numeric)`

const keyStatementLines = `CREATE UNIQUE INDEX statement_lines_pkey ON bare.statement_lines (statement_id, line_id)`

// No order, no running balance, no totals, no proof, no text, no hash, and no row-level security.
const bareStatements = `
INSERT INTO bare.statement_lines
SELECT i.customer_id, d.id, d.kind, d.document_no, d.document_date, d.due_date, d.shipment_date, d.order_no, d.contract_no, d.invoice_no, d.source_kind,
  d.description, q.quantity, q.unit_price, d.net, d.tax, d.freight, i.original_amount, i.original_amount - i.open_amount, i.open_amount
FROM hefu.open_items i JOIN hefu.documents d ON d.id = i.document_id
LEFT JOIN hefu.document_lines q ON q.document_id = d.id AND q.line_no = 1 AND d.line_count = 1
WHERE i.organization_id = $1 AND i.posting_date BETWEEN $2 AND $3`

const forgetStatements = `
SET session_replication_role = replica;
TRUNCATE hefu.statements, hefu.statement_versions, bare.statement_lines CASCADE;
DELETE FROM hefu.counters WHERE series LIKE 'ST-%';
RESET session_replication_role`

// measureStatements makes the statements of all customers, for a tenth of the customers first, so that the growth is seen.
func measureStatements(ctx context.Context, r *run) ([]Result, error) {
	if err := r.empty(ctx); err != nil {
		return nil, err
	}
	large := r.at(smallCustomers, smallCustomers*growth)
	var results []Result
	var each []float64
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
		made, cost, err := r.statementsOf(ctx, s, i == 0)
		results = append(results, made...)
		if err != nil {
			return results, err
		}
		each = append(each, cost)
		r.big = &s
	}
	exponent := value("statements", fmt.Sprintf("growth exponent, %d to %d lines", large/growth*documentsEach, large*documentsEach), 1+math.Log10(each[1]/each[0])/math.Log10(growth), "")
	exponent.Goal = "≤ " + number(exponentGoal)
	exponent.judge(*exponent.Value <= exponentGoal)
	return append(results, exponent), nil
}

// statementsOf measures one set of customers, and answers with the processor time of a line.
func (r *run) statementsOf(ctx context.Context, s seller, few bool) ([]Result, float64, error) {
	lines := len(s.customers) * documentsEach
	product := func(ctx context.Context) (work, error) { return r.generate(ctx, s, lines) }
	baseline := func(ctx context.Context) (work, error) {
		tag, err := r.admin.Exec(ctx, bareStatements, [16]byte(s.id), wholeYear.Start.Time(), wholeYear.CutOff.Time())
		if err == nil && tag.RowsAffected() != int64(lines) {
			err = fmt.Errorf("the baseline made %d lines instead of %d", tag.RowsAffected(), lines)
		}
		return work{operations: lines}, err
	}
	prepare := func(ctx context.Context) error { return r.do(ctx, forgetStatements) }
	var results []Result
	var cost float64
	for _, c := range []struct {
		name  string
		index string
		goal  float64
		skip  bool
	}{{"a keyed row a line", keyStatementLines, statementGoal, false}, {"a row a line without any index", "", 0, few}} {
		if c.skip {
			continue
		}
		r.say("statements: %d lines beside %s", lines, c.name)
		if err := r.do(ctx, makeStatementLines+";"+c.index); err != nil {
			return results, 0, err
		}
		taken, err := r.compare(ctx, 3, product, baseline, prepare)
		if err != nil {
			return results, 0, err
		}
		result := r.result("statements", fmt.Sprintf("%d customers, %d lines, beside %s", len(s.customers), lines, c.name), taken, c.goal)
		if results = append(results, result); cost == 0 {
			cost = result.Product.CPU
		}
		if !r.meter.known {
			cost = result.Product.Wall
		}
	}
	return results, cost, nil
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
