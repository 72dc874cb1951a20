package portal_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"hefu/backoffice"
	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/webtest"
	"hefu/portal"
)

func openSite(t testing.TB) *webtest.Site {
	t.Helper()
	return webtest.Open(t, portal.Register, backoffice.Register)
}

// together sends n requests at once and counts the answers by status.
func together(n int, send func(i int) webtest.Answer) ([]webtest.Answer, map[int]int) {
	answers, begin := make([]webtest.Answer, n), make(chan struct{})
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			<-begin
			answers[i] = send(i)
		})
	}
	close(begin)
	all.Wait()
	counts := map[int]int{}
	for _, a := range answers {
		counts[a.Status]++
	}
	return answers, counts
}

func ask(t testing.TB, s *webtest.Site, sql string, args ...any) int {
	t.Helper()
	return ledgertest.Ask[int](t, s.Books, sql, args...)
}

func disputeLine(t testing.TB, c *webtest.Client, shown webtest.Shown, line int, amount string) disputeView {
	t.Helper()
	body := map[string]any{"version": shown.Version, "sha256": shown.SHA256, "lines": []int{line}, "category": "price", "text": "单价不符"}
	if amount != "" {
		body["disputed_amount"] = amount
	}
	opened := webtest.Read[struct{ Disputes []disputeView }](t, c.Post("/statements/"+shown.ID.String()+"/disputes", body), http.StatusOK)
	if len(opened.Disputes) != 1 {
		t.Fatalf("opened %d disputes", len(opened.Disputes))
	}
	return opened.Disputes[0]
}

func TestFiftyResolveOneDisputeAndOneWins(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	s.Receivable(t, s.CNY, "1130.00", "2026-03-10")
	shown := s.Issued(t, s.CNY, "2026-03")
	d := disputeLine(t, s.Client(t, s.Contact(s.CNY, ledger.Confirmer)), shown, 1, "113.00")
	people := []*webtest.Client{s.Client(t, s.Staff(ledger.ARAccountant)), s.Client(t, s.Staff(ledger.FinanceSupervisor))}
	answers, counts := together(50, func(i int) webtest.Answer {
		return people[i%2].Post("/disputes/"+d.ID+"/resolution", map[string]any{"row_version": d.RowVersion, "decision": "accept_whole", "root_cause": "process_gap", "text": "认可"})
	})
	if counts[http.StatusOK] != 1 || counts[http.StatusConflict] != 49 {
		t.Errorf("answered %v, want one 200 and 49 409", counts)
	}
	winner := ""
	for i, a := range answers {
		if a.Status == http.StatusOK {
			winner = people[i%2].Actor.Name
		}
	}
	for _, a := range answers {
		if a.Status == http.StatusConflict && (!a.Refused(http.StatusConflict, "already-resolved", "already_resolved") || !strings.Contains(a.Problem.Detail, winner)) {
			t.Errorf("a loser is told %s, want the winner's name %s", a.Body, winner)
		}
	}
	if n := ask(t, s, `SELECT count(*) FROM hefu.documents WHERE kind = 'credit_note'`); n != 1 {
		t.Errorf("%d credit notes", n)
	}
}

func TestASecondClickChangesNothing(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	for i := range 3 {
		s.Receivable(t, s.CNY, "1130.00", fmt.Sprintf("2026-03-1%d", i))
	}
	shown := s.Issued(t, s.CNY, "2026-03")
	c := s.Client(t, s.Contact(s.CNY, ledger.Confirmer))
	at := "/statements/" + shown.ID.String()
	together(2, func(int) webtest.Answer {
		return c.Post(at+"/confirmations", map[string]any{"version": 1, "sha256": shown.SHA256, "lines": []int{1}})
	})
	together(2, func(int) webtest.Answer {
		return c.Post(at+"/disputes", map[string]any{"version": 1, "sha256": shown.SHA256, "lines": []int{2}, "category": "price", "text": "单价不符"})
	})
	_, counts := together(8, func(i int) webtest.Answer { // two tabs want opposite things of the same line
		if i%2 == 0 {
			return c.Post(at+"/confirmations", map[string]any{"version": 1, "sha256": shown.SHA256, "lines": []int{3}})
		}
		return c.Post(at+"/disputes", map[string]any{"version": 1, "sha256": shown.SHA256, "lines": []int{3}, "category": "price", "text": "单价不符"})
	})
	if counts[http.StatusOK] != 8 {
		t.Errorf("the tabs were answered %v, want 200 with the line refused by name", counts)
	}
	if n := ask(t, s, `SELECT count(*) FROM hefu.line_answers`); n != 3 {
		t.Errorf("three lines have %d answers", n)
	}
	if n := ask(t, s, `SELECT (SELECT count(*) FROM hefu.confirmations) + (SELECT count(*) FROM hefu.disputes)`); n != 3 {
		t.Errorf("three lines have %d confirmations and disputes", n)
	}
}

func TestOneKeyPostsOnce(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	c := s.Client(t, s.Staff(ledger.ARAccountant))
	body := `{"documents":[{"kind":"receipt","customer_id":"` + s.CNY.ID.String() + `","currency":"CNY","document_date":"2026-05-07","source_kind":"manual","method":"bank","amount":"8.25"}]}`
	answers, counts := together(20, func(int) webtest.Answer { return c.Post("/postings", body, "Idempotency-Key", "one-and-only") })
	if counts[http.StatusCreated]+counts[http.StatusConflict] != 20 || counts[http.StatusCreated] == 0 {
		t.Errorf("answered %v", counts)
	}
	first := c.Post("/postings", body, "Idempotency-Key", "one-and-only")
	first.Must(t, http.StatusCreated)
	for _, a := range answers {
		if a.Status == http.StatusCreated && string(a.Body) != string(first.Body) {
			t.Errorf("one key has two answers: %s and %s", a.Body, first.Body)
		}
		if a.Status == http.StatusConflict && a.Problem.Type != "/problems/idempotency-in-progress" {
			t.Errorf("the same key at once: %s", a.Body)
		}
	}
	if n := ask(t, s, `SELECT count(*) FROM hefu.documents`); n != 1 {
		t.Errorf("%d documents of one key", n)
	}
	if n := ask(t, s, `SELECT count(*) FROM hefu.idempotency_keys WHERE committed_at IS NOT NULL`); n != 1 {
		t.Errorf("the posting marked %d keys as done", n)
	}
	if other := c.Post("/postings", strings.Replace(body, "8.25", "9.25", 1), "Idempotency-Key", "one-and-only"); other.Problem.Type != "/problems/idempotency-key-reused" {
		t.Errorf("the key with other content: %d %s", other.Status, other.Body)
	}
}

func TestTwoTabsAllocateOnePairOnce(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	debit, credit := s.Receivable(t, s.CNY, "100.00", "2026-03-10"), s.Receipt(t, s.CNY, "100.00", "2026-03-11")
	c := s.Client(t, s.Staff(ledger.ARAccountant))
	today := ledgertest.Ask[string](t, s.Books, `SELECT (now() AT TIME ZONE time_zone)::date::text FROM hefu.organizations WHERE id = $1`, s.Organization.ID.String())
	body := map[string]any{"customer_id": s.CNY.ID, "effective_date": today, "pairs": []any{map[string]any{"debit_item": s.Item(t, debit), "credit_item": s.Item(t, credit), "debit_amount": "100.00"}}}
	answers, counts := together(6, func(int) webtest.Answer { return c.Post("/allocations", body) })
	if counts[http.StatusCreated] != 1 || counts[http.StatusUnprocessableEntity] != 5 {
		t.Errorf("answered %v", counts)
	}
	for _, a := range answers {
		if a.Status != http.StatusCreated && a.Problem.Type != "/problems/amount-exceeds-open" {
			t.Errorf("a later tab: %s", a.Body)
		}
	}
}

func TestRolesAndSessionsEndAtOnce(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	s.Receivable(t, s.CNY, "1130.00", "2026-03-10")
	shown := s.Issued(t, s.CNY, "2026-03")
	c, staff := s.Client(t, s.Contact(s.CNY, ledger.Confirmer)), s.Client(t, s.Staff(ledger.ARAccountant))
	c.Get("/home").Must(t, http.StatusOK)
	s.Exec(t, `UPDATE hefu.contact_roles SET role = 'viewer' WHERE contact_id = $1`, c.Actor.PersonID.String())
	got := c.Post("/statements/"+shown.ID.String()+"/confirmations", map[string]any{"version": 1, "sha256": shown.SHA256, "lines": []int{}})
	if !got.Refused(http.StatusForbidden, "forbidden", "not_permitted") {
		t.Errorf("after the role was taken away: %d %s", got.Status, got.Body)
	}
	s.Exec(t, `DELETE FROM hefu.staff_roles WHERE staff_id = $1`, staff.Actor.PersonID.String())
	if got := staff.Get("/customers"); got.Status != http.StatusForbidden {
		t.Errorf("without any role: %d %s", got.Status, got.Body)
	}
	c.Do(http.MethodPost, "/auth/portal/logout", nil).Must(t, http.StatusOK)
	if got := c.Get("/home"); !got.Refused(http.StatusUnauthorized, "not-authenticated", "not_authenticated") {
		t.Errorf("after signing out: %d %s", got.Status, got.Body)
	}
	again := s.Client(t, s.Contact(s.CNY, ledger.Viewer))
	s.Exec(t, `UPDATE hefu.contacts SET active = false WHERE id = $1`, again.Actor.PersonID.String())
	if got := again.Get("/home"); got.Status != http.StatusUnauthorized {
		t.Errorf("a person who is not active any more: %d %s", got.Status, got.Body)
	}
}
