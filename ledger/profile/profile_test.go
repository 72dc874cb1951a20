package profile_test

import (
	"fmt"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/ledgertest"
	"hefu/ledger/profile"
)

type desk struct {
	*ledgertest.Books
	*profile.Service
	today calendar.Date
}

func openDesk(t *testing.T) *desk {
	t.Helper()
	t.Parallel()
	b := ledgertest.Open(t)
	today := calendar.MustParse(ledgertest.Ask[string](t, b, `SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date::text`))
	return &desk{b, profile.Open(b.DB), today}
}

// day is so many days before today.
func (d *desk) day(before int) string { return d.today.AddDays(-before).String() }

func (d *desk) read(t *testing.T, customer ledgertest.Customer) profile.Profile {
	t.Helper()
	found, err := d.Profile(t.Context(), d.Staff(ledger.ARAccountant), customer.ID)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func words(p profile.Profile) string {
	var out []string
	for _, w := range p.Words {
		out = append(out, fmt.Sprintf("%s %s %d %d", w.Code, w.Tone, w.Count, w.Days))
	}
	return strings.Join(out, ", ")
}

func TestAProfileSaysHowACustomerStandsToday(t *testing.T) {
	d := openDesk(t)
	if p := d.read(t, d.CNY); len(p.Currencies) != 0 || p.AsOf != d.today {
		t.Errorf("before anything is booked: %+v", p)
	}
	late := d.Receivable(t, d.CNY, "1000.00", d.day(70)) // net 30: due 40 days ago
	d.Receivable(t, d.CNY, "200.00", d.day(0))
	d.Receivable(t, d.CNY, "60.00", d.day(0))
	d.Receivable(t, d.CNY, "5.00", d.day(-1)) // due later than the nearest day, and no sale of these 90 days yet
	paid := d.Receipt(t, d.CNY, "400.00", d.day(3))
	d.Allocate(t, d.CNY, late, paid, "400.00", d.day(0))

	p := d.read(t, d.CNY)
	if len(p.Currencies) != 1 {
		t.Fatalf("%+v", p.Currencies)
	}
	s := p.Currencies[0]
	got := fmt.Sprint(s.Currency, " ", s.NextDue == d.today.AddDays(30), s.NextDueAmount.StringFixed(2), " ", s.OldestDue == d.today.AddDays(-40), s.DaysOverdue,
		" ", s.Sales.StringFixed(2), " ", s.LastPaid == d.today.AddDays(-3), s.LastAmount.StringFixed(2), " ", s.LastDocument == paid.ID)
	if want := "CNY true260.00 true 40 1260.00 true400.00 true"; got != want {
		t.Errorf("it stands %s, want %s", got, want)
	}
	want := s.Balance.Balance.Mul(ledgertest.Amount("90")).DivRound(ledgertest.Amount("1260"), 0)
	if !s.DSO.Valid || !s.DSO.Decimal.Equal(want) || s.DSO.Decimal.IsZero() {
		t.Errorf("%v days of sales are outstanding, want %s", s.DSO, want)
	}
	if got := words(p); got != "overdue bad 0 40, no_tax_id warn 0 0" {
		t.Errorf("words: %s", got)
	}
}

func TestWhatIsToKnowIsSaidTheWorstFirst(t *testing.T) {
	d := openDesk(t)
	d.Receivable(t, d.USD, "10.00", d.day(91)) // due on its day
	d.Exec(t, `UPDATE hefu.contacts SET active = false WHERE id IN (SELECT contact_id FROM hefu.contact_roles WHERE customer_id = $1)`, d.USD.ID.String())
	d.Exec(t, `UPDATE hefu.customers SET active = false WHERE id = $1`, d.USD.ID.String())
	if got := words(d.read(t, d.USD)); got != "overdue_long bad 0 91, no_contact bad 0 0, inactive warn 0 0" {
		t.Errorf("words: %s", got)
	}
	for days, want := range map[int]string{90: "overdue bad 0 90", 1: "overdue bad 0 1", 0: ""} {
		e := openBooksWith(t, days)
		if got := words(e.read(t, e.USD)); got != want {
			t.Errorf("%d days late: %q, want %q", days, got, want)
		}
	}
}

// openBooksWith are books in which the customer in dollars owes one receivable that fell due so many days ago.
func openBooksWith(t *testing.T, late int) *desk {
	t.Helper()
	b := ledgertest.Open(t)
	d := &desk{b, profile.Open(b.DB), calendar.MustParse(ledgertest.Ask[string](t, b, `SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date::text`))}
	d.Receivable(t, d.USD, "10.00", d.day(late))
	return d
}

func TestAProfileIsForStaffWhoMaySeeTheCustomer(t *testing.T) {
	d := openDesk(t)
	for name, c := range map[string]struct {
		actor    ledger.Actor
		customer ledger.ID
		code     string
	}{
		"a contact":                    {d.Contact(d.CNY, ledger.CustomerAdmin), d.CNY.ID, "not_permitted"},
		"another's sales":              {d.Staff(ledger.Sales), d.GBP.ID, "not_found"},
		"another organization's staff": {d.OtherStaff(ledger.ARAccountant), d.CNY.ID, "not_found"},
		"another's customer":           {d.Staff(ledger.ARAccountant), d.OtherCustomer.ID, "not_found"},
		"nobody":                       {d.Staff(ledger.ARAccountant), ledger.NewID(), "not_found"},
	} {
		if _, err := d.Profile(t.Context(), c.actor, c.customer); !ledger.IsCode(err, c.code) {
			t.Errorf("%s reads the profile: %v, want %s", name, err, c.code)
		}
		if _, err := d.Timeline(t.Context(), c.actor, c.customer, "", ledger.ID{}, 10); !ledger.IsCode(err, c.code) {
			t.Errorf("%s reads the timeline: %v, want %s", name, err, c.code)
		}
	}
	for _, role := range []ledger.Role{ledger.Sales, ledger.ARAccountant, ledger.Auditor} {
		if _, err := d.Profile(t.Context(), d.Staff(role), d.CNY.ID); err != nil {
			t.Errorf("%s: %v", role, err)
		}
	}
}
