// Package account owns what a customer sees of its own account (往来): how it stands in each currency, its open items, how the balance
// came about, and how it went over the months. It reads the books and changes nothing.
package account

import (
	"context"
	"strconv"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// Service reads a customer's account for the customer's own people and programs. Every method needs SeeDocuments in the portal.
type Service struct {
	db        *store.DB
	documents *document.Service
}

// Open opens the service.
func Open(db *store.DB) *Service { return &Service{db, document.Open(db)} }

// read asks permission, settles the date and works in one moment's view. A date that lies ahead is refused at the field as_of.
func (s *Service) read(ctx context.Context, actor ledger.Actor, asOf *calendar.Date, work func(context.Context, *store.Tx) error) error {
	if err := permit(actor); err != nil {
		return err
	}
	return s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		books, err := aging.Prepare(ctx, tx)
		if err != nil {
			return err
		}
		if asOf.IsZero() {
			*asOf = books.Today
		}
		if asOf.After(books.Today) {
			return ledger.E("validation_failed").At("as_of", "in_the_future")
		}
		return work(ctx, tx)
	})
}

func permit(actor ledger.Actor) error {
	if actor.Audience != ledger.Portal {
		return ledger.E("not_permitted").With("permission", string(ledger.SeeDocuments))
	}
	return actor.Require(ledger.SeeDocuments)
}

// params collects the values of a query; every value travels as a parameter.
type params []any

func (p *params) add(value any) string {
	*p = append(*p, value)
	return "$" + strconv.Itoa(len(*p))
}

// checkCurrency refuses what is no currency; needed says whether none is refused too.
func checkCurrency(bad *ledger.Error, currency money.Currency, needed bool) {
	switch {
	case currency == "" && needed:
		bad.At("currency", "required")
	case currency != "" && !currency.Valid():
		bad.At("currency", "not_a_currency")
	}
}

func checkRange(bad *ledger.Error, from, to calendar.Date, field string) {
	if !from.IsZero() && !to.IsZero() && to.Before(from) {
		bad.At(field, "range_backwards")
	}
}
