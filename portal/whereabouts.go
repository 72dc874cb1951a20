package portal

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type whereabouts struct {
	StatementID ledger.ID `query:"statement_id" required:"true"`
}

// elsewhere tells a person who acts for several customers for which of them they may open a link.
func elsewhere(api *web.API, books *books.Books) {
	web.Get(api, "/whereabouts", web.SignedIn, "For which of my customers a link is", func(ctx context.Context, actor ledger.Actor, in *whereabouts) (wire.Party, error) {
		found, err := books.Statements.Whereabouts(ctx, actor, in.StatementID)
		return wire.Party{ID: found.CustomerID, Code: found.Code, Name: found.Name, NameEN: found.NameEN}, err
	})
}
