package aging

import (
	"context"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// CreditsKey names the column of credits where a bucket is asked for.
const CreditsKey = "credits"

// ItemQuery asks for the items behind a row: of one bucket, of the credits, or (Bucket empty) of all. A customer's row is asked for by
// CustomerID, another group's by Group and Key.
type ItemQuery struct {
	Query
	Key    string // of a row of Group, as Row.Key says; not used where CustomerID is given
	Bucket string // a key of Buckets, or CreditsKey
	After  Cursor // the last item of the page before
	Limit  int    // 1–200; 0 is 50
}

// Cursor is a place in the list: the date the buckets count from, and the item.
type Cursor struct {
	Date   calendar.Date
	ItemID ledger.ID
}

// Item is an open item as it was on the date asked for. Original and Open are positive, in Currency (or base); DaysOverdue is negative before
// the due date.
type Item struct {
	ItemID       ledger.ID
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	CustomerEN   string
	DocumentID   ledger.ID
	DocumentNo   string
	Kind         string
	Instalment   int
	Side         string // debit: owed to us; credit: stands against it
	DocumentDate calendar.Date
	PostingDate  calendar.Date
	T0           calendar.Date
	DueDate      calendar.Date
	Currency     string
	Original     decimal.Decimal
	Open         decimal.Decimal
	Place        int // the bucket's number, -1 for credits
	DaysOverdue  int
}

const itemColumns = `
SELECT i.id, i.customer_id, c.code, c.name, c.name_en, i.document_id, d.document_no, d.kind, i.instalment, i.side, d.document_date, i.posting_date, i.t0, i.due_date, i.currency,
  i.original_{value}, {open} AS open, {place} AS place, $1::date - i.due_date`

const readItems = `
SELECT * FROM (` + itemColumns + `
  FROM open_items i JOIN documents d ON d.id = i.document_id JOIN customers c ON c.id = i.customer_id
  WHERE i.posting_date <= $1{items}{customers}{group}
) i WHERE i.open > 0{page}
ORDER BY i.{date}, i.id LIMIT {limit}`

// A page of one customer's is chosen among the items before documents are looked up beside them: it costs the same whatever the customer has.
const readItemsNow = itemColumns + `
FROM (SELECT * FROM open_items i WHERE i.posting_date <= $1 AND i.open_amount > 0 AND i.open_{value} > 0{items}{page} ORDER BY i.{date}, i.id LIMIT {limit}) i
JOIN documents d ON d.id = i.document_id JOIN customers c ON c.id = i.customer_id WHERE true{customers}
ORDER BY i.{date}, i.id`

// What was open then is what is open now and what was allocated since.
const openThen = `i.open_{value} + coalesce(CASE WHEN i.side = 'debit' THEN
      (SELECT sum(CASE WHEN a.reverses IS NULL THEN a.debit_{value} ELSE -a.debit_{value} END) FROM allocations a WHERE a.debit_item = i.id AND a.effective_date > $1)
    ELSE
      (SELECT sum(CASE WHEN a.reverses IS NULL THEN a.credit_{value} ELSE -a.credit_{value} END) FROM allocations a WHERE a.credit_item = i.id AND a.effective_date > $1)
    END, 0)`

// Items pages through the items behind a row, oldest first; they sum to the row's figure. Needs what Report needs. Refused:
// validation_failed without a customer or another group, or for a bucket that is none, not_found for a customer that is not the actor's to see.
func (s *Service) Items(ctx context.Context, actor ledger.Actor, query ItemQuery) ([]Item, error) {
	if err := permit(actor); err != nil {
		return nil, err
	}
	var items []Item
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if err := query.check(actor); err != nil {
			return err
		}
		if query.CustomerID.IsZero() && (query.Group == "" || query.Group == ByCustomer) {
			return ledger.E("validation_failed").At("customer_id", "required")
		}
		books, err := query.prepare(ctx, tx)
		if err != nil {
			return err
		}
		query.Query = query.withDefaults(books)
		sql, args, err := query.sql(actor)
		if err != nil {
			return err
		}
		var b store.Batch
		known := query.mayAsk(&b, actor)
		store.Read(&b, &items, sql, args...)
		if err := tx.Send(ctx, &b); err != nil {
			return err
		}
		if !known() {
			items = nil
			return ledger.E("not_found")
		}
		return nil
	})
	return items, err
}

// mayAsk tells, once the batch is sent, whether the customer is within the actor's reach; one that is not is as one that does not exist.
func (q ItemQuery) mayAsk(b *store.Batch, actor ledger.Actor) func() bool {
	if q.CustomerID.IsZero() {
		return func() bool { return true }
	}
	var found []person
	sql, args := q.peopleSQL(actor)
	store.Read(b, &found, sql, args...)
	return func() bool { return len(found) > 0 }
}

// CursorOf is where the page that ends with the item goes on.
func (q ItemQuery) CursorOf(item Item) Cursor {
	if q.Buckets.Reading() == calendar.Age || q.Buckets.Reading() == "" && q.Advances {
		return Cursor{item.T0, item.ItemID}
	}
	return Cursor{item.DueDate, item.ItemID}
}

func (q ItemQuery) sql(actor ledger.Actor) (string, []any, error) {
	args := params{q.AsOf}
	date, page := "due_date", ""
	if q.Buckets.Reading() == calendar.Age {
		date = "t0"
	}
	if q.Bucket != "" {
		place := slices.Index(q.Buckets.Keys(), q.Bucket)
		if place < 0 && q.Bucket != CreditsKey {
			return "", nil, ledger.E("validation_failed").At("bucket", "not_a_choice")
		}
		page += " AND i.place = " + args.add(place) // -1 is the place of the credits
	}
	if !q.After.ItemID.IsZero() {
		page += " AND (i." + date + ", i.id) > (" + args.add(q.After.Date) + ", " + args.add(q.After.ItemID) + ")"
	}
	group, err := q.within(&args)
	if err != nil {
		return "", nil, err
	}
	limit := q.Limit
	if limit <= 0 || limit > 200 {
		limit = 50
	}
	template, open, place := readItems, strings.ReplaceAll(openThen, "{value}", q.value()), q.place(&args)
	if q.nothingSince {
		template, open, page = readItemsNow, "i.open_"+q.value(), strings.ReplaceAll(page, "i.place", "("+place+")")
	}
	sql := strings.NewReplacer("{open}", open, "{value}", q.value(), "{place}", place, "{items}", q.items(&args), "{customers}", q.customers(actor, &args), "{group}", group, "{page}", page, "{date}", date,
		"{limit}", args.add(limit)).Replace(template)
	return sql, args, nil
}
