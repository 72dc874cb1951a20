package portal

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/books"
	"hefu/ledger/dispute"
	"hefu/ledger/party"
	"hefu/ledger/statement"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// standing is how a customer for whom the reader acts stands with its seller.
type standing struct {
	Customer     wire.Party `json:"customer"`
	Organization wire.Party `json:"organization" doc:"The seller"`
	Current      bool       `json:"current" doc:"The one this session acts for"`
	Balances     []balance  `json:"balances" doc:"A currency each; never added to those of another seller"`
	Waiting      int        `json:"waiting" doc:"How much waits for an answer there"`
}

// mostStandings is how many customers are looked at; who acts for more switches to read the rest.
const mostStandings = 12

// standings tell a person who acts for several customers, or for one that buys of several sellers, how each of them stands. Each is read as if
// the person had switched to it, with the roles held there.
func standings(api *web.API, books *books.Books) {
	web.Get(api, "/standings", web.SignedIn, "How each customer stands that I act for", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (web.Page[standing], error) {
		page := web.Page[standing]{Items: []standing{}}
		person, err := books.Parties.Contact(ctx, actor.PersonID)
		if err != nil {
			return page, err
		}
		for _, at := range person.Memberships[:min(len(person.Memberships), mostStandings)] {
			acting, _ := person.Actor(at.OrganizationID, at.CustomerID)
			acting.Address, acting.RequestID = actor.Address, actor.RequestID
			stands, err := standingOf(ctx, books, acting, at)
			if err != nil {
				return page, err
			}
			stands.Current = at.OrganizationID == actor.OrganizationID && at.CustomerID == actor.CustomerID
			page.Items = append(page.Items, stands)
		}
		return page, nil
	})
}

func standingOf(ctx context.Context, books *books.Books, actor ledger.Actor, at party.Membership) (standing, error) {
	out := standing{
		Customer:     wire.Party{ID: at.CustomerID, Code: at.CustomerCode, Name: at.CustomerName, NameEN: at.CustomerNameEN},
		Organization: wire.Party{ID: at.OrganizationID, Code: at.OrganizationCode, Name: at.OrganizationName, NameEN: at.OrganizationNameEN},
	}
	aged, err := books.Aging.Report(ctx, actor, aging.Query{})
	if err != nil {
		return out, err
	}
	statements, err := books.Statements.List(ctx, actor, statement.Filter{Limit: 50})
	if err != nil {
		return out, err
	}
	disputes, err := books.Disputes.List(ctx, actor, dispute.Filter{View: "open", Limit: 200})
	if err != nil {
		return out, err
	}
	waits, _, err := waitsFor(ctx, books, actor, statements, disputes)
	out.Balances, out.Waiting = balances(aged, disputes), len(waits)
	return out, err
}
