package slip

import (
	"testing"

	"hefu/ledger/pdftext"
)

// What banks print, as it stands in lines.
func TestWhatASlipSays(t *testing.T) {
	t.Parallel()
	for _, it := range []struct {
		name                                                 string
		lines                                                []pdftext.Line
		amount, currency, on, payer, account, number, reason string
	}{
		{"a form with two columns", []pdftext.Line{{"中国工商银行 网上银行电子回单"}, {"电子回单号码：0012-3456-7890"},
			{"付款人", "户名", "苏州远方机电有限公司", "收款人", "户名", "华东精密机械有限公司"}, {"账号", "1102020309000123456", "账号", "571900123410801"},
			{"金额", "￥12,345.60元"}, {"金额（大写）", "人民币壹万贰仟叁佰肆拾伍元陆角"}, {"摘要", "货款", "交易流水号", "77001"}, {"时间戳 2026-03-05-10.11.12"}, {"记账日期：2026年03月05日"}},
			"12345.6", "CNY", "2026-03-05", "苏州远方机电有限公司", "", "0012-3456-7890", "货款"},
		{"labels and colons on one line", []pdftext.Line{{"交易日期：20260305 交易流水号：HD2026030500012 币种：人民币"}, {"付款人户名：某某（上海）贸易有限公司  付款人账号：6222 0001"}, {"收款人户名：我们"}, {"金额（小写）：120.00"}},
			"120", "CNY", "2026-03-05", "某某(上海)贸易有限公司", "6222 0001", "HD2026030500012", ""},
		{"English", []pdftext.Line{{"Payer:", "ACME Ltd"}, {"Amount:", "USD 5,000.00"}, {"Value date: 2026-3-5"}, {"Reference: TT99"}}, "5000", "USD", "2026-03-05", "ACME Ltd", "", "TT99", ""},
		{"only a sum", []pdftext.Line{{"转账成功"}, {"¥ 88.80"}, {"手续费0元"}}, "88.8", "CNY", "", "", "", "", ""},
		{"two sums tell nothing", []pdftext.Line{{"10.00"}, {"20.00"}}, "", "", "", "", "", "", ""},
		{"nothing", nil, "", "", "", "", "", "", ""},
	} {
		t.Run(it.name, func(t *testing.T) {
			t.Parallel()
			f := read(it.lines)
			amount, on := "", ""
			if f.Amount.Valid {
				amount = f.Amount.Decimal.String()
			}
			if !f.PaidOn.IsZero() {
				on = f.PaidOn.String()
			}
			got := []string{amount, f.Currency, on, f.Payer, f.PayerAccount, f.Number, f.Purpose}
			for i, want := range []string{it.amount, it.currency, it.on, it.payer, it.account, it.number, it.reason} {
				if got[i] != want {
					t.Errorf("fact %d is %q, want %q (%+v)", i, got[i], want, f)
				}
			}
		})
	}
}

func TestOneOfTwoEqualPaymentsIsNotCertain(t *testing.T) {
	t.Parallel()
	fit := Candidate{Seen: []string{SeenAmount, SeenName, SeenDate}, Score: 14}
	numbered := Candidate{Seen: []string{SeenNumber, SeenAmount, SeenDate}, Score: 26}
	taken := Candidate{Seen: []string{SeenAmount, SeenName, SeenDate, Taken}, Score: 8}
	weak := Candidate{Seen: []string{SeenAmount, SeenDate}, Score: 10}
	for name, it := range map[string]struct {
		found []Candidate
		want  bool
	}{
		"nothing": {nil, false}, "one": {[]Candidate{fit}, true}, "two": {[]Candidate{fit, fit}, false}, "one has the number": {[]Candidate{fit, numbered}, true},
		"two numbers": {[]Candidate{numbered, numbered}, false}, "the other is taken": {[]Candidate{taken, fit}, true}, "only the amount": {[]Candidate{weak}, false}, "taken alone": {[]Candidate{taken}, false},
	} {
		if _, certain := rank(it.found); certain != it.want {
			t.Errorf("%s: %v", name, certain)
		}
	}
}
