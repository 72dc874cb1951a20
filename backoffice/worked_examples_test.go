package backoffice_test

import (
	"net/http"
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/webtest"
)

// example is a customer whose documents an accountant posts and settles over HTTP; a supervisor approves what is dated back.
type example struct {
	site              *webtest.Site
	customer          ledgertest.Customer
	clerk, supervisor *webtest.Client
}

func openExample(t *testing.T, of func(*webtest.Site) ledgertest.Customer) example {
	t.Helper()
	s := openSite(t)
	return example{s, of(s), s.Client(t, s.Staff(ledger.ARAccountant)), s.Client(t, s.Staff(ledger.FinanceSupervisor))}
}

// post sends one document as the ERP does, with what is its own beside what all have.
func (e example) post(t *testing.T, kind, currency, on string, own map[string]any) string {
	t.Helper()
	content := map[string]any{"kind": kind, "customer_id": e.customer.ID, "currency": currency, "document_date": on, "source_kind": "contract", "source_system": "erp", "source_id": kind + on}
	for name, value := range own {
		content[name] = value
	}
	done := webtest.Read[struct{ Documents []struct{ ID string } }](t, e.clerk.Post("/postings", map[string]any{"documents": []any{content}}), http.StatusCreated)
	return done.Documents[0].ID
}

func oneLine(description, gross string) map[string]any {
	return map[string]any{"description": description, "net": gross, "tax_rate": "0", "tax": "0.00", "gross": gross}
}

type listedItem struct {
	ID, Open string
	Document struct{ ID string }
}

func (e example) items(t *testing.T) []listedItem {
	t.Helper()
	return webtest.Read[struct{ Items []listedItem }](t, e.clerk.Get("/open-items?customer_id="+e.customer.ID.String()), http.StatusOK).Items
}

// item is the open item of a document.
func (e example) item(t *testing.T, document string) string {
	t.Helper()
	for _, it := range e.items(t) {
		if it.Document.ID == document {
			return it.ID
		}
	}
	t.Fatalf("document %s has nothing open", document)
	return ""
}

// settle proposes a settlement of an earlier month and has it approved by a second person; until then nothing is settled.
func (e example) settle(t *testing.T, on string, pairs ...map[string]any) {
	t.Helper()
	before := len(e.items(t))
	type made struct {
		SettlementID string   `json:"settlement_id"`
		ProposalID   string   `json:"proposal_id"`
		Cases        []string `json:"cases"`
	}
	asked := webtest.Read[made](t, e.clerk.Post("/allocations", map[string]any{"customer_id": e.customer.ID, "effective_date": on, "reason": "补记核销", "pairs": pairs}), http.StatusCreated)
	if asked.ProposalID == "" || asked.SettlementID != "" || len(e.items(t)) != before {
		t.Fatalf("%+v: a settlement of an earlier month waits for a second person", asked)
	}
	decision := map[string]any{"row_version": 1, "approve": true}
	e.clerk.Post("/settlement-proposals/"+asked.ProposalID+"/decision", decision).Must(t, http.StatusForbidden)
	if done := webtest.Read[made](t, e.supervisor.Post("/settlement-proposals/"+asked.ProposalID+"/decision", decision), http.StatusOK); done.SettlementID == "" {
		t.Fatalf("%+v: approved and not settled", done)
	}
}

// settled checks that documents read as settled with nothing open, for staff and for the customer alike.
func (e example) settled(t *testing.T, documents ...string) {
	t.Helper()
	customer := e.site.Client(t, e.site.Contact(e.customer, ledger.Viewer))
	for _, id := range documents {
		for who, client := range map[string]*webtest.Client{"staff": e.clerk, "the customer": customer} {
			got := webtest.Read[struct{ Kind, Open, Settlement string }](t, client.Get("/documents/"+id), http.StatusOK)
			if open, err := decimal.NewFromString(got.Open); err != nil || !open.IsZero() || got.Settlement != "settled" {
				t.Errorf("to %s the %s reads %s with %s open, want settled with nothing", who, got.Kind, got.Settlement, got.Open)
			}
		}
	}
	if left := e.items(t); len(left) != 0 {
		t.Errorf("%+v stays open", left)
	}
}

// Example 1 of the specification, over HTTP: paid in part, allowed the rest, then goods come back and their money is refunded.
func TestAReceivablePaidAllowedReturnedAndRefundedOverHTTP(t *testing.T) {
	t.Parallel()
	e := openExample(t, func(s *webtest.Site) ledgertest.Customer { return s.CNY })
	receivable := e.post(t, "receivable", "CNY", "2026-03-02", map[string]any{"lines": []any{oneLine("数控车床", "150000.00")}})
	receipt := e.post(t, "receipt", "CNY", "2026-03-20", map[string]any{"method": "bank", "amount": "100000.00"})
	allowance := e.post(t, "adjustment", "CNY", "2026-03-20", map[string]any{"reason": "allowance", "lines": []any{oneLine("质量折让", "-50000.00")}})
	debit := e.item(t, receivable)
	e.settle(t, "2026-03-20", map[string]any{"debit_item": debit, "credit_item": e.item(t, receipt), "debit_amount": "100000.00"},
		map[string]any{"debit_item": debit, "credit_item": e.item(t, allowance), "debit_amount": "50000.00"})
	e.settled(t, receivable, receipt, allowance)

	returned := oneLine("退回附件", "22600.00")
	returned["reduces_line"] = 1
	red := e.post(t, "credit_note", "CNY", "2026-04-02", map[string]any{"reduces": receivable, "lines": []any{returned}})
	asked := map[string]any{"item_id": e.item(t, red), "on": "2026-04-03", "method": "bank", "reason": "退货退款", "return_no": "RT-2026-001"}
	refund := webtest.Read[struct{ ID string }](t, e.clerk.Post("/refunds", asked), http.StatusCreated).ID
	e.settled(t, receivable, receipt, allowance, red, refund)
	if again := e.clerk.Post("/refunds", asked); !again.Refused(http.StatusConflict, "conflict", "nothing_to_do") {
		t.Errorf("the same credit is asked to be refunded twice: %d %s", again.Status, again.Body)
	}
}

// Example 3 of the specification, over HTTP: both currencies are fully allocated, the base difference is a gain.
func TestAReceivableInEurosIsSettledByDollarsOverHTTP(t *testing.T) {
	t.Parallel()
	e := openExample(t, func(s *webtest.Site) ledgertest.Customer { return s.USD })
	receivable := e.post(t, "receivable", "EUR", "2026-03-02", map[string]any{"lines": []any{oneLine("Machining centre", "1000000.00")}})
	receipt := e.post(t, "receipt", "USD", "2026-03-20", map[string]any{"method": "bank", "amount": "1100000.00"})
	e.settle(t, "2026-03-20", map[string]any{"debit_item": e.item(t, receivable), "credit_item": e.item(t, receipt), "debit_amount": "1000000.00", "credit_amount": "1100000.00"})
	e.settled(t, receivable, receipt)
	for role, want := range map[string]string{"exchange": "-10000.00", "currency_clearing": "0"} { // 7,800,000 owed, 7,810,000 received: a gain, on the credit side
		got := ledgertest.Ask[string](t, e.site.Books, `SELECT coalesce(sum(l.amount_base), 0)::text FROM hefu.journal_lines l
			JOIN hefu.accounts a ON a.organization_id = l.organization_id AND a.code = l.account_code WHERE a.role = $1 AND l.organization_id = $2`, role, e.site.Organization.ID.String())
		if !ledgertest.Amount(got).Equal(ledgertest.Amount(want)) {
			t.Errorf("%s is %s, want %s", role, got, want)
		}
	}
}
