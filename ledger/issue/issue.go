// Package issue owns the register of issues (问题台账, STM-26): what staff follow up among themselves about a customer until it is proved
// to be done. An issue has an owner, a day by which it is due, a cause, a next step, and a history; it is closed with proof or not at
// all. The customer never sees it: what the two sides say to one another is a dispute's thread.
package issue

import (
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/attachment"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// State is where an issue stands.
type State string

// The states. A dropped issue was raised in error; it stays in the register with the reason.
const (
	Open    State = "open"
	Working State = "working"
	Closed  State = "closed"
	Dropped State = "dropped"
)

// States are the columns of the board, in the order in which an issue goes through them.
var States = []State{Open, Working, Closed, Dropped}

// Source is what an issue was raised from.
type Source string

// The sources.
const (
	FromDispute Source = "dispute"
	FromLine    Source = "statement_line"
	FromItem    Source = "reconciling_item"
	ByHand      Source = "manual"
)

// Causes are the three classes of STM-09, which disputes are closed with too; empty while nobody knows.
var Causes = []string{"technical_error", "process_gap", "commercial_dispute"}

// Limits.
const (
	MaxDays     = 250 // working days ahead that an issue may be due
	MaxFiles    = 20
	MaxPage     = 200
	MaxMeeting  = 5000 // rows of a meeting list
	maxTitle    = 200
	maxText     = 4000
	maxNextStep = 1000
	maxMentions = 20 // colleagues that one note names
)

// Issue is one entry of the register. Amount is in Currency where it is about one. DaysLeft are working days until DueOn, negative
// once it has passed.
type Issue struct {
	ID           ledger.ID
	IssueNo      string
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	CustomerEN   string
	Source       Source
	DisputeID    ledger.ID
	StatementID  ledger.ID
	LineNo       *int
	ItemID       ledger.ID
	SourceNo     string
	Title        string
	Description  string
	Cause        string
	NextStep     string
	Amount       decimal.NullDecimal
	Currency     string
	OwnerID      ledger.ID
	OwnerName    string
	DueOn        calendar.Date
	Late         bool
	State        State
	ProofFile    ledger.ID
	ProofDoc     ledger.ID
	ProofDocNo   string
	Ending       string
	EndedAt      *time.Time
	EndedBy      string
	RaisedBy     ledger.ID
	RaisedByName string
	CreatedAt    time.Time
	RowVersion   int
	Today        calendar.Date // where the seller is
}

// DaysLeft are the working days until the issue is due, negative after.
func (i Issue) DaysLeft() int {
	if i.DueOn.Before(i.Today) {
		return -calendar.China().WorkingDaysBetween(i.DueOn, i.Today)
	}
	return calendar.China().WorkingDaysBetween(i.Today, i.DueOn)
}

// Ended tells whether nothing is left to do.
func (i Issue) Ended() bool { return i.State == Closed || i.State == Dropped }

// Event is one step of an issue's history. Before and After are codes, days or names, as Kind says.
type Event struct {
	ID        ledger.ID
	Kind      string
	Before    string
	After     string
	Text      string
	ActorName string
	CreatedAt time.Time
}

// File is proof that was handed in.
type File struct {
	ID        ledger.ID
	Name      string
	MediaType string
	Size      int64
	By        string
	CreatedAt time.Time
}

// Service keeps the register.
type Service struct {
	db    *store.DB
	files *attachment.Service
}

// NewService opens the service; files receives and keeps what proves an issue to be done.
func NewService(db *store.DB, files *attachment.Service) *Service { return &Service{db, files} }

func requireStaff(actor ledger.Actor, permission ledger.Permission) error {
	if actor.Audience == ledger.Portal {
		return ledger.E("not_permitted").With("permission", string(permission))
	}
	return actor.Require(permission)
}
