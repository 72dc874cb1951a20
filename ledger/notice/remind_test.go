package notice_test

import (
	"fmt"
	"testing"

	"hefu/ledger"
	"hefu/ledger/dispute"
	"hefu/ledger/ledgertest"
)

// clockAt moves the organization to where it is that hour now.
func (d *desk) clockAt(t *testing.T, hour int) {
	t.Helper()
	d.Exec(t, `UPDATE hefu.organizations SET time_zone = (SELECT name FROM pg_timezone_names WHERE name LIKE 'Etc/GMT%' AND extract(hour FROM now() AT TIME ZONE name) = $2 LIMIT 1) WHERE id = $1::uuid`,
		d.Organization.ID.String(), hour)
}

// due sets the day on which the answers are due, in days from today where the organization is.
func (d *desk) due(t *testing.T, days int) {
	t.Helper()
	d.Exec(t, `UPDATE hefu.statements s SET answer_due = (now() AT TIME ZONE o.time_zone)::date + $1::int FROM hefu.organizations o WHERE o.id = s.organization_id`, days)
}

func (d *desk) remind(t *testing.T) int {
	t.Helper()
	n, err := d.Remind(t.Context(), d.Organization.ID)
	must(t, err)
	return n
}

func TestAStatementIsRemindedOfOnceOnEachDay(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.clockAt(t, 12)
	d.issued(t, d.CNY)
	var got string
	for _, left := range []int{5, 4, 3, 2, 1, 0, -1, -2, -3, -4, -9, -40} {
		d.due(t, left)
		got += fmt.Sprintf("%d: %d then %d\n", left, d.remind(t), d.remind(t))
	}
	const want = "5: 0 then 0\n4: 0 then 0\n3: 1 then 0\n2: 0 then 0\n1: 0 then 0\n0: 1 then 0\n-1: 0 then 0\n-2: 0 then 0\n-3: 1 then 0\n-4: 0 then 0\n-9: 0 then 0\n-40: 0 then 0\n"
	if got != want {
		t.Errorf("reminded, by days left:\n%s", got)
	}
	kept := ledgertest.Ask[string](t, d.Books, `SELECT string_agg(concat_ws(' ', data ->> 'day', data ->> 'number', data ->> 'last'), ', ' ORDER BY id) FROM hefu.events WHERE kind = 'statement.reminded'`)
	if kept != "-3 1 false, 0 2 false, 3 3 true" {
		t.Errorf("kept as %s", kept)
	}
	d.due(t, -3) // what the last letter says of the days must be true again
	d.work(t)
	const told = `statement.reminded mail confirmer@cny.test sent accepted
statement.reminded mail payer@cny.test sent accepted
statement.reminded mail signer@cny.test sent accepted
statement.reminded mail viewer@cny.test sent accepted`
	if got := d.told(t, `kind = 'statement.reminded' AND (SELECT data ->> 'day' FROM hefu.events e WHERE e.id = event_id) = '0'`); got != told {
		t.Errorf("told:\n%s", got)
	}
	// After the last one the salesperson is asked to call.
	if got := d.told(t, `kind = 'statement.reminded' AND recipient = 'staff'`); got != "statement.reminded mail hdjm-sales@seller.test sent accepted" {
		t.Errorf("staff told: %s", got)
	}
}

func TestNobodyIsRemindedBeforeNine(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.issued(t, d.CNY)
	for hour, want := range map[int]int{8: 0, 9: 1} {
		d.clockAt(t, hour)
		d.due(t, 0)
		if got := d.remind(t); got != want && hour == 8 {
			t.Errorf("at %d o'clock %d were reminded", hour, got)
		}
	}
}

// A day that was missed is made up for, the latest only.
func TestAMissedDayIsMadeUpFor(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.clockAt(t, 12)
	d.issued(t, d.CNY)
	d.due(t, -1) // nothing ran on the third day before, nor on the day itself
	if n := d.remind(t); n != 1 {
		t.Fatalf("%d were reminded", n)
	}
	if day := ledgertest.Ask[string](t, d.Books, `SELECT data ->> 'day' FROM hefu.events WHERE kind = 'statement.reminded'`); day != "0" {
		t.Errorf("reminded of day %s", day)
	}
}

// DUN-08: what is disputed is held out, and credits are netted.
func TestWhoOwesNothingUndisputedIsNotReminded(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		prepare func(*testing.T, *desk, ledger.ID)
		want    int
	}{
		"owes and is silent": {func(*testing.T, *desk, ledger.ID) {}, 1},
		"every line that is open is disputed": {func(t *testing.T, d *desk, id ledger.ID) {
			d.dispute(t, id, 1)
		}, 0},
		"a part is disputed, the rest has its answer": {func(t *testing.T, d *desk, id ledger.ID) {
			opened, err := d.disputes.Open(t.Context(), d.Contact(d.CNY, ledger.Confirmer), dispute.OpenCommand{StatementID: id, Version: 1, SHA256: d.sha256(t, id), Lines: []int{1},
				Category: "price", DisputedAmount: ledgertest.Amount("1000.00")})
			if err != nil || len(opened.IDs) != 1 {
				t.Fatal(err, opened.Refused)
			}
		}, 0},
		"holds more credit than it owes": {func(t *testing.T, d *desk, _ ledger.ID) {
			d.Receipt(t, d.CNY, "20000.00", "2026-04-01")
		}, 0},
		"paid in part": {func(t *testing.T, d *desk, _ ledger.ID) {
			d.Receipt(t, d.CNY, "1300.00", "2026-04-01")
		}, 1},
		"is no longer served": {func(t *testing.T, d *desk, _ ledger.ID) {
			d.Exec(t, `UPDATE hefu.customers SET active = false`)
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := openDesk(t)
			d.clockAt(t, 12)
			id := d.issued(t, d.CNY)
			c.prepare(t, d, id)
			d.due(t, 0)
			if got := d.remind(t); got != c.want {
				t.Errorf("%d were reminded, want %d", got, c.want)
			}
		})
	}
}

// Lines that wait for an answer beside a dispute: they are reminded of as long as they owe more than what is disputed.
func TestDisputesOfOneLineLeaveTheOthersToBeRemindedOf(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.clockAt(t, 12)
	d.Receivable(t, d.CNY, "500.00", "2026-03-11")
	id := d.issued(t, d.CNY)
	d.dispute(t, id, 1)
	d.due(t, 0)
	if n := d.remind(t); n != 1 {
		t.Errorf("%d were reminded", n)
	}
}

// dispute disputes a line of a statement whole.
func (d *desk) dispute(t *testing.T, id ledger.ID, line int) ledger.ID {
	t.Helper()
	opened, err := d.disputes.Open(t.Context(), d.Contact(d.CNY, ledger.Confirmer), dispute.OpenCommand{StatementID: id, Version: 1, SHA256: d.sha256(t, id), Lines: []int{line},
		Category: "price", Text: "单价应为 90 元"})
	if err != nil || len(opened.IDs) != 1 {
		t.Fatal(err, opened.Refused)
	}
	return opened.IDs[0]
}

// STM-15: after the reminders the salesperson has a task, then the supervisors are told; each once, and neither once it is answered.
func TestSilenceIsEscalatedOnItsOwnDays(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.clockAt(t, 12)
	d.issued(t, d.CNY)
	escalate := func() int {
		n, err := d.Escalate(t.Context(), d.Organization.ID)
		must(t, err)
		return n
	}
	var got string
	for _, left := range []int{0, -2, -3, -4, -9, -10, -11, -40} {
		d.due(t, left)
		got += fmt.Sprintf("%d: %d then %d\n", left, escalate(), escalate())
	}
	if want := "0: 0 then 0\n-2: 0 then 0\n-3: 1 then 0\n-4: 0 then 0\n-9: 0 then 0\n-10: 1 then 0\n-11: 0 then 0\n-40: 0 then 0\n"; got != want {
		t.Errorf("escalated, by days left:\n%s", got)
	}
	d.work(t)
	if got := d.told(t, `kind = 'statement.task'`); got != "statement.task mail hdjm-sales@seller.test sent accepted" {
		t.Errorf("the salesperson: %s", got)
	}
	if got := d.told(t, `kind = 'statement.escalated'`); got != "statement.escalated mail hdjm-finance_supervisor@seller.test sent accepted" {
		t.Errorf("the supervisor: %s", got)
	}
}

func TestNothingIsEscalatedOfWhoOwesNothingUndisputed(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.clockAt(t, 12)
	d.issued(t, d.CNY)
	d.Receipt(t, d.CNY, "20000.00", "2026-04-01")
	d.due(t, -3)
	if n, err := d.Escalate(t.Context(), d.Organization.ID); n != 0 || err != nil {
		t.Errorf("%d were escalated, %v", n, err)
	}
}
