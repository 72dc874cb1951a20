package report

import (
	"context"

	"hefu/ledger"
)

// Kinds lists every report by the name that the interface and the command line use.
var Kinds = []string{"summary", "detail", "movement", "movement-detail", "aging", "advance-aging", "general-ledger", "account-ledger", "customer-ledger", "disputes", "cycle", "checklist",
	"analysis", "open-items", "indicators", "dispute-list"}

// Read is the report of that name. Refused: what the report refuses; not_found for a name that is none; validation_failed for a filter
// that would not narrow the report.
func (s *Service) Read(ctx context.Context, actor ledger.Actor, kind string, f Filter) (Table, error) {
	if err := f.fit(kind); err != nil {
		return Table{}, err
	}
	switch kind {
	case "analysis":
		return s.Analysis(ctx, actor, f)
	case "open-items":
		return s.OpenItems(ctx, actor, f)
	case "indicators":
		return s.Indicators(ctx, actor, f)
	case "dispute-list":
		return s.DisputeList(ctx, actor, f)
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
		return s.ages(ctx, actor, kind, f)
	case "checklist":
		list, err := s.Checklist(ctx, actor)
		return list.Table(actor.Locale), err
	}
	return Table{}, ledger.E("not_found")
}

// titles are the reports' names where there is no table yet.
var titles = map[string][2]string{
	"summary": {"应收汇总表", "Receivables by customer"}, "detail": {"应收明细表", "Receivables by document"}, "movement": {"往来汇总表", "Movement by customer"},
	"movement-detail": {"往来明细表", "Movement in detail"}, "aging": {"应收账龄分析表", "Aging of receivables"}, "advance-aging": {"预收账龄分析表", "Aging of advances"},
	"general-ledger": {"总账", "General ledger"}, "account-ledger": {"明细账", "Account ledger"}, "customer-ledger": {"客户辅助台账", "Ledger by customer"},
	"disputes": {"差异统计表", "Disputes"}, "cycle": {"对账周期指标", "Statement cycle"}, "checklist": {"日检清单", "Daily check list"}, "analysis": {"应收分析表", "Receivables analysed"},
	"open-items": {"未核销明细表", "Open items"}, "indicators": {"应收指标", "Indicators of receivables"}, "dispute-list": {"差异明细表", "Disputes one by one"},
}

// Title is what the report is called in both languages; its own name for one that is none.
func Title(kind string) (zh, en string) {
	if words, known := titles[kind]; known {
		return words[0], words[1]
	}
	return kind, kind
}
