package notice

import (
	"flag"
	"html"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/event"
)

var update = flag.Bool("update", false, "write the letters anew")

// sample is a delivery about a dispute on a statement.
func sample(kind event.Kind, recipient, locale string) work {
	return work{
		facts: facts{
			Kind: kind, Recipient: recipient, Locale: locale, Name: "王会计", At: time.Date(2026, 4, 2, 3, 0, 0, 0, time.UTC), Side: "customer", ActorName: "李敏",
			Data:             []byte(`{"version":2,"reason":"补录四月退货","day":3,"number":2,"decision":"accept_part","outcome":"accepted_part","amount":"800.00","currency":"CNY","statement_no":"ST-2026-000123","together":3,"files":12,"late":5,"effective_on":"2026-04-03","kind":"credit_note","document_no":"CN-2026-000001","issue_no":"ISS-2026-00004","title":"三月价格差","due_on":"2026-04-20","text":"请看这里","note":"同意","first":true,"provider":"alipay","reference":"HF7K3M9QX2TB","told":"700.00","told_currency":"CNY","approved":true,"zh":"往来明细表","en":"Movement in detail","format":"xlsx","fault_zh":"结果超过 100000 行，请缩小范围。","fault_en":"More than 100000 rows. Narrow the report."}`),
			OrganizationName: "华东精密机械有限公司", OrganizationEN: "Huadong Precision Machinery Co., Ltd.", TimeZone: "Asia/Shanghai", Phone: "021-5555 0000",
			CustomerCode: "C001", CustomerName: "苏州恒达电子", CustomerEN: "Suzhou Hengda Electronics", StatementID: ledger.ID{1}, StatementNo: "ST-2026-000123", Version: 2, LiveVersion: 2,
			Currency: "CNY", PeriodStart: calendar.MustParse("2026-03-01"), CutOff: calendar.MustParse("2026-03-31"), AnswerDue: calendar.MustParse("2026-04-14"),
			Closing: decimal.RequireFromString("1234567.8"), Overdue: decimal.RequireFromString("11300"), Lines: 67,
			DisputeNo: "DSP-2026-00007", DocumentNo: "AR-2026-000045", Category: "price", DisputedAmount: decimal.RequireFromString("1130"), DisputeCurrency: "CNY",
			Said: "单价应为 90 元，\n请看合同第 3 条。", CreditNo: "CN-2026-000001",
			AskedRound: 2, AskedOrder: "PO-2026-0031", AskedInvoice: "24312000000012345678", AskedDate: calendar.MustParse("2026-03-28"),
			AskedGross: decimal.RequireFromString("5650"), AskedCurrency: "CNY", AskedOpinion: "单价应为 9.80",
			AwayName: "陈静", ActingName: "李强", StandsFrom: calendar.MustParse("2026-04-01"), StandsTo: calendar.MustParse("2026-04-10"),
		},
		link: "https://portal.example.test/p/l/abc", code: "493817",
	}
}

func letters(recipient, locale string) string {
	var out strings.Builder
	kinds := slices.Sorted(maps.Keys(toContacts))
	if recipient == "staff" {
		kinds = slices.Sorted(maps.Keys(toStaff))
	}
	for _, kind := range kinds {
		l := compose(sample(kind, recipient, locale))
		out.WriteString("==== " + string(kind) + "\nSubject: " + l.Subject + "\n\n" + l.text() + "\n")
	}
	return out.String()
}

// rows are all figures of a letter, prose its words.
func rows(l letter) (out []row) {
	for _, p := range l.Parts {
		out = append(out, p.Rows...)
	}
	return out
}

func prose(l letter) (out string) {
	for _, p := range l.Parts {
		out += strings.Join(p.Paragraphs, "")
	}
	return out
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs from what is written now; look at it and run with -update if it is meant:\n%s", name, got)
	}
}

func TestTheLettersInBothLanguages(t *testing.T) {
	for _, recipient := range []string{"contact", "staff"} {
		for _, locale := range []string{"zh-CN", "en"} {
			golden(t, recipient+"."+locale+".golden", letters(recipient, locale))
		}
	}
	golden(t, "issued.zh-CN.html", compose(sample(event.StatementIssued, "contact", "zh-CN")).html())
	golden(t, "proposed.en.html", compose(sample(event.DisputeProposed, "contact", "en")).html())
}

// Text and HTML say the same, and nothing in a letter loads anything.
func TestBothFormsSayTheSame(t *testing.T) {
	for kind := range toContacts {
		for _, locale := range []string{"zh-CN", "en"} {
			l := compose(sample(kind, "contact", locale))
			markup := l.html()
			read := html.UnescapeString(markup)
			for _, r := range rows(l) {
				if !strings.Contains(l.text(), r.Value) || !strings.Contains(read, r.Value) {
					t.Errorf("%s %s: %s is not in both forms", kind, locale, r.Value)
				}
			}
			for _, loads := range []string{"<img", "<link", "<script", "url(", "@import", "srcset", "background="} {
				if strings.Contains(markup, loads) {
					t.Errorf("%s %s loads something: %s", kind, locale, loads)
				}
			}
			if locale == "en" && strings.ContainsAny(strings.NewReplacer("王会计", "", "李敏", "").Replace(l.Heading+prose(l)), "的请您") {
				t.Errorf("%s speaks Chinese to an English reader: %s %v", kind, l.Heading, prose(l))
			}
		}
	}
}

// Whatever people typed is text: no markup, no second line in a subject, no turned direction, no mark of a robot's Markdown.
func TestValuesAreTextNeverMarkup(t *testing.T) {
	evil := "<img src=x onerror=alert(1)>\r\nBcc: thief@example.test\u202e [x](https://evil.test) **b** {{.Link}}"
	for _, kinds := range []map[event.Kind]func(work) letter{toContacts, toStaff} {
		for kind := range kinds {
			for _, recipient := range []string{"contact", "staff"} {
				w := sample(kind, recipient, "zh-CN")
				w.Name, w.ActorName, w.CustomerName, w.OrganizationName, w.Said, w.StatementNo, w.DisputeNo, w.Phone, w.DocumentNo = evil, evil, evil, evil, evil, evil, evil, evil, evil
				w.Data = []byte(`{"reason":"<script>alert(1)</script>"}`)
				l := compose(w)
				if strings.ContainsAny(l.Subject, "\r\n\u202e") {
					t.Errorf("%s: subject %q", kind, l.Subject)
				}
				html := l.html()
				if strings.Contains(html, "<img") || strings.Contains(html, "<script") || strings.ContainsRune(html, '\u202e') || strings.ContainsRune(l.text(), '\u202e') {
					t.Errorf("%s: a value became markup:\n%s", kind, html)
				}
				if strings.Contains(l.markdown(), "](https://evil.test)") || strings.Contains(l.markdown(), "**b**") {
					t.Errorf("%s: a value became Markdown: %s", kind, l.markdown())
				}
			}
		}
	}
}

func TestLongTextsAreCut(t *testing.T) {
	w := sample(event.DisputeWritten, "contact", "zh-CN")
	w.Said = strings.Repeat("长", 5000)
	l := compose(w)
	quoted := slices.IndexFunc(l.Parts, func(p part) bool { return p.Quote != "" })
	if n := len([]rune(l.Parts[quoted].Quote)); n != maxQuote+1 {
		t.Errorf("%d characters are quoted", n)
	}
}
