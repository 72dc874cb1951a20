package allocation

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
)

// Reverse posts the mirror of a document and settles the two against one another, so that both end with nothing open. Needs
// PostDocuments. Refused as document.Mirror refuses; by_hand_needs_approval where the rule of approval speaks of reversals: draft it.
func (s *Service) Reverse(ctx context.Context, actor ledger.Actor, id ledger.ID, on calendar.Date, reason string) (document.Posted, error) {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return document.Posted{}, err
	}
	var posted document.Posted
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if err := document.MustBeFree(ctx, tx, document.Reversal); err != nil {
			return err
		}
		posted, err = Reverse(ctx, tx, id, on, reason)
		return err
	})
	return posted, err
}

// Reverse is Service.Reverse inside a transaction that is under way; permission has been asked.
func Reverse(ctx context.Context, tx *store.Tx, id ledger.ID, on calendar.Date, reason string) (document.Posted, error) {
	customer, found, err := store.Value[ledger.ID](ctx, tx, `SELECT customer_id FROM documents WHERE id = $1`, id)
	if err != nil {
		return document.Posted{}, err
	}
	if !found {
		return document.Posted{}, ledger.E("not_found")
	}
	if _, err := store.Exec(ctx, tx, LockCustomer, customer); err != nil {
		return document.Posted{}, err
	}
	return reverse(ctx, tx, id, document.New{CustomerID: customer, PostingDate: on, Reason: reason})
}

// reverse posts the mirror with what is said beside, its customer held, and settles the two.
func reverse(ctx context.Context, tx *store.Tx, id ledger.ID, said document.New) (document.Posted, error) {
	on, reason, customer := said.PostingDate, said.Reason, said.CustomerID
	posted, pairs, err := document.MirrorFor(ctx, tx, id, said)
	if err != nil {
		return document.Posted{}, err
	}
	cmd := Command{CustomerID: customer, EffectiveDate: on, Mode: Immediate, Reason: reason}
	for _, pair := range pairs {
		cmd.Pairs = append(cmd.Pairs, Pair{DebitItem: pair.Debit, CreditItem: pair.Credit, DebitAmount: pair.Amount})
	}
	_, err = Allocate(ctx, tx, cmd)
	return posted, err
}
