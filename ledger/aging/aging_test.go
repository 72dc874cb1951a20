package aging_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

// lay writes an aging as text: a line a row, buckets in order, then credits and total.
func lay(result aging.Result) string {
	var text strings.Builder
	line := func(name string, f aging.Figures) {
		fmt.Fprintf(&text, "%s %s", name, f.Currency)
		for i, amount := range f.Amounts {
			if !amount.IsZero() {
				fmt.Fprintf(&text, " %s=%s", result.Buckets.Key(i), amount.StringFixed(2))
			}
		}
		fmt.Fprintf(&text, " credits=%s total=%s\n", f.Credits.StringFixed(2), f.Total.StringFixed(2))
	}
	for _, row := range result.Rows {
		line(row.Code+row.Name, row.Figures)
	}
	for _, total := range result.Totals {
		line("Σ", total)
	}
	return strings.TrimSpace(text.String())
}

func report(t testing.TB, b *ledgertest.Books, actor ledger.Actor, query aging.Query) aging.Result {
	t.Helper()
	result, err := aging.Open(b.DB).Report(t.Context(), actor, query)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func at(date string) aging.Query { return aging.Query{AsOf: calendar.MustParse(date)} }

func same(t *testing.T, what, got, want string) {
	t.Helper()
	if want = strings.TrimSpace(strings.ReplaceAll(want, "\t", "")); got != want {
		t.Errorf("%s:\n%s\nwant:\n%s", what, got, want)
	}
}

// owed posts what the tests below age: C001 owes in yuan, has paid part and holds an advance; C003 owes in pounds.
func owed(t *testing.T, b *ledgertest.Books) (goods, paid document.Posted) {
	t.Helper()
	goods = b.Receivable(t, b.CNY, "1130.00", "2026-01-10") // due 2026-02-09
	b.Receivable(t, b.CNY, "226.00", "2026-03-01")          // due 2026-03-31
	paid = b.Receipt(t, b.CNY, "400.00", "2026-03-05")
	b.Advance(t, b.CNY, "50.00", "2026-03-06")
	b.Receivable(t, b.GBP, "70.00", "2026-02-01") // due at once
	b.Receivable(t, b.OtherCustomer, "9.00", "2026-01-01")
	return goods, paid
}

func TestCreditsStandApartAndTheTotalIsTheBalance(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	owed(t, b)
	accountant := b.Staff(ledger.ARAccountant)
	same(t, "by due date", lay(report(t, b, accountant, at("2026-03-15"))), `
	C001苏州明远机械有限公司 CNY not_due=226.00 31-60=1130.00 credits=450.00 total=906.00
	C003Thames Engineering Ltd GBP 31-60=70.00 credits=0.00 total=70.00
	Σ CNY not_due=226.00 31-60=1130.00 credits=450.00 total=906.00
	Σ GBP 31-60=70.00 credits=0.00 total=70.00`)
	byAge := at("2026-03-15")
	byAge.Buckets = calendar.DefaultAge()
	same(t, "by age, with the same totals", lay(report(t, b, accountant, byAge)), `
	C001苏州明远机械有限公司 CNY 0-30=226.00 61-90=1130.00 credits=450.00 total=906.00
	C003Thames Engineering Ltd GBP 31-60=70.00 credits=0.00 total=70.00
	Σ CNY 0-30=226.00 61-90=1130.00 credits=450.00 total=906.00
	Σ GBP 31-60=70.00 credits=0.00 total=70.00`)
	ahead := at("2026-03-15")
	ahead.Buckets = calendar.DefaultForward()
	same(t, "looking ahead", lay(report(t, b, accountant, ahead)), `
	C001苏州明远机械有限公司 CNY overdue=1130.00 8-30=226.00 credits=450.00 total=906.00
	C003Thames Engineering Ltd GBP overdue=70.00 credits=0.00 total=70.00
	Σ CNY overdue=1130.00 8-30=226.00 credits=450.00 total=906.00
	Σ GBP overdue=70.00 credits=0.00 total=70.00`)
	advances := at("2026-03-15")
	advances.Advances = true
	same(t, "of advances", lay(report(t, b, accountant, advances)), `
	C001苏州明远机械有限公司 CNY 0-30=50.00 credits=0.00 total=50.00
	Σ CNY 0-30=50.00 credits=0.00 total=50.00`)
	base := at("2026-03-15")
	base.Base = true
	same(t, "in base currency", lay(report(t, b, accountant, base)), `
	C001苏州明远机械有限公司 CNY not_due=226.00 31-60=1130.00 credits=450.00 total=906.00
	C003Thames Engineering Ltd CNY 31-60=637.00 credits=0.00 total=637.00
	Σ CNY not_due=226.00 31-60=1767.00 credits=450.00 total=1543.00`)
	sellers := at("2026-03-15")
	sellers.Group, sellers.Base = aging.BySalesperson, true
	same(t, "by salesperson", lay(report(t, b, accountant, sellers)), `
	 CNY 31-60=637.00 credits=0.00 total=637.00
	王小明 CNY not_due=226.00 31-60=1130.00 credits=450.00 total=906.00
	Σ CNY not_due=226.00 31-60=1767.00 credits=450.00 total=1543.00`)
	regions := at("2026-03-15")
	regions.Group, regions.Currency = aging.ByRegion, "CNY"
	same(t, "by region, of one currency", lay(report(t, b, accountant, regions)), `
	华东 CNY not_due=226.00 31-60=1130.00 credits=450.00 total=906.00
	Σ CNY not_due=226.00 31-60=1130.00 credits=450.00 total=906.00`)
	balances, err := aging.Open(b.DB).Portfolio(t.Context(), accountant)
	if err != nil || len(balances) != 2 {
		t.Fatal(balances, err)
	}
	equal(t, "portfolio, receivables", balances[0].Receivables, "956")
	equal(t, "portfolio, advances", balances[0].Advances, "-50")
	equal(t, "portfolio, pounds in base", balances[1].TotalInBase, "637")
}

func TestAPastDateKeepsItsPictureAfterLaterAllocationsAndTheirUndoing(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods, paid := owed(t, b)
	accountant := b.Staff(ledger.ARAccountant)
	query := at("2026-03-15")
	query.Currency = "CNY"
	before := lay(report(t, b, accountant, query))
	settlement := b.Allocate(t, b.CNY, goods, paid, "300.00", "2026-03-20")
	same(t, "after a later allocation", lay(report(t, b, accountant, query)), before)
	undo(t, b, settlement, "2026-03-25")
	same(t, "after its undoing", lay(report(t, b, accountant, query)), before)
	for date, want := range map[string]string{
		"2026-03-19": "not_due=226.00 31-60=1130.00 credits=450.00 total=906.00",
		"2026-03-20": "not_due=226.00 31-60=830.00 credits=150.00 total=906.00",
		"2026-03-24": "not_due=226.00 31-60=830.00 credits=150.00 total=906.00",
		"2026-03-25": "not_due=226.00 31-60=1130.00 credits=450.00 total=906.00",
		"2026-03-05": "not_due=226.00 1-30=1130.00 credits=400.00 total=956.00",
		"2026-02-28": "1-30=1130.00 credits=0.00 total=1130.00",
	} {
		query.AsOf = calendar.MustParse(date)
		same(t, date, lay(report(t, b, accountant, query)), "C001苏州明远机械有限公司 CNY "+want+"\nΣ CNY "+want)
	}
}

func TestEveryoneSeesOnlyTheirOwn(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	owed(t, b)
	codes := func(actor ledger.Actor) string {
		var found []string
		for _, row := range report(t, b, actor, at("2026-03-15")).Rows {
			found = append(found, row.Code+" "+string(row.Currency))
		}
		return strings.Join(found, ", ")
	}
	same(t, "sales staff: their own customers", codes(b.Staff(ledger.Sales)), "C001 CNY")
	same(t, "management: all", codes(b.Staff(ledger.Management)), "C001 CNY, C003 GBP")
	same(t, "the customer: itself", codes(b.Contact(b.GBP, ledger.Viewer)), "C003 GBP")
	other := report(t, b, b.OtherStaff(ledger.Management), at("2026-03-15"))
	equal(t, "the other organization's total", other.Totals[0].Total, "9")
	service := aging.Open(b.DB)
	if _, err := service.Report(t.Context(), b.Staff(ledger.Administrator), at("2026-03-15")); !ledger.IsKind(err, ledger.Forbidden) {
		t.Errorf("an administrator reads the aging: %v", err)
	}
	mine, err := service.Portfolio(t.Context(), b.Staff(ledger.Sales))
	if err != nil || len(mine) != 1 || mine[0].Currency != "CNY" {
		t.Errorf("sales staff's portfolio is %v, %v", mine, err)
	}
	for _, actor := range []ledger.Actor{b.Staff(ledger.Sales), b.OtherStaff(ledger.Management), b.Contact(b.CNY, ledger.Viewer)} {
		foreign := aging.ItemQuery{Query: aging.Query{CustomerID: b.GBP.ID}}
		if _, err := service.Items(t.Context(), actor, foreign); !ledger.IsKind(err, ledger.NotFound) {
			t.Errorf("%s reads another's items: %v", actor.Name, err)
		}
	}
}

// Whatever the date, the edges and the reading, each item falls into the bucket that the calendar says, and the items behind a
// figure sum to it, page by page.
func TestBucketsPartItemsAsTheCalendarSays(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	start, total := calendar.MustParse("2026-01-01"), decimal.Zero
	var dues, starts []calendar.Date
	var amounts []decimal.Decimal
	for i := range 60 {
		amount := decimal.New(int64(101+i*i), -2)
		on := start.AddDays(i * 7 % 59)
		due := on.AddDays(i * 31 % 200)
		b.Receivable(t, b.GBP, amount.String(), on.String(), func(d *document.New) { d.DueDate, d.Reason = due, "agreed by hand" })
		dues, starts, amounts, total = append(dues, due), append(starts, on), append(amounts, amount), total.Add(amount)
	}
	service, accountant := aging.Open(b.DB), b.Staff(ledger.ARAccountant)
	rapid.Check(t, func(r *rapid.T) {
		edges := rapid.SliceOfNDistinct(rapid.IntRange(1, 250), 1, 6, rapid.ID[int]).Draw(r, "edges")
		slices.Sort(edges)
		basis := rapid.SampledFrom([]string{"due", "t0", "forward"}).Draw(r, "basis")
		asOf := start.AddDays(rapid.IntRange(58, 400).Draw(r, "days"))
		buckets, err := aging.Edges(basis, strings.Trim(strings.ReplaceAll(fmt.Sprint(edges), " ", ","), "[]"))
		if err != nil {
			r.Fatal(err)
		}
		query := aging.Query{AsOf: asOf, Buckets: buckets, CustomerID: b.GBP.ID}
		result, err := service.Report(t.Context(), accountant, query)
		if err != nil || len(result.Rows) != 1 || !result.Rows[0].Total.Equal(total) {
			r.Fatalf("%v %v, want a total of %s", result.Rows, err, total)
		}
		want := make([]decimal.Decimal, buckets.Len())
		for i, amount := range amounts {
			date := dues[i]
			if basis == "t0" {
				date = starts[i]
			}
			place := buckets.BucketOf(date, asOf)
			want[place] = want[place].Add(amount)
		}
		place := rapid.IntRange(0, buckets.Len()-1).Draw(r, "bucket")
		drilled, drill := decimal.Zero, aging.ItemQuery{Query: query, Bucket: buckets.Key(place), Limit: 7}
		for {
			items, err := service.Items(t.Context(), accountant, drill)
			if err != nil {
				r.Fatal(err)
			}
			if len(items) == 0 {
				break
			}
			for _, item := range items {
				drilled = drilled.Add(item.Open)
			}
			drill.After = drill.CursorOf(items[len(items)-1])
		}
		for i, amount := range result.Rows[0].Amounts {
			if !amount.Equal(want[i]) {
				r.Errorf("bucket %s is %s, want %s", buckets.Key(i), amount, want[i])
			}
		}
		if !drilled.Equal(want[place]) {
			r.Errorf("the items of %s sum to %s, want %s", buckets.Key(place), drilled, want[place])
		}
	})
}

func TestUnreadableQuestionsAreRefused(t *testing.T) {
	t.Parallel()
	for _, wrong := range [][2]string{{"due", "30,30"}, {"due", "a"}, {"posting", ""}, {"t0", "0,30"}} {
		if _, err := aging.Edges(wrong[0], wrong[1]); !ledger.IsCode(err, "validation_failed") {
			t.Errorf("%v is taken: %v", wrong, err)
		}
	}
	b := ledgertest.Open(t)
	service, accountant := aging.Open(b.DB), b.Staff(ledger.ARAccountant)
	for _, query := range []aging.Query{{Group: "colour"}, {Currency: "XXZ"}} {
		if _, err := service.Report(t.Context(), accountant, query); !ledger.IsCode(err, "validation_failed") {
			t.Errorf("%+v is taken: %v", query, err)
		}
	}
	for _, query := range []aging.ItemQuery{{}, {Query: aging.Query{CustomerID: b.CNY.ID}, Bucket: "0-7"}} {
		if _, err := service.Items(t.Context(), accountant, query); !ledger.IsCode(err, "validation_failed") {
			t.Errorf("items of %+v are given: %v", query, err)
		}
	}
}
