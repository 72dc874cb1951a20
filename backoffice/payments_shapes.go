package backoffice

import (
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// OnlinePayment is a payment as staff see it.
type OnlinePayment struct {
	wire.Payment
	Customer    wire.Party  `json:"customer"`
	ProviderRef string      `json:"provider_ref"`
	Fee         *web.Amount `json:"fee,omitempty"`
	Next        string      `json:"next" enum:"payer,provider,look,answer,again,settle,approve,none" doc:"Who acts next: the payer, the provider, somebody who looks at what differs, a second person who decides about a refund, who answers a chargeback, or who settles or refunds what is on account"`
}

type onlineWhole struct {
	OnlinePayment
	Left        web.Amount            `json:"left" doc:"What of it may still be refunded"`
	Events      []toldView            `json:"events"`
	Postings    []onlinePosting       `json:"postings"`
	Refunds     []refundView          `json:"refunds"`
	Chargebacks []chargebackView      `json:"chargebacks"`
	Actions     map[string]web.Action `json:"actions"`
}

// onlinePosting is one line in the journal that a payment brought.
type onlinePosting struct {
	Entry         ledger.ID       `json:"entry"`
	What          string          `json:"what" enum:"receipt,fee,refund,chargeback,chargeback_fee,chargeback_won"`
	On            calendar.Date   `json:"on"`
	Document      *wire.Reference `json:"document,omitempty"`
	Account       string          `json:"account"`
	AccountName   string          `json:"account_name"`
	AccountNameEN string          `json:"account_name_en"`
	Currency      string          `json:"currency"`
	Debit         *web.Amount     `json:"debit,omitempty"`
	Credit        *web.Amount     `json:"credit,omitempty"`
}

// toldView is one notice of a provider as it came.
type toldView struct {
	ID          ledger.ID             `json:"id"`
	Provider    string                `json:"provider" enum:"sandbox,stripe,alipay,wechat"`
	Event       string                `json:"event"`
	Kind        string                `json:"kind"`
	Payment     *ledger.ID            `json:"payment,omitempty"`
	Reference   string                `json:"reference,omitempty"`
	Customer    *wire.Party           `json:"customer,omitempty"`
	ProviderRef string                `json:"provider_ref"`
	Amount      *web.Amount           `json:"amount,omitempty"`
	Currency    string                `json:"currency"`
	Verdict     string                `json:"verdict" enum:"applied,known,ignored,differs,unidentified"`
	Deliveries  int                   `json:"deliveries"`
	HappenedAt  *time.Time            `json:"happened_at,omitempty"`
	FirstAt     time.Time             `json:"first_at"`
	LastAt      time.Time             `json:"last_at"`
	LookedAt    *time.Time            `json:"looked_at,omitempty"`
	LookedBy    string                `json:"looked_by,omitempty"`
	Note        string                `json:"note,omitempty"`
	Receipt     *wire.Reference       `json:"receipt,omitempty"`
	RefundState string                `json:"refund_state,omitempty"`
	Waits       bool                  `json:"waits" doc:"It is money that nobody has decided about"`
	Actions     map[string]web.Action `json:"actions"`
}

// refundView is money that goes back to who paid it.
type refundView struct {
	ID          ledger.ID             `json:"id"`
	Customer    *wire.Party           `json:"customer,omitempty"`
	Payment     *ledger.ID            `json:"payment,omitempty"`
	Reference   string                `json:"reference"`
	Provider    string                `json:"provider"`
	Currency    string                `json:"currency"`
	Amount      web.Amount            `json:"amount"`
	Reason      string                `json:"reason"`
	State       string                `json:"state" enum:"proposed,declined,withdrawn,sending,unknown,succeeded,failed"`
	Fault       string                `json:"fault,omitempty"`
	ProviderRef string                `json:"provider_ref,omitempty"`
	Document    *wire.Reference       `json:"document,omitempty"`
	ProposedBy  string                `json:"proposed_by"`
	CreatedAt   time.Time             `json:"created_at"`
	DecidedBy   string                `json:"decided_by,omitempty"`
	DecidedAt   *time.Time            `json:"decided_at,omitempty"`
	Note        string                `json:"note,omitempty"`
	EndedAt     *time.Time            `json:"ended_at,omitempty"`
	RowVersion  int                   `json:"row_version"`
	Actions     map[string]web.Action `json:"actions"`
}

// chargebackView is what a payer disputes at the bank.
type chargebackView struct {
	ID          ledger.ID             `json:"id"`
	ProviderRef string                `json:"provider_ref"`
	Currency    string                `json:"currency"`
	Amount      web.Amount            `json:"amount"`
	Fee         *web.Amount           `json:"fee,omitempty"`
	Reason      string                `json:"reason,omitempty"`
	State       string                `json:"state" enum:"open,won,lost"`
	Document    wire.Reference        `json:"document"`
	Receipt     *wire.Reference       `json:"receipt,omitempty"`
	OpenedAt    time.Time             `json:"opened_at"`
	EndedAt     *time.Time            `json:"ended_at,omitempty"`
	AnsweredAt  *time.Time            `json:"answered_at,omitempty"`
	AnsweredBy  string                `json:"answered_by,omitempty"`
	Note        string                `json:"note,omitempty"`
	Actions     map[string]web.Action `json:"actions"`
}

type clearingDay struct {
	On          calendar.Date `json:"on"`
	Provider    string        `json:"provider"`
	Currency    string        `json:"currency"`
	Received    web.Amount    `json:"received"`
	Fees        web.Amount    `json:"fees"`
	Refunds     web.Amount    `json:"refunds"`
	Chargebacks web.Amount    `json:"chargebacks"`
	PaidOut     web.Amount    `json:"paid_out"`
	Balance     web.Amount    `json:"balance" doc:"What the provider holds after the day, by the books"`
	Waiting     web.Amount    `json:"waiting" doc:"What the provider told of that nobody has booked"`
	Even        bool          `json:"even" doc:"Nothing is left and nothing waits"`
}

type clearingAccount struct {
	Currency   string     `json:"currency"`
	Balance    web.Amount `json:"balance"`
	Held       web.Amount `json:"held"`
	Difference web.Amount `json:"difference"`
	Waiting    web.Amount `json:"waiting"`
	Agrees     bool       `json:"agrees"`
}

type clearingStray struct {
	On       calendar.Date   `json:"on"`
	Document *wire.Reference `json:"document,omitempty"`
	Customer string          `json:"customer"`
	Currency string          `json:"currency"`
	Amount   web.Amount      `json:"amount"`
}

type clearingView struct {
	From     calendar.Date         `json:"from"`
	To       calendar.Date         `json:"to"`
	Days     []clearingDay         `json:"days"`
	Accounts []clearingAccount     `json:"accounts"`
	Strays   []clearingStray       `json:"strays" doc:"Entries on the clearing account that no payment brought"`
	Actions  map[string]web.Action `json:"actions"`
}
