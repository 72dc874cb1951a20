package document

import (
	"slices"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

type writtenRow struct {
	ID         ledger.ID
	Number     int64
	DocumentNo string
	PostedAt   time.Time
}

// The counter row is taken in the statement that uses it, so numbers follow posting order and leave no gap.
var insertDocuments = store.OverSet(`
WITH counter AS (
  INSERT INTO counters (organization_id, series, last) VALUES ($1, $2, cardinality($4::uuid[]))
  ON CONFLICT (organization_id, series) DO UPDATE SET last = counters.last + excluded.last
  RETURNING last - cardinality($4::uuid[]) AS before
)
INSERT INTO documents (id, organization_id, customer_id, kind, series, number, document_no, currency, rate, document_date, posting_date, due_date, t0, t0_basis,
  order_no, contract_no, shipment_no, shipment_date, invoice_no, source_kind, source_system, source_id, content_sha256, description, reason, method,
  salesperson_id, region, product_line, net, tax, freight, gross, gross_base, line_count, reduces_document_id, reverses_document_id, dispute_id, resolution_id, created_by, approved_by, terms, adjusts_document_id, item_type, return_no)
SELECT d.id, $1, d.customer_id, d.kind, $2, counter.before + d.n,
  CASE WHEN d.document_no <> '' THEN d.document_no ELSE $2 || '-' || lpad((counter.before + d.n)::text, greatest(6, length((counter.before + d.n)::text)), '0') END,
  d.currency, d.rate, d.document_date, d.posting_date, d.due_date, d.t0, d.t0_basis,
  d.order_no, d.contract_no, d.shipment_no, d.shipment_date, d.invoice_no, d.source_kind, d.source_system, d.source_id, d.content_sha256, d.description, d.reason, d.method,
  d.salesperson_id, d.region, d.product_line, d.net, d.tax, d.freight, d.gross, d.gross_base, d.line_count, d.reduces, d.reverses, d.dispute_id, d.resolution_id, coalesce(d.made_by, $3), d.approved_by, nullif(d.terms, '')::jsonb, d.adjusts, d.item_type, d.return_no
FROM counter, {set}
RETURNING id, number, document_no, posted_at`, "d", 4,
	"id uuid", "customer_id uuid", "kind text", "document_no text", "currency text", "rate numeric", "document_date date", "posting_date date", "due_date date",
	"t0 date", "t0_basis text", "order_no text", "contract_no text", "shipment_no text", "shipment_date date", "invoice_no text", "source_kind text",
	"source_system text", "source_id text", "content_sha256 bytea", "description text", "reason text", "method text", "salesperson_id uuid", "region text",
	"product_line text", "net numeric", "tax numeric", "freight numeric", "gross numeric", "gross_base numeric", "line_count int", "reduces uuid", "reverses uuid",
	"dispute_id uuid", "resolution_id uuid", "made_by uuid", "approved_by uuid", "terms text",
	"adjusts uuid", "item_type text", "return_no text")

// queueDocuments adds one statement a series, series in order, so that two sets take their counters in the same order.
func queueDocuments(b *store.Batch, actor ledger.Actor, docs []*prepared) []*[]writtenRow {
	bySeries := map[string][]*prepared{}
	for _, p := range docs {
		series := rules[p.Kind].series
		if p.Kind == Reversal {
			series = "RV"
		}
		series += "-" + strconv.Itoa(p.PostingDate.Year())
		bySeries[series] = append(bySeries[series], p)
	}
	names := make([]string, 0, len(bySeries))
	for name := range bySeries {
		names = append(names, name)
	}
	slices.Sort(names)
	var results []*[]writtenRow
	for _, name := range names {
		set := bySeries[name]
		rows := new([]writtenRow)
		store.Read(b, rows, insertDocuments.For(len(set)), append([]any{actor.OrganizationID, name, actor.PersonID}, documentColumns(set)...)...)
		results = append(results, rows)
	}
	return results
}

// column collects one value of each document.
func column[T any](docs []*prepared, of func(*prepared) T) []T {
	values := make([]T, len(docs))
	for i, p := range docs {
		values[i] = of(p)
	}
	return values
}

func documentColumns(docs []*prepared) []any {
	text := func(of func(*prepared) string) []string { return column(docs, of) }
	id := func(of func(*prepared) ledger.ID) []ledger.ID { return column(docs, of) }
	amount := func(of func(*prepared) decimal.Decimal) []decimal.Decimal { return column(docs, of) }
	day := func(of func(*prepared) calendar.Date) []calendar.Date { return column(docs, of) }
	return []any{
		id(func(p *prepared) ledger.ID { return p.id }),
		id(func(p *prepared) ledger.ID { return p.CustomerID }),
		text(func(p *prepared) string { return string(p.Kind) }),
		text(func(p *prepared) string { return p.DocumentNo }),
		text(func(p *prepared) string { return string(p.Currency) }),
		amount(func(p *prepared) decimal.Decimal { return p.rate }),
		day(func(p *prepared) calendar.Date { return p.DocumentDate }),
		day(func(p *prepared) calendar.Date { return p.PostingDate }),
		day(func(p *prepared) calendar.Date { return p.due }),
		day(func(p *prepared) calendar.Date { return p.t0 }),
		text(func(p *prepared) string { return string(p.basis) }),
		text(func(p *prepared) string { return p.OrderNo }),
		text(func(p *prepared) string { return p.ContractNo }),
		text(func(p *prepared) string { return p.ShipmentNo }),
		day(func(p *prepared) calendar.Date { return p.Dates.Shipment }),
		text(func(p *prepared) string { return p.InvoiceNo }),
		text(func(p *prepared) string { return p.SourceKind }),
		text(func(p *prepared) string { return p.SourceSystem }),
		text(func(p *prepared) string { return p.SourceID }),
		column(docs, func(p *prepared) []byte { return p.hash }),
		text(func(p *prepared) string { return p.Description }),
		text(func(p *prepared) string { return p.Reason }),
		text(func(p *prepared) string { return p.Method }),
		id(func(p *prepared) ledger.ID { return p.customer.SalespersonID }),
		text(func(p *prepared) string { return p.customer.Region }),
		text(func(p *prepared) string { return p.ProductLine }),
		amount(func(p *prepared) decimal.Decimal { return p.net }),
		amount(func(p *prepared) decimal.Decimal { return p.tax }),
		amount(func(p *prepared) decimal.Decimal { return p.freight }),
		amount(func(p *prepared) decimal.Decimal { return p.gross }),
		amount(func(p *prepared) decimal.Decimal { return p.grossBase }),
		column(docs, func(p *prepared) int { return len(p.Lines) }),
		id(func(p *prepared) ledger.ID { return p.Reduces }),
		id(func(p *prepared) ledger.ID { return p.reverses }),
		id(func(p *prepared) ledger.ID { return p.DisputeID }),
		id(func(p *prepared) ledger.ID { return p.ResolutionID }),
		id(func(p *prepared) ledger.ID { return p.MadeBy }),
		id(func(p *prepared) ledger.ID { return p.ApprovedBy }),
		text(func(p *prepared) string { return p.waitingTerms }),
		id(func(p *prepared) ledger.ID { return p.Adjusts }),
		text(func(p *prepared) string { return p.ItemType }),
		text(func(p *prepared) string { return p.ReturnNo }),
	}
}

var insertDocumentLines = store.OverSet(`
INSERT INTO document_lines (document_id, line_no, organization_id, customer_id, kind, item_code, description, unit, quantity, unit_price, net, tax_rate, tax, gross, reduces_line_no)
SELECT l.document_id, l.line_no, $1, l.customer_id, l.kind, l.item_code, l.description, l.unit, l.quantity, l.unit_price, l.net, l.tax_rate, l.tax, l.gross, nullif(l.reduces, 0)
FROM {set}`, "l", 2, "document_id uuid", "line_no int", "customer_id uuid", "kind text", "item_code text", "description text", "unit text", "quantity numeric",
	"unit_price numeric", "net numeric", "tax_rate numeric", "tax numeric", "gross numeric", "reduces int")

func queueLines(b *store.Batch, organization ledger.ID, docs []*prepared) {
	count := 0
	for _, p := range docs {
		count += len(p.Lines)
	}
	if count == 0 {
		return
	}
	documents, customers := make([]ledger.ID, 0, count), make([]ledger.ID, 0, count)
	numbers, reduces := make([]int, 0, count), make([]int, 0, count)
	kinds, codes := make([]string, 0, count), make([]string, 0, count)
	texts, units := make([]string, 0, count), make([]string, 0, count)
	quantities, prices := make([]decimal.NullDecimal, 0, count), make([]decimal.NullDecimal, 0, count)
	nets, rates := make([]decimal.Decimal, 0, count), make([]decimal.Decimal, 0, count)
	taxes, grosses := make([]decimal.Decimal, 0, count), make([]decimal.Decimal, 0, count)
	for _, p := range docs {
		for i, line := range p.Lines {
			kind := line.Kind
			if kind == "" {
				kind = Goods
			}
			documents, customers = append(documents, p.id), append(customers, p.CustomerID)
			numbers, reduces = append(numbers, i+1), append(reduces, line.ReducesLine)
			kinds, codes = append(kinds, string(kind)), append(codes, line.ItemCode)
			texts, units = append(texts, line.Description), append(units, line.Unit)
			quantities, prices = append(quantities, line.Quantity), append(prices, line.UnitPrice)
			nets, rates = append(nets, line.Net), append(rates, line.TaxRate)
			taxes, grosses = append(taxes, line.Tax), append(grosses, line.Gross)
		}
	}
	b.Do(insertDocumentLines.For(count), organization, documents, numbers, customers, kinds, codes, texts, units, quantities, prices, nets, rates, taxes, grosses, reduces)
}

var insertItems = store.OverSet(`
INSERT INTO open_items (id, organization_id, customer_id, document_id, instalment, account_role, currency, side, posting_date, t0, due_date, original_amount, open_amount, original_base, open_base, arrangement)
SELECT i.id, $1, i.customer_id, i.document_id, i.instalment, i.role, i.currency, i.side, i.posting_date, i.t0, i.due_date, i.amount, i.amount, i.base, i.base, i.arrangement
FROM {set}`, "i", 2, "id uuid", "customer_id uuid", "document_id uuid", "instalment int", "role text", "currency text", "side text", "posting_date date",
	"t0 date", "due_date date", "amount numeric", "base numeric", "arrangement text")

func queueItems(b *store.Batch, organization ledger.ID, docs []*prepared) {
	var ids, customers, documents []ledger.ID
	var numbers []int
	var accounts, currencies, sides, arranged []string
	var postings, starts, dues []calendar.Date
	var amounts, bases []decimal.Decimal
	for _, p := range docs {
		for i, item := range p.items {
			side := "credit"
			if item.debit {
				side = "debit"
			}
			ids, customers, documents = append(ids, item.id), append(customers, p.CustomerID), append(documents, p.id)
			numbers, accounts = append(numbers, i+1), append(accounts, string(p.accountRole()))
			currencies, sides = append(currencies, string(p.Currency)), append(sides, side)
			postings, starts, dues = append(postings, p.PostingDate), append(starts, p.t0), append(dues, item.due)
			amounts, bases, arranged = append(amounts, item.amount), append(bases, item.base), append(arranged, string(item.arrangement))
		}
	}
	b.Do(insertItems.For(len(ids)), organization, ids, customers, documents, numbers, accounts, currencies, sides, postings, starts, dues, amounts, bases, arranged)
}
