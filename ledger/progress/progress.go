// Package progress owns the progress board of statements (对账进度台账, STM-14): what is under way, at which step, with whom and for how
// long. It only reads; statements move in ledger/statement.
package progress

import (
	"context"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/statement"
)

// Service reads the board. Every method needs SeeStatements as staff; sales staff see their own customers.
type Service struct{ db *store.DB }

// Open opens the service.
func Open(db *store.DB) *Service { return &Service{db: db} }

// MaxPage bounds a page of the board; MaxRows an export.
const (
	MaxPage = 200
	MaxRows = 50000
)

// States are the columns of the board, in the order in which a statement goes through them.
var States = []statement.State{statement.Draft, statement.Issued, statement.Viewed, statement.Answered, statement.Agreed}

// Ages are the classes of days that a statement has been out without being agreed: 0–3, 4–7, 8–15, 16–30 and more than 30.
var Ages = []string{"d0_3", "d4_7", "d8_15", "d16_30", "d31"}

// NoOwner asks for the statements of customers without a salesperson.
const NoOwner = "none"

// Query narrows the board. Empty fields do not narrow, but that without From and To what was agreed longer ago than 92 days by its
// cut-off is left out: what is open always shows.
type Query struct {
	State    statement.State
	Owner    string // a salesperson's id, or NoOwner
	Age      string // one of Ages
	Late     bool   // only those whose answer is past due
	Currency string
	From, To calendar.Date // of the cut-off, both included
	Search   string        // in the statement's number and the customer's code and names
	After    Cursor
	Limit    int
	PerState int // if set, the first so many of each state instead of a page
}

// Cursor is the place of a row: the longest out comes first, then drafts, then what is agreed.
type Cursor struct {
	IssuedAt time.Time `json:"at"`
	ID       ledger.ID `json:"id"`
}

// Row is a statement on the board. Days are those from its issue to its agreement or until now; nil for a draft. Disputed is in
// Currency. Step is what comes next, at On if it has a day.
type Row struct {
	ID             ledger.ID
	StatementNo    string
	Version        int
	CustomerID     ledger.ID
	CustomerCode   string
	CustomerName   string
	CustomerNameEN string
	OwnerID        ledger.ID
	Owner          string
	Currency       string
	PeriodStart    calendar.Date
	CutOff         calendar.Date
	Closing        decimal.Decimal
	State          statement.State
	IssuedAt       *time.Time
	AnswerDue      calendar.Date
	Days           *int
	Age            string
	Late           bool
	DaysLate       int
	Disputes       int
	Disputed       decimal.Decimal
	Reminders      int
	Step           string
	On             calendar.Date
	Sort           time.Time
}

// Count is how many statements are of a kind.
type Count struct {
	Key   string
	Count int
}

// Owner is a salesperson's line of the board.
type Owner struct {
	ID     ledger.ID
	Name   string
	Total  int
	Late   int
	States []Count
	Ages   []Count
}

// Board is a page of rows with the counts of everything that the query's other filters let through: what is counted under a state is
// what a query for that state lists, because both read the same rows at the same moment.
type Board struct {
	Rows   []Row
	Total  int
	Late   int
	States []Count
	Ages   []Count
	Owners []Owner
}

// Read is the board. Refused: validation_failed for a state, age or owner that is none.
func (s *Service) Read(ctx context.Context, actor ledger.Actor, q Query) (Board, error) {
	if err := check(actor, q); err != nil {
		return Board{}, err
	}
	if q.Limit <= 0 || q.Limit > MaxPage+1 {
		q.Limit = MaxPage
	}
	var out Board
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		base := q.base(actor)
		var b store.Batch
		var cells []cell
		var rows []Row
		store.Read(&b, &cells, found+countCells, base...)
		if q.PerState > 0 {
			store.Read(&b, &rows, found+chosen+firstOfEach+details, append(base, q.narrow(q.PerState)...)...)
		} else {
			store.Read(&b, &rows, found+chosen+page+details, append(base, append(q.narrow(q.Limit), q.After.time(), q.After.ID)...)...)
		}
		if err := tx.Send(ctx, &b); err != nil {
			return err
		}
		out = count(cells, q)
		out.Rows = rows
		return nil
	})
	return out, err
}

// All are the rows of the query without pages, for an export. Refused: report_too_long beyond MaxRows.
func (s *Service) All(ctx context.Context, actor ledger.Actor, q Query) ([]Row, error) {
	if err := check(actor, q); err != nil {
		return nil, err
	}
	var rows []Row
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		args := append(q.base(actor), append(q.narrow(MaxRows+1), time.Time{}, ledger.ID{})...)
		rows, err = store.Rows[Row](ctx, tx, found+chosen+page+details, args...)
		return err
	})
	if err == nil && len(rows) > MaxRows {
		return nil, ledger.E("report_too_long").With("limit", MaxRows)
	}
	return rows, err
}

func check(actor ledger.Actor, q Query) error {
	if actor.Audience == ledger.Portal {
		return ledger.E("not_permitted").With("permission", string(ledger.SeeStatements))
	}
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return err
	}
	bad := ledger.E("validation_failed")
	if q.State != "" && !slices.Contains(States, q.State) {
		bad.At("state", "not_a_choice")
	}
	if q.Age != "" && !slices.Contains(Ages, q.Age) {
		bad.At("age", "not_a_choice")
	}
	if _, err := ledger.ParseID(q.Owner); q.Owner != "" && q.Owner != NoOwner && err != nil {
		bad.At("owner", "not_a_choice")
	}
	if !q.From.IsZero() && !q.To.IsZero() && q.To.Before(q.From) {
		bad.At("to", "not_a_choice")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}
