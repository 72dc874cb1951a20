package statement_test

import (
	"context"
	"encoding/json"
	"testing"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
)

// Thirty thousand statements of three customers beside a real one, issued and drafts by turns: only the reading is looked at.
const manyStatements = `
INSERT INTO hefu.statements (id, organization_id, customer_id, currency, period_start, cut_off, series, number, statement_no, state, issued_at, agreed_at, issued_version)
SELECT ('0f000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, s.organization_id, CASE WHEN n % 251 = 0 THEN $3::text::uuid WHEN n % 3 = 0 THEN $2::text::uuid ELSE s.customer_id END, s.currency,
  '1900-01-01'::date + n, '1900-01-01'::date + n, 'many', n, 'M-' || n, CASE n % 2 WHEN 0 THEN 'draft' ELSE 'agreed' END,
  CASE n % 2 WHEN 1 THEN now() END, CASE n % 2 WHEN 1 THEN now() END, CASE n % 2 WHEN 1 THEN 1 END
FROM hefu.statements s, generate_series(1, 30000) n WHERE s.id = $1::text::uuid`

const manyVersions = `
INSERT INTO hefu.statement_versions (statement_id, version, organization_id, customer_id, body, sha256, opening, movement, closing, charges, credits, receipts, adjustments, overdue,
  line_count, open_count, snapshot_at, created_by)
SELECT s.id, 1, v.organization_id, s.customer_id, v.body, v.sha256, v.opening, v.movement, v.closing, v.charges, v.credits, v.receipts, v.adjustments, v.overdue,
  v.line_count, v.open_count, v.snapshot_at, v.created_by
FROM hefu.statement_versions v, hefu.statements s WHERE v.statement_id = $1::text::uuid AND s.series = 'many'`

type plan struct {
	Rows  float64 `json:"Actual Rows"`
	Loops float64 `json:"Actual Loops"`
	Lost  float64 `json:"Rows Removed by Filter"`
	Plans []plan
}

// read is how many rows the scans of a plan touched.
func (p plan) read() float64 {
	sum := 0.0
	if len(p.Plans) == 0 {
		sum = (p.Rows + p.Lost) * p.Loops
	}
	for _, below := range p.Plans {
		sum += below.read()
	}
	return sum
}

// A page of statements costs what the page holds, wherever it begins and however it is narrowed: chosen by its key, then looked up.
func TestAPageOfStatementsCostsTheSameWherever(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.PlantsFaults()
	d.Receivable(t, d.CNY, "100.00", "2026-01-10")
	first := d.make(t, month("2026-01"), d.CNY)
	d.Exec(t, manyStatements, first.String(), d.USD.ID.String(), d.GBP.ID.String())
	d.Exec(t, manyVersions, first.String())
	d.Exec(t, `ANALYZE hefu.statements, hefu.statement_versions`)
	middle, err := ledger.ParseID("0f000000-0000-7000-8000-000000003a98")
	if err != nil {
		t.Fatal(err)
	}
	accountant := d.accountant()
	for _, test := range []struct {
		name   string
		who    ledger.Actor
		filter statement.Filter
		rows   int
	}{
		{"first page", accountant, statement.Filter{}, 51},
		{"from the middle", accountant, statement.Filter{Before: middle}, 51},
		{"of a state", accountant, statement.Filter{State: statement.Agreed}, 51},
		{"of a state, from the middle", accountant, statement.Filter{State: statement.Draft, Before: middle}, 51},
		{"of a customer", accountant, statement.Filter{CustomerID: d.USD.ID}, 51},
		{"of a customer, from the middle", accountant, statement.Filter{CustomerID: d.CNY.ID, Before: middle}, 51},
		{"of a run there is none of", accountant, statement.Filter{RunID: middle}, 0},
		{"unanswered", accountant, statement.Filter{Unanswered: true}, 0},
		{"searched", accountant, statement.Filter{Search: "M-"}, 51},
		{"as the customer sees them", d.Contact(d.GBP, ledger.Viewer), statement.Filter{}, 51},
	} {
		test.filter.Limit = 51
		rows, err := d.List(t.Context(), test.who, test.filter)
		if err != nil || len(rows) != test.rows {
			t.Errorf("%s: %d rows instead of %d, %v", test.name, len(rows), test.rows, err)
		}
		if read := readBy(t, d.Books, test.who, test.filter); read > 51*12 {
			t.Errorf("%s: a page of 51 rows reads %.0f", test.name, read)
		}
	}
}

func readBy(t *testing.T, b *ledgertest.Books, who ledger.Actor, filter statement.Filter) (read float64) {
	t.Helper()
	sql, args := filter.SQL(who)
	err := b.DB.Read(t.Context(), who, func(ctx context.Context, tx *store.Tx) error {
		text, _, err := store.Value[string](ctx, tx, "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) "+sql, args...)
		if err != nil {
			return err
		}
		var found []struct{ Plan plan }
		err = json.Unmarshal([]byte(text), &found)
		if err == nil {
			read = found[0].Plan.read()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// The answered and the unanswered, of two states, come in one order.
func TestUnansweredStatementsOfBothStatesComeByTheirKey(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.Receivable(t, d.CNY, "100.00", "2026-01-10")
	var want []ledger.ID
	for _, name := range []string{"2026-01", "2026-02", "2026-03"} {
		want = append([]ledger.ID{d.issued(t, month(name), d.CNY)}, want...)
	}
	if err := d.MarkViewed(t.Context(), d.confirmer(), want[1]); err != nil {
		t.Fatal(err)
	}
	if _, err := d.confirm(t, want[2]); err != nil {
		t.Fatal(err)
	}
	found, err := d.List(t.Context(), d.accountant(), statement.Filter{Unanswered: true})
	if err != nil || len(found) != 2 || found[0].ID != want[0] || found[1].ID != want[1] {
		t.Errorf("waiting are %+v, %v; want the two last", found, err)
	}
	rest, err := d.List(t.Context(), d.accountant(), statement.Filter{Unanswered: true, Before: want[0], Limit: 1})
	if err != nil || len(rest) != 1 || rest[0].ID != want[1] || rest[0].State != statement.Viewed {
		t.Errorf("after the first comes %+v, %v", rest, err)
	}
}
