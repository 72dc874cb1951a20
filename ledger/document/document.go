// Package document owns documents (单据): whatever changes what a customer owes. It checks them, decides their amounts, due
// dates and number, and posts them to the journal with their open items, in sets: one round trip a set.
package document

import (
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/field"
	"hefu/ledger/money"
)

// New is a document to be posted. Amounts are in its currency; a receivable, credit note or adjustment has lines, the other
// kinds have Amount. Adjustments and opening balances are signed: negative lowers the debt. Everything else is positive.
type New struct {
	Kind         Kind            `json:"kind,omitzero"`
	CustomerID   ledger.ID       `json:"customer_id,omitzero"`
	Currency     money.Currency  `json:"currency,omitzero"`
	Rate         decimal.Decimal `json:"rate,omitzero"` // to base currency on the document date; zero: looked up, 1 for the base currency
	DocumentDate calendar.Date   `json:"document_date,omitzero"`
	PostingDate  calendar.Date   `json:"posting_date,omitzero"` // zero: the document date
	Dates        calendar.Dates  `json:"dates,omitzero"`        // what T0 can start from; the invoice date defaults to the document date when InvoiceNo is set
	Terms        *calendar.Terms `json:"terms,omitzero"`        // nil: the customer's
	DueDate      calendar.Date   `json:"due_date,omitzero"`     // set by hand; wins over terms
	DocumentNo   string          `json:"document_no,omitzero"`  // the source's own number; empty: series and number
	OrderNo      string          `json:"order_no,omitzero"`
	ContractNo   string          `json:"contract_no,omitzero"`
	ShipmentNo   string          `json:"shipment_no,omitzero"`
	InvoiceNo    string          `json:"invoice_no,omitzero"`
	Description  string          `json:"description,omitzero"`
	Reason       string          `json:"reason,omitzero"` // of an adjustment: one of the Reasons; else free text, needed by hand for a given date
	Method       string          `json:"method,omitzero"` // of money in or out: bank, cash, provider, note
	ProductLine  string          `json:"product_line,omitzero"`
	SourceKind   string          `json:"source_kind,omitzero"`   // shipment, order, contract, invoice, cost, fee, manual, dispute, import
	SourceSystem string          `json:"source_system,omitzero"` // empty: hefu
	SourceID     string          `json:"source_id,omitzero"`     // with SourceSystem posts once; empty: the document's own id
	Lines        []Line          `json:"lines,omitzero"`
	Amount       decimal.Decimal `json:"amount,omitzero"`
	Reduces      ledger.ID       `json:"reduces,omitzero"`      // the receivable a credit note reduces
	Adjusts      ledger.ID       `json:"adjusts,omitzero"`      // the receivable that an adjustment is about; one that lowers the debt settles it
	ItemType     string          `json:"item_type,omitzero"`    // 款项类型, one of the posting rules'; empty: the usual accounts
	ReturnNo     string          `json:"return_no,omitzero"`    // of a refund of a credit note: the return of the goods
	Note         *Note           `json:"note,omitzero"`         // of money in by note
	SettlesItem  ledger.ID       `json:"settles_item,omitzero"` // of a refund: the credit item it pays back
	Settles      []ledger.ID     `json:"settles,omitzero"`      // of money in: the documents it names, settled in this order (RCV-01)
	ShortCause   string          `json:"short_cause,omitzero"`  // why it is less than those had open: one of ShortCauses (WO-15)
	ShortNote    string          `json:"short_note,omitzero"`   // in words
	Reverses     ledger.ID       `json:"reverses,omitzero"`     // of a reversal: the document it mirrors
	Dishonoured  bool            `json:"dishonoured,omitzero"`  // of the reversal of a note's receipt: nobody paid it
	DisputeID    ledger.ID       `json:"dispute_id,omitzero"`
	ResolutionID ledger.ID       `json:"resolution_id,omitzero"`
	MadeBy       ledger.ID       `json:"made_by,omitzero"`      // who made it, where another person's approval posts it; zero: the actor
	ApprovedBy   ledger.ID       `json:"approved_by,omitzero"`  // the second person, where one was needed
	ConfirmedIn  ledger.ID       `json:"confirmed_in,omitzero"` // the round in which the customer confirmed it, where its policy asks for that
	CheckedIn    ledger.ID       `json:"checked_in,omitzero"`   // the draft in which business and finance confirmed it, where the rule asks for that
	Fields       field.Values    `json:"fields,omitempty"`      // custom fields of documents
}

// Line is one line of a document. Quantity and UnitPrice may be unknown; Net + Tax = Gross exactly.
type Line struct {
	Kind        LineKind            `json:"kind,omitzero"`
	ItemCode    string              `json:"item_code,omitzero"`
	Description string              `json:"description,omitzero"`
	Unit        string              `json:"unit,omitzero"`
	Quantity    decimal.NullDecimal `json:"quantity,omitzero"`
	UnitPrice   decimal.NullDecimal `json:"unit_price,omitzero"`
	Net         decimal.Decimal     `json:"net,omitzero"`
	TaxRate     decimal.Decimal     `json:"tax_rate,omitzero"` // percent
	Tax         decimal.Decimal     `json:"tax,omitzero"`
	Gross       decimal.Decimal     `json:"gross,omitzero"`
	ReducesLine int                 `json:"reduces_line,omitzero"` // of a credit note: the line of the reduced receivable, 0 when it reduces the whole
	Fields      field.Values        `json:"fields,omitempty"`      // custom fields of lines
}

// LineKind tells goods and services from freight paid for the customer (代垫运杂费).
type LineKind string

// The line kinds; empty means goods.
const (
	Goods       LineKind = "goods"
	ServiceLine LineKind = "service"
	FreightLine LineKind = "freight"
)

// Posted is a document in the books.
type Posted struct {
	ID         ledger.ID
	Number     int64
	DocumentNo string
	PostedAt   time.Time
	Known      bool // the same source was posted before with the same content; nothing was posted now
}

// Gross is what the document comes to, all its parts together, signed as its kind is.
func (d New) Gross() decimal.Decimal { return d.totals().gross }
