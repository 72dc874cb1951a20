package portal_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/webtest"
)

type sum struct {
	Count  int
	Amount string
}

type matchingClass struct {
	Class                              string
	Groups                             int
	Effect                             string
	Confirm, Dispute, Reconcile, Leave int
}

type matchingView struct {
	Currency, Closing string
	Carried           sum
	Matching          *struct {
		ID, State, Failure string
		RowVersion         int `json:"row_version"`
		Stale              bool
		TheirClosing       string `json:"their_closing"`
		Classes            []matchingClass
		Outcome            *matchingOutcome
	}
	Actions map[string]struct {
		Allowed bool
		Why     string
	}
}

type matchingOutcome struct {
	Confirmed, Disputed, Cleared, Left sum
	Disputes                           []string
	OurItems                           sum `json:"our_items"`
	TheirItems                         sum `json:"their_items"`
}

type matchingGroup struct {
	No                                           int
	Class, Certainty, Effect, Decision, Category string
	ItemKind                                     string `json:"item_kind"`
	Reasons                                      []string
	Ours, Theirs                                 []int
}

type matchingLine struct {
	No, Place          int
	Origin, Amount, On string
	DocumentNo         string `json:"document_no"`
}

type matchingPage struct {
	RowVersion   int `json:"row_version"`
	Ours, Theirs []matchingLine
	Groups       []matchingGroup
}

type reading struct {
	Mapping    map[string]any
	Score      int
	Remembered bool
	Lines      int
	Sum        string
	FaultCount int `json:"fault_count"`
	Opening    string
	Closing    string
	Rows       []struct {
		Number int
		Cells  []string
	}
}

type reconciliation struct {
	Provisional  bool
	Closing      string
	TheirClosing string `json:"their_closing"`
	Explained    string
	Unexplained  string
	Zero         bool
	Causes       []struct{ Code, Amount string }
	Sections     []struct {
		Key     string
		Total   string
		Entries []struct {
			DocumentNo string `json:"document_no"`
			Amount     string
			Days       int
			Carried    bool
		}
	}
}

func (r reconciliation) total(key string) string {
	for _, s := range r.Sections {
		if s.Key == key {
			return s.Total
		}
	}
	return "none"
}

func (v matchingView) class(name string) matchingClass {
	for _, c := range v.Matching.Classes {
		if c.Class == name {
			return c
		}
	}
	return matchingClass{}
}

// books are a customer's statement of March with what is planted into it: a receivable the customer booked lower, a receivable it has not booked yet,
// a receipt, and a payment of the customer's that is under way.
type planted struct {
	*webtest.Site
	customer                  *webtest.Client
	shown                     webtest.Shown
	at                        string
	goods, cheap, late, money string // document numbers
}

func plant(t *testing.T) planted {
	t.Helper()
	s := openSite(t)
	p := planted{Site: s, customer: s.Client(t, s.Contact(s.CNY, ledger.Confirmer))}
	p.goods = s.Receivable(t, s.CNY, "1130.00", "2026-03-02").DocumentNo
	p.cheap = s.Receivable(t, s.CNY, "2260.00", "2026-03-09").DocumentNo
	p.late = s.Receivable(t, s.CNY, "565.00", "2026-03-30").DocumentNo
	p.money = s.Receipt(t, s.CNY, "500.00", "2026-03-20").DocumentNo
	p.shown = s.Issued(t, s.CNY, "2026-03")
	p.at = "/statements/" + p.shown.ID.String()
	return p
}

// payables is the customer's ledger as a Chinese program writes it: GB18030, titles above, debit and credit, a running balance, totals below.
func (p planted) payables(t *testing.T) []byte {
	t.Helper()
	rows := []string{
		"苏州明远机械有限公司 应付账款明细账,,,,,",
		"供应商：华东精密机械,,期间：2026-03,,,",
		"日期,凭证号,摘要,借方金额,贷方金额,余额",
		"2026-03-01,,期初余额,,,0.00",
		"2026-03-03," + p.goods + ",采购轴承,,\"1,130.00\",\"1,130.00\"",
		"2026-03-10," + p.cheap + ",采购轴承,,\"2,160.00\",\"3,290.00\"",
		"2026-03-20," + p.money + ",付款,500.00,,\"2,790.00\"",
		"2026-03-31,FK-0331,付款,300.00,,\"2,490.00\"",
		",,本月合计,800.00,\"3,290.00\",\"2,490.00\"",
	}
	text, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(strings.Join(rows, "\r\n") + "\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func (p planted) upload(t *testing.T, name string, content []byte) matchingView {
	t.Helper()
	return webtest.Read[matchingView](t, p.send(name, content), http.StatusOK)
}

func (p planted) send(name string, content []byte) webtest.Answer {
	return p.customer.Do(http.MethodPut, p.at+"/matching/file?name="+name, content, "Content-Type", "application/octet-stream")
}

func (p planted) compare(t *testing.T, v matchingView) matchingView {
	t.Helper()
	read := webtest.Read[reading](t, p.customer.Post(p.at+"/matching/reading", `{}`), http.StatusOK)
	return webtest.Read[matchingView](t, p.customer.Post(p.at+"/matching/comparison", map[string]any{"row_version": v.Matching.RowVersion, "mapping": read.Mapping}), http.StatusOK)
}

func (p planted) groups(t *testing.T) matchingPage {
	t.Helper()
	return webtest.Read[matchingPage](t, p.customer.Get(p.at+"/matching/groups"), http.StatusOK)
}

// TestOwnLedgerToZero goes from an uploaded ledger to a report that proves out, over HTTP alone: everything in one step, each answer really given.
func TestOwnLedgerToZero(t *testing.T) {
	t.Parallel()
	p := plant(t)
	if before := webtest.Read[matchingView](t, p.customer.Get(p.at+"/matching"), http.StatusOK); before.Matching != nil || !before.Actions["upload"].Allowed || before.Actions["complete"].Allowed {
		t.Fatalf("before anything was uploaded: %+v", before)
	}
	v := p.upload(t, "payables.csv", p.payables(t))
	if v.Matching.State != "uploaded" {
		t.Fatalf("after the upload: %+v", v.Matching)
	}
	read := webtest.Read[reading](t, p.customer.Post(p.at+"/matching/reading", `{}`), http.StatusOK)
	if read.Lines != 4 || read.Sum != "2490.00" || read.FaultCount != 0 || read.Rows[0].Cells[0] != "日期" || read.Rows[0].Number != 3 {
		t.Fatalf("the file is read as %+v", read)
	}
	v = p.compare(t, v)
	if v.Matching.State != "matched" || v.Matching.TheirClosing != "2490.00" {
		t.Fatalf("after comparing: %+v", v.Matching)
	}
	for class, want := range map[string]int{"matched": 2, "amount_differs": 1, "only_ours": 1, "only_theirs": 1} {
		if got := v.class(class).Groups; got != want {
			t.Errorf("%d groups are %s, want %d", got, class, want)
		}
	}
	for _, g := range p.groups(t).Groups {
		if len(g.Reasons) == 0 {
			t.Errorf("group %d (%s) says no reason", g.No, g.Class)
		}
	}
	preview := webtest.Read[struct {
		RowVersion                       int `json:"row_version"`
		Confirm, Disputes, Cleared, Left sum
		OurItems                         sum `json:"our_items"`
		TheirItems                       sum `json:"their_items"`
		Settled                          bool
	}](t, p.customer.Get(p.at+"/matching/preview"), http.StatusOK)
	if preview.Confirm != (sum{3, "1195.00"}) || preview.Disputes != (sum{1, "100.00"}) || preview.OurItems != (sum{1, "565.00"}) || preview.TheirItems != (sum{1, "300.00"}) || !preview.Settled {
		t.Fatalf("the preview says %+v", preview)
	}
	done := webtest.Read[struct {
		Outcome   matchingOutcome
		Statement statementView
	}](t, p.customer.Post(p.at+"/matching/completion", map[string]any{"row_version": preview.RowVersion}), http.StatusOK)
	if done.Outcome.Confirmed != preview.Confirm || len(done.Outcome.Disputes) != 1 || done.Statement.State != "answered" {
		t.Fatalf("completed: %+v, the statement is %s", done.Outcome, done.Statement.State)
	}
	p.answersAreGiven(t, done.Outcome.Disputes[0])
	again := webtest.Read[struct{ Outcome matchingOutcome }](t, p.customer.Post(p.at+"/matching/completion", map[string]any{"row_version": preview.RowVersion}), http.StatusOK)
	if len(again.Outcome.Disputes) != 1 || again.Outcome.Disputes[0] != done.Outcome.Disputes[0] || ask(t, p.Site, `SELECT count(*) FROM hefu.disputes`) != 1 {
		t.Errorf("repeated, it answers %+v", again.Outcome)
	}
	report := webtest.Read[reconciliation](t, p.customer.Get(p.at+"/reconciliation"), http.StatusOK)
	if !report.Zero || report.Provisional || report.Closing != "3455.00" || report.Unexplained != "0.00" || report.total("ours_not_booked") != "565.00" ||
		report.total("theirs_not_booked") != "300.00" || report.total("disagreements") != "100.00" {
		t.Errorf("the report is %+v", report)
	}
	p.sameReport(t, report)
}

// answersAreGiven: the step's answers are the statement's own, as if given line by line.
func (p planted) answersAreGiven(t *testing.T, dispute string) {
	t.Helper()
	if n := ask(t, p.Site, `SELECT count(*) FROM hefu.line_answers WHERE statement_id = $1 AND answer = 'confirmed' AND confirmation_id IS NOT NULL`, p.shown.ID.String()); n != 3 {
		t.Errorf("%d lines are confirmed", n)
	}
	d := webtest.Read[struct {
		Category, Text, State string
		DisputedAmount        string `json:"disputed_amount"`
		CustomerFigure        string `json:"customer_figure"`
		DocumentNo            string `json:"document_no"`
	}](t, p.customer.Get("/disputes/"+dispute), http.StatusOK)
	if d.Category != "document_mismatch" || d.DisputedAmount != "100.00" || d.CustomerFigure != "2160.00" || d.DocumentNo != p.cheap || d.State != "open" || !strings.Contains(d.Text, "2,160.00") {
		t.Errorf("the dispute is %+v", d)
	}
	hash := ledgertest.Ask[string](t, p.Books, `SELECT encode(sha256, 'hex') FROM hefu.confirmations WHERE statement_id = $1`, p.shown.ID.String())
	if hash != p.shown.SHA256 {
		t.Errorf("the confirmation is for %s, not for what was shown", hash)
	}
}

// sameReport: page, back office, PDF and workbook show the same figures in both languages (I29).
func (p planted) sameReport(t *testing.T, report reconciliation) {
	t.Helper()
	staff := p.Client(t, p.Staff(ledger.ARAccountant))
	if seen := webtest.Read[reconciliation](t, staff.Get(p.at+"/reconciliation"), http.StatusOK); fmt.Sprint(seen) != fmt.Sprint(report) {
		t.Errorf("staff see %+v", seen)
	}
	for _, locale := range []string{"zh-CN", "en"} {
		for _, format := range []string{"xlsx", "pdf"} {
			file := p.customer.Get(p.at + "/reconciliation/file?format=" + format + "&locale=" + locale)
			file.Must(t, http.StatusOK)
			text, ok := textOf(t, format, file.Body)
			if !ok {
				continue
			}
			text = strings.ReplaceAll(text, ",", "")
			for _, figure := range []string{report.Closing, report.Explained, report.TheirClosing, "-565.00", "-300.00", "-100.00", p.cheap, p.late, "FK-0331"} {
				if !strings.Contains(text, figure) {
					t.Errorf("%s in %s does not show %s: %.1500s", format, locale, figure, text)
				}
			}
		}
	}
}
