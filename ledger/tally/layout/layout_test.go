package layout_test

import (
	"fmt"
	"strings"
	"testing"

	"hefu/ledger/tally/layout"
)

// table reads rows of cells parted by bars.
func table(text string) [][]string {
	var rows [][]string
	for _, row := range strings.Split(strings.Trim(text, "\n"), "\n") {
		cells := strings.Split(row, "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, cells)
	}
	return rows
}

// Each ledger says which columns and sign are right, and what its lines are in our sign.
var ledgers = []struct {
	name, rows, columns string
	sign                layout.Sign
	lines               string
	opening, closing    string
}{
	{
		"payables ledger of a Chinese program", `
应付账款明细账
单位：甲公司 | | 期间：2026年3月
日期 | 凭证字号 | 摘要 | 借方金额 | 贷方金额 | 方向 | 余额
 | | 期初余额 | | | 贷 | 1,000.00
2026-03-02 | 记-0003 | 采购入库 发票12345678 | | 2,260.00 | 贷 | 3,260.00
2026-03-10 | 记-0011 | 付货款 | 1,000.00 | | 贷 | 2,260.00
2026-03-31 | 记-0040 | 采购入库 发票12345699 | | 113.00 | 贷 | 2,373.00
2026-03-31 | | 本月合计 | 1,000.00 | 2,373.00 | 贷 | 2,373.00
2026-03-31 | | 本年累计 | 5,000.00 | 9,373.00 | 贷 | 2,373.00
 | | 期末余额 | | | 贷 | 2,373.00
`, "date=0 number=1 text=2 debit=3 credit=4 balance=6", layout.CreditIncreases, "2260 -1000 113", "1000", "2373",
	},
	{
		"English, other order, one signed column", `
Supplier statement | Acme Ltd
Amount | Invoice No. | Posting Date | Description | PO Number
1,130.00 | INV-0001 | 2026-03-01 | Goods | PO-1
(500.00) | | 2026-03-15 | Payment by wire |
226.00 | INV-0002 | 2026-03-20 | Goods | PO-2
Total | | | |
`, "date=2 invoice=1 order=4 text=3 amount=0", layout.DebitIncreases, "1130 -500 226", "", "",
	},
	{
		"a payables account where invoices are negative", `
Doc No | Doc Date | Text | Amount in local currency
51000001 | 03.03.2026 | Invoice 4711 | -1130.00
51000002 | 13.03.2026 | Payment | 1130.00
51000003 | 23.03.2026 | Invoice 4712 | -226.50
51000004 | 24.03.2026 | Invoice 4713 | -26.50
`, "number=0 date=1 text=2 amount=3", layout.CreditIncreases, "1130 -1130 226.5 26.5", "", "",
	},
	{
		"a copy of our own ledger: debit increases", `
日期 | 单据编号 | 借方 | 贷方 | 余额
2026/3/1 | XS-001 | 100.00 | | 100.00
2026/3/2 | SK-001 | | 40.00 | 60.00
2026/3/3 | XS-002 | 10.00 | | 70.00
2026/3/4 | XS-003 | 30.00 | | 100.00
`, "date=0 number=1 debit=2 credit=3 balance=4", layout.DebitIncreases, "100 -40 10 30", "", "",
	},
	{
		"direction beside one amount", `
凭证日期 | 凭证号 | 摘要 | 方向 | 金额
20260301 | 12 | 入库 | 贷 | 300
20260302 | 13 | 付款 | 借 | 100
20260303 | 14 | 入库 | 贷 | 50
`, "date=0 number=1 text=2 direction=3 amount=4", layout.CreditIncreases, "300 -100 50", "", "",
	},
	{
		"headings that say the side", `
业务日期 | 单号 | 应付金额 | 付款金额 | 结余
2026年3月1日 | R-1001 | 800.00 | | 800.00
2026年3月5日 | P-2001 | | 300.00 | 500.00
2026年3月9日 | R-1002 | 20.00 | | 520.00
`, "date=0 number=1 credit=2 debit=3 balance=4", layout.CreditIncreases, "800 -300 20", "", "",
	},
	{
		"decimal commas, German", `
Datum | Beleg | Soll | Haben | Saldo
01.03.2026 | 90000001 | | 1.130,00 | 1.130,00
13.03.2026 | 90000002 | 130,00 | | 1.000,00
14.03.2026 | 90000003 | | 5,50 | 1.005,50
`, "date=0 debit=2 credit=3 balance=4", layout.CreditIncreases, "1130 -130 5.5", "", "",
	},
	{
		"no header at all", `
2026-03-01 | 采购材料 | 12345678 | | 113.00
2026-03-04 | 采购材料 | 12345679 | | 226.00
2026-03-05 | 付款 | | 100.00 |
2026-03-09 | 采购材料 | 12345680 | | 339.00
`, "date=0 text=1 invoice=2 debit=3 credit=4", layout.CreditIncreases, "113 226 -100 339", "", "",
	},
	{
		"two header rows, dates under merged cells, header again on a new page", `
日期 | 凭证号 | 摘要 | 本期发生额 | | 余额
 | | | 借方 | 贷方 |
2026-03-01 | 记-1 | 入库 | | 10.00 | 10.00
 | 记-1 | 入库 | | 20.00 | 30.00
日期 | 凭证号 | 摘要 | 借方 | 贷方 | 余额
2026-03-02 | 记-2 | 付款 | 5.00 | | 25.00
2026-03-03 | 记-3 | 入库 | | 7.00 | 32.00
`, "date=0 number=1 text=2 debit=3 credit=4 balance=5", layout.CreditIncreases, "10 20 -5 7", "", "",
	},
	{
		"dates that lost their format", `
日期 | 单号 | 摘要 | 借方 | 贷方
46082 | R-1001 | 采购 | | 800.00
46090 | P-2001 | 付款 | 300.00 |
46092 | R-1002 | 采购 | | 20.00
`, "date=0 number=1 text=2 debit=3 credit=4", layout.CreditIncreases, "800 -300 20", "", "",
	},
	{
		"the year above months and days", `
应付账款明细账 | | | | | | |
2026年 | | 凭证号数 | 摘要 | 借方 | 贷方 | 方向 | 余额
月 | 日 | | | | | |
 | | | 上年结转 | | | 贷 | 500.00
3 | 2 | 记-0003 | 采购入库 | | 2,260.00 | 贷 | 2,760.00
3 | 10 | 记-0011 | 付货款 | 1,000.00 | | 贷 | 1,760.00
 | 15 | 记-0012 | 采购入库 | | 40.00 | 贷 | 1,800.00
3 | | | 本月合计 | 1,000.00 | 2,300.00 | 贷 | 1,800.00
4 | 1 | 记-0002 | 采购入库 | | 60.00 | 贷 | 1,860.00
`, "date=1 number=2 text=3 debit=4 credit=5 balance=7", layout.CreditIncreases, "2260 -1000 40 60", "500", "",
	},
	{
		"year, month and day in columns", `
年 | 月 | 日 | 凭证号 | 摘要 | 金额
2026 | 3 | 2 | 记-0003 | 采购入库 | 2260
2026 | 3 | 10 | 记-0011 | 付货款 | -1000
2026 | 4 | 1 | 记-0012 | 采购入库 | 40
`, "date=2 number=3 text=4 amount=5", layout.DebitIncreases, "2260 -1000 40", "", "",
	},
	{
		"red entries stay on their side", `
Date | Voucher No | Invoice No | Debit | Credit
2026-03-01 | V100 | 10000001 | 0.00 | 100.00
2026-03-02 | V101 | 10000002 | 0.00 | -30.00
2026-03-03 | V102 | | 70.00 | 0.00
`, "date=0 number=1 invoice=2 debit=3 credit=4", layout.CreditIncreases, "100 -30 -70", "", "",
	},
}

func TestColumnsAreRecognized(t *testing.T) {
	for _, test := range ledgers {
		t.Run(test.name, func(t *testing.T) {
			rows := table(test.rows)
			guess := layout.Recognize(rows)
			want := map[layout.Role]int{}
			for _, pair := range strings.Fields(test.columns) {
				role, place, _ := strings.Cut(pair, "=")
				want[layout.Role(role)] = int(place[0] - '0')
			}
			for role, place := range want {
				if got, ok := guess.Mapping.Columns[role]; !ok || got != place {
					t.Errorf("%s is column %d (%v), want %d", role, got, ok, place)
				}
			}
			for role, place := range guess.Mapping.Columns {
				if _, ok := want[role]; !ok {
					t.Logf("beyond what is asked: %s is column %d", role, place)
				}
			}
			if guess.Mapping.Sign != test.sign {
				t.Errorf("the sign is %s, because of %v", guess.Mapping.Sign, guess.Grounds)
			}
			if guess.Score < 25 {
				t.Errorf("the score is %d", guess.Score)
			}
			reading := guess.Mapping.Read(rows)
			if reading.First.Year() != 2026 || reading.First.Month() != 3 || reading.Last.Day() == 0 {
				t.Errorf("from %s to %s", reading.First, reading.Last)
			}
			var lines []string
			for _, line := range reading.Lines {
				lines = append(lines, line.Amount.String())
			}
			if got := strings.Join(lines, " "); got != test.lines {
				t.Errorf("lines are %s, want %s; skipped %v, faults %v", got, test.lines, reading.Skipped, reading.Faults)
			}
			opening, closing := "", ""
			if reading.Opening.Valid {
				opening = reading.Opening.Decimal.String()
			}
			if reading.Closing.Valid {
				closing = reading.Closing.Decimal.String()
			}
			if opening != test.opening || closing != test.closing {
				t.Errorf("opening and closing are %q and %q, want %q and %q", opening, closing, test.opening, test.closing)
			}
			t.Log(guess.Score, guess.Mapping.Columns, guess.Grounds)
		})
	}
}

func TestTheDayIsFound(t *testing.T) {
	for text, want := range map[string]string{
		"46082": "2026-03-01", "03/04/2026": "2026-03-04", "13/04/2026": "2026-04-13", "2026-03-04T10:15:00": "2026-03-04", "4 Mar 2026": "2026-03-04",
		"Mar 4, 2026": "2026-03-04", "2026年3月4日": "2026-03-04", "２０２６．３．４": "2026-03-04", "31.02.2026": "", "0026-03-04": "",
	} {
		rows := table("日期 | 单号 | 金额\n" + text + " | A1 | 5.00\n" + text + " | A2 | 6.00")
		guess := layout.Recognize(rows)
		guess.Mapping.Columns[layout.Date] = 0
		reading := guess.Mapping.Read(rows)
		got := ""
		if len(reading.Lines) > 0 {
			got = reading.Lines[0].Date.String()
		}
		if got != want {
			t.Errorf("%s is read as %q, want %q", text, got, want)
		}
	}
}

func TestNothingToRecognize(t *testing.T) {
	for _, rows := range [][][]string{nil, {{}}, {{"a", "b"}, {"c", "d"}}} {
		guess := layout.Recognize(rows)
		if len(guess.Missing) == 0 || guess.Score != 0 {
			t.Errorf("%q: missing %v, score %d", rows, guess.Missing, guess.Score)
		}
	}
}

func TestRowsThatCannotBeReadAreNamed(t *testing.T) {
	rows := table(`
日期 | 单号 | 借方 | 贷方
2026-13-01 | A1 | | 5.00
2026-03-01 | A2 | 1.00 | 5.00
2026-03-02 | A3 | | five
2026-03-02 | A4 | | 0.00
2026-03-03 | A5 | | 99999999999999999999.00
2026-03-04 | A6 | | 7.00`)
	reading := layout.Mapping{Header: 0, Columns: map[layout.Role]int{layout.Date: 0, layout.Number: 1, layout.Debit: 2, layout.Credit: 3}, Sign: layout.CreditIncreases}.Read(rows)
	var causes []string
	for _, fault := range reading.Faults {
		causes = append(causes, fmt.Sprint(fault.Row, fault.Cause))
	}
	if got := strings.Join(causes, " "); got != "1not_a_date 2both_sides 3not_an_amount 5not_an_amount" {
		t.Error(got)
	}
	if len(reading.Lines) != 1 || len(reading.Skipped) != 1 || reading.Skipped[0].Cause != "no_amount" {
		t.Errorf("lines %v, skipped %v", reading.Lines, reading.Skipped)
	}
}
