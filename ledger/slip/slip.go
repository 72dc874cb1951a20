// Package slip owns bank slips (银行回单): the bank's own paper of a payment, what it says, and the bank line or receipt that it proves
// (SPEC section 11: every receipt keeps its proof). A slip posts nothing.
package slip

import (
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/attachment"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// State is where a slip stands.
type State string

// The states. One that is set aside is of no payment from a customer, or came twice.
const (
	Waiting State = "waiting"
	Matched State = "matched"
	Aside   State = "aside"
)

// Limits.
const (
	MaxPage = 200
	maxText = 400
	maxSaid = 20_000
)

// Facts are what a slip says of its payment; what is not known is zero.
type Facts struct {
	Amount       decimal.NullDecimal
	Currency     string
	PaidOn       calendar.Date
	Payer        string
	PayerAccount string
	Number       string
	Purpose      string
}

// Slip is one slip, what it says and what it proves.
type Slip struct {
	ID         ledger.ID
	Name       string
	Media      string
	Size       int64
	Thumbnail  bool
	UploadedBy string
	UploadedAt time.Time
	ByHand     bool // somebody put the facts right
	Facts
	State State
	// Of a matched one. A line may have no receipt yet, a receipt no line.
	LineID       ledger.ID
	LineOn       calendar.Date
	LinePayer    string
	DocumentID   ledger.ID
	DocumentNo   string // the receipt's, which is that of its voucher
	OrderNo      string
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	// Of the last word about it.
	Rule   string
	Reason string
	By     string
	At     *time.Time
}

// Service keeps slips.
type Service struct {
	db    *store.DB
	files *attachment.Service
}

// Open opens the service.
func Open(db *store.DB, files *attachment.Service) *Service { return &Service{db: db, files: files} }

func mayAct(actor ledger.Actor) error {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return err
	}
	return actor.Require(ledger.SeeBank)
}
