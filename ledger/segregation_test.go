package ledger_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/bank"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

// CTL-04: no one person can invoice what was never delivered (虚开), book a receivable that does not exist (虚假应收), book a customer's money for
// another (回款挪用) or settle what is not to be settled (违规核销).
func TestNobodyDoesAloneWhatCTL04Names(t *testing.T) {
	t.Parallel()
	yes := document.Decision{Approve: true}
	t.Run("虚开、虚假应收", func(t *testing.T) {
		t.Parallel()
		b := ledgertest.Open(t)
		documents, accountant, supervisor := document.Open(b.DB), b.Staff(ledger.ARAccountant), b.Staff(ledger.FinanceSupervisor)
		b.Exec(t, `UPDATE hefu.organizations SET approval_threshold = 1000 WHERE id = $1`, b.Organization.ID)
		invented := receivable(b.CNY, "2026-03-10")
		invented.InvoiceNo, invented.Reason, invented.Lines = "25312000000012345678", "客户口头订货", []document.Line{line("2000.00", "13", "260.00")}
		_, err := documents.Post(t.Context(), b.Staff(ledger.Sales), []document.New{from(invented, "SALES-1")})
		wantCode(t, err, "not_permitted")
		waits := submitted(t, b, invented)
		_, err = documents.DecideDraft(t.Context(), accountant, waits.ID, waits.RowVersion, yes)
		wantCode(t, err, "not_permitted")
		own, err := documents.CreateDraft(t.Context(), supervisor, invented)
		if err == nil {
			own, err = documents.SubmitDraft(t.Context(), supervisor, own.ID, own.RowVersion)
		}
		if err != nil {
			t.Fatal(err)
		}
		_, err = documents.DecideDraft(t.Context(), supervisor, own.ID, own.RowVersion, yes)
		wantCode(t, err, "four_eyes")
		if posted := ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.documents`); posted != 0 {
			t.Errorf("%d documents are in the books, and nobody approved one", posted)
		}
	})
	t.Run("回款挪用", func(t *testing.T) {
		t.Parallel()
		b := ledgertest.Open(t)
		banks, accountant, supervisor := bank.Open(b.DB), b.Staff(ledger.ARAccountant), b.Staff(ledger.FinanceSupervisor)
		account, err := banks.AddAccount(t.Context(), accountant, bank.NewAccount{Name: "基本户", Number: "6222", Currency: "CNY"})
		if err != nil {
			t.Fatal(err)
		}
		file, err := banks.Upload(t.Context(), accountant, []byte("交易日期,对方户名,收入金额,支出金额,余额,摘要\n2026-03-12,"+b.GBP.Name+",500.00,,500.00,货款\n"), "三月.csv", bank.Choice{AccountID: account.ID})
		if err == nil {
			_, err = banks.Commit(t.Context(), accountant, file.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		lines, err := banks.Lines(t.Context(), accountant, bank.Filter{}, bank.Page{})
		if err != nil {
			t.Fatal(err)
		}
		booked, err := banks.Receive(t.Context(), supervisor, lines[0].ID, bank.Receipt{CustomerID: b.CNY.ID})
		if err != nil {
			t.Fatal(err)
		}
		flags, err := banks.Flags(t.Context(), accountant, bank.FlagFilter{State: bank.FlagHeld})
		if err != nil || len(flags) != 1 || flags[0].DocumentID != booked.ID || flags[0].KnownForID != b.GBP.ID {
			t.Fatalf("one customer's money booked for another is flagged as %+v, %v", flags, err)
		}
		for who, code := range map[*ledger.Actor]string{&supervisor: "four_eyes", &accountant: "not_permitted"} {
			_, err = banks.ReleaseFlag(t.Context(), *who, booked.ID, "没有问题")
			wantCode(t, err, code)
		}
	})
	t.Run("违规核销", func(t *testing.T) {
		t.Parallel()
		b := ledgertest.Open(t)
		accountant, supervisor, allocations := b.Staff(ledger.ARAccountant), b.Staff(ledger.FinanceSupervisor), allocation.Open(b.DB)
		goods, money := b.Receivable(t, b.CNY, "1130.00", "2026-03-10"), b.Receipt(t, b.CNY, "1130.00", "2026-03-11")
		for _, x := range []struct {
			by   ledger.Actor
			code string
		}{{accountant, "not_permitted"}, {supervisor, "four_eyes"}} {
			done, err := byHand(t, b, x.by, day("2026-03-12"), "补核三月", pair(t, b, goods, money, "100.00"))
			if err != nil || done.Proposal.IsZero() {
				t.Fatalf("%+v, %v", done, err)
			}
			_, err = allocations.Decide(t.Context(), x.by, done.Proposal, 1, true, "")
			wantCode(t, err, x.code)
			if err := allocations.Withdraw(t.Context(), x.by, done.Proposal, 1); err != nil {
				t.Fatal(err)
			}
		}
		wantOpen(t, b, "what nobody else approved", goods, "1130.00")
	})
}
