package journal

import "hefu/ledger"

// Role is what an account is for. Postings name roles; the organization's chart gives each its code and name, so renumbering
// an account changes the next entry and no posted one.
type Role string

// The roles of SPEC section 4.
const (
	Bank          Role = "bank"
	Clearing      Role = "provider_clearing"
	Notes         Role = "notes"
	Receivables   Role = "ar"
	Provisional   Role = "provisional"
	Allowance     Role = "allowance"
	Payables      Role = "payable"
	Advances      Role = "advance"
	OutputVAT     Role = "tax"
	PendingVAT    Role = "tax_pending"
	Freight       Role = "freight"
	Revenue       Role = "revenue"
	Returns       Role = "returns"
	OtherIncome   Role = "other_income"
	Exchange      Role = "exchange"
	CashDiscount  Role = "cash_discount"
	Impairment    Role = "impairment"
	WriteOff      Role = "write_off"
	Opening       Role = "opening"
	CurrencyClear Role = "currency_clearing"
	Charges       Role = "charges"
)

// Account is one row of a chart.
type Account struct {
	Code   string
	Role   Role
	Name   string
	NameEN string
}

// DefaultAccounts is the chart a new organization starts with (SPEC section 4).
var DefaultAccounts = []Account{
	{"1002", Bank, "银行存款", "Bank"},
	{"1012", Clearing, "其他货币资金", "Payment-provider clearing"},
	{"1121", Notes, "应收票据", "Notes receivable"},
	{"1122", Receivables, "应收账款", "Accounts receivable"},
	{"112201", Provisional, "暂估应收", "Provisional receivables"},
	{"1231", Allowance, "坏账准备", "Allowance for doubtful accounts"},
	{"2202", Payables, "应付账款", "Accounts payable"},
	{"2203", Advances, "预收账款", "Advances from customers"},
	{"222101", OutputVAT, "应交税费—销项税额", "Output VAT"},
	{"222102", PendingVAT, "待转销项税额", "Output VAT pending"},
	{"224101", Freight, "其他应付款—代垫运杂费", "Freight paid for customers"},
	{"3999", Opening, "期初结转", "Opening balances"},
	{"6001", Revenue, "主营业务收入", "Revenue"},
	{"600109", Returns, "销售折让", "Sales returns and allowances"},
	{"6301", OtherIncome, "营业外收入", "Other income"},
	{"6603", Exchange, "财务费用—汇兑损益", "Exchange gain and loss"},
	{"660301", Charges, "财务费用—手续费", "Payment charges"},
	{"660302", CashDiscount, "财务费用—现金折扣", "Cash discount"},
	{"660303", CurrencyClear, "外币结算过渡", "Currency clearing"},
	{"6702", Impairment, "信用减值损失", "Credit impairment loss"},
	{"6711", WriteOff, "营业外支出", "Small-balance write-off"},
}

// Chart finds an organization's account code by role.
type Chart map[Role]string

// Code is the account of a role; an organization without one is told which is missing.
func (c Chart) Code(role Role) (string, error) {
	if code, ok := c[role]; ok {
		return code, nil
	}
	return "", ledger.E("account_missing").With("role", role)
}
