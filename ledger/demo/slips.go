package demo

import (
	"bytes"
	"context"
	"io"
	"time"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/pdf"
)

// How many receipts of the demo have the bank's slip.
const filedSlips = 4

// makeSlips keeps the bank's papers of some receipts, and two that wait: one of a payment that no statement shows, and a photograph.
func (w *world) makeSlips(ctx context.Context) error {
	clerk := w.staff["wang.min"]
	lines, err := w.Bank.Lines(ctx, clerk, bank.Filter{State: bank.Received}, bank.Page{Limit: filedSlips})
	if err != nil || len(lines) == 0 {
		return err
	}
	for _, l := range lines {
		if err := w.keepSlip(ctx, clerk, l); err != nil {
			return err
		}
	}
	stray := lines[0]
	stray.BankReference, stray.Amount = "B00099901", stray.Amount.Add(stray.Amount.Truncate(0))
	if err := w.keepSlip(ctx, clerk, stray); err != nil {
		return err
	}
	photo, err := photograph(3)
	if err == nil {
		_, err = w.Slips.Upload(ctx, clerk, ledger.NewID(), "手机拍照回单.png", photo)
	}
	return err
}

func (w *world) keepSlip(ctx context.Context, clerk ledger.Actor, l bank.Line) error {
	paper, err := slipOf(l)
	if err == nil {
		_, err = w.Slips.Upload(ctx, clerk, ledger.NewID(), "电子回单_"+l.BankReference+".pdf", paper)
	}
	return err
}

// slipOf is the paper that a bank gives for a line.
func slipOf(l bank.Line) (io.Reader, error) {
	on, err := time.Parse(time.DateOnly, l.BookedOn.String())
	if err != nil {
		return nil, err
	}
	made, err := pdf.RenderListing(pdf.Listing{
		Locale: "zh-CN", Title: pdf.Term{Zh: "客户电子回单", En: "Bank slip"}, Date: on, Seller: pdf.Seller{Name: "中国工商银行杭州滨江支行"}, Exact: true,
		Columns: []pdf.ListingColumn{{Label: pdf.Term{Zh: "项目", En: "Item"}, Whole: true}, {Label: pdf.Term{Zh: "内容", En: "Content"}, Wide: true}},
		Rows: [][]string{{"回单编号", l.BankReference}, {"交易日期", l.BookedOn.String()}, {"付款人户名", l.Counterparty}, {"收款人户名", "华东精密机械有限公司"},
			{"金额（小写）", l.Currency + " " + l.Amount.StringFixed(2)}, {"附言", l.Remittance}},
	})
	return bytes.NewReader(made.PDF), err
}
