package note_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/inbox"
	"hefu/ledger/job"
	"hefu/ledger/ledgertest"
	"hefu/ledger/note"
	"hefu/ledger/notice"
)

func TestNotesAreAmongStaffAlone(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	notes := note.Open(b.DB)
	about := note.About{CustomerID: b.CNY.ID}
	accountant, supervisor := b.Staff(ledger.ARAccountant), b.Staff(ledger.FinanceSupervisor)
	if err := notes.Add(t.Context(), accountant, about, "年底前不再加额度", []ledger.ID{supervisor.PersonID}); err != nil {
		t.Fatal(err)
	}
	found, err := notes.List(t.Context(), supervisor, about)
	if err != nil || len(found) != 1 || found[0].Mentions != supervisor.Name {
		t.Fatalf("the supervisor reads %+v, %v", found, err)
	}
	b.Exec(t, `UPDATE hefu.customers SET salesperson_id = NULL`)
	for name, refused := range map[string]struct {
		err  error
		want string
	}{
		"a customer":           {errOf(notes.List(t.Context(), b.Contact(b.CNY, ledger.Confirmer), about)), "not_permitted"},
		"a customer's note":    {notes.Add(t.Context(), b.Contact(b.CNY, ledger.Confirmer), about, "x", nil), "not_permitted"},
		"an auditor's note":    {notes.Add(t.Context(), b.Staff(ledger.Auditor), about, "x", nil), "not_permitted"},
		"another organization": {errOf(notes.List(t.Context(), b.OtherStaff(ledger.ARAccountant), about)), "not_found"},
		"another's sales":      {errOf(notes.List(t.Context(), b.Staff(ledger.Sales), about)), "not_found"},
		"no words":             {notes.Add(t.Context(), accountant, about, " ", nil), "validation_failed"},
		"a stranger":           {notes.Add(t.Context(), accountant, about, "x", []ledger.ID{ledger.NewID()}), "validation_failed"},
	} {
		if !ledger.IsCode(refused.err, refused.want) {
			t.Errorf("%s: %v, want %s", name, refused.err, refused.want)
		}
	}
	if may := ledgertest.Ask[bool](t, b, `SELECT has_table_privilege('hefu_portal', 'hefu.internal_notes', 'SELECT') OR has_any_column_privilege('hefu_portal', 'hefu.internal_notes', 'SELECT')`); may {
		t.Error("the portal's role may read internal notes")
	}
}

func errOf[T any](_ T, err error) error { return err }

// Who is named is told inside the back office, once, and marks it read for themselves alone.
func TestWhoIsNamedIsTold(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	accountant, supervisor := b.Staff(ledger.ARAccountant), b.Staff(ledger.FinanceSupervisor)
	if err := note.Open(b.DB).Add(t.Context(), accountant, note.About{CustomerID: b.CNY.ID}, "请看", []ledger.ID{supervisor.PersonID, accountant.PersonID}); err != nil {
		t.Fatal(err)
	}
	jobs, err := job.Open(b.DB, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	told, box := notice.Open(b.DB, jobs, nil, nil, notice.Options{}), inbox.Open(b.DB)
	for range 2 {
		if _, err := told.Expand(t.Context(), b.Organization.ID); err != nil {
			t.Fatal(err)
		}
	}
	found, unread, err := box.List(t.Context(), supervisor, ledger.ID{}, 10)
	if err != nil || unread != 1 || len(found) != 1 || found[0].Kind != "note.mentioned" || found[0].CustomerID != b.CNY.ID {
		t.Fatalf("%d unread, %+v, %v", unread, found, err)
	}
	if _, unread, _ := box.List(t.Context(), accountant, ledger.ID{}, 10); unread != 0 {
		t.Errorf("who wrote it is told of it %d times", unread)
	}
	for _, actor := range []ledger.Actor{accountant, supervisor} {
		before := unread
		if err := box.MarkRead(t.Context(), actor, found[0].ID); err != nil {
			t.Fatal(err)
		}
		if _, unread, _ = box.List(t.Context(), supervisor, ledger.ID{}, 10); actor.PersonID == accountant.PersonID && unread != before {
			t.Error("somebody else's mark counts")
		}
	}
	if unread != 0 {
		t.Errorf("%d unread after the mark", unread)
	}
	if _, _, err := box.List(t.Context(), b.Contact(b.CNY, ledger.Viewer), ledger.ID{}, 10); !ledger.IsCode(err, "not_permitted") {
		t.Errorf("a customer is answered with %v", err)
	}
}
