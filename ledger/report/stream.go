package report

import (
	"context"
	"io"
	"strconv"
	"strings"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/sheet"
)

// fetched is how many rows of a long report are in memory at once.
const fetched = 2000

// long are the reports that have a row a document, item or line: a file of them is written as the rows come, however many there are.
var long = map[string]func(*Service, context.Context, ledger.Actor, Filter, *stream) (Table, error){
	"detail": (*Service).detail, "open-items": (*Service).openItems, "movement-detail": (*Service).movementDetail, "account-ledger": (*Service).accountLedger,
}

// Write writes the report of that name to a file as Show and Export do. Without subtotals, for which rows are put in another order, the
// long reports are neither held in memory nor bounded by MaxRows. Refused: what Show refuses.
func (s *Service) Write(ctx context.Context, actor ledger.Actor, kind string, f Filter, d Display, format sheet.Format, w io.Writer) error {
	read, streamed := long[kind]
	if !streamed || d.Subtotal != "" {
		table, err := s.Show(ctx, actor, kind, f, d)
		if err != nil {
			return err
		}
		return Export(w, format, actor.Locale, table)
	}
	if err := f.fit(kind); err != nil {
		return err
	}
	named, err := s.named(ctx, actor, f)
	if err != nil {
		return err
	}
	out := &stream{display: d, locale: actor.Locale, file: sheet.NewWriter(w, format)}
	table, err := read(s, ctx, actor, f, out)
	if err != nil {
		return err
	}
	return out.end(table, table.Asked(f, d, named, actor.Locale))
}

// stream is where the rows of a long report go instead of into a table.
type stream struct {
	display Display
	locale  string
	file    *sheet.Writer
	paper   *paper
	table   Table // its columns, before they are chosen from
	places  []int
	hidden  int
	failed  error
}

// begin starts the file, once the columns are known.
func (s *stream) begin(table Table) {
	s.table = table
	if s.places, s.failed = table.places(s.display); s.failed != nil {
		return
	}
	shown := table
	shown.Columns = make([]Column, len(s.places))
	for i, place := range s.places {
		shown.Columns[i] = table.Columns[place]
	}
	s.paper, s.failed = newPaper(s.file, shown, s.locale)
}

func (s *stream) row(cells []string) {
	switch {
	case s.failed != nil:
	case s.display.HideZero && s.table.zeroCells(cells), s.display.HideIdle && s.table.idleCells(cells):
		s.hidden++
	default:
		s.failed = s.paper.line(pick(cells, s.places), "", "")
	}
}

// end writes what stands below the rows.
func (s *stream) end(table Table, notes []string) error {
	for _, total := range table.Totals {
		if s.failed == nil && !s.display.NoTotal {
			s.failed = s.paper.line(pick(total.Cells, s.places), in(s.locale, "合计", "Total"), total.Currency)
		}
	}
	if s.failed == nil {
		s.failed = s.paper.notes(notes)
	}
	if s.failed != nil {
		return s.failed
	}
	return s.file.Close()
}

// paper is one table of a file under way. A workbook's sheet that is full is followed by another with the same columns.
type paper struct {
	out     *sheet.Writer
	table   Table
	locale  string
	columns []sheet.Column
	places  []int
	at      int // the column that takes words of ours
	page    int
	left    int // rows of the page; of a format without pages never none
}

func newPaper(out *sheet.Writer, table Table, locale string) (*paper, error) {
	p := &paper{out: out, table: table, locale: locale}
	for i, column := range table.Columns {
		if column.Type != ID {
			p.columns, p.places = append(p.columns, sheet.Column{Title: in(locale, column.ZH, column.EN), Kind: kinds[column.Type]}), append(p.places, i)
		}
	}
	p.at = textPlace(table, p.columns, p.places)
	return p, p.turn()
}

// turn begins the next page.
func (p *paper) turn() error {
	name := in(p.locale, p.table.ZH, p.table.EN)
	if p.page++; p.page > 1 {
		name += " " + strconv.Itoa(p.page)
	}
	p.left = p.out.PageRows()
	return p.out.Sheet(name, p.columns...)
}

// line writes a row, or a sum under a label.
func (p *paper) line(cells []string, label string, currency money.Currency) error {
	line := make([]string, len(p.places))
	for i, place := range p.places {
		line[i] = cells[place]
		if label != "" && p.table.Columns[place].Key == currencyCell.Key {
			line[i] = string(currency)
		} else if p.table.Columns[place].Type == Kind {
			line[i] = Word(cells[place], p.locale)
		}
	}
	if label != "" && p.at >= 0 && p.table.Columns[p.places[p.at]].Key != currencyCell.Key {
		line[p.at] = label
	}
	return p.write(line)
}

func (p *paper) write(line []string) error {
	if p.left == 0 {
		if err := p.turn(); err != nil {
			return err
		}
	}
	p.left--
	return p.out.Write(line...)
}

// notes stand at the end, so that a program finds the header in the first row and the rows below it.
func (p *paper) notes(notes []string) error {
	for _, note := range notes {
		if p.at < 0 {
			break
		}
		cells := make([]string, len(p.columns))
		cells[p.at] = note
		if err := p.write(cells); err != nil {
			return err
		}
	}
	return nil
}

// each reads the rows of a query part by part and gives them on; into a table all at once, at most one more than it may hold.
func each[T any](ctx context.Context, tx *store.Tx, out *stream, sql string, args params, part func([]T) error) error {
	if out == nil {
		found, err := store.Rows[T](ctx, tx, strings.ReplaceAll(sql, "{limit}", "LIMIT "+strconv.Itoa(MaxRows+1)), args...)
		if err != nil {
			return err
		}
		return part(found)
	}
	for found, err := range store.InParts[T](ctx, tx, "rows_of_"+out.table.Key, fetched, strings.ReplaceAll(sql, "{limit}", ""), args...) {
		if err == nil {
			err = part(found)
		}
		if err == nil {
			err = out.failed
		}
		if err != nil {
			return err
		}
	}
	return out.failed
}
