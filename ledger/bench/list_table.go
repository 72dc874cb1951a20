package bench

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/party"
	"hefu/ledger/statement"
)

// The rows of each list by one query of the superuser: {and} narrows it as the product's filter does.
const (
	bareDocuments = `
SELECT d.id, d.document_no, d.kind, d.customer_id, c.code, c.name, d.currency, d.document_date, d.due_date, d.gross::text, i.open::text
FROM hefu.documents d JOIN hefu.customers c ON c.id = d.customer_id
LEFT JOIN LATERAL (SELECT sum(open_amount) AS open, sum(original_amount) AS original, max(due_date) AS due FROM hefu.open_items i WHERE i.document_id = d.id) i ON true
WHERE d.organization_id = $1 AND d.id < $2 `
	bareStatements = `
SELECT s.id, s.statement_no, s.state, c.code, c.name, s.currency, s.cut_off, v.opening::text, v.closing::text
FROM hefu.statements s JOIN hefu.customers c ON c.id = s.customer_id JOIN hefu.statement_versions v ON v.statement_id = s.id AND v.version = s.version
WHERE s.organization_id = $1 AND s.id < $2 `
	bareOwed = `
LEFT JOIN LATERAL (SELECT sum(CASE side WHEN 'debit' THEN open_amount ELSE -open_amount END) AS owed FROM hefu.open_items i WHERE i.customer_id = c.id AND i.open_amount > 0) i ON true`
	bareCustomers = `
SELECT c.id, c.code, c.name, i.owed::text FROM (SELECT * FROM hefu.customers WHERE organization_id = $1 AND $2::uuid IS NOT NULL `
	byNewestDocument  = ` ORDER BY d.id DESC LIMIT $3`
	byNewestStatement = ` ORDER BY s.id DESC LIMIT $3`
)

func documentsBy(name, and string, filter document.Filter) list {
	return list{"documents" + name, "documents", false, func(ctx context.Context, s services, after ledger.ID) error {
		narrowed := filter
		narrowed.After, narrowed.Limit = after, listRows
		found, err := s.documents.List(ctx, s.staff, narrowed)
		return full("documents"+name, len(found), err)
	}, bareDocuments + and + byNewestDocument}
}

func statementsBy(name, and string, filter statement.Filter) list {
	return list{"statements" + name, "statements", false, func(ctx context.Context, s services, after ledger.ID) error {
		narrowed := filter
		narrowed.Before, narrowed.Limit = after, listRows
		found, err := s.statements.List(ctx, s.staff, narrowed)
		return full("statements"+name, len(found), err)
	}, bareStatements + and + byNewestStatement}
}

func customersBy(name, table, bare string, query party.Query) list {
	return list{"customers, with balances" + name, table, true, func(ctx context.Context, s services, _ ledger.ID) error {
		narrowed := query
		narrowed.Limit = listRows - 1
		found, err := s.parties.Customers(ctx, s.staff, narrowed)
		if query.Search != "" { // of a thousand customers fewer than a page are found
			return some1("customers"+name, len(found.Customers), err)
		}
		return full("customers"+name, len(found.Customers)+1, err)
	}, bare}
}

var (
	stillOpen, some = true, decimal.NullDecimal{Decimal: decimal.New(500, 0), Valid: true}

	lists = []list{
		documentsBy("", "", document.Filter{}),
		documentsBy(" of a kind", "AND d.kind = 'receipt'", document.Filter{Kind: document.Receipt}),
		documentsBy(" with something open", "AND EXISTS (SELECT FROM hefu.open_items o WHERE o.document_id = d.id AND o.open_amount > 0)", document.Filter{Open: &stillOpen}),
		documentsBy(" settled in part", "AND i.open > 0 AND i.open < i.original", document.Filter{Settlement: "partial"}),
		documentsBy(" in a currency", "AND d.currency = 'CNY'", document.Filter{Currency: "CNY"}),
		documentsBy(" of dates", "AND d.document_date >= '2025-01-01' AND d.document_date <= '2025-12-31'", document.Filter{From: calendar.MustParse("2025-01-01"), To: calendar.MustParse("2025-12-31")}),
		documentsBy(" due from a day on", "AND coalesce(i.due, d.due_date) >= '2025-02-01'", document.Filter{DueFrom: calendar.MustParse("2025-02-01")}),
		documentsBy(" above an amount", "AND abs(d.gross) >= 500", document.Filter{Min: some}),
		documentsBy(" by a part of a number", "AND (d.document_no ILIKE '%77%' OR d.order_no ILIKE '%77%' OR d.contract_no ILIKE '%77%' OR d.shipment_no ILIKE '%77%' OR d.invoice_no ILIKE '%77%' OR d.description ILIKE '%77%')", document.Filter{Query: "77"}),
		statementsBy("", "", statement.Filter{}),
		statementsBy(" of a state", "AND s.state = 'issued'", statement.Filter{State: statement.Issued}),
		statementsBy(" that wait for the customer", "AND s.state IN ('issued', 'viewed')", statement.Filter{Unanswered: true}),
		statementsBy(" by a part of a number", "AND (s.statement_no ILIKE '%7%' OR c.code ILIKE '%7%' OR c.name ILIKE '%7%' OR c.name_en ILIKE '%7%')", statement.Filter{Search: "7"}),
		customersBy("", "open_items", bareCustomers+`ORDER BY code LIMIT $3) c`+bareOwed, party.Query{}),
		customersBy(", by name", "open_items", bareCustomers+`ORDER BY name, id LIMIT $3) c`+bareOwed, party.Query{Sort: party.ByName}),
		customersBy(", of a region", "open_items", bareCustomers+`AND region = '华东' ORDER BY code LIMIT $3) c`+bareOwed, party.Query{Region: "华东"}),
		customersBy(", by a part of the name", "open_items", bareCustomers+`AND (code ILIKE '%77%' OR name ILIKE '%77%' OR name_en ILIKE '%77%' OR tax_id ILIKE '%77%') ORDER BY code LIMIT $3) c`+bareOwed, party.Query{Search: "77"}),
		customersBy(", by balance", "", bareTop("sum(CASE side WHEN 'debit' THEN base ELSE -base END)", "true"), party.Query{Sort: party.ByBalance}),
		customersBy(", by what is overdue", "", bareTop("sum(base)", "side = 'debit' AND due_month < date_trunc('month', now())"), party.Query{Sort: party.ByOverdue}),
		{"open items of a customer", "open_items", true, func(ctx context.Context, s services, _ ledger.ID) error {
			found, err := s.allocations.Open(ctx, s.staff, s.customers[0], "", "")
			return full("open items", len(found)+listRows-documentsEach, err)
		}, `
SELECT i.id, d.document_no, i.due_date, i.open_amount::text FROM hefu.open_items i JOIN hefu.documents d ON d.id = i.document_id
WHERE i.organization_id = $1 AND $2::uuid IS NOT NULL AND i.open_amount > 0 AND i.customer_id = (SELECT id FROM hefu.customers WHERE organization_id = $1 ORDER BY code LIMIT 1) ORDER BY i.due_date, i.id LIMIT 2 * $3`},
	}
)

// bareTop orders customers by what is kept of their items: nothing can be had for less, for no index is in the order of sums.
func bareTop(total, which string) string {
	return `
SELECT c.id, c.code, c.name, i.owed::text FROM (SELECT c.*, m.total FROM hefu.customers c LEFT JOIN (SELECT customer_id, ` + total + ` AS total FROM hefu.open_by_month
  WHERE organization_id = $1 AND ` + which + ` GROUP BY 1) m ON m.customer_id = c.id WHERE c.organization_id = $1 AND $2::uuid IS NOT NULL ORDER BY coalesce(m.total, 0) DESC, c.id DESC LIMIT $3) c` + bareOwed
}
