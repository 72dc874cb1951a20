package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/finalization"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// FinalizationScope chooses agreed statements by their cut-off, both days included.
type FinalizationScope struct {
	From     calendar.Date `json:"from"`
	To       calendar.Date `json:"to"`
	Excluded []ledger.ID   `json:"excluded,omitempty" maxItems:"2000" doc:"Statements that are left out"`
}

func (s FinalizationScope) scope() finalization.BatchScope {
	return finalization.BatchScope{From: s.From, To: s.To, Excluded: s.Excluded}
}

type previewFinalizations struct{ Body FinalizationScope }

type createFinalizations struct {
	Body struct {
		FinalizationScope
		Locale string `json:"locale" enum:"zh-CN,en" doc:"Of the files"`
		Count  int    `json:"count,omitempty" minimum:"0" doc:"How many the preview showed; another number is refused"`
	}
}

type finalizationTotal struct {
	Currency string     `json:"currency"`
	Count    int        `json:"count"`
	Amount   web.Amount `json:"amount"`
}

type readyFinalization struct {
	StatementID ledger.ID     `json:"statement_id"`
	StatementNo string        `json:"statement_no"`
	Customer    wire.Party    `json:"customer"`
	CutOff      calendar.Date `json:"cut_off"`
	Currency    string        `json:"currency"`
	Closing     web.Amount    `json:"closing"`
}

type finalizationsPreview struct {
	Ready     int                 `json:"ready" doc:"Agreed, and not finalized yet"`
	Waiting   int                 `json:"waiting" doc:"Out, and not agreed yet"`
	Finalized int                 `json:"finalized" doc:"Finalized already"`
	Totals    []finalizationTotal `json:"totals" doc:"Closing balances of those that are ready"`
	Rows      []readyFinalization `json:"rows" doc:"The first of them"`
}

type finalizationBatch struct {
	ID            ledger.ID                 `json:"id"`
	From          calendar.Date             `json:"from"`
	To            calendar.Date             `json:"to"`
	Locale        string                    `json:"locale"`
	State         string                    `json:"state" enum:"preparing,to_sign,signing,done"`
	Total         int                       `json:"total"`
	Pending       int                       `json:"pending"`
	ToSign        int                       `json:"to_sign"`
	Signing       int                       `json:"signing"`
	Signed        int                       `json:"signed"`
	Countersigned int                       `json:"countersigned" doc:"Of those signed"`
	Failed        int                       `json:"failed"`
	Ended         int                       `json:"ended" doc:"Withdrawn or declined"`
	CreatedBy     string                    `json:"created_by"`
	CreatedAt     time.Time                 `json:"created_at"`
	PreparedAt    *time.Time                `json:"prepared_at,omitempty"`
	SignedBy      string                    `json:"signed_by,omitempty"`
	SignedAt      *time.Time                `json:"signed_at,omitempty"`
	SHA256        string                    `json:"sha256,omitempty" doc:"Names the list of files that one would sign now"`
	Sums          []finalizationTotal       `json:"sums,omitempty" doc:"Agreed balances of those that wait for a signature"`
	Failures      []finalizationNotFinished `json:"failures,omitempty"`
	Actions       map[string]web.Action     `json:"actions,omitempty"`
}

type finalizationNotFinished struct {
	StatementID ledger.ID  `json:"statement_id"`
	StatementNo string     `json:"statement_no"`
	Customer    wire.Party `json:"customer"`
	Reason      string     `json:"reason"`
}

func wordBatch(b finalization.Batch) finalizationBatch {
	return finalizationBatch{ID: b.ID, From: b.From, To: b.To, Locale: b.Locale, State: b.State(), Total: b.Total, Pending: b.Pending, ToSign: b.ToSign, Signing: b.Signing, Signed: b.Signed,
		Countersigned: b.Countersigned, Failed: b.Failed, Ended: b.Ended, CreatedBy: b.CreatedByName, CreatedAt: b.CreatedAt, PreparedAt: b.PreparedAt, SignedBy: b.SignedByName, SignedAt: b.SignedAt}
}

func wordBatchView(v finalization.BatchView, actor ledger.Actor) finalizationBatch {
	out := wordBatch(v.Batch)
	out.SHA256, out.Actions = v.SHA256, map[string]web.Action{}
	for _, s := range v.Sums {
		out.Sums = append(out.Sums, finalizationTotal{s.Currency, s.Count, wire.Amount(s.Agreed, s.Currency)})
	}
	for _, f := range v.Failures {
		out.Failures = append(out.Failures, finalizationNotFinished{f.StatementID, f.StatementNo, wire.Party{ID: f.CustomerID, Code: f.CustomerCode, Name: f.CustomerName}, ledger.E(f.Code).Message(actor.Locale)})
	}
	for name, action := range v.Actions {
		out.Actions[name] = web.Action{Allowed: action.Allowed}
		if action.Why != nil {
			out.Actions[name] = web.Action{Why: action.Why.Message(actor.Locale)}
		}
	}
	return out
}

// finalizationBatches finalize the agreed statements of a period together: one person prepares, another signs once for all.
func finalizationBatches(api *web.API, books *books.Books) {
	show := func(ctx context.Context, actor ledger.Actor, id ledger.ID) (finalizationBatch, error) {
		found, err := books.Finalizations.GetBatch(ctx, actor, id)
		return wordBatchView(found, actor), err
	}
	web.Get(api, "/finalization-batches", ledger.Finalize, "List batches of finalizations, newest first", func(ctx context.Context, actor ledger.Actor, in *web.Paging) (web.Page[finalizationBatch], error) {
		before, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[finalizationBatch]{}, err
		}
		found, err := books.Finalizations.ListBatches(ctx, actor, before, in.Limit+1)
		if err != nil {
			return web.Page[finalizationBatch]{}, err
		}
		return web.Cut(found, in.Limit, func(b finalization.Batch) ledger.ID { return b.ID }, wordBatch)
	})
	web.Post(api, "/finalization-batches/preview", ledger.Finalize, "Show which agreed statements of a period would be finalized", func(ctx context.Context, actor ledger.Actor, in *previewFinalizations) (finalizationsPreview, error) {
		found, err := books.Finalizations.PreviewBatch(ctx, actor, in.Body.scope())
		out := finalizationsPreview{Ready: found.Ready, Waiting: found.Waiting, Finalized: found.Finalized, Totals: []finalizationTotal{}, Rows: []readyFinalization{}}
		for _, t := range found.Totals {
			out.Totals = append(out.Totals, finalizationTotal{t.Currency, t.Count, wire.Amount(t.Closing, t.Currency)})
		}
		for _, r := range found.Rows {
			out.Rows = append(out.Rows, readyFinalization{r.StatementID, r.StatementNo, wire.Party{ID: r.CustomerID, Code: r.CustomerCode, Name: r.CustomerName, NameEN: r.CustomerNameEN}, r.CutOff, r.Currency, wire.Amount(r.Closing, r.Currency)})
		}
		return out, err
	})
	web.Post(api, "/finalization-batches", ledger.Finalize, "Make the agreed statements of a period ready for signature", func(ctx context.Context, actor ledger.Actor, in *createFinalizations) (finalizationBatch, error) {
		id, err := books.Finalizations.CreateBatch(ctx, actor, finalization.BatchCommand{BatchScope: in.Body.scope(), Locale: in.Body.Locale, Count: in.Body.Count})
		if err != nil {
			return finalizationBatch{}, err
		}
		return show(ctx, actor, id)
	}, web.Created(), web.Within(runDeadline))
	web.Get(api, "/finalization-batches/{id}", ledger.Finalize, "Read a batch of finalizations", func(ctx context.Context, actor ledger.Actor, in *byID) (finalizationBatch, error) {
		return show(ctx, actor, in.ID)
	})
	web.Post(api, "/finalization-batches/{id}/signature", ledger.SignStatements, "Sign a whole batch for the seller, after a fresh sign-in", func(ctx context.Context, actor ledger.Actor, in *wire.SignFinalization) (finalizationBatch, error) {
		if err := books.Finalizations.SignBatch(ctx, actor, finalization.SignCommand{ID: in.ID, SHA256: in.Body.SHA256, Agreed: in.Body.Agreed}); err != nil {
			return finalizationBatch{}, err
		}
		return show(ctx, actor, in.ID)
	}, web.Within(runDeadline))
	web.Post(api, "/finalization-batches/{id}/retry", ledger.Finalize, "Try again what of a batch failed", func(ctx context.Context, actor ledger.Actor, in *byID) (finalizationBatch, error) {
		if err := books.Finalizations.RetryBatch(ctx, actor, in.ID); err != nil {
			return finalizationBatch{}, err
		}
		return show(ctx, actor, in.ID)
	})
	web.Post(api, "/finalization-batches/{id}/withdrawal", ledger.Finalize, "Take back what of a batch nobody has signed yet", func(ctx context.Context, actor ledger.Actor, in *endFinalization) (finalizationBatch, error) {
		if err := books.Finalizations.WithdrawBatch(ctx, actor, in.ID, in.Body.Reason); err != nil {
			return finalizationBatch{}, err
		}
		return show(ctx, actor, in.ID)
	}, web.Within(runDeadline))
	watchBatch(api, books)
}

// watchBatch streams a batch's progress until the program is done with it.
func watchBatch(api *web.API, books *books.Books) {
	web.Events(api, "/finalization-batches/{id}/events", ledger.Finalize, "Watch a batch of finalizations",
		func(ctx context.Context, actor ledger.Actor, in *byID) (web.Event, error) {
			now, err := books.Finalizations.BatchProgress(ctx, actor, in.ID)
			return web.Event{Name: "progress", Data: wordBatch(now)}, err
		},
		func(ctx context.Context, actor ledger.Actor, in *byID, send func(web.Event) error) error {
			tick := time.NewTicker(watchEvery)
			defer tick.Stop()
			last := -1
			for {
				now, err := books.Finalizations.BatchProgress(ctx, actor, in.ID)
				if err != nil {
					return err
				}
				if !now.Live() {
					return send(web.Event{Name: "end", Data: wordBatch(now)})
				}
				if left := now.Pending + now.Signing; left != last {
					last = left
					if err := send(web.Event{Name: "progress", Data: wordBatch(now)}); err != nil {
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
