package matching

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/tally"
)

// Item is a reconciling item (未达项). Amount is what our balance is higher by for it; Days is its age on the organization's day, or the age at
// which it cleared.
type Item struct {
	ID              ledger.ID
	CustomerID      ledger.ID
	CustomerCode    string
	CustomerName    string
	CustomerNameEN  string
	Currency        string
	StatementID     ledger.ID
	StatementNo     string
	Side            tally.Side
	Kind            ItemKind
	DocumentID      ledger.ID
	DocumentNo      string
	On              calendar.Date
	Description     string
	Amount          decimal.Decimal
	Note            string
	State           string
	CreatedByName   string
	CreatedAt       time.Time
	ClearedAt       *time.Time
	ClearedID       ledger.ID
	ClearedNo       string
	Days            int
	StatementCutOff calendar.Date
}

// ItemFilter narrows the list. State is open, cleared or all.
type ItemFilter struct {
	State      string
	CustomerID ledger.ID
	Kind       ItemKind
	After      ledger.ID
	Limit      int
}

// MaxItems bounds a page.
const MaxItems = 500

const selectItems = `
SELECT i.id, i.customer_id, c.code, c.name, c.name_en, i.currency, i.statement_id, s.statement_no, i.side, i.kind, i.document_id, i.document_no, i.item_date, i.description, i.amount,
  i.note, i.state, i.created_by_name, i.created_at, i.cleared_at, i.cleared_statement_id, coalesce(n.statement_no, ''),
  ((coalesce(i.cleared_at, now()) AT TIME ZONE o.time_zone)::date - i.item_date)::int, s.cut_off
FROM reconciling_items i JOIN customers c ON c.id = i.customer_id JOIN statements s ON s.id = i.statement_id JOIN organizations o ON o.id = i.organization_id
LEFT JOIN statements n ON n.id = i.cleared_statement_id
WHERE i.organization_id = $1 AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2))) AND i.state <> 'replaced' AND i.kind <> 'disagreement' AND ($3 = 'all' OR i.state = $3)
  AND ($4::uuid IS NULL OR i.customer_id = $4) AND ($5 = '' OR i.kind = $5)`

// Items lists reconciling items, oldest first. Needs SeeStatements; a customer sees its own, sales staff those of their own customers.
func (s *Service) Items(ctx context.Context, actor ledger.Actor, f ItemFilter) ([]Item, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return nil, err
	}
	if f.Limit <= 0 || f.Limit > MaxItems {
		f.Limit = MaxItems
	}
	if f.State == "" {
		f.State = "open"
	}
	var own ledger.ID
	if actor.OwnCustomersOnly() {
		own = actor.PersonID
	}
	var out []Item
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Item](ctx, tx, selectItems+`
			AND ($6::uuid IS NULL OR (i.item_date, i.id) > (SELECT x.item_date, x.id FROM reconciling_items x WHERE x.id = $6)) ORDER BY i.item_date, i.id LIMIT $7`,
			actor.OrganizationID, own, f.State, f.CustomerID, f.Kind, f.After, f.Limit)
		return err
	})
	return out, err
}

// ItemTotal sums the open items of one currency.
type ItemTotal struct {
	Currency string
	Count    int
	Ours     decimal.Decimal // that customers have not booked
	Theirs   decimal.Decimal // that we have not booked
	Oldest   int             // days
}

const sumOpenItems = `
SELECT i.currency, count(*)::int, coalesce(sum(i.amount) FILTER (WHERE i.side = 'ours'), 0), coalesce(sum(i.amount) FILTER (WHERE i.side = 'theirs'), 0),
  coalesce(max((now() AT TIME ZONE o.time_zone)::date - i.item_date), 0)::int
FROM reconciling_items i JOIN customers c ON c.id = i.customer_id JOIN organizations o ON o.id = i.organization_id
WHERE i.organization_id = $1 AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2))) AND i.state = 'open' AND i.kind <> 'disagreement' AND ($3::uuid IS NULL OR i.customer_id = $3)
GROUP BY i.currency ORDER BY i.currency`

// ItemTotals sums the open items by currency, of one customer or of all. Needs SeeStatements.
func (s *Service) ItemTotals(ctx context.Context, actor ledger.Actor, customer ledger.ID) ([]ItemTotal, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return nil, err
	}
	var own ledger.ID
	if actor.OwnCustomersOnly() {
		own = actor.PersonID
	}
	var out []ItemTotal
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[ItemTotal](ctx, tx, sumOpenItems, actor.OrganizationID, own, customer)
		return err
	})
	return out, err
}
