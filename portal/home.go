package portal

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/books"
	"hefu/ledger/dispute"
	"hefu/ledger/review"
	"hefu/ledger/statement"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type balance struct {
	Currency string     `json:"currency"`
	Balance  web.Amount `json:"balance"`
	Overdue  web.Amount `json:"overdue"`
	NotDue   web.Amount `json:"not_due"`
	Disputed web.Amount `json:"disputed"`
	Credits  web.Amount `json:"credits"`
}

type waiting struct {
	Kind     string     `json:"kind" enum:"statement,dispute,receivable"`
	ID       ledger.ID  `json:"id"`
	TitleNo  string     `json:"title_no"`
	Currency string     `json:"currency"`
	Amount   web.Amount `json:"amount"`
	Due      string     `json:"due,omitempty"`
	What     string     `json:"what" enum:"confirm,answer_proposal,check,confirm_receivable"`
	Lines    int        `json:"lines" doc:"How many lines wait for an answer, or for a second person"`
	Changed  bool       `json:"changed" doc:"A new version: what was agreed stays agreed"`
	By       string     `json:"by,omitempty" doc:"Who submitted it"`
}

type homeView struct {
	Customer     wire.Party              `json:"customer"`
	Balances     []balance               `json:"balances"`
	Waiting      []waiting               `json:"waiting"`
	Statements   []wire.StatementSummary `json:"statements"`
	DisputesOpen int                     `json:"disputes_open"`
	Submitted    int                     `json:"submitted" doc:"Answers of mine that wait for a second person"`
}

// newest is how many statements the home page shows.
const newest = 5

func home(api *web.API, books *books.Books) {
	web.Get(api, "/home", ledger.SeeStatements, "What is asked of me, and how I stand", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (homeView, error) {
		aged, err := books.Aging.Report(ctx, actor, aging.Query{})
		if err != nil {
			return homeView{}, err
		}
		statements, err := books.Statements.List(ctx, actor, statement.Filter{Limit: 50})
		if err != nil {
			return homeView{}, err
		}
		disputes, err := books.Disputes.List(ctx, actor, dispute.Filter{View: "open", Limit: 200})
		if err != nil {
			return homeView{}, err
		}
		out := homeView{Customer: customerOf(aged, statements, actor), Statements: []wire.StatementSummary{}, DisputesOpen: len(disputes)}
		out.Balances = balances(aged, disputes)
		if out.Waiting, out.Submitted, err = waitsFor(ctx, books, actor, statements, disputes); err != nil {
			return homeView{}, err
		}
		for i, s := range statements {
			if i < newest {
				out.Statements = append(out.Statements, wire.Statement(s))
			}
		}
		return out, nil
	})
}

// waitsFor is everything that waits for the actor, and how many answers of the actor's own wait for a second person.
func waitsFor(ctx context.Context, books *books.Books, actor ledger.Actor, statements []statement.Summary, disputes []dispute.Summary) ([]waiting, int, error) {
	waits, err := books.Reviews.List(ctx, actor, review.Filter{Open: true})
	if err != nil {
		return nil, 0, err
	}
	asked, err := toConfirm(ctx, actor, books)
	return append(append(toCheck(waits, actor), toAnswer(statements, disputes, waits)...), asked...), mineOf(waits, actor), err
}

func mineOf(waits []review.Review, actor ledger.Actor) int {
	n := 0
	for _, r := range waits {
		if r.MadeBy == actor.PersonID {
			n++
		}
	}
	return n
}

// toCheck are colleagues' answers that wait for this reader.
func toCheck(waits []review.Review, actor ledger.Actor) []waiting {
	out := []waiting{}
	for _, r := range waits {
		if r.MadeBy == actor.PersonID || !actor.May(ledger.CheckAnswers) {
			continue
		}
		about := waiting{Kind: "statement", ID: r.StatementID, TitleNo: r.StatementNo, Currency: r.Currency, Amount: wire.Amount(r.Amount, r.Currency), What: "check",
			Lines: len(r.Lines), By: r.MadeByName}
		if r.Kind == review.Acceptance {
			about.ID, about.TitleNo, about.Kind = r.DisputeID, r.DisputeNo, "dispute"
		}
		out = append(out, about)
	}
	return out
}

// toAnswer are statements with lines that wait for an answer and for no second person, and proposals to disputes.
func toAnswer(statements []statement.Summary, disputes []dispute.Summary, waits []review.Review) []waiting {
	submitted, accepted := map[ledger.ID]int{}, map[ledger.ID]bool{}
	for _, r := range waits {
		if r.Kind == review.Confirmation {
			submitted[r.StatementID] += len(r.Lines)
		} else {
			accepted[r.DisputeID] = true
		}
	}
	var out []waiting
	for _, s := range statements {
		left := s.LineCount - s.AnsweredCount - submitted[s.ID]
		if (s.State == statement.Issued || s.State == statement.Viewed) && (left > 0 || s.LineCount == 0) {
			out = append(out, waiting{Kind: "statement", ID: s.ID, TitleNo: s.StatementNo, Currency: s.Currency, Amount: wire.Amount(s.Closing, s.Currency),
				Due: s.AnswerDue.String(), What: "confirm", Lines: left, Changed: s.Version > 1 && s.AnsweredCount > 0})
		}
	}
	for _, d := range disputes {
		if d.State == dispute.Proposed && !accepted[d.ID] {
			out = append(out, waiting{Kind: "dispute", ID: d.ID, TitleNo: d.DisputeNo, Currency: d.Currency, Amount: wire.Amount(d.DisputedAmount, d.Currency),
				Due: d.DueAt.Format(time.DateOnly), What: "answer_proposal", Lines: 1})
		}
	}
	return out
}

// toConfirm are receivables that are booked only after this customer has confirmed them.
func toConfirm(ctx context.Context, actor ledger.Actor, books *books.Books) ([]waiting, error) {
	if !actor.May(ledger.SeeDocuments) {
		return nil, nil
	}
	rounds, err := books.Documents.Rounds(ctx, actor, true)
	var out []waiting
	for _, r := range rounds {
		title := r.Content.InvoiceNo
		if title == "" {
			title = r.Content.OrderNo
		}
		out = append(out, waiting{Kind: "receivable", ID: r.ID, TitleNo: title, Currency: r.Currency, Amount: wire.Amount(r.Gross, r.Currency), What: "confirm_receivable", Lines: len(r.Content.Lines)})
	}
	return out, err
}

func customerOf(aged aging.Result, statements []statement.Summary, actor ledger.Actor) wire.Party {
	for _, row := range aged.Rows {
		return wire.Party{ID: row.ID, Code: row.Code, Name: row.Name, NameEN: row.NameEN}
	}
	for _, s := range statements {
		return wire.Party{ID: s.CustomerID, Code: s.CustomerCode, Name: s.CustomerName, NameEN: s.CustomerNameEN}
	}
	return wire.Party{ID: actor.CustomerID}
}

// balances are the aging of today in short: the first bucket is what is not due yet.
func balances(aged aging.Result, disputes []dispute.Summary) []balance {
	disputed := map[string]decimal.Decimal{}
	for _, d := range disputes {
		disputed[d.Currency] = disputed[d.Currency].Add(d.DisputedAmount)
	}
	out := []balance{}
	for _, row := range aged.Rows {
		currency := string(row.Currency)
		overdue := decimal.Zero
		for _, amount := range row.Amounts[1:] {
			overdue = overdue.Add(amount)
		}
		out = append(out, balance{currency, wire.Amount(row.Total, currency), wire.Amount(overdue, currency), wire.Amount(row.Amounts[0], currency),
			wire.Amount(disputed[currency], currency), wire.Amount(row.Credits, currency)})
	}
	return out
}
