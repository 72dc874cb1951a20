package demo

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/dispute"
	"hefu/ledger/internal/store"
	"hefu/ledger/issue"
)

// subjects are what the demo's issues are about, found by what the steps before have made.
type subjects struct {
	Item      ledger.ID
	Statement ledger.ID
	Customer  ledger.ID // of the salesperson chen.jing
	Closed    ledger.ID // a customer, with one of its credit notes
	CreditNo  string
}

const findSubjects = `
SELECT (SELECT i.id FROM reconciling_items i JOIN customers c ON c.id = i.customer_id WHERE i.state = 'open' ORDER BY c.code, i.item_date, i.document_no LIMIT 1),
  (SELECT s.id FROM statements s JOIN customers c ON c.id = s.customer_id WHERE s.state = 'viewed' ORDER BY c.code, s.statement_no LIMIT 1),
  (SELECT c.id FROM customers c JOIN staff p ON p.id = c.salesperson_id WHERE p.subject = 'chen.jing' ORDER BY c.code LIMIT 1),
  d.customer_id, d.document_no
FROM documents d JOIN customers c ON c.id = d.customer_id WHERE d.kind = 'credit_note' ORDER BY c.code, d.document_no LIMIT 1`

// Every issue is younger than the demo; of one the day has passed.
const letIssuesAge = `UPDATE issues SET due_on = $2::date - 4 WHERE organization_id = $1 AND title = '补充框架合同价格附件'`

// makeIssues fills the register (问题台账): one from a dispute, a statement line, a reconciling item and by hand each, one late and one closed.
func (w *world) makeIssues(ctx context.Context) error {
	var at subjects
	err := w.DB.Read(ctx, w.staff["zhao.lei"], func(ctx context.Context, tx *store.Tx) (err error) {
		at, _, err = store.Row[subjects](ctx, tx, findSubjects)
		return err
	})
	if err != nil {
		return err
	}
	accountant, supervisor, sales := w.staff["wang.min"], w.staff["zhao.lei"], w.staff["chen.jing"]
	disputed, err := w.Disputes.List(ctx, supervisor, dispute.Filter{View: "open", Limit: 1})
	if err != nil || len(disputed) == 0 {
		return err
	}
	raised := map[string]ledger.ID{}
	for _, it := range []struct {
		by    ledger.Actor
		issue issue.NewIssue
	}{
		{accountant, issue.NewIssue{Subject: issue.Subject{DisputeID: disputed[0].ID}, Title: "补充框架合同价格附件", Description: "客户两个月内第二次就同一料号提出单价异议，价格表未随合同更新。",
			Cause: "process_gap", NextStep: "销售提供盖章附件，财务更新价格表", OwnerID: accountant.PersonID, Days: 2}},
		{accountant, issue.NewIssue{Subject: issue.Subject{StatementID: at.Statement, Line: 1}, Title: "核对首行送货数量", NextStep: "向仓库调签收单", OwnerID: accountant.PersonID, Days: 5}},
		{supervisor, issue.NewIssue{Subject: issue.Subject{ItemID: at.Item}, Title: "未达项跨两期未清", Cause: "technical_error", NextStep: "请客户提供入账凭证号", OwnerID: supervisor.PersonID, Days: 8}},
		{sales, issue.NewIssue{Subject: issue.Subject{CustomerID: at.Customer}, Title: "确认新的对账联系人", NextStep: "拜访时取得授权书", OwnerID: sales.PersonID, Days: 10}},
		{accountant, issue.NewIssue{Subject: issue.Subject{CustomerID: at.Closed}, Title: "返利漏记", Cause: "process_gap", OwnerID: accountant.PersonID, Days: 3}},
	} {
		if it.issue.ItemID.IsZero() && it.issue.StatementID.IsZero() && it.issue.DisputeID.IsZero() && it.issue.CustomerID.IsZero() {
			continue
		}
		if raised[it.issue.Title], err = w.Issues.Raise(ctx, it.by, it.issue); err != nil {
			return err
		}
	}
	working := issue.Working
	if err := w.Issues.Change(ctx, sales, raised["确认新的对账联系人"], issue.Change{RowVersion: 1, State: &working, Note: "已约下周三拜访"}); err != nil {
		return err
	}
	if err := w.Issues.Close(ctx, accountant, raised["返利漏记"], issue.Proof{RowVersion: 1, Text: "已补开贷项，客户确认无误。", DocumentNo: at.CreditNo}); err != nil {
		return err
	}
	return w.DB.Write(ctx, ledger.SystemActor(w.org, "demo"), func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, letIssuesAge, w.org, w.Today)
		return err
	})
}
