package statement

import (
	"hefu/ledger/calendar"
	"hefu/ledger/pdf"
)

// word is a label in both languages.
type word struct{ zh, en string }

func (w word) in(locale string) string {
	if locale == "en" {
		return w.en
	}
	return w.zh
}

// kindWords are how a line's kind is called in files.
var kindWords = map[string]word{
	"receivable":      {"应收", "Receivable"},
	"credit_note":     {"红字应收", "Credit note"},
	"adjustment":      {"借贷项调整", "Adjustment"},
	"receipt":         {"收款", "Receipt"},
	"advance":         {"预收", "Advance"},
	"refund":          {"退款", "Refund"},
	"reversal":        {"冲销", "Reversal"},
	"opening_balance": {"期初余额", "Opening balance"},
	settlementKind:    {"跨币种核销", "Settlement between currencies"},
	groupKind:         {"集团内核销", "Settlement within the group"},
}

func kindWord(kind, locale string) string {
	if w, ok := kindWords[kind]; ok {
		return w.in(locale)
	}
	return kind
}

// creditsBucket is the key under which a body's aging holds the credits that are not allocated yet.
const creditsBucket = "credits"

// bucketWord is the heading of an aging bucket, and of the credits beside them.
func bucketWord(key string) pdf.Term {
	buckets := calendar.DefaultOverdue()
	for i, known := range buckets.Keys() {
		if known == key {
			return pdf.Term{Zh: buckets.Label(i, "zh"), En: buckets.Label(i, "en")}
		}
	}
	return pdf.Term{Zh: "未核销贷项", En: "Unallocated credits"}
}

// The words of the tables.
var (
	wordSection     = word{"部分", "Section"}
	wordNo          = word{"行号", "Line"}
	wordKind        = word{"类型", "Kind"}
	wordDocumentNo  = word{"单据号", "Document no."}
	wordDate        = word{"单据日期", "Document date"}
	wordDue         = word{"到期日", "Due date"}
	wordShipped     = word{"发货日期", "Shipment date"}
	wordOrder       = word{"订单号", "Order no."}
	wordContract    = word{"合同号", "Contract no."}
	wordInvoice     = word{"发票号", "Invoice no."}
	wordDescription = word{"摘要", "Description"}
	wordQuantity    = word{"数量", "Quantity"}
	wordPrice       = word{"单价", "Unit price"}
	wordNet         = word{"净额", "Net"}
	wordTax         = word{"税额", "Tax"}
	wordFreight     = word{"代垫运杂费", "Freight"}
	wordAmount      = word{"金额", "Amount"}
	wordReceived    = word{"已回款", "Received so far"}
	wordOpen        = word{"未清金额", "Open"}
	wordBalance     = word{"余额", "Balance"}
	wordOverdueDays = word{"逾期天数", "Days overdue"}
	wordCurrency    = word{"币种", "Currency"}

	wordOpening     = word{"期初余额", "Opening balance"}
	wordMovements   = word{"本期发生", "Movements"}
	wordForward     = word{"期初未清项目", "Brought forward"}
	wordCharges     = word{"本期应收", "Charges"}
	wordCredits     = word{"贷项", "Credits"}
	wordReceipts    = word{"本期收款", "Receipts"}
	wordAdjustments = word{"调整", "Adjustments"}
	wordClosing     = word{"期末余额", "Closing balance"}
	wordOverdue     = word{"其中逾期", "Of which overdue"}
	wordSummary     = word{"对账单", "Statement"}
	wordItem        = word{"项目", "Item"}
	wordContent     = word{"内容", "Content"}
	wordNumber      = word{"对账单号", "Statement no."}
	wordVersion     = word{"版本", "Version"}
	wordPeriod      = word{"账期", "Period"}
	wordSeller      = word{"供方", "Seller"}
	wordCustomer    = word{"客户", "Customer"}
	wordTerms       = word{"付款条件", "Terms"}
	wordTitle       = word{"标题", "Title"}
	wordNote        = word{"说明", "Note"}
	wordHash        = word{"内容校验值 SHA-256", "Content SHA-256"}
)
