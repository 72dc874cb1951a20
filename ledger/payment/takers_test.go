package payment_test

import (
	"crypto"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/job"
	"hefu/ledger/ledgertest"
	"hefu/ledger/payment"
	"hefu/ledger/provider"
)

// taker is a small server that stands where Stripe's, Alipay's or WeChat Pay's does: it signs its answers and notices, repeats and delays them.
type taker struct {
	t       *testing.T
	own     *rsa.PrivateKey // the taker's
	seller  *rsa.PrivateKey
	server  *httptest.Server
	mutex   sync.Mutex
	state   map[string]string // by our number of the order
	total   map[string]decimal.Decimal
	refunds map[string]int
	down    bool
	made    provider.Provider
	notice  func(c provider.Charge, paid bool, sent, happened time.Time) (http.Header, []byte)
}

var keys = sync.OnceValue(func() [2]*rsa.PrivateKey {
	var out [2]*rsa.PrivateKey
	for i := range out {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err)
		}
		out[i] = key
	}
	return out
})

func newTaker(t *testing.T, serve func(*taker, http.ResponseWriter, *http.Request)) *taker {
	t.Helper()
	k := &taker{t: t, own: keys()[0], seller: keys()[1], state: map[string]string{}, total: map[string]decimal.Decimal{}, refunds: map[string]int{}}
	k.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		k.mutex.Lock()
		defer k.mutex.Unlock()
		if k.down {
			http.Error(w, "down", http.StatusBadGateway)
			return
		}
		serve(k, w, r)
	}))
	t.Cleanup(k.server.Close)
	return k
}

func (k *taker) sign(text string) string {
	sum := sha256.Sum256([]byte(text))
	made, err := rsa.SignPKCS1v15(rand.Reader, k.own, crypto.SHA256, sum[:])
	if err != nil {
		k.t.Error(err)
	}
	return base64.StdEncoding.EncodeToString(made)
}

// signedBySeller tells whether the seller signed a text.
func (k *taker) signedBySeller(text, signature string) bool {
	made, err := base64.StdEncoding.DecodeString(signature)
	sum := sha256.Sum256([]byte(text))
	return err == nil && rsa.VerifyPKCS1v15(&k.seller.PublicKey, crypto.SHA256, sum[:], made) == nil
}

func pairs(of url.Values, without ...string) string {
	var names []string
	for name := range of {
		if !slices.Contains(without, name) && of.Get(name) != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for i, name := range names {
		names[i] = name + "=" + of.Get(name)
	}
	return strings.Join(names, "&")
}

func no(id ledger.ID) string { return strings.ReplaceAll(id.String(), "-", "") }

func alipay(t *testing.T) *taker {
	t.Helper()
	k := newTaker(t, serveAlipay)
	k.made = provider.NewAlipay(provider.AlipayOptions{AppID: "2021000000000001", Key: k.seller, Theirs: &k.own.PublicKey, Gateway: k.server.URL, Client: k.server.Client(), Now: time.Now})
	k.notice = func(c provider.Charge, paid bool, sent, _ time.Time) (http.Header, []byte) {
		state := "TRADE_CLOSED"
		if paid {
			state = "TRADE_SUCCESS"
		}
		said := url.Values{"app_id": {"2021000000000001"}, "notify_id": {"n" + no(c.ID) + state}, "out_trade_no": {no(c.ID)}, "trade_no": {"2026" + no(c.ID)}, "trade_status": {state},
			"total_amount": {c.Amount.StringFixed(2)}, "notify_time": {sent.Format(time.DateTime)}, "sign_type": {"RSA2"}, "charset": {"utf-8"}}
		said.Set("sign", k.sign(pairs(said, "sign", "sign_type")))
		return http.Header{}, []byte(said.Encode())
	}
	return k
}

func serveAlipay(k *taker, w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	if !k.signedBySeller(pairs(r.PostForm, "sign"), r.PostForm.Get("sign")) {
		http.Error(w, "sign", http.StatusForbidden)
		return
	}
	var asked map[string]string
	_ = json.Unmarshal([]byte(r.PostForm.Get("biz_content")), &asked)
	order := asked["out_trade_no"]
	said := map[string]string{"code": "10000", "msg": "Success", "out_trade_no": order, "trade_status": k.state[order], "total_amount": k.total[order].StringFixed(2)}
	switch method := r.PostForm.Get("method"); {
	case k.state[order] == "":
		said = map[string]string{"code": "40004", "sub_code": "ACQ.TRADE_NOT_EXIST"}
	case method == "alipay.trade.refund":
		k.refunds[asked["out_request_no"]]++
	case method == "alipay.trade.close" && k.state[order] == "TRADE_SUCCESS":
		said = map[string]string{"code": "40004", "sub_code": "ACQ.TRADE_STATUS_ERROR"}
	}
	text, _ := json.Marshal(said)
	fmt.Fprintf(w, `{"%s_response":%s,"sign":%q}`, strings.ReplaceAll(r.PostForm.Get("method"), ".", "_"), text, k.sign(string(text)))
}

const wechatSecret = "0123456789abcdef0123456789abcdef"

func wechat(t *testing.T) *taker {
	t.Helper()
	k := newTaker(t, serveWechat)
	made, err := provider.NewWeChat(provider.WeChatOptions{AppID: "wx1", MerchantID: "1900000001", Serial: "S1", Key: k.seller, TheirSerial: "PUB_1", Theirs: &k.own.PublicKey,
		Secret: wechatSecret, Address: k.server.URL, Client: k.server.Client(), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	k.made = made
	k.notice = func(c provider.Charge, paid bool, sent, happened time.Time) (http.Header, []byte) {
		state := "CLOSED"
		if paid {
			state = "SUCCESS"
		}
		trade, _ := json.Marshal(map[string]any{"out_trade_no": no(c.ID), "trade_state": state, "success_time": happened.Format(time.RFC3339),
			"amount": map[string]any{"total": c.Amount.Mul(decimal.NewFromInt(100)).IntPart(), "currency": string(c.Currency)}})
		block, _ := aes.NewCipher([]byte(wechatSecret))
		seal, _ := cipher.NewGCM(block)
		nonce := "abcdefghijkl"
		body, _ := json.Marshal(map[string]any{"id": "EV-" + no(c.ID) + state, "create_time": happened.Format(time.RFC3339), "event_type": "TRANSACTION.SUCCESS",
			"resource": map[string]string{"algorithm": "AEAD_AES_256_GCM", "nonce": nonce, "associated_data": "transaction", "ciphertext": base64.StdEncoding.EncodeToString(seal.Seal(nil, []byte(nonce), trade, []byte("transaction")))}})
		return k.headers(sent, body), body
	}
	return k
}

func (k *taker) headers(sent time.Time, body []byte) http.Header {
	at := strconv.FormatInt(sent.Unix(), 10)
	h := http.Header{}
	h.Set("Wechatpay-Timestamp", at)
	h.Set("Wechatpay-Nonce", "n1")
	h.Set("Wechatpay-Serial", "PUB_1")
	h.Set("Wechatpay-Signature", k.sign(at+"\nn1\n"+string(body)+"\n"))
	return h
}

func serveWechat(k *taker, w http.ResponseWriter, r *http.Request) {
	body := make([]byte, r.ContentLength)
	_, _ = r.Body.Read(body)
	given := map[string]string{}
	for part := range strings.SplitSeq(strings.TrimPrefix(r.Header.Get("Authorization"), "WECHATPAY2-SHA256-RSA2048 "), ",") {
		name, value, _ := strings.Cut(part, "=")
		given[name] = strings.Trim(value, `"`)
	}
	if !k.signedBySeller(r.Method+"\n"+r.URL.RequestURI()+"\n"+given["timestamp"]+"\n"+given["nonce_str"]+"\n"+string(body)+"\n", given["signature"]) {
		http.Error(w, `{"code":"SIGN_ERROR"}`, http.StatusUnauthorized)
		return
	}
	var asked struct {
		Order  string `json:"out_trade_no"`
		Refund string `json:"out_refund_no"`
	}
	_ = json.Unmarshal(body, &asked)
	order := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/v3/pay/transactions/out-trade-no/"), "/close")
	said, status := map[string]any{}, http.StatusOK
	switch {
	case strings.HasSuffix(r.URL.Path, "/native"):
		k.state[asked.Order] = "NOTPAY"
		said["code_url"] = "weixin://wxpay/bizpayurl?pr=" + asked.Order
	case strings.HasSuffix(r.URL.Path, "/refunds"):
		k.refunds[asked.Refund]++
		said["status"], said["out_refund_no"] = "SUCCESS", asked.Refund
	case strings.HasSuffix(r.URL.Path, "/close") && k.state[order] == "SUCCESS":
		http.Error(w, `{"code":"ORDERPAID"}`, http.StatusBadRequest)
		return
	case strings.HasSuffix(r.URL.Path, "/close") && k.state[order] == "CLOSED":
		http.Error(w, `{"code":"ORDER_CLOSED"}`, http.StatusBadRequest)
		return
	case strings.HasSuffix(r.URL.Path, "/close") && k.state[order] == "USERPAYING":
		said["code"] = "USER_PAYING"
		status = http.StatusAccepted
	case strings.HasSuffix(r.URL.Path, "/close"):
		k.state[order] = "CLOSED"
	default:
		said = map[string]any{"out_trade_no": order, "trade_state": k.state[order], "amount": map[string]any{"total": k.total[order].Mul(decimal.NewFromInt(100)).IntPart(), "currency": "CNY"}}
	}
	text, _ := json.Marshal(said)
	for name, values := range k.headers(time.Now(), text) {
		w.Header()[name] = values
	}
	w.WriteHeader(status)
	_, _ = w.Write(text)
}

// takers are those that speak by rules of their own.
var takers = map[string]func(*testing.T) *taker{"stripe": stripeTaker, "alipay": alipay, "wechat": wechat}

func (d *desk) through(t *testing.T, k *taker) {
	t.Helper()
	jobs, err := job.Open(d.DB, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	d.payments = payment.Open(d.DB, jobs, ledger.SystemClock, payment.Options{Providers: []provider.Provider{k.made}, BaseURL: "http://localhost"})
}

func (d *desk) begin(t *testing.T, k *taker, total string) payment.Payment {
	t.Helper()
	p, err := d.payments.Start(t.Context(), d.payer, payment.NewPayment{Asked: payment.Asked{Currency: "CNY"}, Provider: k.made.Name(), Total: ledgertest.Amount(total)})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (d *desk) tell(t *testing.T, k *taker, c provider.Charge, paid bool, late time.Duration) error {
	t.Helper()
	header, body := k.notice(c, paid, time.Now(), time.Now().Add(-late))
	return d.payments.Deliver(t.Context(), k.made.Name(), d.Organization.ID, header, body)
}

// Whatever a taker's notices do on their way, a payment has one receipt, and money that fits nothing is kept.
func TestNoticesOfEachTaker(t *testing.T) {
	t.Parallel()
	for name, newOne := range takers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, k := open(t), newOne(t)
			d.through(t, k)
			d.receivable(t, "100.00")
			p := d.begin(t, k, "100.00")
			if p.Address == "" && p.Code == "" {
				t.Fatalf("%+v", p)
			}
			c := charge(p)
			receipts := func() int {
				return ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM hefu.documents WHERE kind = 'receipt'`)
			}

			header, body := k.notice(c, true, time.Now(), time.Now())
			for what, forged := range map[string]func() (http.Header, []byte){
				"no signature": func() (http.Header, []byte) {
					return http.Header{}, []byte(strings.Replace(string(body), "sign=", "signed=", 1))
				},
				"changed": func() (http.Header, []byte) {
					return header, []byte(strings.Replace(string(body), no(c.ID)[:8], "00000000", 1))
				},
				"signed by another": func() (http.Header, []byte) {
					own := k.own
					k.own = k.seller
					h, b := k.notice(c, true, time.Now(), time.Now())
					k.own = own
					return h, b
				},
			} {
				h, b := forged()
				if err := d.payments.Deliver(t.Context(), k.made.Name(), d.Organization.ID, h, b); !errors.Is(err, provider.ErrForged) {
					t.Errorf("%s: %v", what, err)
				}
			}
			if n := ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM hefu.provider_events`); n != 0 {
				t.Errorf("%d forged notices were kept", n)
			}

			wrong, stranger := c, c
			wrong.Amount = decimal.NewFromInt(1)
			stranger.ID = ledger.NewID()
			for _, other := range []provider.Charge{wrong, stranger} {
				if err := d.tell(t, k, other, true, 0); err != nil {
					t.Fatal(err)
				}
			}
			if receipts() != 0 {
				t.Error("a wrong amount or an unknown payment was posted")
			}

			d.Exec(t, `UPDATE hefu.payments SET reason = ''`)
			second := d.receivable(t, "50.00")
			p2 := d.begin(t, k, "50.00")
			if err := d.tell(t, k, charge(p2), false, 0); err != nil { // closed, and then paid all the same, three days late
				t.Fatal(err)
			}
			var all sync.WaitGroup
			for range 100 {
				all.Go(func() {
					if err := d.tell(t, k, charge(p2), true, 72*time.Hour); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if err := d.tell(t, k, charge(p2), false, 0); err != nil { // out of order
				t.Error(err)
			}
			if got := d.get(t, p2.ID); got.State != payment.Succeeded || receipts() != 1 || !d.Open(t, second).IsZero() {
				t.Errorf("%+v, %d receipts", got, receipts())
			}
		})
	}
}

// Charged, and then no answer: it is asked until it is known, closed only by the taker's word, and refunded under one number.
func TestAskingAndRefundingAtEachTaker(t *testing.T) {
	t.Parallel()
	for name, newOne := range takers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, k := open(t), newOne(t)
			d.through(t, k)
			d.receivable(t, "100.00")
			p := d.begin(t, k, "100.00")
			settle := func() payment.Payment {
				t.Helper()
				if err := d.payments.Settle(t.Context(), d.Organization.ID, p.ID); err != nil {
					t.Fatal(err)
				}
				return d.get(t, p.ID)
			}
			set := func(state string, down bool) {
				k.mutex.Lock()
				defer k.mutex.Unlock()
				k.state[no(p.ID)], k.total[no(p.ID)], k.down = state, decimal.NewFromInt(100), down
			}
			set("", true)
			if got := settle(); got.State != payment.Unknown || got.Reason != "provider_unavailable" {
				t.Fatalf("%+v", got)
			}
			paid := map[string]string{"stripe": "paid", "alipay": "TRADE_SUCCESS", "wechat": "SUCCESS"}[name]
			set(paid, false)
			if _, err := d.payments.Cancel(t.Context(), d.payer, p.ID); err != nil { // paid meanwhile: the taker's word counts
				t.Fatal(err)
			}
			if got := settle(); got.State != payment.Succeeded {
				t.Fatalf("%+v", got)
			}
			id := d.refund(t, p, "30.00")
			d.approve(t, id)
			if err := d.payments.Return(t.Context(), d.Organization.ID, id); err != nil {
				t.Fatal(err)
			}
			if got := d.whole(t, p); got.Standing() != "partly_refunded" || len(k.refunds) != 1 || k.refunds[no(id)] != 1 {
				t.Errorf("%s %v", got.Standing(), k.refunds)
			}
		})
	}
}
