package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/period"
	"hefu/ledger/web"
)

type periodRow struct {
	Period   string                `json:"period" doc:"YYYY-MM"`
	Starts   calendar.Date         `json:"starts"`
	Ends     calendar.Date         `json:"ends"`
	State    string                `json:"state" enum:"open,closed"`
	ClosedAt *time.Time            `json:"closed_at,omitempty"`
	ClosedBy string                `json:"closed_by"`
	Blockers int                   `json:"blockers"`
	Actions  map[string]web.Action `json:"actions"`
}

type periodBlocker struct {
	Kind     string        `json:"kind" doc:"What stands in the way: draft, submitted, statement_run and the like"`
	ID       ledger.ID     `json:"id"`
	Document string        `json:"document" doc:"The kind of a drafted document"`
	Customer string        `json:"customer" doc:"Its code"`
	Date     calendar.Date `json:"date"`
}

type onePeriod struct {
	Period string `path:"period" pattern:"^[0-9]{4}-[0-9]{2}$"`
}

type reopenPeriod struct {
	Period string `path:"period" pattern:"^[0-9]{4}-[0-9]{2}$"`
	Body   struct {
		Reason string `json:"reason" minLength:"1" maxLength:"2000"`
	}
}

func periods(api *web.API, books *books.Books) {
	list := func(ctx context.Context, actor ledger.Actor) (web.Page[periodRow], error) {
		rows, err := books.Periods.List(ctx, actor)
		page := web.Page[periodRow]{Items: []periodRow{}}
		for _, p := range rows {
			row := periodRow{Period: period.Name(p.Starts), Starts: p.Starts, Ends: p.Ends, State: "open", ClosedAt: p.ClosedAt, ClosedBy: p.ClosedBy, Blockers: p.Blockers, Actions: periodActions(p, actor)}
			if p.ClosedAt != nil {
				row.State = "closed"
			}
			page.Items = append(page.Items, row)
		}
		return page, err
	}
	web.Get(api, "/periods", ledger.SeeReports, "List accounting periods", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (web.Page[periodRow], error) {
		return list(ctx, actor)
	})
	web.Get(api, "/periods/{period}/blockers", ledger.SeeReports, "List what keeps a period, and the open ones before it, from being closed", func(ctx context.Context, actor ledger.Actor, in *onePeriod) (web.Page[periodBlocker], error) {
		page := web.Page[periodBlocker]{Items: []periodBlocker{}}
		day, err := firstDay(in.Period)
		if err != nil {
			return page, err
		}
		found, err := books.Periods.Blockers(ctx, actor, day)
		for _, b := range found {
			page.Items = append(page.Items, periodBlocker(b))
		}
		return page, err
	})
	web.Post(api, "/periods/{period}/close", ledger.ClosePeriods, "Close a period", func(ctx context.Context, actor ledger.Actor, in *onePeriod) (web.Page[periodRow], error) {
		day, err := firstDay(in.Period)
		if err != nil {
			return web.Page[periodRow]{}, err
		}
		if err := books.Periods.Close(ctx, actor, day); err != nil {
			return web.Page[periodRow]{}, err
		}
		return list(ctx, actor)
	})
	web.Post(api, "/periods/{period}/reopen", ledger.ClosePeriods, "Reopen the period closed last", func(ctx context.Context, actor ledger.Actor, in *reopenPeriod) (web.Page[periodRow], error) {
		day, err := firstDay(in.Period)
		if err != nil {
			return web.Page[periodRow]{}, err
		}
		if err := books.Periods.Reopen(ctx, actor, day, in.Body.Reason); err != nil {
			return web.Page[periodRow]{}, err
		}
		return list(ctx, actor)
	})
}

// periodActions says which of the two acts is open, and why the other is not.
func periodActions(p period.Period, actor ledger.Actor) map[string]web.Action {
	out := map[string]web.Action{"close": {Allowed: true}, "reopen": {Allowed: true}}
	no := func(err *ledger.Error) web.Action { return web.Action{Why: err.Message(actor.Locale)} }
	switch {
	case !actor.May(ledger.ClosePeriods):
		out["close"], out["reopen"] = no(ledger.E("not_permitted")), no(ledger.E("not_permitted"))
	case p.ClosedAt == nil:
		out["reopen"] = no(ledger.E("state_forbids").With("state", "open"))
		if p.Blockers > 0 {
			out["close"] = web.Action{Why: ledger.E("period_has_blockers").With("count", p.Blockers).Message(actor.Locale)}
		}
	case !p.Latest:
		out["close"], out["reopen"] = no(ledger.E("state_forbids").With("state", "closed")), no(ledger.E("period_reopen_order"))
	default:
		out["close"] = no(ledger.E("state_forbids").With("state", "closed"))
	}
	return out
}

func firstDay(name string) (calendar.Date, error) {
	day, err := calendar.Parse(name + "-01")
	if err != nil {
		return day, ledger.E("validation_failed").At("period", "not_a_date").Because(err)
	}
	return day, nil
}
