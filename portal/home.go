package portal

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/books"
	"hefu/ledger/dispute"
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
	Kind     string     `json:"kind" enum:"statement,dispute"`
	ID       ledger.ID  `json:"id"`
	TitleNo  string     `json:"title_no"`
	Currency string     `json:"currency"`
	Amount   web.Amount `json:"amount"`
	Due      string     `json:"due,omitempty"`
	What     string     `json:"what" enum:"confirm,answer_proposal"`
}

type homeView struct {
	Customer     wire.Party              `json:"customer"`
	Balances     []balance               `json:"balances"`
	Waiting      []waiting               `json:"waiting"`
	Statements   []wire.StatementSummary `json:"statements"`
	DisputesOpen int                     `json:"disputes_open"`
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
		out := homeView{Customer: customerOf(aged, statements, actor), Waiting: []waiting{}, Statements: []wire.StatementSummary{}, DisputesOpen: len(disputes)}
		out.Balances = balances(aged, disputes)
		for _, s := range statements {
			if s.State == statement.Issued || s.State == statement.Viewed {
				out.Waiting = append(out.Waiting, waiting{"statement", s.ID, s.StatementNo, s.Currency, wire.Amount(s.Closing, s.Currency), s.AnswerDue.String(), "confirm"})
			}
			if len(out.Statements) < newest {
				out.Statements = append(out.Statements, wire.Statement(s))
			}
		}
		for _, d := range disputes {
			if d.State == dispute.Proposed {
				out.Waiting = append(out.Waiting, waiting{"dispute", d.ID, d.DisputeNo, d.Currency, wire.Amount(d.DisputedAmount, d.Currency), d.DueAt.Format(time.DateOnly), "answer_proposal"})
			}
		}
		return out, nil
	})
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
