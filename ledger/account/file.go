package account

import (
	"bytes"
	"context"
	"encoding/json"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/report"
	"hefu/ledger/sheet"
)

// Format is what a list can be downloaded as.
type Format string

// The formats. All hold the same cells.
const (
	PDF  Format = "pdf"
	XLSX Format = "xlsx"
	CSV  Format = "csv"
	JSON Format = "json"
)

var media = map[Format]string{
	PDF: "application/pdf", XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", CSV: "text/csv; charset=utf-8", JSON: "application/json",
}

// A list on paper is for reading; longer ones go into a sheet.
const (
	maxRows  = report.MaxRows
	maxPrint = 3000
)

func (format Format) limit() int {
	if format == PDF {
		return maxPrint
	}
	return maxRows
}

// File is a downloaded list.
type File struct {
	Name    string
	Media   string
	Content []byte
}

// ItemsFile is the whole of what Items pages through, as a file in zh-CN or en that names its filter. Refused as Items refuses, and
// report_too_long beyond 100,000 rows (PDF: 3,000).
func (s *Service) ItemsFile(ctx context.Context, actor ledger.Actor, f ItemFilter, format Format, locale string) (File, error) {
	f.After, f.Limit = ItemCursor{}, format.limit()+1
	found, err := s.items(ctx, actor, f)
	if err != nil {
		return File{}, err
	}
	f.AsOf = found.AsOf
	return s.file(ctx, actor, itemTable(found), f.asked(locale, found.Buckets), format, locale)
}

// DocumentsFile is the whole of what document.Service.List pages through, as a file.
func (s *Service) DocumentsFile(ctx context.Context, actor ledger.Actor, f document.Filter, format Format, locale string) (File, error) {
	if err := permit(actor); err != nil {
		return File{}, err
	}
	found, err := s.documents.All(ctx, actor, f, format.limit()+1)
	if err != nil {
		return File{}, err
	}
	return s.file(ctx, actor, documentTable(found), askedOfDocuments(f, locale), format, locale)
}

// MovementsFile is the whole range of Movements with its opening and closing, as a file.
func (s *Service) MovementsFile(ctx context.Context, actor ledger.Actor, f MoveFilter, format Format, locale string) (File, error) {
	f.After, f.Limit = MoveCursor{}, format.limit()+1
	found, err := s.movements(ctx, actor, f)
	if err != nil {
		return File{}, err
	}
	a := asked{locale: locale}
	a.add("币种", "Currency", string(found.Currency))
	a.add("期间", "Period", day(found.From)+" ~ "+day(found.To))
	return s.file(ctx, actor, moveTable(found), a, format, locale)
}

func (s *Service) file(ctx context.Context, actor ledger.Actor, table report.Table, a asked, format Format, locale string) (File, error) {
	if media[format] == "" {
		return File{}, ledger.E("validation_failed").At("format", "not_a_choice")
	}
	if len(table.Rows) > format.limit() {
		return File{}, ledger.E("report_too_long").With("limit", format.limit())
	}
	table.Notes = []string{a.sentence()}
	out := File{Name: a.name(table.Key) + "." + string(format), Media: media[format]}
	var err error
	switch format {
	case JSON:
		out.Content, err = writeJSON(table, a)
	case PDF:
		out.Content, err = s.print(ctx, actor, table, locale)
	default:
		var file bytes.Buffer
		err = report.Export(&file, sheet.Format(format), locale, table)
		out.Content = file.Bytes()
	}
	if err != nil {
		return File{}, ledger.AsError(err)
	}
	return out, nil
}

type jsonTotal struct {
	Currency string            `json:"currency"`
	Sums     map[string]string `json:"sums"`
}

// writeJSON names the cells of each row by their columns; amounts stay text.
func writeJSON(table report.Table, a asked) ([]byte, error) {
	out := struct {
		List   string              `json:"list"`
		Filter map[string]string   `json:"filter"`
		Rows   []map[string]string `json:"rows"`
		Totals []jsonTotal         `json:"totals"`
	}{table.Key, a.values(), []map[string]string{}, []jsonTotal{}}
	for _, row := range table.Rows {
		cells := map[string]string{}
		for i, column := range table.Columns {
			if row[i] != "" {
				cells[column.Key] = row[i]
			}
		}
		out.Rows = append(out.Rows, cells)
	}
	for _, total := range table.Totals {
		sums := map[string]string{}
		for i, column := range table.Columns {
			if column.Summed {
				sums[column.Key] = total.Cells[i]
			}
		}
		out.Totals = append(out.Totals, jsonTotal{string(total.Currency), sums})
	}
	return json.Marshal(out)
}
