package backoffice

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/field"
	"hefu/ledger/money"
	"hefu/ledger/party"
	"hefu/ledger/web"
)

type customerForm struct {
	Code        string       `json:"code" maxLength:"120"`
	Name        string       `json:"name" maxLength:"120"`
	NameEN      string       `json:"name_en,omitempty" maxLength:"120"`
	TaxID       string       `json:"tax_id,omitempty" maxLength:"120"`
	Country     string       `json:"country,omitempty" maxLength:"2"`
	Region      string       `json:"region,omitempty" maxLength:"120"`
	Address     string       `json:"address,omitempty" maxLength:"500"`
	Phone       string       `json:"phone,omitempty" maxLength:"120"`
	Bank        string       `json:"bank,omitempty" maxLength:"120"`
	BankAccount string       `json:"bank_account,omitempty" maxLength:"120"`
	Currency    string       `json:"currency,omitempty" maxLength:"3"`
	Salesperson string       `json:"salesperson,omitempty" maxLength:"254" doc:"Id, subject or e-mail address of a member of staff"`
	Terms       plainTerms   `json:"terms"`
	Cycle       string       `json:"cycle,omitempty" maxLength:"20" doc:"monthly, quarterly, none, or day:N"`
	TimeZone    string       `json:"time_zone,omitempty" maxLength:"64"`
	Locale      string       `json:"locale,omitempty" enum:"zh-CN,en"`
	Active      bool         `json:"active"`
	Fields      field.Values `json:"fields,omitempty" doc:"Custom fields by code, as GET /fields defines them; a number as a decimal, a date as YYYY-MM-DD, a choice by its option, yes/no as true or false"`
}

type createCustomer struct{ Body customerForm }

type updateCustomer struct {
	ID   ledger.ID `path:"id"`
	Body customerForm
}

type savedCustomer struct {
	ID       ledger.ID      `json:"id"`
	Changed  bool           `json:"changed"`
	Warnings []fieldWarning `json:"warnings"`
}

type fieldWarning struct {
	Field   string `json:"field"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// customer is the domain's command. stands are the terms in force, for a form that keeps them.
func (f customerForm) customer(stands *calendar.Terms) (party.Customer, error) {
	c := party.Customer{Code: f.Code, Name: f.Name, NameEN: f.NameEN, TaxID: f.TaxID, Country: f.Country, Region: f.Region, Address: f.Address, Phone: f.Phone,
		Bank: f.Bank, BankAccount: f.BankAccount, Currency: money.Currency(f.Currency), Salesperson: f.Salesperson, Cycle: party.Cycle(f.Cycle),
		TimeZone: f.TimeZone, Locale: f.Locale, Active: &f.Active, Fields: f.Fields}
	var err error
	c.Terms, err = f.Terms.stored(stands)
	return c, err
}

func saved(done party.Saved, actor ledger.Actor) savedCustomer {
	out := savedCustomer{ID: done.ID, Changed: done.Changed, Warnings: []fieldWarning{}}
	doubts := &ledger.Error{Code: "validation_failed", Fields: done.Warnings}
	for _, w := range doubts.FieldMessages(actor.Locale) {
		out.Warnings = append(out.Warnings, fieldWarning{w.Name, w.Code, w.Message})
	}
	return out
}

// masterData are customers as staff write them by hand.
func masterData(api *web.API, books *books.Books) {
	web.Post(api, "/customers", ledger.ManageCustomers, "Make a customer", func(ctx context.Context, actor ledger.Actor, in *createCustomer) (savedCustomer, error) {
		c, err := in.Body.customer(nil)
		if err != nil {
			return savedCustomer{}, err
		}
		done, err := books.Parties.CreateCustomer(ctx, actor, c)
		return saved(done, actor), err
	}, web.Created())
	web.Put(api, "/customers/{id}", ledger.ManageCustomers, "Change a customer", func(ctx context.Context, actor ledger.Actor, in *updateCustomer) (savedCustomer, error) {
		stands, err := books.Parties.Customer(ctx, actor, in.ID)
		if err != nil {
			return savedCustomer{}, err
		}
		c, err := in.Body.customer(stands.Terms)
		if err != nil {
			return savedCustomer{}, err
		}
		done, err := books.Parties.UpdateCustomer(ctx, actor, in.ID, c)
		return saved(done, actor), err
	})
}
