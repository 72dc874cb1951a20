package importing

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// directory is what the books know that every row is held against: customers, open periods, currencies with a rate. It grows
// with the customers and not with the file.
type directory struct {
	base   money.Currency
	byCode map[string]*buyer
	byName map[string]*buyer // nil: more than one customer has the name
	open   map[calendar.Date]bool
	rates  map[money.Currency]calendar.Date // the first day that has one
}

type buyer struct {
	ID       ledger.ID
	Code     string
	Name     string
	NameEN   string
	Currency string
	Active   bool
}

func openDirectory(ctx context.Context, tx *store.Tx) (*directory, error) {
	var bases []struct{ Base string }
	var buyers []buyer
	var periods []struct{ Starts calendar.Date }
	var rates []struct {
		Currency string
		From     calendar.Date
	}
	organization := tx.Actor.OrganizationID
	var b store.Batch
	store.Read(&b, &bases, `SELECT base_currency FROM organizations WHERE id = $1`, organization)
	store.Read(&b, &buyers, `SELECT id, code, name, name_en, currency, active FROM customers WHERE organization_id = $1`, organization)
	store.Read(&b, &periods, `SELECT starts FROM periods WHERE organization_id = $1 AND closed_at IS NULL`, organization)
	store.Read(&b, &rates, `SELECT currency, min(on_date) FROM exchange_rates WHERE organization_id = $1 GROUP BY currency`, organization)
	if err := tx.Send(ctx, &b); err != nil {
		return nil, err
	}
	if len(bases) == 0 {
		return nil, ledger.E("not_found")
	}
	d := &directory{base: money.Currency(bases[0].Base), byCode: make(map[string]*buyer, len(buyers)), byName: make(map[string]*buyer, len(buyers)),
		open: map[calendar.Date]bool{}, rates: map[money.Currency]calendar.Date{}}
	for i := range buyers {
		d.enter(&buyers[i])
	}
	for _, period := range periods {
		d.open[period.Starts] = true
	}
	for _, rate := range rates {
		d.rates[money.Currency(rate.Currency)] = rate.From
	}
	return d, nil
}

func (d *directory) enter(b *buyer) {
	d.byCode[b.Code] = b
	for _, name := range []string{b.Name, b.NameEN} {
		if other, taken := d.byName[name]; taken && other != b {
			d.byName[name] = nil
		} else if name != "" {
			d.byName[name] = b
		}
	}
}

// find is the customer of a code or, where no code fits, of a name.
func (d *directory) find(code, name string) (*buyer, *ledger.Error) {
	if found, ok := d.byCode[code]; ok {
		return found, nil
	}
	wanted := code
	if wanted == "" {
		wanted = name
	}
	if wanted == "" {
		return nil, ledger.E("required")
	}
	found, ok := d.byName[wanted]
	switch {
	case !ok:
		return nil, ledger.E("customer_unknown").With("customer", short(wanted))
	case found == nil:
		return nil, ledger.E("customer_ambiguous").With("customer", short(wanted))
	}
	return found, nil
}

// hasRate tells whether the currency can be valued on a day.
func (d *directory) hasRate(currency money.Currency, on calendar.Date) bool {
	from, ok := d.rates[currency]
	return currency == d.base || ok && !on.Before(from)
}
