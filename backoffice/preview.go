package backoffice

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type skipped struct {
	Customer wire.Party `json:"customer"`
	Code     string     `json:"code"`
	Reason   string     `json:"reason"`
}

type previewTotal struct {
	Currency   string     `json:"currency"`
	Statements int        `json:"statements"`
	Closing    web.Amount `json:"closing"`
}

type sample struct {
	Customer wire.Party `json:"customer"`
	Currency string     `json:"currency"`
	Opening  web.Amount `json:"opening"`
	Movement web.Amount `json:"movement"`
	Closing  web.Amount `json:"closing"`
	Lines    int        `json:"lines"`
}

type runPreview struct {
	Customers  int            `json:"customers"`
	Statements int            `json:"statements"`
	Skipped    []skipped      `json:"skipped"`
	Totals     []previewTotal `json:"totals"`
	Samples    []sample       `json:"samples"`
}

func previews(api *web.API, books *books.Books) {
	web.Post(api, "/statement-runs/preview", ledger.MakeStatements, "Show what a run would make", func(ctx context.Context, actor ledger.Actor, in *previewRun) (runPreview, error) {
		found, err := books.Statements.PreviewRun(ctx, actor, in.Body.command())
		out := runPreview{Customers: found.Customers, Statements: found.Statements, Skipped: []skipped{}, Totals: []previewTotal{}, Samples: []sample{}}
		for _, s := range found.Skipped {
			out.Skipped = append(out.Skipped, skipped{wire.Party{ID: s.CustomerID, Code: s.Code, Name: s.Name}, s.Fault, s.Reason})
		}
		for _, t := range found.Totals {
			out.Totals = append(out.Totals, previewTotal{t.Currency, t.Statements, wire.Amount(t.Closing, t.Currency)})
		}
		for _, s := range found.Samples {
			out.Samples = append(out.Samples, sample{wire.Party{ID: s.CustomerID, Code: s.Code, Name: s.Name}, s.Currency, wire.Amount(s.Opening, s.Currency), wire.Amount(s.Movement, s.Currency), wire.Amount(s.Closing, s.Currency), s.Lines})
		}
		return out, err
	}, web.Within(runDeadline))
}
