package main

import (
	"crypto/rsa"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/payment"
	takers "hefu/ledger/provider"
)

// paying says who takes customers' payments.
type paying struct {
	Sandbox string    `env:"HEFU_PAYMENT_SANDBOX" enum:"auto,on,off" default:"auto" name:"payment-sandbox" help:"Offer a sandbox that takes payments without moving money: ${enum}. auto does so in development; production refuses it." group:"Payments"`
	Stripe  stripePay `embed:"" prefix:"stripe-" envprefix:"HEFU_STRIPE_" group:"Payments"`
	Alipay  alipayPay `embed:"" prefix:"alipay-" envprefix:"HEFU_ALIPAY_" group:"Payments"`
	WeChat  wechatPay `embed:"" prefix:"wechat-pay-" envprefix:"HEFU_WECHAT_PAY_" group:"Payments"`
}

type stripePay struct {
	KeyFile    string `env:"KEY_FILE" name:"key-file" type:"existingfile" help:"A file with the account's secret or restricted API key; empty offers no Stripe. Its events come to /webhooks/stripe/<organization's id>."`
	SecretFile string `env:"WEBHOOK_SECRET_FILE" name:"webhook-secret-file" type:"existingfile" help:"A file with the signing secret of that webhook endpoint."`
	Address    string `env:"ADDRESS" name:"address" default:"https://api.stripe.com" help:"Where Stripe is spoken to."`
}

type alipayPay struct {
	AppID     string `env:"APP_ID" name:"app-id" help:"The app under which Alipay takes payments; empty offers no Alipay. Its notices come to /webhooks/alipay/<organization's id>."`
	KeyFile   string `env:"KEY_FILE" name:"key-file" type:"existingfile" help:"The app's RSA private key, PEM."`
	TheirFile string `env:"PUBLIC_KEY_FILE" name:"public-key-file" type:"existingfile" help:"Alipay's public key, PEM."`
	Gateway   string `env:"GATEWAY" name:"gateway" default:"https://openapi.alipay.com/gateway.do" help:"Where Alipay is spoken to."`
}

type wechatPay struct {
	MerchantID  string `env:"MERCHANT_ID" name:"merchant-id" help:"The merchant number of WeChat Pay; empty offers none. Its notices come to /webhooks/wechat/<organization's id>."`
	AppID       string `env:"APP_ID" name:"app-id" help:"The app that the merchant number belongs to."`
	Serial      string `env:"SERIAL" name:"serial" help:"Serial number of the merchant's certificate."`
	KeyFile     string `env:"KEY_FILE" name:"key-file" type:"existingfile" help:"The merchant's private key, PEM."`
	TheirSerial string `env:"PUBLIC_KEY_ID" name:"public-key-id" help:"Id of WeChat Pay's public key, or serial number of its platform certificate."`
	TheirFile   string `env:"PUBLIC_KEY_FILE" name:"public-key-file" type:"existingfile" help:"That public key or certificate, PEM."`
	SecretFile  string `env:"API_V3_KEY_FILE" name:"api-v3-key-file" type:"existingfile" help:"A file with the API v3 key, 32 characters."`
	Address     string `env:"ADDRESS" name:"address" default:"https://api.mch.weixin.qq.com" help:"Where WeChat Pay is spoken to."`
}

// takerTime bounds one question to a taker.
const takerTime = 8 * time.Second

func (p *paying) pay(options *books.Options, base string, production bool) error {
	options.Payments = payment.Options{BaseURL: strings.TrimSuffix(base, "/")}
	if p.Sandbox == "on" && production {
		return errors.New("HEFU_PAYMENT_SANDBOX is on, which settles what nobody has paid and is for development alone")
	}
	client := &http.Client{Timeout: takerTime}
	if p.Stripe.KeyFile != "" {
		made, err := p.Stripe.open(client)
		if err != nil {
			return err
		}
		options.Payments.Providers = append(options.Payments.Providers, made)
	}
	if p.Alipay.AppID != "" {
		made, err := p.Alipay.open(client)
		if err != nil {
			return err
		}
		options.Payments.Providers = append(options.Payments.Providers, made)
	}
	if p.WeChat.MerchantID != "" {
		made, err := p.WeChat.open(client)
		if err != nil {
			return err
		}
		options.Payments.Providers = append(options.Payments.Providers, made)
	}
	if p.Sandbox == "on" || p.Sandbox == "auto" && !production {
		options.Payments.Providers = append(options.Payments.Providers, takers.NewSandbox())
	}
	return nil
}

// keysOf reads the two keys of a taker: the seller's own and the taker's.
func keysOf(setting, own, theirs string) (*rsa.PrivateKey, *rsa.PublicKey, error) {
	if own == "" || theirs == "" {
		return nil, nil, fmt.Errorf("%s needs its KEY_FILE and PUBLIC_KEY_FILE", setting)
	}
	file, err := os.ReadFile(own)
	if err != nil {
		return nil, nil, err
	}
	key, err := takers.PrivateKey(file)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", setting, err)
	}
	if file, err = os.ReadFile(theirs); err != nil {
		return nil, nil, err
	}
	public, err := takers.PublicKey(file)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", setting, err)
	}
	return key, public, nil
}

func (s stripePay) open(client *http.Client) (*takers.Stripe, error) {
	if s.SecretFile == "" {
		return nil, errors.New("HEFU_STRIPE needs its WEBHOOK_SECRET_FILE")
	}
	key, err := os.ReadFile(s.KeyFile)
	if err != nil {
		return nil, err
	}
	secret, err := os.ReadFile(s.SecretFile)
	if err != nil {
		return nil, err
	}
	return takers.NewStripe(takers.StripeOptions{Key: strings.TrimSpace(string(key)), Secret: strings.TrimSpace(string(secret)), Address: s.Address, Client: client})
}

func (a alipayPay) open(client *http.Client) (*takers.Alipay, error) {
	key, theirs, err := keysOf("HEFU_ALIPAY", a.KeyFile, a.TheirFile)
	if err != nil {
		return nil, err
	}
	return takers.NewAlipay(takers.AlipayOptions{AppID: a.AppID, Key: key, Theirs: theirs, Gateway: a.Gateway, Client: client, Now: ledger.SystemClock}), nil
}

func (w wechatPay) open(client *http.Client) (*takers.WeChat, error) {
	if w.AppID == "" || w.Serial == "" || w.TheirSerial == "" || w.SecretFile == "" {
		return nil, errors.New("HEFU_WECHAT_PAY needs its APP_ID, SERIAL, PUBLIC_KEY_ID and API_V3_KEY_FILE")
	}
	key, theirs, err := keysOf("HEFU_WECHAT_PAY", w.KeyFile, w.TheirFile)
	if err != nil {
		return nil, err
	}
	secret, err := os.ReadFile(w.SecretFile)
	if err != nil {
		return nil, err
	}
	return takers.NewWeChat(takers.WeChatOptions{AppID: w.AppID, MerchantID: w.MerchantID, Serial: w.Serial, Key: key, TheirSerial: w.TheirSerial, Theirs: theirs,
		Secret: strings.TrimSpace(string(secret)), Address: w.Address, Client: client, Now: ledger.SystemClock})
}
