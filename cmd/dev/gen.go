package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
)

type genTask struct{}

// generated is a file of the repository that is made from others.
type generated struct {
	path string
	make func(ctx context.Context, p *project, binary string) ([]byte, error)
}

var generatedFiles = []generated{
	{"deploy/CONFIGURATION.md", hefuSays("configuration")},
	{"frontend/openapi.json", hefuSays("openapi")},
	{"migrations/schema.sql", schema},
	{"deploy/NOTICES.md", notices},
	{"frontend/src/shared/api/schema.d.ts", types}, // last: it is made from openapi.json
}

// Run writes every generated file.
func (t *genTask) Run(ctx context.Context, p *project) error {
	return p.eachGenerated(ctx, func(path string, content []byte) error {
		former, err := os.ReadFile(p.path(path))
		if err == nil && bytes.Equal(former, content) {
			fmt.Println("same   ", path)
			return nil
		}
		fmt.Println("written", path)
		return errors.Join(os.MkdirAll(filepath.Dir(p.path(path)), 0o755), os.WriteFile(p.path(path), content, 0o644))
	})
}

func (p *project) eachGenerated(ctx context.Context, use func(path string, content []byte) error) error {
	if err := p.install(ctx); err != nil {
		return err
	}
	binary, err := p.hefu(ctx)
	if err != nil {
		return err
	}
	var failures error
	for _, file := range generatedFiles {
		content, err := file.make(ctx, p, binary)
		if err == nil {
			err = use(file.path, content)
		}
		if err != nil {
			failures = errors.Join(failures, fmt.Errorf("%s: %w", file.path, err))
		}
	}
	return failures
}

func hefuSays(command string) func(context.Context, *project, string) ([]byte, error) {
	return func(ctx context.Context, p *project, binary string) ([]byte, error) {
		return p.ask(ctx, step{run: []string{binary, command}, env: []string{"HEFU_ADMIN_DATABASE_URL=", "DATABASE_URL="}})
	}
}

// schema describes a database that was migrated just now, in a cluster of its own.
func schema(ctx context.Context, p *project, binary string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "hefu-schema-")
	if err != nil {
		return nil, err
	}
	text, err := p.ask(ctx, step{
		run: []string{binary, "schema", "--log-level=error"},
		env: []string{"HEFU_DATA_DIR=" + filepath.Join(dir, "data"), "HEFU_CACHE_DIR=" + p.path(".cache"), "HEFU_ADMIN_DATABASE_URL=", "DATABASE_URL="},
	})
	return text, errors.Join(err, os.RemoveAll(dir))
}

// types are the API's shapes for the pages.
func types(ctx context.Context, p *project, _ string) ([]byte, error) {
	return p.ask(ctx, step{dir: "frontend", run: []string{"npx", "openapi-typescript", "openapi.json"}})
}

type newMigrationTask struct {
	Name string `arg:"" help:"What it does, such as add_credit_limits."`
}

var migrationName = regexp.MustCompile(`^[a-z][a-z0-9_]{2,60}$`)

const migrationHead = `-- +goose Up
-- What it changes, and why.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

RESET ROLE;
RESET search_path;
`

// Run writes the head of a migration with the next number.
func (t *newMigrationTask) Run(p *project) error {
	if !migrationName.MatchString(t.Name) {
		return fmt.Errorf("%q is not a name such as add_credit_limits", t.Name)
	}
	names, err := filepath.Glob(p.path("migrations", "[0-9]*.sql"))
	if err != nil {
		return err
	}
	last := 0
	for _, name := range names {
		number, err := strconv.Atoi(filepath.Base(name)[:5])
		if err != nil {
			return fmt.Errorf("%s does not begin with five digits", name)
		}
		last = max(last, number)
	}
	path := p.path("migrations", fmt.Sprintf("%05d_%s.sql", last+1, t.Name))
	fmt.Println(path)
	return os.WriteFile(path, []byte(migrationHead), 0o644)
}
