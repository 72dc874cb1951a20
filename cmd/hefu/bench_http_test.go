package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hefu/ledger/bench"
	"hefu/ledger/postgres"
)

// The test binary is the program too when it is called like it: the benchmark starts it a second time to make the requests.
func init() {
	if len(os.Args) > 1 && os.Args[1] == "bench" {
		os.Exit(run(context.Background(), os.Args[1:], console{out: os.Stdout, err: os.Stderr}))
	}
}

// reportHTTP measures once, whatever b.N is, through the whole server, and reports every ratio under the words of its case.
func reportHTTP(b *testing.B, name string) {
	program, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	results, err := bench.Run(b.Context(), bench.Options{
		Measures: []string{name}, Serve: benchServer, Driver: []string{program, "bench", driveMeasure},
		Start: func(ctx context.Context, dir string) (*postgres.Server, error) {
			place := database{DataDir: dir, CacheDir: filepath.Join("..", "..", ".cache"), PostgresBin: os.Getenv("HEFU_POSTGRES_BIN")}
			return place.start(ctx, slog.New(slog.DiscardHandler), console{out: os.Stdout, err: os.Stderr})
		},
		Progress: func(text string) { b.Log(text) },
	})
	if err != nil {
		b.Fatal(err)
	}
	for _, result := range results {
		if result.Measure == name && result.Wall != nil {
			unit := strings.NewReplacer(" ", "_", ",", "").Replace(result.Case)
			if result.CPU != nil {
				b.ReportMetric(result.CPU.Median, unit+"_×cpu")
			}
			b.ReportMetric(result.Wall.Median, unit+"_×wall")
		}
	}
	b.ReportMetric(0, "ns/op") // the time of the whole measure says nothing
}

func BenchmarkPosting(b *testing.B) { reportHTTP(b, "posting") }
func BenchmarkPage(b *testing.B)    { reportHTTP(b, "page") }
