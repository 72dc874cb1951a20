package dispute_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/dispute"
	"hefu/ledger/ledgertest"
)

// Whoever waits for something is told: each act leaves its fact, and an internal note leaves one that says so.
func TestEveryActOfADisputeIsRecorded(t *testing.T) {
	t.Parallel()
	c := open(t)
	id := c.dispute(t, 1, "1130.00")
	c.must(t, c.disputes.Write(t.Context(), c.Staff(ledger.Sales), id, "请补充订单", false))
	c.must(t, c.disputes.Write(t.Context(), c.Staff(ledger.Sales), id, "客户信誉好", true))
	c.must(t, c.disputes.Write(t.Context(), c.confirmer, id, "见附件", false))
	c.must(t, c.resolve(t, ledger.ARAccountant, id, dispute.AcceptPart, "500.00"))
	c.must(t, c.disputes.Return(t.Context(), c.confirmer, id, c.read(t, id).RowVersion, "不够"))
	c.must(t, c.resolve(t, ledger.ARAccountant, id, dispute.AcceptPart, "800.00"))
	c.must(t, c.disputes.Accept(t.Context(), c.confirmer, id, c.read(t, id).RowVersion))
	other := c.dispute(t, 2, "")
	c.must(t, c.disputes.Withdraw(t.Context(), c.confirmer, other, c.read(t, other).RowVersion))
	got := ledgertest.Ask[string](t, c.Books, `SELECT string_agg(kind || ' ' || side || CASE WHEN data ->> 'internal' = 'true' THEN ' internal' ELSE '' END, E'\n' ORDER BY id) FROM hefu.events`)
	const want = `statement.issued staff
dispute.opened customer
dispute.written staff
dispute.written staff internal
dispute.written customer
dispute.proposed staff
dispute.returned customer
dispute.proposed staff
dispute.accepted customer
credit_note.posted customer
dispute.resolved customer
dispute.opened customer
dispute.withdrawn customer`
	if got != want {
		t.Errorf("recorded:\n%s\nwant:\n%s", got, want)
	}
}
