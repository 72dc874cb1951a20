package backoffice_test

import (
	"net/http"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/webtest"
)

// TestForeignIDsInsideRequestsNameNothing puts ids of another organization, or of a customer out of a salesperson's reach, into
// bodies and queries. They are answered as ids of nothing are, and nothing is written.
func TestForeignIDsInsideRequestsNameNothing(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	own, other, abroad := newWorld(t, s, s.CNY), newWorld(t, s, s.GBP), newWorld(t, s, s.OtherCustomer)
	nothing := world{}
	for name := range own {
		nothing[name] = ledger.NewID().String()
	}
	accountant, sales, contact := s.Client(t, s.Staff(ledger.FinanceSupervisor)), s.Client(t, s.Staff(ledger.Sales)), s.Client(t, s.Contact(s.CNY, ledger.Confirmer))
	rows := func() string {
		return ledgertest.Ask[string](t, s.Books, `SELECT concat_ws(' ', (SELECT count(*) FROM hefu.documents), (SELECT count(*) FROM hefu.settlements), (SELECT count(*) FROM hefu.statement_runs),
			(SELECT count(*) FROM hefu.drafts), (SELECT sum(row_version) FROM hefu.disputes))`)
	}
	before := rows()
	// [name] is the id exchanged; {name} is one's own.
	for _, r := range []struct {
		c          *webtest.Client
		foreign    []world
		path, body string
	}{
		{accountant, []world{abroad}, "/open-items?customer_id=[customer]", ""},
		{accountant, []world{abroad}, "/aging?customer_id=[customer]", ""},
		{accountant, []world{abroad}, "/aging/items?customer_id=[customer]", ""},
		{accountant, []world{abroad}, "/documents?customer_id=[customer]", ""},
		{accountant, []world{abroad}, "/statements?customer_id=[customer]", ""},
		{accountant, []world{abroad}, "/statements?run_id=[run]", ""},
		{accountant, []world{abroad}, "/disputes?customer_id=[customer]", ""},
		{accountant, []world{abroad}, "/drafts?customer_id=[customer]", ""},
		{accountant, []world{abroad}, "/reports/detail?customer_id=[customer]", ""},
		{sales, []world{abroad, other}, "/aging?customer_id=[customer]", ""},
		{sales, []world{abroad, other}, "/aging/items?customer_id=[customer]", ""},
		{sales, []world{abroad, other}, "/documents?customer_id=[customer]", ""},
		{sales, []world{abroad, other}, "/statements?customer_id=[customer]", ""},
		{sales, []world{abroad, other}, "/disputes?customer_id=[customer]", ""},
		{sales, []world{abroad, other}, "/reports/detail?customer_id=[customer]", ""},
		{accountant, []world{abroad}, "/statement-runs", `{"period_start":"2026-05-01","cut_off":"2026-05-31","customer_ids":["[customer]"],"issue":false}`},
		{accountant, []world{abroad}, "/statement-runs/preview", `{"period_start":"2026-05-01","cut_off":"2026-05-31","customer_ids":["[customer]"]}`},
		{accountant, []world{abroad}, "/postings", strings.Replace(receiptForm, "{customer}", "[customer]", 1)},
		{accountant, []world{abroad}, "/postings", `{"documents":[{"kind":"credit_note","customer_id":"{customer}","currency":"CNY","document_date":"2026-05-07","source_kind":"manual","reduces":"[document]",
			"lines":[{"net":"1.00","gross":"1.00","reduces_line":1}]}]}`},
		{accountant, []world{abroad}, "/allocations", `{"customer_id":"[customer]","effective_date":"2026-05-07","pairs":[{"debit_item":"[debit]","credit_item":"[credit]","debit_amount":"1.00"}]}`},
		{accountant, []world{abroad}, "/allocations", `{"customer_id":"{customer}","effective_date":"2026-05-07","pairs":[{"debit_item":"{debit}","credit_item":"[credit]","debit_amount":"1.00"}]}`},
		{accountant, []world{abroad}, "/refunds", `{"item_id":"[credit]","on":"2026-05-07","method":"bank","reason":"多付"}`},
		{accountant, []world{abroad}, "/clean-ups", `{"item_id":"[small]","on":"2026-05-07","reason":"尾差"}`},
		{accountant, []world{abroad}, "/disputes/{dispute}/assignment", `{"row_version":{dispute.row_version},"staff_id":"[staff]"}`},
		{contact, []world{abroad, other}, "/disputes/[dispute]/messages", `{"text":"你好"}`},
	} {
		ask := func(at world) webtest.Answer {
			exchange := func(text string) string {
				for name, id := range at {
					text = strings.ReplaceAll(text, "["+name+"]", id)
				}
				return own.fill(t, s, text)
			}
			if r.body == "" {
				return r.c.Get(exchange(r.path))
			}
			return r.c.Post(exchange(r.path), exchange(r.body))
		}
		missing := ask(nothing)
		if r.body != "" && (missing.Status < 400 || missing.Status >= 500) && !strings.HasSuffix(r.path, "/preview") {
			t.Errorf("%s %s takes the id of nothing: %d", r.path, r.body, missing.Status)
		}
		for _, at := range r.foreign {
			got := ask(at)
			for name, id := range at { // an answer may repeat what the caller wrote
				if !strings.Contains(r.path+r.body, "["+name+"]") {
					continue // a short id, as a job's number, may stand inside another
				}
				got.Body = []byte(strings.ReplaceAll(string(got.Body), id, nothing[name]))
			}
			if !got.SameBut(missing) {
				t.Errorf("%s %s as %s: %d %s, want as for nothing: %d %s", r.path, r.body, r.c.Actor.Roles[0], got.Status, brief(string(got.Body)), missing.Status, brief(string(missing.Body)))
			}
		}
	}
	if after := rows(); after != before {
		t.Errorf("foreign ids left something: %s, before %s", after, before)
	}
	for body, c := range map[string]*webtest.Client{`{"organization_id":"` + s.Other.ID.String() + `"}`: accountant, `{"customer_id":"` + s.GBP.ID.String() + `"}`: contact, `{"customer_id":"` + s.OtherCustomer.ID.String() + `"}`: contact} {
		if got := c.Do(http.MethodPut, "/session", body); !got.Refused(http.StatusNotFound, "not-found", "not_found") {
			t.Errorf("switching by %s: %d %s", body, got.Status, got.Body)
		}
	}
}
