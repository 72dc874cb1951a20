package layout

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// headings are the words of headers by role, in the plain form. Longer ones are looked for inside a heading too.
var headings = map[Role][]string{
	Date: {
		"日期", "凭证日期", "记账日期", "业务日期", "单据日期", "开票日期", "入账日期", "交易日期", "过账日期", "发生日期", "制单日期", "时间", "date", "posting date", "doc date",
		"document date", "voucher date", "invoice date", "transaction date", "bill date", "entry date", "trans date", "datum",
	},
	Number: {
		"凭证号", "凭证字号", "凭证编号", "凭证号数", "单据号", "单据编号", "单据号码", "单号", "编号", "字号", "凭证", "voucher no", "voucher number", "voucher", "document no",
		"document number", "doc no", "doc number", "document", "no", "number", "entry no", "journal no", "transaction no", "单据", "入库单号", "送货单号", "对方单号",
	},
	Invoice: {
		"发票号", "发票号码", "发票编号", "发票", "票号", "数电票号", "数电票号码", "invoice no", "invoice number", "invoice", "inv no", "bill no", "supplier invoice", "supplier invoice no",
		"vendor invoice no", "tax invoice no", "发票代码及号码",
	},
	Order: {
		"订单号", "订单编号", "采购订单", "采购订单号", "订单", "合同号", "合同编号", "合同", "po", "po no", "po number", "order no", "order number", "order", "purchase order",
		"purchase order no", "contract", "contract no", "采购单号",
	},
	Reference: {
		"参考号", "流水号", "银行流水号", "交易流水号", "回单号", "结算号", "结算单号", "票据号", "支票号", "参考", "reference", "ref", "ref no", "reference no", "bank ref",
		"bank reference", "cheque no", "check no", "payment ref", "payment reference", "payment no", "付款单号", "付款编号",
	},
	Text: {
		"摘要", "备注", "说明", "描述", "用途", "附言", "内容", "description", "memo", "remark", "remarks", "narration", "narrative", "particulars", "details", "text", "note", "notes", "comment",
	},
	Debit: {
		"借方", "借方金额", "借方发生额", "本期借方", "借方本币", "借", "debit", "debits", "dr", "debit amount", "debit amt", "付款金额", "付款", "已付金额", "已付", "本期付款", "减少", "本期减少",
		"payment", "payments", "paid", "payment amount", "soll",
	},
	Credit: {
		"贷方", "贷方金额", "贷方发生额", "本期贷方", "贷方本币", "贷", "credit", "credits", "cr", "credit amount", "credit amt", "应付金额", "应付", "本期应付", "增加", "本期增加", "开票金额", "入库金额",
		"charge", "charges", "invoiced", "purchases", "invoice amount", "haben",
	},
	Amount: {
		"金额", "发生额", "本币金额", "原币金额", "价税合计", "含税金额", "本期发生额", "交易金额", "amount", "amt", "value", "total", "total amount", "gross", "gross amount", "local amount",
		"amount in local currency", "amount in doc curr", "betrag",
	},
	Direction: {"方向", "借贷", "借贷方向", "dr/cr", "d/c", "debit/credit", "dc", "drcr", "借/贷"},
	Balance:   {"余额", "期末余额", "结余", "本币余额", "累计余额", "balance", "running balance", "closing balance", "cumulative", "账面余额", "saldo"},
	Kind:      {"类型", "单据类型", "业务类型", "凭证类型", "类别", "type", "doc type", "document type", "transaction type", "kind", "category"},
}

// decreases and increases are headings of the two sides that say themselves what they do to a debt, whoever's ledger it is.
var (
	decreases = words("付款金额", "付款", "已付金额", "已付", "本期付款", "减少", "本期减少", "payment", "payments", "paid", "payment amount")
	increases = words("应付金额", "应付", "本期应付", "增加", "本期增加", "开票金额", "入库金额", "charge", "charges", "invoiced", "purchases", "invoice amount")
)

// Words of rows that are no movements. A page's carry-over counts as a total.
var (
	openingWords = words("期初余额", "期初", "上期结转", "上年结转", "上月结转", "期初结存", "年初余额", "opening balance", "opening", "brought forward", "balance brought forward", "b/f", "balance forward", "opening bal")
	closingWords = words("期末余额", "期末", "本期结余", "期末结存", "closing balance", "closing", "carried forward", "balance carried forward", "c/f", "ending balance", "closing bal")
	totalWords   = words("合计", "小计", "总计", "累计", "本月合计", "本年累计", "本期合计", "本期累计", "本日合计", "当前合计", "承前页", "过次页", "转次页", "本页合计", "total", "subtotal", "sub total", "grand total", "totals", "sum", "page total")
)

var paymentWords = []string{"付款", "支付", "电汇", "转账", "汇款", "付货款", "承兑", "payment", "paid", "transfer", "remittance", "wire"}

// titles of payables and of receivables ledgers.
var (
	payables    = []string{"应付", "payable", "vendor", "supplier", "供应商"}
	receivables = []string{"应收", "receivable", "客户往来"}
)

func words(list ...string) map[string]bool {
	set := map[string]bool{}
	for _, word := range list {
		set[plain(word)] = true
	}
	return set
}

// plain brings a heading to the form in which headings are compared: half width, lower case, without spaces, marks and a remark in brackets.
func plain(text string) string {
	text = norm.NFKC.String(text)
	if open := strings.IndexAny(text, "([【"); open > 0 {
		text = text[:open]
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '/' {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

type heading struct {
	role Role
	word string
}

// known are the headings in their plain form; where two roles have the same word, the one that comes first among Roles.
var known = func() map[string]Role {
	table := map[string]Role{}
	for _, role := range Roles {
		for _, word := range headings[role] {
			if _, taken := table[plain(word)]; !taken {
				table[plain(word)] = role
			}
		}
	}
	return table
}()

// partsOf are words long enough to be looked for inside a heading, the longest first.
var partsOf = func() []heading {
	var list []heading
	for _, role := range Roles {
		for _, word := range headings[role] {
			if size := len(plain(word)); size >= 6 || size >= 4 && word[0] < 0x80 {
				list = append(list, heading{role, plain(word)})
			}
		}
	}
	sortLongest(list)
	return list
}()
