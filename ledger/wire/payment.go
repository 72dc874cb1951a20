package wire

import (
	"time"

	"hefu/ledger"
	"hefu/ledger/payment"
	"hefu/ledger/web"
)

// PaymentItem is what a payment closes of a document, or uses up of a credit.
type PaymentItem struct {
	Document Reference  `json:"document"`
	Side     string     `json:"side" enum:"debit,credit"`
	Amount   web.Amount `json:"amount"`
	Discount web.Amount `json:"discount"`
}

// Payment is one sum that a customer pays through a provider.
type Payment struct {
	ID          ledger.ID     `json:"id"`
	StatementID *ledger.ID    `json:"statement_id,omitempty"`
	StatementNo string        `json:"statement_no,omitempty"`
	Provider    string        `json:"provider" enum:"sandbox,stripe,alipay,wechat"`
	Reference   string        `json:"reference"`
	Currency    string        `json:"currency"`
	Amount      web.Amount    `json:"amount" doc:"What the payer pays"`
	Discount    web.Amount    `json:"discount" doc:"Early-payment discount beside it"`
	Credits     web.Amount    `json:"credits" doc:"The customer's credits that are used up beside it"`
	State       string        `json:"state" enum:"created,pending,unknown,succeeded,failed,cancelled,expired"`
	Standing    string        `json:"standing" enum:"created,pending,unknown,succeeded,failed,cancelled,expired,disputed,charged_back,refunded,partly_refunded" doc:"The state, and what became of the money since"`
	Refunded    *web.Amount   `json:"refunded,omitempty" doc:"What went back"`
	Reason      string        `json:"reason,omitempty" enum:"provider_unavailable,amount_differs,other_amount,declined,paid_otherwise,"`
	OnAccount   *web.Amount   `json:"on_account,omitempty" doc:"What of the money settles nothing, because the items were settled before it came"`
	Reissuable  bool          `json:"reissuable" doc:"It ended unpaid, and the same items may be paid anew the same way"`
	Address     string        `json:"address,omitempty" doc:"Where the payer goes; while it may be paid"`
	Code        string        `json:"code,omitempty" doc:"What a wallet scans; while it may be paid"`
	Receipt     *Reference    `json:"receipt,omitempty"`
	By          string        `json:"by"`
	CreatedAt   time.Time     `json:"created_at"`
	ExpiresAt   time.Time     `json:"expires_at"`
	EndedAt     *time.Time    `json:"ended_at,omitempty"`
	Items       []PaymentItem `json:"items"`
}

// PaymentOf words a payment.
func PaymentOf(p payment.Payment) Payment {
	out := Payment{ID: p.ID, StatementNo: p.StatementNo, Provider: p.Provider, Reference: p.Reference, Currency: p.Currency, Amount: Amount(p.Amount, p.Currency),
		Discount: Amount(p.Discount, p.Currency), Credits: Amount(p.Credits, p.Currency), State: string(p.State), Reason: p.Reason, By: p.By,
		CreatedAt: p.CreatedAt, ExpiresAt: p.ExpiresAt, EndedAt: p.EndedAt, Items: []PaymentItem{}}
	out.Standing, out.Reissuable = p.Standing(), p.Reissuable()
	if back := p.Refunded.Add(p.ChargedBack); back.IsPositive() {
		amount := Amount(back, p.Currency)
		out.Refunded = &amount
	}
	if p.OnAccount.IsPositive() && out.Standing == string(payment.Succeeded) {
		amount := Amount(p.OnAccount, p.Currency)
		out.OnAccount = &amount
	}
	if !p.StatementID.IsZero() {
		out.StatementID = &p.StatementID
	}
	if p.State == payment.Pending {
		out.Address, out.Code = p.Address, p.Code
	}
	if !p.ReceiptID.IsZero() {
		out.Receipt = &Reference{p.ReceiptID, p.ReceiptNo}
	}
	for _, it := range p.Items {
		out.Items = append(out.Items, PaymentItem{Reference{it.DocumentID, it.DocumentNo}, it.Side, Amount(it.Amount, p.Currency), Amount(it.Discount, p.Currency)})
	}
	return out
}
