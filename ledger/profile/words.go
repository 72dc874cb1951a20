package profile

import (
	"github.com/shopspring/decimal"

	"hefu/ledger/calendar"
	"hefu/ledger/money"
	"hefu/ledger/party"
)

type foundRow struct {
	Today      calendar.Date
	Active     bool
	Untaxed    bool // a domestic customer without a tax id
	Reachable  bool
	Unanswered int
	Failed     int // addresses that mail did not reach, and has not reached since
}

// standing joins what was read of one currency; a currency in which nothing is open has a balance of zero.
func (r standingRow) standing(balances []party.Balance, today calendar.Date) Standing {
	out := Standing{Balance: party.Balance{Currency: money.Currency(r.Currency)}, Disputed: r.Disputed, Disputes: r.Disputes, NextDue: r.NextDue, NextDueAmount: r.Next,
		OldestDue: r.OldestDue, Sales: r.Sales, LastPaid: r.Paid, LastAmount: r.Amount, LastDocument: r.Document}
	for _, b := range balances {
		if b.Currency == out.Currency {
			out.Balance = b
		}
	}
	if !r.OldestDue.IsZero() {
		out.DaysOverdue = int(today.Days() - r.OldestDue.Days())
	}
	if r.Sales.IsPositive() {
		out.DSO = decimal.NewNullDecimal(decimal.Max(out.Balance.Balance, decimal.Zero).Mul(decimal.NewFromInt(salesDays)).DivRound(r.Sales, 0))
	}
	return out
}

// words are what to know, the worst first.
func (f foundRow) words(currencies []Standing) []Word {
	var out []Word
	late, disputes := 0, 0
	for _, c := range currencies {
		late, disputes = max(late, c.DaysOverdue), disputes+c.Disputes
	}
	say := func(is bool, w Word) {
		if is {
			out = append(out, w)
		}
	}
	say(late > longOverdue, Word{Code: "overdue_long", Tone: "bad", Days: late})
	say(late > 0 && late <= longOverdue, Word{Code: "overdue", Tone: "bad", Days: late})
	say(!f.Reachable, Word{Code: "no_contact", Tone: "bad"})
	say(f.Failed > 0, Word{Code: "mail_failed", Tone: "bad", Count: f.Failed})
	say(f.Unanswered > 0, Word{Code: "unanswered", Tone: "warn", Count: f.Unanswered})
	say(disputes > 0, Word{Code: "disputed", Tone: "warn", Count: disputes})
	say(f.Untaxed, Word{Code: "no_tax_id", Tone: "warn"})
	say(!f.Active, Word{Code: "inactive", Tone: "warn"})
	return out
}
