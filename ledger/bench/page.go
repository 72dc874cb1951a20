package bench

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
)

const (
	pageLines = 500
	pageGoal  = 0.5
)

const makeContact = `
WITH c AS (INSERT INTO hefu.contacts (id, issuer, subject, email, name) VALUES ($1, 'https://bench.test', 'reader', 'reader@bench.test', '李对账') RETURNING id)
INSERT INTO hefu.contact_roles (organization_id, customer_id, contact_id, role) SELECT $2, $3, id, 'confirmer' FROM c`

const issueAll = `
UPDATE hefu.statements SET state = 'issued', issued_at = now(), issued_version = version, answer_due = cut_off WHERE organization_id = $1 RETURNING id`

const readContent = `SELECT body FROM bare.statement_versions WHERE statement_id = $1 AND version = 1`

// measurePage reads the content of a statement of 500 lines as a customer's person, through the whole server, beside a handler that
// sends the same bytes from one row.
func measurePage(ctx context.Context, r *run) ([]Result, error) {
	if r.Serve == nil {
		return nil, nil
	}
	reader, statement, size, err := r.preparePage(ctx)
	if err != nil {
		return nil, err
	}
	cookie, _, err := r.session(ctx, reader, "page")
	if err != nil {
		return nil, err
	}
	server, err := r.product(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = server.stop(ctx) }()
	plainServer, err := r.listen(ctx, func(*url.URL) (Site, error) { return r.sending(statement), nil })
	if err != nil {
		return nil, err
	}
	defer func() { _ = plainServer.stop(ctx) }()
	r.say("page: a statement of %d lines, %d kB", pageLines, size/1000)
	side := func(at listening, path string) round {
		return func(ctx context.Context) (work, error) {
			plan := Plan{Address: at.address, Clients: connections, Time: time.Duration(r.at(1000, 4000)) * time.Millisecond, Status: fiber.StatusOK,
				Head: fmt.Sprintf("GET %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nAccept: application/json\r\n", path, at.address, cookie)}
			done, report, err := r.request(ctx, plan)
			if err == nil && report.Bytes != int64(report.Requests)*int64(size) {
				err = fmt.Errorf("%d answers hold %d bytes instead of %d each", report.Requests, report.Bytes, size)
			}
			return done, err
		}
	}
	taken, err := r.compare(ctx, r.at(3, 5), side(server, "/api/portal/v1/statements/"+statement.String()+"/content"), side(plainServer, "/content"), nil)
	if err != nil {
		return nil, err
	}
	result := r.result("page", fmt.Sprintf("content of %d lines, %d kB, 8 clients", pageLines, size/1000), taken, 0)
	result.Goal = "rate ≥ " + number(100*pageGoal) + " %"
	result.judge(1/result.Wall.Median >= pageGoal)
	return []Result{result}, nil
}

// preparePage issues a statement of 500 lines to a customer with a person who may read it.
func (r *run) preparePage(ctx context.Context) (reader ledger.Actor, statement ledger.ID, size int, err error) {
	if err = r.empty(ctx); err != nil {
		return
	}
	s, err := r.sell(ctx, "page", 5, 20)
	if err != nil {
		return
	}
	if err = r.load(ctx, s, 5, pageLines); err != nil {
		return
	}
	if _, err = r.generate(ctx, s, pageLines*len(s.customers)); err != nil {
		return
	}
	reader = ledger.Actor{Audience: ledger.Portal, PersonID: ledger.NewID(), OrganizationID: s.id, CustomerID: s.customers[0]}
	if err = r.do(ctx, makeContact, [16]byte(reader.PersonID), [16]byte(s.id), [16]byte(reader.CustomerID)); err != nil {
		return
	}
	if err = r.do(ctx, issueAll, [16]byte(s.id)); err != nil {
		return
	}
	if err = r.copyMirror(ctx, "statement_versions"); err != nil {
		return
	}
	var id [16]byte
	err = r.admin.QueryRow(ctx, "SELECT statement_id, octet_length(body) FROM bare.statement_versions WHERE customer_id = $1", [16]byte(reader.CustomerID)).Scan(&id, &size)
	if err != nil {
		return
	}
	return reader, ledger.ID(id), size, r.settle(ctx)
}

// sending is the baseline.
func (r *run) sending(statement ledger.ID) Site {
	app := newPlain()
	app.Get("/content", func(c *fiber.Ctx) error {
		var body string
		if err := r.bare.QueryRow(c.UserContext(), readContent, [16]byte(statement)).Scan(&body); err != nil {
			return err
		}
		c.Type("json")
		return c.SendString(body)
	})
	return app
}
