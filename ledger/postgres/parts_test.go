package postgres

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// patience bounds every wait of these tests; what they wait for takes well below a
// second on a quiet machine.
const patience = 60 * time.Second

// helperVariable turns the test binary into a program that only runs a server.
const helperVariable = "HEFU_POSTGRES_TEST_HELPER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(helperVariable); dir != "" {
		if err := helper(dir); err != nil {
			fmt.Println("failed:", err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// helper starts a server on dir, prints its URL and runs until its input closes.
func helper(dir string) error {
	ctx := context.Background()
	b, err := Find(ctx, FindConfig{Explicit: os.Getenv("HEFU_POSTGRES_BIN")})
	if err != nil {
		return err
	}
	s, err := Start(ctx, Config{DataDir: dir, Binaries: b, Settings: small})
	if err != nil {
		return err
	}
	fmt.Println(s.URL("hefu", "postgres"))
	_, _ = io.Copy(io.Discard, os.Stdin)
	return s.Stop(ctx)
}

// small keeps several servers on one small machine.
var small = map[string]string{"shared_buffers": "16MB", "max_connections": "20"}

// running is a helper process with its server.
type running struct {
	cmd *exec.Cmd
	in  io.Closer
	url string
	err string
}

// runHelper starts the test binary as another process, as uid unless that is negative.
func runHelper(t *testing.T, b Binaries, dir string, uid int) running {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	program := filepath.Join(openDir(t), "helper") // the build's own folder is private
	// Copied by another process: a file this one has just written may still be open in a child another test is starting, and
	// cannot be executed then.
	must(t, exec.Command("cp", self, program).Run())
	must(t, os.Chmod(program, 0o755))
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), helperVariable+"="+dir, "HEFU_POSTGRES_BIN="+b.Dir)
	cmd.Stderr = os.Stderr
	if uid >= 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(uid)}}
	}
	in, err := cmd.StdinPipe()
	must(t, err)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, _ := bufio.NewReader(out).ReadString('\n')
	line = strings.TrimSpace(line)
	if !strings.HasPrefix(line, "postgres://") {
		return running{cmd: cmd, in: in, err: line}
	}
	return running{cmd: cmd, in: in, url: line}
}

// openDir is a temporary folder that every account can reach, unlike t.TempDir.
func openDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "hefu-postgres")
	must(t, err)
	must(t, os.Chmod(dir, 0o755))
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// eachMajor runs a test on every version that the product supports and this machine has.
func eachMajor(t *testing.T, test func(t *testing.T, b Binaries)) {
	for _, major := range []string{"15", "18"} {
		t.Run(major, func(t *testing.T) {
			t.Parallel()
			test(t, binaries(t, major))
		})
	}
}

// binaries finds a version; 18 is installed when missing, another one is skipped, except
// where HEFU_TEST_POSTGRES says that it must be there.
func binaries(t *testing.T, major string) Binaries {
	t.Helper()
	npm, err := filepath.Abs("../../.cache/postgres")
	must(t, err)
	find := FindConfig{NPM: npm, Want: major}
	b, err := Find(t.Context(), find)
	if err != nil && major == "18" {
		must(t, Install(t.Context(), npm, os.Stderr))
		b, err = Find(t.Context(), find)
	}
	if err != nil && os.Getenv("HEFU_TEST_POSTGRES") != major && major != "18" {
		t.Skipf("PostgreSQL %s is not installed here", major)
	}
	must(t, err)
	return b
}

func startServer(t *testing.T, cfg Config) *Server {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if cfg.Settings == nil {
		cfg.Settings = small
	}
	s, err := Start(ctx, cfg)
	must(t, err)
	t.Cleanup(func() { stopServer(t, s) })
	return s
}

func stopServer(t *testing.T, s *Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	must(t, s.Stop(ctx))
}

// ask runs one statement on a connection of its own and returns the first value as text.
func ask(url, sql string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c, err := pgx.Connect(ctx, url)
	if err != nil {
		return "", err
	}
	defer c.Close(ctx)
	results, err := c.PgConn().Exec(ctx, sql).ReadAll()
	if err != nil {
		return "", err
	}
	last := results[len(results)-1]
	if len(last.Rows) == 0 {
		return "", nil
	}
	return string(last.Rows[0][0]), nil
}

// expect checks the answer to a statement.
func expect(t *testing.T, url, sql, want string) {
	t.Helper()
	got, err := ask(url, sql)
	must(t, err)
	if got != want {
		t.Errorf("%s: got %q, want %q", sql, got, want)
	}
}

// eventually waits until what is asked for has come about.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	end := time.After(patience)
	for !ok() {
		select {
		case <-tick.C:
		case <-end:
			t.Fatalf("still not so: %s", what)
		}
	}
}

// postmasterOf is the process that serves a data directory.
func postmasterOf(t *testing.T, dir string) *os.Process {
	t.Helper()
	pid, _ := readPidFile(filepath.Join(dir, clusterName))
	if pid == 0 {
		t.Fatal("no " + pidName)
	}
	p, err := os.FindProcess(pid)
	must(t, err)
	return p
}

func needRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can act as other accounts; user id is " + strconv.Itoa(os.Geteuid()))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
