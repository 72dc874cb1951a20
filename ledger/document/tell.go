package document

import (
	"context"
	"maps"

	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// tellMaker records what became of a draft, for whoever made it; nobody is told of what they decided themselves.
func (d Draft) tellMaker(ctx context.Context, tx *store.Tx, kind event.Kind, more map[string]any) error {
	if d.SubmittedBy == d.CreatedBy && tx.Actor.PersonID == d.CreatedBy {
		return nil
	}
	base, _, err := store.Value[string](ctx, tx, `SELECT base_currency FROM organizations WHERE id = $1`, tx.Actor.OrganizationID)
	if err != nil {
		return err
	}
	data := map[string]any{"draft_id": d.ID.String(), "kind": string(d.Kind), "currency": base, "amount": money.Text(d.GrossBase.Decimal.Abs(), money.Currency(base))}
	maps.Copy(data, more)
	return event.Record(ctx, tx, event.Event{Kind: kind, CustomerID: d.CustomerID, Data: data})
}
