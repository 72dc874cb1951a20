package web

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/access"
	"hefu/ledger/calendar"
	"hefu/ledger/identity/devprovider"
	"hefu/ledger/internal/store"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
)

// guest is a browser that a link let in, at a site whose provider also knows somebody who is nobody's contact yet.
type guest struct {
	*browser
	links   *access.Service
	contact ledger.Actor
}

// openGuest lets in the contact, who has lost the identity they had.
func openGuest(t *testing.T) guest {
	t.Helper()
	var links *access.Service
	s := openSite(t, func(o *Options) {
		addDevProvider(t, o, ledger.Portal, "/idp/customers", DevContactIssuer, devprovider.Person{Subject: "newcomer", Name: "林小姐", Email: "lin@buyer.test"})
		links = access.Open(o.DB, nil, access.Options{BaseURL: o.BaseURL.String(), Keys: access.RandomKeys()})
		o.Links = links
	})
	contact := s.books.Contact(s.books.CNY, ledger.Confirmer)
	s.books.Exec(t, `UPDATE hefu.contacts SET issuer = NULL, subject = NULL WHERE id = $1`, contact.PersonID.String())
	g := guest{s.browser(), links, contact}
	token := s.linkFor(t, links, contact)
	if got := g.do(http.MethodPost, linkPrefix+"/open", `{"token":"`+token+`"}`); got.status != http.StatusOK {
		t.Fatalf("opening the link: %d %s", got.status, got.body)
	}
	g.readToken(ledger.Portal)
	return g
}

func (s *site) linkFor(t *testing.T, links *access.Service, contact ledger.Actor) string {
	t.Helper()
	s.books.Receivable(t, s.books.CNY, "1130.00", "2026-03-10")
	period := statement.Period{Start: calendar.MustParse("2026-03-01"), CutOff: calendar.MustParse("2026-03-31")}
	var link ledger.ID
	err := s.books.DB.Write(t.Context(), s.books.System(), func(ctx context.Context, tx *store.Tx) error {
		made, err := statement.Generate(ctx, tx, statement.GenerateCommand{Period: period, Customers: []ledger.ID{s.books.CNY.ID}, MadeBy: s.books.Staff(ledger.ARAccountant).PersonID})
		if err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, `UPDATE statements SET state = 'issued', issued_at = now(), issued_version = version, answer_due = current_date + 9 WHERE id = $1`, made[0].StatementID); err != nil {
			return err
		}
		link, err = links.Grant(ctx, tx, access.Grant{OrganizationID: contact.OrganizationID, CustomerID: contact.CustomerID, ContactID: contact.PersonID, StatementID: made[0].StatementID})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	url := links.URL(link)
	return url[strings.LastIndex(url, "/")+1:]
}

func (g guest) prove(t *testing.T) guest {
	t.Helper()
	g.do(http.MethodPost, linkPrefix+"/code", `{}`)
	id, err := ledger.ParseID(ledgertest.Ask[string](t, g.books, `SELECT id::text FROM hefu.access_codes ORDER BY created_at DESC LIMIT 1`))
	if err != nil {
		t.Fatal(err)
	}
	if got := g.do(http.MethodPost, linkPrefix+"/proof", `{"code":"`+g.links.Code(id)+`"}`); got.status != http.StatusOK {
		t.Fatalf("entering the code: %d %s", got.status, got.body)
	}
	g.readToken(ledger.Portal)
	return g
}

// bindAs asks to sign in at the provider and chooses a person there.
func (g guest) bindAs(t *testing.T, subject string) answer {
	t.Helper()
	begun := g.do(http.MethodPost, linkPrefix+"/identity", `{"next":"/p/settings"}`)
	var to BindingBegun
	if err := json.Unmarshal([]byte(begun.body), &to); err != nil || begun.status != http.StatusOK {
		return begun
	}
	return g.choose(ledger.Portal, subject, g.get(to.Redirect))
}

func (g guest) identity(t *testing.T) string {
	t.Helper()
	return ledgertest.Ask[string](t, g.books, `SELECT coalesce(subject, '') FROM hefu.contacts WHERE id = $1`, g.contact.PersonID.String())
}

func TestWhoProvedTheAddressMayBindAnIdentity(t *testing.T) {
	t.Parallel()
	g := openGuest(t)
	g.bindAs(t, "newcomer").refused(t, http.StatusUnauthorized, "step-up-required")
	g.prove(t)
	if got := g.bindAs(t, "newcomer"); got.at != "/p/settings" {
		t.Fatalf("it led to %s: %d %s", got.at, got.status, got.body)
	}
	if view := g.readToken(ledger.Portal); view.Link != nil || view.Person.ID != g.contact.PersonID || g.identity(t) != "newcomer" {
		t.Errorf("signed in as %+v, the contact's identity is %q", view, g.identity(t))
	}
	if n := ledgertest.Ask[int](t, g.books, `SELECT count(*) FROM hefu.audit_log WHERE action = 'contact.bound'`); n != 1 {
		t.Errorf("%d audit rows", n)
	}
	again := g.site.signIn(ledger.Portal, "newcomer")
	if view := again.readToken(ledger.Portal); view.Person.ID != g.contact.PersonID {
		t.Errorf("the next sign-in is %+v", view.Person)
	}
}

func TestAnIdentityIsBoundOnceAndByItsOwnBrowser(t *testing.T) {
	t.Parallel()
	g := openGuest(t).prove(t)
	if got := g.bindAs(t, "cny-viewer"); got.status != http.StatusConflict || g.identity(t) != "" {
		t.Errorf("a colleague's identity: %d %s, bound %q", got.status, got.body, g.identity(t))
	}
	// The provider's answer in a browser that does not hold the proved session binds nothing.
	begun := g.do(http.MethodPost, linkPrefix+"/identity", `{"next":"/p"}`)
	var to BindingBegun
	if err := json.Unmarshal([]byte(begun.body), &to); err != nil {
		t.Fatalf("%d %s", begun.status, begun.body)
	}
	other := g.site.browser()
	if got := other.choose(ledger.Portal, "newcomer", other.get(to.Redirect)); got.status != http.StatusUnauthorized || g.identity(t) != "" {
		t.Errorf("another browser: %d %s, bound %q", got.status, got.body, g.identity(t))
	}
	g.books.Exec(t, `UPDATE hefu.contacts SET issuer = $2, subject = 'somebody' WHERE id = $1`, g.contact.PersonID.String(), DevContactIssuer)
	if got := g.bindAs(t, "newcomer"); got.status != http.StatusConflict {
		t.Errorf("a contact who has one: %d %s", got.status, got.body)
	}
	g.site.signIn(ledger.Portal, "usd-viewer").do(http.MethodPost, linkPrefix+"/identity", `{"next":"/p"}`).refused(t, http.StatusNotFound, "not-found")
}
