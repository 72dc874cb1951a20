package bank

import (
	"errors"
	"strings"

	"hefu/ledger/bankfile"
	"hefu/ledger/sheet"
)

// Problem is why a statement does not enter the books, in both languages. Detail says more: a date, a difference, a number.
type Problem struct {
	Code   string
	ZH, EN string
}

// Reason is the sentence in zh-CN or en.
func (p Problem) Reason(locale string) string {
	if locale == "en" {
		return p.EN
	}
	return p.ZH
}

var words = map[string][2]string{
	"account_unknown":   {"文件中的账户 {0} 尚未建立，请先添加该账户，或指定对应的账户", "The account {0} in the file is not kept yet: add it, or choose the one it is"},
	"account_missing":   {"文件没有写明账户，请选择账户", "The file does not name its account: choose it"},
	"account_differs":   {"文件中的账号 {0} 与所选账户不一致", "The number {0} in the file is not that of the chosen account"},
	"account_closed":    {"账户已停用", "The account is closed"},
	"currency_differs":  {"文件币种 {0} 与账户币种不一致", "The currency {0} of the file is not that of the account"},
	"amount_not_exact":  {"{0} 的小数位数超过该币种", "{0} has more places than the currency"},
	"imported_before":   {"该文件已于 {0} 导入", "This file was imported on {0}"},
	"gap_in_file":       {"文件内各期账单不连续：{0}", "The statements in the file do not follow one another: {0}"},
	"dates_reversed":    {"期末日期早于期初日期：{0}", "It closes before it opens: {0}"},
	"overlap_inside":    {"{0} 已由另一份账单证明，本文件在该日却有不同的明细：{1}", "{0} is proven by another statement, and this file has another line on that day: {1}"},
	"overlap_start":     {"与 {0} 起的账单衔接后余额不符，相差 {1}", "It does not lead to the opening balance of the statement from {0}; the difference is {1}"},
	"overlap_end":       {"与 {0} 止的账单衔接后余额不符，相差 {1}", "It does not follow from the closing balance of the statement to {0}; the difference is {1}"},
	"overlap_missing":   {"先前导入的 {0} 明细不在本文件中：{1}", "A line of {0} that was imported earlier is not in this file: {1}"},
	"mapping_missing":   {"请指明各列的含义", "Say which column is which"},
	"balances_in_parts": {"只有部分账单有余额", "Only some of the statements have balances"},
}

func said(code string, values ...string) Problem {
	out := Problem{code, words[code][0], words[code][1]}
	for i, value := range values {
		place := "{" + string(rune('0'+i)) + "}"
		out.ZH, out.EN = strings.ReplaceAll(out.ZH, place, value), strings.ReplaceAll(out.EN, place, value)
	}
	return out
}

func ofFile(p bankfile.Problem) Problem {
	return Problem{string(p.Code), p.Reason("zh-CN"), p.Reason("en")}
}

// refused is why a file could not be read at all.
func refused(err error) (Problem, bool) {
	var own *bankfile.Error
	if errors.As(err, &own) {
		return Problem{string(own.Code), own.Reason("zh-CN"), own.Reason("en")}, true
	}
	var table *sheet.Error
	if errors.As(err, &table) {
		place := table.Place()
		if place != "" {
			place += ": "
		}
		return Problem{string(table.Code), place + table.Reason("zh"), place + table.Reason("en")}, true
	}
	return Problem{}, false
}
