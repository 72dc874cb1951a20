package report

import (
	"context"
	"maps"
	"slices"
	"strings"

	"hefu/ledger/dimension"
	"hefu/ledger/internal/store"
)

// saysCell is what a line carries beside its account, in words.
var saysCell = Column{"dimensions", "核算维度", "Dimensions", Text, false}

// Balances know no dimensions, so what is narrowed to one is summed from the journal.
const readMovesSaying = `
SELECT m.account_code, m.customer_id, {currency}, sum(CASE WHEN m.posting_date < $1 THEN m.amount{base} ELSE 0 END),
  sum(CASE WHEN m.posting_date >= $1 THEN greatest(m.amount{base}, 0) ELSE 0 END), sum(CASE WHEN m.posting_date >= $1 THEN greatest(-m.amount{base}, 0) ELSE 0 END)
FROM journal_lines m JOIN customers c ON c.id = m.customer_id WHERE m.posting_date < $2 AND {where}
GROUP BY 1, 2, 3`

// saying narrows rows of journal lines to those that carry the dimension's value.
func (r *request) saying(args *params, alias string) string {
	if !r.Dimension.Asked() {
		return ""
	}
	return " AND " + alias + ".dimensions ->> " + args.add(r.Dimension.Dimension) + "::text = " + args.add(r.Dimension.Value)
}

func (r *request) movesSaying(ctx context.Context, tx *store.Tx, accounts string) ([]move, error) {
	args := params{r.From, r.To.AddDays(1)}
	base, currency := "", "m.currency"
	if r.Base {
		base, currency = "_base", "''"
	}
	where := r.where(&args, "m", accounts) + r.saying(&args, "m")
	return store.Rows[move](ctx, tx, strings.NewReplacer("{base}", base, "{currency}", currency, "{where}", where).Replace(readMovesSaying), args...)
}

// inWords are what a line carries, in the reader's words.
func inWords(said map[string]string, set dimension.Set, locale string) string {
	var parts []string
	for _, code := range slices.Sorted(maps.Keys(said)) {
		d, _ := set.Find(code)
		v, _ := d.Find(said[code])
		parts = append(parts, d.Label(locale)+in(locale, "：", ": ")+v.Label(locale))
	}
	return strings.Join(parts, in(locale, "；", "; "))
}

// dimensionOf is what was asked for as a note says it; the codes where the lists do not have them.
func (n Named) dimensionOf(m dimension.Match, locale string) string {
	if !m.Asked() {
		return ""
	}
	d, _ := n.dimensions.Find(m.Dimension)
	v, found := d.Find(m.Value)
	if !found {
		return m.Dimension + " = " + m.Value
	}
	return d.Label(locale) + " = " + v.Label(locale)
}
