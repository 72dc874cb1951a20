package bankfile

import "strings"

// Code says why something is refused, skipped or not to be relied on. Codes are stable.
type Code string

// Why a whole file is refused.
const (
	Empty       Code = "empty"
	TooLarge    Code = "too_large"
	TooMany     Code = "too_many_lines"
	Doctype     Code = "doctype"
	TooDeep     Code = "too_deep"
	NotXML      Code = "not_xml"
	NotCAMT     Code = "not_camt"
	BadDate     Code = "bad_date"
	BadAmount   Code = "bad_amount"
	BadRecord   Code = "bad_record"
	Missing     Code = "missing"
	NoStatement Code = "no_statement"
	NoHeader    Code = "no_header"
	NoColumn    Code = "no_column"
	NoDirection Code = "no_direction"
	BadEncoding Code = "bad_encoding"
	BadCurrency Code = "bad_currency"
	WebPage     Code = "web_page"
	TooWide     Code = "too_wide"
)

// What a statement says against itself. One with any of these is not imported.
const (
	NotProven       Code = "not_proven"
	CurrencyDiffers Code = "currency_differs"
	ControlTotal    Code = "control_total"
	RunningBalance  Code = "running_balance"
	BalanceUnread   Code = "balance_unread"
	CountDiffers    Code = "count_differs"
	NotFinal        Code = "not_final"
	OneBalance      Code = "one_balance"
	DayOutside      Code = "day_outside"
	Doubled         Code = "doubled"
	SignDiffers     Code = "sign_differs"
)

// Why something in the file is no line.
const (
	Pending Code = "pending"
	Neutral Code = "neutral"
	Ended   Code = "ended"
	Remark  Code = "remark"
	Zero    Code = "zero"
	Repeats Code = "repeats"
)

var reasons = map[Code][2]string{
	Empty:           {"文件是空的", "The file is empty"},
	TooLarge:        {"文件超过 25 MiB", "The file is larger than 25 MiB"},
	TooMany:         {"明细超过 20 万行，请分段导出", "There are more than 200,000 lines; export shorter periods"},
	Doctype:         {"XML 含有 DOCTYPE，不接受", "The XML has a DOCTYPE, which is not taken"},
	TooDeep:         {"XML 嵌套过深", "The XML is nested too deeply"},
	NotXML:          {"XML 不完整或有错误", "The XML is broken or cut off"},
	NotCAMT:         {"XML 不是 CAMT.052、053 或 054", "The XML is not CAMT.052, 053 or 054"},
	BadDate:         {"日期无法识别，请写成 2026-03-04 的样子（45720 这样的数字是未设日期格式的单元格；03/04/2026 可有两种读法）", "The date cannot be read; write it like 2026-03-04 (a number such as 45720 is a cell without a date format, and 03/04/2026 can be read in two ways)"},
	BadAmount:       {"金额无法识别，请写成 1234.56 的样子", "The amount cannot be read; write it like 1234.56"},
	BadRecord:       {"记录格式不正确", "The record is not well formed"},
	Missing:         {"缺少必需的内容", "Something required is missing"},
	NoStatement:     {"文件中没有账单", "There is no statement in the file"},
	NoHeader:        {"找不到表头：需要有日期列和金额列", "No header was found: there must be a column of dates and one of amounts"},
	NoColumn:        {"表中没有所选的列", "The table does not have the chosen column"},
	NoDirection:     {"无法判断是收入还是支出", "It does not say whether money came in or went out"},
	BadEncoding:     {"文字编码损坏，文件可能被截断或改动，请重新下载", "The text encoding is damaged: the file may be cut off or changed; download it again"},
	BadCurrency:     {"币种无法识别，请写成 CNY、USD 这样的代码", "The currency cannot be read; write a code such as CNY or USD"},
	WebPage:         {"这是网页或 XML 格式的表格，请用表格软件打开后另存为 XLSX 或 CSV", "This is a table as a web page or XML; open it in a spreadsheet program and save it as XLSX or CSV"},
	TooWide:         {"该行的列多于表头，金额中的逗号可能把一格拆成了两格；请重新导出", "The row has more cells than the header: a comma inside an amount may have made two of one; export it again"},
	OneBalance:      {"期初、期末余额只有其一，无法核对，文件可能不完整", "There is only one of opening and closing balance, so nothing can be proven; the file may be cut off"},
	DayOutside:      {"记账日远在账单起止日之外", "The booking day is far outside the days of the statement"},
	Doubled:         {"同一份账单在文件中出现两次", "The same statement stands in the file twice"},
	SignDiffers:     {"金额的正负与所写的收支方向不一致", "The sign of the amount contradicts the kind of movement"},
	Repeats:         {"与前面一笔完全相同（流水号也相同），只读一次", "It is the same as a line before it, with the same bank reference, and is read once"},
	NotProven:       {"期初加本期明细不等于期末，相差", "Opening and lines do not come to the closing balance; the difference is"},
	CurrencyDiffers: {"币种与账户币种不一致", "The currency is not that of the account"},
	ControlTotal:    {"与文件自带的合计不一致", "It is not what the file's own total says"},
	RunningBalance:  {"与上一行余额不衔接", "The balance does not follow from the line before"},
	BalanceUnread:   {"余额无法识别", "The balance cannot be read"},
	CountDiffers:    {"笔数与文件所述不一致，文件可能不完整", "The number of lines is not what the file says; it may be cut off"},
	NotFinal:        {"银行标明为更正、删除或测试数据", "The bank marks it as a correction, a deletion or a test"},
	Pending:         {"尚未入账", "Not booked yet"},
	Neutral:         {"不计收支，不影响往来", "Neither income nor expense"},
	Ended:           {"交易已关闭或失败", "The transaction was closed or failed"},
	Remark:          {"说明文字", "A remark"},
	Zero:            {"金额为零", "The amount is zero"},
}

// Error is why a file is refused as a whole.
type Error struct {
	Code   Code
	Place  string // line 12, row 7, entry 3; empty: the file
	Detail string // the text at fault, cut short
}

// Error is for logs; Reason is for people.
func (e *Error) Error() string { return "bankfile: " + e.Reason("en") }

// Reason says it to people, "zh-CN" or "en".
func (e *Error) Reason(locale string) string { return say(e.Code, e.Place, e.Detail, locale) }

// Problem is what a statement says against itself.
type Problem struct {
	Code   Code
	Place  string
	Detail string
}

// Reason says it to people, "zh-CN" or "en".
func (p Problem) Reason(locale string) string { return say(p.Code, p.Place, p.Detail, locale) }

// Skipped is something in the file that is no line of the account.
type Skipped struct {
	Code   Code
	Place  string
	Detail string
}

// Reason says it to people, "zh-CN" or "en".
func (s Skipped) Reason(locale string) string { return say(s.Code, s.Place, s.Detail, locale) }

func say(code Code, place, detail, locale string) string {
	text, colon := reasons[code][1], ": "
	if strings.HasPrefix(locale, "zh") {
		text, colon = reasons[code][0], "："
	}
	if place != "" {
		text = placed(place, locale) + colon + text
	}
	if detail != "" {
		text += colon + detail
	}
	return text
}

// placed words a place: row 7 is 第 7 行.
func placed(place, locale string) string {
	word, number, ok := strings.Cut(place, " ")
	units := map[string]string{"row": "行", "line": "行", "entry": "笔", "record": "条记录", "transaction": "笔"}
	if unit := units[word]; ok && unit != "" && strings.HasPrefix(locale, "zh") {
		return "第 " + number + " " + unit
	}
	return place
}

func refuse(code Code, place, detail string) *Error {
	return &Error{Code: code, Place: place, Detail: short(detail, 80)}
}

func short(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}
