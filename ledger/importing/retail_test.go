package importing_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"hefu/ledger/importing"
	"hefu/ledger/ledgertest"
)

// retail is a desk whose books were open when the data set was made.
func retail(t testing.TB) *desk {
	t.Helper()
	d := open(t)
	d.Exec(t, `INSERT INTO hefu.periods (organization_id, starts, ends)
		SELECT $1, m::date, (m + interval '1 month' - interval '1 day')::date FROM generate_series(timestamp '2010-12-01', timestamp '2011-12-01', interval '1 month') AS m`,
		d.Organization.ID.String())
	d.Exec(t, `INSERT INTO hefu.exchange_rates (organization_id, currency, on_date, rate) VALUES ($1, 'GBP', '2010-12-01', 10.40)`, d.Organization.ID.String())
	return d
}

func mapping(t testing.TB, name string) *importing.Mapping {
	t.Helper()
	m, err := importing.NamedMapping(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func read(t testing.TB, path string) string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var from io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if from, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// What follows was counted from the excerpt by other means; see testdata/online-retail/SOURCE.md.
func TestOnlineRetailAsItIs(t *testing.T) {
	t.Parallel()
	d := retail(t)
	m := mapping(t, "online-retail")
	if got := d.imports(t, importing.Customers, read(t, "testdata/online-retail/customers.csv"), importing.Options{Mapping: m}); got.Documents.New != 40 {
		t.Errorf("customers %+v", got.Documents)
	}
	lines := read(t, "testdata/online-retail/lines.csv")
	all := d.refuses(t, importing.Receivables, lines, importing.Options{Mapping: m})
	if all.Documents.Bad != 9 || all.FaultCount != 9+3 { // three of them have neither customer nor amount
		t.Errorf("%+v, %d faults", all.Documents, all.FaultCount)
	}
	var bad bytes.Buffer
	got := d.imports(t, importing.Receivables, lines, importing.Options{Mapping: m, SkipBad: &bad})
	if got.Documents != (importing.Count{Read: 57, New: 48, Bad: 9}) || got.Rows != (importing.Count{Read: 257, New: 245, Bad: 12}) {
		t.Errorf("%+v %+v", got.Documents, got.Rows)
	}
	if rows := strings.Count(bad.String(), "\n") - 1; rows != got.Rows.Bad {
		t.Errorf("%d refused rows written, %d counted", rows, got.Rows.Bad)
	}
	for sql, want := range map[string]string{
		`SELECT sum(CASE kind WHEN 'receivable' THEN gross ELSE -gross END)::numeric(20,2)::text FROM hefu.documents`: "11630.03",
		`SELECT count(*)::text FROM hefu.documents WHERE kind = 'credit_note' AND gross > 0`:                          "13",
		`SELECT count(*)::text FROM hefu.document_lines`:                                                              "245",
		// the document whose rows stand in two places is one document
		`SELECT count(*) || ' ' || sum(line_count) FROM hefu.documents WHERE document_no = '542806'`:                                                      "1 " + scatteredLines(lines),
		`SELECT string_agg(DISTINCT currency, ',') FROM hefu.documents`:                                                                                   "GBP",
		`SELECT (i.due_date - d.document_date)::text FROM hefu.open_items i JOIN hefu.documents d ON d.id = i.document_id WHERE d.document_no = '542806'`: "30",
	} {
		if got := ledgertest.Ask[string](t, d.Books, sql); got != want {
			t.Errorf("%s: %s, want %s", sql, got, want)
		}
	}
	again := d.imports(t, importing.Receivables, lines, importing.Options{Mapping: m, SkipBad: io.Discard})
	if again.Documents != (importing.Count{Read: 57, Known: 48, Bad: 9}) {
		t.Errorf("again %+v", again.Documents)
	}
}

func scatteredLines(lines string) string {
	count := strings.Count(lines, "\n542806,")
	return strconv.Itoa(count)
}

// TestOnlineRetailWhole imports the whole of the first four months where it lies: HEFU_ONLINE_RETAIL names the folder.
func TestOnlineRetailWhole(t *testing.T) {
	folder := os.Getenv("HEFU_ONLINE_RETAIL")
	if folder == "" {
		t.Skip("HEFU_ONLINE_RETAIL does not name the folder of the whole data set")
	}
	d := retail(t)
	m := mapping(t, "online-retail")
	customers := d.imports(t, importing.Customers, read(t, filepath.Join(folder, "customers_2010-12_to_2011-03.csv")), importing.Options{Mapping: m})
	var bad bytes.Buffer
	lines := d.imports(t, importing.Receivables, read(t, filepath.Join(folder, "lines_2010-12_to_2011-03.csv.gz")), importing.Options{Mapping: m, SkipBad: &bad})
	if customers.Documents.New != 2189 || lines.Documents != (importing.Count{Read: 6877, New: 5764, Bad: 1113}) || lines.Rows.Read != 142083 {
		t.Errorf("%+v %+v %+v", customers.Documents, lines.Documents, lines.Rows)
	}
	t.Logf("customers %+v, documents %+v, rows %+v, faults %d", customers.Documents, lines.Documents, lines.Rows, lines.FaultCount)
	for sql, want := range map[string]string{
		`SELECT sum(CASE side WHEN 'debit' THEN open_amount ELSE -open_amount END)::numeric(20,2)::text FROM hefu.open_items`:                  "2046189.16",
		`SELECT sum(open_amount)::numeric(20,2)::text FROM hefu.open_items WHERE side = 'credit'`:                                              "138607.88",
		`SELECT sum(open_amount)::numeric(20,2)::text FROM hefu.open_items WHERE side = 'debit' AND due_date >= '2011-03-31'`:                  "595500.76",
		`SELECT sum(open_amount)::numeric(20,2)::text FROM hefu.open_items WHERE side = 'debit' AND '2011-03-31' - due_date BETWEEN 1 AND 30`:  "472571.18",
		`SELECT sum(open_amount)::numeric(20,2)::text FROM hefu.open_items WHERE side = 'debit' AND '2011-03-31' - due_date BETWEEN 31 AND 60`: "544011.21",
		`SELECT sum(open_amount)::numeric(20,2)::text FROM hefu.open_items WHERE side = 'debit' AND '2011-03-31' - due_date BETWEEN 61 AND 90`: "572713.89",
	} {
		if got := ledgertest.Ask[string](t, d.Books, sql); got != want {
			t.Errorf("%s: %s, want %s", sql, got, want)
		}
	}
	again := d.imports(t, importing.Receivables, read(t, filepath.Join(folder, "lines_2010-12_to_2011-03.csv.gz")), importing.Options{Mapping: m, SkipBad: io.Discard})
	if again.Documents.Known != 5764 || again.Documents.New != 0 {
		t.Errorf("again %+v", again.Documents)
	}
}
