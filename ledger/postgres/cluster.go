package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// The names inside a data directory. The cluster is made in a folder of its own and
// moved into place when complete, so a cluster without its marker is never ours.
const (
	lockName       = "lock"
	clusterName    = "cluster"
	unfinishedName = "unfinished-"
	markerName     = "HEFU"
	pidName        = "postmaster.pid"
)

// maxSocketPath is the longest unix socket path of Linux (107 bytes) and macOS (103).
const maxSocketPath = 103

// prepareDataDir makes dir and returns it absolute, without symlinks.
func prepareDataDir(dir string) (string, error) {
	if dir == "" {
		return "", errors.New("start PostgreSQL: no data directory given")
	}
	_, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		if err = os.MkdirAll(dir, 0o755); err == nil {
			err = os.Chmod(dir, 0o755) // the server's account passes through, whatever the umask
		}
	}
	if err != nil {
		return "", fmt.Errorf("prepare the data directory: %w", err)
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return "", fmt.Errorf("prepare the data directory: %w", err)
	}
	return filepath.EvalSymlinks(dir)
}

// DataMajor returns the major version that wrote the cluster in a data directory, as
// text for FindConfig.Want; "" when there is none yet.
func DataMajor(dataDir string) string {
	b, err := os.ReadFile(filepath.Join(dataDir, clusterName, "PG_VERSION"))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}

// ensureCluster checks the existing cluster or makes a new one.
func (s *Server) ensureCluster(ctx context.Context) error {
	entries, err := os.ReadDir(s.cluster)
	if errors.Is(err, fs.ErrNotExist) {
		return s.createCluster(ctx)
	}
	if err != nil {
		return fmt.Errorf("read the cluster: %w", err)
	}
	if _, err := os.Stat(filepath.Join(s.cluster, markerName)); err != nil {
		return fmt.Errorf("%w: %s has %d entries and no %s file; move it away, or restore it whole",
			ErrForeignData, s.cluster, len(entries), markerName)
	}
	if have, want := DataMajor(s.cfg.DataDir), strconv.Itoa(s.Major()); have != want {
		return fmt.Errorf("%w: %s was written by version %q, %s is version %s; install the former or dump and restore",
			ErrVersion, s.cluster, have, s.cfg.Binaries.Dir, want)
	}
	return nil
}

// createCluster runs initdb in a folder of its own, marks it and moves it into place.
func (s *Server) createCluster(ctx context.Context) error {
	old, _ := filepath.Glob(filepath.Join(s.cfg.DataDir, unfinishedName+"*"))
	for _, dir := range old { // made by us, never started: no data
		if err := os.RemoveAll(dir); err != nil {
			return fmt.Errorf("remove an unfinished cluster: %w", err)
		}
	}
	dir, err := os.MkdirTemp(s.cfg.DataDir, unfinishedName)
	if err != nil {
		return fmt.Errorf("create the cluster: %w", err)
	}
	defer os.RemoveAll(dir) // nothing there once it has moved
	if err := s.account.own(dir); err != nil {
		return fmt.Errorf("create the cluster: %w", err)
	}
	if err := s.initdb(ctx, dir); err != nil {
		return err
	}
	if err := writeMarker(filepath.Join(dir, markerName), s.account); err != nil {
		return fmt.Errorf("mark the cluster: %w", err)
	}
	if err := os.Rename(dir, s.cluster); err != nil {
		return fmt.Errorf("move the cluster into place: %w", err)
	}
	return syncDir(s.cfg.DataDir)
}

// initdb fills dir: UTF-8, the locale C.UTF-8 (same order on every machine), page checksums.
func (s *Server) initdb(ctx context.Context, dir string) error {
	args := []string{
		"-D", dir, "-U", s.cfg.SuperUser, "-A", "trust", "-E", "UTF8",
		"--no-instructions", "--data-checksums",
	}
	switch {
	case s.Major() >= 17:
		args = append(args, "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
	case runtime.GOOS == "darwin": // its C library has no C.UTF-8
		args = append(args, "--locale=C")
	default:
		args = append(args, "--locale=C.UTF-8")
	}
	// The parent-death signal is tied to this thread.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	cmd := s.command(ctx, "initdb", args)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb: %w%s\n%s", err, s.account.hint(err), strings.TrimSpace(string(out)))
	}
	return nil
}

// command prepares a child that runs as the server's account and not in our terminal's
// process group, so that Ctrl-C reaches only this process.
func (s *Server) command(ctx context.Context, name string, args []string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(s.cfg.Binaries.Dir, name), args...)
	cmd.Dir = "/"
	cmd.Env = environment()
	cmd.SysProcAttr = s.account.attributes()
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = exitDelay
	return cmd
}

// writeMarker leaves the sign of a complete cluster, safe on disk.
func writeMarker(path string, a account) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString("A PostgreSQL cluster made by Hefu, layout 1.\n")
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return errors.Join(a.own(path), syncDir(filepath.Dir(path)))
}

// syncDir makes new names in dir survive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// socketDir is the cluster itself, which only the server's account can enter, or a
// short private folder when the path would be too long for a socket.
func socketDir(cluster string, a account) (string, error) {
	room := maxSocketPath - len("/.s.PGSQL."+port)
	if len(cluster) <= room {
		return cluster, nil
	}
	parent := os.TempDir()
	if len(parent)+len("/hefu-pg-0123456789") > room {
		parent = "/tmp"
	}
	dir, err := os.MkdirTemp(parent, "hefu-pg-")
	if err == nil {
		err = a.own(dir)
	}
	if err != nil {
		return "", fmt.Errorf("make the socket's folder: %w", err)
	}
	return dir, nil
}
