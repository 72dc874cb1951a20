package bench

import (
	"context"
	"fmt"
	"runtime"
	"runtime/metrics"
	"sync"
	"time"
)

// flatGoal is how much more memory many times the lines may take: the collector decides when it clears, so it is never exactly one.
const flatGoal = 1.3

// eager is a collector that starts whenever what is live has grown by an eighth. What is live is only known at the end of a
// collection: a patient one ends five or so in a short file and fifty in a long one, and the most of fifty looks is more than the most
// of five though the work is the same.
const eager = 12

// importMemory compares the memory of a file with that of one many times as long.
func (r *run) importMemory(ctx context.Context, s seller) ([]Result, error) {
	short, long := r.at(20_000, 50_000), r.at(100_000, 500_000) // the short one fills a set of documents too
	var peaks []measured
	var results []Result
	for _, lines := range []int{short, long} {
		if err := r.empty(ctx); err != nil {
			return results, err
		}
		r.say("import: memory of %d lines", lines)
		file, err := r.writeFile(lines)
		if err != nil {
			return results, err
		}
		peak, err := peakHeap(ctx, func(ctx context.Context) error {
			_, err := r.importFile(ctx, s, file, lines, eager)
			return err
		})
		discard(file)
		if err != nil {
			return results, err
		}
		peaks = append(peaks, peak)
		results = append(results, value("import", fmt.Sprintf("most memory in use for %d lines", lines), peak, " MiB"))
	}
	ratio := value("import", fmt.Sprintf("memory of %d lines over that of %d", long, short), peaks[1]/peaks[0], "×")
	ratio.Goal = "≤ " + number(flatGoal) + "×"
	ratio.judge(*ratio.Value <= flatGoal)
	return append(results, ratio), r.empty(ctx)
}

// peakHeap is the most that was live at the end of any collection while something was done, in MiB above what was live before.
// Between collections garbage piles up; how much of it is a choice of the collector and says nothing about the work.
func peakHeap(ctx context.Context, do func(context.Context) error) (measured, error) {
	heap := func() measured {
		reading := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(reading)
		return measured(reading[0].Value.Uint64()) / (1 << 20)
	}
	runtime.GC()
	before, peak := heap(), 0.0
	ctx, stop := context.WithCancel(ctx)
	var watching sync.WaitGroup
	watching.Go(func() {
		ticker := time.NewTicker(20 * time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				peak = max(peak, heap())
			}
		}
	})
	err := do(ctx)
	stop()
	watching.Wait()
	return peak - min(before, peak), err
}
