package privacy_test

import (
	"slices"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/archive"
	"hefu/ledger/ledgertest"
	"hefu/ledger/party"
	"hefu/ledger/privacy"
	"hefu/ledger/webtest"
)

// desk is a customer's contact who has left traces, and two people who may decide.
type desk struct {
	*webtest.Site
	chief, administrator ledger.Actor
	contact              ledger.ID
}

func fresh(a ledger.Actor) ledger.Actor {
	a.Fresh = true
	return a
}

func open(t *testing.T) desk {
	t.Helper()
	s := webtest.Open(t)
	d := desk{Site: s, chief: fresh(s.Staff(ledger.FinanceSupervisor)), administrator: fresh(s.Staff(ledger.Administrator))}
	saved, err := s.Services.Parties.SaveContacts(t.Context(), s.Staff(ledger.ARAccountant), []party.Contact{{CustomerCode: "C001", Email: "Lin.Xiao@buyer.test", Name: "林晓", Phone: "13900001111",
		Issuer: ledgertest.ContactIssuer, Subject: "lin", Roles: []ledger.Role{ledger.Confirmer}}})
	if err != nil {
		t.Fatal(err)
	}
	d.contact = saved[0].ID
	b := s.Books
	org, customer, person := b.Organization.ID.String(), b.CNY.ID.String(), d.contact.String()
	b.Exec(t, `INSERT INTO hefu.events (organization_id, customer_id, kind, side, actor_id, actor_name) VALUES ($1, $2, 'link.opened', 'customer', $3, '林晓')`, org, customer, person)
	b.Exec(t, `INSERT INTO hefu.internal_notes (id, organization_id, customer_id, text, author_id, author_name) VALUES (gen_random_uuid(), $1, $2, '留言', $3, '林晓')`, org, customer, person)
	b.Exec(t, `INSERT INTO hefu.deliveries (organization_id, customer_id, event_id, kind, purpose_key, channel, recipient, contact_id, name, address, locale)
		SELECT $1, $2, id, 'statement.issued', 'x/' || id, 'mail', 'contact', $3, '林晓', 'Lin.Xiao@buyer.test', 'zh-CN' FROM hefu.events WHERE actor_id = $3::uuid`, org, customer, person)
	b.Exec(t, `INSERT INTO hefu.sessions (token_sha256, audience, person_id, organization_id, customer_id, csrf, auth_time, expires_at) VALUES (sha256('x'), 'portal', $3, $1, $2, repeat('c', 40), now(), now() + interval '1 hour')`, org, customer, person)
	return d
}

func (d desk) ask(t *testing.T) ledger.ID {
	t.Helper()
	id, err := d.Services.Privacy.Ask(t.Context(), d.chief, privacy.Command{Kind: privacy.Contact, PersonID: d.contact, Reason: "本人申请"})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if !ledger.IsCode(err, code) {
		t.Errorf("%v, want %s", err, code)
	}
}

// Two people agree, the name and the addresses are gone from what works with them, and every check of the books still holds: ledgertest
// asks them at the end of each test.
func TestAPersonIsPseudonymisedAndEveryHashHolds(t *testing.T) {
	t.Parallel()
	d := open(t)
	before, err := d.Services.Privacy.Preview(t.Context(), d.chief, privacy.Contact, d.contact)
	if err != nil || before.Name != "林晓" || before.Blocked != "" || len(before.Customers) != 1 {
		t.Fatalf("%+v, %v", before, err)
	}
	for _, topic := range []string{"identity", "mails", "sessions", "events", "notes", "log"} {
		if !slices.ContainsFunc(before.Replaced, func(c privacy.Count) bool { return c.Topic == topic && c.Count > 0 }) {
			t.Errorf("%s is not among %+v", topic, before.Replaced)
		}
	}
	id := d.ask(t)
	if err := d.Services.Privacy.Decide(t.Context(), d.administrator, id, true, ""); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"contacts", "events", "internal_notes", "deliveries", "sessions", "contact_roles", "audit_values", "invitations", "access_links", "pseudonymisations"} {
		if n := ledgertest.Ask[int](t, d.Books, `SELECT count(*) FROM hefu.`+table+` r WHERE r::text ~* '林晓|lin.xiao|13900001111'`); n != 0 {
			t.Errorf("%s still tells who it was, %d times", table, n)
		}
	}
	if n := ledgertest.Ask[int](t, d.Books, `SELECT count(*) FROM hefu.audit_log WHERE payload ~* '林晓|lin.xiao|13900001111'`); n != 0 {
		t.Errorf("the log names the person in %d rows", n)
	}
	if got := ledgertest.Ask[string](t, d.Books, `SELECT state || ' ' || result FROM hefu.deliveries WHERE contact_id = $1`, d.contact.String()); got != "skipped pseudonymised" {
		t.Errorf("the mail that waited is %s", got)
	}
	if _, err := d.Services.Parties.FindContact(t.Context(), ledgertest.ContactIssuer, "lin"); !ledger.IsCode(err, "not_found") {
		t.Errorf("can sign in: %v", err)
	}
	list, err := d.Services.Privacy.List(t.Context(), d.chief)
	if err != nil || len(list) != 1 || list[0].State != "done" || list[0].Name != "" || !strings.HasPrefix(list[0].Pseudonym, "P-") || len(list[0].Replaced) == 0 {
		t.Errorf("%+v, %v", list, err)
	}
	if n := ledgertest.Ask[int](t, d.Books, `SELECT count(*) FROM hefu.audit_log WHERE action = 'privacy.done' AND payload LIKE '%' || $1 || '%'`, list[0].Pseudonym); n != 1 {
		t.Error("it is not in the log")
	}
	_, err = d.Services.Privacy.Ask(t.Context(), d.chief, privacy.Command{Kind: privacy.Contact, PersonID: d.contact, Reason: "再来"})
	wantCode(t, err, "privacy_done")
}

func TestWhoAskedDoesNotApprove(t *testing.T) {
	t.Parallel()
	d := open(t)
	id := d.ask(t)
	_, err := d.Services.Privacy.Ask(t.Context(), d.administrator, privacy.Command{Kind: privacy.Contact, PersonID: d.contact, Reason: "再来"})
	wantCode(t, err, "privacy_asked")
	wantCode(t, d.Services.Privacy.Decide(t.Context(), d.chief, id, true, ""), "four_eyes")
	stale := d.administrator
	stale.Fresh = false
	wantCode(t, d.Services.Privacy.Decide(t.Context(), stale, id, true, ""), "step_up_required")
	wantCode(t, d.Services.Privacy.Decide(t.Context(), d.administrator, id, false, " "), "validation_failed")
	if err := d.Services.Privacy.Decide(t.Context(), d.administrator, id, false, "尚有未结货款"); err != nil {
		t.Fatal(err)
	}
	wantCode(t, d.Services.Privacy.Decide(t.Context(), d.administrator, id, true, ""), "state_forbids")
	if err := d.Services.Privacy.Decide(t.Context(), d.chief, d.ask(t), false, ""); err != nil {
		t.Errorf("taken back: %v", err)
	}
	if name := ledgertest.Ask[string](t, d.Books, `SELECT name FROM hefu.contacts WHERE id = $1`, d.contact.String()); name != "林晓" {
		t.Errorf("the contact is now %s", name)
	}
}

func TestWhatForbidsPseudonymising(t *testing.T) {
	t.Parallel()
	d := open(t)
	ask := func(by ledger.Actor, kind privacy.Kind, person ledger.ID, reason string) error {
		_, err := d.Services.Privacy.Ask(t.Context(), by, privacy.Command{Kind: kind, PersonID: person, Reason: reason})
		return err
	}
	wantCode(t, ask(fresh(d.Staff(ledger.Sales)), privacy.Contact, d.contact, "x"), "not_permitted")
	wantCode(t, ask(d.Contact(d.CNY, ledger.CustomerAdmin), privacy.Contact, d.contact, "x"), "not_permitted")
	wantCode(t, ask(d.chief, privacy.Contact, d.contact, " "), "validation_failed")
	wantCode(t, ask(d.chief, privacy.Contact, ledger.NewID(), "x"), "not_found")
	wantCode(t, ask(d.chief, privacy.Staff, d.contact, "x"), "not_found")
	wantCode(t, ask(d.chief, privacy.Staff, d.chief.PersonID, "x"), "privacy_own")
	wantCode(t, ask(fresh(d.OtherStaff(ledger.FinanceSupervisor)), privacy.Contact, d.contact, "x"), "not_found")
	hold, err := d.Services.Archive.PlaceHold(t.Context(), d.chief, archive.HoldCommand{CustomerID: d.CNY.ID, Reason: "诉讼"})
	if err != nil {
		t.Fatal(err)
	}
	wantCode(t, ask(d.chief, privacy.Contact, d.contact, "x"), "privacy_held")
	if err := d.Services.Archive.EndHold(t.Context(), d.chief, hold, "结案"); err != nil {
		t.Fatal(err)
	}
	id := d.ask(t)
	if _, err := d.Services.Archive.PlaceHold(t.Context(), d.chief, archive.HoldCommand{Reason: "检查"}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, d.Services.Privacy.Decide(t.Context(), d.administrator, id, true, ""), "privacy_held")
}

// A member of staff who has left is nobody any more; what law wants named in the books stays named.
func TestStaffIsPseudonymisedAndTheBooksStay(t *testing.T) {
	t.Parallel()
	d := open(t)
	seller := d.Staff(ledger.Sales)
	id, err := d.Services.Privacy.Ask(t.Context(), d.chief, privacy.Command{Kind: privacy.Staff, PersonID: seller.PersonID, Reason: "离职满三年"})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Services.Privacy.Decide(t.Context(), d.administrator, id, true, ""); err != nil {
		t.Fatal(err)
	}
	if got := ledgertest.Ask[string](t, d.Books, `SELECT s.name || ' ' || s.email || ' ' || s.active || ' ' || (SELECT count(*) FROM hefu.staff_roles r WHERE r.staff_id = s.id) FROM hefu.staff s WHERE id = $1`,
		seller.PersonID.String()); !strings.HasPrefix(got, "P-") || !strings.HasSuffix(got, "  false 0") {
		t.Errorf("the person is %q", got)
	}
}

// Every column that somebody decided on is there; whatever nobody decided on is kept, and counted as such.
func TestEveryDecisionIsAboutAColumn(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	missing := ledgertest.Ask[string](t, b, `SELECT coalesce(string_agg(p.table_name || '.' || w.column_name, ', '), '') FROM hefu.personal_columns p CROSS JOIN LATERAL (VALUES (p.name_column), (p.id_column)) w (column_name)
		WHERE w.column_name IS NOT NULL AND NOT EXISTS (SELECT FROM information_schema.columns c WHERE c.table_schema = 'hefu' AND c.table_name = p.table_name AND c.column_name = w.column_name)`)
	if missing != "" {
		t.Errorf("there is no %s", missing)
	}
	b.Exec(t, `CREATE TABLE hefu.later (organization_id uuid NOT NULL, made_by uuid NOT NULL, made_by_name text NOT NULL)`)
	b.Exec(t, `INSERT INTO hefu.later SELECT $1::text::uuid, $2::text::uuid, '甲'`, b.Organization.ID.String(), b.CNY.ID.String())
	kept := ledgertest.Ask[int](t, b, `SELECT coalesce(sum(count), 0)::int FROM hefu.personal_counts($1::text::uuid, $2::text::uuid) WHERE rule = 'kept' AND topic = 'books'`, b.Organization.ID.String(), b.CNY.ID.String())
	b.Exec(t, `DROP TABLE hefu.later`)
	if kept != 1 {
		t.Errorf("a table that came later is counted %d times", kept)
	}
}

// What lets a name be replaced lets nothing else through: not another column, not another name, not another table, not another role.
func TestNothingButAPseudonymPassesWhatIsAppendOnly(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, statement := range []string{
		`UPDATE hefu.internal_notes SET text = 'x'`, `UPDATE hefu.internal_notes SET author_name = '别人'`, `DELETE FROM hefu.internal_notes`,
		`UPDATE hefu.audit_log SET payload = payload`, `DELETE FROM hefu.audit_log`, `UPDATE hefu.journal_entries SET source_id = source_id`, `UPDATE hefu.confirmations SET actor_name = 'x'`,
	} {
		table := strings.Fields(strings.TrimPrefix(strings.TrimPrefix(statement, "UPDATE hefu."), "DELETE FROM hefu."))[0]
		for _, role := range []string{"hefu_owner", "hefu_worker", "hefu_backoffice"} {
			if err := d.TryExec(t, `DO $$ BEGIN SET LOCAL ROLE `+role+`; PERFORM set_config('hefu.pseudonymises', '`+table+`', true); `+statement+`; END $$`); err == nil {
				t.Errorf("%s as %s goes through", statement, role)
			}
		}
	}
	id := d.ask(t)
	if err := d.TryExec(t, `DO $$ BEGIN PERFORM set_config('hefu.organization', '`+d.Organization.ID.String()+`', true); SET LOCAL ROLE hefu_worker; PERFORM hefu.pseudonymise('`+id.String()+`'); END $$`); err == nil {
		t.Error("what nobody approved is carried out")
	}
}
