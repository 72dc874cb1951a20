package esign_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"sync"
	"testing"
	"time"

	"hefu/ledger/esign"
	"hefu/ledger/pdf"
)

// now is when everything in these tests happens: foreign tools judge by the real clock, so it is the real day.
var now = time.Now().Truncate(time.Second)

// world is an authority with what hangs on it, made once.
type world struct {
	authority        *esign.Authority
	seller, customer esign.Key // RSA and P-256
	stamper          *esign.StampAuthority
	trust            esign.Trust
}

var theWorld = sync.OnceValue(func() world {
	w, err := makeWorld()
	if err != nil {
		panic(err)
	}
	return w
})

func makeWorld() (world, error) {
	a, err := esign.NewAuthority("华东精密机械（苏州）有限公司", now.Add(-time.Hour))
	if err != nil {
		return world{}, err
	}
	w := world{authority: a}
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return w, err
	}
	leaf, err := a.Issue(esign.Subject{Organization: "华东精密机械（苏州）有限公司", Name: "华东精密机械 对账专用章"}, private.Public(), esign.Documents, now.Add(-time.Hour))
	if err != nil {
		return w, err
	}
	w.seller = esign.Key{Signer: private, Chain: []*x509.Certificate{leaf, a.Root()}}
	if w.customer, err = a.NewKey(esign.Subject{Organization: "上海犇龘国际贸易有限公司", Name: "李慧", Email: "li.hui@example.com"}, esign.Documents, now.Add(-time.Hour)); err != nil {
		return w, err
	}
	key, err := a.NewKey(esign.Subject{Organization: "Hefu", Name: "Timestamps"}, esign.Timestamps, now.Add(-time.Hour))
	if err != nil {
		return w, err
	}
	w.stamper = &esign.StampAuthority{Key: key, Clock: func() time.Time { return now }}
	roots := x509.NewCertPool()
	roots.AddCert(a.Root())
	w.trust = esign.Trust{Roots: roots, Now: now}
	return w, nil
}

// base is a statement of so many lines as it is printed, and where its seals go.
func base(t testing.TB, lines int) pdf.Result {
	t.Helper()
	s := pdf.Statement{
		Locale: pdf.ZhCN, Number: "ST-2026-10-00042", Version: "1", Date: now,
		Seller:   pdf.Seller{Name: "华东精密机械（苏州）有限公司", NameEn: "East China Precision Machinery (Suzhou) Co., Ltd.", Address: "苏州市星湖街 328 号"},
		Customer: pdf.Customer{Name: "上海犇龘国际贸易有限公司", Code: "C1001"}, Currency: pdf.Currency{Code: "CNY", Name: "人民币"},
		Period: "2026-10-01 ~ 2026-10-31", IssuedOn: "2026-11-01", VerifyURL: "https://ar.example.com/verify?n=ST-2026-10-00042",
		Totals: []pdf.Figure{{Label: pdf.OpeningBalance, Amount: "0.00"}, {Label: pdf.ClosingBalance, Amount: "1,000.00"}},
	}
	for i := range lines {
		s.Lines = append(s.Lines, pdf.Line{Date: "2026-10-08", Document: fmt.Sprintf("INV-%06d", i), Kind: "发票",
			Description: fmt.Sprintf("直线导轨滑块 HGH20 第%d批", i), Debit: fmt.Sprintf("%d.%02d", i*37%9000, i%100), Balance: "1,000.00"})
	}
	made, err := pdf.RenderStatement(s)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

var attached = []byte(`{"number":"ST-2026-10-00042","closing":"1000.00"}`)

// prepared is a statement with both fields and the attachment.
func prepared(t testing.TB, lines int) []byte {
	t.Helper()
	made := base(t, lines)
	form := esign.Form{
		Title: "对账单 ST-2026-10-00042", Author: "华东精密机械（苏州）有限公司", Lang: "zh-CN", Created: now,
		Attachments: []esign.Attachment{{Name: "statement.json", MIME: "application/json", Description: "对账单数据 Statement data", Relation: "Data", Content: attached}},
	}
	for i, name := range []string{"seller", "customer"} {
		s := made.Seals[i]
		form.Fields = append(form.Fields, esign.Field{Name: name, Label: name, Page: s.Page, X: s.X, Y: s.Y, Width: s.Width + pdf.SealText, Height: s.Height})
	}
	out, err := esign.Prepare(made.PDF, form)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func appearance(t testing.TB, company string, lines ...string) esign.Appearance {
	t.Helper()
	seal, err := pdf.Seal(company, "对账专用章")
	if err != nil {
		t.Fatal(err)
	}
	const side = 38 * 72 / 25.4
	content, err := pdf.SealBeside(side+pdf.SealText, side, lines...)
	if err != nil {
		t.Fatal(err)
	}
	return esign.Appearance{Content: content, Seal: seal, Side: pdf.SealSide}
}

func sellerSignature(t testing.TB) esign.Signature {
	return esign.Signature{Field: "seller", Name: "王敏", Reason: "对账确认", At: now, Certify: true,
		Appearance: appearance(t, "华东精密机械（苏州）有限公司", "数字签名 Digitally signed", "华东精密机械（苏州）有限公司", "王敏", now.Format("2006-01-02 15:04:05 -07:00"))}
}

func customerSignature(t testing.TB) esign.Signature {
	return esign.Signature{Field: "customer", Name: "李慧", Reason: "对账确认", At: now,
		Appearance: appearance(t, "上海犇龘国际贸易有限公司", "数字签名 Digitally signed", "李慧", now.Format("2006-01-02 15:04:05 -07:00"))}
}

func sign(t testing.TB, file []byte, s esign.Signature, by esign.Maker) []byte {
	t.Helper()
	out, err := esign.Sign(t.Context(), file, s, by)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// signedTwice is a file that both parties have signed, with timestamps.
func signedTwice(t testing.TB) (once, twice []byte) {
	t.Helper()
	w := theWorld()
	once = sign(t, prepared(t, 20), sellerSignature(t), esign.Local{Key: w.seller, Stamper: w.stamper})
	return once, sign(t, once, customerSignature(t), esign.Local{Key: w.customer, Stamper: w.stamper})
}

// stamperFunc is a stamper that goes wrong as a test wants it.
type stamperFunc func(context.Context, []byte) ([]byte, error)

func (f stamperFunc) Answer(ctx context.Context, q []byte) ([]byte, error) { return f(ctx, q) }
