package main

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/ledgertest"
	"hefu/ledger/payment"
	takers "hefu/ledger/provider"
)

// charged is a taker that has the money of whatever it is asked about, and counts how often it was asked.
func charged(t *testing.T, key *rsa.PrivateKey, amount string) (address string, asked *atomic.Int32) {
	t.Helper()
	asked = &atomic.Int32{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		said := fmt.Sprintf(`{"code":"10000","trade_status":"TRADE_SUCCESS","total_amount":%q}`, amount)
		sum := sha256.Sum256([]byte(said))
		signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
		if err != nil {
			t.Error(err)
		}
		fmt.Fprintf(w, `{"alipay_trade_query_response":%s,"sign":%q}`, said, base64.StdEncoding.EncodeToString(signature))
	}))
	t.Cleanup(server.Close)
	return server.URL, asked
}

// A worker is killed after the taker has said that it charged, and before that is kept: the next worker asks again, and there is one receipt.
func TestAWorkerIsKilledBetweenChargeAndCommit(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	own, theirs := filepath.Join(folder, "own.pem"), filepath.Join(folder, "theirs.pem")
	for file, block := range map[string]*pem.Block{own: {Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}, theirs: {Type: "PUBLIC KEY", Bytes: public}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	gateway, asked := charged(t, key, "113.00")
	services, err := books.Open(t.Context(), b.AppURL, books.Options{MaxConns: 2, Payments: payment.Options{BaseURL: "http://localhost",
		Providers: []takers.Provider{takers.NewAlipay(takers.AlipayOptions{AppID: "2021", Key: key, Theirs: &key.PublicKey, Gateway: gateway, Client: &http.Client{Timeout: takerTime}, Now: time.Now})}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(services.Close)
	b.Receivable(t, b.CNY, "113.00", "2026-03-01")
	p, err := services.Payments.Start(t.Context(), b.Contact(b.CNY, ledger.Payer), payment.NewPayment{Asked: payment.Asked{Currency: "CNY"}, Provider: "alipay", Total: ledgertest.Amount("113")})
	if err != nil {
		t.Fatal(err)
	}
	state := func() string {
		return ledgertest.Ask[string](t, b, `SELECT state FROM hefu.payments WHERE id = $1`, p.ID.String())
	}
	due := func() {
		b.Exec(t, `UPDATE hefu.payments SET ask_at = now() - interval '1 second' WHERE id = $1`, p.ID.String())
	}
	worker := []string{"worker", "--database-url=" + b.AppURL, "--log-level=warn", "--alipay-app-id=2021", "--alipay-key-file=" + own, "--alipay-public-key-file=" + theirs, "--alipay-gateway=" + gateway}

	due()
	release := holds(t, b.URL, fmt.Sprintf(`SELECT FROM hefu.customers WHERE id = '%s' FOR UPDATE`, b.CNY.ID))
	first := starts(t, worker...)
	until(t, "the first worker to be between charge and commit", func() bool { return asked.Load() > 0 && ledgertest.Ask[int](t, b, heldNow) > 0 })
	first.kills()
	release()
	until(t, "the database to notice", func() bool {
		return ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'hefu %' AND state = 'active' AND wait_event_type = 'Lock'`) == 0
	})
	if got := state(); got != "pending" {
		t.Errorf("the payment is %s after the kill", got)
	}
	due()
	second := starts(t, worker...)
	until(t, "the second worker to learn of the charge", func() bool { return state() == "succeeded" })
	if code := second.stops(); code != 0 {
		t.Errorf("the second worker ended with %d: %s", code, second.words())
	}
	if err := services.Payments.Settle(context.WithoutCancel(t.Context()), b.Organization.ID, p.ID); err != nil {
		t.Error(err)
	}
	if n := ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.documents WHERE kind = 'receipt'`); n != 1 {
		t.Errorf("%d receipts", n)
	}
	runs(t, "verify", "--admin-url="+b.URL)
}
