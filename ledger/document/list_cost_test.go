package document_test

import (
	"context"
	"encoding/json"
	"testing"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/ledgertest"
)

// A hundred thousand documents beside a real one, without their books: only the reading is looked at.
const manyDocuments = `
INSERT INTO hefu.documents (id, organization_id, customer_id, kind, series, number, document_no, currency, rate, document_date, posting_date, source_kind, source_system, source_id,
  content_sha256, net, tax, gross, gross_base, created_by)
SELECT hefu.new_id(), d.organization_id, d.customer_id, d.kind, 'many', n, 'M-' || n, d.currency, d.rate, d.document_date, d.posting_date, d.source_kind, 'many', n::text,
  d.content_sha256, d.net, d.tax, d.gross, d.gross_base, d.created_by
FROM hefu.documents d, generate_series(1, 100000) n WHERE d.id = $1`

type plan struct {
	Node  string  `json:"Node Type"`
	Index string  `json:"Index Name"`
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

// The last page of 100,000 documents costs what the first does: it is found by its key, not by counting up to it.
func TestAPageOfDocumentsCostsTheSameWherever(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	b.PlantsFaults()
	one := b.Receivable(t, b.CNY, "100.00", "2026-03-10")
	b.Receivable(t, b.USD, "100.00", "2026-03-10")
	b.Exec(t, manyDocuments, one.ID.String())
	b.Exec(t, `ANALYZE hefu.documents, hefu.open_items`)
	viewer := b.Contact(b.CNY, ledger.Viewer)
	costs := map[string]float64{}
	for name, offset := range map[string]string{"first": "0", "middle": "50000", "last": "99940"} {
		after, err := ledger.ParseID(ledgertest.Ask[string](t, b, `SELECT id::text FROM hefu.documents WHERE customer_id = $1 ORDER BY id DESC OFFSET $2::text::int LIMIT 1`, b.CNY.ID.String(), offset))
		if err != nil {
			t.Fatal(err)
		}
		sql, args := document.Filter{After: after}.SQL(viewer, 51)
		err = b.DB.Read(t.Context(), viewer, func(ctx context.Context, tx *store.Tx) error {
			text, _, err := store.Value[string](ctx, tx, "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) "+sql, args...)
			if err != nil {
				return err
			}
			var found []struct{ Plan plan }
			if err := json.Unmarshal([]byte(text), &found); err != nil {
				return err
			}
			costs[name] = found[0].Plan.read()
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, read := range costs {
		if read > 51*8 {
			t.Errorf("the %s page of 51 rows reads %.0f: %v", name, read, costs)
		}
	}
	t.Logf("rows read: %v", costs)
}
