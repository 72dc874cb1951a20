package ledger_test

import (
	"strings"
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

func tryReverse(t *testing.T, b *ledgertest.Books, d document.Posted, on, reason string) (document.Posted, error) {
	t.Helper()
	at := calendar.Date{}
	if on != "" {
		at = day(on)
	}
	return allocation.Open(b.DB).Reverse(t.Context(), b.Staff(ledger.ARAccountant), d.ID, at, reason)
}

func reverse(t *testing.T, b *ledgertest.Books, d document.Posted, on string) document.Posted {
	t.Helper()
	posted, err := tryReverse(t, b, d, on, "录入错误")
	if err != nil {
		t.Fatal(err)
	}
	return posted
}

// Every kind is reversed by its exact mirror, red, and both end with nothing open (ADJ-03; I15 checks the mirror itself).
func TestAReversalIsTheMirrorAndClosesBoth(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods := one(t, b, receivable(b.CNY, "2026-03-10"))
	for name, d := range map[string]document.New{
		"a receivable in dollars":         receivable(b.USD, "2026-03-10"),
		"a receipt":                       receipt(b.CNY, "70.00", "2026-03-10"),
		"an advance":                      {Kind: document.Advance, CustomerID: b.USD.ID, Currency: "USD", DocumentDate: day("2026-03-10"), Amount: amount("0.07")},
		"a credit note":                   credit(b.CNY, goods, 1, "100.00", "13", "13.00"),
		"an adjustment that lowers":       {Kind: document.Adjustment, CustomerID: b.CNY.ID, Currency: "CNY", DocumentDate: day("2026-03-10"), Reason: "rebate", Lines: []document.Line{line("-10.00", "13", "-1.30")}},
		"an adjustment that raises":       {Kind: document.Adjustment, CustomerID: b.CNY.ID, Currency: "CNY", DocumentDate: day("2026-03-10"), Reason: "interest", Lines: []document.Line{line("10.00", "0", "0")}},
		"an opening credit":               {Kind: document.OpeningBalance, CustomerID: b.CNY.ID, Currency: "CNY", DocumentDate: day("2026-03-10"), Amount: amount("-5.00")},
		"a receivable of two instalments": func() document.New { d := receivable(b.CNY, "2026-03-10"); d.Terms = halves(); return d }(),
	} {
		posted := one(t, b, d)
		red := reverse(t, b, posted, "2026-03-31")
		if !strings.HasPrefix(red.DocumentNo, "RV-2026-") {
			t.Errorf("%s: the reversal is numbered %s", name, red.DocumentNo)
		}
		wantOpen(t, b, name, posted, "0")
		wantOpen(t, b, name+" reversed", red, "0")
		want := turned(voucher(t, b, posted.ID))
		if got := voucher(t, b, red.ID); got != want {
			t.Errorf("%s: the mirror is\n%s\nwant\n%s", name, got, want)
		}
	}
}

// turned is a voucher with every sign turned.
func turned(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		fields := strings.Fields(l)
		fields[1], fields[3] = amount(fields[1]).Neg().StringFixed(2), amount(fields[3]).Neg().StringFixed(2)
		lines[i] = strings.Join(fields, " ")
	}
	return strings.Join(lines, "\n")
}

func halves() *calendar.Terms {
	part := func(days int) calendar.Part {
		return calendar.Part{Offset: calendar.Offset{Rule: calendar.RuleNetDays, Days: days}, Share: calendar.SharePercent, Percent: amount("50")}
	}
	return &calendar.Terms{Basis: calendar.FromGiven, Parts: []calendar.Part{part(0), part(30)}}
}

// Refusals come in the order that Mirror names.
func TestReversalsAreRefusedInOrder(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods := one(t, b, receivable(b.CNY, "2026-03-10"))
	foreign := b.Receivable(t, b.OtherCustomer, "10.00", "2026-03-10")
	_, err := tryReverse(t, b, foreign, "2026-03-31", "录入错误")
	wantCode(t, err, "not_found")

	note := one(t, b, credit(b.CNY, goods, 1, "100.00", "13", "13.00"))
	_, err = tryReverse(t, b, goods, "", "")
	wantCode(t, err, "document_credited")
	reverse(t, b, note, "2026-03-31")

	money := one(t, b, receipt(b.CNY, "100.00", "2026-03-12"))
	settlement := b.Allocate(t, b.CNY, goods, money, "100.00", "2026-03-13")
	_, err = tryReverse(t, b, goods, "", "")
	wantCode(t, err, "document_allocated")
	_, err = tryReverse(t, b, money, "", "")
	wantCode(t, err, "document_allocated")
	if _, err := allocation.Open(b.DB).Undo(t.Context(), b.Staff(ledger.ARAccountant), settlement, day("2026-03-14"), "退回"); err != nil {
		t.Fatal(err)
	}

	_, err = tryReverse(t, b, goods, "", " ")
	wantField(t, err, "reason", "required")
	_, err = tryReverse(t, b, goods, "2026-03-31", "a\x00b")
	wantField(t, err, "reason", "bad_text")
	_, err = tryReverse(t, b, goods, "2026-03-09", "录入错误")
	wantField(t, err, "posting_date", "not_a_choice")
	_, err = tryReverse(t, b, goods, "2031-01-01", "录入错误")
	wantCode(t, err, "period_closed")

	red := reverse(t, b, goods, "2026-03-31")
	_, err = tryReverse(t, b, goods, "", "")
	wantCode(t, err, "document_reversed")
	_, err = tryReverse(t, b, red, "", "")
	wantCode(t, err, "document_is_reversal")
	_, err = allocation.Open(b.DB).Reverse(t.Context(), b.Staff(ledger.Sales), goods.ID, day("2026-03-31"), "录入错误")
	wantCode(t, err, "not_permitted")
}

// What settled a document with its mirror stays: undoing it would open the reversed document again.
func TestAReversalCannotBeUndone(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods := one(t, b, receivable(b.CNY, "2026-03-10"))
	reverse(t, b, goods, "2026-03-31")
	settlement, err := ledger.ParseID(ledgertest.Ask[string](t, b, `SELECT id::text FROM hefu.settlements`))
	if err != nil {
		t.Fatal(err)
	}
	_, err = allocation.Open(b.DB).Undo(t.Context(), b.Staff(ledger.ARAccountant), settlement, day("2026-04-01"), "")
	wantCode(t, err, "state_forbids")
}

func TestTenPeopleReverseADocumentOnce(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods := one(t, b, receivable(b.CNY, "2026-03-10"))
	var wg sync.WaitGroup
	errs := make(chan error, 10)
	for range 10 {
		wg.Go(func() { _, err := tryReverse(t, b, goods, "2026-03-31", "录入错误"); errs <- err })
	}
	wg.Wait()
	close(errs)
	done := 0
	for err := range errs {
		if err == nil {
			done++
		} else if !ledger.IsCode(err, "document_reversed") {
			t.Errorf("one was told %v", err)
		}
	}
	if done != 1 {
		t.Errorf("%d reversed it", done)
	}
}
