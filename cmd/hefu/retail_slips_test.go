package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hefu/ledger/ledgertest"
)

// What a seller gets wrong is answered with exit code 2 and with words that name the slip.
func TestASellersSlipsAreNamed(t *testing.T) {
	b := ledgertest.Open(t)
	file := filepath.Join(t.TempDir(), "lines.csv")
	if err := os.WriteFile(file, []byte("document_no,amount\nN-1,10\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, slip := range []struct{ line, words string }{
		{"statements run --from=2026-02-30 --cut-off=2026-03-31", "2026-02-30"},
		{"statements run --from=2026-03-01 --cut-off=soon", "soon"},
		{"statements run --from=2026-03-31 --cut-off=2026-03-01", "before"},
		{"statements run --from=2026-03-01 --cut-off=2026-03-31 --cycle=weekly", "cycle: "},
		{"statements get ST-1 --file=" + filepath.Join(t.TempDir(), "out.pdf"), "statements list"},
		{"aging --as-of=tomorrow", "tomorrow"},
		{"aging --edges=60,30", "edges: "},
		{"aging --currency=QQQ", "currency: "},
		{"import receivables " + file + " --mapping=nothing", "online-retail"},
		{"organization create NEW --name=x --first-period=January", "January"},
		{"organization create NEW --name=x --first-period=2026-01 --base-currency=QQQ", "base currency: "},
		{"help nothing", "nothing"},
	} {
		args := strings.Fields(slip.line)
		if args[0] != "help" {
			args = append(args, "--database-url="+b.AppURL)
		}
		if args[0] != "help" && args[0] != "organization" {
			args = append(args, "--organization="+b.Organization.Code)
		}
		if got := hefu(t, args...); got.code != exitUsage || !strings.Contains(got.err, slip.words) || strings.Contains(got.err, "(") {
			t.Errorf("%s: %d %s", slip.line, got.code, got.err)
		}
	}
	if got := hefu(t, "import", "receivables", file, "--database-url="+b.AppURL, "--organization="+b.Organization.Code); got.code != exitFailure || !strings.Contains(got.err, "row 1: A column is missing") {
		t.Errorf("a file with faults: %+v", got)
	}
	if got := hefu(t, "aging", "--database-url=postgres://hefu_app@127.0.0.1:1/none"); got.code != exitFailure || strings.Contains(got.err, "migrate") {
		t.Errorf("a database that does not answer: %+v", got)
	}
}
