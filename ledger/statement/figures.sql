-- What a chunk of customers' statements would say, in one pass over their items: opening, movement, closing, what is open, and
-- whether it all proves out. Nothing here runs once a customer. The preview reads it, write.sql goes on from it.
--   $1 organization  $2 customers  $3 period start  $4 cut-off  $5 series of opening balances  $6 only this currency, or null
WITH chain AS MATERIALIZED (
  SELECT s.customer_id, s.currency, s.id, s.statement_no, s.period_start, s.cut_off, s.state, s.version, v.sha256, v.closing, v.snapshot_at
  FROM statements s JOIN statement_versions v ON v.statement_id = s.id AND v.version = s.version
  WHERE s.customer_id = ANY ($2) AND s.state <> 'cancelled'
),
previous AS MATERIALIZED (
  SELECT DISTINCT ON (customer_id, currency) * FROM chain WHERE cut_off < $3 ORDER BY customer_id, currency, cut_off DESC
),
overlapping AS (
  SELECT customer_id, currency, max(cut_off) AS cut_off FROM chain
  WHERE cut_off >= $3 AND NOT (cut_off = $4 AND period_start = $3) GROUP BY 1, 2
),
-- What was settled after the cut-off was open at it.
later AS MATERIALIZED (
  SELECT m.item, sum(CASE WHEN a.reverses IS NULL THEN m.amount ELSE -m.amount END) AS amount
  FROM allocations a CROSS JOIN LATERAL (VALUES (a.debit_item, a.debit_amount), (a.credit_item, a.credit_amount)) AS m (item, amount)
  WHERE a.organization_id = $1 AND a.effective_date > $4 AND a.customer_id = ANY ($2)
  GROUP BY m.item
),
-- On a first statement an opening balance is brought forward, whatever day it was entered on.
carried AS MATERIALIZED (
  SELECT d.id FROM documents d
  WHERE d.organization_id = $1 AND d.series = ANY ($5) AND d.kind = 'opening_balance' AND d.posting_date >= $3 AND d.customer_id = ANY ($2)
),
-- Signed items up to the end of the cut-off's month: what lies within the cut-off, and the rest for the proof against the ledger.
items AS MATERIALIZED (
  SELECT i.id, i.customer_id, i.currency, u.exponent, i.document_id, i.instalment, i.posting_date, i.due_date, i.side = 'debit' AS debit,
    CASE i.side WHEN 'debit' THEN i.original_amount ELSE -i.original_amount END AS amount,
    CASE i.side WHEN 'debit' THEN i.open_amount + coalesce(l.amount, 0) ELSE -(i.open_amount + coalesce(l.amount, 0)) END AS open,
    i.posting_date <= $4 AS within,
    CASE WHEN p.cut_off IS NULL THEN i.posting_date >= $3 AND o.id IS NULL ELSE i.posting_date > p.cut_off OR i.posted_at > p.snapshot_at END AS moves,
    i.instalment = 1 AND i.posting_date <= $4
      AND CASE WHEN p.cut_off IS NULL THEN i.posting_date >= $3 AND o.id IS NULL ELSE i.posting_date > p.cut_off OR i.posted_at > p.snapshot_at END AS shown
  FROM open_items i
  JOIN currencies u ON u.code = i.currency
  LEFT JOIN previous p ON p.customer_id = i.customer_id AND p.currency = i.currency
  LEFT JOIN later l ON l.item = i.id
  LEFT JOIN carried o ON o.id = i.document_id
  WHERE i.customer_id = ANY ($2) AND i.posting_date <= (date_trunc('month', $4::date) + interval '1 month' - interval '1 day')::date
),
mixed AS MATERIALIZED (
  SELECT customer_id FROM items GROUP BY customer_id HAVING min(currency) <> max(currency)
),
-- A settlement of two currencies moves the balance in both; one within a currency moves nothing.
settled AS MATERIALIZED (
  SELECT a.id, m.customer_id, m.currency, m.exponent, m.document_id, m.other_document, m.other_amount, m.other_currency, a.effective_date,
    CASE WHEN a.reverses IS NULL THEN m.amount ELSE -m.amount END AS amount, a.effective_date <= $4 AS within,
    CASE WHEN p.cut_off IS NULL THEN a.effective_date >= $3 ELSE a.effective_date > p.cut_off OR a.created_at > p.snapshot_at END AS moves
  FROM mixed x
  JOIN items d ON d.customer_id = x.customer_id AND d.debit
  JOIN allocations a ON a.debit_item = d.id
  JOIN items c ON c.id = a.credit_item AND c.currency <> d.currency
  CROSS JOIN LATERAL (VALUES
    (d.customer_id, d.currency, d.exponent, d.document_id, -a.debit_amount, c.document_id, a.credit_amount, c.currency),
    (c.customer_id, c.currency, c.exponent, c.document_id, a.credit_amount, d.document_id, a.debit_amount, d.currency)
  ) AS m (customer_id, currency, exponent, document_id, amount, other_document, other_amount, other_currency)
  LEFT JOIN previous p ON p.customer_id = m.customer_id AND p.currency = m.currency
  WHERE a.effective_date <= (date_trunc('month', $4::date) + interval '1 month' - interval '1 day')::date
),
sums AS (
  SELECT customer_id, currency,
    coalesce(sum(amount) FILTER (WHERE within AND NOT moves), 0) AS before,
    coalesce(sum(amount) FILTER (WHERE within AND moves), 0) AS movement,
    coalesce(sum(amount) FILTER (WHERE NOT within), 0) AS after,
    coalesce(sum(open) FILTER (WHERE within), 0) AS open,
    coalesce(sum(open) FILTER (WHERE within AND open > 0 AND late <= 0), 0) AS not_due,
    coalesce(sum(open) FILTER (WHERE within AND open > 0 AND late BETWEEN 1 AND 30), 0) AS late_30,
    coalesce(sum(open) FILTER (WHERE within AND open > 0 AND late BETWEEN 31 AND 60), 0) AS late_60,
    coalesce(sum(open) FILTER (WHERE within AND open > 0 AND late BETWEEN 61 AND 90), 0) AS late_90,
    coalesce(sum(open) FILTER (WHERE within AND open > 0 AND late BETWEEN 91 AND 180), 0) AS late_180,
    coalesce(sum(open) FILTER (WHERE within AND open > 0 AND late BETWEEN 181 AND 360), 0) AS late_360,
    coalesce(sum(open) FILTER (WHERE within AND open > 0 AND late > 360), 0) AS late_more,
    coalesce(sum(open) FILTER (WHERE within AND open < 0), 0) AS credits,
    count(*) FILTER (WHERE shown) AS moving,
    count(*) FILTER (WHERE within AND NOT moves AND open <> 0) AS standing
  FROM (
    SELECT customer_id, currency, amount, open, $4 - due_date AS late, within, moves, shown FROM items
    UNION ALL SELECT customer_id, currency, amount, 0, 0, within, moves, within AND moves FROM settled
  ) e GROUP BY customer_id, currency
),
ledger AS (
  SELECT b.customer_id, b.currency, sum(b.debit - b.credit) AS balance
  FROM balances b JOIN accounts a ON a.organization_id = $1 AND a.code = b.account_code AND a.role IN ('ar', 'advance')
  WHERE b.customer_id = ANY ($2) AND b.period <= $4 GROUP BY 1, 2
),
judged AS MATERIALIZED (
  SELECT s.*, c.exponent, coalesce(p.closing, s.before) AS opening, coalesce(p.closing, s.before) + s.movement AS closing,
    p.statement_no AS previous_no, p.sha256 AS previous_sha256,
    v.id AS live_id, v.statement_no AS live_no, v.version AS live_version, v.sha256 AS live_sha256, v.state AS live_state, o.cut_off AS overlap,
    CASE WHEN o.cut_off IS NOT NULL AND v.id IS NULL THEN 'statement_overlaps'
         WHEN coalesce(p.closing, s.before) + s.movement <> coalesce(l.balance, 0) - s.after OR coalesce(p.closing, s.before) + s.movement <> s.open
         THEN 'statement_unproven' END AS fault,
    coalesce(p.closing, s.before) = 0 AND s.moving = 0 AND s.standing = 0 AND v.id IS NULL AS empty
  FROM sums s
  JOIN currencies c ON c.code = s.currency
  LEFT JOIN previous p ON p.customer_id = s.customer_id AND p.currency = s.currency
  LEFT JOIN chain v ON v.customer_id = s.customer_id AND v.currency = s.currency AND v.cut_off = $4 AND v.period_start = $3
  LEFT JOIN overlapping o ON o.customer_id = s.customer_id AND o.currency = s.currency
  LEFT JOIN ledger l ON l.customer_id = s.customer_id AND l.currency = s.currency
  WHERE $6::text IS NULL OR s.currency = $6
),
heads AS MATERIALIZED (
  SELECT j.* FROM judged j
  WHERE NOT j.empty AND NOT EXISTS (SELECT FROM judged f WHERE f.customer_id = j.customer_id AND f.fault IS NOT NULL)
)
