package report

import (
	"context"
	"strings"

	"hefu/ledger"
	"hefu/ledger/dimension"
	"hefu/ledger/internal/store"
)

// Choices are the values by which reports can be narrowed, in order.
type Choices struct {
	Regions, ProductLines, Currencies []string
	SourceKinds                       []Indicator // key and words
	Groups                            []GroupChoice
	Dimensions                        dimension.Set
}

// GroupChoice is a group of companies that reports can be narrowed to.
type GroupChoice struct {
	ID           ledger.ID
	Name, NameEN string
}

// Sales staff see the groups that one of their own customers has belonged to.
const readGroupChoices = `
SELECT g.id, g.name, coalesce(nullif(g.name_en, ''), g.name) FROM customer_groups g
WHERE EXISTS (SELECT FROM customer_group_members m JOIN customers c ON c.id = m.customer_id WHERE m.group_id = g.id{own}) ORDER BY g.name`

const readChoices = `
SELECT 'region' AS of, c.region AS value FROM customers c WHERE c.region <> ''{own} GROUP BY c.region
UNION ALL SELECT 'line', d.product_line FROM documents d JOIN customers c ON c.id = d.customer_id WHERE d.product_line <> ''{own} GROUP BY d.product_line
UNION ALL SELECT 'currency', b.currency FROM balances b JOIN customers c ON c.id = b.customer_id WHERE true{own} GROUP BY b.currency
UNION ALL SELECT 'kind', d.source_kind FROM documents d JOIN customers c ON c.id = d.customer_id WHERE true{own} GROUP BY d.source_kind
ORDER BY 1, 2`

// Choices tells by what values reports can be narrowed: those that occur. Needs SeeReports; sales staff see their own customers'.
func (s *Service) Choices(ctx context.Context, actor ledger.Actor) (Choices, error) {
	var out Choices
	if err := actor.Require(ledger.SeeReports); err != nil {
		return out, err
	}
	var args params
	own := ""
	if actor.OwnCustomersOnly() {
		own = " AND c.salesperson_id IN (SELECT acts_as(" + args.add(actor.PersonID) + "))"
	}
	sql := strings.ReplaceAll(readChoices, "{own}", own)
	var found []struct{ Of, Value string }
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if found, err = store.Rows[struct{ Of, Value string }](ctx, tx, sql, args...); err != nil {
			return err
		}
		if out.Groups, err = store.Rows[GroupChoice](ctx, tx, strings.ReplaceAll(readGroupChoices, "{own}", own), args...); err != nil {
			return err
		}
		out.Dimensions, err = dimension.Read(ctx, tx)
		return err
	})
	for _, one := range found {
		switch one.Of {
		case "region":
			out.Regions = append(out.Regions, one.Value)
		case "line":
			out.ProductLines = append(out.ProductLines, one.Value)
		case "currency":
			out.Currencies = append(out.Currencies, one.Value)
		case "kind":
			out.SourceKinds = append(out.SourceKinds, Indicator{Key: one.Value, ZH: sourceWord(one.Value, "zh-CN"), EN: sourceWord(one.Value, "en")})
		}
	}
	return out, err
}
