package backoffice

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/statement"
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
	Findings   []finding      `json:"findings" doc:"What the checks found; the first of them"`
	Checked    []keyCount     `json:"checked" doc:"How often each check found something"`
	NotDue     []notDue       `json:"not_due" doc:"Who is passed over because the cycle does not end here; the first of them"`
	NotDueAll  int            `json:"not_due_count"`
	Excluded   int            `json:"excluded"`
	Blocked    int            `json:"blocked"`
}

type finding struct {
	Customer  *wire.Party `json:"customer,omitempty" doc:"None where it concerns every customer"`
	Check     string      `json:"check" enum:"tax_rate,tax_amount,duplicate,unposted,proof,contact,payee,imports,nothing"`
	Count     int         `json:"count"`
	Documents []string    `json:"documents"`
	Blocks    bool        `json:"blocks"`
}

type notDue struct {
	Customer    wire.Party    `json:"customer"`
	Cycle       string        `json:"cycle"`
	PeriodStart calendar.Date `json:"period_start,omitzero"`
	CutOff      calendar.Date `json:"cut_off,omitzero"`
}

func wordFindings(list []statement.Finding) []finding {
	out := []finding{}
	for _, f := range list {
		word := finding{Check: f.Check, Count: f.Count, Documents: f.Documents, Blocks: f.Blocks}
		if word.Documents == nil {
			word.Documents = []string{}
		}
		if !f.CustomerID.IsZero() {
			word.Customer = &wire.Party{ID: f.CustomerID, Code: f.Code, Name: f.Name}
		}
		out = append(out, word)
	}
	return out
}

type findOfRun struct {
	Body struct {
		RunScope
		Q string `json:"q,omitempty" maxLength:"100" doc:"Part of the code, the name or a custom field"`
	}
}

type runCandidates struct {
	Items []wire.Party `json:"items" doc:"The first that are found"`
}

func previews(api *web.API, books *books.Books) {
	web.Post(api, "/statement-runs/candidates", ledger.MakeStatements, "Find customers among those that a run would take in", func(ctx context.Context, actor ledger.Actor, in *findOfRun) (runCandidates, error) {
		found, err := books.Statements.Candidates(ctx, actor, in.Body.command(), in.Body.Q)
		out := runCandidates{Items: []wire.Party{}}
		for _, c := range found {
			out.Items = append(out.Items, wire.Party{ID: c.ID, Code: c.Code, Name: c.Name})
		}
		return out, err
	})
	web.Post(api, "/statement-runs/preview", ledger.MakeStatements, "Show what a run would make", func(ctx context.Context, actor ledger.Actor, in *previewRun) (runPreview, error) {
		found, err := books.Statements.PreviewRun(ctx, actor, in.Body.command())
		out := runPreview{Customers: found.Customers, Statements: found.Statements, Skipped: []skipped{}, Totals: []previewTotal{}, Samples: []sample{},
			Findings: wordFindings(found.Findings), Checked: []keyCount{}, NotDue: []notDue{}, NotDueAll: found.NotDueCount, Excluded: found.Excluded, Blocked: found.Blocked}
		for _, check := range statement.Checks {
			if n := found.Checked[check]; n > 0 {
				out.Checked = append(out.Checked, keyCount{check, n})
			}
		}
		for _, n := range found.NotDue {
			out.NotDue = append(out.NotDue, notDue{wire.Party{ID: n.CustomerID, Code: n.Code, Name: n.Name}, string(n.Cycle), n.Start, n.CutOff})
		}
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
