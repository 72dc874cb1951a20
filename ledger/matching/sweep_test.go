package matching_test

import (
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/matching"
	"hefu/ledger/webtest"
)

// The bytes of an uploaded ledger go after their time; its name, its hash and what came of it stay, and who would read it again is told to bring it anew.
func TestAnUploadedLedgerIsKeptForItsTime(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, state, age, matched string
		gone                      bool
	}{
		{"young", "matched", "179 days", "179 days", false},
		{"old", "matched", "181 days", "181 days", true},
		{"old, and looked at again since", "matched", "300 days", "20 days", false},
		{"replaced a month ago", "replaced", "31 days", "31 days", true},
		{"replaced yesterday", "replaced", "1 day", "1 day", false},
		{"being compared", "waiting", "400 days", "400 days", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := webtest.Open(t)
			s.Receivable(t, s.CNY, "100.00", "2026-03-10")
			shown, by := s.Issued(t, s.CNY, "2026-03"), s.Contact(s.CNY, ledger.Confirmer)
			books := s.Services.Matchings
			v, err := books.Upload(t.Context(), by, matching.UploadCommand{StatementID: shown.ID, Name: "own.csv", Content: []byte("date,number,amount\n2026-03-10,A-1,100.00\n")})
			if err != nil {
				t.Fatal(err)
			}
			cmd := matching.MatchCommand{StatementID: shown.ID, RowVersion: v.Matching.RowVersion, Mapping: v.Matching.Mapping}
			if _, err := books.Match(t.Context(), by, cmd); err != nil {
				t.Fatal(err)
			}
			s.Exec(t, `SET session_replication_role = replica; UPDATE hefu.matching_files SET created_at = now() - '`+c.age+`'::interval;
				UPDATE hefu.matchings SET state = '`+c.state+`', created_at = now() - '`+c.age+`'::interval, matched_at = now() - '`+c.matched+`'::interval;
				SET session_replication_role = origin`)
			if _, err := books.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
			kept := ledgertest.Ask[string](t, s.Books, `SELECT concat_ws(' ', content IS NULL, removed_at IS NOT NULL, name, encode(sha256, 'hex') <> '') FROM hefu.matching_files`)
			want := "f f own.csv t"
			if c.gone {
				want = "t t own.csv t"
			}
			if kept != want {
				t.Errorf("the file is %q, want %q", kept, want)
			}
			if n := ledgertest.Ask[int](t, s.Books, `SELECT count(*) FROM hefu.matching_lines`); n == 0 {
				t.Error("what was compared is gone too")
			}
			if c.state != "matched" {
				return
			}
			now, err := books.Get(t.Context(), by, shown.ID)
			if err != nil || now.Actions.Match.Allowed == c.gone || (now.Matching.FileRemoved != nil) != c.gone {
				t.Errorf("the page offers %+v: %v", now.Actions.Match, err)
			}
			cmd.RowVersion = now.Matching.RowVersion
			if _, err := books.Match(t.Context(), by, cmd); ledger.IsCode(err, "own_ledger_gone") != c.gone {
				t.Errorf("compared again: %v", err)
			}
		})
	}
}

// Nobody puts other bytes in a file's place, or the old ones back.
func TestAFilesBytesOnlyGo(t *testing.T) {
	t.Parallel()
	s := webtest.Open(t)
	s.Receivable(t, s.CNY, "100.00", "2026-03-10")
	shown, by := s.Issued(t, s.CNY, "2026-03"), s.Contact(s.CNY, ledger.Confirmer)
	if _, err := s.Services.Matchings.Upload(t.Context(), by, matching.UploadCommand{StatementID: shown.ID, Name: "own.csv", Content: []byte("date,number,amount\n2026-03-10,A-1,100.00\n")}); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{"content = 'x'", "content = NULL, removed_at = now(), name = 'x'", "content = NULL, removed_at = now(), sha256 = 'x'"} {
		if err := s.TryExec(t, `UPDATE hefu.matching_files SET `+sql); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v", sql, err)
		}
	}
}
