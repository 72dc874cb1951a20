// Package provider speaks to those who take money for us: it opens a payment with them, asks how it stands, closes it, and reads their
// notices, whose signature it checks before anything else. It decides nothing about money and keeps nothing.
package provider

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/money"
)

// Charge is a sum that a customer is to pay, as a provider is told of it. ID is the key under which it is opened once, however often
// it is asked for.
type Charge struct {
	ID           ledger.ID
	Organization ledger.ID
	Reference    string // short, for people
	Ref          string // the provider's own name for it, once it is open
	Amount       decimal.Decimal
	Currency     money.Currency
	About        string
	Locale       string // zh-CN or en
	ReturnTo     string // the payment's own page, to which the payer comes back: see BackPaid
	NotifyTo     string // the address that the provider tells
	Expires      time.Time
}

// A payer comes back to the page of its payment with one of these in the query, under back, so that the page says what is known: that the
// provider's word is awaited, or that the payment is given up. They prove nothing.
const (
	BackPaid    = "paid"
	BackGivenUp = "given_up"
)

// back is the address for who comes back so.
func (c Charge) back(how string) string { return c.ReturnTo + "?back=" + how }

// Opened is where the payer goes: to an address, or to a code that a wallet scans.
type Opened struct {
	Ref     string
	Address string
	Code    string
}

// State is how a charge stands.
type State string

// The states.
const (
	Waiting State = "waiting" // nobody has paid yet
	Paid    State = "paid"
	Failed  State = "failed"
	Gone    State = "gone" // closed or expired, and never to be paid

	Refunded    State = "refunded"     // of a refund, which Ended says the end of
	Disputed    State = "disputed"     // the payer disputes it, and its money was taken back
	DisputeWon  State = "dispute_won"  // the money came back
	DisputeLost State = "dispute_lost" // it did not
	PaidOut     State = "paid_out"     // to the seller's bank; of no single payment
)

// Returns tells whether money went back, or came back, after it was paid.
func (s State) Returns() bool {
	return s == Refunded || s == Disputed || s == DisputeWon || s == DisputeLost
}

// Refund is a sum that is to go back. ID is the key under which it is asked for once, however often.
type Refund struct {
	ID     ledger.ID
	Amount decimal.Decimal
	Reason string
}

// Returned is how a refund stands: Paid when the money has gone, Failed, or Waiting.
type Returned struct {
	State State
	Ref   string
	Fault string
}

// Outcome is how a charge stands, by the provider's word. Amount, Currency and Fee are known once it is paid; the fee may stay unknown.
type Outcome struct {
	State    State
	Ref      string
	Amount   decimal.Decimal
	Currency money.Currency
	Fee      decimal.NullDecimal
	Reason   string
}

// Notice is what a provider told by itself. Event names it however often it comes; Payment is zero where the notice names none of ours.
type Notice struct {
	Outcome
	Event   string
	Kind    string // as the provider calls it
	About   bool   // it is about the state of a payment; else it is only noted
	Payment ledger.ID
	// Organization is the payment's own, where the provider repeats what it was told; zero: the address says it.
	Organization ledger.ID
	At           time.Time
	Return       string    // the provider's own name for the refund, dispute or payout that it is about
	Refund       ledger.ID // ours for that refund, where the provider repeats it
	Ended        State     // of that refund
	Sum          bool      // Amount is all that went back of the payment up to now, and not this refund alone
}

// ErrForged is for a notice whose signature is missing, wrong or too old.
var ErrForged = errors.New("provider: the notice is not signed as it must be")

// Provider is one who takes money.
type Provider interface {
	// Name is one of the names below.
	Name() string
	// Takes tells whether it takes a currency.
	Takes(money.Currency) bool
	// Open begins a charge. Asked again with the same ID it answers with the same charge.
	Open(context.Context, Charge) (Opened, error)
	// Ask tells how a charge stands. An error means that it is not known.
	Ask(context.Context, Charge) (Outcome, error)
	// Close gives a charge up and tells how it stands then: it may have been paid before.
	Close(context.Context, Charge) (Outcome, error)
	// Refund lets money of a paid charge go back. Asked again with the same ID it answers with the same refund. An error means that it
	// is not known what became of it.
	Refund(context.Context, Charge, Refund) (Returned, error)
	// Read takes a notice apart. ErrForged before anything else is looked at.
	Read(header http.Header, body []byte, now time.Time) (Notice, error)
	// Thanks is what the provider wants to read when a notice was taken.
	Thanks() (mediaType, body string)
}

// Completer is a Provider whose notices leave out what is needed. Complete asks for it; an error means that it is not known now, and
// that the notice is to be told again.
type Completer interface {
	Complete(context.Context, Notice) (Notice, error)
}

// The names.
const (
	NameSandbox = "sandbox"
	NameStripe  = "stripe"
	NameAlipay  = "alipay"
	NameWeChat  = "wechat"
)
