package backoffice

import (
	"hefu/ledger"
	"hefu/ledger/profile"
	"hefu/ledger/wire"
)

func wordProfile(p profile.Profile) customerProfile {
	out := customerProfile{AsOf: p.AsOf, Currencies: []customerStanding{}, Words: []word{}, Groups: []belonging{}}
	for _, c := range p.Currencies {
		currency := string(c.Currency)
		entry := customerStanding{Currency: currency, Balance: wire.Amount(c.Balance.Balance, currency), Owed: wire.Amount(c.Owed, currency), Credits: wire.Amount(c.Credits, currency), Overdue: wire.Amount(c.Overdue, currency),
			Disputed: wire.Amount(c.Disputed, currency), Disputes: c.Disputes, NextDue: c.NextDue, OldestDue: c.OldestDue, DaysOverdue: c.DaysOverdue, Sales: wire.Amount(c.Sales, currency), LastPaid: c.LastPaid}
		if !c.NextDue.IsZero() {
			amount := wire.Amount(c.NextDueAmount, currency)
			entry.NextDueAmount = &amount
		}
		if c.DSO.Valid {
			days := c.DSO.Decimal.IntPart()
			entry.DSO = &days
		}
		if !c.LastPaid.IsZero() {
			amount, document := wire.Amount(c.LastAmount, currency), c.LastDocument
			entry.LastAmount, entry.LastDocument = &amount, &document
		}
		out.Currencies = append(out.Currencies, entry)
	}
	for _, w := range p.Words {
		out.Words = append(out.Words, word{w.Code, w.Tone, w.Count, w.Days})
	}
	return out
}

func wordHappening(h profile.Happening) happening {
	optional := func(id ledger.ID) *ledger.ID {
		if id.IsZero() {
			return nil
		}
		return &id
	}
	return happening{h.ID, h.At, h.Kind, h.Side, h.Who, h.Label, h.Text, h.Currency, wire.Optional(h.Amount, h.Currency), optional(h.Statement), optional(h.Dispute), optional(h.Document), optional(h.Settled)}
}
