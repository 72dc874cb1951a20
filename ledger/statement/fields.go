package statement

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"hefu/ledger"
	"hefu/ledger/field"
	"hefu/ledger/internal/store"
	"hefu/ledger/pdf"
)

// MaxFields is how many custom fields a template may have columns for; a page of the PDF has room for three of them.
const (
	MaxFields   = 10
	printedMost = 3
	namedFields = `ARRAY(SELECT concat(f ->> 'subject', '.', f ->> 'code') FROM jsonb_array_elements(t.fields) WITH ORDINALITY AS x (f, n) ORDER BY n)`
)

// Fields are a body's custom fields: their columns, as they were worded when the template was made, and what is said in them. Customer
// is in the order of the columns of customers, a row of Documents in the order of the others. What is not said is nil.
type Fields struct {
	Columns   []FieldColumn        `json:"columns"`
	Customer  []*string            `json:"customer"`
	Documents map[string][]*string `json:"documents"` // by the document's id
}

// FieldColumn is one of the columns.
type FieldColumn struct {
	Subject field.Subject `json:"subject"`
	Code    string        `json:"code"`
	Kind    field.Kind    `json:"kind"`
	ZH      string        `json:"zh"`
	EN      string        `json:"en"`
	Options []optionWords `json:"options"`
}

type optionWords struct {
	Code string `json:"code"`
	ZH   string `json:"zh"`
	EN   string `json:"en"`
}

// namedColumn is a column as a template keeps it.
type namedColumn struct {
	ID ledger.ID `json:"id"`
	FieldColumn
}

func (c FieldColumn) definition() field.Definition {
	d := field.Definition{Subject: c.Subject, Code: c.Code, Kind: c.Kind, Words: field.Words{ZH: c.ZH, EN: c.EN}}
	for _, o := range c.Options {
		d.Options = append(d.Options, field.Option{Code: o.Code, ZH: o.ZH, EN: o.EN})
	}
	return d
}

// FieldCell is what a line or customer says in one field, in a reader's language.
type FieldCell struct{ Label, Text string }

// cells are a row's cells in a language; a row that is not there says nothing.
func (f *Fields) cells(customers bool, row []*string, locale string) []FieldCell {
	var out []FieldCell
	if f == nil {
		return nil
	}
	for _, c := range f.Columns {
		if (c.Subject == field.OfCustomer) != customers {
			continue
		}
		cell, d, n := FieldCell{}, c.definition(), len(out)
		if cell.Label = d.Label(locale); n < len(row) && row[n] != nil {
			cell.Text = d.Shows(*row[n], locale)
		}
		out = append(out, cell)
	}
	return out
}

// FieldsOf are what a document of the statement says in the template's fields, with an empty text where it says nothing.
func (c Content) FieldsOf(document ledger.ID, locale string) []FieldCell {
	if c.Fields == nil {
		return nil
	}
	return c.Fields.cells(false, c.Fields.Documents[document.String()], locale)
}

// FieldsOfCustomer are what the customer says in them.
func (c Content) FieldsOfCustomer(locale string) []FieldCell {
	if c.Fields == nil {
		return nil
	}
	return c.Fields.cells(true, c.Fields.Customer, locale)
}

// nameFields words the columns of a template as the fields are now; renewed says that they are not as the newest template has them. A
// field must be in use and meant for statements, unless the newest template has it already.
func nameFields(ctx context.Context, tx *store.Tx, names []string, newest Template) (columns string, renewed bool, err error) {
	named := []namedColumn{}
	if len(names) > 0 {
		set, err := field.Read(ctx, tx, field.OfCustomer, field.OfDocument, field.OfLine)
		if err != nil {
			return "", false, err
		}
		for _, name := range names {
			c, ok := columnOf(set, name, slices.Contains(newest.Fields, name))
			if !ok {
				return "", false, ledger.E("validation_failed").At("fields", "not_a_choice")
			}
			named = append(named, c)
		}
	}
	text, err := json.Marshal(named)
	if err != nil {
		return "", false, ledger.E("internal").Because(err)
	}
	same, _, err := store.Value[bool](ctx, tx, `SELECT fields = $2::text::jsonb FROM statement_templates WHERE id = $1`, newest.ID, string(text))
	return string(text), !same, err
}

func columnOf(set field.Set, name string, stands bool) (namedColumn, bool) {
	subject, code, _ := strings.Cut(name, ".")
	d, known := set.Of(field.Subject(subject)).Find(code)
	if !known || !stands && !d.On(field.OnStatement) {
		return namedColumn{}, false
	}
	c := namedColumn{d.ID, FieldColumn{Subject: d.Subject, Code: d.Code, Kind: d.Kind, ZH: d.ZH, EN: d.EN, Options: []optionWords{}}}
	for _, o := range d.Options {
		c.Options = append(c.Options, optionWords{o.Code, o.ZH, o.EN})
	}
	return c, true
}

// saidFields are the words of write.sql that lay out the custom fields: those of the template in force, and of the one that a
// statement was made by, with which it is compared. A line's field is said where its document has exactly one line, as its quantity is.
var saidFields = map[string]string{
	"{now_fields}":  "now_fields, ",
	"{live_fields}": "live_fields, ",
	"{pass_fields}": "n.now_fields, n.live_fields, ",
	"{said_fields}": ", nf.text AS now_fields, lf.text AS live_fields",
	"{join_fields}": "\n  LEFT JOIN said_fields nf ON nf.slot = h.slot AND nf.template_id = $17 LEFT JOIN said_fields lf ON lf.slot = h.slot AND lf.template_id = h.live_template",
	"{fields}":      fieldsSQL,
}

const fieldsSQL = `named AS MATERIALIZED (
  SELECT t.id AS template_id, x.place, (x.f ->> 'id')::uuid AS field_id, x.f ->> 'subject' = 'customer' AS of_customer,
    concat('{"code":', to_json(x.f ->> 'code'), ',"en":', to_json(x.f ->> 'en'), ',"kind":', to_json(x.f ->> 'kind'), ',"options":[',
      (SELECT string_agg(concat('{"code":', to_json(o ->> 'code'), ',"en":', to_json(o ->> 'en'), ',"zh":', to_json(o ->> 'zh'), '}'), ',' ORDER BY n)
        FROM jsonb_array_elements(x.f -> 'options') WITH ORDINALITY AS y (o, n)),
      '],"subject":', to_json(x.f ->> 'subject'), ',"zh":', to_json(x.f ->> 'zh'), '}') AS text
  FROM statement_templates t CROSS JOIN LATERAL jsonb_array_elements(t.fields) WITH ORDINALITY AS x (f, place)
  WHERE t.organization_id = $1 AND (t.id = $17 OR t.id IN (SELECT live_template FROM heads))
),
laid AS MATERIALIZED (
  SELECT h.slot, h.customer_id, t.template_id, t.columns FROM heads h
  JOIN (SELECT template_id, string_agg(text, ',' ORDER BY place) AS columns FROM named GROUP BY template_id) t ON t.template_id = $17 OR t.template_id = h.live_template
),
mentioned AS MATERIALIZED (
  SELECT slot, document_id AS id FROM items WHERE shown IS NOT NULL
  UNION SELECT slot, document_id FROM standing
  UNION SELECT slot, document_id FROM settled WHERE within AND moves
),
worded AS MATERIALIZED (
  SELECT m.slot, m.id, v.field_id, v.value
  FROM mentioned m CROSS JOIN LATERAL (
    SELECT x.field_id, x.value FROM field_values x WHERE x.object_id = m.id AND x.field_id = ANY (ARRAY(SELECT field_id FROM named WHERE NOT of_customer))
      AND (x.line_no = 0 OR x.line_no = 1 AND (SELECT line_count FROM documents d WHERE d.id = m.id) = 1) OFFSET 0) v
),
worded_rows AS (
  SELECT l.slot, l.template_id, d.id, concat('"', d.id, '":[', string_agg(coalesce(to_json(w.value)::text, 'null'), ',' ORDER BY n.place), ']') AS text
  FROM laid l JOIN (SELECT DISTINCT slot, id FROM worded) d ON d.slot = l.slot
  JOIN named n ON n.template_id = l.template_id AND NOT n.of_customer
  LEFT JOIN worded w ON w.slot = d.slot AND w.id = d.id AND w.field_id = n.field_id
  GROUP BY l.slot, l.template_id, d.id HAVING count(w.value) > 0
),
said_fields AS MATERIALIZED (
  SELECT l.slot, l.template_id, concat('"fields":{"columns":[', l.columns, '],"customer":[',
      (SELECT string_agg(coalesce(to_json((SELECT v.value FROM field_values v WHERE v.object_id = l.customer_id AND v.line_no = 0 AND v.field_id = n.field_id))::text, 'null'), ',' ORDER BY n.place)
        FROM named n WHERE n.template_id = l.template_id AND n.of_customer),
      '],"documents":{', (SELECT string_agg(r.text, ',' ORDER BY r.id) FROM worded_rows r WHERE r.slot = l.slot AND r.template_id = l.template_id), '}},') AS text
  FROM laid l
),
`

// sampleFields are the columns of a preview with invented values, so that they can be seen.
func sampleFields(columns []namedColumn, documents []ledger.ID) *Fields {
	if len(columns) == 0 {
		return nil
	}
	out := &Fields{Documents: map[string][]*string{}}
	samples := map[field.Kind]string{field.Text: "PRJ-2601", field.Number: "12.5", field.Date: "2026-01-31", field.YesNo: "true"}
	var row []*string
	for _, c := range columns {
		value := samples[c.Kind]
		if c.Kind == field.Choice && len(c.Options) > 0 {
			value = c.Options[0].Code
		}
		out.Columns = append(out.Columns, c.FieldColumn)
		if c.Subject == field.OfCustomer {
			out.Customer = append(out.Customer, &value)
		} else {
			row = append(row, &value)
		}
	}
	for _, id := range slices.Compact(documents) {
		out.Documents[id.String()] = row
	}
	return out
}

// printed are the labels of the columns that the PDF has room for.
func (c Content) printed() []pdf.Term {
	var out []pdf.Term
	if c.Fields == nil {
		return nil
	}
	for _, column := range c.Fields.Columns {
		if column.Subject != field.OfCustomer && len(out) < printedMost {
			out = append(out, pdf.Term{Zh: column.ZH, En: column.EN})
		}
	}
	return out
}

func (c Content) printedOf(document ledger.ID, locale string) []string {
	var out []string
	for _, cell := range c.FieldsOf(document, locale) {
		if len(out) < printedMost {
			out = append(out, cell.Text)
		}
	}
	return out
}
