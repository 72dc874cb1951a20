package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// clerk is a member of staff in a browser, who posts one document a request.
type clerk struct {
	t        *testing.T
	base     string
	client   http.Client
	csrf     string
	customer string
	next     atomic.Int64
	mutex    sync.Mutex
	posted   map[int64]string // what was acknowledged: the document's id
	tried    map[int64]bool
}

// reply is an answer, or the failure to get one.
type reply struct {
	status int
	retry  string
	body   string
	err    error
}

func (c *clerk) asks(method, path, body, kind string) reply {
	request, err := http.NewRequestWithContext(c.t.Context(), method, c.base+path, strings.NewReader(body))
	if err != nil {
		return reply{err: err}
	}
	request.Header.Set("Origin", c.base)
	request.Header.Set("X-CSRF-Token", c.csrf)
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	response, err := c.client.Do(request)
	if err != nil {
		return reply{err: err}
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return reply{response.StatusCode, response.Header.Get("Retry-After"), string(text), err}
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// signsIn walks through the built-in provider's page.
func (c *clerk) signsIn(subject string) {
	c.t.Helper()
	page := c.asks(http.MethodGet, "/auth/backoffice/login", "", "")
	form := url.Values{"person": {subject}}
	for _, field := range hidden.FindAllStringSubmatch(page.body, -1) {
		form.Set(field[1], strings.NewReplacer("&#43;", "+", "&amp;", "&", "&#34;", `"`).Replace(field[2]))
	}
	c.asks(http.MethodPost, "/idp/staff/sign-in", form.Encode(), "application/x-www-form-urlencoded")
	var session struct {
		CSRF string `json:"csrf_token"`
	}
	got := c.asks(http.MethodGet, "/api/backoffice/v1/session", "", "")
	if err := json.Unmarshal([]byte(got.body), &session); err != nil || session.CSRF == "" {
		c.t.Fatalf("signing in: %d %s %v", got.status, got.body, got.err)
	}
	c.csrf = session.CSRF
}

// posts sends a document with the source number n, and keeps what is acknowledged.
func (c *clerk) posts(n int64) reply {
	body := fmt.Sprintf(`{"documents":[{"kind":"receivable","customer_id":"%s","currency":"CNY","document_date":"2026-03-15","source_kind":"shipment","source_system":"erp",
		"source_id":"order-%d","lines":[{"item_code":"M-100","quantity":"10","unit_price":"100","net":"1000.00","tax_rate":"13","tax":"130.00","gross":"1130.00"}]}]}`, c.customer, n)
	c.mutex.Lock()
	c.tried[n] = true
	c.mutex.Unlock()
	got := c.asks(http.MethodPost, "/api/backoffice/v1/postings", body, "application/json")
	var done struct{ Documents []struct{ ID string } }
	if got.err == nil && got.status == http.StatusCreated && json.Unmarshal([]byte(got.body), &done) == nil && len(done.Documents) == 1 {
		c.mutex.Lock()
		defer c.mutex.Unlock()
		if before := c.posted[n]; before != "" && before != done.Documents[0].ID {
			c.t.Errorf("order-%d was document %s and is now %s", n, before, done.Documents[0].ID)
		}
		c.posted[n] = done.Documents[0].ID
	}
	return got
}

func (c *clerk) acknowledged() int {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return len(c.posted)
}

// load posts with four clerks until stopped or cut off; each answer goes to see.
func (c *clerk) load(see func(reply)) (stop func()) {
	var all sync.WaitGroup
	ending := make(chan struct{})
	for range 4 {
		all.Go(func() {
			for {
				select {
				case <-ending:
					return
				default:
					got := c.posts(c.next.Add(1))
					if see(got); got.err != nil {
						return
					}
				}
			}
		})
	}
	return func() {
		close(ending)
		all.Wait()
	}
}

// proves counts each tried document in the books: what was acknowledged once, what was not once or never.
func (c *clerk) proves(t *testing.T, books *pgx.Conn) {
	t.Helper()
	found := map[string]string{}
	rows, err := books.Query(t.Context(), `SELECT source_id, string_agg(id::text, ' ') FROM hefu.documents GROUP BY source_id`)
	if err != nil {
		t.Fatal(err)
	}
	var source, ids string
	if _, err := pgx.ForEachRow(rows, []any{&source, &ids}, func() error { found[source] = ids; return nil }); err != nil {
		t.Fatal(err)
	}
	for n := range c.tried {
		got, want := found["order-"+strconv.FormatInt(n, 10)], c.posted[n]
		if (want != "" && got != want) || strings.Contains(got, " ") {
			t.Errorf("order-%d is there as %q, acknowledged as %q", n, got, want)
		}
		delete(found, "order-"+strconv.FormatInt(n, 10))
	}
	if len(found) > 0 {
		t.Errorf("nobody posted %v", found)
	}
	t.Logf("%d documents tried, %d acknowledged", len(c.tried), len(c.posted))
}

// The server with its own PostgreSQL is killed under load and started again on the same data; then PostgreSQL alone is killed
// under the running server, which is back by itself. What was acknowledged is there, once, and the books prove out.
func TestAKilledServerKeepsWhatItAcknowledged(t *testing.T) {
	t.Parallel()
	where := private(t)
	data := strings.TrimPrefix(where[0], "--data-dir=")
	runs(t, append([]string{"organization", "create", "ACME", "--name=某某有限公司", "--first-period=2026-01", "--admin-subject=boss", "--admin-name=李强"}, where...)...)
	buyer := filepath.Join(t.TempDir(), "customers.csv")
	if err := os.WriteFile(buyer, []byte("code,name,currency\nN-1,新客户,CNY\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	runs(t, append([]string{"import", "customers", buyer}, where...)...)

	address := freeAddress(t)
	serve := append([]string{"serve", "--base-url=http://" + address, "--rate-account=0", "--rate-address=0"}, where...)
	server := starts(t, serve...)
	server.says("is ready")
	books := "postgres:///postgres?sslmode=disable&user=hefu&port=5432&host=" + url.QueryEscape(filepath.Join(data, "cluster"))
	c := &clerk{t: t, base: "http://" + address, posted: map[int64]string{}, tried: map[int64]bool{}}
	c.client.Jar, _ = cookiejar.New(nil)
	conn := connects(t, books)
	if _, err := conn.Exec(t.Context(), `INSERT INTO hefu.staff_roles SELECT organization_id, staff_id, 'ar_accountant' FROM hefu.staff_roles`); err != nil {
		t.Fatal(err)
	}
	if err := conn.QueryRow(t.Context(), `SELECT id::text FROM hefu.customers`).Scan(&c.customer); err != nil {
		t.Fatal(err)
	}
	c.signsIn("boss")

	stop := c.load(func(got reply) {
		if got.err == nil && got.status != http.StatusCreated {
			t.Errorf("before the kill: %d %s", got.status, got.body)
		}
	})
	until(t, "a hundred documents", func() bool { return c.acknowledged() >= 100 })
	server.kills()
	stop()

	server = starts(t, serve...)
	server.says("is ready")
	conn = connects(t, books)
	c.proves(t, conn)
	for n := range c.tried { // a seller's system sends again what it has no answer for
		if got := c.posts(n); got.status != http.StatusCreated {
			t.Fatalf("sending order-%d again: %d %s", n, got.status, got.body)
		}
	}
	if len(c.tried) != c.acknowledged() {
		t.Errorf("%d documents were sent, %d are acknowledged", len(c.tried), c.acknowledged())
	}
	c.killsDatabase(t, data)
	c.proves(t, connects(t, books))
	if code := server.stops(); code != 0 {
		t.Errorf("it stopped with %d: %s", code, server.words())
	}
	runs(t, append([]string{"verify"}, where...)...)
}

// killsDatabase kills PostgreSQL under load: requests are told to come again, and are served again within half a minute.
func (c *clerk) killsDatabase(t *testing.T, data string) {
	t.Helper()
	var failed, again atomic.Int64
	stop := c.load(func(got reply) {
		switch {
		case got.err != nil:
			t.Errorf("the server itself is gone: %v", got.err)
		case got.status == http.StatusServiceUnavailable && got.retry != "":
			failed.Add(1)
		case got.status != http.StatusCreated:
			t.Errorf("without a database: %d, Retry-After %q, %s", got.status, got.retry, got.body)
		case failed.Load() > 0:
			again.Add(1)
		}
	})
	before := c.acknowledged()
	until(t, "load", func() bool { return c.acknowledged() > before+20 })
	file, err := os.ReadFile(filepath.Join(data, "cluster", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(file), "\n")
	pid, err := strconv.Atoi(line)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	until(t, "a refusal", func() bool { return failed.Load() > 0 })
	took := until(t, "an answer", func() bool { return again.Load() > 20 })
	stop()
	t.Logf("back after %s, %d requests were told to come again", took.Round(time.Millisecond), failed.Load())
	if took > 30*time.Second {
		t.Errorf("it took %s", took)
	}
	if got := c.asks(http.MethodGet, "/readyz", "", ""); got.status != http.StatusOK {
		t.Errorf("it is not ready: %d", got.status)
	}
}
