package ledger_test

import (
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

// credit is a credit note that takes net off a line of the receivable; line 0 takes it off the whole.
func credit(c ledgertest.Customer, reduces document.Posted, no int, net, rate, tax string) document.New {
	reducing := line(net, rate, tax)
	reducing.ReducesLine = no
	return document.New{Kind: document.CreditNote, CustomerID: c.ID, Currency: c.Currency, DocumentDate: day("2026-03-20"), SourceKind: "manual",
		Reduces: reduces.ID, Lines: []document.Line{reducing}}
}

// A credit note never takes more than its line and the whole still have, at the line's own tax rate (SPEC section 5).
func TestACreditNoteStaysWithinItsLineAndItsReceivable(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods := one(t, b, receivable(b.CNY, "2026-03-10")) // lines of 1,130.00 and 565.00
	foreign := b.Receivable(t, b.USD, "100.00", "2026-03-10")
	other := b.Receivable(t, b.OtherCustomer, "100.00", "2026-03-10")
	money := one(t, b, receipt(b.CNY, "500.00", "2026-03-10"))
	refused := func(name string, d document.New, code string) *ledger.Error {
		t.Helper()
		_, err := post(t, b, d)
		if !ledger.IsCode(err, code) {
			t.Errorf("%s: got %v, want %s", name, err, code)
		}
		return ledger.AsError(err)
	}
	refused("a line that is not there", credit(b.CNY, goods, 3, "1.00", "13", "0.13"), "line_unknown")
	refused("another tax rate", credit(b.CNY, goods, 1, "100.00", "6", "6.00"), "validation_failed")
	refused("another customer's receivable", credit(b.CNY, foreign, 1, "1.00", "0", "0"), "validation_failed")
	refused("another organization's receivable", credit(b.CNY, other, 1, "1.00", "13", "0.13"), "validation_failed")
	refused("a receipt", credit(b.CNY, money, 0, "1.00", "0", "0"), "validation_failed")
	inDollars := credit(b.CNY, goods, 1, "1.00", "13", "0.13")
	inDollars.Currency = "USD"
	refused("another currency", inDollars, "validation_failed")
	if err := refused("more than the line", credit(b.CNY, goods, 2, "500.01", "13", "65.00"), "amount_exceeds_line"); err.Params["limit"] != "565.00" {
		t.Errorf("the limit is said to be %s", err.Params["limit"])
	}
	one(t, b, credit(b.CNY, goods, 2, "400.00", "13", "52.00"))
	if err := refused("more than the line still has", credit(b.CNY, goods, 2, "100.01", "13", "13.00"), "amount_exceeds_line"); err.Params["limit"] != "113.00" {
		t.Errorf("the limit is said to be %s", err.Params["limit"])
	}
	if err := refused("more than the whole still has", credit(b.CNY, goods, 0, "1100.01", "13", "143.00"), "amount_exceeds_line"); err.Params["limit"] != "1243.00" {
		t.Errorf("the limit is said to be %s", err.Params["limit"])
	}
	rest := credit(b.CNY, goods, 1, "1000.00", "13", "130.00")
	second := line("100.00", "13", "13.00")
	second.ReducesLine = 2
	rest.Lines = append(rest.Lines, second)
	last := one(t, b, rest)
	refused("a cent more", credit(b.CNY, goods, 1, "0.01", "13", "0.00"), "amount_exceeds_line")

	// A credit note that is reversed gives its room back.
	reverse(t, b, last, "2026-03-25")
	one(t, b, rest)
}

func TestACreditNoteByHandNamesWhatItReduces(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods := one(t, b, receivable(b.CNY, "2026-03-10"))
	loose := credit(b.CNY, document.Posted{}, 0, "1.00", "13", "0.13")
	_, err := post(t, b, loose)
	wantField(t, err, "reduces", "required")
	if _, err := post(t, b, from(loose, "CN-1")); err != nil {
		t.Errorf("a source system may know the receivable when we do not: %v", err)
	}
	d := receivable(b.CNY, "2026-03-10")
	d.Reduces = goods.ID
	_, err = post(t, b, d)
	wantField(t, err, "reduces", "not_expected")
	reverse(t, b, goods, "2026-03-15")
	_, err = post(t, b, credit(b.CNY, goods, 1, "1.00", "13", "0.13"))
	wantCode(t, err, "document_reversed")
}

// Twenty people credit one line of 1,000.00 by 100.00 each; ten can.
func TestParallelCreditNotesOfOneLineNeverExceedIt(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods := b.Receivable(t, b.USD, "1000.00", "2026-03-10")
	documents := document.Open(b.DB)
	people := []ledger.Role{ledger.ARAccountant, ledger.FinanceSupervisor}
	var wg sync.WaitGroup
	errs := make(chan error, 20)
	for i := range 20 {
		wg.Go(func() {
			_, err := documents.Post(t.Context(), b.Staff(people[i%2]), []document.New{credit(b.USD, goods, 1, "100.00", "0", "0")})
			errs <- err
		})
	}
	wg.Wait()
	close(errs)
	posted := 0
	for err := range errs {
		if err == nil {
			posted++
		} else if !ledger.IsCode(err, "amount_exceeds_line") {
			t.Errorf("one was told %v", err)
		}
	}
	credited := ledgertest.Ask[string](t, b, `SELECT sum(gross)::text FROM hefu.documents WHERE reduces_document_id = $1`, goods.ID.String())
	if posted != 10 || !amount(credited).Equal(amount("1000.00")) {
		t.Errorf("%d were posted, %s credited", posted, credited)
	}
}
