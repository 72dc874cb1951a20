package statement_test

import (
	"flag"
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
)

// Each history posts and settles dozens of documents; more of them are asked for with -rapid.checks.
func init() {
	if err := flag.Set("rapid.checks", "15"); err != nil {
		panic(err)
	}
}

// I18 on random histories: whatever is posted, however late, and whatever is settled when, within the customer or across its group, each statement opens with the closing of
// the one before, closes with the ledger's balance, and adds up in itself. No version ever changes.
func TestRandomHistories(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	histories := 0
	rapid.Check(t, func(rt *rapid.T) {
		histories++
		h := &history{desk: d, t: t, rt: rt, customer: ledgertest.Customer{ID: ledger.NewID(), OrganizationID: d.Organization.ID, Currency: "CNY"}}
		d.Exec(t, `INSERT INTO hefu.customers (id, organization_id, code, name, currency) VALUES ($1, $2, $3, $3, 'CNY')`,
			h.customer.ID.String(), d.Organization.ID.String(), fmt.Sprintf("R%04d", histories))
		h.sibling = ledgertest.Customer{ID: ledger.NewID(), OrganizationID: d.Organization.ID, Currency: "CNY"}
		d.Exec(t, `INSERT INTO hefu.customers (id, organization_id, code, name, currency) VALUES ($1, $2, $3, $3, 'CNY')`,
			h.sibling.ID.String(), d.Organization.ID.String(), fmt.Sprintf("S%04d", histories))
		d.declareGroup(t, fmt.Sprintf("G%04d", histories), h.customer, h.sibling)
		start := calendar.MustParse("2026-01-01")
		for period := range rapid.IntRange(2, 4).Draw(rt, "periods") {
			length := rapid.IntRange(5, 40).Draw(rt, "days")
			h.postBetween(start.AddDays(-25*min(period, 1)), start.AddDays(length), rapid.IntRange(0, 6).Draw(rt, "documents"))
			h.settle(start.AddDays(length + 10))
			h.postBetween(start.AddDays(length), start.AddDays(length+30), 1)
			cutOff := start.AddDays(length - 1)
			h.makeAndCheck(statement.Period{Start: start, CutOff: cutOff})
			start = cutOff.AddDays(1)
		}
	})
}

type history struct {
	desk
	t        testing.TB
	rt       *rapid.T
	customer ledgertest.Customer
	sibling  ledgertest.Customer // of the same group
	debits   []document.Posted
	credits  []document.Posted
	dates    map[ledger.ID]calendar.Date
	closing  decimal.Decimal
	bodies   map[ledger.ID]string
}

func (h *history) postBetween(first, last calendar.Date, count int) {
	if h.dates == nil {
		h.dates, h.bodies = map[ledger.ID]calendar.Date{}, map[ledger.ID]string{}
	}
	for range count {
		on := first.AddDays(rapid.IntRange(0, int(last.Days()-first.Days())).Draw(h.rt, "day"))
		amount := decimal.New(rapid.Int64Range(1, 500000).Draw(h.rt, "cents"), -2).StringFixed(2)
		switch rapid.IntRange(0, 5).Draw(h.rt, "kind") {
		case 0, 1, 2:
			posted := h.Receivable(h.t, h.customer, amount, on.String())
			h.debits = append(h.debits, posted)
			h.dates[posted.ID] = on
		case 3:
			posted := h.Advance(h.t, h.customer, amount, on.String())
			h.credits = append(h.credits, posted)
			h.dates[posted.ID] = on
		case 4:
			payer := h.customer
			if rapid.Bool().Draw(h.rt, "sibling") {
				payer = h.sibling
			}
			posted := h.Receipt(h.t, payer, amount, on.String())
			h.credits = append(h.credits, posted)
			h.dates[posted.ID] = on
		case 5:
			h.Post(h.t, h.customer, document.New{Kind: document.Adjustment, Reason: string(document.Rebate), DocumentDate: on, SourceKind: "manual",
				Lines: []document.Line{{Net: ledgertest.Amount(amount).Neg(), Gross: ledgertest.Amount(amount).Neg()}}})
		}
	}
}

// settle matches a random debit with a random credit, on a day when both are posted, and sometimes undoes it.
func (h *history) settle(until calendar.Date) {
	if len(h.debits) == 0 || len(h.credits) == 0 {
		return
	}
	debit := rapid.SampledFrom(h.debits).Draw(h.rt, "debit")
	credit := rapid.SampledFrom(h.credits).Draw(h.rt, "credit")
	amount := decimal.Min(h.Books.Open(h.t, debit), h.Books.Open(h.t, credit))
	first := h.dates[debit.ID]
	if h.dates[credit.ID].After(first) {
		first = h.dates[credit.ID]
	}
	if amount.IsZero() || first.After(until) {
		return
	}
	on := first.AddDays(rapid.IntRange(0, int(until.Days()-first.Days())).Draw(h.rt, "settled"))
	settlement := h.Allocate(h.t, h.customer, debit, credit, amount.String(), on.String())
	if rapid.Bool().Draw(h.rt, "undone") {
		if _, err := allocation.Open(h.DB).Undo(h.t.Context(), h.accountant(), settlement, on.AddDays(rapid.IntRange(0, 20).Draw(h.rt, "after")), "误核"); err != nil {
			h.rt.Fatalf("undo: %v", err)
		}
	}
}

const ledgerBalance = `
SELECT coalesce(sum(l.amount), 0)::text FROM hefu.journal_lines l
JOIN hefu.accounts a ON a.organization_id = l.organization_id AND a.code = l.account_code AND a.role IN ('ar', 'advance')
WHERE l.customer_id = $1 AND l.posting_date <= $2`

func (h *history) makeAndCheck(period statement.Period) {
	out := h.generate(h.t, period, h.customer)
	if len(out) == 0 || out[0].Act == statement.Empty {
		return
	}
	if out[0].Act != statement.Made {
		h.rt.Fatalf("made %+v", out)
	}
	c := h.content(h.t, out[0].StatementID, 1)
	if fault := unproven(c); fault != "" {
		h.rt.Fatal(fault)
	}
	if len(h.bodies) > 0 && !c.Opening.Equal(h.closing) {
		h.rt.Fatalf("opens with %s after a closing of %s", c.Opening, h.closing)
	}
	if balance := ledgertest.Amount(ledgertest.Ask[string](h.t, h.Books, ledgerBalance, h.customer.ID.String(), period.CutOff.Time())); !c.Closing.Equal(balance) {
		h.rt.Fatalf("closes with %s, the ledger with %s", c.Closing, balance)
	}
	for id, before := range h.bodies {
		if body, err := h.ReadContent(h.t.Context(), h.accountant(), id, 1); err != nil || string(body.JSON) != before {
			h.rt.Fatalf("an earlier version changed: %v", err)
		}
	}
	h.checkSibling(period)
	body, err := h.ReadContent(h.t.Context(), h.accountant(), out[0].StatementID, 1)
	if err != nil {
		h.rt.Fatal(err)
	}
	h.bodies[out[0].StatementID], h.closing = string(body.JSON), c.Closing
}

// checkSibling makes the statement of the group's other company, which proves out by itself too.
func (h *history) checkSibling(period statement.Period) {
	out := h.generate(h.t, period, h.sibling)
	if len(out) == 0 || out[0].Act == statement.Empty {
		return
	}
	if out[0].Act != statement.Made {
		h.rt.Fatalf("the sibling's: %+v", out)
	}
	c := h.content(h.t, out[0].StatementID, 1)
	if fault := unproven(c); fault != "" {
		h.rt.Fatal(fault)
	}
	if balance := ledgertest.Amount(ledgertest.Ask[string](h.t, h.Books, ledgerBalance, h.sibling.ID.String(), period.CutOff.Time())); !c.Closing.Equal(balance) {
		h.rt.Fatalf("the sibling's closes with %s, the ledger with %s", c.Closing, balance)
	}
}
