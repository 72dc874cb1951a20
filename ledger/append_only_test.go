package ledger_test

import (
	"fmt"
	"slices"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
)

// What is posted stays (I25): UPDATE, DELETE and TRUNCATE are refused to each role of the product, and by a trigger to the owner.
func TestPostedRowsCannotBeChangedInSQL(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods, money := b.Receivable(t, b.CNY, "100.00", "2026-03-01"), b.Receipt(t, b.CNY, "50.00", "2026-03-02")
	b.Allocate(t, b.CNY, goods, money, "10.00", "2026-03-05")
	posted := tables(t, b, `EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = c.oid AND g.tgname = 'append_only')`)
	for _, name := range []string{"documents", "document_lines", "journal_entries", "journal_lines", "settlements", "allocations", "audit_log", "statement_versions", "confirmations"} {
		if !slices.Contains(posted, name) {
			t.Errorf("%s has no append-only trigger", name)
		}
	}
	for _, role := range append([]string{"hefu_owner"}, appRoles...) {
		s := signIn(t, b, appRoles[0], b.Organization.ID, b.CNY.ID)
		if role == "hefu_owner" {
			s = owner(t, b)
		} else if err := s.try("SET ROLE " + role); err != nil {
			t.Fatal(err)
		}
		names := posted
		if role != "hefu_owner" { // its triggers keep these
			names = append([]string{"balances", "bank_lines_waiting", "open_by_month", "open_items"}, posted...)
		}
		for _, name := range names {
			for _, statement := range []string{"UPDATE %s SET organization_id = organization_id", "DELETE FROM %s", "TRUNCATE %s CASCADE"} {
				statement = fmt.Sprintf(statement, name)
				if state, _ := refusal(s.try(statement)); state != notAllowed {
					t.Errorf("%s: %s is answered with %q", role, statement, state)
				}
			}
		}
	}
	for _, role := range appRoles {
		s := signIn(t, b, role, b.Organization.ID, b.CNY.ID)
		for _, statement := range []string{"UPDATE open_items SET open_amount = 0", "UPDATE open_items SET original_amount = 1", "INSERT INTO balances DEFAULT VALUES", "INSERT INTO open_by_month DEFAULT VALUES", "INSERT INTO bank_lines_waiting DEFAULT VALUES",
			"INSERT INTO audit_log DEFAULT VALUES", "UPDATE audit_head SET seq = 0", "ALTER TABLE documents DISABLE TRIGGER append_only", "DROP TABLE documents", "SET ROLE hefu_owner", "SET ROLE hefu"} {
			if state, _ := refusal(s.try(statement)); state != notAllowed {
				t.Errorf("%s: %s is answered with %q", role, statement, state)
			}
		}
	}
}

// owner is a session of the role that owns the tables, which nobody can sign in as.
func owner(t *testing.T, b *ledgertest.Books) session {
	t.Helper()
	s := signIn(t, &ledgertest.Books{AppURL: b.URL}, "hefu_owner", ledger.ID{}, ledger.ID{})
	return s
}

// An entry that does not balance is refused by the database itself, to whoever writes it (I01, I03).
func TestALopsidedEntryIsRefusedInSQL(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	money := b.Receipt(t, b.CNY, "50.00", "2026-03-02")
	standing := ledgertest.Ask[string](t, b, `SELECT id::text FROM hefu.journal_entries WHERE source_id = $1`, money.ID.String())
	id := ledger.NewID().String()
	entry := func(on string) string {
		return fmt.Sprintf(`INSERT INTO journal_entries (id, organization_id, posting_date, source_kind, source_id) VALUES ('%s', '%s', '%s', 'document', '%s')`, id, b.Organization.ID, on, ledger.NewID())
	}
	row := func(entry string, no int, currency, sum, base string) string {
		return fmt.Sprintf(`('%s', %d, '%s', '2026-03-10', '1122', '%s', '%s', '%s', '%s')`, entry, no, b.Organization.ID, b.CNY.ID, currency, sum, base)
	}
	lines := func(rows ...string) string {
		text := `INSERT INTO journal_lines (entry_id, line_no, organization_id, posting_date, account_code, customer_id, currency, amount, amount_base) VALUES `
		for i, r := range rows {
			if i > 0 {
				text += ", "
			}
			text += r
		}
		return text
	}
	for _, role := range []string{"hefu_backoffice", "hefu_worker"} {
		s := signIn(t, b, role, b.Organization.ID, ledger.ID{})
		for _, test := range []struct {
			name, constraint string
			statements       []string
		}{
			{"no line", "journal_entries_two_lines", []string{entry("2026-03-10")}},
			{"one side", "journal_lines_balance", []string{entry("2026-03-10"), lines(row(id, 1, "CNY", "1", "1"))}},
			{"two sides that differ", "journal_lines_balance", []string{entry("2026-03-10"), lines(row(id, 1, "CNY", "1", "1"), row(id, 2, "CNY", "-0.99", "-1"))}},
			{"two sides in two statements", "journal_lines_balance", []string{entry("2026-03-10"), lines(row(id, 1, "CNY", "1", "1")), lines(row(id, 2, "CNY", "-1", "-1"))}},
			{"balanced in base only", "journal_lines_balance", []string{entry("2026-03-10"), lines(row(id, 1, "USD", "1", "7"), row(id, 2, "EUR", "-1", "-7"))}},
			{"balanced in currency only", "journal_lines_balance", []string{entry("2026-03-10"), lines(row(id, 1, "USD", "1", "7"), row(id, 2, "USD", "-1", "-7.1"))}},
			{"a tenth of a cent", "journal_lines_balance", []string{entry("2026-03-10"), lines(row(id, 1, "CNY", "0.001", "0.001"), row(id, 2, "CNY", "-0.001", "-0.001"))}},
			{"a currency that is none", "journal_lines_balance", []string{entry("2026-03-10"), lines(row(id, 1, "XXX", "1", "1"), row(id, 2, "XXX", "-1", "-1"))}},
			{"more lines to a posted entry", "journal_lines_balance", []string{lines(row(standing, 3, "CNY", "1", "1"), row(standing, 4, "CNY", "-1", "-1"))}},
			{"lines of no entry", "journal_lines_balance", []string{lines(row(ledger.NewID().String(), 1, "CNY", "1", "1"), row(ledger.NewID().String(), 2, "CNY", "-1", "-1"))}},
			{"lines of another day", "journal_lines_balance", []string{entry("2026-03-11"), lines(row(id, 1, "CNY", "1", "1"), row(id, 2, "CNY", "-1", "-1"))}},
			{"a line of nothing", "journal_lines_amount_check", []string{entry("2026-03-10"), lines(row(id, 1, "CNY", "0", "0"), row(id, 2, "CNY", "0", "0"))}},
			{"no number", "amount_check", []string{entry("2026-03-10"), lines(row(id, 1, "CNY", "NaN", "1"), row(id, 2, "CNY", "NaN", "-1"))}},
			{"no end", "amount_check", []string{entry("2026-03-10"), lines(row(id, 1, "CNY", "Infinity", "1"), row(id, 2, "CNY", "-Infinity", "-1"))}},
			{"a day outside all periods", "journal_entries_period_open", []string{entry("2031-01-01")}},
		} {
			if state, constraint := refusal(s.try(test.statements...)); state != "23514" || constraint != test.constraint {
				t.Errorf("%s as %s is answered with %q by %q, want %s", test.name, role, state, constraint, test.constraint)
			}
		}
		sound := []string{entry("2026-03-10"), lines(row(id, 1, "CNY", "1", "1"), row(id, 2, "CNY", "-1", "-1")), "SET CONSTRAINTS ALL IMMEDIATE"}
		if state, _ := refusal(s.dry(sound...)); state != "" {
			t.Errorf("a sound entry is answered with %q, so the others prove nothing", state)
		}
	}
}

// The domains take no figure that is not one, and never round in silence (I04).
func TestDomainsRefuseWhatIsNoFigure(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	places := map[string]int{"amount": 4, "quantity": 6, "price": 8, "rate": 8}
	s := owner(t, b)
	domains := ledgertest.Ask[string](t, b, `SELECT string_agg(t.typname, ' ' ORDER BY t.typname) FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace AND n.nspname = 'hefu' WHERE t.typtype = 'd'`)
	if domains != "amount price quantity rate" {
		t.Errorf("the domains are %s: add new ones to this test", domains)
	}
	for domain, digits := range places {
		fits := "0." + fmt.Sprintf("%0*d", digits, 1)
		if state, _ := refusal(s.dry(fmt.Sprintf("SELECT '%s'::hefu.%s", fits, domain))); state != "" {
			t.Errorf("%s refuses %s: %s", domain, fits, state)
		}
		for _, text := range []string{"NaN", "Infinity", "-Infinity", "1e16", "-1e16", fits + "1"} {
			if state, constraint := refusal(s.dry(fmt.Sprintf("SELECT '%s'::hefu.%s", text, domain))); state != "23514" || constraint != domain+"_check" {
				t.Errorf("%s takes %s: %q %q", domain, text, state, constraint)
			}
		}
	}
	loose := ledgertest.Ask[string](t, b, `SELECT coalesce(string_agg(c.relname || '.' || a.attname, ' ' ORDER BY 1), '') FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
		JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'hefu' WHERE c.relkind = 'r' AND a.attnum > 0 AND a.atttypid IN ('numeric'::regtype, 'float8'::regtype, 'float4'::regtype, 'money'::regtype)`)
	if loose != "document_lines.tax_rate" {
		t.Errorf("figures outside the domains: %s", loose)
	}
}
