package account

import (
	"context"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// ItemFilter narrows the open items. Empty fields do not narrow; ranges include both ends; amounts are what is open, without sign.
type ItemFilter struct {
	AsOf           calendar.Date // zero: today
	Currency       money.Currency
	Kind           string
	Bucket         string // a key of the aging's buckets, or aging.CreditsKey
	From, To       calendar.Date
	DueFrom, DueTo calendar.Date
	Min, Max       decimal.NullDecimal
	Query          string // part of a number, order, contract, shipment, invoice or description
	After          ItemCursor
	Limit          int // 1–200; 0 is 50
}

// ItemCursor is a place in the list: the due date and the item.
type ItemCursor struct {
	Due    calendar.Date
	ItemID ledger.ID
}

// Item is an open item as it was on the date asked for. Original and Open are signed: what raises the debt is positive.
type Item struct {
	ItemID       ledger.ID
	DocumentID   ledger.ID
	DocumentNo   string
	Kind         string
	Instalment   int
	DocumentDate calendar.Date
	DueDate      calendar.Date
	Currency     string
	OrderNo      string
	ContractNo   string
	InvoiceNo    string
	Description  string
	Original     decimal.Decimal
	Open         decimal.Decimal
	Place        int // the bucket's number, -1 for credits
	DaysOverdue  int // negative before the due date
}

// ItemTotal counts and sums the items of one currency: Open = Owed − Credits.
type ItemTotal struct {
	Currency string
	Count    int
	Owed     decimal.Decimal
	Credits  decimal.Decimal
	Open     decimal.Decimal
}

// Items is a page of open items, the earliest due first; Totals are those of the whole filter and stand on its first page only.
type Items struct {
	AsOf    calendar.Date
	Buckets calendar.Buckets
	Rows    []Item
	Totals  []ItemTotal
}

// What was open on the date is what is open now and what was settled later, less what of that was undone. Items that were touched
// later are found by the date of the allocations, so that what has long been settled is not looked at one by one.
const itemsAt = `
SELECT i.id, i.document_id, d.document_no, d.kind, i.instalment, d.document_date, i.due_date, i.currency, d.order_no, d.contract_no,
  coalesce(v.invoice_no, d.invoice_no) AS invoice_no, d.description, i.sign * i.original_amount AS original, i.sign * i.open AS open,
  CASE WHEN i.side = 'debit' THEN width_bucket($1::date - i.due_date, $3::int[]) ELSE -1 END AS place, $1::date - i.due_date AS late
FROM (
  SELECT o.*, CASE o.side WHEN 'debit' THEN 1 ELSE -1 END AS sign, o.open_amount + coalesce(l.amount, 0) AS open
  FROM open_items o LEFT JOIN (
    SELECT m.item, sum(CASE WHEN a.reverses IS NULL THEN m.amount ELSE -m.amount END) AS amount
    FROM allocations a CROSS JOIN LATERAL (VALUES (a.debit_item, a.debit_amount), (a.credit_item, a.credit_amount)) AS m (item, amount)
    WHERE a.organization_id = $4 AND a.customer_id = $2 AND a.effective_date > $1 GROUP BY 1
  ) l ON l.item = o.id
  WHERE o.customer_id = $2 AND o.posting_date <= $1 AND (o.open_amount > 0 OR l.item IS NOT NULL)
) i
JOIN documents d ON d.id = i.document_id
LEFT JOIN invoices v ON v.document_id = d.id AND v.voided_at IS NULL
WHERE i.open > 0`

const totalItems = `
SELECT currency, count(*)::int, coalesce(sum(open) FILTER (WHERE open > 0), 0), coalesce(-sum(open) FILTER (WHERE open < 0), 0), sum(open)
FROM ({items}) t GROUP BY 1 ORDER BY 1`

// Items pages through what was open on a date. Refused: validation_failed at each field that is none.
func (s *Service) Items(ctx context.Context, actor ledger.Actor, f ItemFilter) (Items, error) {
	if f.Limit <= 0 || f.Limit > 201 { // one more than a page
		f.Limit = 50
	}
	return s.items(ctx, actor, f)
}

func (s *Service) items(ctx context.Context, actor ledger.Actor, f ItemFilter) (Items, error) {
	buckets := calendar.DefaultOverdue()
	if err := f.check(buckets); err != nil {
		return Items{}, err
	}
	out := Items{Buckets: buckets}
	err := s.read(ctx, actor, &f.AsOf, func(ctx context.Context, tx *store.Tx) error {
		out.AsOf = f.AsOf
		var b store.Batch
		sql, args := f.sql(actor, buckets)
		if f.After.ItemID.IsZero() {
			store.Read(&b, &out.Totals, strings.Replace(totalItems, "{items}", sql, 1), args...)
		} else {
			sql += " AND (i.due_date, i.id) > (" + args.add(f.After.Due) + ", " + args.add(f.After.ItemID) + ")"
		}
		store.Read(&b, &out.Rows, sql+" ORDER BY i.due_date, i.id LIMIT "+args.add(f.Limit), args...)
		return tx.Send(ctx, &b)
	})
	return out, err
}

func (f ItemFilter) check(buckets calendar.Buckets) error {
	bad := ledger.E("validation_failed")
	checkCurrency(bad, f.Currency, false)
	checkRange(bad, f.From, f.To, "to")
	checkRange(bad, f.DueFrom, f.DueTo, "due_to")
	if f.Bucket != "" && f.Bucket != aging.CreditsKey && !slices.Contains(buckets.Keys(), f.Bucket) {
		bad.At("bucket", "not_a_choice")
	}
	if f.Min.Valid && f.Max.Valid && f.Max.Decimal.LessThan(f.Min.Decimal) {
		bad.At("max", "range_backwards")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// sql builds the query from an allow-list of conditions; every value travels as a parameter.
func (f ItemFilter) sql(actor ledger.Actor, buckets calendar.Buckets) (string, params) {
	args := params{f.AsOf, actor.CustomerID, thresholds(buckets), actor.OrganizationID}
	sql := itemsAt
	for _, c := range []struct {
		given     bool
		condition string
		value     any
	}{
		{f.Currency != "", "i.currency = ?", string(f.Currency)}, {f.Kind != "", "d.kind = ?", f.Kind},
		{!f.From.IsZero(), "d.document_date >= ?", f.From}, {!f.To.IsZero(), "d.document_date <= ?", f.To},
		{!f.DueFrom.IsZero(), "i.due_date >= ?", f.DueFrom}, {!f.DueTo.IsZero(), "i.due_date <= ?", f.DueTo},
		{f.Min.Valid, "i.open >= ?", f.Min.Decimal}, {f.Max.Valid, "i.open <= ?", f.Max.Decimal},
	} {
		if c.given {
			sql += " AND " + strings.Replace(c.condition, "?", args.add(c.value), 1)
		}
	}
	if f.Bucket != "" {
		sql += " AND CASE WHEN i.side = 'debit' THEN width_bucket($1::date - i.due_date, $3::int[]) ELSE -1 END = " + args.add(slices.Index(buckets.Keys(), f.Bucket))
	}
	if f.Query != "" {
		like := args.add("%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(f.Query) + "%")
		sql += " AND (d.document_no ILIKE " + like + " OR d.order_no ILIKE " + like + " OR d.contract_no ILIKE " + like + " OR d.shipment_no ILIKE " + like +
			" OR coalesce(v.invoice_no, d.invoice_no) ILIKE " + like + " OR d.description ILIKE " + like + ")"
	}
	return sql, args
}

// thresholds are the first days of all buckets but the first.
func thresholds(buckets calendar.Buckets) []int32 {
	out := make([]int32, buckets.Len()-1)
	for i := range out {
		first, _, _ := buckets.Bounds(i + 1)
		out[i] = int32(first)
	}
	return out
}
