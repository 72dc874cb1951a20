package review

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Act makes an approved answer count. It opens its own transaction, locks what the answer is about, then takes the answer.
type Act func(ctx context.Context, actor ledger.Actor, id ledger.ID) error

// Service is the customer's list of answers that wait, and the decisions on them.
type Service struct {
	db   *store.DB
	acts map[Kind]Act
}

// Open opens the service. acts say what approving each kind does.
func Open(db *store.DB, acts map[Kind]Act) *Service { return &Service{db: db, acts: acts} }

// Filter narrows the list. Open keeps what waits.
type Filter struct {
	StatementID ledger.ID
	DisputeID   ledger.ID
	Open        bool
}

const listReviews = `
AND ($3::uuid IS NULL OR r.statement_id = $3) AND ($4::uuid IS NULL OR r.dispute_id = $4) AND (NOT $5 OR r.state = 'pending') ORDER BY r.id DESC LIMIT 200`

// List reads the answers of the actor's own customer, the latest first. Needs SeeStatements.
func (s *Service) List(ctx context.Context, actor ledger.Actor, f Filter) ([]Review, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return nil, err
	}
	var out []Review
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Review](ctx, tx, selectReviews+listReviews, actor.OrganizationID, actor.CustomerID, f.StatementID, f.DisputeID, f.Open)
		return err
	})
	return out, err
}

// Read is one answer. Needs SeeStatements. not_found for another customer's.
func (s *Service) Read(ctx context.Context, actor ledger.Actor, id ledger.ID) (Review, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return Review{}, err
	}
	var out Review
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = Find(ctx, tx, id)
		return err
	})
	return out, err
}

// Approve makes an answer count. Needs CheckAnswers, which no token has: a second look is a person's own. Refused in this order: not_found; what the answer itself is refused with,
// such as stale_version; review_void, review_decided, four_eyes for its maker.
func (s *Service) Approve(ctx context.Context, actor ledger.Actor, id ledger.ID) (Review, error) {
	if err := actor.Require(ledger.CheckAnswers); err != nil {
		return Review{}, err
	}
	r, err := s.Read(ctx, actor, id)
	if err != nil {
		return r, err
	}
	if err := s.acts[r.Kind](ctx, actor, id); err != nil {
		return r, err
	}
	return s.Read(ctx, actor, id)
}

// Return sends an answer back to its maker with a reason; the lines wait for an answer again. Needs CheckAnswers. Refused in
// this order: a missing reason, not_found, review_void, review_decided, four_eyes.
func (s *Service) Return(ctx context.Context, actor ledger.Actor, id ledger.ID, reason string) (Review, error) {
	if err := checkReason(reason); err != nil {
		return Review{}, err
	}
	return s.decide(ctx, actor, id, true, Returned, reason)
}

// Withdraw takes an answer back that waits, by its maker or by any confirmer of the customer. Needs CheckAnswers. Refused:
// not_found, review_void, review_decided.
func (s *Service) Withdraw(ctx context.Context, actor ledger.Actor, id ledger.ID) (Review, error) {
	return s.decide(ctx, actor, id, false, Withdrawn, "")
}

func (s *Service) decide(ctx context.Context, actor ledger.Actor, id ledger.ID, another bool, to State, reason string) (Review, error) {
	if err := actor.Require(ledger.CheckAnswers); err != nil {
		return Review{}, err
	}
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		r, err := Take(ctx, tx, id, another)
		if err != nil {
			return err
		}
		return Decide(ctx, tx, r, to, reason, ledger.ID{})
	})
	if err != nil {
		return Review{}, err
	}
	return s.Read(ctx, actor, id)
}
