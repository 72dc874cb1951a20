package backoffice_test

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"hefu/ledger"
	"hefu/ledger/archive"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/issue"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
	"hefu/ledger/webtest"
)

// files puts a picture and a paper of the customer and two papers of staff beside the open dispute.
func (w world) files(t *testing.T, s *webtest.Site, customer ledgertest.Customer) {
	t.Helper()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	staff := s.Staff(ledger.ARAccountant)
	if customer.OrganizationID == s.Other.ID {
		staff = s.OtherStaff(ledger.ARAccountant)
	}
	theirs := s.Contact(customer, ledger.Confirmer)
	for name, from := range map[string]struct {
		actor   ledger.Actor
		content string
	}{"picture": {theirs, picture.String()}, "paper": {theirs, "送货单\n"}, "answer": {staff, "签收单\n"}, "answer2": {staff, "价格表\n"}} {
		got := s.Client(t, from.actor).Put("/disputes/"+w["open"]+"/attachments/"+ledger.NewID().String(), name, []byte(from.content))
		w[name] = webtest.Read[struct{ ID string }](t, got, 200).ID
	}
	w["message"] = ledgertest.Ask[string](t, s.Books, `SELECT id::text FROM hefu.dispute_messages WHERE dispute_id = $1 ORDER BY id LIMIT 1`, w["dispute"])
}

// issues raises three, the first with a file.
func (w world) issues(t *testing.T, s *webtest.Site, customer ledgertest.Customer, by ledger.Actor) {
	t.Helper()
	for _, name := range []string{"issue", "issue2", "issue3"} {
		id, err := s.Services.Issues.Raise(t.Context(), by, issue.NewIssue{Subject: issue.Subject{CustomerID: customer.ID}, Title: "价格表未更新", OwnerID: by.PersonID, Days: 3})
		if err != nil {
			t.Fatal(err)
		}
		w[name] = id.String()
	}
	got := s.Client(t, by).Put("/issues/"+w["issue"]+"/files/"+ledger.NewID().String(), "价格表.csv", []byte("a,b\n"))
	w["issue.file"] = webtest.Read[struct{ ID string }](t, got, 200).ID
	w["issue.owner"] = by.PersonID.String()
	w["issue.document"] = ledgertest.Ask[string](t, s.Books, `SELECT document_no FROM hefu.documents WHERE id = $1`, w["document"])
}

// archived settles and agrees on February, and seals it once; it leaves nothing for March.
func (w world) archived(t *testing.T, s *webtest.Site, customer ledgertest.Customer) {
	t.Helper()
	s.Allocate(t, customer, s.Receivable(t, customer, "100.00", "2026-02-10"), s.Receipt(t, customer, "100.00", "2026-02-11"), "100.00", "2026-02-12")
	shown, by := s.Issued(t, customer, "2026-02"), s.Staff(ledger.ARAccountant)
	if customer.OrganizationID == s.Other.ID {
		by = s.OtherStaff(ledger.ARAccountant)
	}
	if _, err := s.Services.Statements.Confirm(t.Context(), s.Contact(customer, ledger.Confirmer), statement.ConfirmCommand{StatementID: shown.ID, Version: 1, SHA256: shown.SHA256}); err != nil {
		t.Fatal(err)
	}
	made, err := s.Services.Archive.Seal(t.Context(), by, shown.ID)
	if err != nil {
		t.Fatal(err)
	}
	w["archived"], w["bundle"] = shown.ID.String(), made.ID.String()
	if _, err := s.Services.Archive.Anchor(t.Context(), customer.OrganizationID); err != nil {
		t.Fatal(err)
	}
	chief, held := s.Staff(ledger.FinanceSupervisor), s.USD.ID
	if customer.OrganizationID == s.Other.ID {
		chief, held = s.OtherStaff(ledger.FinanceSupervisor), customer.ID
	}
	// The bundle is as old as none is kept, and the hold is another customer's: it may be disposed of.
	s.Exec(t, `ALTER TABLE hefu.archive_bundles DISABLE TRIGGER append_only`)
	s.Exec(t, `UPDATE hefu.archive_bundles SET period_start = '1990-02-01', cut_off = '1990-02-28' WHERE id = $1`, made.ID.String())
	s.Exec(t, `ALTER TABLE hefu.archive_bundles ENABLE TRIGGER append_only`)
	hold, err := s.Services.Archive.PlaceHold(t.Context(), chief, archive.HoldCommand{CustomerID: held, Reason: "诉讼"})
	if err != nil {
		t.Fatal(err)
	}
	w["hold"] = hold.String()
	history, err := s.Services.Archive.AskHistory(t.Context(), by, customer.ID)
	if err == nil {
		err = s.Services.Archive.WorkHistory(t.Context(), archive.HistoryArgs{OrganizationID: customer.OrganizationID, HistoryID: history})
	}
	if err != nil {
		t.Fatal(err)
	}
	w["history"] = history.String()
	w["anchor"] = ledgertest.Ask[string](t, s.Books, `SELECT id::text FROM hefu.archive_anchors WHERE organization_id = $1`, customer.OrganizationID.String())
}

// drafts makes three: one to work on, one that waits for its decision, one to throw away.
func (w world) drafts(t *testing.T, s *webtest.Site, customer ledgertest.Customer, by ledger.Actor) {
	t.Helper()
	for _, name := range []string{"drafted", "submitted", "discarded"} {
		made, err := s.Services.Documents.CreateDraft(t.Context(), by, document.New{Kind: document.Receipt, CustomerID: customer.ID, Currency: customer.Currency,
			DocumentDate: calendar.MustParse("2026-05-06"), SourceKind: "manual", Method: "bank", Amount: ledgertest.Amount("3.00")})
		if err == nil && name == "submitted" {
			_, err = s.Services.Documents.SubmitDraft(t.Context(), by, made.ID, made.RowVersion)
		}
		if err != nil {
			t.Fatal(err)
		}
		w[name] = made.ID.String()
	}
}

// asks makes two receivables that wait for their customer, who is asked about nothing else.
func (w world) asks(t *testing.T, s *webtest.Site, customer ledgertest.Customer, by, second ledger.Actor) {
	t.Helper()
	docs := s.Services.Documents
	policy := func(on bool) {
		if err := docs.AskFirst(t.Context(), by, customer.ID, on); err != nil {
			t.Fatal(err)
		}
	}
	policy(true)
	defer policy(false)
	for _, name := range []string{"asked", "confirming"} {
		made, err := docs.CreateDraft(t.Context(), by, document.New{Kind: document.Receivable, CustomerID: customer.ID, Currency: customer.Currency, DocumentDate: calendar.MustParse("2026-05-06"),
			SourceKind: "manual", Reason: "口头订货", Lines: []document.Line{{Description: "轴承", Net: ledgertest.Amount("3.00"), Gross: ledgertest.Amount("3.00")}}})
		if err == nil {
			made, err = docs.SubmitDraft(t.Context(), by, made.ID, made.RowVersion)
		}
		if err == nil {
			_, err = docs.DecideDraft(t.Context(), second, made.ID, made.RowVersion, document.Decision{Approve: true})
		}
		if err != nil {
			t.Fatal(err)
		}
		w[name] = made.ID.String()
	}
	w["asked.sha256"] = ledgertest.Ask[string](t, s.Books, `SELECT encode(sha256, 'hex') FROM hefu.receivable_confirmations WHERE draft_id = $1`, w["asked"])
	w["asked"] = ledgertest.Ask[string](t, s.Books, `SELECT id::text FROM hefu.receivable_confirmations WHERE draft_id = $1`, w["asked"])
}
