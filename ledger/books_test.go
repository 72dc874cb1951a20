package ledger_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

var (
	amount = ledgertest.Amount
	day    = calendar.MustParse
)

// wantCode fails unless err carries the code, and returns the error for its parameters and fields.
func wantCode(t *testing.T, err error, code string) *ledger.Error {
	t.Helper()
	if !ledger.IsCode(err, code) {
		t.Fatalf("got %v, want %s", err, code)
	}
	return ledger.AsError(err)
}

// wantField fails unless err says that the field is at fault for that reason.
func wantField(t *testing.T, err error, field, code string) {
	t.Helper()
	for _, found := range ledger.AsError(err).Fields {
		if found.Name == field && found.Code == code {
			return
		}
	}
	t.Fatalf("got %v, want %s: %s", err, field, code)
}

// voucher is an entry as text, a line each: role, amount, currency, base amount. A debit is positive.
func voucher(t *testing.T, b *ledgertest.Books, source ledger.ID) string {
	t.Helper()
	return ledgertest.Ask[string](t, b, `SELECT coalesce(string_agg(a.role || ' ' || round(l.amount, 2) || ' ' || l.currency || ' ' || round(l.amount_base, 2), E'\n' ORDER BY l.line_no), '')
		FROM hefu.journal_entries e JOIN hefu.journal_lines l ON l.entry_id = e.id
		JOIN hefu.accounts a ON a.organization_id = l.organization_id AND a.code = l.account_code WHERE e.source_id = $1`, source.String())
}

// items are a document's open items as text, a line each: side, due date, original, open, base of what is open.
func items(t *testing.T, b *ledgertest.Books, d document.Posted) string {
	t.Helper()
	return ledgertest.Ask[string](t, b, `SELECT string_agg(side || ' ' || due_date || ' ' || round(original_amount, 2) || ' ' || round(open_amount, 2) || ' ' || round(open_base, 2), E'\n' ORDER BY instalment)
		FROM hefu.open_items WHERE document_id = $1`, d.ID.String())
}

// itemOf is one instalment's item.
func itemOf(t *testing.T, b *ledgertest.Books, d document.Posted, instalment int) ledger.ID {
	t.Helper()
	id, err := ledger.ParseID(ledgertest.Ask[string](t, b, `SELECT id::text FROM hefu.open_items WHERE document_id = $1 AND instalment = $2`, d.ID.String(), instalment))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// wantOpen fails unless a document has exactly that open.
func wantOpen(t *testing.T, b *ledgertest.Books, what string, d document.Posted, want string) {
	t.Helper()
	if open := b.Open(t, d); !open.Equal(amount(want)) {
		t.Errorf("%s has %s open, want %s", what, open, want)
	}
}

// line is a line of net, tax rate and tax; gross is their sum.
func line(net, rate, tax string) document.Line {
	return document.Line{Description: "精密轴承", Net: amount(net), TaxRate: amount(rate), Tax: amount(tax), Gross: amount(net).Add(amount(tax))}
}

// receivable is one of two lines: 1,000.00 and 500.00 net with 13 % tax.
func receivable(c ledgertest.Customer, on string) document.New {
	return document.New{Kind: document.Receivable, CustomerID: c.ID, Currency: c.Currency, DocumentDate: day(on), SourceKind: "invoice",
		Lines: []document.Line{line("1000.00", "13", "130.00"), line("500.00", "13", "65.00")}}
}

// receipt is money in by bank.
func receipt(c ledgertest.Customer, sum, on string) document.New {
	return document.New{Kind: document.Receipt, CustomerID: c.ID, Currency: c.Currency, DocumentDate: day(on), SourceKind: "manual", Method: "bank", Amount: amount(sum)}
}

// from gives a document the key of its source.
func from(d document.New, id string) document.New {
	d.SourceSystem, d.SourceID = "erp", id
	return d
}

func one(t *testing.T, b *ledgertest.Books, d document.New) document.Posted {
	t.Helper()
	posted, err := document.Open(b.DB).Post(t.Context(), b.Staff(ledger.ARAccountant), []document.New{d})
	if err != nil {
		t.Fatal(err)
	}
	return posted[0]
}

// post is Post of the first organization's AR accountant.
func post(t *testing.T, b *ledgertest.Books, docs ...document.New) ([]document.Posted, error) {
	t.Helper()
	return document.Open(b.DB).Post(t.Context(), b.Staff(ledger.ARAccountant), docs)
}

// settle allocates pairs as the first organization's AR accountant.
func settle(t *testing.T, b *ledgertest.Books, c ledgertest.Customer, on string, pairs ...allocation.Pair) (ledger.ID, error) {
	t.Helper()
	return allocation.Open(b.DB).Allocate(t.Context(), b.Staff(ledger.ARAccountant), allocation.Command{CustomerID: c.ID, EffectiveDate: day(on), Mode: allocation.Manual, Pairs: pairs})
}

// pair takes the same amount off both first items.
func pair(t *testing.T, b *ledgertest.Books, debit, credit document.Posted, sum string) allocation.Pair {
	t.Helper()
	return allocation.Pair{DebitItem: b.Item(t, debit), CreditItem: b.Item(t, credit), DebitAmount: amount(sum)}
}
