package sheet_test

import (
	"bytes"
	"fmt"
	"runtime"
	"testing"

	"hefu/ledger/sheet"
)

const manyRows = 500_000

// BenchmarkRead500kRows reads half a million rows and reports the live memory
// at the end of each reading: it must not grow with the rows.
func BenchmarkRead500kRows(b *testing.B) {
	for _, format := range []sheet.Format{sheet.CSV, sheet.XLSX} {
		b.Run(string(format), func(b *testing.B) {
			content := large(b, format, manyRows)
			b.SetBytes(int64(len(content)))
			b.ReportAllocs()
			before, peak := live(), uint64(0)
			for b.Loop() {
				book, err := sheet.Open(bytes.NewReader(content), int64(len(content)), "", sheet.Options{MaxInflated: 1 << 30})
				if err != nil {
					b.Fatal(err)
				}
				n := 0
				for _, err := range book.Rows("") {
					if err != nil {
						b.Fatal(err)
					}
					if n++; n == manyRows {
						now := live()
						peak = max(peak, now-min(before, now))
					}
				}
				if n != manyRows+1 {
					b.Fatalf("%d rows", n)
				}
			}
			b.ReportMetric(float64(peak)/(1<<20), "MiB-live")
		})
	}
}

func BenchmarkWrite20kRows(b *testing.B) {
	for _, format := range []sheet.Format{sheet.CSV, sheet.XLSX} {
		b.Run(string(format), func(b *testing.B) {
			for b.Loop() {
				large(b, format, 20_000)
			}
		})
	}
}

func live() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func large(tb testing.TB, format sheet.Format, rows int) []byte {
	tb.Helper()
	var out bytes.Buffer
	w := sheet.NewWriter(&out, format)
	if err := w.Sheet("Orders", orderColumns...); err != nil {
		tb.Fatal(err)
	}
	for i := range rows {
		if err := w.Write(fmt.Sprintf("SO-%08d 合符", i), fmt.Sprintf("%d.%02d", i, i%100), "1.5", "2026-02-28"); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// The same rule as in the benchmark, small enough for every run: the cells of
// 20,000 rows alone would be several megabytes, if they were held.
func TestMemoryDoesNotGrowWithTheRows(t *testing.T) {
	held := func(format sheet.Format, rows int) uint64 {
		content := large(t, format, rows)
		book, err := sheet.Open(bytes.NewReader(content), int64(len(content)), "", sheet.Options{})
		if err != nil {
			t.Fatal(err)
		}
		before, after, n := live(), uint64(0), 0
		for _, err := range book.Rows("") {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n == rows {
				after = live()
			}
		}
		runtime.KeepAlive(content)
		return after - min(before, after)
	}
	for _, format := range []sheet.Format{sheet.CSV, sheet.XLSX} {
		if large := held(format, 20_000); large > 1<<20 {
			t.Errorf("%s: reading 20,000 rows holds %d bytes", format, large)
		}
	}
}
