package receipt_test

import (
	"strings"
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/group"
	"hefu/ledger/ledgertest"
	"hefu/ledger/receipt"
	"hefu/ledger/standin"
)

// release has the supervisor release every flag that is held.
func (d *desk) release(t *testing.T) {
	t.Helper()
	for _, f := range d.flags(t) {
		if f.State != bank.FlagHeld {
			continue
		}
		if _, err := d.bank.ReleaseFlag(t.Context(), d.Staff(ledger.FinanceSupervisor), f.DocumentID, "委托付款书已核对"); err != nil {
			t.Fatal(err)
		}
	}
}

func (d *desk) flags(t *testing.T) []bank.Flag {
	t.Helper()
	found, err := d.bank.Flags(t.Context(), d.actor, bank.FlagFilter{})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// decide makes the one line that waits the receipt of a customer.
func (d *desk) decide(t *testing.T, actor ledger.Actor, customer ledger.ID) document.Posted {
	t.Helper()
	posted, err := d.receipts.Decide(t.Context(), actor, d.waiting(t)[0].ID, receipt.Decision{CustomerID: customer})
	if err != nil {
		t.Fatal(err)
	}
	return posted
}

func (d *desk) wantRelease(t *testing.T, what string, actor ledger.Actor, receipt ledger.ID, reason, code string) {
	t.Helper()
	if _, err := d.bank.ReleaseFlag(t.Context(), actor, receipt, reason); !ledger.IsCode(err, code) {
		t.Errorf("%s: %v, want %s", what, err, code)
	}
}

// CTL-04, 回款挪用: money whose payer is not the customer is flagged, by hand and by itself, and nobody who attributed it releases it.
func TestAReceiptThatSomebodyElsePaidIsFlaggedAndReleasedByAnotherPerson(t *testing.T) {
	t.Parallel()
	d := open(t)
	supervisor := d.Staff(ledger.FinanceSupervisor)
	one := d.receivable(t, "1234")
	d.pays(t, "1234|某某商贸行|62220001|付 "+one.DocumentNo)
	if run := d.match(t, true); run.Posted != 1 {
		t.Fatalf("%+v", run)
	}
	d.pays(t, "900|赵六供应链有限公司|62220002|货款")
	mine := d.decide(t, supervisor, d.CNY.ID)
	flags := d.flags(t)
	if len(flags) != 2 || flags[0].Payer != "赵六供应链有限公司" || flags[0].State != bank.FlagHeld || flags[1].Payer != "某某商贸行" || flags[1].CustomerID != d.CNY.ID {
		t.Fatalf("%+v", flags)
	}
	if lines, err := d.bank.Lines(t.Context(), d.actor, bank.Filter{DocumentID: mine.ID}, bank.Page{}); err != nil || len(lines) != 1 || lines[0].Flag != bank.FlagHeld {
		t.Errorf("the line shows %+v, %v", lines, err)
	}
	d.wantRelease(t, "who attributed it", supervisor, mine.ID, "可以", "four_eyes")
	if err := d.TryExec(t, `UPDATE hefu.payer_flags SET released_by = made_by, released_by_name = '张', released_at = now(), reason = 'x' WHERE document_id = $1`, mine.ID); err == nil || !strings.Contains(err.Error(), "may not decide on it") {
		t.Errorf("in the database: %v", err)
	}
	for _, role := range []ledger.Role{ledger.ARAccountant, ledger.Sales, ledger.Auditor, ledger.Administrator, ledger.Management} {
		d.wantRelease(t, string(role), d.Staff(role), flags[1].DocumentID, "可以", "not_permitted")
	}
	d.wantRelease(t, "another organization", d.OtherStaff(ledger.FinanceSupervisor), flags[1].DocumentID, "可以", "not_found")
	d.wantRelease(t, "no reason", supervisor, flags[1].DocumentID, "  ", "validation_failed")

	var wait sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wait.Go(func() {
			_, errs[i] = d.bank.ReleaseFlag(t.Context(), supervisor, flags[1].DocumentID, "委托付款书 17 号")
		})
	}
	wait.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if !ledger.IsCode(err, "state_forbids") {
			t.Errorf("who came late is told %v", err)
		}
	}
	if now := d.flags(t)[1]; won != 1 || now.State != bank.FlagReleased || now.ReleasedBy != supervisor.Name || now.Reason != "委托付款书 17 号" {
		t.Errorf("%d released it: %+v", won, now)
	}
}

// The stand-in of who attributed the money is the same person, in the domain and in the database.
func TestAStandInDoesNotReleaseWhatThePersonAttributed(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.pays(t, "900|赵六供应链有限公司|62220002|货款")
	posted := d.decide(t, d.actor, d.CNY.ID)
	stand, supervisor := standin.Open(d.DB), d.Staff(ledger.FinanceSupervisor)
	today := calendar.MustParse(ledgertest.Ask[string](t, d.Books, `SELECT (now() AT TIME ZONE time_zone)::date::text FROM hefu.organizations WHERE id = $1`, d.Organization.ID))
	away := d.actor
	away.Fresh = true
	if _, err := stand.Name(t.Context(), away, standin.Named{StandInID: supervisor.PersonID, StartsOn: today, EndsOn: today.AddDays(3), Reason: "休假"}); err != nil {
		t.Fatal(err)
	}
	aware, err := stand.Of(t.Context(), supervisor)
	if err != nil {
		t.Fatal(err)
	}
	d.wantRelease(t, "the stand-in", aware, posted.ID, "可以", "four_eyes")
	d.wantRelease(t, "one who knows of no stand-in", supervisor, posted.ID, "可以", "four_eyes")
}

func TestNobodyIsFlaggedWhoIsTheCustomerOfItsGroupOrKnown(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.Exec(t, `UPDATE hefu.customers SET bank_account = '6222 7777 0001' WHERE id = $1`, d.CNY.ID)
	supervisor := d.Staff(ledger.FinanceSupervisor)
	since := calendar.Of(2026, 1, 1)
	if _, err := group.Open(d.DB).Declare(t.Context(), supervisor, "明远集团", "", "", []group.NewMember{{CustomerID: d.CNY.ID, From: since, Reason: "同一母公司"}, {CustomerID: d.USD.ID, From: since, Reason: "同一母公司"}}); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"10|" + d.CNY.Name + "|1|a", "11|王小二|622277770001|b", "12|" + d.USD.Name + "|3|c", "13|||d"} {
		d.pays(t, line)
		d.decide(t, d.actor, d.CNY.ID)
	}
	if found := d.flags(t); len(found) != 0 {
		t.Fatalf("%+v", found)
	}
	// Another customer's money is flagged, and says whose it is; a payer is known once it was released.
	d.pays(t, "14|"+d.GBP.Name+"|5|e")
	d.decide(t, d.actor, d.CNY.ID)
	if found := d.flags(t); len(found) != 1 || found[0].KnownForID != d.GBP.ID {
		t.Fatalf("%+v", found)
	}
	if known, err := d.receipts.Payers(t.Context(), d.actor, d.GBP.Name, receipt.Payer{}, 0); err != nil || len(known) != 0 {
		t.Errorf("known before its release: %+v, %v", known, err)
	}
	d.release(t)
	d.pays(t, "15|"+d.GBP.Name+"|5|f")
	d.decide(t, d.actor, d.CNY.ID)
	if found := d.flags(t); len(found) != 1 {
		t.Errorf("released and flagged again: %+v", found)
	}
}

// A payer learnt from a flagged receipt decides nothing until the flag is released, in the same run or a later one.
func TestWhatWasLearntOfAStrangerDecidesNothingBeforeItsRelease(t *testing.T) {
	t.Parallel()
	d := open(t)
	one, two := d.receivable(t, "1234"), d.receivable(t, "777")
	d.pays(t, "1234|赵六供应链有限公司|62220002|付 "+one.DocumentNo, "777|赵六供应链有限公司|62220002|货款")
	if run := d.match(t, true); run.Posted != 1 || d.Open(t, two).IsZero() {
		t.Fatalf("%+v", run)
	}
	if run := d.match(t, true); run.Posted != 0 {
		t.Fatalf("the next run: %+v", run)
	}
	d.release(t)
	if run := d.match(t, true); run.Posted != 1 || !d.Open(t, two).IsZero() {
		t.Errorf("after the release: %+v", run)
	}
}
