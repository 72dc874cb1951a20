package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/profile"
	"hefu/ledger/web"
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

func profiles(api *web.API, books *books.Books) {
	files(api, books)
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
}
