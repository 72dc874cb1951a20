package finalization_test

import (
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/finalization"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
	"hefu/ledger/webtest"
)

// agreed makes a customer's statement of a month that the customer agrees with.
func (o office) agreed(t testing.TB, customer ledgertest.Customer, month string) webtest.Shown {
	t.Helper()
	o.Receivable(t, customer, "113.00", month+"-10")
	shown := o.Issued(t, customer, month)
	if _, err := o.Services.Statements.Confirm(t.Context(), o.Contact(customer, ledger.Confirmer), statement.ConfirmCommand{StatementID: shown.ID, Version: 1, SHA256: shown.SHA256}); err != nil {
		t.Fatal(err)
	}
	return shown
}

func spring() finalization.BatchScope {
	return finalization.BatchScope{From: calendar.MustParse("2026-03-01"), To: calendar.MustParse("2026-04-30")}
}

func (o office) batch(t testing.TB, scope finalization.BatchScope) ledger.ID {
	t.Helper()
	id, err := o.Services.Finalizations.CreateBatch(t.Context(), o.accountant, finalization.BatchCommand{BatchScope: scope, Locale: "zh-CN"})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// works does the batch's work as workers do, until nothing is left.
func (o office) works(t testing.TB, id ledger.ID) finalization.BatchView {
	t.Helper()
	for left := true; left; {
		var err error
		if left, err = o.Services.Finalizations.WorkBatch(t.Context(), finalization.BatchArgs{OrganizationID: o.Organization.ID, BatchID: id}); err != nil {
			t.Fatal(err)
		}
	}
	return o.readBatch(t, id)
}

func (o office) readBatch(t testing.TB, id ledger.ID) finalization.BatchView {
	t.Helper()
	v, err := o.Services.Finalizations.GetBatch(t.Context(), o.accountant, id)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestABatchIsPreparedByOneAndSignedByAnother(t *testing.T) {
	t.Parallel()
	o := open(t)
	all := o.Services.Finalizations
	_, err := all.CreateBatch(t.Context(), o.accountant, finalization.BatchCommand{BatchScope: spring(), Locale: "zh-CN"})
	wantCode(t, err, "nothing_to_do") // it is out, and not agreed
	o.confirm(t)
	o.agreed(t, o.CNY, "2026-04")
	left := o.agreed(t, o.GBP, "2026-04")
	o.agreed(t, o.USD, "2026-05") // not of the period
	p, err := all.PreviewBatch(t.Context(), o.accountant, spring())
	if err != nil || p.Ready != 3 || p.Waiting != 0 || len(p.Rows) != 3 || len(p.Totals) != 2 {
		t.Fatalf("preview: %+v, %v", p, err)
	}
	scope := spring()
	scope.Excluded = []ledger.ID{left.ID}
	_, err = all.CreateBatch(t.Context(), o.accountant, finalization.BatchCommand{BatchScope: scope, Locale: "zh-CN", Count: 3})
	wantCode(t, err, "content_changed")
	id := o.batch(t, scope)
	tick := finalization.SignCommand{ID: id, Agreed: true}
	wantCode(t, all.SignBatch(t.Context(), o.chief, tick), "state_forbids") // nothing is laid out yet
	v := o.works(t, id)
	if v.State() != "to_sign" || v.ToSign != 2 || v.Total != 2 || len(v.Sums) != 1 || v.Sums[0].Count != 2 {
		t.Fatalf("prepared: %+v", v)
	}
	wantCode(t, all.SignBatch(t.Context(), o.chief, tick), "content_changed")
	tick.SHA256 = v.SHA256
	stale := o.chief
	stale.Fresh = false
	wantCode(t, all.SignBatch(t.Context(), stale, tick), "step_up_required")
	wantCode(t, all.SignBatch(t.Context(), fresh(o.accountant), tick), "not_permitted")
	wantCode(t, all.SignBatch(t.Context(), fresh(o.OtherStaff(ledger.FinanceSupervisor)), tick), "not_found")
	wantCode(t, all.SignBatch(t.Context(), o.chief, finalization.SignCommand{ID: id, SHA256: v.SHA256}), "validation_failed")
	if err := all.SignBatch(t.Context(), o.chief, tick); err != nil {
		t.Fatal(err)
	}
	if v = o.readBatch(t, id); v.State() != "signing" || v.Signing != 2 {
		t.Errorf("granted: %+v", v)
	}
	wantCode(t, all.SignBatch(t.Context(), o.chief, tick), "state_forbids")
	if v = o.works(t, id); v.State() != "done" || v.Signed != 2 || v.Failed != 0 || v.SignedByName != o.chief.Name {
		t.Errorf("signed: %+v", v)
	}
	page, err := all.List(t.Context(), o.accountant, finalization.Query{Limit: 10})
	if err != nil || page.Counts[finalization.ToCountersign] != 2 {
		t.Fatalf("%+v, %v", page.Counts, err)
	}
	for _, f := range page.Rows {
		if signed := o.get(t, o.signer, f.ID); signed.PreparedByName != o.accountant.Name || signed.SellerSigner != o.chief.Name || len(signed.Signatures) != 1 {
			t.Errorf("%+v", signed)
		}
		if r := o.verify(t, o.file(t, o.signer, f.ID)); r.Verdict != "valid" {
			t.Errorf("%+v", r)
		}
	}
}

func TestWhoPreparedABatchDoesNotSignIt(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.confirm(t)
	id, err := o.Services.Finalizations.CreateBatch(t.Context(), o.chief, finalization.BatchCommand{BatchScope: spring(), Locale: "en"})
	if err != nil {
		t.Fatal(err)
	}
	o.works(t, id)
	v, err := o.Services.Finalizations.GetBatch(t.Context(), o.chief, id)
	if err != nil || v.Actions["sign"].Allowed || v.Actions["sign"].Why.Code != "four_eyes" {
		t.Fatalf("%+v, %v", v.Actions, err)
	}
	wantCode(t, o.Services.Finalizations.SignBatch(t.Context(), o.chief, finalization.SignCommand{ID: id, SHA256: v.SHA256, Agreed: true}), "four_eyes")
}

// What cannot be finalized is said with its reason, stops nobody else, and is done again when the reason is gone.
func TestABatchSaysWhatItCouldNotDo(t *testing.T) {
	t.Parallel()
	o := open(t)
	all := o.Services.Finalizations
	o.confirm(t)
	o.agreed(t, o.CNY, "2026-04")
	id := o.batch(t, spring())
	byHand := o.prepare(t, finalization.Whole)
	v := o.works(t, id)
	if v.State() != "to_sign" || v.ToSign != 1 || v.Failed != 1 || len(v.Failures) != 1 || v.Failures[0].Code != "finalization_exists" {
		t.Fatalf("%+v", v)
	}
	if err := all.Withdraw(t.Context(), o.accountant, byHand, "改为批量"); err != nil {
		t.Fatal(err)
	}
	if err := all.RetryBatch(t.Context(), o.accountant, id); err != nil {
		t.Fatal(err)
	}
	wantCode(t, all.RetryBatch(t.Context(), o.accountant, id), "nothing_to_do")
	if v = o.works(t, id); v.ToSign != 2 || v.Failed != 0 {
		t.Fatalf("again: %+v", v)
	}
	wantCode(t, all.WithdrawBatch(t.Context(), o.accountant, id, " "), "validation_failed")
	if err := all.WithdrawBatch(t.Context(), o.accountant, id, "语言有误"); err != nil {
		t.Fatal(err)
	}
	wantCode(t, all.WithdrawBatch(t.Context(), o.accountant, id, "语言有误"), "state_forbids")
	if v = o.readBatch(t, id); v.State() != "done" || v.Ended != 2 {
		t.Errorf("taken back: %+v", v)
	}
	if v := o.works(t, o.batch(t, spring())); v.ToSign != 2 {
		t.Errorf("free again: %+v", v)
	}
}

// Several workers share a batch; each file is laid out and signed once.
func TestWorkersShareABatch(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.confirm(t)
	for _, month := range []string{"2026-04", "2026-05", "2026-06", "2026-07"} {
		o.agreed(t, o.CNY, month)
	}
	scope := spring()
	scope.To = calendar.MustParse("2026-12-31")
	id := o.batch(t, scope)
	together := func() {
		t.Helper()
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				for left := true; left; {
					var err error
					if left, err = o.Services.Finalizations.WorkBatch(t.Context(), finalization.BatchArgs{OrganizationID: o.Organization.ID, BatchID: id}); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		group.Wait()
	}
	together()
	v := o.readBatch(t, id)
	if v.ToSign != 5 || v.Failed != 0 {
		t.Fatalf("prepared by four: %+v", v)
	}
	if told := ledgertest.Ask[int](t, o.Books, `SELECT count(*)::int FROM hefu.events WHERE kind = 'finalization.batch'`); told != 1 {
		t.Errorf("told %d times", told)
	}
	if err := o.Services.Finalizations.SignBatch(t.Context(), o.chief, finalization.SignCommand{ID: id, SHA256: v.SHA256, Agreed: true}); err != nil {
		t.Fatal(err)
	}
	together()
	if v = o.readBatch(t, id); v.Signed != 5 || v.Failed != 0 || v.State() != "done" {
		t.Errorf("signed by four: %+v", v)
	}
	if counts := ledgertest.Ask[string](t, o.Books, `SELECT concat_ws(' ', (SELECT count(*) FROM hefu.finalizations), (SELECT count(*) FROM hefu.signatures))`); counts != "5 5" {
		t.Errorf("finalizations and signatures: %s", counts)
	}
}
