package field

import (
	"context"
	"encoding/json"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

const selectFields = `
SELECT f.id, f.subject, f.code, f.kind, f.decimals, f.version, f.label_zh, f.label_en, f.required, f.fallback, f.place, f.shown, f.options::text, f.active
FROM fields f WHERE f.organization_id = $1 AND f.subject = ANY ($2) ORDER BY f.subject, f.place, f.code`

type fieldRow struct {
	ID            ledger.ID
	Subject, Code string
	Kind          string
	Decimals      int
	Version       int
	ZH, EN        string
	Required      bool
	Default       string
	Order         int
	Shown         []string
	Options       string
	Active        bool
}

func (r fieldRow) definition() (Definition, error) {
	d := Definition{ID: r.ID, Subject: Subject(r.Subject), Code: r.Code, Kind: Kind(r.Kind), Decimals: r.Decimals, Version: r.Version,
		Words: Words{ZH: r.ZH, EN: r.EN, Required: r.Required, Default: r.Default, Order: r.Order, Shown: []Place{}, Active: r.Active}}
	for _, place := range r.Shown {
		d.Shown = append(d.Shown, Place(place))
	}
	if err := json.Unmarshal([]byte(r.Options), &d.Options); err != nil {
		return d, ledger.E("internal").Because(err)
	}
	return d, nil
}

// QueueIf adds the reading of an organization's fields of some subjects to a batch where they are needed; what it found is there when the
// batch has run.
func QueueIf(needed bool, b *store.Batch, organization ledger.ID, subjects ...Subject) func() (Set, error) {
	var rows []fieldRow
	if needed {
		store.Read(b, &rows, selectFields, organization, words(subjects))
	}
	return func() (Set, error) { return definitions(rows) }
}

// Read are an organization's fields of some subjects, in order; also those at rest. A customer gets those that are meant for it.
func Read(ctx context.Context, tx *store.Tx, subjects ...Subject) (Set, error) {
	rows, err := store.Rows[fieldRow](ctx, tx, selectFields, tx.Actor.OrganizationID, words(subjects))
	if err != nil {
		return nil, err
	}
	return definitions(rows)
}

func words(subjects []Subject) []string {
	out := make([]string, len(subjects))
	for i, s := range subjects {
		out[i] = string(s)
	}
	return out
}

func definitions(rows []fieldRow) (Set, error) {
	set := make(Set, len(rows))
	for i, row := range rows {
		var err error
		if set[i], err = row.definition(); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// Owner is whose values they are: a customer, document or dispute of a customer; with Line, a line of a document.
type Owner struct {
	Subject  Subject
	Customer ledger.ID
	Object   ledger.ID
	Line     int
}

// Keeping gathers values that are to be written together.
type Keeping struct {
	field, customer, object []ledger.ID
	subject, value          []string
	line                    []int
}

// Add takes the values of one owner, as Check made them. What is not in the set is left out.
func (k *Keeping) Add(set Set, owner Owner, values Values) {
	if len(values) == 0 {
		return
	}
	for _, d := range set {
		value, said := values[d.Code]
		if !said || d.Subject != owner.Subject {
			continue
		}
		k.field, k.customer, k.object = append(k.field, d.ID), append(k.customer, owner.Customer), append(k.object, owner.Object)
		k.subject, k.value, k.line = append(k.subject, string(owner.Subject)), append(k.value, value), append(k.line, owner.Line)
	}
}

var insertValues = store.OverSet(`
INSERT INTO field_values (field_id, subject, organization_id, customer_id, object_id, line_no, value)
SELECT v.field_id, v.subject, $1, v.customer_id, v.object_id, v.line_no, v.value FROM {set} WHERE v.value <> ''`,
	"v", 2, "field_id uuid", "subject text", "customer_id uuid", "object_id uuid", "line_no int", "value text")

var clearValues = store.OverSet(`
DELETE FROM field_values o USING {set} WHERE o.organization_id = $1 AND o.field_id = v.field_id AND o.object_id = v.object_id AND o.line_no = v.line_no AND o.value <> v.value`,
	"v", 2, "field_id uuid", "subject text", "customer_id uuid", "object_id uuid", "line_no int", "value text")

// Queue writes the values by a batch, after the statements that write what they belong to.
func (k *Keeping) Queue(b *store.Batch, organization ledger.ID) {
	if len(k.field) > 0 {
		b.Do(insertValues.For(len(k.field)), k.args(organization)...)
	}
}

// Replace writes values of which some may stand already; those that change and those that are cleared are taken out first.
func (k *Keeping) Replace(b *store.Batch, organization ledger.ID) {
	if len(k.field) > 0 {
		b.Do(clearValues.For(len(k.field)), k.args(organization)...)
		b.Do(insertValues.For(len(k.field))+` ON CONFLICT (object_id, line_no, field_id) DO NOTHING`, k.args(organization)...)
	}
}

func (k *Keeping) args(organization ledger.ID) []any {
	return []any{organization, k.field, k.subject, k.customer, k.object, k.line, k.value}
}

// Of are the values of some customers, documents or disputes, by their ids; those of lines are in OfLines.
func Of(ctx context.Context, tx *store.Tx, subject Subject, ids []ledger.ID) (map[ledger.ID]Values, error) {
	if len(ids) == 0 {
		return map[ledger.ID]Values{}, nil
	}
	rows, err := valueRows(ctx, tx, subject, ids)
	return byObject(rows), err
}

// Any asks in a batch with other reading whether the organization has fields of a subject at all; where it has none, nothing is said in them.
func Any(b *store.Batch, actor ledger.Actor, subject Subject) func() bool {
	var found []bool
	store.ReadValues(b, &found, `SELECT EXISTS (SELECT FROM fields WHERE organization_id = $1 AND subject = $2)`, actor.OrganizationID, string(subject))
	return func() bool { return len(found) > 0 && found[0] }
}

// Beside is Of in a batch with other reading; the values are there once it has been sent.
func Beside(b *store.Batch, actor ledger.Actor, subject Subject, ids []ledger.ID) func() map[ledger.ID]Values {
	var rows []valueRow
	store.Read(b, &rows, readValues, actor.OrganizationID, string(subject), ids)
	return func() map[ledger.ID]Values { return byObject(rows) }
}

func byObject(rows []valueRow) map[ledger.ID]Values {
	out := map[ledger.ID]Values{}
	for _, r := range rows {
		if out[r.Object] == nil {
			out[r.Object] = Values{}
		}
		out[r.Object][r.Code] = r.Value
	}
	return out
}

// OfLines are the values of a document's lines, by their numbers.
func OfLines(ctx context.Context, tx *store.Tx, document ledger.ID) (map[int]Values, error) {
	rows, err := valueRows(ctx, tx, OfLine, []ledger.ID{document})
	out := map[int]Values{}
	for _, r := range rows {
		if out[r.Line] == nil {
			out[r.Line] = Values{}
		}
		out[r.Line][r.Code] = r.Value
	}
	return out, err
}

const readValues = `
SELECT v.object_id, v.line_no, f.code, v.value FROM field_values v JOIN fields f ON f.id = v.field_id
WHERE v.organization_id = $1 AND v.subject = $2 AND v.object_id = ANY ($3)`

type valueRow struct {
	Object ledger.ID
	Line   int
	Code   string
	Value  string
}

func valueRows(ctx context.Context, tx *store.Tx, subject Subject, ids []ledger.ID) ([]valueRow, error) {
	return store.Rows[valueRow](ctx, tx, readValues, tx.Actor.OrganizationID, string(subject), ids)
}
