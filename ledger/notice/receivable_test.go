package notice_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/notice"
)

// ask drafts a receivable, which a supervisor approves, so that the customer is asked about it.
func (d *desk) ask(t *testing.T, docs *document.Service, draft document.Draft) document.Round {
	t.Helper()
	draft, err := docs.SubmitDraft(t.Context(), d.Staff(ledger.ARAccountant), draft.ID, draft.RowVersion)
	must(t, err)
	_, err = docs.DecideDraft(t.Context(), d.Staff(ledger.FinanceSupervisor), draft.ID, draft.RowVersion, document.Decision{Approve: true})
	must(t, err)
	open, err := docs.Rounds(t.Context(), d.Contact(d.CNY, ledger.Confirmer), true)
	must(t, err)
	return open[0]
}

// The customer's confirmers are asked; who asked, who submitted it and the salesperson hear what was answered (CNF-02, CNF-04).
func TestBothSidesOfAReceivablesConfirmationAreTold(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	docs, clerk, customer := document.Open(d.DB), d.Staff(ledger.ARAccountant), d.Contact(d.CNY, ledger.Confirmer)
	must(t, docs.AskFirst(t.Context(), clerk, d.CNY.ID, true))
	erp := listen(t, "")
	_, _, err := d.AddChannel(t.Context(), d.Staff(ledger.FinanceSupervisor), notice.ChannelCommand{Kind: "webhook", Name: "ERP", Address: erp.URL,
		Kinds: []string{"receivable.asked", "receivable.confirmed", "receivable.rejected"}})
	must(t, err)
	day := calendar.MustParse("2026-03-10")
	draft, err := docs.CreateDraft(t.Context(), clerk, document.New{Kind: document.Receivable, CustomerID: d.CNY.ID, Currency: "CNY", DocumentDate: day, PostingDate: day, SourceKind: "manual",
		Reason: "口头订货", OrderNo: "PO-7", Lines: []document.Line{{Description: "轴承", Net: dec("100.00"), TaxRate: dec("13"), Tax: dec("13.00"), Gross: dec("113.00")}}})
	must(t, err)
	first := d.ask(t, docs, draft)
	d.work(t)
	asked := mailTo(t, d.server.Mails(), "confirmer@cny.test")
	if text := strings.ReplaceAll(asked.Raw, "=\r\n", ""); !strings.Contains(text, "/p/receivables/"+first.ID.String()) {
		t.Errorf("no way to the page:\n%s", asked.Raw)
	}
	_, err = docs.AnswerReceivable(t.Context(), customer, document.AnswerCommand{RoundID: first.ID, SHA256: first.SHA256, Opinion: "单价应为 9.80"})
	must(t, err)
	draft, err = docs.GetDraft(t.Context(), clerk, draft.ID)
	must(t, err)
	second := d.ask(t, docs, draft)
	_, err = docs.AnswerReceivable(t.Context(), customer, document.AnswerCommand{RoundID: second.ID, SHA256: second.SHA256, Confirm: true})
	must(t, err)
	d.work(t)
	const want = `receivable.asked mail confirmer@cny.test sent accepted
receivable.asked mail confirmer@cny.test skipped answered
receivable.confirmed mail hdjm-ar_accountant@seller.test sent accepted
receivable.confirmed mail hdjm-finance_supervisor@seller.test sent accepted
receivable.confirmed mail hdjm-sales@seller.test sent accepted
receivable.rejected mail hdjm-ar_accountant@seller.test sent accepted
receivable.rejected mail hdjm-finance_supervisor@seller.test sent accepted
receivable.rejected mail hdjm-sales@seller.test sent accepted`
	if got := d.told(t, `kind LIKE 'receivable.%' AND channel = 'mail'`); got != want {
		t.Errorf("told:\n%s\nwant:\n%s", got, want)
	}
	rejected := ledgertest.Ask[string](t, d.Books, `SELECT subject FROM hefu.deliveries WHERE kind = 'receivable.rejected' AND channel = 'mail' LIMIT 1`)
	if !strings.Contains(rejected, "113.00") {
		t.Errorf("the subject names no amount: %s", rejected)
	}
	var said []string
	for _, call := range erp.received() {
		var p notice.Payload
		must(t, json.Unmarshal([]byte(call.body), &p))
		said = append(said, fmt.Sprint(p.Type, " ", p.Customer.Code, " ", p.Receivable.Round, " ", p.Receivable.OrderNo, " ", p.Receivable.Gross, " ", p.Receivable.Currency, " ", p.Receivable.Opinion))
		if p.Receivable.ConfirmationID != first.ID.String() && p.Receivable.ConfirmationID != second.ID.String() {
			t.Errorf("about %s", p.Receivable.ConfirmationID)
		}
	}
	slices.Sort(said)
	program := []string{"receivable.asked C001 1 PO-7 113.00 CNY ", "receivable.asked C001 2 PO-7 113.00 CNY ", "receivable.confirmed C001 2 PO-7 113.00 CNY ", "receivable.rejected C001 1 PO-7 113.00 CNY 单价应为 9.80"}
	if !slices.Equal(said, program) {
		t.Errorf("the program was told:\n%s", strings.Join(said, "\n"))
	}
}
