// Command dev is how people and CI work on the project: go run ./cmd/dev <task>. Each task says what it does, does it in the
// open, and exits with the code of what failed.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/alecthomas/kong"
)

type tasks struct {
	Run          runTask          `cmd:"" help:"Build everything and serve it with demo data on http://localhost:8080."`
	Test         testTask         `cmd:"" help:"Run all tests: Go, front end, browser. Installs what they need."`
	Check        checkTask        `cmd:"" help:"Check formatting, lint, known vulnerabilities, and that generated files are fresh."`
	Gen          genTask          `cmd:"" help:"Make the generated files anew."`
	NewMigration newMigrationTask `cmd:"" help:"Begin a migration."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "dev:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	root, err := findRoot()
	if err != nil {
		return err
	}
	var t tasks
	command := kong.Parse(&t, kong.Name("dev"), kong.UsageOnError(), kong.Description("Work on Hefu."))
	command.BindTo(ctx, (*context.Context)(nil))
	return command.Run(&project{root: root})
}

// project is the check-out the tasks work in.
type project struct{ root string }

func findRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("not inside the project: no go.mod above here")
		}
		dir = filepath.Dir(dir)
	}
}

// path is a path of the project.
func (p *project) path(parts ...string) string {
	return filepath.Join(append([]string{p.root}, parts...)...)
}
