package audit_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/audit"
	"hefu/ledger/ledgertest"
	"hefu/ledger/party"
)

func open(t *testing.T) (*ledgertest.Books, *audit.Service) {
	t.Helper()
	b := ledgertest.Open(t)
	return b, audit.Open(b.DB)
}

// act changes something as the administrator and as the finance supervisor, so that the log has rows of both.
func act(t *testing.T, b *ledgertest.Books) {
	t.Helper()
	parties := party.Open(b.DB)
	if err := parties.SetStaffRoles(t.Context(), b.Staff(ledger.Administrator), b.Staff(ledger.Sales).PersonID, []ledger.Role{ledger.Sales, ledger.CreditManager}); err != nil {
		t.Fatal(err)
	}
	if err := parties.SetPolicy(t.Context(), b.Staff(ledger.FinanceSupervisor), party.Policy{ApprovalThreshold: ledgertest.Amount("500.00"), DisputeDays: 5}); err != nil {
		t.Fatal(err)
	}
	b.Receivable(t, b.CNY, "113.00", "2026-03-05")
}

func TestWhoReadsTheLogAndHowMuchOfIt(t *testing.T) {
	t.Parallel()
	b, log := open(t)
	act(t, b)
	for _, role := range ledgertest.StaffRoles {
		page, err := log.List(t.Context(), b.Staff(role), audit.Filter{Actions: []string{"document", "staff"}})
		switch role {
		case ledger.Auditor, ledger.Management, ledger.FinanceSupervisor, ledger.Administrator:
		default:
			if !ledger.IsCode(err, "not_permitted") {
				t.Errorf("%s: %v", role, err)
			}
			continue
		}
		if err != nil || len(page.Rows) < 2 {
			t.Fatalf("%s: %d rows, %v", role, len(page.Rows), err)
		}
		for _, row := range page.Rows {
			money := strings.HasPrefix(row.Action, "document.")
			if hidden := role == ledger.Administrator && money; row.Withheld != hidden || (row.Payload == "") != hidden || row.RowHash == "" {
				t.Errorf("%s reads %s: withheld %v, payload %q", role, row.Action, row.Withheld, row.Payload)
			}
		}
	}
}

func TestFindingRows(t *testing.T) {
	t.Parallel()
	b, log := open(t)
	act(t, b)
	auditor := b.Staff(ledger.Auditor)
	for name, at := range map[string]struct {
		filter audit.Filter
		want   []string
	}{
		"a person":     {audit.Filter{Person: b.Staff(ledger.Administrator).PersonID}, []string{"staff.roles_changed"}},
		"a family":     {audit.Filter{Actions: []string{"organization"}}, []string{"organization.policy_changed"}},
		"a whole act":  {audit.Filter{Actions: []string{"organization.policy_changed", "staff.never"}}, []string{"organization.policy_changed"}},
		"words":        {audit.Filter{Query: "credit_manager"}, []string{"staff.roles_changed"}},
		"no such word": {audit.Filter{Query: "100%_"}, nil},
		"a customer":   {audit.Filter{CustomerID: b.GBP.ID}, nil},
		"a stranger":   {audit.Filter{Person: ledger.NewID()}, nil},
	} {
		page, err := log.List(t.Context(), auditor, at.filter)
		var got []string
		for _, row := range page.Rows {
			got = append(got, row.Action)
		}
		if err != nil || strings.Join(got, " ") != strings.Join(at.want, " ") {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	page, err := log.List(t.Context(), auditor, audit.Filter{Actions: []string{"staff"}})
	if err != nil {
		t.Fatal(err)
	}
	row := page.Rows[0]
	if row.Name != b.Staff(ledger.Administrator).Name {
		t.Errorf("by %q", row.Name)
	}
	found := false
	for _, change := range audit.Changes(row.Detail) {
		found = found || change == audit.Change{Before: "sales", After: "credit_manager, sales"}
	}
	if !found {
		t.Errorf("%+v", audit.Changes(row.Detail))
	}
	_, err = log.One(t.Context(), b.OtherStaff(ledger.Auditor), row.Seq)
	if !ledger.IsCode(err, "not_found") {
		t.Errorf("another organization's auditor reads it: %v", err)
	}
	if one, err := log.One(t.Context(), auditor, row.Seq); err != nil || one.RowHash != row.RowHash {
		t.Errorf("%+v, %v", one, err)
	}
	actions, err := log.Actions(t.Context(), auditor)
	if err != nil || len(actions) < 3 {
		t.Errorf("%v, %v", actions, err)
	}
}

// Whatever is done to the log as its owner, the check names the first row at fault and how.
func TestTheChainNamesTheFirstRowAtFault(t *testing.T) {
	t.Parallel()
	for name, at := range map[string]struct{ sql, fault string }{
		"nothing":         {"", ""},
		"an edited value": {`UPDATE hefu.audit_log SET payload = replace(payload, 'sales', 'salex') WHERE action = 'staff.roles_changed'`, "content"},
		"another actor":   {`UPDATE hefu.audit_log SET actor_subject = 'x' || actor_subject WHERE action = 'staff.roles_changed'`, "columns"},
		"a removed row":   {`DELETE FROM hefu.audit_log WHERE action = 'staff.roles_changed'`, "gap"},
		"an edit rehashed": {`UPDATE hefu.audit_log SET payload = replace(payload, 'sales', 'salex'),
			row_hash = encode(sha256(convert_to(prev_hash || replace(payload, 'sales', 'salex'), 'UTF8')), 'hex') WHERE action = 'staff.roles_changed'`, "link"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, log := open(t)
			act(t, b)
			seq := ledgertest.Ask[int64](t, b, `SELECT seq FROM hefu.audit_log WHERE action = 'staff.roles_changed'`)
			if at.sql != "" {
				b.PlantsFaults()
				b.Exec(t, `ALTER TABLE hefu.audit_log DISABLE TRIGGER append_only`)
				b.Exec(t, at.sql)
			}
			found, err := log.Check(t.Context(), b.Staff(ledger.Auditor), 0)
			if err != nil || !found.HeadStands || found.Next != 0 || found.Checked == 0 || found.Fault != at.fault {
				t.Fatalf("%+v, %v", found, err)
			}
			if at.fault != "" && (found.Broken < seq || found.Broken > seq+1) {
				t.Errorf("row %d is named, %d was changed", found.Broken, seq)
			}
		})
	}
	t.Run("a cut tail", func(t *testing.T) {
		t.Parallel()
		b, log := open(t)
		act(t, b)
		b.PlantsFaults()
		b.Exec(t, `ALTER TABLE hefu.audit_log DISABLE TRIGGER append_only`)
		b.Exec(t, `DELETE FROM hefu.audit_log WHERE seq = (SELECT max(seq) FROM hefu.audit_log)`)
		if found, err := log.Check(t.Context(), b.Staff(ledger.Administrator), 0); err != nil || found.HeadStands || found.Broken != 0 {
			t.Errorf("%+v, %v", found, err)
		}
	})
}

func TestAFileCanBeCheckedOutside(t *testing.T) {
	t.Parallel()
	b, log := open(t)
	act(t, b)
	_, err := log.File(t.Context(), b.Staff(ledger.Administrator), audit.Filter{}, audit.JSON)
	if !ledger.IsCode(err, "not_permitted") {
		t.Errorf("an administrator takes the file: %v", err)
	}
	body, err := log.File(t.Context(), b.Staff(ledger.Auditor), audit.Filter{}, audit.JSON)
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(string(body)), "\n")
	for _, line := range rows {
		var row struct {
			Payload  string
			PrevHash string `json:"prev_hash"`
			RowHash  string `json:"row_hash"`
		}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256([]byte(row.PrevHash + row.Payload)); hex.EncodeToString(sum[:]) != row.RowHash {
			t.Errorf("not its hash: %s", line)
		}
	}
	table, err := log.File(t.Context(), b.Staff(ledger.Auditor), audit.Filter{}, audit.CSV)
	if err != nil || !strings.HasPrefix(string(table), "\ufeffseq,at,actor") || strings.Count(string(table), "\r\n") < len(rows) {
		t.Errorf("%v\n%.300s", err, table)
	}
	page, err := log.List(t.Context(), b.Staff(ledger.Auditor), audit.Filter{Actions: []string{"audit"}})
	if err != nil || len(page.Rows) != 2 {
		t.Errorf("%d files are logged, %v", len(page.Rows), err)
	}
}

// A search for words looks through a bounded piece of the log, and says how far it got.
func TestASearchSaysHowFarItGot(t *testing.T) {
	t.Parallel()
	b, log := open(t)
	b.PlantsFaults()
	b.Exec(t, `INSERT INTO hefu.audit_log (seq, at, organization_id, actor_subject, action, payload, prev_hash, row_hash)
		SELECT 1000000 + 70000 * n, now(), $1::text::uuid, 'system:test', 'test.row', '{"detail":{"word":"needle' || n || '"}}', '', '' FROM generate_series(1, 3) n`, b.Organization.ID.String())
	page, err := log.List(t.Context(), b.Staff(ledger.Auditor), audit.Filter{Query: "needle1"})
	if err != nil || len(page.Rows) != 0 || page.Through == 0 {
		t.Fatalf("%d rows through %d, %v", len(page.Rows), page.Through, err)
	}
	page, err = log.List(t.Context(), b.Staff(ledger.Auditor), audit.Filter{Query: "needle1", Before: page.Through})
	if err != nil || len(page.Rows) != 1 {
		t.Errorf("%d rows, %v", len(page.Rows), err)
	}
}

func TestNobodyReadsAnotherOrganizationsLog(t *testing.T) {
	t.Parallel()
	b, log := open(t)
	act(t, b)
	page, err := log.List(t.Context(), b.OtherStaff(ledger.Auditor), audit.Filter{Query: "credit_manager"})
	if err != nil || len(page.Rows) != 0 {
		t.Errorf("%d rows, %v", len(page.Rows), err)
	}
}
