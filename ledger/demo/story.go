package demo

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/dispute"
	"hefu/ledger/money"
	"hefu/ledger/statement"
)

// makeStatements runs the last three months for everybody and the running month for a few, as the finance desk would.
func (w *world) makeStatements(ctx context.Context) error {
	this := w.Today.StartOfMonth()
	for back := 3; back >= 1; back-- {
		start := this.AddMonths(-back)
		if err := w.run(ctx, statement.RunCommand{Period: statement.Period{Start: start, CutOff: start.EndOfMonth()}, Issue: true}); err != nil {
			return err
		}
		w.Progress("statement runs", 4-back, 4)
	}
	cutOff := w.Today.AddDays(-1)
	if cutOff.Before(this) {
		cutOff = this // on the first of a month there is but this day
	}
	var few []ledger.ID
	for i := 12; i < 18; i++ {
		few = append(few, w.customers[i].id)
	}
	defer w.Progress("statement runs", 4, 4)
	return w.run(ctx, statement.RunCommand{Period: statement.Period{Start: this, CutOff: cutOff}, Customers: few})
}

// run makes a run and does its work here, without waiting for a worker.
func (w *world) run(ctx context.Context, cmd statement.RunCommand) error {
	made, err := w.Statements.CreateRun(ctx, w.clerk, cmd)
	if err != nil {
		return err
	}
	for {
		left, err := w.Statements.WorkRun(ctx, statement.RunArgs{OrganizationID: w.org, RunID: made.ID}, 200)
		if err != nil || !left {
			return err
		}
	}
}

// makeAnswers lets each customer stand somewhere else on the way: the older statements are agreed, the newest in every state.
func (w *world) makeAnswers(ctx context.Context) error {
	for i, c := range w.customers {
		if err := w.answerAt(ctx, i, c); err != nil {
			return err
		}
		w.Progress("answers", i+1, len(w.customers))
	}
	return nil
}

// answerAt has the customer agree to its older statements, and puts the newest where the place says.
func (w *world) answerAt(ctx context.Context, place int, c *customer) error {
	found, err := w.Statements.List(ctx, w.clerk, statement.Filter{CustomerID: c.id, Limit: 20})
	if err != nil {
		return err
	}
	newest := w.Today.StartOfMonth().AddDays(-1)
	for j := len(found) - 1; j >= 0; j-- {
		s := found[j]
		switch {
		case s.State == statement.Draft:
			err = w.cancelOne(ctx, place, s)
		case s.CutOff.Before(newest):
			err = w.confirmAll(ctx, c, s)
		default:
			err = w.answer(ctx, place, c, s)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *world) cancelOne(ctx context.Context, place int, s statement.Summary) error {
	if place != 14 {
		return nil
	}
	return w.Statements.Cancel(ctx, w.staff["wang.min"], s.ID, "期间选错，改为整月")
}

func (w *world) confirmAll(ctx context.Context, c *customer, s statement.Summary) error {
	view, err := w.look(ctx, c, s)
	if err != nil {
		return err
	}
	_, err = w.Statements.Confirm(ctx, c.confirm, statement.ConfirmCommand{StatementID: s.ID, Version: view.Version, SHA256: view.SHA256, Remark: "与我方账一致"})
	return err
}

// look is a customer opening a statement for the first time.
func (w *world) look(ctx context.Context, c *customer, s statement.Summary) (statement.View, error) {
	if err := w.Statements.MarkViewed(ctx, c.confirm, s.ID); err != nil {
		return statement.View{}, err
	}
	return w.Statements.Read(ctx, c.confirm, s.ID)
}

var complaints = []struct {
	category dispute.Category
	text     string
	cause    string
}{
	{"price", "合同约定单价与开票单价不一致，请核对报价单。", "process_gap"},
	{"quantity", "送货单实收数量少 20 件，请核实。", "process_gap"},
	{"quality", "有 3 件表面划伤，已退回，请冲减。", "commercial_dispute"},
	{"not_received", "我方未收到该批货物。", "technical_error"},
	{"already_paid", "该笔已于上月付款，附回单号。", "technical_error"},
	{"discount", "年度返利尚未体现。", "commercial_dispute"},
}

// answer puts the newest statement of the customer where its place among the customers says.
func (w *world) answer(ctx context.Context, place int, c *customer, s statement.Summary) error {
	stage := place % 10
	if place == 0 {
		stage = 1 // the long one waits for whoever tries the product
	}
	if stage == 0 {
		return nil // issued, not looked at yet
	}
	view, err := w.look(ctx, c, s)
	if err != nil || stage == 1 {
		return err
	}
	lines, err := w.chargedLines(ctx, c, s)
	if err != nil {
		return err
	}
	if stage == 2 || len(lines) == 0 { // half way
		_, err = w.Statements.Confirm(ctx, c.confirm, statement.ConfirmCommand{StatementID: s.ID, Version: view.Version, SHA256: view.SHA256, Lines: half(lines)})
		return ignoreNothing(err)
	}
	if stage == 3 {
		return w.confirmAll(ctx, c, s)
	}
	complaint := complaints[place%len(complaints)]
	last := lines[len(lines)-1]
	part := money.Round(last.Amount.Mul(decimal.New(int64(w.between(10, 45)), -2)), c.currency)
	opened, err := w.Disputes.Open(ctx, c.confirm, dispute.OpenCommand{StatementID: s.ID, Version: view.Version, SHA256: view.SHA256, Lines: []int{last.No},
		Category: complaint.category, DisputedAmount: part, Text: complaint.text})
	if err != nil || len(opened.IDs) == 0 {
		return err
	}
	if err := w.prove(ctx, c, opened.IDs[0], complaint.category, s.StatementNo); err != nil {
		return err
	}
	if stage >= 5 {
		if _, err := w.Statements.Confirm(ctx, c.confirm, statement.ConfirmCommand{StatementID: s.ID, Version: view.Version, SHA256: view.SHA256}); ignoreNothing(err) != nil {
			return err
		}
	}
	return w.work(ctx, stage, c, opened.IDs[0], complaint.cause)
}

// work is what staff and the customer then do about the dispute.
func (w *world) work(ctx context.Context, stage int, c *customer, id ledger.ID, cause string) error {
	sales, accountant := w.staff["li.qiang"], w.clerk
	if stage >= 5 {
		if err := w.Disputes.Write(ctx, accountant, id, "已收到，正在与仓库核对签收单，今天下班前回复您。", false); err != nil {
			return err
		}
	}
	if stage == 5 {
		if err := w.attach(ctx, accountant, id, "签收单.pdf", receiptPaper("proof of delivery")); err != nil {
			return err
		}
		if err := w.Disputes.Write(ctx, accountant, id, "该客户上季度有同类差异，注意核对价格表版本。", true); err != nil {
			return err
		}
		if c.busy%2 == 0 { // the others have not replied yet
			return nil
		}
		return w.Disputes.Write(ctx, c.confirm, id, "好的，送货单照片稍后补充。", false)
	}
	view, err := w.Disputes.Get(ctx, accountant, id)
	if err != nil {
		return err
	}
	decide := dispute.ResolveCommand{RowVersion: view.RowVersion, RootCause: cause}
	switch stage {
	case 6, 9: // a part, put to the customer; at nine it says yes
		decide.Decision, decide.Text = dispute.AcceptPart, "经核对，同意冲减其中一半。"
		decide.Amount = money.Round(view.DisputedAmount.Div(decimal.NewFromInt(2)), c.currency)
	case 7: // from sales, who may not post: waits for finance
		decide.Decision = dispute.AcceptWhole
		if own := w.salesOf(c); own != "" {
			sales = w.staff[own]
		}
		return w.Disputes.Resolve(ctx, sales, id, decide)
	case 8: // agreed and posted
		decide.Decision = dispute.AcceptWhole
	default:
		return nil
	}
	if err := w.Disputes.Resolve(ctx, accountant, id, decide); err != nil {
		return err
	}
	view, err = w.Disputes.Get(ctx, accountant, id)
	if err != nil {
		return err
	}
	for _, approver := range []string{"zhao.lei", "wu.hao"} { // a large one takes both
		if view.State != dispute.AwaitingApproval {
			break
		}
		if err := w.Disputes.Approve(ctx, w.staff[approver], id, view.RowVersion, true, ""); err != nil {
			return err
		}
		if view, err = w.Disputes.Get(ctx, accountant, id); err != nil {
			return err
		}
	}
	if view.State == dispute.Proposed && stage == 9 {
		return w.Disputes.Accept(ctx, c.confirm, id, view.RowVersion)
	}
	return nil
}

// salesOf is the salesperson of a customer, by the order they were made in.
func (w *world) salesOf(c *customer) string {
	for i, other := range w.customers {
		if other == c {
			return []string{"li.qiang", "chen.jing"}[i%2]
		}
	}
	return ""
}

// charge is a line of a statement that a customer could dispute.
type charge struct {
	No     int
	Amount decimal.Decimal
}

func (w *world) chargedLines(ctx context.Context, c *customer, s statement.Summary) ([]charge, error) {
	body, err := w.Statements.ReadContent(ctx, c.confirm, s.ID, 0)
	if err != nil {
		return nil, err
	}
	content, err := statement.ParseContent(body.JSON)
	if err != nil {
		return nil, err
	}
	var out []charge
	for _, line := range content.Lines {
		if line.Kind == "receivable" {
			out = append(out, charge{line.No, line.Amount})
		}
	}
	return out, nil
}

func half(lines []charge) []int {
	var out []int
	for _, line := range lines[:(len(lines)+1)/2] {
		out = append(out, line.No)
	}
	return out
}

// ignoreNothing lets a customer be done who had nothing left to confirm.
func ignoreNothing(err error) error {
	if ledger.IsCode(err, "nothing_to_confirm") {
		return nil
	}
	return err
}
