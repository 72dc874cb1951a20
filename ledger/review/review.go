// Package review owns the customer's own second look (复核): where a customer asks for maker and checker (经办/复核), an answer that
// binds it waits here until another person of the same customer approves it or sends it back. What the answer then does is the
// business of whoever it belongs to, ledger/statement and ledger/dispute.
package review

import (
	"context"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
)

// Kind is what an answer will be.
type Kind string

// The kinds.
const (
	Confirmation Kind = "confirmation" // of lines of a statement
	Acceptance   Kind = "acceptance"   // of a proposal to settle a dispute
)

// State is where an answer stands. Void: what it answered has changed.
type State string

// The states.
const (
	Pending   State = "pending"
	Approved  State = "approved"
	Returned  State = "returned"
	Withdrawn State = "withdrawn"
	Void      State = "void"
)

// Review is one answer and its second look.
type Review struct {
	ID           ledger.ID
	CustomerID   ledger.ID
	Kind         Kind
	StatementID  ledger.ID
	StatementNo  string
	Version      int
	SHA256       []byte
	Lines        []int
	Whole        bool
	Amount       decimal.Decimal
	Currency     string
	Remark       string
	DisputeID    ledger.ID // of an acceptance
	DisputeNo    string
	ResolutionID ledger.ID
	State        State
	MadeBy       ledger.ID
	MadeByName   string
	MadeFrom     string // network address
	MadeAt       time.Time
	DecidedBy    string // name
	DecidedAt    *time.Time
	Reason       string
}

const selectReviews = `
SELECT r.id, r.customer_id, r.kind, r.statement_id, s.statement_no, r.version, r.sha256, r.lines, r.whole, r.amount, s.currency, r.remark, r.dispute_id,
  coalesce(d.dispute_no, ''), r.resolution_id, r.state, r.made_by, r.made_by_name, r.made_from, r.made_at, r.decided_by_name, r.decided_at, r.reason
FROM answer_reviews r JOIN statements s ON s.id = r.statement_id LEFT JOIN disputes d ON d.id = r.dispute_id
WHERE r.organization_id = $1 AND r.customer_id = $2 `

// New is an answer to be looked at. Its maker is the actor of the transaction.
type New struct {
	CustomerID   ledger.ID
	Kind         Kind
	StatementID  ledger.ID
	Version      int
	SHA256       []byte
	Lines        []int
	Whole        bool
	Amount       decimal.Decimal
	Currency     string
	Remark       string
	DisputeID    ledger.ID
	ResolutionID ledger.ID
}

const insertReview = `
INSERT INTO answer_reviews (id, organization_id, customer_id, kind, statement_id, version, sha256, lines, whole, amount, remark, dispute_id, resolution_id,
  made_by, made_by_name, made_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`

// Submit lets an answer wait for its second person, inside the transaction that holds what it answers. awaiting_review when the
// dispute's proposal already waits for one.
func Submit(ctx context.Context, tx *store.Tx, n New) (ledger.ID, error) {
	id := ledger.NewID()
	_, err := store.Exec(ctx, tx, insertReview, id, tx.Actor.OrganizationID, n.CustomerID, n.Kind, n.StatementID, n.Version, n.SHA256, n.Lines, n.Whole, n.Amount,
		n.Remark, n.DisputeID, n.ResolutionID, tx.Actor.PersonID, tx.Actor.Name, tx.Actor.Address)
	if err != nil {
		return id, err
	}
	tx.Audit(n.CustomerID, "review.submitted", map[string]any{"review": id, "kind": n.Kind, "statement": n.StatementID, "version": n.Version, "lines": len(n.Lines),
		"dispute": n.DisputeID, "amount": n.Amount.String(), "by": tx.Actor.Name})
	return id, event.Record(ctx, tx, event.Event{Kind: event.ConfirmationAsked, CustomerID: n.CustomerID, StatementID: n.StatementID, DisputeID: n.DisputeID,
		Data: map[string]any{"review_id": id, "what": n.Kind, "lines": len(n.Lines), "amount": n.Amount.String(), "currency": n.Currency}})
}

// Find reads one answer of the actor's customer without holding it. Refused: not_found.
func Find(ctx context.Context, tx *store.Tx, id ledger.ID) (Review, error) {
	r, found, err := store.Row[Review](ctx, tx, selectReviews+`AND r.id = $3`, tx.Actor.OrganizationID, tx.Actor.CustomerID, id)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	return r, err
}

// Take holds an answer for its decision. Whoever decides has locked before what the answer is about, so that answers, revisions and
// decisions take turns in one order. Refused in this order: not_found, review_void, review_decided, and four_eyes for its maker
// where another person is needed.
func Take(ctx context.Context, tx *store.Tx, id ledger.ID, another bool) (Review, error) {
	if _, err := store.Exec(ctx, tx, `SELECT FROM answer_reviews WHERE id = $1 FOR UPDATE`, id); err != nil {
		return Review{}, err
	}
	r, err := Find(ctx, tx, id)
	switch {
	case err != nil:
		return r, err
	case r.State == Void:
		return r, ledger.E("review_void")
	case r.State != Pending:
		return r, ledger.E("review_decided").With("name", r.DecidedBy)
	case another && r.MadeBy == tx.Actor.PersonID:
		return r, ledger.E("four_eyes")
	}
	return r, nil
}

const decideReview = `
UPDATE answer_reviews SET state = $2, decided_by = $3, decided_by_name = $4, decided_at = now(), reason = $5, confirmation_id = $6 WHERE id = $1`

// Decide writes what became of an answer that is held.
func Decide(ctx context.Context, tx *store.Tx, r Review, to State, reason string, confirmation ledger.ID) error {
	tx.Audit(r.CustomerID, "review."+string(to), map[string]any{"review": r.ID, "kind": r.Kind, "statement": r.StatementID, "dispute": r.DisputeID,
		"made_by": r.MadeByName, "by": tx.Actor.Name, "reason": reason})
	_, err := store.Exec(ctx, tx, decideReview, r.ID, to, tx.Actor.PersonID, tx.Actor.Name, reason, confirmation)
	return err
}

// EndOfStatement voids what waits for a second look at a statement, because another version is in force or it is cancelled. The
// caller holds the statement.
func EndOfStatement(ctx context.Context, tx *store.Tx, statement ledger.ID) error {
	_, err := store.Exec(ctx, tx, `UPDATE answer_reviews SET state = 'void', decided_at = now() WHERE statement_id = $1 AND state = 'pending'`, statement)
	return err
}

// EndOfDispute voids an acceptance that waits, because the proposal no longer stands. The caller holds the dispute.
func EndOfDispute(ctx context.Context, tx *store.Tx, dispute ledger.ID) error {
	_, err := store.Exec(ctx, tx, `UPDATE answer_reviews SET state = 'void', decided_at = now() WHERE dispute_id = $1 AND state = 'pending'`, dispute)
	return err
}

// Needed tells whether the customer's answers need a second person.
func Needed(ctx context.Context, tx *store.Tx, customer ledger.ID) (bool, error) {
	on, _, err := store.Value[bool](ctx, tx, `SELECT maker_checker FROM customers WHERE id = $1`, customer)
	return on, err
}

// PendingOf reads what waits for a second look at one statement, in the order it was made.
func PendingOf(ctx context.Context, tx *store.Tx, customer, statement ledger.ID) ([]Review, error) {
	return store.Rows[Review](ctx, tx, selectReviews+`AND r.statement_id = $3 AND r.state = 'pending' ORDER BY r.id`, tx.Actor.OrganizationID, customer, statement)
}

const maxReason = 500

func checkReason(reason string) error {
	switch {
	case strings.TrimSpace(reason) == "":
		return ledger.E("validation_failed").At("reason", "required")
	case len([]rune(reason)) > maxReason:
		return ledger.E("validation_failed").At("reason", "too_long")
	}
	return nil
}
