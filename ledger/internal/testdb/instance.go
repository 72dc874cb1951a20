package testdb

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/jackc/pgx/v5/pgxpool"

	"hefu/ledger/postgres"
)

// ownerName is the lock by which a living process holds a folder under home.
const ownerName = "owner"

// settings give speed for safety: a test's data need not outlive a power cut.
var settings = map[string]string{
	"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off",
	"wal_level": "minimal", "max_wal_senders": "0", "max_connections": "200", "shared_buffers": "64MB",
}

// startInstance copies the template cluster into a folder of this process and serves it.
func startInstance(ctx context.Context) (*instance, error) {
	root, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	home, err := homeDir()
	if err != nil {
		return nil, err
	}
	dir, binaries, err := claim(ctx, root, home)
	if err != nil {
		return nil, err
	}
	server, err := postgres.Start(ctx, postgres.Config{
		DataDir: dir, Binaries: binaries, SuperUser: SuperUser, Settings: settings,
	})
	if err != nil {
		return nil, err
	}
	admin, err := pgxpool.New(context.WithoutCancel(ctx), server.URL(SuperUser, "postgres")+fmt.Sprintf("&pool_max_conns=%d", poolSize))
	if err != nil {
		return nil, err
	}
	return &instance{dir: dir, server: server, admin: admin}, nil
}

// claim makes the folder of this process, holding a copy of the template cluster. One
// process at a time does this; it also removes what ended processes left.
func claim(ctx context.Context, root, home string) (string, postgres.Binaries, error) {
	lock, err := postgres.WaitLock(ctx, filepath.Join(home, "lock"))
	if err != nil {
		return "", postgres.Binaries{}, err
	}
	defer lock.Release()
	if err := sweep(ctx, home); err != nil {
		return "", postgres.Binaries{}, err
	}
	binaries, err := findBinaries(ctx, root)
	if err != nil {
		return "", binaries, err
	}
	tmpl, err := ensureTemplate(ctx, root, home, binaries)
	if err != nil {
		return "", binaries, err
	}
	dir, err := ownedDir(home, "run-")
	if err != nil {
		return "", binaries, err
	}
	// cp keeps owners, which a copy by hand would have to set file by file.
	out, err := exec.CommandContext(ctx, "cp", "-a", filepath.Join(tmpl, "cluster"), dir).CombinedOutput()
	if err != nil {
		return "", binaries, fmt.Errorf("copy the template cluster: %w: %s", err, out)
	}
	return dir, binaries, nil
}

// held keeps the owner locks of this process until it ends.
var held []*postgres.FileLock

// ownedDir makes a folder that sweep leaves alone while this process lives.
func ownedDir(home, prefix string) (string, error) {
	dir, err := os.MkdirTemp(home, prefix)
	if err != nil {
		return "", err
	}
	lock, err := postgres.TryLock(filepath.Join(dir, ownerName))
	if err != nil {
		return "", err
	}
	held = append(held, lock)
	return dir, os.Chmod(dir, 0o755) // the server's account passes through
}

// sweep removes the folders of processes that have ended, and their servers where the
// system did not end them. The caller holds home's lock.
func sweep(ctx context.Context, home string) error {
	runs, _ := filepath.Glob(filepath.Join(home, "run-*"))
	builds, _ := filepath.Glob(filepath.Join(home, "build-*"))
	for _, dir := range append(runs, builds...) {
		lock, err := postgres.TryLock(filepath.Join(dir, ownerName))
		if errors.Is(err, postgres.ErrInUse) {
			continue
		}
		if err != nil {
			return err
		}
		err = postgres.StopLeftOver(ctx, dir)
		if err == nil {
			err = os.RemoveAll(dir)
		}
		lock.Release()
		if err != nil {
			return fmt.Errorf("clean up after an earlier test run: %w", err)
		}
	}
	return nil
}
