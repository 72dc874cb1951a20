package account

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/pdf"
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

const readParties = `
SELECT o.name, o.name_en, c.name, c.name_en, c.code, now() FROM organizations o JOIN customers c ON c.organization_id = o.id WHERE o.id = $1 AND c.id = $2`

type parties struct {
	Seller, SellerEN, Customer, CustomerEN, Code string
	Now                                          time.Time
}

// print lays the table out on paper; amounts are grouped as people read them.
func (s *Service) print(ctx context.Context, actor ledger.Actor, table report.Table, locale string) ([]byte, error) {
	p, found, err := store.ReadOne[parties](ctx, s.db, actor, readParties, actor.OrganizationID, actor.CustomerID)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, ledger.E("not_found")
	}
	l := pdf.Listing{Locale: pdf.Locale(locale), Title: pdf.Term{Zh: table.ZH, En: table.EN}, Date: p.Now, Seller: pdf.Seller{Name: p.Seller, NameEn: p.SellerEN},
		Customer: pdf.Customer{Name: p.Customer, NameEn: p.CustomerEN, Code: p.Code}, Notes: table.Notes}
	var places []int
	for i, column := range table.Columns {
		if column.Type != report.ID {
			places = append(places, i)
			l.Columns = append(l.Columns, pdf.ListingColumn{Label: pdf.Term{Zh: column.ZH, En: column.EN}, Amount: column.Type == report.Amount || column.Type == report.Number, Wide: column.Key == textColumn.Key})
		}
	}
	for _, row := range table.Rows {
		l.Rows = append(l.Rows, printed(table, row, places, rowCurrency(table, row), locale))
	}
	for _, total := range table.Totals {
		sums := printed(table, total.Cells, places, total.Currency, locale)
		if len(table.Totals) == 1 {
			sums[0] = word(locale, "合计", "Total")
			l.Sums = sums
			break
		}
		l.Notes = append(l.Notes, word(locale, "合计", "Total")+" "+string(total.Currency)+" "+strings.Join(strings.Fields(strings.Join(sums, " ")), " "))
	}
	result, err := pdf.RenderListing(l)
	return result.PDF, err
}

func rowCurrency(table report.Table, row []string) money.Currency {
	for i, column := range table.Columns {
		if column.Key == moneyColumn.Key {
			return money.Currency(row[i])
		}
	}
	if len(table.Totals) > 0 {
		return table.Totals[0].Currency
	}
	return ""
}

func printed(table report.Table, row []string, places []int, currency money.Currency, locale string) []string {
	cells := make([]string, len(places))
	for i, place := range places {
		cells[i] = row[place]
		switch {
		case row[place] == "":
		case table.Columns[place].Type == report.Kind:
			cells[i] = report.Word(row[place], locale)
		case table.Columns[place].Type == report.Amount:
			if amount, err := money.Parse(row[place], currency); err == nil {
				cells[i] = money.Format(amount, currency, locale)
			}
		}
	}
	return cells
}
