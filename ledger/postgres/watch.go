package postgres

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	readyPoll     = 3 * time.Millisecond
	earlyExits    = 2 * time.Second  // how long a first start that ends early is tried again
	outage        = 10 * time.Minute // the same after the server ran, such as while a disk is full
	firstPause    = 50 * time.Millisecond
	longestPause  = 5 * time.Second
	exitDelay     = time.Second // for output pipes still held by dying sessions
	immediateStop = 5 * time.Second
)

// child is one postmaster process.
type child struct {
	cmd    *exec.Cmd
	exited chan struct{} // closed after the process is reaped
	err    error         // how it ended; read after exited
}

// watch starts postgres, reports the first start, and starts it again whenever it ends
// unasked. The goroutine keeps its thread to itself until the server is gone: Linux
// sends the parent-death signal when the *thread* that made the child ends.
func (s *Server) watch(ctx context.Context, first chan<- error) {
	runtime.LockOSThread()
	defer close(s.done)
	c, err := s.launch(ctx, earlyExits)
	first <- err
	for err == nil && s.endedUnasked(c) {
		s.log.warn("PostgreSQL ended unasked, starting it again", "how", fmt.Sprint(c.err))
		c, err = s.launch(s.life, outage)
	}
	if s.life.Err() == nil {
		s.err = err
	}
}

// launch starts postgres and waits until it is ready, trying again for as long as
// patience lasts: a killed server's sessions may still hold its shared memory.
func (s *Server) launch(ctx context.Context, patience time.Duration) (*child, error) {
	enough := time.NewTimer(patience)
	defer enough.Stop()
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		c, err := s.spawn()
		if err != nil {
			return nil, err
		}
		if err = s.awaitReady(ctx, c); err == nil {
			return c, nil
		}
		if ctx.Err() != nil {
			c.interrupt(s.hurry)
			return nil, fmt.Errorf("PostgreSQL was not ready in time: %w", ctx.Err())
		}
		select {
		case <-time.After(pause):
		case <-enough.C:
			return nil, err
		case <-ctx.Done():
			return nil, err
		}
	}
}

// spawn starts one postmaster.
func (s *Server) spawn() (*child, error) {
	// Not bound to a context: how it ends is decided by endedUnasked and launch.
	cmd := s.command(context.WithoutCancel(s.life), "postgres", s.arguments())
	s.log.reset()
	cmd.Stderr = s.log
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("run %s: %w%s", cmd.Path, err, s.account.hint(err))
	}
	c := &child{cmd: cmd, exited: make(chan struct{})}
	go func() {
		c.err = cmd.Wait()
		close(c.exited)
	}()
	return c, nil
}

// awaitReady returns nil once postmaster.pid says that this process accepts connections.
func (s *Server) awaitReady(ctx context.Context, c *child) error {
	tick := time.NewTicker(readyPoll)
	defer tick.Stop()
	for {
		select {
		case <-c.exited:
			return fmt.Errorf("PostgreSQL ended while starting (%v):\n%s", c.cmd.ProcessState, s.log.recent())
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
			pid, state := readPidFile(s.cluster)
			if pid == c.cmd.Process.Pid && state == "ready" {
				return nil
			}
		}
	}
}

// endedUnasked waits for the child's end: true when nobody asked for it, false after
// Stop has ended it.
func (s *Server) endedUnasked(c *child) bool {
	select {
	case <-c.exited:
		return s.life.Err() == nil
	case <-s.life.Done():
		c.interrupt(s.hurry)
		return false
	}
}

// interrupt asks for a fast shutdown and waits; once hurry is closed for an immediate
// one, and at last kills.
func (c *child) interrupt(hurry <-chan struct{}) {
	_ = c.cmd.Process.Signal(syscall.SIGINT) // fails only when it has already ended
	select {
	case <-c.exited:
		return
	case <-hurry:
	}
	_ = c.cmd.Process.Signal(syscall.SIGQUIT)
	select {
	case <-c.exited:
	case <-time.After(immediateStop):
		_ = c.cmd.Process.Kill()
		<-c.exited
	}
}

// readPidFile returns the process id (line 1) and the state (line 8) that a postmaster
// wrote; zero values where there is none.
func readPidFile(cluster string) (pid int, state string) {
	b, err := os.ReadFile(filepath.Join(cluster, pidName))
	if err != nil {
		return 0, ""
	}
	lines := strings.Split(string(b), "\n")
	if pid, err = strconv.Atoi(strings.TrimSpace(lines[0])); err != nil || pid <= 1 {
		return 0, ""
	}
	if len(lines) >= 8 {
		state = strings.TrimSpace(lines[7])
	}
	return pid, state
}
