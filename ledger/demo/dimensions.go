package demo

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/dimension"
	"hefu/ledger/document"
	"hefu/ledger/journal"
	"hefu/ledger/saved"
)

// makeDimensions lists what voucher lines are told apart by, and has revenue and what is taken off it carry the department from the
// first voucher on.
func (w *world) makeDimensions(ctx context.Context) error {
	value := func(code, zh, en string) dimension.Value {
		return dimension.Value{Code: code, ZH: zh, EN: en, Active: true}
	}
	for _, d := range []dimension.Dimension{
		{Code: "department", ZH: "部门", EN: "Department", Active: true, Values: []dimension.Value{
			value("D10", "设备销售部", "Equipment sales"), value("D20", "售后服务部", "Service"), value("D30", "海外业务部", "Export")}},
		{Code: "product_line", ZH: "产品线", EN: "Product line", Active: true, Values: []dimension.Value{
			value("P1", "传动部件", "Drives"), value("P2", "电气自动化", "Automation"), value("P3", "气动液压", "Pneumatics and hydraulics"), value("P9", "通用配件", "General parts")}},
		{Code: "project", ZH: "项目", EN: "Project", Active: true, Values: []dimension.Value{
			value("HD-2601", "一期产线", "Line one"), value("HD-2602", "仓储改造", "Warehouse"), value("HD-2607", "备件年框", "Spares contract")}},
	} {
		if _, err := dimension.Open(w.DB).Save(ctx, w.staff["zhou.jie"], d, "启用收入的部门核算，产品线与项目备用"); err != nil {
			return err
		}
	}
	sales := []document.Carried{{Dimension: "department", From: "value", Value: "D10"}}
	return w.Documents.MakePostingRules(ctx, w.staff["zhao.lei"], 0, document.PostingRules{Rules: []document.PostingRule{
		{Kind: document.Receivable, Part: journal.Revenue, Account: "6001", Carries: sales},
		{Kind: document.CreditNote, Part: journal.Returns, Account: "600109", Carries: sales},
	}}, "收入与折让按部门核算")
}

// shareView saves how the group's companies are looked at together, for everybody with reports.
func (w *world) shareView(ctx context.Context, group ledger.ID) error {
	_, err := saved.Open(w.DB).Create(ctx, w.staff["zhao.lei"], saved.Command{Name: "华东工控集团账龄", Shared: true,
		Query: map[string]string{"report": "aging", "group_id": group.String()}})
	return err
}
