package aging_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

var groups = []aging.Group{aging.ByCustomer, aging.BySalesperson, aging.ByRegion, aging.ByTerms, aging.ByKind, aging.ByProductLine, aging.ByArrangement}

func from(kind, line, due string) func(*document.New) {
	return func(d *document.New) {
		d.SourceKind, d.ProductLine = kind, line
		if due != "" {
			d.DueDate, d.Reason = calendar.MustParse(due), "合同约定"
		}
	}
}

func TestByCreditPeriodAndKindOfBusiness(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	b.Receivable(t, b.GBP, "10.00", "2026-01-01", from("shipment", "轴承", "2026-01-01"))
	b.Receivable(t, b.GBP, "20.00", "2026-01-01", from("shipment", "", "2026-01-31"))
	b.Receivable(t, b.GBP, "30.00", "2026-01-01", from("rent", "轴承", "2026-02-01"))
	b.Receivable(t, b.GBP, "40.00", "2026-01-01", from("桥梁", "刀具", "2026-12-31"))
	b.Receipt(t, b.GBP, "5.00", "2026-01-02")
	query := at("2026-02-02")
	for group, want := range map[aging.Group]string{
		aging.ByTerms: `
		即期 GBP 31-60=10.00 credits=5.00 total=5.00
		1–30天 GBP 1-30=20.00 credits=0.00 total=20.00
		31–60天 GBP 1-30=30.00 credits=0.00 total=30.00
		181天以上 GBP not_due=40.00 credits=0.00 total=40.00`,
		aging.ByKind: `
		手工 GBP credits=5.00 total=-5.00
		桥梁 GBP not_due=40.00 credits=0.00 total=40.00
		租金 GBP 1-30=30.00 credits=0.00 total=30.00
		销售出库 GBP 1-30=20.00 31-60=10.00 credits=0.00 total=30.00`,
		aging.ByProductLine: `
		 GBP 1-30=20.00 credits=5.00 total=15.00
		刀具 GBP not_due=40.00 credits=0.00 total=40.00
		轴承 GBP 1-30=30.00 31-60=10.00 credits=0.00 total=40.00`,
	} {
		query.Group = group
		same(t, string(group), lay(report(t, b, b.Staff(ledger.ARAccountant), query)), want+"\nΣ GBP not_due=40.00 1-30=50.00 31-60=10.00 credits=5.00 total=95.00")
	}
}

func TestByArrangement(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	agreed := func(terms calendar.Terms) func(*document.New) {
		return func(d *document.New) { d.Terms = &terms }
	}
	share := func(percent int64, days int, kept bool) calendar.Part {
		return calendar.Part{Offset: calendar.Offset{Rule: calendar.RuleNetDays, Days: days}, Share: calendar.SharePercent, Percent: decimal.NewFromInt(percent), Retention: kept}
	}
	usual := calendar.Net(calendar.FromGiven, 30)
	credit, late := usual, calendar.Net(calendar.FromGiven, 180)
	credit.Arrangement, late.Arrangement = calendar.LetterOfCredit, calendar.Deferred
	parts := b.Receivable(t, b.GBP, "1000.00", "2026-01-01", agreed(calendar.Terms{Basis: calendar.FromGiven, Parts: []calendar.Part{share(30, 0, false), share(60, 30, false), share(10, 365, true)}}))
	b.Receivable(t, b.GBP, "20.00", "2026-01-01", agreed(usual))
	b.Receivable(t, b.GBP, "30.00", "2026-01-01", agreed(credit))
	b.Receivable(t, b.GBP, "40.00", "2026-01-01", agreed(late))
	b.Receivable(t, b.GBP, "50.00", "2026-01-01", from("letter_of_credit", "", "2026-01-11"))
	b.Receivable(t, b.GBP, "60.00", "2026-01-01", from("retention", "", "2026-12-31"))
	b.Receipt(t, b.GBP, "5.00", "2026-01-02")
	b.Advance(t, b.GBP, "7.00", "2026-01-03")
	query := at("2026-02-02")
	query.Group = aging.ByArrangement
	same(t, "arrangement", lay(report(t, b, b.Staff(ledger.ARAccountant), query)), `
		一般应收 GBP 1-30=20.00 credits=5.00 total=15.00
		信用证 GBP 1-30=80.00 credits=0.00 total=80.00
		远期收款 GBP not_due=40.00 credits=0.00 total=40.00
		分期收款 GBP 1-30=600.00 31-60=300.00 credits=0.00 total=900.00
		质保金 GBP not_due=160.00 credits=0.00 total=160.00
		预收款 GBP credits=7.00 total=-7.00
		Σ GBP not_due=200.00 1-30=700.00 31-60=300.00 credits=12.00 total=1188.00`)
	view, err := document.Open(b.DB).Get(t.Context(), b.Staff(ledger.ARAccountant), parts.ID)
	if err != nil {
		t.Fatal(err)
	}
	schedule := ""
	for _, i := range view.Instalments {
		schedule += i.Due.String() + " " + i.Arranged.Name("en") + " " + i.Original.StringFixed(2) + "; "
	}
	if schedule != "2026-01-01 Instalment 300.00; 2026-01-31 Instalment 600.00; 2027-01-01 Retention 100.00; " {
		t.Errorf("the schedule is %s", schedule)
	}
}

// Whatever the rows stand for, at any date and in document or base currency: their buckets and credits make their totals, the totals
// make what the journal says is outstanding, and the items behind each row sum to it.
func TestEveryGroupingSumsToWhatIsOutstanding(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	start := calendar.MustParse("2026-01-01")
	kinds, lines := []string{"shipment", "invoice", "fee", "rent"}, []string{"", "轴承", "刀具"}
	for i := range 40 {
		amount := decimal.New(int64(1000+i*i*7), -2).String()
		on := start.AddDays(i * 5 % 61)
		customer := []ledgertest.Customer{b.CNY, b.GBP, b.USD}[i%3]
		debit := b.Receivable(t, customer, amount, on.String(), from(kinds[i%4], lines[i%3], on.AddDays(i*17%220).String()),
			func(d *document.New) { d.Rate = rateOf(customer) })
		if i%4 == 0 {
			money := b.Receipt(t, customer, amount, on.AddDays(i).String(), func(d *document.New) { d.Rate = rateOf(customer) })
			b.Allocate(t, customer, debit, money, "5.00", on.AddDays(i+3).String())
		}
	}
	service, auditor := aging.Open(b.DB), b.Staff(ledger.Auditor)
	rapid.Check(t, func(r *rapid.T) {
		query := aging.Query{AsOf: start.AddDays(rapid.IntRange(0, 300).Draw(r, "days")), Base: rapid.Bool().Draw(r, "base"), Group: rapid.SampledFrom(groups).Draw(r, "group")}
		result, err := service.Report(t.Context(), auditor, query)
		if err != nil {
			r.Fatal(err)
		}
		rows, outstanding := decimal.Zero, decimal.Zero
		for _, row := range result.Rows {
			sum := row.Credits.Neg()
			for _, amount := range row.Amounts {
				sum = sum.Add(amount)
			}
			if !sum.Equal(row.Total) {
				r.Errorf("%s: buckets less credits are %s, the total %s", row.Key, sum, row.Total)
			}
			rows = rows.Add(row.Total)
			if drilled := drill(t, service, auditor, query, row); !drilled.Equal(row.Total) {
				r.Errorf("%s by %s: the items sum to %s, the row is %s", row.Key, query.Group, drilled, row.Total)
			}
		}
		for _, total := range result.Totals {
			outstanding = outstanding.Add(total.Total)
		}
		column := "amount"
		if query.Base {
			column = "amount_base"
		}
		journal := ledgertest.Amount(ledgertest.Ask[string](t, b, `SELECT coalesce(sum(l.`+column+`), 0)::text FROM hefu.journal_lines l
			JOIN hefu.accounts a ON a.organization_id = l.organization_id AND a.code = l.account_code AND a.role IN ('ar', 'advance')
			WHERE l.organization_id = $1 AND l.posting_date <= $2`, b.Organization.ID.String(), query.AsOf.String()))
		if !rows.Equal(journal) || !outstanding.Equal(journal) {
			r.Errorf("by %s on %s: rows %s, totals %s, the journal says %s", query.Group, query.AsOf, rows, outstanding, journal)
		}
	})
}

func rateOf(customer ledgertest.Customer) decimal.Decimal {
	return map[string]decimal.Decimal{"CNY": decimal.NewFromInt(1), "GBP": decimal.RequireFromString("9.1"), "USD": decimal.RequireFromString("7.2")}[string(customer.Currency)]
}

// drill sums the items behind a row, page by page: debits less credits.
func drill(t *testing.T, service *aging.Service, actor ledger.Actor, query aging.Query, row aging.Row) decimal.Decimal {
	t.Helper()
	ask := aging.ItemQuery{Query: query, Key: row.Key, Limit: 7}
	if !query.Base {
		ask.Currency = row.Currency
	}
	if query.Group == aging.ByCustomer {
		ask.CustomerID, ask.Key = row.ID, ""
	}
	sum := decimal.Zero
	for {
		items, err := service.Items(t.Context(), actor, ask)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range items {
			if item.Side == "debit" {
				sum = sum.Add(item.Open)
			} else {
				sum = sum.Sub(item.Open)
			}
		}
		if len(items) < ask.Limit {
			return sum
		}
		ask.After = ask.CursorOf(items[len(items)-1])
	}
}

func TestSalesStaffDrillIntoTheirOwnCustomersOnly(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	b.Receivable(t, b.CNY, "10.00", "2026-01-01", from("rent", "轴承", ""))
	b.Receivable(t, b.GBP, "20.00", "2026-01-01", from("rent", "轴承", ""))
	for _, ask := range []aging.ItemQuery{{Query: aging.Query{Group: aging.ByKind}, Key: "rent"}, {Query: aging.Query{Group: aging.ByProductLine}, Key: "轴承"}} {
		for actor, want := range map[*ledger.Actor]int{ptr(b.Staff(ledger.Sales)): 1, ptr(b.Staff(ledger.Management)): 2, ptr(b.OtherStaff(ledger.Management)): 0, ptr(b.Contact(b.GBP, ledger.Viewer)): 1} {
			items, err := aging.Open(b.DB).Items(t.Context(), *actor, ask)
			if err != nil || len(items) != want {
				t.Errorf("%s reads %d items of %s, want %d: %v", actor.Name, len(items), ask.Key, want, err)
			}
		}
	}
	for _, wrong := range []aging.ItemQuery{{Query: aging.Query{Group: aging.ByTerms}, Key: "7"}, {Query: aging.Query{Group: aging.BySalesperson}, Key: "nobody"}, {Query: aging.Query{Group: aging.ByCustomer}}} {
		if _, err := aging.Open(b.DB).Items(t.Context(), b.Staff(ledger.Management), wrong); !ledger.IsCode(err, "validation_failed") {
			t.Errorf("%+v is taken: %v", wrong, err)
		}
	}
}

func ptr(a ledger.Actor) *ledger.Actor { return &a }
