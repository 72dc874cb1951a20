// Package report owns what the books are asked for as tables (SPEC section 16): receivables by customer and by document, movements,
// ledgers, agings laid out for export, and the daily check list. One shape, Table, serves the pages, the API and the exports.
package report

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/calendar"
	"hefu/ledger/dimension"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// MaxRows bounds a table; a longer one is refused with report_too_long, and its reader narrows it.
const MaxRows = 100000

// Filter narrows a report. Empty fields do not narrow. Every report takes all of them that have a meaning for it.
type Filter struct {
	From, To      calendar.Date // both included; zero: the month to date, in the organization's time zone
	Period        string        // one of Periods instead of From and To
	CustomerID    ledger.ID
	GroupID       ledger.ID // a group of companies: those that belong to it on the last day
	SalespersonID ledger.ID
	NoSalesperson bool   // only customers that nobody follows
	Region        string // None: those without
	Currency      money.Currency
	Account       string // an account's code, for the ledgers
	By            string // what rows stand for: one of Groups
	Base          bool   // amounts in base currency (本位币), else each in its own

	// These narrow only the reports that Uses names; every other refuses them.
	ProductLine string          // of the document; None: those without
	SourceKind  string          // of the document: shipment, order, rent and so on
	NoReceipts  bool            // without receipts, advances and refunds (不含收付款)
	Cause       string          // one of Causes
	Category    string          // of a dispute
	RootCause   string          // of a dispute, or undecided
	Dimension   dimension.Match // of the journal's lines, for the ledgers
	Phase       string          // of a dispute one of DisputePhases, of an open item one of ItemPhases
}

// None asks for what has no region, product line or salesperson.
const None = "none"

// Service reads reports; it changes nothing. Every method needs SeeReports; sales staff see their own customers' share.
type Service struct{ db *store.DB }

// Open opens the service.
func Open(db *store.DB) *Service { return &Service{db: db} }

// run asks permission, settles the period and builds a table in one moment's view.
func (s *Service) run(ctx context.Context, actor ledger.Actor, f Filter, build func(context.Context, *store.Tx, *request) (Table, error)) (Table, error) {
	if err := actor.Require(ledger.SeeReports); err != nil {
		return Table{}, err
	}
	if err := f.check(); err != nil {
		return Table{}, err
	}
	var table Table
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		books, err := aging.Prepare(ctx, tx)
		if err != nil {
			return err
		}
		if err := f.settle(books.Today); err != nil {
			return err
		}
		r := &request{Filter: f, books: books, actor: actor}
		if table, err = build(ctx, tx, r); err != nil {
			return err
		}
		table.From, table.To = r.From, r.To
		return table.value(ctx, tx, r)
	})
	return table, err
}

// request is a filter with everything settled.
type request struct {
	Filter
	books      aging.Books
	actor      ledger.Actor
	dimensions dimension.Set // of a report that names what lines carry
}

// currency is what a row is counted in.
func (r *request) currency(own string) money.Currency {
	if r.Base {
		return r.books.Base
	}
	return money.Currency(own)
}

// worth is an amount of a document in what its row is counted in.
func (r *request) worth(own, rate decimal.Decimal) decimal.Decimal {
	if r.Base {
		return money.Base(own, rate, r.books.Base)
	}
	return own
}

func (r *request) aging() aging.Query {
	query := aging.Query{AsOf: r.To, Base: r.Base, Currency: r.Currency, CustomerID: r.CustomerID, GroupID: r.GroupID, SalespersonID: r.SalespersonID, Region: r.Region}
	if r.Region == None { // who is narrowed to stands in the rows that the figures are put beside
		query.Region = ""
	}
	return query
}

// value names the column that holds the amounts asked for: of a table that calls those in base currency so.
func (r *request) value(base string) string {
	if r.Base {
		return base
	}
	return "amount"
}
