package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// patience is how long a test waits for what must come; only a failing test waits so long.
const patience = 90 * time.Second

// asProgram in the environment makes the test binary the program itself: what is killed is a real process, and nothing has to be
// built a second time. HEFU_BIN names the delivered program to be killed instead.
const asProgram = "HEFU_TEST_AS_PROGRAM"

func init() {
	if os.Getenv(asProgram) != "" {
		main()
	}
}

func itself(t *testing.T) string {
	t.Helper()
	if given := os.Getenv("HEFU_BIN"); given != "" {
		return given
	}
	own, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return own
}

// process is the program running as a process of its own.
type process struct {
	t     *testing.T
	cmd   *exec.Cmd
	ended chan struct{}

	mutex sync.Mutex
	said  strings.Builder
}

// starts runs the program; what of it still lives when the test ends is killed.
func starts(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: exec.Command(itself(t), args...), ended: make(chan struct{})}
	p.cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), asProgram + "=1"}
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	p.cmd.Stdout, p.cmd.Stderr = write, write
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = write.Close()
	heard := make(chan struct{})
	go func() {
		defer close(heard)
		p.listen(read)
	}()
	go func() {
		_ = p.cmd.Wait()
		<-heard
		close(p.ended)
	}()
	t.Cleanup(p.kills)
	return p
}

func (p *process) listen(from io.Reader) {
	lines := bufio.NewReader(from)
	for {
		line, err := lines.ReadString('\n')
		p.mutex.Lock()
		p.said.WriteString(line)
		p.mutex.Unlock()
		if err != nil {
			return
		}
	}
}

func (p *process) words() string {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.said.String()
}

// says waits until the program has written text.
func (p *process) says(text string) {
	p.t.Helper()
	until(p.t, "the words "+text, func() bool {
		if strings.Contains(p.words(), text) {
			return true
		}
		select {
		case <-p.ended:
			p.t.Fatalf("it ended without saying %q: %s", text, p.words())
		default:
		}
		return false
	})
}

// kills ends the process as a power cut would: SIGKILL, no chance to tidy up.
func (p *process) kills() {
	_ = p.cmd.Process.Kill()
	<-p.ended
}

// stops asks the process to end, as a deployment does, and returns its exit code.
func (p *process) stops() int {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	return p.ends()
}

func (p *process) ends() int {
	p.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.t.Fatalf("it does not end: %s", p.words())
	}
	return p.cmd.ProcessState.ExitCode()
}

// runs is starts and waiting for a good end.
func runs(t *testing.T, args ...string) string {
	t.Helper()
	p := starts(t, args...)
	if code := p.ends(); code != 0 {
		t.Fatalf("hefu %s: %d %s", strings.Join(args, " "), code, p.words())
	}
	return p.words()
}

// until looks again and again, and returns after how long it saw what it looked for.
func until(t *testing.T, what string, seen func() bool) time.Duration {
	t.Helper()
	return within(t, patience, what, seen)
}

// within is until with a patience of its own.
func within(t *testing.T, patience time.Duration, what string, seen func() bool) time.Duration {
	t.Helper()
	began := time.Now()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !seen() {
		if time.Since(began) > patience {
			t.Fatalf("waited in vain for %s", what)
		}
		<-tick.C
	}
	return time.Since(began)
}

// connects opens a connection of the test's own, as superuser.
func connects(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(t.Context()) })
	return conn
}

// holds runs sql, which takes a lock, and keeps the lock until the returned function is called.
func holds(t *testing.T, url, sql string) (release func()) {
	t.Helper()
	conn := connects(t, url)
	tx, err := conn.Begin(t.Context())
	if err == nil {
		_, err = tx.Exec(t.Context(), sql)
	}
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := tx.Rollback(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
