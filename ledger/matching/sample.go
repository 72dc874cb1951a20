package matching

import (
	"bytes"
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/sheet"
	"hefu/ledger/statement"
)

const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Template is an empty payables ledger in XLSX, its headings in zh-CN or en, for whoever has no export at hand. Needs SeeStatements. Refused: not_found.
func (s *Service) Template(ctx context.Context, actor ledger.Actor, statementID ledger.ID, locale string) (File, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return File{}, err
	}
	if err := s.read(ctx, actor, statementID, func(ctx context.Context, tx *store.Tx) error {
		_, err := readStatement(ctx, tx, statementID)
		return err
	}); err != nil {
		return File{}, err
	}
	var file bytes.Buffer
	out := sheet.NewWriter(&file, sheet.XLSX)
	err := out.Sheet(wordLedger.in(locale), columnsIn(locale, wordDate, wordVoucher, wordInvoice, wordOrder, wordText, wordDebit, wordCredit)...)
	if err == nil {
		err = out.Write("", "", "", "", wordOpening.in(locale), "", "")
	}
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		return File{}, ledger.E("internal").Because(err)
	}
	return File{Name: wordLedger.in(locale) + ".xlsx", ContentType: workbookType, Content: file.Bytes()}, nil
}

// columnsIn are the columns of a payables ledger, as layout recognizes them.
func columnsIn(locale string, words ...word) []sheet.Column {
	out := make([]sheet.Column, len(words))
	for i, w := range words {
		out[i] = sheet.Column{Title: w.in(locale)}
		switch w {
		case wordDate:
			out[i].Kind = sheet.Date
		case wordDebit, wordCredit, wordBalance:
			out[i].Kind = sheet.Amount
		case wordText:
			out[i].Width = 30
		}
	}
	return out
}

// Sample is a made-up ledger of the statement's customer, so that whoever tries the product has something to match. It is offered in development
// alone. Needs SeeStatements. Refused: not_found.
func (s *Service) Sample(ctx context.Context, actor ledger.Actor, statementID ledger.ID) (File, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return File{}, err
	}
	if !s.samples {
		return File{}, ledger.E("not_found")
	}
	var content statement.Content
	err := s.read(ctx, actor, statementID, func(ctx context.Context, tx *store.Tx) error {
		at, err := answerable(ctx, tx, statementID)
		if err == nil {
			content, err = readContent(ctx, tx, statementID, at.Version)
		}
		return err
	})
	if err != nil {
		return File{}, err
	}
	file, err := SampleLedger(content)
	if err != nil {
		return File{}, ledger.E("internal").Because(err)
	}
	return File{Name: content.StatementNo + "-sample.xlsx", ContentType: workbookType, Content: file}, nil
}

// SampleLedger is a payables ledger as the customer of a statement might keep it, in XLSX: what the statement shows, with the faults of real life. One invoice
// is booked a little lower, the last one is not booked yet, and a payment is on its way.
func SampleLedger(c statement.Content) ([]byte, error) {
	var file bytes.Buffer
	out := sheet.NewWriter(&file, sheet.XLSX)
	if err := out.Sheet("应付账款明细账", columnsIn("zh-CN", wordDate, wordVoucher, wordText, wordDebit, wordCredit, wordBalance)...); err != nil {
		return nil, err
	}
	currency := money.Currency(c.Currency)
	balance := c.Opening
	rows := [][]string{{"", "", wordOpening.zh, "", "", money.Text(balance, currency)}}
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
	for _, row := range append(rows, []string{"", "", wordClosingOf.zh, "", "", money.Text(balance, currency)}) {
		if err := out.Write(row...); err != nil {
			return nil, err
		}
	}
	err := out.Close()
	return file.Bytes(), err
}
