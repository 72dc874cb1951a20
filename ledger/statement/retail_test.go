package statement_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/statement"
)

type retailStatement struct {
	Customer string      `json:"customer"`
	Start    string      `json:"start"`
	End      string      `json:"end"`
	Opening  string      `json:"opening"`
	Debits   string      `json:"debits"`
	Credits  string      `json:"credits"`
	Closing  string      `json:"closing"`
	Lines    int         `json:"lines"`
	Running  [][4]string `json:"running"` // document, date, signed amount, balance after it
}

// Real documents of three customers come out as statements to the penny; see testdata/online-retail/SOURCE.md.
func TestOnlineRetailStatements(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	customers := d.postRetail(t)
	raw, err := os.ReadFile("testdata/online-retail/expected_statements.json")
	if err != nil {
		t.Fatal(err)
	}
	var expected []retailStatement
	if err := json.Unmarshal(raw, &expected); err != nil {
		t.Fatal(err)
	}
	if len(expected) != 3 {
		t.Fatalf("%d statements are expected", len(expected))
	}
	for _, want := range expected {
		t.Run(want.Customer, func(t *testing.T) {
			period := statement.Period{Start: calendar.MustParse(want.Start), CutOff: calendar.MustParse(want.End)}
			customer := d.GBP
			customer.ID = customers[want.Customer]
			c := d.content(t, d.make(t, period, customer), 1)
			same := func(name string, got decimal.Decimal, text string) {
				if !got.Equal(decimal.RequireFromString(text)) {
					t.Errorf("%s is %s, want %s", name, got, text)
				}
			}
			same("opening", c.Opening, want.Opening)
			same("charges", c.Totals.Charges, want.Debits)
			same("credits", c.Totals.Credits, want.Credits)
			same("closing", c.Closing, want.Closing)
			if len(c.Lines) != want.Lines || len(want.Running) != want.Lines {
				t.Fatalf("%d lines, want %d", len(c.Lines), want.Lines)
			}
			for i, line := range c.Lines {
				if line.DocumentNo != want.Running[i][0] || line.DocumentDate.String() != want.Running[i][1] {
					t.Errorf("line %d is %s of %s, want %v", i+1, line.DocumentNo, line.DocumentDate, want.Running[i])
				}
				same("amount of "+line.DocumentNo, line.Amount, want.Running[i][2])
				same("balance after "+line.DocumentNo, line.Balance, want.Running[i][3])
			}
		})
	}
}

// postRetail posts the documents in the order of their time and returns the customers' ids by their number.
func (d desk) postRetail(t testing.TB) map[string]ledger.ID {
	t.Helper()
	d.Exec(t, `INSERT INTO hefu.periods (organization_id, starts, ends)
		SELECT $1, m::date, (m + interval '1 month' - interval '1 day')::date FROM generate_series(timestamp '2010-12-01', timestamp '2011-03-01', interval '1 month') AS m`, d.Organization.ID.String())
	file, err := os.Open("testdata/online-retail/documents.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	customers := map[string]ledger.ID{}
	var docs []document.New
	for _, row := range rows[1:] {
		number, kind, day, customer, total := row[0], row[1], row[2][:10], row[3], decimal.RequireFromString(row[7])
		if _, known := customers[customer]; !known {
			customers[customer] = ledger.NewID()
			d.Exec(t, `INSERT INTO hefu.customers (id, organization_id, code, name, currency) VALUES ($1, $2, $3, $4, 'GBP')`,
				customers[customer].String(), d.Organization.ID.String(), "OR-"+customer, "Online Retail "+customer)
		}
		doc := document.New{Kind: document.Receivable, CustomerID: customers[customer], Currency: "GBP", Rate: decimal.RequireFromString("10.4"), DocumentDate: calendar.MustParse(day),
			DocumentNo: number, SourceKind: "invoice", SourceSystem: "online-retail", SourceID: number,
			Lines: []document.Line{{Description: number, Net: total.Abs(), Gross: total.Abs()}}}
		if kind == "credit_note" {
			doc.Kind = document.CreditNote
		}
		docs = append(docs, doc)
	}
	if _, err := document.Open(d.DB).Post(t.Context(), d.accountant(), docs); err != nil {
		t.Fatalf("post: %v", err)
	}
	return customers
}
