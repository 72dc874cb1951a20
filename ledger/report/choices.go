package report

import (
	"context"
	"strings"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Choices are the values by which reports can be narrowed, in order.
type Choices struct {
	Regions, ProductLines, Currencies []string
	SourceKinds                       []Indicator // key and words
}

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
		found, err = store.Rows[struct{ Of, Value string }](ctx, tx, sql, args...)
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
