package ledger_test

import (
	"strings"
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

// asked is a receivable of the customer that waits for its confirmation (CNF-02).
func asked(t *testing.T, b *ledgertest.Books) (document.Draft, document.Round) {
	t.Helper()
	docs := document.Open(b.DB)
	if err := docs.AskFirst(t.Context(), b.Staff(ledger.ARAccountant), b.CNY.ID, true); err != nil {
		t.Fatal(err)
	}
	return again(t, b, submitted(t, b, receivable(b.CNY, "2026-03-10")))
}

// again approves a submitted draft, which asks the customer.
func again(t *testing.T, b *ledgertest.Books, d document.Draft) (document.Draft, document.Round) {
	t.Helper()
	docs := document.Open(b.DB)
	d, err := docs.DecideDraft(t.Context(), b.Staff(ledger.FinanceSupervisor), d.ID, d.RowVersion, document.Decision{Approve: true})
	if err != nil || d.State != document.Confirming {
		t.Fatalf("approved, it is %s: %v", d.State, err)
	}
	open, err := docs.Rounds(t.Context(), b.Contact(b.CNY, ledger.Confirmer), true)
	if err != nil || len(open) != 1 {
		t.Fatalf("the customer is asked %d times: %v", len(open), err)
	}
	return d, open[0]
}

func reply(b *ledgertest.Books, t *testing.T, who ledger.Actor, r document.Round, confirm bool, opinion string) (document.Round, error) {
	return document.Open(b.DB).AnswerReceivable(t.Context(), who, document.AnswerCommand{RoundID: r.ID, SHA256: r.SHA256, Confirm: confirm, Opinion: opinion})
}

func TestTheCustomersConfirmationBooksTheReceivable(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	d, round := asked(t, b)
	if n := ledgertest.Ask[int](t, b, `SELECT count(*) FROM hefu.documents`); n != 0 {
		t.Fatalf("%d documents are booked before the customer has confirmed", n)
	}
	who := b.Contact(b.CNY, ledger.Confirmer)
	who.Address = "203.0.113.7"
	answered, err := reply(b, t, who, round, true, "数量与单价无误")
	if err != nil || answered.Answer != document.Confirmed || answered.AnsweredBy != who.Name || answered.AnsweredFrom != who.Address || answered.Opinion != "数量与单价无误" || answered.AnsweredAt == nil {
		t.Fatalf("the record says %+v, %v", answered, err)
	}
	docs := document.Open(b.DB)
	posted, err := docs.GetDraft(t.Context(), b.Staff(ledger.ARAccountant), d.ID)
	if err != nil || posted.State != document.Approved || posted.DocumentID != answered.DocumentID {
		t.Fatalf("no click of staff later it is %+v, %v", posted, err)
	}
	for _, reader := range []ledger.Actor{who, b.Staff(ledger.Sales), b.Staff(ledger.Auditor)} {
		record, err := docs.RoundsOfDocument(t.Context(), reader, posted.DocumentID)
		if reader.Audience == ledger.Backoffice && reader.OwnCustomersOnly() {
			continue
		}
		if err != nil || len(record) != 1 || record[0].Opinion != answered.Opinion {
			t.Errorf("%s reads %d records, %v", reader.Roles, len(record), err)
		}
	}
	if _, err := reply(b, t, who, round, false, "再想想"); !ledger.IsCode(err, "confirmation_answered") {
		t.Errorf("a second answer: %v", err)
	}
}

// CNF-04: what is rejected returns with its reason, and the next round keeps the one before.
func TestARejectedReceivableIsAskedInAnotherRound(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	d, round := asked(t, b)
	who := b.Contact(b.CNY, ledger.Confirmer)
	if _, err := reply(b, t, who, round, false, " "); !ledger.IsCode(err, "validation_failed") {
		t.Errorf("rejected without a word: %v", err)
	}
	if _, err := reply(b, t, who, round, false, "单价应为 9.80"); err != nil {
		t.Fatal(err)
	}
	docs, by := document.Open(b.DB), b.Staff(ledger.ARAccountant)
	d, err := docs.GetDraft(t.Context(), by, d.ID)
	if err != nil || d.State != document.Drafted || d.Reason != "单价应为 9.80" {
		t.Fatalf("returned as %s with %q, %v", d.State, d.Reason, err)
	}
	if d, err = docs.SubmitDraft(t.Context(), by, d.ID, d.RowVersion); err != nil {
		t.Fatal(err)
	}
	_, second := again(t, b, d)
	now, former, err := docs.Round(t.Context(), who, second.ID)
	if err != nil || now.Round != 2 || len(former) != 1 || former[0].Answer != document.Rejected || former[0].Opinion != "单价应为 9.80" {
		t.Errorf("round %d after %+v, %v", now.Round, former, err)
	}
	if _, err := reply(b, t, who, second, true, ""); err != nil {
		t.Error(err)
	}
}

// CNF-05: the gate holds on every way into the books.
func TestNothingUnconfirmedIsBooked(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	docs := document.Open(b.DB)
	if err := docs.AskFirst(t.Context(), b.Staff(ledger.ARAccountant), b.CNY.ID, true); err != nil {
		t.Fatal(err)
	}
	_, err := docs.Post(t.Context(), b.Staff(ledger.ARAccountant), []document.New{receivable(b.CNY, "2026-03-10")})
	if !ledger.IsCode(err, "confirmation_missing") || !strings.Contains(ledger.AsError(err).Message("en"), b.CNY.Code) {
		t.Errorf("posted past the customer: %v", err)
	}
	if _, err := docs.Post(t.Context(), b.Staff(ledger.ARAccountant), []document.New{receivable(b.USD, "2026-03-10")}); err != nil {
		t.Errorf("another customer's: %v", err)
	}
	b.Receipt(t, b.CNY, "10.00", "2026-03-11") // money in is not asked about
	smuggled := receivable(b.CNY, "2026-03-10")
	smuggled.ConfirmedIn = ledger.NewID()
	if _, err := docs.CreateDraft(t.Context(), b.Staff(ledger.ARAccountant), smuggled); !ledger.IsCode(err, "validation_failed") {
		t.Errorf("a draft that says it was confirmed: %v", err)
	}
}

func TestOnlyTheCustomerItselfAnswersAndOnlyWhatItWasShown(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	_, round := asked(t, b)
	who := b.Contact(b.CNY, ledger.Confirmer)
	for name, c := range map[string]struct {
		actor ledger.Actor
		round document.Round
		want  string
	}{
		"a viewer":           {b.Contact(b.CNY, ledger.Viewer), round, "not_permitted"},
		"another customer":   {b.Contact(b.USD, ledger.Confirmer), round, "not_found"},
		"other bytes":        {who, document.Round{ID: round.ID, SHA256: strings.Repeat("0", 64)}, "content_changed"},
		"a round of nothing": {who, document.Round{ID: ledger.NewID(), SHA256: round.SHA256}, "not_found"},
	} {
		if _, err := reply(b, t, c.actor, c.round, true, ""); !ledger.IsCode(err, c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	for _, read := range []ledger.Actor{b.Contact(b.USD, ledger.Confirmer), b.Contact(b.OtherCustomer, ledger.Confirmer)} {
		if _, _, err := document.Open(b.DB).Round(t.Context(), read, round.ID); !ledger.IsCode(err, "not_found") {
			t.Errorf("somebody else reads it: %v", err)
		}
	}
}

func TestWhatIsTakenBackIsAskedNoMore(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	d, round := asked(t, b)
	docs, by := document.Open(b.DB), b.Staff(ledger.ARAccountant)
	if _, err := docs.WithdrawReceivable(t.Context(), by, d.ID, d.RowVersion, ""); !ledger.IsCode(err, "validation_failed") {
		t.Errorf("without a reason: %v", err)
	}
	d, err := docs.WithdrawReceivable(t.Context(), by, d.ID, d.RowVersion, "合同号写错")
	if err != nil || d.State != document.Drafted {
		t.Fatalf("%s, %v", d.State, err)
	}
	if _, err := reply(b, t, b.Contact(b.CNY, ledger.Confirmer), round, true, ""); !ledger.IsCode(err, "confirmation_answered") {
		t.Errorf("answered after it was taken back: %v", err)
	}
}

// A period that was closed while the customer thought about it moves the posting to today; the document's date stays.
func TestAClosedPeriodDoesNotUndoAConfirmation(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	_, round := asked(t, b)
	b.Exec(t, `UPDATE hefu.periods SET closed_at = now(), closed_by = gen_random_uuid() WHERE organization_id = $1 AND starts <= '2026-03-01'`, b.Organization.ID.String())
	answered, err := reply(b, t, b.Contact(b.CNY, ledger.Confirmer), round, true, "")
	if err != nil {
		t.Fatal(err)
	}
	if got := ledgertest.Ask[string](t, b, `SELECT document_date::text || ' ' || (posting_date > '2026-03-31') FROM hefu.documents WHERE id = $1`, answered.DocumentID.String()); got != "2026-03-10 true" {
		t.Errorf("booked on %s", got)
	}
}

func TestManyAnswersAtOnceBookOnce(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	_, round := asked(t, b)
	var wait sync.WaitGroup
	errs := make([]error, 12)
	for i := range errs {
		wait.Go(func() { _, errs[i] = reply(b, t, b.Contact(b.CNY, ledger.Confirmer), round, i%2 == 0, "各执一词") })
	}
	wait.Wait()
	won := 0
	for _, err := range errs {
		switch {
		case err == nil:
			won++
		case !ledger.IsCode(err, "confirmation_answered"):
			t.Error(err)
		}
	}
	if n := ledgertest.Ask[int](t, b, `SELECT count(*) FROM hefu.receivable_confirmations WHERE answer IS NOT NULL`); won != 1 || n != 1 {
		t.Errorf("%d answers won, %d are kept", won, n)
	}
}
