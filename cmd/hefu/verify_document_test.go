package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/esign"
	"hefu/ledger/pdf"
)

// signedFile is a statement that its seller has signed, and the root to trust.
func signedFile(t *testing.T) (file, root string) {
	t.Helper()
	now := ledger.SystemClock()
	authority, err := esign.NewAuthority("某某有限公司", now)
	if err != nil {
		t.Fatal(err)
	}
	key, err := authority.NewKey(esign.Subject{Organization: "某某有限公司", Name: "对账专用章"}, esign.Documents, now)
	if err != nil {
		t.Fatal(err)
	}
	made, err := pdf.RenderStatement(pdf.Statement{Locale: pdf.En, Number: "ST-1", Date: now, Seller: pdf.Seller{Name: "某某有限公司"}, Customer: pdf.Customer{Name: "客户"},
		Currency: pdf.Currency{Code: "CNY"}, Totals: []pdf.Figure{{Label: pdf.ClosingBalance, Amount: "1.00"}}})
	if err != nil {
		t.Fatal(err)
	}
	place := made.Seals[0]
	out, err := esign.Prepare(made.PDF, esign.Form{Created: now, Fields: []esign.Field{{Name: "seller", Page: place.Page, X: place.X, Y: place.Y, Width: place.Width, Height: place.Height}}})
	if err != nil {
		t.Fatal(err)
	}
	if out, err = esign.Sign(t.Context(), out, esign.Signature{Field: "seller", At: now, Certify: true}, esign.Local{Key: key}); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file, root = filepath.Join(dir, "signed.pdf"), filepath.Join(dir, "root.pem")
	for name, content := range map[string][]byte{file: out, root: esign.PEM(authority.Root())} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return file, root
}

func TestVerifyDocumentSaysOneOfThreeWords(t *testing.T) {
	file, root := signedFile(t)
	if got := hefu(t, "verify-document", file, "--root", root); got.code != 0 || !strings.HasPrefix(got.out, "valid\n") || !strings.Contains(got.out, "对账专用章") {
		t.Errorf("with the root: %+v", got)
	}
	if got := hefu(t, "verify-document", file); got.code != exitFailure || !strings.HasPrefix(got.out, "unknown\n") || !strings.Contains(got.err, "--root") {
		t.Errorf("without: %+v", got)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/8] ^= 1
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	got := hefu(t, "verify-document", file, "--root", root, "--output=json")
	var report esign.Report
	if err := json.Unmarshal([]byte(got.out), &report); err != nil || got.code != exitFailure || report.Verdict != esign.Changed {
		t.Errorf("a changed one: %+v", got)
	}
	if missing := hefu(t, "verify-document", file+".none"); missing.code != exitFailure {
		t.Errorf("a file that is not there: %+v", missing)
	}
}
