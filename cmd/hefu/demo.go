package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/demo"
	"hefu/ledger/web"
)

type demoCommand struct {
	logging  `embed:""`
	database `embed:""`
}

// Run loads the invented manufacturer.
func (c *demoCommand) Run(ctx context.Context, to console) error {
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error { return loadDemo(ctx, b, to) })
}

// loadDemo makes the demo books once; a database that has them, or other books, is left alone.
func loadDemo(ctx context.Context, b *books.Books, to console) error {
	all, err := b.Organizations(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		zone, err := time.LoadLocation("Asia/Shanghai")
		if err != nil {
			return err
		}
		progress := newProgress(to)
		defer progress.end()
		services := demo.Services{Parties: b.Parties, Documents: b.Documents, Allocations: b.Allocations, Statements: b.Statements, Disputes: b.Disputes, Matchings: b.Matchings, Tokens: b.Tokens, Fields: b.Fields, Notes: b.Notes, Bank: b.Bank, Receipts: b.Receipts, Slips: b.Slips, Proofs: b.Proofs, Notices: b.Notices, Issues: b.Issues, Groups: b.Groups, Archive: b.Archive, Payments: b.Payments, DB: b.DB(), Finalizations: b.Finalizations, Access: b.Access}
		if _, err := demo.Load(ctx, services, demo.Options{StaffIssuer: web.DevStaffIssuer, ContactIssuer: web.DevContactIssuer, Today: calendar.In(time.Now(), zone), Progress: progress.report}); err != nil {
			return err
		}
	}
	return nil
}

// mostAnnounced is how many people of a side are named at the start: the manufacturer's whole staff.
const mostAnnounced = 8

// announce says where the product is served and who can sign in; the sign-in page lists them all.
func announce(ctx context.Context, b *books.Books, base string, to console) error {
	people := map[string]ledger.Audience{"Staff / 员工": ledger.Backoffice, "Customers / 客户": ledger.Portal}
	for _, title := range []string{"Customers / 客户", "Staff / 员工"} {
		found, err := web.DevPeople(b.DB(), people[title])(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(to.out, "\n%s\n", title)
		shown := 0
		for _, person := range found {
			if people[title] == ledger.Portal && !strings.Contains(person.Description, "confirmer") {
				continue
			}
			if shown++; shown > mostAnnounced {
				fmt.Fprintf(to.out, "  … and %d more; click a name to sign in\n", len(found)-mostAnnounced)
				break
			}
			fmt.Fprintf(to.out, "  %-10s %s\n", person.Name, person.DescriptionZH)
		}
	}
	fmt.Fprintf(to.out, "\nHefu 合符 is ready: %s\n", base)
	return nil
}
