// Package aging owns the aging of open items (账龄, SPEC section 7): what is owed, by days overdue, by age or looking ahead, as of
// today or any date before, in document or base currency; and the items behind each figure.
package aging

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// Group says whose row an item counts in. Salesperson and region are the customer's of now: who follows the debt up today. The
// others are the item's own: its credit period, and what kind of business its document comes from.
type Group string

// The groups; empty means ByCustomer.
const (
	ByCustomer    Group = "customer"
	BySalesperson Group = "salesperson"
	ByRegion      Group = "region"
	ByTerms       Group = "terms"        // 账期: days from T0 to the due date, in bands
	ByKind        Group = "kind"         // 款项类型: the source kind of the document
	ByProductLine Group = "product_line" // 业务线
	ByArrangement Group = "arrangement"  // 收款安排: letter of credit, deferred, instalments, retention, advances
)

// Query is one aging. The zero value ages what every customer owes today by days overdue, in document currencies.
type Query struct {
	AsOf          calendar.Date    // zero: the organization's business day
	Buckets       calendar.Buckets // their reading chooses the basis: Overdue and Forward the due date, Age T0; zero: the default
	Base          bool             // amounts in the organization's base currency, else each in its own
	Advances      bool             // ages advances (预收) instead of receivables
	Group         Group
	Currency      money.Currency // only items in it
	CustomerID    ledger.ID
	GroupID       ledger.ID // a group of companies: those that belong to it on the day
	SalespersonID ledger.ID
	Region        string

	fromStart bool // counts up from the originals instead of back from now
	fromItems bool // reads every item though what is kept by month would do
	kept      bool // reads what is kept by month

	nothingSince bool // of the one customer nothing was allocated after the date
}

// Edges reads buckets as people name them: basis due, t0 or forward, and edges such as "30,60,90" (empty: the default).
// Refused with validation_failed at basis or edges.
func Edges(basis, edges string) (calendar.Buckets, error) {
	usual, ok := map[string]calendar.Buckets{"": calendar.DefaultOverdue(), "due": calendar.DefaultOverdue(),
		"t0": calendar.DefaultAge(), "forward": calendar.DefaultForward()}[basis]
	if !ok {
		return calendar.Buckets{}, ledger.E("validation_failed").At("basis", "not_a_choice")
	}
	if edges == "" {
		return usual, nil
	}
	buckets, err := calendar.ParseBuckets(usual.Reading(), edges)
	if err != nil {
		return calendar.Buckets{}, ledger.E("validation_failed").At("edges", "bad_edges").Because(err)
	}
	return buckets, nil
}

// Service reads agings; it changes nothing.
type Service struct{ db *store.DB }

// Open opens the service.
func Open(db *store.DB) *Service { return &Service{db: db} }

// Report ages. Needs SeeReports (a customer's person: SeeStatements, and sees the customer's own); sales staff see their own
// customers. Refused: validation_failed for a group, currency or basis that is none.
func (s *Service) Report(ctx context.Context, actor ledger.Actor, query Query) (Result, error) {
	if err := permit(actor); err != nil {
		return Result{}, err
	}
	var result Result
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		result, err = Report(ctx, tx, query)
		return err
	})
	return result, err
}

func permit(actor ledger.Actor) error {
	if actor.Audience == ledger.Portal {
		if actor.May(ledger.SeeDocuments) { // a program's token may have the one scope or the other
			return nil
		}
		return actor.Require(ledger.SeeStatements)
	}
	return actor.Require(ledger.SeeReports)
}

// Report is Service.Report inside a transaction that is under way; permission has been asked.
func Report(ctx context.Context, tx *store.Tx, query Query) (Result, error) {
	if err := query.check(tx.Actor); err != nil {
		return Result{}, err
	}
	books, err := query.prepare(ctx, tx)
	if err != nil {
		return Result{}, err
	}
	query = query.withDefaults(books)
	if query.kept = query.mayUseKept(tx.Actor); query.kept && query.AsOf.Before(books.Today) {
		if query.kept, err = query.fewSince(ctx, tx); err != nil {
			return Result{}, err
		}
	}
	people, cells, err := query.read(ctx, tx)
	if err != nil {
		return Result{}, err
	}
	return query.fold(books, people, cells), nil
}

func (q Query) check(actor ledger.Actor) error {
	bad := ledger.E("validation_failed")
	switch q.Group {
	case "", ByCustomer, ByRegion, ByTerms, ByKind, ByProductLine, ByArrangement:
	case BySalesperson:
		if actor.Audience == ledger.Portal {
			bad.At("group", "not_a_choice")
		}
	default:
		bad.At("group", "not_a_choice")
	}
	if q.Currency != "" && !q.Currency.Valid() {
		bad.At("currency", "not_a_currency")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

func (q Query) withDefaults(books Books) Query {
	if q.AsOf.IsZero() {
		q.AsOf = books.Today
	}
	if q.Group == "" {
		q.Group = ByCustomer
	}
	if q.Buckets.Reading() == "" {
		q.Buckets = calendar.DefaultOverdue()
		if q.Advances {
			q.Buckets = calendar.DefaultAge()
		}
	}
	return q
}

// Books are what a report must know of the organization.
type Books struct {
	Today calendar.Date // by the database's clock, in the organization's time zone
	Base  money.Currency
}

// A report may hold more in memory and run longer than a page, uses one core so that the other serves people, and is planned for
// its own dates: a plan for any date would fit none. All of it ends with the transaction.
const tune = `SELECT set_config('work_mem', '48MB', true), set_config('statement_timeout', '60s', true), set_config('jit', 'off', true),
  set_config('max_parallel_workers_per_gather', '0', true), set_config('plan_cache_mode', 'force_custom_plan', true)`

const readBooks = `SELECT (now() AT TIME ZONE time_zone)::date, base_currency FROM organizations WHERE id = $1`

// Prepare fits the transaction for a report and tells the business day and base currency.
func Prepare(ctx context.Context, tx *store.Tx) (Books, error) {
	var found []struct {
		Today calendar.Date
		Base  string
	}
	var b store.Batch
	b.Do(tune)
	store.Read(&b, &found, readBooks, tx.Actor.OrganizationID)
	if err := tx.Send(ctx, &b); err != nil {
		return Books{}, err
	}
	if len(found) == 0 {
		return Books{}, ledger.E("not_found")
	}
	return Books{found[0].Today, money.Currency(found[0].Base)}, nil
}
