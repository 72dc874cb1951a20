package allocation

import (
	"context"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// OpenItem is what can be settled: an item with something open, in Currency.
type OpenItem struct {
	ID         ledger.ID
	CustomerID ledger.ID
	Customer   string // its name
	OpenDocument
}

// OpenDocument is what an open item is of, and how much of it is open.
type OpenDocument struct {
	DocumentID  ledger.ID
	DocumentNo  string
	Kind        string
	Reason      string // of an adjustment
	Side        string
	Currency    string
	Posted      calendar.Date
	Due         calendar.Date
	Original    decimal.Decimal
	Open        decimal.Decimal
	OrderNo     string
	InvoiceNo   string
	Description string
	Disputed    bool
}

// openColumns are those of OpenItem, {customer} those of its customer; {whose} says of whom the disputes are looked up, once.
const openColumns = `
SELECT i.id, {customer}i.document_id, d.document_no, d.kind, CASE WHEN d.kind = 'adjustment' THEN d.reason ELSE '' END, i.side, i.currency, i.posting_date, i.due_date,
  i.original_amount, i.open_amount, d.order_no, d.invoice_no, d.description,
  i.document_id IN (SELECT t.document_id FROM disputes t WHERE t.customer_id {whose} AND t.document_id IS NOT NULL AND t.state NOT IN ('resolved', 'withdrawn'))
FROM open_items i JOIN documents d ON d.id = i.document_id`

var (
	// One customer's come from the index in their order, whatever their number.
	readOpen = strings.NewReplacer("{customer}", "", "{whose}", "= $1").Replace(openColumns) + `
WHERE i.customer_id = $1 AND i.open_amount > 0 AND ($2 = '' OR i.side = $2) AND ($3 = '' OR i.currency = $3) ORDER BY i.due_date, i.id LIMIT 10000`
	readOpenOfGroup = strings.NewReplacer("{customer}", "i.customer_id, c.name, ", "{whose}", "= ANY ($4)").Replace(openColumns) + ` JOIN customers c ON c.id = i.customer_id AND c.id = ANY ($4)
WHERE i.customer_id = ANY ($4) AND i.open_amount > 0 AND ($2 = '' OR i.side = $2) AND ($3 = '' OR i.currency = $3) ORDER BY i.customer_id <> $1, i.due_date, i.id LIMIT 10000`
)

// The other companies of the customer's group on a day.
const readCompanies = `
SELECT o.customer_id FROM customer_group_members m JOIN customer_group_members o ON o.group_id = m.group_id AND o.customer_id <> m.customer_id
WHERE m.customer_id = $1 AND daterange(m.starts, m.ends, '[]') @> $2::date AND daterange(o.starts, o.ends, '[]') @> $2::date ORDER BY 1`

// Open lists a customer's open items, oldest due first, at most 10,000. Empty side or currency does not narrow. Needs Allocate.
func (s *Service) Open(ctx context.Context, actor ledger.Actor, customer ledger.ID, side, currency string) ([]OpenItem, error) {
	return s.OpenWithGroup(ctx, actor, customer, calendar.Date{}, side, currency)
}

// OpenWithGroup is Open and, given a day, after the customer's own items those of the other companies of the group that was declared for
// it.
func (s *Service) OpenWithGroup(ctx context.Context, actor ledger.Actor, customer ledger.ID, group calendar.Date, side, currency string) ([]OpenItem, error) {
	if err := actor.Require(ledger.Allocate); err != nil {
		return nil, err
	}
	var items []OpenItem
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		var others []ledger.ID
		if !group.IsZero() {
			if others, err = store.Values[ledger.ID](ctx, tx, readCompanies, customer, group); err != nil {
				return err
			}
		}
		if len(others) == 0 {
			items, err = openAlone(ctx, tx, customer, side, currency)
			return err
		}
		items, err = store.Rows[OpenItem](ctx, tx, readOpenOfGroup, customer, side, currency, append(others, customer))
		return err
	})
	return items, err
}

const readName = `SELECT name FROM customers WHERE id = $1`

// openAlone reads the items of one customer, whose name is told once.
func openAlone(ctx context.Context, tx *store.Tx, customer ledger.ID, side, currency string) ([]OpenItem, error) {
	var names []string
	var rows []struct {
		ID ledger.ID
		OpenDocument
	}
	var b store.Batch
	store.Read(&b, &rows, readOpen, customer, side, currency)
	store.ReadValues(&b, &names, readName, customer)
	if err := tx.Send(ctx, &b); err != nil {
		return nil, err
	}
	items := make([]OpenItem, len(rows))
	for i, row := range rows {
		items[i] = OpenItem{row.ID, customer, strings.Join(names, ""), row.OpenDocument}
	}
	return items, nil
}
