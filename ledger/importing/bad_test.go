package importing_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"hefu/ledger"
	"hefu/ledger/importing"
	"hefu/ledger/ledgertest"
	"hefu/ledger/sheet"
)

const plainHeader = "document_no,customer_code,currency,document_date,description,quantity,unit_price,tax_rate,net,tax,gross\n"

func TestEachFaultIsNamedByRowAndColumn(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.Exec(t, `UPDATE hefu.periods SET closed_at = now() WHERE starts = '2024-01-01'`)
	d.Exec(t, `UPDATE hefu.customers SET active = false WHERE code = 'C003'`)
	sound := "OK-1,C001,CNY,2026-03-09,goods,10,100,13,1000.00,130.00,1130.00\n"
	for _, c := range []struct{ row, column, code string }{
		{",C001,CNY,2026-03-09,goods,10,100,13,1000.00,130.00,1130.00", "A", "required"},
		{strings.Repeat("x", 121) + ",C001,CNY,2026-03-09,goods,10,100,13,1000.00,130.00,1130.00", "A", "too_long"},
		{"X,,CNY,2026-03-09,goods,10,100,13,1000.00,130.00,1130.00", "B", "required"},
		{"X,C999,CNY,2026-03-09,goods,10,100,13,1000.00,130.00,1130.00", "B", "customer_unknown"},
		{"X,C003,GBP,2026-03-09,goods,10,100,13,1000.00,130.00,1130.00", "B", "customer_inactive"},
		{"X,C001,cny,2026-03-09,goods,10,100,13,1000.00,130.00,1130.00", "C", "not_a_currency"},
		{"X,C001,KWD,2026-03-09,goods,10,100,13,1000.00,130.00,1130.00", "C", "rate_missing"},
		{"X,C001,CNY,09/03/2026,goods,10,100,13,1000.00,130.00,1130.00", "D", "not_a_date"},
		{"X,C001,CNY,2026-02-30,goods,10,100,13,1000.00,130.00,1130.00", "D", "not_a_date"},
		{"X,C001,CNY,,goods,10,100,13,1000.00,130.00,1130.00", "D", "required"},
		{"X,C001,CNY,2024-01-31,goods,10,100,13,1000.00,130.00,1130.00", "D", "period_closed"},
		{"X,C001,CNY,1999-01-31,goods,10,100,13,1000.00,130.00,1130.00", "D", "period_closed"},
		{"X,C001,CNY,2026-03-09,a\x01b,10,100,13,1000.00,130.00,1130.00", "E", "bad_text"},
		{"X,C001,CNY,2026-03-09,goods,1e1,100,13,1000.00,130.00,1130.00", "F", "not_a_number"},
		{"X,C001,CNY,2026-03-09,goods,1.0000001,100,13,1000.00,130.00,1130.00", "F", "too_many_places"},
		{"X,C001,CNY,2026-03-09,goods,10,+100,13,1000.00,130.00,1130.00", "G", "not_a_number"},
		{"X,C001,CNY,2026-03-09,goods,10,100,113,1000.00,130.00,1130.00", "H", "tax_rate_range"},
		{`X,C001,CNY,2026-03-09,goods,10,100,13,"1,000.00",130.00,1130.00`, "I", "not_a_number"},
		{"X,C001,CNY,2026-03-09,goods,10,100,13,１０００.00,130.00,1130.00", "I", "not_a_number"},
		{"X,C001,CNY,2026-03-09,goods,10,100,13,NaN,130.00,1130.00", "I", "not_a_number"},
		{"X,C001,CNY,2026-03-09,goods,10,100,13,.5,130.00,1130.00", "I", "not_a_number"},
		{"X,C001,CNY,2026-03-09,goods,10,100,13,-0,130.00,1130.00", "I", "negative_zero"},
		{"X,C001,CNY,2026-03-09,goods,10,100,13,1000.000,130.00,1130.00", "I", "too_many_places"},
		{"X,C001,CNY,2026-03-09,goods,10,100,13," + strings.Repeat("9", 40) + ",130.00,1130.00", "I", "too_large"},
		{"X,C001,CNY,2026-03-09,goods,10,100,13,1000.02,130.00,1130.02", "I", "net_off"},
		{"X,C001,CNY,2026-03-09,goods,10,100,13,1000.00,130.02,1130.02", "J", "tax_off"},
		{"X,C001,CNY,2026-03-09,goods,10,100,13,1000.00,130.00,1130.01", "K", "does_not_add_up"},
		{"X,C001,CNY,2026-03-09,goods,10,0,13,0.00,0.00,0.00", "K", "must_not_be_zero"},
		{"X,C001,CNY,2026-03-09,goods,-10,100,13,-1000.00,-130.00,-1130.00", "K", "must_be_positive"},
		{"X,C001,CNY,2026-03-09,goods,,,,,,", "K", "required"},
	} {
		got := d.refuses(t, importing.Receivables, plainHeader+sound+c.row+"\n", importing.Options{})
		fault := got.Faults[0]
		if len(got.Faults) != 1 || fault.Row != 3 || fault.Column != c.column || fault.Code != c.code || fault.ZH == "" || fault.EN == "" || fault.Header == "" {
			t.Errorf("%.60s: %+v, want %s in column %s", c.row, got.Faults, c.code, c.column)
		}
		if got.Documents != (importing.Count{Read: 2, New: 1, Bad: 1}) {
			t.Errorf("%.60s: %+v", c.row, got.Documents)
		}
	}
	if got := d.imports(t, importing.Receivables, plainHeader+"X,C001,CNY,2026-03-09,㛃龘𠮷 e\u0301,10,100,13,1000.01,130.00,1130.01\n", importing.Options{}); got.Documents.New != 1 {
		t.Errorf("a stated net within 0.01 wins: %+v", got)
	}
	if got := ledgertest.Ask[string](t, d.Books, `SELECT description FROM hefu.document_lines`); got != "㛃龘𠮷 \u00e9" {
		t.Errorf("stored %q", got)
	}
}

func TestRowsOfOneDocument(t *testing.T) {
	t.Parallel()
	d := open(t)
	differs := plainHeader + "A,C001,CNY,2026-03-09,x,1,1,0,1.00,0.00,1.00\nA,C001,CNY,2026-03-10,y,1,1,0,1.00,0.00,1.00\nA,C002,CNY,,z,1,1,0,1.00,0.00,1.00\n"
	got := d.refuses(t, importing.Receivables, differs, importing.Options{})
	if len(got.Faults) != 2 || got.Faults[0].Column != "D" || got.Faults[0].Row != 3 || got.Faults[1].Column != "B" || got.Faults[1].Row != 4 || got.Faults[1].Code != "document_differs" {
		t.Errorf("%+v", got.Faults)
	}
	// Where no column is about lines, a number twice is a slip and not a second line; so it is for receipts.
	amounts := "document_no,customer,date,amount\nA,C001,2026-03-09,1.00\nB,C001,2026-03-09,1.00\nA,C001,2026-03-09,1.00\n"
	for _, kind := range []importing.Kind{importing.Receivables, importing.Receipts} {
		got := d.refuses(t, kind, amounts, importing.Options{})
		if len(got.Faults) != 1 || got.Faults[0].Code != "duplicate" || got.Faults[0].Row != 4 || got.Rows.Bad != 2 {
			t.Errorf("%s: %+v", kind, got.Faults)
		}
	}
	total := "document_no,customer,date,item,gross,document_total\nA,C001,2026-03-09,x,1.00,3.00\nA,C001,2026-03-09,y,1.00,3.00\n"
	if got := d.refuses(t, importing.Receivables, total, importing.Options{}); got.Faults[0].Code != "control_total_differs" || got.Faults[0].Column != "F" {
		t.Errorf("%+v", got.Faults)
	}
	// 金额 beside 税额 is without tax, as on an invoice.
	d.imports(t, importing.Receivables, "单据编号,客户编码,日期,品名,数量,单价,金额,税率,税额\nB,C001,2026-03-09,x,1,100,100.00,13%,13.00\n", importing.Options{})
	if got := d.Balance(t, d.CNY).String(); got != "113" {
		t.Errorf("balance %s", got)
	}
}

func TestFilesThatAreNoTables(t *testing.T) {
	t.Parallel()
	d := open(t)
	workbook := func(change func(*excelize.File)) string {
		f := excelize.NewFile()
		for i, title := range strings.Split(strings.TrimSpace(plainHeader), ",") {
			_ = f.SetCellStr("Sheet1", fmt.Sprintf("%s1", sheet.Letter(i+1)), title)
		}
		change(f)
		var out bytes.Buffer
		if err := f.Write(&out); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	for name, c := range map[string]struct{ file, text, code string }{
		"empty":       {"a.csv", "", "empty_file"},
		"only header": {"a.csv", plainHeader, "empty_file"},
		"no columns":  {"a.csv", "a,b,c\n1,2,3\n", "missing_column"},
		"pdf":         {"a.csv", "%PDF-1.7\n", "wrong_magic"},
		"not xlsx":    {"a.xlsx", plainHeader, "wrong_magic"},
		"macro name":  {"a.xlsm", plainHeader, "macro"},
		"web page":    {"a.xls", "<html><table>", "markup"},
		"binary":      {"a.csv", "a,b\x00\n", "not_text"},
		"old excel":   {"a.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600), "legacy_excel"},
		"quote":       {"a.csv", plainHeader + "\"A,C001\n", "unclosed_quote"},
		"twice":       {"a.csv", "document_no,document_no,customer,date,gross\nA,A,C001,2026-03-09,1.00\n", "duplicate_column"},
		"formula":     {"a.xlsx", workbook(func(f *excelize.File) { _ = f.SetCellFormula("Sheet1", "A2", "1+1") }), "formula"},
		"hidden": {"a.xlsx", workbook(func(f *excelize.File) {
			_, _ = f.NewSheet("Secret")
			_ = f.SetSheetVisible("Secret", false)
		}), "hidden_sheet"},
	} {
		got, err := d.service.Check(t.Context(), d.actor, importing.Receivables, strings.NewReader(c.text), c.file, importing.Options{})
		if err != nil || got.State != importing.Refused || len(got.Faults) == 0 || got.Faults[0].Code != c.code || got.Faults[0].ZH == "" {
			t.Errorf("%s: %v %s %+v", name, err, got.State, got.Faults)
		}
		if _, err := d.service.Commit(t.Context(), d.actor, got.ID, true, nil); !ledger.IsCode(err, "import_has_errors") {
			t.Errorf("%s: commit says %v", name, err)
		}
	}
	big := strings.NewReader(strings.Repeat("x", importing.MaxUpload+1))
	if _, err := d.service.Check(t.Context(), d.actor, importing.Receivables, big, "a.csv", importing.Options{}); !ledger.IsCode(err, "payload_too_large") {
		t.Errorf("too large: %v", err)
	}
}

func TestEncodingsAndWorkbooks(t *testing.T) {
	t.Parallel()
	d := open(t)
	row := func(no string) string {
		return "客户应收明细表\n\n单据编号;客户名称;单据日期;品名;数量;单价;税率\n" + no + ";苏州明远机械有限公司;2026年3月9日;轴承（大）;1;10;13\n"
	}
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(row("GB"))
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(row("U16"))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{gb, utf16, "\ufeff" + row("BOM"), row("U8")} {
		d.imports(t, importing.Receivables, text, importing.Options{})
	}
	f := excelize.NewFile()
	style, _ := f.NewStyle(&excelize.Style{NumFmt: 14})
	for i, v := range []any{"单据编号", "客户编码", "单据日期", "品名", "数量", "单价", "税率"} {
		_ = f.SetCellValue("Sheet1", sheet.Letter(i+1)+"1", v)
	}
	for i, v := range []any{"XL", "C001", 46090, "轴承（大）", 1, 10, 0.13} {
		_ = f.SetCellValue("Sheet1", sheet.Letter(i+1)+"2", v)
	}
	_ = f.SetCellStyle("Sheet1", "C2", "C2", style)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	if _, err := d.service.Run(t.Context(), d.actor, importing.Receivables, file(out.String(), "a.xlsx"), importing.Options{}, nil); err != nil {
		t.Fatal(err)
	}
	if got := ledgertest.Ask[string](t, d.Books, `SELECT count(*) || ' ' || count(DISTINCT l.description) || ' ' || count(DISTINCT d.document_date) || ' ' || min(d.document_date) || ' ' || sum(d.gross)::numeric(9,2)
		FROM hefu.documents d JOIN hefu.document_lines l ON l.document_id = d.id`); got != "5 1 1 2026-03-09 56.50" {
		t.Errorf("%s", got)
	}
}

// table writes count receivables of one line, row by row; odd changes a row when it returns another one.
func table(count int, odd func(i int, row string) string) string {
	var out strings.Builder
	out.WriteString(plainHeader)
	for i := range count {
		row := fmt.Sprintf("N-%06d,C001,CNY,2026-03-%02d,goods %d,10,100,13,1000.00,130.00,1130.00\n", i, i%28+1, i)
		if odd != nil {
			row = odd(i, row)
		}
		out.WriteString(row)
	}
	return out.String()
}

func TestPoisonRowsInALargeFile(t *testing.T) {
	t.Parallel()
	d := open(t)
	poison := map[int]string{7: "1000.00", 49_999: "2026-03", 99_999: "C001"} // a row each, and what is broken in it
	text := table(100_000, func(i int, row string) string {
		return strings.Replace(row, poison[i], poison[i]+"?", min(len(poison[i]), 1))
	})
	got, err := d.service.Run(t.Context(), d.actor, importing.Receivables, file(text, "a.csv"), importing.Options{CheckOnly: true}, nil)
	if !ledger.IsCode(err, "import_has_errors") || len(got.Faults) != 3 {
		t.Fatalf("%v %+v", err, got.Faults)
	}
	for i, want := range []string{"9 I not_a_number", "50001 D not_a_date", "100001 B customer_unknown"} {
		if f := got.Faults[i]; fmt.Sprintf("%d %s %s", f.Row, f.Column, f.Code) != want {
			t.Errorf("%+v, want %s", f, want)
		}
	}
	all := table(3000, func(_ int, row string) string { return strings.Replace(row, "C001", "C00X", 1) })
	if got := d.refuses(t, importing.Receivables, all, importing.Options{}); got.FaultCount != 3000 || len(got.Faults) != importing.MaxFaults {
		t.Errorf("%d faults counted, %d kept", got.FaultCount, len(got.Faults))
	}
}

func TestRefusedRowsComeBackAndGoInOnceCorrected(t *testing.T) {
	t.Parallel()
	d := open(t)
	text := table(50, func(i int, row string) string {
		if i%10 == 3 {
			return strings.Replace(row, "C001", "=C9", 1)
		}
		return row
	})
	var bad bytes.Buffer
	got := d.imports(t, importing.Receivables, text, importing.Options{SkipBad: &bad})
	if got.Documents != (importing.Count{Read: 50, New: 45, Bad: 5}) || strings.Contains(bad.String(), ",=C9") || !strings.Contains(bad.String(), ",'=C9") {
		t.Fatalf("%+v\n%s", got.Documents, bad.String())
	}
	corrected := strings.ReplaceAll(bad.String(), "'=C9", "C001")
	if got := d.imports(t, importing.Receivables, corrected, importing.Options{}); got.Documents.New != 5 {
		t.Errorf("%+v", got)
	}
	if got := d.imports(t, importing.Receivables, table(50, nil), importing.Options{}); got.Documents.Known != 50 {
		t.Errorf("%+v", got.Documents)
	}
}

func TestAnImportThatIsCutOffLeavesNothing(t *testing.T) {
	t.Parallel()
	d := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	text := table(3000, nil)
	posted := 0
	_, err := d.service.Run(ctx, d.actor, importing.Receivables, file(text, "a.csv"), importing.Options{}, func(phase string, done, total int) {
		if phase == "posting" && done > 1000 && posted == 0 {
			posted = done
			cancel()
		}
	})
	if err == nil || posted == 0 || posted >= 3000 {
		t.Fatalf("it was not cut off: %v, %d rows", err, posted)
	}
	if got := ledgertest.Ask[int64](t, d.Books, `SELECT (SELECT count(*) FROM hefu.documents) + (SELECT count(*) FROM hefu.imports) + (SELECT count(*) FROM hefu.open_items)`); got != 0 {
		t.Errorf("%d rows were left", got)
	}
	if got := d.imports(t, importing.Receivables, text, importing.Options{}); got.Documents.New != 3000 {
		t.Errorf("%+v", got.Documents)
	}
}

func TestTwoImportsOfOneFileAtOncePostItOnce(t *testing.T) {
	t.Parallel()
	d := open(t)
	text := table(600, nil)
	results := make(chan error, 4)
	for range cap(results) {
		go func() {
			_, err := d.service.Run(context.WithoutCancel(t.Context()), d.actor, importing.Receivables, file(text, "a.csv"), importing.Options{}, nil)
			results <- err
		}()
	}
	sound := 0
	for range cap(results) {
		err := <-results
		if err == nil {
			sound++
		} else if !ledger.IsKind(err, ledger.Conflict) && !ledger.IsKind(err, ledger.Unavailable) {
			t.Errorf("%v", err)
		}
	}
	if sound == 0 || d.documents(t) != 600 {
		t.Errorf("%d went through, %d documents", sound, d.documents(t))
	}
}

func TestMappings(t *testing.T) {
	t.Parallel()
	d := open(t)
	for reason, text := range map[string]string{
		"unknown field": `{"name":"x","kinds":{"receivables":{"colums":{}}}}`,
		"not JSON":      `{`,
		"two":           `{"kinds":{"receipts":{}}} {}`,
		"no kind":       `{"name":"x"}`,
		"wrong kind":    `{"kinds":{"orders":{}}}`,
		"wrong column":  `{"kinds":{"receipts":{"columns":{"tax_rate":"x"}}}}`,
		"wrong order":   `{"kinds":{"receipts":{"date_order":"ydm"}}}`,
		"wrong target":  `{"kinds":{"receivables":{"kind_by":{"column":"k","values":{"x":"customers"}}}}}`,
	} {
		if _, err := importing.ParseMapping([]byte(text)); !ledger.IsCode(err, "malformed_request") {
			t.Errorf("%s: %v", reason, err)
		}
	}
	m, err := importing.ParseMapping([]byte(`{"name":"us","kinds":{"receipts":{"columns":{"document_no":"Ref","customer_name":"Payer","document_date":"When","amount":"USD"},
		"constants":{"currency":"USD","method":"transfer"},"date_order":"mdy"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	got := d.imports(t, importing.Receipts, "Ref,Payer,When,USD,amount\nT1,Pacific Tools Inc.,3/9/2026 10:15,12.50,nonsense\n", importing.Options{Mapping: m})
	if got.Documents.New != 1 || ledgertest.Ask[string](t, d.Books, `SELECT document_date || ' ' || currency FROM hefu.documents`) != "2026-03-09 USD" {
		t.Errorf("%+v", got)
	}
	if _, err := d.run(t, importing.Receivables, "a\n1\n", importing.Options{Mapping: m}); !ledger.IsCode(err, "import_has_errors") {
		t.Errorf("a kind the mapping does not know: %v", err)
	}
	if got := d.refuses(t, importing.Receipts, "Ref,When,USD\nT1,3/9/2026,1.00\n", importing.Options{Mapping: m}); got.Faults[0].Code != "missing_column" {
		t.Errorf("%+v", got.Faults)
	}
	// A mapping travels with an upload.
	up, err := d.service.Check(t.Context(), d.actor, importing.Receipts, strings.NewReader("Ref,Payer,When,USD\nT2,Pacific Tools Inc.,3/9/2026,1.00\n"), "a.csv", importing.Options{Mapping: m})
	if err != nil || up.State != importing.Checked {
		t.Fatalf("%v %+v", err, up)
	}
	if done, err := d.service.Commit(t.Context(), d.actor, up.ID, false, nil); err != nil || done.Documents.New != 1 {
		t.Errorf("%v %+v", err, done)
	}
}
