package backoffice

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/dispute"
	"hefu/ledger/document"
	"hefu/ledger/field"
	"hefu/ledger/money"
	"hefu/ledger/party"
	"hefu/ledger/sheet"
	"hefu/ledger/statement"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type balance struct {
	Currency string     `json:"currency"`
	Balance  web.Amount `json:"balance"`
	Owed     web.Amount `json:"owed"`
	Credits  web.Amount `json:"credits"`
	Overdue  web.Amount `json:"overdue"`
}

// CustomerSummary is a customer in the list, with what is open in each currency.
type CustomerSummary struct {
	ID          ledger.ID    `json:"id"`
	Code        string       `json:"code"`
	Name        string       `json:"name"`
	NameEN      string       `json:"name_en"`
	TaxID       string       `json:"tax_id"`
	Region      string       `json:"region"`
	Currency    string       `json:"currency"`
	Salesperson *wire.Named  `json:"salesperson,omitempty"`
	Cycle       string       `json:"cycle"`
	Active      bool         `json:"active"`
	Fields      field.Values `json:"fields,omitempty" doc:"Custom fields by code, as GET /fields defines them; a number as a decimal, a date as YYYY-MM-DD, a choice by its option, yes/no as true or false"`
	Balances    []balance    `json:"balances"`
}

type contact struct {
	ID      ledger.ID     `json:"id"`
	Name    string        `json:"name"`
	Email   string        `json:"email"`
	Phone   string        `json:"phone"`
	SignsIn bool          `json:"signs_in"`
	Roles   []ledger.Role `json:"roles"`
}

type twoLanguages struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

type nextRun struct {
	PeriodStart calendar.Date `json:"period_start"`
	CutOff      calendar.Date `json:"cut_off"`
	On          calendar.Date `json:"on"`
}

type customerAging struct {
	Currency string         `json:"currency"`
	Buckets  []bucketAmount `json:"buckets"`
	Credits  web.Amount     `json:"credits"`
	Total    web.Amount     `json:"total"`
}

type bucketAmount struct {
	Key     string     `json:"key"`
	LabelZH string     `json:"label_zh"`
	LabelEN string     `json:"label_en"`
	Amount  web.Amount `json:"amount"`
}

type customerView struct {
	CustomerSummary
	Address     string                  `json:"address"`
	Phone       string                  `json:"phone"`
	Bank        string                  `json:"bank"`
	BankAccount string                  `json:"bank_account"`
	Country     string                  `json:"country"`
	Terms       twoLanguages            `json:"terms"`
	TermsForm   plainTerms              `json:"terms_form"`
	TimeZone    string                  `json:"time_zone"`
	Locale      string                  `json:"locale"`
	Contacts    []contact               `json:"contacts"`
	Aging       []customerAging         `json:"aging"`
	Statements  []wire.StatementSummary `json:"statements"`
	Disputes    []disputeSummary        `json:"disputes"`
	Documents   []wire.DocumentSummary  `json:"documents"`
	NextRun     *nextRun                `json:"next_run,omitempty"`
}

// ListCustomers narrows the list of customers.
type ListCustomers struct {
	web.Paging
	Q        string `query:"q" maxLength:"100"`
	Sort     string `query:"sort" enum:"code,name,balance,overdue" default:"code"`
	Region   string `query:"region" maxLength:"120"`
	Currency string `query:"currency" maxLength:"3"`
	Inactive bool   `query:"inactive" default:"false"`
	Field    string `query:"field" maxLength:"560" doc:"code:value of a custom field"`
}

// fileOfCustomers asks for the list as a file.
type fileOfCustomers struct {
	ListCustomers
	Format string `query:"format" enum:"xlsx,csv" default:"xlsx"`
}

type staffMember struct {
	ID    ledger.ID     `json:"id"`
	Name  string        `json:"name"`
	Email string        `json:"email"`
	Roles []ledger.Role `json:"roles"`
}

func customers(api *web.API, books *books.Books) {
	web.Get(api, "/customers", ledger.SeeCustomers, "List customers with balances", func(ctx context.Context, actor ledger.Actor, in *ListCustomers) (web.Page[CustomerSummary], error) {
		query, err := in.query()
		if err != nil {
			return web.Page[CustomerSummary]{}, err
		}
		found, err := books.Parties.Customers(ctx, actor, query)
		if err != nil {
			return web.Page[CustomerSummary]{}, err
		}
		page := web.Page[CustomerSummary]{Items: []CustomerSummary{}}
		for _, c := range found.Customers {
			page.Items = append(page.Items, wordCustomer(c))
		}
		if !found.Next.ID.IsZero() {
			page.NextCursor, err = web.Cursor(found.Next)
		}
		return page, err
	})
	web.Download(api, "/customers/file", ledger.SeeCustomers, "Download the list of customers", func(ctx context.Context, actor ledger.Actor, in *fileOfCustomers) (web.File, error) {
		query, err := in.query()
		if err != nil {
			return web.File{}, err
		}
		body, err := books.Parties.Export(ctx, actor, query, sheet.Format(in.Format))
		return web.File{Name: "customers." + in.Format, Media: media[in.Format], Body: body}, err
	}, web.Within(agingDeadline))
	web.Get(api, "/customers/{id}", ledger.SeeCustomers, "Read a customer with all that concerns it", func(ctx context.Context, actor ledger.Actor, in *byID) (customerView, error) {
		return readCustomer(ctx, actor, books, in.ID)
	})
	web.Get(api, "/staff", ledger.SeeCustomers, "List colleagues with their roles", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (web.Page[staffMember], error) {
		members, err := books.Parties.StaffList(ctx, actor)
		page := web.Page[staffMember]{Items: []staffMember{}}
		for _, m := range members {
			page.Items = append(page.Items, staffMember{m.ID, m.Name, m.Email, m.Roles})
		}
		return page, err
	})
}

// query is the domain's question.
func (in *ListCustomers) query() (party.Query, error) {
	after, _, err := web.ReadCursor[party.Position](in.Cursor)
	if err != nil {
		return party.Query{}, err
	}
	match, err := field.ParseMatch(in.Field)
	return party.Query{Search: in.Q, Region: in.Region, Currency: money.Currency(in.Currency), Inactive: in.Inactive, Sort: party.Sort(in.Sort), Field: match, After: after, Limit: in.Limit}, err
}

func wordCustomer(c party.Summary) CustomerSummary {
	out := CustomerSummary{ID: c.ID, Code: c.Code, Name: c.Name, NameEN: c.NameEN, TaxID: c.TaxID, Region: c.Region, Currency: string(c.Currency), Cycle: string(c.Cycle), Active: c.Active, Fields: c.Fields, Balances: []balance{}}
	if !c.SalespersonID.IsZero() {
		out.Salesperson = &wire.Named{ID: c.SalespersonID, Name: c.SalespersonName}
	}
	out.Balances = wordBalances(c.Balances)
	return out
}

func readCustomer(ctx context.Context, actor ledger.Actor, books *books.Books, id ledger.ID) (customerView, error) {
	detail, err := books.Parties.Customer(ctx, actor, id)
	if err != nil {
		return customerView{}, err
	}
	out := customerView{CustomerSummary: wordCustomer(detail.Summary), Address: detail.Address, Phone: detail.Phone, Bank: detail.Bank, BankAccount: detail.BankAccount,
		Country: detail.Country, TimeZone: detail.TimeZone, Locale: detail.Locale, Contacts: []contact{}, Aging: []customerAging{},
		Statements: []wire.StatementSummary{}, Disputes: []disputeSummary{}, Documents: []wire.DocumentSummary{}}
	if detail.Terms != nil {
		out.Terms = twoLanguages{detail.Terms.Describe("zh-CN"), detail.Terms.Describe("en")}
	}
	out.TermsForm = formOf(detail.Terms)
	for _, c := range detail.Contacts {
		out.Contacts = append(out.Contacts, contact{c.ID, c.Name, c.Email, c.Phone, c.SignsIn, c.Roles})
	}
	if n := detail.NextRun; n != nil {
		out.NextRun = &nextRun{n.Start, n.CutOff, n.On}
	}
	if actor.May(ledger.SeeReports) {
		if out.Aging, err = agingOf(ctx, actor, books, id); err != nil {
			return customerView{}, err
		}
	}
	if actor.May(ledger.SeeStatements) {
		err = fillCustomer(ctx, actor, books, id, &out)
	}
	return out, err
}

func agingOf(ctx context.Context, actor ledger.Actor, books *books.Books, id ledger.ID) ([]customerAging, error) {
	result, err := books.Aging.Report(ctx, actor, aging.Query{CustomerID: id})
	out := []customerAging{}
	for _, row := range result.Rows {
		currency := string(row.Currency)
		entry := customerAging{Currency: currency, Buckets: []bucketAmount{}, Credits: wire.Amount(row.Credits, currency), Total: wire.Amount(row.Total, currency)}
		for i, amount := range row.Amounts {
			entry.Buckets = append(entry.Buckets, bucketAmount{result.Buckets.Key(i), result.Buckets.Label(i, "zh-CN"), result.Buckets.Label(i, "en"), wire.Amount(amount, currency)})
		}
		out = append(out, entry)
	}
	return out, err
}

func fillCustomer(ctx context.Context, actor ledger.Actor, books *books.Books, id ledger.ID, out *customerView) error {
	documents, err := books.Documents.List(ctx, actor, document.Filter{CustomerID: id, Limit: 20})
	if err != nil {
		return err
	}
	for _, d := range documents {
		out.Documents = append(out.Documents, wire.Document(d))
	}
	disputes, err := books.Disputes.List(ctx, actor, dispute.Filter{View: "all", CustomerID: id, Limit: 20})
	if err != nil {
		return err
	}
	for _, d := range disputes {
		out.Disputes = append(out.Disputes, wordDispute(d, actor))
	}
	statements, err := books.Statements.List(ctx, actor, statement.Filter{CustomerID: id, Limit: 12})
	for _, s := range statements {
		out.Statements = append(out.Statements, wire.Statement(s))
	}
	return err
}
