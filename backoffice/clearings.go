package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/clearing"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type planClearing struct {
	Body struct {
		CustomerID    ledger.ID     `json:"customer_id,omitzero" doc:"Left out: all customers"`
		EffectiveDate calendar.Date `json:"effective_date"`
	}
}

type turnClearing struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int `json:"row_version" minimum:"1"`
	}
}

type leaveOut struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Item    ledger.ID `json:"item"`
		LeftOut bool      `json:"left_out"`
	}
}

type listClearingCredits struct {
	web.Paging
	ID    ledger.ID `path:"id"`
	State string    `query:"state" enum:"proposed,left_out,exception,settled,changed,failed" required:"false"`
}

// clearingRun is a run of automatic allocation, and how far it is.
type clearingRun struct {
	ID            ledger.ID             `json:"id"`
	CustomerID    *ledger.ID            `json:"customer_id,omitempty"`
	CustomerName  string                `json:"customer_name,omitempty"`
	EffectiveDate calendar.Date         `json:"effective_date"`
	RulesVersion  int                   `json:"rules_version"`
	State         string                `json:"state" enum:"planning,planned,settling,done,cancelled"`
	MadeBy        string                `json:"made_by"`
	SettledBy     string                `json:"settled_by,omitempty"`
	CreatedAt     time.Time             `json:"created_at"`
	FinishedAt    *time.Time            `json:"finished_at,omitempty"`
	RowVersion    int                   `json:"row_version"`
	Total         int                   `json:"total" doc:"Credits looked at"`
	Proposed      int                   `json:"proposed"`
	LeftOut       int                   `json:"left_out"`
	Exceptions    int                   `json:"exceptions"`
	Settled       int                   `json:"settled"`
	Changed       int                   `json:"changed"`
	Failed        int                   `json:"failed"`
	Actions       map[string]web.Action `json:"actions"`
}

// clearingCredit is what a run makes of one credit.
type clearingCredit struct {
	Item         ledger.ID      `json:"item"`
	Customer     wire.Party     `json:"customer"`
	Document     wire.Reference `json:"document"`
	Currency     string         `json:"currency"`
	Open         web.Amount     `json:"open"`
	Settles      web.Amount     `json:"settles"`
	State        string         `json:"state" enum:"proposed,left_out,exception,settled,changed,failed"`
	Rule         string         `json:"rule,omitempty"`
	Found        string         `json:"found,omitempty"`
	Why          string         `json:"why,omitempty" enum:"no_debit,no_match,ambiguous"`
	Debits       []string       `json:"debits"`
	SettlementID *ledger.ID     `json:"settlement_id,omitempty"`
	Message      string         `json:"message,omitempty" doc:"Why it failed"`
}

func clearings(api *web.API, books *books.Books) {
	web.Get(api, "/allocation-runs", ledger.Allocate, "List runs of automatic allocation, newest first", func(ctx context.Context, actor ledger.Actor, in *struct{ web.Paging }) (web.Page[clearingRun], error) {
		after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[clearingRun]{}, err
		}
		rows, err := books.Clearings.Runs(ctx, actor, after, in.Limit+1)
		if err != nil {
			return web.Page[clearingRun]{}, err
		}
		return web.Cut(rows, in.Limit, func(r clearing.Run) ledger.ID { return r.ID }, func(r clearing.Run) clearingRun { return wordClearing(r, actor) })
	})
	web.Post(api, "/allocation-runs", ledger.Allocate, "Plan a run of automatic allocation: nothing is settled by it", func(ctx context.Context, actor ledger.Actor, in *planClearing) (clearingRun, error) {
		run, err := books.Clearings.Plan(ctx, actor, in.Body.CustomerID, in.Body.EffectiveDate)
		return wordClearing(run, actor), err
	}, web.Created())
	web.Get(api, "/allocation-runs/{id}", ledger.Allocate, "Show a run of automatic allocation", func(ctx context.Context, actor ledger.Actor, in *byID) (clearingRun, error) {
		run, err := books.Clearings.Run(ctx, actor, in.ID)
		return wordClearing(run, actor), err
	})
	web.Get(api, "/allocation-runs/{id}/credits", ledger.Allocate, "List what a run makes of each credit", func(ctx context.Context, actor ledger.Actor, in *listClearingCredits) (web.Page[clearingCredit], error) {
		after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[clearingCredit]{}, err
		}
		rows, err := books.Clearings.Credits(ctx, actor, in.ID, in.State, after, in.Limit+1)
		if err != nil {
			return web.Page[clearingCredit]{}, err
		}
		return web.Cut(rows, in.Limit, func(c clearing.Credit) ledger.ID { return c.Item }, func(c clearing.Credit) clearingCredit { return wordClearingCredit(c, actor) })
	})
	web.Post(api, "/allocation-runs/{id}/left-out", ledger.Allocate, "Leave a credit out of a planned run, or take it in again", func(ctx context.Context, actor ledger.Actor, in *leaveOut) (web.Nothing, error) {
		return web.Nothing{}, books.Clearings.LeaveOut(ctx, actor, in.ID, in.Body.Item, in.Body.LeftOut)
	})
	web.Post(api, "/allocation-runs/{id}/settlement", ledger.Allocate, "Have a planned run settled in the background", func(ctx context.Context, actor ledger.Actor, in *turnClearing) (clearingRun, error) {
		run, err := books.Clearings.Settle(ctx, actor, in.ID, in.Body.RowVersion)
		return wordClearing(run, actor), err
	})
	web.Post(api, "/allocation-runs/{id}/cancellation", ledger.Allocate, "End a run that has settled nothing", func(ctx context.Context, actor ledger.Actor, in *turnClearing) (clearingRun, error) {
		run, err := books.Clearings.Cancel(ctx, actor, in.ID, in.Body.RowVersion)
		return wordClearing(run, actor), err
	})
}

func wordClearing(r clearing.Run, actor ledger.Actor) clearingRun {
	out := clearingRun{ID: r.ID, CustomerName: r.CustomerName, EffectiveDate: r.On, RulesVersion: r.RulesVersion, State: r.State, MadeBy: r.By, SettledBy: r.SettledBy, CreatedAt: r.CreatedAt,
		FinishedAt: r.FinishedAt, RowVersion: r.RowVersion, Total: r.Total(), Proposed: r.Proposed, LeftOut: r.LeftOut, Exceptions: r.Exceptions, Settled: r.Settled, Changed: r.Changed, Failed: r.Failed}
	if !r.CustomerID.IsZero() {
		out.CustomerID = &r.CustomerID
	}
	allow := func(ok bool) web.Action {
		if ok {
			return web.Action{Allowed: true}
		}
		return web.Action{Why: ledger.E("state_forbids").With("state", r.State).Message(actor.Locale)}
	}
	out.Actions = map[string]web.Action{"settle": allow(r.State == "planned" && r.Proposed > 0), "cancel": allow(r.State == "planned" || r.State == "planning"), "leave_out": allow(r.State == "planned")}
	if r.State == "planned" && r.Proposed == 0 {
		out.Actions["settle"] = web.Action{Why: ledger.E("nothing_to_do").Message(actor.Locale)}
	}
	return out
}

func wordClearingCredit(c clearing.Credit, actor ledger.Actor) clearingCredit {
	out := clearingCredit{Item: c.Item, Customer: wire.Party{ID: c.CustomerID, Code: c.CustomerCode, Name: c.CustomerName}, Document: wire.Reference{ID: c.DocumentID, DocumentNo: c.DocumentNo}, Currency: c.Currency,
		Open: wire.Amount(c.Open, c.Currency), Settles: wire.Amount(c.Settles, c.Currency), State: c.State, Rule: c.Rule, Found: c.Found, Why: c.Why, Debits: c.Debits}
	if out.Debits == nil {
		out.Debits = []string{}
	}
	if !c.Settlement.IsZero() {
		out.SettlementID = &c.Settlement
	}
	if c.Code != "" && c.Code != "open_changed" {
		out.Message = ledger.E(c.Code).Message(actor.Locale)
	}
	return out
}
