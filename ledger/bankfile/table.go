package bankfile

import (
	"bytes"
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
	r := &tableReader{book: book, file: &File{Format: Format(book.Format())}, said: map[string]string{}}
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
	said    map[string]string // what stands above the header, by its name
	above   []string
	header  sheet.Row
	lines   []Line
	broken  []Problem
	totals  []sheet.Row
	bills   map[string]int // lines by direction, as Alipay and WeChat count them
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
	r.bills = map[string]int{}
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
	r.file.Statements = r.divide()
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
	if !ok {
		if text := tidy(strings.Join(row.Cells, " ")); r.remark(row, dated) {
			r.totals = append(r.totals, row)
			r.file.Skipped = append(r.file.Skipped, Skipped{Remark, place, short(text, 60)})
			return nil
		}
		return refuse(BadDate, place, dated)
	}
	amount, skip, err := r.amount(row, place)
	if err != nil {
		return err
	}
	if skip != "" {
		r.file.Skipped = append(r.file.Skipped, Skipped{skip, place, short(join(" ", r.cell(row, m.Counterparty), r.cell(row, m.Summary), r.cell(row, m.Status)), 60)})
		return nil
	}
	out := Line{Place: place, BookedOn: on, ValuedOn: on, Amount: amount, Kind: Credit,
		Counterparty: blankSlash(r.cell(row, m.Counterparty)), CounterpartyAccount: blankSlash(r.cell(row, m.CounterpartyAccount)), CounterpartyBank: blankSlash(r.cell(row, m.CounterpartyBank)),
		BankReference: reference(r.cell(row, m.Reference)), EndToEnd: reference(r.cell(row, m.OwnReference)), Remittance: blankSlash(r.cell(row, m.Remark)), BankText: blankSlash(r.cell(row, m.Summary))}
	if valued, ok := cellDay(r.cell(row, m.ValueDate)); ok {
		out.ValuedOn = valued
	} else if text := r.cell(row, m.ValueDate); text != "" {
		return refuse(BadDate, place, text)
	}
	out.Currency = currencyOf(r.cell(row, m.Currency))
	if amount.IsNegative() {
		out.Kind = Debit
		if strings.Contains(out.BankText+out.Remittance, "手续费") {
			out.Kind = Fee
		}
	}
	if strings.Contains(out.BankText+out.Remittance, "冲正") || strings.Contains(out.BankText, "退票") || strings.Contains(out.BankText, "退汇") {
		out.Kind = Reversal
	}
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

func blankSlash(text string) string {
	if text = tidy(text); text == "/" || text == "-" {
		return ""
	}
	return text
}

// remark tells whether a row without a date is text and no movement: a sum, a rule, a word of the bank.
func (r *tableReader) remark(row sheet.Row, dated string) bool {
	text := strings.Join(row.Cells, "")
	if strings.Contains(text, "合计") || strings.Contains(text, "总计") || strings.Contains(strings.ToLower(text), "total") {
		return true
	}
	return filled(row.Cells) <= 2 && (dated == "" || strings.Trim(dated, "0123456789-/. :") != "" || strings.Trim(dated, "-") == "")
}

// currencyOf reads a currency by its code or the name that Chinese banks give it.
func currencyOf(text string) string {
	text = strings.ToUpper(tidy(text))
	known := map[string]string{"人民币": "CNY", "RMB": "CNY", "人民币元": "CNY", "美元": "USD", "港币": "HKD", "港元": "HKD", "欧元": "EUR", "日元": "JPY", "英镑": "GBP"}
	if code, ok := known[text]; ok {
		return code
	}
	if _, err := money.ParseCurrency(text); err == nil || len(text) == 3 {
		return text
	}
	return ""
}
