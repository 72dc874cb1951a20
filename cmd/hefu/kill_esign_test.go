package main

import (
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"hefu/ledger"
	"hefu/ledger/access"
	"hefu/ledger/blob"
	"hefu/ledger/books"
	"hefu/ledger/esign"
	"hefu/ledger/esign/devesign"
	"hefu/ledger/finalization"
	"hefu/ledger/ledgertest"
)

// A worker is killed after the e-sign provider has handed it the signature, and before that is kept: the next worker asks again, and the file
// is signed once.
func TestAWorkerIsKilledBetweenSignatureAndCommit(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	folder, secret := t.TempDir(), strings.Repeat("k8", 24)
	var provider *devesign.Provider
	asked := &atomic.Int32{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			asked.Add(1)
		}
		provider.Handler().ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	base, err := url.Parse(server.URL + "/esign")
	if err != nil {
		t.Fatal(err)
	}
	if provider, err = devesign.New(devesign.Config{Base: base, Token: "token", Secret: []byte(secret), Client: server.Client(), Clock: ledger.SystemClock}); err != nil {
		t.Fatal(err)
	}
	at := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	where := []string{"--database-url=" + b.AppURL, "--log-level=warn", "--secret=" + secret, "--blobs=" + filepath.Join(folder, "blobs")}
	worker := append([]string{"worker", "--esign-url=" + base.String(), "--esign-name=" + devesign.Name, "--esign-token-file=" + at("token", "token"),
		"--esign-callback-secret-file=" + at("secret", secret), "--esign-roots-file=" + at("roots.pem", string(esign.PEM(provider.Authority().Root())))}, where...)
	keys, err := access.NewKeys([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	files, err := blob.OpenFolder(filepath.Join(folder, "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	services, err := books.Open(t.Context(), b.AppURL, books.Options{MaxConns: 2, Blobs: files, Links: access.Options{BaseURL: "http://localhost", Keys: keys},
		Finalization: finalization.Options{Provider: provider.Remote()}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(services.Close)
	agreeing(t, b, services, 1, where)
	request := askedOf(t, b, services)
	if err := services.Finalizations.WorkRequest(t.Context(), finalization.RequestArgs{OrganizationID: b.Organization.ID, RequestID: request}); err != nil {
		t.Fatal(err)
	}
	if err := provider.Sign(t.Context(), request.String()); err != nil {
		t.Fatal(err)
	}
	stands := func() string {
		return ledgertest.Ask[string](t, b, `SELECT concat_ws(' ', state, (SELECT count(*) FROM hefu.signatures WHERE party = 'customer'), (SELECT count(*) FROM hefu.events WHERE kind = 'finalization.concluded'),
			(SELECT count(*) FROM hefu.signature_answers)) FROM hefu.signature_requests`)
	}

	release := holds(t, b.URL, `SELECT FROM hefu.statements FOR UPDATE`)
	first := starts(t, worker...)
	until(t, "the first worker to be between signature and commit", func() bool { return asked.Load() > 0 && ledgertest.Ask[int](t, b, heldNow) > 0 })
	first.kills()
	release()
	until(t, "the database to notice", func() bool { return ledgertest.Ask[int](t, b, postingNow) == 0 })
	if got := stands(); got != "waiting 0 0 0" {
		t.Errorf("after the kill: %s", got)
	}
	second := starts(t, worker...)
	until(t, "the second worker to take the signature", func() bool { return strings.HasPrefix(stands(), "signed") })
	if code := second.stops(); code != 0 {
		t.Errorf("the second worker ended with %d: %s", code, second.words())
	}
	if got := stands(); got != "signed 1 1 1" {
		t.Errorf("in the end: %s", got)
	}
	runs(t, "verify", "--admin-url="+b.URL, "--blobs="+filepath.Join(folder, "blobs"))
}

// askedOf has the one agreed statement signed by its seller, and its customer's signature asked for at the provider.
func askedOf(t *testing.T, b *ledgertest.Books, services *books.Books) (request ledger.ID) {
	t.Helper()
	read := func(sql string) ledger.ID {
		id, err := ledger.ParseID(ledgertest.Ask[string](t, b, sql))
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	all, accountant, chief := services.Finalizations, b.Staff(ledger.ARAccountant), b.Staff(ledger.FinanceSupervisor)
	chief.Fresh = true
	id, err := all.Prepare(t.Context(), accountant, finalization.PrepareCommand{StatementID: read(`SELECT id::text FROM hefu.statements`), Scope: finalization.Whole, Locale: "zh-CN"})
	if err != nil {
		t.Fatal(err)
	}
	command := func() finalization.SignCommand {
		v, err := all.Get(t.Context(), accountant, id)
		if err != nil {
			t.Fatal(err)
		}
		return finalization.SignCommand{ID: id, SHA256: hex.EncodeToString(v.FileSHA256), Agreed: true}
	}
	if err := all.Sign(t.Context(), chief, command()); err != nil {
		t.Fatal(err)
	}
	signer := b.Contact(b.CNY, ledger.Signer)
	signer.CustomerID = read(`SELECT customer_id::text FROM hefu.statements`)
	if err := all.AskProvider(t.Context(), signer, command()); err != nil {
		t.Fatal(err)
	}
	return read(fmt.Sprintf(`SELECT id::text FROM hefu.signature_requests WHERE finalization_id = '%s'`, id))
}
