package finalization_test

import (
	"bytes"
	"crypto/x509"
	"encoding/hex"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/dispute"
	"hefu/ledger/esign"
	"hefu/ledger/finalization"
	"hefu/ledger/ledgertest"
	"hefu/ledger/standin"
	"hefu/ledger/statement"
	"hefu/ledger/webtest"
)

// office is an agreed statement of 2,260.00, and the people who end it.
type office struct {
	*webtest.Site
	shown             webtest.Shown
	accountant, chief ledger.Actor
	confirmer, signer ledger.Actor
	foreign           ledger.Actor // a signer of another customer
}

func open(t *testing.T) office {
	t.Helper()
	s := webtest.Open(t)
	for _, day := range []string{"2026-03-10", "2026-03-11"} {
		s.Receivable(t, s.CNY, "1130.00", day)
	}
	o := office{Site: s, shown: s.Issued(t, s.CNY, "2026-03"), accountant: s.Staff(ledger.ARAccountant), chief: fresh(s.Staff(ledger.FinanceSupervisor)),
		confirmer: s.Contact(s.CNY, ledger.Confirmer), signer: s.Contact(s.CNY, ledger.Signer), foreign: s.Contact(s.USD, ledger.Signer)}
	return o
}

func fresh(a ledger.Actor) ledger.Actor {
	a.Fresh = true
	return a
}

func (o office) confirm(t testing.TB, lines ...int) {
	t.Helper()
	if _, err := o.Services.Statements.Confirm(t.Context(), o.confirmer, statement.ConfirmCommand{StatementID: o.shown.ID, Version: o.shown.Version, SHA256: o.shown.SHA256, Lines: lines}); err != nil {
		t.Fatal(err)
	}
}

func (o office) dispute(t testing.TB, line int, amount string) {
	t.Helper()
	_, err := o.Services.Disputes.Open(t.Context(), o.confirmer, dispute.OpenCommand{StatementID: o.shown.ID, Version: 1, SHA256: o.shown.SHA256, Lines: []int{line}, Category: "price",
		DisputedAmount: ledgertest.Amount(amount), Text: "单价不符"})
	if err != nil {
		t.Fatal(err)
	}
}

func (o office) prepare(t testing.TB, scope finalization.Scope) ledger.ID {
	t.Helper()
	id, err := o.Services.Finalizations.Prepare(t.Context(), o.accountant, finalization.PrepareCommand{StatementID: o.shown.ID, Scope: scope, Locale: "zh-CN"})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (o office) get(t testing.TB, by ledger.Actor, id ledger.ID) finalization.View {
	t.Helper()
	v, err := o.Services.Finalizations.Get(t.Context(), by, id)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// ticked is the command of somebody who has read the file as it is now.
func (o office) ticked(t testing.TB, id ledger.ID) finalization.SignCommand {
	t.Helper()
	return finalization.SignCommand{ID: id, SHA256: hex.EncodeToString(o.get(t, o.accountant, id).FileSHA256), Agreed: true}
}

func (o office) sign(t testing.TB, id ledger.ID) {
	t.Helper()
	if err := o.Services.Finalizations.Sign(t.Context(), o.chief, o.ticked(t, id)); err != nil {
		t.Fatal(err)
	}
}

// code asks for a code and reads it as its mail does.
func (o office) code(t testing.TB, id ledger.ID) string {
	t.Helper()
	if _, err := o.Services.Finalizations.RequestCode(t.Context(), o.signer, id); err != nil {
		t.Fatal(err)
	}
	return o.newestCode(t)
}

func (o office) newestCode(t testing.TB) string {
	t.Helper()
	code, err := ledger.ParseID(ledgertest.Ask[string](t, o.Books, `SELECT id::text FROM hefu.signing_codes ORDER BY created_at DESC LIMIT 1`))
	if err != nil {
		t.Fatal(err)
	}
	return o.Services.Access.Code(code)
}

func (o office) file(t testing.TB, by ledger.Actor, id ledger.ID) []byte {
	t.Helper()
	d, err := o.Services.Finalizations.Download(t.Context(), by, id)
	if err != nil {
		t.Fatal(err)
	}
	return d.Content
}

func (o office) verify(t testing.TB, file []byte) esign.Report {
	t.Helper()
	roots, lists, err := o.Services.Finalizations.Trust(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	for _, root := range roots {
		pool.AddCert(root)
	}
	return esign.Verify(file, esign.Trust{Roots: pool, CRLs: lists, Now: ledger.SystemClock()})
}

func wantCode(t testing.TB, err error, code string) {
	t.Helper()
	if !ledger.IsCode(err, code) {
		t.Errorf("answered %v, want %s", err, code)
	}
}

func TestAnAgreedStatementIsSignedByBothSides(t *testing.T) {
	t.Parallel()
	o := open(t)
	all := o.Services.Finalizations
	_, err := all.Prepare(t.Context(), o.accountant, finalization.PrepareCommand{StatementID: o.shown.ID, Scope: finalization.Whole, Locale: "zh-CN"})
	wantCode(t, err, "statement_not_agreed")
	o.confirm(t)
	id := o.prepare(t, finalization.Whole)
	_, err = all.Prepare(t.Context(), o.accountant, finalization.PrepareCommand{StatementID: o.shown.ID, Scope: finalization.Whole, Locale: "zh-CN"})
	wantCode(t, err, "finalization_exists")
	v := o.get(t, o.accountant, id)
	if v.State != finalization.ToSign || !v.Agreed.Equal(ledgertest.Amount("2260.00")) || !strings.Contains(v.Text.ZH, "2,260.00") {
		t.Fatalf("prepared: %+v", v)
	}
	_, err = all.Get(t.Context(), o.signer, id) // the seller's own paper until it is signed
	wantCode(t, err, "not_found")

	stale := o.chief
	stale.Fresh = false
	wantCode(t, all.Sign(t.Context(), stale, o.ticked(t, id)), "step_up_required")
	wantCode(t, all.Sign(t.Context(), fresh(o.accountant), o.ticked(t, id)), "not_permitted")
	unread := o.ticked(t, id)
	unread.SHA256 = strings.Repeat("0", 64)
	wantCode(t, all.Sign(t.Context(), o.chief, unread), "content_changed")
	unread.Agreed = false
	wantCode(t, all.Sign(t.Context(), o.chief, unread), "validation_failed")
	wantCode(t, all.Sign(t.Context(), fresh(o.OtherStaff(ledger.FinanceSupervisor)), o.ticked(t, id)), "not_found")
	o.sign(t, id)
	once := o.file(t, o.signer, id)
	if r := o.verify(t, once); r.Verdict != esign.Valid || len(r.Signatures) != 1 || !r.Signatures[0].Stamped {
		t.Fatalf("signed by the seller: %+v", r)
	}
	wantCode(t, all.Withdraw(t.Context(), o.accountant, id, "不要了"), "state_forbids")

	cmd := o.ticked(t, id)
	wantCode(t, all.Countersign(t.Context(), o.confirmer, cmd, "000000"), "not_permitted")
	wantCode(t, all.Countersign(t.Context(), o.foreign, cmd, "000000"), "not_found")
	wantCode(t, all.Countersign(t.Context(), o.signer, cmd, "000000"), "link_code_wrong") // none was asked for
	code := o.code(t, id)
	_, err = all.RequestCode(t.Context(), o.signer, id)
	wantCode(t, err, "link_code_soon")
	wrong := "111111"
	if wrong == code {
		wrong = "222222"
	}
	wantCode(t, all.Countersign(t.Context(), o.signer, cmd, wrong), "link_code_wrong")
	if err := all.Countersign(t.Context(), o.signer, cmd, code); err != nil {
		t.Fatal(err)
	}
	wantCode(t, all.Countersign(t.Context(), o.signer, cmd, code), "state_forbids")
	twice := o.file(t, o.signer, id)
	r := o.verify(t, twice)
	if r.Verdict != esign.Valid || len(r.Signatures) != 2 || !bytes.HasPrefix(twice, once) {
		t.Fatalf("signed by both: %+v", r)
	}
	if found, err := all.Lookup(t.Context(), id.String()); err != nil || !bytes.Equal(found, twice) {
		t.Errorf("the printed code leads to %d bytes, %v", len(found), err)
	}
	v = o.get(t, o.signer, id)
	if v.State != finalization.Signed || len(v.Signatures) != 2 || v.Signatures[0].By != o.chief.Name || v.Signatures[1].By != o.signer.Name {
		t.Errorf("concluded: %+v", v)
	}
	changed := bytes.Clone(twice)
	changed[len(changed)/3] ^= 1
	if r := o.verify(t, changed); r.Verdict == esign.Valid {
		t.Error("a changed byte goes unnoticed")
	}
}

func TestWhatIsFinalizedStays(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.confirm(t)
	id := o.prepare(t, finalization.Whole)
	_, err := o.Services.Statements.Reopen(t.Context(), o.confirmer, o.shown.ID, 1, []int{1})
	wantCode(t, err, "statement_finalized")
	wantCode(t, o.Services.Statements.Cancel(t.Context(), o.accountant, o.shown.ID, "算错"), "statement_finalized")
	for _, sql := range []string{
		`UPDATE hefu.statements SET version = version + 1 WHERE id = $1`, `UPDATE hefu.statements SET state = 'viewed' WHERE id = $1`,
		`DELETE FROM hefu.line_answers WHERE statement_id = $1`, `UPDATE hefu.finalizations SET agreed = 0 WHERE statement_id = $1`,
		`DELETE FROM hefu.finalizations WHERE statement_id = $1`,
	} {
		if err := o.TryExec(t, sql, o.shown.ID.String()); err == nil {
			t.Errorf("%s is let through", sql)
		}
	}
	if err := o.Services.Finalizations.Withdraw(t.Context(), o.accountant, id, "客户要求更正抬头"); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Services.Statements.Reopen(t.Context(), o.confirmer, o.shown.ID, 1, []int{1}); err != nil {
		t.Errorf("withdrawn, and still not free: %v", err)
	}
	wantCode(t, o.Services.Finalizations.Sign(t.Context(), o.chief, o.ticked(t, id)), "state_forbids")
	o.confirm(t)
	second := o.prepare(t, finalization.Whole)
	o.sign(t, second)
	wantCode(t, o.Services.Finalizations.Decline(t.Context(), o.signer, second, " "), "validation_failed")
	if err := o.Services.Finalizations.Decline(t.Context(), o.signer, second, "公司名称已变更"); err != nil {
		t.Fatal(err)
	}
	if v := o.get(t, o.accountant, second); v.State != finalization.Declined || v.EndReason != "公司名称已变更" {
		t.Errorf("%+v", v)
	}
	if of, err := o.Services.Finalizations.Of(t.Context(), o.accountant, o.shown.ID); err != nil || !of.Prepare.Allowed || of.Latest.ID != second {
		t.Errorf("%+v, %v", of, err)
	}
}

func TestWhoeverPreparedDoesNotSign(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.confirm(t)
	id, err := o.Services.Finalizations.Prepare(t.Context(), o.chief, finalization.PrepareCommand{StatementID: o.shown.ID, Scope: finalization.Whole, Locale: "en"})
	if err != nil {
		t.Fatal(err)
	}
	wantCode(t, o.Services.Finalizations.Sign(t.Context(), o.chief, o.ticked(t, id)), "four_eyes")
	if a := o.get(t, o.chief, id).Actions["sign"]; a.Allowed || a.Why.Code != "four_eyes" {
		t.Errorf("%+v", a)
	}
}

// A person and the stand-in are one for four eyes, in the domain and in the database.
func TestAStandInOfWhoPreparedDoesNotSign(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.confirm(t)
	id := o.prepare(t, finalization.Whole)
	today := calendar.MustParse(ledgertest.Ask[string](t, o.Books, `SELECT (now() AT TIME ZONE time_zone)::date::text FROM hefu.organizations WHERE id = $1`, o.Organization.ID))
	if _, err := o.Services.StandIns().Name(t.Context(), fresh(o.accountant), standin.Named{StandInID: o.chief.PersonID, StartsOn: today, EndsOn: today, Reason: "休假"}); err != nil {
		t.Fatal(err)
	}
	aware, err := o.Services.StandIns().Of(t.Context(), o.chief)
	if err != nil {
		t.Fatal(err)
	}
	if a := o.get(t, aware, id).Actions["sign"]; a.Allowed || a.Why.Code != "four_eyes" {
		t.Errorf("%+v", a)
	}
	for _, chief := range []ledger.Actor{aware, o.chief} { // the second knows of no stand-in: the database does
		wantCode(t, o.Services.Finalizations.Sign(t.Context(), chief, o.ticked(t, id)), "four_eyes")
	}
}

func TestTheAgreedPartIsSealedAndTheRestStaysOpen(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.confirm(t, 1)
	o.dispute(t, 2, "113.00")
	_, err := o.Services.Finalizations.Prepare(t.Context(), o.accountant, finalization.PrepareCommand{StatementID: o.shown.ID, Scope: finalization.Whole, Locale: "zh-CN"})
	wantCode(t, err, "statement_not_agreed")
	id := o.prepare(t, finalization.AgreedPart)
	v := o.get(t, o.accountant, id)
	if !v.Agreed.Equal(ledgertest.Amount("2147.00")) || !v.Disputed.Equal(ledgertest.Amount("113.00")) {
		t.Errorf("sealed %s, open %s", v.Agreed, v.Disputed)
	}
	_, err = o.Services.Statements.Reopen(t.Context(), o.confirmer, o.shown.ID, 1, []int{1})
	wantCode(t, err, "statement_finalized")
	o.sign(t, id)
	open, err := ledger.ParseID(ledgertest.Ask[string](t, o.Books, `SELECT id::text FROM hefu.disputes`))
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Services.Disputes.Withdraw(t.Context(), o.confirmer, open, 1); err != nil {
		t.Errorf("the rest cannot come to an agreement: %v", err)
	}
}
