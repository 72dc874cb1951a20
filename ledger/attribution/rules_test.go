package attribution_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/attribution"
	"hefu/ledger/calendar"
)

func id(n byte) ledger.ID { return ledger.ID{6: 0x70, 8: 0x80, 15: n} }

func customers() []attribution.Customer {
	return []attribution.Customer{
		{ID: id(1), Names: []string{"上海宏达贸易有限公司", "Hongda Trading Co., Ltd."}, Accounts: []string{"6222 0210 0100 0001"}, Group: id(90)},
		{ID: id(2), Names: []string{"北京宏达贸易有限公司"}, Accounts: []string{"6222021001000002"}, Group: id(90)},
		{ID: id(3), Names: []string{"苏州明远机械股份有限公司"}, Accounts: []string{"6222021001000003"}, OldestFirst: true},
		{ID: id(4), Names: []string{"无锡丰泰包装有限公司"}, Accounts: []string{"6222021001000004"}},
	}
}

func day(month, d int) calendar.Date {
	return calendar.Of(2026, 1, 1).AddMonths(month - 1).AddDays(d - 1)
}

// items: number, customer, amount, day of booking; due a month later. The item's id is its place, counted from 101.
func items() []attribution.Item {
	var out []attribution.Item
	for i, line := range strings.Split(strings.TrimSpace(`
AR-2026-000101 1 11300.00 1 5
AR-2026-000102 1 2260.50  1 20
AR-2026-000103 1 777.77   2 3
AR-2026-000104 1 5000.00  2 10
AR-2026-000105 1 5000.00  2 11
AR-2026-000201 2 8888.01  1 9
AR-2026-000301 3 40000.00 1 6
AR-2026-000302 3 12345.67 2 6
AR-2026-000401 4 9999.99  1 7`), "\n") {
		var number, amount string
		var who byte
		var month, d int
		if _, err := fmt.Sscan(line, &number, &who, &amount, &month, &d); err != nil {
			panic(err)
		}
		out = append(out, attribution.Item{
			ID: id(101 + byte(i)), Customer: id(who), Currency: "CNY", Posted: day(month, d), Due: day(month+1, d), Open: decimal.RequireFromString(amount),
			Numbers: []string{number, "2631200000000" + number[7:]},
		})
	}
	return out
}

// said is the answer in one line: certain or not, the rule, the items, what is left or short, and what was seen of them.
func said(a attribution.Answer) string {
	if len(a.Suggestions) == 0 {
		return fmt.Sprintf("nothing, of %d", a.Customer[15])
	}
	var out []string
	for _, s := range a.Suggestions {
		text := string(s.Rule)
		for _, t := range s.Takes {
			text += fmt.Sprintf(" %d", t.Item[15])
		}
		if s.Left.IsPositive() {
			text += " left " + s.Left.StringFixed(2)
		}
		if s.Short.IsPositive() {
			text += " short " + s.Short.StringFixed(2)
		}
		out = append(out, text)
	}
	if a.Certain {
		return "posts " + out[0]
	}
	return strings.Join(out, "; ")
}

const (
	hongda  = "上海宏达贸易有限公司"
	account = "6222021001000001"
)

func TestRules(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, payer, account, amount, text, want string }{
		{"a payment reference, written with marks", "王伟", "", "13560.50", "货款 hf7k-2m9p-4q", "posts reference 101 102"},
		{"part of what was asked for, in one way only", "", "", "2260.50", "HF7K2M9P4Q", "posts reference 102"},
		{"more than was asked for", "", "", "14000.00", "HF7K2M9P4Q", "posts reference 101 102 left 439.50"},
		{"a bank kept its fee", "", "", "13545.50", "HF7K2M9P4Q", "posts reference 101 102 short 15.00"},
		{"less than was asked for: which one is short nobody knows", "", "", "9000.00", "HF7K2M9P4Q", "reference 101 short 4560.50"},
		{"a document number and its amount, from whoever", "王伟", "", "777.77", "付AR-2026-000103", "posts number 103"},
		{"without separators and prefix", hongda, "", "777.77", "2026000103货款", "posts number 103"},
		{"in full width", hongda, "", "777.77", "ＡＲ－２０２６－０００１０３", "posts number 103"},
		{"the invoice's last eight digits", hongda, account, "777.77", "发票 00000103", "posts number 103"},
		{"several, the later ones by their ends", hongda, account, "14338.27", "AR-2026-000101/102/103", "posts number 101 102 103"},
		{"what the text had no room for", hongda, account, "12077.77", "AR-2026-000101;AR-2026-00", "posts number 101 103"},
		{"an instalment with its number", hongda, account, "5650.00", "AR-2026-000101", "posts number 101 short 5650.00"},
		{"the number of another item than the amount", hongda, account, "777.77", "AR-2026-000101", "exact_one 103; number 101 short 10522.23"},
		{"another customer's number", hongda, account, "9999.99", "AR-2026-000401", "number 109; oldest_first 101"},
		{"two of one group at once", hongda, account, "10148.51", "AR-2026-000103 AR-2026-000201 AR-2026-000104", "oldest_first 101"},
		{"a known account and one item of the amount", "", account, "2260.50", "货款", "posts exact_one 102"},
		{"a registered name", "Hongda Trading Co., Ltd.", "", "2260.50", "", "posts exact_one 102"},
		{"a name in another order", "宏达贸易（上海）有限公司", "", "2260.50", "", "posts exact_one 102"},
		{"two items of the amount", hongda, account, "5000.00", "货款", "exact_one 104; exact_one 105; oldest_first 101"},
		{"two items of the amount, and a number with a slip", hongda, account, "5000.00", "AR-2026-00104", "posts exact_one 104"},
		{"all of January", hongda, account, "13560.50", "1月货款", "posts total 101 102"},
		{"everything", hongda, account, "24338.27", "", "posts total 101 102 103 104 105"},
		{"a few that are no neighbours", hongda, account, "12077.77", "", "posts exact_sum 101 103"},
		{"a few, but one could be exchanged", hongda, account, "5777.77", "", "run 103 104; oldest_first 101"},
		{"a fee, without a number", hongda, account, "2235.50", "货款", "exact_one 102 short 25.00; oldest_first 101"},
		{"a round sum where the policy allows", "苏州明远机械股份有限公司", "", "45000.00", "货款", "posts oldest_first 107 108"},
		{"a round sum where it does not", hongda, account, "12000.00", "货款", "oldest_first 101 102"},
		{"an advance is for something to come", "苏州明远机械股份有限公司", "", "45000.00", "预付货款", "oldest_first 107 108"},
		{"nobody we know", "赵六", "6200000000000000", "9999.99", "货款", "resembles 109"},
		{"nobody, and nothing of the amount", "赵六", "", "123.45", "存款利息", "nothing, of 0"},
		{"another currency is another debt", hongda, account, "USD 2260.50", "AR-2026-000102", "nothing, of 1"},
		{"an account and a name of two customers", "无锡丰泰包装有限公司", account, "2260.50", "", "resembles 102"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			desk := attribution.NewDesk(fees, customers())
			desk.Add(items(), []attribution.Claim{{Code: "HF7K-2M9P-4Q", Customer: id(1), Items: []ledger.ID{id(101), id(102)}}})
			m := attribution.Money{Currency: "CNY", Date: day(2, 15), Payer: c.payer, Account: c.account, Text: []string{c.text}}
			if amount, dollars := strings.CutPrefix(c.amount, "USD "); dollars {
				c.amount, m.Currency = amount, "USD"
			}
			m.Amount = decimal.RequireFromString(c.amount)
			if got := said(desk.Match(m)); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestADecisionIsLearnt(t *testing.T) {
	t.Parallel()
	desk := attribution.NewDesk(fees, customers())
	desk.Add(items(), nil)
	m := attribution.Money{Currency: "CNY", Date: day(2, 15), Payer: "无锡新区丰泰纸品经营部", Account: "95588", Amount: decimal.RequireFromString("9999.99")}
	if got := said(desk.Match(m)); got != "resembles 109" {
		t.Fatalf("before: %s", got)
	}
	desk.Learn(m.Payer, m.Account, id(4))
	if got := said(desk.Match(m)); got != "posts exact_one 109" {
		t.Errorf("learnt: %s", got)
	}
	desk.Learn(m.Payer, m.Account, id(2))
	if got := said(desk.Match(m)); got != "resembles 109" {
		t.Errorf("learnt of two: %s", got)
	}
}

func TestWhatIsSettledIsOpenNoMore(t *testing.T) {
	t.Parallel()
	desk := attribution.NewDesk(fees, customers())
	desk.Add(items(), nil)
	m := attribution.Money{Currency: "CNY", Date: day(2, 15), Payer: hongda, Account: account, Amount: decimal.RequireFromString("777.77"), Text: []string{"AR-2026-000103"}}
	answer := desk.Match(m)
	desk.Settle(answer.Suggestions[0].Takes)
	again := desk.Match(m)
	if again.Certain || again.Customer != id(1) {
		t.Errorf("paid twice: %s, of %d", said(again), again.Customer[15])
	}
	half := []attribution.Take{{Item: id(102), Amount: decimal.RequireFromString("1000")}}
	desk.Settle(half)
	m.Amount, m.Text = decimal.RequireFromString("1260.50"), nil
	if got := said(desk.Match(m)); got != "posts exact_one 102" {
		t.Errorf("the rest of an item: %s", got)
	}
}
