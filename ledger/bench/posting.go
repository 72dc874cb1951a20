package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
)

const (
	setOf          = 100
	postingGoal    = 3.0
	setGoal        = 2.5
	postingFirst   = 1_000_000 // above the numbers of what was loaded
	postingHeadEnd = "Content-Type: application/json\r\nAccept: application/json\r\n"
)

// postingBody is one receivable of two lines as a source system sends it.
const postingBody = `{"documents":[{"kind":"receivable","customer_id":"{{customer}}","currency":"CNY","document_date":"2025-06-15","source_kind":"shipment",` +
	`"source_system":"erp","source_id":"order-{{n}}","order_no":"SO-{{n}}","shipment_no":"SH-{{n}}","shipment_date":"2025-06-15","lines":[` +
	`{"item_code":"M-100","description":"精密轴承 6204-2RS","unit":"套","quantity":"10","unit_price":"100","net":"1000.00","tax_rate":"13","tax":"130.00","gross":"1130.00"},` +
	`{"item_code":"M-200","description":"联轴器 JM40","unit":"件","quantity":"2","unit_price":"50","net":"100.00","tax_rate":"13","tax":"13.00","gross":"113.00"}]}]}`

// posting is the state of its measure.
type posting struct {
	*run
	seller seller
	single template
	set    template
	next   atomic.Int64
}

// measurePosting posts receivables of two lines, one a request through the whole server and a hundred a call of the domain, beside
// an insert of the very same rows in one statement.
func measurePosting(ctx context.Context, r *run) ([]Result, error) {
	p := &posting{run: r}
	p.next.Store(postingFirst)
	if err := p.prepare(ctx); err != nil {
		return nil, err
	}
	sets, err := p.sets(ctx)
	if err != nil || r.Serve == nil {
		return sets, err
	}
	single, err := p.requests(ctx)
	return append(single, sets...), err
}

// prepare opens books that already hold something, and learns from the product which rows a posting inserts.
func (p *posting) prepare(ctx context.Context) error {
	if err := p.empty(ctx); err != nil {
		return err
	}
	var err error
	if p.seller, err = p.sell(ctx, "posting", 1, p.at(200, 2000)); err != nil {
		return err
	}
	if err := p.load(ctx, p.seller, 1, 100); err != nil {
		return err
	}
	one, err := p.post(ctx, 1)
	if err != nil {
		return err
	}
	if p.single, err = p.readTemplate(ctx, postedRows, one); err != nil {
		return err
	}
	many, err := p.post(ctx, setOf)
	if err != nil {
		return err
	}
	if p.set, err = p.readTemplate(ctx, postedRows, many); err != nil {
		return err
	}
	if err := p.copyMirror(ctx, mirrored...); err != nil {
		return err
	}
	return p.settle(ctx)
}

// post lets the product post new documents in one set.
func (p *posting) post(ctx context.Context, count int) ([]ledger.ID, error) {
	docs := make([]document.New, count)
	for i := range docs {
		n := p.next.Add(1)
		docs[i] = receivable(p.seller.customers[int(n)%len(p.seller.customers)], n)
	}
	posted, err := p.books.Documents.Post(ctx, p.seller.staff, docs)
	ids := make([]ledger.ID, len(posted))
	for i, done := range posted {
		ids[i] = done.ID
	}
	return ids, err
}

// receivable is what postingBody says.
func receivable(customer ledger.ID, n int64) document.New {
	number := strconv.FormatInt(n, 10)
	line := func(code, text, unit string, quantity, price, net, tax int64) document.Line {
		return document.Line{ItemCode: code, Description: text, Unit: unit, Quantity: decimal.NewNullDecimal(decimal.NewFromInt(quantity)),
			UnitPrice: decimal.NewNullDecimal(decimal.NewFromInt(price)), Net: decimal.NewFromInt(net), TaxRate: decimal.NewFromInt(13),
			Tax: decimal.NewFromInt(tax), Gross: decimal.NewFromInt(net + tax)}
	}
	day := calendar.MustParse("2025-06-15")
	return document.New{Kind: document.Receivable, CustomerID: customer, Currency: "CNY", DocumentDate: day, Dates: calendar.Dates{Shipment: day},
		OrderNo: "SO-" + number, ShipmentNo: "SH-" + number, SourceKind: "shipment", SourceSystem: "erp", SourceID: "order-" + number,
		Lines: []document.Line{line("M-100", "精密轴承 6204-2RS", "套", 10, 100, 1000, 130), line("M-200", "联轴器 JM40", "件", 2, 50, 100, 13)}}
}

func (p *posting) sets(ctx context.Context) ([]Result, error) {
	p.say("posting: sets of %d", setOf)
	span := time.Duration(p.at(1000, 3000)) * time.Millisecond
	repeat := func(do func(context.Context) error) round {
		return func(ctx context.Context) (work, error) {
			done := 0
			for until := p.Clock().Add(span); p.Clock().Before(until); done += setOf {
				if err := do(ctx); err != nil {
					return work{}, err
				}
			}
			return work{operations: done}, nil
		}
	}
	product := repeat(func(ctx context.Context) error {
		_, err := p.post(ctx, setOf)
		return err
	})
	ids := make([]ledger.ID, p.set.fresh)
	var values []any
	baseline := repeat(func(ctx context.Context) error {
		first := p.next.Add(setOf)
		values = p.set.values(values[:0], ids, first, "set-"+strconv.FormatInt(first, 10)+"-", nil)
		_, err := p.bare.Exec(ctx, p.set.sql, p.set.arrays(values)...)
		return err
	})
	c, err := p.compare(ctx, p.at(3, 5), product, baseline, nil)
	if err != nil {
		return nil, err
	}
	return []Result{p.result("posting", "sets of 100 documents, 1 client", c, setGoal)}, nil
}

// requests posts one document a request through the server, with its session, rates, checks and log.
func (p *posting) requests(ctx context.Context) ([]Result, error) {
	cookie, csrf, err := p.session(ctx, p.seller.staff, "posting")
	if err != nil {
		return nil, err
	}
	server, err := p.product(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = server.stop(ctx) }()
	plainServer, err := p.listen(ctx, func(*url.URL) (Site, error) { return p.inserting(), nil })
	if err != nil {
		return nil, err
	}
	defer func() { _ = plainServer.stop(ctx) }()
	head := func(at listening, path string) string {
		return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nCookie: %s\r\nX-CSRF-Token: %s\r\n%s", path, at.address, at.address, cookie, csrf, postingHeadEnd)
	}
	var customers []string
	for _, id := range p.seller.customers {
		customers = append(customers, id.String())
	}
	var results []Result
	for _, clients := range []int{connections, 1} {
		p.say("posting: one document a request, %d clients", clients)
		side := func(at listening, path string, status int) round {
			return func(ctx context.Context) (work, error) {
				// Each round has a range of numbers of its own.
				plan := Plan{Address: at.address, Clients: clients, Time: time.Duration(p.at(1200, 4000)) * time.Millisecond, Head: head(at, path),
					Body: postingBody, Customers: customers, First: p.next.Add(1_000_000), Status: status}
				done, _, err := p.request(ctx, plan)
				return done, err
			}
		}
		c, err := p.compare(ctx, p.at(3, 5), side(server, "/api/backoffice/v1/postings", fiber.StatusCreated), side(plainServer, "/postings", fiber.StatusCreated), nil)
		if err != nil {
			return results, err
		}
		name := "one document a request, 8 clients"
		if clients == 1 {
			name = "one document a request, 1 client"
		}
		results = append(results, p.result("posting", name, c, postingGoal))
	}
	return results, nil
}

// inserting is the baseline: it reads the request and inserts the rows that the product would, in one statement.
func (p *posting) inserting() Site {
	app := newPlain()
	var serial atomic.Int64
	serial.Store(postingFirst * 1000)
	app.Post("/postings", func(c *fiber.Ctx) error {
		var in struct {
			Documents []struct {
				CustomerID string `json:"customer_id"`
				SourceID   string `json:"source_id"`
				Lines      []struct {
					Net, Tax, Gross string
				} `json:"lines"`
			} `json:"documents"`
		}
		if err := json.Unmarshal(c.Body(), &in); err != nil {
			return err
		}
		customer, err := ledger.ParseID(in.Documents[0].CustomerID)
		if err != nil {
			return err
		}
		key := [16]byte(customer)
		ids := make([]ledger.ID, p.single.fresh)
		values := p.single.values(make([]any, 0, len(p.single.cells)), ids, serial.Add(1), strings.Clone(in.Documents[0].SourceID), &key)
		if _, err := p.bare.Exec(c.UserContext(), p.single.sql, values...); err != nil {
			return err
		}
		return c.Status(fiber.StatusCreated).JSON(fiber.Map{"documents": []fiber.Map{{"id": ids[0].String()}}})
	})
	return app
}
