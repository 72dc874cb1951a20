package archive_test

import (
	"strings"
	"testing"
	"time"

	"hefu/ledger"
	"hefu/ledger/archive"
	"hefu/ledger/attachment"
	"hefu/ledger/ledgertest"
)

func (d *desk) chief() ledger.Actor {
	actor := d.Staff(ledger.FinanceSupervisor)
	actor.Fresh = true
	return actor
}

// stale is the same person, who signed in long ago.
func (d *desk) stale() ledger.Actor {
	actor := d.chief()
	actor.Fresh = false
	return actor
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if !ledger.IsCode(err, code) {
		t.Errorf("answered %v, want %s", err, code)
	}
}

// older turns the clock for what is sealed: bundles of a cut-off as long ago as no rule keeps them.
func (d *desk) older(t *testing.T) {
	t.Helper()
	d.PlantsFaults()
	d.Exec(t, `ALTER TABLE hefu.archive_bundles DISABLE TRIGGER append_only`)
	d.Exec(t, `UPDATE hefu.archive_bundles SET cut_off = '1990-03-31', period_start = '1990-03-01'`)
	d.Exec(t, `ALTER TABLE hefu.archive_bundles ENABLE TRIGGER append_only`)
}

// Nothing under retention or hold goes, whoever asks, in code and in SQL; what is due goes with its record kept.
func TestWhatIsKeptAndWhatMayGo(t *testing.T) {
	t.Parallel()
	d := open(t, true, newSigner(t))
	made := d.seal(t)
	if made.KeptUntil.String() != "2057-01-01" || made.Held || made.Due {
		t.Errorf("sealed: %+v", made)
	}
	inSQL := func(constraint string) {
		t.Helper()
		err := d.TryExec(t, `INSERT INTO hefu.archive_disposals (bundle_id, organization_id, customer_id, statement_id, reason, disposed_by, disposed_by_name)
			SELECT id, organization_id, customer_id, statement_id, 'x', made_by, 'x' FROM hefu.archive_bundles`)
		if err == nil || !strings.Contains(err.Error(), constraint) {
			t.Errorf("the database answers %v, want %s", err, constraint)
		}
	}
	inSQL("must be kept")
	wantCode(t, d.Dispose(t.Context(), d.chief(), made.ID, "到期"), "archive_retained")
	wantCode(t, d.Dispose(t.Context(), d.chief(), made.ID, " "), "validation_failed")
	wantCode(t, d.Dispose(t.Context(), d.stale(), made.ID, "到期"), "step_up_required")
	wantCode(t, d.Dispose(t.Context(), d.Staff(ledger.ARAccountant), made.ID, "到期"), "not_permitted")
	wantCode(t, d.Dispose(t.Context(), d.Contact(d.CNY, ledger.Confirmer), made.ID, "到期"), "not_permitted")

	d.older(t)
	hold, err := d.PlaceHold(t.Context(), d.chief(), archive.HoldCommand{StatementID: d.statement, Reason: "诉讼"})
	must(t, err)
	inSQL("is on hold")
	wantCode(t, d.Dispose(t.Context(), d.chief(), made.ID, "到期"), "archive_on_hold")
	wantCode(t, d.EndHold(t.Context(), d.stale(), hold, "结案"), "step_up_required")
	must(t, d.EndHold(t.Context(), d.chief(), hold, "结案"))
	wantCode(t, d.EndHold(t.Context(), d.chief(), hold, "结案"), "conflict")
	must(t, d.Dispose(t.Context(), d.chief(), made.ID, "到期"))
	wantCode(t, d.Dispose(t.Context(), d.chief(), made.ID, "到期"), "archive_disposed")

	found, err := d.Get(t.Context(), d.Staff(ledger.Auditor), made.ID)
	must(t, err)
	if found.DisposedAt == nil || found.Manifest != made.Manifest {
		t.Errorf("what stays: %+v", found)
	}
	_, _, err = d.Download(t.Context(), d.Staff(ledger.Auditor), made.ID)
	wantCode(t, err, "archive_disposed")
	swept, err := attachment.Open(d.DB, d.blobs).Sweep(t.Context(), ledger.SystemClock().Add(48*time.Hour))
	must(t, err)
	if swept != 1 {
		t.Errorf("%d files were swept, want the bundle's", swept)
	}
	if files := ledgertest.Ask[int](t, d.Books, `SELECT count(*) FROM hefu.audit_log WHERE action IN ('archive.hold_placed', 'archive.hold_ended', 'archive.disposed')`); files != 3 {
		t.Errorf("%d rows are in the audit log", files)
	}
}

// The longest rule counts that was in force since a bundle was sealed; the next one has the rule of its day.
func TestARuleIsNeverShortenedForWhatIsSealed(t *testing.T) {
	t.Parallel()
	d := open(t, true, nil)
	until := func(b archive.Bundle) string {
		t.Helper()
		found, err := d.Get(t.Context(), d.Staff(ledger.Auditor), b.ID)
		must(t, err)
		return found.KeptUntil.String()
	}
	must(t, d.SetRule(t.Context(), d.chief(), 15, "公司制度"))
	first := d.seal(t)
	must(t, d.SetRule(t.Context(), d.chief(), 10, "修订"))
	second := d.seal(t)
	if until(first) != "2042-01-01" || until(second) != "2037-01-01" {
		t.Errorf("kept until %s and %s", until(first), until(second))
	}
	must(t, d.SetRule(t.Context(), d.chief(), 0, "永久"))
	if found, err := d.Get(t.Context(), d.chief(), second.ID); err != nil || !found.KeptUntil.IsZero() {
		t.Errorf("for good: %+v, %v", found, err)
	}
	for years, actor := range map[int]ledger.Actor{9: d.chief(), 101: d.chief(), -1: d.chief()} {
		wantCode(t, d.SetRule(t.Context(), actor, years, "x"), "validation_failed")
	}
	wantCode(t, d.SetRule(t.Context(), d.Staff(ledger.Auditor), 20, "x"), "not_permitted")
	_, err := d.PlaceHold(t.Context(), d.chief(), archive.HoldCommand{CustomerID: d.OtherCustomer.ID, Reason: "x"})
	wantCode(t, err, "not_found")
	shown, err := d.Retention(t.Context(), d.Staff(ledger.Auditor))
	if err != nil || len(shown.Rules) != 3 || shown.Rules[0].Years != 0 || shown.May {
		t.Errorf("shown %+v, %v", shown, err)
	}
}
