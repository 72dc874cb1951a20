// Package dispute owns disputes (异议, SPEC section 9): a customer's disagreement with a statement line, the thread about it, and
// its resolution, which posts the credit note in the same transaction or not at all.
package dispute

import (
	"context"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/attachment"
	"hefu/ledger/calendar"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/review"
)

// Category says what the customer disagrees about.
type Category string

// Categories lists them in the order people choose from.
var Categories = []Category{"price", "quantity", "discount", "quality", "not_received", "duplicate", "already_paid", "wrong_party", "document_mismatch", "other"}

// State is where a dispute stands.
type State string

// The states. Open until staff take it up; answered waits for the customer's word; proposed for its decision.
const (
	Open             State = "open"
	InReview         State = "in_review"
	Answered         State = "answered"
	AwaitingApproval State = "awaiting_approval"
	Proposed         State = "proposed"
	Resolved         State = "resolved"
	Withdrawn        State = "withdrawn"
)

// Decision is how staff would settle it.
type Decision string

// The decisions. Disagree closes a rejection that the customer returned; it stays on the reconciliation report.
const (
	AcceptWhole Decision = "accept_whole"
	AcceptPart  Decision = "accept_part"
	Reject      Decision = "reject"
	Disagree    Decision = "disagree"
)

// Instrument is the document that lowers the debt.
type Instrument string

// The instruments.
const (
	ByCreditNote Instrument = "credit_note"
	ByAdjustment Instrument = "adjustment"
)

// RootCauses lists the classes of causes recorded on resolution.
var RootCauses = []string{"technical_error", "process_gap", "commercial_dispute"}

const maxText = 4000

// Service opens, discusses and resolves disputes.
type Service struct {
	db    *store.DB
	files *attachment.Service
}

// NewService opens the service; files keeps what is attached.
func NewService(db *store.DB, files *attachment.Service) *Service { return &Service{db, files} }

// current is a dispute under lock, with what a decision about it needs.
type current struct {
	ID             ledger.ID
	CustomerID     ledger.ID
	StatementID    ledger.ID
	DocumentID     ledger.ID
	DisputeNo      string
	LineNo         int
	Currency       string
	Category       string
	DisputedAmount decimal.Decimal
	State          State
	RowVersion     int
	AssigneeID     ledger.ID
	SalespersonID  ledger.ID
	Winner         string
	Threshold      decimal.Decimal
	BaseCurrency   string
	TimeZone       string
}

const readCurrent = `
SELECT d.id, d.customer_id, d.statement_id, d.document_id, d.dispute_no, d.line_no, d.currency, d.category, d.disputed_amount, d.state, d.row_version, d.assignee_id, c.salesperson_id,
  coalesce((SELECT r.proposed_by_name FROM resolutions r WHERE r.dispute_id = d.id AND r.state IN ('awaiting_approval', 'proposed', 'posted', 'settled') ORDER BY r.id DESC LIMIT 1), ''),
  coalesce((SELECT p.threshold FROM dispute_policies p WHERE p.organization_id = d.organization_id ORDER BY p.version DESC LIMIT 1), o.approval_threshold), o.base_currency, o.time_zone
FROM disputes d JOIN customers c ON c.id = d.customer_id JOIN organizations o ON o.id = d.organization_id WHERE d.id = $1`

// lock reads a dispute and holds it. What can post holds the customer first, as every posting does.
func lock(ctx context.Context, tx *store.Tx, id ledger.ID, rowVersion int, holdCustomer bool) (current, error) {
	if holdCustomer {
		_, found, err := store.Value[ledger.ID](ctx, tx, `SELECT c.id FROM customers c WHERE c.id = (SELECT customer_id FROM disputes WHERE id = $1) FOR UPDATE`, id)
		if err != nil {
			return current{}, err
		}
		if !found {
			return current{}, ledger.E("not_found")
		}
	}
	if _, err := store.Exec(ctx, tx, `SELECT FROM disputes WHERE id = $1 FOR UPDATE`, id); err != nil {
		return current{}, err
	}
	d, found, err := store.Row[current](ctx, tx, readCurrent, id)
	if err != nil {
		return current{}, err
	}
	// A customer's decision runs as the system, which row-level security lets see every customer: what is another's does not exist,
	// before anything is said about its state.
	foreign := !tx.Actor.CustomerID.IsZero() && d.CustomerID != tx.Actor.CustomerID || !tx.Actor.Reaches(d.StatementID)
	if !found || foreign || !tx.Actor.Sees(d.SalespersonID) {
		return current{}, ledger.E("not_found")
	}
	tx.Actor = actingOn(tx.Actor, d)
	if d.State == Resolved || d.State == Withdrawn {
		return current{}, ledger.E("already_resolved").With("winner", d.Winner)
	}
	if rowVersion != 0 && rowVersion != d.RowVersion {
		if d.State == AwaitingApproval || d.State == Proposed {
			return current{}, ledger.E("already_resolved").With("winner", d.Winner)
		}
		return current{}, ledger.E("conflict")
	}
	return d, nil
}

// must refuses when the dispute is in none of the states.
func (d current) must(states ...State) error {
	if slices.Contains(states, d.State) {
		return nil
	}
	return ledger.E("state_forbids").With("state", string(d.State))
}

// tell records that something happened to the dispute, for whoever is to be told.
func tell(ctx context.Context, tx *store.Tx, d current, kind event.Kind, data map[string]any) error {
	return event.Record(ctx, tx, event.Event{Kind: kind, CustomerID: d.CustomerID, StatementID: d.StatementID, DisputeID: d.ID, Data: data})
}

// actingOn names who stands in: for whom the dispute was given to, or, of sales, for the customer's salesperson.
func actingOn(actor ledger.Actor, d current) ledger.Actor {
	actor = actor.For(d.AssigneeID)
	if actor.OwnCustomersOnly() && d.SalespersonID != actor.PersonID {
		return actor.For(d.SalespersonID)
	}
	return actor
}

// say adds a row to the thread.
func say(ctx context.Context, tx *store.Tx, d ledger.ID, customer ledger.ID, side, kind, text string, internal bool, data string) error {
	return enter(ctx, tx, ledger.NewID(), d, customer, side, kind, text, internal, data)
}

// enter adds an entry to the thread under an id that the caller made.
func enter(ctx context.Context, tx *store.Tx, id, d, customer ledger.ID, side, kind, text string, internal bool, data string) error {
	if data == "" {
		data = "{}"
	}
	_, err := store.Exec(ctx, tx, `
		INSERT INTO dispute_messages (id, organization_id, customer_id, dispute_id, side, internal, kind, author_id, author_name, text, data)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb)`,
		id, tx.Actor.OrganizationID, customer, d, side, internal, kind, tx.Actor.PersonID, tx.Actor.Name, text, data)
	return err
}

// move sets the state of a dispute under lock.
func move(ctx context.Context, tx *store.Tx, d current, to State) error {
	if d.State == Proposed && to != Proposed { // a yes that waits for a second person was to this proposal
		if err := review.EndOfDispute(ctx, tx, d.ID); err != nil {
			return err
		}
	}
	_, err := store.Exec(ctx, tx, `UPDATE disputes SET state = $2, row_version = row_version + 1 WHERE id = $1`, d.ID, to)
	if err == nil && d.State != to {
		tx.Audit(d.CustomerID, "dispute.moved", map[string]any{"dispute": d.ID, "before": d.State, "after": to})
	}
	return err
}

// today is the business date of the organization.
func today(ctx context.Context, tx *store.Tx, zone string) (calendar.Date, *time.Location, error) {
	now, err := tx.Now(ctx)
	if err != nil {
		return calendar.Date{}, nil, err
	}
	location, err := time.LoadLocation(zone)
	if err != nil {
		return calendar.Date{}, nil, ledger.E("internal").Because(err)
	}
	return calendar.In(now, location), location, nil
}
