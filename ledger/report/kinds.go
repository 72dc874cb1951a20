package report

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/aging"
)

// Kinds lists every report by the name that the interface and the command line use.
var Kinds = []string{"summary", "detail", "movement", "movement-detail", "aging", "advance-aging", "general-ledger", "account-ledger", "customer-ledger", "disputes", "cycle", "checklist"}

// Read is the report of that name. Refused: what the report refuses; not_found for a name that is none.
func (s *Service) Read(ctx context.Context, actor ledger.Actor, kind string, f Filter) (Table, error) {
	switch kind {
	case "summary":
		return s.Summary(ctx, actor, f)
	case "detail":
		return s.Detail(ctx, actor, f)
	case "movement":
		return s.Movement(ctx, actor, f)
	case "movement-detail":
		return s.MovementDetail(ctx, actor, f)
	case "general-ledger":
		return s.GeneralLedger(ctx, actor, f)
	case "account-ledger":
		return s.AccountLedger(ctx, actor, f)
	case "customer-ledger":
		return s.CustomerLedger(ctx, actor, f)
	case "disputes":
		return s.Disputes(ctx, actor, f)
	case "cycle":
		return s.Cycle(ctx, actor, f)
	case "aging", "advance-aging":
		return s.Aging(ctx, actor, aging.Query{AsOf: f.To, Advances: kind == "advance-aging", Group: aging.Group(f.By), Base: f.Base, Currency: f.Currency, CustomerID: f.CustomerID, SalespersonID: f.SalespersonID, Region: f.Region})
	case "checklist":
		list, err := s.Checklist(ctx, actor)
		return list.Table(actor.Locale), err
	}
	return Table{}, ledger.E("not_found")
}
