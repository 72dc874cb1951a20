package document

import (
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger/journal"
)

// Kind is what a document is (SPEC section 5).
type Kind string

// The kinds.
const (
	Receivable     Kind = "receivable"
	CreditNote     Kind = "credit_note"
	Adjustment     Kind = "adjustment"
	Receipt        Kind = "receipt"
	Advance        Kind = "advance"
	Refund         Kind = "refund"
	WriteOff       Kind = "write_off" // small-balance clean-up (期末清理)
	OpeningBalance Kind = "opening_balance"
	Reversal       Kind = "reversal"
)

// rule is what a kind posts. sign is the side of the customer's account: +1 debits it, -1 credits it; amounts of a signed kind
// carry their own sign and sign is +1.
type rule struct {
	series  string
	account journal.Role // the customer's account
	sign    int64
	signed  bool // the amount may be negative
	lines   bool // has lines with net and tax; otherwise one amount
}

var rules = map[Kind]rule{
	Receivable:     {series: "AR", account: journal.Receivables, sign: +1, lines: true},
	CreditNote:     {series: "CN", account: journal.Receivables, sign: -1, lines: true},
	Adjustment:     {series: "AD", account: journal.Receivables, sign: +1, signed: true, lines: true},
	Receipt:        {series: "RC", account: journal.Receivables, sign: -1},
	Advance:        {series: "AV", account: journal.Advances, sign: -1},
	Refund:         {series: "RF", account: journal.Receivables, sign: +1},
	WriteOff:       {series: "WO", account: journal.Receivables, sign: -1},
	OpeningBalance: {series: "OB", account: journal.Receivables, sign: +1, signed: true},
}

// Kinds lists what can be posted by itself. A refund and a write-off follow from the item they settle, a reversal from the
// document it reverses; package allocation posts those.
var Kinds = []Kind{Receivable, CreditNote, Adjustment, Receipt, Advance, OpeningBalance}

// DraftKinds lists what can be drafted: these, a refund of a credit item, and the reversal of a document.
var DraftKinds = append(slices.Clone(Kinds), Refund, Reversal)

// Reason says why an adjustment is made; it chooses the account against which it stands.
type Reason string

// The reasons of an adjustment (SPEC section 5).
const (
	Rebate         Reason = "rebate"
	AllowanceGiven Reason = "allowance"
	Discount       Reason = "discount"
	Deduction      Reason = "deduction"
	Penalty        Reason = "penalty"
	Interest       Reason = "interest"
	TailDifference Reason = "tail_difference"
	Netting        Reason = "netting"       // 抵账: against what we owe the same party (WO-03)
	CashDiscount   Reason = "cash_discount" // for paying early (现金折扣)
	Overpaid       Reason = "overpaid"      // an overpayment too small to give back
	FineTune       Reason = "fine_tune"     // 微调 of the amount of a posted receivable
	FineTuneTax    Reason = "fine_tune_tax" // 微调 of its tax
)

// increases tells the sign a reason must have: +1 raises the debt, -1 lowers it, 0 either way.
var increases = map[Reason]int{
	Rebate: -1, AllowanceGiven: -1, Discount: -1, Deduction: -1,
	Penalty: +1, Interest: +1, TailDifference: 0,
	CashDiscount: -1, Overpaid: +1, Netting: -1,
	FineTune: 0, FineTuneTax: 0,
}

// tuned are the reasons that change a posted receivable by a little: they name it, and together stay within TailLimit.
func (r Reason) tuned() bool { return r == FineTune || r == FineTuneTax }

// TailLimit is the most that a tail difference against the invoice may be, and a small balance that is cleaned up, in the
// document's currency (SPEC section 5).
var TailLimit = decimal.New(100, -2)

var adjustmentAccounts = map[Reason]journal.Role{
	Rebate: journal.Returns, AllowanceGiven: journal.Returns, Discount: journal.Returns, Deduction: journal.Returns,
	Penalty: journal.OtherIncome, Interest: journal.OtherIncome, TailDifference: journal.OutputVAT,
	CashDiscount: journal.CashDiscount, Overpaid: journal.OtherIncome, Netting: journal.Payables,
	FineTune: journal.Revenue, FineTuneTax: journal.OutputVAT,
}

// methodAccounts says where money arrives or leaves, by method.
var methodAccounts = map[string]journal.Role{
	"": journal.Bank, "bank": journal.Bank, "cash": journal.Bank, "provider": journal.Clearing, "note": journal.Notes, "other": journal.Bank,
}

// leg is one posting beside the customer's account.
type leg struct {
	role   journal.Role
	amount decimal.Decimal
}

// legs are the other side of the entry, in document currency; with the customer's account they sum to zero.
func (d *prepared) legs() []leg {
	switch d.Kind {
	case Receivable:
		return []leg{{journal.Revenue, d.net.Neg()}, {journal.OutputVAT, d.tax.Neg()}, {journal.Freight, d.freight.Neg()}}
	case CreditNote:
		return []leg{{journal.Returns, d.net}, {journal.OutputVAT, d.tax}, {journal.Freight, d.freight}}
	case Adjustment:
		return []leg{{adjustmentAccounts[Reason(d.Reason)], d.net.Neg()}, {journal.OutputVAT, d.tax.Neg()}}
	case Receipt, Advance:
		return []leg{{methodAccounts[d.Method], d.gross}}
	case WriteOff:
		return []leg{{journal.WriteOff, d.gross}}
	case Refund:
		return []leg{{methodAccounts[d.Method], d.gross.Neg()}}
	default:
		return []leg{{journal.Opening, d.gross.Neg()}}
	}
}
