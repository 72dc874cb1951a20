package statement_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/statement"
)

var usual = statement.Inclusion{LinesBy: "posting_date", ReversedPairs: true, QuietCustomers: true}

func (d desk) supervisor() ledger.Actor { return d.Staff(ledger.FinanceSupervisor) }

// rule makes the inclusion the one in force.
func (d desk) rule(t *testing.T, change func(*statement.Inclusion)) {
	t.Helper()
	_, rules, err := d.Settings(t.Context(), d.accountant())
	if err != nil {
		t.Fatal(err)
	}
	next := rules[0].Inclusion
	change(&next)
	if err := d.MakeRule(t.Context(), d.supervisor(), rules[0].Version, next, "试用"); err != nil {
		t.Fatal(err)
	}
}

func (d desk) file(t *testing.T, id ledger.ID, format statement.FileFormat, locale string) []byte {
	t.Helper()
	file, err := d.Download(t.Context(), d.accountant(), id, format, locale)
	if err != nil {
		t.Fatal(err)
	}
	return file.Content
}

// numbers lists the lines as kind and amount, then what is brought forward with what is open.
func numbers(c statement.Content) string {
	var out []string
	for _, l := range c.Lines {
		out = append(out, fmt.Sprintf("%d:%s %s", l.No, l.Kind, l.Amount.StringFixed(2)))
	}
	for _, i := range c.OpenItems {
		out = append(out, fmt.Sprintf("%d:brought %s", i.No, i.Open.StringFixed(2)))
	}
	return strings.Join(out, ", ")
}

func TestAStatementKeepsTheSettingsItWasMadeBy(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.Receivable(t, d.CNY, "1130.00", "2026-03-10", func(n *document.New) { n.OrderNo = "PO-7" })
	first := d.issued(t, month("2026-03"), d.CNY)
	before := map[statement.FileFormat][]byte{}
	for _, format := range []statement.FileFormat{statement.XLSX, statement.CSV} {
		before[format] = d.file(t, first, format, "zh-CN")
	}
	look := statement.Look{TitleZH: "往来核对函", TitleEN: "Account confirmation", NoteZH: "请于 7 日内盖章寄回。", HiddenColumns: []string{"order_no", "kind", "order_no"}, Locale: "en"}
	if err := d.MakeTemplate(t.Context(), d.supervisor(), 1, look, "年度核对"); err != nil {
		t.Fatal(err)
	}
	d.Receivable(t, d.CNY, "226.00", "2026-04-10", func(n *document.New) { n.OrderNo = "PO-8" })
	second := d.issued(t, month("2026-04"), d.CNY)
	if c := d.content(t, first, 1); c.Template.Version != 1 || c.Inclusion.Version != 1 || c.Format != statement.Format {
		t.Errorf("the first names template %d and rule %d", c.Template.Version, c.Inclusion.Version)
	}
	if v := d.view(t, second); v.TemplateVersion != 2 || v.InclusionVersion != 1 || d.content(t, second, 1).Template.Version != 2 {
		t.Errorf("the second is made by template %d and rule %d", v.TemplateVersion, v.InclusionVersion)
	}
	d.Exec(t, `ALTER TABLE hefu.statement_files DISABLE TRIGGER USER; DELETE FROM hefu.statement_files; ALTER TABLE hefu.statement_files ENABLE TRIGGER USER`)
	for format, kept := range before {
		if !bytes.Equal(kept, d.file(t, first, format, "zh-CN")) {
			t.Errorf("the first statement's %s looks otherwise after a new template", format)
		}
	}
	rows := string(d.file(t, second, statement.CSV, ""))
	if !strings.Contains(rows, "Document no.") || strings.Contains(rows, "Order no.") || strings.Contains(rows, "PO-8") || !strings.Contains(string(before[statement.CSV]), "PO-7") {
		t.Errorf("in the template's language, without its hidden columns:\n%s", rows)
	}
	if out := d.generate(t, month("2026-04"), d.CNY); out[0].Act != statement.Unchanged {
		t.Errorf("a second run says %s", out[0].Act)
	}
}

// A statement from before there were settings has no mention of them: it is read, printed and compared as it always was.
func TestAStatementOfTheFirstFormatStays(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.Receivable(t, d.CNY, "1130.00", "2026-03-10")
	id := d.issued(t, month("2026-03"), d.CNY)
	before := d.file(t, id, statement.CSV, "en")
	d.Exec(t, `ALTER TABLE hefu.statement_versions DISABLE TRIGGER USER;
		UPDATE hefu.statement_versions SET body = regexp_replace(regexp_replace(replace(body, 'hefu-statement/2', 'hefu-statement/1'), '"inclusion":\{[^}]*\},', ''), '"template":\{[^}]*\},', ''),
			template_id = NULL, inclusion_id = NULL;
		UPDATE hefu.statement_versions SET sha256 = sha256(convert_to(body, 'UTF8'));
		ALTER TABLE hefu.statement_versions ENABLE TRIGGER USER`)
	if err := d.MakeTemplate(t.Context(), d.supervisor(), 1, statement.Look{TitleZH: "函"}, "新标题"); err != nil {
		t.Fatal(err)
	}
	if c := d.content(t, id, 1); c.Format != "hefu-statement/1" || c.Template.Version != 0 {
		t.Errorf("read as %s with template %d", c.Format, c.Template.Version)
	}
	if out := d.generate(t, month("2026-03"), d.CNY); out[0].Act != statement.Unchanged {
		t.Errorf("a second run says %s", out[0].Act)
	}
	d.Exec(t, `ALTER TABLE hefu.statement_files DISABLE TRIGGER USER; DELETE FROM hefu.statement_files; ALTER TABLE hefu.statement_files ENABLE TRIGGER USER`)
	after := d.file(t, id, statement.CSV, "en")
	if !bytes.Equal(before, after) {
		t.Errorf("it prints otherwise:\n%s\n%s", before, after)
	}
	if _, err := d.Revise(t.Context(), d.accountant(), id, "更新"); !ledger.IsCode(err, "nothing_to_do") {
		t.Errorf("a revision without a change in the books: %v", err)
	}
	d.Receivable(t, d.CNY, "7.00", "2026-03-11")
	if _, err := d.Revise(t.Context(), d.accountant(), id, "补录"); err != nil {
		t.Fatal(err)
	}
	if c := d.content(t, id, 2); c.Template.Version != 2 || len(c.Lines) != 2 {
		t.Errorf("the revision names template %d and has %d lines", c.Template.Version, len(c.Lines))
	}
}

func TestWhatEachRuleTakesIn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*statement.Inclusion)
		want   string
	}{
		"as usual": {func(*statement.Inclusion) {},
			"1:receivable 30.00, 2:receivable 5.00, 3:reversal -5.00, 4:receivable 40.00, 5:receipt -10.00, 6:brought 20.00"},
		"without what was reversed":   {func(i *statement.Inclusion) { i.ReversedPairs = false }, "1:receivable 30.00, 2:receivable 40.00, 3:receipt -10.00, 4:brought 20.00"},
		"by document date":            {func(i *statement.Inclusion) { i.LinesBy = "document_date" }, "1:receivable 40.00, 2:receivable 30.00, 3:receivable 5.00, 4:reversal -5.00, 5:receipt -10.00, 6:brought 20.00"},
		"with what was settled":       {func(i *statement.Inclusion) { i.SettledItems = true }, "1:receivable 30.00, 2:receivable 5.00, 3:reversal -5.00, 4:receivable 40.00, 5:receipt -10.00, 6:brought 20.00, 7:brought 0.00"},
		"with what was settled alone": {func(i *statement.Inclusion) { i.SettledItems, i.ReversedPairs = true, false }, "1:receivable 30.00, 2:receivable 40.00, 3:receipt -10.00, 4:brought 20.00, 5:brought 0.00"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := openDesk(t)
			if name != "as usual" {
				d.rule(t, c.change)
			}
			settled := d.Receivable(t, d.CNY, "10.00", "2026-01-10")
			d.Receivable(t, d.CNY, "20.00", "2026-01-11")
			d.make(t, month("2026-01"), d.CNY)
			d.Receivable(t, d.CNY, "30.00", "2026-02-02")
			slip := d.Receivable(t, d.CNY, "5.00", "2026-02-03")
			if _, err := allocation.Open(d.DB).Reverse(t.Context(), d.accountant(), slip.ID, calendar.MustParse("2026-02-04"), "重复"); err != nil {
				t.Fatal(err)
			}
			d.Receivable(t, d.CNY, "40.00", "2026-01-30", func(n *document.New) { n.PostingDate = calendar.MustParse("2026-02-05") })
			d.Allocate(t, d.CNY, settled, d.Receipt(t, d.CNY, "10.00", "2026-02-06"), "10.00", "2026-02-06")
			id := d.make(t, month("2026-02"), d.CNY)
			content := d.content(t, id, 1)
			if got := numbers(content); got != c.want {
				t.Errorf("got %s\nwant %s", got, c.want)
			}
			if content.Closing.StringFixed(2) != "90.00" {
				t.Errorf("closing %s", content.Closing)
			}
			d.confirm(t, id)
			v, err := d.Revise(t.Context(), d.accountant(), id, "核对")
			if !ledger.IsCode(err, "nothing_to_do") {
				t.Errorf("a revision of the same books: %v, %v", v, err)
			}
		})
	}
}

// A line that was shown stays, though the rule would now leave it out together with its reversal.
func TestARevisionKeepsALineThatIsReversedLater(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.rule(t, func(i *statement.Inclusion) { i.ReversedPairs = false })
	slip := d.Receivable(t, d.CNY, "5.00", "2026-02-03")
	d.Receivable(t, d.CNY, "30.00", "2026-02-04")
	id := d.issued(t, month("2026-02"), d.CNY)
	if _, err := allocation.Open(d.DB).Reverse(t.Context(), d.accountant(), slip.ID, calendar.MustParse("2026-02-10"), "重复"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Revise(t.Context(), d.accountant(), id, "冲销"); err != nil {
		t.Fatal(err)
	}
	if got := numbers(d.content(t, id, 2)); got != "1:receivable 5.00, 2:receivable 30.00, 3:reversal -5.00" {
		t.Error(got)
	}
}

func TestQuietCustomers(t *testing.T) {
	t.Parallel()
	for _, quiet := range []bool{true, false} {
		d := openDesk(t)
		if !quiet {
			d.rule(t, func(i *statement.Inclusion) { i.QuietCustomers = false })
		}
		d.Receivable(t, d.CNY, "10.00", "2026-01-10")
		d.make(t, month("2026-01"), d.CNY)
		want := map[bool]statement.Act{true: statement.Made, false: statement.Empty}[quiet]
		if out := d.generate(t, month("2026-02"), d.CNY); out[0].Act != want {
			t.Errorf("quiet customers %v: %s", quiet, out[0].Act)
		}
		shown, err := d.PreviewRun(t.Context(), d.accountant(), statement.RunCommand{Period: month("2026-03"), Customers: ids(d.CNY)})
		if err != nil || (shown.Statements == 1) != quiet {
			t.Errorf("quiet customers %v: the preview has %d, %v", quiet, shown.Statements, err)
		}
	}
}

func TestWhoMayChangeTheSettings(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	make := func(actor ledger.Actor, based int, look statement.Look) error {
		return d.MakeTemplate(t.Context(), actor, based, look, "原因")
	}
	wantCode(t, make(d.accountant(), 1, statement.Look{TitleZH: "函"}), "not_permitted")
	wantCode(t, make(d.confirmer(), 1, statement.Look{TitleZH: "函"}), "not_permitted")
	wantCode(t, make(d.supervisor(), 1, statement.Look{TitleZH: strings.Repeat("长", 61)}), "validation_failed")
	wantCode(t, make(d.supervisor(), 1, statement.Look{HiddenColumns: []string{"amount"}}), "validation_failed")
	wantCode(t, make(d.supervisor(), 1, statement.Look{Locale: "fr"}), "validation_failed")
	wantCode(t, make(d.supervisor(), 1, statement.Look{PayeeShown: true}), "nothing_to_do")
	wantCode(t, make(d.supervisor(), 2, statement.Look{TitleZH: "函"}), "conflict")
	wantCode(t, d.MakeTemplate(t.Context(), d.supervisor(), 1, statement.Look{TitleZH: "函"}, ""), "validation_failed")
	wantCode(t, d.MakeRule(t.Context(), d.supervisor(), 1, statement.Inclusion{LinesBy: "weekday"}, "原因"), "validation_failed")
	wantCode(t, d.MakeRule(t.Context(), d.supervisor(), 1, usual, "原因"), "nothing_to_do")
	if err := make(d.supervisor(), 1, statement.Look{TitleZH: "函"}); err != nil {
		t.Fatal(err)
	}
	templates, rules, err := d.Settings(t.Context(), d.Staff(ledger.Auditor))
	if err != nil || len(templates) != 2 || templates[0].TitleZH != "函" || templates[0].CreatedByName != d.supervisor().Name || templates[0].Reason != "原因" || len(rules) != 1 {
		t.Errorf("the history is %+v %+v, %v", templates, rules, err)
	}
	others, _, err := d.Settings(t.Context(), d.OtherStaff(ledger.Auditor))
	if err != nil || len(others) != 1 || others[0].ID == templates[1].ID {
		t.Errorf("the other organization sees %+v, %v", others, err)
	}
	if _, err := d.PreviewLook(t.Context(), d.confirmer(), statement.Look{}, "zh-CN"); !ledger.IsCode(err, "not_permitted") {
		t.Errorf("a customer previews: %v", err)
	}
	file, err := d.PreviewLook(t.Context(), d.accountant(), statement.Look{TitleZH: "往来核对函", NoteZH: "请盖章。"}, "zh-CN")
	if err != nil || !bytes.HasPrefix(file, []byte("%PDF-")) {
		t.Errorf("the preview is %.8q, %v", file, err)
	}
}
