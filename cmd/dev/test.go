package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
)

type testTask struct {
	SkipBrowser bool `help:"Leave the browser tests out."`
	SkipPages   bool `help:"Leave the front end and the browser out."`
}

// Run runs everything, also after a failure, and says at the end how each part came out.
func (t *testTask) Run(ctx context.Context, p *project) error {
	var closing []string
	var failures error
	part := func(name string, run func() (string, error)) {
		if ctx.Err() != nil {
			return
		}
		line, err := run()
		if err != nil {
			failures = errors.Join(failures, err)
			line = strings.TrimSpace("FAILED " + line)
		}
		closing = append(closing, fmt.Sprintf("%-12s %s", name, line))
	}
	part("go vet", func() (string, error) { return "ok", p.do(ctx, step{run: []string{"go", "vet", "./..."}}) })
	part("go test", func() (string, error) { return p.goTest(ctx) })
	if !t.SkipPages {
		part("packages", func() (string, error) { return "ok", p.install(ctx) })
		for _, script := range []string{"lint", "typecheck", "test"} {
			part("page "+script, func() (string, error) {
				return "ok", p.do(ctx, step{dir: "frontend", run: []string{"npm", "run", script}})
			})
		}
		part("page build", func() (string, error) { return "ok", p.buildPages(ctx) })
		if !t.SkipBrowser {
			part("browser", func() (string, error) { return p.browserTest(ctx) })
		}
	}
	fmt.Println()
	for _, line := range closing {
		fmt.Println(line)
	}
	return failures
}

// event is a line of go test -json.
type event struct {
	Action, Package, Test, Output string
}

// goTest runs all Go tests and prints what fails, and a line for each package.
func (p *project) goTest(ctx context.Context) (string, error) {
	s := step{run: []string{"go", "test", "-json", "./..."}}
	fmt.Fprintln(os.Stderr, "+", strings.Join(s.run, " "))
	cmd := p.cmd(ctx, s)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	count, packages := map[string]int{}, 0
	said := map[string][]string{} // by package and test, until its outcome is known
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Println(lines.Text())
			continue
		}
		key := e.Package + " " + e.Test
		switch e.Action {
		case "output", "build-output":
			said[key] = append(said[key], e.Output)
		case "pass", "fail", "skip":
			show := e.Action == "fail" || (e.Test == "" && e.Action == "pass")
			for _, text := range said[key] {
				if show && text != "PASS\n" {
					fmt.Print(text)
				}
			}
			delete(said, key)
			if e.Test != "" {
				count[e.Action]++
			} else if e.Action != "skip" {
				packages++
			}
		}
	}
	err = errors.Join(lines.Err(), cmd.Wait())
	fmt.Print(complaint.String())
	return fmt.Sprintf("%d passed, %d failed, %d skipped in %d packages", count["pass"], count["fail"], count["skip"], packages), err
}
