package layout

import (
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger/calendar"
	"hefu/ledger/tally"
)

// Read reads all rows of the sheet by the mapping; rows are counted from 0 as for Recognize. Lines come in our sign, each with the number of its row plus one.
// A row without a date, as under merged cells, has that of the row before it.
func (m Mapping) Read(rows [][]string) Reading {
	var r Reading
	var last calendar.Date
	for i, row := range rows {
		if i <= m.Header || m.empty(row) {
			continue
		}
		if why := special(row); why != "" {
			m.note(&r, i, row, why)
			continue
		}
		if m.repeated(row) {
			r.Skipped = append(r.Skipped, Skip{i, "header"})
			continue
		}
		m.line(&r, i, row, &last)
	}
	return r
}

func (m Mapping) empty(row []string) bool {
	for _, place := range m.Columns {
		if place < len(row) && strings.TrimSpace(row[place]) != "" {
			return false
		}
	}
	return true
}

// repeated tells the header of a further page.
func (m Mapping) repeated(row []string) bool {
	same, all := 0, 0
	for place, text := range m.Headings {
		if text == "" {
			continue
		}
		all++
		if place < len(row) && strings.TrimSpace(row[place]) == text {
			same++
		}
	}
	return all > 1 && same*2 > all
}

// line reads a row that is a movement.
func (m Mapping) line(r *Reading, i int, row []string, last *calendar.Date) {
	fault := func(role Role, cause string) {
		r.Faults = append(r.Faults, Fault{i, role, cause, clip(m.cell(row, role))})
	}
	amount, role, cause := m.amount(row)
	if cause == "no_amount" {
		r.Skipped = append(r.Skipped, Skip{i, "no_amount"})
		return
	}
	if cause != "" {
		fault(role, cause)
		return
	}
	date, cause := m.date(row, *last)
	if cause != "" {
		fault(Date, cause)
		return
	}
	*last = date
	r.Lines = append(r.Lines, tally.Line{
		No: i + 1, Kind: kindOf(m.cell(row, Kind)), Number: m.cell(row, Number), Invoice: m.cell(row, Invoice), Order: m.cell(row, Order),
		Reference: m.cell(row, Reference), Text: m.cell(row, Text), Date: date, Amount: amount,
	})
	if r.First.IsZero() || date.Before(r.First) {
		r.First = date
	}
	if date.After(r.Last) {
		r.Last = date
	}
}

func (m Mapping) cell(row []string, role Role) string {
	place, ok := m.Columns[role]
	if !ok || place < 0 || place >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[place])
}

// date is a row's date; where none stands, that of the row before.
func (m Mapping) date(row []string, last calendar.Date) (calendar.Date, string) {
	text := m.cell(row, Date)
	if text == "" {
		if last.IsZero() {
			return last, "no_date"
		}
		return last, ""
	}
	if parts, ok := dateParts(m.Headings); ok && parts.day == m.Columns[Date] {
		if date, ok := parts.read(row, last); ok {
			return date, ""
		}
		return last, "not_a_date"
	}
	if date, ok := parseDate(text, m.DayFirst); ok {
		return date, ""
	}
	if date, ok := parseSerial(text); ok {
		return date, ""
	}
	return last, "not_a_date"
}

// amount is a row's movement in our sign; a cause says why there is none.
func (m Mapping) amount(row []string) (decimal.Decimal, Role, string) {
	read := func(role Role) (decimal.Decimal, bool) { return parseAmount(m.cell(row, role), m.Comma) }
	value := decimal.Zero // debit less credit
	if _, single := m.Columns[Amount]; single {
		amount, ok := read(Amount)
		if !ok {
			return value, Amount, "not_an_amount"
		}
		value = amount
		if _, sided := m.Columns[Direction]; sided && !amount.IsZero() {
			direction, ok := parseDirection(m.cell(row, Direction))
			if !ok || direction == 0 {
				return value, Direction, "no_direction"
			}
			value = amount.Mul(decimal.NewFromInt(int64(direction)))
		}
	} else {
		debit, ok := read(Debit)
		if !ok {
			return value, Debit, "not_an_amount"
		}
		credit, ok := read(Credit)
		if !ok {
			return value, Credit, "not_an_amount"
		}
		if !debit.IsZero() && !credit.IsZero() {
			return value, Credit, "both_sides"
		}
		value = debit.Sub(credit)
	}
	if value.IsZero() {
		return value, Amount, "no_amount"
	}
	if m.Sign == CreditIncreases {
		value = value.Neg()
	}
	return value, "", ""
}

var kindWords = []struct {
	kind  tally.Kind
	words []string
}{
	{tally.Credit, []string{"红字", "退货", "贷项", "credit note", "credit memo", "return"}},
	{tally.Adjustment, []string{"调整", "折扣", "折让", "返利", "扣款", "adjust", "discount", "rebate", "deduction"}},
	{tally.Receipt, []string{"付款", "支付", "电汇", "payment", "paid", "remittance", "bank transfer", "wire"}},
	{tally.Charge, []string{"发票", "采购", "入库", "应付", "invoice", "bill", "purchase"}},
}

func kindOf(text string) tally.Kind {
	text = strings.ToLower(text)
	for _, k := range kindWords {
		for _, word := range k.words {
			if strings.Contains(text, word) {
				return k.kind
			}
		}
	}
	return ""
}
