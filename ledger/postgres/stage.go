package postgres

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// reachableBinaries returns binaries that the account can run: the given ones, or a
// copy inside the data directory when the given ones lie in a private folder such as
// root's home. The caller holds the data directory's lock.
func reachableBinaries(cfg Config, a account) (Binaries, error) {
	b := cfg.Binaries
	if b.Dir == "" {
		return b, errors.New("no binaries given")
	}
	if a.canRun(b.Dir) {
		return b, nil
	}
	if b.Root == "" {
		return b, fmt.Errorf("the account of PostgreSQL (user id %d) can't reach %s", a.uid, b.Dir)
	}
	copied := filepath.Join(cfg.DataDir, "binaries-"+b.Version)
	if _, err := os.Stat(copied); errors.Is(err, fs.ErrNotExist) {
		if err := copyBinaries(b.Root, copied); err != nil {
			return b, fmt.Errorf("copy PostgreSQL to where its account can reach it: %w", err)
		}
	}
	inside, err := filepath.Rel(b.Root, b.Dir)
	if err != nil {
		return b, err
	}
	b.Root, b.Dir = copied, filepath.Join(copied, inside)
	return b, nil
}

// copyBinaries copies a tree, makes it readable for everyone and moves it into place.
func copyBinaries(from, to string) error {
	part := to + ".part"
	if err := os.RemoveAll(part); err != nil {
		return err
	}
	if err := os.CopyFS(part, os.DirFS(from)); err != nil {
		return err
	}
	err := filepath.WalkDir(part, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Type()&fs.ModeSymlink != 0 {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		mode := fs.FileMode(0o644)
		if info.Mode().Perm()&0o100 != 0 {
			mode = 0o755
		}
		return os.Chmod(path, mode)
	})
	if err != nil {
		return err
	}
	return os.Rename(part, to)
}
