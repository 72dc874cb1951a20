package evidence_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/attachment"
	"hefu/ledger/calendar"
	"hefu/ledger/dispute"
	"hefu/ledger/evidence"
	"hefu/ledger/job"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
)

type desk struct {
	*ledgertest.Books
	statements *statement.Service
	evidence   *evidence.Service
	id         ledger.ID
}

const (
	secret = "价格表版本只有内部知道"
	spoken = "单价不符，请核对"
)

// openDesk has a statement of March in two versions with a dispute, an answer and a note among staff.
func openDesk(t *testing.T) *desk {
	t.Helper()
	b := ledgertest.Open(t)
	jobs, err := job.Open(b.DB, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	files := attachment.Open(b.DB, nil)
	statements := statement.Open(b.DB, jobs)
	d := &desk{Books: b, statements: statements, evidence: evidence.Open(b.DB, statements, files)}
	accountant, confirmer, disputes := b.Staff(ledger.ARAccountant), b.Contact(b.CNY, ledger.Confirmer), dispute.NewService(b.DB, files)
	b.Receivable(t, b.CNY, "100.00", "2026-03-10")
	b.Receivable(t, b.CNY, "200.00", "2026-03-11")
	b.Receivable(t, b.USD, "7777.00", "2026-03-11")
	march := calendar.MustParse("2026-03-01")
	run, err := statements.CreateRun(t.Context(), accountant, statement.RunCommand{Period: statement.Period{Start: march, CutOff: march.EndOfMonth()}, Issue: true})
	if err != nil {
		t.Fatal(err)
	}
	for left := true; left; {
		if left, err = statements.WorkRun(t.Context(), statement.RunArgs{OrganizationID: b.Organization.ID, RunID: run.ID}, 50); err != nil {
			t.Fatal(err)
		}
	}
	list, err := statements.List(t.Context(), confirmer, statement.Filter{})
	if err != nil || len(list) != 1 {
		t.Fatal(err, len(list))
	}
	d.id = list[0].ID
	view, err := statements.Read(t.Context(), confirmer, d.id)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := disputes.Open(t.Context(), confirmer, dispute.OpenCommand{StatementID: d.id, Version: 1, SHA256: view.SHA256, Lines: []int{1}, Category: "price", Text: spoken})
	if err != nil || len(opened.IDs) != 1 {
		t.Fatal(err, opened)
	}
	if err := disputes.Write(t.Context(), accountant, opened.IDs[0], secret, true); err != nil {
		t.Fatal(err)
	}
	if _, err := statements.Confirm(t.Context(), confirmer, statement.ConfirmCommand{StatementID: d.id, Version: 1, SHA256: view.SHA256, Lines: []int{2}}); err != nil {
		t.Fatal(err)
	}
	b.Receivable(t, b.CNY, "50.00", "2026-03-12")
	if _, err := statements.Revise(t.Context(), accountant, d.id, "补记三月单据"); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *desk) march(internal bool) evidence.Query {
	return evidence.Query{CustomerID: d.CNY.ID, From: calendar.MustParse("2026-03-01"), To: calendar.MustParse("2026-03-31"), Internal: internal}
}

// unpack reads a package back, after every hash in SHA256SUMS was checked.
func (d *desk) unpack(t *testing.T, q evidence.Query) map[string][]byte {
	t.Helper()
	var out bytes.Buffer
	if _, err := d.evidence.Write(t.Context(), d.Staff(ledger.Auditor), q, &out); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, entry := range archive.File {
		r, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[entry.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	sums := strings.Split(strings.TrimSpace(string(files["SHA256SUMS"])), "\n")
	if len(sums) != len(files)-1 {
		t.Errorf("%d sums for %d files", len(sums), len(files))
	}
	for _, line := range sums {
		want, name, _ := strings.Cut(line, "  ")
		if sum := sha256.Sum256(files[name]); hex.EncodeToString(sum[:]) != want {
			t.Errorf("%s has another hash than SHA256SUMS says", name)
		}
	}
	return files
}

// CTL-05: the package holds everything of the customer and period, and nothing of anybody else.
func TestThePackageIsWholeAndChecksOut(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	files := d.unpack(t, d.march(false))
	no := ledgertest.Ask[string](t, d.Books, `SELECT statement_no FROM hefu.statements WHERE id = $1`, d.id.String())
	for _, name := range []string{"v1.json", "v1.pdf", "v2.json", "v2.pdf", "answers.json", "deliveries.jsonl"} {
		if len(files["statements/"+no+"/"+name]) == 0 {
			t.Errorf("%s is missing", name)
		}
	}
	first := sha256.Sum256(files["statements/"+no+"/v1.json"])
	if answers := string(files["statements/"+no+"/answers.json"]); !strings.Contains(answers, hex.EncodeToString(first[:])) {
		t.Errorf("no confirmation names the hash of version 1: %s", answers)
	}
	for name, want := range map[string]int{"books/documents.jsonl": 3, "books/documents.csv": 4, "disputes/disputes.jsonl": 1, "books/vouchers.jsonl": 9} {
		if got := strings.Count(string(files[name]), "\n"); got != want {
			t.Errorf("%s has %d lines, want %d", name, got, want)
		}
	}
	if audit := string(files["audit/audit.jsonl"]); !strings.Contains(audit, "statement.revised") || !strings.Contains(audit, "row_hash") {
		t.Errorf("the audit log: %s", audit)
	}
	var manifest struct {
		Format string `json:"format"`
		Files  []struct{ Path, SHA256 string }
	}
	if err := json.Unmarshal(files["manifest.json"], &manifest); err != nil || manifest.Format != "hefu-evidence-1" || len(manifest.Files) != len(files)-2 {
		t.Errorf("the manifest: %+v, %v", manifest, err)
	}
	all := string(bytes.Join(values(files), nil))
	if !strings.Contains(all, spoken) || strings.Contains(all, secret) || strings.Contains(all, "7777") {
		t.Error("what was said is missing, or somebody else's or internal words are in it")
	}
	if with := string(d.unpack(t, d.march(true))["disputes/disputes.jsonl"]); !strings.Contains(with, secret) {
		t.Error("asked for, the notes among staff are missing")
	}
	if made := ledgertest.Ask[int](t, d.Books, `SELECT count(*) FROM hefu.audit_log WHERE action = 'evidence.exported'`); made != 2 {
		t.Errorf("%d exports were recorded", made)
	}
	if one := d.unpack(t, evidence.Query{StatementID: d.id}); len(one["statements/"+no+"/v2.json"]) == 0 {
		t.Error("the statement's own package lacks it")
	}
}

func values(files map[string][]byte) [][]byte {
	var out [][]byte
	for name, content := range files {
		if !strings.HasSuffix(name, ".pdf") {
			out = append(out, content)
		}
	}
	return out
}

func TestWhoMayMakeAPackage(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	for actor, code := range map[*ledger.Actor]string{
		ptr(d.Staff(ledger.Sales)): "not_permitted", ptr(d.Staff(ledger.Management)): "not_permitted", ptr(d.Staff(ledger.Administrator)): "not_permitted",
		ptr(d.Contact(d.CNY, ledger.Confirmer)): "not_permitted", ptr(d.OtherStaff(ledger.Auditor)): "not_found",
	} {
		var out bytes.Buffer
		if _, err := d.evidence.Write(t.Context(), *actor, d.march(false), &out); !ledger.IsCode(err, code) || out.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", actor.Name, err, out.Len())
		}
	}
	for _, q := range []evidence.Query{{CustomerID: d.CNY.ID}, {CustomerID: d.CNY.ID, From: calendar.MustParse("2026-03-02"), To: calendar.MustParse("2026-03-01")},
		{CustomerID: d.CNY.ID, From: calendar.MustParse("2020-03-02"), To: calendar.MustParse("2026-03-01")}} {
		if _, err := d.evidence.Write(t.Context(), d.Staff(ledger.ARAccountant), q, io.Discard); !ledger.IsCode(err, "validation_failed") {
			t.Errorf("%+v: %v", q, err)
		}
	}
	for _, role := range []ledger.Role{ledger.ARAccountant, ledger.FinanceSupervisor, ledger.Auditor} {
		if found, err := d.evidence.Summary(t.Context(), d.Staff(role), d.march(false)); err != nil || found.Statements != 1 || found.Name != "evidence-C001-2026-03-01-2026-03-31.zip" {
			t.Errorf("%s: %+v, %v", role, found, err)
		}
	}
}

func ptr(a ledger.Actor) *ledger.Actor { return &a }
