package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/importing"
)

type importCommand struct {
	logging      `embed:""`
	database     `embed:""`
	organization `embed:""`
	output       `embed:""`

	Kind string `arg:"" enum:"customers,contacts,receivables,credit_notes,receipts,opening_balances,bank" help:"What the file holds: ${enum}."`
	File string `arg:"" type:"existingfile" help:"CSV or XLSX; of a bank also CAMT, MT940, BAI2, OFX."`

	Sheet        string `help:"Sheet of a workbook. Default: the first."`
	Mapping      string `help:"How to read a file with other columns: a mapping that comes with the program, or a JSON file."`
	ControlTotal string `help:"What opening balances must sum to, such as 'CNY 1234.50'."`
	SkipBadRows  string `type:"path" placeholder:"FILE" help:"Import the sound rows and write the refused ones to FILE. Default: all or nothing."`
	Check        bool   `help:"Only check."`
	Account      string `help:"Of a bank file: the number of the account it is of. Default: the numbers in the file."`
}

// imported is what the command says with --output json.
type imported struct {
	ID         ledger.ID         `json:"id"`
	State      importing.State   `json:"state"`
	Rows       importing.Count   `json:"rows"`
	Documents  importing.Count   `json:"documents"`
	Errors     []importing.Fault `json:"errors"`
	ErrorCount int               `json:"error_count"`
}

// Run imports the file, shows how far it is, and lists what is wrong with it.
func (c *importCommand) Run(ctx context.Context, to console) error {
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		actor, err := c.actor(ctx, b)
		if err != nil {
			return err
		}
		if c.Kind == "bank" {
			return c.bank(ctx, b, actor, to)
		}
		mapping, err := c.mapping()
		if err != nil {
			return err
		}
		file, err := os.Open(c.File)
		if err != nil {
			return err
		}
		defer file.Close()
		info, err := file.Stat()
		if err != nil {
			return err
		}
		bad, closeBad, err := c.badRows()
		if err != nil {
			return err
		}
		debug.SetGCPercent(importing.GCPercent)
		shown := newProgress(to)
		done, err := b.Imports.Run(ctx, actor, importing.Kind(c.Kind),
			importing.File{Content: file, Size: info.Size(), Name: filepath.Base(c.File)},
			importing.Options{Sheet: c.Sheet, Mapping: mapping, ControlTotal: c.ControlTotal, SkipBad: bad, CheckOnly: c.Check}, shown.report)
		shown.end()
		return errors.Join(c.show(to, done), closeBad(), err)
	})
}

func (c *importCommand) mapping() (*importing.Mapping, error) {
	if c.Mapping == "" {
		return nil, nil
	}
	if !strings.HasSuffix(c.Mapping, ".json") {
		found, err := importing.NamedMapping(c.Mapping)
		if err != nil {
			return nil, misread("there is no mapping %q; there are %s, or name a .json file", c.Mapping, strings.Join(importing.MappingNames(), ", "))
		}
		return found, nil
	}
	raw, err := os.ReadFile(c.Mapping)
	if err != nil {
		return nil, err
	}
	return importing.ParseMapping(raw)
}

func (c *importCommand) badRows() (io.Writer, func() error, error) {
	if c.SkipBadRows == "" {
		return nil, func() error { return nil }, nil
	}
	file, err := os.Create(c.SkipBadRows)
	if err != nil {
		return nil, nil, err
	}
	return file, file.Close, nil
}

func (c *importCommand) show(to console, done importing.Import) error {
	if c.Output == "json" {
		encoder := json.NewEncoder(to.out)
		encoder.SetIndent("", "  ")
		faults := done.Faults
		if faults == nil {
			faults = []importing.Fault{}
		}
		return encoder.Encode(imported{done.ID, done.State, done.Rows, done.Documents, faults, done.FaultCount})
	}
	for _, f := range done.Faults {
		fmt.Fprintln(to.err, faultLine(f))
	}
	if done.FaultCount > len(done.Faults) {
		fmt.Fprintf(to.err, "… and %d more\n", done.FaultCount-len(done.Faults))
	}
	if done.State == importing.Imported && done.Documents.Bad > 0 && c.SkipBadRows != "" {
		fmt.Fprintf(to.err, "What was refused is in %s; corrected, that file goes in as it is.\n", c.SkipBadRows)
	}
	row := func(what string, n importing.Count) []string {
		return []string{what, strconv.Itoa(n.Read), strconv.Itoa(n.New), strconv.Itoa(n.Known), strconv.Itoa(n.Bad)}
	}
	return c.print(to, nil, []string{strings.ToUpper(string(done.State)), "READ", "NEW", "KNOWN", "BAD"},
		[][]string{row("rows", done.Rows), row("documents", done.Documents)})
}

// faultLine names the place as a spreadsheet program shows it, then what stands there and why it is refused.
func faultLine(f importing.Fault) string {
	var place []string
	if f.Sheet != "" {
		place = append(place, "sheet "+f.Sheet)
	}
	if f.Row > 0 {
		place = append(place, "row "+strconv.Itoa(f.Row))
	}
	if f.Column != "" {
		place = append(place, "column "+f.Column)
	}
	if f.Header != "" && !strings.Contains(f.EN, f.Header) {
		place = append(place, f.Header)
	}
	if f.Value != "" && !strings.Contains(f.EN, f.Value) {
		place = append(place, strconv.Quote(f.Value))
	}
	if len(place) == 0 {
		return f.EN
	}
	return strings.Join(place, ", ") + ": " + f.EN
}
