package report

import (
	"context"
	"slices"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/pdf"
)

// MaxPrinted bounds a table on paper; a longer one is refused with report_too_long and exported instead.
const MaxPrinted = 5000

// Print lays a table out as PDF on the longer side of the paper: the same columns, rows, subtotals, totals and notes as Export writes, with
// amounts grouped as people read them. locale is zh-CN or en. Needs SeeReports.
func (s *Service) Print(ctx context.Context, actor ledger.Actor, table Table, locale string) ([]byte, error) {
	if err := actor.Require(ledger.SeeReports); err != nil {
		return nil, err
	}
	if len(table.Rows)+len(table.Subtotals) > MaxPrinted {
		return nil, ledger.E("report_too_long").With("limit", MaxPrinted)
	}
	seller, found, err := store.ReadOne[struct {
		Name, NameEN string
		Now          time.Time
	}](ctx, s.db, actor, `SELECT name, name_en, now() FROM organizations WHERE id = $1`, actor.OrganizationID)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, ledger.E("not_found")
	}
	l := pdf.Listing{Locale: pdf.Locale(locale), Title: pdf.Term{Zh: table.ZH, En: table.EN}, Date: seller.Now, Seller: pdf.Seller{Name: seller.Name, NameEn: seller.NameEN},
		Notes: table.Notes, Across: true, Exact: true, Strong: map[int]bool{}}
	if err := table.paper(&l, locale); err != nil {
		return nil, err
	}
	result, err := pdf.RenderListing(l)
	return result.PDF, err
}

// wides are the columns that may take what the others leave, the best first.
var wides = []string{"description", customerName.Key, accountName.Key, salespersonCell.Key, regionCell.Key, lineCell.Key, documentNo.Key}

func (t Table) paper(l *pdf.Listing, locale string) error {
	var places []int
	wide := ""
	for _, key := range wides {
		if t.column(key) >= 0 && wide == "" {
			wide = key
		}
	}
	for i, column := range t.Columns {
		if column.Type == ID {
			continue
		}
		if wide == "" {
			wide = column.Key
		}
		places = append(places, i)
		l.Columns = append(l.Columns, pdf.ListingColumn{Label: pdf.Term{Zh: column.ZH, En: column.EN}, Amount: column.Type == Amount || column.Type == Number,
			Whole: column.Type == Date, Wide: column.Key == wide})
	}
	at := t.column(currencyCell.Key)
	return t.each(locale, func(cells []string, label string, currency money.Currency) error {
		if label == "" && at >= 0 {
			currency = money.Currency(cells[at])
		}
		line := make([]string, len(places))
		for i, place := range places {
			line[i] = t.printed(cells[place], place, currency, locale)
			if label != "" && place == at {
				line[i] = string(currency)
			}
		}
		if label != "" {
			l.Strong[len(l.Rows)] = true
			if first := slices.IndexFunc(places, func(p int) bool { return t.Columns[p].Type != Amount && t.Columns[p].Type != Number && p != at }); first >= 0 {
				line[first] = label
			}
		}
		l.Rows = append(l.Rows, line)
		return nil
	})
}

func (t Table) printed(cell string, place int, currency money.Currency, locale string) string {
	switch {
	case cell == "":
	case t.Columns[place].Type == Kind:
		return Word(cell, locale)
	case t.Columns[place].Type == Amount:
		if amount, err := money.Parse(cell, currency); err == nil {
			return money.Format(amount, currency, locale)
		}
	}
	return cell
}
