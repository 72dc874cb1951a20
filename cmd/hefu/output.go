package main

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"
	"text/tabwriter"
)

// output is how a command that prints data prints it.
type output struct {
	Output string `short:"o" enum:"table,json" default:"table" help:"How to print: ${enum}."`
}

// print writes rows as a table with its headings, or data as JSON.
func (o output) print(to console, data any, headings []string, rows [][]string) error {
	if o.Output == "json" {
		encoder := json.NewEncoder(to.out)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		return encoder.Encode(data)
	}
	table := tabwriter.NewWriter(to.out, 2, 8, 2, ' ', 0)
	fmt.Fprintln(table, strings.Join(headings, "\t"))
	for _, row := range rows {
		fmt.Fprintln(table, strings.Join(row, "\t"))
	}
	return table.Flush()
}

func sortTexts(texts []string) { sort.Strings(texts) }
