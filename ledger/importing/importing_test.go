package importing_test

import (
	"bytes"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/importing"
	"hefu/ledger/ledgertest"
)

// desk is an accountant with files to import.
type desk struct {
	*ledgertest.Books
	service *importing.Service
	actor   ledger.Actor
}

func open(t testing.TB) *desk {
	t.Helper()
	b := ledgertest.Open(t)
	return &desk{b, importing.Open(b.DB), b.Staff(ledger.ARAccountant)}
}

func file(text, name string) importing.File {
	return importing.File{Content: strings.NewReader(text), Size: int64(len(text)), Name: name}
}

func (d *desk) run(t testing.TB, kind importing.Kind, text string, options importing.Options) (importing.Import, error) {
	t.Helper()
	return d.service.Run(t.Context(), d.actor, kind, file(text, "file.csv"), options, nil)
}

// imports runs a file that must go in.
func (d *desk) imports(t testing.TB, kind importing.Kind, text string, options importing.Options) importing.Import {
	t.Helper()
	got, err := d.run(t, kind, text, options)
	if err != nil {
		t.Fatalf("import %s: %v; %+v", kind, err, got.Faults)
	}
	if got.State != importing.Imported {
		t.Fatalf("import %s: state %s", kind, got.State)
	}
	return got
}

// refuses runs a file that must not go in, and gives its faults.
func (d *desk) refuses(t testing.TB, kind importing.Kind, text string, options importing.Options) importing.Import {
	t.Helper()
	before := d.documents(t)
	got, err := d.run(t, kind, text, options)
	if !ledger.IsCode(err, "import_has_errors") || got.State != importing.Refused || len(got.Faults) == 0 {
		t.Fatalf("import %s: %v, state %s, faults %+v", kind, err, got.State, got.Faults)
	}
	if after := d.documents(t); after != before {
		t.Fatalf("a refused file posted %d documents", after-before)
	}
	return got
}

func (d *desk) documents(t testing.TB) int64 {
	return ledgertest.Ask[int64](t, d.Books, `SELECT count(*) FROM hefu.documents`)
}

const twoReceivables = `单据编号,客户编码,币种,单据日期,账期天数,品名,数量,单价,税率,不含税金额,税额,价税合计
AR-1,C001,CNY,2026-03-09,45,轴承,10,100,13,1000.00,130.00,1130.00
AR-1,C001,CNY,2026-03-09,45,联轴器,2,50,13,100.00,13.00,113.00
AR-2,苏州明远机械有限公司,,2026/3/10,,服务费,,,6%,,,106.00
`

func TestReceivablesWithLines(t *testing.T) {
	t.Parallel()
	d := open(t)
	got := d.imports(t, importing.Receivables, twoReceivables, importing.Options{})
	if got.Rows != (importing.Count{Read: 3, New: 3}) || got.Documents != (importing.Count{Read: 2, New: 2}) {
		t.Errorf("rows %+v, documents %+v", got.Rows, got.Documents)
	}
	for _, want := range [][2]string{
		{`SELECT gross::text FROM hefu.documents WHERE document_no = 'AR-1'`, "1243"},
		{`SELECT line_count::text FROM hefu.documents WHERE document_no = 'AR-1'`, "2"},
		{`SELECT i.due_date::text FROM hefu.open_items i JOIN hefu.documents d ON d.id = i.document_id WHERE document_no = 'AR-1'`, "2026-04-23"},
		{`SELECT i.due_date::text FROM hefu.open_items i JOIN hefu.documents d ON d.id = i.document_id WHERE document_no = 'AR-2'`, "2026-04-09"},
		{`SELECT net || ' ' || tax || ' ' || gross FROM hefu.documents WHERE document_no = 'AR-2'`, "100 6 106"},
		{`SELECT source_system || ' ' || source_id FROM hefu.documents WHERE document_no = 'AR-2'`, "import receivables:AR-2"},
		{`SELECT state || ' ' || rows_new || ' ' || documents_new FROM hefu.imports`, "imported 3 2"},
	} {
		if got := ledgertest.Ask[string](t, d.Books, want[0]); strings.NewReplacer(".00", "").Replace(got) != want[1] {
			t.Errorf("%s: %s, want %s", want[0], got, want[1])
		}
	}
}

func TestTheSameFileTwicePostsNothing(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.imports(t, importing.Receivables, twoReceivables, importing.Options{})
	before := d.documents(t)
	again := d.imports(t, importing.Receivables, twoReceivables, importing.Options{})
	if again.Rows != (importing.Count{Read: 3, Known: 3}) || again.Documents.Known != 2 || d.documents(t) != before {
		t.Errorf("again: %+v %+v", again.Rows, again.Documents)
	}
	// Other places or another order of columns are the same content; another amount is not.
	same := strings.ReplaceAll(twoReceivables, "1000.00", "1000.0")
	if got := d.imports(t, importing.Receivables, same, importing.Options{}); got.Documents.Known != 2 {
		t.Errorf("the same with fewer zeros: %+v", got.Documents)
	}
	other := strings.ReplaceAll(twoReceivables, "106.00", "107.00")
	got := d.refuses(t, importing.Receivables, other, importing.Options{})
	if f := got.Faults[0]; f.Code != "source_reused" || f.Row != 4 || f.Column != "A" || f.Header != "单据编号" {
		t.Errorf("%+v", f)
	}
}

func TestReceiptsAndCreditNotes(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.imports(t, importing.Receivables, twoReceivables, importing.Options{})
	d.imports(t, importing.Receipts, "收款单号,客户,收款日期,金额,收款方式\nRC-1,C001,2026-04-01,500.00,电汇\n", importing.Options{})
	d.imports(t, importing.CreditNotes, "document_no,customer_code,document_date,reduces,reduces_line,tax_rate,gross\nCN-1,C001,2026-04-02,AR-1,1,13,-113.00\nCN-2,C001,2026-04-02,,,13%,11.30\n", importing.Options{})
	if got := d.Balance(t, d.CNY).String(); got != "724.7" { // 1243 + 106 - 500 - 113 - 11.30
		t.Errorf("balance %s", got)
	}
	if got := ledgertest.Ask[string](t, d.Books, `SELECT r.document_no FROM hefu.documents c JOIN hefu.documents r ON r.id = c.reduces_document_id WHERE c.document_no = 'CN-1'`); got != "AR-1" {
		t.Errorf("it reduces %s", got)
	}
	// What the posting alone can see is named by row too, and nothing of the file goes in.
	got := d.refuses(t, importing.CreditNotes, "document_no,customer_code,document_date,reduces,reduces_line,tax_rate,gross\n"+
		"CN-3,C001,2026-04-03,,,13,1.13\nCN-4,C001,2026-04-03,AR-1,1,13,1130.00\nCN-5,C001,2026-04-03,AR-1,2,13,999.00\nCN-6,C001,2026-04-03,AR-9,,13,1.00\n", importing.Options{})
	if len(got.Faults) != 1 || got.Faults[0].Code != "reduces_unknown" || got.Faults[0].Row != 5 {
		t.Errorf("%+v", got.Faults)
	}
	var bad bytes.Buffer
	rest := d.imports(t, importing.CreditNotes, "document_no,customer_code,document_date,reduces,reduces_line,tax_rate,gross\n"+
		"CN-3,C001,2026-04-03,,,13,1.13\nCN-4,C001,2026-04-03,AR-1,1,13,1130.00\nCN-5,C001,2026-04-03,AR-1,2,13,999.00\nCN-6,C001,2026-04-03,AR-9,,13,1.00\n", importing.Options{SkipBad: &bad})
	if rest.Documents != (importing.Count{Read: 4, New: 1, Bad: 3}) || strings.Count(bad.String(), "\n") != 4 || !strings.Contains(bad.String(), "uncredited") {
		t.Errorf("%+v\n%s", rest.Documents, bad.String())
	}
}

func TestOpeningBalancesNeedTheirControlTotal(t *testing.T) {
	t.Parallel()
	d := open(t)
	text := "客户编码,币种,单据日期,到期日,期初余额\nC001,CNY,2026-01-01,2026-01-31,12000.00\nC001,CNY,2026-01-01,,-500.00\nC002,USD,2026-01-01,,100.00\n"
	for control, code := range map[string]string{
		"": "control_total_missing", "CNY 11500.00": "control_total_missing", "CNY 11500.01, USD 100.00": "control_total_differs",
		"CNY 11500.00, USD 100.00, EUR 1.00": "control_total_differs", "CNY 1e3": "control_total_unclear",
	} {
		got := d.refuses(t, importing.OpeningBalances, text, importing.Options{ControlTotal: control})
		if got.Faults[0].Code != code {
			t.Errorf("%q: %+v", control, got.Faults)
		}
	}
	// Leaving out a row must not make the sum right.
	var bad bytes.Buffer
	broken := strings.ReplaceAll(text, "-500.00", "minus")
	got := d.refuses(t, importing.OpeningBalances, broken, importing.Options{ControlTotal: "CNY 11500.00, USD 100.00", SkipBad: &bad})
	if got.Faults[len(got.Faults)-1].Code != "control_total_differs" {
		t.Errorf("%+v", got.Faults)
	}
	d.imports(t, importing.OpeningBalances, text, importing.Options{ControlTotal: "CNY 11500.00, USD 100.00"})
	if got := d.Balance(t, d.CNY).String(); got != "11500" {
		t.Errorf("balance %s", got)
	}
	if again := d.imports(t, importing.OpeningBalances, text, importing.Options{ControlTotal: "CNY 11500.00, USD 100.00"}); again.Rows.Known != 3 {
		t.Errorf("again %+v", again.Rows)
	}
	inFile := "document_no,customer,date,amount,control_total\nQ1,C001,2026-01-01,1.00,3.00\nQ2,C001,2026-01-01,2.00,3.00\n"
	d.imports(t, importing.OpeningBalances, inFile, importing.Options{})
	d.refuses(t, importing.OpeningBalances, strings.Replace(inFile, "2.00,3.00", "2.00,4.00", 1), importing.Options{})
}

func TestCustomersAndContacts(t *testing.T) {
	t.Parallel()
	d := open(t)
	text := "客户编码,客户名称,区域,币种,账期天数,对账周期\nC001,苏州明远机械有限公司,华东,CNY,30,每月\nC100,南通海工,华东,CNY,60,每季\nC101,Delta,欧洲,EUR,,\n"
	got := d.imports(t, importing.Customers, text, importing.Options{})
	if got.Documents.Read != 3 || got.Documents.Known+got.Documents.New != 3 || got.Documents.New < 2 {
		t.Errorf("%+v", got.Documents)
	}
	if again := d.imports(t, importing.Customers, text, importing.Options{}); again.Documents.Known != 3 {
		t.Errorf("again %+v", again.Documents)
	}
	bad := d.refuses(t, importing.Customers, "code,name,currency,cycle,terms_days\nC200,Ok,CNY,,\nC201,,CNY,,\nC202,X,XYZ,,\nC202,Y,CNY,sometimes,x\n", importing.Options{})
	if bad.Documents.Bad != 3 {
		t.Errorf("%+v %+v", bad.Documents, bad.Faults)
	}
	people := "客户编码,姓名,邮箱,角色\nC100,陈静,chen@nt.example,查看、确认\nC100,王五,wang@nt.example,\n"
	if got := d.imports(t, importing.Contacts, people, importing.Options{}); got.Documents.New != 2 {
		t.Errorf("%+v", got.Documents)
	}
	if again := d.imports(t, importing.Contacts, people, importing.Options{}); again.Documents.Known != 2 {
		t.Errorf("again %+v", again.Documents)
	}
	var rest bytes.Buffer
	some := d.imports(t, importing.Contacts, people+"C999,A,a@b.example,\nC100,B,nobody,\n", importing.Options{SkipBad: &rest})
	if some.Documents != (importing.Count{Read: 4, Known: 2, Bad: 2}) || !strings.Contains(rest.String(), "e-mail") {
		t.Errorf("%+v\n%s", some.Documents, rest.String())
	}
}

func TestEveryTemplateGoesIn(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, kind := range importing.Kinds {
		text, err := importing.Template(kind)
		if err != nil {
			t.Fatal(err)
		}
		d.imports(t, kind, string(text), importing.Options{})
	}
	if _, err := importing.Template("orders"); !ledger.IsCode(err, "not_found") {
		t.Errorf("a template of nothing: %v", err)
	}
}

func TestOnlyWhoMayImportDoes(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, role := range ledgertest.StaffRoles {
		actor := d.Staff(role)
		_, err := d.service.Run(t.Context(), actor, importing.Receivables, file(twoReceivables, "a.csv"), importing.Options{CheckOnly: true}, nil)
		if may := actor.May(ledger.Import); may != (err == nil) || !may && !ledger.IsCode(err, "not_permitted") {
			t.Errorf("%s: %v", role, err)
		}
	}
	if _, err := d.service.List(t.Context(), d.Contact(d.CNY, ledger.Payer), ledger.ID{}, 10); !ledger.IsCode(err, "not_permitted") {
		t.Errorf("a contact lists imports: %v", err)
	}
	// Another organization's customers, documents and imports do not exist here.
	other := d.OtherStaff(ledger.ARAccountant)
	got, err := d.service.Check(t.Context(), d.actor, importing.Receivables, strings.NewReader(twoReceivables), "a.csv", importing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.service.Commit(t.Context(), other, got.ID, true, nil); !ledger.IsCode(err, "not_found") {
		t.Errorf("another organization commits it: %v", err)
	}
	if err := d.service.BadRows(t.Context(), other, got.ID, &bytes.Buffer{}); !ledger.IsCode(err, "not_found") {
		t.Errorf("another organization reads it: %v", err)
	}
}

func TestUploadCheckCommit(t *testing.T) {
	t.Parallel()
	d := open(t)
	check := func(text string) importing.Import {
		got, err := d.service.Check(t.Context(), d.actor, importing.Receivables, strings.NewReader(text), "三月.csv", importing.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	sound := check(twoReceivables)
	if sound.State != importing.Checked || sound.Rows.New != 3 || d.documents(t) != 0 {
		t.Fatalf("%+v", sound)
	}
	broken := check(twoReceivables + "AR-3,C009,CNY,2026-03-09,45,轴承,10,100,13,1000.00,130.00,1130.00\n")
	if broken.State != importing.Refused || broken.Rows != (importing.Count{Read: 4, New: 3, Bad: 1}) || broken.Faults[0].Code != "customer_unknown" {
		t.Fatalf("%+v", broken)
	}
	if got, err := d.service.Commit(t.Context(), d.actor, broken.ID, false, nil); !ledger.IsCode(err, "import_has_errors") || len(got.Faults) != 1 || d.documents(t) != 0 {
		t.Fatalf("%v %+v", err, got)
	}
	var rows bytes.Buffer
	if err := d.service.BadRows(t.Context(), d.actor, broken.ID, &rows); err != nil || !strings.Contains(rows.String(), "C009") || !strings.Contains(rows.String(), "不存在") || strings.Contains(rows.String(), "AR-1") {
		t.Fatalf("%v\n%s", err, rows.String())
	}
	if got, err := d.service.Commit(t.Context(), d.actor, broken.ID, true, nil); err != nil || got.Documents.New != 2 || got.State != importing.Imported || d.documents(t) != 2 {
		t.Fatalf("%v %+v", err, got)
	}
	if _, err := d.service.Commit(t.Context(), d.actor, broken.ID, true, nil); !ledger.IsCode(err, "state_forbids") {
		t.Fatalf("twice: %v", err)
	}
	if got, err := d.service.Commit(t.Context(), d.actor, sound.ID, false, nil); err != nil || got.Documents.Known != 2 || d.documents(t) != 2 {
		t.Fatalf("%v %+v", err, got)
	}
	list, err := d.service.List(t.Context(), d.actor, ledger.ID{}, 1)
	if err != nil || len(list) != 1 || list[0].ID != broken.ID || list[0].FileName != "三月.csv" {
		t.Fatalf("%v %+v", err, list)
	}
	if list, err = d.service.List(t.Context(), d.actor, list[0].ID, 10); err != nil || len(list) != 1 || list[0].ID != sound.ID {
		t.Fatalf("%v %+v", err, list)
	}
}
