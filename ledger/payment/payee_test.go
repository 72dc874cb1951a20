package payment_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/payment"
	"hefu/ledger/pdftext"
	"hefu/ledger/provider"
)

// Once the seller has another account, an open reference tells the old one to nobody, and a new one takes its place.
func TestAnOpenReferenceDoesNotTellAnOldAccount(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.receivable(t, "100.00")
	set := func(account string) {
		t.Helper()
		d.Exec(t, `ALTER TABLE hefu.organizations DISABLE TRIGGER USER`)
		d.Exec(t, `UPDATE hefu.organizations SET payee_name = '华东精密机械', payee_bank = '工商银行', payee_account = $2 WHERE id = $1`, d.Organization.ID.String(), account)
		d.Exec(t, `ALTER TABLE hefu.organizations ENABLE TRIGGER USER`)
	}
	set("1111")
	first, err := d.payments.Refer(t.Context(), d.payer, payment.Asked{Currency: "CNY"}, ledgertest.Amount("100"))
	if err != nil || first.PayeeAccount != "1111" || first.Standing != payment.Waiting {
		t.Fatalf("%+v, %v", first, err)
	}
	set("2222")
	old, err := d.payments.Transfer(t.Context(), d.payer, first.ID)
	if err != nil || old.Standing != payment.PayeeChanged || old.PayeeAccount+old.PayeeName+old.PayeeBank != "" {
		t.Errorf("%+v, %v", old, err)
	}
	if _, err := d.payments.QR(t.Context(), d.payer, first.ID); !ledger.IsCode(err, "payee_changed") {
		t.Errorf("its code: %v", err)
	}
	if _, _, err := d.payments.Slip(t.Context(), d.payer, first.ID, "zh-CN"); !ledger.IsCode(err, "payee_changed") {
		t.Errorf("its slip: %v", err)
	}
	if _, err := d.payments.Reissue(t.Context(), d.Contact(d.USD, ledger.Payer), first.ID); !ledger.IsCode(err, "not_found") {
		t.Errorf("another customer's: %v", err)
	}
	next, err := d.payments.Reissue(t.Context(), d.payer, first.ID)
	if err != nil || next.Code == first.Code || next.PayeeAccount != "2222" || !next.Amount.Equal(ledgertest.Amount("100")) {
		t.Errorf("%+v, %v", next, err)
	}
	if _, err := d.payments.QR(t.Context(), d.payer, next.ID); err != nil {
		t.Error(err)
	}
	_, file, err := d.payments.Slip(t.Context(), d.payer, next.ID, "en")
	if err != nil {
		t.Fatal(err)
	}
	lines, err := pdftext.Read(file)
	printed := fmt.Sprint(lines)
	for _, want := range []string{payment.Spaced(next.Code), "CNY 100.00", "工商银行", "2222", "To transfer (CNY)", next.Items[0].DocumentNo} {
		if err != nil || !strings.Contains(printed, want) {
			t.Errorf("%q is not on the slip: %s, %v", want, printed, err)
		}
	}
}

// What was paid in another way is not asked for once more, and a customer sees its references and nobody else's.
func TestReferencesAreListedAsTheyStand(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.receivable(t, "100.00")
	made, err := d.payments.Refer(t.Context(), d.payer, payment.Asked{Currency: "CNY"}, ledgertest.Amount("100"))
	if err != nil {
		t.Fatal(err)
	}
	standing := func(who ledger.Actor) (out []payment.Standing) {
		t.Helper()
		found, err := d.payments.Transfers(t.Context(), who, payment.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if f.ID != made.ID || len(f.Items) != 1 {
				t.Errorf("%+v", f)
			}
			out = append(out, f.Standing)
		}
		return out
	}
	if got := standing(d.payer); !slices.Equal(got, []payment.Standing{payment.Waiting}) {
		t.Errorf("before: %v", got)
	}
	if got := standing(d.Contact(d.USD, ledger.Payer)); len(got) != 0 {
		t.Errorf("another customer's: %v", got)
	}
	if err := d.say(t, charge(d.start(t, "100")), provider.Paid); err != nil {
		t.Fatal(err)
	}
	if got := standing(d.payer); !slices.Equal(got, []payment.Standing{payment.SettledElse}) {
		t.Errorf("after the same was paid online: %v", got)
	}
	if _, err := d.payments.QR(t.Context(), d.payer, made.ID); !ledger.IsCode(err, "reference_done") {
		t.Errorf("a code that leads to paying twice: %v", err)
	}
	if _, _, err := d.payments.Slip(t.Context(), d.payer, made.ID, "zh-CN"); !ledger.IsCode(err, "reference_done") {
		t.Errorf("a slip that leads to paying twice: %v", err)
	}
}
