package account

import (
	"context"
	"slices"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/pdf"
	"hefu/ledger/report"
)

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
	table = forPaper(table)
	var places []int
	for i, column := range table.Columns {
		if column.Type != report.ID {
			places = append(places, i)
			l.Columns = append(l.Columns, pdf.ListingColumn{Label: pdf.Term{Zh: column.ZH, En: column.EN}, Amount: column.Type == report.Amount || column.Type == report.Number,
				Whole: column.Type == report.Date, Wide: column.Key == textColumn.Key})
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

// A sheet of paper is narrower than a screen: the numbers a row goes back to share a column, and what gross says already is left to
// the other forms.
var (
	referenceKeys = []string{orderColumn.Key, dealColumn.Key, shipColumn.Key, billColumn.Key}
	unprinted     = []string{"net", "tax"}
	references    = report.Column{Key: "references", ZH: "订单、合同、发货、发票", EN: "Order, contract, shipment, invoice", Type: report.Text}
)

func forPaper(table report.Table) report.Table {
	out := table
	out.Columns, out.Rows, out.Totals = nil, make([][]string, len(table.Rows)), make([]report.Total, len(table.Totals))
	for i, total := range table.Totals {
		out.Totals[i].Currency = total.Currency
	}
	place := -1
	for at, column := range table.Columns {
		if slices.Contains(unprinted, column.Key) {
			continue
		}
		if !slices.Contains(referenceKeys, column.Key) {
			appendColumn(&out, column, table, at)
			continue
		}
		if place < 0 {
			place = len(out.Columns)
			appendColumn(&out, references, table, at)
			continue
		}
		for i, row := range table.Rows {
			out.Rows[i][place] = strings.TrimSpace(out.Rows[i][place] + " " + row[at])
		}
	}
	return out
}

func appendColumn(out *report.Table, column report.Column, from report.Table, at int) {
	out.Columns = append(out.Columns, column)
	for i, row := range from.Rows {
		out.Rows[i] = append(out.Rows[i], row[at])
	}
	for i, total := range from.Totals {
		out.Totals[i].Cells = append(out.Totals[i].Cells, total.Cells[at])
	}
}
