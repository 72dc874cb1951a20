package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type listSettlements struct {
	web.Paging
	CustomerID ledger.ID     `query:"customer_id" required:"false"`
	Mode       string        `query:"mode" enum:"manual,automatic,business,immediate,reversal" required:"false"`
	RunID      ledger.ID     `query:"run_id" required:"false"`
	From       calendar.Date `query:"from" required:"false"`
	To         calendar.Date `query:"to" required:"false"`
	Live       bool          `query:"live" doc:"Only what stands: neither undone nor an undoing"`
	Q          string        `query:"q" maxLength:"100" doc:"A document's or invoice's number, or the customer"`
}

type settledAmount struct {
	Currency string     `json:"currency"`
	Amount   web.Amount `json:"amount"`
}

// SettlementRow is a settlement in a list.
type SettlementRow struct {
	ID            ledger.ID       `json:"id"`
	Customer      wire.Party      `json:"customer"`
	Mode          string          `json:"mode" enum:"manual,automatic,business,immediate,reversal"`
	Rule          string          `json:"rule,omitempty"`
	RunID         *ledger.ID      `json:"run_id,omitempty"`
	State         string          `json:"state" enum:"live,removed,reversed,reversal"`
	EffectiveDate calendar.Date   `json:"effective_date"`
	Reason        string          `json:"reason,omitempty"`
	MadeBy        string          `json:"made_by,omitempty" doc:"Empty: the program"`
	CreatedAt     time.Time       `json:"created_at"`
	Reverses      *ledger.ID      `json:"reverses,omitempty"`
	UndoneBy      *ledger.ID      `json:"undone_by,omitempty"`
	UndoneOn      calendar.Date   `json:"undone_on,omitzero"`
	PairCount     int             `json:"pair_count"`
	Debits        []string        `json:"debits" doc:"Numbers of the first documents"`
	Credits       []string        `json:"credits"`
	Amounts       []settledAmount `json:"amounts"`
}

type settledPair struct {
	Debit        wire.Reference `json:"debit"`
	DebitKind    string         `json:"debit_kind"`
	DebitAmount  settledAmount  `json:"debit_amount"`
	Credit       wire.Reference `json:"credit"`
	CreditKind   string         `json:"credit_kind"`
	CreditAmount settledAmount  `json:"credit_amount"`
	ExchangeLoss web.Amount     `json:"exchange_loss"`
}

// settlementWhole is a settlement with its pairs, what it posted, and how it would be undone.
type settlementWhole struct {
	SettlementRow
	BaseCurrency string        `json:"base_currency"`
	ExchangeLoss web.Amount    `json:"exchange_loss"`
	Pairs        []settledPair `json:"pairs"`
	Entry        []entryLine   `json:"entry"`
	Undo         undoWay       `json:"undo"`
}

type undoWay struct {
	Allowed bool          `json:"allowed"`
	Why     string        `json:"why,omitempty"`
	Removes bool          `json:"removes" doc:"Taken out as of its own date; else reversed on the day"`
	On      calendar.Date `json:"on"`
	Because string        `json:"because,omitempty" doc:"Why it is reversed and not removed: automatic, closed, earlier_month, on_statement"`
}

func made(api *web.API, books *books.Books) {
	web.Get(api, "/settlements", ledger.SeeDocuments, "List settlements, newest first", func(ctx context.Context, actor ledger.Actor, in *listSettlements) (web.Page[SettlementRow], error) {
		after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[SettlementRow]{}, err
		}
		filter := allocation.Filter{CustomerID: in.CustomerID, Mode: in.Mode, RunID: in.RunID, From: in.From, To: in.To, Live: in.Live, Text: in.Q}
		rows, err := books.Allocations.Settlements(ctx, actor, filter, after, in.Limit+1)
		if err != nil {
			return web.Page[SettlementRow]{}, err
		}
		return web.Cut(rows, in.Limit, func(m allocation.Made) ledger.ID { return m.ID }, wordMade)
	})
	web.Get(api, "/settlements/{id}", ledger.SeeDocuments, "Show a settlement: its pairs, what it posted, and how it would be undone", func(ctx context.Context, actor ledger.Actor, in *byID) (settlementWhole, error) {
		found, err := books.Allocations.Settlement(ctx, actor, in.ID)
		if err != nil {
			return settlementWhole{}, err
		}
		return wordWhole(found, actor), nil
	})
}

func wordMade(m allocation.Made) SettlementRow {
	row := SettlementRow{ID: m.ID, Customer: wire.Party{ID: m.CustomerID, Code: m.CustomerCode, Name: m.CustomerName}, Mode: m.Mode, Rule: m.Rule, State: "live", EffectiveDate: m.On, Reason: m.Reason,
		MadeBy: m.By, CreatedAt: m.At, PairCount: m.Pairs, Debits: m.Debits, Credits: m.Credits, Amounts: []settledAmount{}}
	for i, currency := range m.Currencies {
		row.Amounts = append(row.Amounts, settledAmount{currency, wire.Amount(m.Amounts[i], currency)})
	}
	for _, some := range []*[]string{&row.Debits, &row.Credits} {
		if *some == nil {
			*some = []string{}
		}
	}
	optional := func(id ledger.ID) *ledger.ID {
		if id.IsZero() {
			return nil
		}
		return &id
	}
	row.RunID, row.Reverses, row.UndoneBy, row.UndoneOn = optional(m.RunID), optional(m.Reverses), optional(m.UndoneBy), m.UndoneOn
	switch {
	case row.Reverses != nil:
		row.State = "reversal"
	case m.Removed():
		row.State = "removed"
	case row.UndoneBy != nil:
		row.State = "reversed"
	}
	return row
}

func wordWhole(m allocation.MadeWhole, actor ledger.Actor) settlementWhole {
	out := settlementWhole{SettlementRow: wordMade(m.Made), BaseCurrency: m.Base, ExchangeLoss: wire.Amount(m.Exchange, m.Base), Pairs: []settledPair{}, Entry: []entryLine{},
		Undo: undoWay{Allowed: true, Removes: m.Way.Removed, On: m.Way.On, Because: m.Way.Why}}
	for _, p := range m.Lines {
		out.Pairs = append(out.Pairs, settledPair{wire.Reference{ID: p.DebitDocument, DocumentNo: p.DebitNo}, p.DebitKind, settledAmount{p.DebitCurrency, wire.Amount(p.DebitAmount, p.DebitCurrency)},
			wire.Reference{ID: p.CreditDocument, DocumentNo: p.CreditNo}, p.CreditKind, settledAmount{p.CreditCurrency, wire.Amount(p.CreditAmount, p.CreditCurrency)},
			wire.Amount(p.DebitBase.Sub(p.CreditBase), m.Base)})
	}
	for _, l := range m.Entry {
		out.Entry = append(out.Entry, wordEntry(l.Account, l.Name, l.NameEN, l.DocumentNo, l.Currency, m.Base, l.Amount, l.Base))
	}
	switch {
	case !actor.May(ledger.Allocate):
		out.Undo.Allowed, out.Undo.Why = false, ledger.E("not_permitted").Message(actor.Locale)
	case m.Undoable != nil:
		out.Undo.Allowed, out.Undo.Why = false, ledger.AsError(m.Undoable).Message(actor.Locale)
	}
	return out
}
