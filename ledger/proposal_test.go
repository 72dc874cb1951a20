package ledger_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

// thisMonth is a day of the current month, by the database: what is dated on it is not back-dated.
func thisMonth(t *testing.T, b *ledgertest.Books) calendar.Date {
	t.Helper()
	return day(ledgertest.Ask[string](t, b, `SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date::text`))
}

func byHand(t *testing.T, b *ledgertest.Books, actor ledger.Actor, on calendar.Date, reason string, pairs ...allocation.Pair) (allocation.Done, error) {
	t.Helper()
	return allocation.Open(b.DB).SettleByHand(t.Context(), actor, allocation.Command{CustomerID: b.CNY.ID, EffectiveDate: on, Reason: reason, Pairs: pairs})
}

// What is settled by hand this month, of nothing under dispute, counts at once; back-dated it waits, and nothing is settled until the
// finance supervisor says so (WO-08).
func TestASpecialSettlementHasNoEffectUntilItIsApproved(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	accountant, supervisor, allocations := b.Staff(ledger.ARAccountant), b.Staff(ledger.FinanceSupervisor), allocation.Open(b.DB)
	goods, money := b.Receivable(t, b.CNY, "1130.00", "2026-03-10"), b.Receipt(t, b.CNY, "1130.00", "2026-03-11")
	done, err := byHand(t, b, accountant, thisMonth(t, b), "", pair(t, b, goods, money, "30.00"))
	if err != nil || done.Settlement.IsZero() || len(done.Cases) != 0 {
		t.Fatalf("an ordinary settlement: %+v, %v", done, err)
	}
	_, err = byHand(t, b, accountant, day("2026-03-12"), " ", pair(t, b, goods, money, "100.00"))
	wantField(t, err, "reason", "required")
	done, err = byHand(t, b, accountant, day("2026-03-12"), "漏核三月回款", pair(t, b, goods, money, "100.00"))
	if err != nil || done.Proposal.IsZero() || !done.Settlement.IsZero() || done.Cases[0] != allocation.BackDated {
		t.Fatalf("a back-dated settlement: %+v, %v", done, err)
	}
	if open := b.Open(t, goods); !open.Equal(amount("1100")) {
		t.Errorf("a proposal leaves %s open, want 1100", open)
	}
	_, err = allocations.Decide(t.Context(), accountant, done.Proposal, 1, true, "")
	wantCode(t, err, "not_permitted")
	_, err = allocations.Decide(t.Context(), b.OtherStaff(ledger.FinanceSupervisor), done.Proposal, 1, true, "")
	wantCode(t, err, "not_found")
	_, err = allocations.Decide(t.Context(), supervisor, done.Proposal, 7, true, "")
	wantCode(t, err, "conflict")
	made, err := allocations.Decide(t.Context(), supervisor, done.Proposal, 1, true, "")
	if err != nil || made.Settlement.IsZero() {
		t.Fatal(made, err)
	}
	if open := b.Open(t, goods); !open.Equal(amount("1000")) {
		t.Errorf("approved, it leaves %s open, want 1000", open)
	}
	if on := ledgertest.Ask[string](t, b, `SELECT effective_date::text FROM hefu.settlements WHERE id = $1`, made.Settlement.String()); on != "2026-03-12" {
		t.Errorf("settled on %s", on)
	}
	_, err = allocations.Decide(t.Context(), supervisor, done.Proposal, 2, true, "")
	wantCode(t, err, "state_forbids")
}

func TestWhoDecidesAProposalAndWhatBecomesOfAStaleOne(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	accountant, supervisor, allocations := b.Staff(ledger.ARAccountant), b.Staff(ledger.FinanceSupervisor), allocation.Open(b.DB)
	goods, money := b.Receivable(t, b.CNY, "113.00", "2026-03-10"), b.Receipt(t, b.CNY, "113.00", "2026-03-11")
	own, err := byHand(t, b, supervisor, day("2026-03-12"), "补核", pair(t, b, goods, money, "113.00"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = allocations.Decide(t.Context(), supervisor, own.Proposal, 1, true, "")
	wantCode(t, err, "four_eyes")
	_, err = allocations.Decide(t.Context(), supervisor, own.Proposal, 1, false, "不核了")
	wantCode(t, err, "four_eyes")
	wantCode(t, allocations.Withdraw(t.Context(), accountant, own.Proposal, 1), "not_permitted")
	if err := allocations.Withdraw(t.Context(), supervisor, own.Proposal, 1); err != nil {
		t.Fatal(err)
	}
	stale, err := byHand(t, b, accountant, day("2026-03-12"), "补核", pair(t, b, goods, money, "113.00"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := byHand(t, b, accountant, thisMonth(t, b), "", pair(t, b, goods, money, "13.00")); err != nil {
		t.Fatal(err)
	}
	_, err = allocations.Decide(t.Context(), supervisor, stale.Proposal, 1, true, "")
	wantCode(t, err, "amount_exceeds_open")
	_, err = allocations.Decide(t.Context(), supervisor, stale.Proposal, 1, false, "")
	wantField(t, err, "reason", "required")
	if _, err := allocations.Decide(t.Context(), supervisor, stale.Proposal, 1, false, "已部分核销"); err != nil {
		t.Fatal(err)
	}
	found, err := allocations.Proposals(t.Context(), accountant, "", ledger.ID{}, 0)
	if err != nil || len(found) != 2 || found[0].State != allocation.Declined || found[0].DecideReason != "已部分核销" || found[1].State != allocation.Withdrawn {
		t.Errorf("the proposals are %+v, %v", found, err)
	}
	others, err := allocations.Proposals(t.Context(), b.OtherStaff(ledger.ARAccountant), "", ledger.ID{}, 0)
	if err != nil || len(others) != 0 {
		t.Errorf("the other organization sees %d, %v", len(others), err)
	}
	_, err = byHand(t, b, accountant, day("2026-03-12"), "补核", pair(t, b, goods, money, "999.00"))
	wantCode(t, err, "amount_exceeds_open") // nobody is asked to approve what cannot be
}

// One undoes one's own settlement alone; what somebody else settled waits for a second person.
func TestUndoingWhatSomebodyElseSettledWaits(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	accountant, supervisor, allocations := b.Staff(ledger.ARAccountant), b.Staff(ledger.FinanceSupervisor), allocation.Open(b.DB)
	today := thisMonth(t, b)
	goods, money := b.Receivable(t, b.CNY, "113.00", "2026-03-10"), b.Receipt(t, b.CNY, "113.00", "2026-03-11")
	settled := func() ledger.ID {
		done, err := byHand(t, b, accountant, today, "", pair(t, b, goods, money, "50.00"))
		if err != nil {
			t.Fatal(err)
		}
		return done.Settlement
	}
	first := settled()
	done, err := allocations.UndoByHand(t.Context(), accountant, first, today, "对错了")
	if err != nil || done.Settlement.IsZero() {
		t.Fatalf("one's own: %+v, %v", done, err)
	}
	_, err = allocations.UndoByHand(t.Context(), accountant, first, today, "再来")
	wantCode(t, err, "settlement_reversed")
	second := settled()
	done, err = allocations.UndoByHand(t.Context(), supervisor, second, today, "对错了")
	if err != nil || done.Proposal.IsZero() || done.Cases[0] != allocation.OtherPerson || !b.Open(t, goods).Equal(amount("63")) {
		t.Fatalf("somebody else's: %+v, %v", done, err)
	}
	_, err = allocations.Decide(t.Context(), supervisor, done.Proposal, 1, true, "")
	wantCode(t, err, "four_eyes")
	_, err = allocations.UndoByHand(t.Context(), accountant, ledger.NewID(), today, "没有")
	wantCode(t, err, "not_found")
}

// Of something under dispute nothing is settled by one person.
func TestADisputedItemIsSpecial(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods, money := b.Receivable(t, b.CNY, "113.00", "2026-03-10"), b.Receipt(t, b.CNY, "113.00", "2026-03-11", func(*document.New) {})
	b.PlantsFaults()
	b.Exec(t, `ALTER TABLE hefu.disputes DISABLE TRIGGER ALL;
		INSERT INTO hefu.disputes (id, organization_id, customer_id, series, number, dispute_no, statement_id, version, line_no, document_id, currency, line_amount, category, disputed_amount, due_at, opened_by, opened_by_name)
		SELECT gen_random_uuid(), d.organization_id, d.customer_id, 'DP', 1, 'DP-1', gen_random_uuid(), 1, 1, d.id, 'CNY', 113, 'price', 13, now(), gen_random_uuid(), '' FROM hefu.documents d WHERE d.id = '`+goods.ID.String()+`';
		ALTER TABLE hefu.disputes ENABLE TRIGGER ALL`)
	done, err := byHand(t, b, b.Staff(ledger.ARAccountant), thisMonth(t, b), "客户已付", pair(t, b, goods, money, "113.00"))
	if err != nil || done.Proposal.IsZero() || done.Cases[0] != allocation.Disputed {
		t.Errorf("a disputed item: %+v, %v", done, err)
	}
}
