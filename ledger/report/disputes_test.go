package report_test

import (
	"context"
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/dispute"
	"hefu/ledger/internal/store"
	"hefu/ledger/ledgertest"
	"hefu/ledger/report"
	"hefu/ledger/statement"
)

// quarrel has C001 dispute six lines and C003 one: accepted whole, in part, rejected and returned, withdrawn, two still open; each
// is then dated as the case says.
func quarrel(t *testing.T, b *ledgertest.Books) {
	t.Helper()
	disputes, accountant := dispute.NewService(b.DB, nil), b.Staff(ledger.ARAccountant)
	open := func(customer ledgertest.Customer, category dispute.Category, line int, amount, opened string) ledger.ID {
		shown := ledgertest.Ask[string](t, b, `SELECT s.id::text || ' ' || encode(v.sha256, 'hex') FROM hefu.statements s JOIN hefu.statement_versions v ON v.statement_id = s.id WHERE s.customer_id = $1`, customer.ID.String())
		id, err := ledger.ParseID(shown[:36])
		if err != nil {
			t.Fatal(err)
		}
		done, err := disputes.Open(t.Context(), b.Contact(customer, ledger.Confirmer), dispute.OpenCommand{StatementID: id, Version: 1, SHA256: shown[37:], Lines: []int{line},
			Category: category, DisputedAmount: ledgertest.Amount(amount), Text: "与合同不符"})
		if err != nil || len(done.IDs) != 1 {
			t.Fatal(done, err)
		}
		b.Exec(t, `UPDATE hefu.disputes SET opened_at = '`+opened+`+08', due_at = '`+opened+`+08' WHERE id = '`+done.IDs[0].String()+`'`)
		return done.IDs[0]
	}
	version := func(id ledger.ID) int {
		return ledgertest.Ask[int](t, b, `SELECT row_version FROM hefu.disputes WHERE id = $1`, id.String())
	}
	resolve := func(id ledger.ID, decision dispute.Decision, amount, cause, on string) {
		cmd := dispute.ResolveCommand{Decision: decision, RootCause: cause, Text: "经核实"}
		if amount != "" {
			cmd.Amount = ledgertest.Amount(amount)
		}
		if err := disputes.Resolve(t.Context(), accountant, id, cmd); err != nil {
			t.Fatal(err)
		}
		if decision != dispute.AcceptWhole {
			if err := disputes.Accept(t.Context(), b.Contact(b.CNY, ledger.Confirmer), id, version(id)); err != nil {
				t.Fatal(err)
			}
		}
		b.Exec(t, `UPDATE hefu.disputes SET resolved_at = '`+on+`+08' WHERE id = '`+id.String()+`'`)
	}
	for _, customer := range []ledgertest.Customer{b.CNY, b.GBP} {
		for range 6 {
			b.Receivable(t, customer, "1130.00", "2026-03-10")
		}
		err := b.DB.Write(t.Context(), b.System(), func(ctx context.Context, tx *store.Tx) error {
			_, err := statement.Generate(ctx, tx, statement.GenerateCommand{Customers: []ledger.ID{customer.ID}, MadeBy: accountant.PersonID,
				Period: statement.Period{Start: calendar.MustParse("2026-03-01"), CutOff: calendar.MustParse("2026-03-31")}})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	ids := map[string]ledger.ID{}
	for _, issued := range []string{"CNY", "GBP"} {
		id, _ := ledger.ParseID(ledgertest.Ask[string](t, b, `SELECT id::text FROM hefu.statements WHERE currency = $1`, issued))
		ids[issued] = id
		if err := statement.Open(b.DB, nil).Issue(t.Context(), accountant, id, 1); err != nil {
			t.Fatal(err)
		}
	}
	// 2 April 2026 is a Thursday; the 4th to the 6th are Qingming.
	resolve(open(b.CNY, "price", 1, "100.00", "2026-04-02 10:00"), dispute.AcceptWhole, "", "technical_error", "2026-04-08 09:00")
	resolve(open(b.CNY, "price", 2, "200.00", "2026-04-02 23:30"), dispute.AcceptPart, "50.00", "process_gap", "2026-04-03 00:30")
	resolve(open(b.CNY, "quantity", 3, "300.00", "2026-04-20 10:00"), dispute.Reject, "", "commercial_dispute", "2026-04-20 18:00")
	open(b.CNY, "quantity", 4, "400.00", "2026-04-30 23:59")
	wrong := open(b.CNY, "quality", 5, "500.00", "2026-05-01 00:00")
	if err := disputes.Withdraw(t.Context(), b.Contact(b.CNY, ledger.Confirmer), wrong, version(wrong)); err != nil {
		t.Fatal(err)
	}
	open(b.GBP, "price", 1, "70.00", "2026-05-06 10:00")
}

func TestDisputesByTypeAndCause(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	quarrel(t, b)
	service, manager := report.Open(b.DB), b.Staff(ledger.Management)
	ask := func(by string, change ...func(*report.Filter)) report.Table {
		f := period("2026-04-01", "2026-05-31")
		f.By = by
		for _, alter := range change {
			alter(&f)
		}
		table, err := service.Disputes(t.Context(), manager, f)
		return read(t, table, err)
	}
	total := "\nΣ CNY 5 1500.00 2 150.00 3 1 1 1 1 7 7 100\nΣ GBP 1 70.00 0 0.00 0 0 1 1 100"
	for by, want := range map[string]string{
		"": `
		price CNY 2 300.00 2 150.00 2 0 0 0 2 11.5 11.5 100
		price GBP 1 70.00 0 0.00 0 0 1 1 100
		quality CNY 1 500.00 0 0.00 0 1 0 0
		quantity CNY 2 700.00 0 0.00 1 0 1 1 0 7 7 100`,
		"cause": `
		commercial_dispute CNY 1 300.00 0 0.00 1 0 0 0 0 7 7 100
		process_gap CNY 1 200.00 1 50.00 1 0 0 0 1 0 0 100
		technical_error CNY 1 100.00 1 100.00 1 0 0 0 3 23 23 100
		undecided CNY 2 900.00 0 0.00 0 1 1 1 100
		undecided GBP 1 70.00 0 0.00 0 0 1 1 100`,
		"month": `
		2026-04 CNY 4 1000.00 2 150.00 3 0 1 1 1 7 7 100
		2026-05 CNY 1 500.00 0 0.00 0 1 0 0
		2026-05 GBP 1 70.00 0 0.00 0 0 1 1 100`,
		"customer":    "C001 CNY 5 1500.00 2 150.00 3 1 1 1 1 7 7 100\nC003 GBP 1 70.00 0 0.00 0 0 1 1 100",
		"salesperson": "GBP 1 70.00 0 0.00 0 0 1 1 100\n王小明 CNY 5 1500.00 2 150.00 3 1 1 1 1 7 7 100",
	} {
		same(t, "by "+by, lay(ask(by)), want+total)
	}
	same(t, "of April", lay(ask("category", func(f *report.Filter) { f.To = calendar.MustParse("2026-04-30"); f.CustomerID = b.CNY.ID })), `
	price CNY 2 300.00 2 150.00 2 0 0 0 2 11.5 11.5 100
	quantity CNY 2 700.00 0 0.00 1 0 1 1 0 7 7 100
	Σ CNY 4 1000.00 2 150.00 3 0 1 1 1 7 7 100`)
	same(t, "in base currency", lay(ask("category", func(f *report.Filter) { f.CustomerID, f.Base = b.GBP.ID, true })), "price CNY 1 637.00 0 0.00 0 0 1 1 100\nΣ CNY 1 637.00 0 0.00 0 0 1 1 100")
	sales, err := service.Disputes(t.Context(), b.Staff(ledger.Sales), report.Filter{From: calendar.MustParse("2026-04-01"), To: calendar.MustParse("2026-05-31"), By: "customer"})
	same(t, "sales staff: their own customers", lay(read(t, sales, err)), "C001 CNY 5 1500.00 2 150.00 3 1 1 1 1 7 7 100\nΣ CNY 5 1500.00 2 150.00 3 1 1 1 1 7 7 100")
	if _, err := service.Disputes(t.Context(), manager, report.Filter{By: "colour"}); !ledger.IsCode(err, "validation_failed") {
		t.Errorf("a group that is none: %v", err)
	}
	if other, err := service.Disputes(t.Context(), b.OtherStaff(ledger.Auditor), period("2026-04-01", "2026-05-31")); err != nil || len(other.Rows) != 0 {
		t.Errorf("the other organization sees %v, %v", other.Rows, err)
	}
}

// However they are grouped, the rows sum to the same totals.
func TestDisputesSumTheSameHoweverGrouped(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	quarrel(t, b)
	for _, by := range report.DisputeGroups {
		f := period("2026-04-01", "2026-05-31")
		f.By = by
		table, err := report.Open(b.DB).Disputes(t.Context(), b.Staff(ledger.Auditor), f)
		table = read(t, table, err)
		for _, total := range table.Totals {
			for i, c := range table.Columns {
				if !c.Summed {
					continue
				}
				sum := decimal.Zero
				for _, row := range table.Rows {
					if row[column(table, "currency")] == string(total.Currency) {
						sum = sum.Add(ledgertest.Amount(row[i]))
					}
				}
				if !sum.Equal(ledgertest.Amount(total.Cells[i])) {
					t.Errorf("by %s: %s sums to %s, the total is %s", by, c.Key, sum, total.Cells[i])
				}
			}
		}
	}
}

// STM-27: the figures of the cycle, of a statement that was agreed after five days and one that nobody answered.
func TestTheCycleIsMeasured(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	statements, accountant := statement.Open(b.DB, nil), b.Staff(ledger.ARAccountant)
	for _, customer := range []ledgertest.Customer{b.CNY, b.GBP} {
		b.Receivable(t, customer, "100.00", "2026-03-10")
		var made []statement.Outcome
		err := b.DB.Write(t.Context(), b.System(), func(ctx context.Context, tx *store.Tx) (err error) {
			made, err = statement.Generate(ctx, tx, statement.GenerateCommand{Customers: []ledger.ID{customer.ID}, MadeBy: accountant.PersonID,
				Period: statement.Period{Start: calendar.MustParse("2026-03-01"), CutOff: calendar.MustParse("2026-03-31")}})
			return err
		})
		if err != nil || len(made) != 1 {
			t.Fatal(err, made)
		}
		if err := statements.Issue(t.Context(), accountant, made[0].StatementID, 1); err != nil {
			t.Fatal(err)
		}
		if customer == b.CNY {
			continue
		}
		view, err := statements.Read(t.Context(), accountant, made[0].StatementID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := statements.Confirm(t.Context(), b.Contact(customer, ledger.Confirmer), statement.ConfirmCommand{StatementID: view.ID, Version: 1, SHA256: view.SHA256}); err != nil {
			t.Fatal(err)
		}
	}
	b.Exec(t, `UPDATE hefu.statements SET issued_at = '2026-04-01 10:00+08', answer_due = '2026-04-10'`)
	b.Exec(t, `UPDATE hefu.statements SET answered_at = '2026-04-06 10:00+08', agreed_at = '2026-04-06 11:00+08' WHERE state = 'agreed'`)
	service, april := report.Open(b.DB), report.Filter{From: calendar.MustParse("2026-04-01"), To: calendar.MustParse("2026-04-30")}
	april.By = "customer"
	table, err := service.Cycle(t.Context(), accountant, april)
	got := map[string]string{}
	for _, row := range table.Rows {
		cell := func(key string) string { return row[column(table, key)] }
		got[cell("customer_code")] = cell("issued") + " " + cell("agreed") + " " + cell("median_days") + " " + cell("first_pass") + " " + cell("on_time")
	}
	if err != nil || got["C003"] != "1 1 5 100 100" || got["C001"] != "1 0   0" {
		t.Errorf("the cycle is %q, %v", got, err)
	}
	april.By = "month"
	if table, err = service.Cycle(t.Context(), accountant, april); err != nil || len(table.Rows) != 2 || table.Rows[0][0] != "2026-04" {
		t.Errorf("by month it is %v, %v", table.Rows, err)
	}
	april.By = "cause"
	if _, err := service.Cycle(t.Context(), accountant, april); !ledger.IsCode(err, "validation_failed") {
		t.Errorf("by cause: %v", err)
	}
}
