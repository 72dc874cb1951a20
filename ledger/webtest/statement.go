package webtest

import (
	"context"
	"testing"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
)

// Shown is a statement as its reader needs it to answer.
type Shown struct {
	ID      ledger.ID
	Version int
	SHA256  string
}

// Draft makes a customer's statement of one month, such as "2026-03", without a run.
func (s *Site) Draft(t testing.TB, customer ledgertest.Customer, month string) Shown {
	t.Helper()
	start := calendar.MustParse(month + "-01")
	period := statement.Period{Start: start, CutOff: start.EndOfMonth()}
	system, by := s.System(), s.Staff(ledger.ARAccountant)
	if customer.OrganizationID == s.Other.ID {
		system, by = s.OtherSystem(), s.OtherStaff(ledger.ARAccountant)
	}
	var made []statement.Outcome
	err := s.DB.Write(t.Context(), system, func(ctx context.Context, tx *store.Tx) (err error) {
		made, err = statement.Generate(ctx, tx, statement.GenerateCommand{Period: period, Customers: []ledger.ID{customer.ID}, MadeBy: by.PersonID})
		return err
	})
	if err != nil || len(made) == 0 || made[0].StatementID.IsZero() {
		t.Fatalf("make a statement of %s: %v, %+v", customer.Code, err, made)
	}
	id := made[0].StatementID
	return Shown{ID: id, Version: 1, SHA256: ledgertest.Ask[string](t, s.Books,
		`SELECT encode(sha256, 'hex') FROM hefu.statement_versions WHERE statement_id = $1 ORDER BY version DESC LIMIT 1`, id.String())}
}

// Issued is Draft, sent to the customer.
func (s *Site) Issued(t testing.TB, customer ledgertest.Customer, month string) Shown {
	t.Helper()
	shown := s.Draft(t, customer, month)
	by := s.Staff(ledger.ARAccountant)
	if customer.OrganizationID == s.Other.ID {
		by = s.OtherStaff(ledger.ARAccountant)
	}
	if err := s.Services.Statements.Issue(t.Context(), by, shown.ID, shown.Version); err != nil {
		t.Fatal(err)
	}
	return shown
}
