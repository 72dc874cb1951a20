package ledger_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

// waiting are terms that start at the invoice: half after 30 days, half after 60.
func waiting() *calendar.Terms {
	part := func(days int) calendar.Part {
		return calendar.Part{Offset: calendar.Offset{Rule: calendar.RuleNetDays, Days: days}, Share: calendar.SharePercent, Percent: amount("50")}
	}
	return &calendar.Terms{Basis: calendar.FromInvoice, Parts: []calendar.Part{part(30), part(60)}}
}

// While there is no invoice the shipment stands in; issuing rewrites the due dates, voiding restores them, both are logged (DUE-05).
func TestDueDatesFollowTheInvoice(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents, accountant := document.Open(b.DB), b.Staff(ledger.ARAccountant)
	goods := b.Receivable(t, b.CNY, "1130.00", "2026-03-10", func(d *document.New) { d.Terms, d.Dates.Shipment = waiting(), day("2026-03-01") })
	before := "debit 2026-03-31 565.00 565.00 565.00\ndebit 2026-04-30 565.00 565.00 565.00"
	if got := items(t, b, goods); got != before {
		t.Fatalf("items\n%s\nwant\n%s", got, before)
	}
	if err := documents.InvoiceIssued(t.Context(), accountant, goods.ID, "26332000000000000001", day("2026-03-20")); err != nil {
		t.Fatal(err)
	}
	after := "debit 2026-04-19 565.00 565.00 565.00\ndebit 2026-05-19 565.00 565.00 565.00"
	if got := items(t, b, goods); got != after {
		t.Errorf("invoiced:\n%s\nwant\n%s", got, after)
	}
	view, err := documents.Get(t.Context(), b.Contact(b.CNY, ledger.Viewer), goods.ID)
	if err != nil || view.T0 != day("2026-03-20") || view.T0Basis != "invoice" || view.DueDate != day("2026-05-19") || len(view.Chain) != 1 || view.Chain[0].Label != "26332000000000000001" {
		t.Errorf("the customer sees %s from %s by %s, %v, %v", view.DueDate, view.T0, view.T0Basis, view.Chain, err)
	}
	wantCode(t, documents.InvoiceIssued(t.Context(), accountant, goods.ID, "26332000000000000002", day("2026-03-21")), "state_forbids")
	wantField(t, documents.InvoiceVoided(t.Context(), accountant, goods.ID, ""), "reason", "required")
	if err := documents.InvoiceVoided(t.Context(), accountant, goods.ID, "抬头错误"); err != nil {
		t.Fatal(err)
	}
	if got := items(t, b, goods); got != before {
		t.Errorf("voided:\n%s\nwant\n%s", got, before)
	}
	wantCode(t, documents.InvoiceVoided(t.Context(), accountant, goods.ID, "再作废"), "state_forbids")
	if err := documents.InvoiceIssued(t.Context(), accountant, goods.ID, "26332000000000000002", day("2026-03-20")); err != nil {
		t.Fatal(err)
	}
	if got := items(t, b, goods); got != after {
		t.Errorf("invoiced again:\n%s\nwant\n%s", got, after)
	}
	log := ledgertest.Ask[string](t, b, `SELECT string_agg(action || ' ' || (payload::json->'detail'->>'due_before') || ' ' || (payload::json->'detail'->>'due_after'), E'\n' ORDER BY seq)
		FROM hefu.audit_log WHERE action LIKE 'invoice.%'`)
	forth, back := `["2026-03-31","2026-04-30"]`, `["2026-04-19","2026-05-19"]`
	if want := "invoice.issued " + forth + " " + back + "\ninvoice.voided " + back + " " + forth + "\ninvoice.issued " + forth + " " + back; log != want {
		t.Errorf("the audit log says\n%s\nwant\n%s", log, want)
	}
}

// What is settled keeps its date; other terms and dates by hand do not move.
func TestOnlyOpenInstalmentsThatWaitAreRewritten(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents, accountant := document.Open(b.DB), b.Staff(ledger.ARAccountant)
	issue := func(d document.Posted) string {
		t.Helper()
		if err := documents.InvoiceIssued(t.Context(), accountant, d.ID, "26332000000000000001", day("2026-03-20")); err != nil {
			t.Fatal(err)
		}
		return items(t, b, d)
	}
	goods := b.Receivable(t, b.CNY, "1130.00", "2026-03-10", func(d *document.New) { d.Terms, d.Dates.Shipment = waiting(), day("2026-03-01") })
	b.Allocate(t, b.CNY, goods, b.Receipt(t, b.CNY, "565.00", "2026-03-11"), "565.00", "2026-03-12")
	if got, want := issue(goods), "debit 2026-03-31 565.00 0.00 0.00\ndebit 2026-05-19 565.00 565.00 565.00"; got != want {
		t.Errorf("with the first settled:\n%s\nwant\n%s", got, want)
	}
	net := b.Receivable(t, b.CNY, "100.00", "2026-03-10")
	if got, want := issue(net), "debit 2026-04-09 100.00 100.00 100.00"; got != want {
		t.Errorf("other terms:\n%s\nwant\n%s", got, want)
	}
	byHand := b.Receivable(t, b.CNY, "100.00", "2026-03-10", func(d *document.New) { d.Terms, d.DueDate, d.Reason = waiting(), day("2026-12-24"), "年底付款" })
	if got, want := issue(byHand), "debit 2026-12-24 100.00 100.00 100.00"; got != want {
		t.Errorf("by hand:\n%s\nwant\n%s", got, want)
	}
	cents := b.Receivable(t, b.CNY, "0.01", "2026-03-10", func(d *document.New) {
		d.Terms, d.Lines = waiting(), []document.Line{line("0.01", "0", "0")}
	})
	if got := issue(cents); got != "debit 2026-04-19 0.01 0.01 0.01" {
		t.Errorf("a cent of two instalments: %s", got)
	}
}

// A document that came with its invoice's number starts there; voiding that invoice brings the stand-in back.
func TestAnInvoiceThatCameWithTheDocumentCanBeVoided(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents, accountant := document.Open(b.DB), b.Staff(ledger.ARAccountant)
	goods := b.Receivable(t, b.CNY, "1130.00", "2026-03-10", func(d *document.New) {
		d.Terms, d.InvoiceNo = waiting(), "26332000000000000001"
		d.Dates.Invoice, d.Dates.Shipment = day("2026-03-12"), day("2026-03-02")
	})
	wantCode(t, documents.InvoiceIssued(t.Context(), accountant, goods.ID, "26332000000000000002", day("2026-03-20")), "state_forbids")
	if err := documents.InvoiceVoided(t.Context(), accountant, goods.ID, "开票有误"); err != nil {
		t.Fatal(err)
	}
	if got, want := items(t, b, goods), "debit 2026-04-01 565.00 565.00 565.00\ndebit 2026-05-01 565.00 565.00 565.00"; got != want {
		t.Errorf("voided:\n%s\nwant\n%s", got, want)
	}
	if err := documents.InvoiceIssued(t.Context(), accountant, goods.ID, "26332000000000000002", day("2026-03-20")); err != nil {
		t.Fatal(err)
	}
}

func TestInvoicesAreRefusedInOrder(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents, accountant := document.Open(b.DB), b.Staff(ledger.ARAccountant)
	goods, foreign, money := b.Receivable(t, b.CNY, "10.00", "2026-03-10"), b.Receivable(t, b.OtherCustomer, "10.00", "2026-03-10"), b.Receipt(t, b.CNY, "10.00", "2026-03-10")
	issue := func(actor ledger.Actor, id ledger.ID, no, on string) error {
		at := calendar.Date{}
		if on != "" {
			at = day(on)
		}
		return documents.InvoiceIssued(t.Context(), actor, id, no, at)
	}
	wantCode(t, issue(b.Staff(ledger.Sales), goods.ID, "1", "2026-03-20"), "not_permitted")
	wantField(t, issue(accountant, goods.ID, "", "2026-03-20"), "invoice_no", "required")
	wantField(t, issue(accountant, goods.ID, "1\n", "2026-03-20"), "invoice_no", "bad_text")
	wantField(t, issue(accountant, goods.ID, "1", ""), "invoice_date", "required")
	wantCode(t, issue(accountant, foreign.ID, "1", "2026-03-20"), "not_found")
	wantCode(t, issue(accountant, money.ID, "1", "2026-03-20"), "state_forbids")
	wantCode(t, documents.InvoiceVoided(t.Context(), accountant, goods.ID, "开票有误"), "state_forbids")
	reverse(t, b, goods, "2026-03-31")
	wantCode(t, issue(accountant, goods.ID, "1", "2026-04-01"), "state_forbids")
}
