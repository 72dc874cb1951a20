package document

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/field"
	"hefu/ledger/internal/store"
)

// View is a posted document with everything around it: lines, due dates, what settled it, and where it comes from and went
// (同源追溯, INT-10). Entry is the voucher, for staff only.
type View struct {
	Summary
	Rate        decimal.Decimal
	GrossBase   decimal.Decimal
	Reason      string
	Method      string
	Shipped     calendar.Date
	T0          calendar.Date
	T0Basis     string
	Lines       []LineView
	Instalments []InstalmentView
	Allocations []AllocationView
	Chain       []Link
	Entry       []EntryLine
}

// LineView is a line with what credit notes have taken off it.
type LineView struct {
	LineNo      int
	Kind        string
	ItemCode    string
	Description string
	Unit        string
	Quantity    decimal.NullDecimal
	UnitPrice   decimal.NullDecimal
	Net         decimal.Decimal
	TaxRate     decimal.Decimal
	Tax         decimal.Decimal
	Gross       decimal.Decimal
	Credited    decimal.Decimal
	Fields      field.Values `db:"-"`
}

// InstalmentView is one due date of the document.
type InstalmentView struct {
	ItemID   ledger.ID
	No       int
	Side     string
	Due      calendar.Date
	Original decimal.Decimal
	Open     decimal.Decimal
	Arranged calendar.Arrangement
}

// AllocationView is one match with another document, seen from this one: Amount is what it took here.
type AllocationView struct {
	ID         ledger.ID
	Settlement ledger.ID
	WithID     ledger.ID
	WithNo     string
	WithKind   string
	Party      string // of another company of the group; empty: the same customer's
	Amount     decimal.Decimal
	Effective  calendar.Date
	Reversed   bool
}

// Link is a neighbour in the chain. Role is order, contract, shipment, invoice (numbers of the source), or reduces, reduced_by,
// reverses, reversed_by, settled_with, dispute, statement (with ID).
type Link struct {
	Role   string
	Label  string
	ID     ledger.ID
	Amount decimal.NullDecimal
	Date   calendar.Date
}

// EntryLine is one line of the document's voucher; Amount > 0 is a debit.
type EntryLine struct {
	EntryID  ledger.ID
	Posting  calendar.Date
	Account  string
	Name     string
	NameEN   string
	Currency string
	Amount   decimal.Decimal
	Base     decimal.Decimal
	Says     []LineDimension // the dimensions that the line carries, by their codes
}

// LineDimension is one dimension of a voucher line with its words.
type LineDimension struct {
	Dimension string `json:"dimension"`
	ZH        string `json:"zh"`
	EN        string `json:"en"`
	Value     string `json:"value"`
	ValueZH   string `json:"value_zh"`
	ValueEN   string `json:"value_en"`
}

// T0 moves with the invoice: the items carry it as it stands now.
const readMore = `
SELECT d.rate, d.gross_base, d.reason, d.method, d.shipment_date, coalesce(i.t0, d.t0),
  CASE WHEN coalesce(i.t0, d.t0) = d.t0 THEN coalesce(d.t0_basis, '')
       WHEN EXISTS (SELECT FROM invoices v WHERE v.document_id = d.id AND v.voided_at IS NULL) THEN 'invoice'
       WHEN i.t0 = d.shipment_date THEN 'shipment' ELSE 'given' END
FROM documents d LEFT JOIN LATERAL (SELECT max(t0) AS t0 FROM open_items i WHERE i.document_id = d.id) i ON true WHERE d.id = $1`

const readLineViews = `
SELECT l.line_no, l.kind, l.item_code, l.description, l.unit, l.quantity, l.unit_price, l.net, l.tax_rate, l.tax, l.gross,
  coalesce((SELECT sum(cl.gross) FROM documents c JOIN document_lines cl ON cl.document_id = c.id AND cl.reduces_line_no = l.line_no
    WHERE c.reduces_document_id = l.document_id AND NOT EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = c.id)), 0)
FROM document_lines l WHERE l.document_id = $1 ORDER BY l.line_no`

const readInstalments = `
SELECT id, instalment, side, due_date, original_amount, open_amount, arrangement FROM open_items WHERE document_id = $1 ORDER BY instalment`

// The other document of a company of the group is out of the customer's reach; what is told of it stands beside the allocation.
const readAllocationViews = `
SELECT a.id, a.settlement_id, o.id, coalesce(o.document_no, CASE WHEN mine.side = 'debit' THEN g.credit_document_no ELSE g.debit_document_no END),
  coalesce(o.kind, 'group_settlement'), coalesce(CASE WHEN mine.side = 'debit' THEN g.credit_party ELSE g.debit_party END, ''), CASE WHEN mine.side = 'debit' THEN a.debit_amount ELSE a.credit_amount END, a.effective_date,
  EXISTS (SELECT FROM allocations r WHERE r.reverses = a.id)
FROM open_items mine
JOIN allocations a ON a.debit_item = mine.id OR a.credit_item = mine.id
LEFT JOIN group_allocations g ON g.allocation_id = a.id
LEFT JOIN open_items other ON other.id = CASE WHEN a.debit_item = mine.id THEN a.credit_item ELSE a.debit_item END
LEFT JOIN documents o ON o.id = other.document_id
WHERE mine.document_id = $1 AND a.reverses IS NULL AND (o.id IS NOT NULL OR g.allocation_id IS NOT NULL) ORDER BY a.effective_date, a.id`

// A statement names its documents in its body, which is as it was shown; the two years after the posting are looked through.
const readChain = `
SELECT role, label, id, amount, at FROM (
  SELECT 1 AS n, 'order' AS role, order_no AS label, NULL::uuid AS id, NULL::numeric AS amount, NULL::date AS at FROM documents WHERE id = $1 AND order_no <> ''
  UNION ALL SELECT 2, 'contract', contract_no, NULL, NULL, NULL FROM documents WHERE id = $1 AND contract_no <> ''
  UNION ALL SELECT 3, 'shipment', shipment_no, NULL, NULL, shipment_date FROM documents WHERE id = $1 AND shipment_no <> ''
  UNION ALL SELECT 4, 'invoice', d.invoice_no, NULL, NULL, d.document_date FROM documents d WHERE d.id = $1 AND d.invoice_no <> ''
    AND NOT EXISTS (SELECT FROM invoices v WHERE v.document_id = d.id AND v.invoice_no = d.invoice_no)
  UNION ALL SELECT 4, 'invoice', v.invoice_no, NULL, NULL, v.invoice_date FROM invoices v WHERE v.document_id = $1 AND v.voided_at IS NULL
  UNION ALL SELECT 5, 'reduces', o.document_no, o.id, o.gross, o.document_date FROM documents d JOIN documents o ON o.id = d.reduces_document_id WHERE d.id = $1
  UNION ALL SELECT 6, 'reduced_by', c.document_no, c.id, c.gross, c.document_date FROM documents c WHERE c.reduces_document_id = $1
  UNION ALL SELECT 5, 'reduces', o.document_no, o.id, o.gross, o.document_date FROM documents d JOIN documents o ON o.id = d.adjusts_document_id WHERE d.id = $1
  UNION ALL SELECT 6, 'reduced_by', a.document_no, a.id, a.gross, a.document_date FROM documents a WHERE a.adjusts_document_id = $1
  UNION ALL SELECT 3, 'return', return_no, NULL, NULL, NULL FROM documents WHERE id = $1 AND return_no <> ''
  UNION ALL SELECT 7, 'reverses', o.document_no, o.id, o.gross, o.document_date FROM documents d JOIN documents o ON o.id = d.reverses_document_id WHERE d.id = $1
  UNION ALL SELECT 8, 'reversed_by', r.document_no, r.id, r.gross, r.document_date FROM documents r WHERE r.reverses_document_id = $1
  UNION ALL SELECT 9, 'settled_with', o.document_no, o.id, sum(CASE WHEN mine.side = 'debit' THEN a.debit_amount ELSE a.credit_amount END), max(a.effective_date)
    FROM open_items mine JOIN allocations a ON a.debit_item = mine.id OR a.credit_item = mine.id
    JOIN open_items other ON other.id = CASE WHEN a.debit_item = mine.id THEN a.credit_item ELSE a.debit_item END
    JOIN documents o ON o.id = other.document_id
    WHERE mine.document_id = $1 AND a.reverses IS NULL AND NOT EXISTS (SELECT FROM allocations r WHERE r.reverses = a.id) GROUP BY o.id, o.document_no
  UNION ALL SELECT 10, 'dispute', p.dispute_no, p.id, p.disputed_amount, NULL FROM disputes p WHERE p.document_id = $1 OR p.credit_document_id = $1
  UNION ALL SELECT 11, 'statement', s.statement_no, s.id, NULL, s.cut_off FROM documents d CROSS JOIN LATERAL (
    SELECT s.id, s.statement_no, s.cut_off, v.body FROM statements s JOIN statement_versions v ON v.statement_id = s.id AND v.version = s.version
    WHERE s.customer_id = d.customer_id AND s.currency = d.currency AND s.cut_off >= d.posting_date AND s.state <> 'cancelled' ORDER BY s.cut_off LIMIT 24) s
    WHERE d.id = $1 AND position(d.id::text IN s.body) > 0
) chain ORDER BY n, at, label`

const readEntryLines = `
SELECT e.id, e.posting_date, l.account_code, coalesce(a.name, ''), coalesce(a.name_en, ''), l.currency, l.amount, l.amount_base,
  (SELECT jsonb_agg(jsonb_build_object('dimension', s.key, 'zh', n.label_zh, 'en', n.label_en, 'value', s.value, 'value_zh', v.label_zh, 'value_en', v.label_en) ORDER BY s.key)
   FROM jsonb_each_text(l.dimensions) s JOIN dimensions n ON n.organization_id = l.organization_id AND n.code = s.key
   JOIN dimension_values v ON v.organization_id = n.organization_id AND v.dimension = n.code AND v.code = s.value)
FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id
LEFT JOIN accounts a ON a.organization_id = l.organization_id AND a.code = l.account_code
WHERE e.source_id = $1 ORDER BY l.line_no`

// Get reads one document. Needs SeeDocuments; not_found for what is not the actor's to see.
func (s *Service) Get(ctx context.Context, actor ledger.Actor, id ledger.ID) (View, error) {
	if err := actor.Require(ledger.SeeDocuments); err != nil {
		return View{}, err
	}
	var view View
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		view, err = get(ctx, tx, id)
		return err
	})
	return view, err
}

type more struct {
	Rate      decimal.Decimal
	GrossBase decimal.Decimal
	Reason    string
	Method    string
	Shipped   calendar.Date
	T0        calendar.Date
	T0Basis   string
}

func get(ctx context.Context, tx *store.Tx, id ledger.ID) (View, error) {
	sql, args := summaryColumns+" AND d.id = $1", []any{id}
	if tx.Actor.OwnCustomersOnly() {
		sql, args = sql+" AND c.salesperson_id IN (SELECT acts_as($2))", append(args, tx.Actor.PersonID)
	}
	var b store.Batch
	var heads []Summary
	var mores []more
	var view View
	store.Read(&b, &heads, sql, args...)
	store.Read(&b, &mores, readMore, id)
	store.Read(&b, &view.Lines, readLineViews, id)
	store.Read(&b, &view.Instalments, readInstalments, id)
	store.Read(&b, &view.Allocations, readAllocationViews, id)
	store.Read(&b, &view.Chain, readChain, id)
	if tx.Actor.Audience != ledger.Portal {
		store.Read(&b, &view.Entry, readEntryLines, id)
	}
	if err := tx.Send(ctx, &b); err != nil {
		return View{}, err
	}
	if len(heads) == 0 {
		return View{}, ledger.E("not_found")
	}
	if err := readFields(ctx, tx, heads); err != nil {
		return View{}, err
	}
	lines, err := field.OfLines(ctx, tx, id)
	if err != nil {
		return View{}, err
	}
	for i, l := range view.Lines {
		view.Lines[i].Fields = lines[l.LineNo]
	}
	view.Summary = heads[0]
	m := mores[0]
	view.Rate, view.GrossBase, view.Reason, view.Method = m.Rate, m.GrossBase, m.Reason, m.Method
	view.Shipped, view.T0, view.T0Basis = m.Shipped, m.T0, m.T0Basis
	return view, nil
}
