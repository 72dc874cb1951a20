package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/webtest"
)

type createdToken struct {
	Token  struct{ ID, State, Prefix string }
	Secret string
}

func TestATokenIsShownOnceAndEndsAtOnce(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	s.Receivable(t, s.CNY, "1130.00", "2026-03-10")
	c := s.Client(t, s.Contact(s.CNY, ledger.CustomerAdmin))
	body := `{"name":"用友 U8","scopes":["read_statements","read_documents"],"days":30}`
	made := webtest.Read[createdToken](t, c.Post("/tokens", body, "Idempotency-Key", "one"), http.StatusCreated)
	if again := webtest.Read[createdToken](t, c.Post("/tokens", body, "Idempotency-Key", "one"), http.StatusCreated); again.Secret == made.Secret {
		t.Error("the secret was kept and shown again")
	}
	for _, where := range []string{`SELECT count(*) FROM hefu.api_tokens x WHERE x::text LIKE $1`, `SELECT count(*) FROM hefu.audit_log x WHERE x::text LIKE $1`,
		`SELECT count(*) FROM hefu.idempotency_keys x WHERE x::text LIKE $1`} {
		if n := ledgertest.Ask[int](t, s.Books, where, "%"+made.Secret[13:]+"%"); n != 0 {
			t.Errorf("the secret is stored: %s", where)
		}
	}
	program := s.Stranger(t)
	program.Actor, program.Bearer = c.Actor, made.Secret
	if documents := webtest.Read[struct{ Items []struct{ Gross string } }](t, program.Get("/documents"), http.StatusOK); len(documents.Items) != 1 || documents.Items[0].Gross != "1130.00" {
		t.Errorf("the program reads %+v", documents)
	}
	list := webtest.Read[struct {
		Items []struct {
			ID, State, Prefix string
			LastUsedAt        string `json:"last_used_at"`
			LastUsedFrom      string `json:"last_used_from"`
		}
	}](t, c.Get("/tokens"), http.StatusOK)
	if last := list.Items[len(list.Items)-1]; last.ID != made.Token.ID || last.State != "live" || last.LastUsedAt == "" || last.LastUsedFrom == "" || !strings.HasPrefix(made.Secret, last.Prefix) {
		t.Errorf("the list says %+v", list.Items)
	}
	c.Post("/tokens/"+made.Token.ID+"/revocation", nil).Must(t, http.StatusNoContent)
	if got := program.Get("/documents"); !got.Refused(http.StatusUnauthorized, "not-authenticated", "token_revoked") || got.Header.Get("WWW-Authenticate") != "Bearer" {
		t.Errorf("after revoking: %d %s", got.Status, got.Body)
	}
	if got := c.Post("/tokens/"+made.Token.ID+"/revocation", nil); !got.Refused(http.StatusConflict, "conflict", "token_ended") {
		t.Errorf("revoked twice: %d %s", got.Status, got.Body)
	}
}

func TestWhatIsNoTokenOpensNothing(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	maker := s.Also(t, s.Contact(s.CNY, ledger.Confirmer), ledger.CustomerAdmin)
	program := s.Program(t, maker, ledger.Scopes()...)
	good := program.Bearer
	program.Get("/documents").Must(t, http.StatusOK)
	for name, secret := range map[string]string{
		"nothing": "x", "cut": good[:len(good)-1], "altered": good[:20] + "0" + good[21:len(good)-1] + "0", "another's": "hefu_c_" + strings.Repeat("0", 40),
		"a session's": s.Client(t, maker).Cookie,
	} {
		program.Bearer = secret
		if got := program.Get("/documents"); !got.Refused(http.StatusUnauthorized, "not-authenticated", "token_invalid") {
			t.Errorf("%s: %d %s", name, got.Status, got.Body)
		}
	}
	program.Bearer = ""
	if got := program.Get("/documents", "Authorization", "Basic "+good); got.Status != http.StatusUnauthorized {
		t.Errorf("by another scheme: %d", got.Status)
	}
	for _, at := range []string{"/documents?access_token=" + good, "/documents?q=" + good} {
		if got := program.Get(at); !got.Refused(http.StatusBadRequest, "malformed-request", "token_in_address") {
			t.Errorf("in the address: %d %s", got.Status, got.Body)
		}
	}
	person := s.Client(t, maker) // a browser's session must not help a token that is none
	person.Bearer = good[:len(good)-1]
	if got := person.Get("/documents"); got.Status != http.StatusUnauthorized {
		t.Errorf("a session beside a broken token: %d", got.Status)
	}
	staff := s.Client(t, s.Staff(ledger.ARAccountant))
	staff.Bearer = good
	if got := staff.Get("/customers"); got.Status != http.StatusUnauthorized { // the back office has tokens of its own, and a session helps a wrong one no more than here
		t.Errorf("a staff session beside a customer's token: %d", got.Status)
	}
	staff.Cookie = ""
	if got := staff.Get("/customers"); got.Status != http.StatusUnauthorized {
		t.Errorf("a token opens the back office: %d", got.Status)
	}
}

func TestATokenEndsWithItsTimeAndItsMaker(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	s.Receivable(t, s.CNY, "1130.00", "2026-03-10")
	shown := s.Issued(t, s.CNY, "2026-03")
	maker := s.Also(t, s.Contact(s.CNY, ledger.Confirmer), ledger.CustomerAdmin)
	program := s.Program(t, maker, ledger.AnswerStatements)
	at := "/statements/" + shown.ID.String()
	program.Get(at).Must(t, http.StatusOK)
	s.Exec(t, `UPDATE hefu.contact_roles SET role = 'viewer' WHERE contact_id = $1 AND role = 'confirmer'`, maker.PersonID.String())
	program.Get(at).Must(t, http.StatusOK)
	if got := program.Post(at+"/confirmations", map[string]any{"version": 1, "sha256": shown.SHA256, "lines": []int{1}}); !got.Refused(http.StatusForbidden, "forbidden", "not_permitted") {
		t.Errorf("the maker may not confirm any more, the token: %d %s", got.Status, got.Body)
	}
	s.Exec(t, `DELETE FROM hefu.contact_roles WHERE contact_id = $1`, maker.PersonID.String())
	if got := program.Get(at); !got.Refused(http.StatusUnauthorized, "not-authenticated", "token_maker_left") {
		t.Errorf("the maker has left, the token: %d %s", got.Status, got.Body)
	}
	other := s.Program(t, s.Contact(s.CNY, ledger.CustomerAdmin), ledger.ReadStatements)
	s.Exec(t, `UPDATE hefu.api_tokens SET created_at = now() - interval '31 days', expires_at = now() - interval '1 second'`)
	if got := other.Get(at); !got.Refused(http.StatusUnauthorized, "not-authenticated", "token_expired") {
		t.Errorf("expired: %d %s", got.Status, got.Body)
	}
}

func TestNobodyGivesAwayMoreThanTheyHave(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	admin := s.Client(t, s.Contact(s.CNY, ledger.CustomerAdmin))
	if got := admin.Post("/tokens", `{"name":"ERP","scopes":["answer_statements"],"days":30}`); !got.Refused(http.StatusForbidden, "forbidden", "not_permitted") {
		t.Errorf("an administrator gives a right they have not to answer: %d %s", got.Status, got.Body)
	}
	if got := s.Client(t, s.Contact(s.CNY, ledger.Viewer)).Post("/tokens", `{"name":"ERP","scopes":["read_statements"],"days":30}`); got.Status != http.StatusForbidden {
		t.Errorf("a viewer makes a token: %d", got.Status)
	}
	for body, field := range map[string]string{
		`{"name":" ","scopes":["read_statements"],"days":30}`:                     "name",
		`{"name":"a\u0007b","scopes":["read_statements"],"days":30}`:              "name",
		`{"name":"ERP","scopes":[],"days":30}`:                                    "scopes",
		`{"name":"ERP","scopes":["everything"],"days":30}`:                        "scopes[0]",
		`{"name":"ERP","scopes":["read_statements","read_statements"],"days":30}`: "scopes",
		`{"name":"ERP","scopes":["read_statements"],"days":366}`:                  "days",
		`{"name":"ERP","scopes":["read_statements"],"days":0}`:                    "days",
	} {
		got := admin.Post("/tokens", body)
		if got.Status != http.StatusUnprocessableEntity || len(got.Problem.Fields) != 1 || got.Problem.Fields[0].Field != field {
			t.Errorf("%s: %d %s", body, got.Status, got.Body)
		}
	}
	_, counts := together(25, func(int) webtest.Answer {
		return admin.Post("/tokens", `{"name":"ERP","scopes":["read_statements"],"days":30}`)
	})
	if counts[http.StatusCreated] != 20 || counts[http.StatusConflict] != 5 {
		t.Errorf("25 at once: %v, want 20 made and 5 refused", counts)
	}
	foreign := s.Client(t, s.Contact(s.GBP, ledger.CustomerAdmin))
	if list := webtest.Read[struct{ Items []any }](t, foreign.Get("/tokens"), http.StatusOK); len(list.Items) != 0 {
		t.Error("another customer's tokens are listed")
	}
}

// A program asks again and again: it is told cheaply that nothing changed, and neither by HEAD nor by GET does it count as a reader.
func TestAProgramPollsWithoutReading(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	s.Receivable(t, s.CNY, "1130.00", "2026-03-10")
	shown := s.Issued(t, s.CNY, "2026-03")
	program := s.Program(t, s.Contact(s.CNY, ledger.CustomerAdmin), ledger.ReadStatements)
	at := "/statements/" + shown.ID.String()
	first := program.Get(at + "/content")
	first.Must(t, http.StatusOK)
	if tag := first.Header.Get("ETag"); tag != `"`+shown.SHA256+`"` {
		t.Errorf("the content's tag is %s", tag)
	}
	program.Get(at+"/content", "If-None-Match", first.Header.Get("ETag")).Must(t, http.StatusNotModified)
	for _, format := range []string{"pdf", "xlsx", "csv", "json", "ubl"} {
		file := program.Get(at + "/file?format=" + format)
		file.Must(t, http.StatusOK)
		program.Get(at+"/file?format="+format, "If-None-Match", file.Header.Get("ETag")).Must(t, http.StatusNotModified)
	}
	if state := ledgertest.Ask[string](t, s.Books, `SELECT state FROM hefu.statements WHERE id = $1`, shown.ID.String()); state != "issued" {
		t.Errorf("a program's reading made the statement %s", state)
	}
	if got := program.Post(at+"/view", `{}`); !got.Refused(http.StatusForbidden, "forbidden", "scope_missing") || !strings.Contains(got.Problem.Detail, "answer_statements") {
		t.Errorf("a reading token marks it viewed: %d %s", got.Status, got.Body)
	}
}
