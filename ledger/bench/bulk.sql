-- A year of trade, written past the triggers and yet as postings would have left it, so that every check of the books finds it sound.
-- Each of $3 customers has $4 documents, in the order of time: day by day and customer by customer, as they really come.
-- Nine of ten are receivables of one line, the tenth is a receipt that pays a part of the receivable five before it.
--   $1 organization  $2 its number in ids  $3 customers  $4 documents each  $5 who made them  $6 first day
CREATE TEMPORARY TABLE made AS
SELECT n, c, (n - 1) * $3::bigint + c AS seq, bare.id($2, 1, c) AS customer_id, bare.id($2, 2, (n - 1) * $3::bigint + c) AS id, n % 10 = 0 AS receipt,
  $6::date + (n - 1) * 365 / $4 AS on_date,
  CASE WHEN n % 10 = 0 THEN 60 + (c * 31 + n * 17) % 9000 / 100.0 ELSE 180 + (c * 7919 + n * 104729) % 900000 / 100.0 END::numeric(20, 2) AS net
FROM generate_series(1, $4) AS n, generate_series(1, $3) AS c;
ALTER TABLE made ADD COLUMN tax numeric(20, 2), ADD COLUMN paid numeric(20, 2);
UPDATE made SET tax = CASE WHEN receipt THEN 0 ELSE round(net * 0.13, 2) END;
ANALYZE made;

INSERT INTO hefu.documents (id, organization_id, customer_id, kind, series, number, document_no, currency, rate, document_date, posting_date, due_date, t0,
  t0_basis, order_no, shipment_no, shipment_date, source_kind, source_system, source_id, content_sha256, description, method, salesperson_id, region,
  net, tax, freight, gross, gross_base, line_count, created_by, posted_at)
SELECT id, $1, customer_id, CASE WHEN receipt THEN 'receipt' ELSE 'receivable' END, series, number, series || '-' || lpad(number::text, greatest(6, length(number::text)), '0'), 'CNY', 1,
  on_date, on_date, CASE WHEN receipt THEN on_date ELSE on_date + 30 END, on_date, 'given', CASE WHEN receipt THEN '' ELSE 'SO-' || seq END,
  CASE WHEN receipt THEN '' ELSE 'SH-' || seq END, CASE WHEN NOT receipt THEN on_date END, CASE WHEN receipt THEN 'manual' ELSE 'shipment' END, 'erp',
  'doc-' || seq, sha256(convert_to(seq::text, 'UTF8')), CASE WHEN receipt THEN '银行转账' ELSE '精密轴承 6204-2RS 等' END, CASE WHEN receipt THEN 'bank' ELSE '' END,
  $5, '华东', net, tax, 0, net + tax, net + tax, CASE WHEN receipt THEN 0 ELSE 1 END, $5, on_date::timestamp AT TIME ZONE 'UTC'
FROM (SELECT m.*, CASE WHEN receipt THEN 'RC-' ELSE 'AR-' END || extract(year FROM on_date) AS series,
        row_number() OVER (PARTITION BY receipt, extract(year FROM on_date) ORDER BY seq) AS number FROM made m) numbered ORDER BY seq;

INSERT INTO hefu.counters (organization_id, series, last) SELECT organization_id, series, max(number) FROM hefu.documents WHERE organization_id = $1 GROUP BY 1, 2;

INSERT INTO hefu.document_lines (document_id, line_no, organization_id, customer_id, kind, item_code, description, unit, quantity, unit_price, net, tax_rate, tax, gross)
SELECT id, 1, $1, customer_id, 'goods', 'M-' || seq % 500, '精密轴承 6204-2RS 第 ' || seq % 97 || ' 批', '套', 10, net / 10, net, 13, tax, net + tax
FROM made WHERE NOT receipt ORDER BY seq;

INSERT INTO hefu.journal_entries (id, organization_id, posting_date, source_kind, source_id, posted_at)
SELECT bare.id($2, 3, seq), $1, on_date, 'document', id, on_date::timestamp AT TIME ZONE 'UTC' FROM made ORDER BY seq;

INSERT INTO hefu.journal_lines (entry_id, line_no, organization_id, posting_date, account_code, customer_id, document_id, due_date, currency, amount, amount_base)
SELECT bare.id($2, 3, m.seq), l.no, $1, m.on_date, a.code, m.customer_id, m.id, l.due, 'CNY', l.amount, l.amount
FROM made m
CROSS JOIN LATERAL (VALUES
  (1, 'ar', CASE WHEN m.receipt THEN m.on_date ELSE m.on_date + 30 END, CASE WHEN m.receipt THEN -m.net ELSE m.net + m.tax END),
  (2, CASE WHEN m.receipt THEN 'bank' ELSE 'revenue' END, NULL, CASE WHEN m.receipt THEN m.net ELSE -m.net END),
  (3, CASE WHEN m.receipt THEN '' ELSE 'tax' END, NULL, -m.tax)) AS l (no, role, due, amount)
JOIN hefu.accounts a ON a.organization_id = $1 AND a.role = l.role
ORDER BY m.seq, l.no;

INSERT INTO hefu.balances (organization_id, period, account_code, customer_id, currency, debit, credit, debit_base, credit_base)
SELECT $1, date_trunc('month', posting_date)::date, account_code, customer_id, currency, coalesce(sum(amount) FILTER (WHERE amount > 0), 0),
  coalesce(-sum(amount) FILTER (WHERE amount < 0), 0), coalesce(sum(amount_base) FILTER (WHERE amount_base > 0), 0), coalesce(-sum(amount_base) FILTER (WHERE amount_base < 0), 0)
FROM hefu.journal_lines WHERE organization_id = $1 GROUP BY 2, 3, 4, 5;

-- Half of each receipt pays: both it and what it pays stay open with the rest.
UPDATE made r SET paid = round(r.net / 2, 2) WHERE r.receipt;
INSERT INTO hefu.settlements (id, organization_id, customer_id, mode, effective_date, created_by, created_at)
SELECT bare.id($2, 5, seq), $1, customer_id, 'automatic', on_date, $5, on_date::timestamp AT TIME ZONE 'UTC' FROM made WHERE receipt ORDER BY seq;

INSERT INTO hefu.allocations (id, organization_id, customer_id, settlement_id, debit_item, credit_item, debit_amount, credit_amount, debit_base, credit_base, effective_date, created_at)
SELECT bare.id($2, 6, seq), $1, customer_id, bare.id($2, 5, seq), bare.id($2, 4, seq - 5 * $3::bigint), bare.id($2, 4, seq), paid, paid, paid, paid, on_date, on_date::timestamp AT TIME ZONE 'UTC'
FROM made WHERE receipt ORDER BY seq;

INSERT INTO hefu.open_items (id, organization_id, customer_id, document_id, account_role, currency, side, posting_date, t0, due_date, original_amount, open_amount,
  original_base, open_base, posted_at)
SELECT bare.id($2, 4, m.seq), $1, m.customer_id, m.id, 'ar', 'CNY', CASE WHEN m.receipt THEN 'credit' ELSE 'debit' END, m.on_date, m.on_date,
  CASE WHEN m.receipt THEN m.on_date ELSE m.on_date + 30 END, m.net + m.tax, m.net + m.tax - coalesce(m.paid, p.paid, 0), m.net + m.tax, m.net + m.tax - coalesce(m.paid, p.paid, 0),
  m.on_date::timestamp AT TIME ZONE 'UTC'
FROM made m LEFT JOIN made p ON p.receipt AND NOT m.receipt AND p.seq = m.seq + 5 * $3::bigint
ORDER BY m.seq;

INSERT INTO hefu.open_by_month (organization_id, customer_id, currency, side, due_month, amount, base)
SELECT $1, customer_id, currency, side, CASE side WHEN 'debit' THEN date_trunc('month', due_date::timestamp)::date ELSE '-infinity' END, sum(open_amount), sum(open_base)
FROM hefu.open_items WHERE organization_id = $1 GROUP BY 2, 3, 4, 5 ORDER BY 2, 3, 4, 5;
DROP TABLE made;
