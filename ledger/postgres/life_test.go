package postgres

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

const makeRows = "create table entry as select n from generate_series(1, 1000) n"

func TestAClusterKeepsItsDataOverARestart(t *testing.T) {
	t.Parallel()
	eachMajor(t, func(t *testing.T, b Binaries) {
		cfg := Config{DataDir: filepath.Join(openDir(t), "data"), Binaries: b}
		s := startServer(t, cfg)
		url := s.URL("hefu", "postgres")
		if got := strconv.Itoa(s.Major()); got != DataMajor(cfg.DataDir) {
			t.Errorf("Major is %s, the cluster's %s", got, DataMajor(cfg.DataDir))
		}
		for sql, want := range map[string]string{
			"show fsync":                     "on",
			"show listen_addresses":          "",
			"show timezone":                  "UTC",
			"show server_encoding":           "UTF8",
			"show data_checksums":            "on",
			"select upper('ä')":              "Ä", // C.UTF-8 knows letters,
			"select ('ä' > 'z')::text":       "true",
			"select current_user":            "hefu",
			"show recovery_init_sync_method": cmp.Or(defaultSettings()["recovery_init_sync_method"], "fsync"),
		} {
			expect(t, url, sql, want)
		}
		_, err := ask(url, makeRows)
		must(t, err)
		stopServer(t, s)
		if _, err := ask(url, "select 1"); err == nil {
			t.Error("the server still answers after Stop")
		}
		s = startServer(t, cfg)
		expect(t, s.URL("hefu", "postgres"), "select count(*) from entry", "1000")
	})
}

func TestAKilledPostmasterComesBackUnderTheSameURL(t *testing.T) {
	t.Parallel()
	eachMajor(t, func(t *testing.T, b Binaries) {
		dir := filepath.Join(openDir(t), "data")
		s := startServer(t, Config{DataDir: dir, Binaries: b})
		url := s.URL("hefu", "postgres")
		_, err := ask(url, makeRows)
		must(t, err)
		killed := postmasterOf(t, dir)
		must(t, killed.Kill())
		eventually(t, "another postmaster answers", func() bool {
			pid, _ := readPidFile(filepath.Join(dir, clusterName))
			if pid == killed.Pid {
				return false
			}
			got, err := ask(url, "select count(*) from entry")
			return err == nil && got == "1000"
		})
		if s.Err() != nil {
			t.Error(s.Err())
		}
	})
}

func TestOneDataDirectoryHasOneServer(t *testing.T) {
	t.Parallel()
	cfg := Config{DataDir: filepath.Join(openDir(t), "data"), Binaries: binaries(t, "18")}
	s := startServer(t, cfg)
	_, err := Start(t.Context(), cfg)
	if !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), strconv.Itoa(os.Getpid())) {
		t.Errorf("got %v, want ErrInUse with the holder's number", err)
	}
	h := runHelper(t, cfg.Binaries, cfg.DataDir, -1)
	if !strings.Contains(h.err, ErrInUse.Error()) {
		t.Errorf("another process got %q", h.err+h.url)
	}
	expect(t, s.URL("hefu", "postgres"), "select 1", "1")
}

func TestTwoDataDirectoriesHaveTwoServers(t *testing.T) {
	t.Parallel()
	b := binaries(t, "18")
	for _, name := range []string{"left", "right"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startServer(t, Config{DataDir: filepath.Join(openDir(t), name), Binaries: b, SuperUser: name})
			expect(t, s.URL(name, "postgres"), "select current_user", name)
		})
	}
}

func TestStopIsHardWhenItsTimeIsOver(t *testing.T) {
	t.Parallel()
	cfg := Config{DataDir: filepath.Join(openDir(t), "data"), Binaries: binaries(t, "18")}
	s := startServer(t, cfg)
	_, err := ask(s.URL("hefu", "postgres"), makeRows)
	must(t, err)
	server := postmasterOf(t, cfg.DataDir)
	must(t, server.Signal(syscall.SIGSTOP)) // deaf to the request for a clean shutdown
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Stop(over); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	again := startServer(t, cfg)
	expect(t, again.URL("hefu", "postgres"), "select count(*) from entry", "1000")
}
