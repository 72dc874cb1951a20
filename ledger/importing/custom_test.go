package importing_test

import (
	"bytes"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/field"
	"hefu/ledger/importing"
	"hefu/ledger/ledgertest"
	"hefu/ledger/party"
)

// A field that was just defined stands in the template, is read from a file by its name, and is refused by row and column.
func TestAnImportSaysCustomFields(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	fields, imports, clerk := field.Open(b.DB), importing.Open(b.DB), b.Staff(ledger.ARAccountant)
	define := func(subject field.Subject, code string, kind field.Kind, words field.Words) {
		words.Active, words.Shown = true, []field.Place{field.OnImport, field.OnForm}
		if _, err := fields.Define(t.Context(), b.Staff(ledger.Administrator), field.Definition{Subject: subject, Code: code, Kind: kind, Words: words}); err != nil {
			t.Fatal(err)
		}
	}
	define(field.OfDocument, "project", field.Text, field.Words{ZH: "项目号", EN: "Project", Required: true})
	define(field.OfLine, "due_in", field.Date, field.Words{ZH: "交付日", EN: "Delivered"})
	define(field.OfCustomer, "channel", field.Choice, field.Words{ZH: "渠道", EN: "Channel", Options: []field.Option{{Code: "direct", ZH: "直销", EN: "Direct"}}})
	template, err := imports.Template(t.Context(), clerk, importing.Receivables)
	if err != nil || !strings.Contains(string(template), "项目号(project)") || !strings.Contains(string(template), "交付日(due_in)") {
		t.Fatalf("%s, %v", template, err)
	}
	take := func(kind importing.Kind, text string) (importing.Import, error) {
		return imports.Run(t.Context(), clerk, kind, importing.File{Name: "x.csv", Content: bytes.NewReader([]byte(text)), Size: int64(len(text))}, importing.Options{}, nil)
	}
	head := "单据编号,客户编码,币种,单据日期,品名,金额,项目号,交付日(due_in)\n"
	refused, err := take(importing.Receivables, head+"AR-1,C001,CNY,2026-03-01,轴承,100.00,,2026-02-30\n")
	if !ledger.IsCode(err, "import_has_errors") || len(refused.Faults) != 2 || refused.Faults[0].Column != "G" || refused.Faults[1].Code != "not_a_date" {
		t.Fatalf("%+v, %v", refused.Faults, err)
	}
	if _, err := take(importing.Receivables, head+"AR-1,C001,CNY,2026-03-01,轴承,100.00,P-7,2026/2/3\nAR-1,C001,CNY,2026-03-01,联轴器,50.00,P-7,\n"); err != nil {
		t.Fatal(err)
	}
	found, err := document.Open(b.DB).List(t.Context(), clerk, document.Filter{Field: field.Match{Code: "project", Value: "p-7"}})
	if err != nil || len(found) != 1 || found[0].Fields["project"] != "P-7" {
		t.Fatalf("%+v, %v", found, err)
	}
	view, err := document.Open(b.DB).Get(t.Context(), clerk, found[0].ID)
	if err != nil || view.Lines[0].Fields["due_in"] != "2026-02-03" || len(view.Lines[1].Fields) != 0 {
		t.Errorf("%+v, %v", view.Lines, err)
	}
	if _, err := take(importing.Customers, "客户编码,客户名称,渠道\nK9,宁波海工,直销\n"); err != nil {
		t.Fatal(err)
	}
	page, err := party.Open(b.DB).Customers(t.Context(), clerk, party.Query{Field: field.Match{Code: "channel", Value: "direct"}})
	if err != nil || len(page.Customers) != 1 || page.Customers[0].Code != "K9" {
		t.Errorf("%+v, %v", page.Customers, err)
	}
}
