package ledger_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/ledgertest"
)

// A refund pays a credit back: Dr 1122 / Cr 1002, settled against the credit in the same transaction.
func TestARefundPaysACreditBack(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	allocations, accountant := allocation.Open(b.DB), b.Staff(ledger.ARAccountant)
	money, advance, goods := b.Receipt(t, b.CNY, "100.00", "2026-03-01"), b.Advance(t, b.USD, "10.00", "2026-03-01"), b.Receivable(t, b.CNY, "5.00", "2026-03-01")
	cmd := func(item ledger.ID, sum, reason string) allocation.AgainstCommand {
		return allocation.AgainstCommand{ItemID: item, Amount: amount(sum), On: day("2026-03-10"), Method: "bank", Reason: reason}
	}
	_, err := allocations.Refund(t.Context(), accountant, cmd(b.Item(t, money), "1.00", ""))
	wantField(t, err, "reason", "required")
	_, err = allocations.Refund(t.Context(), accountant, cmd(ledger.NewID(), "1.00", "退款"))
	wantCode(t, err, "not_found")
	_, err = allocations.Refund(t.Context(), accountant, cmd(b.Item(t, goods), "1.00", "退款"))
	wantCode(t, err, "sides_wrong")
	_, err = allocations.Refund(t.Context(), accountant, cmd(b.Item(t, money), "100.01", "退款"))
	wantCode(t, err, "amount_exceeds_open")
	_, err = allocations.Refund(t.Context(), accountant, cmd(b.Item(t, money), "-1.00", "退款"))
	wantField(t, err, "amount", "must_be_positive")

	part, err := allocations.Refund(t.Context(), accountant, cmd(b.Item(t, money), "40.00", "多付退回"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := voucher(t, b, part.ID), "ar 40.00 CNY 40.00\nbank -40.00 CNY -40.00"; got != want {
		t.Errorf("posted\n%s\nwant\n%s", got, want)
	}
	wantOpen(t, b, "the credit", money, "60")
	wantOpen(t, b, "the refund", part, "0")
	if _, err := allocations.Refund(t.Context(), accountant, cmd(b.Item(t, money), "0", "余款退回")); err != nil {
		t.Fatal(err)
	}
	_, err = allocations.Refund(t.Context(), accountant, cmd(b.Item(t, money), "0", "再退"))
	wantCode(t, err, "nothing_to_do")

	// An advance goes back at its own rate: Dr 2203 in the end, and no exchange difference.
	if _, err := allocations.Refund(t.Context(), accountant, cmd(b.Item(t, advance), "0", "订单取消")); err != nil {
		t.Fatal(err)
	}
	if left := accountBase(t, b, "advance").Add(accountBase(t, b, "exchange")); !left.IsZero() {
		t.Errorf("%s stays on advances and exchange", left)
	}
}

// A clean-up writes off a small debit, at most the limit, and never a credit.
func TestACleanUpIsSmallAndTakesDebitsOnly(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	allocations, accountant := allocation.Open(b.DB), b.Staff(ledger.ARAccountant)
	cleanUp := func(item ledger.ID, sum string) error {
		_, err := allocations.CleanUp(t.Context(), accountant, allocation.AgainstCommand{ItemID: item, Amount: amount(sum), On: day("2026-03-31"), Reason: "期末清理"})
		return err
	}
	goods, small, money := b.Receivable(t, b.CNY, "100.00", "2026-03-01"), b.Receivable(t, b.CNY, "0.93", "2026-03-01"), b.Receipt(t, b.CNY, "0.50", "2026-03-01")
	wantCode(t, cleanUp(b.Item(t, goods), "0"), "amount_exceeds_line")
	wantCode(t, cleanUp(b.Item(t, goods), "1.01"), "amount_exceeds_line")
	wantCode(t, cleanUp(b.Item(t, money), "0"), "sides_wrong")
	wantCode(t, cleanUp(b.Item(t, small), "0.94"), "amount_exceeds_open")
	if err := cleanUp(b.Item(t, goods), "1.00"); err != nil {
		t.Fatal(err)
	}
	if err := cleanUp(b.Item(t, small), "0"); err != nil {
		t.Fatal(err)
	}
	wantOpen(t, b, "the large one", goods, "99")
	wantOpen(t, b, "the small one", small, "0")
	if written := accountBase(t, b, "write_off"); !written.Equal(amount("1.93")) {
		t.Errorf("%s is written off, want 1.93", written)
	}
}
