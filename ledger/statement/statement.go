// Package statement owns statements of account (对账单, SPEC section 8): it makes them for many customers in one pass over the
// books, freezes each version as canonical JSON with its SHA-256, issues them, and takes the customer's confirmations.
// Disputes have a package of their own, which settles the state of a statement through Settle.
package statement

import (
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
)

// State is where a statement stands (SPEC section 8). A version that a newer one replaced is superseded; its statement is not.
type State string

// The states.
const (
	Draft     State = "draft"
	Issued    State = "issued"
	Viewed    State = "viewed"
	Answered  State = "answered"  // every line has an answer
	Agreed    State = "agreed"    // and no dispute is open
	Cancelled State = "cancelled" // with a reason, before any signature
)

// AnswerDays are the working days within which an issued statement should be answered.
const AnswerDays = 7

// Service makes, issues, shows and answers statements.
type Service struct {
	db   *store.DB
	jobs *job.Client
}

// Open opens the service. jobs may be nil where no run is created.
func Open(db *store.DB, jobs *job.Client) *Service { return &Service{db: db, jobs: jobs} }
