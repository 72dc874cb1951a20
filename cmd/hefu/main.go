// Command hefu is the whole product in one program: it serves both audiences, works in the background, migrates, imports,
// and verifies the books. What each command needs comes from flags or the environment; deploy/CONFIGURATION.md lists it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"hefu/ledger"
)

// program is the command line. A command's Run method gets the console and the context that a signal ends.
type program struct {
	Serve          serveCommand          `cmd:"" help:"Serve the portal and the back office."`
	Worker         workerCommand         `cmd:"" help:"Do the background work: statement runs and whatever else is queued."`
	Migrate        migrateCommand        `cmd:"" help:"Bring the database to this program's version."`
	Import         importCommand         `cmd:"" help:"Bring customers, contacts or documents in from a CSV or XLSX file, or what a bank says."`
	Statements     statementsCommand     `cmd:"" help:"Make, list and write statements of account."`
	Receipts       receiptsCommand       `cmd:"" help:"Find what the money on the bank was meant for: first only say how it may be read."`
	Slips          slipsCommand          `cmd:"" help:"List and keep bank slips, and the queue of those that wait for a person."`
	Payments       paymentsCommand       `cmd:"" help:"List online payments, or the money of providers that waits for a person."`
	Payouts        payoutsCommand        `cmd:"" help:"List what payment providers paid out, whether it came to the bank, and in which amount."`
	Allocate       allocateCommand       `cmd:"" help:"Settle by rules what customers owe with what came in: first only say what would be settled."`
	Aging          agingCommand          `cmd:"" help:"Age what customers owe, as of any date."`
	Evidence       evidenceCommand       `cmd:"" help:"Write everything about a customer and period as one ZIP that can be checked without this system."`
	Archive        archiveCommand        `cmd:"" help:"Seal what is agreed on: one file per reconciliation that proves itself without this system."`
	Anchor         anchorCommand         `cmd:"" help:"Bring the archive of the day that has ended under one signed root, and print it to be published."`
	Finalize       finalizeCommand       `cmd:"" help:"Make the agreed statements of a month ready for signature, for somebody else to sign."`
	PersonalData   personalDataCommand   `cmd:"" name:"personal-data" help:"Say what is held of a person, and what a pseudonym would replace; or list the requests."`
	ProveLine      proveLineCommand      `cmd:"" name:"prove-line" help:"Prove one line out of a sealed reconciliation. Needs no database."`
	Report         reportCommand         `cmd:"" help:"Print a report, or write it to a file: receivables, movements, ledgers, the daily check list."`
	Verify         verifyCommand         `cmd:"" help:"Prove the books: check every invariant and name each violation."`
	VerifyDocument verifyDocumentCommand `cmd:"" name:"verify-document" help:"Say whether a signed PDF is still what was signed, by whom and when. Needs no database."`
	SignDocument   signDocumentCommand   `cmd:"" name:"sign-document" help:"Sign a PDF that waits for your signature with a key of your own. Needs no database."`
	Organization   organizationCommand   `cmd:"" help:"Create and list organizations."`
	Demo           demoCommand           `cmd:"" help:"Fill an empty database with an invented manufacturer's year."`
	Bench          benchCommand          `cmd:"" help:"Measure the product beside bare baselines."`
	Version        versionCommand        `cmd:"" help:"Say which version this is."`
	Help           helpCommand           `cmd:"" help:"Explain a command."`

	Configuration configurationCommand `cmd:"" hidden:"" help:"Write the list of settings as Markdown."`
	OpenAPI       openAPICommand       `cmd:"" name:"openapi" hidden:"" help:"Write the description of the HTTP interface."`
	Schema        schemaCommand        `cmd:"" hidden:"" help:"Write the description of the database."`
}

// console is where a command reads and writes.
type console struct {
	out io.Writer
	err io.Writer
}

const (
	exitFailure = 1
	exitUsage   = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], console{out: os.Stdout, err: os.Stderr})
	stop()
	os.Exit(code)
}

func newParser(target *program, to console) (*kong.Kong, error) {
	return kong.New(target, kong.Name("hefu"), kong.UsageOnError(), kong.Writers(to.out, to.err),
		kong.Description("Hefu 合符: self-service receivables reconciliation. Without DATABASE_URL it starts a private PostgreSQL of its own."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 110}))
}

// run executes one command line and returns the exit code: 0 done, 1 failed, 2 not understood.
func run(ctx context.Context, args []string, to console) int {
	var p program
	parser, err := newParser(&p, to)
	if err != nil {
		fmt.Fprintln(to.err, "hefu:", err)
		return exitFailure
	}
	if len(args) == 0 {
		args = []string{"help"}
	}
	command, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(to.err, "hefu: %v\nRun 'hefu help' to see what there is.\n", err)
		return exitUsage
	}
	command.BindTo(ctx, (*context.Context)(nil))
	if err := command.Run(to, parser); err != nil {
		fmt.Fprintln(to.err, "hefu:", explain(err))
		var misread misreading
		if errors.As(err, &misread) || ledger.IsCode(err, "validation_failed") {
			return exitUsage
		}
		return exitFailure
	}
	return 0
}

// misreading is a flag or argument that says nothing the command could do.
type misreading struct{ error }

func misread(format string, args ...any) error { return misreading{fmt.Errorf(format, args...)} }

// explain names the fields of a refusal; without fields, its cause too: whoever runs a command is allowed to see it.
func explain(err error) string {
	var known *ledger.Error
	switch {
	case !errors.As(err, &known):
		return err.Error()
	case len(known.Fields) == 0:
		return known.Error()
	}
	var faults []string
	for _, field := range known.FieldMessages("en") {
		faults = append(faults, strings.ReplaceAll(field.Name, "_", " ")+": "+field.Message)
	}
	return strings.Join(faults, "\n")
}

type helpCommand struct {
	Command []string `arg:"" optional:"" help:"The command to explain."`
}

func (c *helpCommand) Run(parser *kong.Kong) error {
	// Showing help ends the program in kong; here it only ends the parsing, whose complaint about what comes after is void.
	shown := false
	parser.Exit = func(int) { shown = true }
	_, err := parser.Parse(append(c.Command, "--help"))
	if !shown {
		return misread("there is no command %q: %w", strings.Join(c.Command, " "), err)
	}
	return nil
}
