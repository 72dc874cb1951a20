package main

import (
	"context"
	"fmt"
	"strconv"

	"hefu/ledger/bank"
	"hefu/ledger/books"
	"hefu/ledger/money"
)

type payoutsCommand struct {
	logging      `embed:""`
	database     `embed:""`
	organization `embed:""`
	output       `embed:""`

	State string `enum:"all,waiting,differs,at_bank" default:"all" help:"Which payouts: ${enum}. waiting are on their way; differs came in another amount that is not posted yet."`
}

// payoutRow is what a provider paid out, with --output json.
type payoutRow struct {
	PaidOn     string `json:"paid_on"`
	Provider   string `json:"provider"`
	Reference  string `json:"reference"`
	Amount     string `json:"amount"`
	Currency   string `json:"currency"`
	State      string `json:"state"`
	Days       int    `json:"days"`
	LineOn     string `json:"line_on,omitempty"`
	LineAmount string `json:"line_amount,omitempty"`
	Account    string `json:"account,omitempty"`
	Payer      string `json:"payer,omitempty"`
	Rule       string `json:"rule,omitempty"`
	Difference string `json:"difference,omitempty"`
	Unposted   string `json:"unposted,omitempty"`
	Reason     string `json:"reason,omitempty"`
}

// Run lists what providers paid out, the latest booked first, with the bank line that each came as.
func (c *payoutsCommand) Run(ctx context.Context, to console) error {
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		actor, err := c.actor(ctx, b)
		if err != nil {
			return err
		}
		filter := bank.PayoutFilter{Limit: paymentsPage}
		if c.State != "all" {
			filter.View = c.State
		}
		lines, rows, differ := []payoutRow{}, [][]string{}, 0
		for {
			found, err := b.Bank.Payouts(ctx, actor, filter)
			if err != nil {
				return err
			}
			for _, p := range found {
				if p.State() == "differs" {
					differ++
				}
				line := wordPayoutRow(p)
				lines = append(lines, line)
				rows = append(rows, []string{line.PaidOn, line.Provider, line.Reference, line.Amount, line.Currency, line.State, strconv.Itoa(line.Days), line.LineOn, line.LineAmount, line.Difference, line.Unposted, line.Rule})
			}
			if len(found) < filter.Limit {
				break
			}
			filter.After = found[len(found)-1].ID
		}
		fmt.Fprintf(to.err, "%d payouts; of %d a difference is not posted\n", len(lines), differ)
		return c.print(to, lines, []string{"PAID", "PROVIDER", "REFERENCE", "AMOUNT", "CURRENCY", "STATE", "DAYS", "AT BANK", "CAME", "DIFFERENCE", "NOT POSTED", "RULE"}, rows)
	})
}

func wordPayoutRow(p bank.Payout) payoutRow {
	currency := money.Currency(p.Currency)
	line := payoutRow{PaidOn: p.PaidOn.String(), Provider: p.Provider, Reference: p.Reference, Amount: money.Text(p.Amount, currency), Currency: p.Currency, State: p.State(), Days: p.Days}
	if p.LineID.IsZero() {
		return line
	}
	line.LineOn, line.LineAmount, line.Account, line.Payer, line.Rule = p.LineOn.String(), money.Text(p.LineAmount.Decimal, currency), p.LineOf, p.Payer, string(p.Rule)
	line.Difference, line.Unposted, line.Reason = money.Text(p.Difference.Decimal, currency), money.Text(p.Unposted(), currency), p.Reason
	return line
}
