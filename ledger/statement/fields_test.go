package statement_test

import (
	"bytes"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/field"
	"hefu/ledger/statement"
)

func (d desk) define(t *testing.T, subject field.Subject, code string, kind field.Kind, words field.Words) field.Definition {
	t.Helper()
	words.Active = true
	made, err := field.Open(d.DB).Define(t.Context(), d.Staff(ledger.Administrator), field.Definition{Subject: subject, Code: code, Kind: kind, Words: words})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// Fields stand on a statement from the version of the template that names them; what was made before stays byte for byte.
func TestFieldsStandOnAStatementFromTheTemplateThatNamesThem(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	on := []field.Place{field.OnForm, field.OnStatement}
	project := d.define(t, field.OfDocument, "project", field.Text, field.Words{ZH: "项目号", EN: "Project", Shown: on})
	d.define(t, field.OfLine, "grade", field.Choice, field.Words{ZH: "等级", EN: "Grade", Shown: on, Options: []field.Option{{Code: "a", ZH: "甲\"级\"", EN: "A"}}})
	d.define(t, field.OfDocument, "secret", field.Text, field.Words{ZH: "内部", EN: "Internal", Shown: []field.Place{field.OnForm}})
	said := func(n *document.New) {
		n.Fields = field.Values{"project": "P-\"7\""}
		n.Lines[0].Fields = field.Values{"grade": "a"}
	}
	d.Receivable(t, d.CNY, "1130.00", "2026-03-10", said)
	first := d.issued(t, month("2026-03"), d.CNY)
	kept := d.body(t, first, 1)
	if strings.Contains(kept, "project") || !strings.Contains(kept, `"format":"hefu-statement/2"`) {
		t.Fatalf("no template names the field: %s", kept)
	}
	look := statement.Look{PayeeShown: true, Fields: []string{"document.project", "line.grade"}}
	if err := d.MakeTemplate(t.Context(), d.supervisor(), 1, statement.Look{Fields: []string{"document.secret"}}, "不可"); !ledger.IsCode(err, "validation_failed") {
		t.Errorf("a field that is not meant for statements: %v", err)
	}
	if err := d.MakeTemplate(t.Context(), d.supervisor(), 1, look, "加项目号"); err != nil {
		t.Fatal(err)
	}
	d.Receivable(t, d.CNY, "226.00", "2026-04-10", said)
	d.Receivable(t, d.CNY, "113.00", "2026-04-11")
	second := d.issued(t, month("2026-04"), d.CNY)
	body := d.body(t, second, 1)
	if again := canonicalJSON(t, []byte(body)); !bytes.Equal(again, []byte(body)) {
		t.Errorf("not canonical:\n%s\n%s", body, again)
	}
	c := d.content(t, second, 1)
	if c.Format != "hefu-statement/3" || len(c.Fields.Columns) != 2 || len(c.Fields.Documents) != 2 {
		t.Fatalf("%s, %+v", c.Format, c.Fields)
	}
	if cells := c.FieldsOf(c.Lines[0].DocumentID, "zh-CN"); cells[0].Text != `P-"7"` || cells[1].Text != `甲"级"` {
		t.Errorf("%+v", cells)
	}
	if cells := c.FieldsOf(c.OpenItems[0].DocumentID, "en"); cells[0].Text != `P-"7"` || cells[1].Text != "A" {
		t.Errorf("brought forward: %+v", cells)
	}
	if rows := string(d.file(t, second, statement.CSV, "zh-CN")); !strings.Contains(rows, "项目号,等级") {
		t.Errorf("the file has no column:\n%s", rows)
	}
	words := project.Words
	words.ZH = "工程号"
	if _, err := field.Open(d.DB).Change(t.Context(), d.Staff(ledger.Administrator), project.ID, 1, words, "改名"); err != nil {
		t.Fatal(err)
	}
	for _, period := range []string{"2026-04"} {
		if out := d.generate(t, month(period), d.CNY); out[0].Act != statement.Unchanged {
			t.Errorf("%s: another name of the field says %s", period, out[0].Act)
		}
	}
	if d.body(t, first, 1) != kept || d.content(t, first, 1).Fields != nil {
		t.Error("the first statement has changed")
	}
	if err := d.MakeTemplate(t.Context(), d.supervisor(), 2, look, "用新名称"); err != nil {
		t.Fatalf("the same template with the field's new name: %v", err)
	}
	if err := d.MakeTemplate(t.Context(), d.supervisor(), 3, look, "再来"); !ledger.IsCode(err, "nothing_to_do") {
		t.Errorf("the same again: %v", err)
	}
	if out := d.generate(t, month("2026-04"), d.CNY); out[0].Act != statement.Unchanged {
		t.Errorf("what was issued is compared as it was made: %s", out[0].Act)
	}
}

func (d desk) body(t *testing.T, id ledger.ID, version int) string {
	t.Helper()
	body, err := d.ReadContent(t.Context(), d.accountant(), id, version)
	if err != nil {
		t.Fatal(err)
	}
	return string(body.JSON)
}
