package layout_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger/calendar"
	"hefu/ledger/tally"
	"hefu/ledger/tally/layout"
	"hefu/ledger/tally/truth"
)

// maker writes a ledger as somebody else's program would: other words, other order, columns that nobody needs, totals between.
type maker struct {
	random *rand.Rand
	zh     bool
	form   int // of amounts: 0 two sides, 1 one signed column, 2 one signed column with negative charges, 3 a direction beside it, 4 columns that say the side
	dates  int
	rows   [][]string
	want   []tally.Line
}

type sheetColumn struct {
	head string
	cell func(line tally.Line, balance decimal.Decimal) string
}

func (m *maker) word(zh, en []string) string {
	from := en
	if m.zh {
		from = zh
	}
	return from[m.random.IntN(len(from))]
}

func (m *maker) date(d calendar.Date) string {
	year, month, day := d.Civil()
	switch m.dates {
	case 1:
		return fmt.Sprintf("%d/%d/%d", year, int(month), day)
	case 5:
		return d.String() + "T00:00:00"
	case 2:
		return fmt.Sprintf("%04d%02d%02d", year, int(month), day)
	case 3:
		return fmt.Sprintf("%02d.%02d.%04d", day, int(month), year)
	case 4:
		return fmt.Sprintf("%02d/%02d/%04d", int(month), day, year)
	}
	return d.String()
}

func (m *maker) money(d decimal.Decimal) string {
	text := d.StringFixed(2)
	if m.random.IntN(2) == 0 || d.IsZero() {
		return text
	}
	whole, places, _ := strings.Cut(d.Abs().StringFixed(2), ".")
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	if d.IsNegative() {
		return "-" + whole + "." + places
	}
	return whole + "." + places
}

func (m *maker) amounts() []sheetColumn {
	side := func(debit bool) func(tally.Line, decimal.Decimal) string {
		return func(line tally.Line, _ decimal.Decimal) string {
			if line.Amount.IsNegative() == debit {
				return m.money(line.Amount.Abs())
			}
			return []string{"", "0.00"}[m.form%2]
		}
	}
	signed := func(factor int64) func(tally.Line, decimal.Decimal) string {
		return func(line tally.Line, _ decimal.Decimal) string {
			return m.money(line.Amount.Mul(decimal.NewFromInt(factor)))
		}
	}
	one := m.word([]string{"金额", "发生金额", "本币金额", "金额（元）"}, []string{"Amount", "Amount (CNY)", "Local Amount", "Amt"})
	switch m.form {
	case 1:
		return []sheetColumn{{one, signed(1)}}
	case 2:
		return []sheetColumn{{one, signed(-1)}}
	case 3:
		return []sheetColumn{{m.word([]string{"方向", "借贷方向"}, []string{"D/C", "Dr/Cr"}), func(line tally.Line, _ decimal.Decimal) string {
			return m.word([]string{map[bool]string{true: "借", false: "贷"}[line.Amount.IsNegative()]}, []string{map[bool]string{true: "D", false: "C"}[line.Amount.IsNegative()]})
		}}, {one, func(line tally.Line, _ decimal.Decimal) string { return m.money(line.Amount.Abs()) }}}
	case 4:
		return []sheetColumn{{m.word([]string{"付款金额", "本期付款"}, []string{"Payments", "Paid"}), side(true)}, {m.word([]string{"应付金额", "本期应付"}, []string{"Charges", "Invoiced"}), side(false)}}
	}
	return []sheetColumn{{m.word([]string{"借方", "借方金额", "本期借方发生额"}, []string{"Debit", "Dr", "Debit Amount"}), side(true)},
		{m.word([]string{"贷方", "贷方金额", "本期贷方发生额"}, []string{"Credit", "Cr", "Credit Amount"}), side(false)}}
}

func (m *maker) columns() []sheetColumn {
	text := func(of func(tally.Line) string) func(tally.Line, decimal.Decimal) string {
		return func(line tally.Line, _ decimal.Decimal) string { return of(line) }
	}
	columns := []sheetColumn{
		{m.word([]string{"日期", "记账日期", "业务日期", "凭证日期"}, []string{"Date", "Posting Date", "Doc. Date", "Entry Date"}), text(func(l tally.Line) string { return m.date(l.Date) })},
		{m.word([]string{"凭证号", "单据编号", "凭证字号"}, []string{"Voucher No.", "Document No", "Doc. No."}), text(func(l tally.Line) string { return l.Number })},
		{m.word([]string{"摘要", "备注", "业务说明"}, []string{"Description", "Narration", "Memo"}), text(func(l tally.Line) string { return l.Text })},
		{m.word([]string{"发票号码", "发票号"}, []string{"Invoice No.", "Supplier Invoice"}), text(func(l tally.Line) string { return l.Invoice })},
	}
	others := []sheetColumn{
		{m.word([]string{"制单人", "审核"}, []string{"Prepared by", "User"}), text(func(tally.Line) string { return "王芳" })},
		{m.word([]string{"部门", "科目名称"}, []string{"Department", "Account"}), text(func(tally.Line) string { return m.word([]string{"采购部"}, []string{"2202 AP"}) })},
		{m.word([]string{"附件数", "行号"}, []string{"Qty", "Line"}), text(func(l tally.Line) string { return fmt.Sprint(l.No % 7) })},
	}
	columns = append(columns, others[:m.random.IntN(len(others)+1)]...)
	m.random.Shuffle(len(columns), func(i, j int) { columns[i], columns[j] = columns[j], columns[i] })
	at := m.random.IntN(len(columns) + 1)
	columns = append(columns[:at:at], append(m.amounts(), columns[at:]...)...)
	if m.random.IntN(2) == 0 {
		columns = append(columns, sheetColumn{m.word([]string{"余额", "期末余额"}, []string{"Balance", "Running Balance"}), func(_ tally.Line, balance decimal.Decimal) string { return m.money(balance) }})
	}
	return columns
}

func (m *maker) write(c truth.Case, count int) {
	columns := m.columns()
	row := func(cell func(sheetColumn) string) {
		var cells []string
		for _, column := range columns {
			cells = append(cells, cell(column))
		}
		m.rows = append(m.rows, cells)
	}
	for range m.random.IntN(3) {
		m.rows = append(m.rows, []string{m.word([]string{"应付账款明细账", "供应商往来明细"}, []string{"Accounts payable ledger", "Vendor ledger"})})
	}
	row(func(column sheetColumn) string { return column.head })
	balance := decimal.NewFromInt(int64(m.random.IntN(90_000)))
	for i, line := range c.Theirs[:count] {
		balance = balance.Add(line.Amount)
		m.want = append(m.want, line)
		row(func(column sheetColumn) string { return column.cell(line, balance) })
		if i%17 == 16 {
			m.rows = append(m.rows, []string{m.word([]string{"本月合计", "小计"}, []string{"Subtotal", "Total"}), "", m.money(balance)})
		}
	}
}

// TestSheetsOfManyProgramsAreRead writes ledgers in made-up layouts and asks for every line back, with amount, sign, date and number.
func TestSheetsOfManyProgramsAreRead(t *testing.T) {
	const sheets = 300
	right := 0
	wrong := map[string]int{}
	for seed := range uint64(sheets) {
		m := &maker{random: rand.New(rand.NewPCG(seed, 7))}
		m.zh, m.form, m.dates = m.random.IntN(3) > 0, int(seed%5), m.random.IntN(6)
		m.write(truth.Make(60, truth.Levels[1], truth.OwnVouchers, seed), 50)
		guess := layout.Recognize(m.rows[:min(len(m.rows), 40)])
		reading := guess.Mapping.Read(m.rows)
		problem := ""
		if len(reading.Lines) != len(m.want) {
			problem = fmt.Sprintf("%d lines of %d", len(reading.Lines), len(m.want))
		} else {
			for i, line := range reading.Lines {
				want := m.want[i]
				if !line.Amount.Equal(want.Amount) || line.Date != want.Date || line.Number != want.Number || line.Invoice != strings.TrimSpace(want.Invoice) {
					problem = fmt.Sprintf("line %+v is not %+v", line, want)
					break
				}
			}
		}
		if problem == "" {
			right++
			continue
		}
		wrong[fmt.Sprintf("form %d, dates %d", m.form, m.dates)]++
		if testing.Verbose() {
			t.Logf("seed %d: %s\n  %q\n  %v %s %v", seed, problem, guess.Mapping.Headings, guess.Mapping.Columns, guess.Mapping.Sign, guess.Grounds)
		}
	}
	t.Logf("%d of %d sheets are read without a hand; wrong: %v", right, sheets, wrong)
	if right*100 < sheets*97 {
		t.Errorf("only %d of %d sheets are read right", right, sheets)
	}
}
