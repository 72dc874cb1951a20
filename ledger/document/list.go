package document

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/field"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// Summary is a posted document as lists show it. Open sums its items; amounts are in Currency.
type Summary struct {
	ID           ledger.ID
	Kind         Kind
	DocumentNo   string
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	CustomerEN   string
	Currency     string
	DocumentDate calendar.Date
	PostingDate  calendar.Date
	DueDate      calendar.Date
	Net          decimal.Decimal
	Tax          decimal.Decimal
	Freight      decimal.Decimal
	Gross        decimal.Decimal
	Open         decimal.Decimal
	Original     decimal.Decimal
	OrderNo      string
	ContractNo   string
	ShipmentNo   string
	InvoiceNo    string
	Description  string
	SourceKind   string
	Reversed     bool
	PostedAt     time.Time
	Fields       field.Values `db:"-"` // custom fields, by code
}

// Settlement is derived from what is open, never typed (WO-06): open, partial or settled.
func (s Summary) Settlement() string {
	switch {
	case s.Open.IsZero():
		return "settled"
	case s.Open.Equal(s.Original):
		return "open"
	}
	return "partial"
}

// Filter narrows a list. Empty fields do not narrow; Open nil is both.
type Filter struct {
	Kind       Kind
	CustomerID ledger.ID
	Query      string // part of a number, order, contract, shipment, invoice or description
	Open       *bool
	Settlement string // open, partial or settled
	Currency   string
	From, To   calendar.Date // document dates, both included
	DueFrom    calendar.Date
	DueTo      calendar.Date
	Min, Max   decimal.NullDecimal // of the gross amount, both included
	Field      field.Match         // of a custom field
	After      ledger.ID           // the last id of the page before
	Limit      int                 // 1–201, one more than a page; 0 is 50
}

// What reversed a document is looked up by row: as EXISTS it may be answered by reading every document once, for a page of fifty.
const summaryColumns = `
SELECT d.id, d.kind, d.document_no, d.customer_id, c.code, c.name, c.name_en, d.currency, d.document_date, d.posting_date, coalesce(i.due, d.due_date),
  d.net, d.tax, d.freight, d.gross, coalesce(i.open, 0), coalesce(i.original, 0), d.order_no, d.contract_no, d.shipment_no, d.invoice_no, d.description, d.source_kind,
  (SELECT true FROM documents r WHERE r.reverses_document_id = d.id LIMIT 1) IS NOT NULL, d.posted_at
FROM documents d
JOIN customers c ON c.id = d.customer_id
LEFT JOIN LATERAL (SELECT sum(open_amount) AS open, sum(original_amount) AS original, max(due_date) AS due FROM open_items i WHERE i.document_id = d.id) i ON true
WHERE true`

// maxPage is one more than a page holds, so that it knows whether another follows.
const maxPage = 201

// allowLong lets a list for a file run longer than one for a page; it ends with the transaction.
const allowLong = `SELECT set_config('statement_timeout', '20s', true)`

// settlements are the conditions behind Summary.Settlement.
var settlements = map[string]string{
	"open": " AND i.open = i.original AND i.open > 0", "partial": " AND i.open > 0 AND i.open < i.original", "settled": " AND coalesce(i.open, 0) = 0",
}

func (f Filter) check() error {
	bad := ledger.E("validation_failed")
	if _, known := settlements[f.Settlement]; !known && f.Settlement != "" {
		bad.At("settlement", "not_a_choice")
	}
	if f.Currency != "" && !money.Currency(f.Currency).Valid() {
		bad.At("currency", "not_a_currency")
	}
	if !f.From.IsZero() && !f.To.IsZero() && f.To.Before(f.From) {
		bad.At("to", "range_backwards")
	}
	if !f.DueFrom.IsZero() && !f.DueTo.IsZero() && f.DueTo.Before(f.DueFrom) {
		bad.At("due_to", "range_backwards")
	}
	if f.Min.Valid && f.Max.Valid && f.Max.Decimal.LessThan(f.Min.Decimal) {
		bad.At("max", "range_backwards")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// All is List without pages: the first rows up to limit, of one moment.
func (s *Service) All(ctx context.Context, actor ledger.Actor, filter Filter, limit int) ([]Summary, error) {
	filter.After, filter.Limit = ledger.ID{}, 0
	return s.list(ctx, actor, filter, limit)
}

// List pages through posted documents, newest first. Needs SeeDocuments; sales staff see their own customers'. Refused: validation_failed at the
// fields of the filter.
func (s *Service) List(ctx context.Context, actor ledger.Actor, filter Filter) ([]Summary, error) {
	limit := filter.Limit
	if limit <= 0 || limit > maxPage {
		limit = 50
	}
	return s.list(ctx, actor, filter, limit)
}

func (s *Service) list(ctx context.Context, actor ledger.Actor, filter Filter, limit int) ([]Summary, error) {
	if err := actor.Require(ledger.SeeDocuments); err != nil {
		return nil, err
	}
	if err := filter.check(); err != nil {
		return nil, err
	}
	sql, args := filter.sql(actor, limit)
	var found []Summary
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if limit > maxPage {
			if _, err := store.Exec(ctx, tx, allowLong); err != nil {
				return err
			}
		}
		var b store.Batch
		store.Read(&b, &found, sql, args...)
		anySaid := field.Any(&b, actor, field.OfDocument)
		if err := tx.Send(ctx, &b); err != nil || !anySaid() {
			return err
		}
		return readFields(ctx, tx, found)
	})
	return found, err
}

// sql builds the query from an allow-list of conditions; every value travels as a parameter.
func (f Filter) sql(actor ledger.Actor, limit int) (string, []any) {
	var args []any
	param := func(value any) string {
		args = append(args, value)
		return "$" + strconv.Itoa(len(args))
	}
	sql := summaryColumns
	if f.Kind != "" {
		sql += " AND d.kind = " + param(string(f.Kind))
	}
	if !f.CustomerID.IsZero() {
		sql += " AND d.customer_id = " + param(f.CustomerID)
	}
	if actor.OwnCustomersOnly() {
		sql += " AND c.salesperson_id IN (SELECT acts_as(" + param(actor.PersonID) + "))"
	}
	if f.Query != "" {
		like := param("%" + escapeLike(f.Query) + "%")
		sql += " AND (d.document_no ILIKE " + like + " OR d.order_no ILIKE " + like + " OR d.contract_no ILIKE " + like +
			" OR d.shipment_no ILIKE " + like + " OR d.invoice_no ILIKE " + like + " OR d.description ILIKE " + like + ")"
	}
	if f.Open != nil {
		// As EXISTS it may be answered by passing every item newer than the page.
		sql += map[bool]string{true: " AND i.open > 0", false: " AND coalesce(i.open, 0) = 0"}[*f.Open]
	}
	for _, c := range []struct {
		given     bool
		condition string
		value     any
	}{
		{f.Currency != "", "d.currency = ", f.Currency}, {!f.From.IsZero(), "d.document_date >= ", f.From}, {!f.To.IsZero(), "d.document_date <= ", f.To},
		{!f.DueFrom.IsZero(), "coalesce(i.due, d.due_date) >= ", f.DueFrom}, {!f.DueTo.IsZero(), "coalesce(i.due, d.due_date) <= ", f.DueTo},
		{f.Min.Valid, "abs(d.gross) >= ", f.Min.Decimal}, {f.Max.Valid, "abs(d.gross) <= ", f.Max.Decimal},
	} {
		if c.given {
			sql += " AND " + c.condition + param(c.value)
		}
	}
	if f.Field.Code != "" {
		sql += " AND " + f.Field.SQL(field.OfDocument, "d.id", param)
	}
	sql += settlements[f.Settlement]
	if !f.After.IsZero() {
		sql += " AND d.id < " + param(f.After)
	}
	return sql + " ORDER BY d.id DESC LIMIT " + strconv.Itoa(limit), args // written out, so that the planner knows how few are wanted
}

// escapeLike takes a searcher's text literally.
func escapeLike(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}
