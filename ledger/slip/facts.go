package slip

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"
	"golang.org/x/text/unicode/norm"

	"hefu/ledger/calendar"
	"hefu/ledger/pdftext"
)

// What banks call the parts of a slip, without spaces and in half width.
var labels = map[string]string{}

func init() {
	for part, names := range map[string][]string{
		"amount": {"金额", "金额小写", "小写金额", "金额(小写)", "(小写)", "小写", "交易金额", "转账金额", "汇款金额", "收款金额", "入账金额", "到账金额", "发生额", "amount", "transactionamount"},
		"date": {"交易日期", "交易时间", "记账日期", "入账日期", "入账时间", "转账日期", "付款日期", "收款日期", "日期", "date", "bookingdate",
			"transactiondate", "valuedate"},
		"payer": {"付款人户名", "付款人名称", "付款人全称", "付款户名", "付款方户名", "付款方名称", "付款方", "付款单位", "付款人", "汇款人", "汇款人名称", "汇款人全称",
			"对方户名", "payer", "payername", "debtor", "remitter", "orderingcustomer"},
		"account": {"付款人账号", "付款人帐号", "付款账号", "付款方账号", "汇款人账号", "对方账号", "payeraccount", "debtoraccount"},
		"number": {"回单编号", "电子回单编号", "电子回单号码", "回单号码", "回单号", "交易流水号", "流水号", "业务流水号", "交易序号", "业务编号", "参考号", "reference",
			"receiptno", "transactionid", "slipno"},
		"purpose": {"摘要", "用途", "附言", "备注", "汇款用途", "交易用途", "purpose", "remark", "details"},
		"name":    {"户名", "全称", "名称", "accountname"},
		"other": {"账号", "帐号", "开户行", "开户银行", "收款人户名", "收款人名称", "收款人全称", "收款人", "收款户名", "收款方", "收款方户名", "收款单位", "收款人账号", "收款账号", "收款方账号", "币种",
			"大写", "金额大写", "金额(大写)", "(大写)", "打印日期", "打印时间", "payee", "payeeaccount", "currency", "手续费"},
	} {
		for _, name := range names {
			labels[name] = part
		}
	}
}

// labelOf is the part of a slip that a text is the label of.
func labelOf(said string) (string, bool) {
	said = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == ':' || r == '*' {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(said))
	part, known := labels[said]
	return part, known
}

var (
	moneyText = regexp.MustCompile(`\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?`)
	centsText = regexp.MustCompile(`(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}\b`)
	dateText  = regexp.MustCompile(`(20\d{2})\s?[-/.年]?\s?(0[1-9]|1[0-2]|[1-9])\s?[-/.月]?\s?(0[1-9]|[12]\d|3[01]|[1-9])(?:\D|$)`)
)

// pieces are the texts of a slip in their order: every label is a piece of its own.
func pieces(lines []pdftext.Line) []string {
	var out []string
	for _, line := range lines {
		for _, piece := range line {
			out = append(out, cut(norm.NFKC.String(piece))...)
		}
	}
	return out
}

// cut takes a piece apart where it holds labels with a colon: "日期:2026-03-05 流水号:77".
func cut(piece string) []string {
	var out []string
	for {
		at := strings.IndexByte(piece, ':')
		if at < 0 {
			break
		}
		before := strings.TrimSpace(piece[:at])
		start := 0
		if _, known := labelOf(before); !known { // the label is the last word before the colon
			start = strings.LastIndexFunc(before, unicode.IsSpace) + 1
		}
		if _, known := labelOf(before[start:]); !known {
			break
		}
		if said := strings.TrimSpace(before[:start]); said != "" {
			out = append(out, said)
		}
		out = append(out, before[start:])
		piece = strings.TrimSpace(piece[at+1:])
	}
	if piece != "" {
		out = append(out, piece)
	}
	return out
}

// read finds what a slip says of its payment. It never fails; what is not found is left zero.
func read(lines []pdftext.Line) Facts {
	var f Facts
	all := pieces(lines)
	for i := 0; i+1 < len(all); i++ {
		part, known := labelOf(all[i])
		if !known {
			continue
		}
		value := all[i+1]
		if _, another := labelOf(value); another {
			continue
		}
		f.take(part, value)
		i++
	}
	whole := strings.Join(all, " ")
	if !f.Amount.Valid {
		f.Amount = onlyAmount(whole)
	}
	if f.Currency == "" {
		f.Currency = currencyOf(whole)
	}
	return f
}

func (f *Facts) take(part, value string) {
	set := func(to *string) {
		if *to == "" {
			*to = short(value)
		}
	}
	switch part {
	case "amount":
		if !f.Amount.Valid {
			f.Amount = amountOf(moneyText.FindString(value))
			f.Currency = currencyOf(value)
		}
	case "date":
		if f.PaidOn.IsZero() {
			f.PaidOn = dateOf(value)
		}
	case "payer", "name":
		set(&f.Payer)
	case "account":
		set(&f.PayerAccount)
	case "number":
		set(&f.Number)
	case "purpose":
		set(&f.Purpose)
	}
}

func short(said string) string {
	runes := []rune(strings.TrimSpace(said))
	return string(runes[:min(len(runes), maxText)])
}

func amountOf(said string) (out decimal.NullDecimal) {
	amount, err := decimal.NewFromString(strings.ReplaceAll(said, ",", ""))
	if err == nil && amount.IsPositive() && len(said) < 20 {
		out = decimal.NewNullDecimal(amount)
	}
	return out
}

// onlyAmount is the one sum with cents that a text holds; several tell nothing.
func onlyAmount(said string) (out decimal.NullDecimal) {
	found := centsText.FindAllString(said, 20)
	slices.Sort(found)
	if found = slices.Compact(found); len(found) == 1 {
		out = amountOf(found[0])
	}
	return out
}

var signs = []struct{ code, sign string }{{"USD", "USD"}, {"USD", "美元"}, {"EUR", "EUR"}, {"EUR", "欧元"}, {"EUR", "€"}, {"HKD", "HKD"}, {"HKD", "港币"}, {"GBP", "GBP"},
	{"GBP", "英镑"}, {"GBP", "£"}, {"JPY", "JPY"}, {"JPY", "日元"}, {"CNY", "CNY"}, {"CNY", "RMB"}, {"CNY", "人民币"}, {"CNY", "¥"}}

func currencyOf(said string) string {
	for _, s := range signs {
		if strings.Contains(said, s.sign) {
			return s.code
		}
	}
	return ""
}

func dateOf(said string) calendar.Date {
	m := dateText.FindStringSubmatch(said)
	if m == nil {
		return calendar.Date{}
	}
	day, err := calendar.Parse(m[1] + "-" + two(m[2]) + "-" + two(m[3]))
	if err != nil {
		return calendar.Date{}
	}
	return day
}

func two(digits string) string {
	if len(digits) == 1 {
		return "0" + digits
	}
	return digits
}
