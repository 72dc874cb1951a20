// Package layout recognizes the columns of a ledger that somebody else made: any order of columns, Chinese or English or none at all, one amount column or
// two, either sign. It guesses from the words of the header and from what the columns hold, says why, and reads lines by a mapping that a person may correct.
package layout

import (
	"github.com/shopspring/decimal"

	"hefu/ledger/calendar"
	"hefu/ledger/tally"
)

// Role is what a column holds.
type Role string

// The roles. A column without one is ignored.
const (
	Date      Role = "date"
	Number    Role = "number" // document or voucher no
	Invoice   Role = "invoice"
	Order     Role = "order"     // order or contract no
	Reference Role = "reference" // payment or bank reference
	Text      Role = "text"
	Debit     Role = "debit"
	Credit    Role = "credit"
	Amount    Role = "amount"    // one column for both sides
	Direction Role = "direction" // 借/贷 beside one amount column
	Balance   Role = "balance"   // running balance
	Kind      Role = "kind"      // what the line is, in words
)

// Roles are all of them, in the order in which a page shows them.
var Roles = []Role{Date, Number, Invoice, Order, Reference, Kind, Text, Debit, Credit, Amount, Direction, Balance}

// Sign says what increases the debt in the foreign ledger.
type Sign string

// The two signs. A payables ledger increases the debt on its credit side, a copy of our receivables on its debit side. Of a single amount column,
// CreditIncreases means that negative figures increase the debt.
const (
	CreditIncreases Sign = "credit_increases"
	DebitIncreases  Sign = "debit_increases"
)

// Mapping is how a foreign ledger is read. It is what is remembered for a customer.
type Mapping struct {
	Header   int          `json:"header"`  // 0-based place of the header among the rows; -1 for none
	Columns  map[Role]int `json:"columns"` // 0-based columns
	Sign     Sign         `json:"sign"`
	DayFirst bool         `json:"day_first"` // 03/04/2026 is 3 April
	Comma    bool         `json:"comma"`     // 1.234,56
	Headings []string     `json:"headings"`  // the texts of the header row, to know the same layout again
}

// Ground is a reason for a guess, a stable code with values.
type Ground struct {
	Cause  string   `json:"cause"`
	Values []string `json:"values,omitempty"`
}

// Column is what was guessed of one column.
type Column struct {
	Place   int      `json:"place"`
	Heading string   `json:"heading"`
	Role    Role     `json:"role"`  // "" for none
	Score   int      `json:"score"` // 0 to 100: how sure
	Grounds []Ground `json:"grounds"`
	Samples []string `json:"samples"` // the first values, at most three
}

// Guess is a mapping with its reasons.
type Guess struct {
	Mapping Mapping  `json:"mapping"`
	Columns []Column `json:"columns"`
	Score   int      `json:"score"` // 0 to 100; below 60 a person should look before anything is read
	Grounds []Ground `json:"grounds"`
	Missing []Role   `json:"missing"` // without which nothing can be read: date, and an amount in some form
}

// Fault is a row that could not be read.
type Fault struct {
	Row   int    `json:"row"` // 0-based place among the rows
	Role  Role   `json:"role"`
	Cause string `json:"cause"` // not_a_date, not_an_amount, both_sides, no_amount, no_date, no_direction
	Text  string `json:"text"`
}

// Reading is a foreign ledger read by a mapping.
type Reading struct {
	Lines   []tally.Line // No is the 0-based place of the row plus one
	Skipped []Skip       // rows that are no movements
	Faults  []Fault
	Opening decimal.NullDecimal // in our sign, where the file states it
	Closing decimal.NullDecimal
	First   calendar.Date // of the lines
	Last    calendar.Date
}

// Skip is a row passed over, and why: opening, closing, total, header, empty.
type Skip struct {
	Row   int    `json:"row"`
	Cause string `json:"cause"`
}
