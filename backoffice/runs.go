package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/statement"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// RunScope chooses the customers of a run: those named, or those whose cycle falls due at the cut-off.
type RunScope struct {
	PeriodStart calendar.Date `json:"period_start"`
	CutOff      calendar.Date `json:"cut_off"`
	Cycle       string        `json:"cycle,omitempty" maxLength:"20"`
	CustomerIDs []ledger.ID   `json:"customer_ids,omitempty" maxItems:"10000"`
	Due         bool          `json:"due,omitempty" doc:"Only customers whose own period ends with the run"`
	Excluded    []Exception   `json:"excluded,omitempty" maxItems:"2000" doc:"Left out by hand"`
	Released    []Exception   `json:"released,omitempty" maxItems:"2000" doc:"Made in spite of checks that block"`
}

// Exception is a customer that is treated otherwise by hand, and why.
type Exception struct {
	CustomerID ledger.ID `json:"customer_id"`
	Reason     string    `json:"reason" minLength:"1" maxLength:"500"`
}

func (s RunScope) command() statement.RunCommand {
	return statement.RunCommand{Period: statement.Period{Start: s.PeriodStart, CutOff: s.CutOff}, Cycle: s.Cycle, Customers: s.CustomerIDs, Due: s.Due,
		Excluded: exceptions(s.Excluded), Released: exceptions(s.Released)}
}

func exceptions(list []Exception) []statement.Exception {
	out := make([]statement.Exception, len(list))
	for i, e := range list {
		out[i] = statement.Exception(e)
	}
	return out
}

type previewRun struct{ Body RunScope }

type createRun struct {
	Body struct {
		RunScope
		Issue bool `json:"issue"`
	}
}

type runFailure struct {
	Customer wire.Party `json:"customer"`
	Code     string     `json:"code"`
	Reason   string     `json:"reason"`
	State    string     `json:"state" enum:"failed,blocked,excluded"`
	Findings []finding  `json:"findings"`
}

type run struct {
	ID            ledger.ID             `json:"id"`
	PeriodStart   calendar.Date         `json:"period_start"`
	CutOff        calendar.Date         `json:"cut_off"`
	State         string                `json:"state" enum:"queued,running,done,cancelled"`
	Issue         bool                  `json:"issue"`
	Total         int                   `json:"total"`
	Pending       int                   `json:"pending"`
	Done          int                   `json:"done"`
	Unchanged     int                   `json:"unchanged"`
	Empty         int                   `json:"empty"`
	Failed        int                   `json:"failed"`
	Excluded      int                   `json:"excluded"`
	Blocked       int                   `json:"blocked"`
	Scheduled     bool                  `json:"scheduled"`
	Statements    int                   `json:"statements"`
	Drafts        int                   `json:"drafts"`
	CreatedAt     time.Time             `json:"created_at"`
	CreatedByName string                `json:"created_by_name"`
	FinishedAt    *time.Time            `json:"finished_at,omitempty"`
	Failures      []runFailure          `json:"failures"`
	Actions       map[string]web.Action `json:"actions"`
}

type releaseRun struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		CustomerIDs []ledger.ID `json:"customer_ids" minItems:"1" maxItems:"2000" nullable:"false"`
		Reason      string      `json:"reason" minLength:"1" maxLength:"500"`
	}
}

// watchEvery is how often a watched run is read again.
const watchEvery = 500 * time.Millisecond

func runs(api *web.API, books *books.Books) {
	show := func(ctx context.Context, actor ledger.Actor, id ledger.ID) (run, error) {
		found, err := books.Statements.ReadRun(ctx, actor, id)
		return wordRun(found, actor), err
	}
	web.Get(api, "/statement-runs", ledger.SeeStatements, "List statement runs", func(ctx context.Context, actor ledger.Actor, in *web.Paging) (web.Page[run], error) {
		before, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[run]{}, err
		}
		rows, err := books.Statements.ListRuns(ctx, actor, before, in.Limit+1)
		if err != nil {
			return web.Page[run]{}, err
		}
		return web.Cut(rows, in.Limit, func(r statement.Run) ledger.ID { return r.ID }, func(r statement.Run) run { return wordRun(r, actor) })
	})
	web.Post(api, "/statement-runs", ledger.MakeStatements, "Start a statement run", func(ctx context.Context, actor ledger.Actor, in *createRun) (run, error) {
		cmd := in.Body.command()
		cmd.Issue = in.Body.Issue
		made, err := books.Statements.CreateRun(ctx, actor, cmd)
		return wordRun(made, actor), err
	}, web.Created())
	web.Get(api, "/statement-runs/{id}", ledger.SeeStatements, "Read a statement run", func(ctx context.Context, actor ledger.Actor, in *byID) (run, error) {
		return show(ctx, actor, in.ID)
	})
	for path, act := range map[string]func(context.Context, ledger.Actor, ledger.ID) error{
		"/statement-runs/{id}/retry":        books.Statements.RetryRun,
		"/statement-runs/{id}/cancellation": books.Statements.CancelRun,
		"/statement-runs/{id}/issue": func(ctx context.Context, actor ledger.Actor, id ledger.ID) error {
			_, err := books.Statements.IssueRun(ctx, actor, id)
			return err
		},
	} {
		web.Post(api, path, ledger.MakeStatements, "Go on with, end or issue a run", func(ctx context.Context, actor ledger.Actor, in *byID) (run, error) {
			if err := act(ctx, actor, in.ID); err != nil {
				return run{}, err
			}
			return show(ctx, actor, in.ID)
		}, web.Within(runDeadline))
	}
	web.Post(api, "/statement-runs/{id}/releases", ledger.MakeStatements, "Let customers of a run go on that a check holds back", func(ctx context.Context, actor ledger.Actor, in *releaseRun) (run, error) {
		if err := books.Statements.ReleaseRun(ctx, actor, in.ID, in.Body.CustomerIDs, in.Body.Reason); err != nil {
			return run{}, err
		}
		return show(ctx, actor, in.ID)
	})
	watch(api, books)
	previews(api, books)
	cycles(api, books)
}

// runDeadline is for acts on every statement of a run at once.
const runDeadline = 30 * time.Second

// watch streams a run's progress until it has ended.
func watch(api *web.API, books *books.Books) {
	read := func(ctx context.Context, actor ledger.Actor, id ledger.ID) (run, error) {
		found, err := books.Statements.Progress(ctx, actor, id)
		return wordRun(found, actor), err
	}
	web.Events(api, "/statement-runs/{id}/events", ledger.SeeStatements, "Watch a statement run",
		func(ctx context.Context, actor ledger.Actor, in *byID) (web.Event, error) {
			now, err := read(ctx, actor, in.ID)
			return web.Event{Name: "progress", Data: now}, err
		},
		func(ctx context.Context, actor ledger.Actor, in *byID, send func(web.Event) error) error {
			tick := time.NewTicker(watchEvery)
			defer tick.Stop()
			last := -1
			for {
				now, err := read(ctx, actor, in.ID)
				if err != nil {
					return err
				}
				if now.State == "done" || now.State == "cancelled" {
					return send(web.Event{Name: "end", Data: now})
				}
				if now.Pending != last {
					last = now.Pending
					if err := send(web.Event{Name: "progress", Data: now}); err != nil {
						return err
					}
				}
				select {
				case <-ctx.Done():
					return nil
				case <-tick.C:
				}
			}
		})
}

func wordRun(r statement.Run, actor ledger.Actor) run {
	out := run{ID: r.ID, PeriodStart: r.PeriodStart, CutOff: r.CutOff, State: r.State, Issue: r.Issue, Total: r.Total, Pending: r.Pending, Done: r.Done, Unchanged: r.Unchanged,
		Empty: r.Empty, Failed: r.Failed, Excluded: r.Excluded, Blocked: r.Blocked, Scheduled: r.Scheduled, Statements: r.Statements, Drafts: r.Drafts, CreatedAt: r.CreatedAt, CreatedByName: r.CreatedByName, FinishedAt: r.FinishedAt, Failures: []runFailure{}}
	for _, f := range r.Failures {
		out.Failures = append(out.Failures, runFailure{wire.Party{ID: f.CustomerID, Code: f.Code, Name: f.Name}, f.Fault, f.Reason, f.State, wordFindings(f.Findings)})
	}
	busy := r.State == "queued" || r.State == "running"
	rule := func(now bool) web.Action {
		switch {
		case !actor.May(ledger.MakeStatements):
			return web.Action{Why: ledger.E("not_permitted").Message(actor.Locale)}
		case !now:
			return web.Action{Why: ledger.E("nothing_to_do").Message(actor.Locale)}
		}
		return web.Action{Allowed: true}
	}
	out.Actions = map[string]web.Action{"retry": rule(!busy && r.Failed+r.Blocked > 0), "release": rule(r.State != "cancelled" && r.Blocked > 0), "cancel": rule(busy), "issue": rule(!busy && r.Drafts > 0)}
	return out
}
