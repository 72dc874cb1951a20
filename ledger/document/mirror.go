package document

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/journal"
	"hefu/ledger/money"
)

// ItemPair is an item of a document and its mirror's item, to be settled against one another.
type ItemPair struct {
	Debit, Credit ledger.ID
	Amount        decimal.Decimal
}

type mirrorHead struct {
	Customer     ledger.ID
	Kind         string
	DocumentNo   string
	Currency     string
	Rate         decimal.Decimal
	PostingDate  calendar.Date
	OrderNo      string
	ContractNo   string
	ShipmentNo   string
	InvoiceNo    string
	Method       string
	Net          decimal.Decimal
	Tax          decimal.Decimal
	Freight      decimal.Decimal
	Gross        decimal.Decimal
	GrossBase    decimal.Decimal
	Reversed     bool
	Credited     bool
	Untouched    bool
	SalesID      ledger.ID
	Region       string
	ProductLine  string
	CustomerCode string
	Collected    bool
}

const readMirrorHead = `
SELECT d.customer_id, d.kind, d.document_no, d.currency, d.rate, d.posting_date, d.order_no, d.contract_no, d.shipment_no, d.invoice_no, d.method,
  d.net, d.tax, d.freight, d.gross, d.gross_base,
  EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = d.id),
  EXISTS (SELECT FROM documents c WHERE c.reduces_document_id = d.id AND NOT EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = c.id)),
  NOT EXISTS (SELECT FROM open_items i WHERE i.document_id = d.id AND i.open_amount <> i.original_amount),
  d.salesperson_id, d.region, d.product_line, c.code,
  coalesce((SELECT k.act = 'collected' FROM note_collections k WHERE k.document_id = d.id ORDER BY k.turn DESC LIMIT 1), false)
FROM documents d JOIN customers c ON c.id = d.customer_id WHERE d.id = $1`

type mirrorItem struct {
	ID     ledger.ID
	Role   string
	Side   string
	Due    calendar.Date
	Amount decimal.Decimal
	Base   decimal.Decimal
}

const readMirrorItems = `
SELECT id, account_role, side, due_date, original_amount, original_base FROM open_items WHERE document_id = $1 ORDER BY instalment`

type mirrorLine struct {
	Entry    ledger.ID
	Account  string
	Customer ledger.ID
	Due      calendar.Date
	Currency string
	Amount   decimal.Decimal
	Base     decimal.Decimal
	// Dimensions are those of the line, which its mirror carries too, whatever the rules say by now.
	Dimensions map[string]string
}

const readMirrorLines = `
SELECT e.id, l.account_code, l.customer_id, l.due_date, l.currency, l.amount, l.amount_base, l.dimensions
FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id WHERE e.source_id = $1 ORDER BY l.line_no`

// Mirror posts the exact opposite of a document (错账冲销), dated on, and returns the item pairs that then cancel out. Refused, in
// this order: not_found, document_is_reversal, document_reversed, note_collected, document_credited, document_allocated, a missing or unusable
// reason, a date before the document's, period_closed.
func Mirror(ctx context.Context, tx *store.Tx, id ledger.ID, on calendar.Date, reason string) (Posted, []ItemPair, error) {
	return MirrorFor(ctx, tx, id, New{PostingDate: on, Reason: reason})
}

// MirrorFor is Mirror with what a draft says beside: who made and approved it, and that a note was dishonoured.
func MirrorFor(ctx context.Context, tx *store.Tx, id ledger.ID, said New) (Posted, []ItemPair, error) {
	p, pairs, err := mirrored(ctx, tx, id, said, false)
	if err != nil {
		return Posted{}, nil, err
	}
	written, err := write(ctx, tx, []*prepared{p})
	if err != nil {
		return Posted{}, nil, err
	}
	return written.posted()[0], pairs, nil
}

// mirrored prepares the mirror; settled tells that what was allocated is about to be undone.
func mirrored(ctx context.Context, tx *store.Tx, id ledger.ID, said New, settled bool) (*prepared, []ItemPair, error) {
	on, reason := said.PostingDate, said.Reason
	found, ok, err := store.Row[mirrorHead](ctx, tx, readMirrorHead, id)
	if err != nil {
		return nil, nil, err
	}
	switch {
	case !ok:
		return nil, nil, ledger.E("not_found")
	case Kind(found.Kind) == Reversal:
		return nil, nil, ledger.E("document_is_reversal")
	case found.Reversed:
		return nil, nil, ledger.E("document_reversed")
	case found.Collected:
		return nil, nil, ledger.E("note_collected").With("note", found.DocumentNo)
	case found.Credited:
		return nil, nil, ledger.E("document_credited")
	case !found.Untouched && !settled:
		return nil, nil, ledger.E("document_allocated")
	case CheckReason(reason) != nil:
		return nil, nil, CheckReason(reason)
	case on.Before(found.PostingDate):
		return nil, nil, ledger.E("validation_failed").At("posting_date", "not_a_choice")
	}
	var items []mirrorItem
	var lines []mirrorLine
	var b store.Batch
	store.Read(&b, &items, readMirrorItems, id)
	store.Read(&b, &lines, readMirrorLines, id)
	if err := tx.Send(ctx, &b); err != nil {
		return nil, nil, err
	}
	p, pairs := mirror(id, found, items, lines, on, reason)
	p.MadeBy, p.ApprovedBy, p.Dishonoured = said.MadeBy, said.ApprovedBy, said.Dishonoured
	if said.Dishonoured {
		if found.Method != "note" {
			return nil, nil, ledger.E("validation_failed").At("dishonoured", "not_expected")
		}
		p.SourceKind = Dishonour
	}
	return p, pairs, nil
}

func mirror(id ledger.ID, found mirrorHead, items []mirrorItem, lines []mirrorLine, on calendar.Date, reason string) (*prepared, []ItemPair) {
	p := &prepared{
		New: New{Kind: Reversal, CustomerID: found.Customer, Currency: money.Currency(found.Currency), DocumentDate: on, PostingDate: on,
			OrderNo: found.OrderNo, ContractNo: found.ContractNo, ShipmentNo: found.ShipmentNo, InvoiceNo: found.InvoiceNo, Method: found.Method,
			ProductLine: found.ProductLine, Description: found.DocumentNo, Reason: reason, SourceKind: "reversal", SourceSystem: "hefu", SourceID: "reversal:" + id.String()},
		totals:    totals{found.Net.Neg(), found.Tax.Neg(), found.Freight.Neg(), found.Gross.Neg()},
		id:        ledger.NewID(),
		rate:      found.Rate,
		grossBase: found.GrossBase.Neg(),
		t0:        on, due: on, basis: calendar.FromGiven,
		customer: customer{ID: found.Customer, Code: found.CustomerCode, SalespersonID: found.SalesID, Region: found.Region},
		reverses: id,
	}
	p.hash = contentHash(p.New)
	var pairs []ItemPair
	for _, original := range items {
		opposite := item{id: ledger.NewID(), due: on, debit: original.Side == "credit", amount: original.Amount, base: original.Base}
		p.items = append(p.items, opposite)
		p.account = journal.Role(original.Role)
		pair := ItemPair{Debit: original.ID, Credit: opposite.id, Amount: original.Amount}
		if opposite.debit {
			pair.Debit, pair.Credit = pair.Credit, pair.Debit
		}
		pairs = append(pairs, pair)
	}
	entry := journal.Entry{ID: lines[0].Entry, SourceKind: "document"}
	for _, l := range lines {
		entry.Lines = append(entry.Lines, journal.Line{Account: l.Account, CustomerID: l.Customer, DocumentID: p.id, Due: l.Due, Currency: money.Currency(l.Currency), Amount: l.Amount, Base: l.Base,
			Dimensions: l.Dimensions})
	}
	p.entry = entry.Mirror(ledger.NewID(), p.id, on)
	return p, pairs
}
