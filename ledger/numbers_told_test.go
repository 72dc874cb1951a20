package ledger_test

import (
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

// The audit row of a set travels with the set, before anybody knows its numbers; it tells those that the set took.
func TestTheAuditRowTellsTheNumbersThatASetTook(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents, accountant := document.Open(b.DB), b.Staff(ledger.ARAccountant)
	given := receipt(b.CNY, "3.00", "2026-03-10")
	given.DocumentNo = `R&D <"7">`
	for _, test := range []struct {
		name string
		set  []document.New
	}{
		{"one", []document.New{receipt(b.CNY, "1.00", "2026-03-10")}},
		{"one whose source numbered it", []document.New{given}},
		{"several, of two series and two customers", []document.New{receipt(b.CNY, "2.00", "2026-03-10"), receipt(b.USD, "2.00", "2025-03-10"), func() document.New {
			d := given
			d.DocumentNo = "own-8"
			return d
		}()}},
		{"many", func() (set []document.New) {
			for range 20 {
				set = append(set, receipt(b.GBP, "4.00", "2026-03-10"))
			}
			return set
		}()},
	} {
		posted, err := documents.Post(t.Context(), accountant, test.set)
		if err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		var want []string
		for _, d := range posted {
			want = append(want, d.ID.String()+" "+d.DocumentNo)
		}
		told := ledgertest.Ask[string](t, b, `SELECT string_agg(d->>'document' || ' ' || (d->>'no'), E'\n' ORDER BY n)
			FROM jsonb_array_elements((SELECT payload::jsonb->'detail' FROM hefu.audit_log WHERE action = 'document.posted' ORDER BY seq DESC LIMIT 1)) WITH ORDINALITY AS e (d, n)`)
		if told != strings.Join(want, "\n") {
			t.Errorf("%s: the audit row tells\n%s\nwant\n%s", test.name, told, strings.Join(want, "\n"))
		}
	}
}
