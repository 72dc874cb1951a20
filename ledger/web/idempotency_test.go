package web

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
)

const once = `{"amount":"1","text":"once"}`

func TestTheSameKeyGetsTheFirstAnswerAgain(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	b := s.signIn(ledger.Portal, "cny-viewer")
	first := b.do(http.MethodPost, notes, once, "Idempotency-Key", "a")
	again := b.do(http.MethodPost, notes, once, "Idempotency-Key", "a")
	if first.status != http.StatusOK || again.status != first.status || again.body != first.body || again.header.Get("Idempotency-Replayed") != "true" ||
		again.header.Get("Content-Type") != first.header.Get("Content-Type") || len(s.calls) != 1 {
		t.Errorf("got %d %s, then %d %s, in %d calls", first.status, first.body, again.status, again.body, len(s.calls))
	}
	b.do(http.MethodPost, notes, `{"amount":"2","text":"once"}`, "Idempotency-Key", "a").refused(t, http.StatusUnprocessableEntity, "idempotency-key-reused")
	refusal := `{"amount":1,"text":"once"}`
	b.do(http.MethodPost, notes, refusal, "Idempotency-Key", "b").refused(t, http.StatusUnprocessableEntity, "validation-failed")
	b.do(http.MethodPost, notes, refusal, "Idempotency-Key", "b").refused(t, http.StatusUnprocessableEntity, "validation-failed")
	for _, key := range []string{"with space", strings.Repeat("k", 129), "键"} {
		b.do(http.MethodPost, notes, once, "Idempotency-Key", key).refused(t, http.StatusBadRequest, "malformed-request")
	}
}

func TestAKeyIsBoundToTheCustomerItWasUsedFor(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	b := s.signIn(ledger.Portal, "cny-viewer")
	b.do(http.MethodPost, notes, once, "Idempotency-Key", "a")
	s.books.Exec(t, `INSERT INTO hefu.contact_roles SELECT organization_id, $1, contact_id, role FROM hefu.contact_roles WHERE customer_id = $2`,
		s.books.USD.ID.String(), s.books.CNY.ID.String())
	if got := b.do(http.MethodPut, "/api/portal/v1/session", `{"customer_id":"`+s.books.USD.ID.String()+`"}`); got.status != http.StatusOK {
		t.Fatalf("switching: %d %s", got.status, got.body)
	}
	b.do(http.MethodPost, notes, once, "Idempotency-Key", "a").refused(t, http.StatusUnprocessableEntity, "idempotency-key-reused")
}

func TestManyAtOnceWithOneKeyAreOneCall(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	b := s.signIn(ledger.Portal, "cny-viewer")
	statuses := make([]int, 20)
	var wait sync.WaitGroup
	for i := range statuses {
		wait.Go(func() { statuses[i] = b.do(http.MethodPost, notes, once, "Idempotency-Key", "a").status })
	}
	wait.Wait()
	for _, status := range statuses {
		if status != http.StatusOK && status != http.StatusConflict {
			t.Errorf("one of them got %d", status)
		}
	}
	if len(s.calls) != 1 {
		t.Errorf("the handler ran %d times", len(s.calls))
	}
}

func TestAFailureOfOursGivesTheKeyBack(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	b := s.signIn(ledger.Portal, "cny-viewer")
	b.do(http.MethodPost, notes, `{"amount":"1","text":"fail"}`, "Idempotency-Key", "a").refused(t, http.StatusInternalServerError, "internal-error")
	if got := b.do(http.MethodPost, notes, once, "Idempotency-Key", "a"); got.status != http.StatusOK {
		t.Errorf("the key is still taken: %d %s", got.status, got.body)
	}
}

func TestAKeyLeftByACrashTellsTheTruth(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	b := s.signIn(ledger.Portal, "cny-viewer")
	b.do(http.MethodPost, notes, once, "Idempotency-Key", "a")
	s.books.Exec(t, `UPDATE hefu.idempotency_keys SET status = NULL, response = NULL, committed_at = NULL`)
	b.do(http.MethodPost, notes, once, "Idempotency-Key", "a").refused(t, http.StatusConflict, "idempotency-in-progress")
	s.books.Exec(t, `UPDATE hefu.idempotency_keys SET created_at = now() - interval '2 minutes'`)
	b.do(http.MethodPost, notes, `{"amount":"2","text":"once"}`, "Idempotency-Key", "a").refused(t, http.StatusUnprocessableEntity, "idempotency-key-reused")
	if got := b.do(http.MethodPost, notes, once, "Idempotency-Key", "a"); got.status != http.StatusOK || len(s.calls) != 2 {
		t.Errorf("the work that was lost is not done now: %d %s in %d calls", got.status, got.body, len(s.calls))
	}
	s.books.Exec(t, `UPDATE hefu.idempotency_keys SET status = NULL, response = NULL, committed_at = now(), created_at = now() - interval '2 minutes'`)
	if got := b.do(http.MethodPost, notes, once, "Idempotency-Key", "a"); got.problem.Code != "idempotency_completed" || len(s.calls) != 2 {
		t.Errorf("the work that was done is not told: %d %s in %d calls", got.status, got.body, len(s.calls))
	}
}

func TestTheSweepTakesOnlyWhatHasEnded(t *testing.T) {
	t.Parallel()
	s := openSite(t, func(o *Options) { o.Rates = RateLimits{Address: 1000, Account: 1000, SignIn: 1000} })
	b := s.signIn(ledger.Portal, "cny-viewer")
	b.do(http.MethodPost, notes, once, "Idempotency-Key", "a")
	sweep := func() string {
		t.Helper()
		if err := Sweep(context.Background(), s.books.DB); err != nil {
			t.Fatal(err)
		}
		return ledgertest.Ask[string](t, s.books, `SELECT (SELECT count(*) FROM hefu.sessions) || ' ' || (SELECT count(*) FROM hefu.idempotency_keys) || ' ' || (SELECT count(*) > 0 FROM hefu.rate_limits)`)
	}
	if got := sweep(); got != "1 1 true" {
		t.Errorf("the sweep took what is in use: %s", got)
	}
	s.books.Exec(t, `UPDATE hefu.sessions SET expires_at = now() - interval '2 hours'`)
	s.books.Exec(t, `UPDATE hefu.idempotency_keys SET created_at = now() - interval '8 days'`)
	s.books.Exec(t, `UPDATE hefu.rate_limits SET bucket = now() - interval '1 hour'`)
	if got := sweep(); got != "0 0 false" {
		t.Errorf("the sweep left what has ended: %s", got)
	}
}
