package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/profile"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// customerStanding is how a customer stands in one currency.
type customerStanding struct {
	Currency      string        `json:"currency"`
	Balance       web.Amount    `json:"balance"`
	Owed          web.Amount    `json:"owed"`
	Credits       web.Amount    `json:"credits"`
	Overdue       web.Amount    `json:"overdue"`
	Disputed      web.Amount    `json:"disputed"`
	Disputes      int           `json:"disputes"`
	NextDue       calendar.Date `json:"next_due,omitzero"`
	NextDueAmount *web.Amount   `json:"next_due_amount,omitempty"`
	OldestDue     calendar.Date `json:"oldest_due,omitzero" doc:"Of what is overdue"`
	DaysOverdue   int           `json:"days_overdue"`
	Sales         web.Amount    `json:"sales" doc:"Receivables posted in the last 90 days"`
	DSO           *int64        `json:"dso,omitempty" doc:"Days sales outstanding: the balance for the sales of the last 90 days; left out without sales"`
	LastPaid      calendar.Date `json:"last_paid,omitzero"`
	LastAmount    *web.Amount   `json:"last_amount,omitempty"`
	LastDocument  *ledger.ID    `json:"last_document,omitempty"`
}

// word is something to know before one speaks to the customer.
type word struct {
	Code  string `json:"code" enum:"overdue,overdue_long,disputed,unanswered,mail_failed,no_contact,no_tax_id,inactive"`
	Tone  string `json:"tone" enum:"bad,warn"`
	Count int    `json:"count,omitempty"`
	Days  int    `json:"days,omitempty"`
}

// customerProfile is the head of a customer's page.
type customerProfile struct {
	AsOf       calendar.Date      `json:"as_of"`
	Currencies []customerStanding `json:"currencies"`
	Words      []word             `json:"words"`
	Groups     []belonging        `json:"groups"`
}

type listHappenings struct {
	ID ledger.ID `path:"id"`
	web.Paging
	About string `query:"about" enum:"statements,disputes,money,mails,notes" required:"false"`
}

// happening is one thing that happened with a customer.
type happening struct {
	ID           ledger.ID   `json:"id"`
	At           time.Time   `json:"at"`
	Kind         string      `json:"kind" doc:"statement.*, dispute.*, document.<kind>, settlement.made, settlement.undone, mail.<state>, note.written"`
	Side         string      `json:"side" enum:"customer,staff,system"`
	Who          string      `json:"who,omitempty"`
	Label        string      `json:"label,omitempty"`
	Text         string      `json:"text,omitempty"`
	Currency     string      `json:"currency,omitempty"`
	Amount       *web.Amount `json:"amount,omitempty"`
	StatementID  *ledger.ID  `json:"statement_id,omitempty"`
	DisputeID    *ledger.ID  `json:"dispute_id,omitempty"`
	DocumentID   *ledger.ID  `json:"document_id,omitempty"`
	SettlementID *ledger.ID  `json:"settlement_id,omitempty"`
}

// customerFile is a file that either side put beside a dispute of the customer.
type customerFile struct {
	ID        ledger.ID `json:"id"`
	Name      string    `json:"name"`
	MediaType string    `json:"media_type"`
	Size      int64     `json:"size"`
	Side      string    `json:"side" enum:"customer,staff"`
	Internal  bool      `json:"internal"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	DisputeID ledger.ID `json:"dispute_id"`
	DisputeNo string    `json:"dispute_no"`
}

type listFiles struct {
	ID ledger.ID `path:"id"`
	web.Paging
}

func profiles(api *web.API, books *books.Books) {
	web.Get(api, "/customers/{id}/profile", ledger.SeeCustomers, "How a customer stands, a currency each, and what to know", func(ctx context.Context, actor ledger.Actor, in *byID) (customerProfile, error) {
		found, err := books.Profiles.Profile(ctx, actor, in.ID)
		if err != nil {
			return customerProfile{}, err
		}
		out := wordProfile(found)
		of, err := books.Groups.Of(ctx, actor, in.ID)
		for _, g := range of {
			out.Groups = append(out.Groups, belonging{g.GroupID, g.Name, g.NameEN, g.From, g.To, g.Today, g.Others})
		}
		return out, err
	})
	web.Get(api, "/customers/{id}/timeline", ledger.SeeStatements, "What happened with a customer, newest first", func(ctx context.Context, actor ledger.Actor, in *listHappenings) (web.Page[happening], error) {
		after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[happening]{}, err
		}
		rows, err := books.Profiles.Timeline(ctx, actor, in.ID, profile.About(in.About), after, in.Limit+1)
		if err != nil {
			return web.Page[happening]{}, err
		}
		return web.Cut(rows, in.Limit, func(h profile.Happening) ledger.ID { return h.ID }, wordHappening)
	})
	web.Get(api, "/customers/{id}/files", ledger.SeeStatements, "List the files beside a customer's disputes, newest first", func(ctx context.Context, actor ledger.Actor, in *listFiles) (web.Page[customerFile], error) {
		after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[customerFile]{}, err
		}
		rows, err := books.Profiles.Files(ctx, actor, in.ID, after, in.Limit+1)
		if err != nil {
			return web.Page[customerFile]{}, err
		}
		return web.Cut(rows, in.Limit, func(f profile.File) ledger.ID { return f.ID }, func(f profile.File) customerFile {
			return customerFile{f.ID, f.Name, f.MediaType, f.Size, f.Side, f.Internal, f.By, f.At, f.Dispute, f.DisputeNo}
		})
	})
}

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
