package bench

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/postgres"
	"hefu/ledger/verify"
)

// options start a private PostgreSQL with the programs that the tests of this module use.
func options(tb testing.TB, names ...string) Options {
	tb.Helper()
	return Options{
		Measures: names,
		Start: func(ctx context.Context, dir string) (*postgres.Server, error) {
			npm, err := filepath.Abs("../../.cache/postgres")
			if err != nil {
				return nil, err
			}
			binaries, err := postgres.Find(ctx, postgres.FindConfig{Explicit: os.Getenv("HEFU_POSTGRES_BIN"), NPM: npm, Want: os.Getenv("HEFU_TEST_POSTGRES")})
			if err != nil {
				return nil, err
			}
			return postgres.Start(ctx, postgres.Config{DataDir: dir, Binaries: binaries, SuperUser: "hefu"})
		},
		Progress: func(text string) { tb.Log(text) },
	}
}

// report measures once, whatever b.N is, and reports every ratio under the words of its case.
func report(b *testing.B, name string) {
	results, err := Run(b.Context(), options(b, name))
	if err != nil {
		b.Fatal(err)
	}
	for _, result := range results {
		unit := strings.NewReplacer(" ", "_", ",", "", "/", "_").Replace(result.Case)
		switch {
		case result.Measure != name:
		case result.CPU != nil:
			b.ReportMetric(result.CPU.Median, unit+"_×cpu")
			b.ReportMetric(result.Wall.Median, unit+"_×wall")
		case result.Value != nil:
			b.ReportMetric(*result.Value, unit)
		}
	}
	b.ReportMetric(0, "ns/op") // the time of the whole measure says nothing
}

func BenchmarkPosting(b *testing.B)    { report(b, "posting") }
func BenchmarkImport(b *testing.B)     { report(b, "import") }
func BenchmarkStatements(b *testing.B) { report(b, "statements") }
func BenchmarkAging(b *testing.B)      { report(b, "aging") }
func BenchmarkPDF(b *testing.B)        { report(b, "pdf") }
func BenchmarkMatching(b *testing.B)   { report(b, "matching") }
func BenchmarkReceipts(b *testing.B)   { report(b, "receipts") }

// Figures taken from books that could not exist would be worth nothing.
func TestMadeUpBooksAreSound(t *testing.T) {
	r, err := open(t.Context(), options(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	s, err := r.sell(t.Context(), "sound", 1, 7)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.load(t.Context(), s, 1, 100); err != nil {
		t.Fatal(err)
	}
	if _, err := r.generate(t.Context(), s, 700); err != nil {
		t.Fatal(err)
	}
	conn, err := r.admin.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	checks, err := verify.Run(t.Context(), conn.Conn())
	if err != nil {
		t.Fatal(err)
	}
	for _, check := range checks {
		if check.Violations > 0 {
			t.Errorf("%s: %d violations: %v", check.Invariant, check.Violations, check.Text)
		}
	}
	var open, allocations int
	if err := r.admin.QueryRow(t.Context(), "SELECT (SELECT count(*) FROM hefu.open_items WHERE open_amount > 0), (SELECT count(*) FROM hefu.allocations)").Scan(&open, &allocations); err != nil {
		t.Fatal(err)
	}
	if open != 700 || allocations != 70 {
		t.Errorf("%d items are open and %d allocations made, want 700 and 70", open, allocations)
	}
}

// The baseline of posting inserts the rows of the product: as many in each table, and as wide.
func TestBaselineInsertsTheSameRows(t *testing.T) {
	r, err := open(t.Context(), options(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	p := &posting{run: r}
	p.next.Store(postingFirst)
	if p.seller, err = r.sell(t.Context(), "same", 1, 10); err != nil {
		t.Fatal(err)
	}
	ids, err := p.post(t.Context(), setOf)
	if err != nil {
		t.Fatal(err)
	}
	set, err := r.readTemplate(t.Context(), postedRows, ids)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.bare.Exec(t.Context(), set.sql, set.arrays(set.values(nil, make([]ledger.ID, set.fresh), 1, "order-", nil))...); err != nil {
		t.Fatal(err)
	}
	for _, table := range mirrored[:5] {
		var rows, same int
		var widths [2]float64
		err := r.admin.QueryRow(t.Context(), "SELECT (SELECT count(*) FROM hefu."+table+"), (SELECT count(*) FROM bare."+table+"), "+
			"(SELECT avg(pg_column_size(x.*)) FROM hefu."+table+" x), (SELECT avg(pg_column_size(x.*)) FROM bare."+table+" x)").Scan(&rows, &same, &widths[0], &widths[1])
		if err != nil {
			t.Fatal(err)
		}
		if rows == 0 || rows != same || widths[1] < 0.97*widths[0] {
			t.Errorf("%s: the product has %d rows of %.0f bytes, the baseline %d of %.0f", table, rows, widths[0], same, widths[1])
		}
	}
}

func TestChoose(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		names []string
		want  int
	}{{nil, len(measures)}, {[]string{"all"}, len(measures)}, {[]string{"pdf", "aging"}, 2}, {[]string{"speed"}, -1}} {
		chosen, err := choose(c.names)
		if (err != nil) != (c.want < 0) || (err == nil && len(chosen) != c.want) {
			t.Errorf("choose(%v) = %d measures, %v", c.names, len(chosen), err)
		}
	}
}
