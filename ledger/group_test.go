package ledger_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/account"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/group"
	"hefu/ledger/ledgertest"
)

// declare makes a group of the fixture's first two customers, both from 2026-01-01.
func declare(t *testing.T, b *ledgertest.Books, others ...ledgertest.Customer) ledger.ID {
	t.Helper()
	var members []group.NewMember
	for _, c := range append([]ledgertest.Customer{b.CNY}, others...) {
		members = append(members, group.NewMember{CustomerID: c.ID, From: calendar.MustParse("2026-01-01"), Reason: "同一母公司"})
	}
	id, err := group.Open(b.DB).Declare(t.Context(), b.Staff(ledger.FinanceSupervisor), "远航集团", "Yuanhang Group", "", members)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func inCNY(d *document.New) { d.Currency = "CNY" }

func across(t *testing.T, b *ledgertest.Books, debit, credit document.Posted, amount, on string) (ledger.ID, error) {
	t.Helper()
	return allocation.Open(b.DB).Allocate(t.Context(), b.Staff(ledger.ARAccountant), allocation.Command{CustomerID: b.CNY.ID, EffectiveDate: calendar.MustParse(on), Mode: allocation.Manual,
		Pairs: []allocation.Pair{{DebitItem: b.Item(t, debit), CreditItem: b.Item(t, credit), DebitAmount: ledgertest.Amount(amount)}}})
}

// A debit of one company is settled with a credit of another only within a group that was declared for the day (I07), and the books then
// say so of both: the entry moves the amount from the one's account to the other's (I08, checked when the test ends).
func TestOnlyADeclaredGroupSettlesAcross(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods := b.Receivable(t, b.CNY, "1000.00", "2026-03-01")
	money := b.Receipt(t, b.GBP, "600.00", "2026-03-02", inCNY)
	if _, err := across(t, b, goods, money, "600.00", "2026-03-05"); !ledger.IsCode(err, "group_not_declared") {
		t.Fatalf("without a group: %v", err)
	}
	id := declare(t, b, b.GBP)
	if _, err := across(t, b, goods, money, "600.01", "2026-03-05"); !ledger.IsCode(err, "amount_exceeds_open") {
		t.Fatalf("more than the credit has: %v", err)
	}
	settlement, err := across(t, b, goods, money, "600.00", "2026-03-05")
	if err != nil {
		t.Fatal(err)
	}
	for what, want := range map[string]string{
		`SELECT string_agg(account_code || ' ' || (customer_id = '` + b.CNY.ID.String() + `') || ' ' || amount, ', ' ORDER BY line_no) FROM hefu.journal_lines l JOIN hefu.journal_entries e ON e.id = l.entry_id WHERE e.source_id = '` + settlement.String() + `'`: "1122 false 600.00, 1122 true -600.00",
		`SELECT string_agg(code || ' ' || balance, ', ' ORDER BY code) FROM (SELECT c.code, sum(b.debit - b.credit) AS balance FROM hefu.balances b JOIN hefu.customers c ON c.id = b.customer_id WHERE b.account_code = '1122' GROUP BY 1) x`:                       "C001 400.00, C003 0.00",
		`SELECT debit_document_no || ' ' || credit_document_no || ' ' || (group_id = '` + id.String() + `') FROM hefu.group_allocations`:                                                                                                                             goods.DocumentNo + " " + money.DocumentNo + " true",
	} {
		if got := ledgertest.Ask[string](t, b, what); got != want {
			t.Errorf("%s\n got %s\nwant %s", what, got, want)
		}
	}
	found, err := group.Open(b.DB).Across(t.Context(), b.Staff(ledger.Auditor), id, ledger.ID{}, 10)
	if err != nil || len(found) != 1 || found[0].Amount.String() != "600" || found[0].Reversed {
		t.Errorf("across: %+v, %v", found, err)
	}
	if _, err := allocation.Open(b.DB).Undo(t.Context(), b.Staff(ledger.ARAccountant), settlement, calendar.MustParse("2026-03-06"), "误核销"); err != nil {
		t.Fatal(err)
	}
	if got := ledgertest.Ask[string](t, b, `SELECT string_agg(open_amount::text, ' ' ORDER BY original_amount) FROM hefu.open_items`); got != "600.00 1000.00" {
		t.Errorf("open after undoing: %s", got)
	}
}

// The declaration counts for its days alone, and its end does not take away what rests on it.
func TestAGroupCountsForItsDays(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	groups, boss := group.Open(b.DB), b.Staff(ledger.FinanceSupervisor)
	goods := b.Receivable(t, b.CNY, "1000.00", "2026-03-01")
	money := b.Receipt(t, b.GBP, "600.00", "2026-03-02", inCNY)
	id := declare(t, b, b.GBP)
	_, members, err := groups.Group(t.Context(), boss, id)
	if err != nil || len(members) != 2 {
		t.Fatalf("%+v, %v", members, err)
	}
	leaver := members[1]
	if err := groups.Leave(t.Context(), boss, id, leaver.ID, calendar.MustParse("2026-03-31"), "股权转让"); err != nil {
		t.Fatal(err)
	}
	if _, err := across(t, b, goods, money, "100.00", "2026-04-01"); !ledger.IsCode(err, "group_not_declared") {
		t.Errorf("after the end: %v", err)
	}
	settlement, err := across(t, b, goods, money, "100.00", "2026-03-31")
	if err != nil {
		t.Fatal(err)
	}
	if err := groups.Leave(t.Context(), boss, id, leaver.ID, calendar.MustParse("2026-03-30"), "更正"); !ledger.IsCode(err, "group_in_use") {
		t.Errorf("an end before what rests on it: %v", err)
	}
	if _, err := allocation.Open(b.DB).Undo(t.Context(), b.Staff(ledger.ARAccountant), settlement, calendar.MustParse("2026-04-02"), "误核销"); err != nil {
		t.Errorf("undone after the end: %v", err)
	}
	if err := groups.Leave(t.Context(), boss, id, leaver.ID, calendar.MustParse("2026-03-30"), "更正"); err != nil {
		t.Errorf("an end once nothing rests on it: %v", err)
	}
	second := []group.NewMember{{CustomerID: b.GBP.ID, From: calendar.MustParse("2026-03-30"), Reason: "重组"}, {CustomerID: b.USD.ID, From: calendar.MustParse("2026-03-30"), Reason: "重组"}}
	if _, err := groups.Declare(t.Context(), boss, "近海集团", "", "", second); !ledger.IsCode(err, "in_another_group") {
		t.Errorf("two groups on one day: %v", err)
	}
	second[0].From = calendar.MustParse("2026-03-31")
	if _, err := groups.Declare(t.Context(), boss, "近海集团", "", "", second); err != nil {
		t.Errorf("another group from the next day: %v", err)
	}
}

// The database itself refuses what the code above it would: an allocation between two customers without a group.
func TestTheDatabaseRefusesAnAllocationOfTwoCustomers(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods := b.Receivable(t, b.CNY, "100.00", "2026-03-01")
	money := b.Receipt(t, b.GBP, "100.00", "2026-03-02", inCNY)
	id := declare(t, b, b.USD)
	s := signIn(t, b, "hefu_backoffice", b.Organization.ID, ledger.ID{})
	for _, c := range []struct{ what, group, other, want string }{
		{"no group named", "NULL", "'" + b.GBP.ID.String() + "'", "allocations_group"},
		{"a group of others", "'" + id.String() + "'", "'" + b.GBP.ID.String() + "'", "allocations_group"},
		{"the other customer hidden", "NULL", "NULL", "allocations_sides"},
	} {
		settlement := ledger.NewID().String()
		err := s.try(`INSERT INTO settlements (id, organization_id, customer_id, mode, effective_date, created_by, group_id)
			VALUES ('` + settlement + `', '` + b.Organization.ID.String() + `', '` + b.CNY.ID.String() + `', 'manual', '2026-03-05', gen_random_uuid(), ` + c.group + `);
			INSERT INTO allocations (id, organization_id, customer_id, credit_customer_id, settlement_id, debit_item, credit_item, debit_amount, credit_amount, debit_base, credit_base, effective_date)
			VALUES (gen_random_uuid(), '` + b.Organization.ID.String() + `', '` + b.CNY.ID.String() + `', ` + c.other + `, '` + settlement + `', '` + b.Item(t, goods).String() + `', '` + b.Item(t, money).String() + `', 100, 100, 100, 100, '2026-03-05')`)
		if _, constraint := refusal(err); constraint != c.want {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}

// Each company sees on its own account what was settled within the group, and of the other its name and document number, nothing else.
func TestACompanyLearnsOfTheOtherOnlyItsNameAndNumber(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods := b.Receivable(t, b.CNY, "1000.00", "2026-03-01")
	money := b.Receipt(t, b.GBP, "600.00", "2026-03-02", inCNY)
	declare(t, b, b.GBP)
	if _, err := across(t, b, goods, money, "600.00", "2026-03-05"); err != nil {
		t.Fatal(err)
	}
	documents, accounts := document.Open(b.DB), account.Open(b.DB)
	for _, side := range []struct {
		at, other       ledgertest.Customer
		mine, theirs    document.Posted
		amount, balance string
	}{{b.CNY, b.GBP, goods, money, "-600", "400"}, {b.GBP, b.CNY, money, goods, "600", "0"}} {
		who := b.Contact(side.at, ledger.Viewer)
		view, err := documents.Get(t.Context(), who, side.mine.ID)
		if err != nil || len(view.Allocations) != 1 {
			t.Fatalf("%s: %+v, %v", side.at.Code, view.Allocations, err)
		}
		if a := view.Allocations[0]; a.WithNo != side.theirs.DocumentNo || a.Party != side.other.Name || !a.WithID.IsZero() {
			t.Errorf("%s sees %+v", side.at.Code, a)
		}
		if _, err := documents.Get(t.Context(), who, side.theirs.ID); !ledger.IsCode(err, "not_found") {
			t.Errorf("%s opens the other's document: %v", side.at.Code, err)
		}
		moves, err := accounts.Movements(t.Context(), who, account.MoveFilter{Currency: "CNY", From: calendar.MustParse("2026-03-01"), To: calendar.MustParse("2026-03-31")})
		if err != nil || len(moves.Rows) != 2 {
			t.Fatalf("%s: %+v, %v", side.at.Code, moves, err)
		}
		if last := moves.Rows[1]; last.Kind != "group_settlement" || last.Description != side.other.Name+" "+side.theirs.DocumentNo || last.Amount.String() != side.amount ||
			last.Balance.String() != side.balance || !last.Balance.Equal(moves.Closing) {
			t.Errorf("%s moves: %+v, closing %s", side.at.Code, last, moves.Closing)
		}
	}
}
