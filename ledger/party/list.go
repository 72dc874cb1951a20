package party

import (
	"context"
	"regexp"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/field"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// Sort is the order of the customer list.
type Sort string

// The orders. Codes and names ascend; balance and overdue are compared in base currency at the booked rates, the largest first.
const (
	ByCode    Sort = "code"
	ByName    Sort = "name"
	ByBalance Sort = "balance"
	ByOverdue Sort = "overdue"
)

// Query asks for a page of customers.
type Query struct {
	Search        string // part of code, names or tax id, without regard to case
	Region        string
	Currency      money.Currency
	SalespersonID ledger.ID
	Cycle         Cycle
	Field         field.Match
	Inactive      bool // also customers that are no longer active
	Sort          Sort // empty: ByCode
	After         Position
	Limit         int // 1 to 200; default 50
}

// Position is where a page ends: the sorted value and the id of its last customer. The zero Position is the start.
type Position struct {
	Value string
	ID    ledger.ID
}

// Page is a part of the list. Next is zero on the last page.
type Page struct {
	Customers []Summary
	Next      Position
}

// Summary is a customer as the list shows it.
type Summary struct {
	ID              ledger.ID
	Code            string
	Name            string
	NameEN          string
	TaxID           string
	Country         string
	Region          string
	Currency        money.Currency
	SalespersonID   ledger.ID
	SalespersonName string
	Cycle           Cycle
	Active          bool
	Fields          field.Values
	Balances        []Balance // one for each currency with something open
}

// Balance is what is open with a customer in one currency. Credits are money and allowances not yet allocated; they are shown
// beside what is owed and never netted silently.
type Balance struct {
	Currency money.Currency
	Balance  decimal.Decimal // owed less credits: the account's balance
	Owed     decimal.Decimal
	Credits  decimal.Decimal
	Overdue  decimal.Decimal // the part of Owed whose due date has passed in the organization's time zone
}

// OwnOnly is the person to whose customers an actor is bound: somebody whose only role is sales sees their own (SPEC section 2).
// Zero for everybody else. A query takes it as ($1::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($1))).
func OwnOnly(actor ledger.Actor) ledger.ID {
	if actor.OwnCustomersOnly() {
		return actor.PersonID
	}
	return ledger.ID{}
}

var sortedAmount = regexp.MustCompile(`^-?[0-9]{1,19}(\.[0-9]{1,4})?$`)

func (q Query) check() error {
	f := newFaults()
	o, ok := orders[q.Sort]
	if !ok {
		f.at("sort", "not_a_choice")
	}
	f.text("q", q.Search, shortText)
	f.text("region", q.Region, shortText)
	if q.Currency != "" && !q.Currency.Valid() {
		f.at("currency", "not_a_currency")
	}
	if q.Cycle != "" && !q.Cycle.Valid() {
		f.at("cycle", "not_a_choice")
	}
	if !q.After.ID.IsZero() && (!storable(q.After.Value) || (o.down && !sortedAmount.MatchString(q.After.Value))) {
		f.at("cursor", "not_a_choice")
	}
	return f.result()
}

const readToday = `SELECT (now() AT TIME ZONE time_zone)::date FROM organizations WHERE id = $1`

// Customers reads a page of the list with balances. Needs SeeCustomers; somebody whose only role is sales gets their own
// customers. Refused: an unknown sort, a cursor of another list.
func (s *Service) Customers(ctx context.Context, actor ledger.Actor, query Query) (Page, error) {
	if err := actor.Require(ledger.SeeCustomers); err != nil {
		return Page{}, err
	}
	if err := query.check(); err != nil {
		return Page{}, err
	}
	var page Page
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		page, err = readPage(ctx, tx, query)
		return err
	})
	return page, err
}

type summaryRow struct {
	ID                                                   ledger.ID
	Code, Name, NameEN, TaxID, Country, Region, Currency string
	SalespersonID                                        ledger.ID
	SalespersonName, Cycle                               string
	Active                                               bool
	Key                                                  string
}

func (r summaryRow) summary() Summary {
	return Summary{ID: r.ID, Code: r.Code, Name: r.Name, NameEN: r.NameEN, TaxID: r.TaxID, Country: r.Country, Region: r.Region, Currency: money.Currency(r.Currency),
		SalespersonID: r.SalespersonID, SalespersonName: r.SalespersonName, Cycle: Cycle(r.Cycle), Active: r.Active}
}

const summaryColumns = `c.id, c.code, c.name, c.name_en, coalesce(c.tax_id, ''), c.country, c.region, c.currency, c.salesperson_id, coalesce(s.name, ''), c.cycle, c.active`

func readPage(ctx context.Context, tx *store.Tx, query Query) (Page, error) {
	return readSome(ctx, tx, query, limitOf(query.Limit, 50, 200))
}

func readSome(ctx context.Context, tx *store.Tx, query Query, limit int) (Page, error) {
	var days []calendar.Date
	var rows []summaryRow
	var chosen store.Batch
	sql, args := query.sql(tx.Actor, limit+1)
	store.ReadValues(&chosen, &days, readToday, tx.Actor.OrganizationID)
	store.Read(&chosen, &rows, sql, args...)
	if err := tx.Send(ctx, &chosen); err != nil || len(days) == 0 {
		return Page{}, err
	}
	var page Page
	if len(rows) > limit {
		rows = rows[:limit]
		page.Next = Position{rows[limit-1].Key, rows[limit-1].ID}
	}
	ids := make([]ledger.ID, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
		page.Customers = append(page.Customers, row.summary())
	}
	var open []balanceRow
	var beside store.Batch
	store.Read(&beside, &open, readBalances, tx.Actor.OrganizationID, ids, days[0])
	fields := field.Beside(&beside, tx.Actor, field.OfCustomer, ids)
	if err := tx.Send(ctx, &beside); err != nil {
		return Page{}, err
	}
	balances, values := balancesOf(open), fields()
	for i := range page.Customers {
		page.Customers[i].Fields = values[page.Customers[i].ID]
		page.Customers[i].Balances = balances[page.Customers[i].ID]
	}
	return page, nil
}
