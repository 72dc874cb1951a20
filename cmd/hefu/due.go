package main

import (
	"context"
	"strconv"
	"strings"

	"hefu/ledger/books"
	"hefu/ledger/calendar"
)

type dueStatements struct {
	logging      `embed:""`
	database     `embed:""`
	organization `embed:""`
	output       `embed:""`
}

// dueLine is a cut-off with --output json.
type dueLine struct {
	PeriodStart calendar.Date    `json:"period_start"`
	CutOff      calendar.Date    `json:"cut_off"`
	On          calendar.Date    `json:"on"`
	Cycles      []calendar.Cycle `json:"cycles"`
	Customers   int              `json:"customers"`
	Done        int              `json:"done"`
	Automatic   bool             `json:"automatic"`
}

// Run lists what is due and what comes next.
func (c *dueStatements) Run(ctx context.Context, to console) error {
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		actor, err := c.actor(ctx, b)
		if err != nil {
			return err
		}
		due, err := b.Statements.DueRuns(ctx, actor)
		if err != nil {
			return err
		}
		lines, rows := []dueLine{}, [][]string{}
		for _, d := range due {
			lines = append(lines, dueLine{d.Start, d.CutOff, d.On, d.Cycles, d.Customers, d.Done, d.Automatic})
			var cycles []string
			for _, cycle := range d.Cycles {
				cycles = append(cycles, string(cycle))
			}
			rows = append(rows, []string{d.CutOff.String(), d.On.String(), strings.Join(cycles, " "), strconv.Itoa(d.Customers), strconv.Itoa(d.Done)})
		}
		return c.print(to, lines, []string{"CUT-OFF", "FROM", "CYCLES", "CUSTOMERS", "DONE"}, rows)
	})
}
