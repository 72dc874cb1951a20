package provider_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stripe/stripe-go/v85/webhook"

	"hefu/ledger"
	"hefu/ledger/money"
	"hefu/ledger/provider"
)

const endpointSecret = "whsec_test"

func atStripe(t *testing.T, answer http.HandlerFunc) *provider.Stripe {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	made, err := provider.NewStripe(provider.StripeOptions{Key: "sk_test", Secret: endpointSecret, Address: server.URL, Client: server.Client()})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestStripeIsAskedForASumInItsOwnUnits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		currency money.Currency
		amount   string
		units    string // empty: it is not asked for
	}{
		{"USD", "12.34", "1234"}, {"CNY", "100000.01", "10000001"}, {"JPY", "1000", "1000"}, {"KRW", "5", "5"}, {"ISK", "7", "700"}, {"UGX", "7", "700"}, {"MGA", "5.00", "5"},
		{"KWD", "1.230", "1230"}, {"KWD", "1.234", ""}, {"JPY", "0.5", ""}, {"USD", "0.001", ""}, {"LYD", "1", ""},
	} {
		var asked url.Values
		var key, version string
		s := atStripe(t, func(w http.ResponseWriter, r *http.Request) {
			_ = r.ParseForm()
			asked, key, version = r.PostForm, r.Header.Get("Idempotency-Key"), r.Header.Get("Stripe-Version")
			_, _ = w.Write([]byte(`{"id":"cs_test_1","object":"checkout.session","url":"https://checkout.stripe.com/1"}`))
		})
		id, organization, expires := ledger.NewID(), ledger.NewID(), time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC)
		opened, err := s.Open(t.Context(), provider.Charge{ID: id, Organization: organization, Amount: decimal.RequireFromString(c.amount), Currency: c.currency, About: "合符 P1", Locale: "zh-CN",
			ReturnTo: "https://portal.example.com/p/pay/1", Expires: expires})
		if c.units == "" {
			if err == nil || asked != nil {
				t.Errorf("%s %s was asked for", c.currency, c.amount)
			}
			continue
		}
		if err != nil || opened.Ref != "cs_test_1" || opened.Address != "https://checkout.stripe.com/1" || key != "open-"+id.String() || version == "" {
			t.Fatalf("%s: %+v %v, key %q", c.currency, opened, err, key)
		}
		for name, want := range map[string]string{"mode": "payment", "line_items[0][price_data][unit_amount]": c.units, "line_items[0][quantity]": "1", "client_reference_id": id.String(),
			"metadata[hefu_organization]": organization.String(), "payment_intent_data[metadata][hefu_payment]": id.String(), "payment_intent_data[capture_method]": "automatic", "adaptive_pricing[enabled]": "false",
			"success_url": "https://portal.example.com/p/pay/1?back=paid", "cancel_url": "https://portal.example.com/p/pay/1?back=given_up", "expires_at": "1777622400", "locale": "zh", "line_items[0][price_data][product_data][name]": "合符 P1"} {
			if asked.Get(name) != want {
				t.Errorf("%s: %s is %q, not %q", c.currency, name, asked.Get(name), want)
			}
		}
	}
}

func TestStripesSignatureIsAskedForFirst(t *testing.T) {
	t.Parallel()
	s := atStripe(t, http.NotFound)
	const event = `{"id":"evt_1","object":"event","type":"checkout.session.completed","created":1777622400,"api_version":"2020-08-27","data":{"object":{"id":"cs_1","payment_status":"paid","amount_total":1000,"currency":"jpy"}}}`
	read := func(body, secret string, sent time.Time) (provider.Notice, error) {
		signed := webhook.GenerateTestSignedPayload(&webhook.UnsignedPayload{Payload: []byte(body), Secret: secret, Timestamp: sent})
		return s.Read(http.Header{provider.StripeSignature: {signed.Header}}, []byte(body), time.Now())
	}
	for name, try := range map[string]func() (provider.Notice, error){
		"no header": func() (provider.Notice, error) { return s.Read(http.Header{}, []byte(event), time.Now()) },
		"broken header": func() (provider.Notice, error) {
			return s.Read(http.Header{provider.StripeSignature: {"t=x"}}, []byte(event), time.Now())
		},
		"another secret": func() (provider.Notice, error) { return read(event, "whsec_other", time.Now()) },
		"too old":        func() (provider.Notice, error) { return read(event, endpointSecret, time.Now().Add(-10*time.Minute)) },
		"not even JSON":  func() (provider.Notice, error) { return read("{", "whsec_other", time.Now()) },
	} {
		if _, err := try(); !errors.Is(err, provider.ErrForged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Months after it happened, in another version of the API, but signed just now.
	n, err := read(event, endpointSecret, time.Now())
	if err != nil || !n.About || n.State != provider.Paid || !n.Amount.Equal(decimal.NewFromInt(1000)) || n.Currency != "JPY" || n.Event != "evt_1" {
		t.Errorf("%+v %v", n, err)
	}
	if _, err := read(`{"id":"evt_2","object":"v2.core.event"}`, endpointSecret, time.Now()); err == nil || errors.Is(err, provider.ErrForged) {
		t.Errorf("a signed thing that is no event: %v", err)
	}
	if n, err := read(`{"id":"evt_3","object":"event","type":"customer.created","data":{"object":{}}}`, endpointSecret, time.Now()); err != nil || n.About {
		t.Errorf("%+v %v", n, err)
	}
}

// Nobody was told where to pay, and by now Stripe would not make the session: it is given up. While it does not answer nothing is known.
func TestAStripeSessionThatNobodyKnowsOf(t *testing.T) {
	t.Parallel()
	status := http.StatusBadGateway
	s := atStripe(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(`{"error":{"type":"invalid_request_error","message":"expires_at must be at least 30 minutes from now"}}`))
	})
	c := provider.Charge{ID: ledger.NewID(), Amount: decimal.NewFromInt(1), Currency: "USD"}
	if _, err := s.Close(t.Context(), c); err == nil {
		t.Error("a server that is down closed it")
	}
	status = http.StatusBadRequest
	if got, err := s.Close(t.Context(), c); err != nil || got.State != provider.Gone {
		t.Errorf("%+v %v", got, err)
	}
}
