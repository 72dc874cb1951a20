package provider

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stripe/stripe-go/v85"

	"hefu/ledger"
	"hefu/ledger/money"
)

// StripeOptions are one account's. Key is its secret or restricted key; Secret is that of the webhook endpoint.
type StripeOptions struct {
	Key     string
	Secret  string
	Address string
	Client  *http.Client
}

// Stripe takes most currencies on its own page (a Checkout Session).
type Stripe struct {
	secret string
	api    *stripe.Client
}

// StripeAddress is the only one.
const StripeAddress = "https://api.stripe.com"

// The metadata under which a payment, its organization and a refund are repeated to us.
const (
	stripePayment      = "hefu_payment"
	stripeOrganization = "hefu_organization"
	stripeRefund       = "hefu_refund"
)

// NewStripe makes the client. It asks nothing twice by itself: whoever waits for an answer asks again under the same key. Refused: a key
// or a secret that is missing.
func NewStripe(o StripeOptions) (*Stripe, error) {
	if o.Key == "" || o.Secret == "" {
		return nil, errors.New("provider: Stripe needs a secret key and the secret of its webhook endpoint")
	}
	return &Stripe{o.Secret, stripe.NewClient(o.Key, stripe.WithBackends(stripe.NewBackendsWithConfig(&stripe.BackendConfig{
		HTTPClient: o.Client, URL: &o.Address, MaxNetworkRetries: new(int64), EnableTelemetry: new(bool), LeveledLogger: &stripe.LeveledLogger{Level: stripe.LevelNull}})))}, nil
}

// Name is NameStripe.
func (s *Stripe) Name() string { return NameStripe }

// Takes every currency that Stripe counts.
func (s *Stripe) Takes(c money.Currency) bool {
	_, taken := stripePlaces(c)
	return taken
}

// Open makes the Checkout Session. The payment's id is its idempotency key, so that the same session answers however often it is asked for.
func (s *Stripe) Open(ctx context.Context, c Charge) (Opened, error) {
	units, err := stripeUnits(c.Amount, c.Currency)
	if err != nil {
		return Opened{}, err
	}
	locale := "en"
	if strings.HasPrefix(c.Locale, "zh") {
		locale = "zh"
	}
	paid, givenUp := c.back(BackPaid), c.back(BackGivenUp)
	ours := map[string]string{stripePayment: c.ID.String(), stripeOrganization: c.Organization.String()}
	asked := &stripe.CheckoutSessionCreateParams{
		Mode: stripe.String("payment"), ClientReferenceID: stripe.String(c.ID.String()), Locale: &locale, ExpiresAt: stripe.Int64(c.Expires.Unix()), SuccessURL: &paid, CancelURL: &givenUp, Metadata: ours,
		AdaptivePricing: &stripe.CheckoutSessionCreateAdaptivePricingParams{Enabled: stripe.Bool(false)}, // what is paid is what was asked for, in its own currency
		LineItems: []*stripe.CheckoutSessionCreateLineItemParams{{Quantity: stripe.Int64(1), PriceData: &stripe.CheckoutSessionCreateLineItemPriceDataParams{
			Currency: stripe.String(strings.ToLower(string(c.Currency))), UnitAmount: &units, ProductData: &stripe.CheckoutSessionCreateLineItemPriceDataProductDataParams{Name: &c.About}}}},
		// Captured at once, so that the fee is known when the payment is.
		PaymentIntentData: &stripe.CheckoutSessionCreatePaymentIntentDataParams{CaptureMethod: stripe.String("automatic"), Description: &c.About, Metadata: ours},
	}
	asked.SetIdempotencyKey("open-" + c.ID.String())
	made, err := s.api.V1CheckoutSessions.Create(ctx, asked)
	if err != nil {
		return Opened{}, err
	}
	return Opened{Ref: made.ID, Address: made.URL}, nil
}

// stripeRefuses tells whether Stripe understood and said no; anything else is not known. What it took under the same key before it would
// have answered as it did then.
func stripeRefuses(err error) (stripe.ErrorCode, bool) {
	var fault *stripe.Error
	if !errors.As(err, &fault) {
		return "", false
	}
	refuses := (fault.Type == stripe.ErrorTypeInvalidRequest || fault.Type == stripe.ErrorTypeCard) &&
		(fault.HTTPStatusCode == http.StatusBadRequest || fault.HTTPStatusCode == http.StatusPaymentRequired || fault.HTTPStatusCode == http.StatusNotFound)
	return fault.Code, refuses
}

// session finds a charge's session. One whose name is not known is asked for again under its key; gone: there is none, and as nobody was
// told where to pay nobody has.
func (s *Stripe) session(ctx context.Context, c Charge) (ref string, gone bool, err error) {
	if c.Ref != "" {
		return c.Ref, false, nil
	}
	opened, err := s.Open(ctx, c)
	if _, refused := stripeRefuses(err); refused {
		return "", true, nil
	}
	return opened.Ref, false, err
}

func expanding(names ...string) []*string { return stripe.StringSlice(names) }

// Ask reads the session, with what became of its payment.
func (s *Stripe) Ask(ctx context.Context, c Charge) (Outcome, error) {
	ref, gone, err := s.session(ctx, c)
	if err != nil || gone {
		return Outcome{State: Gone}, err
	}
	said, err := s.api.V1CheckoutSessions.Retrieve(ctx, ref, &stripe.CheckoutSessionRetrieveParams{Expand: expanding("payment_intent.latest_charge.balance_transaction")})
	if err != nil {
		return Outcome{}, err
	}
	return stripeOutcome(said), nil
}

func stripeOutcome(said *stripe.CheckoutSession) Outcome {
	out := Outcome{State: Waiting, Ref: said.ID}
	out.Amount, out.Currency = ofStripe(said.AmountTotal, said.Currency)
	switch {
	case said.PaymentStatus == stripe.CheckoutSessionPaymentStatusPaid:
		out.State = Paid
	case said.Status == stripe.CheckoutSessionStatusExpired:
		out.State = Gone
	case said.Status == stripe.CheckoutSessionStatusComplete && said.PaymentIntent != nil &&
		(said.PaymentIntent.Status == stripe.PaymentIntentStatusRequiresPaymentMethod || said.PaymentIntent.Status == stripe.PaymentIntentStatusCanceled):
		out.State, out.Reason = Failed, "declined" // a way to pay that takes days, and came to nothing
	}
	if said.PaymentIntent != nil && said.PaymentIntent.LatestCharge != nil {
		out.Fee = stripeFee(out.Currency, said.PaymentIntent.LatestCharge.BalanceTransaction)
	}
	return out
}

// stripeFee is what Stripe kept. Unknown where the account is kept in another currency than was paid.
func stripeFee(c money.Currency, moved ...*stripe.BalanceTransaction) decimal.NullDecimal {
	total, known := decimal.Zero, false
	for _, m := range moved {
		if m == nil || m.Currency == "" {
			continue
		}
		fee, currency := ofStripe(m.Fee, m.Currency)
		if currency != c {
			return decimal.NullDecimal{}
		}
		total, known = total.Add(fee), true
	}
	return decimal.NullDecimal{Decimal: total, Valid: known}
}

// Close ends the session; one that was paid meanwhile says so.
func (s *Stripe) Close(ctx context.Context, c Charge) (Outcome, error) {
	ref, gone, err := s.session(ctx, c)
	if err != nil || gone {
		return Outcome{State: Gone}, err
	}
	said, err := s.api.V1CheckoutSessions.Expire(ctx, ref, &stripe.CheckoutSessionExpireParams{})
	if _, refused := stripeRefuses(err); refused { // it is open no longer
		c.Ref = ref
		return s.Ask(ctx, c)
	}
	if err != nil {
		return Outcome{}, err
	}
	return stripeOutcome(said), nil
}

// intent is Stripe's name of the payment that a charge came to.
func (s *Stripe) intent(ctx context.Context, c Charge) (string, error) {
	if strings.HasPrefix(c.Ref, "pi_") {
		return c.Ref, nil
	}
	said, err := s.api.V1CheckoutSessions.Retrieve(ctx, c.Ref, &stripe.CheckoutSessionRetrieveParams{})
	if err == nil && said.PaymentIntent == nil {
		err = errors.New("provider: Stripe knows of no payment in the session")
	}
	if err != nil {
		return "", err
	}
	return said.PaymentIntent.ID, nil
}

// Refund gives back under the refund's id. Stripe forgets its keys after a day, so what was given back already is looked at first.
func (s *Stripe) Refund(ctx context.Context, c Charge, r Refund) (Returned, error) {
	units, err := stripeUnits(r.Amount, c.Currency)
	if err != nil {
		return Returned{State: Failed, Fault: "amount"}, nil
	}
	intent, err := s.intent(ctx, c)
	if err != nil {
		return Returned{}, err
	}
	for given, err := range s.api.V1Refunds.List(ctx, &stripe.RefundListParams{PaymentIntent: &intent}).All(ctx) {
		if err != nil {
			return Returned{}, err
		}
		if given.Metadata[stripeRefund] == r.ID.String() {
			return stripeReturned(given), nil
		}
	}
	asked := &stripe.RefundCreateParams{PaymentIntent: &intent, Amount: &units, Metadata: map[string]string{stripeRefund: r.ID.String()}}
	asked.SetIdempotencyKey("refund-" + r.ID.String())
	made, err := s.api.V1Refunds.Create(ctx, asked)
	if code, refused := stripeRefuses(err); refused {
		return Returned{State: Failed, Fault: string(code)}, nil
	}
	if err != nil {
		return Returned{}, err
	}
	return stripeReturned(made), nil
}

func stripeReturned(r *stripe.Refund) Returned {
	out := Returned{State: Waiting, Ref: r.ID, Fault: string(r.FailureReason)}
	switch r.Status {
	case stripe.RefundStatusSucceeded:
		out.State = Paid
	case stripe.RefundStatusFailed, stripe.RefundStatusCanceled:
		out.State = Failed
	case stripe.RefundStatusPending, stripe.RefundStatusRequiresAction:
	}
	return out
}

// Complete asks for what Stripe's notices leave out: the fee of a payment, and which payment a refund or a dispute is of.
func (s *Stripe) Complete(ctx context.Context, n Notice) (Notice, error) {
	var err error
	switch {
	case !n.About:
	case n.State == Paid && n.Ref != "":
		var said Outcome
		if said, err = s.Ask(ctx, Charge{Ref: n.Ref}); err == nil {
			n.Fee = said.Fee
		}
	case n.State.Returns() && strings.HasPrefix(n.Ref, "pi_"):
		var said *stripe.PaymentIntent
		if said, err = s.api.V1PaymentIntents.Retrieve(ctx, n.Ref, &stripe.PaymentIntentRetrieveParams{}); err == nil {
			n.Payment, _ = ledger.ParseID(said.Metadata[stripePayment])
			n.Organization, _ = ledger.ParseID(said.Metadata[stripeOrganization])
		}
	}
	if _, refused := stripeRefuses(err); refused { // of another account, or gone: what was told is all there is
		err = nil
	}
	return n, err
}

// Thanks is empty: Stripe looks at the status alone.
func (s *Stripe) Thanks() (mediaType, body string) { return "text/plain", "" }

// stripeTime reads Stripe's seconds.
func stripeTime(seconds int64) time.Time { return time.Unix(seconds, 0).UTC() }
