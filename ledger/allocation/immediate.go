package allocation

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
)

// ReceiveCommand posts money in and settles it in the same transaction: against the documents it names, or against what the
// order it names has open (业务驱动, WO-07). What is left stays the customer's credit.
type ReceiveCommand struct {
	Document  document.New // a receipt or an advance
	Documents []ledger.ID  // settled in this order; empty: the receivables of Document.OrderNo
}

// Received is the receipt and its settlement; the settlement is zero when nothing was open.
type Received struct {
	Posted     document.Posted
	Settlement ledger.ID
}

// Receive posts and settles at once (WO-10): both or neither. Needs PostDocuments and Allocate. Refused: what document.Post refuses;
// a kind that is no money in; neither documents nor an order named; not_found for a document that is not the customer's.
func (s *Service) Receive(ctx context.Context, actor ledger.Actor, cmd ReceiveCommand) (Received, error) {
	for _, permission := range []ledger.Permission{ledger.PostDocuments, ledger.Allocate} {
		if err := actor.Require(permission); err != nil {
			return Received{}, err
		}
	}
	if cmd.Document.Kind != document.Receipt && cmd.Document.Kind != document.Advance {
		return Received{}, ledger.E("validation_failed").At("kind", "not_a_choice")
	}
	if len(cmd.Documents) == 0 && cmd.Document.OrderNo == "" {
		return Received{}, ledger.E("validation_failed").At("documents", "required")
	}
	if len(cmd.Documents) > MaxPairs {
		return Received{}, ledger.E("validation_failed").At("documents", "too_long")
	}
	var out Received
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = receive(ctx, tx, cmd)
		return err
	})
	return out, err
}

type openDebit struct {
	ID       ledger.ID
	Document ledger.ID
	Open     decimal.Decimal
}

// The documents in the order they were named, their instalments by due date.
const readNamed = `
SELECT i.id, i.document_id, i.open_amount FROM unnest($3::uuid[]) WITH ORDINALITY AS w (document_id, place)
JOIN open_items i ON i.document_id = w.document_id AND i.customer_id = $1 AND i.currency = $2 AND i.side = 'debit'
ORDER BY w.place, i.due_date, i.id`

const readOrder = `
SELECT i.id, i.document_id, i.open_amount FROM documents d
JOIN open_items i ON i.document_id = d.id AND i.customer_id = $1 AND i.currency = $2 AND i.side = 'debit'
WHERE d.customer_id = $1 AND d.order_no = $3 ORDER BY i.due_date, i.id`

func receive(ctx context.Context, tx *store.Tx, cmd ReceiveCommand) (Received, error) {
	d := cmd.Document
	if _, err := store.Exec(ctx, tx, LockCustomer, d.CustomerID); err != nil {
		return Received{}, err
	}
	posted, err := document.Post(ctx, tx, []document.New{d})
	if err != nil || posted[0].Known { // the same source again: it was settled when it came first
		return Received{Posted: firstOf(posted)}, err
	}
	debits, err := named(ctx, tx, cmd)
	if err != nil {
		return Received{}, err
	}
	left, settlement, err := settleNamed(ctx, tx, d, posted[0].ID, d.Amount, debits, Business)
	if err != nil {
		return Received{}, err
	}
	return Received{posted[0], settlement}, recordDifference(ctx, tx, d, posted[0].ID, left, debits)
}

func named(ctx context.Context, tx *store.Tx, cmd ReceiveCommand) ([]openDebit, error) {
	d := cmd.Document
	if len(cmd.Documents) == 0 {
		return store.Rows[openDebit](ctx, tx, readOrder, d.CustomerID, string(d.Currency), d.OrderNo)
	}
	debits, err := store.Rows[openDebit](ctx, tx, readNamed, d.CustomerID, string(d.Currency), cmd.Documents)
	if err != nil {
		return nil, err
	}
	found := map[ledger.ID]bool{}
	for _, debit := range debits {
		found[debit.Document] = true
	}
	for _, id := range cmd.Documents {
		if !found[id] {
			return nil, ledger.E("not_found")
		}
	}
	return debits, nil
}

func firstOf(posted []document.Posted) document.Posted {
	if len(posted) == 0 {
		return document.Posted{}
	}
	return posted[0]
}
