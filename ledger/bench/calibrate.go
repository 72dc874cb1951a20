package bench

import (
	"context"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

const calibrationTime = 700 * time.Millisecond

const makeCalibration = `CREATE TABLE IF NOT EXISTS bare.calibration (id bigint PRIMARY KEY, text text NOT NULL)`

const insertCalibration = `INSERT INTO bare.calibration VALUES ($1, 'a row of about the size of a posting line, of which a posting has several')`

// calibrate says what this machine does with the least of work, so that absolute figures can be read.
func calibrate(ctx context.Context, r *run) ([]Result, error) {
	if err := r.do(ctx, makeCalibration); err != nil {
		return nil, err
	}
	var results []Result
	for _, clients := range []int{1, connections} {
		taken, err := r.meter.measure(ctx, func(ctx context.Context) (work, error) { return r.insertRows(ctx, clients) })
		if err != nil {
			return results, err
		}
		name := "one-row inserts, a commit each, 1 client"
		if clients > 1 {
			name = "one-row inserts, a commit each, 8 clients"
		}
		results = append(results, Result{Measure: "machine", Case: name, Product: costOf([]sample{taken})})
	}
	flushes, err := r.flushRate()
	if err != nil {
		return results, err
	}
	return append(results, value("machine", "fdatasync of 8 kB", flushes, "/s")), nil
}

var calibrationRow atomic.Int64

func (r *run) insertRows(ctx context.Context, clients int) (work, error) {
	until := r.Clock().Add(calibrationTime)
	var done atomic.Int64
	var failed atomic.Pointer[error]
	var group sync.WaitGroup
	for range clients {
		group.Go(func() {
			for r.Clock().Before(until) {
				if _, err := r.bare.Exec(ctx, insertCalibration, calibrationRow.Add(1)); err != nil {
					failed.Store(&err)
					return
				}
				done.Add(1)
			}
		})
	}
	group.Wait()
	if err := failed.Load(); err != nil {
		return work{}, *err
	}
	return work{operations: int(done.Load())}, nil
}

// flushRate writes the same 8 kB over and over, on the disk where the private cluster lies.
func (r *run) flushRate() (measured, error) {
	file, err := os.CreateTemp(r.folder, "flush")
	if err != nil {
		return 0, err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	begun := r.Clock()
	until, block, done := begun.Add(calibrationTime), make([]byte, 8192), 0
	for r.Clock().Before(until) {
		if _, err := file.WriteAt(block, 0); err != nil {
			return 0, err
		}
		if err := flush(file); err != nil {
			return 0, err
		}
		done++
	}
	return measured(done) / r.Clock().Sub(begun).Seconds(), nil
}
