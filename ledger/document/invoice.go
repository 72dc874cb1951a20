package document

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// InvoiceIssued records the invoice of a document. Where the terms start at the invoice, the due dates of what is still open are
// rewritten from its date, and the audit log keeps both (DUE-05); amounts and settled instalments never move. Needs
// PostDocuments. Refused, in this order: a missing or unusable number, a missing date, not_found, state_forbids when the document
// is reversed, is no receivable, or has an invoice that stands.
func (s *Service) InvoiceIssued(ctx context.Context, actor ledger.Actor, documentID ledger.ID, invoiceNo string, invoiceDate calendar.Date) error {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return err
	}
	bad := ledger.E("validation_failed")
	if invoiceNo == "" {
		bad.At("invoice_no", "required")
	}
	checkText(bad, "invoice_no", invoiceNo, maxNumberText)
	if invoiceDate.IsZero() {
		bad.At("invoice_date", "required")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		d, err := lockInvoiced(ctx, tx, documentID)
		if err != nil {
			return err
		}
		switch {
		case d.Reversed:
			return ledger.E("state_forbids").With("state", "reversed")
		case Kind(d.Kind) != Receivable && Kind(d.Kind) != OpeningBalance:
			return ledger.E("state_forbids").With("state", d.Kind)
		case d.Live != "" || d.ownInvoiceStands():
			return ledger.E("state_forbids").With("state", "invoiced")
		}
		_, err = store.Exec(ctx, tx, `INSERT INTO invoices (id, organization_id, customer_id, document_id, invoice_no, invoice_date, issued_by) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			ledger.NewID(), actor.OrganizationID, d.CustomerID, documentID, invoiceNo, invoiceDate, actor.PersonID)
		if err != nil {
			return err
		}
		return d.startAt(ctx, tx, invoiceDate, "invoice.issued", map[string]any{"document": documentID, "invoice_no": invoiceNo, "invoice_date": invoiceDate})
	})
}

// InvoiceVoided takes a document's invoice back. Where the terms start at the invoice, the date that stood in for it starts them
// again: the shipment's, else the document's. Needs PostDocuments. Refused, in this order: a missing or unusable reason,
// not_found, state_forbids when no invoice stands.
func (s *Service) InvoiceVoided(ctx context.Context, actor ledger.Actor, documentID ledger.ID, reason string) error {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return err
	}
	if err := CheckReason(reason); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		d, err := lockInvoiced(ctx, tx, documentID)
		if err != nil {
			return err
		}
		number := d.Live
		switch {
		case number != "":
			_, err = store.Exec(ctx, tx, `UPDATE invoices SET voided_at = now(), voided_by = $2, void_reason = $3 WHERE document_id = $1 AND voided_at IS NULL`, documentID, actor.PersonID, reason)
		case d.ownInvoiceStands():
			number = d.InvoiceNo
			_, err = store.Exec(ctx, tx, `INSERT INTO invoices (id, organization_id, customer_id, document_id, invoice_no, invoice_date, issued_by, voided_at, voided_by, void_reason)
				VALUES ($1, $2, $3, $4, $5, $6, $7, now(), $7, $8)`, ledger.NewID(), actor.OrganizationID, d.CustomerID, documentID, number, d.InvoiceDate, actor.PersonID, reason)
		default:
			err = ledger.E("state_forbids").With("state", "not invoiced")
		}
		if err != nil {
			return err
		}
		start := d.Shipped
		if start.IsZero() {
			start = d.DocumentDate
		}
		return d.startAt(ctx, tx, start, "invoice.voided", map[string]any{"document": documentID, "invoice_no": number, "reason": reason})
	})
}

// invoiced is a document as its invoice finds it.
type invoiced struct {
	ID           ledger.ID
	CustomerID   ledger.ID
	Kind         string
	Currency     string
	Gross        decimal.Decimal
	DocumentDate calendar.Date
	Shipped      calendar.Date
	InvoiceNo    string
	InvoiceDate  calendar.Date
	Terms        []byte // null unless the due date follows the invoice
	Reversed     bool
	Live         string // number of the invoice that stands
	Voided       int    // invoices of its own number that were voided
}

const readInvoiced = `
SELECT d.id, d.customer_id, d.kind, d.currency, d.gross, d.document_date, d.shipment_date, d.invoice_no,
  CASE WHEN d.t0_basis = 'invoice' THEN d.t0 ELSE d.document_date END, d.terms,
  EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = d.id),
  coalesce((SELECT v.invoice_no FROM invoices v WHERE v.document_id = d.id AND v.voided_at IS NULL), ''),
  (SELECT count(*)::int FROM invoices v WHERE v.document_id = d.id AND v.invoice_no = d.invoice_no AND v.voided_at IS NOT NULL)
FROM documents d WHERE d.id = $1`

// ownInvoiceStands: the document was posted with its invoice's number, and that invoice was not voided since.
func (d invoiced) ownInvoiceStands() bool { return d.InvoiceNo != "" && d.Voided == 0 }

func lockInvoiced(ctx context.Context, tx *store.Tx, id ledger.ID) (invoiced, error) {
	const lockOwner = `SELECT c.id FROM customers c JOIN documents d ON d.customer_id = c.id WHERE d.id = $1 FOR UPDATE OF c`
	if _, err := store.Exec(ctx, tx, lockOwner, id); err != nil {
		return invoiced{}, err
	}
	d, found, err := store.Row[invoiced](ctx, tx, readInvoiced, id)
	if err == nil && !found {
		return invoiced{}, ledger.E("not_found")
	}
	return d, err
}

type dated struct {
	ID   ledger.ID
	Due  calendar.Date
	Open decimal.Decimal
}

const rewriteDates = `
UPDATE open_items i SET t0 = $1, due_date = n.due FROM unnest($2::uuid[], $3::date[]) AS n (id, due) WHERE i.id = n.id`

// startAt lays the due dates out from a new start date and logs the act, with the dates before and after where they moved.
func (d invoiced) startAt(ctx context.Context, tx *store.Tx, t0 calendar.Date, action string, detail map[string]any) error {
	if d.Terms != nil {
		before, after, err := d.redate(ctx, tx, t0)
		if err != nil {
			return err
		}
		detail["t0"], detail["due_before"], detail["due_after"] = t0, before, after
	}
	tx.Audit(d.CustomerID, action, detail)
	return nil
}

func (d invoiced) redate(ctx context.Context, tx *store.Tx, t0 calendar.Date) (before, after []calendar.Date, err error) {
	terms, err := calendar.ParseTerms(d.Terms)
	if err != nil {
		return nil, nil, ledger.E("internal").Because(err)
	}
	schedule, err := terms.Schedule(t0, d.Gross.Abs(), money.Currency(d.Currency), nil)
	if err != nil {
		return nil, nil, ledger.E("internal").Because(err)
	}
	rows, err := store.Rows[dated](ctx, tx, `SELECT id, due_date, open_amount FROM open_items WHERE document_id = $1 ORDER BY instalment`, d.ID)
	if err != nil {
		return nil, nil, err
	}
	var ids []ledger.ID
	var moved []calendar.Date
	for _, part := range schedule {
		if part.Amount.IsZero() { // it has no item
			continue
		}
		row := rows[0]
		rows = rows[1:]
		before = append(before, row.Due)
		if row.Open.IsZero() {
			after = append(after, row.Due)
			continue
		}
		after = append(after, part.Due)
		ids, moved = append(ids, row.ID), append(moved, part.Due)
	}
	_, err = store.Exec(ctx, tx, rewriteDates, t0, ids, moved)
	return before, after, err
}
