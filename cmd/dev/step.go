package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// step is one program that a task runs.
type step struct {
	dir string   // below the root; empty: the root
	env []string // beside the environment
	run []string
}

// cmd prepares the step; it ends with the task: first asked, ten seconds later made to.
func (p *project) cmd(ctx context.Context, s step) *exec.Cmd {
	cmd := exec.CommandContext(ctx, s.run[0], s.run[1:]...)
	cmd.Dir = p.path(s.dir)
	cmd.Env = append(os.Environ(), s.env...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 20 * time.Second
	return cmd
}

// do runs a step with its output in the open.
func (p *project) do(ctx context.Context, s step) error {
	fmt.Fprintln(os.Stderr, "+", strings.Join(s.run, " "))
	cmd := p.cmd(ctx, s)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", strings.Join(s.run, " "), err)
	}
	return nil
}

// ask runs a step and returns what it prints.
func (p *project) ask(ctx context.Context, s step) ([]byte, error) {
	cmd := p.cmd(ctx, s)
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", strings.Join(s.run, " "), err, complaint.Bytes())
	}
	return out.Bytes(), nil
}

// hefu builds the program and returns where it is.
func (p *project) hefu(ctx context.Context) (string, error) {
	binary := p.path(".cache", "bin", "hefu")
	return binary, p.do(ctx, step{run: []string{"go", "build", "-o", binary, "./cmd/hefu"}})
}
