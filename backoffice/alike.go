package backoffice

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// customersAlike is two customers that may be one.
type customersAlike struct {
	One     wire.Party `json:"one"`
	Other   wire.Party `json:"other"`
	Because []string   `json:"because" doc:"name, bank_account, phone, address"`
}

type tellApart struct {
	Body struct {
		OneID   ledger.ID `json:"one_id"`
		OtherID ledger.ID `json:"other_id"`
		Reason  string    `json:"reason" maxLength:"500"`
	}
}

func alike(api *web.API, books *books.Books) {
	web.Get(api, "/customers-alike", ledger.SeeCustomers, "List customers that look like one another", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (web.Page[customersAlike], error) {
		found, err := books.Groups.Alike(ctx, actor)
		page := web.Page[customersAlike]{Items: []customersAlike{}}
		for _, a := range found {
			page.Items = append(page.Items, customersAlike{wire.Party{ID: a.OneID, Code: a.OneCode, Name: a.OneName}, wire.Party{ID: a.OtherID, Code: a.OtherCode, Name: a.OtherName}, a.Because})
		}
		return page, err
	})
	web.Post(api, "/customers-alike/tellings-apart", ledger.ManageCustomers, "Say that two customers are not one", func(ctx context.Context, actor ledger.Actor, in *tellApart) (struct{}, error) {
		return struct{}{}, books.Groups.TellApart(ctx, actor, in.Body.OneID, in.Body.OtherID, in.Body.Reason)
	}, web.Created())
}
