package postgres

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestForeignDataAreNeitherUsedNorTouched(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(openDir(t), "data")
	precious := filepath.Join(dir, clusterName, "PG_VERSION")
	must(t, os.MkdirAll(filepath.Dir(precious), 0o755))
	must(t, os.WriteFile(precious, []byte("18\n"), 0o644))
	_, err := Start(t.Context(), Config{DataDir: dir, Binaries: binaries(t, "18")})
	if !errors.Is(err, ErrForeignData) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(precious); err != nil {
		t.Error(err)
	}
}

func TestAnotherMajorVersionIsRefused(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(openDir(t), "data")
	stopServer(t, startServer(t, Config{DataDir: dir, Binaries: binaries(t, "15")}))
	_, err := Start(t.Context(), Config{DataDir: dir, Binaries: binaries(t, "18")})
	if !errors.Is(err, ErrVersion) {
		t.Errorf("got %v", err)
	}
	if got := DataMajor(dir); got != "15" {
		t.Errorf("DataMajor is %q", got)
	}
}

func TestAnInterruptedInitdbLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(openDir(t), "data")
	half := filepath.Join(dir, unfinishedName+"1")
	must(t, os.MkdirAll(filepath.Join(half, "base"), 0o700))
	over, cancel := context.WithCancel(t.Context())
	cancel()
	b := binaries(t, "18")
	if _, err := Start(over, Config{DataDir: dir, Binaries: b}); err == nil {
		t.Fatal("initdb ran to its end under an ended context")
	}
	entries, err := os.ReadDir(dir)
	must(t, err)
	if len(entries) != 1 || entries[0].Name() != lockName {
		t.Errorf("left over: %v", entries)
	}
	s := startServer(t, Config{DataDir: dir, Binaries: b})
	expect(t, s.URL("hefu", "postgres"), "select 1", "1")
}

func TestAWrongSettingIsToldInTheServersWords(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	cfg := Config{
		DataDir: filepath.Join(openDir(t), "data"), Binaries: binaries(t, "18"),
		Settings: map[string]string{"max_connections": "many"},
		Log:      slog.New(slog.NewTextHandler(&out, nil)),
	}
	_, err := Start(t.Context(), cfg)
	if err == nil || !strings.Contains(err.Error(), `invalid value for parameter "max_connections": "many"`) {
		t.Errorf("got %v", err)
	}
	if !strings.Contains(out.String(), "level=WARN") {
		t.Errorf("logged: %s", out.String())
	}
	cfg.Settings = small // the lock is free again, and the cluster whole
	s := startServer(t, cfg)
	expect(t, s.URL("hefu", "postgres"), "select 1", "1")
}

func TestAPathTooLongForASocketIsServedFromAShortOne(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(openDir(t), strings.Repeat("long", 30), "data")
	s := startServer(t, Config{DataDir: dir, Binaries: binaries(t, "18")})
	expect(t, s.URL("hefu", "postgres"), "select 1", "1")
	socket := s.socket
	stopServer(t, s)
	if _, err := os.Stat(socket); !os.IsNotExist(err) {
		t.Errorf("the socket's folder %s is still there", socket)
	}
}

func TestFindSaysWhatToInstall(t *testing.T) {
	t.Parallel()
	for name, cfg := range map[string]FindConfig{
		"an explicit folder without binaries": {Explicit: t.TempDir()},
		"a version that nobody has":           {Want: "14", NPM: t.TempDir()},
	} {
		_, err := Find(t.Context(), cfg)
		if !errors.Is(err, ErrNotFound) || !strings.Contains(err.Error(), "HEFU_POSTGRES_BIN") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestLinksOfThePackageStayInside(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		list string
		ok   bool
	}{
		"a library":     {`[{"source":"native/lib/a.so.1","target":"native/lib/a.so"}]`, true},
		"target above":  {`[{"source":"native/lib/a.so.1","target":"../a.so"}]`, false},
		"source above":  {`[{"source":"native/../../a","target":"native/lib/a.so"}]`, false},
		"absolute":      {`[{"source":"/etc/passwd","target":"native/lib/a.so"}]`, false},
		"not in native": {`[{"source":"dist/index.js","target":"native/lib/a.so"}]`, false},
		"not a list":    {`{}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			pkg := t.TempDir()
			lib := filepath.Join(pkg, "native", "lib")
			must(t, os.MkdirAll(lib, 0o755))
			must(t, os.WriteFile(filepath.Join(lib, "a.so.1"), []byte("library"), 0o644))
			must(t, os.WriteFile(filepath.Join(pkg, "native", "pg-symlinks.json"), []byte(c.list), 0o644))
			for range 2 { // the second time the links are there
				if err := hydrate(pkg); (err == nil) != c.ok {
					t.Fatalf("got %v", err)
				}
			}
			content, err := os.ReadFile(filepath.Join(lib, "a.so"))
			if c.ok && string(content) != "library" || !c.ok && !os.IsNotExist(err) {
				t.Errorf("the link leads to %q, %v", content, err)
			}
		})
	}
}

func TestALockIsHeldOnceAndWaitedFor(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	first, err := TryLock(path)
	must(t, err)
	if _, err := TryLock(path); !errors.Is(err, ErrInUse) {
		t.Errorf("the second holder got %v", err)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := WaitLock(over, path); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	waited := make(chan error, 1)
	go func() {
		l, err := WaitLock(t.Context(), path)
		if err == nil {
			l.Release()
		}
		waited <- err
	}()
	first.Release()
	must(t, <-waited)
}
