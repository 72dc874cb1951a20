package statement_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
)

// desk is a set of books with the service over them, and short ways to the acts of both sides.
type desk struct {
	*ledgertest.Books
	*statement.Service
	jobs *job.Client
}

func openDesk(t testing.TB) desk {
	t.Helper()
	b := ledgertest.Open(t)
	jobs, err := job.Open(b.DB, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return desk{b, statement.Open(b.DB, jobs), jobs}
}

func month(text string) statement.Period {
	start := calendar.MustParse(text + "-01")
	return statement.Period{Start: start, CutOff: start.EndOfMonth()}
}

func ids(customers ...ledgertest.Customer) []ledger.ID {
	out := make([]ledger.ID, len(customers))
	for i, c := range customers {
		out[i] = c.ID
	}
	return out
}

// generate makes statements of the customers in one transaction.
func (d desk) generate(t testing.TB, period statement.Period, customers ...ledgertest.Customer) []statement.Outcome {
	t.Helper()
	var out []statement.Outcome
	err := d.DB.Write(t.Context(), d.System(), func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = statement.Generate(ctx, tx, statement.GenerateCommand{Period: period, Customers: ids(customers...), MadeBy: d.accountant().PersonID})
		return err
	})
	if err != nil {
		t.Fatalf("generate: %v", err)
	}
	return out
}

// make makes one statement and answers with its id.
func (d desk) make(t testing.TB, period statement.Period, customer ledgertest.Customer) ledger.ID {
	t.Helper()
	out := d.generate(t, period, customer)
	if len(out) != 1 || out[0].Act != statement.Made {
		t.Fatalf("made %+v", out)
	}
	return out[0].StatementID
}

// issued makes one statement and issues it.
func (d desk) issued(t testing.TB, period statement.Period, customer ledgertest.Customer) ledger.ID {
	t.Helper()
	id := d.make(t, period, customer)
	if err := d.Issue(t.Context(), d.accountant(), id, 1); err != nil {
		t.Fatalf("issue: %v", err)
	}
	return id
}

func (d desk) accountant() ledger.Actor { return d.Staff(ledger.ARAccountant) }

func (d desk) confirmer() ledger.Actor { return d.Contact(d.CNY, ledger.Confirmer) }

func (d desk) view(t testing.TB, id ledger.ID) statement.View {
	t.Helper()
	v, err := d.Service.Read(t.Context(), d.accountant(), id)
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	return v
}

// content is a version's content, after its hash was checked.
func (d desk) content(t testing.TB, id ledger.ID, version int) statement.Content {
	t.Helper()
	body, err := d.ReadContent(t.Context(), d.accountant(), id, version)
	if err != nil {
		t.Fatalf("content: %v", err)
	}
	if sum := sha256.Sum256(body.JSON); hex.EncodeToString(sum[:]) != body.SHA256 {
		t.Errorf("version %d has another hash than its bytes", version)
	}
	if canonical := canonicalJSON(t, body.JSON); !bytes.Equal(canonical, body.JSON) {
		t.Errorf("version %d is not canonical:\n%s\n%s", version, body.JSON, canonical)
	}
	c, err := statement.ParseContent(body.JSON)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// confirm confirms lines of the version in force; none means all.
func (d desk) confirm(t testing.TB, id ledger.ID, lines ...int) (statement.Confirmed, error) {
	t.Helper()
	v := d.view(t, id)
	return d.Confirm(t.Context(), d.confirmer(), statement.ConfirmCommand{StatementID: id, Version: v.Version, SHA256: v.SHA256, Lines: lines})
}

func wantCode(t testing.TB, err error, code string) {
	t.Helper()
	if !ledger.IsCode(err, code) {
		t.Errorf("answered %v, want %s", err, code)
	}
}

func wantState(t testing.TB, d desk, id ledger.ID, state statement.State) {
	t.Helper()
	if v := d.view(t, id); v.State != state {
		t.Errorf("the statement is %s, want %s", v.State, state)
	}
}
