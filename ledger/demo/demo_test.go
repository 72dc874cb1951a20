package demo_test

import (
	"testing"

	"hefu/ledger/access"
	"hefu/ledger/blob"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/demo"
	"hefu/ledger/ledgertest"
)

// The demo is made wherever in a month somebody starts it: on its first day there is no yesterday in it.
func TestTheDemoIsSoundAndShowsEveryState(t *testing.T) {
	for _, today := range []string{"2026-11-22", "2026-11-01"} {
		t.Run(today, func(t *testing.T) {
			t.Parallel()
			showsEveryState(t, calendar.MustParse(today))
		})
	}
}

func showsEveryState(t *testing.T, today calendar.Date) {
	t.Helper()
	b := ledgertest.Open(t)
	blobs, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	services, err := books.New(b.DB, books.Options{Blobs: blobs, Links: access.Options{BaseURL: "http://localhost", Keys: access.RandomKeys()}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = demo.Load(t.Context(), demo.Services{Parties: services.Parties, Documents: services.Documents, Allocations: services.Allocations, Statements: services.Statements, Disputes: services.Disputes, Matchings: services.Matchings, Tokens: services.Tokens, Fields: services.Fields, Notes: services.Notes, Bank: services.Bank, Receipts: services.Receipts, Slips: services.Slips, Proofs: services.Proofs, Notices: services.Notices, Issues: services.Issues, Groups: services.Groups, Archive: services.Archive, Payments: services.Payments, DB: services.DB(), Finalizations: services.Finalizations, Access: services.Access},
		demo.Options{StaffIssuer: "hefu-dev:staff", ContactIssuer: "hefu-dev:customers", Today: today})
	if err != nil {
		t.Fatal(err)
	}
	if sealed := ledgertest.Ask[int](t, b, `SELECT count(*) FROM hefu.archive_bundles`); sealed != 3 {
		t.Errorf("%d reconciliations are in the archive", sealed)
	}
	if got := ledgertest.Ask[string](t, b, `SELECT string_agg(c.code || ' ' || (SELECT count(*) FROM hefu.signatures g WHERE g.finalization_id = f.id), ', ' ORDER BY c.code) FROM hefu.finalizations f JOIN hefu.customers c ON c.id = f.customer_id`); got != "C-1017 2, C-1018 1, C-1026 0" {
		t.Errorf("finalized, with signatures: %s", got)
	}
	for _, state := range []string{"draft", "issued", "viewed", "answered", "agreed", "cancelled"} {
		if n := ledgertest.Ask[int64](t, b, `SELECT count(*) FROM hefu.statements WHERE state = $1`, state); n == 0 {
			t.Errorf("no statement is %s", state)
		}
	}
	for _, state := range []string{"open", "answered", "awaiting_approval", "proposed", "resolved"} {
		if n := ledgertest.Ask[int64](t, b, `SELECT count(*) FROM hefu.disputes WHERE state = $1`, state); n == 0 {
			t.Errorf("no dispute is %s", state)
		}
	}
	if got := ledgertest.Ask[string](t, b, `SELECT string_agg(payer || CASE WHEN released_at IS NULL THEN ' held' ELSE ' released' END, ', ' ORDER BY payer) FROM hefu.payer_flags`); got != "杭州恒信供应链管理有限公司 released, 陈国强 held" {
		t.Errorf("receipts that others paid: %s", got)
	}
	if got := ledgertest.Ask[string](t, b, `SELECT string_agg(round || ' ' || coalesce(answer, 'waits'), ', ' ORDER BY round, answer) FROM hefu.receivable_confirmations`); got != "1 confirmed, 1 rejected, 1 waits, 2 waits" {
		t.Errorf("receivables to confirm: %s", got)
	}
	for about, query := range map[string]string{
		"customer without an administrator":       `SELECT count(*) FROM hefu.customers c WHERE NOT EXISTS (SELECT FROM hefu.contact_roles r WHERE r.customer_id = c.id AND r.role = 'customer_admin')`,
		"maker and checker with nothing to check": `SELECT 1 - count(*) FROM hefu.answer_reviews r JOIN hefu.customers c ON c.id = r.customer_id WHERE c.maker_checker AND r.state = 'pending'`,
		"no version with something agreed in it":  `SELECT 1 - count(DISTINCT s.id) FROM hefu.statements s JOIN hefu.line_answers a ON a.statement_id = s.id WHERE s.version = 2 AND s.state = 'issued'`,
	} {
		if n := ledgertest.Ask[int64](t, b, query); n != 0 {
			t.Errorf("%s: %d", about, n)
		}
	}
	if n := ledgertest.Ask[int64](t, b, `SELECT count(*) FROM hefu.reconciling_items WHERE state = 'open' AND kind <> 'disagreement'`); n < 3 {
		t.Errorf("only %d reconciling items are open", n)
	}
	for _, state := range []string{"matched", "completed"} {
		if n := ledgertest.Ask[int64](t, b, `SELECT count(*) FROM hefu.matchings WHERE state = $1`, state); n == 0 {
			t.Errorf("no matching is %s", state)
		}
	}
	if got := ledgertest.Ask[string](t, b, `SELECT string_agg(source || ' ' || state, ', ' ORDER BY source, state) FROM hefu.issues`); got != "dispute open, manual closed, manual working, reconciling_item open, statement_line open" {
		t.Errorf("the register of issues holds %s", got)
	}
	if n := ledgertest.Ask[int64](t, b, `SELECT count(*) FROM hefu.bank_statements WHERE closing IS NOT NULL`); n != 7 {
		t.Errorf("%d bank statements prove out, want three months of two accounts and the day of a payout", n)
	}
	if got := ledgertest.Ask[string](t, b, `SELECT string_agg(o.reference || ' ' || coalesce(p.rule, 'on its way'), ', ' ORDER BY o.reference) FROM hefu.provider_payouts o LEFT JOIN hefu.payout_lines p ON p.payout_id = o.id`); got != "PO-0001 reference, PO-0002 on its way, PO-0003 by_hand, PO-0004 by_hand" {
		t.Errorf("payouts: %s", got)
	}
	if got := ledgertest.Ask[string](t, b, `SELECT string_agg(o.reference || ' ' || coalesce(d.state, 'to be posted'), ', ' ORDER BY o.reference) FROM hefu.provider_payouts o JOIN hefu.payout_lines p ON p.payout_id = o.id
		LEFT JOIN hefu.payout_differences d ON d.pair_id = p.id WHERE p.difference <> 0`); got != "PO-0003 to be posted, PO-0004 posted" {
		t.Errorf("differences of payouts: %s", got)
	}
	if got := ledgertest.Ask[string](t, b, `SELECT string_agg(DISTINCT arrangement, ' ' ORDER BY arrangement) FROM hefu.open_items WHERE open_amount > 0 AND arrangement <> ''`); got != "deferred instalment letter_of_credit retention" {
		t.Errorf("what is open is arranged as %s", got)
	}
	for _, what := range []string{`EXISTS`, `NOT EXISTS`} {
		if n := ledgertest.Ask[int64](t, b, `SELECT count(*) FROM hefu.bank_lines l WHERE l.amount > 0 AND `+what+` (SELECT FROM hefu.bank_line_receipts r WHERE r.line_id = l.id)`); n == 0 {
			t.Errorf("of no bank line it holds that a receipt %s", what)
		}
	}
	if n := ledgertest.Ask[int64](t, b, `SELECT count(*) FROM hefu.receipt_readings WHERE jsonb_array_length(suggestions) > 0 AND NOT certain`); n == 0 {
		t.Error("no bank line waits for a person to choose")
	}
	if got := ledgertest.Ask[string](t, b, `SELECT string_agg(DISTINCT account_code || ' ' || (dimensions ->> 'department'), ', ') FROM hefu.journal_lines WHERE dimensions IS NOT NULL`); got != "6001 D10, 600109 D10" {
		t.Errorf("lines carry departments as %s", got)
	}
	if n := ledgertest.Ask[int64](t, b, `SELECT count(*) FROM hefu.journal_lines l JOIN hefu.journal_entries e ON e.id = l.entry_id WHERE e.source_kind = 'document' AND account_code = '6001' AND dimensions IS NULL AND l.organization_id = (SELECT id FROM hefu.organizations WHERE code = 'HDJM')`); n != 0 {
		t.Errorf("%d lines of revenue carry no department", n)
	}
	if got := ledgertest.Ask[string](t, b, `SELECT string_agg(DISTINCT state, ' ' ORDER BY state) FROM hefu.payments`); got != "cancelled expired failed pending succeeded unknown" {
		t.Errorf("online payments are %s", got)
	}
	paidOverWeeks(t, b, today)
	if got := ledgertest.Ask[string](t, b, `SELECT string_agg(state, ' ' ORDER BY state) FROM hefu.payment_refunds`); got != "proposed succeeded" {
		t.Errorf("refunds are %s", got)
	}
	if got := ledgertest.Ask[string](t, b, `SELECT string_agg(verdict, ' ' ORDER BY verdict) FROM hefu.provider_events WHERE looked_at IS NULL AND verdict IN ('differs', 'unidentified')`); got != "differs unidentified" {
		t.Errorf("of providers' money wait: %s", got)
	}
	for _, currency := range []string{"CNY", "USD", "EUR"} {
		if n := ledgertest.Ask[int64](t, b, `SELECT count(*) FROM hefu.statements WHERE currency = $1`, currency); n == 0 {
			t.Errorf("no statement in %s", currency)
		}
	}
	sister(t, b)
}

// paidOverWeeks: online payments are spread over the month as far as it has days, in the order of their numbers, and what they posted bears the same days.
func paidOverWeeks(t *testing.T, b *ledgertest.Books, today calendar.Date) {
	t.Helper()
	if ledgertest.Ask[bool](t, b, `SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date < $1::date`, today.String()) {
		return // there is no past before the books' own day
	}
	const local = ` AT TIME ZONE 'Asia/Shanghai')::date`
	days := ledgertest.Ask[string](t, b, `SELECT string_agg(DISTINCT d.posting_date::text, ' ' ORDER BY d.posting_date::text) FROM hefu.payments p JOIN hefu.documents d ON d.id = p.receipt_document_id`)
	if want := map[string]string{"2026-11-22": "2026-11-02 2026-11-10 2026-11-13 2026-11-16", "2026-11-01": "2026-11-01"}[today.String()]; days != want {
		t.Errorf("paid on %s, not on %s", days, want)
	}
	for what, query := range map[string]string{
		"payments whose receipt bears another day":   `SELECT count(*) FROM hefu.payments p JOIN hefu.documents d ON d.id = p.receipt_document_id WHERE (p.ended_at` + local + ` <> d.posting_date`,
		"payments out of order":                      `SELECT count(*) FROM hefu.payments p WHERE EXISTS (SELECT FROM hefu.payments q WHERE q.id < p.id AND q.created_at >= p.created_at)`,
		"payments that ended before they were begun": `SELECT count(*) FROM hefu.payments WHERE ended_at < created_at`,
		"payouts of another day than they were told": `SELECT count(*) FROM hefu.provider_payouts WHERE paid_on <> (created_at` + local,
		"fees of another day":                        `SELECT count(*) FROM hefu.payment_postings f JOIN hefu.payments p ON p.id = f.payment_id WHERE f.kind = 'fee' AND f.posted_on <> (p.ended_at` + local,
		"notices of another day than they tell of":   `SELECT count(*) FROM hefu.provider_events WHERE (first_at` + local + ` <> (happened_at` + local,
		"refunds or chargebacks before the payment":  `SELECT count(*) FROM hefu.payments p WHERE EXISTS (SELECT FROM hefu.payment_refunds r WHERE r.payment_id = p.id AND r.created_at < p.ended_at) OR EXISTS (SELECT FROM hefu.payment_chargebacks x WHERE x.payment_id = p.id AND x.opened_at < p.ended_at)`,
	} {
		if n := ledgertest.Ask[int64](t, b, query); n != 0 {
			t.Errorf("%d %s", n, what)
		}
	}
}

// sister: the second organization sells to companies that the first sells to, each with balances of its own; one person works for both and one acts at both.
func sister(t *testing.T, b *ledgertest.Books) {
	t.Helper()
	for about, c := range map[string]struct {
		query string
		want  string
	}{
		"organizations": {`SELECT string_agg(code, ' ' ORDER BY code) FROM hefu.organizations WHERE code LIKE 'HD%'`, "HDJM HDZN"},
		"companies that buy of both": {`SELECT count(*)::text FROM hefu.customers a JOIN hefu.customers b USING (tax_id) JOIN hefu.organizations o ON o.id = a.organization_id
			WHERE o.code = 'HDZN' AND b.organization_id <> a.organization_id`, "8"},
		"who works for both":   {`SELECT string_agg(s.subject, ' ') FROM hefu.staff s WHERE (SELECT count(DISTINCT organization_id) FROM hefu.staff_roles r WHERE r.staff_id = s.id) = 2`, "xu.fang"},
		"who acts at both":     {`SELECT string_agg(c.subject, ' ') FROM hefu.contacts c WHERE (SELECT count(DISTINCT organization_id) FROM hefu.contact_roles r WHERE r.contact_id = c.id) = 2`, "han.mei"},
		"states of its newest": {`SELECT string_agg(DISTINCT state, ' ' ORDER BY state) FROM hefu.statements s JOIN hefu.organizations o ON o.id = s.organization_id WHERE o.code = 'HDZN'`, "agreed answered issued viewed"},
	} {
		if got := ledgertest.Ask[string](t, b, c.query); got != c.want {
			t.Errorf("%s: %q, want %q", about, got, c.want)
		}
	}
	if n := ledgertest.Ask[int](t, b, `WITH owed AS (SELECT c.tax_id, c.organization_id, sum(CASE i.side WHEN 'debit' THEN i.open_amount ELSE -i.open_amount END) AS open
			FROM hefu.customers c JOIN hefu.open_items i ON i.customer_id = c.id WHERE c.tax_id = '91320505000002461G' GROUP BY 1, 2) SELECT count(DISTINCT open)::int FROM owed`); n != 2 {
		t.Errorf("the company at both sellers has %d balances", n)
	}
}
