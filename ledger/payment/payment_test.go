package payment_test

import (
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/job"
	"hefu/ledger/ledgertest"
	"hefu/ledger/payment"
	"hefu/ledger/provider"
)

// desk is a set of books whose customer pays through the sandbox.
type desk struct {
	*ledgertest.Books
	payments *payment.Service
	sandbox  *provider.Sandbox
	payer    ledger.Actor
	today    calendar.Date
}

func open(t *testing.T) *desk {
	t.Helper()
	b := ledgertest.Open(t)
	jobs, err := job.Open(b.DB, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	sandbox := provider.NewSandbox()
	return &desk{Books: b, sandbox: sandbox, payer: b.Contact(b.CNY, ledger.Payer),
		today:    calendar.MustParse(ledgertest.Ask[string](t, b, `SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date::text`)),
		payments: payment.Open(b.DB, jobs, ledger.SystemClock, payment.Options{Providers: []provider.Provider{sandbox}, BaseURL: "http://localhost"})}
}

func (d *desk) receivable(t *testing.T, amount string) document.Posted {
	t.Helper()
	return d.Receivable(t, d.CNY, amount, d.today.AddDays(-5).String())
}

// start begins a payment of some items, or of all.
func (d *desk) start(t *testing.T, total string, wanted ...payment.Wanted) payment.Payment {
	t.Helper()
	p, err := d.payments.Start(t.Context(), d.payer, payment.NewPayment{Asked: payment.Asked{Currency: "CNY", Lines: wanted}, Provider: "sandbox", Total: ledgertest.Amount(total)})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (d *desk) say(t *testing.T, c provider.Charge, state provider.State) error {
	t.Helper()
	header, body, err := d.sandbox.Say(c, state, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return d.payments.Deliver(t.Context(), "sandbox", d.Organization.ID, header, body)
}

func (d *desk) get(t *testing.T, id ledger.ID) payment.Payment {
	t.Helper()
	p, err := d.payments.Get(t.Context(), d.payer, id)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func charge(p payment.Payment) provider.Charge {
	return provider.Charge{ID: p.ID, Amount: p.Amount, Currency: "CNY"}
}

func TestWhatIsPaidSettlesItsItemsAndPostsTheFee(t *testing.T) {
	t.Parallel()
	d := open(t)
	whole, part := d.receivable(t, "600.00"), d.receivable(t, "1000.00")
	p := d.start(t, "900.00", payment.Wanted{ItemID: d.Item(t, whole)}, payment.Wanted{ItemID: d.Item(t, part), Amount: ledgertest.Amount("300")})
	if p.State != payment.Pending || p.Address == "" || !payment.IsReference(p.Reference) || len(p.Items) != 2 {
		t.Fatalf("%+v", p)
	}
	if !d.Open(t, whole).Equal(ledgertest.Amount("600")) {
		t.Error("a payment that nobody has made settles nothing")
	}
	done, err := d.payments.Say(t.Context(), d.payer, p.ID, true)
	if err != nil {
		t.Fatal(err)
	}
	if done.State != payment.Succeeded || done.ReceiptNo == "" || !done.Fee.Decimal.Equal(ledgertest.Amount("5.40")) {
		t.Errorf("%+v", done)
	}
	if !d.Open(t, whole).IsZero() || !d.Open(t, part).Equal(ledgertest.Amount("700")) {
		t.Errorf("open: %s, %s", d.Open(t, whole), d.Open(t, part))
	}
	clearing := ledgertest.Ask[string](t, d.Books, `SELECT sum(amount)::text FROM hefu.journal_lines WHERE account_code = '1012'`)
	charges := ledgertest.Ask[string](t, d.Books, `SELECT sum(amount)::text FROM hefu.journal_lines WHERE account_code = '660301'`)
	if !ledgertest.Amount(clearing).Equal(ledgertest.Amount("894.60")) || !ledgertest.Amount(charges).Equal(ledgertest.Amount("5.40")) {
		t.Errorf("clearing %s, charges %s", clearing, charges)
	}
}

// A hundred deliveries at once, with another end told in between: one receipt (I16, I17).
func TestANoticeHasOneEffectHoweverOftenItComes(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.receivable(t, "100.00")
	p := d.start(t, "100.00")
	var all sync.WaitGroup
	for i := range 100 {
		all.Go(func() {
			state := provider.Paid
			if i%10 == 9 {
				state = provider.Waiting
			}
			if err := d.say(t, charge(p), state); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if err := d.say(t, charge(p), provider.Failed); err != nil { // out of order: what was paid stays paid
		t.Error(err)
	}
	if got := d.get(t, p.ID); got.State != payment.Succeeded {
		t.Errorf("%+v", got)
	}
	receipts := ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM hefu.documents WHERE kind = 'receipt'`)
	deliveries := ledgertest.Ask[int](t, d.Books, `SELECT deliveries FROM hefu.provider_events WHERE kind = 'paid'`)
	if receipts != 1 || deliveries != 90 {
		t.Errorf("%d receipts, %d deliveries", receipts, deliveries)
	}
}

func TestAnItemIsInOnePaymentAtATime(t *testing.T) {
	t.Parallel()
	d := open(t)
	item := d.Item(t, d.receivable(t, "100.00"))
	var all sync.WaitGroup
	var mutex sync.Mutex
	var begun []payment.Payment
	for range 8 {
		all.Go(func() {
			p, err := d.payments.Start(t.Context(), d.payer, payment.NewPayment{Asked: payment.Asked{Currency: "CNY", Lines: []payment.Wanted{{ItemID: item}}}, Provider: "sandbox", Total: ledgertest.Amount("100")})
			mutex.Lock()
			defer mutex.Unlock()
			if err == nil {
				begun = append(begun, p)
			} else if !ledger.IsCode(err, "payment_in_flight") {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(begun) != 1 {
		t.Fatalf("%d payments of one item began", len(begun))
	}
	cancelled, err := d.payments.Cancel(t.Context(), d.payer, begun[0].ID)
	if err != nil || cancelled.State != payment.Cancelled {
		t.Fatalf("%+v, %v", cancelled, err)
	}
	d.start(t, "100.00") // it is free again
	// Money for the one that was given up comes days later: it is money, and settles what is still open.
	if err := d.say(t, charge(begun[0]), provider.Paid); err != nil {
		t.Fatal(err)
	}
	if got := d.get(t, begun[0].ID); got.State != payment.Succeeded {
		t.Errorf("%+v", got)
	}
}

func TestWhatDoesNotFitIsKeptAndPostsNothing(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.receivable(t, "100.00")
	p := d.start(t, "100.00")
	for name, tampered := range map[string]func(http.Header, []byte) (http.Header, []byte){
		"no signature": func(_ http.Header, body []byte) (http.Header, []byte) { return http.Header{}, body },
		"other body":   func(h http.Header, body []byte) (http.Header, []byte) { return h, append(body, ' ') },
	} {
		header, body, _ := d.sandbox.Say(charge(p), provider.Paid, time.Now())
		header, body = tampered(header, body)
		if err := d.payments.Deliver(t.Context(), "sandbox", d.Organization.ID, header, body); !errors.Is(err, provider.ErrForged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM hefu.provider_events`); n != 0 {
		t.Errorf("%d forged notices were kept", n)
	}
	wrong := charge(p)
	wrong.Amount = decimal.NewFromInt(1)
	d.receivable(t, "50.00")
	other := d.start(t, "50.00")
	foreign := charge(other)
	foreign.Currency = "USD"
	stranger := charge(p)
	stranger.ID = ledger.NewID()
	for _, c := range []provider.Charge{wrong, foreign, stranger} {
		if err := d.say(t, c, provider.Paid); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []ledger.ID{p.ID, other.ID} {
		if got := d.get(t, id); got.State != payment.Unknown || got.Reason != "amount_differs" {
			t.Errorf("%+v", got)
		}
	}
	kept := ledgertest.Ask[string](t, d.Books, `SELECT string_agg(verdict, ' ' ORDER BY verdict) FROM hefu.provider_events`)
	if receipts := ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM hefu.documents WHERE kind = 'receipt'`); kept != "differs differs unidentified" || receipts != 0 {
		t.Errorf("%s, %d receipts", kept, receipts)
	}
}

func TestTheQuoteLeavesOutWhatIsDisputedAndTakesDiscountAndCredits(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.Exec(t, `UPDATE hefu.customers SET terms = jsonb_set(terms, '{discounts}', '[{"percent":"2","days":10}]') WHERE id = $1`, d.CNY.ID.String())
	d.receivable(t, "1000.00")
	old := d.Receivable(t, d.CNY, "500.00", d.today.AddDays(-20).String())
	credit := d.Receipt(t, d.CNY, "80.00", d.today.AddDays(-1).String())
	asked := payment.Asked{Currency: "CNY", UseCredits: true}
	q, err := d.payments.Quote(t.Context(), d.payer, asked)
	if err != nil {
		t.Fatal(err)
	}
	if !q.Chosen.Equal(ledgertest.Amount("1500")) || !q.Discount.Equal(ledgertest.Amount("20")) || !q.CreditsUsed.Equal(ledgertest.Amount("80")) || !q.Total.Equal(ledgertest.Amount("1400")) {
		t.Fatalf("%+v", q)
	}
	if _, err := d.payments.Start(t.Context(), d.payer, payment.NewPayment{Asked: asked, Provider: "sandbox", Total: ledgertest.Amount("1399")}); !ledger.IsCode(err, "quote_changed") {
		t.Errorf("a total that was not shown: %v", err)
	}
	p, err := d.payments.Start(t.Context(), d.payer, payment.NewPayment{Asked: asked, Provider: "sandbox", Total: q.Total})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.payments.Say(t.Context(), d.payer, p.ID, true); err != nil {
		t.Fatal(err)
	}
	if !d.Open(t, old).IsZero() || !d.Open(t, credit).IsZero() || !d.Balance(t, d.CNY).IsZero() {
		t.Errorf("open %s, %s; balance %s", d.Open(t, old), d.Open(t, credit), d.Balance(t, d.CNY))
	}
	given := ledgertest.Ask[string](t, d.Books, `SELECT sum(amount)::text FROM hefu.journal_lines WHERE account_code = '660302'`)
	if !ledgertest.Amount(given).Equal(ledgertest.Amount("20")) {
		t.Errorf("discount %s", given)
	}
}

func TestWhoMayPay(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.receivable(t, "100.00")
	p := d.start(t, "100.00")
	for _, role := range []ledger.Role{ledger.Viewer, ledger.Confirmer, ledger.Signer} {
		actor := d.Contact(d.CNY, role)
		if _, err := d.payments.Quote(t.Context(), actor, payment.Asked{Currency: "CNY"}); !ledger.IsCode(err, "not_permitted") {
			t.Errorf("%s: %v", role, err)
		}
	}
	other := d.Contact(d.USD, ledger.Payer)
	if _, err := d.payments.Get(t.Context(), other, p.ID); !ledger.IsCode(err, "not_found") {
		t.Error(err)
	}
	if _, err := d.payments.Cancel(t.Context(), other, p.ID); !ledger.IsCode(err, "not_found") {
		t.Error(err)
	}
	if _, err := d.payments.Say(t.Context(), other, p.ID, true); !ledger.IsCode(err, "not_found") {
		t.Error(err)
	}
}

// A provider that charged and then could not be reached is asked again until it says so, and never charges twice.
func TestWhatIsNotKnownIsAskedUntilItIs(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.receivable(t, "100.00")
	p := d.start(t, "100.00")
	d.Exec(t, `UPDATE hefu.payments SET expires_at = now() - interval '1 second', ask_at = now() - interval '1 second' WHERE id = $1`, p.ID.String())
	if err := d.payments.AskDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM river.river_job WHERE kind = 'payment.ask'`); n != 1 {
		t.Errorf("%d questions", n)
	}
	if err := d.payments.Settle(t.Context(), d.Organization.ID, p.ID); err != nil {
		t.Fatal(err)
	}
	if got := d.get(t, p.ID); got.State != payment.Expired {
		t.Errorf("%+v", got)
	}
	d.start(t, "100.00") // nothing is held
}

func TestAReferenceIsShortCheckedAndUnmistakable(t *testing.T) {
	t.Parallel()
	const symbols = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
	for range 20 {
		code := payment.NewReference()
		if !payment.IsReference(code) || !payment.IsReference(payment.Spaced(code)) {
			t.Fatalf("%s is none", code)
		}
		for at := 2; at < len(code); at++ {
			for _, other := range symbols {
				if slip := code[:at] + string(other) + code[at+1:]; slip != code && payment.IsReference(slip) {
					t.Errorf("%s passes for %s", slip, code)
				}
			}
			if at+1 < len(code) && code[at] != code[at+1] {
				if swapped := code[:at] + code[at+1:at+2] + code[at:at+1] + code[at+2:]; payment.IsReference(swapped) {
					t.Errorf("%s passes for %s", swapped, code)
				}
			}
		}
	}
}
