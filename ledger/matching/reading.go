package matching

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/tally"
	"hefu/ledger/tally/layout"
)

// Reading is what a mapping makes of the uploaded file, for a person to look at before anything is compared.
type Reading struct {
	Mapping    layout.Mapping
	Columns    []layout.Column // as they were guessed
	Score      int
	Missing    []layout.Role // without which nothing can be read
	Remembered bool          // the mapping is what was used for this customer's last file of the same layout
	Rows       [][]string    // the first rows as they stand in the file, the header among them
	Numbers    []int         // their numbers in the file
	Lines      Sum           // what would be compared, in our sign
	Sample     []SampleLine
	Faults     []Fault // the first of them
	FaultCount int
	Skipped    map[string]int
	Opening    decimal.NullDecimal
	Closing    decimal.NullDecimal
	First      calendar.Date
	Last       calendar.Date
}

// SampleLine is a line as it was understood; Row is its row in the file.
type SampleLine struct {
	Row int
	tally.Line
}

// DocumentNo is what names the line: its number, or else its invoice or reference.
func (l SampleLine) DocumentNo() string { return firstOf(l.Number, l.Invoice, l.Reference) }

// Fault is a row that cannot be read.
type Fault struct {
	Row   int
	Role  layout.Role
	Cause string
	Text  string
}

const (
	sampleRows = 12
	mostFaults = 50
)

// Read shows what the mapping makes of the file; nil takes the one that was guessed or remembered. Needs SeeStatements. Refused: not_found,
// state_forbids, validation_failed for a mapping that does not fit.
func (s *Service) Read(ctx context.Context, actor ledger.Actor, statementID ledger.ID, m *layout.Mapping) (Reading, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return Reading{}, err
	}
	w, err := s.prepare(ctx, actor, statementID)
	if err != nil {
		return Reading{}, err
	}
	guess := layout.Recognize(head(w.table.rows))
	out := Reading{Columns: guess.Columns, Score: guess.Score, Missing: guess.Missing}
	if out.Mapping, err = w.m.mapping(); err != nil {
		return out, err
	}
	var known layout.Mapping
	err = s.read(ctx, actor, statementID, func(ctx context.Context, tx *store.Tx) (err error) {
		known, out.Remembered, err = remembered(ctx, tx, w.at.CustomerID)
		return err
	})
	if err != nil {
		return out, err
	}
	out.Remembered = out.Remembered && fits(known, w.table.rows) && m == nil
	if m != nil {
		out.Mapping = *m
	}
	out.rows(w.table)
	if err := checkMapping(out.Mapping, w.table); err != nil {
		if m == nil && ledger.IsCode(err, "own_ledger_unmapped") {
			return out, nil
		}
		return out, err
	}
	w.reading = out.Mapping.Read(w.table.rows)
	out.fill(w)
	return out, nil
}

// rows shows the header with what follows, or the first rows of a file without one.
func (r *Reading) rows(t table) {
	from := max(r.Mapping.Header, 0)
	for at := from; at < len(t.rows) && at < from+sampleRows; at++ {
		r.Rows, r.Numbers = append(r.Rows, shorten(t.rows[at])), append(r.Numbers, t.numbers[at])
	}
}

func shorten(cells []string) []string {
	out := make([]string, len(cells))
	for i, cell := range cells {
		if runes := []rune(cell); len(runes) > 60 {
			cell = string(runes[:59]) + "…"
		}
		out[i] = cell
	}
	return out
}

func (r *Reading) fill(w *work) {
	r.Skipped, r.FaultCount = map[string]int{}, len(w.reading.Faults)
	for _, l := range w.reading.Lines {
		r.Lines.add(l.Amount)
		if len(r.Sample) < 5 {
			r.Sample = append(r.Sample, SampleLine{w.table.number(l.No), l})
		}
	}
	for _, f := range w.reading.Faults[:min(len(w.reading.Faults), mostFaults)] {
		r.Faults = append(r.Faults, Fault{Row: w.table.number(f.Row + 1), Role: f.Role, Cause: f.Cause, Text: cut(f.Text)})
	}
	for _, skip := range w.reading.Skipped {
		r.Skipped[skip.Cause]++
	}
	r.Opening, r.Closing, r.First, r.Last = w.reading.Opening, w.reading.Closing, w.reading.First, w.reading.Last
}
