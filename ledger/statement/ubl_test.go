package statement_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
)

// element is one element of an XML file with what stands in it.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []element  `xml:",any"`
}

func (e element) all(name string) []element {
	var out []element
	for _, child := range e.Children {
		if child.XMLName.Local == name {
			out = append(out, child)
		}
	}
	return out
}

// at is the text at a path of names; empty where there is none.
func (e element) at(names ...string) string {
	for _, name := range names {
		found := e.all(name)
		if len(found) == 0 {
			return ""
		}
		e = found[0]
	}
	return strings.TrimSpace(e.Text)
}

// ublOrder is the order in which UBL 2.1 (OASIS Standard) lets the elements stand that we write; * may repeat, ! must be there.
var ublOrder = map[string]string{
	"Statement": "UBLVersionID CustomizationID ProfileID ID! IssueDate! Note* DocumentCurrencyCode! TotalDebitAmount TotalCreditAmount TotalBalanceAmount LineCountNumeric " +
		"StatementPeriod AccountingSupplierParty! AccountingCustomerParty! PaymentMeans PaymentTerms StatementLine!*",
	"StatementPeriod":            "StartDate EndDate",
	"AccountingSupplierParty":    "Party",
	"AccountingCustomerParty":    "SupplierAssignedAccountID Party",
	"Party":                      "PartyName* PostalAddress PartyTaxScheme PartyLegalEntity Contact",
	"PartyName":                  "Name!",
	"PostalAddress":              "AddressLine*",
	"AddressLine":                "Line!",
	"PartyTaxScheme":             "CompanyID TaxScheme!",
	"TaxScheme":                  "ID",
	"PartyLegalEntity":           "RegistrationName",
	"Contact":                    "Telephone",
	"PaymentMeans":               "PaymentMeansCode! PaymentID PayeeFinancialAccount",
	"PayeeFinancialAccount":      "ID Name CurrencyCode FinancialInstitutionBranch",
	"FinancialInstitutionBranch": "Name",
	"PaymentTerms":               "Note PaymentDueDate",
	"StatementLine":              "ID! Note DebitLineAmount CreditLineAmount BalanceAmount PaymentPurposeCode PaymentTerms BillingReference DocumentReference*",
	"BillingReference":           "InvoiceDocumentReference",
	"InvoiceDocumentReference":   "ID!",
	"DocumentReference":          "ID! UUID IssueDate DocumentType",
}

// faults tells where the element breaks the standard's structure: a child out of order, repeated, unknown or missing, an empty element,
// an amount without its currency, a name in the wrong namespace.
func (e element) faults() []string {
	var out []string
	name := e.XMLName.Local
	space := "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
	order, aggregate := ublOrder[name]
	if aggregate {
		space = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
	}
	if name == "Statement" {
		space = "urn:oasis:names:specification:ubl:schema:xsd:Statement-2"
	}
	if e.XMLName.Space != space {
		out = append(out, name+" is in "+e.XMLName.Space)
	}
	if !aggregate {
		if strings.TrimSpace(e.Text) == "" || len(e.Children) > 0 {
			out = append(out, name+" is empty or holds elements")
		}
		if strings.HasSuffix(name, "Amount") && (len(e.Attrs) != 1 || e.Attrs[0].Name.Local != "currencyID") {
			out = append(out, name+" has no currency")
		}
		return out
	}
	places := strings.Fields(order)
	at := 0
	seen := map[string]int{}
	for _, child := range e.Children {
		local := child.XMLName.Local
		place := slices.IndexFunc(places, func(p string) bool { return strings.TrimRight(p, "!*") == local })
		switch {
		case place < 0:
			out = append(out, name+" holds "+local)
		case place < at:
			out = append(out, local+" stands too late in "+name)
		case seen[local] > 0 && !strings.HasSuffix(places[place], "*"):
			out = append(out, local+" stands twice in "+name)
		}
		at = max(at, place)
		seen[local]++
		out = append(out, child.faults()...)
	}
	for _, place := range places {
		if local := strings.TrimRight(place, "!*"); strings.Contains(place, "!") && seen[local] == 0 {
			out = append(out, name+" lacks "+local)
		}
	}
	if len(e.Children) == 0 {
		out = append(out, name+" is empty")
	}
	return out
}

func (d desk) ubl(t testing.TB, actor ledger.Actor, id ledger.ID) element {
	t.Helper()
	file, err := d.Download(t.Context(), actor, id, statement.UBL, "en")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(file.Name, "-v1.xml") || file.ContentType != "application/xml" || len(file.SHA256) != 64 {
		t.Errorf("the file is %s, %s", file.Name, file.ContentType)
	}
	var root element
	if err := xml.NewDecoder(bytes.NewReader(file.Content)).Decode(&root); err != nil && err != io.EOF {
		t.Fatal(err)
	}
	return root
}

func TestUBLSaysWhatTheStatementSays(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.Exec(t, `UPDATE hefu.organizations SET tax_id = '91310000MA1FL0AA0X' WHERE id = $1`, d.Organization.ID.String())
	d.Exec(t, `UPDATE hefu.customers SET tax_id = '91320500MA1FL0AA0X' WHERE id = $1`, d.CNY.ID.String())
	d.Receivable(t, d.CNY, "1130.07", "2026-02-10")
	goods := d.Receivable(t, d.CNY, "2260.30", "2026-03-10", func(n *document.New) {
		n.OrderNo, n.ContractNo, n.InvoiceNo, n.Description = "SO-7", "HT-1", "25312000", "轴承 <A&B> 「精密」"
	})
	d.Allocate(t, d.CNY, goods, d.Receipt(t, d.CNY, "1000.01", "2026-03-12"), "1000.00", "2026-03-12")
	id := d.issued(t, month("2026-03"), d.CNY)
	c := d.content(t, id, 1)
	root := d.ubl(t, d.confirmer(), id)
	if faults := root.faults(); len(faults) > 0 {
		t.Errorf("not a UBL 2.1 Statement:\n%s", strings.Join(faults, "\n"))
	}
	for path, want := range map[string]string{
		"CustomizationID": "urn:hefu:ubl:2.1:statement:1", "ID": c.StatementNo, "DocumentCurrencyCode": "CNY",
		"TotalBalanceAmount": "2390.36", "TotalDebitAmount": "2260.30", "TotalCreditAmount": "1000.01",
		"StatementPeriod/StartDate": "2026-03-01", "StatementPeriod/EndDate": "2026-03-31",
		"AccountingSupplierParty/Party/PartyTaxScheme/CompanyID": "91310000MA1FL0AA0X",
		"AccountingCustomerParty/Party/PartyTaxScheme/CompanyID": "91320500MA1FL0AA0X",
		"AccountingCustomerParty/SupplierAssignedAccountID":      "C001",
		"PaymentMeans/PaymentID":                                 c.StatementNo,
	} {
		if got := root.at(strings.Split(path, "/")...); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
	lines := root.all("StatementLine")
	if root.at("LineCountNumeric") != fmt.Sprint(len(lines)) || len(lines) != 1+len(c.Lines)+len(c.OpenItems) {
		t.Fatalf("%d lines, counted as %s", len(lines), root.at("LineCountNumeric"))
	}
	balance := ledgertest.Amount(lines[0].at("BalanceAmount"))
	if lines[0].at("PaymentPurposeCode") != "OPENING_BALANCE" || !balance.Equal(c.Opening) {
		t.Errorf("the first line is %s of %s", lines[0].at("PaymentPurposeCode"), balance)
	}
	for i, l := range c.Lines {
		line := lines[i+1]
		balance = balance.Add(amountOf(line, "DebitLineAmount")).Sub(amountOf(line, "CreditLineAmount"))
		if line.at("ID") != fmt.Sprint(l.No) || !amountOf(line, "BalanceAmount").Equal(l.Balance) || !balance.Equal(l.Balance) || line.at("DocumentReference", "ID") != l.DocumentNo {
			t.Errorf("line %d is %+v", l.No, line)
		}
	}
	if !balance.Equal(c.Closing) {
		t.Errorf("opening + debits − credits is %s, the closing %s", balance, c.Closing)
	}
	charged := lines[1]
	if charged.at("BillingReference", "InvoiceDocumentReference", "ID") != "25312000" || charged.at("PaymentTerms", "PaymentDueDate") != "2026-04-09" || len(charged.all("DocumentReference")) != 3 {
		t.Errorf("the charge is %+v", charged)
	}
	last := lines[len(lines)-1]
	if last.at("PaymentPurposeCode") != "BROUGHT_FORWARD" || last.at("BalanceAmount") != "1130.07" || last.at("DebitLineAmount") != "" {
		t.Errorf("what was brought forward is %+v", last)
	}
}

func amountOf(line element, name string) decimal.Decimal {
	text := line.at(name)
	if text == "" {
		return decimal.Zero
	}
	return ledgertest.Amount(text)
}

func TestUBLOfAnEmptyMonthAndACurrencyWithoutCents(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.Receivable(t, d.USD, "500.00", "2026-02-10")
	id := d.issued(t, month("2026-03"), d.USD)
	root := d.ubl(t, d.accountant(), id)
	if faults := root.faults(); len(faults) > 0 {
		t.Errorf("not a UBL 2.1 Statement:\n%s", strings.Join(faults, "\n"))
	}
	if root.at("TotalDebitAmount") != "0.00" || root.at("TotalBalanceAmount") != "500.00" || root.at("AccountingCustomerParty", "Party", "PartyTaxScheme") != "" {
		t.Errorf("an empty month is %+v", root)
	}
	if _, err := d.Download(t.Context(), d.Contact(d.GBP, ledger.Viewer), id, statement.UBL, "en"); !ledger.IsCode(err, "not_found") {
		t.Errorf("another customer's: %v", err)
	}
}
