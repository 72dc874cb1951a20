package bench

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/allocation"
	"hefu/ledger/dispute"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/party"
	"hefu/ledger/profile"
	"hefu/ledger/statement"
	"hefu/ledger/worklist"
)

const (
	listRows = 51 // a page, and one row to know whether another follows
	listGoal = 2.0

	// numbers in ids of the sellers made here, and of what waits for their staff
	pagesPlace, crowdPlace, workPlace = 6, 7, 20
)

// list is one list of the product, narrowed and ordered in one way, beside the bare query of its rows. after is the place where a deep page
// begins; a short list has none. table is what its plan must not read whole; a list that must is without.
type list struct {
	name  string
	table string
	short bool
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
	disputes    *dispute.Service
	profiles    *profile.Service
	work        *worklist.Service
}

func (r *run) servicesOf(s seller, db *store.DB) services {
	return services{s, document.Open(db), statement.Open(db, nil), party.Open(db), allocation.Open(db), aging.Open(db), dispute.NewService(db, nil), profile.Open(db), worklist.Open(db)}
}

// issueSome issues every third statement, so that lists of a state have something to leave out.
const issueSome = `
UPDATE hefu.statements SET state = CASE number % 6 WHEN 0 THEN 'viewed' ELSE 'issued' END, issued_at = created_at, viewed_at = CASE number % 6 WHEN 0 THEN created_at END, issued_version = 1
WHERE number % 3 = 0`

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
	if err := errors.Join(r.do(ctx, issueSome), r.settle(ctx)); err != nil {
		return nil, err
	}
	// The lists come before there are disputes, and other sellers whose newer rows would lie between those of the large one: their bare
	// queries know of neither.
	results, err := r.compareLists(ctx, s)
	if err != nil {
		return results, err
	}
	if err := r.giveWork(ctx, s, workPlace); err != nil {
		return results, err
	}
	others, err := r.otherSellers(ctx)
	for _, s := range append([]seller{s}, others...) {
		if err != nil {
			break
		}
		var found []Result
		found, err = r.comparePages(ctx, s)
		results = append(results, found...)
	}
	return results, err
}

// otherSellers are those whose pages are read beside the large one's: at full scale one of 100,000 documents, and always one whose single
// customer has ten thousand open items.
func (r *run) otherSellers(ctx context.Context) ([]seller, error) {
	var sellers []seller
	if r.Scale == Full {
		small, err := r.sell(ctx, "pages", pagesPlace, smallCustomers)
		if err == nil {
			err = r.load(ctx, small, pagesPlace, documentsEach)
		}
		if err == nil {
			_, err = r.generate(ctx, small, len(small.customers)*documentsEach)
		}
		if err == nil {
			err = errors.Join(r.do(ctx, issueSome), r.giveWork(ctx, small, workPlace+1))
		}
		if err != nil {
			return nil, err
		}
		sellers = append(sellers, small)
	}
	crowd, err := r.crowd(ctx)
	return append(sellers, crowd), errors.Join(err, r.settle(ctx))
}

// compareLists reads each list from its start and, where it is long, from the middle.
func (r *run) compareLists(ctx context.Context, s seller) ([]Result, error) {
	product := r.servicesOf(s, r.books.DB())
	var results []Result
	for _, l := range lists {
		r.say("lists: %s, %d documents", l.name, len(s.customers)*documentsEach)
		places := []ledger.ID{{}}
		if !l.short {
			middle, err := r.middle(ctx, l.table, s.id)
			if err != nil {
				return results, err
			}
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
	times, err := r.often(ctx, func(ctx context.Context) error { return l.page(ctx, product, after) })
	if err != nil {
		return Result{}, err
	}
	taken, err := r.compare(ctx, r.at(3, 5), repeated(times, func(ctx context.Context) error { return l.page(ctx, product, after) }),
		repeated(times, func(ctx context.Context) error { return r.readBare(ctx, l.bare, [16]byte(s.id), from, listRows) }), nil)
	if err != nil {
		return Result{}, err
	}
	result := r.result("lists", name, taken, listGoal)
	plan, err := r.planOf(ctx, s, l, after)
	result.Note = plan
	if l.table != "" && strings.Contains(plan, "Seq Scan on "+l.table) || strings.Contains(plan, "OFFSET") {
		result.judge(false)
	}
	return result, err
}

// often is how many times a page is read in a turn: enough for its processor time to be seen, fewer where it is dear.
func (r *run) often(ctx context.Context, page func(context.Context) error) (int, error) {
	const many, few, dear = 50, 5, 20 * time.Millisecond
	if err := page(ctx); err != nil { // the first is not like the others
		return 0, err
	}
	begun := r.Clock()
	err := page(ctx)
	if r.Clock().Sub(begun) > dear {
		return few, err
	}
	return many, err
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
	if l.table == "" {
		return "", nil
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

// readBare sends queries, one after the other, and reads their rows.
func (r *run) readBare(ctx context.Context, script string, args ...any) error {
	for sql := range strings.SplitSeq(script, ";") {
		if err := r.readOne(ctx, sql, args); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) readOne(ctx context.Context, sql string, args []any) error {
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
