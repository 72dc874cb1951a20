package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// install fetches the front end's packages when the lock file has changed since they were fetched. The packages' own scripts
// are never run.
func (p *project) install(ctx context.Context) error {
	if _, err := exec.LookPath("npm"); err != nil {
		return fmt.Errorf("npm is needed to build the pages; install Node.js 20 or newer: %w", err)
	}
	return p.unlessSame("frontend-packages", []string{"frontend/package-lock.json"}, p.path("frontend", "node_modules"), func() error {
		return p.do(ctx, step{dir: "frontend", run: []string{"npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"}})
	})
}

// buildPages builds the front end when a source of it has changed since it was built.
func (p *project) buildPages(ctx context.Context) error {
	if err := p.install(ctx); err != nil {
		return err
	}
	sources := []string{
		"frontend/src", "frontend/messages", "frontend/public", "frontend/scripts", "frontend/package-lock.json", "frontend/package.json",
		"frontend/index.html", "frontend/portal.html", "frontend/backoffice.html", "frontend/vite.config.ts",
	}
	return p.unlessSame("frontend-build", sources, p.path("frontend", "dist", "portal.html"), func() error {
		return p.do(ctx, step{dir: "frontend", run: []string{"npm", "run", "build"}})
	})
}

// unlessSame does work unless it was done for the same sources before and its result is still there.
func (p *project) unlessSame(name string, sources []string, result string, work func() error) error {
	mark := p.path(".cache", name+".sha256")
	sum, err := p.hash(sources)
	if err != nil {
		return err
	}
	former, err := os.ReadFile(mark)
	if _, missing := os.Stat(result); err == nil && missing == nil && string(former) == sum {
		return nil
	}
	if err := work(); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(mark), 0o755); err != nil {
		return err
	}
	return os.WriteFile(mark, []byte(sum), 0o644)
}

// hash is over the names and contents of all files below the sources. A source that is not there counts as empty.
func (p *project) hash(sources []string) (string, error) {
	sum := sha256.New()
	for _, source := range sources {
		err := filepath.WalkDir(p.path(source), func(name string, entry fs.DirEntry, err error) error {
			if os.IsNotExist(err) {
				return nil
			}
			if err != nil || entry.IsDir() {
				return err
			}
			file, err := os.Open(name)
			if err != nil {
				return err
			}
			defer file.Close()
			fmt.Fprintln(sum, strings.TrimPrefix(name, p.root))
			_, err = io.Copy(sum, file)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
