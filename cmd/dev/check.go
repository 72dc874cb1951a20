package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"
)

type checkTask struct {
	SkipLint bool `help:"Leave golangci-lint out: building it takes minutes the first time."`
}

// Run checks everything and lists all that is wrong.
func (t *checkTask) Run(ctx context.Context, p *project) error {
	checks := []struct {
		name string
		run  func(context.Context, *project) error
	}{
		{"format", formatted}, {"vet", vetted}, {"lint", linted}, {"vulnerabilities", safe}, {"generated files", fresh},
	}
	var failures error
	for _, check := range checks {
		if check.name == "lint" && t.SkipLint {
			fmt.Println("skipped", check.name)
			continue
		}
		if err := check.run(ctx, p); err != nil {
			fmt.Println("FAILED ", check.name)
			failures = errors.Join(failures, err)
			continue
		}
		fmt.Println("ok     ", check.name)
	}
	return failures
}

func formatted(ctx context.Context, p *project) error {
	out, err := p.ask(ctx, step{run: []string{"gofmt", "-l", "backoffice", "cmd", "frontend/embed.go", "ledger", "migrations", "portal"}})
	if err == nil && len(out) > 0 {
		err = fmt.Errorf("not formatted (run gofmt -w):\n%s", out)
	}
	return err
}

func vetted(ctx context.Context, p *project) error {
	return p.do(ctx, step{run: []string{"go", "vet", "./..."}})
}

func linted(ctx context.Context, p *project) error {
	return p.do(ctx, step{run: []string{"go", "tool", "-modfile=.ci/lint.mod", "golangci-lint", "run", "./..."}})
}

const vulnerabilities = "https://vuln.go.dev/index/db.json"

// safe asks for known vulnerabilities where the database of them can be reached; elsewhere it says that it did not.
func safe(ctx context.Context, p *project) error {
	asking, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(asking, http.MethodHead, vulnerabilities, nil)
	if err != nil {
		return err
	}
	response, err := (&http.Client{}).Do(request)
	if err == nil {
		err = response.Body.Close()
		if response.StatusCode != http.StatusOK {
			err = fmt.Errorf("status %d", response.StatusCode)
		}
	}
	if err != nil {
		fmt.Println("skipped vulnerabilities: the database cannot be reached from here:", strings.TrimSpace(err.Error()))
		return nil
	}
	return p.do(ctx, step{run: []string{"go", "tool", "-modfile=.ci/vuln.mod", "govulncheck", "./..."}})
}

// fresh makes every generated file and compares.
func fresh(ctx context.Context, p *project) error {
	return p.eachGenerated(ctx, func(path string, content []byte) error {
		committed, err := os.ReadFile(p.path(path))
		if err == nil && !bytes.Equal(committed, content) {
			err = errors.New("not fresh; run: go run ./cmd/dev gen")
		}
		return err
	})
}
