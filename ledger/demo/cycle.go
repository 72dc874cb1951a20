package demo

import (
	"context"

	"hefu/ledger/party"
	"hefu/ledger/statement"
)

// cyclesOf are customers, by the order they were made in, whose own cycle differs from everybody's month.
var cyclesOf = map[int]party.Cycle{40: "quarterly", 41: "quarterly", 42: "day:10,25", 43: "weeks:2:2026-01-04", 44: "dates:06-30,12-31", 45: "none"}

// makeCycles gives some customers cycles of their own and has the supervisor say what is checked before anything is sent.
func (w *world) makeCycles(ctx context.Context) error {
	var records []party.Customer
	for place, c := range w.customers {
		if cycle, ok := cyclesOf[place]; ok {
			records = append(records, party.Customer{Code: c.code, Name: c.name, Currency: c.currency, Cycle: cycle})
		}
	}
	if _, err := w.Parties.SaveCustomers(ctx, w.staff["wang.min"], party.SaveCustomers{Customers: records}); err != nil {
		return err
	}
	versions, err := w.Statements.CyclePolicies(ctx, w.staff["wang.min"])
	if err != nil {
		return err
	}
	policy := versions[0].CyclePolicy
	policy.Checks["tax_rate"], policy.Checks["contact"] = statement.CheckBlock, statement.CheckBlock
	return w.Statements.MakeCyclePolicy(ctx, w.staff["zhao.lei"], versions[0].Version, policy, "税率和联系人不符的先不出对账单")
}
