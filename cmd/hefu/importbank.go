package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/books"
)

// importedBank is what the command says of a bank file with --output json.
type importedBank struct {
	ID         ledger.ID          `json:"id"`
	Format     string             `json:"format"`
	Imported   bool               `json:"imported"`
	New        int                `json:"new"`
	Why        string             `json:"why,omitempty"`
	Statements []importedBankPart `json:"statements"`
}

type importedBankPart struct {
	Account  string   `json:"account"`
	Currency string   `json:"currency"`
	Lines    int      `json:"lines"`
	New      int      `json:"new"`
	Known    int      `json:"known"`
	Proven   bool     `json:"proven"`
	Problems []string `json:"problems"`
}

// bank imports what a bank says, or only checks it.
func (c *importCommand) bank(ctx context.Context, b *books.Books, actor ledger.Actor, to console) error {
	content, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	choice, err := c.bankAccount(ctx, b, actor)
	if err != nil {
		return err
	}
	file, err := b.Bank.Upload(ctx, actor, content, filepath.Base(c.File), choice)
	if err != nil {
		return err
	}
	var refused error
	if !c.Check {
		if done, err := b.Bank.Commit(ctx, actor, file.ID); err != nil {
			refused = err
		} else {
			file = done
		}
	}
	if err := c.showBank(to, file); err != nil {
		return err
	}
	return refused
}

func (c *importCommand) bankAccount(ctx context.Context, b *books.Books, actor ledger.Actor) (bank.Choice, error) {
	if c.Account == "" {
		return bank.Choice{}, nil
	}
	accounts, err := b.Bank.Accounts(ctx, actor)
	if err != nil {
		return bank.Choice{}, err
	}
	for _, a := range accounts {
		if a.Number == bank.PlainNumber(c.Account) {
			return bank.Choice{AccountID: a.ID}, nil
		}
	}
	return bank.Choice{}, misread("no bank account has the number %s; add it under Bank first", c.Account)
}

func (c *importCommand) showBank(to console, file *bank.File) error {
	out := importedBank{ID: file.ID, Format: file.Format, Imported: file.ImportedAt != nil, New: file.New(), Statements: []importedBankPart{}}
	if !out.Imported {
		out.Why = file.Why("en")
	}
	rows := [][]string{}
	for _, p := range file.Parts {
		part := importedBankPart{Account: p.Named, Currency: p.Currency, Lines: p.Lines, New: p.New, Known: p.Known, Proven: p.Proven() && len(p.Problems) == 0, Problems: []string{}}
		if p.Account.Number != "" {
			part.Account = p.Account.Number
		}
		for _, problem := range p.Problems {
			part.Problems = append(part.Problems, problem.EN)
		}
		out.Statements = append(out.Statements, part)
		rows = append(rows, []string{part.Account, part.Currency, strconv.Itoa(part.Lines), strconv.Itoa(part.New), strconv.Itoa(part.Known), strconv.FormatBool(part.Proven)})
	}
	if c.Output == "json" {
		encoder := json.NewEncoder(to.out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(out)
	}
	if file.Refused != nil {
		fmt.Fprintln(to.err, file.Refused.EN)
	}
	for _, p := range out.Statements {
		for _, problem := range p.Problems {
			fmt.Fprintf(to.err, "%s: %s\n", p.Account, problem)
		}
	}
	for _, k := range file.Skipped {
		fmt.Fprintln(to.err, "left out: "+k.Reason("en"))
	}
	return c.print(to, nil, []string{"ACCOUNT", "CURRENCY", "LINES", "NEW", "KNOWN", "PROVEN"}, rows)
}
