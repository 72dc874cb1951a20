package payment_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/job"
	"hefu/ledger/ledgertest"
	"hefu/ledger/payment"
	"hefu/ledger/provider"
)

func TestWhatIsAskedForHasToBePlain(t *testing.T) {
	t.Parallel()
	d := open(t)
	item := d.Item(t, d.receivable(t, "100.00"))
	part := func(amount string) payment.Wanted {
		return payment.Wanted{ItemID: item, Amount: ledgertest.Amount(amount)}
	}
	for name, c := range map[string]struct {
		asked payment.Asked
		total string
		code  string
	}{
		"an item once":               {payment.Asked{Currency: "CNY", Lines: []payment.Wanted{part("40")}}, "40", ""},
		"an item twice":              {payment.Asked{Currency: "CNY", Lines: []payment.Wanted{part("40"), part("50")}}, "", "validation_failed"},
		"an item whole and in part":  {payment.Asked{Currency: "CNY", Lines: []payment.Wanted{{ItemID: item}, part("1")}}, "", "validation_failed"},
		"no item":                    {payment.Asked{Currency: "CNY", Lines: []payment.Wanted{}}, "0", ""},
		"all items":                  {payment.Asked{Currency: "CNY"}, "100", ""},
		"more than is open":          {payment.Asked{Currency: "CNY", Lines: []payment.Wanted{part("100.01")}}, "", "amount_exceeds_open"},
		"a part of a cent":           {payment.Asked{Currency: "CNY", Lines: []payment.Wanted{part("0.001")}}, "", "validation_failed"},
		"an item in another money":   {payment.Asked{Currency: "JPY", Lines: []payment.Wanted{part("1")}}, "", "not_found"},
		"somebody else's item":       {payment.Asked{Currency: "CNY", Lines: []payment.Wanted{{ItemID: ledger.NewID()}}}, "", "not_found"},
		"less than nothing":          {payment.Asked{Currency: "CNY", Lines: []payment.Wanted{part("-1")}}, "", "validation_failed"},
		"a currency that is none":    {payment.Asked{Currency: "cny"}, "", "validation_failed"},
		"a statement that is nobody": {payment.Asked{StatementID: ledger.NewID()}, "", "not_found"},
	} {
		q, err := d.payments.Quote(t.Context(), d.payer, c.asked)
		switch {
		case c.code != "" && !ledger.IsCode(err, c.code):
			t.Errorf("%s: %v", name, err)
		case c.code == "" && (err != nil || !q.Total.Equal(ledgertest.Amount(c.total))):
			t.Errorf("%s: %s, %v", name, q.Total, err)
		}
	}
}

// What waits for a second person has taken nothing: the payer's bank takes the money, and nobody gives it back once more.
func TestAChargebackTakesTheMoneyOfARefundThatOnlyWaits(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		refund string
		code   string
	}{"of all of it": {"", "nothing_to_refund"}, "of a part": {"30", "nothing_to_refund"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := open(t)
			goods := d.receivable(t, "100.00")
			p := d.start(t, "100.00")
			d.play(t, p, provider.Paid, nil)
			id := d.refund(t, p, c.refund)
			d.play(t, p, provider.Disputed, nil)
			got := d.whole(t, p)
			if got.Standing() != "disputed" || len(got.Chargebacks) != 1 || !got.Chargebacks[0].Amount.Equal(ledgertest.Amount("100")) || !d.Open(t, goods).Equal(ledgertest.Amount("100")) {
				t.Fatalf("%s, open %s, %+v", got.Standing(), d.Open(t, goods), got.Chargebacks)
			}
			supervisor := fresh(d.Staff(ledger.FinanceSupervisor))
			if err := d.payments.DecideRefund(t.Context(), supervisor, id, 1, true, ""); !ledger.IsCode(err, c.code) {
				t.Fatalf("the money is not there any more: %v", err)
			}
			d.play(t, p, provider.DisputeWon, nil) // it came back, and may be given back now
			d.approve(t, id)
			if got = d.whole(t, p); got.Refunds[0].State != payment.RefundSucceeded {
				t.Errorf("%+v", got.Refunds[0])
			}
			want := ledgertest.Amount("84.40").Sub(got.Refunds[0].Amount) // 100.00 came and went and came; 0.60 and 15.00 were kept
			if balance := d.clearingBalance(t); !balance.Equal(want) {
				t.Errorf("clearing %s, and not %s", balance, want)
			}
		})
	}
}

func TestARefundMadeAtTheProviderIsBookedBesideOneThatWaits(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.receivable(t, "100.00")
	p := d.start(t, "100.00")
	d.play(t, p, provider.Paid, nil)
	id := d.refund(t, p, "70")
	d.play(t, p, provider.Refunded, func(c *provider.Charge) { c.Amount = decimal.NewFromInt(60) })
	d.play(t, p, provider.Refunded, func(c *provider.Charge) { c.Amount = decimal.NewFromInt(60) })
	got := d.whole(t, p)
	if got.Standing() != "partly_refunded" || !got.Refunded.Equal(ledgertest.Amount("60")) || len(got.Refunds) != 2 {
		t.Fatalf("%s %s %+v", got.Standing(), got.Refunded, got.Refunds)
	}
	supervisor := fresh(d.Staff(ledger.FinanceSupervisor))
	if err := d.payments.DecideRefund(t.Context(), supervisor, id, 1, true, ""); !ledger.IsCode(err, "amount_exceeds_open") {
		t.Errorf("70 of the 40 that are left: %v", err)
	}
	if err := d.payments.DecideRefund(t.Context(), supervisor, id, 1, false, "渠道已退"); err != nil {
		t.Error(err)
	}
	d.approve(t, d.refund(t, p, "40"))
	if got = d.whole(t, p); got.Standing() != "refunded" {
		t.Error(got.Standing())
	}
	if balance := d.clearingBalance(t); !balance.Equal(ledgertest.Amount("-0.60")) {
		t.Errorf("clearing %s", balance)
	}
}

// A trade that ends for good is told of once more, under another name: it is the same money.
func TestTheSameMoneyWaitsOnce(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.receivable(t, "100.00")
	p := d.start(t, "100.00")
	teller := d.teller(t)
	again := func(c provider.Charge) {
		t.Helper()
		for range 2 {
			if err := teller.deliver(t, d, provider.Notice{Payment: c.ID, Outcome: provider.Outcome{State: provider.Paid, Ref: "trade of " + c.ID.String(), Amount: c.Amount, Currency: "CNY"}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	other, stranger := charge(p), provider.Charge{ID: ledger.NewID(), Amount: decimal.NewFromInt(70), Currency: "CNY"}
	other.Amount = decimal.NewFromInt(90)
	again(other)
	again(stranger)
	found := d.waiting(t)
	if len(found) != 2 {
		t.Fatalf("%d wait: %+v", len(found), found)
	}
	for _, told := range found {
		if _, err := d.payments.Attribute(t.Context(), d.Staff(ledger.ARAccountant), told.ID, d.CNY.ID); err != nil {
			t.Fatal(err)
		}
	}
	again(other)
	again(stranger)
	if found = d.waiting(t); len(found) != 0 {
		t.Errorf("what a person decided about waits again: %+v", found)
	}
	if balance := d.clearingBalance(t); !balance.Equal(ledgertest.Amount("160")) {
		t.Errorf("clearing %s", balance)
	}
}

// teller is a sandbox that says what a test lets it say: its notices name themselves anew each time, and its answers are set.
type teller struct {
	*provider.Sandbox
	told   int
	notice provider.Notice
	says   *provider.Outcome // nil: it does not answer
}

func (d *desk) teller(t *testing.T) *teller {
	t.Helper()
	jobs, err := job.Open(d.DB, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	by := &teller{Sandbox: d.sandbox}
	d.payments = payment.Open(d.DB, jobs, ledger.SystemClock, payment.Options{Providers: []provider.Provider{by}, BaseURL: "http://localhost"})
	return by
}

func (k *teller) Read(http.Header, []byte, time.Time) (provider.Notice, error) { return k.notice, nil }

func (k *teller) Ask(context.Context, provider.Charge) (provider.Outcome, error) {
	if k.says == nil {
		return provider.Outcome{}, errors.New("no answer")
	}
	return *k.says, nil
}

func (k *teller) Close(ctx context.Context, c provider.Charge) (provider.Outcome, error) {
	return k.Ask(ctx, c)
}

func (k *teller) deliver(t *testing.T, d *desk, n provider.Notice) error {
	t.Helper()
	k.told++
	k.notice = n
	k.notice.Event, k.notice.About = fmt.Sprint("told ", k.told), true
	return d.payments.Deliver(t.Context(), "sandbox", d.Organization.ID, http.Header{}, fmt.Append(nil, k.told))
}

// Its notice never comes, and what it answers is another amount: a person has to see it, and it stays so while it does not answer any more.
func TestAnotherAmountThatIsOnlyAnsweredWaitsForAPerson(t *testing.T) {
	t.Parallel()
	d := open(t)
	goods := d.receivable(t, "100.00")
	p := d.start(t, "100.00")
	by := d.teller(t)
	settle := func(says *provider.Outcome) {
		t.Helper()
		by.says = says
		if err := d.payments.Settle(t.Context(), d.Organization.ID, p.ID); err != nil {
			t.Fatal(err)
		}
	}
	paid := &provider.Outcome{State: provider.Paid, Ref: "there", Amount: decimal.NewFromInt(90), Currency: "CNY"}
	settle(paid)
	settle(paid)
	settle(nil)
	settle(&provider.Outcome{State: provider.Gone})
	if got := d.get(t, p.ID); got.State != payment.Unknown || got.Reason != "amount_differs" {
		t.Fatalf("%s %s", got.State, got.Reason)
	}
	if _, err := d.payments.Cancel(t.Context(), d.payer, p.ID); !ledger.IsCode(err, "state_forbids") {
		t.Errorf("money came: %v", err)
	}
	if err := by.deliver(t, d, provider.Notice{Payment: p.ID, Outcome: *paid}); err != nil {
		t.Fatal(err)
	}
	found := d.waiting(t)
	if len(found) != 1 {
		t.Fatalf("%+v", found)
	}
	if _, err := d.payments.Attribute(t.Context(), d.Staff(ledger.ARAccountant), found[0].ID, ledger.ID{}); err != nil {
		t.Fatal(err)
	}
	if got := d.get(t, p.ID); got.State != payment.Failed || !d.Open(t, goods).Equal(ledgertest.Amount("10")) {
		t.Errorf("%s, open %s", got.State, d.Open(t, goods))
	}
	if balance := d.clearingBalance(t); !balance.Equal(ledgertest.Amount("90")) {
		t.Errorf("clearing %s", balance)
	}
}

func TestAPaymentIsNotGivenUpWhileNobodyKnowsHowItStands(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.receivable(t, "100.00")
	p := d.start(t, "100.00")
	for name, set := range map[string]func(){
		"no answer":           func() { d.teller(t) },
		"no longer spoken to": func() { d.payments = payment.Open(d.DB, nil, ledger.SystemClock, payment.Options{}) },
	} {
		set()
		if _, err := d.payments.Cancel(t.Context(), d.payer, p.ID); !ledger.IsCode(err, "payment_not_known") {
			t.Errorf("%s: %v", name, err)
		}
	}
	d.teller(t).says = &provider.Outcome{State: provider.Gone}
	if got, err := d.payments.Cancel(t.Context(), d.payer, p.ID); err != nil || got.State != payment.Cancelled {
		t.Errorf("%s %v", got.State, err)
	}
}

// While a refund is on its way nobody knows whether it or the payer's bank takes the money: the bank tells again.
func TestAChargebackWaitsForARefundThatIsOnItsWay(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.receivable(t, "100.00")
	p := d.start(t, "100.00")
	d.play(t, p, provider.Paid, nil)
	id := d.refund(t, p, "80")
	if err := d.payments.DecideRefund(t.Context(), fresh(d.Staff(ledger.FinanceSupervisor)), id, 1, true, ""); err != nil {
		t.Fatal(err)
	}
	dispute := func(amount int64) error {
		return d.payments.Play(t.Context(), d.System(), p.ID, provider.Disputed, func(c *provider.Charge) { c.Amount = decimal.NewFromInt(amount) })
	}
	if err := dispute(100); !ledger.IsCode(err, "unavailable") {
		t.Errorf("%v", err)
	}
	if err := d.payments.Return(t.Context(), d.Organization.ID, id); err != nil {
		t.Fatal(err)
	}
	if err := dispute(100); err != nil {
		t.Fatal(err)
	}
	if got := d.whole(t, p); !got.Refunded.Equal(ledgertest.Amount("80")) || !got.ChargedBack.Equal(ledgertest.Amount("20")) {
		t.Errorf("%s went back, %s was taken back", got.Refunded, got.ChargedBack)
	}
	if balance := d.clearingBalance(t); !balance.Equal(ledgertest.Amount("-15.60")) {
		t.Errorf("clearing %s", balance)
	}
}

// Alipay tells with every refund how much went back in all.
func TestRefundsThatAreToldAsASumAreBookedByTheirDifference(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.receivable(t, "100.00")
	p := d.start(t, "100.00")
	d.play(t, p, provider.Paid, nil)
	by := d.teller(t)
	for i, sum := range []int64{30, 30, 70, 100, 100} {
		n := provider.Notice{Payment: p.ID, Ended: provider.Paid, Sum: true, Return: fmt.Sprint("there ", sum), Outcome: provider.Outcome{State: provider.Refunded, Amount: decimal.NewFromInt(sum), Currency: "CNY"}}
		if err := by.deliver(t, d, n); err != nil {
			t.Fatal(err)
		}
		if got := d.get(t, p.ID); !got.Refunded.Equal(decimal.NewFromInt(sum)) {
			t.Errorf("told %d times: %s went back, and not %d", i+1, got.Refunded, sum)
		}
	}
	if balance := d.clearingBalance(t); !balance.Equal(ledgertest.Amount("-0.60")) {
		t.Errorf("clearing %s", balance)
	}
}
