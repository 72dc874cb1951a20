package provider

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/money"
)

// WeChatOptions are one merchant's. Serial names Key; TheirSerial names Theirs, WeChat Pay's public key or certificate; Secret is the
// API v3 key of 32 bytes.
type WeChatOptions struct {
	AppID       string
	MerchantID  string
	Serial      string
	Key         *rsa.PrivateKey
	TheirSerial string
	Theirs      *rsa.PublicKey
	Secret      string
	Address     string
	Client      *http.Client
	Now         func() time.Time
}

// WeChat takes CNY by a code that the payer scans (Native), over API v3.
type WeChat struct {
	o    WeChatOptions
	open cipher.AEAD
}

// WeChatAddress is the one for real money.
const WeChatAddress = "https://api.mch.weixin.qq.com"

// noticeWindow is how old a signature may be.
const noticeWindow = 5 * time.Minute

// NewWeChat makes the client. Refused: a secret that is not 32 bytes long.
func NewWeChat(o WeChatOptions) (*WeChat, error) {
	if len(o.Secret) != 32 {
		return nil, errors.New("provider: the API v3 key of WeChat Pay has 32 characters")
	}
	block, err := aes.NewCipher([]byte(o.Secret))
	if err != nil {
		return nil, err
	}
	open, err := cipher.NewGCM(block)
	return &WeChat{o, open}, err
}

// Name is NameWeChat.
func (w *WeChat) Name() string { return NameWeChat }

// Takes CNY alone.
func (w *WeChat) Takes(c money.Currency) bool { return c == "CNY" }

var hundred = decimal.NewFromInt(100)

func fen(amount decimal.Decimal) int64 { return amount.Mul(hundred).IntPart() }

func ofFen(amount int64) decimal.Decimal { return decimal.New(amount, -2) }

type wechatAmount struct {
	Total    int64  `json:"total"`
	Refund   int64  `json:"refund,omitempty"`
	Currency string `json:"currency"`
}

type wechatTrade struct {
	No     string       `json:"out_trade_no"`
	State  string       `json:"trade_state"`
	Attach string       `json:"attach"`
	Paid   time.Time    `json:"success_time"`
	Amount wechatAmount `json:"amount"`

	// of a refund
	RefundNo    string `json:"out_refund_no"`
	RefundState string `json:"refund_status"`
	Status      string `json:"status"`
}

type wechatFault struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	status  int
}

func (f wechatFault) Error() string {
	return fmt.Sprintf("wechat pay answers %d: %s %s", f.status, f.Code, f.Message)
}

// call sends a signed request and checks the signature of its answer before anything else.
func (w *WeChat) call(ctx context.Context, method, path string, content, into any) error {
	var body []byte
	if content != nil {
		var err error
		if body, err = json.Marshal(content); err != nil {
			return err
		}
	}
	r, err := http.NewRequestWithContext(ctx, method, w.o.Address+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	random := make([]byte, 16)
	if _, err := rand.Read(random); err != nil {
		return err
	}
	nonce, at := hex.EncodeToString(random), strconv.FormatInt(w.o.Now().Unix(), 10)
	signature, err := signRSA(w.o.Key, method+"\n"+path+"\n"+at+"\n"+nonce+"\n"+string(body)+"\n")
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", fmt.Sprintf(`WECHATPAY2-SHA256-RSA2048 mchid="%s",nonce_str="%s",signature="%s",timestamp="%s",serial_no="%s"`, w.o.MerchantID, nonce, signature, at, w.o.Serial))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json")
	answer, err := w.o.Client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(io.LimitReader(answer.Body, longestNotice))
	if err != nil {
		return err
	}
	if answer.StatusCode >= http.StatusMultipleChoices {
		fault := wechatFault{status: answer.StatusCode}
		_ = json.Unmarshal(said, &fault)
		return fault
	}
	if err := w.verify(answer.Header, said, w.o.Now()); err != nil {
		return err
	}
	if into == nil || len(said) == 0 {
		return nil
	}
	return json.Unmarshal(said, into)
}

func (w *WeChat) verify(header http.Header, body []byte, now time.Time) error {
	at, err := strconv.ParseInt(header.Get("Wechatpay-Timestamp"), 10, 64)
	if err != nil || header.Get("Wechatpay-Serial") != w.o.TheirSerial {
		return ErrForged
	}
	if age := now.Sub(time.Unix(at, 0)); age > noticeWindow || age < -noticeWindow {
		return ErrForged
	}
	return verifyRSA(w.o.Theirs, header.Get("Wechatpay-Timestamp")+"\n"+header.Get("Wechatpay-Nonce")+"\n"+string(body)+"\n", header.Get("Wechatpay-Signature"))
}

// Open asks for the code. The same number asked again gives the same charge.
func (w *WeChat) Open(ctx context.Context, c Charge) (Opened, error) {
	var said struct {
		Code string `json:"code_url"`
	}
	err := w.call(ctx, http.MethodPost, "/v3/pay/transactions/native", map[string]any{"appid": w.o.AppID, "mchid": w.o.MerchantID, "description": c.About, "out_trade_no": orderNo(c.ID),
		"time_expire": c.Expires.In(alipayZone).Format(time.RFC3339), "attach": c.Organization.String(), "notify_url": c.NotifyTo, "amount": wechatAmount{Total: fen(c.Amount), Currency: "CNY"}}, &said)
	return Opened{Ref: orderNo(c.ID), Code: said.Code}, err
}

// Ask queries the trade by our number.
func (w *WeChat) Ask(ctx context.Context, c Charge) (Outcome, error) {
	var said wechatTrade
	if err := w.call(ctx, http.MethodGet, "/v3/pay/transactions/out-trade-no/"+orderNo(c.ID)+"?mchid="+w.o.MerchantID, nil, &said); err != nil {
		return Outcome{}, err
	}
	return said.outcome(), nil
}

func (t wechatTrade) outcome() Outcome {
	out := Outcome{State: Waiting, Ref: t.No, Amount: ofFen(t.Amount.Total), Currency: money.Currency(t.Amount.Currency)}
	switch t.State {
	case "SUCCESS", "REFUND": // what went back since was paid before
		out.State = Paid
	case "CLOSED", "REVOKED":
		out.State = Gone
	case "PAYERROR":
		out.State, out.Reason = Failed, "declined"
	}
	return out
}

// Close gives the trade up; one that was paid meanwhile says so.
func (w *WeChat) Close(ctx context.Context, c Charge) (Outcome, error) {
	var said wechatFault // without a code it is closed; one comes also with 202, while the payer enters the password
	err := w.call(ctx, http.MethodPost, "/v3/pay/transactions/out-trade-no/"+orderNo(c.ID)+"/close", map[string]string{"mchid": w.o.MerchantID}, &said)
	if err == nil && said.Code != "" {
		err = said
	}
	var fault wechatFault
	switch {
	case err == nil:
		return Outcome{State: Gone, Ref: orderNo(c.ID)}, nil
	case errors.As(err, &fault) && (fault.Code == "ORDERPAID" || fault.Code == "ORDER_PAID" || fault.Code == "ORDER_CLOSED"): // an order closes by itself when its time is over
		return w.Ask(ctx, c)
	}
	return Outcome{}, err
}

// Refund gives back under the refund's own number; asked again it tells how that one stands.
func (w *WeChat) Refund(ctx context.Context, c Charge, r Refund) (Returned, error) {
	trade := c.Ref
	if !c.ID.IsZero() {
		trade = orderNo(c.ID)
	}
	var said wechatTrade
	err := w.call(ctx, http.MethodPost, "/v3/refund/domestic/refunds", map[string]any{"out_trade_no": trade, "out_refund_no": orderNo(r.ID), "reason": shortened(r.Reason, 26),
		"amount": wechatAmount{Total: fen(c.Amount), Refund: fen(r.Amount), Currency: "CNY"}}, &said)
	var fault wechatFault
	switch {
	case errors.As(err, &fault) && (fault.Code == "INVALID_REQUEST" || fault.Code == "NOT_ENOUGH" || fault.Code == "RESOURCE_NOT_EXISTS" || fault.Code == "PARAM_ERROR"):
		return Returned{State: Failed, Fault: fault.Code}, nil
	case err != nil:
		return Returned{}, err
	}
	return Returned{State: wechatEnd(said.Status), Ref: orderNo(r.ID), Fault: said.Status}, nil
}

// shortened keeps a text within what WeChat Pay takes: 80 bytes, three of which a Chinese character needs.
func shortened(text string, runes int) string {
	if all := []rune(text); len(all) > runes {
		return string(all[:runes])
	}
	return text
}

func wechatEnd(status string) State {
	switch status {
	case "SUCCESS":
		return Paid
	case "CLOSED", "ABNORMAL":
		return Failed
	}
	return Waiting
}

type wechatNotice struct {
	ID       string    `json:"id"`
	At       time.Time `json:"create_time"`
	Kind     string    `json:"event_type"`
	Resource struct {
		Text       string `json:"ciphertext"`
		Nonce      string `json:"nonce"`
		Associated string `json:"associated_data"`
	} `json:"resource"`
}

// Read checks the signature of a notice, then opens it with the API v3 key.
func (w *WeChat) Read(header http.Header, body []byte, now time.Time) (Notice, error) {
	if err := w.verify(header, body, now); err != nil {
		return Notice{}, err
	}
	var said wechatNotice
	if err := json.Unmarshal(body, &said); err != nil {
		return Notice{}, fmt.Errorf("read wechat pay's notice: %w", err)
	}
	sealed, err := base64.StdEncoding.DecodeString(said.Resource.Text)
	if err != nil || len(said.Resource.Nonce) != w.open.NonceSize() {
		return Notice{}, ErrForged
	}
	text, err := w.open.Open(nil, []byte(said.Resource.Nonce), sealed, []byte(said.Resource.Associated))
	if err != nil {
		return Notice{}, ErrForged
	}
	var trade wechatTrade
	if err := json.Unmarshal(text, &trade); err != nil {
		return Notice{}, fmt.Errorf("read wechat pay's trade: %w", err)
	}
	n := Notice{Outcome: trade.outcome(), Event: said.ID, Kind: said.Kind, About: trade.State != "", Payment: ofOrderNo(trade.No), At: said.At}
	n.Organization, _ = ledger.ParseID(trade.Attach)
	if trade.RefundNo != "" {
		n.State, n.Ended, n.About = Refunded, wechatEnd(trade.RefundState), true
		n.Return, n.Refund, n.Amount, n.Currency = trade.RefundNo, ofOrderNo(trade.RefundNo), ofFen(trade.Amount.Refund), "CNY"
	}
	return n, nil
}

// Thanks is what makes WeChat Pay stop telling.
func (w *WeChat) Thanks() (mediaType, body string) {
	return "application/json", `{"code":"SUCCESS","message":""}`
}
