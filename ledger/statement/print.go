package statement

import (
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger/money"
	"hefu/ledger/pdf"
)

// layOut lays a content out as PDF. on is the business day of the issue; at the instant that becomes the file's creation date.
func layOut(c Content, look Look, sha256, locale, on string, at time.Time) ([]byte, error) {
	result, err := pdf.RenderStatement(page(c, look, sha256, locale, on, at))
	return result.PDF, err
}

func page(c Content, look Look, sha256, locale, on string, at time.Time) pdf.Statement {
	currency := money.Currency(c.Currency)
	amount := func(d decimal.Decimal) string { return money.Format(d, currency, locale) }
	s := pdf.Statement{
		Locale: pdf.Locale(locale), Number: c.StatementNo, Version: strconv.Itoa(c.Version), Date: at,
		Seller:   pdf.Seller{Name: c.Organization.Name, NameEn: c.Organization.NameEN, Address: c.Organization.Address, Phone: c.Organization.Phone, TaxID: c.Organization.TaxID},
		Customer: pdf.Customer{Name: c.Customer.Name, NameEn: c.Customer.NameEN, Code: c.Customer.Code},
		Currency: pdf.Currency{Code: c.Currency, Name: currency.Name(locale)}, Period: date(c.PeriodStart) + " ~ " + date(c.CutOff),
		Terms: c.Terms.ZH, IssuedOn: on, ContentHash: sha256,
		Totals: []pdf.Figure{
			{Label: pdf.OpeningBalance, Amount: amount(c.Opening)}, {Label: pdf.Charges, Amount: amount(c.Totals.Charges)},
			{Label: pdf.Credits, Amount: amount(c.Totals.Credits)}, {Label: pdf.Receipts, Amount: amount(c.Totals.Receipts)},
			{Label: pdf.Adjustments, Amount: amount(c.Totals.Adjustments)}, {Label: pdf.ClosingBalance, Amount: amount(c.Closing)},
		},
		Standing: []pdf.Figure{{Label: pdf.Overdue, Amount: amount(c.Overdue)}},
	}
	note := look.NoteZH
	if locale == "en" {
		s.Terms, note = c.Terms.EN, look.NoteEN
	}
	s.Title, s.Hidden = pdf.Term{Zh: look.TitleZH, En: look.TitleEN}, look.HiddenColumns
	if note != "" {
		s.Notes = strings.Split(note, "\n")
	}
	for _, b := range c.Aging {
		figure := pdf.Figure{Label: bucketWord(b.Key), Amount: amount(b.Open)}
		if b.Key == creditsBucket { // they stand beside the aging, never inside it
			s.Standing = append(s.Standing, figure)
		} else {
			s.Aging = append(s.Aging, figure)
		}
	}
	for _, cell := range c.FieldsOfCustomer(locale) {
		if cell.Text != "" {
			s.Facts = append(s.Facts, pdf.Figure{Label: pdf.Term{Zh: cell.Label, En: cell.Label}, Amount: cell.Text})
		}
	}
	s.Extra = c.printed()
	for _, l := range c.Lines {
		line := pdf.Line{Date: date(l.DocumentDate), Document: l.DocumentNo, Kind: kindWord(l.Kind, locale), Description: l.Description,
			Order: firstOf(l.OrderNo, l.ContractNo), Due: date(l.DueDate), Balance: amount(l.Balance), Extra: c.printedOf(l.DocumentID, locale)}
		if l.Amount.IsNegative() {
			line.Credit = amount(l.Amount.Neg())
		} else {
			line.Debit = amount(l.Amount)
		}
		s.Lines = append(s.Lines, line)
	}
	for _, i := range c.OpenItems {
		s.OpenItems = append(s.OpenItems, pdf.OpenItem{Document: i.DocumentNo, Date: date(i.DocumentDate), Due: date(i.DueDate), Original: amount(i.Original),
			Received: amount(i.Original.Sub(i.Open)), Open: amount(i.Open), Extra: c.printedOf(i.DocumentID, locale)})
	}
	if look.PayeeShown && c.Organization.PayeeAccount != "" && c.Closing.IsPositive() {
		s.Slip = &pdf.Slip{Payee: c.Organization.PayeeName, Bank: c.Organization.PayeeBank, Account: c.Organization.PayeeAccount, Reference: c.StatementNo,
			Amount: c.Currency + " " + amount(c.Closing), Payer: c.Customer.Name}
	}
	return s
}
