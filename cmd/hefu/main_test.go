package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
)

// result is what a command line came to.
type result struct {
	code     int
	out, err string
}

func hefu(t *testing.T, args ...string) result {
	t.Helper()
	var out, complaint bytes.Buffer
	code := run(t.Context(), args, console{out: &out, err: &complaint})
	return result{code, out.String(), complaint.String()}
}

// root is the project's folder, where the private PostgreSQL's programs may be installed already.
func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func private(t *testing.T) []string {
	t.Helper()
	dir, err := os.MkdirTemp("", "hefu") // t.TempDir's long names do not fit a socket's address
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return []string{"--data-dir=" + filepath.Join(dir, "data"), "--cache-dir=" + filepath.Join(root(t), ".cache"), "--log-level=error"}
}

func TestASecondStartFindsWhatTheFirstLeft(t *testing.T) {
	for _, name := range []string{"DATABASE_URL", "HEFU_ADMIN_DATABASE_URL", "HEFU_ORGANIZATION"} {
		t.Setenv(name, "")
	}
	where := private(t)
	made := hefu(t, append([]string{"organization", "create", "ACME", "--name=某某有限公司", "--first-period=2026-01", "--admin-subject=boss", "--admin-name=李强"}, where...)...)
	if made.code != 0 || !strings.Contains(made.out, "ACME") {
		t.Fatalf("creating: %+v", made)
	}
	listed := hefu(t, append([]string{"organization", "list", "--output=json"}, where...)...)
	var all []struct {
		Code, Name string
		Staff      int
	}
	if err := json.Unmarshal([]byte(listed.out), &all); err != nil || len(all) != 1 || all[0].Name != "某某有限公司" || all[0].Staff != 1 {
		t.Fatalf("listing: %+v", listed)
	}
	if again := hefu(t, append([]string{"organization", "create", "ACME", "--name=x", "--first-period=2026-01"}, where...)...); again.code != exitFailure || again.err == "" {
		t.Errorf("the same code twice: %+v", again)
	}
	if migrated := hefu(t, append([]string{"migrate", "--output=json"}, where...)...); migrated.code != 0 || !strings.Contains(migrated.out, `"applied": 0`) {
		t.Errorf("migrating what is migrated: %+v", migrated)
	}
	if proved := hefu(t, append([]string{"verify"}, where...)...); proved.code != 0 || !strings.Contains(proved.out, "I01") {
		t.Errorf("verifying: %+v", proved)
	}
}

func TestVerifyFailsOnBrokenBooks(t *testing.T) {
	b := ledgertest.Open(t)
	b.PlantsFaults()
	b.Exec(t, `ALTER TABLE hefu.counters DISABLE ROW LEVEL SECURITY`)
	got := hefu(t, "verify", "--output=json", "--admin-url="+b.URL)
	if got.code != exitFailure || got.err == "" || !strings.Contains(got.out, `"violations": 1`) {
		t.Errorf("got %d, %s", got.code, got.err)
	}
}

func TestImportNamesEachFaultAndFails(t *testing.T) {
	b := ledgertest.Open(t)
	file := filepath.Join(t.TempDir(), "customers.csv")
	if err := os.WriteFile(file, []byte("code,name,currency\nN-1,新客户,CNY\nN-2,另一个,XXX\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	where := []string{"--database-url=" + b.AppURL, "--organization=" + b.Organization.Code}
	got := hefu(t, append([]string{"import", "customers", file}, where...)...)
	if got.code != exitFailure || !strings.Contains(got.err, "row 3") || !strings.Contains(got.err, "XXX") {
		t.Errorf("with a fault: %+v", got)
	}
	bad := filepath.Join(t.TempDir(), "bad.csv")
	got = hefu(t, append([]string{"import", "customers", file, "--skip-bad-rows=" + bad, "--output=json"}, where...)...)
	if got.code != 0 || !strings.Contains(got.out, `"state": "imported"`) {
		t.Errorf("skipping it: %+v", got)
	}
	if n := ledgertest.Ask[int](t, b, `SELECT count(*) FROM hefu.customers WHERE code IN ('N-1', 'N-2')`); n != 1 {
		t.Errorf("%d customers are there", n)
	}
	if left, err := os.ReadFile(bad); err != nil || !strings.Contains(string(left), "N-2") {
		t.Errorf("the refused rows are %q, %v", left, err)
	}
	if several := hefu(t, "aging", "--database-url="+b.AppURL); several.code != exitFailure || !strings.Contains(several.err, b.Organization.Code+", "+b.Other.Code+". Name one with --organization") {
		t.Errorf("two organizations and none named: %+v", several)
	}
}

func TestProductionSaysEverythingThatIsMissing(t *testing.T) {
	for _, name := range []string{"DATABASE_URL", "HEFU_ADMIN_DATABASE_URL", "HEFU_PORTAL_OIDC_ISSUER", "HEFU_BACKOFFICE_OIDC_ISSUER", "HEFU_SECRET", "HEFU_SECRET_FILE"} {
		t.Setenv(name, "")
	}
	got := hefu(t, "serve", "--mode=production")
	if got.code != exitFailure {
		t.Errorf("it started: %+v", got)
	}
	for _, want := range []string{"https://", "DATABASE_URL", "HEFU_SECRET", "HEFU_PORTAL_OIDC_ISSUER", "HEFU_PORTAL_OIDC_CLIENT_SECRET", "HEFU_BACKOFFICE_OIDC_CLIENT_ID"} {
		if !strings.Contains(got.err, want) {
			t.Errorf("it does not name %s: %s", want, got.err)
		}
	}
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("  \n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := hefu(t, "serve", "--mode=production", "--portal-oidc-client-secret-file="+secret); !strings.Contains(got.err, "HEFU_PORTAL_OIDC_CLIENT_SECRET") {
		t.Errorf("an empty secret passes for one: %s", got.err)
	}
}

func TestServeRefusesADatabaseThatIsNotMigrated(t *testing.T) {
	b := ledgertest.Open(t)
	b.Exec(t, `DELETE FROM public.goose_db_version WHERE version_id = (SELECT max(version_id) FROM public.goose_db_version)`)
	got := hefu(t, "serve", "--database-url="+b.AppURL)
	if got.code != exitFailure || !strings.Contains(got.err, "hefu migrate") {
		t.Errorf("got %+v", got)
	}
	superuser := hefu(t, "serve", "--database-url="+b.URL)
	if superuser.code != exitFailure {
		t.Errorf("it serves as a superuser: %+v", superuser)
	}
}

func TestWhatIsNotUnderstoodIsExitTwo(t *testing.T) {
	for _, args := range [][]string{{"nothing"}, {"serve", "--nothing"}, {"import", "nonsense", "x"}, {"serve", "--mode=test"}} {
		if got := hefu(t, args...); got.code != exitUsage || got.err == "" {
			t.Errorf("%v: %+v", args, got)
		}
	}
	for _, args := range [][]string{{}, {"help"}, {"help", "organization", "create"}, {"version", "-o", "json"}} {
		if got := hefu(t, args...); got.code != 0 || got.out == "" {
			t.Errorf("%v: %+v", args, got)
		}
	}
}

// waiting is a console that tells when the server has announced itself.
type waiting struct {
	mutex sync.Mutex
	text  bytes.Buffer
	ready chan struct{}
	once  sync.Once
}

func (w *waiting) Write(text []byte) (int, error) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	n, err := w.text.Write(text)
	if strings.Contains(w.text.String(), "is ready") {
		w.once.Do(func() { close(w.ready) })
	}
	return n, err
}

func TestServeAnswersAndStopsInTime(t *testing.T) {
	b := ledgertest.Open(t)
	b.SetIssuers(t, "hefu-dev:staff", "hefu-dev:customers")
	address := freeAddress(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out := &waiting{ready: make(chan struct{})}
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "--database-url=" + b.AppURL, "--base-url=http://" + address, "--metrics=127.0.0.1:0"}, console{out: out, err: io.Discard})
	}()
	select {
	case <-out.ready:
	case code := <-ended:
		t.Fatalf("it ended with %d", code)
	}
	if !strings.Contains(out.text.String(), "Staff") {
		t.Error("it does not say who can sign in")
	}
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/openapi.json": 200, "/api/portal/v1/session": 401, "/idp/staff/.well-known/openid-configuration": 200} {
		if got := status(t, "http://"+address+path); got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
	for _, route := range described(t).Routes() {
		path := strings.NewReplacer("{id}", ledger.NewID().String(), "{period}", "2026-10", "{kind}", "customers").Replace(route.Path)
		if got := statusOf(t, route.Method, "http://"+address+path); got != http.StatusUnauthorized {
			t.Errorf("without a session %s %s is %d", route.Method, path, got)
		}
	}
	b.Exec(t, `DELETE FROM public.goose_db_version WHERE version_id = (SELECT max(version_id) FROM public.goose_db_version)`)
	if got := status(t, "http://"+address+"/readyz"); got != http.StatusServiceUnavailable {
		t.Errorf("with a migration missing it is %d", got)
	}
	asked := time.Now()
	stop()
	if code := <-ended; code != 0 || time.Since(asked) > 15*time.Second {
		t.Errorf("it ended with %d after %s", code, time.Since(asked))
	}
}

func TestEveryOperationStandsInItsPlace(t *testing.T) {
	server := described(t)
	if len(server.Routes()) < 40 {
		t.Fatalf("only %d operations are registered", len(server.Routes()))
	}
	seen := map[string]bool{}
	for _, route := range server.Routes() {
		key := route.Method + " " + route.Path
		if seen[key] {
			t.Errorf("%s is registered twice", key)
		}
		seen[key] = true
		if !strings.HasPrefix(route.Path, "/api/"+string(route.Audience)+"/v1/") {
			t.Errorf("%s lies outside its audience %s", key, route.Audience)
		}
		if route.Permission == "" && !strings.HasSuffix(route.Path, "/session") {
			t.Logf("%s asks for a session and no permission", key)
		}
		if route.Audience == ledger.Portal && route.Method != http.MethodGet && route.Permission == ledger.SeeStatements && !strings.HasSuffix(route.Path, "/view") && !strings.HasSuffix(route.Path, "/seen") {
			t.Errorf("%s writes with the permission to read", key)
		}
	}
}
