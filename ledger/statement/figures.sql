-- What a chunk of customers' statements would say, in one pass over their items: opening, movement, closing, what is open, and
-- whether it all proves out. Nothing here runs once a customer. The preview reads it, write.sql goes on from it.
--   Words in braces are what the inclusion rule adds; see rules.go.
--   $1 organization  $2 customers  $3 period start  $4 cut-off  $5 series of opening balances  $6 only this currency, or null
-- A slot is one customer in one currency, as a number: sorting and grouping by it costs a fraction of the two keys.
WITH places AS MATERIALIZED (
  SELECT p.id, p.place::int * 1000 AS slot FROM unnest($2::uuid[]) WITH ORDINALITY AS p (id, place)
),
units AS MATERIALIZED (
  SELECT code, exponent, row_number() OVER (ORDER BY code)::int AS slot FROM currencies
),
chain AS MATERIALIZED (
  SELECT p.slot + u.slot AS slot, s.id, s.statement_no, s.period_start, s.cut_off, s.state, s.version
  FROM statements s JOIN places p ON p.id = s.customer_id JOIN units u ON u.code = s.currency
  WHERE s.customer_id = ANY ($2) AND s.state <> 'cancelled'
),
previous AS MATERIALIZED (
  SELECT p.*, v.sha256, v.closing, v.snapshot_at
  FROM (SELECT DISTINCT ON (slot) * FROM chain WHERE cut_off < $3 ORDER BY slot, cut_off DESC) p
  CROSS JOIN LATERAL (SELECT * FROM statement_versions x WHERE x.statement_id = p.id AND x.version = p.version OFFSET 0) v
),
live AS MATERIALIZED (
  SELECT c.*, v.sha256, v.template_id, v.inclusion_id
  FROM chain c CROSS JOIN LATERAL (SELECT * FROM statement_versions x WHERE x.statement_id = c.id AND x.version = c.version OFFSET 0) v
  WHERE c.cut_off = $4 AND c.period_start = $3
),
overlapping AS (
  SELECT slot, max(cut_off) AS cut_off FROM chain WHERE cut_off >= $3 AND NOT (cut_off = $4 AND period_start = $3) GROUP BY slot
),
-- What was settled after the cut-off was open at it.
later AS MATERIALIZED (
  SELECT m.item, sum(CASE WHEN a.reverses IS NULL THEN m.amount ELSE -m.amount END) AS amount
  FROM allocations a CROSS JOIN LATERAL (VALUES (a.debit_item, a.debit_amount), (a.credit_item, a.credit_amount)) AS m (item, amount)
  WHERE a.organization_id = $1 AND a.effective_date > $4 AND (a.customer_id = ANY ($2) OR a.credit_customer_id = ANY ($2))
  GROUP BY m.item
),
-- On a first statement an opening balance is brought forward, whatever day it was entered on.
carried AS MATERIALIZED (
  SELECT d.id FROM documents d
  WHERE d.organization_id = $1 AND d.series = ANY ($5) AND d.kind = 'opening_balance' AND d.posting_date >= $3 AND d.customer_id = ANY ($2)
),
-- Signed items up to the end of the cut-off's month: what lies within the cut-off, and the rest for the proof against the ledger.
-- shown is null, not false, where an item carries no line: so the planner expects most of them to.
{items} AS MATERIALIZED (
  SELECT slot, exponent, document_id, instalment, posting_date, due_date, debit,
    CASE WHEN debit THEN original_amount ELSE -original_amount END AS amount, CASE WHEN debit THEN open ELSE -open END AS open,
    within, moves, CASE WHEN within AND moves AND instalment = 1 THEN true END AS shown
  FROM (
    SELECT c.slot + u.slot AS slot, u.exponent, i.document_id, i.instalment, i.posting_date, i.due_date, i.side = 'debit' AS debit,
      i.original_amount::numeric, CASE WHEN l.item IS NULL THEN i.open_amount ELSE i.open_amount + l.amount END AS open, i.posting_date <= $4 AS within,
      CASE WHEN p.slot IS NULL THEN i.posting_date >= $3 AND o.id IS NULL ELSE i.posting_date > p.cut_off OR i.posted_at > p.snapshot_at END AS moves
    FROM open_items i
    JOIN places c ON c.id = i.customer_id
    JOIN units u ON u.code = i.currency
    LEFT JOIN previous p ON p.slot = c.slot + u.slot
    LEFT JOIN later l ON l.item = i.id
    LEFT JOIN carried o ON o.id = i.document_id
    WHERE i.customer_id = ANY ($2) AND i.posting_date <= (date_trunc('month', $4::date) + interval '1 month' - interval '1 day')::date
    OFFSET 0
  ) i
),{pairs}
sums AS MATERIALIZED (
  SELECT slot,
    coalesce(sum(amount) FILTER (WHERE within AND NOT moves), 0) AS before,
    coalesce(sum(amount) FILTER (WHERE within AND moves), 0) AS movement,
    coalesce(sum(amount) FILTER (WHERE NOT within), 0) AS after,
    coalesce(sum(open) FILTER (WHERE within), 0) AS open,
    coalesce(sum(open) FILTER (WHERE owed AND late <= 0), 0) AS not_due,
    coalesce(sum(open) FILTER (WHERE owed AND late BETWEEN 1 AND 30), 0) AS late_30,
    coalesce(sum(open) FILTER (WHERE owed AND late BETWEEN 31 AND 60), 0) AS late_60,
    coalesce(sum(open) FILTER (WHERE owed AND late BETWEEN 61 AND 90), 0) AS late_90,
    coalesce(sum(open) FILTER (WHERE owed AND late BETWEEN 91 AND 180), 0) AS late_180,
    coalesce(sum(open) FILTER (WHERE owed AND late BETWEEN 181 AND 360), 0) AS late_360,
    coalesce(sum(open) FILTER (WHERE owed AND late > 360), 0) AS late_more,
    coalesce(sum(open) FILTER (WHERE within AND NOT debit), 0) AS credits,
    count(shown) AS moving,
    count(*) FILTER (WHERE within AND NOT moves AND open <> 0) AS standing
  FROM (SELECT slot, amount, open, debit, within, moves, shown, within AND debit AS owed, $4 - due_date AS late FROM items) i GROUP BY slot
),
-- A settlement of two currencies moves the balance in both, one between two companies of a group that of both; one within a currency and
-- a customer moves nothing. Only customers with items in two currencies can have one of two.
mixed AS (
  SELECT p.id FROM sums s JOIN places p ON p.slot = s.slot / 1000 * 1000 GROUP BY p.id HAVING count(*) > 1
),
settled AS MATERIALIZED (
  SELECT a.id, c.slot + u.slot AS slot, u.exponent, m.document_id, m.other_document, m.other_amount, m.other_currency, NULL::text AS other_party, a.effective_date,
    CASE WHEN a.reverses IS NULL THEN m.amount ELSE -m.amount END AS amount, a.effective_date <= $4 AS within,
    CASE WHEN p.slot IS NULL THEN a.effective_date >= $3 ELSE a.effective_date > p.cut_off OR a.created_at > p.snapshot_at END AS moves
  FROM mixed x
  CROSS JOIN LATERAL (SELECT * FROM open_items i WHERE i.customer_id = x.id AND i.side = 'debit' OFFSET 0) d
  CROSS JOIN LATERAL (SELECT * FROM allocations a WHERE a.debit_item = d.id AND a.credit_customer_id IS NULL OFFSET 0) a
  CROSS JOIN LATERAL (SELECT * FROM open_items i WHERE i.id = a.credit_item AND i.currency <> d.currency OFFSET 0) k
  CROSS JOIN LATERAL (VALUES
    (d.currency, d.document_id, -a.debit_amount, k.document_id, a.credit_amount, k.currency),
    (k.currency, k.document_id, a.credit_amount, d.document_id, a.debit_amount, d.currency)
  ) AS m (currency, document_id, amount, other_document, other_amount, other_currency)
  JOIN places c ON c.id = x.id
  JOIN units u ON u.code = m.currency
  LEFT JOIN previous p ON p.slot = c.slot + u.slot
  WHERE a.effective_date <= (date_trunc('month', $4::date) + interval '1 month' - interval '1 day')::date
  UNION ALL
  SELECT a.id, c.slot + u.slot, u.exponent, m.document_id, m.other_document, m.other_amount, m.other_currency, m.other_party, a.effective_date,
    CASE WHEN a.reverses IS NULL THEN m.amount ELSE -m.amount END, a.effective_date <= $4,
    CASE WHEN p.slot IS NULL THEN a.effective_date >= $3 ELSE a.effective_date > p.cut_off OR a.created_at > p.snapshot_at END
  FROM (SELECT * FROM group_allocations WHERE debit_customer_id = ANY ($2) UNION SELECT * FROM group_allocations WHERE credit_customer_id = ANY ($2)) g
  JOIN allocations a ON a.id = g.allocation_id
  JOIN open_items d ON d.id = a.debit_item
  JOIN open_items k ON k.id = a.credit_item
  CROSS JOIN LATERAL (VALUES
    (d.customer_id, d.currency, d.document_id, -a.debit_amount, k.document_id, a.credit_amount, k.currency, g.credit_party),
    (k.customer_id, k.currency, k.document_id, a.credit_amount, d.document_id, a.debit_amount, d.currency, g.debit_party)
  ) AS m (customer_id, currency, document_id, amount, other_document, other_amount, other_currency, other_party)
  JOIN places c ON c.id = m.customer_id
  JOIN units u ON u.code = m.currency
  LEFT JOIN previous p ON p.slot = c.slot + u.slot
  WHERE a.effective_date <= (date_trunc('month', $4::date) + interval '1 month' - interval '1 day')::date
),
crossed AS (
  SELECT slot, coalesce(sum(amount) FILTER (WHERE within AND NOT moves), 0) AS before, coalesce(sum(amount) FILTER (WHERE within AND moves), 0) AS movement,
    coalesce(sum(amount) FILTER (WHERE NOT within), 0) AS after, count(*) FILTER (WHERE within AND moves) AS moving
  FROM settled GROUP BY slot
),
ledger AS (
  SELECT p.slot + u.slot AS slot, sum(b.debit - b.credit) AS balance
  FROM balances b JOIN accounts a ON a.organization_id = $1 AND a.code = b.account_code AND a.role IN ('ar', 'advance')
  JOIN places p ON p.id = b.customer_id JOIN units u ON u.code = b.currency
  WHERE b.customer_id = ANY ($2) AND b.period <= $4 GROUP BY 1
),
added AS (
  SELECT s.*, p.id AS customer_id, u.code AS currency, u.exponent, o.closing AS carried, o.statement_no AS previous_no, o.sha256 AS previous_sha256,
    coalesce(o.closing, s.before + coalesce(x.before, 0)) AS opening, s.movement + coalesce(x.movement, 0) AS moved,
    s.after + coalesce(x.after, 0) AS beyond, s.moving + coalesce(x.moving, 0) AS lines
  FROM sums s
  JOIN places p ON p.slot = s.slot / 1000 * 1000
  JOIN units u ON u.slot = s.slot % 1000
  LEFT JOIN crossed x ON x.slot = s.slot
  LEFT JOIN previous o ON o.slot = s.slot
  WHERE $6::text IS NULL OR u.code = $6
),
judged AS MATERIALIZED (
  SELECT s.slot, s.customer_id, s.currency, s.exponent, s.opening, s.moved AS movement, s.opening + s.moved AS closing, s.lines AS moving, s.standing,
    s.not_due, s.late_30, s.late_60, s.late_90, s.late_180, s.late_360, s.late_more, s.credits, s.previous_no, s.previous_sha256,
    v.id AS live_id, v.statement_no AS live_no, v.version AS live_version, v.sha256 AS live_sha256, v.state AS live_state, v.template_id AS live_template, v.inclusion_id AS live_inclusion, o.cut_off AS overlap,
    CASE WHEN o.cut_off IS NOT NULL AND v.id IS NULL THEN 'statement_overlaps'
         WHEN s.opening + s.moved <> coalesce(l.balance, 0) - s.beyond OR s.opening + s.moved <> s.open THEN 'statement_unproven' END AS fault,
    (s.opening = 0 AND s.standing = 0{quiet}) AND s.lines = 0 AND v.id IS NULL AS empty
  FROM added s
  LEFT JOIN live v ON v.slot = s.slot
  LEFT JOIN overlapping o ON o.slot = s.slot
  LEFT JOIN ledger l ON l.slot = s.slot
),
heads AS MATERIALIZED (
  SELECT j.* FROM judged j
  WHERE NOT j.empty AND NOT EXISTS (SELECT FROM judged f WHERE f.customer_id = j.customer_id AND f.fault IS NOT NULL)
)
