package attribution_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/attribution"
)

// What looks certain and is not. Customer 5's name is that of customer 6 with two characters exchanged; 7 and 8 are paid by one firm.
func TestWhatIsNotCertainDoesNotPost(t *testing.T) {
	t.Parallel()
	people := append(customers(),
		attribution.Customer{ID: id(5), Names: []string{"上海海宏贸易有限公司"}},
		attribution.Customer{ID: id(7), Names: []string{"绍兴柯岩布业有限公司"}},
		attribution.Customer{ID: id(8), Names: []string{"绍兴鉴湖布业有限公司"}})
	open := items()
	add := func(n, who byte, amount string, numbers ...string) {
		open = append(open, attribution.Item{ID: id(n), Customer: id(who), Currency: "CNY", Posted: day(1, 8), Due: day(2, 8), Open: decimal.RequireFromString(amount), Numbers: numbers})
	}
	add(120, 1, "30000.00", "FP-120000")
	add(121, 1, "8000.00", "01000121")
	add(122, 5, "6600.00", "AR-2026-000501")
	add(123, 7, "4321.00", "AR-2026-000701")
	add(124, 8, "4321.00", "AR-2026-000801")
	add(125, 1, "9000.00", "AR-2026-000601", "HT-2026-7788")
	claims := []attribution.Claim{
		{Code: "HF7K-2M9P-4Q", Customer: id(1), Items: []ledger.ID{id(101), id(102)}},
		{Code: "HF2A-3B4C-5D", Customer: id(1), Items: []ledger.ID{id(103)}},
		{Code: "HF9X-8W7V-6T", Customer: id(4), Items: []ledger.ID{id(109)}},
		{Code: "HF5E-6F7G-8H", Customer: id(1), Items: []ledger.ID{id(104), id(250)}}, // 250 is settled
	}
	const twoFirms = "绍兴印染集团有限公司"
	for _, c := range []struct{ name, payer, account, amount, text, posts string }{
		{"the amount in the text is no number of a document", hongda, account, "120000.00", "货款120000元", ""},
		{"nor with its decimals", hongda, account, "1200.00", "货款1200.00元", ""},
		{"a number at the end of the payer's own account in the text", hongda, account, "5555.00", "付款账号6222021001000121", ""},
		{"a telephone that ends in an invoice's number", hongda, account, "5555.00", "电话13801000121", ""},
		{"two items of the amount, and a telephone that ends like one of them", hongda, account, "5000.00", "电话13826000104", ""},
		{"two characters of the name exchanged are another company", "上海宏海贸易有限公司", "", "6600.00", "货款", ""},
		{"the name itself", "上海海宏贸易有限公司", "", "6600.00", "货款", "exact_one 122"},
		{"a payer known for two customers", twoFirms, "330000111", "4321.00", "货款", ""},
		{"the same with a number", twoFirms, "330000111", "4321.00", "AR-2026-000801", "number 124"},
		{"a number of what was settled lately, and another item of the amount", hongda, account, "777.77", "AR-2026-000055", ""},
		{"the same in full width", hongda, account, "777.77", "ＡＲ－２０２６－０００055", ""},
		{"the same without its letters", hongda, account, "777.77", "2026000055", ""},
		{"the same letters of another kind of document name nothing", hongda, account, "777.77", "PO-2026-000055", "exact_one 103"},
		{"one number is settled, the other makes the amount", hongda, account, "777.77", "AR-2026-000055 AR-2026-000103", ""},
		{"an advance for a contract is no instalment of its invoice", hongda, account, "2700.00", "HT-2026-7788 预付款30%", ""},
		{"an advance that happens to be an item's amount", hongda, account, "9000.00", "HT-2026-7788 定金", ""},
		{"a document of another organization", hongda, account, "11300.00", "XS-2026-000102", "exact_one 101"},
		{"a document of another organization, and two items of the amount", hongda, account, "5000.00", "XS-2026-000104", ""},
		{"a number of another customer", hongda, account, "9999.99", "AR-2026-000401", ""},
		{"three numbers, of which one is another customer's", hongda, account, "12077.77", "AR-2026-000101 AR-2026-000103 AR-2026-000401", ""},
		{"three numbers, of which one is nobody's, and the amount is not theirs", hongda, account, "16000.00", "AR-2026-000101 AR-2026-000102 AR-2026-000999", ""},
		{"three numbers, of which one is nobody's, and the others make the amount", hongda, account, "13560.50", "AR-2026-000101 AR-2026-000102 AR-2026-000999", "number 101 102"},
		{"two payment references of one customer that make the amount", hongda, account, "14338.27", "HF7K2M9P4Q HF2A3B4C5D", "reference 101 102 103"},
		{"two payment references and another amount", hongda, account, "15000.00", "HF7K2M9P4Q HF2A3B4C5D", ""},
		{"payment references of two customers", hongda, account, "13560.50", "HF7K2M9P4Q HF9X8W7V6T", ""},
		{"a payment reference of which a part is settled, and less than the rest", "", "", "3000.00", "HF5E6F7G8H", ""},
		{"the same, and more than the rest", "", "", "6000.00", "HF5E6F7G8H", ""},
		{"the same, and just the rest", "", "", "5000.00", "HF5E6F7G8H", "reference 104"},
		{"an invoice's end that names it, and its amount", hongda, account, "8000.00", "发票尾号000121", "number 121"},
		{"an invoice's end that names it, and another amount", hongda, account, "1234.00", "发票尾号000121", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			desk := attribution.NewDesk(fees, people)
			desk.Add(open, claims)
			desk.Paid("AR-2026-000055")
			desk.Learn(twoFirms, "330000111", id(7))
			desk.Learn(twoFirms, "330000111", id(8))
			got := said(desk.Match(attribution.Money{Currency: "CNY", Date: day(2, 15), Payer: c.payer, Account: c.account, Amount: decimal.RequireFromString(c.amount), Text: []string{c.text}}))
			posts, certain := strings.CutPrefix(got, "posts ")
			if certain != (c.posts != "") || certain && posts != c.posts {
				t.Errorf("%s, want it to post %q", got, c.posts)
			}
		})
	}
}
