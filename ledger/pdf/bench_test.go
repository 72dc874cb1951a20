//go:build unix

package pdf

import (
	"syscall"
	"testing"
	"time"
)

// cpu is the processor time of this process, which unlike the clock does not count what other programs take.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		b.Fatal(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

func renderOnce(b *testing.B, s Statement, faces func(*scribe) ([2][]byte, error)) {
	b.Helper()
	scribe, err := newScribe()
	if err != nil {
		b.Fatal(err)
	}
	if _, err := render(s, scribe, faces); err != nil {
		b.Fatal(err)
	}
}

func benchmarkStatement(b *testing.B, lines int, faces func(*scribe) ([2][]byte, error)) {
	s := sample(lines, ZhCN)
	renderOnce(b, s, faces) // unpacks the fonts
	b.ReportAllocs()
	start := cpu(b)
	for b.Loop() {
		renderOnce(b, s, faces)
	}
	b.ReportMetric(float64((cpu(b)-start).Microseconds())/1000/float64(b.N), "cpu-ms/op")
}

func BenchmarkStatement20(b *testing.B)   { benchmarkStatement(b, 20, cutFaces) }
func BenchmarkStatement500(b *testing.B)  { benchmarkStatement(b, 500, cutFaces) }
func BenchmarkStatement5000(b *testing.B) { benchmarkStatement(b, 5000, cutFaces) }
func BenchmarkPlainMaroto20(b *testing.B) { benchmarkStatement(b, 20, wholeFaces) }

// BenchmarkCutAgainstPlain20 renders the same page both ways by turns and reports the processor time of ours as a share
// of plain maroto's. The goal is 0.4 or less.
func BenchmarkCutAgainstPlain20(b *testing.B) {
	s := sample(20, ZhCN)
	renderOnce(b, s, cutFaces)
	renderOnce(b, s, wholeFaces)
	var ours, plain time.Duration
	for b.Loop() {
		start := cpu(b)
		renderOnce(b, s, cutFaces)
		middle := cpu(b)
		renderOnce(b, s, wholeFaces)
		ours += middle - start
		plain += cpu(b) - middle
	}
	b.ReportMetric(float64(ours)/float64(plain), "×plain-cpu")
}
