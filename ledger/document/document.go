// Package document owns documents (单据): whatever changes what a customer owes. It checks them, decides their amounts, due
// dates and number, and posts them to the journal with their open items, in sets: one round trip a set.
package document

import (
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
)

// New is a document to be posted. Amounts are in its currency; a receivable, credit note or adjustment has lines, the other
// kinds have Amount. Adjustments and opening balances are signed: negative lowers the debt. Everything else is positive.
type New struct {
	Kind         Kind
	CustomerID   ledger.ID
	Currency     money.Currency
	Rate         decimal.Decimal // to base currency on the document date; zero: looked up, 1 for the base currency
	DocumentDate calendar.Date
	PostingDate  calendar.Date   // zero: the document date
	Dates        calendar.Dates  // what T0 can start from; the invoice date defaults to the document date when InvoiceNo is set
	Terms        *calendar.Terms // nil: the customer's
	DueDate      calendar.Date   // set by hand; wins over terms
	DocumentNo   string          // the source's own number; empty: series and number
	OrderNo      string
	ContractNo   string
	ShipmentNo   string
	InvoiceNo    string
	Description  string
	Reason       string // of an adjustment: one of the Reasons; else free text, needed by hand for a given date
	Method       string // of money in or out: bank, cash, provider, note
	ProductLine  string
	SourceKind   string // shipment, order, contract, invoice, cost, fee, manual, dispute, import
	SourceSystem string // empty: hefu
	SourceID     string // with SourceSystem posts once; empty: the document's own id
	Lines        []Line
	Amount       decimal.Decimal
	Reduces      ledger.ID // the receivable a credit note reduces
	DisputeID    ledger.ID
	ResolutionID ledger.ID
	MadeBy       ledger.ID // who made it, where another person's approval posts it; zero: the actor
	ApprovedBy   ledger.ID // the second person, where one was needed
}

// Line is one line of a document. Quantity and UnitPrice may be unknown; Net + Tax = Gross exactly.
type Line struct {
	Kind        LineKind
	ItemCode    string
	Description string
	Unit        string
	Quantity    decimal.NullDecimal
	UnitPrice   decimal.NullDecimal
	Net         decimal.Decimal
	TaxRate     decimal.Decimal // percent
	Tax         decimal.Decimal
	Gross       decimal.Decimal
	ReducesLine int // of a credit note: the line of the reduced receivable, 0 when it reduces the whole
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
