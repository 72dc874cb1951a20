-- Goes on from figures.sql: writes the lines, the bodies as canonical-json.md says, their hashes, heads and versions.
--   $7 payment terms of each customer as canonical JSON  $8 when the snapshot was taken, after the customers were locked
--   $9 run or null  $10 who makes them  $11 reason  $12 number series  $13 revise: a new version even of what was issued
--   $14, $15 of a revision: documents of the version in force and the numbers their lines keep
, chosen AS MATERIALIZED (
  SELECT c.id, c.code, c.name, c.name_en, c.tax_id, t.terms
  FROM unnest($2::uuid[], $7::text[]) AS t (id, terms) JOIN customers c ON c.id = t.id
),
kept AS MATERIALIZED (
  SELECT k.id, k.no FROM unnest($14::uuid[], $15::int[]) AS k (id, no)
),
-- In a revision a line keeps its number and what is new comes after all of them: shift is how far past its place.
revised AS MATERIALIZED (
  SELECT r.last - r.moved AS shift, r.count - r.moved AS standing FROM (
    SELECT coalesce(max(k.no), 0) AS last, count(*) AS count, count(*) FILTER (WHERE m.id IS NOT NULL) AS moved
    FROM kept k LEFT JOIN (SELECT document_id AS id FROM items WHERE shown UNION ALL SELECT id FROM settled WHERE within AND moves AND currency = $6) m ON m.id = k.id
  ) r
),
-- A document with instalments is one line: its first item carries it, the others are added.
further AS MATERIALIZED (
  SELECT document_id, sum(amount) AS amount, sum(open) AS open FROM items WHERE instalment > 1 AND moves AND within GROUP BY document_id
),
-- A line is written before it is sorted: few and narrow columns travel through the sort and the running sum. The opening
-- balance goes first as a row without text.
movements AS (
  SELECT i.customer_id, i.currency, coalesce(k.no - 2147483647, i.posting_date - date '2000-01-01') AS sorting, d.id, k.no AS kept_no, i.exponent,
    CASE CASE d.kind WHEN 'reversal' THEN (SELECT o.kind FROM documents o WHERE o.id = d.reverses_document_id) ELSE d.kind END
      WHEN 'receivable' THEN 1 WHEN 'opening_balance' THEN 1 WHEN 'credit_note' THEN 2 WHEN 'adjustment' THEN 4 ELSE 3 END AS part,
    i.amount + coalesce(f.amount, 0) AS amount,
    concat('"', d.kind, '","', d.id, '",', to_json(d.document_no), ',"', d.document_date,
      CASE WHEN i.debit THEN '","' || d.due_date || '"' ELSE '",null' END, coalesce(',"' || d.shipment_date || '",', ',null,'),
      btrim(array_to_json(ARRAY[d.order_no, d.contract_no, d.invoice_no, d.source_kind, d.description])::text, '[]'),
      coalesce(',"' || trim_scale(q.quantity) || '"', ',null'), coalesce(',"' || trim_scale(q.unit_price) || '"', ',null'),
      ',"', round(CASE WHEN i.debit = (d.gross > 0) THEN d.net ELSE -d.net END, i.exponent), '","', round(CASE WHEN i.debit = (d.gross > 0) THEN d.tax ELSE -d.tax END, i.exponent),
      '","', round(CASE WHEN i.debit = (d.gross > 0) THEN d.freight ELSE -d.freight END, i.exponent)
    ) AS text,
    i.open + coalesce(f.open, 0) AS open
  FROM items i
  JOIN documents d ON d.id = i.document_id
  LEFT JOIN further f ON f.document_id = i.document_id
  LEFT JOIN document_lines q ON q.document_id = d.id AND q.line_no = 1 AND d.line_count = 1
  LEFT JOIN kept k ON k.id = i.document_id
  WHERE i.shown
  UNION ALL
  SELECT s.customer_id, s.currency, coalesce(k.no - 2147483647, s.effective_date - date '2000-01-01'), s.id, k.no, s.exponent, 4, s.amount,
    concat('"settlement","', s.document_id, '",', to_json((SELECT d.document_no FROM documents d WHERE d.id = s.document_id)), ',"', s.effective_date,
      '",null,null,"","","","', s.id, '",', to_json((SELECT concat(d.document_no, ' ', round(s.other_amount, c.exponent), ' ', c.code)
        FROM documents d, currencies c WHERE d.id = s.other_document AND c.code = s.other_currency)),
      ',null,null,"', round(s.amount, s.exponent), '","', round(0, s.exponent), '","', round(0, s.exponent)),
    0
  FROM settled s
  LEFT JOIN kept k ON k.id = s.id
  WHERE s.within AND s.moves
  UNION ALL
  SELECT customer_id, currency, -2147483647, NULL, NULL, exponent, 0, opening, NULL, 0 FROM heads
),
lines AS (
  SELECT customer_id, currency, count(text) AS count,
    coalesce(sum(amount) FILTER (WHERE part = 1), 0) AS charges, coalesce(sum(amount) FILTER (WHERE part = 2), 0) AS credits,
    coalesce(sum(amount) FILTER (WHERE part = 3), 0) AS receipts, coalesce(sum(amount) FILTER (WHERE part = 4), 0) AS adjustments,
    string_agg(CASE WHEN part > 0 THEN concat('[', coalesce(kept_no, place - 1 + shift), ',', text, '","', round(amount, exponent), '","', round(amount - open, exponent),
      '","', round(open, exponent), '","', round(running, exponent), '"]') END, ',') AS text
  FROM (
    SELECT m.*, row_number() OVER w AS place, sum(m.amount) OVER w AS running, (SELECT shift FROM revised) AS shift
    FROM movements m WINDOW w AS (PARTITION BY m.customer_id, m.currency ORDER BY m.sorting, m.id ROWS UNBOUNDED PRECEDING)
  ) placed
  GROUP BY customer_id, currency
),
-- Brought forward: what an earlier statement listed and is still open; the most overdue first.
standing AS (
  SELECT i.customer_id, i.currency, i.exponent, i.document_id, min(i.posting_date) AS on_date, bool_or(i.debit) AS debit, sum(i.open) AS open,
    coalesce(min(i.due_date) FILTER (WHERE i.open <> 0), max(i.due_date)) AS due_date
  FROM items i
  WHERE i.within AND NOT i.moves AND (i.open <> 0 OR i.document_id = ANY ($14))
  GROUP BY i.customer_id, i.currency, i.exponent, i.document_id
),
ranked AS (
  SELECT s.*, h.moving, row_number() OVER w AS place
  FROM (
    SELECT s.*, d.kind, d.document_no, d.document_date, d.order_no, d.description, k.no AS kept_no,
      CASE WHEN s.debit THEN abs(d.gross) ELSE -abs(d.gross) END AS original,
      CASE WHEN s.debit AND s.open > 0 THEN greatest($4 - s.due_date, 0) ELSE 0 END AS late
    FROM standing s JOIN documents d ON d.id = s.document_id LEFT JOIN kept k ON k.id = s.document_id OFFSET 0
  ) s
  JOIN heads h ON h.customer_id = s.customer_id AND h.currency = s.currency
  WINDOW w AS (PARTITION BY s.customer_id, s.currency ORDER BY s.kept_no, s.late DESC, s.on_date, s.document_id ROWS UNBOUNDED PRECEDING)
),
forward AS (
  SELECT customer_id, currency, count(*) AS count,
    string_agg(concat('[', coalesce(kept_no, place + moving + (SELECT shift - standing FROM revised)), ',"', kind, '","', document_id, '",', to_json(document_no), ',"', document_date, '"', CASE WHEN debit THEN concat(',"', due_date, '",') ELSE ',null,' END,
      btrim(array_to_json(ARRAY[order_no, description])::text, '[]'), ',"', round(original, exponent), '","', round(open, exponent), '",', late, ']'), ',') AS text
  FROM ranked GROUP BY customer_id, currency
),
-- The heavy part is done before the counter is touched, so that it is held shortly.
ready AS MATERIALIZED (
  SELECT h.*, h.late_30 + h.late_60 + h.late_90 + h.late_180 + h.late_360 + h.late_more AS overdue,
    coalesce(l.count, 0) AS line_count, coalesce(f.count, 0) AS open_count, l.text AS line_text, f.text AS open_text,
    coalesce(l.charges, 0) AS charge, coalesce(l.credits, 0) AS credit, coalesce(l.receipts, 0) AS receipt, coalesce(l.adjustments, 0) AS adjustment,
    c.code, c.name, c.name_en, c.tax_id, c.terms,
    row_number() OVER (PARTITION BY h.live_id IS NULL ORDER BY c.code, h.currency) AS place
  FROM heads h
  JOIN chosen c ON c.id = h.customer_id
  LEFT JOIN lines l ON l.customer_id = h.customer_id AND l.currency = h.currency
  LEFT JOIN forward f ON f.customer_id = h.customer_id AND f.currency = h.currency
),
counter AS (
  INSERT INTO counters (organization_id, series, last) SELECT $1, $12, count(*) FROM ready WHERE live_id IS NULL HAVING count(*) > 0
  ON CONFLICT (organization_id, series) DO UPDATE SET last = counters.last + excluded.last
  RETURNING last - (SELECT count(*) FROM ready WHERE live_id IS NULL) AS before
),
numbered AS (
  SELECT r.*, coalesce(r.live_no, $12 || '-' || lpad((counter.before + r.place)::text, greatest(6, length((counter.before + r.place)::text)), '0')) AS statement_no,
    counter.before + r.place AS number
  FROM ready r LEFT JOIN counter ON true
),
written AS MATERIALIZED (
  SELECT n.customer_id, n.currency, n.live_id, n.live_version, n.live_sha256, n.live_state, n.overlap, n.statement_no, n.number, n.previous_sha256,
    n.opening, n.movement, n.closing, n.charge, n.credit, n.receipt, n.adjustment, n.overdue, n.line_count, n.open_count, concat(
    '{"aging":[{"bucket":"not_due","open":"', round(not_due, exponent), '"},{"bucket":"1-30","open":"', round(late_30, exponent),
    '"},{"bucket":"31-60","open":"', round(late_60, exponent), '"},{"bucket":"61-90","open":"', round(late_90, exponent),
    '"},{"bucket":"91-180","open":"', round(late_180, exponent), '"},{"bucket":"181-360","open":"', round(late_360, exponent),
    '"},{"bucket":">360","open":"', round(late_more, exponent), '"},{"bucket":"credits","open":"', round(n.credits, exponent),
    '"}],"closing":"', round(closing, exponent),
    '","columns":["no","kind","document_id","document_no","document_date","due_date","shipment_date","order_no","contract_no","invoice_no","source","description","quantity","unit_price","net","tax","freight","amount","received","open","balance"],"currency":"', n.currency,
    '","customer":{"code":', to_json(n.code), ',"id":"', n.customer_id, '","name":', to_json(n.name), ',"name_en":', to_json(n.name_en), ',"tax_id":', coalesce(to_json(n.tax_id)::text, 'null'),
    '},"cut_off":"', $4::date, '","format":"hefu-statement/1","lines":[', line_text, '],"movement":"', round(movement, exponent),
    '","open_columns":["no","kind","document_id","document_no","document_date","due_date","order_no","description","original","open","days_overdue"],"open_items":[', open_text,
    '],"opening":"', round(opening, exponent),
    '","organization":{"address":', to_json(o.address), ',"name":', to_json(o.name), ',"name_en":', to_json(o.name_en), ',"payee_account":', to_json(o.payee_account),
    ',"payee_bank":', to_json(o.payee_bank), ',"payee_name":', to_json(o.payee_name), ',"phone":', to_json(o.phone), ',"tax_id":', to_json(o.tax_id),
    '},"overdue":"', round(overdue, exponent), '","period_start":"', $3::date, '","previous":',
    CASE WHEN previous_no IS NULL THEN 'null' ELSE concat('{"sha256":"', encode(previous_sha256, 'hex'), '","statement_no":', to_json(previous_no), '}') END,
    ',"provisional":[],"provisional_counted":false,"statement_no":', to_json(n.statement_no), ',"terms":', n.terms,
    ',"totals":{"adjustments":"', round(adjustment, exponent), '","charges":"', round(charge, exponent), '","credits":"', round(credit, exponent), '","receipts":"', round(receipt, exponent),
    '"},"version":') AS body
  FROM numbered n CROSS JOIN (SELECT * FROM organizations WHERE id = $1) o
),
made AS MATERIALIZED (
  SELECT customer_id, currency, act, statement_no, number, previous_sha256, opening, movement, closing, charge, credit, receipt, adjustment, overdue,
    line_count, open_count, coalesce(live_version, 0) + 1 AS version,
    CASE WHEN act IN ('new', 'next') THEN concat(body, coalesce(live_version, 0) + 1, '}') END AS text,
    -- a UUID of version 7, so that keys grow with time
    coalesce(live_id, overlay(overlay(gen_random_uuid()::text PLACING
      regexp_replace(lpad(to_hex((extract(epoch FROM $8::timestamptz) * 1000)::bigint), 12, '0'), '(.{8})(.{4})', '\1-\2') FROM 1 FOR 13) PLACING '7' FROM 15 FOR 1)::uuid) AS id
  FROM (
    SELECT w.*, CASE WHEN live_id IS NULL THEN 'new'
      WHEN sha256(convert_to(concat(body, live_version, '}'), 'UTF8')) = live_sha256 THEN 'same'
      WHEN overlap IS NULL AND (live_state = 'draft' OR $13) THEN 'next' ELSE 'kept' END AS act
    FROM written w OFFSET 0
  ) decided
),
inserted AS (
  INSERT INTO statements (id, organization_id, customer_id, currency, period_start, cut_off, series, number, statement_no, run_id)
  SELECT id, $1, customer_id, currency, $3, $4, $12, number, statement_no, $9 FROM made WHERE act = 'new' ORDER BY number
),
advanced AS (
  UPDATE statements s SET version = m.version FROM made m WHERE m.act = 'next' AND s.id = m.id
),
versions AS (
  INSERT INTO statement_versions (statement_id, version, organization_id, customer_id, body, sha256, previous_sha256, opening, movement, closing,
    charges, credits, receipts, adjustments, overdue, line_count, open_count, snapshot_at, reason, created_by)
  SELECT id, version, $1, customer_id, text, sha256(convert_to(text, 'UTF8')), previous_sha256, opening, movement, closing,
    charge, credit, receipt, adjustment, overdue, line_count + open_count, open_count, $8, $11, $10
  FROM made WHERE act IN ('new', 'next')
)
SELECT j.customer_id, j.currency, coalesce(d.act, CASE WHEN j.fault IS NOT NULL THEN 'failed' WHEN j.empty THEN 'empty' ELSE 'held' END) AS act,
  coalesce(j.fault, '') AS fault, j.overlap, d.id, coalesce(d.statement_no, '') AS statement_no, j.opening::numeric AS opening, j.movement, j.closing,
  coalesce(d.line_count + d.open_count, 0)::int AS lines
FROM judged j LEFT JOIN made d ON d.customer_id = j.customer_id AND d.currency = j.currency
