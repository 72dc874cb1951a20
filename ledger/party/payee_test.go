package party_test

import (
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/party"
)

// aDayLater lets the time of a change that waits come.
func aDayLater(t *testing.T, b *ledgertest.Books) {
	t.Helper()
	b.Exec(t, `ALTER TABLE hefu.payee_changes DISABLE TRIGGER USER`)
	b.Exec(t, `UPDATE hefu.payee_changes SET decided_at = decided_at - interval '1 day', effective_at = effective_at - interval '1 day' WHERE state = 'waiting'`)
	b.Exec(t, `ALTER TABLE hefu.payee_changes ENABLE TRIGGER USER`)
}

func TestAnotherPayeeIsAnnouncedAndCanBeStoppedUntilItHolds(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	administrator, supervisor := b.Staff(ledger.Administrator), b.Staff(ledger.FinanceSupervisor)
	stands, err := parties.Organization(t.Context(), administrator)
	if err != nil {
		t.Fatal(err)
	}
	approved := func(account string) ledger.ID {
		t.Helper()
		id, err := parties.AskPayee(t.Context(), administrator, party.Payee{Name: stands.Profile.PayeeName, Bank: stands.Profile.PayeeBank, Account: account}, "换开户行")
		if err != nil {
			t.Fatal(err)
		}
		if err := parties.DecidePayee(t.Context(), supervisor, id, true, ""); err != nil {
			t.Fatal(err)
		}
		return id
	}
	told := func(kind string) int {
		return ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.events WHERE kind = $1`, kind)
	}

	stopped := approved("6222000000000000001")
	if told("organization.payee_planned") != 1 || told("organization.payee_changed") != 0 {
		t.Error("nobody was told before it holds")
	}
	wantFaults(t, parties.StopPayee(t.Context(), supervisor, stopped, " "), map[string]string{"reason": "required"})
	wantCode(t, parties.StopPayee(t.Context(), b.OtherStaff(ledger.Administrator), stopped, "未经核实"), "not_found")
	wantCode(t, parties.StopPayee(t.Context(), b.Staff(ledger.ARAccountant), stopped, "未经核实"), "not_permitted")
	if err := parties.StopPayee(t.Context(), administrator, stopped, "未经核实"); err != nil {
		t.Fatal(err)
	}
	wantCode(t, parties.StopPayee(t.Context(), administrator, stopped, "未经核实"), "state_forbids")
	list, err := parties.PayeeChanges(t.Context(), supervisor)
	if err != nil || list[0].State != "stopped" || list[0].Why != "未经核实" || list[0].Stopped != administrator.Name || told("organization.payee_stopped") != 1 {
		t.Errorf("%+v, %v", list[0], err)
	}

	// What was changed on the command line meanwhile is not overwritten.
	overtaken := approved("6222000000000000002")
	profile := stands.Profile
	profile.PayeeAccount = "6222000000000000003"
	if err := parties.UpdateOrganization(t.Context(), ledger.SystemActor(b.Organization.ID, "command line"), profile); err != nil {
		t.Fatal(err)
	}
	aDayLater(t, b)
	if err := parties.EnforcePayee(t.Context(), b.Organization.ID); err != nil {
		t.Fatal(err)
	}
	now, err := parties.Organization(t.Context(), administrator)
	if err != nil || now.Profile.PayeeAccount != "6222000000000000003" {
		t.Errorf("%s, %v", now.Profile.PayeeAccount, err)
	}
	if state := ledgertest.Ask[string](t, b, `SELECT state FROM hefu.payee_changes WHERE id = $1::text::uuid`, overtaken.String()); state != "stopped" {
		t.Error(state)
	}
}

// The database holds the wait and the two people, whoever writes.
func TestTheDatabaseHoldsThePayeesSteps(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	administrator, supervisor := b.Staff(ledger.Administrator), b.Staff(ledger.FinanceSupervisor)
	id, err := parties.AskPayee(t.Context(), administrator, party.Payee{Name: "华东精密机械", Bank: "中国银行", Account: "6222000000000000001"}, "换开户行")
	if err != nil {
		t.Fatal(err)
	}
	refused := func(what, words, sql string) {
		t.Helper()
		if err := b.TryExec(t, sql, id.String()); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v, want %q", what, err, words)
		}
	}
	refused("in force at once", "by its steps and in its time", `UPDATE hefu.payee_changes SET state = 'approved', decided_by = gen_random_uuid(), decided_at = now(), made_at = now() WHERE id = $1::text::uuid`)
	refused("a wait of an hour", "payee_changes_waits", `UPDATE hefu.payee_changes SET state = 'waiting', decided_by = gen_random_uuid(), decided_at = now(), effective_at = now() + interval '1 hour' WHERE id = $1::text::uuid`)
	refused("approved by who asked", "may not decide on it", `UPDATE hefu.payee_changes SET state = 'waiting', decided_by = asked_by, decided_at = now(), effective_at = now() + interval '1 day' WHERE id = $1::text::uuid`)
	if err := parties.DecidePayee(t.Context(), supervisor, id, true, ""); err != nil {
		t.Fatal(err)
	}
	refused("in force before its time", "by its steps and in its time", `UPDATE hefu.payee_changes SET state = 'approved', made_at = now() WHERE id = $1::text::uuid`)
	refused("another time", "by its steps and in its time", `UPDATE hefu.payee_changes SET state = 'stopped', effective_at = now() WHERE id = $1::text::uuid`)
	refused("another account", "by its steps and in its time", `UPDATE hefu.payee_changes SET state = 'stopped', stopped_at = now(), payee_account = '1' WHERE id = $1::text::uuid`)
}
