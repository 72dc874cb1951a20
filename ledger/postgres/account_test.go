//go:build linux

package postgres

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

func TestAsRootTheServerRunsAsNobody(t *testing.T) {
	needRoot(t)
	t.Parallel()
	cfg := Config{DataDir: filepath.Join(openDir(t), "data"), Binaries: binaries(t, "18")}
	s := startServer(t, cfg)
	nobody, err := lookupAccount("nobody")
	must(t, err)
	for _, path := range []string{s.cluster, filepath.Join("/proc", pidOf(t, cfg.DataDir))} {
		info, err := os.Stat(path)
		must(t, err)
		if got := ownerOf(info); got.uid != nobody.uid || got.gid != nobody.gid {
			t.Errorf("%s belongs to %d:%d", path, got.uid, got.gid)
		}
	}
	info, err := os.Stat(s.cluster)
	must(t, err)
	if info.Mode().Perm() != 0o700 {
		t.Errorf("the cluster's mode is %v", info.Mode())
	}
}

func TestAsRootAPrivateDataDirectoryIsServedInAUserNamespace(t *testing.T) {
	needRoot(t)
	t.Parallel()
	eachMajor(t, func(t *testing.T, b Binaries) {
		private := t.TempDir() // 0700, like root's home
		cfg := Config{DataDir: filepath.Join(private, "data"), Binaries: b}
		s := startServer(t, cfg)
		expect(t, s.URL("hefu", "postgres"), "select 1", "1")
		ours, err := os.Readlink("/proc/self/ns/user")
		must(t, err)
		theirs, err := os.Readlink(filepath.Join("/proc", pidOf(t, cfg.DataDir), "ns/user"))
		must(t, err)
		if ours == theirs {
			t.Error("the server runs in our own user namespace")
		}
		stopServer(t, s)
		s = startServer(t, cfg)
		expect(t, s.URL("hefu", "postgres"), "select 1", "1")
	})
}

func TestOtherAccountsRunTheirOwnServer(t *testing.T) {
	needRoot(t)
	t.Parallel()
	for name, uid := range map[string]int{"with a name": 65534, "without a name": 54321} {
		t.Run(name, func(t *testing.T) {
			eachMajor(t, func(t *testing.T, b Binaries) {
				dir := filepath.Join(openDir(t), "data")
				must(t, os.Mkdir(dir, 0o700))
				must(t, os.Chown(dir, uid, uid))
				h := runHelper(t, b, dir, uid)
				if h.err != "" {
					t.Fatal(h.err)
				}
				expect(t, h.url, makeRows+"; select count(*) from entry", "1000")
				must(t, h.in.Close())
				must(t, h.cmd.Wait())
				info, err := os.Stat(filepath.Join(dir, clusterName))
				must(t, err)
				if got := ownerOf(info).uid; got != uid {
					t.Errorf("the cluster belongs to %d", got)
				}
				// Root takes the same cluster over without changing its owner.
				s := startServer(t, Config{DataDir: dir, Binaries: b})
				expect(t, s.URL("hefu", "postgres"), "select count(*) from entry", "1000")
			})
		})
	}
}

func TestAnotherAccountsClusterIsRefused(t *testing.T) {
	needRoot(t)
	t.Parallel()
	b := binaries(t, "18")
	dir := filepath.Join(openDir(t), "data")
	stopServer(t, startServer(t, Config{DataDir: dir, Binaries: b}))
	must(t, os.Chmod(filepath.Join(dir, lockName), 0o666))
	must(t, os.Chown(dir, 54321, 54321))
	if h := runHelper(t, b, dir, 54321); !strings.Contains(h.err, "belongs to user id 65534, this process runs as 54321") {
		t.Errorf("got %q", h.err+h.url)
	}
}

func TestBinariesInAPrivateFolderAreCopied(t *testing.T) {
	needRoot(t)
	t.Parallel()
	b := binaries(t, "18")
	private := filepath.Join(t.TempDir(), "native")
	must(t, os.CopyFS(private, os.DirFS(b.Root)))
	cfg := Config{DataDir: filepath.Join(openDir(t), "data")}
	var err error
	cfg.Binaries, err = Find(t.Context(), FindConfig{Explicit: filepath.Join(private, "bin")})
	must(t, err)
	s := startServer(t, cfg)
	expect(t, s.URL("hefu", "postgres"), "select 1", "1")
	if got := s.cfg.Binaries.Dir; got != filepath.Join(s.cfg.DataDir, "binaries-"+b.Version, "bin") {
		t.Errorf("the server was run from %s", got)
	}
}

func TestReachesAsksTheRightBits(t *testing.T) {
	needRoot(t)
	dir := openDir(t)
	must(t, os.Chown(dir, 1000, 2000))
	for _, c := range []struct {
		mode os.FileMode
		who  account
		want bool
	}{
		{0o701, account{uid: 1, gid: 1}, true},
		{0o710, account{uid: 1, gid: 1}, false},
		{0o710, account{uid: 1, gid: 2000}, true},
		{0o701, account{uid: 1, gid: 2000}, false},
		{0o700, account{uid: 1000, gid: 1}, true},
		{0o011, account{uid: 1000, gid: 2000}, false},
	} {
		must(t, os.Chmod(dir, c.mode))
		if got := c.who.reaches(dir); got != c.want {
			t.Errorf("%v, %d:%d: got %v", c.mode, c.who.uid, c.who.gid, got)
		}
	}
}

func TestHintNamesTheWayOut(t *testing.T) {
	got := account{namespace: true}.hint(&os.PathError{Op: "fork/exec", Err: syscall.EPERM})
	if !strings.Contains(got, "forbids user namespaces") {
		t.Errorf("got %q", got)
	}
	if got := (account{namespace: true}).hint(os.ErrNotExist); got != "" {
		t.Errorf("an unrelated failure is explained by %q", got)
	}
}

func pidOf(t *testing.T, dir string) string {
	t.Helper()
	pid, _ := readPidFile(filepath.Join(dir, clusterName))
	return strconv.Itoa(pid)
}
