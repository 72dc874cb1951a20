package report

import (
	"context"
	"slices"
	"strings"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// DisputePhases narrow the list of disputes: still open, open and past due, past due whether open or not, answered, resolved, accepted in
// whole or part, withdrawn.
var DisputePhases = []string{"open", "late", "overran", "answered", "resolved", "accepted", "withdrawn"}

// disputeCells lead from the figures of the statistics to the disputes behind them.
var disputeCells = map[string]map[string]string{"disputes": nil, "disputed": nil, "accepted": {"phase": "accepted"}, "agreed": {"phase": "accepted"}, "resolved": {"phase": "resolved"},
	"withdrawn": {"phase": "withdrawn"}, "open": {"phase": "open"}, "late": {"phase": "late"}, "median_days": {"phase": "resolved"}, "answer_hours": {"phase": "answered"},
	"resolve_hours": {"phase": "resolved"}, "late_share": {"phase": "overran"}}

func disputeRow(by string, base bool) map[string]string {
	row := map[string]string{"currency": currencyCell.Key}
	if base {
		delete(row, "currency")
	}
	switch by {
	case "customer", "salesperson":
		row[by+"_id"] = by + "_id"
	case "cause":
		row["root_cause"] = "cause"
	default:
		row[by] = by
	}
	return row
}

func (d *disputed) in(phase string) bool {
	switch phase {
	case "open":
		return d.State != "resolved" && d.State != "withdrawn"
	case "late":
		return d.Late
	case "overran":
		return d.Overran
	case "answered":
		return d.AnsweredAt != nil
	case "accepted":
		return d.State == "resolved" && strings.HasPrefix(d.Outcome, "accepted")
	case "resolved", "withdrawn":
		return d.State == phase
	}
	return true
}

// DisputeList is the disputes opened in the period one by one (差异明细表): what Disputes counts. Refused: validation_failed for a phase
// that is none.
func (s *Service) DisputeList(ctx context.Context, actor ledger.Actor, filter Filter) (Table, error) {
	filter.By = ""
	if filter.Phase != "" && !slices.Contains(DisputePhases, filter.Phase) {
		return Table{}, ledger.E("validation_failed").At("phase", "not_a_choice")
	}
	return s.run(ctx, actor, filter, func(ctx context.Context, tx *store.Tx, r *request) (Table, error) {
		found, err := r.disputes(ctx, tx)
		if err != nil {
			return Table{}, err
		}
		b := newTable("dispute_list", "差异明细表", "Disputes one by one", Column{"dispute_id", "差异", "Dispute", ID, false}, Column{"dispute_no", "差异编号", "Dispute no.", Text, false},
			customerID, customerCode, customerName, documentID, documentNo, Column{"category", "差异类型", "Type", Kind, false}, Column{"cause", "原因分类", "Class of cause", Kind, false},
			Column{"opened", "提出日期", "Opened", Date, false}, Column{"state", "状态", "State", Kind, false}, currencyCell, amount("disputed", "差异金额", "Disputed"), amount("agreed", "认可金额", "Agreed"),
			Column{"answer_hours", "首次答复工时", "Working hours to first answer", Number, false}, Column{"resolve_hours", "处理工时", "Working hours to resolution", Number, false},
			Column{"overran", "超时", "Late", Kind, false})
		b.extra(salespersonCell, Column{"days", "处理工作日", "Working days", Number, false})
		for i := range found {
			if d := &found[i]; d.in(filter.Phase) {
				r.disputeRow(b, d)
			}
		}
		return b.table()
	})
}

func (r *request) disputeRow(b *builder, d *disputed) {
	currency, agreed := r.currency(d.Currency), d.Agreed
	if !d.in("accepted") {
		agreed = agreed.Sub(agreed)
	}
	var answer, resolve, late string
	days := any("")
	if d.AnsweredAt != nil {
		answer = middle([]int{d.tenths(*d.AnsweredAt)}, 1)
	}
	if d.State == "resolved" {
		resolve, days = middle([]int{d.tenths(*d.ResolvedAt)}, 1), d.days()
	}
	if d.Overran {
		late = "overran"
	}
	cause := d.Cause
	if cause == "" {
		cause = "undecided"
	}
	b.row(currency, d.ID, d.DisputeNo, d.CustomerID, d.CustomerCode, d.CustomerName, d.DocumentID, d.DocumentNo, d.Category, cause, d.opened(), "dispute_"+d.State, currency,
		r.worth(d.Disputed, d.Rate), r.worth(agreed, d.Rate), answer, resolve, late, d.Salesperson, days)
}
