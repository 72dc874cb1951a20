package backoffice_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/webtest"
)

// form is a good body of a real route, and the fields of it that hold an amount, a date, an id and text.
type form struct {
	path                   string
	body                   string
	amount, date, id, text string // the value in body that is exchanged; empty: none
}

const receiptForm = `{"documents":[{"kind":"receipt","customer_id":"{customer}","currency":"CNY","document_date":"2026-05-07","source_kind":"manual","method":"bank","amount":"8.25","description":"货款"}]}`

var staffForms = []form{
	{"/postings", receiptForm, `"8.25"`, `"2026-05-07"`, `"{customer}"`, `"货款"`},
	{"/allocations", `{"customer_id":"{customer}","effective_date":"2026-05-07","reason":"核销","pairs":[{"debit_item":"{debit}","credit_item":"{credit}","debit_amount":"8.25"}]}`,
		`"8.25"`, `"2026-05-07"`, `"{debit}"`, `"核销"`},
	{"/disputes/{open}/resolution", `{"row_version":{open.row_version},"decision":"accept_part","amount":"8.25","root_cause":"process_gap","text":"经核实"}`, `"8.25"`, "", "", `"经核实"`},
	{"/disputes/{open}/resolution/preview", `{"decision":"accept_part","amount":"8.25"}`, `"8.25"`, "", "", ""},
	{"/statement-runs", `{"period_start":"2026-05-01","cut_off":"2026-05-31","customer_ids":["{customer}"],"issue":false}`, "", `"2026-05-01"`, `"{customer}"`, ""},
	{"/refunds", `{"item_id":"{credit}","amount":"8.25","on":"2026-05-07","method":"bank","reason":"多付"}`, `"8.25"`, `"2026-05-07"`, `"{credit}"`, `"多付"`},
	{"/drafts", `{"kind":"receipt","customer_id":"{customer}","currency":"CNY","document_date":"2026-05-07","source_kind":"manual","method":"bank","amount":"8.25","description":"货款"}`,
		`"8.25"`, `"2026-05-07"`, `"{customer}"`, `"货款"`},
}

var customerForms = []form{
	{"/statements/{statement}/confirmations", `{"version":1,"sha256":"{sha256}","lines":[7],"remark":"无误"}`, "", "", "", `"无误"`},
	{"/statements/{statement}/disputes", `{"version":1,"sha256":"{sha256}","lines":[7],"category":"price","disputed_amount":"8.25","text":"单价不符"}`, `"8.25"`, "", "", `"单价不符"`},
	{"/disputes/{dispute}/messages", `{"text":"请看合同"}`, "", "", "", `"请看合同"`},
	{"/disputes/{proposed2}/return", `{"row_version":{proposed2.row_version},"text":"不同意"}`, "", "", "", `"不同意"`},
	{"/receivable-confirmations/{asked}/answer", `{"sha256":"{asked.sha256}","confirm":false,"opinion":"单价应为 9.80"}`, "", "", "", `"单价应为 9.80"`},
}

var badAmounts = []string{`"NaN"`, `"Infinity"`, `"-Infinity"`, `"-0"`, `"-0.00"`, `"1e3"`, `".5"`, `"5."`, `"+1"`, `" 1"`, `"1 "`, `"1,000"`, `"１２"`, `"٣"`, `"0x10"`, `"01"`,
	`"` + strings.Repeat("9", 40) + `"`, `"1000000000000000"`, `"0.001"`, `"1.234567890123456789"`, `"1e999999"`, `"--1"`, `8.25`, `1e400`, `true`, `[]`, `{"v":1}`}

// A negative or zero amount has no meaning in any of the forms but a draft, which need not be right yet.
var senseless = []string{`"-8.25"`, `"0.00"`}

var badDates = []string{`"2026-02-30"`, `"2026-13-01"`, `"2026-5-7"`, `"07.05.2026"`, `"2026-05-07T00:00:00Z"`, `"0000-00-00"`, `"99999-01-01"`, `""`, `"２０２６-05-07"`, `20260507`, `null`, `"2026-05-07 "`, `"-2026-05-07"`}

var badIDs = []string{`"1"`, `""`, `"not-a-uuid"`, `"{00000000-0000-0000-0000-000000000001}"`, `"01a20145-5c28-75e8-aadf-f3454af0d7b"`, `"'; DROP TABLE customers; --"`, `7`, `null`, `[]`}

var badTexts = []string{`"a\u0000b"`, `"\ud800"`, `"\udc00\ud800"`, "\"a\x01b\"", "\"\xff\"", `1`, `{}`}

// shapes are whole bodies gone wrong.
func shapes(body string) map[string]string {
	inside := strings.TrimSuffix(strings.TrimPrefix(body, "{"), "}")
	first, _, _ := strings.Cut(inside, ":")
	name := strings.Trim(first, `"`)
	return map[string]string{
		"trailing bytes":  body + `{}`,
		"trailing text":   body + ` x`,
		"unknown field":   `{"status":"agreed",` + inside + `}`,
		"duplicate field": body[:len(body)-1] + `,` + first + `:1}`,
		"wrong case":      strings.Replace(body, name, strings.ToUpper(name), 1),
		"array":           `[` + body + `]`,
		"null":            `null`,
		"text":            `"x"`,
		"half":            body[:len(body)/2],
		"empty object":    `{}`,
		"deep":            `{"status":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`,
		"comment":         `{/* */` + inside + `}`,
	}
}

// TestNothingBadGetsIn exchanges one value of a good body at a time. Every answer is a problem of the caller's, in the caller's
// language, and nothing is written.
func TestNothingBadGetsIn(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	w := newWorld(t, s, s.CNY)
	staff, customer := s.Client(t, s.Staff(ledger.ARAccountant)), s.Client(t, s.Contact(s.CNY, ledger.Confirmer))
	staff.Do(http.MethodPut, "/session", `{"locale":"en"}`).Must(t, http.StatusOK)
	// What cannot be read is refused before anybody knows whose it is, so the browser's language decides.
	language := map[*webtest.Client]string{staff: "en", customer: "zh-CN"}
	count := func() string {
		return ledgertest.Ask[string](t, s.Books, `SELECT concat_ws(' ', (SELECT count(*) FROM hefu.documents), (SELECT count(*) FROM hefu.settlements), (SELECT count(*) FROM hefu.resolutions),
			(SELECT count(*) FROM hefu.statement_runs), (SELECT count(*) FROM hefu.drafts), (SELECT count(*) FROM hefu.confirmations), (SELECT count(*) FROM hefu.disputes),
			(SELECT count(*) FROM hefu.dispute_messages))`)
	}
	before := count()
	for c, forms := range map[*webtest.Client][]form{staff: staffForms, customer: customerForms} {
		for _, f := range forms {
			for _, bad := range f.spoilt() {
				got := c.Post(w.fill(t, s, f.path), w.fill(t, s, bad), "Accept-Language", language[c])
				wantRefused(t, c, f.path+" "+brief(bad), got)
			}
		}
	}
	if after := count(); after != before {
		t.Errorf("refused requests left something: %s, before %s", after, before)
	}
}

func (f form) spoilt() []string {
	out := slices.Collect(maps.Values(shapes(f.body)))
	for good, bad := range map[string][]string{f.amount: slices.Concat(badAmounts, senseless), f.date: badDates, f.id: badIDs, f.text: badTexts} {
		if good == "" {
			continue
		}
		if f.path == "/drafts" {
			bad = slices.DeleteFunc(slices.Clone(bad), func(value string) bool { return slices.Contains(senseless, value) })
		}
		for _, value := range bad {
			out = append(out, strings.Replace(f.body, good, value, 1))
		}
	}
	if f.text != "" {
		out = append(out, strings.Replace(f.body, f.text, `"`+strings.Repeat("长", 4001)+`"`, 1))
	}
	return out
}

func brief(body string) string {
	if len(body) > 300 {
		return body[:300] + "…"
	}
	return body
}

// wantRefused: 400 malformed-request or 422 validation-failed (or what an amount breaks), with sentences in the caller's language.
func wantRefused(t *testing.T, c *webtest.Client, what string, got webtest.Answer) {
	t.Helper()
	slugs := map[int][]string{
		http.StatusBadRequest: {"/problems/malformed-request"}, http.StatusUnprocessableEntity: {"/problems/validation-failed", "/problems/amount-exceeds-open"},
		http.StatusNotFound: {"/problems/not-found"},
	}
	p := got.Problem
	if !slices.Contains(slugs[got.Status], p.Type) || p.Status != got.Status || p.Code == "" || p.Detail == "" {
		t.Errorf("%s: %d %s", what, got.Status, brief(string(got.Body)))
		return
	}
	chinese := strings.ContainsFunc(p.Title+p.Detail, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff })
	if inChinese := c.Actor.Audience == ledger.Portal; chinese != inChinese {
		t.Errorf("%s: answered in the wrong language: %s", what, p.Detail)
	}
	for _, leak := range []string{"SQLSTATE", "pgx", "goroutine", "hefu.", "panic"} {
		if strings.Contains(string(got.Body), leak) {
			t.Errorf("%s: the answer shows the inside: %s", what, got.Body)
		}
	}
}

func TestHugeListsAreRefused(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	w := newWorld(t, s, s.CNY)
	staff, customer := s.Client(t, s.Staff(ledger.ARAccountant)), s.Client(t, s.Contact(s.CNY, ledger.Confirmer))
	numbers := strings.TrimSuffix(strings.Repeat("7,", 20_001), ",")
	ids := strings.TrimSuffix(strings.Repeat(`"`+w["customer"]+`",`, 10_001), ",")
	for _, r := range []struct {
		c          *webtest.Client
		path, body string
	}{
		{customer, "/statements/{statement}/confirmations", `{"version":1,"sha256":"{sha256}","lines":[` + numbers + `]}`},
		{customer, "/statements/{statement}/disputes", `{"version":1,"sha256":"{sha256}","lines":[` + numbers + `],"category":"price"}`},
		{customer, "/statements/{statement}/confirmations", `{"version":1,"sha256":"{sha256}","lines":[-1,0,99999999999999999999]}`},
		{customer, "/statements/{statement}/reopenings", `{"version":1,"lines":[]}`},
		{customer, "/statements/{statement}/reopenings", `{"version":99999999999,"lines":[2147483648]}`},
		{customer, "/statements/{statement}/disputes", `{"version":1,"sha256":"{sha256}","lines":[],"category":"price"}`},
		{staff, "/disputes/{open}/resolution", `{"row_version":0,"decision":"reject","root_cause":"process_gap","text":"x"}`},
		{staff, "/statement-runs", `{"period_start":"2026-05-01","cut_off":"2026-05-31","customer_ids":[` + ids + `],"issue":false}`},
		{staff, "/postings", `{"documents":[` + strings.TrimSuffix(strings.Repeat(`{},`, 1001), ",") + `]}`},
		{staff, "/allocations", `{"customer_id":"{customer}","effective_date":"2026-05-07","pairs":[]}`},
	} {
		got := r.c.Post(w.fill(t, s, r.path), w.fill(t, s, r.body))
		if got.Status != http.StatusBadRequest && got.Status != http.StatusUnprocessableEntity && got.Status != http.StatusRequestEntityTooLarge && got.Status != http.StatusPreconditionFailed {
			t.Errorf("%s %s: %d %s", r.path, brief(r.body), got.Status, brief(string(got.Body)))
		}
	}
	// What no PostgreSQL integer holds names no line and no version; it is not a failure of ours.
	for path, body := range map[string]string{
		"/statements/{statement}/confirmations": `{"version":1,"sha256":"{sha256}","lines":[2147483648]}`,
		"/statements/{statement}/reopenings":    `{"version":1,"lines":[2147483648]}`,
		"/statements/{statement}/disputes":      `{"version":1,"sha256":"{sha256}","lines":[2147483648],"category":"price"}`,
		"/disputes/{dispute}/withdrawal":        `{"row_version":9007199254740993}`,
	} {
		if got := customer.Post(w.fill(t, s, path), w.fill(t, s, body)); got.Status >= http.StatusInternalServerError || got.Status == 0 {
			t.Errorf("%s %s: %d", path, body, got.Status)
		}
	}
	staff.Post("/postings", w.fill(t, s, `{"documents":[{"kind":"credit_note","customer_id":"{customer}","currency":"CNY","document_date":"2026-05-07","source_kind":"manual","reduces":"{document}",
		"lines":[{"net":"1.00","gross":"1.00","reduces_line":2147483648}]}]}`))
	staff.Post(w.fill(t, s, "/disputes/{open}/resolution"), `{"row_version":9007199254740993,"decision":"reject","root_cause":"process_gap","text":"x"}`)
	staff.Do(http.MethodPut, w.fill(t, s, "/drafts/{drafted}"), w.fill(t, s, `{"row_version":9007199254740993,"document":`+staffForms[6].body+`}`))
	staff.Post(w.fill(t, s, "/drafts/{drafted}/submission"), `{"row_version":9007199254740993}`)
	staff.Post(w.fill(t, s, "/statements/{draft}/issue"), `{"version":9007199254740993}`)
}

// Numbers that fit JSON and not PostgreSQL must be the caller's fault too.
func TestQueriesThatMeanNothing(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	w := newWorld(t, s, s.CNY)
	staff, customer := s.Client(t, s.Staff(ledger.ARAccountant)), s.Client(t, s.Contact(s.CNY, ledger.Confirmer))
	for _, path := range []string{"/documents?limit=abc", "/documents?limit=-1", "/documents?limit=201", "/documents?limit=99999999999999999999", "/documents?cursor=x", "/documents?cursor=%00",
		"/documents?kind=gone", "/documents?limit=1&limit=2", "/documents?unknown=1", "/documents?q=%ff", "/disputes?cursor=" + strings.Repeat("A", 3000), "/statements?state=draftx", "/statements?cursor=MQ"} {
		wantRefused(t, customer, path, customer.Get(path))
	}
	for _, path := range []string{"/aging?as_of=2026-02-30", "/aging?edges=60,30", "/aging?edges=99999999999999999999", "/aging?edges=a,b", "/aging?edges=1,,2", "/open-items?customer_id=1", "/customers?cursor=eyJ9",
		"/aging/items?customer_id=" + w["customer"] + "&bucket=gone", "/reports/summary?from=2026-05-02&to=2026-05-01", "/reports/summary?currency=12X4", "/statements/" + w["statement"] + "/content?version=-1",
		"/statements/" + w["statement"] + "/content?version=99999999999", "/statements/" + w["statement"] + "/file?format=exe"} {
		got := staff.Get(path)
		if got.Status < 400 || got.Status >= 500 {
			t.Errorf("%s: %d %s", path, got.Status, brief(string(got.Body)))
		}
	}
	for _, path := range []string{"/documents/1", "/documents/%00", "/documents/..%2f..", "/statements/" + strings.Repeat("a", 2000), "/disputes/null", "/documents/" + strings.ToUpper(w["document"]) + "x"} {
		if got := customer.Get(path); got.Status != http.StatusNotFound {
			t.Errorf("%s: %d %s", path, got.Status, brief(string(got.Body)))
		}
	}
}

// TestRareTextIsKeptExactly posts and writes what real texts hold, and reads it back, in JSON and from PostgreSQL.
func TestRareTextIsKeptExactly(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	w := newWorld(t, s, s.CNY)
	staff, customer := s.Client(t, s.Staff(ledger.ARAccountant)), s.Client(t, s.Contact(s.CNY, ledger.Confirmer))
	for i, text := range []string{"㛃龘𠮷", "𠀀𪚥", "emoji 👩\u200d👩\u200d👧 🇨🇳", "right\u200fleft\u200e", "zero\u200bwidth", "“弯引号”‘’", "<script>alert(1)</script>", "=HYPERLINK(\"x\")", "'; DROP TABLE x; --",
		"a" + strings.Repeat("́", 30), "é", "Ａ１", "tab\tline\nend", `back\slash`, "{id} {{.}} %s %00", "a\u2028b\u2029c"} {
		quoted, _ := json.Marshal(text)
		body := strings.Replace(w.fill(t, s, receiptForm), `"货款"`, string(quoted), 1)
		got := staff.Post("/postings", body)
		if got.Status != http.StatusCreated {
			if got.Status != http.StatusUnprocessableEntity {
				t.Errorf("posting %q: %d %s", text, got.Status, got.Body)
			}
			continue
		}
		made := webtest.Read[struct{ Documents []struct{ ID string } }](t, got, http.StatusCreated)
		view := webtest.Read[struct{ Description string }](t, staff.Get("/documents/"+made.Documents[0].ID), http.StatusOK)
		stored := ledgertest.Ask[string](t, s.Books, `SELECT description FROM hefu.documents WHERE id = $1`, made.Documents[0].ID)
		if view.Description != text || stored != text {
			t.Errorf("text %d %q is kept as %q and shown as %q", i, text, stored, view.Description)
		}
		thread := customer.Post("/disputes/"+w["dispute"]+"/messages", `{"text":`+string(quoted)+`}`)
		if thread.Status != http.StatusOK {
			t.Errorf("writing %q: %d %s", text, thread.Status, thread.Body)
			continue
		}
		messages := webtest.Read[struct{ Messages []struct{ Text string } }](t, thread, http.StatusOK).Messages
		if last := messages[len(messages)-1].Text; last != text {
			t.Errorf("message %q is shown as %q", text, last)
		}
	}
}
