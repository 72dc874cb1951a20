// Package payment owns how customers pay (SPEC section 11): what a payment is for, the items it holds while it is under way, what
// providers tell about it, and the receipt, its settlement and the fee that follow, once.
package payment

import (
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
	"hefu/ledger/money"
	"hefu/ledger/provider"
)

// Options say who takes money. BaseURL is the address people use; payers come back to it, and providers tell it.
type Options struct {
	Providers []provider.Provider
	BaseURL   string
}

// Service keeps payments.
type Service struct {
	db        *store.DB
	jobs      *job.Client
	clock     ledger.Clock
	base      string
	providers []provider.Provider
}

// Open opens the service. A worker with Register asks the providers about what is not known.
func Open(db *store.DB, jobs *job.Client, clock ledger.Clock, options Options) *Service {
	return &Service{db: db, jobs: jobs, clock: clock, base: options.BaseURL, providers: options.Providers}
}

// Webhook takes the providers' notices.
func (s *Service) Webhook() provider.Handler {
	return provider.Webhook(s.providers, s.Deliver, provider.Refusing{Clock: s.clock, Write: s.countRefused})
}

func (s *Service) provider(name string) provider.Provider {
	for _, p := range s.providers {
		if p.Name() == name {
			return p
		}
	}
	return nil
}

// State is how a payment stands.
type State string

// The states. Created is before the provider has answered; Unknown is after it failed to, until it does.
const (
	Created   State = "created"
	Pending   State = "pending"
	Unknown   State = "unknown"
	Succeeded State = "succeeded"
	Failed    State = "failed"
	Cancelled State = "cancelled"
	Expired   State = "expired"
)

// Ended tells whether a payment holds its items no longer.
func (s State) Ended() bool { return s != Created && s != Pending && s != Unknown }

// Payment is one sum that a customer pays through a provider. Amount is what the payer pays; Discount and Credits close items beside it.
type Payment struct {
	ID            ledger.ID
	CustomerID    ledger.ID
	CustomerCode  string
	CustomerName  string
	StatementID   ledger.ID
	StatementNo   string
	Provider      string
	Reference     string
	Currency      string
	Amount        decimal.Decimal
	Discount      decimal.Decimal
	Credits       decimal.Decimal
	State         State
	Reason        string
	ProviderRef   string
	Address       string
	Code          string
	Fee           decimal.NullDecimal
	ReceiptID     ledger.ID
	ReceiptNo     string
	By            string
	CreatedAt     time.Time
	ExpiresAt     time.Time
	EndedAt       *time.Time
	Refunded      decimal.Decimal // what went back by refunds
	ChargedBack   decimal.Decimal // what the payer's bank took back, and was not won
	InDispute     bool            // a chargeback is open
	DiscountUntil calendar.Date   // money that comes later, after the payment had ended, takes no discount; zero: none, or it holds
	OnAccount     decimal.Decimal // what of the receipt settles nothing by now: the items were settled before the money came
	Refunding     RefundState     // of a refund that waits for a second person, else of one that the provider has not ended; "" when there is neither
	Items         []Item
}

// Standing is one word for how a payment stands by now: its state, and after it has succeeded what became of its money since: disputed,
// charged_back, refunded or partly_refunded.
func (p Payment) Standing() string {
	switch {
	case p.State != Succeeded:
	case p.InDispute:
		return "disputed"
	case p.ChargedBack.IsPositive():
		return "charged_back"
	case p.Refunded.GreaterThanOrEqual(p.Amount):
		return "refunded"
	case p.Refunded.IsPositive():
		return "partly_refunded"
	}
	return string(p.State)
}

// Item is what a payment closes of an open item, or uses up of a credit.
type Item struct {
	PaymentID  ledger.ID
	ItemID     ledger.ID
	DocumentID ledger.ID
	DocumentNo string
	Side       string
	Amount     decimal.Decimal
	Discount   decimal.Decimal
}

// Line is an open item as it may be paid. Chosen is what of it is to be closed, Discount what of that is not to be paid.
type Line struct {
	ItemID        ledger.ID
	DocumentID    ledger.ID
	DocumentNo    string
	InvoiceNo     string
	Due           calendar.Date
	Overdue       bool
	Open          decimal.Decimal
	Disputed      decimal.Decimal // left out unless it is asked for
	PaymentID     ledger.ID       // under way; zero: none
	Chosen        decimal.Decimal
	Discount      decimal.Decimal
	DiscountUntil calendar.Date // zero: no discount can be had
	t0            calendar.Date
	original      decimal.Decimal
	given         decimal.Decimal
}

// Credit is what the customer has to its credit.
type Credit struct {
	ItemID     ledger.ID
	DocumentID ledger.ID
	DocumentNo string
	Kind       string
	Open       decimal.Decimal
	Used       decimal.Decimal
}

// Wanted is a part of an item that the customer chose; a zero amount means all of it that is not disputed.
type Wanted struct {
	ItemID ledger.ID
	Amount decimal.Decimal
}

// Asked says what a customer wants to pay: of a statement, or of its open items in a currency.
type Asked struct {
	StatementID ledger.ID
	Currency    money.Currency
	Lines       []Wanted // nil: all that may be paid
	UseCredits  bool
}

// Quote is what a payment would come to: Total = Chosen − Discount − CreditsUsed.
type Quote struct {
	StatementID ledger.ID
	StatementNo string
	Currency    money.Currency
	Lines       []Line
	Credits     []Credit
	CreditsOpen decimal.Decimal // what the customer has to its credit in all
	Chosen      decimal.Decimal
	Discount    decimal.Decimal
	CreditsUsed decimal.Decimal
	Total       decimal.Decimal
	Ways        []string // the providers that take the currency
	More        bool     // there are more items than are shown
}
