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

type findingOfRun struct {
	Body struct {
		RunScope
		CustomerID ledger.ID `json:"customer_id"`
		Check      string    `json:"check" enum:"tax_rate,tax_amount,duplicate,unposted,proof"`
		Cursor     string    `json:"cursor,omitempty" maxLength:"400"`
		Limit      int       `json:"limit,omitempty" minimum:"1" maximum:"200"`
	}
}

// findingsPage is how many documents of a finding are shown at a time.
const findingsPage = 50

type foundCursor struct {
	No string
	ID ledger.ID
}

type foundDocument struct {
	ID         ledger.ID     `json:"id"`
	Draft      bool          `json:"draft" doc:"It is a draft, which has no number yet"`
	DocumentNo string        `json:"document_no"`
	Kind       string        `json:"kind"`
	Date       calendar.Date `json:"date"`
	Currency   string        `json:"currency"`
	Gross      *web.Amount   `json:"gross,omitempty"`
}

func findingPage(ctx context.Context, books *books.Books, actor ledger.Actor, in *findingOfRun) (web.Page[foundDocument], error) {
	page := web.Page[foundDocument]{Items: []foundDocument{}}
	after, _, err := web.ReadCursor[foundCursor](in.Body.Cursor)
	if err != nil {
		return page, err
	}
	limit := in.Body.Limit
	if limit == 0 {
		limit = findingsPage
	}
	rows, err := books.Statements.FindingDocuments(ctx, actor, statement.FindingQuery{Run: in.Body.command(), CustomerID: in.Body.CustomerID, Check: in.Body.Check,
		AfterNo: after.No, AfterID: after.ID, Limit: limit + 1})
	for i, d := range rows {
		if i == limit {
			page.NextCursor, err = web.Cursor(foundCursor{rows[i-1].DocumentNo, rows[i-1].ID})
			break
		}
		page.Items = append(page.Items, wordFound(d))
	}
	return page, err
}

func wordFound(d statement.FoundDocument) foundDocument {
	return foundDocument{d.ID, d.Draft, d.DocumentNo, d.Kind, d.Date, d.Currency, wire.Optional(d.Gross, d.Currency)}
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
	web.Post(api, "/statement-runs/findings", ledger.MakeStatements, "List the documents that a check names of one customer", func(ctx context.Context, actor ledger.Actor, in *findingOfRun) (web.Page[foundDocument], error) {
		return findingPage(ctx, books, actor, in)
	}, web.Within(runDeadline))
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
