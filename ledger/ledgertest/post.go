package ledgertest

import (
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/money"
)

// Amount reads an amount of the test.
func Amount(text string) decimal.Decimal { return decimal.RequireFromString(text) }

// Receivable posts a receivable of one line: gross of which 13 % tax for a customer in CNY, no tax for the others. change may
// alter the document before it is posted.
func (b *Books) Receivable(t testing.TB, customer Customer, gross, on string, change ...func(*document.New)) document.Posted {
	t.Helper()
	return b.Post(t, customer, document.New{Kind: document.Receivable, DocumentDate: calendar.MustParse(on), SourceKind: "manual",
		Lines: []document.Line{line(customer, gross)}}, change...)
}

// CreditNote posts a credit note against the first line of a receivable made by Receivable.
func (b *Books) CreditNote(t testing.TB, customer Customer, reduces document.Posted, gross, on string, change ...func(*document.New)) document.Posted {
	t.Helper()
	reducing := line(customer, gross)
	reducing.ReducesLine = 1
	return b.Post(t, customer, document.New{Kind: document.CreditNote, DocumentDate: calendar.MustParse(on), SourceKind: "manual",
		Reduces: reduces.ID, Lines: []document.Line{reducing}}, change...)
}

// Receipt posts money in, by bank.
func (b *Books) Receipt(t testing.TB, customer Customer, amount, on string, change ...func(*document.New)) document.Posted {
	t.Helper()
	return b.Post(t, customer, document.New{Kind: document.Receipt, DocumentDate: calendar.MustParse(on), SourceKind: "manual",
		Method: "bank", Amount: Amount(amount)}, change...)
}

// Advance posts money in before there is a receivable.
func (b *Books) Advance(t testing.TB, customer Customer, amount, on string, change ...func(*document.New)) document.Posted {
	t.Helper()
	return b.Post(t, customer, document.New{Kind: document.Advance, DocumentDate: calendar.MustParse(on), SourceKind: "manual",
		Method: "bank", Amount: Amount(amount)}, change...)
}

// Post posts any document in the customer's currency and organization, as its AR accountant.
func (b *Books) Post(t testing.TB, customer Customer, d document.New, change ...func(*document.New)) document.Posted {
	t.Helper()
	d.CustomerID, d.Currency = customer.ID, customer.Currency
	for _, alter := range change {
		alter(&d)
	}
	posted, err := b.documents.Post(t.Context(), b.actor(customer.OrganizationID, ledger.ARAccountant), []document.New{d})
	if err != nil {
		t.Fatalf("post the %s: %v", d.Kind, err)
	}
	return posted[0]
}

// Allocate settles amount of a debit document with a credit document, each through its first item, and returns the settlement.
func (b *Books) Allocate(t testing.TB, customer Customer, debit, credit document.Posted, amount, on string) ledger.ID {
	t.Helper()
	settlement, err := b.allocations.Allocate(t.Context(), b.actor(customer.OrganizationID, ledger.ARAccountant), allocation.Command{
		CustomerID: customer.ID, EffectiveDate: calendar.MustParse(on), Mode: allocation.Manual,
		Pairs: []allocation.Pair{{DebitItem: b.Item(t, debit), CreditItem: b.Item(t, credit), DebitAmount: Amount(amount)}},
	})
	if err != nil {
		t.Fatalf("allocate: %v", err)
	}
	return settlement
}

// Item is a document's first open item.
func (b *Books) Item(t testing.TB, d document.Posted) ledger.ID {
	t.Helper()
	id, err := ledger.ParseID(Ask[string](t, b, `SELECT id::text FROM hefu.open_items WHERE document_id = $1 AND instalment = 1`, d.ID.String()))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// Open is what a document has open over all its items, as the database writes it: "1000.00" may read "1000".
func (b *Books) Open(t testing.TB, d document.Posted) decimal.Decimal {
	t.Helper()
	return Amount(Ask[string](t, b, `SELECT coalesce(sum(open_amount), 0)::text FROM hefu.open_items WHERE document_id = $1`, d.ID.String()))
}

// Balance is what a customer owes in its currency by the journal: receivables less advances.
func (b *Books) Balance(t testing.TB, customer Customer) decimal.Decimal {
	t.Helper()
	return Amount(Ask[string](t, b, `SELECT coalesce(sum(l.amount), 0)::text FROM hefu.journal_lines l
		JOIN hefu.accounts a ON a.organization_id = l.organization_id AND a.code = l.account_code AND a.role IN ('ar', 'advance')
		WHERE l.customer_id = $1 AND l.currency = $2`, customer.ID.String(), string(customer.Currency)))
}

func line(customer Customer, gross string) document.Line {
	total, rate := Amount(gross), decimal.Zero
	if customer.Currency == "CNY" {
		rate = decimal.NewFromInt(13)
	}
	net := money.Round(total.Mul(decimal.NewFromInt(100)).DivRound(rate.Add(decimal.NewFromInt(100)), 8), customer.Currency)
	return document.Line{Description: "精密轴承", Unit: "套", Net: net, TaxRate: rate, Tax: total.Sub(net), Gross: total}
}
