package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
)

// The roles that the product serves requests with.
var appRoles = []string{"hefu_portal", "hefu_backoffice", "hefu_worker"}

// session is a connection as the product makes one, for SQL that the product would never send.
type session struct {
	*pgx.Conn
	t *testing.T
}

// signIn connects as hefu_app and takes a role, in the context of an organization and a customer; zero ids are no context.
// actorInSQL is who acts in such a session.
const actorInSQL = "00000000-0000-7000-8000-00000000ac70"

func signIn(t *testing.T, b *ledgertest.Books, role string, organization, customer ledger.ID) session {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), b.AppURL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(t.Context()) })
	s := session{conn, t}
	for _, statement := range []string{"SET ROLE " + role, "SET search_path = hefu", "SET hefu.organization = '" + organization.String() + "'", "SET hefu.customer = '" + customer.String() + "'", "SET hefu.actor = '" + actorInSQL + "'"} {
		if err := s.try(statement); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// try runs statements in a transaction that is committed, so that deferred checks speak too.
func (s session) try(statements ...string) error { return s.run((pgx.Tx).Commit, statements) }

// dry runs statements and takes them back.
func (s session) dry(statements ...string) error { return s.run((pgx.Tx).Rollback, statements) }

func (s session) run(end func(pgx.Tx, context.Context) error, statements []string) error {
	tx, err := s.Begin(s.t.Context())
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(s.t.Context()) }()
	for _, statement := range statements {
		if _, err := tx.Exec(s.t.Context(), statement); err != nil {
			return err
		}
	}
	return end(tx, s.t.Context())
}

func (s session) count(query string) (n int, err error) {
	err = s.QueryRow(s.t.Context(), query).Scan(&n)
	return n, err
}

// refusal is the SQLSTATE and the constraint of an error of PostgreSQL; "" for none.
func refusal(err error) (state, constraint string) {
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		return refused.Code, refused.ConstraintName
	}
	if err != nil {
		return err.Error(), ""
	}
	return "", ""
}

const notAllowed = "42501"

// tables lists those of schema hefu that fulfil a condition on pg_class c.
func tables(t *testing.T, b *ledgertest.Books, where string) []string {
	t.Helper()
	return strings.Fields(ledgertest.Ask[string](t, b, `SELECT coalesce(string_agg(c.relname, ' ' ORDER BY c.relname), '') FROM pg_class c
		JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'hefu' WHERE c.relkind IN ('r', 'p') AND (`+where+`)`))
}

func hasColumn(name string) string {
	return fmt.Sprintf(`EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = '%s' AND NOT a.attisdropped)`, name)
}
