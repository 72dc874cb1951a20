package ledger_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
)

// seesAll are tables that a role reads across organizations on purpose: sign-in finds a person before there is an organization.
var seesAll = map[string][]string{"hefu_worker": {"customers", "staff_roles", "contact_roles", "sessions", "access_links", "api_tokens", "invitations", "attachments", "staff_invitations", "issue_files", "document_files", "slips", "archive_bundles", "archive_disposals", "customer_histories",
	"signing_keys", "signing_key_ends", "finalizations", "signatures", "finalization_ends", "signature_requests", "provider_roots"}}

// fill gives every table with an organization rows of the first organization's two customers and one of the other
// organization's: values only as sound as the column types, so constraints and triggers are taken away first.
func fill(t *testing.T, b *ledgertest.Books, names []string) {
	t.Helper()
	b.PlantsFaults()
	b.Exec(t, `DO $$ DECLARE c record; BEGIN
		FOR c IN SELECT conrelid::regclass AS t, conname FROM pg_constraint WHERE connamespace = 'hefu'::regnamespace AND contype IN ('c', 'f') AND conrelid <> 0 LOOP
			EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname); END LOOP;
		FOR c IN SELECT oid::regclass AS t FROM pg_class WHERE relnamespace = 'hefu'::regnamespace AND relkind = 'r' LOOP
			EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', c.t); END LOOP; END $$`)
	b.Exec(t, `DROP INDEX hefu.payee_changes_one_open`) // a seller has one at a time, and this test writes two
	for _, name := range names {
		for _, c := range []ledgertest.Customer{b.CNY, b.USD, b.OtherCustomer} {
			b.Exec(t, insertRow(t, b, name, c.OrganizationID, c.ID))
		}
	}
}

// checkedValues are of columns that take no value of their type.
var checkedValues = map[string]string{
	"api_tokens.prefix": "'hefu_c_abcdef'", "api_tokens.scopes": "'{read_documents}'", "api_tokens.expires_at": "now() + interval '1 day'",
	"api_tokens.token_sha256": "sha256(gen_random_uuid()::text::bytea)",
	"receipt_runs.state":      "'done'", "known_payers.kind": "'name'",
	"attachments.side": "'customer'", "attachments.uploaded_by": "'" + actorInSQL + "'", "dispute_reads.side": "'customer'", "dispute_reads.person_id": "'" + actorInSQL + "'", "field_values.subject": "'dispute'",
}

// rowsMade counts the rows that insertRow wrote.
var rowsMade atomic.Int64

// insertRow is a statement that writes one row of an organization and, where the table has one, a customer. Columns with a
// default keep it.
func insertRow(t *testing.T, b *ledgertest.Books, name string, organization, customer ledger.ID) string {
	t.Helper()
	columns := strings.Split(ledgertest.Ask[string](t, b, `SELECT string_agg(a.attname || ' ' || replace(format_type(a.atttypid, NULL), ' ', '_'), ',' ORDER BY a.attnum)
		FROM pg_attribute a WHERE a.attrelid = ('hefu.' || $1)::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity = ''
		AND (NOT a.atthasdef OR a.attname IN ('organization_id', 'customer_id')) AND (a.attnotnull OR a.attname IN ('organization_id', 'customer_id'))`, name), ",")
	n := int(rowsMade.Add(1))
	number := strconv.Itoa((1000+n%9000)*100_000 + n) // rows of one table never meet in a key, nor by the first four digits, which make a day
	var names, values []string
	for _, column := range columns {
		column, kind, _ := strings.Cut(column, " ")
		value := map[string]string{"uuid": "'" + ledger.NewID().String() + "'", "text": "'t-" + ledger.NewID().String() + "'", "jsonb": "'{}'", "bytea": "'\\x" + strings.ReplaceAll(ledger.NewID().String(), "-", "") + "'",
			"boolean": "false", "date": "date '2100-01-01' + " + number[:4], "timestamp_with_time_zone": "now()", "integer[]": "'{1}'", "text[]": "'{viewer}'", "numeric[]": "'{1}'", "integer": number, "bigint": number,
			"numeric": "1", "amount": "1", "quantity": "1", "price": "1", "rate": "1"}[strings.TrimPrefix(kind, "hefu.")]
		if special, ok := checkedValues[name+"."+column]; ok { // what a check of the table wants
			value = special
		}
		switch {
		case column == "organization_id":
			value = "'" + organization.String() + "'"
		case column == "customer_id":
			value = "'" + customer.String() + "'"
		case value == "":
			t.Fatalf("%s.%s: give this test a value of type %s", name, column, kind)
		}
		names, values = append(names, column), append(values, value)
	}
	return fmt.Sprintf("INSERT INTO hefu.%s (%s) VALUES (%s)", name, strings.Join(names, ", "), strings.Join(values, ", "))
}

// Rows of another organization, and for a customer those of another customer, do not exist in SQL: on each table that names an
// organization, found in the catalog so that a new one cannot be forgotten (I26, I27).
func TestRowsOfOthersAreOutOfReachInEveryTable(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	names := tables(t, b, hasColumn("organization_id"))
	ofCustomers := tables(t, b, hasColumn("customer_id"))
	fill(t, b, names)
	if len(names) < 25 {
		t.Fatalf("only %d tables were found", len(names))
	}
	for _, role := range appRoles {
		nowhere := signIn(t, b, role, ledger.ID{}, ledger.ID{})
		customer := ledger.ID{}
		if role == "hefu_portal" {
			customer = b.CNY.ID
		}
		here := signIn(t, b, role, b.Organization.ID, customer)
		seen := 0
		for _, name := range names {
			if slices.Contains(seesAll[role], name) {
				continue
			}
			foreign := fmt.Sprintf("organization_id IS DISTINCT FROM '%s'", b.Organization.ID)
			if role == "hefu_portal" && slices.Contains(ofCustomers, name) {
				foreign += fmt.Sprintf(" OR customer_id IS DISTINCT FROM '%s'", customer)
			}
			mayRead := ledgertest.Ask[bool](t, b, `SELECT has_any_column_privilege($1, 'hefu.' || $2, 'SELECT')`, role, name)
			for what, rows := range map[string]func() (int, error){
				"without a context": func() (int, error) { return nowhere.count("SELECT count(organization_id)::int FROM hefu." + name) },
				"of others in one": func() (int, error) {
					return here.count("SELECT count(organization_id)::int FROM hefu." + name + " WHERE " + foreign)
				},
			} {
				n, err := rows()
				if state, _ := refusal(err); n != 0 || (mayRead && err != nil) || (!mayRead && state != notAllowed) {
					t.Errorf("%s sees %d rows of %s %s: %v", role, n, name, what, err)
				}
			}
			if n, _ := here.count("SELECT count(organization_id)::int FROM hefu." + name); n > 0 {
				seen++
			} else if role != "hefu_portal" && mayRead {
				t.Errorf("%s does not see its own rows of %s, so this proves nothing", role, name)
			}
		}
		if seen < 15 {
			t.Errorf("%s saw its own rows in %d tables only", role, seen)
		}
	}
}

// Nobody writes rows for another organization, and no customer for another customer.
func TestRowsForOthersAreRefusedInEveryTable(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	names := tables(t, b, hasColumn("organization_id"))
	ofCustomers := tables(t, b, hasColumn("customer_id"))
	fill(t, b, nil)
	for _, role := range appRoles {
		s := signIn(t, b, role, b.Organization.ID, b.CNY.ID)
		nowhere := signIn(t, b, role, ledger.ID{}, ledger.ID{})
		written := 0
		for _, name := range names {
			if name == "sessions" && role == "hefu_worker" { // made at sign-in, before there is an organization
				continue
			}
			refused := map[string]error{
				"the other organization": s.dry(insertRow(t, b, name, b.Other.ID, b.OtherCustomer.ID)),
				"nobody":                 nowhere.dry(insertRow(t, b, name, b.Organization.ID, b.CNY.ID)),
			}
			if role == "hefu_portal" && slices.Contains(ofCustomers, name) {
				refused["another customer"] = s.dry(insertRow(t, b, name, b.Organization.ID, b.USD.ID))
			}
			for whom, err := range refused {
				if state, _ := refusal(err); state != notAllowed {
					t.Errorf("%s writes %s for %s: %q", role, name, whom, state)
				}
			}
			if !ledgertest.Ask[bool](t, b, `SELECT has_table_privilege($1, 'hefu.' || $2, 'INSERT')`, role, name) {
				continue
			}
			own := insertRow(t, b, name, b.Organization.ID, b.CNY.ID)
			if name == "api_tokens" && role == "hefu_backoffice" { // staff make those of the organization, of no customer
				own = strings.Replace(own, "'"+b.CNY.ID.String()+"'", "NULL", 1)
			}
			if state, _ := refusal(s.dry(own)); state != "" {
				t.Errorf("%s cannot write its own row of %s: %q, so this proves nothing", role, name, state)
			}
			written++
		}
		if written < 4 {
			t.Errorf("%s could write %d tables only", role, written)
		}
	}
}
