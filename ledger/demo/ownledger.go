package demo

import (
	"bytes"
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/matching"
	"hefu/ledger/money"
	"hefu/ledger/sheet"
	"hefu/ledger/statement"
)

// OwnLedger is a payables ledger as the customer of a statement might keep it, in XLSX: what the statement shows, with the faults of real life. One invoice
// is booked a little lower, the last one is not booked yet, and a payment is on its way.
func OwnLedger(c statement.Content) ([]byte, error) {
	var file bytes.Buffer
	out := sheet.NewWriter(&file, sheet.XLSX)
	err := out.Sheet("应付账款明细账", sheet.Column{Title: "日期", Kind: sheet.Date}, sheet.Column{Title: "凭证号"}, sheet.Column{Title: "摘要", Width: 30},
		sheet.Column{Title: "借方金额", Kind: sheet.Amount}, sheet.Column{Title: "贷方金额", Kind: sheet.Amount}, sheet.Column{Title: "余额", Kind: sheet.Amount})
	if err != nil {
		return nil, err
	}
	currency := money.Currency(c.Currency)
	balance := c.Opening
	rows := [][]string{{"", "", "期初余额", "", "", money.Text(balance, currency)}}
	book := func(on, no, text string, amount decimal.Decimal) {
		balance = balance.Add(amount)
		debit, credit := "", money.Text(amount, currency)
		if amount.IsNegative() {
			debit, credit = money.Text(amount.Neg(), currency), ""
		}
		rows = append(rows, []string{on, no, text, debit, credit, money.Text(balance, currency)})
	}
	var charges []statement.Line
	for _, l := range c.Lines {
		if l.Kind == "receivable" {
			charges = append(charges, l)
		}
	}
	for _, l := range c.Lines {
		switch {
		case len(charges) > 1 && l.No == charges[len(charges)-1].No:
			continue
		case len(charges) > 1 && l.No == charges[0].No:
			l.Amount = l.Amount.Sub(money.Round(l.Amount.Mul(decimal.New(5, -2)), currency))
		}
		book(l.DocumentDate.String(), l.DocumentNo, l.Description, l.Amount)
	}
	book(c.CutOff.String(), "FK-0931", "付货款", decimal.NewFromInt(-20000))
	for _, row := range append(rows, []string{"", "", "期末余额", "", "", money.Text(balance, currency)}) {
		if err := out.Write(row...); err != nil {
			return nil, err
		}
	}
	err = out.Close()
	return file.Bytes(), err
}

// matched are the places of customers who have matched their own ledger with the newest statement, and whether they have completed it.
var matched = []struct {
	place    int
	complete bool
}{{21, true}, {31, true}, {41, false}}

// makeMatchings lets some customers bring their own ledger: two complete the matching, one is still looking at the differences.
func (w *world) makeMatchings(ctx context.Context) error {
	for _, m := range matched {
		if m.place >= len(w.customers) {
			continue
		}
		c := w.customers[m.place]
		found, err := w.Statements.List(ctx, c.confirm, statement.Filter{Unanswered: true, Limit: 1})
		if err != nil {
			return err
		}
		if len(found) == 0 {
			continue
		}
		if err := w.match(ctx, c.confirm, found[0].ID, m.complete); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) match(ctx context.Context, by ledger.Actor, id ledger.ID, complete bool) error {
	body, err := w.Statements.ReadContent(ctx, by, id, 0)
	if err != nil {
		return err
	}
	content, err := statement.ParseContent(body.JSON)
	if err != nil {
		return err
	}
	file, err := OwnLedger(content)
	if err != nil {
		return err
	}
	if _, err := w.Matchings.Upload(ctx, by, matching.UploadCommand{StatementID: id, Name: "应付账款明细账.xlsx", Content: file}); err != nil {
		return err
	}
	read, err := w.Matchings.Read(ctx, by, id, nil)
	if err != nil {
		return err
	}
	view, err := w.Matchings.Get(ctx, by, id)
	if err != nil {
		return err
	}
	view, err = w.Matchings.Match(ctx, by, matching.MatchCommand{StatementID: id, RowVersion: view.Matching.RowVersion, Mapping: read.Mapping})
	if err != nil || !complete {
		return err
	}
	_, err = w.Matchings.Complete(ctx, by, matching.CompleteCommand{StatementID: id, RowVersion: view.Matching.RowVersion, Forward: true})
	return err
}
