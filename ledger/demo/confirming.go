package demo

import (
	"context"
	"fmt"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/money"
)

// confirmsAt is the customer whose receivables are booked only after it has confirmed them: C-1008.
const confirmsAt = 7

// makeConfirmations has that customer confirm one receivable, think about another, and be asked a second time about one it rejected.
func (w *world) makeConfirmations(ctx context.Context) error {
	c, clerk := w.customers[confirmsAt], w.staff["wang.min"]
	if err := w.Documents.AskFirst(ctx, clerk, c.id, true); err != nil {
		return err
	}
	agreed, err := w.askFor(ctx, w.toConfirm(c, 1, "直线导轨 HGR20 1000mm", 12, 38500))
	if err != nil {
		return err
	}
	if err := w.reply(ctx, c, agreed, true, "数量、单价与送货单一致"); err != nil {
		return err
	}
	dear, err := w.askFor(ctx, w.toConfirm(c, 2, "滚珠丝杠 SFU2005", 20, 26800))
	if err != nil {
		return err
	}
	if err := w.reply(ctx, c, dear, false, "合同约定单价 258 元，请更正。"); err != nil {
		return err
	}
	dear, err = w.Documents.GetDraft(ctx, clerk, dear.ID)
	if err != nil {
		return err
	}
	if dear, err = w.Documents.ChangeDraft(ctx, clerk, dear.ID, dear.RowVersion, w.toConfirm(c, 2, "滚珠丝杠 SFU2005", 20, 25800)); err != nil {
		return err
	}
	if err := w.approve(ctx, dear); err != nil {
		return err
	}
	_, err = w.askFor(ctx, w.toConfirm(c, 3, "伺服联轴器 GL-40", 30, 9650))
	return err
}

// toConfirm is a receivable of one line; the price is in cents.
func (w *world) toConfirm(c *customer, n int, what string, count, cents int64) document.New {
	quantity, price := decimal.NewFromInt(count), decimal.New(cents, -2)
	line := money.ComputeLine(quantity, price, vat, c.currency)
	return document.New{Kind: document.Receivable, CustomerID: c.id, Currency: c.currency, DocumentDate: w.Today, PostingDate: w.Today, SourceKind: "manual", Reason: "客户口头追加订货，已收到确认邮件",
		OrderNo: fmt.Sprintf("PO7%05d", n), ContractNo: fmt.Sprintf("HT-%d-%03d", w.Today.Year(), 80+n), ShipmentNo: fmt.Sprintf("SH7%05d", n), Description: what,
		Lines: []document.Line{{Description: what, Unit: "件", Quantity: decimal.NewNullDecimal(quantity), UnitPrice: decimal.NewNullDecimal(price), Net: line.Net, TaxRate: vat, Tax: line.Tax, Gross: line.Gross}}}
}

// askFor drafts a receivable and has it approved, which asks the customer.
func (w *world) askFor(ctx context.Context, content document.New) (document.Draft, error) {
	made, err := w.Documents.CreateDraft(ctx, w.staff["wang.min"], content)
	if err != nil {
		return made, err
	}
	return made, w.approve(ctx, made)
}

func (w *world) approve(ctx context.Context, d document.Draft) error {
	d, err := w.Documents.SubmitDraft(ctx, w.staff["wang.min"], d.ID, d.RowVersion)
	if err != nil {
		return err
	}
	_, err = w.Documents.DecideDraft(ctx, w.staff["zhao.lei"], d.ID, d.RowVersion, document.Decision{Approve: true})
	return err
}

// reply is the customer's answer to what it is asked about a draft.
func (w *world) reply(ctx context.Context, c *customer, d document.Draft, confirm bool, opinion string) error {
	open, err := w.Documents.Rounds(ctx, c.confirm, true)
	if err != nil {
		return err
	}
	for _, round := range open {
		if round.DraftID == d.ID {
			_, err = w.Documents.AnswerReceivable(ctx, c.confirm, document.AnswerCommand{RoundID: round.ID, SHA256: round.SHA256, Confirm: confirm, Opinion: opinion})
			return err
		}
	}
	return ledger.E("not_found")
}
