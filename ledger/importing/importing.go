// Package importing brings tables of customers, contacts and documents into the books (SPEC section 17). A file is checked
// whole before anything is written, each fault is named by sheet, row and column, and what is posted is posted in one
// transaction. The same file twice posts nothing twice. Memory does not grow with the rows.
package importing

import (
	"io"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Kind is what a file holds.
type Kind string

// The kinds.
const (
	Customers       Kind = "customers"
	Contacts        Kind = "contacts"
	Receivables     Kind = "receivables"
	CreditNotes     Kind = "credit_notes"
	Receipts        Kind = "receipts"
	OpeningBalances Kind = "opening_balances"
)

// Kinds lists them in the order in which a new set of books needs them.
var Kinds = []Kind{Customers, Contacts, OpeningBalances, Receivables, CreditNotes, Receipts}

// State is how far an import has come.
type State string

// The states. Only an imported one has changed the books.
const (
	Checked  State = "checked"
	Refused  State = "refused"
	Imported State = "imported"
)

// Limits.
const (
	MaxUpload  = 64 << 20 // bytes of a file whose content is kept
	MaxFaults  = 500      // faults kept of one file; all are counted
	maxRows    = 10 << 20 // rows of a streamed file
	maxStream  = 4 << 30  // bytes of a streamed file once unpacked
	setOf      = 500      // documents posted in one round trip
	setOfLines = 10000    // and the lines that end a set early
)

// Import is one file that was checked or imported. Rows are rows with content below the header.
type Import struct {
	ID         ledger.ID
	Kind       Kind
	FileName   string
	SHA256     []byte
	State      State
	Rows       Count
	Documents  Count // or customers, or contacts
	Faults     []Fault
	FaultCount int
	CreatedBy  ledger.ID
	CreatedAt  time.Time
	FinishedAt time.Time // zero: nothing was imported
}

// Count says what became of the rows, or of the documents they make. Known ones were imported before with the same content.
type Count struct {
	Read  int `json:"read"`
	New   int `json:"new"`
	Known int `json:"known"`
	Bad   int `json:"bad"`
}

// Fault is why a row is refused. Row is 0 when it is about the file, Column empty when it is about the row.
type Fault struct {
	Sheet  string `json:"sheet"`
	Row    int    `json:"row"`    // from 1, as a spreadsheet program shows it
	Column string `json:"column"` // its letter: A, Z, AA
	Header string `json:"header"` // what the file calls the column
	Value  string `json:"value"`  // the cell, cut to 80 bytes
	Code   string `json:"code"`
	ZH     string `json:"zh"`
	EN     string `json:"en"`
}

// Reason is the sentence for the reader, in zh-CN or en.
func (f Fault) Reason(locale string) string {
	if locale == "en" {
		return f.EN
	}
	return f.ZH
}

// File is a file that can be read more than once.
type File struct {
	Content io.ReaderAt
	Size    int64
	Name    string
}

// Options are what the file itself does not say.
type Options struct {
	Sheet        string    // of a workbook; empty: the first
	Mapping      *Mapping  // nil: columns are recognized by their names
	ControlTotal string    // of opening balances: the amount they must sum to, "1234.50" or "CNY 1234.50, USD 10.00"
	SkipBad      io.Writer // nil: all or nothing; else the refused rows go here as CSV and the others are posted
	CheckOnly    bool
}

// Progress is told how many of the rows are done; phase is "checking" or "posting".
type Progress func(phase string, done, total int)

// Service imports files.
type Service struct{ db *store.DB }

// Open opens the service.
func Open(db *store.DB) *Service { return &Service{db: db} }
