package backoffice

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/group"
	"hefu/ledger/party"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

func groups(api *web.API, books *books.Books) {
	web.Get(api, "/customer-groups", ledger.SeeCustomers, "List groups of companies with the balances of their members", func(ctx context.Context, actor ledger.Actor, in *listGroups) (web.Page[CustomerGroup], error) {
		after, _, err := web.ReadCursor[group.Position](in.Cursor)
		if err != nil {
			return web.Page[CustomerGroup]{}, err
		}
		rows, err := books.Groups.Groups(ctx, actor, in.Q, after, in.Limit+1)
		if err != nil {
			return web.Page[CustomerGroup]{}, err
		}
		page := web.Page[CustomerGroup]{Items: []CustomerGroup{}}
		if len(rows) > in.Limit {
			rows = rows[:in.Limit]
			if page.NextCursor, err = web.Cursor(group.Position{Name: rows[in.Limit-1].Name, ID: rows[in.Limit-1].ID}); err != nil {
				return page, err
			}
		}
		for _, g := range rows {
			page.Items = append(page.Items, wordGroup(g))
		}
		return page, nil
	})
	web.Post(api, "/customer-groups", ledger.DeclareGroups, "Declare a group of companies", func(ctx context.Context, actor ledger.Actor, in *declareGroup) (groupWhole, error) {
		var members []group.NewMember
		for _, m := range in.Body.Members {
			members = append(members, m.read())
		}
		id, err := books.Groups.Declare(ctx, actor, in.Body.Name, in.Body.NameEN, in.Body.Note, members)
		return readGroup(ctx, actor, books, id, err)
	}, web.Created())
	web.Get(api, "/customer-groups/{id}", ledger.SeeCustomers, "Read a group with all its declarations", func(ctx context.Context, actor ledger.Actor, in *byID) (groupWhole, error) {
		return readGroup(ctx, actor, books, in.ID, nil)
	})
	web.Put(api, "/customer-groups/{id}", ledger.DeclareGroups, "Change what a group is called", func(ctx context.Context, actor ledger.Actor, in *renameGroup) (groupWhole, error) {
		return readGroup(ctx, actor, books, in.ID, books.Groups.Rename(ctx, actor, in.ID, in.Body.RowVersion, in.Body.Name, in.Body.NameEN, in.Body.Note))
	})
	web.Post(api, "/customer-groups/{id}/members", ledger.DeclareGroups, "Declare one more customer to be of a group", func(ctx context.Context, actor ledger.Actor, in *addMember) (groupWhole, error) {
		return readGroup(ctx, actor, books, in.ID, books.Groups.Add(ctx, actor, in.ID, in.Body.read()))
	}, web.Created())
	web.Post(api, "/customer-groups/{id}/departures", ledger.DeclareGroups, "Write the last day of a membership", func(ctx context.Context, actor ledger.Actor, in *endMember) (groupWhole, error) {
		return readGroup(ctx, actor, books, in.ID, books.Groups.Leave(ctx, actor, in.ID, in.Body.MemberID, in.Body.To, in.Body.Reason))
	})
	web.Get(api, "/customer-groups/{id}/allocations", ledger.SeeDocuments, "List what was settled between a group's companies, newest first", func(ctx context.Context, actor ledger.Actor, in *listAcross) (web.Page[groupAllocation], error) {
		after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[groupAllocation]{}, err
		}
		rows, err := books.Groups.Across(ctx, actor, in.ID, after, in.Limit+1)
		if err != nil {
			return web.Page[groupAllocation]{}, err
		}
		return web.Cut(rows, in.Limit, func(a group.Across) ledger.ID { return a.ID }, wordAcross)
	})
}

func readGroup(ctx context.Context, actor ledger.Actor, books *books.Books, id ledger.ID, err error) (groupWhole, error) {
	if err != nil {
		return groupWhole{}, err
	}
	head, members, err := books.Groups.Group(ctx, actor, id)
	if err != nil {
		return groupWhole{}, err
	}
	out := groupWhole{CustomerGroup: wordGroup(head), Declarations: []GroupMember{}, Actions: map[string]web.Action{"declare": {Allowed: true}}}
	if !actor.May(ledger.DeclareGroups) {
		out.Actions["declare"] = web.Action{Why: ledger.E("not_permitted").Message(actor.Locale)}
	}
	for _, m := range members {
		out.Declarations = append(out.Declarations, GroupMember{m.ID, wire.Party{ID: m.CustomerID, Code: m.CustomerCode, Name: m.CustomerName, NameEN: m.CustomerEN}, m.TaxID, m.From, m.To, m.Reason,
			m.DeclaredBy, m.DeclaredAt, m.EndedBy, m.EndedAt, m.EndReason, m.Today, wordBalances(m.Balances)})
	}
	return out, nil
}

func wordGroup(g group.Group) CustomerGroup {
	return CustomerGroup{g.ID, g.Name, g.NameEN, g.Note, g.CreatedBy, g.CreatedAt, g.RowVersion, g.Members, g.Hidden, wordBalances(g.Balances)}
}

func wordAcross(a group.Across) groupAllocation {
	return groupAllocation{a.ID, a.SettlementID, a.On, wire.Named{ID: a.DebitCustomer, Name: a.DebitParty}, wire.Reference{ID: a.DebitDocument, DocumentNo: a.DebitNo},
		wire.Named{ID: a.CreditCustomer, Name: a.CreditParty}, wire.Reference{ID: a.CreditDocument, DocumentNo: a.CreditNo}, a.Currency, wire.Amount(a.Amount, a.Currency), a.Reversed, a.By}
}

func wordBalances(balances []party.Balance) []balance {
	out := []balance{}
	for _, b := range balances {
		currency := string(b.Currency)
		out = append(out, balance{currency, wire.Amount(b.Balance, currency), wire.Amount(b.Owed, currency), wire.Amount(b.Credits, currency), wire.Amount(b.Overdue, currency)})
	}
	return out
}
