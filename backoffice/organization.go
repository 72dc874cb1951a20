package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/party"
	"hefu/ledger/web"
)

type payeeAccount struct {
	Name    string `json:"payee_name" maxLength:"120"`
	Bank    string `json:"payee_bank" maxLength:"120"`
	Account string `json:"payee_account" maxLength:"120"`
}

type payeeChange struct {
	ID        ledger.ID    `json:"id"`
	After     payeeAccount `json:"after"`
	Before    payeeAccount `json:"before"`
	Reason    string       `json:"reason"`
	State     string       `json:"state" enum:"pending,waiting,approved,rejected,withdrawn,stopped" doc:"waiting: approved by two people, and in force at effective_at unless it is stopped"`
	AskedBy   string       `json:"asked_by"`
	Own       bool         `json:"own"`
	AskedAt   time.Time    `json:"asked_at"`
	DecidedBy string       `json:"decided_by,omitempty"`
	DecidedAt *time.Time   `json:"decided_at,omitempty"`
	Why       string       `json:"why,omitempty"`

	EffectiveAt *time.Time `json:"effective_at,omitempty"`
	StoppedBy   string     `json:"stopped_by,omitempty"`
	StoppedAt   *time.Time `json:"stopped_at,omitempty"`
}

type organizationView struct {
	Code         string        `json:"code"`
	Name         string        `json:"name"`
	NameEN       string        `json:"name_en"`
	TaxID        string        `json:"tax_id"`
	Address      string        `json:"address"`
	Phone        string        `json:"phone"`
	TimeZone     string        `json:"time_zone"`
	BaseCurrency string        `json:"base_currency"`
	Payee        payeeAccount  `json:"payee"`
	Changes      []payeeChange `json:"changes"`
	MayChange    bool          `json:"may_change"`
	MayEdit      bool          `json:"may_edit" doc:"The details, not the payee's account"`
}

type editOrganization struct {
	Body struct {
		Name     string `json:"name" maxLength:"120"`
		NameEN   string `json:"name_en" maxLength:"120"`
		TimeZone string `json:"time_zone" maxLength:"60"`
		TaxID    string `json:"tax_id" maxLength:"120"`
		Address  string `json:"address" maxLength:"500"`
		Phone    string `json:"phone" maxLength:"120"`
	}
}

type askPayee struct {
	Body struct {
		Name    string `json:"payee_name" maxLength:"120"`
		Bank    string `json:"payee_bank" maxLength:"120"`
		Account string `json:"payee_account" maxLength:"120"`
		Reason  string `json:"reason" maxLength:"500"`
	}
}

type stopPayee struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Reason string `json:"reason" maxLength:"500"`
	}
}

type decidePayee struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Approve bool   `json:"approve"`
		Reason  string `json:"reason,omitempty" maxLength:"500"`
	}
}

// organization is the seller itself. The account that customers pay to takes two people to change.
func organization(api *web.API, books *books.Books) {
	show := func(ctx context.Context, actor ledger.Actor) (organizationView, error) {
		stands, err := books.Parties.Organization(ctx, actor)
		if err != nil {
			return organizationView{}, err
		}
		p := stands.Profile
		out := organizationView{Code: stands.Code, Name: p.Name, NameEN: p.NameEN, TaxID: p.TaxID, Address: p.Address, Phone: p.Phone, TimeZone: p.TimeZone,
			BaseCurrency: string(stands.BaseCurrency), Payee: payeeAccount{p.PayeeName, p.PayeeBank, p.PayeeAccount}, Changes: []payeeChange{}, MayChange: actor.May(ledger.ChangePayee),
			MayEdit: actor.May(ledger.ManagePeople)}
		changes, err := books.Parties.PayeeChanges(ctx, actor)
		for _, c := range changes {
			out.Changes = append(out.Changes, payeeChange{c.ID, payeeAccount(c.Payee), payeeAccount(c.Before), c.Reason, c.State, c.AskedName, c.AskedBy == actor.PersonID,
				c.AskedAt, c.Decided, c.DecidedAt, c.Why, c.EffectiveAt, c.Stopped, c.StoppedAt})
		}
		return out, err
	}
	web.Get(api, "/organization", ledger.SeeCustomers, "Read the seller's own details", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (organizationView, error) {
		return show(ctx, actor)
	})
	web.Put(api, "/organization", ledger.ManagePeople, "Change the seller's own details", func(ctx context.Context, actor ledger.Actor, in *editOrganization) (organizationView, error) {
		stands, err := books.Parties.Organization(ctx, actor)
		if err != nil {
			return organizationView{}, err
		}
		p := stands.Profile // the payee's account stays: it takes two people
		p.Name, p.NameEN, p.TimeZone, p.TaxID, p.Address, p.Phone = in.Body.Name, in.Body.NameEN, in.Body.TimeZone, in.Body.TaxID, in.Body.Address, in.Body.Phone
		if err := books.Parties.UpdateOrganization(ctx, actor, p); err != nil {
			return organizationView{}, err
		}
		return show(ctx, actor)
	})
	web.Post(api, "/payee-changes", ledger.ChangePayee, "Ask for another payee's account", func(ctx context.Context, actor ledger.Actor, in *askPayee) (organizationView, error) {
		if _, err := books.Parties.AskPayee(ctx, actor, party.Payee{Name: in.Body.Name, Bank: in.Body.Bank, Account: in.Body.Account}, in.Body.Reason); err != nil {
			return organizationView{}, err
		}
		return show(ctx, actor)
	}, web.Created())
	web.Post(api, "/payee-changes/{id}/decision", ledger.ChangePayee, "Approve or refuse another payee's account", func(ctx context.Context, actor ledger.Actor, in *decidePayee) (organizationView, error) {
		if err := books.Parties.DecidePayee(ctx, actor, in.ID, in.Body.Approve, in.Body.Reason); err != nil {
			return organizationView{}, err
		}
		return show(ctx, actor)
	})
	web.Post(api, "/payee-changes/{id}/stop", ledger.ChangePayee, "Stop another payee's account before it holds", func(ctx context.Context, actor ledger.Actor, in *stopPayee) (organizationView, error) {
		if err := books.Parties.StopPayee(ctx, actor, in.ID, in.Body.Reason); err != nil {
			return organizationView{}, err
		}
		return show(ctx, actor)
	})
}
