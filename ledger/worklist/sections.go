package worklist

import (
	"slices"
	"strings"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/bank"
	"hefu/ledger/dispute"
	"hefu/ledger/document"
	"hefu/ledger/issue"
	"hefu/ledger/payment"
	"hefu/ledger/slip"
)

// section is a part of the list: for whom it is, and the query of everything in it.
type section struct {
	key string
	any []ledger.Permission // any of them
	sql string
	// pick, where much may wait, are the ids of what sql finds, each with the moment by which it is ordered: counted and chosen before
	// anything is looked up beside it. sql is then narrowed to the chosen ones.
	pick string
}

// sections are in the order in which they are worked on. Each query names the columns of readSection.
var sections = []section{
	{"disputes_mine", []ledger.Permission{ledger.AnswerDisputes}, disputes(), pickDisputes(answerMine)},
	{"disputes_unassigned", []ledger.Permission{ledger.AnswerDisputes}, disputes(), pickDisputes(unassigned)},
	{"approvals", []ledger.Permission{ledger.CheckDrafts, ledger.PostDocuments, ledger.ChangePayee}, "", ""},
	{"statements_to_sign", []ledger.Permission{ledger.SignStatements}, toSign, ""},
	{"disputes_late", []ledger.Permission{ledger.AnswerDisputes}, disputes(), pickDisputes(lateOfOthers)},
	{"issues_mine", []ledger.Permission{ledger.AnswerDisputes}, issues("i.owner_id IN (SELECT acts_as($1))"), ""},
	{"issues_late", []ledger.Permission{ledger.ApproveDocuments}, issues("i.owner_id NOT IN (SELECT acts_as($1)) AND " + issue.Late), ""},
	{"receivables_rejected", []ledger.Permission{ledger.PostDocuments}, rejected, ""},
	{"statements_unanswered", []ledger.Permission{ledger.MakeStatements, ledger.AnswerDisputes}, unanswered, pickUnanswered},
	{"deliveries_failed", []ledger.Permission{ledger.MakeStatements, ledger.AnswerDisputes}, failed, ""},
	{"statements_draft", []ledger.Permission{ledger.MakeStatements}, drafted, pickDrafted},
	{"notes_due", []ledger.Permission{ledger.PostDocuments}, notesDue, ""},
	{"receipts_taken_back", []ledger.Permission{ledger.PostDocuments}, takenBack, ""},
	{"payers_flagged", []ledger.Permission{ledger.ApproveDocuments}, strangers, ""},
	{"payments_waiting", []ledger.Permission{ledger.PostDocuments}, payments, ""},
	{"slips_waiting", []ledger.Permission{ledger.PostDocuments}, slips, ""},
	{"credits_open", []ledger.Permission{ledger.Allocate}, credits, pickCredits},
}

// Keys are all sections, in their order.
func Keys() []string {
	keys := make([]string, len(sections))
	for i, s := range sections {
		keys[i] = s.key
	}
	return keys
}

func sectionsOf(actor ledger.Actor) []section {
	var out []section
	for _, s := range sections {
		if !slices.ContainsFunc(s.any, actor.May) {
			continue
		}
		if s.key == "approvals" {
			s.sql = approvals(actor)
		}
		out = append(out, s)
	}
	return out
}

const (
	ofOwn   = " AND (NOT $2 OR c.salesperson_id IN (SELECT acts_as($1)))"
	pickOwn = " AND (NOT $2 OR {of}.customer_id IN (SELECT c.id FROM customers c WHERE c.salesperson_id IN (SELECT acts_as($1))))"

	answerMine   = dispute.ToAnswer + " AND d.assignee_id IN (SELECT acts_as($1))"
	unassigned   = "d.state NOT IN ('resolved', 'withdrawn') AND d.assignee_id IS NULL"
	lateOfOthers = dispute.ToAnswer + " AND d.due_at < now() AND d.assignee_id NOT IN (SELECT acts_as($1))"
)

func own(of string) string { return strings.Replace(pickOwn, "{of}", of, 1) }

func pickDisputes(condition string) string {
	return "SELECT d.id, d.due_at FROM disputes d WHERE " + condition + own("d")
}

var (
	pickUnanswered = `
SELECT s.id, (s.answer_due + 1)::timestamp AT TIME ZONE o.time_zone FROM statements s JOIN organizations o ON o.id = s.organization_id
WHERE s.state IN ('issued', 'viewed') AND s.answer_due < (now() AT TIME ZONE o.time_zone)::date` + own("s")
	pickDrafted = "SELECT s.id, s.created_at FROM statements s WHERE s.state = 'draft'" + own("s")
	pickCredits = "SELECT i.id, i.posted_at FROM open_items i WHERE i.side = 'credit' AND i.open_amount > 0" + own("i")
)

func disputes() string {
	return `
SELECT d.id, 'dispute', d.dispute_no, d.customer_id, c.code, c.name, c.name_en, d.currency, d.disputed_amount::numeric, d.opened_at, d.due_at, d.due_at < now(),
  coalesce((SELECT p.name FROM staff p WHERE p.id = d.assignee_id), ''), d.category, d.id, d.assignee_id, ''
FROM disputes d JOIN customers c ON c.id = d.customer_id WHERE d.id IN (SELECT id FROM chosen)`
}

// What waits for a second person, of which the actor is one: nobody decides on their own. Who may is said where the act is done, so
// that this list and the one of that page cannot differ.
var (
	resolutions = `
SELECT r.id, 'resolution', d.dispute_no, d.customer_id, c.code, c.name, c.name_en, d.currency, r.amount::numeric, r.created_at, d.due_at, d.due_at < now(), r.proposed_by_name, d.category, d.id, NULL::uuid, 'post_documents'
FROM resolutions r JOIN disputes d ON d.id = r.dispute_id AND d.state = 'awaiting_approval' JOIN customers c ON c.id = d.customer_id
WHERE ` + dispute.Decides("$1", "$3") + ofOwn
	drafts = `
SELECT d.id, 'draft', '', d.customer_id, c.code, c.name, c.name_en, o.base_currency, d.gross_base::numeric, d.updated_at, NULL::timestamptz, false,
  coalesce((SELECT p.name FROM staff p WHERE p.id = d.submitted_by), ''), d.kind, d.id, NULL::uuid, d.waiting_role
FROM drafts d JOIN customers c ON c.id = d.customer_id JOIN organizations o ON o.id = d.organization_id
WHERE ` + document.WaitingFor("$1", "$7", "$8") + ofOwn
	settlements = `
SELECT q.id, 'settlement', '', q.customer_id, c.code, c.name, c.name_en, '', NULL::numeric, q.created_at, NULL::timestamptz, false, q.proposed_by_name, q.act, q.id, NULL::uuid, 'approve_documents'
FROM settlement_proposals q JOIN customers c ON c.id = q.customer_id WHERE ` + allocation.Decides("$1")
	refunds = `
SELECT r.id, 'refund', coalesce(p.reference, ''), r.customer_id, coalesce(c.code, ''), coalesce(c.name, r.provider), coalesce(c.name_en, ''), r.currency, r.amount::numeric, r.created_at, NULL::timestamptz, false,
  r.proposed_by_name, r.provider, r.id, NULL::uuid, 'approve_documents'
FROM payment_refunds r LEFT JOIN customers c ON c.id = r.customer_id LEFT JOIN payments p ON p.id = r.payment_id WHERE ` + payment.Decides("$1")
	payoutDifferences = `
SELECT d.id, 'payout_difference', o.reference, NULL::uuid, '', '', '', d.currency, d.amount::numeric, d.created_at, NULL::timestamptz, false, d.proposed_by_name, d.kind, o.id, NULL::uuid, 'approve_documents'
FROM payout_differences d JOIN payout_lines p ON p.id = d.pair_id JOIN provider_payouts o ON o.id = p.payout_id WHERE ` + bank.DifferenceDecides("$1")
)

// What providers told that a person has to decide about: money that fits no payment, payers' disputes that nobody has answered, and payments
// of which the provider has not said for an hour how they ended.
const payments = `
SELECT e.id, 'provider_money', e.provider_ref, p.customer_id, coalesce(c.code, ''), coalesce(c.name, e.provider), coalesce(c.name_en, ''), e.currency, e.amount::numeric, e.first_at, NULL::timestamptz, false, '', e.verdict, e.id, NULL::uuid, ''
FROM provider_events e LEFT JOIN payments p ON p.id = e.payment_id LEFT JOIN customers c ON c.id = p.customer_id
WHERE e.verdict IN ('differs', 'unidentified') AND e.looked_at IS NULL AND NOT EXISTS (SELECT FROM payment_refunds r WHERE r.event_id = e.id AND r.state NOT IN ('declined', 'withdrawn', 'failed'))
UNION ALL
SELECT x.id, 'chargeback', p.reference, p.customer_id, c.code, c.name, c.name_en, x.currency, x.amount::numeric, x.opened_at, NULL::timestamptz, false, '', p.provider, p.id, NULL::uuid, ''
FROM payment_chargebacks x JOIN payments p ON p.id = x.payment_id JOIN customers c ON c.id = p.customer_id WHERE x.state = 'open' AND x.answered_at IS NULL
UNION ALL
SELECT p.id, 'payment', p.reference, p.customer_id, c.code, c.name, c.name_en, p.currency, p.amount::numeric, p.created_at, NULL::timestamptz, false, '', p.provider, p.id, NULL::uuid, ''
FROM payments p JOIN customers c ON c.id = p.customer_id WHERE p.state = 'unknown' AND p.reason <> 'amount_differs' AND p.created_at < now() - interval '1 hour'`

const payee = `
SELECT y.id, 'payee', '', NULL::uuid, '', '', '', '', NULL::numeric, y.asked_at, NULL::timestamptz, false, y.asked_by_name, '', y.id, NULL::uuid, 'change_payee'
FROM payee_changes y WHERE y.state = 'pending' AND NOT one_person($1, y.asked_by, y.asked_at)`

func approvals(actor ledger.Actor) string {
	var parts []string
	for _, part := range []struct {
		needs ledger.Permission
		sql   string
	}{{ledger.PostDocuments, resolutions}, {ledger.CheckDrafts, drafts}, {ledger.ApproveDocuments, settlements}, {ledger.ApproveDocuments, refunds}, {ledger.ApproveDocuments, payoutDifferences}, {ledger.ChangePayee, payee}} {
		if actor.May(part.needs) {
			parts = append(parts, part.sql)
		}
	}
	return strings.Join(parts, "\nUNION ALL")
}

// Issues wait for their owner, and late ones for who supervises; they are due at the end of their day where the seller is.
func issues(condition string) string {
	return `
SELECT i.id, 'issue', i.issue_no, i.customer_id, c.code, c.name, c.name_en, coalesce(i.currency, ''), i.amount::numeric, i.created_at,
  (i.due_on + 1)::timestamp AT TIME ZONE t.zone, ` + issue.Late + `, p.name, i.title, i.id, i.owner_id, ''
FROM issues i JOIN customers c ON c.id = i.customer_id JOIN staff p ON p.id = i.owner_id
JOIN LATERAL (SELECT o.time_zone AS zone, (now() AT TIME ZONE o.time_zone)::date AS today FROM organizations o WHERE o.id = i.organization_id) t ON true
WHERE ` + issue.Unended + " AND " + condition + ofOwn
}

// A receivable that the customer would not confirm is a draft again; it waits for whoever corrects it.
const rejected = `
SELECT f.id, 'rejected_receivable', '', f.customer_id, c.code, c.name, c.name_en, r.currency, r.gross::numeric, r.answered_at, NULL::timestamptz, false, r.answered_by_name, f.kind, f.id, NULL::uuid, ''
FROM drafts f JOIN customers c ON c.id = f.customer_id
JOIN LATERAL (SELECT * FROM receivable_confirmations r WHERE r.draft_id = f.id ORDER BY r.round DESC LIMIT 1) r ON r.answer = 'rejected'
WHERE f.state = 'draft'`

// A statement is late once the day on which its answer is due has passed where the seller is.
const unanswered = `
SELECT s.id, 'statement', s.statement_no, s.customer_id, c.code, c.name, c.name_en, s.currency, v.closing::numeric, s.issued_at,
  (s.answer_due + 1)::timestamp AT TIME ZONE o.time_zone, true, '', s.state, s.id, c.salesperson_id, ''
FROM statements s JOIN customers c ON c.id = s.customer_id JOIN organizations o ON o.id = s.organization_id
JOIN statement_versions v ON v.statement_id = s.id AND v.version = s.version
WHERE s.id IN (SELECT id FROM chosen)`

const drafted = `
SELECT s.id, 'statement', s.statement_no, s.customer_id, c.code, c.name, c.name_en, s.currency, v.closing::numeric, s.created_at, NULL::timestamptz, false, '', s.state, s.id, c.salesperson_id, ''
FROM statements s JOIN customers c ON c.id = s.customer_id JOIN statement_versions v ON v.statement_id = s.id AND v.version = s.version
WHERE s.id IN (SELECT id FROM chosen)`

const failed = `
SELECT v.id, 'delivery', coalesce(s.statement_no, d.dispute_no, ''), v.customer_id, coalesce(c.code, ''), coalesce(c.name, v.name), coalesce(c.name_en, ''), '', NULL::numeric, v.created_at,
  NULL::timestamptz, false, v.name, v.result, v.id, c.salesperson_id, ''
FROM deliveries v LEFT JOIN customers c ON c.id = v.customer_id LEFT JOIN statements s ON s.id = v.statement_id LEFT JOIN disputes d ON d.id = v.dispute_id
WHERE v.state IN ('failed', 'bounced') AND v.created_at > now() - interval '30 days'` + ofOwn

// Notes whose day has come and that nobody has paid or refused.
const notesDue = `
SELECT n.document_id, 'note', n.note_no, n.customer_id, c.code, c.name, c.name_en, d.currency, d.gross::numeric, d.posted_at, (n.due_on + 1)::timestamp AT TIME ZONE o.time_zone,
  n.due_on < (now() AT TIME ZONE o.time_zone)::date, n.drawer, CASE WHEN n.acceptor = '' THEN n.drawer ELSE n.acceptor END, n.document_id, NULL::uuid, ''
FROM notes_received n JOIN documents d ON d.id = n.document_id JOIN customers c ON c.id = n.customer_id JOIN organizations o ON o.id = n.organization_id
WHERE n.due_on <= (now() AT TIME ZONE o.time_zone)::date AND NOT EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = n.document_id)
  AND NOT coalesce((SELECT k.act = 'collected' FROM note_collections k WHERE k.document_id = n.document_id ORDER BY k.turn DESC LIMIT 1), false)`

// Reconciliations that somebody else has prepared, one by one or in a batch that is signed as one.
const toSign = `
SELECT f.id, 'finalization', s.statement_no, f.customer_id, c.code, c.name, c.name_en, f.currency, f.agreed::numeric, f.prepared_at, NULL::timestamptz, false, f.prepared_by_name, f.scope, f.statement_id,
  NULL::uuid, 'sign_statements'
FROM finalizations f JOIN statements s ON s.id = f.statement_id JOIN customers c ON c.id = f.customer_id
WHERE NOT EXISTS (SELECT FROM signatures g WHERE g.finalization_id = f.id) AND NOT EXISTS (SELECT FROM finalization_ends e WHERE e.finalization_id = f.id)
  AND NOT one_person($1, f.prepared_by, f.prepared_at) AND f.batch_id IS NULL
UNION ALL
SELECT t.id, 'finalization_batch', t.starts_on || ' – ' || t.ends_on, NULL::uuid, '', '', '', '', NULL::numeric, t.prepared_at, NULL::timestamptz, false, t.created_by_name, w.count::text, t.id, NULL::uuid, 'sign_statements'
FROM finalization_batches t CROSS JOIN LATERAL (
  SELECT count(*) FROM finalization_batch_items i WHERE i.batch_id = t.id AND i.state = 'prepared' AND i.signing_id IS NULL AND i.code = ''
    AND NOT EXISTS (SELECT FROM signatures g WHERE g.finalization_id = i.finalization_id) AND NOT EXISTS (SELECT FROM finalization_ends e WHERE e.finalization_id = i.finalization_id)
) w
WHERE t.prepared_at IS NOT NULL AND w.count > 0 AND NOT one_person($1, t.created_by, t.created_at)`

// Receipts that somebody else than the customer paid, of which another person is to say that it is in order.
var strangers = `
SELECT f.document_id, 'payer_flag', b.document_no, f.customer_id, c.code, c.name, c.name_en, b.currency, b.gross::numeric, f.made_at, NULL::timestamptz, false, f.made_by_name,
  CASE WHEN f.payer = '' THEN f.payer_account ELSE f.payer END, f.document_id, NULL::uuid, 'approve_documents'
FROM payer_flags f JOIN documents b ON b.id = f.document_id JOIN customers c ON c.id = f.customer_id
WHERE ` + bank.ToRelease("$1")

// Receipts that stand though the bank took the money back.
const takenBack = `
SELECT k.document_id, 'taken_back', b.document_no, b.customer_id, c.code, c.name, c.name_en, b.currency, b.gross::numeric, k.imported_at, NULL::timestamptz, false, '', k.booked_on::text, k.document_id, NULL::uuid, ''
FROM (` + bank.TakenBack + `) k JOIN documents b ON b.id = k.document_id JOIN customers c ON c.id = b.customer_id`

// Bank slips that nobody could file yet.
const slips = `
SELECT s.id, 'slip', f.number, NULL::uuid, '', '', '', CASE WHEN f.amount IS NULL THEN '' ELSE f.currency END, f.amount::numeric, s.uploaded_at, NULL::timestamptz, false, s.uploaded_by_name,
  CASE WHEN f.payer = '' THEN s.name ELSE f.payer END, s.id, NULL::uuid, ''
FROM slips s JOIN LATERAL (SELECT k.* FROM slip_facts k WHERE k.slip_id = s.id ORDER BY k.turn DESC LIMIT 1) f ON true
WHERE ` + slip.IsWaiting

// Money and credit notes that are not yet set against anything.
const credits = `
SELECT i.id, 'credit', b.document_no, i.customer_id, c.code, c.name, c.name_en, i.currency, i.open_amount::numeric, i.posted_at, NULL::timestamptz, false, '', b.kind, i.customer_id, c.salesperson_id, ''
FROM open_items i JOIN documents b ON b.id = i.document_id JOIN customers c ON c.id = i.customer_id
WHERE i.id IN (SELECT id FROM chosen)`
