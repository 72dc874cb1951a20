package payment_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/payment"
	"hefu/ledger/provider"
)

func (d *desk) play(t *testing.T, p payment.Payment, state provider.State, change func(*provider.Charge)) {
	t.Helper()
	if change == nil {
		change = func(*provider.Charge) {}
	}
	if err := d.payments.Play(t.Context(), d.System(), p.ID, state, change); err != nil {
		t.Fatal(err)
	}
}

// waiting is the money that waits for a person, the newest first.
func (d *desk) waiting(t *testing.T) []payment.Told {
	t.Helper()
	found, err := d.payments.Events(t.Context(), d.Staff(ledger.ARAccountant), "waiting", "", ledger.ID{}, 50)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func (d *desk) whole(t *testing.T, p payment.Payment) payment.Whole {
	t.Helper()
	w, err := d.payments.Whole(t.Context(), d.Staff(ledger.ARAccountant), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (d *desk) clearingBalance(t *testing.T) decimal.Decimal {
	t.Helper()
	return ledgertest.Amount(ledgertest.Ask[string](t, d.Books, `SELECT coalesce(sum(amount), 0)::text FROM hefu.journal_lines WHERE account_code = '1012'`))
}

func TestMoneyThatFitsNoPaymentIsAttributedOnce(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.receivable(t, "100.00")
	p := d.start(t, "100.00")
	stranger := ledger.NewID()
	d.play(t, p, provider.Paid, func(c *provider.Charge) { c.ID, c.Amount = stranger, decimal.NewFromInt(70) })
	clerk := d.Staff(ledger.ARAccountant)
	found := d.waiting(t)
	if len(found) != 1 || found[0].Verdict != "unidentified" || !found[0].PaymentID.IsZero() {
		t.Fatalf("%+v", found)
	}
	for name, c := range map[string]struct {
		actor    ledger.Actor
		event    ledger.ID
		customer ledger.ID
		code     string
	}{
		"who may not post":      {d.Staff(ledger.Sales), found[0].ID, d.CNY.ID, "not_permitted"},
		"no such event":         {clerk, ledger.NewID(), d.CNY.ID, "not_found"},
		"of other books":        {d.OtherStaff(ledger.ARAccountant), found[0].ID, d.OtherCustomer.ID, "not_found"},
		"nobody's":              {clerk, found[0].ID, ledger.ID{}, "validation_failed"},
		"other books' customer": {clerk, found[0].ID, d.OtherCustomer.ID, "customer_unknown"},
	} {
		if _, err := d.payments.Attribute(t.Context(), c.actor, c.event, c.customer); !ledger.IsCode(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	posted, err := d.payments.Attribute(t.Context(), clerk, found[0].ID, d.USD.ID)
	if err != nil || posted.DocumentNo == "" {
		t.Fatal(posted, err)
	}
	if _, err := d.payments.Attribute(t.Context(), clerk, found[0].ID, d.CNY.ID); !ledger.IsCode(err, "state_forbids") {
		t.Error(err)
	}
	if err := d.payments.SetAside(t.Context(), clerk, found[0].ID, "测试"); !ledger.IsCode(err, "state_forbids") {
		t.Error(err)
	}
	if got := d.clearingBalance(t); !got.Equal(ledgertest.Amount("70")) || len(d.waiting(t)) != 0 {
		t.Errorf("clearing %s, %d wait", got, len(d.waiting(t)))
	}
}

// What came in another amount is the customer's: it settles what it can, and the payment that asked for more has ended.
func TestAnotherAmountIsBookedAsItCame(t *testing.T) {
	t.Parallel()
	d := open(t)
	goods := d.receivable(t, "100.00")
	p := d.start(t, "100.00")
	d.play(t, p, provider.Paid, func(c *provider.Charge) { c.Amount = decimal.NewFromInt(60) })
	found := d.waiting(t)
	if len(found) != 1 || found[0].Verdict != "differs" || found[0].PaymentID != p.ID {
		t.Fatalf("%+v", found)
	}
	clerk := d.Staff(ledger.ARAccountant)
	d.play(t, p, provider.Gone, nil) // money came: it does not expire
	if _, err := d.payments.Cancel(t.Context(), d.payer, p.ID); !ledger.IsCode(err, "state_forbids") || d.get(t, p.ID).State != payment.Unknown {
		t.Errorf("%s, %v", d.get(t, p.ID).State, err)
	}
	if err := d.payments.SetAside(t.Context(), clerk, found[0].ID, "测试"); !ledger.IsCode(err, "state_forbids") {
		t.Errorf("the customer's money is set aside: %v", err)
	}
	if _, err := d.payments.Attribute(t.Context(), clerk, found[0].ID, d.USD.ID); err != nil {
		t.Fatal(err)
	}
	got := d.whole(t, p)
	if got.State != payment.Failed || got.Reason != "other_amount" || !d.Open(t, goods).Equal(ledgertest.Amount("40")) {
		t.Errorf("%s %s, open %s", got.State, got.Reason, d.Open(t, goods))
	}
	if len(got.Postings) != 2 || got.Events[0].ReceiptNo == "" || got.Events[0].CustomerID != d.CNY.ID {
		t.Errorf("%+v", got)
	}
	d.start(t, "40.00")
}

func TestAChargebackOpensTheItemsUntilItIsWon(t *testing.T) {
	t.Parallel()
	d := open(t)
	goods := d.receivable(t, "100.00")
	p := d.start(t, "100.00")
	if err := d.payments.Play(t.Context(), d.System(), p.ID, provider.Disputed, func(*provider.Charge) {}); !ledger.IsCode(err, "unavailable") {
		t.Errorf("a chargeback before its payment is to be told again: %v", err)
	}
	d.play(t, p, provider.Paid, nil)
	for range 3 {
		d.play(t, p, provider.Disputed, nil)
	}
	got := d.whole(t, p)
	if got.Standing() != "disputed" || len(got.Chargebacks) != 1 || !got.Left.IsZero() || !d.Open(t, goods).Equal(ledgertest.Amount("100")) {
		t.Fatalf("%s, open %s, %+v", got.Standing(), d.Open(t, goods), got.Chargebacks)
	}
	// 100.00 came, 0.60 and 15.00 were kept, 100.00 was taken back.
	if balance := d.clearingBalance(t); !balance.Equal(ledgertest.Amount("-15.60")) {
		t.Errorf("clearing %s", balance)
	}
	clerk := d.Staff(ledger.ARAccountant)
	if err := d.payments.AnswerChargeback(t.Context(), clerk, got.Chargebacks[0].ID, ""); !ledger.IsCode(err, "validation_failed") {
		t.Error(err)
	}
	if err := d.payments.AnswerChargeback(t.Context(), clerk, got.Chargebacks[0].ID, "已上传签收单"); err != nil {
		t.Error(err)
	}
	d.play(t, p, provider.DisputeWon, nil)
	d.play(t, p, provider.DisputeLost, nil) // too late: it has been won
	got = d.whole(t, p)
	if got.Standing() != "succeeded" || got.Chargebacks[0].State != "won" || !d.Open(t, goods).IsZero() {
		t.Errorf("%s %s, open %s", got.Standing(), got.Chargebacks[0].State, d.Open(t, goods))
	}
	if balance := d.clearingBalance(t); !balance.Equal(ledgertest.Amount("84.40")) {
		t.Errorf("clearing %s", balance)
	}
}

// A day's clearing account comes to what the provider still owes, and to nothing once it has paid out.
func TestTheClearingAccountNetsToNothing(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.receivable(t, "100.00")
	p := d.start(t, "100.00")
	d.play(t, p, provider.Paid, nil)
	stranger := ledger.NewID()
	d.play(t, p, provider.Paid, func(c *provider.Charge) { c.ID = stranger })
	clerk := d.Staff(ledger.ARAccountant)
	found, err := d.payments.Clearing(t.Context(), clerk, d.today, d.today)
	if err != nil || len(found.Days) != 1 || len(found.Accounts) != 1 {
		t.Fatalf("%+v, %v", found, err)
	}
	day, account := found.Days[0], found.Accounts[0]
	if !day.Received.Equal(ledgertest.Amount("100")) || !day.Fees.Equal(ledgertest.Amount("-0.60")) || !day.Balance.Equal(ledgertest.Amount("99.40")) || !day.Waiting.Equal(ledgertest.Amount("100")) {
		t.Errorf("%+v", day)
	}
	if !account.Difference.IsZero() || !account.Waiting.Equal(ledgertest.Amount("100")) || len(found.Strays) != 0 {
		t.Errorf("%+v", account)
	}
	payout := payment.Payout{Provider: "sandbox", Reference: "PO-1", Currency: "CNY", Amount: ledgertest.Amount("99.40")}
	for name, c := range map[string]struct {
		change func(*payment.Payout)
		code   string
	}{
		"more than it holds": {func(p *payment.Payout) { p.Amount = ledgertest.Amount("99.41") }, "payout_too_large"},
		"nothing":            {func(p *payment.Payout) { p.Amount = decimal.Zero }, "validation_failed"},
		"nobody":             {func(p *payment.Payout) { p.Provider = "bank" }, "validation_failed"},
		"no reference":       {func(p *payment.Payout) { p.Reference = "" }, "validation_failed"},
		"tomorrow":           {func(p *payment.Payout) { p.On = d.today.AddDays(1) }, "validation_failed"},
	} {
		other := payout
		c.change(&other)
		if _, err := d.payments.RecordPayout(t.Context(), clerk, other); !ledger.IsCode(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := d.payments.RecordPayout(t.Context(), clerk, payout); err != nil {
		t.Fatal(err)
	}
	if _, err := d.payments.RecordPayout(t.Context(), clerk, payout); !ledger.IsCode(err, "payout_known") {
		t.Error(err)
	}
	if balance := d.clearingBalance(t); !balance.IsZero() {
		t.Errorf("clearing %s", balance)
	}
}

// Whoever looks at a payment is told that a refund of it waits, and for whom.
func TestAPaymentTellsOfARefundThatIsNotOver(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.receivable(t, "100.00")
	p := d.start(t, "100.00")
	d.play(t, p, provider.Paid, nil)
	want := func(when string, state payment.RefundState) {
		t.Helper()
		if got := d.get(t, p.ID).Refunding; got != state {
			t.Errorf("%s: %q, not %q", when, got, state)
		}
	}
	want("before", "")
	id := d.refund(t, p, "40")
	want("asked for", payment.RefundProposed)
	if err := d.payments.DecideRefund(t.Context(), fresh(d.Staff(ledger.FinanceSupervisor)), id, 1, true, ""); err != nil {
		t.Fatal(err)
	}
	want("approved", payment.RefundSending)
	if err := d.payments.Return(t.Context(), d.Organization.ID, id); err != nil {
		t.Fatal(err)
	}
	want("done", "")
}
