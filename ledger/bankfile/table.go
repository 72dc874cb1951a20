package bankfile

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger/money"
	"hefu/ledger/sheet"
)

// headerWithin is how many rows may stand above the header: who, which account, which days, what to mind.
const (
	headerWithin = 60
	sampleRows   = 5
)

// readTable reads an export as CSV or XLSX.
func readTable(content []byte, name string, options Options) (*File, error) {
	book, err := sheet.Open(bytes.NewReader(content), int64(len(content)), name, sheet.Options{MaxRows: maxLines + headerWithin})
	if err != nil {
		return nil, err
	}
	r := &tableReader{book: book, file: &File{Format: Format(book.Format())}, given: options.Mapping != nil}
	r.file.Encoding, _ = book.Encoding()
	wanted := Mapping{}
	if options.Mapping != nil {
		wanted = *options.Mapping
	}
	if err := r.findHeader(wanted); err != nil {
		return nil, err
	}
	if r.mapping.enough() {
		if err := r.readRows(); err != nil {
			return nil, err
		}
	}
	return r.file, nil
}

type tableReader struct {
	book    *sheet.Book
	file    *File
	mapping Mapping
	column  map[string]int
	given   bool  // a person said which column is which
	more    []int // further columns of text
	payee   int   // of a table with payer and payee: the column of the payee's name, and of its account; -1: none
	payeeNo int
	undone  int      // the column that marks what was taken back; -1: none
	summary bool     // the last row named the totals that the next one has
	above   []string // what stands above the table, and below it
	header  sheet.Row
	lines   []Line
	broken  []Problem
	totals  []sheet.Row
	bills   map[string]int             // lines by direction, as Alipay and WeChat count them
	billed  map[string]decimal.Decimal // and what they come to
}

// cell is a column's text; "" where the table does not have the column.
func (r *tableReader) cell(row sheet.Row, column string) string {
	if column == "" {
		return ""
	}
	return strings.TrimSpace(strings.Trim(row.Cell(r.column[column]), "\t \u00a0\u3000'`"))
}

// readRows makes lines of the rows below the header.
func (r *tableReader) readRows() error {
	r.bills, r.billed = map[string]int{}, map[string]decimal.Decimal{}
	for row, err := range r.book.Rows(r.mapping.Sheet) {
		if err != nil {
			return err
		}
		if row.Number <= r.header.Number {
			continue
		}
		if err := r.row(row); err != nil {
			return err
		}
	}
	r.settleOut()
	r.file.Statements = r.divide()
	r.settleSure()
	if len(r.file.Statements) == 0 && len(r.file.Skipped) == 0 {
		return refuse(NoStatement, "", "")
	}
	return nil
}

// row makes a line, or says why it is none. What is neither a line nor a remark refuses the file: nothing is left out quietly.
func (r *tableReader) row(row sheet.Row) error {
	place, m := "row "+strconv.Itoa(row.Number), r.mapping
	dated := r.cell(row, m.Date)
	on, ok := cellDay(dated)
	if !ok || r.summary {
		if r.remark(row, dated) {
			r.totals = append(r.totals, row)
			text := tidy(strings.Join(row.Cells, " "))
			r.above = append(r.above, text)
			r.file.Skipped = append(r.file.Skipped, Skipped{Remark, place, short(text, 60)})
			return nil
		}
		return refuse(BadDate, place, dated)
	}
	if filledTo(row.Cells) > len(r.header.Cells) {
		return refuse(TooWide, place, row.Cells[filledTo(row.Cells)-1])
	}
	amount, skip, err := r.amount(row, place)
	if err != nil {
		return err
	}
	if skip != "" {
		r.file.Skipped = append(r.file.Skipped, Skipped{skip, place, short(join(" ", r.cell(row, m.Counterparty), r.cell(row, m.Summary), r.cell(row, m.Status)), 60)})
		return nil
	}
	out := Line{Place: place, BookedOn: on, ValuedOn: on, Amount: amount, own: r.cell(row, m.OwnAccount),
		Counterparty: blankSlash(r.cell(row, m.Counterparty)), CounterpartyAccount: blankSlash(r.cell(row, m.CounterpartyAccount)), CounterpartyBank: blankSlash(r.cell(row, m.CounterpartyBank)),
		BankReference: reference(r.cell(row, m.Reference)), EndToEnd: reference(r.cell(row, m.OwnReference)), Remittance: blankSlash(r.cell(row, m.Remark)), BankText: blankSlash(r.cell(row, m.Summary))}
	out.paidOut = m.In != "" && r.cell(row, m.Out) != "" && !in(r.cell(row, m.In))
	r.furtherText(&out, row)
	if valued, ok := cellDay(r.cell(row, m.ValueDate)); ok {
		out.ValuedOn = valued
	} else if text := r.cell(row, m.ValueDate); text != "" {
		return refuse(BadDate, place, text)
	}
	said := r.cell(row, m.Currency)
	if out.Currency = currencyOf(said); out.Currency == "" && blankSlash(said) != "" {
		return refuse(BadCurrency, place, said)
	}
	out.Kind = out.kind(r.undone >= 0 && undone[strings.ToLower(strings.TrimSpace(row.Cell(r.undone)))])
	balance, blank, ok := cellFigure(r.cell(row, m.Balance))
	switch {
	case !ok:
		r.broken = append(r.broken, Problem{BalanceUnread, place, r.cell(row, m.Balance)})
	case !blank:
		out.Balance = decimal.NewNullDecimal(balance)
	}
	r.lines = append(r.lines, out)
	return nil
}

// in tells whether a cell has a figure that is not zero.
func in(text string) bool {
	amount, blank, ok := cellFigure(text)
	return ok && !blank && !amount.IsZero()
}

// undone are the marks of a column for what was taken back (冲账标志).
var undone = map[string]bool{"y": true, "yes": true, "是": true, "1": true, "*": true, "冲正": true, "冲账": true, "冲帐": true, "已冲正": true}

// kind tells a line by its sign and words.
func (l Line) kind(marked bool) Kind {
	switch {
	case marked, strings.Contains(l.BankText+l.Remittance, "冲正"), strings.Contains(l.BankText, "退票"), strings.Contains(l.BankText, "退汇"):
		return Reversal
	case !l.Amount.IsNegative():
		return Credit
	case strings.Contains(l.BankText+l.Remittance, "手续费"):
		return Fee
	}
	return Debit
}

// furtherText reads what stands in columns of text that have no place of their own; and of payer and payee, whoever is the other.
func (r *tableReader) furtherText(l *Line, row sheet.Row) {
	if l.Amount.IsNegative() && r.payee >= 0 {
		l.Counterparty = blankSlash(row.Cell(r.payee))
	}
	if l.Amount.IsNegative() && r.payeeNo >= 0 {
		l.CounterpartyAccount = blankSlash(row.Cell(r.payeeNo))
	}
	var texts []string
	for _, at := range r.more {
		if text := blankSlash(strings.Trim(row.Cell(at), "\t '`")); text != "" && text != l.Remittance && text != l.BankText {
			texts = append(texts, text)
		}
	}
	l.More = join(" ", texts...)
}

func blankSlash(text string) string {
	if text = tidy(text); text == "/" || text == "-" {
		return ""
	}
	return text
}

// remark tells whether a row without a date is text and no movement: a sum, a rule, a word of the bank, the header once more.
func (r *tableReader) remark(row sheet.Row, dated string) bool {
	if r.summary { // the figures of the totals that the row before named
		r.summary = false
		return true
	}
	if r.summary = strings.Contains(dated, "总笔数"); r.summary || slices.Equal(trimmed(row.Cells), trimmed(r.header.Cells)) {
		return true
	}
	if r.totalsRow(row, dated) {
		return true
	}
	if r.moves(row) {
		return false
	}
	return filled(row.Cells) <= 2 && (dated == "" || strings.Trim(dated, "0123456789-/. :") != "" || strings.Trim(dated, "-") == "")
}

// totals tells whether a cell names sums; what is longer than these names are says more.
func totals(cell string) bool {
	text := plainName(cell)
	return len([]rune(text)) <= 14 && totalWord.MatchString(text) || strings.HasPrefix(text, "#")
}

var totalWord = regexp.MustCompile(`累计|合计|总计|小计|^(sub|grand)?total`)

// totalsRow tells a row of sums: its first words say so, and where the date would stand there is nothing else.
func (r *tableReader) totalsRow(row sheet.Row, dated string) bool {
	if dated != "" {
		return totals(dated)
	}
	for i, cell := range row.Cells {
		if cell = strings.TrimSpace(cell); cell == "" {
			continue
		}
		name := -1
		if r.mapping.Counterparty != "" {
			name = r.column[r.mapping.Counterparty]
		}
		return i != name && totals(cell)
	}
	return false
}

// moves tells whether a row has a figure where money would stand.
func (r *tableReader) moves(row sheet.Row) bool {
	for _, column := range []string{r.mapping.Amount, r.mapping.In, r.mapping.Out} {
		if column != "" && in(r.cell(row, column)) {
			return true
		}
	}
	return false
}

func trimmed(cells []string) []string {
	var out []string
	for _, cell := range cells {
		out = append(out, plainName(cell))
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}

var threeLetters = regexp.MustCompile(`^[A-Z]{3}$`)

// currencyOf reads a currency by its code or the name that Chinese banks give it.
func currencyOf(text string) string {
	text = strings.ToUpper(tidy(text))
	known := map[string]string{"人民币": "CNY", "RMB": "CNY", "人民币元": "CNY", "美元": "USD", "港币": "HKD", "港元": "HKD", "欧元": "EUR", "日元": "JPY", "英镑": "GBP", "人民币(CNY)": "CNY", "CNY人民币": "CNY", "¥": "CNY", "￥": "CNY", "156": "CNY", "001": "CNY", "01": "CNY", "840": "USD", "014": "USD", "013": "HKD", "344": "HKD", "038": "EUR", "978": "EUR"}
	if code, ok := known[text]; ok {
		return code
	}
	if _, err := money.ParseCurrency(text); err == nil || threeLetters.MatchString(text) {
		return text
	}
	return ""
}
