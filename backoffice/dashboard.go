package backoffice

import (
	"context"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/books"
	"hefu/ledger/dispute"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type totalBalance struct {
	Currency string     `json:"currency"`
	Balance  web.Amount `json:"balance"`
	Overdue  web.Amount `json:"overdue"`
	Credits  web.Amount `json:"credits"`
}

type totalAging struct {
	Currency string         `json:"currency"`
	Buckets  []bucketAmount `json:"buckets"`
}

type categoryCount struct {
	Category string     `json:"category"`
	Currency string     `json:"currency"`
	Count    int        `json:"count"`
	Amount   web.Amount `json:"amount"`
}

type dashboardView struct {
	Balances           []totalBalance  `json:"balances"`
	StatementsByState  map[string]int  `json:"statements_by_state"`
	Aging              totalAging      `json:"aging"`
	DisputesByCategory []categoryCount `json:"disputes_by_category"`
}

func dashboard(api *web.API, books *books.Books) {
	web.Get(api, "/dashboard", ledger.SeeCustomers, "How the books stand", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (dashboardView, error) {
		out := dashboardView{Balances: []totalBalance{}, StatementsByState: map[string]int{}, Aging: totalAging{Buckets: []bucketAmount{}}, DisputesByCategory: []categoryCount{}}
		if actor.May(ledger.SeeReports) {
			if err := out.money(ctx, actor, books); err != nil {
				return out, err
			}
		}
		if !actor.May(ledger.SeeStatements) {
			return out, nil
		}
		return out, out.progress(ctx, actor, books)
	})
}

// money are the totals: in document currencies side by side, the aging in base currency, never added across without its rate.
func (out *dashboardView) money(ctx context.Context, actor ledger.Actor, books *books.Books) error {
	own, err := books.Aging.Report(ctx, actor, aging.Query{Group: aging.ByRegion})
	if err != nil {
		return err
	}
	for _, t := range own.Totals {
		currency, overdue := string(t.Currency), decimal.Zero
		for _, amount := range t.Amounts[1:] {
			overdue = overdue.Add(amount)
		}
		out.Balances = append(out.Balances, totalBalance{currency, wire.Amount(t.Total, currency), wire.Amount(overdue, currency), wire.Amount(t.Credits, currency)})
	}
	base, err := books.Aging.Report(ctx, actor, aging.Query{Group: aging.ByRegion, Base: true})
	if err != nil {
		return err
	}
	out.Aging.Currency = string(base.Base)
	for _, t := range base.Totals {
		for i, amount := range t.Amounts {
			out.Aging.Buckets = append(out.Aging.Buckets, bucketAmount{base.Buckets.Key(i), base.Buckets.Label(i, "zh-CN"), base.Buckets.Label(i, "en"), wire.Amount(amount, string(t.Currency))})
		}
	}
	return nil
}

// progress is how far statements and disputes are.
func (out *dashboardView) progress(ctx context.Context, actor ledger.Actor, books *books.Books) error {
	states, err := books.Statements.CountStates(ctx, actor)
	if err != nil {
		return err
	}
	for state, count := range states {
		out.StatementsByState[string(state)] = count
	}
	return out.disputes(ctx, actor, books)
}

func (out *dashboardView) disputes(ctx context.Context, actor ledger.Actor, books *books.Books) error {
	open, err := books.Disputes.List(ctx, actor, dispute.Filter{View: "open", Limit: 200})
	if err != nil {
		return err
	}
	sums := map[[2]string]*categoryCount{}
	totals := map[[2]string]decimal.Decimal{}
	for _, d := range open {
		key := [2]string{d.Category, d.Currency}
		if sums[key] == nil {
			sums[key] = &categoryCount{Category: d.Category, Currency: d.Currency}
		}
		sums[key].Count++
		totals[key] = totals[key].Add(d.DisputedAmount)
	}
	for key, sum := range sums {
		sum.Amount = wire.Amount(totals[key], sum.Currency)
		out.DisputesByCategory = append(out.DisputesByCategory, *sum)
	}
	slices.SortFunc(out.DisputesByCategory, func(a, b categoryCount) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Category+a.Currency, b.Category+b.Currency)
	})
	return nil
}
