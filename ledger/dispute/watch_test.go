package dispute_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
)

func (c *court) told(t *testing.T, kind string) string {
	t.Helper()
	return ledgertest.Ask[string](t, c.Books, `SELECT count(*)::text FROM hefu.events WHERE kind = $1`, kind)
}

func TestDueTimesAreWatchedOnce(t *testing.T) {
	c := open(t)
	late, soon := c.dispute(t, 1, "100.00"), c.dispute(t, 2, "100.00")
	watch := func(want int) {
		t.Helper()
		if n, err := c.disputes.Watch(t.Context(), c.Organization.ID); err != nil || n != want {
			t.Errorf("%d were told, %v; want %d", n, err, want)
		}
	}
	c.Exec(t, `UPDATE hefu.disputes SET due_at = now() + interval '3 days'`)
	watch(0)
	c.Exec(t, `UPDATE hefu.disputes SET due_at = now() - interval '1 hour' WHERE id = $1`, late)
	c.Exec(t, `UPDATE hefu.disputes SET due_at = now() + interval '3 hours' WHERE id = $1`, soon)
	watch(2)
	watch(0)
	if c.told(t, "dispute.late") != "1" || c.told(t, "dispute.due_soon") != "1" {
		t.Errorf("%s late and %s soon, want one of each", c.told(t, "dispute.late"), c.told(t, "dispute.due_soon"))
	}
	c.must(t, c.disputes.Write(t.Context(), c.Staff(ledger.ARAccountant), soon, "已核对", false))
	c.Exec(t, `UPDATE hefu.disputes SET due_at = now() - interval '1 hour' WHERE id = $1`, soon)
	watch(0) // it was answered: the customer's turn is nobody's delay
}
