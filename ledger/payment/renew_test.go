package payment_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/payment"
)

// set says how an order stands with its taker.
func (k *taker) set(p payment.Payment, state string) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	k.state[no(p.ID)], k.total[no(p.ID)] = state, p.Amount
}

// runOut lets a payment's time pass.
func (d *desk) runOut(t *testing.T, p payment.Payment) payment.Payment {
	t.Helper()
	d.Exec(t, `UPDATE hefu.payments SET expires_at = now() - interval '1 second' WHERE id = $1`, p.ID.String())
	if err := d.payments.Settle(t.Context(), d.Organization.ID, p.ID); err != nil {
		t.Fatal(err)
	}
	return d.get(t, p.ID)
}

// A code that ran out is given out anew. The old one paid all the same settles the items, and the new one is called off.
func TestACodeThatRanOutIsGivenOutAnewAndPaidOnce(t *testing.T) {
	t.Parallel()
	d, k := open(t), wechat(t)
	d.through(t, k)
	due := d.receivable(t, "100.00")
	old := d.begin(t, k, "100.00")
	if _, err := d.payments.Renew(t.Context(), d.payer, old.ID); !ledger.IsCode(err, "state_forbids") {
		t.Errorf("one that is still to be paid: %v", err)
	}
	if old = d.runOut(t, old); old.State != payment.Expired || !old.Reissuable() {
		t.Fatalf("%+v", old)
	}
	if _, err := d.payments.Renew(t.Context(), d.Contact(d.USD, ledger.Payer), old.ID); !ledger.IsCode(err, "not_found") {
		t.Errorf("another customer's: %v", err)
	}
	if _, err := d.payments.Renew(t.Context(), d.Contact(d.CNY, ledger.Viewer), old.ID); !ledger.IsCode(err, "not_permitted") {
		t.Errorf("who may not pay: %v", err)
	}
	anew, err := d.payments.Renew(t.Context(), d.payer, old.ID)
	if err != nil || anew.ID == old.ID || anew.Code == old.Code || !anew.Amount.Equal(old.Amount) || len(anew.Items) != 1 {
		t.Fatalf("%+v %v", anew, err)
	}
	if _, err := d.payments.Renew(t.Context(), d.payer, old.ID); !ledger.IsCode(err, "payment_in_flight") {
		t.Errorf("while the new one is under way: %v", err)
	}
	if err := d.tell(t, k, charge(old), true, 0); err != nil {
		t.Fatal(err)
	}
	if got := d.get(t, old.ID); got.State != payment.Succeeded || !got.OnAccount.IsZero() || !d.Open(t, due).IsZero() {
		t.Errorf("%+v", got)
	}
	if n := ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM river.river_job WHERE kind = 'payment.give_up' AND args->>'payment_id' = $1`, anew.ID.String()); n != 1 {
		t.Errorf("%d jobs to call the new one off", n)
	}
	if err := d.payments.CallOff(t.Context(), d.Organization.ID, anew.ID); err != nil {
		t.Fatal(err)
	}
	if got := d.get(t, anew.ID); got.State != payment.Cancelled || got.Reason != "paid_otherwise" || got.Reissuable() {
		t.Errorf("%+v", got)
	}
	// Paid too before it could be called off: the money is kept, and stands on account.
	if err := d.tell(t, k, charge(anew), true, 0); err != nil {
		t.Fatal(err)
	}
	if got := d.get(t, anew.ID); got.State != payment.Succeeded || !got.OnAccount.Equal(ledgertest.Amount("100")) {
		t.Errorf("%+v", got)
	}
	if told := ledgertest.Ask[string](t, d.Books, `SELECT string_agg(coalesce(data ->> 'on_account', '-'), ' ' ORDER BY id) FROM hefu.events WHERE kind = 'payment.received'`); told != "- 100.00" {
		t.Errorf("told of what is on account: %s", told)
	}
}

// An order closes by itself when its time is over: the answer that it is closed already is an end, and no silence of the provider.
func TestAnOrderThatClosedByItselfHasExpired(t *testing.T) {
	t.Parallel()
	d, k := open(t), wechat(t)
	d.through(t, k)
	d.receivable(t, "100.00")
	p := d.begin(t, k, "100.00")
	k.set(p, "CLOSED")
	if got := d.runOut(t, p); got.State != payment.Expired {
		t.Errorf("%+v", got)
	}
}

// While the payer enters the password nothing is closed, and it is not known how it ends.
func TestAnOrderThatIsBeingPaidIsNotOver(t *testing.T) {
	t.Parallel()
	d, k := open(t), wechat(t)
	d.through(t, k)
	d.receivable(t, "100.00")
	p := d.begin(t, k, "100.00")
	k.set(p, "USERPAYING")
	if got := d.runOut(t, p); got.State != payment.Unknown {
		t.Errorf("%+v", got)
	}
	k.set(p, "SUCCESS")
	if got := d.runOut(t, p); got.State != payment.Succeeded {
		t.Errorf("%+v", got)
	}
}

func TestWhatChangedMeanwhileIsChosenAnew(t *testing.T) {
	t.Parallel()
	d, k := open(t), wechat(t)
	d.through(t, k)
	d.receivable(t, "100.00")
	old := d.runOut(t, d.begin(t, k, "100.00"))
	other := d.begin(t, k, "100.00")
	if err := d.tell(t, k, charge(other), true, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := d.payments.Renew(t.Context(), d.payer, old.ID); !ledger.IsCode(err, "payment_outdated") {
		t.Errorf("its item is settled: %v", err)
	}
}

// Whoever comes back has the provider asked once, however often the page is opened.
func TestComingBackAsksOnce(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.receivable(t, "100.00")
	p := d.start(t, "100.00")
	for range 3 {
		if _, err := d.payments.CameBack(t.Context(), d.payer, p.ID); err != nil {
			t.Fatal(err)
		}
	}
	if n := ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM river.river_job WHERE kind = 'payment.ask'`); n != 1 {
		t.Errorf("%d questions", n)
	}
	if _, err := d.payments.CameBack(t.Context(), d.Contact(d.USD, ledger.Payer), p.ID); !ledger.IsCode(err, "not_found") {
		t.Errorf("another customer's: %v", err)
	}
}

// The last question before the time is over is followed by one when it is.
func TestAPaymentIsAskedAboutWhenItsTimeIsOver(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.receivable(t, "100.00")
	p := d.start(t, "100.00")
	d.Exec(t, `UPDATE hefu.payments SET asked = 7, ask_at = now() - interval '1 second' WHERE id = $1`, p.ID.String())
	if err := d.payments.AskDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	late := ledgertest.Ask[float64](t, d.Books, `SELECT extract(epoch FROM ask_at - expires_at)::float8 FROM hefu.payments WHERE id = $1`, p.ID.String())
	if late < 0 || late > 5 {
		t.Errorf("asked %.0f seconds after its end", late)
	}
}

// Money for a payment that had ended takes no discount after its last day: what it is short of stays open, and both sides are told.
func TestMoneyThatComesAfterTheDiscountsDayTakesNone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		ended, later bool
		open         string
	}{{"in time", false, false, "0"}, {"after it had ended, and still in time", true, false, "0"}, {"told after the day, of a payment that had not ended", false, true, "0"}, {"after it had ended, and after the day", true, true, "20"}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d, k := open(t), wechat(t)
			d.through(t, k)
			d.Exec(t, `UPDATE hefu.customers SET terms = jsonb_set(terms, '{discounts}', '[{"percent":"2","days":10}]') WHERE id = $1`, d.CNY.ID.String())
			due := d.receivable(t, "1000.00")
			p := d.begin(t, k, "980.00")
			if want := d.today.AddDays(5); p.DiscountUntil != want {
				t.Fatalf("the discount holds until %s, not %s", p.DiscountUntil, want)
			}
			if c.ended {
				d.runOut(t, p)
			}
			if c.later {
				d.Exec(t, `UPDATE hefu.payments SET discount_until = $2::date WHERE id = $1`, p.ID.String(), d.today.AddDays(-1).String())
			}
			if err := d.tell(t, k, charge(p), true, 0); err != nil {
				t.Fatal(err)
			}
			got := d.get(t, p.ID)
			if want := ledgertest.Amount(c.open); got.State != payment.Succeeded || !d.Open(t, due).Equal(want) || got.Discount.IsZero() != want.IsPositive() {
				t.Errorf("open %s, %+v", d.Open(t, due), got)
			}
			if told := ledgertest.Ask[string](t, d.Books, `SELECT coalesce(data ->> 'discount_lapsed', '0') FROM hefu.events WHERE kind = 'payment.received'`); !ledgertest.Amount(told).Equal(ledgertest.Amount(c.open)) {
				t.Errorf("told of %s", told)
			}
		})
	}
}
