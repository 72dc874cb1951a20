package demo

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/approval"
	"hefu/ledger/document"
)

// drafter is the customer whose documents by hand are on their way: C-1011.
const drafter = 10

// makeApprovals puts the rule of approval in force, and leaves a document by hand at each station of its way.
func (w *world) makeApprovals(ctx context.Context) error {
	supervisor, management := ledger.FinanceSupervisor, ledger.Management
	levels := func(kind string, above int64, roles ...ledger.Role) approval.Rule {
		return approval.Rule{Kind: kind, Above: decimal.NewFromInt(above), Roles: roles}
	}
	policy := approval.Policy{Rules: []approval.Rule{
		levels("credit_note", 0, supervisor), levels("credit_note", 20_000, supervisor, management),
		levels("refund", 0, supervisor), levels("refund", 50_000, supervisor, management),
		levels("receipt", 50_000, supervisor), levels("receipt", 500_000, supervisor, management),
	}}
	if err := w.Documents.MakeApprovalPolicy(ctx, w.staff["zhao.lei"], 0, policy, "按年度内控手册设定审批级次"); err != nil {
		return err
	}
	return w.makeDrafts(ctx)
}

// makeDrafts leaves one unfinished, one at its first level, one at its second, one returned.
func (w *world) makeDrafts(ctx context.Context) error {
	c, clerk := w.customers[drafter], w.staff["wang.min"]
	for _, station := range []struct {
		amount int64
		submit bool
		decide []document.Decision
	}{
		{86_400, false, nil},
		{128_000, true, nil},
		{620_000, true, []document.Decision{{Approve: true, Reason: "已核对银行回单"}}},
		{75_300, true, []document.Decision{{Reason: "付款方名称与客户不符，请补充说明"}}},
	} {
		d, err := w.Documents.CreateDraft(ctx, clerk, document.New{Kind: document.Receipt, CustomerID: c.id, Currency: c.currency, DocumentDate: w.Today, PostingDate: w.Today,
			Method: "bank", Amount: decimal.NewFromInt(station.amount), SourceKind: "manual", Description: "客户汇款，银行未联网，凭回单录入"})
		if err != nil {
			return err
		}
		if station.submit {
			if d, err = w.Documents.SubmitDraft(ctx, clerk, d.ID, d.RowVersion); err != nil {
				return err
			}
		}
		for _, decision := range station.decide {
			if d, err = w.Documents.DecideDraft(ctx, w.staff["zhao.lei"], d.ID, d.RowVersion, decision); err != nil {
				return err
			}
		}
	}
	return nil
}
