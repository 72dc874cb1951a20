package payment_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stripe/stripe-go/v85/webhook"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/payment"
	"hefu/ledger/provider"
)

const (
	stripeKey = "sk_test_hefu"
	stripeFee = 340 // of every payment, in the smallest unit
)

func (k *taker) secret() string { return "whsec_" + k.own.N.Text(36)[:32] }

func stripeTaker(t *testing.T) *taker {
	t.Helper()
	k := newTaker(t, serveStripe)
	made, err := provider.NewStripe(provider.StripeOptions{Key: stripeKey, Secret: k.secret(), Address: k.server.URL, Client: k.server.Client()})
	if err != nil {
		t.Fatal(err)
	}
	k.made = made
	k.notice = func(c provider.Charge, paid bool, sent, happened time.Time) (http.Header, []byte) {
		session := map[string]any{"id": "cs_test_" + no(c.ID), "object": "checkout.session", "client_reference_id": c.ID.String(), "metadata": map[string]string{}, "payment_intent": "pi_" + no(c.ID),
			"amount_total": c.Amount.Shift(2).IntPart(), "currency": strings.ToLower(string(c.Currency)), "status": "expired", "payment_status": "unpaid"}
		kind := "checkout.session.expired"
		if paid {
			kind, session["status"], session["payment_status"] = "checkout.session.completed", "complete", "paid"
		}
		return k.stripeEvent("evt_"+no(c.ID)+kind, kind, session, sent, happened)
	}
	return k
}

// stripeEvent is an event as Stripe sends it: signed when it is sent, however long ago it happened.
func (k *taker) stripeEvent(id, kind string, object map[string]any, sent, happened time.Time) (http.Header, []byte) {
	body, _ := json.Marshal(map[string]any{"id": id, "object": "event", "type": kind, "created": happened.Unix(), "api_version": "2026-03-25.dahlia", "data": map[string]any{"object": object}})
	signed := webhook.GenerateTestSignedPayload(&webhook.UnsignedPayload{Payload: body, Secret: k.secret(), Timestamp: sent})
	return http.Header{provider.StripeSignature: {signed.Header}}, body
}

func stripeFault(w http.ResponseWriter, status int, code string) {
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"error":{"type":"invalid_request_error","code":%q,"message":"no"}}`, code)
}

func serveStripe(k *taker, w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	if r.Header.Get("Authorization") != "Bearer "+stripeKey {
		stripeFault(w, http.StatusUnauthorized, "api_key_invalid")
		return
	}
	last := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	order := strings.TrimPrefix(strings.TrimPrefix(last, "cs_test_"), "pi_")
	var said any
	switch {
	case r.URL.Path == "/v1/checkout/sessions":
		order = strings.ReplaceAll(r.PostForm.Get("client_reference_id"), "-", "")
		units, _ := decimal.NewFromString(r.PostForm.Get("line_items[0][price_data][unit_amount]"))
		k.state[order], k.total[order] = "open", units.Shift(-2)
		said = k.stripeSession(order)
	case last == "refunds" && r.Method == http.MethodPost:
		id := r.PostForm.Get("metadata[hefu_refund]")
		k.refunds[strings.ReplaceAll(id, "-", "")]++
		said = stripeRefundObject(id, r.PostForm.Get("amount"))
	case last == "refunds":
		said = map[string]any{"object": "list", "has_more": false, "url": "/v1/refunds", "data": k.stripeRefunds()}
	case last == "expire":
		order = strings.TrimPrefix(strings.Split(r.URL.Path, "/")[4], "cs_test_")
		if k.state[order] != "open" {
			stripeFault(w, http.StatusBadRequest, "")
			return
		}
		k.state[order] = "expired"
		said = k.stripeSession(order)
	case k.state[order] == "":
		stripeFault(w, http.StatusNotFound, "resource_missing")
		return
	case strings.HasPrefix(last, "pi_"):
		said = map[string]any{"id": last, "object": "payment_intent", "metadata": map[string]string{"hefu_payment": dashed(order)}}
	default:
		said = k.stripeSession(order)
	}
	_ = json.NewEncoder(w).Encode(said)
}

func dashed(order string) string {
	return order[:8] + "-" + order[8:12] + "-" + order[12:16] + "-" + order[16:20] + "-" + order[20:]
}

func (k *taker) stripeSession(order string) map[string]any {
	out := map[string]any{"id": "cs_test_" + order, "object": "checkout.session", "url": "https://checkout.stripe.com/c/pay/" + order, "client_reference_id": dashed(order),
		"amount_total": k.total[order].Shift(2).IntPart(), "currency": "cny", "status": k.state[order], "payment_status": "unpaid"}
	if k.state[order] == "paid" {
		out["status"], out["payment_status"] = "complete", "paid"
		out["payment_intent"] = map[string]any{"id": "pi_" + order, "object": "payment_intent", "status": "succeeded", "latest_charge": map[string]any{"id": "ch_" + order, "object": "charge",
			"balance_transaction": map[string]any{"id": "txn_" + order, "object": "balance_transaction", "fee": stripeFee, "currency": "cny"}}}
	}
	return out
}

func (k *taker) stripeRefunds() []any {
	out := []any{}
	for id := range k.refunds {
		out = append(out, stripeRefundObject(dashed(id), "3000"))
	}
	return out
}

func stripeRefundObject(id, amount string) map[string]any {
	return map[string]any{"id": "re_" + id, "object": "refund", "status": "succeeded", "amount": json.Number(amount), "currency": "cny", "metadata": map[string]string{"hefu_refund": id}}
}

// paidAtStripe is a payment of a customer that Stripe has told of.
func (d *desk) paidAtStripe(t *testing.T, k *taker, total string) payment.Payment {
	t.Helper()
	d.through(t, k)
	d.receivable(t, total)
	p := d.begin(t, k, total)
	k.mutex.Lock()
	k.state[no(p.ID)] = "paid"
	k.mutex.Unlock()
	if err := d.tell(t, k, charge(p), true, 0); err != nil {
		t.Fatal(err)
	}
	return d.get(t, p.ID)
}

func (d *desk) tellOf(t *testing.T, k *taker, kind string, object map[string]any) {
	t.Helper()
	header, body := k.stripeEvent("evt_"+kind+fmt.Sprint(object["id"]), kind, object, time.Now(), time.Now())
	if err := d.payments.Deliver(t.Context(), "stripe", d.Organization.ID, header, body); err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
}

func (d *desk) clearing(t *testing.T, want string) {
	t.Helper()
	if got := d.clearingBalance(t); !got.Equal(ledgertest.Amount(want)) {
		t.Errorf("clearing %s, not %s", got, want)
	}
}

func dispute(p payment.Payment, status string, moved ...int64) map[string]any {
	transactions := []any{}
	for i, fee := range moved {
		transactions = append(transactions, map[string]any{"id": fmt.Sprintf("txn_%d", i), "object": "balance_transaction", "amount": -10000, "fee": fee, "currency": "cny"})
	}
	return map[string]any{"id": "dp_" + no(p.ID), "object": "dispute", "amount": 10000, "currency": "cny", "charge": "ch_" + no(p.ID), "payment_intent": "pi_" + no(p.ID), "status": status, "reason": "fraudulent",
		"balance_transactions": transactions}
}

func TestStripeTellsTheFeeAndWhatItsBankTakesBack(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		end, state string
		open, left string // of the receivable, and of the clearing account
	}{
		"won":  {"won", "won", "0", "81.60"},
		"lost": {"lost", "lost", "100", "-18.40"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, k := open(t), stripeTaker(t)
			p := d.paidAtStripe(t, k, "100.00")
			if p.State != payment.Succeeded || !p.Fee.Decimal.Equal(ledgertest.Amount("3.40")) {
				t.Fatalf("%+v", p)
			}
			d.clearing(t, "96.60")
			d.tellOf(t, k, "charge.dispute.created", dispute(p, "warning_needs_response")) // the bank only asks
			d.clearing(t, "96.60")
			d.tellOf(t, k, "charge.dispute.funds_withdrawn", dispute(p, "needs_response", 1500))
			d.tellOf(t, k, "charge.dispute.updated", dispute(p, "under_review", 1500))
			d.clearing(t, "-18.40")
			d.tellOf(t, k, "charge.dispute.closed", dispute(p, c.end, 1500))
			d.clearing(t, c.left)
			got := d.whole(t, p)
			if len(got.Chargebacks) != 1 || got.Chargebacks[0].State != c.state || !got.Chargebacks[0].Fee.Decimal.Equal(ledgertest.Amount("15")) || got.Chargebacks[0].Reason != "fraudulent" {
				t.Errorf("%+v", got.Chargebacks)
			}
			if open := ledgertest.Ask[string](t, d.Books, `SELECT sum(open_amount)::text FROM hefu.open_items WHERE side = 'debit'`); !ledgertest.Amount(open).Equal(ledgertest.Amount(c.open)) {
				t.Errorf("open %s", open)
			}
		})
	}
}

func TestAnotherCurrencyThanWasAskedForIsNotTaken(t *testing.T) {
	t.Parallel()
	d, k := open(t), stripeTaker(t)
	d.through(t, k)
	d.receivable(t, "100.00")
	p := d.begin(t, k, "100.00")
	c := charge(p)
	c.Currency = "USD"
	if err := d.tell(t, k, c, true, 0); err != nil {
		t.Fatal(err)
	}
	if got := d.get(t, p.ID); got.State != payment.Unknown || got.Reason != "amount_differs" {
		t.Errorf("%+v", got)
	}
}

// A refund that was made at Stripe, the same told twice, one under our own number after its key was forgotten, and then the payout.
func TestStripeGivesBackAndPaysOut(t *testing.T) {
	t.Parallel()
	d, k := open(t), stripeTaker(t)
	p := d.paidAtStripe(t, k, "100.00")
	there := map[string]any{"id": "re_there", "object": "refund", "status": "succeeded", "amount": 1000, "currency": "cny", "payment_intent": "pi_" + no(p.ID)}
	d.tellOf(t, k, "refund.created", there)
	d.tellOf(t, k, "refund.updated", there)
	d.clearing(t, "86.60")
	c := charge(p)
	c.Ref = "cs_test_" + no(p.ID)
	back := provider.Refund{ID: ledger.NewID(), Amount: ledgertest.Amount("30"), Reason: "重复付款"}
	for range 2 {
		if got, err := k.made.Refund(t.Context(), c, back); err != nil || got.State != provider.Paid || got.Ref != "re_"+back.ID.String() {
			t.Errorf("%+v %v", got, err)
		}
	}
	if k.refunds[no(back.ID)] != 1 {
		t.Errorf("%v", k.refunds)
	}
	d.tellOf(t, k, "payout.paid", map[string]any{"id": "po_1", "object": "payout", "amount": 8660, "currency": "cny", "status": "paid"})
	d.tellOf(t, k, "payout.paid", map[string]any{"id": "po_1", "object": "payout", "amount": 8660, "currency": "cny", "status": "paid"})
	d.clearing(t, "0")
}
