package ledger_test

import (
	"fmt"
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

// A hundred deliveries of one source, by two people on two nodes, post one document; each is answered with it (I14, I16).
func TestASourceDeliveredAHundredTimesPostsOnce(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	nodes := []*document.Service{document.Open(b.DB), document.Open(b.DB)}
	people := []ledger.Role{ledger.ARAccountant, ledger.FinanceSupervisor}
	answers := make(chan document.Posted, 100)
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			posted, err := nodes[i%2].Post(t.Context(), b.Staff(people[i/2%2]), []document.New{from(receivable(b.CNY, "2026-03-10"), "INV-1")})
			if err != nil {
				t.Errorf("a delivery was told %v", err)
				return
			}
			answers <- posted[0]
		})
	}
	wg.Wait()
	close(answers)
	var first document.Posted
	fresh := 0
	for answer := range answers {
		if first.ID.IsZero() {
			first = answer
		}
		if answer.ID != first.ID || answer.DocumentNo != "AR-2026-000001" {
			t.Errorf("one delivery was answered with %s %s", answer.ID, answer.DocumentNo)
		}
		if !answer.Known {
			fresh++
		}
	}
	if stored := ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.documents`); stored != 1 || fresh != 1 {
		t.Errorf("%d documents, %d called new", stored, fresh)
	}
}

func TestTheSameKeyWithOtherContentIsRefused(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	original := from(receivable(b.CNY, "2026-03-10"), "INV-1")
	posted := one(t, b, original)
	for name, change := range map[string]func(*document.New){
		"another customer": func(d *document.New) { d.CustomerID, d.Currency = b.USD.ID, "CNY" },
		"another date":     func(d *document.New) { d.DocumentDate = day("2026-03-11") },
		"another amount":   func(d *document.New) { d.Lines = d.Lines[:1] },
		"another text": func(d *document.New) {
			d.Lines = []document.Line{d.Lines[0], line("500.00", "13", "65.00")}
			d.Lines[1].Description = "轴套"
		},
		"another number":   func(d *document.New) { d.DocumentNo = "X" },
		"another kind":     func(d *document.New) { *d = from(receipt(b.CNY, "1695.00", "2026-03-10"), "INV-1") },
		"another due date": func(d *document.New) { d.DueDate = day("2026-05-01") },
		"another order":    func(d *document.New) { d.OrderNo = "SO-1" },
	} {
		other := original
		change(&other)
		if _, err := post(t, b, other); !ledger.IsCode(err, "source_reused") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	again := one(t, b, original)
	if again.ID != posted.ID || !again.Known {
		t.Errorf("the same again is answered with %+v", again)
	}
	other := original
	other.SourceSystem = "wms"
	if one(t, b, other).Known {
		t.Error("another system's INV-1 was taken for the same")
	}
	own := receivable(b.CNY, "2026-03-10")
	own.SourceID = "by-hand-1"
	first := one(t, b, own)
	own.SourceSystem = "hefu"
	if second := one(t, b, own); second.ID != first.ID {
		t.Error("no system and our own are one system")
	}
}

// A set may repeat a source; with the same content it is one document, with other content the set is refused.
func TestASetThatRepeatsASource(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	invoice := from(receivable(b.CNY, "2026-03-10"), "INV-1")
	posted, err := post(t, b, invoice, from(receipt(b.CNY, "5.00", "2026-03-11"), "RC-1"), invoice)
	if err != nil {
		t.Fatal(err)
	}
	if posted[0].ID != posted[2].ID || posted[0].Known || !posted[2].Known {
		t.Errorf("answered with %+v", posted)
	}
	_, err = post(t, b, from(receipt(b.CNY, "5.00", "2026-03-11"), "RC-2"), from(receipt(b.CNY, "6.00", "2026-03-11"), "RC-2"))
	wantField(t, err, "documents[1]", "source_reused")
	if stored := ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.documents`); stored != 2 {
		t.Errorf("%d documents are stored, want 2", stored)
	}
}

// A set of several kinds and years takes a series for each, and answers in its own order.
func TestASetOfSeveralKindsAndYearsIsNumberedBySeries(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	set := []document.New{receipt(b.CNY, "1.00", "2026-01-05"), receivable(b.CNY, "2025-12-31"), receivable(b.CNY, "2026-01-01"), receipt(b.USD, "2.00", "2025-12-30"),
		receivable(b.USD, "2026-01-02"), receivable(b.CNY, "2025-06-30")}
	set[5].DocumentNo = "发票 2025-17"
	set[1].PostingDate = day("2026-01-31")
	posted, err := post(t, b, set...)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"RC-2026-000001", "AR-2026-000001", "AR-2026-000002", "RC-2025-000001", "AR-2026-000003", "发票 2025-17"} {
		if posted[i].DocumentNo != want {
			t.Errorf("document %d is %s, want %s", i, posted[i].DocumentNo, want)
		}
	}
	_, err = post(t, b, receipt(b.CNY, "1.00", "2026-01-05"), receipt(b.CNY, "1.005", "2026-01-05"), receipt(b.CNY, "1.00", "2026-01-05"))
	wantField(t, err, "documents[1].amount", "too_many_places")
	if next := one(t, b, receipt(b.CNY, "1.00", "2026-01-05")); next.DocumentNo != "RC-2026-000002" {
		t.Errorf("the refused set took a number: %s comes next", next.DocumentNo)
	}
}

// Eight nodes post while some of their sets fail: numbers have no gap and follow the posting (I11, I12, checked at the end).
func TestNumbersStayGaplessWithFailuresInBetween(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	var wg sync.WaitGroup
	for node := range 8 {
		documents := document.Open(b.DB)
		wg.Go(func() {
			for i := range 12 {
				set := []document.New{receipt(b.CNY, "1.00", "2026-03-10"), from(receivable(b.USD, "2026-03-11"), fmt.Sprint(node, "/", i))}
				switch i % 4 {
				case 1: // falls in the database, after numbers were taken
					set = append(set, receipt(b.GBP, "1.00", "2031-01-01"))
				case 3: // falls before
					set = append(set, receipt(ledgertest.Customer{ID: ledger.NewID(), Currency: "CNY"}, "1.00", "2026-03-10"))
				}
				_, err := documents.Post(t.Context(), b.Staff(ledger.ARAccountant), set)
				if (err == nil) != (i%2 == 0) {
					t.Errorf("set %d of node %d: %v", i, node, err)
				}
			}
		})
	}
	wg.Wait()
	if last := ledgertest.Ask[string](t, b, `SELECT string_agg(series || ' ' || last, ', ' ORDER BY series) FROM hefu.counters`); last != "AR-2026 48, RC-2026 48" {
		t.Errorf("the counters stand at %s", last)
	}
}
