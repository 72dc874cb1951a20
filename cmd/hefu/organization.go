package main

import (
	"context"
	"fmt"
	"strconv"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
	"hefu/ledger/party"
	"hefu/ledger/web"
)

type organizationCommand struct {
	Create createOrganization `cmd:"" help:"Open a set of books: chart, periods, and the first administrator."`
	List   listOrganizations  `cmd:"" help:"List every set of books."`
}

type createOrganization struct {
	logging  `embed:""`
	database `embed:""`
	output   `embed:""`

	Code         string `arg:"" help:"Short name: letters, digits, - and _."`
	Name         string `required:"" help:"Legal name."`
	NameEN       string `name:"name-en" help:"English name."`
	BaseCurrency string `default:"CNY" help:"Currency the books are kept in; it never changes."`
	FirstPeriod  string `required:"" placeholder:"YYYY-MM" help:"Month the books start in."`
	TimeZone     string `default:"Asia/Shanghai" help:"Where a business day begins and ends."`
	TaxID        string `name:"tax-id" help:"Unified social credit code or tax number."`
	Address      string `help:"Postal address."`
	Phone        string `help:"Telephone."`
	PayeeName    string `help:"Whom customers pay to."`
	PayeeBank    string `help:"At which bank."`
	PayeeAccount string `help:"To which account."`

	AdminSubject string `help:"Subject of the first administrator at the identity provider."`
	AdminName    string `help:"Name of the first administrator."`
	AdminEmail   string `help:"E-mail address of the first administrator."`
	StaffIssuer  string `env:"HEFU_BACKOFFICE_OIDC_ISSUER" help:"Issuer of staff's identity provider. Empty: the one built in for development."`
}

// Run creates the organization, then its administrator; a failure of the second leaves the first, and says so.
func (c *createOrganization) Run(ctx context.Context, to console) error {
	first, err := calendar.Parse(c.FirstPeriod + "-01")
	if err != nil {
		return misread("--first-period %q is not a month such as 2026-01", c.FirstPeriod)
	}
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		actor := ledger.SystemActor(ledger.ID{}, "command line")
		id, err := b.Parties.CreateOrganization(ctx, actor, party.NewOrganization{
			Code: c.Code, BaseCurrency: money.Currency(c.BaseCurrency), FirstPeriod: first,
			Profile: party.Profile{
				Name: c.Name, NameEN: c.NameEN, TimeZone: c.TimeZone, TaxID: c.TaxID, Address: c.Address, Phone: c.Phone,
				PayeeName: c.PayeeName, PayeeBank: c.PayeeBank, PayeeAccount: c.PayeeAccount,
			},
		})
		if err != nil {
			return err
		}
		if err := c.admit(ctx, b, id); err != nil {
			return fmt.Errorf("organization %s is created, its administrator is not: %w", c.Code, err)
		}
		made, err := b.OrganizationByCode(ctx, c.Code)
		if err != nil {
			return err
		}
		return printOrganizations(c.output, to, []books.Organization{made})
	})
}

func (c *createOrganization) admit(ctx context.Context, b *books.Books, organization ledger.ID) error {
	if c.AdminSubject == "" {
		return nil
	}
	issuer := c.StaffIssuer
	if issuer == "" {
		issuer = web.DevStaffIssuer
	}
	_, err := b.Parties.AddStaff(ctx, ledger.SystemActor(organization, "command line"), party.NewStaff{
		Issuer: issuer, Subject: c.AdminSubject, Name: c.AdminName, Email: c.AdminEmail, Roles: []ledger.Role{ledger.Administrator},
	})
	return err
}

type listOrganizations struct {
	logging  `embed:""`
	database `embed:""`
	output   `embed:""`
}

// Run lists the organizations.
func (c *listOrganizations) Run(ctx context.Context, to console) error {
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		all, err := b.Organizations(ctx)
		if err != nil {
			return err
		}
		return printOrganizations(c.output, to, all)
	})
}

func printOrganizations(o output, to console, all []books.Organization) error {
	var rows [][]string
	for _, one := range all {
		rows = append(rows, []string{one.Code, one.Name, one.BaseCurrency, one.TimeZone, strconv.Itoa(one.Customers), strconv.Itoa(one.Staff), one.ID.String()})
	}
	return o.print(to, all, []string{"CODE", "NAME", "CURRENCY", "TIME ZONE", "CUSTOMERS", "STAFF", "ID"}, rows)
}

// withBooks opens the database and the services for a command, and closes both.
func withBooks(ctx context.Context, d database, l logging, to console, work func(*books.Books) error, more ...func(*books.Options) error) error {
	log := l.logger(to)
	db, err := d.open(ctx, log, to)
	if err != nil {
		return err
	}
	defer db.close(ctx, log)
	if err := db.prepare(ctx, log); err != nil {
		return err
	}
	files, err := d.files()
	if err != nil {
		return err
	}
	links, err := d.links(defaultBase)
	if err != nil {
		return err
	}
	options := books.Options{Log: log, Links: links, Blobs: files}
	for _, add := range more {
		if err := add(&options); err != nil {
			return err
		}
	}
	b, err := books.Open(ctx, db.appURL, options)
	if err != nil {
		return err
	}
	defer b.Close()
	return work(b)
}
