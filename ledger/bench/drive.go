package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"hefu/ledger"
)

// Plan is what the load generator is to send: the same request over and over from each client, on connections that stay open.
// In the body {{n}} becomes a number that never repeats, and {{customer}} one of the customers in turn.
type Plan struct {
	Address   string        `json:"address"`
	Clients   int           `json:"clients"`
	Time      time.Duration `json:"time"`
	Head      string        `json:"head"` // request line and headers, each ended by CRLF, without Content-Length
	Body      string        `json:"body"`
	Customers []string      `json:"customers"`
	First     int64         `json:"first"`
	Status    int           `json:"status"` // the only one that counts as an answer
}

// Report is what came of a plan. Fault is the first answer that was not what was asked for.
type Report struct {
	Requests int           `json:"requests"`
	Bytes    int64         `json:"bytes"` // of the answers' bodies
	Elapsed  time.Duration `json:"elapsed"`
	P50      time.Duration `json:"p50"`
	P99      time.Duration `json:"p99"`
	Fault    string        `json:"fault"`
}

// Drive reads a plan, carries it out and writes the report. It runs in a process of its own.
func Drive(ctx context.Context, in io.Reader, out io.Writer, clock ledger.Clock) error {
	var plan Plan
	if err := json.NewDecoder(in).Decode(&plan); err != nil {
		return fmt.Errorf("read the plan: %w", err)
	}
	d := driver{plan: plan, clock: clock, until: clock().Add(plan.Time), pieces: cutBody(plan.Body)}
	clients := make([]*client, plan.Clients)
	begun := clock()
	var group sync.WaitGroup
	for i := range clients {
		clients[i] = &client{driver: &d, next: plan.First + int64(i)}
		group.Go(func() { clients[i].err = clients[i].run(ctx) })
	}
	group.Wait()
	report := Report{Elapsed: clock().Sub(begun)}
	var times []time.Duration
	for _, c := range clients {
		report.Requests += len(c.times)
		report.Bytes += c.bytes
		times = append(times, c.times...)
		if c.err != nil && report.Fault == "" {
			report.Fault = c.err.Error()
		}
	}
	if slices.Sort(times); len(times) > 0 {
		report.P50, report.P99 = times[len(times)/2], times[len(times)*99/100]
	}
	return json.NewEncoder(out).Encode(report)
}

type driver struct {
	plan   Plan
	clock  ledger.Clock
	until  time.Time
	pieces []string
}

// cutBody cuts at the marks, which stay as pieces of their own.
func cutBody(body string) []string {
	body = strings.NewReplacer("{{n}}", "\x00n\x00", "{{customer}}", "\x00customer\x00").Replace(body)
	return strings.Split(body, "\x00")
}

// client is one connection.
type client struct {
	*driver
	next  int64
	times []time.Duration
	bytes int64
	err   error
}

func (c *client) run(ctx context.Context) error {
	conn, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, "tcp", c.plan.Address)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.SetDeadline(c.until.Add(10 * time.Second)); err != nil {
		return err
	}
	reader := bufio.NewReaderSize(conn, 64<<10)
	var body, request []byte
	for {
		sent := c.clock()
		if !sent.Before(c.until) {
			return nil
		}
		body = c.fill(body[:0])
		request = append(request[:0], c.plan.Head...)
		if len(body) > 0 {
			request = append(request, "Content-Length: "...)
			request = strconv.AppendInt(request, int64(len(body)), 10)
			request = append(request, "\r\n"...)
		}
		request = append(append(request, "\r\n"...), body...)
		if _, err := conn.Write(request); err != nil {
			return err
		}
		if err := c.answer(reader); err != nil {
			return err
		}
		c.times = append(c.times, c.clock().Sub(sent))
	}
}

func (c *client) fill(body []byte) []byte {
	for _, piece := range c.pieces {
		switch piece {
		case "n":
			body = strconv.AppendInt(body, c.next, 10)
		case "customer":
			body = append(body, c.plan.Customers[int(c.next)%len(c.plan.Customers)]...)
		default:
			body = append(body, piece...)
		}
	}
	c.next += int64(c.plan.Clients)
	return body
}

// answer reads one answer; it knows no chunks, because the servers here send lengths.
func (c *client) answer(reader *bufio.Reader) error {
	line, err := reader.ReadSlice('\n')
	if err != nil {
		return err
	}
	if len(line) < 12 {
		return errors.New("an answer without a status")
	}
	status, err := strconv.Atoi(string(line[9:12]))
	if err != nil {
		return err
	}
	length := -1
	for {
		line, err := reader.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) <= 2 {
			break
		}
		if name, text, ok := strings.Cut(string(line), ":"); ok && strings.EqualFold(name, "Content-Length") {
			if length, err = strconv.Atoi(strings.TrimSpace(text)); err != nil {
				return err
			}
		}
	}
	if length < 0 {
		return errors.New("an answer without a length")
	}
	if status != c.plan.Status {
		text, _ := io.ReadAll(io.LimitReader(reader, int64(min(length, 1000))))
		return fmt.Errorf("the answer is %d: %s", status, text)
	}
	_, err = reader.Discard(length)
	c.bytes += int64(length)
	return err
}
