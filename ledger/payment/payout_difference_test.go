package payment_test

import (
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/ledgertest"
	"hefu/ledger/payment"
	"hefu/ledger/period"
	"hefu/ledger/worklist"
)

// came is a payout that met a line with another amount.
func (c *counter) came(t *testing.T, reference, told string, yuan string) ledger.ID {
	t.Helper()
	id := c.paysOut(t, reference, told)
	c.pays(t, c.today, yuan+"|合符沙箱支付有限公司|结算 "+reference)
	if _, err := c.bank.JoinPayout(t.Context(), c.clerk, id, c.line(t, reference).ID, "银行扣收手续费"); err != nil {
		t.Fatal(err)
	}
	return id
}

// stands is what the books have on an account.
func (c *counter) stands(t *testing.T, account, want string) {
	t.Helper()
	got := ledgertest.Amount(ledgertest.Ask[string](t, c.Books, `SELECT coalesce(sum(amount), 0)::text FROM hefu.journal_lines WHERE account_code = $1`, account))
	if !got.Equal(ledgertest.Amount(want)) {
		t.Errorf("account %s comes to %s, want %s", account, got, want)
	}
}

func (c *counter) threshold(t *testing.T, amount string) {
	t.Helper()
	c.Exec(t, `UPDATE hefu.organizations SET approval_threshold = $1::numeric`, amount)
}

func TestAPayoutsDifferenceIsPostedToTheAccountOfItsKind(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		yuan    string
		kind    bank.DifferenceKind
		account string
		stands  string
	}{
		"the bank kept a charge":       {"495", bank.BankCharge, "660301", "5"},
		"the provider kept a fee":      {"495", bank.ProviderFee, "660301", "5"},
		"the provider gave a fee back": {"505", bank.ProviderFee, "660301", "-5"},
		"more came by the rate":        {"505", bank.Exchanged, "6603", "-5"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := atBank(t)
			d.earns(t, "1000.00") // 0.6 % of it, 6.00, is the provider's fee
			id := d.came(t, "PO-9101", "500", c.yuan)
			fees := ledgertest.Amount(ledgertest.Ask[string](t, d.Books, `SELECT coalesce(sum(amount), 0)::text FROM hefu.journal_lines WHERE account_code = $1`, c.account))
			posted, err := d.bank.PostDifference(t.Context(), d.clerk, bank.NewDifference{PayoutID: id, Kind: c.kind})
			if err != nil {
				t.Fatal(err)
			}
			if posted.State != bank.DifferencePosted || posted.Account != c.account || posted.Reason != "银行扣收手续费" || posted.PostingDate != d.today {
				t.Errorf("%+v", posted)
			}
			d.atTheBank(t, c.yuan, 1) // the books have what the bank has
			d.stands(t, c.account, fees.Add(ledgertest.Amount(c.stands)).String())
			p, _ := d.payout(t, id)
			if p.State() != "settled" || !p.Unposted().IsZero() {
				t.Errorf("%+v", p)
			}
			for view, want := range map[string]int{"differs": 0, "at_bank": 1, "": 1} {
				if found, err := d.bank.Payouts(t.Context(), d.clerk, bank.PayoutFilter{View: view}); err != nil || len(found) != want {
					t.Errorf("%d payouts in %q, want %d, %v", len(found), view, want, err)
				}
			}
			if n := ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM audit.v_violations`); n != 0 {
				t.Errorf("%d violations", n)
			}
			reversed, err := d.bank.ReverseDifference(t.Context(), d.clerk, bank.Decision{PayoutID: id, RowVersion: posted.RowVersion, Note: "记错科目"})
			if err != nil || reversed.State != bank.DifferenceReversed || reversed.ReversedOn != d.today {
				t.Fatalf("%+v, %v", reversed, err)
			}
			d.atTheBank(t, "500", 1)
			d.stands(t, c.account, fees.String())
			if p, _ := d.payout(t, id); p.State() != "differs" {
				t.Errorf("%+v", p)
			}
			if n := ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM audit.v_violations`); n != 0 {
				t.Errorf("%d violations after the reversal", n)
			}
			if _, err := d.bank.PostDifference(t.Context(), d.clerk, bank.NewDifference{PayoutID: id, Kind: bank.ProviderFee, Reason: "渠道扣费"}); err != nil {
				t.Error(err)
			}
			d.atTheBank(t, c.yuan, 1)
			all, err := d.bank.Differences(t.Context(), d.clerk, id)
			if err != nil || len(all) != 2 || all[0].Reason != "渠道扣费" || all[1].State != bank.DifferenceReversed {
				t.Errorf("%+v, %v", all, err)
			}
		})
	}
}

func TestWhatOfAPayoutsDifferenceIsNotPosted(t *testing.T) {
	t.Parallel()
	d := atBank(t)
	d.earns(t, "3000.00")
	short, more := d.paysOut(t, "PO-9201", "500"), d.paysOut(t, "PO-9202", "400")
	same, way := d.paysOut(t, "PO-9203", "300"), d.paysOut(t, "PO-9204", "200")
	d.pays(t, d.today, "495|合符沙箱支付有限公司|结算 PO-9201", "405|合符沙箱支付有限公司|结算 PO-9202", "300|合符沙箱支付有限公司|结算 PO-9203")
	for id, text := range map[ledger.ID]string{short: "PO-9201", more: "PO-9202"} {
		if _, err := d.bank.JoinPayout(t.Context(), d.clerk, id, d.line(t, text).ID, "金额不一致"); err != nil {
			t.Fatal(err)
		}
	}
	post := func(actor ledger.Actor, cmd bank.NewDifference) error {
		_, err := d.bank.PostDifference(t.Context(), actor, cmd)
		return err
	}
	long := make([]rune, 401)
	for i := range long {
		long[i] = '费'
	}
	for name, c := range map[string]struct {
		actor ledger.Actor
		cmd   bank.NewDifference
		code  string
	}{
		"who may not post":                  {d.Staff(ledger.Auditor), bank.NewDifference{PayoutID: short, Kind: bank.BankCharge}, "not_permitted"},
		"no such payout":                    {d.clerk, bank.NewDifference{PayoutID: ledger.NewID(), Kind: bank.BankCharge}, "not_found"},
		"of other books":                    {d.OtherStaff(ledger.ARAccountant), bank.NewDifference{PayoutID: short, Kind: bank.BankCharge}, "not_found"},
		"on its way":                        {d.clerk, bank.NewDifference{PayoutID: way, Kind: bank.BankCharge}, "state_forbids"},
		"the same amount":                   {d.clerk, bank.NewDifference{PayoutID: same, Kind: bank.BankCharge}, "state_forbids"},
		"a kind that is none":               {d.clerk, bank.NewDifference{PayoutID: short, Kind: "tip"}, "validation_failed"},
		"a charge by which more came":       {d.clerk, bank.NewDifference{PayoutID: more, Kind: bank.BankCharge}, "validation_failed"},
		"a reason too long":                 {d.clerk, bank.NewDifference{PayoutID: short, Kind: bank.BankCharge, Reason: string(long)}, "validation_failed"},
		"a day to come":                     {d.clerk, bank.NewDifference{PayoutID: short, Kind: bank.BankCharge, On: d.today.AddDays(1)}, "validation_failed"},
		"a day before there was the payout": {d.clerk, bank.NewDifference{PayoutID: short, Kind: bank.BankCharge, On: d.today.AddDays(-1)}, "validation_failed"},
	} {
		if err := post(c.actor, c.cmd); !ledger.IsCode(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := d.bank.Differences(t.Context(), d.OtherStaff(ledger.ARAccountant), short); !ledger.IsCode(err, "not_found") {
		t.Errorf("read by other books: %v", err)
	}
}

func TestADifferenceIsNotPostedIntoAClosedPeriod(t *testing.T) {
	t.Parallel()
	d := atBank(t)
	d.earns(t, "1000.00")
	then := d.today.AddDays(-40) // of another month than today
	id, err := d.payments.RecordPayout(t.Context(), d.clerk, payment.Payout{Provider: "sandbox", Reference: "PO-9501", Currency: "CNY", Amount: ledgertest.Amount("500"), On: then})
	if err != nil {
		t.Fatal(err)
	}
	d.pays(t, then, "495|合符沙箱支付有限公司|结算 PO-9501")
	if _, err := d.bank.JoinPayout(t.Context(), d.clerk, id, d.line(t, "PO-9501").ID, "银行扣收手续费"); err != nil {
		t.Fatal(err)
	}
	if err := period.Open(d.DB).Close(t.Context(), d.Staff(ledger.FinanceSupervisor), then.EndOfMonth()); err != nil {
		t.Fatal(err)
	}
	_, err = d.bank.PostDifference(t.Context(), d.clerk, bank.NewDifference{PayoutID: id, Kind: bank.BankCharge})
	if !ledger.IsCode(err, "period_closed") {
		t.Errorf("posted on the line's day, in a closed period: %v", err)
	}
	if p, _ := d.payout(t, id); p.State() != "differs" {
		t.Errorf("what was refused left a trace: %+v", p)
	}
	if made, err := d.bank.PostDifference(t.Context(), d.clerk, bank.NewDifference{PayoutID: id, Kind: bank.BankCharge, On: d.today}); err != nil || made.PostingDate != d.today {
		t.Errorf("%+v, %v", made, err)
	}
}

func TestADifferenceIsPostedOnceHoweverOftenItIsSent(t *testing.T) {
	t.Parallel()
	d := atBank(t)
	d.earns(t, "1000.00")
	id := d.came(t, "PO-9301", "500", "495")
	var wait sync.WaitGroup
	faults := make([]error, 4)
	for i := range faults {
		wait.Go(func() {
			_, faults[i] = d.bank.PostDifference(t.Context(), d.clerk, bank.NewDifference{PayoutID: id, Kind: bank.BankCharge})
		})
	}
	wait.Wait()
	done := 0
	for _, err := range faults {
		switch {
		case err == nil:
			done++
		case !ledger.IsCode(err, "state_forbids"):
			t.Error(err)
		}
	}
	if done != 1 {
		t.Errorf("%d of four were posted", done)
	}
	d.atTheBank(t, "495", 1)
	if _, err := d.bank.PartPayout(t.Context(), d.clerk, id, "认错"); !ledger.IsCode(err, "state_forbids") {
		t.Errorf("taken apart while its difference is posted: %v", err)
	}
}

func TestALargeDifferenceTakesTwoPeople(t *testing.T) {
	t.Parallel()
	d := atBank(t)
	d.threshold(t, "4.99")
	d.earns(t, "1000.00")
	id := d.came(t, "PO-9401", "500", "495")
	boss := d.Staff(ledger.FinanceSupervisor)
	propose := func(actor ledger.Actor) bank.Difference {
		t.Helper()
		waits, err := d.bank.PostDifference(t.Context(), actor, bank.NewDifference{PayoutID: id, Kind: bank.BankCharge})
		if err != nil || waits.State != bank.DifferenceProposed || !waits.NeedsSecond {
			t.Fatalf("%+v, %v", waits, err)
		}
		return waits
	}
	decide := func(actor ledger.Actor, version int, approve bool, note string) error {
		_, err := d.bank.DecideDifference(t.Context(), actor, bank.Decision{PayoutID: id, RowVersion: version, Approve: approve, Note: note})
		return err
	}
	asked := func(actor ledger.Actor) []worklist.Row {
		t.Helper()
		section, err := worklist.Open(d.DB).ReadSection(t.Context(), actor, "approvals", worklist.Cursor{}, 10)
		if err != nil {
			t.Fatal(err)
		}
		return section.Rows
	}
	own := propose(boss)
	if rows := asked(boss); len(rows) != 0 {
		t.Errorf("who proposed it is asked to decide: %+v", rows)
	}
	d.atTheBank(t, "500", 1)
	if p, _ := d.payout(t, id); p.State() != "difference_waits" || p.Unposted().IsZero() {
		t.Errorf("%+v", p)
	}
	tired := boss
	tired.Fresh = false
	for name, c := range map[string]struct {
		err  error
		code string
	}{
		"who may not approve":      {decide(d.clerk, own.RowVersion, true, ""), "not_permitted"},
		"without a fresh sign-in":  {decide(tired, own.RowVersion, true, ""), "step_up_required"},
		"who proposed it":          {decide(boss, own.RowVersion, true, ""), "four_eyes"},
		"of another version":       {decide(boss, own.RowVersion+1, true, ""), "conflict"},
		"of other books":           {decide(d.OtherStaff(ledger.FinanceSupervisor), own.RowVersion, true, ""), "not_found"},
		"withdrawn by another":     {d.bank.WithdrawDifference(t.Context(), d.clerk, id, own.RowVersion), "not_permitted"},
		"withdrawn by other books": {d.bank.WithdrawDifference(t.Context(), d.OtherStaff(ledger.ARAccountant), id, own.RowVersion), "not_found"},
	} {
		if !ledger.IsCode(c.err, c.code) {
			t.Errorf("%s: %v", name, c.err)
		}
	}
	if err := d.bank.WithdrawDifference(t.Context(), boss, id, own.RowVersion); err != nil {
		t.Fatal(err)
	}
	waits := propose(d.clerk)
	if rows := asked(boss); len(rows) != 1 || rows[0].Kind != "payout_difference" || rows[0].Target != id || rows[0].Number != "PO-9401" || rows[0].Who != d.clerk.Name ||
		!rows[0].Amount.Decimal.Equal(ledgertest.Amount("-5")) {
		t.Errorf("the supervisor is asked to decide on %+v", rows)
	}
	if err := decide(boss, waits.RowVersion, false, ""); !ledger.IsCode(err, "validation_failed") {
		t.Errorf("declined without a reason: %v", err)
	}
	if err := decide(boss, waits.RowVersion, false, "先问银行"); err != nil {
		t.Fatal(err)
	}
	d.atTheBank(t, "500", 1)
	waits = propose(d.clerk)
	if err := decide(boss, waits.RowVersion, true, ""); err != nil {
		t.Fatal(err)
	}
	d.atTheBank(t, "495", 1)
	if rows := asked(boss); len(rows) != 0 {
		t.Errorf("what is decided still waits: %+v", rows)
	}
	back := bank.Decision{PayoutID: id, RowVersion: waits.RowVersion + 1, Note: "银行退回手续费"}
	if _, err := d.bank.ReverseDifference(t.Context(), d.clerk, back); !ledger.IsCode(err, "not_permitted") {
		t.Errorf("what two people posted is reversed by one who may not approve: %v", err)
	}
	if _, err := d.bank.ReverseDifference(t.Context(), boss, bank.Decision{PayoutID: id, RowVersion: back.RowVersion}); !ledger.IsCode(err, "validation_failed") {
		t.Errorf("reversed without a reason: %v", err)
	}
	if _, err := d.bank.ReverseDifference(t.Context(), boss, back); err != nil {
		t.Error(err)
	}
	d.atTheBank(t, "500", 1)
}
