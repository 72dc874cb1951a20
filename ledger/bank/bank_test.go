package bank_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/bank"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

// desk is a set of books with a bank account in CNY.
type desk struct {
	*ledgertest.Books
	bank    *bank.Service
	actor   ledger.Actor
	account bank.Account
}

const number = "6222020200112233445"

func open(t *testing.T) *desk {
	t.Helper()
	b := ledgertest.Open(t)
	d := &desk{Books: b, bank: bank.Open(b.DB), actor: b.Staff(ledger.ARAccountant)}
	var err error
	d.account, err = d.bank.AddAccount(t.Context(), d.actor, bank.NewAccount{Name: "工行基本户", Bank: "中国工商银行", Number: "6222 0202 0011 2233 445", Currency: "CNY"})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// mt940 writes a statement: opening day and balance, closing day and balance, and lines such as "0305 C 100,00 REF1 text".
func mt940(from, opening, to, closing string, lines ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, ":20:S\n:25:%s\n:28C:1\n:60F:C26%sCNY%s\n", number, from, opening)
	for _, l := range lines {
		part := strings.SplitN(l, " ", 5)
		fmt.Fprintf(&b, ":61:26%s%s%s%sNTRFNONREF//%s\n:86:%s\n", part[0], part[0], part[1], part[2], part[3], part[4])
	}
	fmt.Fprintf(&b, ":62F:C26%sCNY%s\n-\n", to, closing)
	return b.String()
}

func (d *desk) upload(t *testing.T, content string) *bank.File {
	t.Helper()
	file, err := d.bank.Upload(t.Context(), d.actor, []byte(content), "s.sta", bank.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// imports uploads and commits, and returns how many lines were new.
func (d *desk) imports(t *testing.T, content string) int {
	t.Helper()
	file := d.upload(t, content)
	done, err := d.bank.Commit(t.Context(), d.actor, file.ID)
	if err != nil {
		t.Fatal(err)
	}
	return done.New()
}

func (d *desk) refuses(t *testing.T, content, code string) {
	t.Helper()
	before := d.count(t)
	file := d.upload(t, content)
	if _, err := d.bank.Commit(t.Context(), d.actor, file.ID); !ledger.IsCode(err, "bank_file_refused") && !ledger.IsCode(err, "duplicate_file") {
		t.Fatalf("committing gives %v", err)
	}
	found := ""
	if file.Refused != nil {
		found = file.Refused.Code
	}
	for _, p := range file.Parts {
		for _, problem := range p.Problems {
			found += " " + problem.Code
		}
	}
	if !strings.Contains(found, code) {
		t.Errorf("refused for %q, want %q", found, code)
	}
	if now := d.count(t); now != before {
		t.Errorf("%d lines were added by what was refused", now-before)
	}
}

func (d *desk) count(t *testing.T) int {
	return ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM hefu.bank_lines`)
}

func (d *desk) lines(t *testing.T, f bank.Filter) []bank.Line {
	t.Helper()
	lines, err := d.bank.Lines(t.Context(), d.actor, f, bank.Page{})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestTheSameFileAndOverlapsAddNothingTwice(t *testing.T) {
	t.Parallel()
	d := open(t)
	first := mt940("0301", "1000,00", "0305", "1250,00", "0302 C 100,00 A1 INV-1", "0303 C 100,00 A2 INV-2", "0305 C 50,00 A3 INV-3")
	if n := d.imports(t, first); n != 3 {
		t.Fatalf("%d lines were new, want 3", n)
	}
	d.refuses(t, first, "imported_before")
	// Another file of overlapping days brings what is new alone.
	second := mt940("0303", "1100,00", "0310", "1330,00", "0303 C 100,00 A2 INV-2", "0305 C 50,00 A3 INV-3", "0306 D 20,00 A4 fee", "0310 C 100,00 A5 INV-5")
	if n := d.imports(t, second); n != 2 {
		t.Errorf("%d lines of the overlapping file were new, want 2", n)
	}
	// One that goes back before the first.
	if n := d.imports(t, mt940("0225", "900,00", "0303", "1100,00", "0228 C 100,00 A0 INV-0", "0302 C 100,00 A1 INV-1")); n != 1 {
		t.Errorf("%d lines of the earlier file were new, want 1", n)
	}
	// The whole again, in other bytes: nothing.
	if n := d.imports(t, mt940("0225", "900,00", "0310", "1330,00", "0228 C 100,00 A0 INV-0", "0302 C 100,00 A1 INV-1", "0303 C 100,00 A2 INV-2", "0305 C 50,00 A3 INV-3", "0306 D 20,00 A4 fee", "0310 C 100,00 A5 INV-5")); n != 0 {
		t.Errorf("%d lines of the whole were new, want none", n)
	}
	statements, _, err := d.bank.Statements(t.Context(), d.actor, d.account.ID)
	if err != nil || len(statements) != 3 {
		t.Fatalf("%d statements, %v", len(statements), err)
	}
	for _, s := range statements {
		if s.Gap.Valid {
			t.Errorf("the statement to %s has a gap of %s", s.ClosesOn, s.Gap.Decimal)
		}
	}
}

func TestTwoEqualLinesInsideOneFileAreTwoLines(t *testing.T) {
	t.Parallel()
	d := open(t)
	twins := mt940("0301", "0,00", "0302", "20,00", "0302 C 10,00 NONREF same", "0302 C 10,00 NONREF same")
	if n := d.imports(t, twins); n != 2 {
		t.Fatalf("%d lines were new, want 2", n)
	}
	if n := d.imports(t, twins+"\n"); n != 0 {
		t.Errorf("%d of the twins were new again", n)
	}
	// The next statement of the same day has an equal line once more, and its balances say that it is another one.
	if n := d.imports(t, mt940("0302", "20,00", "0302", "30,00", "0302 C 10,00 NONREF same")); n != 1 {
		t.Errorf("%d lines of the next statement were new, want 1", n)
	}
	if d.count(t) != 3 {
		t.Errorf("%d lines stand, want 3", d.count(t))
	}
}

func TestWhatDoesNotProveOutOrContradictsIsNotWritten(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.refuses(t, mt940("0301", "1000,00", "0305", "1100,01", "0302 C 100,00 A1 x"), "not_proven")
	d.imports(t, mt940("0301", "1000,00", "0310", "1100,00", "0305 C 100,00 A1 x"))
	d.refuses(t, mt940("0301", "1000,00", "0310", "1100,00", "0305 C 100,00 B1 the same in other words"), "overlap_inside")
	d.refuses(t, mt940("0305", "500,00", "0320", "600,00", "0315 C 100,00 B2 y"), "overlap_end")
	d.refuses(t, mt940("0220", "500,00", "0305", "600,00", "0225 C 100,00 B3 y"), "overlap_start")
	d.refuses(t, strings.Replace(mt940("0311", "0,00", "0312", "0,00"), number, "999", 1), "account_unknown")
	d.refuses(t, mt940("0310", "1100,00", "0309", "1100,00"), "dates_reversed")
	d.refuses(t, mt940("0310", "1100,00", "0312", "1200,00", "0311 C 100,00 C1 x")+mt940("0312", "1300,00", "0313", "1300,00"), "gap_in_file")
	// A gap between files is no contradiction; it is shown.
	d.imports(t, mt940("0401", "2000,00", "0402", "2000,00"))
	statements, _, err := d.bank.Statements(t.Context(), d.actor, d.account.ID)
	if err != nil || !statements[0].Gap.Valid || !statements[0].Gap.Decimal.Equal(decimal.NewFromInt(900)) {
		t.Errorf("the gap is %v, %v", statements[0].Gap, err)
	}
}

func TestALineMakesOneReceiptOnce(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.imports(t, mt940("0301", "0,00", "0305", "70,00", "0302 C 100,00 A1 INV-1", "0303 D 30,00 A2 fee"))
	in, out := d.lines(t, bank.Filter{State: bank.Unmatched})[0], d.lines(t, bank.Filter{State: bank.Other})[0]
	if _, err := d.bank.Receive(t.Context(), d.actor, out.ID, bank.Receipt{CustomerID: d.CNY.ID}); !ledger.IsCode(err, "state_forbids") {
		t.Errorf("a receipt of money that went out: %v", err)
	}
	if _, err := d.bank.Receive(t.Context(), d.OtherStaff(ledger.ARAccountant), in.ID, bank.Receipt{CustomerID: d.OtherCustomer.ID}); !ledger.IsCode(err, "not_found") {
		t.Errorf("another organization's line: %v", err)
	}
	for _, role := range []ledger.Role{ledger.Sales, ledger.Auditor, ledger.Management} {
		if _, err := d.bank.Receive(t.Context(), d.Staff(role), in.ID, bank.Receipt{CustomerID: d.CNY.ID}); !ledger.IsCode(err, "not_permitted") {
			t.Errorf("%s: %v", role, err)
		}
	}
	const many = 12
	var wait sync.WaitGroup
	errs, posted := make([]error, many), make([]document.Posted, many)
	for i := range many {
		wait.Go(func() {
			posted[i], errs[i] = d.bank.Receive(t.Context(), d.actor, in.ID, bank.Receipt{CustomerID: d.CNY.ID})
		})
	}
	wait.Wait()
	won := -1
	for i, err := range errs {
		switch {
		case err == nil && won >= 0:
			t.Error("two receipts were made")
		case err == nil:
			won = i
		case !ledger.IsCode(err, "bank_line_used"):
			t.Errorf("who came late is told %v", err)
		}
	}
	if won < 0 {
		t.Fatal("nobody could make the receipt")
	}
	line, err := d.bank.OfDocument(t.Context(), d.actor, posted[won].ID)
	if err != nil || line.ID != in.ID || line.DocumentNo != posted[won].DocumentNo || line.State != bank.Received || line.CustomerID != d.CNY.ID {
		t.Errorf("the receipt leads to %+v, %v", line, err)
	}
	if got := d.Balance(t, d.CNY); !got.Equal(ledgertest.Amount("-100")) {
		t.Errorf("the customer's balance is %s", got)
	}
}

func TestALineWhoseReceiptWasReversedIsFreeAgain(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.imports(t, mt940("0301", "0,00", "0305", "100,00", "0302 C 100,00 A1 INV-1"))
	line := d.lines(t, bank.Filter{})[0]
	first, err := d.bank.Receive(t.Context(), d.actor, line.ID, bank.Receipt{CustomerID: d.CNY.ID})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := allocation.Open(d.DB).Reverse(t.Context(), d.Staff(ledger.FinanceSupervisor), first.ID, calendar.Of(2026, 3, 6), "认错客户"); err != nil {
		t.Fatal(err)
	}
	if now := d.lines(t, bank.Filter{}); now[0].State != bank.Unmatched {
		t.Fatalf("the line is %s after its receipt was reversed", now[0].State)
	}
	second, err := d.bank.Receive(t.Context(), d.actor, line.ID, bank.Receipt{CustomerID: d.CNY.ID, Kind: document.Advance})
	if err != nil || second.ID == first.ID {
		t.Fatalf("the second receipt: %v, %v", second, err)
	}
}

func TestALineIsSetAsideAndTakenBack(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.imports(t, mt940("0301", "0,00", "0305", "100,00", "0302 C 100,00 A1 own transfer"))
	line := d.lines(t, bank.Filter{})[0]
	if _, err := d.bank.SetAside(t.Context(), d.actor, line.ID, true, " "); !ledger.IsCode(err, "validation_failed") {
		t.Errorf("without a reason: %v", err)
	}
	line, err := d.bank.SetAside(t.Context(), d.actor, line.ID, true, "本公司账户互转")
	if err != nil || line.State != bank.Aside || line.AsideReason == "" {
		t.Fatalf("%+v, %v", line, err)
	}
	if _, err := d.bank.Receive(t.Context(), d.actor, line.ID, bank.Receipt{CustomerID: d.CNY.ID}); !ledger.IsCode(err, "state_forbids") {
		t.Errorf("a receipt of what is set aside: %v", err)
	}
	if line, err = d.bank.SetAside(t.Context(), d.actor, line.ID, false, "是客户货款"); err != nil || line.State != bank.Unmatched {
		t.Errorf("%+v, %v", line, err)
	}
}

func TestATableIsMappedOnceAndRememberedForItsHeader(t *testing.T) {
	t.Parallel()
	d := open(t)
	table := func(rows string) string { return "何时,多少,谁,剩余\n" + rows }
	file := d.upload(t, table("2026-03-02,100.00,苏州明远,100.00\n"))
	if file.Table == nil || file.Table.Sure || file.Ready() {
		t.Fatalf("columns that nobody knows: %+v", file.Table)
	}
	mapping := *file.Table
	mapping.Mapping.Date, mapping.Mapping.Amount, mapping.Mapping.Counterparty, mapping.Mapping.Balance = "何时", "多少", "谁", "剩余"
	file, err := d.bank.Choose(t.Context(), d.actor, file.ID, bank.Choice{AccountID: d.account.ID, Mapping: &mapping.Mapping})
	if err != nil || !file.Ready() || file.New() != 1 {
		t.Fatalf("%+v, %v", file, err)
	}
	if _, err := d.bank.Commit(t.Context(), d.actor, file.ID); err != nil {
		t.Fatal(err)
	}
	next, err := d.bank.Upload(t.Context(), d.actor, []byte(table("2026-03-03,5.00,某某,105.00\n2026-03-04,-5.00,某某,100.00\n")), "四月.csv", bank.Choice{AccountID: d.account.ID})
	if err != nil || !next.Ready() || next.New() != 2 {
		t.Fatalf("the next month: %+v, %v", next, err)
	}
	wrong, err := d.bank.Upload(t.Context(), d.actor, []byte(table("2026-03-05,5.00,某某,104.00\n2026-03-06,5.00,某某,110.00\n")), "五月.csv", bank.Choice{AccountID: d.account.ID})
	if err != nil || wrong.Ready() {
		t.Errorf("balances that do not follow: %+v, %v", wrong, err)
	}
}

func TestWhoSeesBankLines(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.imports(t, mt940("0301", "0,00", "0305", "100,00", "0302 C 100,00 A1 INV-1"))
	for _, role := range []ledger.Role{ledger.Sales, ledger.CreditManager, ledger.Administrator} {
		if _, err := d.bank.Lines(t.Context(), d.Staff(role), bank.Filter{}, bank.Page{}); !ledger.IsCode(err, "not_permitted") {
			t.Errorf("%s sees lines: %v", role, err)
		}
	}
	other := d.OtherStaff(ledger.ARAccountant)
	if lines, err := d.bank.Lines(t.Context(), other, bank.Filter{}, bank.Page{}); err != nil || len(lines) != 0 {
		t.Errorf("another organization sees %d lines, %v", len(lines), err)
	}
	if _, _, err := d.bank.Statements(t.Context(), other, d.account.ID); !ledger.IsCode(err, "not_found") {
		t.Errorf("another organization's account: %v", err)
	}
	if _, err := d.bank.AddAccount(t.Context(), d.actor, bank.NewAccount{Name: "again", Number: number, Currency: "CNY"}); !ledger.IsCode(err, "bank_account_taken") {
		t.Errorf("the same account twice: %v", err)
	}
}
