package provider

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/money"
)

// AlipayOptions are one merchant's. Gateway is where requests go; Theirs is Alipay's public key.
type AlipayOptions struct {
	AppID   string
	Key     *rsa.PrivateKey
	Theirs  *rsa.PublicKey
	Gateway string
	Client  *http.Client
	Now     func() time.Time
}

// Alipay takes CNY on its own page (alipay.trade.page.pay), by its open gateway signed with RSA2.
type Alipay struct{ o AlipayOptions }

// AlipayGateway is the one for real money.
const AlipayGateway = "https://openapi.alipay.com/gateway.do"

// NewAlipay makes the client.
func NewAlipay(o AlipayOptions) *Alipay { return &Alipay{o} }

// Name is NameAlipay.
func (a *Alipay) Name() string { return NameAlipay }

// Takes CNY alone.
func (a *Alipay) Takes(c money.Currency) bool { return c == "CNY" }

// alipayZone is the zone of its times.
var alipayZone = time.FixedZone("CST", 8*60*60)

// sorted writes parameters as they are signed: by name, without empty ones and those that are left out.
func sorted(of url.Values, without ...string) string {
	names := make([]string, 0, len(of))
	for name := range of {
		if of.Get(name) != "" && !slices.Contains(without, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = name + "=" + of.Get(name)
	}
	return strings.Join(parts, "&")
}

func (a *Alipay) request(method string, content map[string]string, more map[string]string) (url.Values, error) {
	text, err := json.Marshal(content)
	if err != nil {
		return nil, err
	}
	values := url.Values{"app_id": {a.o.AppID}, "method": {method}, "format": {"JSON"}, "charset": {"utf-8"}, "sign_type": {"RSA2"},
		"timestamp": {a.o.Now().In(alipayZone).Format(time.DateTime)}, "version": {"1.0"}, "biz_content": {string(text)}}
	for name, value := range more {
		values.Set(name, value)
	}
	signature, err := signRSA(a.o.Key, sorted(values, "sign"))
	values.Set("sign", signature)
	return values, err
}

// Open leads to Alipay's page, whose address is signed; Alipay itself knows of the charge once the payer is there.
func (a *Alipay) Open(_ context.Context, c Charge) (Opened, error) {
	values, err := a.request("alipay.trade.page.pay", map[string]string{"out_trade_no": orderNo(c.ID), "total_amount": money.Text(c.Amount, c.Currency), "subject": c.About,
		"product_code": "FAST_INSTANT_TRADE_PAY", "time_expire": c.Expires.In(alipayZone).Format(time.DateTime), "passback_params": url.QueryEscape(c.Organization.String())},
		map[string]string{"return_url": c.back(BackPaid), "notify_url": c.NotifyTo})
	if err != nil {
		return Opened{}, err
	}
	return Opened{Ref: orderNo(c.ID), Address: a.o.Gateway + "?" + values.Encode()}, nil
}

type alipayAnswer struct {
	Code        string `json:"code"`
	SubCode     string `json:"sub_code"`
	Message     string `json:"sub_msg"`
	TradeNo     string `json:"trade_no"`
	OutTradeNo  string `json:"out_trade_no"`
	State       string `json:"trade_status"`
	Total       string `json:"total_amount"`
	RefundState string `json:"refund_status"`
	FundChange  string `json:"fund_change"`
}

// call sends a request and reads its answer, whose signature covers the answer's own bytes.
func (a *Alipay) call(ctx context.Context, method string, content map[string]string) (alipayAnswer, error) {
	values, err := a.request(method, content, nil)
	if err != nil {
		return alipayAnswer{}, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, a.o.Gateway, strings.NewReader(values.Encode()))
	if err != nil {
		return alipayAnswer{}, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded;charset=utf-8")
	answer, err := a.o.Client.Do(r)
	if err != nil {
		return alipayAnswer{}, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, longestNotice))
	if err != nil {
		return alipayAnswer{}, err
	}
	if answer.StatusCode != http.StatusOK {
		return alipayAnswer{}, fmt.Errorf("alipay answers %s", answer.Status)
	}
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(body, &parts); err != nil {
		return alipayAnswer{}, fmt.Errorf("read alipay's answer: %w", err)
	}
	var signature string
	_ = json.Unmarshal(parts["sign"], &signature)
	said := parts[strings.ReplaceAll(method, ".", "_")+"_response"]
	if err := verifyRSA(a.o.Theirs, string(said), signature); err != nil {
		return alipayAnswer{}, err
	}
	var out alipayAnswer
	return out, json.Unmarshal(said, &out)
}

// Ask queries the trade. One that Alipay does not know of has not been begun by the payer.
func (a *Alipay) Ask(ctx context.Context, c Charge) (Outcome, error) {
	said, err := a.call(ctx, "alipay.trade.query", map[string]string{"out_trade_no": orderNo(c.ID)})
	switch {
	case err != nil:
		return Outcome{}, err
	case said.SubCode == "ACQ.TRADE_NOT_EXIST":
		return Outcome{State: Waiting}, nil
	case said.Code != "10000":
		return Outcome{}, fmt.Errorf("alipay: %s %s", said.SubCode, said.Message)
	}
	return alipayOutcome(said.State, orderNo(c.ID), said.Total)
}

func alipayOutcome(state, ref, total string) (Outcome, error) {
	out := Outcome{State: Waiting, Ref: ref, Currency: "CNY"}
	switch state {
	case "TRADE_SUCCESS", "TRADE_FINISHED":
		out.State = Paid
	case "TRADE_CLOSED":
		out.State = Gone
	}
	amount, err := decimal.NewFromString(total)
	if err != nil {
		return out, fmt.Errorf("read alipay's amount: %w", err)
	}
	out.Amount = amount
	return out, nil
}

// Close gives the trade up; one that was paid meanwhile says so.
func (a *Alipay) Close(ctx context.Context, c Charge) (Outcome, error) {
	said, err := a.call(ctx, "alipay.trade.close", map[string]string{"out_trade_no": orderNo(c.ID)})
	switch {
	case err != nil:
		return Outcome{}, err
	case said.Code == "10000", said.SubCode == "ACQ.TRADE_NOT_EXIST":
		return Outcome{State: Gone, Ref: orderNo(c.ID)}, nil
	}
	return a.Ask(ctx, c)
}

// Refund gives back under the refund's own number. A trade that fits no payment is named by the number it came under.
func (a *Alipay) Refund(ctx context.Context, c Charge, r Refund) (Returned, error) {
	trade := c.Ref
	if !c.ID.IsZero() {
		trade = orderNo(c.ID)
	}
	said, err := a.call(ctx, "alipay.trade.refund", map[string]string{"out_trade_no": trade, "refund_amount": money.Text(r.Amount, "CNY"), "refund_reason": r.Reason, "out_request_no": orderNo(r.ID)})
	switch {
	case err != nil:
		return Returned{}, err
	case said.Code == "10000":
		return Returned{State: Paid, Ref: orderNo(r.ID)}, nil
	case said.SubCode == "ACQ.SYSTEM_ERROR" || said.Code == "20000":
		return Returned{}, fmt.Errorf("alipay: %s", said.SubCode)
	}
	return Returned{State: Failed, Fault: said.SubCode}, nil
}

// Read takes an asynchronous notice: a form, signed over its sorted fields without the signature and its kind.
func (a *Alipay) Read(_ http.Header, body []byte, _ time.Time) (Notice, error) {
	said, err := url.ParseQuery(string(body))
	if err != nil {
		return Notice{}, ErrForged
	}
	if err := verifyRSA(a.o.Theirs, sorted(said, "sign", "sign_type"), said.Get("sign")); err != nil {
		return Notice{}, err
	}
	if said.Get("app_id") != a.o.AppID { // signed by Alipay, for somebody else
		return Notice{}, ErrForged
	}
	no := said.Get("out_trade_no")
	outcome, err := alipayOutcome(said.Get("trade_status"), no, said.Get("total_amount"))
	if err != nil {
		return Notice{}, err
	}
	n := Notice{Outcome: outcome, Event: said.Get("notify_id"), Kind: strings.ToLower(said.Get("trade_status")), About: outcome.State != Waiting, Payment: ofOrderNo(no)}
	if back := said.Get("refund_fee"); back != "" { // the notice of a refund repeats the trade's own state
		if n.Amount, err = decimal.NewFromString(back); err != nil {
			return Notice{}, fmt.Errorf("read alipay's refund: %w", err)
		}
		n.State, n.Ended, n.Kind, n.About, n.Sum = Refunded, Paid, "refund", true, true
		n.Return, n.Refund = said.Get("out_biz_no"), ofOrderNo(said.Get("out_biz_no"))
	}
	if whose, err := url.QueryUnescape(said.Get("passback_params")); err == nil {
		n.Organization, _ = ledger.ParseID(whose)
	}
	if at, err := time.ParseInLocation(time.DateTime, said.Get("notify_time"), alipayZone); err == nil {
		n.At = at
	}
	return n, nil
}

// Thanks is what makes Alipay stop telling.
func (a *Alipay) Thanks() (mediaType, body string) { return "text/plain", "success" }
