package web

import (
	"net/http"
	"testing"
	"time"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/token"
)

func TestRatesAreCountedForAllNodesTogether(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	now := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	one, other := newLimiter(b.DB, clock), newLimiter(b.DB, clock)
	allowed := 0
	for range 300 {
		for _, node := range []*limiter{one, other} {
			ok, err := node.allow(t.Context(), "address:203.0.113.9", 200)
			if err != nil {
				t.Fatal(err)
			}
			if ok {
				allowed++
			}
		}
	}
	if allowed < 190 || allowed > 220 {
		t.Errorf("600 hits at a limit of 200 let %d through", allowed)
	}
	if ok, err := one.allow(t.Context(), "address:203.0.113.10", 200); !ok || err != nil {
		t.Errorf("another address is limited too: %v", err)
	}
	// A new process knows what the old one counted.
	if ok, err := newLimiter(b.DB, clock).allow(t.Context(), "address:203.0.113.9", 200); ok || err != nil {
		t.Errorf("a restart forgot the count: %v", err)
	}
	b.Exec(t, `UPDATE hefu.rate_limits SET bucket = bucket - interval '1 minute'`)
	now = now.Add(time.Minute)
	if ok, err := one.allow(t.Context(), "address:203.0.113.9", 200); !ok || err != nil {
		t.Errorf("the next minute is limited still: %v", err)
	}
}

func TestTooManyRequestsAreRefusedWithWhenToComeBack(t *testing.T) {
	t.Parallel()
	s := openSite(t, func(o *Options) { o.Rates = RateLimits{Account: 20} })
	viewer, confirmer := s.signIn(ledger.Portal, "cny-viewer"), s.signIn(ledger.Portal, "cny-confirmer")
	var last answer
	for range 30 {
		last = viewer.get("/api/portal/v1/notes")
	}
	last.refused(t, http.StatusTooManyRequests, "too-many-requests")
	if last.header.Get("Retry-After") == "" {
		t.Error("it does not say when to come back")
	}
	if got := confirmer.get("/api/portal/v1/notes"); got.status != http.StatusOK {
		t.Errorf("another account got %d", got.status)
	}
}

func TestOneSubscriberIsOneNeighbourhood(t *testing.T) {
	for address, want := range map[string]string{
		"203.0.113.9": "203.0.113.9", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "": "", "nonsense": "nonsense",
	} {
		if got := neighbourhood(address); got != want {
			t.Errorf("%q is counted as %q, want %q", address, got, want)
		}
	}
}

// A program's token has a count of its own: it cannot lock out the person who made it.
func TestATokenIsLimitedByItself(t *testing.T) {
	t.Parallel()
	s := openSite(t, func(o *Options) { o.Rates = RateLimits{Account: 20} })
	admin := s.books.Contact(s.books.CNY, ledger.CustomerAdmin)
	made, err := token.Open(s.books.DB).Create(t.Context(), admin, token.CreateCommand{Name: "ERP", Scopes: []ledger.Scope{ledger.ReadStatements}, Days: 1})
	if err != nil {
		t.Fatal(err)
	}
	ask := func() (status int) {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.base+"/api/portal/v1/session", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+made.Secret)
		response, err := http.DefaultTransport.RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		if err := response.Body.Close(); err != nil {
			t.Error(err)
		}
		return response.StatusCode
	}
	if first := ask(); first != http.StatusForbidden { // let in, and told that the session is for people
		t.Errorf("the first request got %d", first)
	}
	last := 0
	for range 30 {
		last = ask()
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the last of many got %d", last)
	}
	if got := s.signIn(ledger.Portal, "cny-customer_admin").get("/api/portal/v1/session"); got.status != http.StatusOK {
		t.Errorf("the person who made it got %d", got.status)
	}
}
