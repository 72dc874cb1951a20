package access_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"hefu/ledger"
	"hefu/ledger/access"
	"hefu/ledger/internal/store"
	"hefu/ledger/ledgertest"
	"hefu/ledger/webtest"
)

// held is a link with the actor whom its session makes.
type held struct {
	*webtest.Site
	links *access.Service
	actor ledger.Actor
	link  ledger.ID
}

func hold(t *testing.T, role ledger.Role) held {
	t.Helper()
	s := webtest.Open(t)
	shown, contact := issued(t, s, s.CNY), s.Contact(s.CNY, role)
	links := access.Open(s.DB, nil, access.Options{BaseURL: base, Keys: access.RandomKeys()})
	id, err := grantTo(t, s, links, contact, shown.ID)
	if err != nil {
		t.Fatal(err)
	}
	contact.LinkID, contact.StatementID = id, shown.ID
	return held{s, links, contact, id}
}

// ask has a code made and returns it as its mail's reader sees it.
func (h held) ask(t *testing.T) string {
	t.Helper()
	if _, err := h.links.RequestCode(t.Context(), h.actor); err != nil {
		t.Fatal(err)
	}
	return h.newest(t)
}

func (h held) newest(t *testing.T) string {
	t.Helper()
	id, err := ledger.ParseID(ledgertest.Ask[string](t, h.Books, `SELECT id::text FROM hefu.access_codes WHERE link_id = $1 ORDER BY created_at DESC LIMIT 1`, h.link.String()))
	if err != nil {
		t.Fatal(err)
	}
	return h.links.Code(id)
}

// earlier lets time pass for the codes made so far.
func (h held) earlier(t *testing.T, by string) {
	t.Helper()
	h.Exec(t, `UPDATE hefu.access_codes SET created_at = created_at - $1::text::interval`, by)
}

func (h held) enter(t *testing.T, code string) error {
	t.Helper()
	return h.links.Verify(t.Context(), h.actor, code, func(context.Context, *store.Tx) error { return nil })
}

func other(code string, by int) string {
	var n int
	_, _ = fmt.Sscan("1"+code, &n)
	return fmt.Sprintf("%06d", (n-1_000_000+by)%1_000_000)
}

func TestACodeIsGoodOnceAndForItsOwnLink(t *testing.T) {
	t.Parallel()
	h := hold(t, ledger.Confirmer)
	if err := h.enter(t, "000000"); !ledger.IsCode(err, "link_code_wrong") {
		t.Errorf("before any was asked for: %v", err)
	}
	code := h.ask(t)
	viewer := h
	viewer.actor = h.Contact(h.CNY, ledger.Viewer)
	id, err := grantTo(t, h.Site, h.links, viewer.actor, h.actor.StatementID)
	if err != nil {
		t.Fatal(err)
	}
	viewer.link, viewer.actor.LinkID, viewer.actor.StatementID = id, id, h.actor.StatementID
	if err := viewer.enter(t, code); !ledger.IsCode(err, "link_code_wrong") {
		t.Errorf("another link's code: %v", err)
	}
	if err := h.enter(t, other(code, 1)); !ledger.IsCode(err, "link_code_wrong") {
		t.Errorf("a wrong code: %v", err)
	}
	if err := h.enter(t, code); err != nil {
		t.Fatalf("the right code: %v", err)
	}
	if err := h.enter(t, code); !ledger.IsCode(err, "link_code_wrong") {
		t.Errorf("the same code again: %v", err)
	}
	if kept := ledgertest.Ask[bool](t, h.Books, `SELECT bool_or(to_jsonb(c)::text LIKE '%' || $1 || '%' OR code_mac = sha256($1::text::bytea)) FROM hefu.access_codes c`, code); kept {
		t.Error("the code can be read from the database")
	}
	told := ledgertest.Ask[string](t, h.Books, `SELECT string_agg(concat_ws(' ', e.contact_id = $1, e.statement_id = $2, c.link_id = $3), ',') FROM hefu.events e
		JOIN hefu.access_codes c ON c.id = (e.data ->> 'code_id')::uuid WHERE e.kind = 'access.code'`, h.actor.PersonID.String(), h.actor.StatementID.String(), h.link.String())
	if told != "t t t" {
		t.Errorf("the mail is asked for by %q", told)
	}
}

func TestAResendVoidsTheFormerCodeAndTenMinutesEndOne(t *testing.T) {
	t.Parallel()
	h := hold(t, ledger.Confirmer)
	first := h.ask(t)
	if _, err := h.links.RequestCode(t.Context(), h.actor); !ledger.IsCode(err, "link_code_soon") {
		t.Errorf("at once: %v", err)
	}
	h.earlier(t, "31 seconds")
	second := h.ask(t)
	if err := h.enter(t, first); first != second && !ledger.IsCode(err, "link_code_wrong") {
		t.Errorf("the former code: %v", err)
	}
	h.Exec(t, `UPDATE hefu.access_codes SET expires_at = now() WHERE used_at IS NULL`)
	if err := h.enter(t, second); !ledger.IsCode(err, "link_code_wrong") {
		t.Errorf("after ten minutes: %v", err)
	}
	if minutes := ledgertest.Ask[int](t, h.Books, `SELECT round(extract(epoch FROM expires_at - created_at - interval '31 seconds') / 60)::int FROM hefu.access_codes ORDER BY created_at LIMIT 1`); minutes > 10 {
		t.Errorf("a code lives %d minutes", minutes)
	}
}

func TestCodesAreAskedForSeldom(t *testing.T) {
	t.Parallel()
	h := hold(t, ledger.Confirmer)
	for range 5 {
		h.ask(t)
		h.earlier(t, "1 minute")
	}
	if _, err := h.links.RequestCode(t.Context(), h.actor); !ledger.IsCode(err, "link_code_many") {
		t.Errorf("the sixth in an hour: %v", err)
	}
	h.earlier(t, "1 hour")
	for range 5 {
		h.ask(t)
		h.earlier(t, "1 minute")
	}
	h.earlier(t, "1 hour")
	if _, err := h.links.RequestCode(t.Context(), h.actor); !ledger.IsCode(err, "link_code_many") {
		t.Errorf("the eleventh in a day: %v", err)
	}
	h.earlier(t, "1 day")
	h.ask(t)
}

func TestTheSixthGuessIsNotEvenLookedAt(t *testing.T) {
	t.Parallel()
	h := hold(t, ledger.Confirmer)
	code := h.ask(t)
	for i := range 5 {
		if err := h.enter(t, other(code, i+1)); !ledger.IsCode(err, "link_code_wrong") {
			t.Errorf("guess %d: %v", i+1, err)
		}
	}
	if err := h.enter(t, code); !ledger.IsCode(err, "link_code_wrong") {
		t.Errorf("the right code after five wrong ones: %v", err)
	}
	h.earlier(t, "1 minute")
	if err := h.enter(t, h.ask(t)); err != nil {
		t.Errorf("a fresh code after that: %v", err)
	}
}

func TestGuessesAtOnceAreCountedEach(t *testing.T) {
	t.Parallel()
	h := hold(t, ledger.Confirmer)
	code := h.ask(t)
	var wrong, all sync.WaitGroup
	var odd atomic.Int32
	begin := make(chan struct{})
	for i := range 40 {
		wrong.Add(1)
		all.Go(func() {
			defer wrong.Done()
			<-begin
			if err := h.enter(t, other(code, i+1)); !ledger.IsCode(err, "link_code_wrong") {
				odd.Add(1)
			}
		})
	}
	close(begin)
	all.Wait()
	counted := ledgertest.Ask[string](t, h.Books, `SELECT concat_ws(' ', attempts, voided_at IS NOT NULL, (SELECT wrong_codes FROM hefu.access_links WHERE id = c.link_id)) FROM hefu.access_codes c`)
	if odd.Load() != 0 || counted != "5 t 5" {
		t.Errorf("40 guesses at once: %d answered otherwise, counted %s", odd.Load(), counted)
	}
	if err := h.enter(t, code); !ledger.IsCode(err, "link_code_wrong") {
		t.Errorf("the right code afterwards: %v", err)
	}
}

func TestTheRightCodeAtOnceIsTakenOnce(t *testing.T) {
	t.Parallel()
	h := hold(t, ledger.Confirmer)
	code := h.ask(t)
	var all sync.WaitGroup
	var taken atomic.Int32
	for range 12 {
		all.Go(func() {
			if h.enter(t, code) == nil {
				taken.Add(1)
			}
		})
	}
	all.Wait()
	if taken.Load() != 1 {
		t.Errorf("it was taken %d times", taken.Load())
	}
}

func TestFiftyWrongGuessesEndTheLink(t *testing.T) {
	t.Parallel()
	h := hold(t, ledger.Confirmer)
	h.Exec(t, `UPDATE hefu.access_links SET wrong_codes = 49`)
	code := h.ask(t)
	if err := h.enter(t, other(code, 1)); !ledger.IsCode(err, "link_code_wrong") {
		t.Errorf("the fiftieth: %v", err)
	}
	if err := h.enter(t, code); !ledger.IsCode(err, "link_expired") {
		t.Errorf("the link goes on: %v", err)
	}
	if _, err := h.links.Look(t.Context(), tokenOf(h.links.URL(h.link))); !ledger.IsCode(err, "link_used") {
		t.Errorf("its page says %v", err)
	}
}

func TestNobodyWithoutALinkAsksForCodes(t *testing.T) {
	t.Parallel()
	h := hold(t, ledger.Confirmer)
	signedIn := h.Contact(h.CNY, ledger.Confirmer)
	if _, err := h.links.RequestCode(t.Context(), signedIn); !ledger.IsCode(err, "not_found") {
		t.Errorf("asked: %v", err)
	}
	if err := h.links.Verify(t.Context(), signedIn, "123456", nil); !ledger.IsCode(err, "not_found") {
		t.Errorf("entered: %v", err)
	}
	elsewhere := h.actor
	elsewhere.StatementID = ledger.NewID()
	if _, err := h.links.RequestCode(t.Context(), elsewhere); !ledger.IsCode(err, "link_expired") {
		t.Errorf("a link of another statement: %v", err)
	}
}
