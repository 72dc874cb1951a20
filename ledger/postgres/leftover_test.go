//go:build linux

package postgres

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

func TestAKilledParentTakesItsServerAlong(t *testing.T) {
	t.Parallel()
	eachMajor(t, func(t *testing.T, b Binaries) {
		dir := filepath.Join(openDir(t), "data")
		h := runHelper(t, b, dir, -1)
		if h.err != "" {
			t.Fatal(h.err)
		}
		_, err := ask(h.url, makeRows)
		must(t, err)
		server := postmasterOf(t, dir)
		must(t, h.cmd.Process.Kill())
		eventually(t, "the server is gone", func() bool {
			_, err := os.Stat(filepath.Join(dir, clusterName, pidName))
			return os.IsNotExist(err) && (server.Signal(syscall.Signal(0)) != nil || isZombie(server.Pid))
		})
		s := startServer(t, Config{DataDir: dir, Binaries: b})
		expect(t, s.URL("hefu", "postgres"), "select count(*) from entry", "1000")
	})
}

// isZombie: where nobody reaps orphans, an ended process keeps its number.
func isZombie(pid int) bool {
	line, known := commandLine(pid)
	return known && line == ""
}

func TestALeftOverServerIsStoppedFirst(t *testing.T) {
	t.Parallel()
	b := binaries(t, "18")
	cfg := Config{DataDir: filepath.Join(openDir(t), "data"), Binaries: b}
	s := startServer(t, cfg)
	stopServer(t, s)
	// The same server, but nobody's child: no parent-death signal, no lock.
	orphan := s.command(t.Context(), "postgres", s.arguments())
	orphan.SysProcAttr.Pdeathsig = 0
	must(t, orphan.Start())
	gone := make(chan error, 1)
	go func() { gone <- orphan.Wait() }()
	eventually(t, "the orphan is ready", func() bool {
		_, state := readPidFile(s.cluster)
		return state == "ready"
	})
	again := startServer(t, cfg)
	must(t, <-gone) // a clean shutdown
	expect(t, again.URL("hefu", "postgres"), "select 1", "1")
}

func TestAStalePidFileOfAnotherProgramDoesNotBlockTheStart(t *testing.T) {
	t.Parallel()
	cfg := Config{DataDir: filepath.Join(openDir(t), "data"), Binaries: binaries(t, "18")}
	s := startServer(t, cfg)
	path := filepath.Join(s.cluster, pidName)
	content, err := os.ReadFile(path)
	must(t, err)
	stopServer(t, s)
	other := exec.Command("sleep", "600") // runs as the server's account, so PostgreSQL takes it for a rival
	other.SysProcAttr = s.account.attributes()
	must(t, other.Start())
	defer func() { _ = other.Process.Kill(); _ = other.Wait() }()
	_, rest, _ := strings.Cut(string(content), "\n")
	must(t, os.WriteFile(path, []byte(strconv.Itoa(other.Process.Pid)+"\n"+rest), 0o600))
	must(t, s.account.own(path))
	again := startServer(t, cfg)
	expect(t, again.URL("hefu", "postgres"), "select 1", "1")
	if other.Process.Signal(syscall.Signal(0)) != nil {
		t.Error("the other program was ended")
	}
}
