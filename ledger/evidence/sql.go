package evidence

import (
	"context"
	"io"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/sheet"
)

const statementAnswers = `
SELECT json_build_object(
  'statement_no', s.statement_no, 'state', s.state, 'version', s.version, 'issued_at', s.issued_at, 'viewed_at', s.viewed_at, 'answer_due', s.answer_due,
  'answered_at', s.answered_at, 'agreed_at', s.agreed_at, 'cancelled_at', s.cancelled_at, 'cancel_reason', s.cancel_reason,
  'versions', (SELECT json_agg(json_build_object('version', v.version, 'sha256', encode(v.sha256, 'hex'), 'previous_sha256', encode(v.previous_sha256, 'hex'),
    'closing', v.closing::text, 'reason', v.reason, 'snapshot_at', v.snapshot_at) ORDER BY v.version) FROM statement_versions v WHERE v.statement_id = s.id),
  'confirmations', (SELECT json_agg(json_build_object('id', c.id, 'version', c.version, 'sha256', encode(c.sha256, 'hex'), 'whole', c.whole, 'lines', c.lines, 'amount', c.amount::text,
    'remark', c.remark, 'by', c.actor_name, 'address', c.address, 'at', c.created_at) ORDER BY c.id) FROM confirmations c WHERE c.statement_id = s.id),
  'reopenings', (SELECT json_agg(json_build_object('version', r.version, 'lines', r.lines, 'by', r.actor_name, 'at', r.created_at) ORDER BY r.id) FROM reopenings r WHERE r.statement_id = s.id),
  'lines', (SELECT json_agg(json_build_object('line', l.line_no, 'answer', l.answer, 'version', l.version, 'dispute', d.dispute_no) ORDER BY l.line_no)
    FROM line_answers l LEFT JOIN disputes d ON d.id = l.dispute_id WHERE l.statement_id = s.id))::text
FROM statements s WHERE s.id = $1`

// What was sent, what was reminded of, and who opened it: each with its moment, in their order. $2 leaves out what went to staff and their programs.
const statementDeliveries = `
SELECT x.row FROM (
  SELECT created_at AS at, json_build_object('what', 'delivery', 'kind', kind, 'channel', channel, 'to', name, 'address', address, 'state', state, 'result', result, 'at', created_at, 'sent_at', sent_at)::text AS row
  FROM deliveries WHERE statement_id = $1 AND (NOT $2 OR recipient = 'contact')
  UNION ALL SELECT at, json_build_object('what', 'reminder', 'version', version, 'day', day, 'number', number, 'at', at)::text FROM statement_reminders WHERE statement_id = $1
  UNION ALL SELECT l.granted_at, json_build_object('what', 'link', 'to', l.email, 'granted_at', l.granted_at, 'opened_at', l.opened_at, 'verified_at', l.verified_at, 'used_at', l.used_at, 'revoked_at', l.revoked_at)::text
  FROM access_links l WHERE l.statement_id = $1
  UNION ALL SELECT e.at, json_build_object('what', 'event', 'kind', e.kind, 'by', e.actor_name, 'side', e.side, 'data', e.data, 'at', e.at)::text FROM events e WHERE e.statement_id = $1 AND e.kind LIKE 'statement.%'
    AND (NOT $2 OR e.kind NOT IN ('statement.task', 'statement.escalated'))
) x ORDER BY x.at`

// $2 takes notes among staff in; $3 leaves out what was never proposed to the customer.
const disputes = `
SELECT json_build_object('dispute_no', d.dispute_no, 'statement_no', s.statement_no, 'version', d.version, 'line', d.line_no, 'document_no', d.document_no, 'currency', d.currency,
  'line_amount', d.line_amount::text, 'category', d.category, 'disputed_amount', d.disputed_amount::text, 'customer_figure', d.customer_figure::text, 'text', d.text, 'state', d.state,
  'outcome', d.outcome, 'root_cause', d.root_cause, 'agreed_amount', d.agreed_amount::text, 'credit_document', c.document_no, 'opened_by', d.opened_by_name, 'opened_at', d.opened_at, 'resolved_at', d.resolved_at,
  'messages', (SELECT json_agg(json_build_object('side', m.side, 'internal', m.internal, 'kind', m.kind, 'by', m.author_name, 'text', m.text, 'data', m.data, 'at', m.created_at) ORDER BY m.id)
    FROM dispute_messages m WHERE m.dispute_id = d.id AND (NOT m.internal OR $2)),
  'resolutions', (SELECT json_agg(json_build_object('decision', r.decision, 'instrument', r.instrument, 'amount', r.amount::text, 'text', r.text, 'state', r.state, 'by', r.proposed_by_name, 'at', r.created_at, 'decided_at', r.decided_at) ORDER BY r.id)
    FROM resolutions r WHERE r.dispute_id = d.id AND (NOT $3 OR r.state NOT IN ('awaiting_approval', 'declined'))))::text
FROM disputes d JOIN statements s ON s.id = d.statement_id LEFT JOIN documents c ON c.id = d.credit_document_id
WHERE d.statement_id = ANY ($1) ORDER BY d.id`

const documents = `
SELECT (to_jsonb(d) - '{content_sha256,organization_id}'::text[] || jsonb_build_object('net', d.net::text, 'tax', d.tax::text, 'freight', d.freight::text, 'gross', d.gross::text, 'gross_base', d.gross_base::text,
  'rate', d.rate::text, 'content_sha256', encode(d.content_sha256, 'hex')))::text
FROM documents d WHERE d.customer_id = $1 AND d.posting_date BETWEEN $2 AND $3 ORDER BY d.posting_date, d.id`

const documentLines = `
SELECT (to_jsonb(l) - 'organization_id' || jsonb_build_object('document_no', d.document_no, 'net', l.net::text, 'tax', l.tax::text, 'gross', l.gross::text, 'quantity', l.quantity::text,
  'unit_price', l.unit_price::text, 'tax_rate', l.tax_rate::text))::text
FROM documents d JOIN document_lines l ON l.document_id = d.id WHERE d.customer_id = $1 AND d.posting_date BETWEEN $2 AND $3 ORDER BY d.posting_date, d.id, l.line_no`

const vouchers = `
SELECT json_build_object('entry', l.entry_id, 'line', l.line_no, 'posting_date', l.posting_date, 'account', l.account_code, 'name', a.name, 'document_no', d.document_no, 'currency', l.currency,
  'amount', l.amount::text, 'amount_base', l.amount_base::text, 'dimensions', l.dimensions, 'posted_at', e.posted_at)::text
FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id LEFT JOIN accounts a ON a.organization_id = l.organization_id AND a.code = l.account_code
LEFT JOIN documents d ON d.id = l.document_id
WHERE l.customer_id = $1 AND l.posting_date BETWEEN $2 AND $3 ORDER BY l.posting_date, l.entry_id, l.line_no`

const settlements = `
SELECT json_build_object('settlement', s.id, 'mode', s.mode, 'effective_date', a.effective_date, 'reason', s.reason, 'reverses', s.reverses, 'debit_document', dd.document_no, 'credit_document', cd.document_no,
  'debit_amount', a.debit_amount::text, 'credit_amount', a.credit_amount::text, 'at', s.created_at)::text
FROM allocations a JOIN settlements s ON s.id = a.settlement_id JOIN open_items di ON di.id = a.debit_item JOIN open_items ci ON ci.id = a.credit_item
JOIN documents dd ON dd.id = di.document_id JOIN documents cd ON cd.id = ci.document_id
WHERE (a.customer_id = $1 OR a.credit_customer_id = $1) AND a.effective_date BETWEEN $2 AND $3 ORDER BY a.effective_date, a.id`

// The rows of the period, and those about its statements whenever they were written.
const auditRows = `
SELECT json_build_object('seq', l.seq, 'at', l.at, 'actor', l.actor_subject, 'action', l.action, 'payload', l.payload, 'prev_hash', l.prev_hash, 'row_hash', l.row_hash)::text
FROM audit_log l WHERE l.customer_id = $1 AND (l.at >= $2::date AND l.at < $3::date + 1
  OR EXISTS (SELECT FROM unnest($4::uuid[]) AS s (id) WHERE strpos(l.payload, s.id::text) > 0)) ORDER BY l.seq`

// table is a part of the books as CSV too, for a spreadsheet.
type table struct {
	path, sql string
	columns   []sheet.Column
}

var tables = []table{
	{"books/documents.csv", `
SELECT ARRAY[document_no, kind, document_date::text, posting_date::text, coalesce(due_date::text, ''), order_no, contract_no, shipment_no, invoice_no, currency, net::text, tax::text, freight::text, gross::text, description]
FROM documents WHERE customer_id = $1 AND posting_date BETWEEN $2 AND $3 ORDER BY posting_date, id`, []sheet.Column{
		{Title: "document_no"}, {Title: "kind"}, {Title: "document_date", Kind: sheet.Date}, {Title: "posting_date", Kind: sheet.Date}, {Title: "due_date", Kind: sheet.Date}, {Title: "order_no"},
		{Title: "contract_no"}, {Title: "shipment_no"}, {Title: "invoice_no"}, {Title: "currency"}, {Title: "net", Kind: sheet.Amount}, {Title: "tax", Kind: sheet.Amount},
		{Title: "freight", Kind: sheet.Amount}, {Title: "gross", Kind: sheet.Amount}, {Title: "description"}}},
	{"books/vouchers.csv", `
SELECT ARRAY[l.entry_id::text, l.line_no::text, l.posting_date::text, l.account_code, coalesce(a.name, ''), coalesce(d.document_no, ''), l.currency, l.amount::text, l.amount_base::text,
  coalesce((SELECT string_agg(s.key || '=' || s.value, '; ' ORDER BY s.key) FROM jsonb_each_text(l.dimensions) s), '')]
FROM journal_lines l LEFT JOIN accounts a ON a.organization_id = l.organization_id AND a.code = l.account_code LEFT JOIN documents d ON d.id = l.document_id
WHERE l.customer_id = $1 AND l.posting_date BETWEEN $2 AND $3 ORDER BY l.posting_date, l.entry_id, l.line_no`, []sheet.Column{
		{Title: "entry"}, {Title: "line", Kind: sheet.Number}, {Title: "posting_date", Kind: sheet.Date}, {Title: "account"}, {Title: "account_name"}, {Title: "document_no"}, {Title: "currency"},
		{Title: "amount", Kind: sheet.Amount}, {Title: "amount_base", Kind: sheet.Amount}, {Title: "dimensions"}}},
}

func (s *Service) sheet(ctx context.Context, actor ledger.Actor, p *pack, t table, args ...any) error {
	return p.add(t.path, func(w io.Writer) error {
		out := sheet.NewWriter(w, sheet.CSV)
		if err := out.Sheet("", t.columns...); err != nil {
			return err
		}
		err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
			for row, err := range store.Each[struct{ Cells []string }](ctx, tx, t.sql, args...) {
				if err != nil {
					return err
				}
				if err := out.Write(row.Cells...); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		return out.Close()
	})
}
