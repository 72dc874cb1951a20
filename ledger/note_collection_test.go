package ledger_test

import (
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

func todayOf(t *testing.T, b *ledgertest.Books) calendar.Date {
	t.Helper()
	return day(ledgertest.Ask[string](t, b, `SELECT (now() AT TIME ZONE time_zone)::date::text FROM hefu.organizations WHERE id = $1`, b.Organization.ID.String()))
}

// byNote is a receipt of today by a note that falls due in so many days.
func byNote(t *testing.T, b *ledgertest.Books, no, acceptor string, days int) document.Posted {
	t.Helper()
	today := todayOf(t, b)
	return b.Receipt(t, b.CNY, "800.00", today.String(), func(d *document.New) {
		d.Method, d.Note = "note", &document.Note{No: no, Drawer: "买方公司", Acceptor: acceptor, DueOn: today.AddDays(days)}
	})
}

// 托收、到期兑付 (RCV-03): a note that fell due is collected once; what was a mistake is taken back; until then its receipt is not reversed.
func TestANoteIsCollectedWhenItFallsDue(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents, accountant, today := document.Open(b.DB), b.Staff(ledger.ARAccountant), todayOf(t, b)
	note, later := byNote(t, b, "110233", "", 0), byNote(t, b, "110234", "", 30)
	collect := func(actor ledger.Actor, of document.Posted, on calendar.Date) error {
		return documents.Collect(t.Context(), actor, of.ID, document.Collection{On: on, Reference: "TS-1"})
	}
	wantCode(t, collect(b.Staff(ledger.Sales), note, today), "not_permitted")
	wantCode(t, collect(b.OtherStaff(ledger.ARAccountant), note, today), "not_found")
	wantCode(t, collect(accountant, later, today), "note_not_due")
	wantField(t, collect(accountant, note, today.AddDays(1)), "on", "not_a_choice")
	wantField(t, collect(accountant, note, calendar.Date{}), "on", "required")
	wantCode(t, collect(accountant, b.Receipt(t, b.CNY, "5.00", today.String()), today), "not_found")
	balance := b.Balance(t, b.CNY)

	var wait sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wait.Go(func() { errs[i] = collect(accountant, note, today) })
	}
	wait.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if !ledger.IsCode(err, "note_collected") {
			t.Errorf("who came late is told %v", err)
		}
	}
	const moved = `SELECT coalesce(string_agg(account_code || ' ' || trim_scale(amount), ', ' ORDER BY e.id, line_no), '') FROM hefu.journal_lines l JOIN hefu.journal_entries e ON e.id = l.entry_id WHERE e.source_kind = 'note'`
	if got := ledgertest.Ask[string](t, b, moved); won != 1 || got != "1002 800, 1121 -800" {
		t.Fatalf("%d collected it: %s", won, got)
	}
	if now := b.Balance(t, b.CNY); !now.Equal(balance) {
		t.Errorf("the customer owes %s, and owed %s", now, balance)
	}
	state := func() document.NoteState {
		view, _, err := documents.NoteOf(t.Context(), accountant, note.ID)
		if err != nil {
			t.Fatal(err)
		}
		return view.State
	}
	if state() != document.NoteCollected {
		t.Errorf("the note is %s", state())
	}
	_, err := allocation.Open(b.DB).Reverse(t.Context(), b.Staff(ledger.FinanceSupervisor), note.ID, today, "认错")
	wantCode(t, err, "note_collected")
	wantField(t, documents.TakeCollectionBack(t.Context(), accountant, note.ID, today, " "), "reason", "required")
	wantCode(t, documents.TakeCollectionBack(t.Context(), accountant, later.ID, today, "误登"), "state_forbids")
	if err := documents.TakeCollectionBack(t.Context(), accountant, note.ID, today, "误登"); err != nil || state() != document.NoteDue {
		t.Fatalf("%v, %s", err, state())
	}
	if got := ledgertest.Ask[string](t, b, moved); got != "1002 800, 1121 -800, 1002 -800, 1121 800" {
		t.Errorf("taken back: %s", got)
	}
	if err := collect(accountant, note, today); err != nil {
		t.Errorf("collected again: %v", err)
	}
}

// The same number of one drawer or of one acceptor stands in the books once; the refusal names the receipt that has it.
func TestTheSameNoteIsTakenInOnce(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents, accountant, today := document.Open(b.DB), b.Staff(ledger.ARAccountant), todayOf(t, b)
	first := byNote(t, b, "1102 33", "招商银行苏州分行", 30)
	again := func(source, no, drawer, acceptor string) error {
		_, err := documents.Post(t.Context(), accountant, []document.New{{Kind: document.Receipt, CustomerID: b.CNY.ID, Currency: "CNY", DocumentDate: today, SourceKind: "manual", SourceSystem: "erp", SourceID: source,
			Method: "note", Amount: amount("800.00"), Note: &document.Note{No: no, Drawer: drawer, Acceptor: acceptor, DueOn: today.AddDays(30)}}})
		return err
	}
	if err := wantCode(t, again("N-1", "110233", "买方公司", ""), "note_taken"); err.Message("en") != "Receipt "+first.DocumentNo+" already took this note in: a number of one drawer or acceptor stands in the books once." {
		t.Errorf("it says %q", err.Message("en"))
	}
	wantCode(t, again("N-2", "110233", "别家公司", "招商银行苏州分行"), "note_taken")
	if err := again("N-3", "110233", "别家公司", "中国银行"); err != nil {
		t.Errorf("another bank's note of that number: %v", err)
	}
	if _, err := allocation.Open(b.DB).Reverse(t.Context(), b.Staff(ledger.FinanceSupervisor), first.ID, today, "认错客户"); err != nil {
		t.Fatal(err)
	}
	if err := again("N-4", "110233", "买方公司", "招商银行苏州分行"); err != nil {
		t.Errorf("after the first was reversed: %v", err)
	}
}
