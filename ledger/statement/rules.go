package statement

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Both halves of what was posted and reversed within one statement: together they are nothing. A line that an earlier version
// showed stays.
const hidePairs = `
pairs AS (
  SELECT p.id FROM dated r JOIN documents x ON x.id = r.document_id AND x.kind = 'reversal'
  JOIN dated o ON o.document_id = x.reverses_document_id CROSS JOIN LATERAL (VALUES (r.document_id), (o.document_id)) AS p (id)
  WHERE r.shown AND o.shown AND NOT (r.document_id = ANY ({kept}) OR o.document_id = ANY ({kept}))
),
items AS MATERIALIZED (
  SELECT d.slot, d.exponent, d.document_id, d.instalment, d.posting_date, d.due_date, d.debit, d.amount, d.open, d.within, d.moves,
    CASE WHEN p.id IS NULL THEN d.shown END AS shown
  FROM dated d LEFT JOIN pairs p ON p.id = d.document_id
),`

// What was settled in the period, whenever it was posted.
const clearing = `cleared AS MATERIALIZED (
  SELECT DISTINCT i.document_id FROM allocations a CROSS JOIN LATERAL (VALUES (a.debit_item), (a.credit_item)) AS m (item)
  JOIN open_items i ON i.id = m.item
  WHERE a.organization_id = $1 AND (a.customer_id = ANY ($2) OR a.credit_customer_id = ANY ($2)) AND a.effective_date BETWEEN $3 AND $4
),
`

// words puts what the rule asks for in the place of the words in braces. kept is the SQL of the documents whose lines must stay;
// fields: some template of the organization has columns for custom fields.
func (r Inclusion) words(sql, kept string, fields bool) string {
	words := map[string]string{"{items}": "items", "{pairs}": "", "{quiet}": "", "{date}": "i.posting_date", "{cleared}": "", "{clearing}": ""}
	if !r.ReversedPairs {
		words["{items}"], words["{pairs}"] = "dated", strings.ReplaceAll(hidePairs, "{kept}", kept)
	}
	if !r.QuietCustomers {
		words["{quiet}"] = " OR true"
	}
	if r.LinesBy == "document_date" {
		words["{date}"] = "d.document_date"
	}
	if r.SettledItems {
		words["{cleared}"], words["{clearing}"] = " OR i.document_id IN (SELECT document_id FROM cleared)", clearing
	}
	for word := range saidFields {
		words[word] = ""
	}
	if fields {
		maps.Copy(words, saidFields)
	}
	pairs := make([]string, 0, 2*len(words))
	for word, text := range words {
		pairs = append(pairs, word, text)
	}
	return strings.NewReplacer(pairs...).Replace(sql)
}

// force is the settings that what is made now is made by.
type force struct {
	rule     Rule
	template Template
	fields   bool // some version of the template has columns for custom fields
}

func inForce(ctx context.Context, tx *store.Tx) (force, error) {
	var b store.Batch
	var rules []Rule
	var templates []Template
	store.Read(&b, &rules, selectRules, tx.Actor.OrganizationID, 1)
	var named []bool
	store.Read(&b, &templates, selectTemplates, tx.Actor.OrganizationID, 1)
	store.ReadValues(&b, &named, `SELECT EXISTS (SELECT FROM statement_templates WHERE organization_id = $1 AND fields <> '[]')`, tx.Actor.OrganizationID)
	if err := tx.Send(ctx, &b); err != nil {
		return force{}, err
	}
	if len(rules) == 0 || len(templates) == 0 { // every organization has a first version of both
		return force{}, ledger.E("not_found")
	}
	return force{rules[0], templates[0], named[0]}, nil
}

// said is how a body names the settings: after its format's name and before its terms.
func (f force) said() (inclusion, template string) {
	format := Format
	if len(f.template.Fields) > 0 {
		format = fieldsFormat
	}
	return fmt.Sprintf(`%s","inclusion":{"id":"%s","version":%d},`, format, f.rule.ID, f.rule.Version),
		fmt.Sprintf(`"template":{"id":"%s","version":%d},`, f.template.ID, f.template.Version)
}
