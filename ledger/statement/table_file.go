package statement

import (
	"bytes"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/field"
	"hefu/ledger/money"
	"hefu/ledger/sheet"
)

// tables writes a content as CSV or XLSX. Every figure is the body's own; nothing is computed again but the text of it.
type tables struct {
	Content
	look   Look
	sha256 string
	locale string
	out    *sheet.Writer
}

func writeTables(c Content, look Look, sha256, locale string, format sheet.Format) ([]byte, error) {
	var file bytes.Buffer
	t := tables{c, look, sha256, locale, sheet.NewWriter(&file, format)}
	parts := []func() error{t.flat}
	if format == sheet.XLSX {
		parts = []func() error{t.summary, t.movements, t.forward}
	}
	for _, part := range append(parts, t.out.Close) {
		if err := part(); err != nil {
			return nil, err
		}
	}
	return file.Bytes(), nil
}

func (t tables) money(amount decimal.Decimal) string {
	return money.Text(amount, money.Currency(t.Currency))
}

func (t tables) column(kind sheet.Kind, title word) sheet.Column {
	return sheet.Column{Title: title.in(t.locale), Kind: kind}
}

func (t tables) lineColumns() []sheet.Column {
	return []sheet.Column{
		t.column(sheet.Number, wordNo), t.column(sheet.Text, wordKind), t.column(sheet.Text, wordDocumentNo), t.column(sheet.Date, wordDate),
		t.column(sheet.Date, wordDue), t.column(sheet.Date, wordShipped), t.column(sheet.Text, wordOrder), t.column(sheet.Text, wordContract),
		t.column(sheet.Text, wordInvoice), t.column(sheet.Text, wordDescription), t.column(sheet.Number, wordQuantity), t.column(sheet.Number, wordPrice),
		t.column(sheet.Amount, wordNet), t.column(sheet.Amount, wordTax), t.column(sheet.Amount, wordFreight), t.column(sheet.Amount, wordAmount),
		t.column(sheet.Amount, wordReceived), t.column(sheet.Amount, wordOpen), t.column(sheet.Amount, wordBalance),
	}
}

func (t tables) lineCells(l Line) []string {
	return []string{strconv.Itoa(l.No), kindWord(l.Kind, t.locale), l.DocumentNo, date(l.DocumentDate), date(l.DueDate), date(l.ShipmentDate), l.OrderNo,
		l.ContractNo, l.InvoiceNo, l.Description, optional(l.Quantity), optional(l.UnitPrice), t.money(l.Net), t.money(l.Tax), t.money(l.Freight),
		t.money(l.Amount), t.money(l.Received), t.money(l.Open), t.money(l.Balance)}
}

// lineKeys names the columns of lineColumns, so that a template can leave some out.
var lineKeys = []string{"no", "kind", "document_no", "document_date", "due_date", "shipment_date", "order_no", "contract_no", "invoice_no", "description",
	"quantity", "unit_price", "net", "tax", "freight", "amount", "received", "open", "balance"}

// shown leaves out of a row of lineColumns, lead cells further right, what the template hides.
func shown[T any](t tables, row []T, lead int) []T {
	if len(t.look.HiddenColumns) == 0 {
		return row
	}
	out := slices.Clone(row[:lead])
	for i, key := range lineKeys {
		if !t.look.hides(key) {
			out = append(out, row[lead+i])
		}
	}
	return out
}

// fieldColumns are the columns of the custom fields that the template names, after all others.
func (t tables) fieldColumns() []sheet.Column {
	if t.Fields == nil {
		return nil
	}
	var out []sheet.Column
	for _, c := range t.Fields.Columns {
		if c.Subject != field.OfCustomer {
			out = append(out, sheet.Column{Title: c.definition().Label(t.locale), Kind: c.definition().Cell()})
		}
	}
	return out
}

func (t tables) fieldCells(document ledger.ID) []string {
	var out []string
	for _, cell := range t.FieldsOf(document, t.locale) {
		out = append(out, cell.Text)
	}
	return out
}

// flat is the statement as one table: the opening balance, the movements, the groups, the closing balance, then what was brought
// forward. A first column says which is which.
func (t tables) flat() error {
	columns := append([]sheet.Column{t.column(sheet.Text, wordSection), t.column(sheet.Text, wordCurrency)}, t.lineColumns()...)
	if err := t.out.Sheet(t.StatementNo, append(shown(t, columns, 2), t.fieldColumns()...)...); err != nil {
		return err
	}
	figure := func(section word, amount decimal.Decimal, at int) error {
		cells := make([]string, len(columns))
		cells[0], cells[1], cells[at] = section.in(t.locale), t.Currency, t.money(amount)
		return t.out.Write(append(shown(t, cells, 2), t.fieldCells(ledger.ID{})...)...)
	}
	amount, open, balance := len(columns)-4, len(columns)-2, len(columns)-1
	if err := figure(wordOpening, t.Opening, balance); err != nil {
		return err
	}
	for _, l := range t.Lines {
		if err := t.out.Write(append(shown(t, append([]string{wordMovements.in(t.locale), t.Currency}, t.lineCells(l)...), 2), t.fieldCells(l.DocumentID)...)...); err != nil {
			return err
		}
	}
	for _, row := range []struct {
		section word
		amount  decimal.Decimal
		at      int
	}{{wordCharges, t.Totals.Charges, amount}, {wordCredits, t.Totals.Credits, amount}, {wordReceipts, t.Totals.Receipts, amount},
		{wordAdjustments, t.Totals.Adjustments, amount}, {wordClosing, t.Closing, balance}, {wordOverdue, t.Overdue, open}} {
		if err := figure(row.section, row.amount, row.at); err != nil {
			return err
		}
	}
	for _, i := range t.OpenItems {
		cells := make([]string, len(columns))
		cells[0], cells[1], cells[2], cells[3], cells[4] = wordForward.in(t.locale), t.Currency, strconv.Itoa(i.No), kindWord(i.Kind, t.locale), i.DocumentNo
		cells[5], cells[6], cells[8], cells[11] = date(i.DocumentDate), date(i.DueDate), i.OrderNo, i.Description
		cells[amount], cells[amount+1], cells[open] = t.money(i.Original), t.money(i.Original.Sub(i.Open)), t.money(i.Open)
		if err := t.out.Write(append(shown(t, cells, 2), t.fieldCells(i.DocumentID)...)...); err != nil {
			return err
		}
	}
	return nil
}

// summary is the first sheet of a workbook: what it is, and its figures.
func (t tables) summary() error {
	err := t.out.Sheet(wordSummary.in(t.locale), t.column(sheet.Text, wordItem), t.column(sheet.Text, wordContent), t.column(sheet.Amount, wordAmount))
	if err != nil {
		return err
	}
	name, terms, seller := t.Customer.Name, t.Terms.ZH, t.Organization.Name
	title, note := t.look.TitleZH, t.look.NoteZH
	if t.locale == "en" {
		title, note = t.look.TitleEN, t.look.NoteEN
		name, terms, seller = firstOf(t.Customer.NameEN, name), t.Terms.EN, firstOf(t.Organization.NameEN, seller)
	}
	for _, row := range []struct {
		item word
		text string
	}{{wordNumber, t.StatementNo}, {wordVersion, strconv.Itoa(t.Version)}, {wordSeller, seller}, {wordCustomer, t.Customer.Code + " " + name},
		{wordPeriod, date(t.PeriodStart) + " ~ " + date(t.CutOff)}, {wordCurrency, t.Currency}, {wordTerms, terms}, {wordHash, t.sha256}, {wordTitle, title}, {wordNote, note}} {
		if row.text == "" && (row.item == wordTitle || row.item == wordNote) {
			continue
		}
		if err := t.out.Write(row.item.in(t.locale), row.text, ""); err != nil {
			return err
		}
	}
	for _, cell := range t.FieldsOfCustomer(t.locale) {
		if err := t.out.Write(cell.Label, cell.Text, ""); err != nil {
			return err
		}
	}
	for _, row := range []struct {
		item   word
		amount decimal.Decimal
	}{{wordOpening, t.Opening}, {wordCharges, t.Totals.Charges}, {wordCredits, t.Totals.Credits}, {wordReceipts, t.Totals.Receipts},
		{wordAdjustments, t.Totals.Adjustments}, {wordClosing, t.Closing}, {wordOverdue, t.Overdue}} {
		if err := t.out.Write(row.item.in(t.locale), "", t.money(row.amount)); err != nil {
			return err
		}
	}
	for _, b := range t.Aging {
		label := bucketWord(b.Key)
		if err := t.out.Write(word{label.Zh, label.En}.in(t.locale), "", t.money(b.Open)); err != nil {
			return err
		}
	}
	return nil
}

func (t tables) movements() error {
	if err := t.out.Sheet(wordMovements.in(t.locale), append(shown(t, t.lineColumns(), 0), t.fieldColumns()...)...); err != nil {
		return err
	}
	for _, l := range t.Lines {
		if err := t.out.Write(append(shown(t, t.lineCells(l), 0), t.fieldCells(l.DocumentID)...)...); err != nil {
			return err
		}
	}
	return nil
}

func (t tables) forward() error {
	err := t.out.Sheet(wordForward.in(t.locale), append([]sheet.Column{t.column(sheet.Number, wordNo), t.column(sheet.Text, wordKind), t.column(sheet.Text, wordDocumentNo),
		t.column(sheet.Date, wordDate), t.column(sheet.Date, wordDue), t.column(sheet.Text, wordOrder), t.column(sheet.Text, wordDescription),
		t.column(sheet.Amount, wordAmount), t.column(sheet.Amount, wordReceived), t.column(sheet.Amount, wordOpen), t.column(sheet.Number, wordOverdueDays)}, t.fieldColumns()...)...)
	if err != nil {
		return err
	}
	for _, i := range t.OpenItems {
		err := t.out.Write(append([]string{strconv.Itoa(i.No), kindWord(i.Kind, t.locale), i.DocumentNo, date(i.DocumentDate), date(i.DueDate), i.OrderNo, i.Description,
			t.money(i.Original), t.money(i.Original.Sub(i.Open)), t.money(i.Open), strconv.Itoa(i.DaysOverdue)}, t.fieldCells(i.DocumentID)...)...)
		if err != nil {
			return err
		}
	}
	return nil
}

// date is empty where there is none.
func date(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
