package portal_test

import (
	"bytes"
	"net/http"
	"os/exec"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/webtest"
)

type disputeView struct {
	ID             string
	State          string
	RowVersion     int    `json:"row_version"`
	AgreedAmount   string `json:"agreed_amount"`
	CreditDocument *struct {
		ID         string
		DocumentNo string `json:"document_no"`
	} `json:"credit_document"`
}

type statementView struct {
	ID, State, SHA256                            string
	Version                                      int
	Opening, Charges, Receipts, Credits, Closing string
	LineCount                                    int                       `json:"line_count"`
	StatementNo                                  string                    `json:"statement_no"`
	AgreedAdjustmentTotal                        string                    `json:"agreed_adjustment_total"`
	AgreedBalance                                string                    `json:"agreed_balance"`
	AgreedAdjustments                            []struct{ Amount string } `json:"agreed_adjustments"`
	ConfirmedAmount                              string                    `json:"confirmed_amount"`
}

// TestTheWholeLoop goes from a run to an agreed statement over HTTP alone, a customer and staff by turns, with the worker at work.
func TestTheWholeLoop(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	s.Receivable(t, s.CNY, "1234567.89", "2026-03-10")
	goods := s.Receivable(t, s.CNY, "1130.00", "2026-03-11")
	s.Receipt(t, s.CNY, "200.10", "2026-03-20")
	s.Work(t)
	staff, customer := s.Client(t, s.Staff(ledger.ARAccountant)), s.Client(t, s.Contact(s.CNY, ledger.Confirmer))

	run := webtest.Read[struct{ ID string }](t, staff.Post("/statement-runs", map[string]any{"period_start": "2026-03-01", "cut_off": "2026-03-31",
		"customer_ids": []any{s.CNY.ID}, "issue": false}), http.StatusCreated)
	if events := staff.Get("/statement-runs/" + run.ID + "/events"); !strings.Contains(string(events.Body), "event: end") {
		t.Fatalf("the run did not end: %s", events.Body)
	}
	type page struct{ Items []statementView }
	if seen := webtest.Read[page](t, customer.Get("/statements"), http.StatusOK); len(seen.Items) != 0 {
		t.Error("the customer sees a draft")
	}
	staff.Post("/statement-runs/"+run.ID+"/issue", nil).Must(t, http.StatusOK)
	list := webtest.Read[page](t, customer.Get("/statements?state=issued"), http.StatusOK)
	if len(list.Items) != 1 {
		t.Fatalf("the customer has %d statements", len(list.Items))
	}
	at := "/statements/" + list.Items[0].ID
	customer.Post(at+"/view", `{}`).Must(t, http.StatusNoContent)
	view := read(t, customer, at)
	if view.State != "viewed" || view.Closing != "1235497.79" || view.LineCount != 3 {
		t.Fatalf("the customer sees %+v", view)
	}
	sameFigures(t, customer, at, view)

	shown := webtest.Shown{Version: view.Version, SHA256: view.SHA256}
	shown.ID, _ = ledger.ParseID(view.ID)
	customer.Post(at+"/confirmations", map[string]any{"version": 1, "sha256": view.SHA256, "lines": []int{1, 3}}).Must(t, http.StatusOK)
	d := disputeLine(t, customer, shown, 2, "113.00")
	if view = read(t, customer, at); view.State != "answered" {
		t.Errorf("with every line answered the statement is %s", view.State)
	}
	proposed := webtest.Read[disputeView](t, staff.Post("/disputes/"+d.ID+"/resolution", map[string]any{"row_version": d.RowVersion, "decision": "accept_part", "amount": "56.50",
		"root_cause": "process_gap", "text": "认可一半"}), http.StatusOK)
	if proposed.State != "proposed" {
		t.Fatalf("a part is %s", proposed.State)
	}
	accepted := webtest.Read[disputeView](t, customer.Post("/disputes/"+d.ID+"/acceptance", map[string]any{"row_version": proposed.RowVersion}), http.StatusOK)
	if accepted.State != "resolved" || accepted.AgreedAmount != "56.50" || accepted.CreditDocument == nil {
		t.Fatalf("after the yes: %+v", accepted)
	}
	note := webtest.Read[struct{ Kind, Net, Tax, Gross, Open string }](t, staff.Get("/documents/"+accepted.CreditDocument.ID), http.StatusOK)
	if note.Kind != "credit_note" || note.Net != "50.00" || note.Tax != "6.50" || note.Gross != "56.50" {
		t.Errorf("the credit note is %+v", note)
	}
	if open := s.Open(t, goods); !open.Equal(ledgertest.Amount("1073.50")) {
		t.Errorf("the disputed receivable has %s open", open)
	}
	for _, c := range []*webtest.Client{customer, staff} {
		if view = read(t, c, at); view.State != "agreed" || view.AgreedAdjustmentTotal != "56.50" || view.AgreedBalance != "1235441.29" || view.Closing != "1235497.79" {
			t.Errorf("agreed by %s: %+v", c.Actor.Audience, view)
		}
		sameFigures(t, c, at, view)
	}
}

func read(t *testing.T, c *webtest.Client, at string) statementView {
	t.Helper()
	return webtest.Read[statementView](t, c.Get(at), http.StatusOK)
}

// sameFigures: the totals of the page stand in the frozen content and in every file, in both languages (I29).
func sameFigures(t *testing.T, c *webtest.Client, at string, view statementView) {
	t.Helper()
	content := webtest.Read[struct {
		Opening, Closing string
		Totals           struct{ Charges, Receipts, Credits string }
	}](t, c.Get(at+"/content"), http.StatusOK)
	if content.Opening != view.Opening || content.Closing != view.Closing || content.Totals.Charges != view.Charges || content.Totals.Receipts != view.Receipts || content.Totals.Credits != view.Credits {
		t.Errorf("the content has %+v, the page %+v", content, view)
	}
	for _, locale := range []string{"zh-CN", "en"} {
		for _, format := range []string{"json", "csv", "xlsx", "pdf"} {
			file := c.Get(at + "/file?format=" + format + "&locale=" + locale)
			file.Must(t, http.StatusOK)
			text, ok := textOf(t, format, file.Body)
			if !ok {
				continue
			}
			for _, figure := range []string{view.Opening, view.Charges, strings.TrimPrefix(view.Receipts, "-"), view.Closing} {
				if !strings.Contains(strings.ReplaceAll(text, ",", ""), figure) {
					t.Errorf("%s in %s does not show %s: %.1500s", format, locale, figure, text)
				}
			}
		}
	}
}

// textOf is what a reader of the file sees; a PDF needs pdftotext to be read.
func textOf(t *testing.T, format string, body []byte) (string, bool) {
	t.Helper()
	switch format {
	case "xlsx":
		book, err := excelize.OpenReader(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for _, name := range book.GetSheetList() {
			rows, err := book.GetRows(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				text.WriteString(strings.Join(row, "\t") + "\n")
			}
		}
		return text.String(), true
	case "pdf":
		reader, err := exec.LookPath("pdftotext")
		if err != nil {
			return "", false
		}
		command := exec.CommandContext(t.Context(), reader, "-layout", "-", "-")
		command.Stdin = bytes.NewReader(body)
		text, err := command.Output()
		if err != nil {
			t.Fatal(err)
		}
		return string(text), true
	}
	return string(body), true
}
