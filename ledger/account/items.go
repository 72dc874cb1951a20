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

// What was settled after the date, less what of that was undone: it was open on the date. Found by the date of the allocations, so that what has
// long been settled is not looked at one by one.
const later = `
SELECT m.item, sum(CASE WHEN a.reverses IS NULL THEN m.amount ELSE -m.amount END) AS amount
FROM allocations a CROSS JOIN LATERAL (VALUES (a.debit_item, a.debit_amount), (a.credit_item, a.credit_amount)) AS m (item, amount)
WHERE a.organization_id = $4 AND (a.customer_id = $2 OR a.credit_customer_id = $2) AND a.effective_date > $1 GROUP BY 1`

const anyLater = `SELECT EXISTS (SELECT FROM allocations a WHERE a.organization_id = $1 AND (a.customer_id = $2 OR a.credit_customer_id = $2) AND a.effective_date > $3)`

// Nearly always nothing was settled after the date, which is today: what is open then stands in an index in the order of the page.
const (
	openNow  = ` FROM (SELECT o.*, o.open_amount AS open FROM open_items o WHERE o.customer_id = $2 AND o.posting_date <= $1 AND o.open_amount > 0) i`
	openThen = ` FROM (SELECT o.*, o.open_amount + coalesce(l.amount, 0) AS open FROM open_items o LEFT JOIN (` + later + `) l ON l.item = o.id
  WHERE o.customer_id = $2 AND o.posting_date <= $1 AND (o.open_amount > 0 OR l.item IS NOT NULL)) i`
	ofDocument = ` JOIN documents d ON d.id = i.document_id LEFT JOIN invoices v ON v.document_id = d.id AND v.voided_at IS NULL`
	someOpen   = ` WHERE i.open > 0 AND $3::int[] IS NOT NULL AND $4::uuid IS NOT NULL`
)

const sign = `CASE i.side WHEN 'debit' THEN 1 ELSE -1 END`

const itemColumns = `
SELECT i.id, i.document_id, d.document_no, d.kind, i.instalment, d.document_date, i.due_date, i.currency, d.order_no, d.contract_no,
  coalesce(v.invoice_no, d.invoice_no), d.description, ` + sign + ` * i.original_amount, ` + sign + ` * i.open,
  CASE WHEN i.side = 'debit' THEN width_bucket($1::date - i.due_date, $3::int[]) ELSE -1 END, $1::date - i.due_date`

const totalColumns = `
SELECT i.currency, count(*)::int, coalesce(sum(i.open) FILTER (WHERE i.side = 'debit'), 0), coalesce(sum(i.open) FILTER (WHERE i.side <> 'debit'), 0), sum(` + sign + ` * i.open)`

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
		settledLater, _, err := store.Value[bool](ctx, tx, anyLater, actor.OrganizationID, actor.CustomerID, f.AsOf)
		if err != nil {
			return err
		}
		from := openNow
		if settledLater {
			from = openThen
		}
		var b store.Batch
		where, ofDocuments, args := f.sql(actor, buckets)
		if f.After.ItemID.IsZero() {
			sums := from
			if ofDocuments {
				sums += ofDocument
			}
			store.Read(&b, &out.Totals, totalColumns+sums+where+" GROUP BY 1 ORDER BY 1", args...)
		} else {
			where += " AND (i.due_date, i.id) > (" + args.add(f.After.Due) + ", " + args.add(f.After.ItemID) + ")"
		}
		store.Read(&b, &out.Rows, itemColumns+from+ofDocument+where+" ORDER BY i.due_date, i.id LIMIT "+args.add(f.Limit), args...)
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

// sql builds the conditions from an allow-list, and tells whether any is about the document; every value travels as a parameter.
func (f ItemFilter) sql(actor ledger.Actor, buckets calendar.Buckets) (string, bool, params) {
	args := params{f.AsOf, actor.CustomerID, thresholds(buckets), actor.OrganizationID}
	sql, ofDocuments := someOpen, false
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
			ofDocuments = ofDocuments || strings.HasPrefix(c.condition, "d.")
		}
	}
	if f.Bucket != "" {
		sql += " AND CASE WHEN i.side = 'debit' THEN width_bucket($1::date - i.due_date, $3::int[]) ELSE -1 END = " + args.add(slices.Index(buckets.Keys(), f.Bucket))
	}
	if f.Query != "" {
		ofDocuments = true
		like := args.add("%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(f.Query) + "%")
		sql += " AND (d.document_no ILIKE " + like + " OR d.order_no ILIKE " + like + " OR d.contract_no ILIKE " + like + " OR d.shipment_no ILIKE " + like +
			" OR coalesce(v.invoice_no, d.invoice_no) ILIKE " + like + " OR d.description ILIKE " + like + ")"
	}
	return sql, ofDocuments, args
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
