package backoffice_test

import (
	"net/http"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/webtest"
)

// parted is a customer's form with instalments and what is retained.
func parted(code, parts, retention string) string {
	if retention != "" {
		retention = `,"retention":` + retention
	}
	return `{"code":"` + code + `","name":"常州分期有限公司","currency":"CNY","terms":{"rule":"instalments","basis":"invoice","parts":` + parts + retention + `},"active":true}`
}

func TestTermsThatDoNotAddUpAreRefusedWhereTheyAreWrong(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	staff := s.Client(t, s.Staff(ledger.ARAccountant))
	for name, c := range map[string]struct{ parts, retention, at, code string }{
		"no parts":                   {`[]`, "", "terms.parts", "required"},
		"a retention alone":          {`[]`, `{"percent":"100","days":365}`, "terms.parts", "required"},
		"less than the whole":        {`[{"percent":"30","days":0},{"percent":"60","days":30}]`, "", "terms.parts", "terms_sum"},
		"more than the whole":        {`[{"percent":"30","days":0},{"percent":"70","days":30}]`, `{"percent":"5","days":365}`, "terms.parts", "terms_sum"},
		"a hair less than the whole": {`[{"percent":"33.33","days":0},{"percent":"33.33","days":30},{"percent":"33.33","days":60}]`, "", "terms.parts", "terms_sum"},
		"a part of nothing":          {`[{"percent":"100","days":0},{"percent":"0","days":30}]`, "", "terms.parts[1].percent", "terms_percent"},
		"a part below nothing":       {`[{"percent":"-5","days":0},{"percent":"100","days":30}]`, `{"percent":"5","days":365}`, "terms.parts[0].percent", "terms_percent"},
		"a part above the whole":     {`[{"percent":"101","days":0}]`, "", "terms.parts[0].percent", "terms_percent"},
		"words":                      {`[{"percent":"half","days":0},{"percent":"50","days":30}]`, "", "terms.parts[0].percent", "terms_percent"},
		"an exponent":                {`[{"percent":"1e2","days":0}]`, "", "terms.parts[0].percent", "terms_percent"},
		"nine places":                {`[{"percent":"99.999999999","days":0}]`, "", "terms.parts[0].percent", "terms_percent"},
		"a retention of nothing":     {`[{"percent":"100","days":0}]`, `{"percent":"","days":365}`, "terms.retention.percent", "terms_percent"},
	} {
		got := staff.Post("/customers", parted("N-1", c.parts, c.retention))
		if got.Status != http.StatusUnprocessableEntity || !strings.Contains(string(got.Body), `"field":"`+c.at+`"`) || !strings.Contains(string(got.Body), `"`+c.code+`"`) {
			t.Errorf("%s: %d %s, want %s at %s", name, got.Status, got.Body, c.code, c.at)
		}
	}
	for name, parts := range map[string]string{"days below nothing": `[{"percent":"100","days":-1}]`, "eleven years": `[{"percent":"100","days":4000}]`,
		"sixty parts": `[` + strings.TrimSuffix(strings.Repeat(`{"percent":"1","days":1},`, 60), ",") + `]`} {
		if got := staff.Post("/customers", parted("N-1", parts, "")); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", name, got.Status, got.Body)
		}
	}
	if n := ledgertest.Ask[int](t, s.Books, `SELECT count(*)::int FROM hefu.customers WHERE code = 'N-1'`); n != 0 {
		t.Errorf("%d customers came of what was refused", n)
	}
}

type shownTerms struct {
	Terms struct {
		ZH string `json:"zh"`
		EN string `json:"en"`
	} `json:"terms"`
	TermsForm struct {
		Rule      string     `json:"rule"`
		Days      int        `json:"days"`
		Parts     []formPart `json:"parts"`
		Retention *formPart  `json:"retention"`
	} `json:"terms_form"`
}

type formPart struct {
	Percent string `json:"percent"`
	Days    int    `json:"days"`
}

// Staff write instalments with a retention by hand: the form shows them again, the log says them in words, and a receivable has the schedule.
func TestInstalmentsAndARetentionWrittenByHandLayOutAReceivable(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	accountant := s.Staff(ledger.ARAccountant)
	staff := s.Client(t, accountant)
	made := webtest.Read[struct {
		ID ledger.ID `json:"id"`
	}](t, staff.Post("/customers", `{"code":"N-2","name":"常州分期有限公司","currency":"CNY","terms":{"rule":"net_days","days":45},"active":true}`), http.StatusCreated)
	id := made.ID.String()
	form := parted("N-2", `[{"percent":"30","days":0},{"percent":"65.0","days":30}]`, `{"percent":"5","days":365}`)
	type changed struct {
		Changed bool `json:"changed"`
	}
	if !webtest.Read[changed](t, staff.Do(http.MethodPut, "/customers/"+id, form), http.StatusOK).Changed {
		t.Error("the new terms changed nothing")
	}
	if webtest.Read[changed](t, staff.Do(http.MethodPut, "/customers/"+id, form), http.StatusOK).Changed {
		t.Error("the same terms again are a change")
	}
	shown := webtest.Read[shownTerms](t, staff.Get("/customers/"+id), http.StatusOK)
	if f := shown.TermsForm; f.Rule != "instalments" || len(f.Parts) != 2 || f.Parts[1] != (formPart{"65", 30}) || f.Retention == nil || *f.Retention != (formPart{"5", 365}) {
		t.Errorf("the form shows %+v", f)
	}
	if shown.Terms.ZH != "30% 即期，65% 30天，5% 质保金 365天" || shown.Terms.EN != "30% Due immediately, 65% Net 30, 5% retention Net 365" {
		t.Errorf("in words %+v", shown.Terms)
	}
	log := string(staff.Get("/customers/" + id + "/log").Body)
	if !strings.Contains(log, `"before":"45天，自`) || !strings.Contains(log, `"after":"30% 即期，65% 30天，5% 质保金 365天，自`) {
		t.Errorf("the log says %s", log)
	}
	customer := s.CNY
	customer.ID, customer.Code = made.ID, "N-2"
	s.Receivable(t, customer, "100.01", "2026-03-10")
	want := "2026-03-10 30.00 instalment, 2026-04-09 65.01 instalment, 2027-03-10 5.00 retention"
	if got := ledgertest.Ask[string](t, s.Books, `SELECT string_agg(due_date || ' ' || round(original_amount, 2) || ' ' || arrangement, ', ' ORDER BY instalment) FROM hefu.open_items WHERE customer_id = $1::text::uuid`, id); got != want {
		t.Errorf("the receivable has %s, want %s", got, want)
	}
	if got := staff.Do(http.MethodPut, "/customers/"+ledger.NewID().String(), form); got.Status != http.StatusNotFound {
		t.Errorf("no such customer: %d", got.Status)
	}
	if got := s.Client(t, s.Staff(ledger.Auditor)).Do(http.MethodPut, "/customers/"+id, form); got.Status != http.StatusForbidden {
		t.Errorf("an auditor: %d", got.Status)
	}
}
