package pdf

// Term is a label in both languages.
type Term struct{ Zh, En string }

// The labels that callers choose for figures.
var (
	OpeningBalance = Term{"期初余额", "Opening balance"}
	Charges        = Term{"本期应收", "Charges"}
	Receipts       = Term{"本期收款", "Receipts"}
	Credits        = Term{"贷项", "Credits"}
	Adjustments    = Term{"调整", "Adjustments"}
	ClosingBalance = Term{"期末余额", "Closing balance"}

	NotYetDue = Term{"未到期", "Current"}
	DueNow    = Term{"当前应付", "Due now"}
	Overdue   = Term{"其中逾期", "Overdue"}
	Disputed  = Term{"异议金额", "Disputed"}
)

// The labels of the page itself.
var (
	labelStatement = Term{"对账单", "Statement of account"}
	labelVersion   = Term{"版本", "Version"}
	labelPhone     = Term{"电话", "Tel"}
	labelTaxID     = Term{"税号", "Tax ID"}

	labelCustomer = Term{"客户", "Customer"}
	labelCode     = Term{"客户编号", "Account"}
	labelCurrency = Term{"币种", "Currency"}
	labelPeriod   = Term{"账期", "Period"}
	labelTerms    = Term{"付款条件", "Terms"}
	labelIssued   = Term{"出具日期", "Issued"}

	labelScan  = Term{"扫码在线核验", "Scan to verify online"}
	labelVisit = Term{"或访问", "or visit"}

	labelAging = Term{"账龄", "Aging"}
	labelWords = Term{"大写", "In words"}

	labelDate        = Term{"日期", "Date"}
	labelDocument    = Term{"单据号", "Document"}
	labelKind        = Term{"类型", "Type"}
	labelDescription = Term{"摘要", "Description"}
	labelOrder       = Term{"订单号", "Order"}
	labelDue         = Term{"到期日", "Due"}
	labelDebit       = Term{"借方", "Debit"}
	labelCredit      = Term{"贷方", "Credit"}
	labelBalance     = Term{"余额", "Balance"}
	labelNoLines     = Term{"本期无发生额", "No movements in this period"}
	labelNoItems     = Term{"双方余额一致，无调节项", "Both balances agree; nothing to reconcile"}
	labelNoRecords   = Term{"没有记录", "No records"}

	labelOpenItems = Term{"期初未清项目", "Open items brought forward"}
	labelOriginal  = Term{"原币金额", "Original"}
	labelReceived  = Term{"已收", "Received"}
	labelOpen      = Term{"未清", "Open"}

	labelProvisional = Term{"暂估应收（已发货未开票）", "Delivered, not yet invoiced"}
	labelShipment    = Term{"发货单号", "Shipment"}
	labelShipped     = Term{"发货日期", "Shipped"}
	labelAmount      = Term{"金额", "Amount"}
	labelTotal       = Term{"合计", "Total"}

	labelNotes        = Term{"说明", "Notes"}
	labelSellerSeal   = Term{"供方确认（盖章）", "Seller seal"}
	labelCustomerSeal = Term{"需方确认（盖章）", "Customer seal"}
	labelSealHere     = Term{"盖章处", "Seal here"}
	labelSignedOn     = Term{"日期", "Date"}

	labelCutHere   = Term{"沿虚线剪下", "Cut here"}
	labelSlip      = Term{"付款回执", "Remittance slip"}
	labelPayee     = Term{"收款单位", "Payee"}
	labelBank      = Term{"开户行", "Bank"}
	labelAccount   = Term{"账号", "Account no."}
	labelReference = Term{"付款附言", "Reference"}
	labelAmountDue = Term{"应付金额", "Amount due"}
	labelPayer     = Term{"付款单位", "Payer"}

	labelPage = Term{"第 {current} 页 / 共 {total} 页", "Page {current} of {total}"}
)

// in returns the label in the leading language of the page and in the other one. A term with one language serves both.
func (t Term) in(l Locale) (lead, under string) {
	lead, under = t.Zh, t.En
	if l == En {
		lead, under = under, lead
	}
	switch {
	case lead == "":
		return under, ""
	case lead == under:
		return lead, ""
	}
	return lead, under
}
