package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/webtest"
)

type itemPage struct {
	Items []struct {
		DocumentNo string `json:"document_no"`
		Kind, Side string
		Amount     string
		Days       int
		State      string
		ClearedNo  string `json:"cleared_statement_no"`
	}
	Totals []struct {
		Currency     string
		Count        int
		Ours, Theirs string
	}
}

func (p planted) complete(t *testing.T, forward bool) matchingOutcome {
	t.Helper()
	preview := webtest.Read[struct {
		RowVersion int `json:"row_version"`
	}](t, p.customer.Get(p.at+"/matching/preview"), http.StatusOK)
	return webtest.Read[struct{ Outcome matchingOutcome }](t, p.customer.Post(p.at+"/matching/completion",
		map[string]any{"row_version": preview.RowVersion, "confirm_forward": forward}), http.StatusOK).Outcome
}

func (p planted) report(t *testing.T) reconciliation {
	t.Helper()
	return webtest.Read[reconciliation](t, p.customer.Get(p.at+"/reconciliation"), http.StatusOK)
}

// TestItemsCarryOverAndClear: what was in transit on one statement, and what was disputed, is looked for on the next: the invoice that the customer
// books now, the payment that arrives, and the credit note that ends the dispute. Both reports prove to zero.
// Whoever came by each statement's link and has the code gets there as well, though no other statement is in sight.
func TestItemsCarryOverAndClear(t *testing.T) {
	t.Parallel()
	t.Run("signed in", func(t *testing.T) {
		t.Parallel()
		p := plant(t)
		p.carryOver(t, func() *webtest.Client { return p.customer })
	})
	t.Run("by link", func(t *testing.T) {
		t.Parallel()
		p := plant(t)
		p.carryOver(t, func() *webtest.Client {
			holder := p.Holder(t, p.Contact(p.CNY, ledger.Confirmer), p.shown.ID)
			holder.Prove(t)
			return holder
		})
	})
}

func (p *planted) carryOver(t *testing.T, enter func() *webtest.Client) {
	t.Helper()
	p.customer = enter()
	p.compare(t, p.upload(t, "march.csv", p.payables(t)))
	disputed := p.complete(t, false).Disputes[0]
	staff := p.Client(t, p.Staff(ledger.FinanceSupervisor))
	open := webtest.Read[itemPage](t, staff.Get("/reconciling-items"), http.StatusOK)
	if len(open.Items) != 2 || open.Items[0].DocumentNo != p.late || open.Items[0].Kind != "in_transit_invoice" || open.Items[1].Kind != "in_transit_payment" ||
		open.Items[0].Days <= 0 || len(open.Totals) != 1 || open.Totals[0].Ours != "565.00" || open.Totals[0].Theirs != "300.00" {
		t.Fatalf("staff see %+v", open)
	}

	view := webtest.Read[disputeView](t, staff.Get("/disputes/"+disputed), http.StatusOK)
	staff.Post("/disputes/"+disputed+"/resolution", map[string]any{"row_version": view.RowVersion, "decision": "accept_whole", "root_cause": "process_gap", "text": "价格有误"}).Must(t, http.StatusOK)
	if r := p.report(t); !r.Zero || r.total("adjustments") != "100.00" || r.total("disagreements") != "0.00" {
		t.Errorf("after the credit note the first report is %+v", r)
	}

	month := ledgertest.Ask[string](t, p.Books, `SELECT to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')`)
	p.Receipt(t, p.CNY, "300.00", month+"-01", func(d *document.New) { d.Description = "FK-0331 货款" })
	p.shown = p.Issued(t, p.CNY, month)
	p.at = "/statements/" + p.shown.ID.String()
	p.customer = enter()
	if before := webtest.Read[matchingView](t, p.customer.Get(p.at+"/matching"), http.StatusOK); before.Carried != (sum{2, "865.00"}) {
		t.Errorf("carried over: %+v", before.Carried)
	}
	rows := []string{"日期,凭证号,摘要,借方金额,贷方金额,余额", ",,期初余额,,,2490.00", month + "-03," + p.late + ",采购轴承,,565.00,3055.00", ",,期末余额,,,3055.00"}
	p.compare(t, p.upload(t, "next.csv", []byte(strings.Join(rows, "\n"))))
	if r := p.report(t); !r.Zero || r.Closing != "3055.00" || r.TheirClosing != "3055.00" {
		t.Errorf("the next report is %+v, the groups %+v", r, p.groups(t))
	}
	done := p.complete(t, true)
	if done.Cleared.Count != 3 || done.OurItems.Count != 0 || done.TheirItems.Count != 0 || done.Disputed.Count != 0 {
		t.Errorf("the next matching came to %+v; %+v", done, p.groups(t))
	}
	if left := webtest.Read[itemPage](t, staff.Get("/reconciling-items"), http.StatusOK); len(left.Items) != 0 || len(left.Totals) != 0 {
		t.Errorf("still in transit: %+v", left)
	}
	cleared := webtest.Read[itemPage](t, staff.Get("/reconciling-items?state=cleared"), http.StatusOK)
	if len(cleared.Items) != 2 || cleared.Items[0].State != "cleared" || cleared.Items[0].ClearedNo == "" {
		t.Errorf("cleared: %+v", cleared)
	}
	if state := read(t, p.customer, p.at).State; state != "agreed" {
		t.Errorf("the next statement is %s", state)
	}
}
