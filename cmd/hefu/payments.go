package main

import (
	"context"
	"fmt"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/money"
	"hefu/ledger/payment"
)

type paymentsCommand struct {
	logging      `embed:""`
	database     `embed:""`
	organization `embed:""`
	output       `embed:""`

	State   string `enum:"all,open,unknown,succeeded,failed,refunded,disputed" default:"all" help:"Which payments: ${enum}."`
	Search  string `help:"Part of a reference, a receipt's number or a customer."`
	Waiting bool   `help:"List instead what providers told of that fits no payment and nobody has decided about."`
}

// paymentLine is an online payment, with --output json.
type paymentLine struct {
	Reference   string `json:"reference"`
	Begun       string `json:"begun"`
	Customer    string `json:"customer"`
	Amount      string `json:"amount"`
	Currency    string `json:"currency"`
	Provider    string `json:"provider"`
	ProviderRef string `json:"provider_ref,omitempty"`
	State       string `json:"state"`
	Reason      string `json:"reason,omitempty"`
	Receipt     string `json:"receipt,omitempty"`
	Refunded    string `json:"refunded,omitempty"`
}

// toldLine is money that waits, with --output json.
type toldLine struct {
	Told        string `json:"told"`
	Provider    string `json:"provider"`
	ProviderRef string `json:"provider_ref"`
	Amount      string `json:"amount"`
	Currency    string `json:"currency"`
	Why         string `json:"why"`
	Reference   string `json:"reference,omitempty"`
	Customer    string `json:"customer,omitempty"`
}

const paymentsPage = 200

// Run lists online payments, the newest first.
func (c *paymentsCommand) Run(ctx context.Context, to console) error {
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		actor, err := c.actor(ctx, b)
		if err != nil {
			return err
		}
		if c.Waiting {
			return c.waiting(ctx, b, actor, to)
		}
		filter := payment.Filter{Query: c.Search, Limit: paymentsPage}
		if c.State != "all" {
			filter.View = c.State
		}
		lines, rows := []paymentLine{}, [][]string{}
		for {
			found, err := b.Payments.List(ctx, actor, filter)
			if err != nil {
				return err
			}
			for _, p := range found {
				line := paymentLine{Reference: p.Reference, Begun: p.CreatedAt.UTC().Format(time.RFC3339), Customer: p.CustomerCode, Amount: money.Text(p.Amount, money.Currency(p.Currency)), Currency: p.Currency,
					Provider: p.Provider, ProviderRef: p.ProviderRef, State: p.Standing(), Reason: p.Reason, Receipt: p.ReceiptNo}
				if back := p.Refunded.Add(p.ChargedBack); back.IsPositive() {
					line.Refunded = money.Text(back, money.Currency(p.Currency))
				}
				lines = append(lines, line)
				rows = append(rows, []string{line.Reference, line.Begun, line.Customer, line.Amount, line.Currency, line.Provider, line.State, line.Receipt, line.Refunded})
			}
			if len(found) < filter.Limit {
				break
			}
			filter.After = found[len(found)-1].ID
		}
		return c.print(to, lines, []string{"REFERENCE", "BEGUN", "CUSTOMER", "AMOUNT", "CURRENCY", "PROVIDER", "STATE", "RECEIPT", "WENT BACK"}, rows)
	})
}

func (c *paymentsCommand) waiting(ctx context.Context, b *books.Books, actor ledger.Actor, to console) error {
	lines, rows := []toldLine{}, [][]string{}
	for after := (ledger.ID{}); ; {
		found, err := b.Payments.Events(ctx, actor, "waiting", c.Search, after, paymentsPage)
		if err != nil {
			return err
		}
		for _, t := range found {
			line := toldLine{Told: t.FirstAt.UTC().Format(time.RFC3339), Provider: t.Provider, ProviderRef: t.ProviderRef, Amount: money.Text(t.Amount.Decimal, money.Currency(t.Currency)), Currency: t.Currency,
				Why: t.Verdict, Reference: t.Reference, Customer: t.CustomerCode}
			lines = append(lines, line)
			rows = append(rows, []string{line.Told, line.Provider, line.ProviderRef, line.Amount, line.Currency, line.Why, line.Reference, line.Customer})
			after = t.ID
		}
		if len(found) < paymentsPage {
			break
		}
	}
	fmt.Fprintf(to.err, "%d wait for a person\n", len(lines))
	return c.print(to, lines, []string{"TOLD", "PROVIDER", "REFERENCE", "AMOUNT", "CURRENCY", "WHY", "PAYMENT", "CUSTOMER"}, rows)
}
