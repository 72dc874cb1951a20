package report

import (
	"cmp"

	"hefu/ledger"
)

var (
	salespersonID   = Column{"salesperson_id", "业务员", "Salesperson", ID, false}
	salespersonCell = Column{"salesperson", "业务员", "Salesperson", Text, false}
	regionCell      = Column{"region", "地区", "Region", Text, false}
	lineCell        = Column{"product_line", "业务线", "Product line", Text, false}
)

// who are the columns that name what a row stands for, in the reports made from balances.
func (r *request) who() []Column {
	switch r.By {
	case "salesperson":
		return []Column{salespersonID, salespersonCell}
	case "region":
		return []Column{regionCell}
	}
	return []Column{customerID, customerCode, customerName}
}

// cells name what the row of key stands for.
func (r *request) cells(key account) []any {
	switch r.By {
	case "salesperson":
		return []any{key.id, key.customer.Name}
	case "region":
		return []any{key.customer.Name}
	}
	return []any{key.id, key.customer.Code, key.customer.Name}
}

// rowParams say which filters a row stands for.
func (r *request) rowParams() map[string]string {
	by := cmp.Or(r.By, "customer")
	params := map[string]string{"currency": currencyCell.Key, by + "_id": by + "_id"}
	if by == "region" {
		params = map[string]string{"currency": currencyCell.Key, "region": regionCell.Key}
	}
	if r.Base { // the row holds every currency
		delete(params, "currency")
	}
	return params
}

// extend offers who follows a customer beside the customer's own columns.
func (r *request) extend(b *builder) {
	if r.By == "" || r.By == "customer" {
		b.extra(salespersonCell, regionCell)
	}
}

func (r *request) more(key account, names names) []any { return r.moreOf(key.id, names) }

func (r *request) moreOf(customer ledger.ID, names names) []any {
	if r.By != "" && r.By != "customer" {
		return nil
	}
	known := names.more[customer]
	return []any{known.Salesperson, known.Region}
}
