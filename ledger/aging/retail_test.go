package aging_test

import (
	"encoding/csv"
	"os"
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/money"
)

// The aging of a real wholesaler's documents, computed by somebody else from the same public figures, comes out to the penny.
func TestOnlineRetailAgesAsPublished(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	postRetail(t, b)
	buckets, err := aging.Edges("due", "30,60,90")
	if err != nil {
		t.Fatal(err)
	}
	got, err := aging.Open(b.DB).Report(t.Context(), b.Staff(ledger.ARAccountant), aging.Query{AsOf: calendar.MustParse("2011-03-31"), Buckets: buckets})
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]aging.Row{}
	for _, row := range got.Rows {
		rows[row.Code] = row
	}
	want := table(t, "testdata/expected.csv")
	if len(want) != 40 || len(rows) != 40 {
		t.Fatalf("%d customers published, %d aged", len(want), len(rows))
	}
	for _, published := range want {
		row := rows[published[0]]
		for i, name := range []string{"not due", "1-30", "31-60", "61-90", "over 90"} {
			equal(t, published[0]+" "+name, row.Amounts[i], published[i+1])
		}
		equal(t, published[0]+" credits", row.Credits.Neg(), published[6])
		equal(t, published[0]+" total", row.Total, published[7])
	}
}

func equal(t *testing.T, what string, got decimal.Decimal, want string) {
	t.Helper()
	if !got.Equal(decimal.RequireFromString(want)) {
		t.Errorf("%s is %s, want %s", what, got, want)
	}
}

// postRetail posts the excerpt in the first organization, in pounds, due 30 days after the document.
func postRetail(t *testing.T, b *ledgertest.Books) {
	t.Helper()
	b.Exec(t, `INSERT INTO hefu.periods (organization_id, starts, ends)
		SELECT $1, m::date, (m + interval '1 month' - interval '1 day')::date FROM generate_series(timestamp '2010-12-01', '2011-03-01', interval '1 month') m`, b.Organization.ID.String())
	b.Exec(t, `INSERT INTO hefu.exchange_rates (organization_id, currency, on_date, rate) VALUES ($1, 'GBP', '2010-12-01', 10.4)`, b.Organization.ID.String())
	customers := map[string]ledger.ID{}
	var docs []document.New
	for _, row := range table(t, "testdata/documents.csv") {
		no, kind, on, customer, country, total := row[0], row[1], calendar.MustParse(row[2]), row[3], row[4], decimal.RequireFromString(row[5])
		if total.IsZero() {
			continue // nothing is owed, so nothing is posted
		}
		if _, ok := customers[customer]; !ok {
			customers[customer] = ledger.NewID()
			b.Exec(t, `INSERT INTO hefu.customers (id, organization_id, code, name, region, currency) VALUES ($1, $2, $3, $3, $4, 'GBP')`,
				customers[customer].String(), b.Organization.ID.String(), customer, country)
		}
		docs = append(docs, document.New{Kind: map[string]document.Kind{"invoice": document.Receivable, "credit_note": document.CreditNote}[kind],
			CustomerID: customers[customer], Currency: "GBP", DocumentDate: on, DueDate: on.AddDays(30), DocumentNo: no,
			SourceKind: "import", SourceSystem: "retail", SourceID: no,
			Lines: []document.Line{{Description: "goods", Net: money.Round(total.Abs(), "GBP"), Gross: money.Round(total.Abs(), "GBP")}}})
	}
	if _, err := document.Open(b.DB).Post(t.Context(), b.Staff(ledger.ARAccountant), docs); err != nil {
		t.Fatal(err)
	}
}

// table reads an excerpt: a licence line, a header, and the rows.
func table(t *testing.T, path string) [][]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	reader := csv.NewReader(file)
	reader.Comment = '#'
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}
