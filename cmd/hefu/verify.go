package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"

	"hefu/ledger/verify"
)

type verifyCommand struct {
	logging  `embed:""`
	database `embed:""`
	output   `embed:""`

	Root []string `type:"path" help:"Certificates in PEM to trust for signatures and timestamps of the archive, beside the system's and those on record: such as a timestamp authority's."`
}

// Run prints every invariant, those of kept files, bundles and signatures too, and fails when one is broken. It reads past row-level security, so it connects as whoever
// migrates or as an auditor, outside the pools of the application, whose roles could see only one organization.
func (c *verifyCommand) Run(ctx context.Context, to console) error {
	log := c.logger(to)
	db, err := c.open(ctx, log, to)
	if err != nil {
		return err
	}
	defer db.close(ctx, log)
	if db.adminURL == "" {
		return errors.New("HEFU_ADMIN_DATABASE_URL is not set: verifying takes a superuser or a member of hefu_auditor")
	}
	conn, err := pgx.Connect(ctx, db.adminURL)
	if err != nil {
		return fmt.Errorf("connect to verify: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	checks, err := verify.Run(ctx, conn)
	if err != nil {
		return err
	}
	kept, err := c.files()
	if err != nil {
		return err
	}
	files, err := verify.Files(ctx, conn, kept)
	if err != nil {
		return err
	}
	anchors, err := verify.Anchors(ctx, conn)
	if err != nil {
		return err
	}
	roots, err := documentRoots(c.Root)
	if err != nil {
		return err
	}
	bundles, err := verify.Bundles(ctx, conn, kept, roots)
	if err != nil {
		return err
	}
	signatures, err := verify.Signatures(ctx, conn, kept, roots)
	if err != nil {
		return err
	}
	checks = append(checks, files, anchors, bundles, signatures)
	if err := c.print(to, linesOf(checks), []string{"INVARIANT", "VIOLATIONS", "WHAT"}, rowsOf(checks)); err != nil {
		return err
	}
	return verify.Unsound(checks)
}

// checkLine is an invariant with --output json.
type checkLine struct {
	Invariant  string   `json:"invariant"`
	Text       string   `json:"text"`
	Violations int64    `json:"violations"`
	Samples    []string `json:"samples"`
}

func linesOf(checks []verify.Check) []checkLine {
	var lines []checkLine
	for _, check := range checks {
		lines = append(lines, checkLine{check.Invariant, check.Text, check.Violations, append([]string{}, check.Samples...)})
	}
	return lines
}

func rowsOf(checks []verify.Check) [][]string {
	var rows [][]string
	for _, check := range checks {
		rows = append(rows, []string{check.Invariant, strconv.FormatInt(check.Violations, 10), check.Text})
	}
	return rows
}
