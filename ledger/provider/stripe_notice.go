package provider

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/stripe/stripe-go/v85"
	"github.com/stripe/stripe-go/v85/webhook"

	"hefu/ledger"
)

// StripeSignature is the header under which Stripe signs.
const StripeSignature = "Stripe-Signature"

// Read checks the signature of an event, then takes it apart. Stripe signs anew whenever it tells again, so a late event has a young
// signature. An account may write its events in another version of the API than the library's:
// the few fields that are read here are the same in both.
func (s *Stripe) Read(header http.Header, body []byte, _ time.Time) (Notice, error) {
	e, err := webhook.ConstructEventWithOptions(body, header.Get(StripeSignature), s.secret, webhook.ConstructEventOptions{Tolerance: noticeWindow, IgnoreAPIVersionMismatch: true})
	for _, forged := range []error{webhook.ErrInvalidHeader, webhook.ErrNoValidSignature, webhook.ErrNotSigned, webhook.ErrTooOld} {
		if errors.Is(err, forged) {
			return Notice{}, ErrForged
		}
	}
	if err != nil {
		return Notice{}, fmt.Errorf("read stripe's event: %w", err)
	}
	n := Notice{Event: e.ID, Kind: string(e.Type), At: stripeTime(e.Created)}
	if e.Data == nil {
		return n, nil
	}
	if take := stripeEvents[e.Type]; take != nil {
		if err := take(&n, e.Data.Raw); err != nil {
			return Notice{}, fmt.Errorf("read stripe's %s: %w", e.Type, err)
		}
	}
	return n, nil
}

// stripeEvents are those that say something about money; all others are only noted.
var stripeEvents = map[stripe.EventType]func(*Notice, []byte) error{
	stripe.EventTypeCheckoutSessionCompleted:             sessionTold,
	stripe.EventTypeCheckoutSessionAsyncPaymentSucceeded: sessionTold,
	stripe.EventTypeCheckoutSessionAsyncPaymentFailed:    sessionFailed,
	stripe.EventTypeCheckoutSessionExpired:               sessionTold,
	stripe.EventTypeRefundCreated:                        refundTold,
	stripe.EventTypeRefundUpdated:                        refundTold,
	stripe.EventTypeRefundFailed:                         refundTold,
	stripe.EventTypeChargeDisputeCreated:                 disputeTold,
	stripe.EventTypeChargeDisputeFundsWithdrawn:          disputeTold,
	stripe.EventTypeChargeDisputeClosed:                  disputeEnded,
	stripe.EventTypePayoutPaid:                           payoutTold,
}

func sessionTold(n *Notice, object []byte) error {
	var said stripe.CheckoutSession
	if err := json.Unmarshal(object, &said); err != nil {
		return err
	}
	n.Outcome = stripeOutcome(&said)
	n.About = n.State != Waiting
	n.Payment, _ = ledger.ParseID(said.ClientReferenceID)
	n.Organization, _ = ledger.ParseID(said.Metadata[stripeOrganization])
	return nil
}

func sessionFailed(n *Notice, object []byte) error {
	err := sessionTold(n, object)
	n.State, n.Reason, n.About = Failed, "declined", true
	return err
}

func refundTold(n *Notice, object []byte) error {
	var said stripe.Refund
	if err := json.Unmarshal(object, &said); err != nil {
		return err
	}
	ended := stripeReturned(&said)
	n.State, n.Ended, n.Reason, n.About, n.Return = Refunded, ended.State, ended.Fault, true, said.ID
	n.Amount, n.Currency = ofStripe(said.Amount, said.Currency)
	n.Refund, _ = ledger.ParseID(said.Metadata[stripeRefund])
	n.Ref = stripeIntent(said.PaymentIntent, said.Charge)
	return nil
}

// stripeIntent names the payment that money went back of.
func stripeIntent(intent *stripe.PaymentIntent, charge *stripe.Charge) string {
	switch {
	case intent != nil:
		return intent.ID
	case charge != nil:
		return charge.ID
	}
	return ""
}

// disputeTold takes a dispute for which money was taken; before that, the payer's bank only asks.
func disputeTold(n *Notice, object []byte) error {
	var said stripe.Dispute
	if err := json.Unmarshal(object, &said); err != nil {
		return err
	}
	n.State, n.About, n.Return, n.Reason = Disputed, len(said.BalanceTransactions) > 0, said.ID, string(said.Reason)
	n.Amount, n.Currency = ofStripe(said.Amount, said.Currency)
	n.Fee = stripeFee(n.Currency, said.BalanceTransactions...)
	n.Ref = stripeIntent(said.PaymentIntent, said.Charge)
	return nil
}

// disputeEnded takes the end of a dispute for which money was taken. One that ends otherwise took none.
func disputeEnded(n *Notice, object []byte) error {
	if err := disputeTold(n, object); err != nil {
		return err
	}
	var said stripe.Dispute
	if err := json.Unmarshal(object, &said); err != nil {
		return err
	}
	switch said.Status { //nolint:exhaustive // the others are no end, or no money was taken
	case stripe.DisputeStatusWon:
		n.State = DisputeWon
	case stripe.DisputeStatusLost:
		n.State = DisputeLost
	default:
		n.About = false
	}
	return nil
}

func payoutTold(n *Notice, object []byte) error {
	var said stripe.Payout
	if err := json.Unmarshal(object, &said); err != nil {
		return err
	}
	n.State, n.Return, n.Ref = PaidOut, said.ID, said.ID
	n.Amount, n.Currency = ofStripe(said.Amount, said.Currency)
	n.About = n.Amount.IsPositive() // less than nothing is what Stripe took from the bank
	return nil
}
