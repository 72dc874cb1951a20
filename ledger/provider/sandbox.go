package provider

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/money"
)

// Sandbox moves no money: the payer says on a page of ours how the payment ends. Its notices are signed and read like any other's.
type Sandbox struct{ key []byte }

// NewSandbox makes one whose notices nobody outside this process can sign.
func NewSandbox() *Sandbox {
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		panic(err)
	}
	return &Sandbox{key}
}

// SandboxSignature is the header under which its notices are signed.
const SandboxSignature = "Sandbox-Signature"

type sandboxNotice struct {
	Event    string         `json:"event"`
	Payment  ledger.ID      `json:"payment"`
	Ref      string         `json:"ref"`
	State    State          `json:"state"`
	Amount   string         `json:"amount"`
	Currency money.Currency `json:"currency"`
	Fee      string         `json:"fee"`
	Return   string         `json:"return,omitempty"`
	At       time.Time      `json:"at"`
}

// Name is NameSandbox.
func (s *Sandbox) Name() string { return NameSandbox }

// Takes every currency.
func (s *Sandbox) Takes(money.Currency) bool { return true }

// Open leads to our own page.
func (s *Sandbox) Open(_ context.Context, c Charge) (Opened, error) {
	return Opened{Ref: sandboxRef(c), Address: c.ReturnTo + "/sandbox"}, nil
}

func sandboxRef(c Charge) string { return "sandbox_" + c.ID.String() }

// Ask knows nothing but the time: what was said on the page was told at once.
func (s *Sandbox) Ask(_ context.Context, c Charge) (Outcome, error) {
	return Outcome{State: Waiting, Ref: sandboxRef(c)}, nil
}

// Close gives it up.
func (s *Sandbox) Close(_ context.Context, c Charge) (Outcome, error) {
	return Outcome{State: Gone, Ref: sandboxRef(c)}, nil
}

// Refund is done at once.
func (s *Sandbox) Refund(_ context.Context, _ Charge, r Refund) (Returned, error) {
	return Returned{State: Paid, Ref: "sandbox_re_" + r.ID.String()}, nil
}

// sandboxFee is what it keeps, as a card would: 0.6 %.
var sandboxFee = decimal.New(6, -3)

// sandboxDisputeFee is what it takes for a chargeback.
var sandboxDisputeFee = decimal.NewFromInt(15)

// Say is the notice that a charge ended so, or that its money went back since, as it would come from outside. The same end is told under the same event.
func (s *Sandbox) Say(c Charge, state State, at time.Time) (http.Header, []byte, error) {
	n := sandboxNotice{Event: "sandbox_" + string(state) + "_" + c.ID.String(), Payment: c.ID, Ref: sandboxRef(c), State: state, Amount: c.Amount.String(), Currency: c.Currency, At: at.UTC()}
	switch state {
	case Paid:
		n.Fee = money.Round(c.Amount.Mul(sandboxFee), c.Currency).String()
	case Disputed:
		n.Return, n.Fee = "sandbox_dp_"+c.ID.String(), sandboxDisputeFee.String()
	case DisputeWon, DisputeLost:
		n.Return = "sandbox_dp_" + c.ID.String()
	case Refunded:
		n.Return = "sandbox_re_" + c.ID.String()
	case PaidOut:
		n.Return = "sandbox_po_" + c.ID.String()
	}
	body, err := json.Marshal(n)
	return http.Header{SandboxSignature: {s.sign(body)}}, body, err
}

func (s *Sandbox) sign(body []byte) string {
	mac := hmac.New(sha256.New, s.key)
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// Read takes a notice of Say apart.
func (s *Sandbox) Read(header http.Header, body []byte, _ time.Time) (Notice, error) {
	if !hmac.Equal([]byte(header.Get(SandboxSignature)), []byte(s.sign(body))) {
		return Notice{}, ErrForged
	}
	var n sandboxNotice
	if err := json.Unmarshal(body, &n); err != nil {
		return Notice{}, fmt.Errorf("read the sandbox's notice: %w", err)
	}
	out := Notice{Event: n.Event, Kind: string(n.State), About: true, Payment: n.Payment, At: n.At, Return: n.Return, Ended: Paid, Outcome: Outcome{State: n.State, Ref: n.Ref, Currency: n.Currency}}
	var err error
	if out.Amount, err = decimal.NewFromString(n.Amount); err != nil {
		return Notice{}, fmt.Errorf("read the sandbox's amount: %w", err)
	}
	if n.Fee != "" {
		fee, err := decimal.NewFromString(n.Fee)
		if err != nil {
			return Notice{}, fmt.Errorf("read the sandbox's fee: %w", err)
		}
		out.Fee = decimal.NewNullDecimal(fee)
	}
	return out, nil
}

// Thanks is empty.
func (s *Sandbox) Thanks() (mediaType, body string) { return "text/plain", "ok" }
