package backoffice

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// matchings are what staff see of bilateral matching: they read, the customer decides.
func matchings(api *web.API, books *books.Books) {
	web.Get(api, "/statements/{id}/matching", ledger.SeeStatements, "See how the customer's ledger was matched", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.MatchingView, error) {
		v, err := books.Matchings.Get(ctx, actor, in.ID)
		return wire.Matching(v, actor.Locale), err
	})
	web.Get(api, "/statements/{id}/reconciliation", ledger.SeeStatements, "Read the reconciliation report", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.Reconciliation, error) {
		r, err := books.Matchings.Report(ctx, actor, in.ID)
		return wire.Reconcile(r), err
	})
	web.Download(api, "/statements/{id}/reconciliation/file", ledger.SeeStatements, "Download the reconciliation report", func(ctx context.Context, actor ledger.Actor, in *wire.ReconciliationFile) (web.File, error) {
		file, err := books.Matchings.Download(ctx, actor, in.ID, in.Format, in.LocaleFor(actor))
		return web.File{Name: file.Name, Media: file.ContentType, Body: file.Content, ETag: file.SHA256}, err
	})
	web.Get(api, "/reconciling-items", ledger.SeeStatements, "List what only one side has booked so far", wire.ListReconcilingItems(books.Matchings))
}
