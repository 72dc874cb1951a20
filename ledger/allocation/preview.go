package allocation

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/journal"
	"hefu/ledger/money"
)

// Preview is what a selection would come to. Digest stands for all of it: SettleSelection settles only what still has the same.
type Preview struct {
	Pairs    []PreviewPair
	Extras   []Extra
	Offers   []Extra // what could be closed beside the money, asked for or not
	Digest   string
	Sums     []Sum
	Base     money.Currency
	Exchange decimal.Decimal // in base currency; more than zero is a loss
	Entry    []PreviewLine
	Cases    []Case
	Warnings []Warning

	Currencies map[ledger.ID]string // of the chosen items
}

// PreviewPair is a pair with the numbers of its documents and both values in base currency.
type PreviewPair struct {
	Pair
	DebitNo, CreditNo             string
	DebitCurrency, CreditCurrency string
	DebitBase, CreditBase         decimal.Decimal
	Rate, DayRate                 decimal.Decimal // credit currency for one of the debit's: agreed, and of the day; zero in one currency
}

// Sum is one currency of the selection: what was chosen, what is settled by money and beside it, and what stays open.
type Sum struct {
	Currency                string
	Debits, Credits         decimal.Decimal
	Settled, Beside         decimal.Decimal
	DebitsLeft, CreditsLeft decimal.Decimal
}

// PreviewLine is a line of what would be posted.
type PreviewLine struct {
	Account, Name, NameEN string
	DocumentNo            string
	Currency              string
	Amount, Base          decimal.Decimal // more than zero is a debit
}

// Warning is something to look at before settling: rate_off (the agreed rate lies more than two hundredths from the day's), unused (a
// chosen item takes no part).
type Warning struct {
	Code       string
	DocumentNo string
}

// Preview pairs a selection and says what settling it would do; nothing is held or written. Needs Allocate. Refused: an empty side,
// too many items, not_found, group_not_declared, sides_wrong, amount_exceeds_open, an effective date before an item's, rate_missing for two currencies.
func (s *Service) Preview(ctx context.Context, actor ledger.Actor, sel Selection) (Preview, error) {
	if err := actor.Require(ledger.Allocate); err != nil {
		return Preview{}, err
	}
	var out Preview
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = preview(ctx, tx, sel)
		return err
	})
	return out, err
}

func preview(ctx context.Context, tx *store.Tx, sel Selection) (Preview, error) {
	out, _, err := weigh(ctx, tx, sel)
	return out, err
}

// weigh is preview with the command that would settle it.
func weigh(ctx context.Context, tx *store.Tx, sel Selection) (Preview, Command, error) {
	if err := sel.check(); err != nil {
		return Preview{}, Command{}, err
	}
	found, err := lookUp(ctx, tx, sel.touched())
	if err != nil {
		return Preview{}, Command{}, err
	}
	if err := found.within(ctx, tx, sel.CustomerID, sel.On); err != nil {
		return Preview{}, Command{}, err
	}
	p, err := sel.parts(found.items)
	if err != nil {
		return Preview{}, Command{}, err
	}
	if p.rates, err = ratesOf(ctx, tx, sel, found); err != nil {
		return Preview{}, Command{}, err
	}
	set, err := CurrentRules(ctx, tx)
	if err != nil {
		return Preview{}, Command{}, err
	}
	policy, err := Policy(ctx, tx, set, sel.CustomerID)
	if err != nil {
		return Preview{}, Command{}, err
	}
	p.run(policy, sel)
	out := Preview{Extras: p.extras, Offers: p.offers, Base: found.base, Sums: p.sums(), Warnings: p.warnings()}
	out.Digest, out.Currencies = p.digest(sel), map[ledger.ID]string{}
	for _, i := range found.items {
		out.Currencies[i.ID] = i.Currency
	}
	cmd := Command{CustomerID: sel.CustomerID, EffectiveDate: sel.On, Pairs: p.pairs, Extras: p.extras}
	if len(p.pairs) == 0 {
		return out, cmd, nil
	}
	return out, cmd, p.fill(ctx, tx, &out, found, cmd)
}

// fill takes the pairs as Allocate would, and says what that posts and whether it asks for a second person.
func (p *pairing) fill(ctx context.Context, tx *store.Tx, out *Preview, found *desk, cmd Command) (err error) {
	if found.taken, err = take(cmd, found.items, found.base); err != nil {
		return err
	}
	if err = found.takeExtras(ctx, tx, cmd); err != nil {
		return err
	}
	for _, t := range found.taken {
		pair := PreviewPair{Pair: t.Pair, DebitNo: t.debit.DocumentNo, CreditNo: t.credit.DocumentNo, DebitCurrency: t.debit.Currency, CreditCurrency: t.credit.Currency,
			DebitBase: t.debitBase, CreditBase: t.creditBase}
		if t.debit.Currency != t.credit.Currency {
			pair.Rate = t.CreditAmount.DivRound(t.DebitAmount, money.RatePlaces)
			pair.DayRate = p.rates[t.debit.Currency].DivRound(p.rates[t.credit.Currency], money.RatePlaces)
			if pair.Rate.Sub(pair.DayRate).Abs().GreaterThan(pair.DayRate.Mul(near)) {
				out.Warnings = append(out.Warnings, Warning{"rate_off", pair.DebitNo})
			}
		}
		out.Pairs = append(out.Pairs, pair)
		out.Exchange = out.Exchange.Add(t.debitBase).Sub(t.creditBase)
	}
	if out.Entry, err = found.entry(ctx, tx, cmd); err != nil {
		return err
	}
	out.Cases, err = specialOf(ctx, tx, cmd)
	return err
}

const readChart = `SELECT role, code, name, name_en FROM accounts WHERE organization_id = $1`

// entry is what settle and postExtras would post, account by account as it would be.
func (d *desk) entry(ctx context.Context, tx *store.Tx, cmd Command) ([]PreviewLine, error) {
	type account struct{ Role, Code, Name, NameEN string }
	rows, err := store.Rows[account](ctx, tx, readChart, tx.Actor.OrganizationID)
	if err != nil {
		return nil, err
	}
	chart, byCode := journal.Chart{}, map[string]account{}
	for _, row := range rows {
		chart[journal.Role(row.Role)], byCode[row.Code] = row.Code, row
	}
	var posted []journal.Line
	if moves(d.taken) {
		if posted, err = lines(cmd.CustomerID, d.taken, chart, d.base); err != nil {
			return nil, err
		}
	}
	for i, x := range cmd.Extras {
		found, t := d.items[x.Item], d.extras[i]
		against, amount, base := journal.WriteOff, x.Amount, t.debitBase
		switch x.Kind {
		case Discount:
			against = journal.CashDiscount
		case Surplus:
			against, amount, base = journal.OtherIncome, x.Amount.Neg(), t.creditBase.Neg()
		}
		for _, leg := range []struct {
			role journal.Role
			sign int64
		}{{against, 1}, {journal.Receivables, -1}} {
			code, err := chart.Code(leg.role)
			if err != nil {
				return nil, err
			}
			sign := decimal.NewFromInt(leg.sign)
			posted = append(posted, journal.Line{Account: code, DocumentID: found.Document, Currency: money.Currency(found.Currency), Amount: amount.Mul(sign), Base: base.Mul(sign)})
		}
	}
	numbers := map[ledger.ID]string{}
	for _, i := range d.items {
		numbers[i.Document] = i.DocumentNo
	}
	out := make([]PreviewLine, len(posted))
	for i, l := range posted {
		a := byCode[l.Account]
		out[i] = PreviewLine{a.Code, a.Name, a.NameEN, numbers[l.DocumentID], string(l.Currency), l.Amount, l.Base}
	}
	return out, nil
}
