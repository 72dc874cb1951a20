package report

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/internal/store"
)

// ages is the aging that the filter asks for, of its last day.
func (s *Service) ages(ctx context.Context, actor ledger.Actor, kind string, filter Filter) (Table, error) {
	if err := filter.groups(kind); err != nil {
		return Table{}, err
	}
	return s.run(ctx, actor, filter, func(ctx context.Context, tx *store.Tx, r *request) (Table, error) {
		query := r.aging()
		query.Group, query.Advances, r.From = aging.Group(r.By), kind == "advance-aging", r.To
		result, err := aging.Report(ctx, tx, query)
		if err != nil {
			return Table{}, err
		}
		return ageTable(result, query.Advances, actor.Locale)
	})
}

// Aging lays an aging out (应收账龄分析表, RPT-04; with query.Advances 预收账龄分析表, RPT-05). Its period is the one day.
func (s *Service) Aging(ctx context.Context, actor ledger.Actor, query aging.Query) (Table, error) {
	if err := actor.Require(ledger.SeeReports); err != nil {
		return Table{}, err
	}
	var result aging.Result
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		result, err = aging.Report(ctx, tx, query)
		return err
	})
	if err != nil {
		return Table{}, err
	}
	return ageTable(result, query.Advances, actor.Locale)
}

// groupKey names the row where its items are asked for.
var groupKey = Column{"group_id", "对象", "Row", ID, false}

func ageTable(result aging.Result, advances bool, locale string) (Table, error) {
	columns := []Column{groupKey, customerCode, customerName, currencyCell}
	switch result.Group {
	case aging.BySalesperson:
		columns = []Column{groupKey, salespersonCell, currencyCell}
	case aging.ByRegion:
		columns = []Column{groupKey, regionCell, currencyCell}
	case aging.ByTerms:
		columns = []Column{groupKey, {"terms", "账期", "Credit period", Text, false}, currencyCell}
	case aging.ByKind:
		columns = []Column{groupKey, {"kind", "款项类型", "Kind of business", Text, false}, currencyCell}
	case aging.ByArrangement:
		columns = []Column{groupKey, {"arrangement", "收款安排", "Arrangement", Text, false}, currencyCell}
	case aging.ByProductLine:
		columns = []Column{groupKey, lineCell, currencyCell}
	}
	for i := range result.Buckets.Len() {
		columns = append(columns, amount(result.Buckets.Key(i), result.Buckets.Label(i, "zh"), result.Buckets.Label(i, "en")))
	}
	b := newTable("aging", "应收账龄分析表", "Aging of receivables", columns...)
	credits := amount(aging.CreditsKey, "未核销贷项", "Unallocated credits")
	if advances {
		b.Key, b.ZH, b.EN = "advance_aging", "预收账龄分析表", "Aging of advances"
		credits.ZH, credits.EN = "未核销借项", "Unallocated debits"
	}
	b.Columns = append(b.Columns, credits, amount("total", "合计", "Total"))
	b.From, b.To = result.AsOf, result.AsOf
	for _, row := range result.Rows {
		name := row.Name
		if locale == "en" {
			name = row.NameEN
		}
		cells := []any{row.Key, row.Code, row.Name, row.Currency}
		switch result.Group {
		case aging.BySalesperson:
			cells = []any{row.Key, row.Name, row.Currency}
		case aging.ByRegion, aging.ByTerms, aging.ByKind, aging.ByProductLine, aging.ByArrangement:
			cells = []any{row.Key, name, row.Currency}
		}
		for _, amount := range row.Amounts {
			cells = append(cells, amount)
		}
		b.row(row.Currency, append(cells, row.Credits, row.Total)...)
	}
	return b.table()
}
