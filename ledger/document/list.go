package document

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
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
	After      ledger.ID // the last id of the page before
	Limit      int       // 1–201, one more than a page; 0 is 50
}

const summaryColumns = `
SELECT d.id, d.kind, d.document_no, d.customer_id, c.code, c.name, c.name_en, d.currency, d.document_date, d.posting_date, coalesce(i.due, d.due_date),
  d.net, d.tax, d.freight, d.gross, coalesce(i.open, 0), coalesce(i.original, 0), d.order_no, d.contract_no, d.shipment_no, d.invoice_no, d.description, d.source_kind,
  EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = d.id), d.posted_at
FROM documents d
JOIN customers c ON c.id = d.customer_id
LEFT JOIN LATERAL (SELECT sum(open_amount) AS open, sum(original_amount) AS original, max(due_date) AS due FROM open_items i WHERE i.document_id = d.id) i ON true
WHERE true`

// List pages through posted documents, newest first. Needs SeeDocuments; sales staff see their own customers'.
func (s *Service) List(ctx context.Context, actor ledger.Actor, filter Filter) ([]Summary, error) {
	if err := actor.Require(ledger.SeeDocuments); err != nil {
		return nil, err
	}
	sql, args := filter.sql(actor)
	var found []Summary
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		found, err = store.Rows[Summary](ctx, tx, sql, args...)
		return err
	})
	return found, err
}

// sql builds the query from an allow-list of conditions; every value travels as a parameter.
func (f Filter) sql(actor ledger.Actor) (string, []any) {
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
		sql += " AND c.salesperson_id = " + param(actor.PersonID)
	}
	if f.Query != "" {
		like := param("%" + escapeLike(f.Query) + "%")
		sql += " AND (d.document_no ILIKE " + like + " OR d.order_no ILIKE " + like + " OR d.contract_no ILIKE " + like +
			" OR d.shipment_no ILIKE " + like + " OR d.invoice_no ILIKE " + like + " OR d.description ILIKE " + like + ")"
	}
	if f.Open != nil {
		not := ""
		if !*f.Open {
			not = "NOT "
		}
		sql += " AND " + not + "EXISTS (SELECT FROM open_items o WHERE o.document_id = d.id AND o.open_amount > 0)"
	}
	if !f.After.IsZero() {
		sql += " AND d.id < " + param(f.After)
	}
	limit := f.Limit
	if limit <= 0 || limit > 201 {
		limit = 50
	}
	return sql + " ORDER BY d.id DESC LIMIT " + param(limit), args
}

// escapeLike takes a searcher's text literally.
func escapeLike(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}
