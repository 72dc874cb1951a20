package bench

import (
	"context"
	"fmt"
	"strings"

	"hefu/ledger"
	"hefu/ledger/dispute"
	"hefu/ledger/worklist"
)

// makeWork gives staff something to do: every second customer disputes a line, a third of that is the accountant's, a third nobody's and the
// rest a colleague's; every twentieth mail failed; what was issued is late. $1 organization  $2 accountant  $3 the seller's number in ids
const makeWork = `
SET session_replication_role = replica;
INSERT INTO hefu.disputes (id, organization_id, customer_id, series, number, dispute_no, statement_id, version, line_no, document_id, document_no, currency, line_amount, category, disputed_amount,
  text, state, outcome, assignee_id, due_at, opened_by, opened_by_name, opened_at)
SELECT bare.id($3, 9, n), $1, s.customer_id, 'DS-2026', n, 'DS-2026-' || lpad(n::text, 6, '0'), s.id, 1, 1, d.id, d.document_no, 'CNY', d.gross, 'price', round(d.gross / 10, 2), '单价与合同不符',
  CASE n % 4 WHEN 0 THEN 'in_review' WHEN 1 THEN 'resolved' ELSE 'open' END, CASE n % 4 WHEN 1 THEN 'rejected' END, CASE n % 3 WHEN 0 THEN $2 WHEN 1 THEN bare.id($3, 10, 1) END, now() + make_interval(days => (n % 9 - 6)::int), s.customer_id, '李会计', now() - interval '9 days'
FROM (SELECT s.*, row_number() OVER (ORDER BY s.id) AS n FROM hefu.statements s WHERE s.organization_id = $1 AND s.number % 2 = 0) s
JOIN LATERAL (SELECT * FROM hefu.documents d WHERE d.customer_id = s.customer_id AND d.kind = 'receivable' ORDER BY d.id LIMIT 1) d ON true;
INSERT INTO hefu.deliveries (id, organization_id, customer_id, event_id, kind, purpose_key, channel, recipient, name, address, locale, statement_id, state, result, attempts, created_at, sent_at, subject)
SELECT bare.id($3, 11, number), $1, customer_id, bare.id($3, 12, number), 'statement.issued', 'bench ' || number, 'mail', 'contact', '李会计', 'ap' || number || '@customer.test', 'zh-CN', id,
  CASE WHEN number % 20 = 0 THEN 'failed' ELSE 'sent' END, CASE WHEN number % 20 = 0 THEN 'mailbox_unknown' ELSE '' END, 1, now() - interval '2 days', CASE WHEN number % 20 <> 0 THEN now() - interval '2 days' END, '对账单 ' || statement_no
FROM hefu.statements WHERE organization_id = $1 AND state <> 'draft';
UPDATE hefu.statements SET answer_due = current_date - (number % 20)::int WHERE organization_id = $1 AND state IN ('issued', 'viewed');
RESET session_replication_role`

func (r *run) giveWork(ctx context.Context, s seller, place int) error {
	return r.do(ctx, strings.NewReplacer("$1", quoted(s.id.String())+"::uuid", "$2", quoted(s.staff.PersonID.String())+"::uuid", "$3", fmt.Sprint(place)).Replace(makeWork))
}

// bareSection is what a section of the work list needs at least: how many there are, and the first five of them.
func bareSection(from, where, columns, order string) string {
	return "SELECT count(*) FROM " + from + " WHERE x.organization_id = $1 AND " + where + placed + ";" +
		"SELECT x.id, " + columns + ", c.code, c.name FROM (SELECT x.* FROM " + from + " WHERE x.organization_id = $1 AND " + where + placed + " ORDER BY " + order + ", x.id LIMIT 5) x " +
		"JOIN hefu.customers c ON c.id = x.customer_id ORDER BY " + order + ", x.id"
}

// Each queue's count is a figure of its own, and each can be had from one look at the disputes.
func bareQueues(s seller) string {
	mine := quoted(s.staff.PersonID.String())
	return `
SELECT count(*), count(*) FILTER (WHERE d.state NOT IN ('resolved', 'withdrawn')), count(*) FILTER (WHERE d.state IN ('resolved', 'withdrawn')), count(*) FILTER (WHERE d.state NOT IN ('resolved', 'withdrawn') AND d.assignee_id = ` + mine + `),
  count(*) FILTER (WHERE d.state NOT IN ('resolved', 'withdrawn') AND d.assignee_id IS NULL), count(*) FILTER (WHERE d.state NOT IN ('resolved', 'withdrawn') AND d.due_at < now()), count(*) FILTER (WHERE d.state IN ('answered', 'proposed')),
  count(*) FILTER (WHERE d.state = 'awaiting_approval'), count(*) FILTER (WHERE d.state IN ('open', 'in_review') AND d.assignee_id = ` + mine + `),
  count(*) FILTER (WHERE d.state IN ('open', 'in_review') AND d.due_at < now() AND d.assignee_id <> ` + mine + `) FROM hefu.disputes d WHERE d.organization_id = $1` + placed + `;
SELECT d.id, d.dispute_no, t.statement_no, d.document_no, c.code, c.name, d.currency, d.line_amount::text, d.category, d.disputed_amount::text, d.text, d.state, s.name, d.due_at, d.opened_at, d.opened_by_name
FROM hefu.disputes d JOIN hefu.customers c ON c.id = d.customer_id JOIN hefu.statements t ON t.id = d.statement_id LEFT JOIN hefu.staff s ON s.id = d.assignee_id
WHERE d.organization_id = $1 AND d.state IN ('open', 'in_review') AND d.assignee_id = ` + mine + placed + ` ORDER BY d.id DESC LIMIT 51`
}

// bareWork are the sections that hold something here.
func bareWork(s seller) string {
	disputes, mine := "x.dispute_no, x.currency, x.disputed_amount::text, x.category, x.due_at", quoted(s.staff.PersonID.String())
	statements := "x.statement_no, x.currency, x.state, (SELECT v.closing::text FROM hefu.statement_versions v WHERE v.statement_id = x.id AND v.version = x.version)"
	return strings.Join([]string{
		bareSection("hefu.disputes x", "x.state IN ('open', 'in_review') AND x.assignee_id = "+mine, disputes, "x.due_at"),
		bareSection("hefu.disputes x", "x.state NOT IN ('resolved', 'withdrawn') AND x.assignee_id IS NULL", disputes, "x.due_at"),
		bareSection("hefu.disputes x", "x.state IN ('open', 'in_review') AND x.due_at < now() AND x.assignee_id <> "+mine, disputes, "x.due_at"),
		bareSection("hefu.statements x", "x.state IN ('issued', 'viewed') AND x.answer_due < current_date", statements, "x.answer_due"),
		bareSection("hefu.deliveries x", "x.state IN ('failed', 'bounced') AND x.created_at > now() - interval '30 days'", "x.name, x.result, (SELECT t.statement_no FROM hefu.statements t WHERE t.id = x.statement_id)", "x.created_at"),
		bareSection("hefu.statements x", "x.state = 'draft'", statements, "x.created_at"),
		bareSection("hefu.open_items x", "x.side = 'credit' AND x.open_amount > 0", "x.currency, x.open_amount::text, (SELECT d.document_no FROM hefu.documents d WHERE d.id = x.document_id)", "x.posted_at"),
	}, ";")
}

var disputeQueue = dispute.Filter{View: "answer", Limit: listRows}

// workLists are the page that staff open on, and the whole of its longest section.
func workLists(s seller) []list {
	work := bareWork(s)
	return []list{
		{"work list, with its counts", "", true, func(ctx context.Context, s services, _ ledger.ID) error {
			found, err := s.work.Read(ctx, s.staff)
			if err == nil && len(found) != strings.Count(work, "SELECT count(*)") {
				err = fmt.Errorf("the work list has %d sections", len(found))
			}
			return err
		}, work},
		{"work list, a page of its longest section", "", true, func(ctx context.Context, s services, _ ledger.ID) error {
			found, err := s.work.ReadSection(ctx, s.staff, "credits_open", worklist.Cursor{}, listRows)
			return full("credits", min(len(found.Rows), listRows), err)
		}, strings.ReplaceAll(bareSection("hefu.open_items x", "x.side = 'credit' AND x.open_amount > 0", "x.currency, x.open_amount::text, (SELECT d.document_no FROM hefu.documents d WHERE d.id = x.document_id)", "x.posted_at"), "LIMIT 5", "LIMIT 51")},
		{"disputes waiting, with the counts of their queues", "", true, func(ctx context.Context, s services, _ ledger.ID) error {
			if _, err := s.disputes.Counts(ctx, s.staff); err != nil {
				return err
			}
			found, err := s.disputes.List(ctx, s.staff, disputeQueue)
			return some1("disputes", len(found), err)
		}, bareQueues(s)},
	}
}
