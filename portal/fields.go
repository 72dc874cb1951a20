package portal

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// fields are the custom fields that are meant for customers: what to ask in a dispute, and how to name what documents say.
func fields(api *web.API, books *books.Books) {
	web.Get(api, "/fields", ledger.SeeStatements, "List the custom fields that customers see", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (web.Page[wire.Field], error) {
		set, err := books.Fields.List(ctx, actor)
		page := web.Page[wire.Field]{Items: []wire.Field{}}
		for _, d := range set {
			page.Items = append(page.Items, wire.CustomField(d))
		}
		return page, err
	}, web.ByLink())
}
