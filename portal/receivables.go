package portal

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/document"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type receivableView struct {
	wire.ReceivableRound
	Former []wire.ReceivableRound `json:"former" doc:"The rounds before, oldest first"`
}

type answerReceivable struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		SHA256  string `json:"sha256" minLength:"64" maxLength:"64"`
		Confirm bool   `json:"confirm"`
		Opinion string `json:"opinion,omitempty" maxLength:"500"`
	}
}

// receivables are those the seller books only after the customer has confirmed them (应收确认).
func receivables(api *web.API, books *books.Books) {
	web.Get(api, "/documents/{id}/confirmations", ledger.SeeDocuments, "The rounds in which a receivable was confirmed before it was booked", func(ctx context.Context, actor ledger.Actor, in *byID) (web.Page[wire.ReceivableRound], error) {
		rounds, err := books.Documents.RoundsOfDocument(ctx, actor, in.ID)
		return web.Page[wire.ReceivableRound]{Items: wire.Receivables(rounds, actor)}, err
	})
	read := func(ctx context.Context, actor ledger.Actor, id ledger.ID) (receivableView, error) {
		round, former, err := books.Documents.Round(ctx, actor, id)
		return receivableView{wire.Receivable(round, actor), wire.Receivables(former, actor)}, err
	}
	web.Get(api, "/receivable-confirmations", ledger.SeeDocuments, "Receivables one is or was asked to confirm", func(ctx context.Context, actor ledger.Actor, in *struct {
		State string `query:"state" enum:"open,all" default:"all"`
	}) (web.Page[wire.ReceivableRound], error) {
		rounds, err := books.Documents.Rounds(ctx, actor, in.State == "open")
		return web.Page[wire.ReceivableRound]{Items: wire.Receivables(rounds, actor)}, err
	})
	web.Get(api, "/receivable-confirmations/{id}", ledger.SeeDocuments, "Read a receivable one is asked to confirm", func(ctx context.Context, actor ledger.Actor, in *byID) (receivableView, error) {
		return read(ctx, actor, in.ID)
	})
	web.Post(api, "/receivable-confirmations/{id}/answer", ledger.ConfirmStatements, "Confirm a receivable, which books it, or reject it", func(ctx context.Context, actor ledger.Actor, in *answerReceivable) (wire.ReceivableRound, error) {
		round, err := books.Documents.AnswerReceivable(ctx, actor, document.AnswerCommand{RoundID: in.ID, SHA256: in.Body.SHA256, Confirm: in.Body.Confirm, Opinion: in.Body.Opinion})
		return wire.Receivable(round, actor), err
	})
}
