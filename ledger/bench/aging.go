package bench

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

const (
	todayGoal = 1.0
	pastGoal  = 3.0
)

// One pass over a table without row-level security, in the order in which it lies: the same filter and grouping as the report's,
// and read, but not added up again.
const bareAging = `
SELECT customer_id, currency, CASE WHEN side = 'debit' THEN width_bucket($1::date - due_date, $2::int[]) ELSE -1 END AS place, sum(open_amount)::text
FROM bare.open_items WHERE organization_id = $3 AND posting_date <= $1 AND open_amount > 0 GROUP BY 1, 2, 3`

// The same room and the same single core as the report takes.
const tuneBareAging = `
SELECT set_config('work_mem', '48MB', true), set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true),
  set_config('enable_indexscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('enable_indexonlyscan', 'off', true)`

// measureAging ages the open items of every customer, today and at dates of the past, beside a sequential scan; and shows that what
// everybody owes together is had without reading any item.
func measureAging(ctx context.Context, r *run) ([]Result, error) {
	if r.big == nil {
		if err := r.loadBig(ctx); err != nil {
			return nil, err
		}
	}
	if err := r.copyMirror(ctx, "open_items"); err != nil {
		return nil, err
	}
	if err := r.settle(ctx); err != nil {
		return nil, err
	}
	s, service := *r.big, aging.Open(r.books.DB())
	items := len(s.customers) * documentsEach
	var results []Result
	for _, c := range []struct {
		name  string
		on    calendar.Date
		edges string
		goal  measured
	}{{"today", calendar.Date{}, "", todayGoal}, {"today, edges in months that are owed", calendar.Date{}, r.edges(), todayGoal},
		{"2025-12-01", calendar.MustParse("2025-12-01"), "", pastGoal}, {"2025-07-01", calendar.MustParse("2025-07-01"), "", pastGoal},
		{"2025-02-01", calendar.MustParse("2025-02-01"), "", pastGoal}} {
		r.say("aging: %d open items, %s", items, c.name)
		times := r.at(5, 2)
		buckets, err := aging.Edges("due", c.edges)
		if err != nil {
			return results, err
		}
		taken, err := r.compare(ctx, r.at(3, 5), repeated(times, func(ctx context.Context) error {
			result, err := service.Report(ctx, s.staff, aging.Query{AsOf: c.on, Buckets: buckets})
			if err == nil && len(result.Rows) != len(s.customers) {
				err = fmt.Errorf("the report has %d rows instead of %d", len(result.Rows), len(s.customers))
			}
			return err
		}), repeated(times, func(ctx context.Context) error { return r.scan(ctx, s, c.on, buckets) }), nil)
		if err != nil {
			return results, err
		}
		results = append(results, r.result("aging", fmt.Sprintf("%d open items, %s", items, c.name), taken, c.goal))
	}
	kept, err := r.keptBalances(ctx, s, items)
	return append(results, kept...), err
}

// loadBig makes the items that the measure of statements leaves, where it was not run.
func (r *run) loadBig(ctx context.Context) error {
	if err := r.empty(ctx); err != nil {
		return err
	}
	s, err := r.sell(ctx, "aging", 4, r.at(smallCustomers, smallCustomers*growth))
	if err != nil {
		return err
	}
	r.big = &s
	return r.load(ctx, s, 4, documentsEach)
}

func repeated(times int, do func(context.Context) error) round {
	return func(ctx context.Context) (work, error) {
		for range times {
			if err := do(ctx); err != nil {
				return work{}, err
			}
		}
		return work{operations: times}, nil
	}
}

func (r *run) today() calendar.Date { return calendar.FromTime(r.Clock()) }

// edges lie in the middle of four months in which much falls due, however long ago the made-up year is: what is kept by month does
// not answer for those.
func (r *run) edges() string {
	var days []string
	for _, day := range []string{"2025-11-15", "2025-10-15", "2025-09-15", "2025-08-15"} {
		days = append(days, strconv.Itoa(r.today().Sub(calendar.MustParse(day))))
	}
	return strings.Join(days, ",")
}

// scan is the baseline.
func (r *run) scan(ctx context.Context, s seller, on calendar.Date, buckets calendar.Buckets) error {
	if on.IsZero() {
		on = r.today()
	}
	thresholds := make([]int32, buckets.Len()-1)
	for i := range thresholds {
		first, _, _ := buckets.Bounds(i + 1)
		thresholds[i] = int32(first)
	}
	return pgx.BeginFunc(ctx, r.admin, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, tuneBareAging); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, bareAging, on.Time(), thresholds, [16]byte(s.id))
		if err != nil {
			return err
		}
		_, err = pgx.CollectRows(rows, pgx.RowToStructByPos[struct {
			Customer [16]byte
			Currency string
			Place    int
			Amount   string
		}])
		return err
	})
}

// heard collects what the product sends.
type heard struct {
	sql  []string
	args [][]any
}

func (h *heard) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	h.sql, h.args = append(h.sql, data.SQL), append(h.args, data.Args)
	return ctx
}

func (h *heard) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (h *heard) TraceBatchStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceBatchStartData) context.Context {
	for _, query := range data.Batch.QueuedQueries {
		h.sql, h.args = append(h.sql, query.SQL), append(h.args, query.Arguments)
	}
	return ctx
}

func (h *heard) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

func (h *heard) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// keptBalances measures the totals of everybody and explains their plan.
func (r *run) keptBalances(ctx context.Context, s seller, items int) ([]Result, error) {
	var heard heard
	db, err := store.Open(ctx, r.books.DB().Worker().Config().ConnString(), store.Options{MaxConns: 1, Tracer: &heard})
	if err != nil {
		return nil, err
	}
	defer db.Close()
	service := aging.Open(db)
	taken, err := r.meter.measure(ctx, repeated(20, func(ctx context.Context) error {
		found, err := service.Portfolio(ctx, s.staff)
		if err == nil && len(found) != 1 {
			err = fmt.Errorf("there are totals in %d currencies instead of one", len(found))
		}
		return err
	}))
	if err != nil {
		return nil, err
	}
	plan, err := explained(ctx, db, s.staff, heard, "balances")
	if err != nil {
		return nil, err
	}
	result := Result{Measure: "aging", Case: fmt.Sprintf("totals of %d items from kept balances", items), Product: costOf([]sample{taken}), Goal: "reads no item", Note: plan}
	result.judge(plan != "" && !strings.Contains(plan, "open_items") && !strings.Contains(plan, "documents"))
	return []Result{result}, nil
}

// explained is the plan of the last statement that reads a table, under the rights of whoever sent it.
func explained(ctx context.Context, db *store.DB, actor ledger.Actor, heard heard, table string) (string, error) {
	for i := len(heard.sql) - 1; i >= 0; i-- {
		if !strings.Contains(heard.sql[i], "FROM "+table) {
			continue
		}
		var lines []string
		err := db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
			lines, err = store.Values[string](ctx, tx, "EXPLAIN (COSTS OFF) "+heard.sql[i], heard.args[i]...)
			return err
		})
		return strings.Join(lines, "\n"), err
	}
	return "", fmt.Errorf("nothing that was sent reads %s", table)
}
