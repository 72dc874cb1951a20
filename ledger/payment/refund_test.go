package payment_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/job"
	"hefu/ledger/ledgertest"
	"hefu/ledger/payment"
	"hefu/ledger/provider"
)

func fresh(actor ledger.Actor) ledger.Actor {
	actor.Fresh = true
	return actor
}

// refund has the accountant ask for it.
func (d *desk) refund(t *testing.T, p payment.Payment, amount string) ledger.ID {
	t.Helper()
	cmd := payment.NewRefund{PaymentID: p.ID, Reason: "重复付款"}
	if amount != "" {
		cmd.Amount = ledgertest.Amount(amount)
	}
	id, err := d.payments.ProposeRefund(t.Context(), d.Staff(ledger.ARAccountant), cmd)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (d *desk) approve(t *testing.T, id ledger.ID) {
	t.Helper()
	if err := d.payments.DecideRefund(t.Context(), fresh(d.Staff(ledger.FinanceSupervisor)), id, 1, true, ""); err != nil {
		t.Fatal(err)
	}
	if err := d.payments.Return(t.Context(), d.Organization.ID, id); err != nil {
		t.Fatal(err)
	}
}

func TestARefundNeedsTwoPeopleAndOpensWhatWasSettled(t *testing.T) {
	t.Parallel()
	d := open(t)
	first, second := d.receivable(t, "600.00"), d.receivable(t, "400.00")
	p := d.start(t, "1000.00")
	clerk, supervisor := d.Staff(ledger.ARAccountant), fresh(d.Staff(ledger.FinanceSupervisor))
	ask := func(actor ledger.Actor, amount string) error {
		_, err := d.payments.ProposeRefund(t.Context(), actor, payment.NewRefund{PaymentID: p.ID, Amount: ledgertest.Amount(amount), Reason: "重复付款"})
		return err
	}
	if err := ask(clerk, "10"); !ledger.IsCode(err, "state_forbids") {
		t.Errorf("of a payment that nobody has made: %v", err)
	}
	d.play(t, p, provider.Paid, nil)
	for name, c := range map[string]struct {
		actor        ledger.Actor
		amount, code string
	}{
		"who may not":        {d.Staff(ledger.Sales), "10", "not_permitted"},
		"other books":        {d.OtherStaff(ledger.ARAccountant), "10", "not_found"},
		"more than was paid": {clerk, "1000.01", "amount_exceeds_open"},
		"a third decimal":    {clerk, "1.001", "validation_failed"},
		"less than nothing":  {clerk, "-1", "validation_failed"},
	} {
		if err := ask(c.actor, c.amount); !ledger.IsCode(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	id := d.refund(t, p, "300.00")
	if err := ask(clerk, "10"); !ledger.IsCode(err, "refund_under_way") {
		t.Error(err)
	}
	both, stale := supervisor, supervisor
	stale.Fresh = false
	both.PersonID = clerk.PersonID
	for name, c := range map[string]struct {
		actor   ledger.Actor
		version int
		approve bool
		code    string
	}{
		"who may not approve":    {fresh(clerk), 1, true, "not_permitted"},
		"without fresh sign-in":  {stale, 1, true, "step_up_required"},
		"who asked":              {both, 1, true, "four_eyes"},
		"another version":        {supervisor, 7, true, "conflict"},
		"declined with no words": {supervisor, 1, false, "validation_failed"},
	} {
		if err := d.payments.DecideRefund(t.Context(), c.actor, id, c.version, c.approve, ""); !ledger.IsCode(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if left := d.whole(t, p).Left; !left.Equal(ledgertest.Amount("700")) {
		t.Errorf("%s may still go back", left)
	}
	d.approve(t, id)
	got := d.whole(t, p)
	if got.Standing() != "partly_refunded" || got.Refunds[0].DocumentNo == "" || !d.Open(t, first).Add(d.Open(t, second)).Equal(ledgertest.Amount("300")) {
		t.Fatalf("%s, open %s and %s", got.Standing(), d.Open(t, first), d.Open(t, second))
	}
	d.approve(t, d.refund(t, p, "")) // all that is left
	if got := d.whole(t, p); got.Standing() != "refunded" || !d.Open(t, first).Add(d.Open(t, second)).Equal(ledgertest.Amount("1000")) {
		t.Errorf("%s, open %s and %s", got.Standing(), d.Open(t, first), d.Open(t, second))
	}
	if _, err := d.payments.ProposeRefund(t.Context(), clerk, payment.NewRefund{PaymentID: p.ID, Reason: "再退"}); !ledger.IsCode(err, "nothing_to_refund") {
		t.Error(err)
	}
	if balance := d.clearingBalance(t); !balance.Equal(ledgertest.Amount("-6")) { // the fee stays the provider's
		t.Errorf("clearing %s", balance)
	}
	d.start(t, "1000.00")
}

// Two people press at once, and the job runs twice: money goes back once.
func TestMoneyGoesBackOnce(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.receivable(t, "100.00")
	p := d.start(t, "100.00")
	d.play(t, p, provider.Paid, nil)
	id := d.refund(t, p, "")
	var all sync.WaitGroup
	var mutex sync.Mutex
	approved := 0
	for range 6 {
		all.Go(func() {
			err := d.payments.DecideRefund(t.Context(), fresh(d.Staff(ledger.FinanceSupervisor)), id, 1, true, "")
			mutex.Lock()
			defer mutex.Unlock()
			if err == nil {
				approved++
			} else if !ledger.IsCode(err, "state_forbids") && !ledger.IsCode(err, "conflict") {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for range 6 {
		all.Go(func() {
			if err := d.payments.Return(t.Context(), d.Organization.ID, id); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	refunds := ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM hefu.documents WHERE kind = 'refund'`)
	if approved != 1 || refunds != 1 {
		t.Errorf("%d approvals, %d refunds", approved, refunds)
	}
}

// cut is a provider that gives money back and then does not answer, as often as it is said to.
type cut struct {
	*provider.Sandbox
	times int
	gave  map[ledger.ID]int
}

func (c *cut) Refund(ctx context.Context, charge provider.Charge, r provider.Refund) (provider.Returned, error) {
	c.gave[r.ID] = 1 // under one key once, however often it is asked
	if c.times--; c.times >= 0 {
		return provider.Returned{}, errors.New("the connection was cut")
	}
	return c.Sandbox.Refund(ctx, charge, r)
}

func TestARefundThatIsNotKnownIsAskedAgainUnderItsKey(t *testing.T) {
	t.Parallel()
	d := open(t)
	jobs, err := job.Open(d.DB, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	taker := &cut{Sandbox: d.sandbox, times: 2, gave: map[ledger.ID]int{}}
	d.payments = payment.Open(d.DB, jobs, ledger.SystemClock, payment.Options{Providers: []provider.Provider{taker}, BaseURL: "http://localhost"})
	d.receivable(t, "100.00")
	p := d.start(t, "100.00")
	if err := d.say(t, charge(p), provider.Paid); err != nil {
		t.Fatal(err)
	}
	id := d.refund(t, p, "")
	d.approve(t, id)
	if got := d.whole(t, p).Refunds[0]; got.State != payment.RefundUnknown || got.Fault != "provider_unavailable" {
		t.Fatalf("%+v", got)
	}
	d.Exec(t, `UPDATE hefu.payment_refunds SET ask_at = now() - interval '1 second' WHERE id = $1`, id.String())
	if err := d.payments.AskDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM river.river_job WHERE kind = 'payment.refund'`); n != 2 { // when it was approved, and now
		t.Errorf("%d jobs", n)
	}
	for range 2 {
		if err := d.payments.Return(t.Context(), d.Organization.ID, id); err != nil {
			t.Fatal(err)
		}
	}
	if got := d.whole(t, p); got.Refunds[0].State != payment.RefundSucceeded || len(taker.gave) != 1 || got.Standing() != "refunded" {
		t.Errorf("%+v", got.Refunds)
	}
}

func TestTheDatabaseKeepsTwoPeopleApart(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.receivable(t, "100.00")
	p := d.start(t, "100.00")
	d.play(t, p, provider.Paid, nil)
	id := d.refund(t, p, "")
	refused := ledgertest.Ask[string](t, d.Books, `SELECT string_agg(conname, ' ' ORDER BY conname) FROM pg_constraint WHERE conrelid = 'hefu.payment_refunds'::regclass AND conname IN ('payment_refunds_two_people', 'payment_refunds_decided')`)
	if refused != "payment_refunds_decided payment_refunds_two_people" {
		t.Errorf("%s", refused)
	}
	// Whoever stands in for who asked is the same person to the database too.
	clerk, supervisor := d.Staff(ledger.ARAccountant), fresh(d.Staff(ledger.FinanceSupervisor))
	d.Exec(t, `INSERT INTO hefu.stand_ins (id, organization_id, staff_id, stand_in_id, starts_on, ends_on, named_by, named_by_name) VALUES (gen_random_uuid(), $1, $2, $3, $4, $4, $2, '测试')`,
		d.Organization.ID.String(), clerk.PersonID.String(), supervisor.PersonID.String(), d.today.String())
	if err := d.payments.DecideRefund(t.Context(), supervisor, id, 1, true, ""); !ledger.IsCode(err, "four_eyes") {
		t.Errorf("the stand-in of who asked approved: %v", err)
	}
}

func TestUnidentifiedMoneyGoesBackWhole(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.receivable(t, "100.00")
	p := d.start(t, "100.00")
	stranger := ledger.NewID()
	d.play(t, p, provider.Paid, func(c *provider.Charge) { c.ID = stranger })
	told := d.waiting(t)[0]
	id, err := d.payments.ProposeRefund(t.Context(), d.Staff(ledger.ARAccountant), payment.NewRefund{EventID: told.ID, Reason: "查无此款"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.payments.Attribute(t.Context(), d.Staff(ledger.ARAccountant), told.ID, d.CNY.ID); !ledger.IsCode(err, "refund_under_way") {
		t.Errorf("it is attributed while it goes back: %v", err)
	}
	d.approve(t, id)
	if balance := d.clearingBalance(t); !balance.IsZero() || len(d.waiting(t)) != 0 {
		t.Errorf("clearing %s, %d wait", balance, len(d.waiting(t)))
	}
}
