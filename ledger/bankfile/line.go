package bankfile

import (
	"github.com/shopspring/decimal"

	"hefu/ledger/calendar"
)

// Kind is what a line is.
type Kind string

// Line is one movement. Amount is signed: what came in is positive.
type Line struct {
	Place               string // where it stands in the file: row 7, entry 3
	BookedOn            calendar.Date
	ValuedOn            calendar.Date
	Amount              decimal.Decimal
	Currency            string // empty: the statement's
	Kind                Kind
	Counterparty        string
	CounterpartyAccount string
	CounterpartyBank    string
	EndToEnd            string
	Remittance          string
	BankText            string // what the bank wrote of its own
	BankReference       string
	Code                string // the bank's code of the kind of movement
	Batch               string // of a batch member: the reference of the entry
	Balance             decimal.NullDecimal
	More                string // of a table: what stands in further columns of text
	own                 string // of a table with several accounts: whose line it is
	paidOut             bool   // of a table: the figure stood in the column of what went out
}

// Purpose is what the payer wrote, and what stands in further columns of a table. They are apart in Line because the first alone tells which
// line of the account it is: files that were imported before further columns were read still find their lines.
func (l Line) Purpose() string { return join(" ", l.Remittance, l.More) }
