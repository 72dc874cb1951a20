package matching

import "hefu/ledger/pdf"

// word is a label in both languages.
type word struct{ zh, en string }

func (w word) in(locale string) string {
	if locale == "en" {
		return w.en
	}
	return w.zh
}

func (w word) term() pdf.Term { return pdf.Term{Zh: w.zh, En: w.en} }

var (
	tooMany    = word{"行数过多，最多 50,000 行", "Too many rows; at most 50,000"}
	byMatching = word{"与我方账逐行核对一致", "Matched line by line with our own books"}
)

// The headings of a payables ledger.
var (
	wordLedger    = word{"应付账款明细账", "Payables ledger"}
	wordVoucher   = word{"凭证号", "Document no."}
	wordInvoice   = word{"发票号", "Invoice no."}
	wordOrder     = word{"订单号", "Order no."}
	wordText      = word{"摘要", "Description"}
	wordDebit     = word{"借方金额", "Debit"}
	wordCredit    = word{"贷方金额", "Credit"}
	wordBalance   = word{"余额", "Balance"}
	wordOpening   = word{"期初余额", "Opening balance"}
	wordClosingOf = word{"期末余额", "Closing balance"}
)

// The words of the report; "we" is the seller, as on the statement.
var (
	sectionWords = map[SectionKey]word{
		OursNotBooked:   {"供方已记、需方未记", "Booked by seller, not by customer"},
		TheirsNotBooked: {"需方已记、供方未记", "Booked by customer, not by seller"},
		Corrections:     {"需方待更正", "To be corrected by customer"},
		Adjustments:     {"已同意的调整", "Agreed adjustments"},
		Disagreements:   {"未决异议", "Open disagreements"},
		Undecided:       {"尚未处理的差异", "Differences not decided"},
	}
	kindWords = map[ItemKind]word{
		InTransitInvoice: {"在途发票", "Invoice in transit"},
		InTransitReceipt: {"在途收款", "Receipt in transit"},
		InTransitPayment: {"在途付款", "Payment in transit"},
		OwnCorrection:    {"需方更正", "Customer's correction"},
		OtherItem:        {"其他未达", "Other"},
	}
	causeWords = map[string]word{
		"opening_differs":      {"其中：期初余额不一致", "of which: opening balances differ"},
		"file_does_not_add_up": {"其中：需方账期初与发生额不等于期末", "of which: the customer's ledger does not add up"},
	}

	wordReport       = word{"余额调节表", "Reconciliation"}
	wordItems        = word{"明细", "Items"}
	wordClosing      = word{"供方期末余额", "Seller's closing balance"}
	wordExplained    = word{"调节后余额", "Reconciled balance"}
	wordTheirClosing = word{"需方期末余额", "Customer's closing balance"}
	wordUnexplained  = word{"未解释差额", "Unexplained difference"}
	wordProvisional  = word{"草稿：需方尚未完成确认，差异按拟处理方式列示。", "Provisional: the customer has not completed it; differences are shown as planned."}
	wordCarried      = word{"上期结转", "Carried over"}
	wordStatement    = word{"对账单", "Statement"}
	wordSeller       = word{"供方", "Seller"}
	wordCustomer     = word{"需方", "Customer"}
	wordPeriod       = word{"账期", "Period"}
	wordCurrency     = word{"币种", "Currency"}
	wordItem         = word{"项目", "Item"}
	wordContent      = word{"内容", "Content"}
	wordAmount       = word{"金额", "Amount"}
	wordSection      = word{"部分", "Section"}
	wordKind         = word{"类型", "Kind"}
	wordDocument     = word{"单据号", "Document no."}
	wordDate         = word{"日期", "Date"}
	wordDays         = word{"账龄（天）", "Age (days)"}
	wordDescription  = word{"摘要", "Description"}
	wordNote         = word{"说明", "Note"}
)

// ourBooksSay is the customer's sentence on a dispute that matching found.
func ourBooksSay(locale, figure, difference string) string {
	if locale == "en" {
		return "Our books show " + figure + " for this line; the difference is " + difference + "."
	}
	return "我方账上此笔为 " + figure + "，差额 " + difference + "。"
}
