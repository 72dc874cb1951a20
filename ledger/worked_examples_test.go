package ledger_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

// The worked examples of SPEC section 18 that the product covers so far, to the cent.
func TestWorkedExamples(t *testing.T) {
	t.Run("1 a receivable is settled by a receipt and a quality allowance, then goods come back and money is refunded", func(t *testing.T) {
		b := ledgertest.Open(t)
		documents, allocations := document.Open(b.DB), allocation.Open(b.DB)
		accountant := b.Staff(ledger.ARAccountant)
		receivable := b.Receivable(t, b.CNY, "150000.00", "2026-03-02")
		receipt := b.Receipt(t, b.CNY, "100000.00", "2026-03-20")
		allowance := b.Post(t, b.CNY, document.New{Kind: document.Adjustment, DocumentDate: calendar.MustParse("2026-03-20"), SourceKind: "manual",
			Reason: string(document.AllowanceGiven), Lines: []document.Line{{Description: "质量折让", Net: ledgertest.Amount("-50000.00"), Gross: ledgertest.Amount("-50000.00")}}})
		_, err := allocations.Allocate(t.Context(), accountant, allocation.Command{CustomerID: b.CNY.ID, EffectiveDate: calendar.MustParse("2026-03-20"), Mode: allocation.Manual,
			Pairs: []allocation.Pair{
				{DebitItem: b.Item(t, receivable), CreditItem: b.Item(t, receipt), DebitAmount: ledgertest.Amount("100000.00")},
				{DebitItem: b.Item(t, receivable), CreditItem: b.Item(t, allowance), DebitAmount: ledgertest.Amount("50000.00")},
			}})
		if err != nil {
			t.Fatal(err)
		}
		for name, posted := range map[string]document.Posted{"receivable": receivable, "receipt": receipt, "allowance": allowance} {
			if open := b.Open(t, posted); !open.IsZero() {
				t.Errorf("%s has %s open, want 0.00", name, open)
			}
		}
		red := b.CreditNote(t, b.CNY, receivable, "22600.00", "2026-04-02")
		refund, err := allocations.Refund(t.Context(), accountant, allocation.AgainstCommand{ItemID: b.Item(t, red), On: calendar.MustParse("2026-04-03"), Method: "bank", Reason: "退货退款", ReturnNo: "RT-2026-001"})
		if err != nil {
			t.Fatal(err)
		}
		if open := b.Open(t, red).Add(b.Open(t, refund)); !open.IsZero() {
			t.Errorf("after the refund %s is open, want 0.00", open)
		}
		if balance := b.Balance(t, b.CNY); !balance.IsZero() {
			t.Errorf("the customer's balance is %s, want 0.00", balance)
		}
		view, err := documents.Get(t.Context(), accountant, receivable.ID)
		if err != nil {
			t.Fatal(err)
		}
		if view.Settlement() != "settled" || len(view.Allocations) != 2 {
			t.Errorf("the receivable reads %s with %d allocations, want settled with 2", view.Settlement(), len(view.Allocations))
		}
	})

	t.Run("3 a EUR receivable is settled by a USD receipt of equal value, nothing stays open", func(t *testing.T) {
		b := ledgertest.Open(t)
		eur := func(d *document.New) { d.Currency, d.Rate = "EUR", ledgertest.Amount("7.80") }
		usd := func(d *document.New) { d.Currency, d.Rate = "USD", ledgertest.Amount("7.10") }
		receivable := b.Receivable(t, b.USD, "1000000.00", "2026-03-02", eur)
		receipt := b.Receipt(t, b.USD, "1100000.00", "2026-03-20", usd)
		_, err := allocation.Open(b.DB).Allocate(t.Context(), b.Staff(ledger.ARAccountant), allocation.Command{CustomerID: b.USD.ID, EffectiveDate: calendar.MustParse("2026-03-20"), Mode: allocation.Manual,
			Pairs: []allocation.Pair{{DebitItem: b.Item(t, receivable), CreditItem: b.Item(t, receipt), DebitAmount: ledgertest.Amount("1000000.00"), CreditAmount: ledgertest.Amount("1100000.00")}}})
		if err != nil {
			t.Fatal(err)
		}
		if open := b.Open(t, receivable).Add(b.Open(t, receipt)); !open.IsZero() {
			t.Errorf("%s stays open, want nothing", open)
		}
		exchange := accountBase(t, b, "exchange")
		if want := ledgertest.Amount("-10000.00"); !exchange.Equal(want) { // 7,800,000 owed, 7,810,000 received: a gain, on the credit side
			t.Errorf("exchange gain and loss is %s, want %s", exchange, want)
		}
		if clearing := accountBase(t, b, "currency_clearing"); !clearing.IsZero() {
			t.Errorf("the clearing account keeps %s, want 0.00", clearing)
		}
	})

	t.Run("4 a balance of 100,000.93 is cleaned up by 0.93", func(t *testing.T) {
		b := ledgertest.Open(t)
		b.Receivable(t, b.CNY, "100000.00", "2026-03-02")
		small := b.Receivable(t, b.CNY, "0.93", "2026-03-02")
		_, err := allocation.Open(b.DB).CleanUp(t.Context(), b.Staff(ledger.ARAccountant), allocation.AgainstCommand{ItemID: b.Item(t, small), On: calendar.MustParse("2026-03-31"), Reason: "期末清理"})
		if err != nil {
			t.Fatal(err)
		}
		if balance := b.Balance(t, b.CNY); !balance.Equal(ledgertest.Amount("100000.00")) {
			t.Errorf("the balance is %s, want 100000.00", balance)
		}
		if written := accountBase(t, b, "write_off"); !written.Equal(ledgertest.Amount("0.93")) {
			t.Errorf("written off %s, want 0.93", written)
		}
	})

	t.Run("8 the tax of a document is the sum of its lines, a tail difference is adjusted within tolerance", func(t *testing.T) {
		b := ledgertest.Open(t)
		lines := make([]document.Line, 100)
		for i := range lines {
			lines[i] = document.Line{Description: "垫片", Net: ledgertest.Amount("0.10"), TaxRate: ledgertest.Amount("13"), Tax: ledgertest.Amount("0.01"), Gross: ledgertest.Amount("0.11")}
		}
		posted := b.Post(t, b.CNY, document.New{Kind: document.Receivable, DocumentDate: calendar.MustParse("2026-03-02"), SourceKind: "invoice", InvoiceNo: "26332000000000000001", Lines: lines})
		view, err := document.Open(b.DB).Get(t.Context(), b.Staff(ledger.ARAccountant), posted.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !view.Tax.Equal(ledgertest.Amount("1.00")) || !view.Gross.Equal(ledgertest.Amount("11.00")) {
			t.Errorf("tax %s of %s, want 1.00 of 11.00", view.Tax, view.Gross)
		}
		tail := func(amount string) document.New {
			return document.New{Kind: document.Adjustment, CustomerID: b.CNY.ID, Currency: "CNY", DocumentDate: calendar.MustParse("2026-03-03"), SourceKind: "invoice",
				Reason: string(document.TailDifference), Lines: []document.Line{{Description: "发票尾差", Net: ledgertest.Amount(amount), Gross: ledgertest.Amount(amount)}}}
		}
		b.Post(t, b.CNY, tail("0.30")) // the invoice says 13 % of 10.00
		if vat := accountBase(t, b, "tax"); !vat.Equal(ledgertest.Amount("-1.30")) {
			t.Errorf("output VAT is %s, want -1.30", vat)
		}
		if _, err := document.Open(b.DB).Post(t.Context(), b.Staff(ledger.ARAccountant), []document.New{tail("1.01")}); !ledger.IsKind(err, ledger.Invalid) {
			t.Errorf("a tail difference of 1.01 is answered with %v, want it refused", err)
		}
	})
}

// accountBase is what stands on an account in base currency.
func accountBase(t *testing.T, b *ledgertest.Books, role string) decimal.Decimal {
	t.Helper()
	return ledgertest.Amount(ledgertest.Ask[string](t, b, `SELECT coalesce(sum(l.amount_base), 0)::text FROM hefu.journal_lines l
		JOIN hefu.accounts a ON a.organization_id = l.organization_id AND a.code = l.account_code WHERE a.role = $1 AND l.organization_id = $2`, role, b.Organization.ID.String()))
}
