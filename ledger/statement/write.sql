-- Goes on from figures.sql: writes the lines, the bodies as canonical-json.md says, their hashes, heads and versions.
--   $7 payment terms of each customer as canonical JSON  $8 when the snapshot was taken, after the customers were locked
--   $9 run or null  $10 who makes them  $11 reason  $12 number series  $13 revise: a new version even of what was issued
--   $16, $17 inclusion rule and template in force, $18, $19 how the body names them
--   $14, $15 of a revision: documents of the version in force and the numbers their lines keep
, kept AS MATERIALIZED (
  SELECT k.id, k.no FROM unnest($14::uuid[], $15::int[]) AS k (id, no)
),
-- In a revision a line keeps its number and what is new comes after all of them: shift is how far past its place.
revised AS MATERIALIZED (
  SELECT r.last - r.moved AS shift, r.count - r.moved AS standing FROM (
    SELECT coalesce(max(k.no), 0) AS last, count(*) AS count, count(*) FILTER (WHERE m.id IS NOT NULL) AS moved
    FROM kept k LEFT JOIN (
      SELECT document_id AS id FROM items WHERE shown IS NOT NULL
      UNION ALL SELECT s.id FROM settled s JOIN units u ON u.slot = s.slot % 1000 WHERE s.within AND s.moves AND u.code = $6
    ) m ON m.id = k.id
  ) r
),
-- A document with instalments is one line: its first item carries it, the others are added.
further AS MATERIALIZED (
  SELECT document_id, sum(amount) AS amount, sum(open) AS open FROM items WHERE instalment > 1 AND moves AND within GROUP BY document_id
),
-- A line is written before it is sorted: few and narrow columns travel through the sort and the running sum. The opening balance
-- goes first as a row without text. Writing a number is the dearest step, so nothing is written twice, and no zero is computed.
movements AS (
  SELECT slot, sorting, id, kept_no, exponent, part, amount,
    concat(text, ',"', CASE WHEN tax = 0 AND freight = 0 THEN said WHEN turned THEN round(-net, exponent)::text ELSE round(net, exponent)::text END,
      '","', CASE WHEN tax = 0 THEN zero WHEN turned THEN round(-tax, exponent)::text ELSE round(tax, exponent)::text END,
      '","', CASE WHEN freight = 0 THEN zero WHEN turned THEN round(-freight, exponent)::text ELSE round(freight, exponent)::text END,
      '","', said, '","', CASE WHEN open = amount THEN zero WHEN open = 0 THEN said ELSE round(amount - open, exponent)::text END,
      '","', CASE WHEN open = amount THEN said WHEN open = 0 THEN zero ELSE round(open, exponent)::text END, '","') AS text
  FROM (
    SELECT i.slot, coalesce(k.no - 2147483647, {date} - date '2000-01-01') AS sorting, d.id, k.no AS kept_no, i.exponent, d.net, d.tax, d.freight,
      i.debit <> (d.gross > 0) AS turned, round(0, i.exponent)::text AS zero,
      CASE CASE d.kind WHEN 'reversal' THEN (SELECT o.kind FROM documents o WHERE o.id = d.reverses_document_id) ELSE d.kind END
        WHEN 'receivable' THEN 1 WHEN 'opening_balance' THEN 1 WHEN 'credit_note' THEN 2 WHEN 'adjustment' THEN 4 ELSE 3 END AS part,
      CASE WHEN f.document_id IS NULL THEN i.amount ELSE i.amount + f.amount END AS amount,
      CASE WHEN f.document_id IS NULL THEN i.open ELSE i.open + f.open END AS open,
      round(CASE WHEN f.document_id IS NULL THEN i.amount ELSE i.amount + f.amount END, i.exponent)::text AS said,
      concat('"', d.kind, '","', d.id, '",', to_json(d.document_no), ',"', d.document_date,
        CASE WHEN i.debit THEN '","' ELSE '",null' END, CASE WHEN i.debit THEN CASE WHEN f.document_id IS NULL THEN i.due_date ELSE d.due_date END END, CASE WHEN i.debit THEN '"' END,
        CASE WHEN d.shipment_date IS NULL THEN ',null,' ELSE ',"' END, d.shipment_date, CASE WHEN d.shipment_date IS NULL THEN '' ELSE '",' END,
        CASE d.order_no WHEN '' THEN '""' ELSE to_json(d.order_no)::text END, ',', CASE d.contract_no WHEN '' THEN '""' ELSE to_json(d.contract_no)::text END, ',',
        CASE d.invoice_no WHEN '' THEN '""' ELSE to_json(d.invoice_no)::text END, ',', to_json(d.source_kind), ',',
        CASE d.description WHEN '' THEN '""' ELSE to_json(d.description)::text END,
        CASE WHEN q.quantity IS NULL THEN ',null' ELSE concat(',"', trim_scale(q.quantity), '"') END,
        CASE WHEN q.unit_price IS NULL THEN ',null' ELSE concat(',"', trim_scale(q.unit_price), '"') END) AS text
    FROM items i
    JOIN documents d ON d.id = i.document_id
    LEFT JOIN further f ON f.document_id = i.document_id
    LEFT JOIN document_lines q ON q.document_id = d.id AND q.line_no = 1 AND d.line_count = 1
    LEFT JOIN kept k ON k.id = i.document_id
    WHERE i.shown IS NOT NULL
    UNION ALL
    SELECT s.slot, coalesce(k.no - 2147483647, s.effective_date - date '2000-01-01'), s.id, k.no, s.exponent, s.amount, 0, 0, false, round(0, s.exponent)::text, 4,
      s.amount, 0, round(s.amount, s.exponent)::text,
      concat(CASE WHEN s.other_party IS NULL THEN '"settlement","' ELSE '"group_settlement","' END, s.document_id, '",', to_json((SELECT d.document_no FROM documents d WHERE d.id = s.document_id)), ',"', s.effective_date,
        '",null,null,"","","","', s.id, '",', to_json((SELECT concat(s.other_party || ' ', d.document_no, ' ', round(s.other_amount, c.exponent), ' ', c.code)
          FROM documents d, currencies c WHERE d.id = s.other_document AND c.code = s.other_currency)), ',null,null')
    FROM settled s LEFT JOIN kept k ON k.id = s.id
    WHERE s.within AND s.moves
    OFFSET 0
  ) m
  UNION ALL
  SELECT slot, -2147483647, NULL, NULL, exponent, 0, opening, NULL FROM heads
),
lines AS MATERIALIZED (
  SELECT slot, count(text) AS count,
    coalesce(sum(amount) FILTER (WHERE part = 1), 0) AS charges, coalesce(sum(amount) FILTER (WHERE part = 2), 0) AS credits,
    coalesce(sum(amount) FILTER (WHERE part = 3), 0) AS receipts, coalesce(sum(amount) FILTER (WHERE part = 4), 0) AS adjustments,
    string_agg(CASE WHEN part > 0 THEN concat('[', coalesce(kept_no, place - 1 + shift), ',', text, round(running, exponent), '"]') END, ',') AS text
  FROM (
    SELECT m.*, row_number() OVER w AS place, sum(m.amount) OVER w AS running, (SELECT shift FROM revised) AS shift
    FROM movements m WINDOW w AS (PARTITION BY m.slot ORDER BY m.sorting, m.id ROWS UNBOUNDED PRECEDING)
  ) placed
  GROUP BY slot
),
-- Brought forward: what an earlier statement listed and is still open; the most overdue first.
{clearing}standing AS (
  SELECT i.slot, i.exponent, i.document_id, min(i.posting_date) AS on_date, bool_or(i.debit) AS debit, sum(i.open) AS open,
    coalesce(min(i.due_date) FILTER (WHERE i.open <> 0), max(i.due_date)) AS due_date
  FROM items i
  WHERE i.within AND NOT i.moves AND (i.open <> 0 OR i.document_id = ANY ($14){cleared})
  GROUP BY i.slot, i.exponent, i.document_id
),
ranked AS (
  SELECT s.*, h.moving, row_number() OVER w AS place
  FROM (
    SELECT s.*, d.kind, d.document_no, d.document_date, d.order_no, d.description, k.no AS kept_no,
      CASE WHEN s.debit THEN abs(d.gross) ELSE -abs(d.gross) END AS original,
      CASE WHEN s.debit AND s.open > 0 THEN greatest($4 - s.due_date, 0) ELSE 0 END AS late
    FROM standing s JOIN documents d ON d.id = s.document_id LEFT JOIN kept k ON k.id = s.document_id OFFSET 0
  ) s
  JOIN heads h ON h.slot = s.slot
  WINDOW w AS (PARTITION BY s.slot ORDER BY s.kept_no, s.late DESC, s.on_date, s.document_id ROWS UNBOUNDED PRECEDING)
),
forward AS (
  SELECT slot, count(*) AS count,
    string_agg(concat('[', coalesce(kept_no, place + moving + (SELECT shift - standing FROM revised)), ',"', kind, '","', document_id, '",', to_json(document_no),
      ',"', document_date, '"', CASE WHEN debit THEN concat(',"', due_date, '",') ELSE ',null,' END, btrim(array_to_json(ARRAY[order_no, description])::text, '[]'),
      ',"', round(original, exponent), '","', round(open, exponent), '",', late, ']'), ',') AS text
  FROM ranked GROUP BY slot
),
-- The counter is touched after the lines are written, so that it is held shortly.
counter AS (
  INSERT INTO counters (organization_id, series, last)
  SELECT $1, $12, count(*) FROM heads h LEFT JOIN lines l ON l.slot = h.slot WHERE h.live_id IS NULL HAVING count(*) > 0
  ON CONFLICT (organization_id, series) DO UPDATE SET last = counters.last + excluded.last
  RETURNING last - (SELECT count(*) FROM heads WHERE live_id IS NULL) AS before
),
{fields}chosen AS MATERIALIZED (
  SELECT h.slot, c.code, c.name, c.name_en, c.tax_id, t.terms, row_number() OVER (PARTITION BY h.live_id IS NULL ORDER BY c.code, h.currency) AS place
  FROM heads h JOIN customers c ON c.id = h.customer_id JOIN unnest($2::uuid[], $7::text[]) AS t (id, terms) ON t.id = h.customer_id
),
numbered AS (
  SELECT h.*, c.code, c.name, c.name_en, c.tax_id, c.terms, h.late_30 + h.late_60 + h.late_90 + h.late_180 + h.late_360 + h.late_more AS overdue,
    coalesce(l.count, 0) AS line_count, coalesce(f.count, 0) AS open_count, l.text AS line_text, f.text AS open_text,
    coalesce(l.charges, 0) AS charge, coalesce(l.credits, 0) AS credit, coalesce(l.receipts, 0) AS receipt, coalesce(l.adjustments, 0) AS adjustment,
    coalesce(h.live_no, $12 || '-' || lpad((n.before + c.place)::text, greatest(6, length((n.before + c.place)::text)), '0')) AS statement_no,
    n.before + c.place AS number,
    CASE WHEN y.id IS NULL THEN 'hefu-statement/1",' ELSE concat('hefu-statement/', CASE z.fields WHEN '[]' THEN '2' ELSE '3' END, '","inclusion":{"id":"', y.id, '","version":', y.version, '},') END AS said_inclusion,
    CASE WHEN z.id IS NULL THEN '' ELSE concat('"template":{"id":"', z.id, '","version":', z.version, '},') END AS said_template{said_fields}
  FROM lines l
  JOIN heads h ON h.slot = l.slot
  JOIN chosen c ON c.slot = l.slot
  LEFT JOIN forward f ON f.slot = l.slot
  LEFT JOIN counter n ON true
  LEFT JOIN inclusion_rules y ON y.id = h.live_inclusion
  LEFT JOIN statement_templates z ON z.id = h.live_template{join_fields}
),
made AS MATERIALIZED (
  SELECT slot, customer_id, currency, act, statement_no, number, previous_sha256, opening, movement, closing, charge, credit, receipt, adjustment, overdue,
    line_count, open_count, coalesce(live_version, 0) + 1 AS version,
    CASE WHEN act IN ('new', 'next') THEN concat(body, {now_fields}'"format":"', $18, middle, $19, rest, coalesce(live_version, 0) + 1, '}') END AS text,
    -- a UUID of version 7, so that keys grow with time
    coalesce(live_id, overlay(overlay(gen_random_uuid()::text PLACING
      regexp_replace(lpad(to_hex((extract(epoch FROM $8::timestamptz) * 1000)::bigint), 12, '0'), '(.{8})(.{4})', '\1-\2') FROM 1 FOR 13) PLACING '7' FROM 15 FOR 1)::uuid) AS id
  FROM (
    SELECT w.*, CASE WHEN live_id IS NULL THEN 'new'
      -- A draft follows the settings in force; what was issued is compared as it was made.
      WHEN (live_state <> 'draft' OR said_inclusion = $18 AND said_template = $19)
        AND sha256(convert_to(concat(body, {live_fields}'"format":"', said_inclusion, middle, said_template, rest, live_version, '}'), 'UTF8')) = live_sha256 THEN 'same'
      WHEN overlap IS NULL AND (live_state = 'draft' OR $13) THEN 'next' ELSE 'kept' END AS act
    FROM (
      SELECT n.slot, n.customer_id, n.currency, n.live_id, n.live_version, n.live_sha256, n.live_state, n.overlap, n.said_inclusion, n.said_template, {pass_fields}n.statement_no, n.number, n.previous_sha256,
        n.opening, n.movement, n.closing, n.charge, n.credit, n.receipt, n.adjustment, n.overdue, n.line_count, n.open_count, concat(
    '{"aging":[{"bucket":"not_due","open":"', round(not_due, exponent), '"},{"bucket":"1-30","open":"', round(late_30, exponent),
    '"},{"bucket":"31-60","open":"', round(late_60, exponent), '"},{"bucket":"61-90","open":"', round(late_90, exponent),
    '"},{"bucket":"91-180","open":"', round(late_180, exponent), '"},{"bucket":"181-360","open":"', round(late_360, exponent),
    '"},{"bucket":">360","open":"', round(late_more, exponent), '"},{"bucket":"credits","open":"', round(n.credits, exponent),
    '"}],"closing":"', round(closing, exponent),
    '","columns":["no","kind","document_id","document_no","document_date","due_date","shipment_date","order_no","contract_no","invoice_no","source","description","quantity","unit_price","net","tax","freight","amount","received","open","balance"],"currency":"', n.currency,
    '","customer":{"code":', to_json(n.code), ',"id":"', n.customer_id, '","name":', to_json(n.name), ',"name_en":', to_json(n.name_en), ',"tax_id":', coalesce(to_json(n.tax_id)::text, 'null'),
    '},"cut_off":"', $4::date, '",') AS body, concat('"lines":[', line_text, '],"movement":"', round(movement, exponent),
    '","open_columns":["no","kind","document_id","document_no","document_date","due_date","order_no","description","original","open","days_overdue"],"open_items":[', open_text,
    '],"opening":"', round(opening, exponent),
    '","organization":{"address":', to_json(o.address), ',"name":', to_json(o.name), ',"name_en":', to_json(o.name_en), ',"payee_account":', to_json(o.payee_account),
    ',"payee_bank":', to_json(o.payee_bank), ',"payee_name":', to_json(o.payee_name), ',"phone":', to_json(o.phone), ',"tax_id":', to_json(o.tax_id),
    '},"overdue":"', round(overdue, exponent), '","period_start":"', $3::date, '","previous":',
    CASE WHEN previous_no IS NULL THEN 'null' ELSE concat('{"sha256":"', encode(previous_sha256, 'hex'), '","statement_no":', to_json(previous_no), '}') END,
    ',"provisional":[],"provisional_counted":false,"statement_no":', to_json(n.statement_no), ',') AS middle, concat('"terms":', n.terms,
    ',"totals":{"adjustments":"', round(adjustment, exponent), '","charges":"', round(charge, exponent), '","credits":"', round(credit, exponent), '","receipts":"', round(receipt, exponent),
    '"},"version":') AS rest
      FROM numbered n CROSS JOIN (SELECT * FROM organizations WHERE id = $1) o OFFSET 0
    ) w OFFSET 0
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
    charges, credits, receipts, adjustments, overdue, line_count, open_count, snapshot_at, reason, created_by, inclusion_id, template_id)
  SELECT id, version, $1, customer_id, text, sha256(convert_to(text, 'UTF8')), previous_sha256, opening, movement, closing,
    charge, credit, receipt, adjustment, overdue, line_count + open_count, open_count, $8, $11, $10, $16, $17
  FROM made WHERE act IN ('new', 'next')
)
SELECT j.customer_id, j.currency, coalesce(d.act, CASE WHEN j.fault IS NOT NULL THEN 'failed' WHEN j.empty THEN 'empty' ELSE 'held' END) AS act,
  coalesce(j.fault, '') AS fault, j.overlap, d.id, coalesce(d.statement_no, '') AS statement_no, j.opening::numeric AS opening, j.movement, j.closing,
  coalesce(d.line_count + d.open_count, 0)::int AS lines
FROM judged j LEFT JOIN made d ON d.slot = j.slot
