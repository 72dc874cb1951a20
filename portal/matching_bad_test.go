package portal_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/webtest"
)

func workbook(t *testing.T, change func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range [][]any{{"日期", "单据号", "金额"}, {"2026-03-02", "A-1", "100.00"}} {
		if err := f.SetSheetRow("Sheet1", "A"+string(rune('1'+i)), &row); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(f)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// withPart is a good workbook with one part more.
func withPart(t *testing.T, name, content string) []byte {
	t.Helper()
	good := workbook(t, nil)
	from, err := zip.NewReader(bytes.NewReader(good), int64(len(good)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	for _, part := range from.File {
		if err := to.Copy(part); err != nil {
			t.Fatal(err)
		}
	}
	part, err := to.Create(name)
	if err == nil {
		_, err = part.Write([]byte(content))
	}
	if err = errors.Join(err, to.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestBadLedgersAreRefused: files that pretend, hide, compute or say nothing are refused with a reason, and leave nothing behind.
func TestBadLedgersAreRefused(t *testing.T) {
	t.Parallel()
	p := plant(t)
	const good = "日期,单据号,金额\n2026-03-02,A-1,100.00\n"
	for _, test := range []struct {
		name    string
		file    string
		content []byte
		code    string
	}{
		{"nothing", "a.csv", []byte{}, ""},
		{"a heading alone", "a.csv", []byte("日期,单据号,金额\n"), "own_ledger_refused"},
		{"a web page", "a.xlsx", []byte("<html><table><tr><td>日期</td></tr></table></html>"), "own_ledger_refused"},
		{"text under a workbook's name", "a.xlsx", []byte(good), "own_ledger_refused"},
		{"a workbook under a text's name", "a.csv", workbook(t, nil), "own_ledger_refused"},
		{"an old workbook", "a.xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)), "own_ledger_refused"},
		{"a formula", "a.xlsx", workbook(t, func(f *excelize.File) { _ = f.SetCellFormula("Sheet1", "C2", "=1+1") }), "own_ledger_refused"},
		{"a hidden sheet", "a.xlsx", workbook(t, func(f *excelize.File) { _, _ = f.NewSheet("Two"); _ = f.SetSheetVisible("Two", false) }), "own_ledger_refused"},
		{"half a workbook", "a.xlsx", workbook(t, nil)[:900], "own_ledger_refused"},
		{"macros", "a.xlsx", withPart(t, "xl/vbaProject.bin", "x"), "own_ledger_refused"},
		{"a part that climbs", "a.xlsx", withPart(t, "../../etc/passwd", "x"), "own_ledger_refused"},
		{"a bomb", "a.xlsx", withPart(t, "xl/media/a.bin", strings.Repeat("0", 300<<20)), "own_ledger_refused"},
		{"a workbook under a password", "a.xlsx", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00" + strings.Repeat("\x00", 600)), "own_ledger_refused"},
		{"binary", "a.csv", []byte("\x00\x01\x02\x03\xff\xfe\xfd" + strings.Repeat("\x00\xff", 400)), "own_ledger_refused"},
		{"too many rows", "a.csv", []byte("日期,单据号,金额\n" + strings.Repeat("2026-03-02,A,1.00\n", 50300)), "own_ledger_refused"},
	} {
		began := time.Now()
		got := p.send(test.file, test.content)
		if got.Status < 400 || got.Status >= 500 || test.code != "" && got.Problem.Code != test.code {
			t.Errorf("%s: %d %s", test.name, got.Status, got.Body)
		}
		if test.name == "a bomb" && time.Since(began) > 2*time.Second {
			t.Errorf("the bomb was refused after %s", time.Since(began))
		}
	}
	if got := p.customer.Do(http.MethodPut, p.at+"/matching/file?name=a.csv", []byte(good), "Content-Type", "application/json"); got.Status != http.StatusUnsupportedMediaType && got.Status != http.StatusBadRequest {
		t.Errorf("JSON is said to be the file: %d %s", got.Status, got.Body)
	}
	if n := ask(t, p.Site, `SELECT (SELECT count(*) FROM hefu.matching_files) + (SELECT count(*) FROM hefu.matchings)`); n != 0 {
		t.Errorf("the refused files left %d rows", n)
	}
	viewer := p.Client(t, p.Contact(p.CNY, ledger.Viewer))
	if got := viewer.Do(http.MethodPut, p.at+"/matching/file?name=a.csv", []byte(good), "Content-Type", "application/octet-stream"); !got.Refused(http.StatusForbidden, "forbidden", "not_permitted") {
		t.Errorf("a viewer uploads: %d %s", got.Status, got.Body)
	}
}

// TestMappingsAndDecisionsThatMakeNoSense are refused one by one; nothing of them is done.
func TestMappingsAndDecisionsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	p := plant(t)
	file := "日期,单据号,金额\n2026-03-02,A-1,100.00\n胡说,A-2,1.00\n2026-03-03,A-3,x\n"
	v := p.upload(t, "own.csv", []byte(file))
	mapping := func(columns map[string]int) map[string]any {
		return map[string]any{"header": 0, "columns": columns, "sign": "debit_increases", "day_first": false}
	}
	compare := func(version int, columns map[string]int, skip bool) webtest.Answer {
		return p.customer.Post(p.at+"/matching/comparison", map[string]any{"row_version": version, "mapping": mapping(columns), "skip_faults": skip})
	}
	at := v.Matching.RowVersion
	for name, test := range map[string]struct {
		got  webtest.Answer
		code string
	}{
		"a column that is not there":   {compare(at, map[string]int{"date": 0, "amount": 9}, false), "validation_failed"},
		"one column for two":           {compare(at, map[string]int{"date": 0, "amount": 0}, false), "validation_failed"},
		"an unknown role":              {compare(at, map[string]int{"date": 0, "amount": 2, "password": 1}, false), "validation_failed"},
		"no amount":                    {compare(at, map[string]int{"date": 0, "number": 1}, false), "own_ledger_unmapped"},
		"rows that cannot be read":     {compare(at, map[string]int{"date": 0, "number": 1, "amount": 2}, false), "own_ledger_faults"},
		"another row version":          {compare(at+5, map[string]int{"date": 0, "number": 1, "amount": 2}, true), "conflict"},
		"a decision before comparing":  {p.customer.Post(p.at+"/matching/decisions", map[string]any{"row_version": at, "groups": []int{1}, "decision": "leave"}), "state_forbids"},
		"completing before comparing":  {p.customer.Post(p.at+"/matching/completion", map[string]any{"row_version": at}), "state_forbids"},
		"a balance with three places":  {p.customer.Post(p.at+"/matching/balance", map[string]any{"row_version": at, "balance": "1.001"}), "validation_failed"},
		"groups before comparing":      {p.customer.Get(p.at + "/matching/groups"), "not_found"},
		"a report before comparing":    {p.customer.Get(p.at + "/reconciliation"), "not_found"},
		"a report in another language": {p.customer.Get(p.at + "/reconciliation/file?locale=fr"), "validation_failed"},
	} {
		if test.got.Problem.Code != test.code {
			t.Errorf("%s: %d %s, want %s", name, test.got.Status, test.got.Body, test.code)
		}
	}
	v = webtest.Read[matchingView](t, compare(at, map[string]int{"date": 0, "number": 1, "amount": 2}, true), http.StatusOK)
	var theirs, matched matchingGroup
	for _, g := range p.groups(t).Groups {
		if g.Class == "only_theirs" {
			theirs = g
		} else {
			matched = g
		}
	}
	decide := func(group int, decision string) webtest.Answer {
		return p.customer.Post(p.at+"/matching/decisions", map[string]any{"row_version": v.Matching.RowVersion, "groups": []int{group}, "decision": decision, "category": map[bool]string{true: "price"}[decision == "dispute"], "kind": map[bool]string{true: "other"}[decision == "reconcile"]})
	}
	for name, got := range map[string]webtest.Answer{
		"confirm what only they have": decide(theirs.No, "confirm"), "dispute what is on no line": decide(theirs.No, "dispute"),
		"a group that is not there": decide(999, "leave"), "confirm what only we have": decide(matched.No, "confirm"),
	} {
		if got.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", name, got.Status, got.Body)
		}
	}
}

// TestTheCustomerPutsRightWhatTheEngineFound: takes a match apart, pairs lines by hand, states its balance; a newer version of the statement refuses
// the step with 412 and is compared again by the mapping that is remembered.
func TestTheCustomerPutsRightWhatTheEngineFound(t *testing.T) {
	t.Parallel()
	p := plant(t)
	v := p.compare(t, p.upload(t, "own.csv", p.payables(t)))
	find := func(class string) matchingGroup {
		for _, g := range p.groups(t).Groups {
			if g.Class == class {
				return g
			}
		}
		t.Fatalf("no group is %s", class)
		return matchingGroup{}
	}
	post := func(path string, body map[string]any) matchingView {
		body["row_version"] = v.Matching.RowVersion
		return webtest.Read[matchingView](t, p.customer.Post(p.at+"/matching/"+path, body), http.StatusOK)
	}
	differs := find("amount_differs")
	v = post("undoings", map[string]any{"group": differs.No})
	if v.class("amount_differs").Groups != 0 || v.class("only_ours").Groups != 2 || v.class("only_theirs").Groups != 2 {
		t.Fatalf("taken apart: %+v", v.Matching.Classes)
	}
	if r := p.report(t); !r.Zero { // it still proves: the same difference stands under other words
		t.Errorf("taken apart, the report is %+v", r)
	}
	v = post("pairs", map[string]any{"ours": differs.Ours, "theirs": differs.Theirs})
	byHand := find("amount_differs")
	if byHand.Effect != "100.00" {
		t.Fatalf("paired by hand: %+v", byHand)
	}
	v = post("decisions", map[string]any{"groups": []int{byHand.No}, "decision": "reconcile", "kind": "own_correction"})
	v = post("balance", map[string]any{"balance": "2400.00"})
	if r := p.report(t); r.Zero || r.Unexplained != "90.00" || len(r.Causes) != 1 || r.Causes[0].Code != "file_does_not_add_up" || r.Causes[0].Amount != "90.00" || r.total("corrections") != "100.00" {
		t.Errorf("with another balance the report is %+v", r)
	}
	if got := p.customer.Post(p.at+"/matching/decisions", map[string]any{"row_version": 1, "groups": []int{byHand.No}, "decision": "leave"}); got.Status != http.StatusConflict {
		t.Errorf("a decision on what was seen before: %d %s", got.Status, got.Body)
	}

	p.Receivable(t, p.CNY, "11.30", "2026-03-31")
	staff := p.Client(t, p.Staff(ledger.ARAccountant))
	staff.Post(p.at+"/revision", `{"reason":"补单"}`).Must(t, http.StatusOK)
	if version := ledgertest.Ask[int](t, p.Books, `SELECT version FROM hefu.statements WHERE id = $1`, p.shown.ID.String()); version != 2 {
		t.Fatalf("the statement is in version %d", version)
	}
	stale := webtest.Read[matchingView](t, p.customer.Get(p.at+"/matching"), http.StatusOK)
	if !stale.Matching.Stale || stale.Actions["complete"].Allowed {
		t.Errorf("after the revision: %+v", stale.Matching)
	}
	if got := p.customer.Post(p.at+"/matching/completion", map[string]any{"row_version": stale.Matching.RowVersion}); !got.Refused(http.StatusPreconditionFailed, "stale-version", "stale_version") {
		t.Errorf("the step on an old version: %d %s", got.Status, got.Body)
	}
	if n := ask(t, p.Site, `SELECT count(*) FROM hefu.line_answers`) + ask(t, p.Site, `SELECT count(*) FROM hefu.disputes`); n != 0 {
		t.Errorf("the refused step left %d answers", n)
	}
	again := p.upload(t, "own.csv", p.payables(t))
	read := webtest.Read[reading](t, p.customer.Post(p.at+"/matching/reading", `{}`), http.StatusOK)
	if !read.Remembered {
		t.Error("the mapping is not remembered")
	}
	if again = p.compare(t, again); again.Matching.Stale || again.class("only_ours").Groups != 2 {
		t.Errorf("compared again: %+v", again.Matching)
	}
}

// TestALongLedgerIsComparedInTheBackground: beyond what is compared at once, the customer is told to wait, and a worker does it.
func TestALongLedgerIsComparedInTheBackground(t *testing.T) {
	t.Parallel()
	p := plant(t)
	p.Work(t)
	var rows strings.Builder
	rows.WriteString("日期,凭证号,金额\n")
	for i := range 12100 {
		fmt.Fprintf(&rows, "2026-03-%02d,,%d.%02d\n", i%30+1, 2000+i, i%100)
	}
	v := p.upload(t, "long.csv", []byte(rows.String()))
	v = webtest.Read[matchingView](t, p.customer.Post(p.at+"/matching/comparison", map[string]any{"row_version": v.Matching.RowVersion,
		"mapping": map[string]any{"header": 0, "columns": map[string]int{"date": 0, "number": 1, "amount": 2}, "sign": "debit_increases", "day_first": false}}), http.StatusOK)
	if v.Matching.State != "waiting" {
		t.Fatalf("a long ledger is %s", v.Matching.State)
	}
	for range 5000 {
		v = webtest.Read[matchingView](t, p.customer.Get(p.at+"/matching"), http.StatusOK)
		if v.Matching.State != "waiting" {
			break
		}
	}
	if v.Matching.State != "matched" || v.class("only_theirs").Groups+v.class("duplicated").Groups < 12000 {
		t.Errorf("in the background it came to %s %s %+v", v.Matching.State, v.Matching.Failure, v.Matching.Classes)
	}
}
