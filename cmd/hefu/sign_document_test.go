package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/esign"
	"hefu/ledger/pdf"
)

func TestSignDocumentSignsInTheFieldThatIsKept(t *testing.T) {
	now := ledger.SystemClock()
	authority, err := esign.NewAuthority("Licensed", now)
	if err != nil {
		t.Fatal(err)
	}
	key, err := authority.NewKey(esign.Subject{Organization: "客户有限公司", Name: "李慧"}, esign.Documents, now)
	if err != nil {
		t.Fatal(err)
	}
	p12, err := key.ToPKCS12("密码")
	if err != nil {
		t.Fatal(err)
	}
	made, err := pdf.RenderStatement(pdf.Statement{Locale: pdf.En, Number: "ST-1", Date: now, Seller: pdf.Seller{Name: "某某有限公司"}, Customer: pdf.Customer{Name: "客户"},
		Currency: pdf.Currency{Code: "CNY"}, Totals: []pdf.Figure{{Label: pdf.ClosingBalance, Amount: "1.00"}}})
	if err != nil {
		t.Fatal(err)
	}
	place := made.Seals[1]
	waiting, err := esign.Prepare(made.PDF, esign.Form{Created: now, Fields: []esign.Field{{Name: "customer", Page: place.Page, X: place.X, Y: place.Y, Width: place.Width, Height: place.Height}}})
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	for name, content := range map[string][]byte{"waiting.pdf": waiting, "key.p12": p12, "password": []byte("密码\n"), "wrong": []byte("x"), "root.pem": esign.PEM(authority.Root())} {
		if err := os.WriteFile(at(name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := hefu(t, "sign-document", at("waiting.pdf"), "--key", at("key.p12"), "--password-file", at("wrong"), "-o", at("signed.pdf")); got.code != exitUsage || !strings.Contains(got.err, "key.p12") {
		t.Errorf("a wrong password: %+v", got)
	}
	if got := hefu(t, "sign-document", at("waiting.pdf"), "--key", at("key.p12"), "--password-file", at("password"), "-o", at("signed.pdf")); got.code != 0 || !strings.Contains(got.out, "李慧") {
		t.Fatalf("%+v", got)
	}
	if got := hefu(t, "verify-document", at("signed.pdf"), "--root", at("root.pem")); got.code != 0 || !strings.HasPrefix(got.out, "valid\n") {
		t.Errorf("%+v", got)
	}
	if got := hefu(t, "sign-document", at("signed.pdf"), "--key", at("key.p12"), "--password-file", at("password"), "-o", at("twice.pdf")); got.code != exitUsage {
		t.Errorf("signed twice: %+v", got)
	}
}
