package demo

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/matching"
	"hefu/ledger/statement"
)

// matched are the places of customers who have matched their own ledger with the newest statement, and whether they have completed it.
var matched = []struct {
	place    int
	complete bool
}{{21, true}, {31, true}, {41, false}}

// makeMatchings lets some customers bring their own ledger: two complete the matching, one is still looking at the differences.
func (w *world) makeMatchings(ctx context.Context) error {
	for _, m := range matched {
		if m.place >= len(w.customers) {
			continue
		}
		c := w.customers[m.place]
		found, err := w.Statements.List(ctx, c.confirm, statement.Filter{Unanswered: true, Limit: 1})
		if err != nil {
			return err
		}
		if len(found) == 0 {
			continue
		}
		if err := w.match(ctx, c.confirm, found[0].ID, m.complete); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) match(ctx context.Context, by ledger.Actor, id ledger.ID, complete bool) error {
	body, err := w.Statements.ReadContent(ctx, by, id, 0)
	if err != nil {
		return err
	}
	content, err := statement.ParseContent(body.JSON)
	if err != nil {
		return err
	}
	file, err := matching.SampleLedger(content)
	if err != nil {
		return err
	}
	if _, err := w.Matchings.Upload(ctx, by, matching.UploadCommand{StatementID: id, Name: "应付账款明细账.xlsx", Content: file}); err != nil {
		return err
	}
	read, err := w.Matchings.Read(ctx, by, id, nil)
	if err != nil {
		return err
	}
	view, err := w.Matchings.Get(ctx, by, id)
	if err != nil {
		return err
	}
	view, err = w.Matchings.Match(ctx, by, matching.MatchCommand{StatementID: id, RowVersion: view.Matching.RowVersion, Mapping: read.Mapping})
	if err != nil || !complete {
		return err
	}
	_, err = w.Matchings.Complete(ctx, by, matching.CompleteCommand{StatementID: id, RowVersion: view.Matching.RowVersion, Forward: true})
	return err
}
