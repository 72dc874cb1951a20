package bench

import (
	"context"
	"runtime"
	"slices"
)

// round is one turn of a side.
type round func(context.Context) (work, error)

// comparison holds the rounds of both sides; those with the same place were neighbours in time.
type comparison struct{ product, baseline []sample }

// compare runs both sides by turns, changing who goes first, after a turn each that is not counted. prepare, if any, comes
// before every turn and is not counted either.
func (r *run) compare(ctx context.Context, rounds int, product, baseline round, prepare func(context.Context) error) (comparison, error) {
	taken, err := r.contest(ctx, rounds, []round{product, baseline}, prepare)
	return comparison{taken[0], taken[1]}, err
}

// contest is compare for any number of sides. It answers with the rounds of each.
func (r *run) contest(ctx context.Context, rounds int, sides []round, prepare func(context.Context) error) ([][]sample, error) {
	taken := make([][]sample, len(sides))
	for turn := range rounds + 1 {
		for i := range sides {
			place := i
			if turn%2 == 1 {
				place = len(sides) - 1 - i
			}
			if prepare != nil {
				if err := prepare(ctx); err != nil {
					return taken, err
				}
			}
			runtime.GC() // one side's garbage is not the other's work
			found, err := r.meter.measure(ctx, sides[place])
			if err != nil {
				return taken, err
			}
			if turn > 0 {
				taken[place] = append(taken[place], found)
			}
		}
	}
	return taken, nil
}

// measured is a ratio, a rate, a time or a size as the machine shows it, inexact by nature; money is never one.
type measured = float64

// Ratio is product over baseline: the median of the rounds, and the smallest and largest.
type Ratio struct {
	Median measured `json:"median"`
	Min    measured `json:"min"`
	Max    measured `json:"max"`
}

func ratioOf(values []measured) *Ratio {
	if len(values) == 0 {
		return nil
	}
	slices.Sort(values)
	return &Ratio{Median: median(values), Min: values[0], Max: values[len(values)-1]}
}

// median of sorted values.
func median[T measured | int64](sorted []T) T {
	n := len(sorted)
	if n%2 == 1 {
		return sorted[n/2]
	}
	return (sorted[n/2-1] + sorted[n/2]) / 2
}

func (c comparison) ratio(of func(usage) measured) *Ratio {
	var values []measured
	for i := range c.product {
		if below := of(c.baseline[i].perOperation()); below > 0 {
			values = append(values, of(c.product[i].perOperation())/below)
		}
	}
	return ratioOf(values)
}
