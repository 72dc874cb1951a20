package bench

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Cost is what one operation of one side takes, in microseconds: medians over the rounds.
type Cost struct {
	Wall     measured `json:"wall_us"`
	CPU      measured `json:"cpu_us"`
	Program  measured `json:"program_cpu_us"`
	Database measured `json:"postgres_cpu_us"`
	Rate     measured `json:"per_second"`
}

// Result is one figure of the report. A comparison has both costs and both ratios; anything else has a value with its unit.
type Result struct {
	Measure  string    `json:"measure"`
	Case     string    `json:"case"`
	Product  *Cost     `json:"product,omitempty"`
	Baseline *Cost     `json:"baseline,omitempty"`
	CPU      *Ratio    `json:"cpu_ratio,omitempty"`
	Wall     *Ratio    `json:"wall_ratio,omitempty"`
	Value    *measured `json:"value,omitempty"`
	Unit     string    `json:"unit,omitempty"`
	Goal     string    `json:"goal,omitempty"`
	Met      *bool     `json:"met,omitempty"`
	Note     string    `json:"note,omitempty"`
}

// costOf is the median of the rounds, each part by itself.
func costOf(samples []sample) *Cost {
	part := func(of func(usage) time.Duration) measured {
		var values []int64
		for _, s := range samples {
			values = append(values, int64(of(s.perOperation())))
		}
		slices.Sort(values)
		return measured(median(values)) / 1000
	}
	cost := &Cost{
		Wall: part(func(u usage) time.Duration { return u.wall }), CPU: part(usage.cpu),
		Program: part(func(u usage) time.Duration { return u.program }), Database: part(func(u usage) time.Duration { return u.database }),
	}
	var rates []measured
	for _, s := range samples {
		rates = append(rates, measured(s.operations)/s.wall.Seconds())
	}
	slices.Sort(rates)
	cost.Rate = median(rates)
	return cost
}

// result words a comparison whose goal is a ratio of processor time: at most limit, where 0 sets no goal. Where processor time
// cannot be had, wall time stands in.
func (r *run) result(measure, name string, c comparison, limit measured) Result {
	out := Result{Measure: measure, Case: name, Product: costOf(c.product), Baseline: costOf(c.baseline)}
	out.Wall = c.ratio(func(u usage) measured { return measured(u.wall) })
	judged, what := out.Wall, "wall"
	if r.meter.known {
		out.CPU = c.ratio(func(u usage) measured { return measured(u.cpu()) })
		judged, what = out.CPU, "CPU"
	}
	if limit > 0 && judged != nil {
		out.Goal = fmt.Sprintf("%s ≤ %s×", what, number(limit))
		out.judge(judged.Median <= limit)
	}
	return out
}

func (r *Result) judge(met bool) { r.Met = &met }

func value(measure, name string, figure measured, unit string) Result {
	return Result{Measure: measure, Case: name, Value: &figure, Unit: unit}
}

// Headings are those of Row.
var Headings = []string{"MEASURE", "CASE", "CPU", "WALL", "CPU EACH", "BARE CPU", "RATE", "BARE RATE", "GOAL", "MET"}

// Row is the result as a line of a table.
func (r Result) Row() []string {
	row := []string{r.Measure, r.Case, r.CPU.text(), r.Wall.text(), "", "", "", "", r.Goal, ""}
	if r.Value != nil {
		row[2] = number(*r.Value) + r.Unit
	}
	if r.Product != nil {
		row[4], row[6] = micros(r.Product.CPU), number(r.Product.Rate)+"/s"
	}
	if r.Baseline != nil {
		row[5], row[7] = micros(r.Baseline.CPU), number(r.Baseline.Rate)+"/s"
	}
	if r.Met != nil {
		row[9] = map[bool]string{true: "yes", false: "NO"}[*r.Met]
	}
	return row
}

func (r *Ratio) text() string {
	if r == nil {
		return ""
	}
	return fmt.Sprintf("%.2f [%.2f..%.2f]", r.Median, r.Min, r.Max)
}

// number writes a figure with about three digits, no more than anybody should believe.
func number(v measured) string {
	switch {
	case v >= 1000:
		return strconv.FormatFloat(v, 'f', 0, 64)
	case v >= 100:
		return strconv.FormatFloat(v, 'f', 0, 64)
	case v == measured(int(v)):
		return strconv.Itoa(int(v))
	case v >= 10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}

func micros(v measured) string {
	switch {
	case v >= 1e6:
		return number(v/1e6) + " s"
	case v >= 1000:
		return number(v/1000) + " ms"
	}
	return number(v) + " µs"
}
