package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os/exec"
	"time"

	"github.com/gofiber/fiber/v2"
)

// request sends a plan from a process of its own and counts the answers.
func (r *run) request(ctx context.Context, plan Plan) (work, Report, error) {
	var report Report
	if len(r.Driver) == 0 {
		return work{}, report, errors.New("there is no command that makes requests")
	}
	told, err := json.Marshal(plan)
	if err != nil {
		return work{}, report, err
	}
	ctx, cancel := context.WithTimeout(ctx, plan.Time+30*time.Second)
	defer cancel()
	command := exec.CommandContext(ctx, r.Driver[0], r.Driver[1:]...)
	command.Stdin = bytes.NewReader(told)
	var complaint bytes.Buffer
	command.Stderr = &complaint
	out, err := command.Output()
	if err != nil {
		return work{}, report, fmt.Errorf("make requests: %w: %s", err, complaint.String())
	}
	if err := json.Unmarshal(out, &report); err != nil {
		return work{}, report, fmt.Errorf("read what the requests came to: %w", err)
	}
	if report.Fault != "" {
		return work{}, report, errors.New("a request failed: " + report.Fault)
	}
	return work{operations: report.Requests, wall: report.Elapsed}, report, nil
}

// listening is a server of this process on a port of its own.
type listening struct {
	address string
	stop    func(context.Context) error
}

func (r *run) listen(ctx context.Context, build func(base *url.URL) (Site, error)) (listening, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return listening{}, err
	}
	address := listener.Addr().String()
	site, err := build(&url.URL{Scheme: "http", Host: address})
	if err != nil {
		return listening{}, errors.Join(err, listener.Close())
	}
	ended := make(chan error, 1)
	go func() { ended <- site.Serve(listener) }()
	return listening{address, func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		return errors.Join(site.Shutdown(ctx), <-ended)
	}}, nil
}

// product serves the whole product.
func (r *run) product(ctx context.Context) (listening, error) {
	return r.listen(ctx, func(base *url.URL) (Site, error) { return r.Serve(r.books, base) })
}

// plain is a Fiber application with nothing before its handlers.
type plain struct{ *fiber.App }

func newPlain() plain { return plain{fiber.New(fiber.Config{DisableStartupMessage: true})} }

func (p plain) Serve(listener net.Listener) error { return p.Listener(listener) }

func (p plain) Shutdown(ctx context.Context) error { return p.ShutdownWithContext(ctx) }
