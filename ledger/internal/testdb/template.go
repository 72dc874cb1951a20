package testdb

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"hefu/ledger/postgres"
	"hefu/migrations"
)

// keptTemplates bounds the disk space of old templates.
const keptTemplates = 4

// ensureTemplate returns the folder of a stopped cluster with the migrated database
// tmpl, building it when the binaries or the migrations have changed.
func ensureTemplate(ctx context.Context, root, home string, b postgres.Binaries) (string, error) {
	key, err := templateKey(root, b)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(home, "template-"+key)
	if _, err := os.Stat(dir); err == nil {
		return dir, touch(dir)
	}
	build, err := ownedDir(home, "build-")
	if err != nil {
		return "", err
	}
	if err := buildTemplate(ctx, build, b); err != nil {
		return "", errors.Join(fmt.Errorf("build the template database: %w", err), os.RemoveAll(build))
	}
	if err := os.Rename(build, dir); err != nil {
		return "", err
	}
	return dir, removeOld(home)
}

// buildTemplate makes the cluster, migrates tmpl and closes it to connections.
func buildTemplate(ctx context.Context, dir string, b postgres.Binaries) error {
	server, err := postgres.Start(ctx, postgres.Config{DataDir: dir, Binaries: b, SuperUser: SuperUser, Settings: settings})
	if err != nil {
		return err
	}
	err = execute(ctx, server.URL(SuperUser, "postgres"), "create database "+template)
	if err == nil {
		_, err = migrations.Up(ctx, server.URL(SuperUser, template))
	}
	if err == nil { // nothing may stay connected to it while it is cloned
		err = execute(ctx, server.URL(SuperUser, "postgres"), "alter database "+template+" with is_template true allow_connections false")
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownAsk)
	defer cancel()
	return errors.Join(err, server.Stop(stopping))
}

// execute runs one statement on a connection of its own.
func execute(ctx context.Context, url, sql string) error {
	c, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	_, err = c.Exec(ctx, sql)
	return errors.Join(err, c.Close(ctx))
}

// templateKey hashes what the template is made from: the binaries, the migrations as
// files and as code, and the versions of the libraries that bring tables of their own.
func templateKey(root string, b postgres.Binaries) (string, error) {
	h := sha256.New()
	program, err := os.Stat(filepath.Join(b.Dir, "postgres"))
	if err != nil {
		return "", err
	}
	fmt.Fprintln(h, b.Dir, b.Version, program.Size(), program.ModTime().UnixNano(), settings)
	if err := hashFiles(h, migrations.Files, "."); err != nil {
		return "", err
	}
	code := os.DirFS(root)
	names, err := fs.Glob(code, "migrations/*.go")
	if err != nil {
		return "", err
	}
	for _, name := range append(names, "go.mod") {
		if err := hashFiles(h, code, name); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%d-%x", b.Major, h.Sum(nil)[:8]), nil
}

// hashFiles adds the names and contents of all files under a path.
func hashFiles(h hash.Hash, files fs.FS, path string) error {
	return fs.WalkDir(files, path, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		fmt.Fprintf(h, "%s %d\n%s", name, len(content), content)
		return err
	})
}

// touch marks a template as just used, by the clock of the file system: tests of several programs share it.
func touch(dir string) error { return os.Chtimes(dir, time.Time{}, time.Now()) }

// removeOld keeps the templates used last. The caller holds home's lock, under which
// alone templates are read.
func removeOld(home string) error {
	dirs, err := filepath.Glob(filepath.Join(home, "template-*"))
	if err != nil {
		return err
	}
	used := map[string]time.Time{}
	for _, dir := range dirs {
		info, err := os.Stat(dir)
		if err != nil {
			return err
		}
		used[dir] = info.ModTime()
	}
	slices.SortFunc(dirs, func(a, b string) int { return used[b].Compare(used[a]) })
	for _, dir := range dirs[min(keptTemplates, len(dirs)):] {
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	return nil
}
