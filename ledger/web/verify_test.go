package web

import (
	"bytes"
	"crypto/x509"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/esign"
	"hefu/ledger/pdf"
)

// signedDocument is a statement that both parties have signed, and the root that vouches for them.
func signedDocument(t *testing.T) ([]byte, *x509.CertPool) {
	t.Helper()
	now := ledger.SystemClock()
	authority, err := esign.NewAuthority("华东精密机械（苏州）有限公司", now)
	if err != nil {
		t.Fatal(err)
	}
	made, err := pdf.RenderStatement(pdf.Statement{Locale: pdf.ZhCN, Number: "ST-1", Date: now, Seller: pdf.Seller{Name: "华东精密机械（苏州）有限公司"},
		Customer: pdf.Customer{Name: "上海国际贸易有限公司"}, Currency: pdf.Currency{Code: "CNY"}, Totals: []pdf.Figure{{Label: pdf.ClosingBalance, Amount: "8,888.88"}}})
	if err != nil {
		t.Fatal(err)
	}
	form := esign.Form{Title: "对账单 ST-1", Created: now}
	for _, place := range made.Seals {
		form.Fields = append(form.Fields, esign.Field{Name: string(place.Party), Page: place.Page, X: place.X, Y: place.Y, Width: place.Width, Height: place.Height})
	}
	file, err := esign.Prepare(made.PDF, form)
	for _, signer := range []struct{ field, organization, name string }{
		{"seller", "华东精密机械（苏州）有限公司", "对账专用章"}, {"customer", "上海国际贸易有限公司", "李慧"},
	} {
		if err != nil {
			t.Fatal(err)
		}
		key, failed := authority.NewKey(esign.Subject{Organization: signer.organization, Name: signer.name}, esign.Documents, now)
		if failed != nil {
			t.Fatal(failed)
		}
		file, err = esign.Sign(t.Context(), file, esign.Signature{Field: signer.field, At: now, Certify: signer.field == "seller"}, esign.Local{Key: key})
	}
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(authority.Root())
	return file, roots
}

// check sends a file as the page's form does.
func (b *browser) check(file []byte, headers ...string) answer {
	b.t.Helper()
	var form bytes.Buffer
	parts := multipart.NewWriter(&form)
	part, err := parts.CreateFormFile("file", "signed.pdf")
	if err != nil {
		b.t.Fatal(err)
	}
	_, _ = part.Write(file)
	_ = parts.Close()
	return b.do(http.MethodPost, VerifyPath+"?lang=en", form.String(),
		append([]string{"Content-Type", parts.FormDataContentType(), "Origin", b.base, "Accept", "text/html"}, headers...)...)
}

func TestAnybodyMayCheckASignedDocument(t *testing.T) {
	t.Parallel()
	file, roots := signedDocument(t)
	s := openSite(t, func(o *Options) { o.DocumentRoots = roots })
	stranger := s.browser()
	if page := stranger.get(VerifyPath, "Accept", "text/html"); page.status != http.StatusOK || !strings.Contains(page.body, "核验已签署的文件") {
		t.Fatalf("the page: %d %s", page.status, page.body)
	}
	got := stranger.check(file)
	for _, want := range []string{`data-verdict="valid"`, "ST-1", "华东****公司", "上海****公司", "as the signer says", "Revision signed", "not licensed"} {
		if got.status != http.StatusOK || !strings.Contains(got.body, want) {
			t.Errorf("a good file, %d, does not say %q: %s", got.status, want, got.body)
		}
	}
	for _, hidden := range []string{"精密", "国际贸易", "李慧", "8,888.88"} {
		if strings.Contains(got.body, hidden) {
			t.Errorf("it shows %q", hidden)
		}
	}
	changed := bytes.Clone(file)
	changed[len(changed)/10] ^= 1
	for what, c := range map[string]struct {
		file          []byte
		verdict, says string
	}{
		"a changed file":          {changed, "changed", "Do not pay or book by this file."},
		"one that grew":           {append(bytes.Clone(file), "\n1 0 obj"...), "changed", "damaged or changed"},
		"one that nobody signed":  {[]byte("%PDF-1.4 hello"), "unknown", "not a PDF file"},
		"an empty one":            {nil, "unknown", "not a PDF file"},
		"one that is a script":    {[]byte("<script>alert(1)</script>"), "unknown", "not a PDF file"},
		"the name of a signature": {[]byte("/ByteRange"), "unknown", "not a PDF file"},
	} {
		if got := stranger.check(c.file); got.status != http.StatusOK || !strings.Contains(got.body, `data-verdict="`+c.verdict+`"`) || !strings.Contains(got.body, c.says) {
			t.Errorf("%s: %d %s", what, got.status, got.body)
		}
	}
}

func TestASignerWhomNobodyVouchesForIsNotConfirmed(t *testing.T) {
	t.Parallel()
	file, _ := signedDocument(t)
	s := openSite(t)
	got := s.browser().check(file)
	if !strings.Contains(got.body, `data-verdict="unknown"`) || !strings.Contains(got.body, "does not know who vouches") || strings.Contains(got.body, "<strong>") {
		t.Errorf("%d %s", got.status, got.body)
	}
}

func TestCheckingIsBounded(t *testing.T) {
	t.Parallel()
	s := openSite(t, func(o *Options) { o.Rates.SignIn = 1000 })
	stranger := s.browser()
	if got := stranger.check(nil, "Origin", "https://evil.test"); got.status != http.StatusForbidden {
		t.Errorf("another site's form: %d", got.status)
	}
	if got := stranger.do(http.MethodPost, VerifyPath, "x", "Origin", stranger.base, "Content-Type", "text/plain"); got.status != http.StatusUnsupportedMediaType {
		t.Errorf("no form: %d %s", got.status, got.body)
	}
	if got := stranger.check(make([]byte, verifyLimit+1)); got.status != http.StatusRequestEntityTooLarge {
		t.Errorf("too long: %d", got.status)
	}
	refused := 0
	for range verifyRate + 5 {
		if got := stranger.check([]byte("no PDF")); got.status == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused == 0 {
		t.Error("nobody counts")
	}
}

func TestNamesAreMasked(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"": "", "李慧": "李*", "王小明": "王**", "华东精密机械（苏州）有限公司": "华东****公司", "Acme Ltd.": "Ac****d.", " 甲 ": "甲*", "一二三四": "一***",
	} {
		if got := maskName(name); got != want {
			t.Errorf("%q is shown as %q, want %q", name, got, want)
		}
	}
}
