package party

import (
	"bytes"
	"context"

	"hefu/ledger"
	"hefu/ledger/field"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/sheet"
)

// MaxExport is how many customers a file holds; a longer list is refused rather than cut.
const MaxExport = 20000

// exported are the columns of a file of customers before the balances, in both languages.
var exported = [][2]string{{"客户编码", "Code"}, {"客户名称", "Name"}, {"英文名称", "English name"}, {"税号", "Tax ID"}, {"国家", "Country"}, {"区域", "Region"},
	{"币种", "Currency"}, {"销售员", "Salesperson"}, {"对账周期", "Cycle"}, {"状态", "State"}}

// Export is the list as a file in the actor's language: a row a customer and currency with something open, and the custom fields that are shown in
// files. Needs SeeCustomers. Refused as Customers refuses; report_too_long.
func (s *Service) Export(ctx context.Context, actor ledger.Actor, query Query, format sheet.Format) ([]byte, error) {
	if err := actor.Require(ledger.SeeCustomers); err != nil {
		return nil, err
	}
	query.After = Position{}
	if err := query.check(); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		page, err := readSome(ctx, tx, query, MaxExport)
		if err != nil {
			return err
		}
		if !page.Next.ID.IsZero() {
			return ledger.E("report_too_long").With("limit", MaxExport)
		}
		fields, err := field.Read(ctx, tx, field.OfCustomer)
		if err != nil {
			return err
		}
		return writeCustomers(&out, format, actor.Locale, fields.At(field.OnExport), page.Customers)
	})
	return out.Bytes(), err
}

func writeCustomers(out *bytes.Buffer, format sheet.Format, locale string, fields field.Set, customers []Summary) error {
	said := func(words [2]string) string {
		if locale == "en" {
			return words[1]
		}
		return words[0]
	}
	w := sheet.NewWriter(out, format)
	columns := make([]sheet.Column, 0, len(exported)+len(fields)+4)
	for _, words := range exported {
		columns = append(columns, sheet.Column{Title: said(words), Kind: sheet.Text})
	}
	for _, d := range fields {
		columns = append(columns, sheet.Column{Title: d.Label(locale), Kind: d.Cell()})
	}
	for _, words := range [][2]string{{"余额币种", "Balance in"}, {"余额", "Balance"}, {"已逾期", "Overdue"}} {
		columns = append(columns, sheet.Column{Title: said(words), Kind: sheet.Amount})
	}
	columns[len(columns)-3].Kind = sheet.Text
	if err := w.Sheet(said([2]string{"客户", "Customers"}), columns...); err != nil {
		return err
	}
	for _, c := range customers {
		state := [2]string{"启用", "Active"}
		if !c.Active {
			state = [2]string{"停用", "Not active"}
		}
		cells := []string{c.Code, c.Name, c.NameEN, c.TaxID, c.Country, c.Region, string(c.Currency), c.SalespersonName, string(c.Cycle), said(state)}
		for _, d := range fields {
			cells = append(cells, d.Shows(c.Fields[d.Code], locale))
		}
		balances := c.Balances
		if len(balances) == 0 {
			balances = []Balance{{Currency: c.Currency}}
		}
		for _, b := range balances {
			if err := w.Write(append(cells[:len(cells):len(cells)], string(b.Currency), money.Text(b.Balance, b.Currency), money.Text(b.Overdue, b.Currency))...); err != nil {
				return err
			}
		}
	}
	return w.Close()
}
