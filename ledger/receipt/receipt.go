// Package receipt owns how money on the bank becomes receipts that settle what they were meant for (SPEC section 11): runs over the bank's
// lines that post what is certain, ways to read the rest, a person's decision, and who is known to pay for whom.
package receipt

import (
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/attribution"
	"hefu/ledger/bank"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
)

// Service matches receipts.
type Service struct {
	db   *store.DB
	jobs *job.Client
}

// Open opens the service. It enqueues runs; a worker with Register does them.
func Open(db *store.DB, jobs *job.Client) *Service { return &Service{db: db, jobs: jobs} }

// Take is an amount off a document's open item, as a reading shows it.
type Take struct {
	Item       ledger.ID       `json:"item"`
	Document   ledger.ID       `json:"document"`
	DocumentNo string          `json:"document_no"`
	Amount     decimal.Decimal `json:"amount"`
}

// Suggestion is one way to read a line. Left stays on account, Short is what the items are still open by.
type Suggestion struct {
	CustomerID   ledger.ID            `json:"customer"`
	CustomerCode string               `json:"customer_code"`
	CustomerName string               `json:"customer_name"`
	Rule         attribution.Rule     `json:"rule"`
	Reasons      []attribution.Reason `json:"reasons"`
	Takes        []Take               `json:"takes"`
	Left         decimal.Decimal      `json:"left"`
	Short        decimal.Decimal      `json:"short"`
}

// Waiting is a line that waits for a person.
type Waiting struct {
	bank.Line
	OwnerID     ledger.ID // whose money it is, if that is sure; zero: unidentified
	OwnerCode   string
	OwnerName   string
	Certain     bool
	Refused     string // the code by which the books refused what was certain
	Suggestions []Suggestion
	ReadAt      *time.Time    // nil: no run has looked at it yet
	Days        int           // since it was booked
	PostOn      calendar.Date // the booking day, or the first day after it whose period is open; zero: none is
}

// Run is a run over the lines that wait.
type Run struct {
	ID           ledger.ID
	Posts        bool // what is certain posts by itself; else it is only suggested
	State        string
	Lines        int
	Posted       int
	Suggested    int
	Unidentified int
	By           string
	CreatedAt    time.Time
	FinishedAt   *time.Time
}

// Payer is an account or a name that is known to pay for a customer.
type Payer struct {
	Kind         string // account or name
	Value        string
	Shown        string
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	By           string
	At           time.Time
}
