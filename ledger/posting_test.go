package ledger_test

import (
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

// What each kind posts (SPEC section 5), by account role, in document and base currency. USD stands at 7.10.
func TestEachKindPostsItsVoucher(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	freight := document.Line{Kind: document.FreightLine, Description: "代垫运费", Net: amount("80.00"), Gross: amount("80.00")}
	adjustment := func(reason document.Reason, net, rate, tax string) document.New {
		return document.New{Kind: document.Adjustment, Reason: string(reason), Lines: []document.Line{line(net, rate, tax)}}
	}
	money := func(kind document.Kind, method, sum string) document.New {
		return document.New{Kind: kind, Method: method, Amount: amount(sum)}
	}
	for _, test := range []struct {
		name     string
		customer ledgertest.Customer
		document document.New
		want     []string
	}{
		{"a receivable: Dr 1122 / Cr 6001, 222101", b.CNY, document.New{Kind: document.Receivable, Lines: []document.Line{line("1000.00", "13", "130.00")}},
			[]string{"ar 1130.00 CNY 1130.00", "revenue -1000.00 CNY -1000.00", "tax -130.00 CNY -130.00"}},
		{"freight paid for the customer is no revenue", b.CNY, document.New{Kind: document.Receivable, Lines: []document.Line{line("1000.00", "13", "130.00"), freight}},
			[]string{"ar 1210.00 CNY 1210.00", "revenue -1000.00 CNY -1000.00", "tax -130.00 CNY -130.00", "freight -80.00 CNY -80.00"}},
		{"a receivable in dollars, the last leg takes the rounding", b.USD, document.New{Kind: document.Receivable, Lines: []document.Line{line("0.05", "13", "0.01"), line("0.08", "13", "0.01")}},
			[]string{"ar 0.15 USD 1.07", "revenue -0.13 USD -0.92", "tax -0.02 USD -0.15"}},
		{"a receipt by bank: Dr 1002 / Cr 1122", b.CNY, money(document.Receipt, "bank", "500.00"), []string{"ar -500.00 CNY -500.00", "bank 500.00 CNY 500.00"}},
		{"a receipt in cash", b.CNY, money(document.Receipt, "cash", "5.00"), []string{"ar -5.00 CNY -5.00", "bank 5.00 CNY 5.00"}},
		{"a receipt through a provider: Dr 1012", b.CNY, money(document.Receipt, "provider", "5.00"), []string{"ar -5.00 CNY -5.00", "provider_clearing 5.00 CNY 5.00"}},
		{"a receipt by note: Dr 1121", b.CNY, money(document.Receipt, "note", "5.00"), []string{"ar -5.00 CNY -5.00", "notes 5.00 CNY 5.00"}},
		{"an advance: Dr 1002 / Cr 2203", b.USD, money(document.Advance, "bank", "100.00"), []string{"advance -100.00 USD -710.00", "bank 100.00 USD 710.00"}},
		{"a rebate", b.CNY, adjustment(document.Rebate, "-100.00", "13", "-13.00"), []string{"ar -113.00 CNY -113.00", "returns 100.00 CNY 100.00", "tax 13.00 CNY 13.00"}},
		{"an allowance", b.CNY, adjustment(document.AllowanceGiven, "-100.00", "0", "0"), []string{"ar -100.00 CNY -100.00", "returns 100.00 CNY 100.00"}},
		{"a discount", b.CNY, adjustment(document.Discount, "-100.00", "0", "0"), []string{"ar -100.00 CNY -100.00", "returns 100.00 CNY 100.00"}},
		{"a deduction", b.CNY, adjustment(document.Deduction, "-100.00", "0", "0"), []string{"ar -100.00 CNY -100.00", "returns 100.00 CNY 100.00"}},
		{"a penalty", b.CNY, adjustment(document.Penalty, "100.00", "0", "0"), []string{"ar 100.00 CNY 100.00", "other_income -100.00 CNY -100.00"}},
		{"interest", b.CNY, adjustment(document.Interest, "100.00", "0", "0"), []string{"ar 100.00 CNY 100.00", "other_income -100.00 CNY -100.00"}},
		{"a tail difference up", b.CNY, adjustment(document.TailDifference, "0.30", "0", "0"), []string{"ar 0.30 CNY 0.30", "tax -0.30 CNY -0.30"}},
		{"a tail difference down", b.CNY, adjustment(document.TailDifference, "-1.00", "0", "0"), []string{"ar -1.00 CNY -1.00", "tax 1.00 CNY 1.00"}},
		{"an opening debt", b.CNY, money(document.OpeningBalance, "", "900.00"), []string{"ar 900.00 CNY 900.00", "opening -900.00 CNY -900.00"}},
		{"an opening credit", b.CNY, money(document.OpeningBalance, "", "-40.00"), []string{"ar -40.00 CNY -40.00", "opening 40.00 CNY 40.00"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.document.DocumentDate, test.document.SourceKind = day("2026-03-10"), "invoice"
			posted := b.Post(t, test.customer, test.document)
			if got, want := voucher(t, b, posted.ID), strings.Join(test.want, "\n"); got != want {
				t.Errorf("posted\n%s\nwant\n%s", got, want)
			}
		})
	}
	t.Run("a credit note: Dr 600109, 222101 / Cr 1122", func(t *testing.T) {
		original := b.Post(t, b.CNY, document.New{Kind: document.Receivable, DocumentDate: day("2026-03-10"), Lines: []document.Line{line("1000.00", "13", "130.00"), freight}})
		credit := document.New{Kind: document.CreditNote, DocumentDate: day("2026-03-12"), Reduces: original.ID, Lines: []document.Line{line("200.00", "13", "26.00"), freight}}
		credit.Lines[0].ReducesLine, credit.Lines[1].ReducesLine = 1, 2
		if got, want := voucher(t, b, b.Post(t, b.CNY, credit).ID), "ar -306.00 CNY -306.00\nreturns 200.00 CNY 200.00\ntax 26.00 CNY 26.00\nfreight 80.00 CNY 80.00"; got != want {
			t.Errorf("posted\n%s\nwant\n%s", got, want)
		}
	})
}

func TestAChartWithoutARoleSaysWhich(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	b.Exec(t, `DELETE FROM hefu.accounts WHERE role = 'notes'`)
	note := receipt(b.CNY, "5.00", "2026-03-10")
	note.Method, note.Note = "note", &document.Note{No: "110233", Drawer: "买方公司", DueOn: day("2026-09-10")}
	_, err := post(t, b, note)
	if refused := wantCode(t, err, "account_missing"); refused.Params["role"] != "notes" {
		t.Errorf("it names %q", refused.Params["role"])
	}
}

// A renumbered account changes the next voucher and no posted one.
func TestAnotherAccountCodeChangesOnlyWhatComesAfter(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	before := one(t, b, receipt(b.CNY, "5.00", "2026-03-10"))
	b.Exec(t, `INSERT INTO hefu.accounts (organization_id, code, role, name, name_en) SELECT organization_id, '1002.01', 'bank_old', name, name_en FROM hefu.accounts WHERE role = 'bank'`)
	b.Exec(t, `UPDATE hefu.accounts SET role = CASE role WHEN 'bank' THEN 'x' ELSE role END WHERE role = 'bank'`)
	b.Exec(t, `UPDATE hefu.accounts SET role = CASE role WHEN 'bank_old' THEN 'bank' WHEN 'x' THEN 'bank_old' END WHERE role IN ('bank_old', 'x')`)
	after := one(t, b, receipt(b.CNY, "5.00", "2026-03-10"))
	code := func(id ledger.ID) string {
		return ledgertest.Ask[string](t, b, `SELECT l.account_code FROM hefu.journal_entries e JOIN hefu.journal_lines l ON l.entry_id = e.id WHERE e.source_id = $1 AND l.amount > 0`, id.String())
	}
	if code(before.ID) != "1002" || code(after.ID) != "1002.01" {
		t.Errorf("before %s, after %s", code(before.ID), code(after.ID))
	}
}

func TestWhoMayPostAndWhatIsPostedByItself(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents, d := document.Open(b.DB), receipt(b.CNY, "5.00", "2026-03-10")
	for _, role := range ledgertest.StaffRoles {
		_, err := documents.Post(t.Context(), b.Staff(role), []document.New{d})
		if may := role == ledger.ARAccountant || role == ledger.FinanceSupervisor; may != (err == nil) || (!may && !ledger.IsCode(err, "not_permitted")) {
			t.Errorf("%s is answered with %v", role, err)
		}
	}
	for _, role := range ledgertest.ContactRoles {
		if _, err := documents.Post(t.Context(), b.Contact(b.CNY, role), []document.New{d}); !ledger.IsCode(err, "not_permitted") {
			t.Errorf("a customer's %s is answered with %v", role, err)
		}
	}
	for _, kind := range []document.Kind{document.Refund, document.WriteOff, document.Reversal, "gift", ""} {
		d.Kind = kind
		_, err := post(t, b, receipt(b.CNY, "5.00", "2026-03-10"), d)
		wantField(t, err, "documents[1].kind", "not_a_choice")
	}
}

// What the facts forbid is refused in this order: the customer, the rate, a worth no column holds.
func TestFactsRefuseInOrder(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	b.Exec(t, `UPDATE hefu.customers SET active = false WHERE id = $1`, b.GBP.ID.String())
	francs := func(c ledgertest.Customer) document.New {
		d := receipt(c, "900000000000000.00", "2026-03-10")
		d.Currency = "CHF"
		return d
	}
	_, err := post(t, b, francs(ledgertest.Customer{ID: ledger.NewID()}))
	wantCode(t, err, "customer_unknown")
	_, err = post(t, b, francs(b.OtherCustomer))
	wantCode(t, err, "customer_unknown")
	_, err = post(t, b, francs(b.GBP))
	wantCode(t, err, "customer_inactive")
	_, err = post(t, b, francs(b.CNY))
	if refused := wantCode(t, err, "rate_missing"); refused.Params["currency"] != "CHF" || refused.Params["date"] != "2026-03-10" {
		t.Errorf("it names %v", refused.Params)
	}
	early := receipt(b.USD, "1.00", "2023-12-31")
	_, err = post(t, b, early)
	wantCode(t, err, "rate_missing")
	dear := francs(b.CNY)
	dear.Rate = amount("2")
	_, err = post(t, b, dear)
	wantField(t, err, "rate", "too_large")
}
