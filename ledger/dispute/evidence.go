package dispute

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// Evidence is what the books know of a disputed line, gathered by itself: the document with its order, shipment and invoices, what was
// credited of each of its lines, what was paid on it, what else belongs to the same order, and what was disputed of it before.
// Amounts are in Currency.
type Evidence struct {
	Currency   string
	Document   PaperView
	Creditable decimal.Decimal // what credit notes can still take off it
	Lines      []EvidenceLine
	Invoices   []EvidenceInvoice
	Credits    []EvidenceDocument
	Payments   []EvidencePayment
	Related    []EvidenceDocument
	Earlier    []EvidenceDispute
}

// PaperView is the disputed document in full; empty for a line without one.
type PaperView struct {
	ID           ledger.ID
	DocumentNo   string
	Kind         string
	DocumentDate calendar.Date
	DueDate      calendar.Date
	OrderNo      string
	ContractNo   string
	ShipmentNo   string
	ShipmentDate *calendar.Date
	InvoiceNo    string
	Gross        decimal.Decimal
	Tax          decimal.Decimal
	Open         decimal.Decimal
}

// EvidenceLine is a line of the disputed document with what was credited of it.
type EvidenceLine struct {
	LineNo      int
	ItemCode    string
	Description string
	Unit        string
	Quantity    decimal.NullDecimal
	UnitPrice   decimal.NullDecimal
	TaxRate     decimal.Decimal
	Gross       decimal.Decimal
	Credited    decimal.Decimal
}

// EvidenceInvoice is an invoice of the document.
type EvidenceInvoice struct {
	InvoiceNo   string
	InvoiceDate calendar.Date
	Voided      bool
}

// EvidenceDocument is another document that belongs to it.
type EvidenceDocument struct {
	ID         ledger.ID
	DocumentNo string
	Kind       string
	Date       calendar.Date
	Gross      decimal.Decimal
	Reversed   bool
}

// EvidencePayment is what of a receipt or credit was set against the document.
type EvidencePayment struct {
	ID         ledger.ID
	DocumentNo string
	Kind       string
	Date       calendar.Date
	Amount     decimal.Decimal
}

// EvidenceDispute is another dispute of the same document.
type EvidenceDispute struct {
	ID        ledger.ID
	DisputeNo string
	Category  string
	State     State
	Outcome   *string
	Disputed  decimal.Decimal
	Agreed    decimal.NullDecimal
}

const (
	selectPaperView = `
SELECT d.id, d.document_no, d.kind, d.document_date, coalesce((SELECT max(i.due_date) FROM open_items i WHERE i.document_id = d.id), d.due_date, d.document_date), d.order_no, d.contract_no,
  d.shipment_no, d.shipment_date, d.invoice_no, d.gross, d.tax, coalesce((SELECT sum(i.open_amount) FROM open_items i WHERE i.document_id = d.id AND i.side = 'debit'), 0)
FROM documents d WHERE d.id = $1`
	selectLines = `
SELECT l.line_no, l.item_code, l.description, l.unit, l.quantity, l.unit_price, l.tax_rate, l.gross,
  coalesce((SELECT sum(cl.gross) FROM documents c JOIN document_lines cl ON cl.document_id = c.id AND cl.reduces_line_no = l.line_no
    WHERE c.reduces_document_id = l.document_id AND NOT EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = c.id)), 0)
FROM document_lines l WHERE l.document_id = $1 ORDER BY l.line_no LIMIT 200`
	selectInvoices = `SELECT v.invoice_no, v.invoice_date, v.voided_at IS NOT NULL FROM invoices v WHERE v.document_id = $1 ORDER BY v.invoice_date, v.id LIMIT 20`
	selectCredits  = `
SELECT c.id, c.document_no, c.kind, c.document_date, c.gross, EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = c.id)
FROM documents c WHERE c.reduces_document_id = $1 ORDER BY c.posting_date, c.id LIMIT 50`
	selectPayments = `
SELECT b.id, b.document_no, b.kind, a.effective_date, a.debit_amount
FROM open_items i JOIN allocations a ON a.debit_item = i.id JOIN open_items x ON x.id = a.credit_item JOIN documents b ON b.id = x.document_id
WHERE i.document_id = $1 AND a.reverses IS NULL AND NOT EXISTS (SELECT FROM allocations r WHERE r.reverses = a.id) ORDER BY a.effective_date, a.id LIMIT 50`
	selectRelated = `
SELECT o.id, o.document_no, o.kind, o.document_date, o.gross, EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = o.id)
FROM documents d JOIN documents o ON o.customer_id = d.customer_id AND o.id <> d.id AND o.kind <> 'reversal' AND o.reduces_document_id IS DISTINCT FROM d.id
  AND ((d.order_no <> '' AND o.order_no = d.order_no) OR (d.shipment_no <> '' AND o.shipment_no = d.shipment_no) OR (d.contract_no <> '' AND o.contract_no = d.contract_no))
WHERE d.id = $1 ORDER BY o.document_date DESC, o.id DESC LIMIT 20`
	selectEarlier = `
SELECT e.id, e.dispute_no, e.category, e.state, e.outcome, e.disputed_amount, e.agreed_amount
FROM disputes e WHERE e.document_id = $1 AND e.id <> $2 ORDER BY e.id DESC LIMIT 20`
)

// Evidence gathers it. Needs SeeStatements, of staff; not_found for what is not the actor's to see.
func (s *Service) Evidence(ctx context.Context, actor ledger.Actor, id ledger.ID) (Evidence, error) {
	if err := requireStaff(actor, ledger.SeeStatements); err != nil {
		return Evidence{}, err
	}
	var out Evidence
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		d, found, err := store.Row[current](ctx, tx, readCurrent, id)
		if err != nil || !found || !actor.Sees(d.SalespersonID) {
			return orNotFound(err)
		}
		out.Currency = d.Currency
		if d.DocumentID.IsZero() {
			return nil
		}
		var papers []PaperView
		var b store.Batch
		store.Read(&b, &papers, selectPaperView, d.DocumentID)
		store.Read(&b, &out.Lines, selectLines, d.DocumentID)
		store.Read(&b, &out.Invoices, selectInvoices, d.DocumentID)
		store.Read(&b, &out.Credits, selectCredits, d.DocumentID)
		store.Read(&b, &out.Payments, selectPayments, d.DocumentID)
		store.Read(&b, &out.Related, selectRelated, d.DocumentID)
		store.Read(&b, &out.Earlier, selectEarlier, d.DocumentID, id)
		if err := tx.Send(ctx, &b); err != nil {
			return err
		}
		if len(papers) > 0 {
			out.Document = papers[0]
		}
		return out.creditable(ctx, tx, d)
	})
	return out, err
}

func (e *Evidence) creditable(ctx context.Context, tx *store.Tx, d current) error {
	doc, err := readDocument(ctx, tx, d.DocumentID)
	e.Creditable = decimal.Max(doc.left(), money.Sum())
	return err
}
