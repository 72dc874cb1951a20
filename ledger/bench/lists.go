package bench

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/allocation"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/party"
	"hefu/ledger/statement"
)

const (
	listRows = 51 // a page, and one row to know whether another follows
	listGoal = 4.0
)

// list is one list of the product beside the bare query of its rows. after is the place where a deep page begins; the list whose rows
// are few has none. table is what its plan must not read whole.
type list struct {
	name  string
	table string
	page  func(ctx context.Context, db services, after ledger.ID) error
	bare  string // $1 organization, $2 id of the last row before, $3 rows
}

// services are those that lists are read from.
type services struct {
	seller
	documents   *document.Service
	statements  *statement.Service
	parties     *party.Service
	allocations *allocation.Service
	aging       *aging.Service
}

func (r *run) servicesOf(s seller, db *store.DB) services {
	return services{s, document.Open(db), statement.Open(db, nil), party.Open(db), allocation.Open(db), aging.Open(db)}
}

var lists = []list{
	{"documents", "documents", func(ctx context.Context, s services, after ledger.ID) error {
		found, err := s.documents.List(ctx, s.staff, document.Filter{After: after, Limit: listRows})
		return full("documents", len(found), err)
	}, `SELECT d.id, d.document_no, d.kind, d.customer_id, c.code, c.name, d.currency, d.document_date, d.due_date, d.gross::text, i.open::text
FROM hefu.documents d JOIN hefu.customers c ON c.id = d.customer_id LEFT JOIN LATERAL (SELECT sum(open_amount) AS open FROM hefu.open_items i WHERE i.document_id = d.id) i ON true
WHERE d.organization_id = $1 AND d.id < $2 ORDER BY d.id DESC LIMIT $3`},
	{"statements", "statements", func(ctx context.Context, s services, after ledger.ID) error {
		found, err := s.statements.List(ctx, s.staff, statement.Filter{Before: after, Limit: listRows})
		return full("statements", len(found), err)
	}, `SELECT s.id, s.statement_no, s.state, c.code, c.name, s.currency, s.cut_off, v.opening::text, v.closing::text
FROM hefu.statements s JOIN hefu.customers c ON c.id = s.customer_id JOIN hefu.statement_versions v ON v.statement_id = s.id AND v.version = s.version
WHERE s.organization_id = $1 AND s.id < $2 ORDER BY s.id DESC LIMIT $3`},
	{"customers, with balances", "open_items", func(ctx context.Context, s services, _ ledger.ID) error {
		found, err := s.parties.Customers(ctx, s.staff, party.Query{Limit: listRows - 1})
		return full("customers", len(found.Customers)+1, err)
	}, `SELECT c.id, c.code, c.name, i.owed::text FROM (SELECT * FROM hefu.customers WHERE organization_id = $1 AND $2::uuid IS NOT NULL ORDER BY code LIMIT $3) c
LEFT JOIN LATERAL (SELECT sum(CASE side WHEN 'debit' THEN open_amount ELSE -open_amount END) AS owed FROM hefu.open_items i WHERE i.customer_id = c.id AND i.open_amount > 0) i ON true`},
	{"open items of a customer", "open_items", func(ctx context.Context, s services, _ ledger.ID) error {
		found, err := s.allocations.Open(ctx, s.staff, s.customers[0], "", "")
		return full("open items", len(found)+listRows-documentsEach, err)
	}, `SELECT i.id, d.document_no, i.due_date, i.open_amount::text FROM hefu.open_items i JOIN hefu.documents d ON d.id = i.document_id
WHERE i.organization_id = $1 AND $2::uuid IS NOT NULL AND i.open_amount > 0 AND i.customer_id = (SELECT id FROM hefu.customers WHERE organization_id = $1 ORDER BY code LIMIT 1) ORDER BY i.due_date, i.id LIMIT 2 * $3`},
}

func full(what string, rows int, err error) error {
	if err == nil && rows != listRows {
		err = fmt.Errorf("a page of %s has %d rows", what, rows)
	}
	return err
}

const lastID = "ffffffff-ffff-ffff-ffff-ffffffffffff"

// measureLists reads the first page and one from the middle of each list, beside the bare query of the same rows sent by the superuser: without
// row-level security, a session or a transaction of its own. Its plan must not read a big table whole.
func measureLists(ctx context.Context, r *run) ([]Result, error) {
	s, err := r.bigBooks(ctx)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(r.do(ctx, makeStatementLines), r.do(ctx, forgetStatements)); err != nil {
		return nil, err
	}
	if _, err := r.generate(ctx, s, len(s.customers)*documentsEach); err != nil {
		return nil, err
	}
	if err := r.settle(ctx); err != nil {
		return nil, err
	}
	product := r.servicesOf(s, r.books.DB())
	var results []Result
	for _, l := range lists {
		r.say("lists: %s, %d documents", l.name, len(s.customers)*documentsEach)
		middle, err := r.middle(ctx, l.table, s.id)
		if err != nil {
			return results, err
		}
		places := []ledger.ID{{}}
		if !strings.Contains(l.name, "customer") {
			places = append(places, middle)
		}
		for _, after := range places {
			found, err := r.listBeside(ctx, l, product, after, s)
			results = append(results, found)
			if err != nil {
				return results, err
			}
		}
	}
	return results, nil
}

func (r *run) listBeside(ctx context.Context, l list, product services, after ledger.ID, s seller) (Result, error) {
	name, from := l.name+", first page", lastID
	if !after.IsZero() {
		name, from = l.name+", from the middle", after.String()
	}
	const times = 50
	taken, err := r.compare(ctx, r.at(3, 5), repeated(times, func(ctx context.Context) error { return l.page(ctx, product, after) }),
		repeated(times, func(ctx context.Context) error { return r.readBare(ctx, l.bare, [16]byte(s.id), from, listRows) }), nil)
	if err != nil {
		return Result{}, err
	}
	result := r.result("lists", name, taken, listGoal)
	plan, err := r.planOf(ctx, s, l, after)
	result.Note = plan
	if strings.Contains(plan, "Seq Scan on "+l.table) || strings.Contains(plan, "OFFSET") {
		result.judge(false)
	}
	return result, err
}

// planOf is how PostgreSQL finds the page, under the rights of whoever asks.
func (r *run) planOf(ctx context.Context, s seller, l list, after ledger.ID) (string, error) {
	var heard heard
	db, err := store.Open(ctx, r.books.DB().Worker().Config().ConnString(), store.Options{MaxConns: 1, Tracer: &heard})
	if err != nil {
		return "", err
	}
	defer db.Close()
	if err := l.page(ctx, r.servicesOf(s, db), after); err != nil {
		return "", err
	}
	return explained(ctx, db, s.staff, heard, l.table)
}

// middle is an id half-way through a table.
func (r *run) middle(ctx context.Context, table string, organization ledger.ID) (ledger.ID, error) {
	var id string
	err := r.admin.QueryRow(ctx, "SELECT id::text FROM hefu."+pgx.Identifier{table}.Sanitize()+" WHERE organization_id = $1 ORDER BY id OFFSET (SELECT count(*) / 2 FROM hefu."+pgx.Identifier{table}.Sanitize()+" WHERE organization_id = $1) LIMIT 1", [16]byte(organization)).Scan(&id)
	if err != nil {
		return ledger.ID{}, err
	}
	return ledger.ParseID(id)
}

// readBare sends a query and reads its rows.
func (r *run) readBare(ctx context.Context, sql string, args ...any) error {
	rows, err := r.admin.Query(ctx, sql, args...)
	if err != nil {
		return err
	}
	_, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) ([]any, error) { return row.Values() })
	return err
}

// bigBooks are customers with a hundred documents each, made once a run.
func (r *run) bigBooks(ctx context.Context) (seller, error) {
	if r.big == nil {
		if err := r.loadBig(ctx); err != nil {
			return seller{}, err
		}
	}
	return *r.big, nil
}
