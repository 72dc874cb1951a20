package allocation

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

func (s Selection) check() error {
	switch {
	case len(s.Debits) == 0:
		return ledger.E("validation_failed").At("debits", "required")
	case len(s.Credits) == 0:
		return ledger.E("validation_failed").At("credits", "required")
	case len(s.Debits) > MaxPairs, len(s.Credits) > MaxPairs:
		return ledger.E("validation_failed").At("debits", "too_long")
	case s.On.IsZero():
		return ledger.E("validation_failed").At("effective_date", "required")
	}
	return nil
}

func (s Selection) touched() []ledger.ID {
	var ids []ledger.ID
	for _, pick := range append(append([]Pick{}, s.Debits...), s.Credits...) {
		ids = append(ids, pick.Item)
	}
	return ids
}

// parts finds the items of the selection. An item that is chosen twice is refused like one of the wrong side.
func (s Selection) parts(items map[ledger.ID]*item) (*pairing, error) {
	seen := map[ledger.ID]bool{}
	read := func(picks []Pick, side string) ([]*part, error) {
		out := make([]*part, 0, len(picks))
		for _, pick := range picks {
			found := items[pick.Item]
			switch {
			case found == nil:
				return nil, ledger.E("not_found")
			case found.Side != side, seen[pick.Item]:
				return nil, ledger.E("sides_wrong")
			case pick.Amount.GreaterThan(found.Open):
				return nil, ledger.E("amount_exceeds_open").With("document", found.DocumentNo).With("open", found.Open)
			case !money.Exact(pick.Amount, money.Currency(found.Currency)):
				return nil, ledger.E("validation_failed").At(side+"s", "too_many_places")
			}
			seen[pick.Item] = true
			p := &part{item: found, left: found.Open, given: pick.Amount.IsPositive()}
			if p.given {
				p.left, p.chosen = pick.Amount, pick.Amount
			}
			out = append(out, p)
		}
		return out, nil
	}
	debits, err := read(s.Debits, "debit")
	if err != nil {
		return nil, err
	}
	credits, err := read(s.Credits, "credit")
	return &pairing{debits: debits, credits: credits}, err
}

const readDayRates = `
SELECT w.currency, (SELECT r.rate FROM exchange_rates r WHERE r.organization_id = $1 AND r.currency = w.currency AND r.on_date <= $3 ORDER BY r.on_date DESC LIMIT 1)
FROM unnest($2::text[]) AS w (currency)`

// ratesOf reads the day's rates to base currency where the selection has more than one currency.
func ratesOf(ctx context.Context, tx *store.Tx, sel Selection, found *desk) (map[string]decimal.Decimal, error) {
	rates := map[string]decimal.Decimal{string(found.base): decimal.NewFromInt(1)}
	currencies := map[string]bool{}
	var foreign []string
	for _, i := range found.items {
		if !currencies[i.Currency] && i.Currency != string(found.base) {
			foreign = append(foreign, i.Currency)
		}
		currencies[i.Currency] = true
	}
	if len(currencies) < 2 {
		return rates, nil
	}
	rows, err := store.Rows[struct {
		Currency string
		Rate     decimal.NullDecimal
	}](ctx, tx, readDayRates, tx.Actor.OrganizationID, foreign, sel.On)
	for _, row := range rows {
		if !row.Rate.Valid {
			return nil, ledger.E("rate_missing").With("currency", row.Currency).With("date", sel.On)
		}
		rates[row.Currency] = row.Rate.Decimal
	}
	return rates, err
}

// sums adds the selection up, currency by currency in the order in which they come.
func (p *pairing) sums() []Sum {
	var out []Sum
	at := func(currency string) *Sum {
		for i := range out {
			if out[i].Currency == currency {
				return &out[i]
			}
		}
		out = append(out, Sum{Currency: currency})
		return &out[len(out)-1]
	}
	beside := map[ledger.ID]decimal.Decimal{}
	for _, x := range p.extras {
		beside[x.Item] = beside[x.Item].Add(x.Amount)
	}
	for _, d := range p.debits {
		s, closed := at(d.Currency), beside[d.ID]
		chosen := d.Open
		if d.given {
			chosen = d.chosen
		}
		s.Debits, s.Settled, s.Beside = s.Debits.Add(chosen), s.Settled.Add(d.paid), s.Beside.Add(closed)
		s.DebitsLeft = s.DebitsLeft.Add(chosen.Sub(d.paid).Sub(closed))
	}
	for _, c := range p.credits {
		s, closed := at(c.Currency), beside[c.ID]
		chosen := c.Open
		if c.given {
			chosen = c.chosen
		}
		s.Credits, s.Beside = s.Credits.Add(chosen), s.Beside.Add(closed)
		s.CreditsLeft = s.CreditsLeft.Add(chosen.Sub(c.paid).Sub(closed))
	}
	return out
}

func (p *pairing) warnings() []Warning {
	var out []Warning
	for _, x := range append(append([]*part{}, p.debits...), p.credits...) {
		if x.paid.IsZero() && len(out) < 20 {
			out = append(out, Warning{"unused", x.DocumentNo})
		}
	}
	return out
}
