package ledger_test

import (
	"fmt"
	"slices"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/webtest"
)

// sharedByLink are tables of which a link's session may read all that the portal may: none says more than the statement itself (of the
// dispute rules the portal reads the threshold alone). events cannot be read.
var sharedByLink = []string{"currencies", "organizations", "customers", "counters", "accounts", "idempotency_keys", "dispute_policies"}

// A session from a link reaches one statement. A table that the portal reads says by a policy one_statement what of it that is; a new
// one cannot be forgotten: current_statement() IS NULL keeps it out of such a session altogether.
func TestEveryTableOfThePortalKnowsTheSessionsOfLinks(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	read := tables(t, b, `has_any_column_privilege('hefu_portal', c.oid, 'SELECT') AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid
		AND p.polname = 'one_statement' AND NOT p.polpermissive AND p.polcmd = '*' AND p.polroles @> ARRAY[(SELECT oid FROM pg_roles WHERE rolname = 'hefu_portal')])`)
	for _, name := range read {
		if !slices.Contains(sharedByLink, name) {
			t.Errorf("hefu.%s is read by the portal: give it a restrictive policy one_statement (migrations/00032_link_sessions.sql shows how)", name)
		}
	}
	for _, name := range sharedByLink {
		if !slices.Contains(read, name) {
			t.Errorf("hefu.%s has a policy and is listed as shared", name)
		}
	}
}

// inLink is the portal's role in the context of one statement, as a link's session has it.
func inLink(t *testing.T, b *ledgertest.Books, contact ledger.Actor, statement ledger.ID, verified string) session {
	t.Helper()
	s := signIn(t, b, "hefu_portal", contact.OrganizationID, contact.CustomerID)
	for _, set := range []string{"SET hefu.actor = '" + contact.PersonID.String() + "'", "SET hefu.statement = '" + statement.String() + "'", "SET hefu.verified = '" + verified + "'"} {
		if err := s.try(set); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestALinksSessionSeesOneStatementInSQL(t *testing.T) {
	t.Parallel()
	s := webtest.Open(t)
	settled := s.Receivable(t, s.CNY, "500.00", "2026-01-10")
	s.Allocate(t, s.CNY, settled, s.Receipt(t, s.CNY, "500.00", "2026-01-20"), "500.00", "2026-01-20")
	january := s.Issued(t, s.CNY, "2026-01")
	shown := s.Receivable(t, s.CNY, "1130.00", "2026-03-10")
	later := s.Receivable(t, s.CNY, "77.00", "2026-04-10")
	march := s.Issued(t, s.CNY, "2026-03")
	contact := s.Contact(s.CNY, ledger.Confirmer)
	s.Link(t, contact, march.ID)
	s.Link(t, contact, january.ID)
	here := inLink(t, s.Books, contact, march.ID, "on")
	whole := signIn(t, s.Books, "hefu_portal", contact.OrganizationID, contact.CustomerID)
	for query, want := range map[string][2]int{ // in the link's session, and signed in
		"SELECT count(*)::int FROM hefu.statements":                                                            {1, 2},
		"SELECT count(*)::int FROM hefu.statement_versions":                                                    {1, 2},
		fmt.Sprintf("SELECT count(*)::int FROM hefu.statements WHERE id = '%s'", january.ID):                   {0, 1},
		fmt.Sprintf("SELECT count(*)::int FROM hefu.documents WHERE id = '%s'", shown.ID):                      {1, 1},
		fmt.Sprintf("SELECT count(*)::int FROM hefu.documents WHERE id IN ('%s', '%s')", settled.ID, later.ID): {0, 2},
		fmt.Sprintf("SELECT count(*)::int FROM hefu.document_lines WHERE document_id = '%s'", later.ID):        {0, 1},
		"SELECT count(*)::int FROM hefu.open_items":                                                            {1, 4},
		"SELECT count(*)::int FROM hefu.allocations":                                                           {0, 1},
		"SELECT count(*)::int FROM hefu.settlements":                                                           {0, 1},
		"SELECT least(1, count(*))::int FROM hefu.balances":                                                    {0, 1},
		"SELECT count(*)::int FROM hefu.contacts":                                                              {1, 5},
		"SELECT count(*)::int FROM hefu.contact_roles":                                                         {1, 5},
	} {
		if n, err := here.count(query); n != want[0] || err != nil {
			t.Errorf("by link %s: %d, want %d: %v", query, n, want[0], err)
		}
		if n, err := whole.count(query); n != want[1] || err != nil {
			t.Errorf("signed in %s: %d, want %d, else this proves nothing: %v", query, n, want[1], err)
		}
	}
	if n, err := here.count("SELECT count(id)::int FROM hefu.access_links"); n != 1 || err != nil {
		t.Errorf("a link's session sees %d links: %v", n, err)
	}
	elsewhere := inLink(t, s.Books, contact, ledger.NewID(), "on")
	for _, name := range []string{"statements", "documents", "open_items", "disputes"} {
		if n, err := elsewhere.count("SELECT count(*)::int FROM hefu." + name); n != 0 || err != nil {
			t.Errorf("with a statement of nothing %d rows of %s are there: %v", n, name, err)
		}
	}
}

func TestALinksSessionWritesAfterTheCodeOnlyAndForItsStatementInSQL(t *testing.T) {
	t.Parallel()
	s := webtest.Open(t)
	s.Receivable(t, s.CNY, "500.00", "2026-01-10")
	january := s.Issued(t, s.CNY, "2026-01")
	s.Receivable(t, s.CNY, "1130.00", "2026-03-10")
	march := s.Issued(t, s.CNY, "2026-03")
	contact := s.Contact(s.CNY, ledger.Confirmer)
	s.Link(t, contact, march.ID)
	link := ledgertest.Ask[string](t, s.Books, `SELECT id::text FROM hefu.access_links`)
	confirm := func(at webtest.Shown, link string) string {
		return fmt.Sprintf(`INSERT INTO confirmations (id, organization_id, customer_id, statement_id, version, sha256, lines, amount, actor_id, actor_name, link_id)
			VALUES ('%s', '%s', '%s', '%s', 1, '\x%s', '{1}', 1, '%s', 'x', %s)`, ledger.NewID(), contact.OrganizationID, contact.CustomerID, at.ID, at.SHA256, contact.PersonID, link)
	}
	answer := fmt.Sprintf(`INSERT INTO line_answers (statement_id, line_no, organization_id, customer_id, version, answer) VALUES ('%s', 1, '%s', '%s', 1, 'confirmed')`,
		march.ID, contact.OrganizationID, contact.CustomerID)
	proved, unproved := inLink(t, s.Books, contact, march.ID, "on"), inLink(t, s.Books, contact, march.ID, "off")
	if err := proved.dry(confirm(march, "'"+link+"'")); err != nil {
		t.Errorf("after the code: %v", err)
	}
	for what, refused := range map[string]error{
		"before the code":               unproved.dry(confirm(march, "'"+link+"'")),
		"an answer before the code":     unproved.dry(answer),
		"another statement":             proved.dry(confirm(january, "'"+link+"'")),
		"without naming its link":       proved.dry(confirm(march, "NULL")),
		"signed in, by somebody's link": signIn(t, s.Books, "hefu_portal", contact.OrganizationID, contact.CustomerID).dry(confirm(march, "'"+link+"'")),
	} {
		if state, _ := refusal(refused); state != notAllowed {
			t.Errorf("%s: %v", what, refused)
		}
	}
}
