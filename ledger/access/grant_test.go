package access_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/access"
	"hefu/ledger/internal/store"
	"hefu/ledger/ledgertest"
	"hefu/ledger/webtest"
)

const base = "https://portal.example.test"

// grantTo gives a link in a transaction of background work.
func grantTo(t *testing.T, s *webtest.Site, links *access.Service, contact ledger.Actor, statement ledger.ID) (ledger.ID, error) {
	t.Helper()
	var id ledger.ID
	err := s.DB.Write(t.Context(), s.System(), func(ctx context.Context, tx *store.Tx) (err error) {
		id, err = links.Grant(ctx, tx, access.Grant{OrganizationID: contact.OrganizationID, CustomerID: contact.CustomerID, ContactID: contact.PersonID, StatementID: statement})
		return err
	})
	return id, err
}

func issued(t *testing.T, s *webtest.Site, customer ledgertest.Customer) webtest.Shown {
	t.Helper()
	s.Receivable(t, customer, "1130.00", "2026-03-10")
	s.Receivable(t, customer, "226.00", "2026-03-11")
	return s.Issued(t, customer, "2026-03")
}

func tokenOf(url string) string { return url[strings.LastIndex(url, "/")+1:] }

func TestALinkIsGrantedOnceAndKeptAsAHash(t *testing.T) {
	t.Parallel()
	s := webtest.Open(t)
	shown, contact := issued(t, s, s.CNY), s.Contact(s.CNY, ledger.Confirmer)
	links := access.Open(s.DB, nil, access.Options{BaseURL: base, Keys: access.RandomKeys()})
	first, err := grantTo(t, s, links, contact, shown.ID)
	if err != nil {
		t.Fatal(err)
	}
	again, err := grantTo(t, s, links, contact, shown.ID)
	if err != nil || again != first {
		t.Errorf("granting again gives %s, not %s: %v", again, first, err)
	}
	other, err := grantTo(t, s, links, s.Contact(s.CNY, ledger.Viewer), shown.ID)
	if err != nil || other == first || links.URL(other) == links.URL(first) {
		t.Errorf("two contacts share a link: %v", err)
	}
	url := links.URL(first)
	if !strings.HasPrefix(url, base+"/p/l/") || len(tokenOf(url)) != 43 {
		t.Errorf("the address is %s", url)
	}
	mark := sha256.Sum256([]byte(tokenOf(url)))
	if kept := ledgertest.Ask[string](t, s.Books, `SELECT encode(token_sha256, 'hex') FROM hefu.access_links WHERE id = $1`, first.String()); kept != hex.EncodeToString(mark[:]) {
		t.Errorf("kept is %s", kept)
	}
	if n := ledgertest.Ask[int](t, s.Books, `SELECT count(*) FROM hefu.audit_log WHERE action = 'link.granted'`); n != 2 {
		t.Errorf("two links left %d audit rows", n)
	}
	if left := ledgertest.Ask[bool](t, s.Books, `SELECT EXISTS (SELECT FROM hefu.access_links l WHERE to_jsonb(l)::text LIKE '%' || $1 || '%')
		OR EXISTS (SELECT FROM hefu.audit_log WHERE payload LIKE '%' || $1 || '%')`, tokenOf(url)); left {
		t.Error("the token itself is in the database")
	}
}

func TestALinkEndsThirtyDaysAfterTheAnswerIsDueAndByDay120(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ due, want string }{
		"ordinary":       {"current_date + 9", "ceil(extract(epoch FROM expires_at - now()) / 86400)::int BETWEEN 39 AND 41"},
		"granted late":   {"current_date - 200", "expires_at BETWEEN now() + interval '13 days' AND now() + interval '14 days'"},
		"far away":       {"current_date + 300", "expires_at BETWEEN now() + interval '119 days' AND now() + interval '120 days'"},
		"whole last day": {"date '2100-01-01'", "expires_at <= granted_at + interval '120 days'"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := webtest.Open(t)
			shown := issued(t, s, s.CNY)
			s.Exec(t, `UPDATE hefu.statements SET answer_due = `+c.due+` WHERE id = $1`, shown.ID.String())
			links := access.Open(s.DB, nil, access.Options{BaseURL: base, Keys: access.RandomKeys()})
			id, err := grantTo(t, s, links, s.Contact(s.CNY, ledger.Viewer), shown.ID)
			if err != nil {
				t.Fatal(err)
			}
			if !ledgertest.Ask[bool](t, s.Books, `SELECT `+c.want+` FROM hefu.access_links WHERE id = $1`, id.String()) {
				t.Errorf("it expires at %s", ledgertest.Ask[string](t, s.Books, `SELECT expires_at::text FROM hefu.access_links WHERE id = $1`, id.String()))
			}
		})
	}
}

func TestNobodyElseIsGrantedALink(t *testing.T) {
	t.Parallel()
	s := webtest.Open(t)
	shown, contact := issued(t, s, s.CNY), s.Contact(s.CNY, ledger.Confirmer)
	links := access.Open(s.DB, nil, access.Options{BaseURL: base, Keys: access.RandomKeys()})
	refused := func(what string, who ledger.Actor, statement ledger.ID) {
		t.Helper()
		if id, err := grantTo(t, s, links, who, statement); !ledger.IsCode(err, "not_found") {
			t.Errorf("%s: %s %v", what, id, err)
		}
	}
	refused("another customer's contact", s.Contact(s.USD, ledger.Confirmer), shown.ID)
	disguised := s.Contact(s.USD, ledger.Confirmer)
	disguised.CustomerID = s.CNY.ID
	refused("another customer's contact in the customer's name", disguised, shown.ID)
	refused("another organization's contact", s.Contact(s.OtherCustomer, ledger.Confirmer), shown.ID)
	refused("a statement of nothing", contact, ledger.NewID())
	draft := s.Draft(t, s.CNY, "2026-04")
	refused("a draft", contact, draft.ID)
	s.Exec(t, `UPDATE hefu.contacts SET active = false WHERE id = $1`, contact.PersonID.String())
	refused("somebody who has left", contact, shown.ID)
	none := access.Open(s.DB, nil, access.Options{BaseURL: base})
	if _, err := grantTo(t, s, none, s.Contact(s.CNY, ledger.Viewer), shown.ID); !ledger.IsCode(err, "unavailable") {
		t.Errorf("without a secret: %v", err)
	}
}

func TestManyLinksInAFewStatements(t *testing.T) {
	t.Parallel()
	s := webtest.Open(t)
	shown := issued(t, s, s.CNY)
	links := access.Open(s.DB, nil, access.Options{BaseURL: base, Keys: access.RandomKeys()})
	grant := func(who ledger.Actor) access.Grant {
		return access.Grant{OrganizationID: who.OrganizationID, CustomerID: s.CNY.ID, ContactID: who.PersonID, StatementID: shown.ID}
	}
	viewer, stranger, confirmer := s.Contact(s.CNY, ledger.Viewer), s.Contact(s.USD, ledger.Viewer), s.Contact(s.CNY, ledger.Confirmer)
	var ids []ledger.ID
	err := s.DB.Write(t.Context(), s.System(), func(ctx context.Context, tx *store.Tx) (err error) {
		ids, err = links.GrantAll(ctx, tx, []access.Grant{grant(viewer), grant(stranger), grant(confirmer), grant(viewer)})
		return err
	})
	if err != nil || len(ids) != 4 || ids[0].IsZero() || !ids[1].IsZero() || ids[2].IsZero() || ids[2] == ids[0] || ids[3] != ids[0] {
		t.Errorf("granted %v: %v", ids, err)
	}
}

func TestAFormerSecretStillAnswersAndAForgottenOneEndsItsLinks(t *testing.T) {
	t.Parallel()
	s := webtest.Open(t)
	shown, contact := issued(t, s, s.CNY), s.Contact(s.CNY, ledger.Confirmer)
	first, second := []byte(strings.Repeat("a", 32)), []byte(strings.Repeat("b", 32))
	open := func(secret []byte, former ...[]byte) *access.Service {
		keys, err := access.NewKeys(secret, former...)
		if err != nil {
			t.Fatal(err)
		}
		return access.Open(s.DB, nil, access.Options{BaseURL: base, Keys: keys})
	}
	before, rotated, forgotten := open(first), open(second, first), open(second)
	old, err := grantTo(t, s, before, contact, shown.ID)
	if err != nil {
		t.Fatal(err)
	}
	if same, err := grantTo(t, s, rotated, contact, shown.ID); err != nil || same != old || rotated.URL(old) != before.URL(old) {
		t.Errorf("after the rotation: %s for %s, %v", same, old, err)
	}
	if forgotten.URL(old) != "" {
		t.Error("a link of a forgotten secret has an address")
	}
	fresh, err := grantTo(t, s, forgotten, contact, shown.ID)
	if err != nil || fresh == old || forgotten.URL(fresh) == "" {
		t.Errorf("in place of the forgotten: %s %v", fresh, err)
	}
}

func TestASecretIsLongAndOneOfAKind(t *testing.T) {
	t.Parallel()
	long := []byte(strings.Repeat("x", 32))
	for name, secrets := range map[string][][]byte{"empty": {nil}, "short": {long[:31]}, "a short former one": {long, long[:31]}, "twice": {long, long}} {
		if _, err := access.NewKeys(secrets[0], secrets[1:]...); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
