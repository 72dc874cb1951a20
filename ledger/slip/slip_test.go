package slip_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/attachment"
	"hefu/ledger/bank"
	"hefu/ledger/blob"
	"hefu/ledger/calendar"
	"hefu/ledger/ledgertest"
	"hefu/ledger/pdf"
	"hefu/ledger/slip"
)

const account = "6222020200112233445"

type desk struct {
	*ledgertest.Books
	*slip.Service
	bank  *bank.Service
	actor ledger.Actor
	line  []bank.Line // oldest first
}

// open gives books with three lines of the bank: two equal payments of one payer with numbers of their own, and another one.
func open(t *testing.T) *desk {
	t.Helper()
	b := ledgertest.Open(t)
	blobs, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{Books: b, Service: slip.Open(b.DB, attachment.Open(b.DB, blobs)), bank: bank.Open(b.DB), actor: b.Staff(ledger.ARAccountant)}
	if _, err := d.bank.AddAccount(t.Context(), d.actor, bank.NewAccount{Name: "工行基本户", Number: account, Currency: "CNY"}); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *desk) imports(t *testing.T) {
	t.Helper()
	file, err := d.bank.Upload(t.Context(), d.actor, []byte(":20:S\n:25:"+account+"\n:28C:1\n:60F:C260301CNY0,00\n"+
		":61:2603010301C500,00NTRFNONREF//HD000001\n:86:/NAME/苏州远方机电有限公司/IBAN/62220001/REMI/货款\n"+
		":61:2603010301C500,00NTRFNONREF//HD000002\n:86:/NAME/苏州远方机电有限公司/IBAN/62220001/REMI/货款\n"+
		":61:2603010301C1234,50NTRFNONREF//HD000003\n:86:/NAME/某某贸易有限公司/IBAN/62220002/REMI/货款\n:62F:C260301CNY2234,50\n-\n"), "s.sta", bank.Choice{})
	if err == nil {
		_, err = d.bank.Commit(t.Context(), d.actor, file.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	lines, err := d.bank.Lines(t.Context(), d.actor, bank.Filter{}, bank.Page{})
	if err != nil || len(lines) != 3 {
		t.Fatalf("%+v, %v", lines, err)
	}
	for i := range lines {
		d.line = append(d.line, lines[len(lines)-1-i])
	}
}

// paper is a slip as a bank prints it.
func paper(t *testing.T, payer, amount, number string) []byte {
	t.Helper()
	made, err := pdf.RenderListing(pdf.Listing{Locale: "zh-CN", Title: pdf.Term{Zh: "电子回单"}, Date: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Seller: pdf.Seller{Name: "中国工商银行"},
		Columns: []pdf.ListingColumn{{Label: pdf.Term{Zh: "项目"}, Whole: true}, {Label: pdf.Term{Zh: "内容"}, Wide: true}}, Exact: true,
		Rows: [][]string{{"付款人户名", payer}, {"付款人账号", "62220001"}, {"金额（小写）", "CNY " + amount}, {"交易日期", "2026-03-01"}, {"回单编号", number}}})
	if err != nil {
		t.Fatal(err)
	}
	return made.PDF
}

func picture(t *testing.T, width int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, width, 40)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (d *desk) upload(t *testing.T, name string, content []byte) slip.Slip {
	t.Helper()
	made, err := d.Upload(t.Context(), d.actor, ledger.NewID(), name, bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// Upload matches or queues; search returns it (RCV-06).
func TestASlipIsFiledByItsNumberAndFoundAgain(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.imports(t)
	content := paper(t, "苏州远方机电有限公司", "500.00", "HD000002")
	made := d.upload(t, "回单.pdf", content)
	if made.State != slip.Matched || made.Rule != "number" || made.LineID != d.line[1].ID || made.Payer != "苏州远方机电有限公司" || made.PaidOn.String() != "2026-03-01" {
		t.Fatalf("%+v", made)
	}
	if again := d.upload(t, "another name.pdf", content); again.ID != made.ID {
		t.Errorf("the same file is kept twice: %s and %s", made.ID, again.ID)
	}
	// It opens from the receipt that is made of the line afterwards.
	posted, err := d.bank.Receive(t.Context(), d.actor, made.LineID, bank.Receipt{CustomerID: d.CNY.ID, OrderNo: "PO-77"})
	if err != nil {
		t.Fatal(err)
	}
	amount := decimal.NewNullDecimal(decimal.RequireFromString("500"))
	for what, f := range map[string]slip.Filter{
		"document": {DocumentID: posted.ID}, "line": {LineID: made.LineID}, "customer": {CustomerID: d.CNY.ID}, "customer's code": {Text: d.CNY.Code}, "amount": {Amount: amount},
		"number": {Text: "000002"}, "voucher number": {Text: posted.DocumentNo}, "order": {Text: "po-77"}, "time": {From: calendar.MustParse("2026-03-01"), To: calendar.MustParse("2026-03-01")}, "state": {State: slip.Matched},
	} {
		found, err := d.List(t.Context(), d.actor, f, slip.Page{})
		if err != nil || len(found) != 1 || found[0].ID != made.ID || found[0].DocumentNo != posted.DocumentNo || found[0].CustomerID != d.CNY.ID {
			t.Errorf("by %s: %+v, %v", what, found, err)
		}
	}
	for what, f := range map[string]slip.Filter{"amount": {Amount: decimal.NewNullDecimal(decimal.NewFromInt(501))}, "time": {From: calendar.MustParse("2026-03-02")}, "state": {State: slip.Waiting}, "text": {Text: "%"}, "customer": {CustomerID: d.USD.ID}} {
		if found, err := d.List(t.Context(), d.actor, f, slip.Page{}); err != nil || len(found) != 0 {
			t.Errorf("by another %s: %+v, %v", what, found, err)
		}
	}
	file, err := d.OpenFile(t.Context(), d.actor, made.ID, false)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if file.Media != "application/pdf" || file.Size() != int64(len(content)) {
		t.Errorf("%s of %d bytes", file.Media, file.Size())
	}
}

func TestWhatIsNotClearWaitsForAPersonAndIsUndone(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.imports(t)
	ctx := t.Context()
	twice := d.upload(t, "两笔.pdf", paper(t, "苏州远方机电有限公司", "500.00", "X-1"))
	view, err := d.Get(ctx, d.actor, twice.ID)
	if err != nil || view.State != slip.Waiting || len(view.Candidates) != 2 || view.Candidates[0].Seen[0] != slip.SeenAmount {
		t.Fatalf("%+v, %v", view, err)
	}
	if _, err := d.Join(ctx, d.actor, twice.ID, d.line[2].ID, ledger.ID{}); !ledger.IsCode(err, "slip_differs") {
		t.Errorf("joined with another amount: %v", err)
	}
	joined, err := d.Join(ctx, d.actor, twice.ID, d.line[0].ID, ledger.ID{})
	if err != nil || joined.State != slip.Matched || joined.Rule != "by_hand" || joined.By != d.actor.Name {
		t.Fatalf("%+v, %v", joined, err)
	}
	for what, err := range map[string]error{
		"joined twice":      second(d.Join(ctx, d.actor, twice.ID, d.line[1].ID, ledger.ID{})),
		"set aside, joined": second(d.SetAside(ctx, d.actor, twice.ID, "重复")),
		"corrected, joined": second(d.Correct(ctx, d.actor, twice.ID, slip.Facts{})),
	} {
		if !ledger.IsCode(err, "state_forbids") {
			t.Errorf("%s: %v", what, err)
		}
	}
	// The other of two equal payments is clear now that the first has its slip.
	if other := d.upload(t, "另一笔.pdf", paper(t, "苏州远方机电有限公司", "500.00", "X-2")); other.LineID != d.line[1].ID || other.Rule != "payer" {
		t.Errorf("%+v", other)
	}
	freed, err := d.Free(ctx, d.actor, twice.ID)
	if err != nil || freed.State != slip.Waiting {
		t.Fatalf("%+v, %v", freed, err)
	}
	if _, err := d.SetAside(ctx, d.actor, twice.ID, " "); !ledger.IsCode(err, "validation_failed") {
		t.Errorf("set aside for no reason: %v", err)
	}
	if aside, err := d.SetAside(ctx, d.actor, twice.ID, "重复"); err != nil || aside.State != slip.Aside {
		t.Errorf("%+v, %v", aside, err)
	}
	// A picture says nothing until somebody types what is on it.
	photo := d.upload(t, "照片.jpg", picture(t, 60))
	if photo.State != slip.Waiting || photo.Amount.Valid {
		t.Fatalf("%+v", photo)
	}
	typed, err := d.Correct(ctx, d.actor, photo.ID, slip.Facts{Amount: decimal.NewNullDecimal(decimal.RequireFromString("1234.50")), Currency: "CNY", Number: "HD000003"})
	if err != nil || typed.State != slip.Matched || !typed.ByHand || typed.LineID != d.line[2].ID {
		t.Errorf("%+v, %v", typed, err)
	}
}

func second(_ slip.Slip, err error) error { return err }

// A slip that comes before the bank's statement waits, and is filed when that is imported.
func TestASlipBeforeItsLine(t *testing.T) {
	t.Parallel()
	d := open(t)
	early := d.upload(t, "早.pdf", paper(t, "某某贸易有限公司", "1,234.50", "HD000003"))
	if early.State != slip.Waiting {
		t.Fatalf("%+v", early)
	}
	d.imports(t)
	if looked, joined, err := d.Again(t.Context(), d.actor); err != nil || looked != 1 || joined != 1 {
		t.Errorf("%d, %d, %v", looked, joined, err)
	}
	// A receipt that was entered by hand has its slip too; joined with a line later, both know it.
	money := d.Receipt(t, d.CNY, "88.80", "2026-03-02")
	hand := d.upload(t, "手工.pdf", paper(t, d.CNY.Name, "88.80", "Y-1"))
	if hand.State != slip.Matched || hand.DocumentID != money.ID || !hand.LineID.IsZero() {
		t.Errorf("%+v", hand)
	}
}

func TestWhoMayKeepSlips(t *testing.T) {
	t.Parallel()
	d := open(t)
	ctx := t.Context()
	made := d.upload(t, "照片.jpg", picture(t, 60))
	for _, role := range []ledger.Role{ledger.Sales, ledger.Administrator} {
		if _, err := d.List(ctx, d.Staff(role), slip.Filter{}, slip.Page{}); !ledger.IsKind(err, ledger.Forbidden) {
			t.Errorf("%s lists: %v", role, err)
		}
	}
	if _, err := d.Get(ctx, d.Staff(ledger.Auditor), made.ID); err != nil {
		t.Errorf("an auditor reads: %v", err)
	}
	if _, err := d.Upload(ctx, d.Staff(ledger.Auditor), ledger.NewID(), "x.jpg", bytes.NewReader(picture(t, 61))); !ledger.IsKind(err, ledger.Forbidden) {
		t.Errorf("an auditor uploads: %v", err)
	}
	other := d.OtherStaff(ledger.ARAccountant)
	for what, err := range map[string]error{
		"reads": func() error { _, err := d.Get(ctx, other, made.ID); return err }(), "joins": second(d.Join(ctx, other, made.ID, ledger.NewID(), ledger.ID{})),
		"frees": second(d.Free(ctx, other, made.ID)), "sets aside": second(d.SetAside(ctx, other, made.ID, "x")), "opens": func() error { _, err := d.OpenFile(ctx, other, made.ID, false); return err }(),
		"joins with what is not": second(d.Join(ctx, d.actor, made.ID, ledger.NewID(), ledger.ID{})),
	} {
		if !ledger.IsCode(err, "not_found") {
			t.Errorf("another organization %s: %v", what, err)
		}
	}
	if _, err := d.Upload(ctx, d.actor, ledger.NewID(), "list.csv", strings.NewReader("a,b\n1,2\n")); !ledger.IsCode(err, "file_kind_not_taken") {
		t.Errorf("a table: %v", err)
	}
	if reach := ledgertest.Ask[bool](t, d.Books, `SELECT bool_or(has_table_privilege('hefu_portal', t, 'SELECT')) FROM unnest(ARRAY['hefu.slips', 'hefu.slip_facts', 'hefu.slip_matches']) t`); reach {
		t.Error("the portal's role may read slips")
	}
}
