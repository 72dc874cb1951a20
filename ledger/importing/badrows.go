package importing

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"hefu/ledger"
	"hefu/ledger/sheet"
)

// badRows writes refused rows as a CSV like the file they came from, with three columns more: where the row stood and why it
// was refused. Corrected, the same CSV can be imported: the added columns are not read.
type badRows struct {
	out   *csv.Writer
	width int
}

// The columns that are added.
var badColumns = []string{"原行(row)", "拒绝原因(zh)", "refused because(en)"}

func newBadRows(w io.Writer, header sheet.Row) (*badRows, error) {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return nil, err
	}
	b := &badRows{out: csv.NewWriter(w), width: len(header.Cells)}
	b.out.UseCRLF = true
	return b, b.out.Write(append(b.cells(header), badColumns...))
}

// write adds every row of a group: a document is refused whole, so its sound rows are given back too and say so.
func (b *badRows) write(g *group, faults []Fault) error {
	zh, en := map[int][]string{}, map[int][]string{}
	for _, fault := range faults {
		zh[fault.Row] = append(zh[fault.Row], about(fault, fault.ZH))
		en[fault.Row] = append(en[fault.Row], about(fault, fault.EN))
	}
	others := ledger.E("document_refused")
	for _, row := range g.rows {
		reasons := [2]string{strings.Join(zh[row.Number], "；"), strings.Join(en[row.Number], "; ")}
		if reasons[0] == "" {
			reasons = [2]string{others.Message("zh-CN"), others.Message("en")}
		}
		if err := b.out.Write(append(b.cells(row), strconv.Itoa(row.Number), reasons[0], reasons[1])); err != nil {
			return err
		}
	}
	return nil
}

func about(fault Fault, reason string) string {
	if fault.Header == "" {
		return reason
	}
	return fault.Header + ": " + reason
}

// cells are a row's as they were, but none that a spreadsheet program would compute; a negative amount is not one.
func (b *badRows) cells(row sheet.Row) []string {
	out := make([]string, b.width, b.width+len(badColumns))
	for i := range out {
		cell := row.Cell(i)
		if !strings.HasPrefix(cell, "-") || strings.Trim(cell[1:], "0123456789.") != "" {
			cell = sheet.Harmless(cell)
		}
		out[i] = cell
	}
	return out
}

func (b *badRows) flush() error {
	b.out.Flush()
	return b.out.Error()
}
