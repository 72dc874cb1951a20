package backoffice

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type confirmationPolicy struct {
	Required bool `json:"required" doc:"Receivables are booked only after the customer has confirmed them"`
}

type setConfirmationPolicy struct {
	ID   ledger.ID `path:"id"`
	Body confirmationPolicy
}

type withdrawReceivable struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int    `json:"row_version" minimum:"1"`
		Reason     string `json:"reason" maxLength:"2000"`
	}
}

// receivables that customers confirm before they are booked: the policy, the record, and taking a question back.
func receivables(api *web.API, books *books.Books) {
	web.Get(api, "/customers/{id}/receivable-confirmation", ledger.SeeCustomers, "Whether a customer confirms receivables first", func(ctx context.Context, actor ledger.Actor, in *byID) (confirmationPolicy, error) {
		required, err := books.Documents.AsksFirst(ctx, actor, in.ID)
		return confirmationPolicy{required}, err
	})
	web.Put(api, "/customers/{id}/receivable-confirmation", ledger.ManageCustomers, "Let a customer confirm receivables before they are booked, or not", func(ctx context.Context, actor ledger.Actor, in *setConfirmationPolicy) (confirmationPolicy, error) {
		return in.Body, books.Documents.AskFirst(ctx, actor, in.ID, in.Body.Required)
	})
	web.Get(api, "/drafts/{id}/confirmations", ledger.CheckDrafts, "What the customer was asked about a draft", func(ctx context.Context, actor ledger.Actor, in *byID) (web.Page[wire.ReceivableRound], error) {
		rounds, err := books.Documents.RoundsOfDraft(ctx, actor, in.ID)
		return web.Page[wire.ReceivableRound]{Items: wire.Receivables(rounds, actor)}, err
	})
	web.Get(api, "/documents/{id}/confirmations", ledger.SeeDocuments, "The rounds in which a customer confirmed a receivable before it was booked", func(ctx context.Context, actor ledger.Actor, in *byID) (web.Page[wire.ReceivableRound], error) {
		rounds, err := books.Documents.RoundsOfDocument(ctx, actor, in.ID)
		return web.Page[wire.ReceivableRound]{Items: wire.Receivables(rounds, actor)}, err
	})
	web.Post(api, "/drafts/{id}/withdrawal", ledger.PostDocuments, "Take back what the customer is asked to confirm", func(ctx context.Context, actor ledger.Actor, in *withdrawReceivable) (draft, error) {
		taken, err := books.Documents.WithdrawReceivable(ctx, actor, in.ID, in.Body.RowVersion, in.Body.Reason)
		return wholeDraft(taken, actor), err
	})
}
