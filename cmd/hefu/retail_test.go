package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
)

// seller is a seller at the command line, whose only source is the data set Online Retail.
type seller struct {
	t     *testing.T
	where []string
	admin string
	dir   string
}

// TestASellersFourMonths goes through the excerpt that the importing package carries (see its SOURCE.md) as a seller would, and
// holds every figure against the test's own sums over the same file.
func TestASellersFourMonths(t *testing.T) {
	folder := filepath.Join(root(t), "ledger", "importing", "testdata", "online-retail")
	s := openSeller(t)
	lines := filepath.Join(folder, "lines.csv")
	shop := readShop(t, lines)
	s.bringsIn(filepath.Join(folder, "customers.csv"), lines, shop)
	s.ages(shop.aging(), 40)
	s.states(shop, busiest(shop, 3))
	s.proves()
}

// TestASellersFourMonthsWhole does so with all 142,083 lines where they lie, against the figures that lie beside them.
func TestASellersFourMonthsWhole(t *testing.T) {
	folder := os.Getenv("HEFU_ONLINE_RETAIL")
	if folder == "" {
		t.Skip("HEFU_ONLINE_RETAIL does not name the folder of the whole data set")
	}
	s := openSeller(t)
	lines := filepath.Join(folder, "lines_2010-12_to_2011-03.csv.gz")
	shop := readShop(t, lines)
	if len(shop.sales) != 6877 || len(shop.refused) != 1113 {
		t.Fatalf("the file has %d documents, %d of them to be refused", len(shop.sales), len(shop.refused))
	}
	s.bringsIn(filepath.Join(folder, "customers_2010-12_to_2011-03.csv"), lines, shop)
	expected := readExpectedAging(t, filepath.Join(folder, "expected_aging_asof_2011-03-31_net30_no_application.csv"))
	s.ages(expected, 2189)
	for code, row := range shop.aging() {
		if row != expected[code] {
			t.Errorf("%s: this test reckons %v, the data set %v", code, row, expected[code])
		}
	}
	raw, err := os.ReadFile(filepath.Join(folder, "expected_statements.json"))
	if err != nil {
		t.Fatal(err)
	}
	var accounts []account
	if err := json.Unmarshal(raw, &accounts); err != nil || len(accounts) != 3 {
		t.Fatalf("%d statements are expected, %v", len(accounts), err)
	}
	s.states(shop, accounts)
	s.proves()
}

func openSeller(t *testing.T) seller {
	t.Helper()
	b := ledgertest.Open(t)
	s := seller{t, []string{"--database-url=" + b.AppURL, "--log-level=error"}, b.URL, t.TempDir()}
	s.does("organization", "create", "RETAIL", "--name=Online Retail Ltd", "--base-currency=GBP", "--first-period=2010-12", "--time-zone=Europe/London")
	s.where = append(s.where, "--organization=RETAIL")
	return s
}

// does runs a command that must succeed, and says how long it took.
func (s seller) does(args ...string) string {
	s.t.Helper()
	began := time.Now()
	got := hefu(s.t, append(args, s.where...)...)
	if got.code != 0 {
		s.t.Fatalf("hefu %s: %d, %s%s", strings.Join(args, " "), got.code, got.out, got.err)
	}
	s.t.Logf("hefu %s: %d ms", strings.Join(args, " "), time.Since(began).Milliseconds())
	return got.out
}

func (s seller) reads(into any, args ...string) {
	s.t.Helper()
	out := s.does(append(args, "--output=json")...)
	if err := json.Unmarshal([]byte(out), into); err != nil {
		s.t.Fatalf("hefu %s: %v in %.200s", strings.Join(args, " "), err, out)
	}
}

// bringsIn imports both files. Not a row is lost: what is refused comes back in a file, as it was, and twice is as good as once.
func (s seller) bringsIn(customers, lines string, shop shop) {
	s.t.Helper()
	var done imported
	s.reads(&done, "import", "customers", customers, "--mapping=online-retail")
	whole := hefu(s.t, append([]string{"import", "receivables", lines, "--mapping=online-retail"}, s.where...)...)
	if whole.code != exitFailure || !strings.Contains(whole.out, "REFUSED") {
		s.t.Errorf("without a file for the bad rows: %d %s", whole.code, whole.out)
	}
	bad := filepath.Join(s.dir, "refused.csv")
	s.reads(&done, "import", "receivables", lines, "--mapping=online-retail", "--skip-bad-rows="+bad)
	sound := len(shop.sales) - len(shop.refused)
	if done.Documents.Read != len(shop.sales) || done.Documents.New != sound || done.Documents.Bad != len(shop.refused) || done.Rows.Read != shop.rows {
		s.t.Errorf("imported %+v of %d rows, want %d and %d refused", done.Documents, done.Rows.Read, sound, len(shop.refused))
	}
	s.t.Logf("%d rows, %d documents, %d of them refused with %d faults", done.Rows.Read, done.Documents.Read, done.Documents.Bad, done.ErrorCount)
	shop.lost(s.t, bad)
	s.reads(&done, "import", "receivables", lines, "--mapping=online-retail", "--skip-bad-rows="+filepath.Join(s.dir, "again.csv"))
	if done.Documents.New != 0 || done.Documents.Known != sound || done.Documents.Bad != len(shop.refused) {
		s.t.Errorf("the second time %+v", done.Documents)
	}
}

// ages compares the aging at the end of March with what is expected of every customer.
func (s seller) ages(expected map[string]ages, customers int) {
	s.t.Helper()
	if len(expected) != customers {
		s.t.Errorf("an aging of %d customers is expected, want %d", len(expected), customers)
	}
	var report struct{ Rows, Totals []agingRow }
	s.reads(&report, "aging", "--as-of=2011-03-31", "--edges=30,60,90")
	left := map[string]ages{}
	for code, row := range expected {
		if row != (ages{"0.00", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00"}) {
			left[code] = row
		}
	}
	for _, row := range report.Rows {
		if got := agesOf(row); got != left[row.Code] {
			s.t.Errorf("%s: %v, want %v", row.Code, got, left[row.Code])
		}
		delete(left, row.Code)
	}
	if len(left) > 0 || len(report.Totals) != 1 || agesOf(report.Totals[0]) != totalOf(expected) {
		s.t.Errorf("the totals are %+v, want %v; missing are %v", report.Totals, totalOf(expected), left)
	}
	s.t.Logf("aging of %d customers: %v", len(report.Rows), report.Totals)
}

// states makes the statements of the four months, compares every closing balance, and every line of the accounts given.
func (s seller) states(shop shop, accounts []account) {
	s.t.Helper()
	made := map[string]statementLine{}
	for _, first := range []string{"2010-12-01", "2011-01-01", "2011-02-01", "2011-03-01"} {
		last := endOfMonth(first)
		var run runLine
		s.reads(&run, "statements", "run", "--from="+first, "--cut-off="+last)
		if run.State != "done" || run.Failed != 0 {
			s.t.Errorf("the run to %s is %+v", last, run)
		}
		s.t.Logf("to %s: %d customers, %d statements", last, run.Customers, run.Statements)
	}
	var listed []statementLine
	s.reads(&listed, "statements", "list", "--limit=100000")
	for _, line := range listed {
		made[line.Customer+line.CutOff.String()] = line
		if want := shop.balance(line.Customer, line.CutOff.String()).StringFixed(2); line.Closing != want {
			s.t.Errorf("%s closes at %s, want %s", line.StatementNo, line.Closing, want)
		}
	}
	if len(made) != len(listed) || len(made) == 0 {
		s.t.Errorf("%d statements for %d customers and periods", len(listed), len(made))
	}
	for _, want := range accounts {
		line, ok := made[want.Customer+want.End]
		if !ok {
			s.t.Errorf("%s has no statement to %s", want.Customer, want.End)
			continue
		}
		file := filepath.Join(s.dir, line.StatementNo+".json")
		s.does("statements", "get", line.ID.String(), "--format=json", "--file="+file)
		want.compare(s.t, file)
	}
}

func (s seller) proves() {
	s.t.Helper()
	if got := hefu(s.t, "verify", "--admin-url="+s.admin); got.code != 0 {
		s.t.Errorf("the books are not sound: %s%s", got.out, got.err)
	}
}

// account is a statement as the data set expects it.
type account struct {
	Customer string      `json:"customer"`
	Start    string      `json:"start"`
	End      string      `json:"end"`
	Opening  string      `json:"opening"`
	Debits   string      `json:"debits"`
	Credits  string      `json:"credits"`
	Closing  string      `json:"closing"`
	Running  [][4]string `json:"running"` // document, date, signed amount, balance after it
}

func (a account) compare(t *testing.T, file string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var c statement.Content
	if err := json.Unmarshal(raw, &c); err != nil {
		t.Fatal(err)
	}
	same := func(what string, got decimal.Decimal, want string) {
		if !got.Equal(decimal.RequireFromString(want)) {
			t.Errorf("%s of %s to %s: %s, want %s", what, a.Customer, a.End, got, want)
		}
	}
	same("opening", c.Opening, a.Opening)
	same("charges", c.Totals.Charges, a.Debits)
	same("credits", c.Totals.Credits, a.Credits)
	same("closing", c.Closing, a.Closing)
	if c.Customer.Code != a.Customer || c.Currency != "GBP" || c.PeriodStart.String() != a.Start || len(c.Lines) != len(a.Running) {
		t.Fatalf("%s of %s from %s with %d lines, want %d", c.Customer.Code, c.Currency, c.PeriodStart, len(c.Lines), len(a.Running))
	}
	for i, line := range c.Lines {
		if line.DocumentNo != a.Running[i][0] || line.DocumentDate.String() != a.Running[i][1] {
			t.Errorf("line %d of %s is %s of %s, want %v", i+1, a.Customer, line.DocumentNo, line.DocumentDate, a.Running[i])
		}
		same("amount of line "+strconv.Itoa(i+1), line.Amount, a.Running[i][2])
		same("balance after line "+strconv.Itoa(i+1), line.Balance, a.Running[i][3])
	}
	t.Logf("%s to %s: %s → %s, %d lines", a.Customer, a.End, c.Opening, c.Closing, len(c.Lines))
}

func readExpectedAging(t *testing.T, path string) map[string]ages {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	expected := map[string]ages{}
	for _, row := range rows[1:] {
		var figures ages
		for i := range figures {
			figures[i] = decimal.RequireFromString(row[i+1]).StringFixed(2)
		}
		expected[row[0]] = figures
	}
	return expected
}
