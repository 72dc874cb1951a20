package statement_test

import (
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/attachment"
	"hefu/ledger/blob"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/proof"
	"hefu/ledger/statement"
)

// goods posts a receivable of March with a shipment's number or without one.
func (d desk) goods(t *testing.T, shipment string) ledger.ID {
	t.Helper()
	posted, err := document.Open(d.DB).Post(t.Context(), d.accountant(), []document.New{{Kind: document.Receivable, CustomerID: d.CNY.ID, Currency: "CNY", DocumentDate: calendar.MustParse("2026-03-10"),
		SourceKind: "shipment", ShipmentNo: shipment, Lines: []document.Line{{Net: ledgertest.Amount("100.00"), Gross: ledgertest.Amount("100.00")}}}})
	if err != nil {
		t.Fatal(err)
	}
	return posted[0].ID
}

// unproven counts the documents of March that the check of proof names.
func (d desk) unproven(t *testing.T) int {
	t.Helper()
	for _, f := range d.preview(t, statement.RunCommand{Period: month("2026-03")}).Findings {
		if f.Check == "proof" && f.CustomerID == d.CNY.ID {
			return f.Count
		}
	}
	return 0
}

// STM-29: what is wanted as proof is set by the kind of document.
func TestProofIsANumberOrAFileAsTheKindWantsIt(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	blobs, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	files := proof.Open(d.DB, attachment.Open(d.DB, blobs))
	bare, filed := d.goods(t, ""), d.goods(t, "")
	d.goods(t, "SH-1")
	made, err := files.Add(t.Context(), d.accountant(), proof.AddCommand{Place: proof.Place{DocumentID: filed}, Key: ledger.NewID(), Name: "签收.txt", Kind: proof.DeliveryNote}, strings.NewReader("已签收"))
	if err != nil {
		t.Fatal(err)
	}
	wants := func(how string) int {
		d.policy(t, func(p *statement.CyclePolicy) { p.Proofs["receivable"] = how })
		return d.unproven(t)
	}
	if n := d.unproven(t); n != 1 {
		t.Errorf("before anything is set a number or a file will do, and %d lack both", n)
	}
	for how, want := range map[string]int{statement.ProofOff: 0, statement.ProofNumber: 2, statement.ProofEither: 1, statement.ProofFile: 2} {
		if n := wants(how); n != want {
			t.Errorf("%s: %d are found, want %d", how, n, want)
		}
	}
	wants(statement.ProofEither)
	found, err := d.FindingDocuments(t.Context(), d.accountant(), statement.FindingQuery{Run: statement.RunCommand{Period: month("2026-03")}, CustomerID: d.CNY.ID, Check: "proof", Limit: 50})
	if err != nil || len(found) != 1 || found[0].ID != bare || found[0].Draft || !found[0].Gross.Decimal.Equal(ledgertest.Amount("100.00")) {
		t.Errorf("named are %+v, %v", found, err)
	}
	if _, err := files.Remove(t.Context(), d.accountant(), made.ID, "传错了"); err != nil {
		t.Fatal(err)
	}
	if n := d.unproven(t); n != 2 {
		t.Errorf("a removed file proves something: %d are found", n)
	}
}

func TestEveryDocumentThatACheckNamesIsReached(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	const many = 13
	for range many {
		d.goods(t, "")
	}
	if n := d.unproven(t); n != many {
		t.Fatalf("%d are found", n)
	}
	seen := map[ledger.ID]bool{}
	query := statement.FindingQuery{Run: statement.RunCommand{Period: month("2026-03")}, CustomerID: d.CNY.ID, Check: "proof", Limit: 5}
	for range 4 {
		page, err := d.FindingDocuments(t.Context(), d.accountant(), query)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range page {
			seen[f.ID] = true
			query.AfterNo, query.AfterID = f.DocumentNo, f.ID
		}
	}
	if len(seen) != many {
		t.Errorf("%d of %d are reached", len(seen), many)
	}
	for what, it := range map[string]struct {
		actor    ledger.Actor
		customer ledger.ID
		check    string
		code     string
	}{
		"a salesperson":             {d.Staff(ledger.Sales), d.CNY.ID, "proof", "not_permitted"},
		"a customer":                {d.Contact(d.CNY, ledger.Viewer), d.CNY.ID, "proof", "not_permitted"},
		"another organization":      {d.OtherStaff(ledger.ARAccountant), d.CNY.ID, "proof", "not_found"},
		"nobody's customer":         {d.accountant(), ledger.NewID(), "proof", "not_found"},
		"a check of the customer's": {d.accountant(), d.CNY.ID, "contact", "validation_failed"},
	} {
		query.CustomerID, query.Check = it.customer, it.check
		_, err := d.FindingDocuments(t.Context(), it.actor, query)
		if !ledger.IsCode(err, it.code) {
			t.Errorf("%s: %v, want %s", what, err, it.code)
		}
	}
}
