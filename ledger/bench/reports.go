package bench

import (
	"bytes"
	"context"
	"fmt"
	"runtime"

	"github.com/jackc/pgx/v5"

	"hefu/ledger/calendar"
	tables "hefu/ledger/report"
	"hefu/ledger/sheet"
)

const reportGoal = 2.0

// The least that has to be asked for the same figures, by the superuser, with as much room and one core as the report takes.
const (
	bareCauses = `
SELECT m.customer_id, m.currency, d.kind, sum(m.amount)::text FROM hefu.journal_lines m JOIN hefu.journal_entries e ON e.id = m.entry_id LEFT JOIN hefu.documents d ON d.id = e.source_id
WHERE m.organization_id = $1 AND m.posting_date BETWEEN $2 AND $3 AND m.account_code IN (SELECT code FROM hefu.accounts WHERE organization_id = $1 AND role IN ('ar', 'advance')) GROUP BY 1, 2, 3`
	bareMoves = `
SELECT b.customer_id, b.currency, sum(b.debit - b.credit) FILTER (WHERE b.period < $2)::text, sum(b.debit)::text, sum(b.credit)::text FROM hefu.balances b
WHERE b.organization_id = $1 AND b.period <= $3 AND b.account_code IN (SELECT code FROM hefu.accounts WHERE organization_id = $1 AND role IN ('ar', 'advance')) GROUP BY 1, 2`
	bareAnalysis = `
SELECT c.region, d.currency, d.kind, count(*), sum(i.original_amount)::text, sum(i.open_amount)::text FROM hefu.documents d JOIN hefu.customers c ON c.id = d.customer_id
JOIN hefu.open_items i ON i.document_id = d.id WHERE d.organization_id = $1 AND d.posting_date BETWEEN $2 AND $3 GROUP BY 1, 2, 3`
	bareDetail = `
SELECT d.id, d.document_no, d.kind, d.posting_date, d.document_date, i.due_date, c.code, c.name, d.currency, d.order_no, d.contract_no, d.invoice_no, d.description, i.original_amount::text, i.open_amount::text
FROM hefu.documents d JOIN hefu.customers c ON c.id = d.customer_id JOIN hefu.open_items i ON i.document_id = d.id
WHERE d.organization_id = $1 AND d.posting_date BETWEEN $2 AND $3 ORDER BY c.code, d.currency, d.posting_date, d.id`
)

// measureReports reads the reports beside the bare query of their figures: of the whole year, and the documents of two weeks.
func measureReports(ctx context.Context, r *run) ([]Result, error) {
	s, err := r.bigBooks(ctx)
	if err != nil {
		return nil, err
	}
	if err := r.settle(ctx); err != nil {
		return nil, err
	}
	service := tables.Open(r.books.DB())
	documents := len(s.customers) * documentsEach
	year := tables.Filter{From: firstDay, To: calendar.MustParse("2025-12-31")}
	weeks := tables.Filter{From: calendar.MustParse("2025-06-01"), To: calendar.MustParse("2025-06-14")}
	region := year
	region.By = "region"
	var results []Result
	for _, c := range []struct {
		kind, name string
		filter     tables.Filter
		bare       string
	}{{"movement", "movement by customer, a year", year, bareMoves}, {"summary", "summary by customer, a year", year, bareCauses}, {"indicators", "indicators by region, a year", region, bareCauses},
		{"analysis", "analysis by region, a year", region, bareAnalysis}, {"detail", "documents of two weeks", weeks, bareDetail}} {
		r.say("reports: %s of %d documents", c.name, documents)
		taken, err := r.compare(ctx, r.at(3, 5), repeated(1, func(ctx context.Context) error {
			table, err := service.Show(ctx, s.staff, c.kind, c.filter, tables.Display{})
			if err == nil && len(table.Rows) == 0 {
				err = fmt.Errorf("the report %s is empty", c.kind)
			}
			return err
		}), repeated(1, func(ctx context.Context) error {
			return pgx.BeginFunc(ctx, r.admin, func(tx pgx.Tx) error {
				if _, err := tx.Exec(ctx, tuneBareAging); err != nil {
					return err
				}
				rows, err := tx.Query(ctx, c.bare, [16]byte(s.id), c.filter.From.Time(), c.filter.To.Time())
				if err != nil {
					return err
				}
				_, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) ([]any, error) { return row.Values() })
				return err
			})
		}), nil)
		if err != nil {
			return results, err
		}
		results = append(results, r.result("reports", fmt.Sprintf("%s of %d documents", c.name, documents), taken, reportGoal))
	}
	memory, err := r.exportMemory(ctx, service, s, weeks)
	return append(results, memory), err
}

// exportMemory is what writing a long table to a workbook keeps beside the table itself and the file.
func (r *run) exportMemory(ctx context.Context, service *tables.Service, s seller, filter tables.Filter) (Result, error) {
	table, err := service.Show(ctx, s.staff, "detail", filter, tables.Display{})
	if err != nil {
		return Result{}, err
	}
	var before, after runtime.MemStats
	var file bytes.Buffer
	file.Grow(len(table.Rows) * 200)
	runtime.GC()
	runtime.ReadMemStats(&before)
	if err := tables.Export(&file, sheet.XLSX, "zh-CN", table); err != nil {
		return Result{}, err
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	kept := measured(int64(after.HeapAlloc)-int64(before.HeapAlloc)) / (1 << 20)
	result := value("reports", fmt.Sprintf("memory kept by an XLSX of %d rows, beside table and file", len(table.Rows)), kept, " MiB")
	result.Goal = "≤ 16 MiB"
	result.judge(kept <= 16)
	return result, nil
}
