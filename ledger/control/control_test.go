package control_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/control"
	"hefu/ledger/ledgertest"
	"hefu/ledger/party"
)

func report(t *testing.T, b *ledgertest.Books, as ledger.Actor) map[string]control.Finding {
	t.Helper()
	found, err := control.Open(b.DB).Report(t.Context(), as)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]control.Finding{}
	for _, f := range found {
		out[f.Key] = f
	}
	return out
}

func TestSoundBooksHaveNothingBroken(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	b.Receivable(t, b.CNY, "113.00", "2026-03-05")
	for key, f := range report(t, b, b.Staff(ledger.Auditor)) {
		if len(f.Rows) != 0 {
			t.Errorf("%s: %+v", key, f.Rows)
		}
	}
	for _, role := range []ledger.Role{ledger.Sales, ledger.ARAccountant, ledger.CreditManager} {
		if _, err := control.Open(b.DB).Report(t.Context(), b.Staff(role)); !ledger.IsCode(err, "not_permitted") {
			t.Errorf("%s: %v", role, err)
		}
	}
}

func TestWhatIsFound(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	parties, sales := party.Open(b.DB), b.Staff(ledger.Sales)
	if err := parties.SetStaffRoles(t.Context(), b.Staff(ledger.Administrator), sales.PersonID, []ledger.Role{ledger.Sales, ledger.ARAccountant}); err != nil {
		t.Fatal(err)
	}
	b.Exec(t, `UPDATE hefu.customers SET bank = '工行', bank_account = CASE code WHEN $1 THEN '6222 0001' ELSE '62220001' END WHERE id::text IN ($2, $3)`,
		"C001", b.CNY.ID.String(), b.GBP.ID.String())
	b.Exec(t, `UPDATE hefu.customers SET bank = '工行', bank_account = '62220001' WHERE id::text = $1`, b.OtherCustomer.ID.String())
	b.Exec(t, `UPDATE hefu.staff SET email = 'Same@over.test' WHERE id::text = $1`, sales.PersonID.String())
	b.Exec(t, `UPDATE hefu.contacts SET email = 'same@over.test' WHERE id::text = $1`, b.Contact(b.CNY, ledger.Viewer).PersonID.String())
	found := report(t, b, b.Staff(ledger.Administrator))
	for key, want := range map[string]int{"same_person": 0, "roles_meet": 1, "own_customer": 1, "account_shared": 2, "account_is_ours": 0, "payee_changed": 0} {
		if got := found[key]; len(got.Rows) != want {
			t.Errorf("%s: %d rows, want %d: %+v", key, len(got.Rows), want, got.Rows)
		}
	}
	if row := found["roles_meet"].Rows; len(row) == 1 && (row[0].ID != sales.PersonID || row[0].Detail != "sales + ar_accountant") {
		t.Errorf("%+v", row)
	}
	if other := report(t, b, b.OtherStaff(ledger.Auditor)); len(other["account_shared"].Rows)+len(other["roles_meet"].Rows)+len(other["own_customer"].Rows) != 0 {
		t.Errorf("the other organization reads %+v", other)
	}
}

func TestOnePersonTwiceIsBroken(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	posted := b.Receivable(t, b.CNY, "113.00", "2026-03-05")
	b.PlantsFaults()
	b.Exec(t, `ALTER TABLE hefu.documents DISABLE TRIGGER USER`)
	b.Exec(t, `ALTER TABLE hefu.documents DROP CONSTRAINT documents_four_eyes`)
	b.Exec(t, `UPDATE hefu.documents SET approved_by = created_by WHERE id::text = $1`, posted.ID.String())
	found := report(t, b, b.Staff(ledger.Auditor))["same_person"]
	if found.Weight != "broken" || len(found.Rows) != 1 || found.Rows[0].ID != posted.ID {
		t.Errorf("%+v", found)
	}
}
