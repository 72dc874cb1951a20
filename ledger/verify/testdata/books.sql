-- A small sound set of books: two organizations, both sides of the ledger, two currencies, statements, a dispute and its credit.
-- Posted with the triggers on, so the database itself agrees that they are sound. Ids are <noun>-0000-7000-8000-<number>.
CREATE FUNCTION pg_temp.id(noun text, n int) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (CASE noun WHEN 'organization' THEN '04000000' WHEN 'customer' THEN 'c0500000' WHEN 'staff' THEN '57aff000' WHEN 'contact' THEN 'c0c00000'
    WHEN 'document' THEN 'd0c00000' WHEN 'entry' THEN 'e0000000' WHEN 'item' THEN '17e00000' WHEN 'settlement' THEN '5e700000'
    WHEN 'allocation' THEN 'a1100000' WHEN 'statement' THEN '57a00000' WHEN 'confirmation' THEN 'c0f00000' WHEN 'dispute' THEN 'd1500000'
    WHEN 'resolution' THEN '4e500000' END || '-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid
$$;
CREATE FUNCTION pg_temp.at(day text) RETURNS timestamptz LANGUAGE sql AS $$ SELECT (day || ' 12:00+00')::timestamptz $$;

INSERT INTO hefu.organizations (id, code, name, base_currency) VALUES
  (pg_temp.id('organization', 1), 'A', '甲公司', 'CNY'), (pg_temp.id('organization', 2), 'B', '乙公司', 'CNY');
INSERT INTO hefu.accounts (organization_id, code, role, name, name_en)
SELECT o.id, a.code, a.role, a.role, a.role
FROM hefu.organizations o, (VALUES ('1002', 'bank'), ('1122', 'ar'), ('2203', 'advance'), ('222101', 'tax'), ('6001', 'revenue'), ('600109', 'returns'),
  ('6301', 'other_income'), ('6603', 'exchange'), ('660303', 'currency_clearing')) a (code, role);
INSERT INTO hefu.periods (organization_id, starts, ends)
SELECT o.id, m::date, (m + interval '1 month' - interval '1 day')::date
FROM hefu.organizations o, generate_series('2025-01-01'::timestamp, '2025-03-01', '1 month') m;
INSERT INTO hefu.staff (id, issuer, subject, name) VALUES
  (pg_temp.id('staff', 1), 'https://staff', 'wang', '王'), (pg_temp.id('staff', 2), 'https://staff', 'li', '李');
INSERT INTO hefu.contacts (id, issuer, subject, email, name) VALUES (pg_temp.id('contact', 1), 'https://id', 'zhao', 'zhao@example.com', '赵');
INSERT INTO hefu.customers (id, organization_id, code, name, currency) VALUES
  (pg_temp.id('customer', 1), pg_temp.id('organization', 1), 'K1', '客户一', 'CNY'),
  (pg_temp.id('customer', 2), pg_temp.id('organization', 1), 'K2', '客户二', 'CNY'),
  (pg_temp.id('customer', 3), pg_temp.id('organization', 2), 'K3', '客户三', 'CNY');

-- One document with its entry and, unless parts says otherwise, one open item of its own number. signed: what it does to the control account.
CREATE FUNCTION pg_temp.post(n int, org int, customer int, kind text, series text, number int, currency text, rate numeric, day text,
  net numeric, tax numeric, control text, other text, signed numeric, parts int DEFAULT 1, reverses int DEFAULT NULL, reduces int DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  debit boolean := signed > 0;
  base numeric := signed * rate;
BEGIN
  INSERT INTO hefu.documents (id, organization_id, customer_id, kind, series, number, document_no, currency, rate, document_date, posting_date,
    source_kind, source_system, source_id, content_sha256, net, tax, gross, gross_base, reduces_document_id, reverses_document_id, created_by, posted_at)
  VALUES (pg_temp.id('document', n), pg_temp.id('organization', org), pg_temp.id('customer', customer), kind, series, number, series || '-' || number, currency, rate,
    day::date, day::date, 'manual', 'erp', n::text, sha256(n::text::bytea), net, tax, net + tax, (net + tax) * rate,
    CASE WHEN reduces IS NOT NULL THEN pg_temp.id('document', reduces) END, CASE WHEN reverses IS NOT NULL THEN pg_temp.id('document', reverses) END,
    pg_temp.id('staff', 1), pg_temp.at(day));
  INSERT INTO hefu.journal_entries (id, organization_id, posting_date, source_kind, source_id, reversal_of, posted_at)
  VALUES (pg_temp.id('entry', n), pg_temp.id('organization', org), day::date, 'document', pg_temp.id('document', n),
    CASE WHEN reverses IS NOT NULL THEN pg_temp.id('entry', reverses) END, pg_temp.at(day));
  INSERT INTO hefu.journal_lines (entry_id, line_no, organization_id, posting_date, account_code, customer_id, document_id, currency, amount, amount_base)
  SELECT pg_temp.id('entry', n), row_number() OVER (), pg_temp.id('organization', org), day::date, a.code, pg_temp.id('customer', customer), pg_temp.id('document', n),
    post.currency, l.amount, l.amount * rate
  FROM (VALUES (control, signed), (other, -sign(signed) * net), ('tax', -sign(signed) * tax)) l (role, amount)
  JOIN hefu.accounts a ON a.organization_id = pg_temp.id('organization', org) AND a.role = l.role
  WHERE l.amount <> 0;
  INSERT INTO hefu.open_items (id, organization_id, customer_id, document_id, instalment, account_role, currency, side, posting_date, t0, due_date,
    original_amount, open_amount, original_base, open_base)
  SELECT pg_temp.id('item', n + 100 * (part - 1)), pg_temp.id('organization', org), pg_temp.id('customer', customer), pg_temp.id('document', n), part,
    control, post.currency, CASE WHEN debit THEN 'debit' ELSE 'credit' END, day::date, day::date, day::date + 30 * part,
    round(abs(signed) / parts, 2), round(abs(signed) / parts, 2), round(abs(base) / parts, 2), round(abs(base) / parts, 2)
  FROM generate_series(1, parts) part;
END
$$;

SELECT pg_temp.post(1, 1, 1, 'receivable', 'AR-2025', 1, 'CNY', 1, '2025-01-10', 1000, 130, 'ar', 'revenue', 1130, parts => 2);
SELECT pg_temp.post(3, 1, 1, 'receipt', 'RC-2025', 1, 'CNY', 1, '2025-01-20', 600, 0, 'ar', 'bank', -600);
SELECT pg_temp.post(2, 1, 1, 'receivable', 'AR-2025', 2, 'CNY', 1, '2025-02-05', 500, 0, 'ar', 'revenue', 500);
SELECT pg_temp.post(4, 1, 1, 'advance', 'AV-2025', 1, 'CNY', 1, '2025-02-06', 200, 0, 'advance', 'bank', -200);
SELECT pg_temp.post(5, 1, 1, 'receivable', 'AR-2025', 3, 'USD', 7, '2025-02-07', 100, 0, 'ar', 'revenue', 100);
SELECT pg_temp.post(6, 1, 1, 'receipt', 'RC-2025', 2, 'USD', 7.2, '2025-02-08', 100, 0, 'ar', 'bank', -100);
SELECT pg_temp.post(7, 1, 1, 'credit_note', 'CN-2025', 1, 'CNY', 1, '2025-02-09', 100, 13, 'ar', 'returns', -113, reduces => 1);
SELECT pg_temp.post(8, 1, 1, 'receivable', 'AR-2025', 4, 'CNY', 1, '2025-02-10', 50, 0, 'ar', 'revenue', 50);
SELECT pg_temp.post(9, 1, 1, 'reversal', 'RV-2025', 1, 'CNY', 1, '2025-02-11', 50, 0, 'ar', 'revenue', -50, reverses => 8);
SELECT pg_temp.post(10, 1, 1, 'receivable', 'AR-2025', 5, 'CNY', 1, '2025-02-12', 70, 0, 'ar', 'revenue', 70);
SELECT pg_temp.post(11, 1, 1, 'credit_note', 'CN-2025', 2, 'CNY', 1, '2025-03-03', 20, 0, 'ar', 'returns', -20);
SELECT pg_temp.post(12, 2, 3, 'receivable', 'AR-2025', 1, 'CNY', 1, '2025-02-05', 70, 0, 'ar', 'revenue', 70);

-- The credit is the approved outcome of a dispute; posted rows take this only with the triggers off.
SET session_replication_role = replica;
UPDATE hefu.documents SET dispute_id = pg_temp.id('dispute', 1), resolution_id = pg_temp.id('resolution', 1), approved_by = pg_temp.id('staff', 2)
WHERE id = pg_temp.id('document', 7);
UPDATE hefu.documents SET line_count = 2 WHERE id = pg_temp.id('document', 1);
UPDATE hefu.documents SET line_count = 1 WHERE id = pg_temp.id('document', 7);
SET session_replication_role = origin;
INSERT INTO hefu.document_lines (document_id, line_no, organization_id, customer_id, net, tax_rate, tax, gross, reduces_line_no) VALUES
  (pg_temp.id('document', 1), 1, pg_temp.id('organization', 1), pg_temp.id('customer', 1), 400, 13, 52, 452, NULL),
  (pg_temp.id('document', 1), 2, pg_temp.id('organization', 1), pg_temp.id('customer', 1), 600, 13, 78, 678, NULL),
  (pg_temp.id('document', 7), 1, pg_temp.id('organization', 1), pg_temp.id('customer', 1), 100, 13, 13, 113, 1);
INSERT INTO hefu.drafts (id, organization_id, customer_id, kind, state, content, posting_date, created_by, submitted_by, decided_by, document_id) VALUES
  (pg_temp.id('document', 99), pg_temp.id('organization', 1), pg_temp.id('customer', 1), 'receivable', 'posted', '{}', '2025-02-05',
   pg_temp.id('staff', 1), pg_temp.id('staff', 1), pg_temp.id('staff', 2), pg_temp.id('document', 2));
INSERT INTO hefu.counters SELECT organization_id, series, max(number) FROM hefu.documents GROUP BY 1, 2;

-- Settlements: 1 receipt, 2 its second use, 3 that one undone, 4 an advance, 5 dollars at two rates, 6 the reversal with what it reverses.
INSERT INTO hefu.settlements (id, organization_id, customer_id, mode, effective_date, created_at, reverses, created_by)
SELECT pg_temp.id('settlement', n), pg_temp.id('organization', 1), pg_temp.id('customer', 1), mode, day::date, day::timestamptz,
  CASE WHEN reverses IS NOT NULL THEN pg_temp.id('settlement', reverses) END, pg_temp.id('staff', 1)
FROM (VALUES (1, 'manual', '2025-01-25', NULL), (2, 'manual', '2025-02-15', NULL), (3, 'reversal', '2025-02-16', 2), (4, 'manual', '2025-03-05', NULL),
  (5, 'manual', '2025-03-06', NULL), (6, 'reversal', '2025-02-11', NULL)) s (n, mode, day, reverses) ORDER BY n;
INSERT INTO hefu.allocations (id, organization_id, customer_id, settlement_id, debit_item, credit_item, debit_amount, credit_amount, debit_base, credit_base, effective_date, reverses)
SELECT pg_temp.id('allocation', a.n), s.organization_id, s.customer_id, s.id, pg_temp.id('item', debit), pg_temp.id('item', credit), amount, amount, debit_base, credit_base,
  s.effective_date, CASE WHEN a.reverses IS NOT NULL THEN pg_temp.id('allocation', a.reverses) END
FROM (VALUES (1, 1, 1, 3, 565, 565, 565, NULL), (2, 2, 2, 3, 35, 35, 35, NULL), (3, 3, 2, 3, 35, 35, 35, 2), (4, 4, 101, 4, 100, 100, 100, NULL),
  (5, 5, 5, 6, 100, 700, 720, NULL), (6, 6, 8, 9, 50, 50, 50, NULL)) a (n, settlement, debit, credit, amount, debit_base, credit_base, reverses)
JOIN hefu.settlements s ON s.id = pg_temp.id('settlement', a.settlement) ORDER BY a.n;
INSERT INTO hefu.journal_entries (id, organization_id, posting_date, source_kind, source_id, posted_at)
SELECT pg_temp.id('entry', 100 + n), pg_temp.id('organization', 1), day::date, 'settlement', pg_temp.id('settlement', n), pg_temp.at(day)
FROM (VALUES (4, '2025-03-05'), (5, '2025-03-06')) s (n, day);
INSERT INTO hefu.journal_lines (entry_id, line_no, organization_id, posting_date, account_code, customer_id, currency, amount, amount_base)
SELECT e.id, l.line_no, e.organization_id, e.posting_date, a.code, pg_temp.id('customer', 1), l.currency, l.amount, l.base
FROM (VALUES (104, 1, 'advance', 'CNY', 100, 100), (104, 2, 'ar', 'CNY', -100, -100),
  (105, 1, 'ar', 'USD', -100, -700), (105, 2, 'currency_clearing', 'USD', 100, 700), (105, 3, 'ar', 'USD', 100, 720), (105, 4, 'currency_clearing', 'USD', -100, -720),
  (105, 5, 'exchange', 'CNY', -20, -20), (105, 6, 'currency_clearing', 'CNY', 20, 20)) l (entry, line_no, role, currency, amount, base)
JOIN hefu.journal_entries e ON e.id = pg_temp.id('entry', l.entry)
JOIN hefu.accounts a ON a.organization_id = e.organization_id AND a.role = l.role;
UPDATE hefu.periods SET closed_at = pg_temp.at('2025-02-03') WHERE starts = '2025-01-01' AND organization_id = pg_temp.id('organization', 1);

-- January was revised once and agreed; February follows it and waits.
INSERT INTO hefu.statements (id, organization_id, customer_id, currency, period_start, cut_off, series, number, statement_no, version, state, issued_at, issued_version)
SELECT pg_temp.id('statement', n), pg_temp.id('organization', 1), pg_temp.id('customer', 1), 'CNY', starts::date, ends::date, 'ST-2025', n, 'ST-2025-' || n, version, state, pg_temp.at(issued), 1
FROM (VALUES (1, '2025-01-01', '2025-01-31', 2, 'agreed', '2025-02-02'), (2, '2025-02-01', '2025-02-28', 1, 'viewed', '2025-03-02')) s (n, starts, ends, version, state, issued);
INSERT INTO hefu.counters VALUES (pg_temp.id('organization', 1), 'ST-2025', 2), (pg_temp.id('organization', 1), 'DP-2025', 2);
CREATE FUNCTION pg_temp.body(n int, version int, opening text, movement text, closing text, lines text, open_items text) RETURNS text LANGUAGE sql AS $$
  SELECT '{"closing":"' || closing || '","columns":["no","kind","document_id","document_no","amount","received","open"],"lines":[' || lines || '],"movement":"' || movement
    || '","open_columns":["no","kind","document_id","document_no","original","open"],"open_items":[' || open_items || '],"opening":"' || opening
    || '","statement_no":"ST-2025-' || n || '","version":' || version || '}'
$$;
INSERT INTO hefu.statement_versions (statement_id, version, organization_id, customer_id, body, sha256, previous_sha256, opening, movement, closing,
  charges, credits, receipts, adjustments, overdue, line_count, open_count, snapshot_at, created_by)
SELECT pg_temp.id('statement', n), version, pg_temp.id('organization', 1), pg_temp.id('customer', 1), body, sha256(convert_to(body, 'UTF8')), NULL, opening, movement, closing,
  movement, 0, 0, 0, 0, lines, open, pg_temp.at(taken), pg_temp.id('staff', 1)
FROM (
  SELECT 1 AS n, 1 AS version, 0 AS opening, 530 AS movement, 530 AS closing, 2 AS lines, 0 AS open, '2025-02-01' AS taken,
    pg_temp.body(1, 1, '0.00', '530.00', '530.00', '[1,"receivable","' || pg_temp.id('document', 1) || '","AR-2025-1","1130.00","565.00","565.00"],[2,"receipt","'
      || pg_temp.id('document', 3) || '","RC-2025-1","-600.00","565.00","35.00"]', '') AS body
  UNION ALL
  SELECT 1, 2, 0, 530, 530, 2, 0, '2025-02-02',
    pg_temp.body(1, 2, '0.00', '530.00', '530.00', '[1,"receivable","' || pg_temp.id('document', 1) || '","AR-2025-1","1130.00","565.00","565.00"],[2,"receipt","'
      || pg_temp.id('document', 3) || '","RC-2025-1","-600.00","565.00","35.00"]', '')
  UNION ALL
  SELECT 2, 1, 530, 257, 787, 7, 1, '2025-03-01',
    pg_temp.body(2, 1, '530.00', '257.00', '787.00', (
      SELECT string_agg('[' || place || ',"' || kind || '","' || pg_temp.id('document', d) || '","","' || amount || '.00","0.00","0.00"]', ',' ORDER BY place)
      FROM (VALUES (1, 'receivable', 2, 500), (2, 'advance', 4, -200), (3, 'credit_note', 7, -113), (4, 'receivable', 8, 50), (5, 'reversal', 9, -50), (6, 'receivable', 10, 70))
        l (place, kind, d, amount)), '[7,"receivable","' || pg_temp.id('document', 1) || '","AR-2025-1","565.00","565.00"]')
) v;
SET session_replication_role = replica;
UPDATE hefu.statement_versions v SET previous_sha256 = p.sha256 FROM hefu.statement_versions p
WHERE v.statement_id = pg_temp.id('statement', 2) AND p.statement_id = pg_temp.id('statement', 1) AND p.version = 2;
SET session_replication_role = origin;
INSERT INTO hefu.statement_files (statement_id, version, format, locale, organization_id, customer_id, sha256, content)
SELECT statement_id, version, 'csv', 'en', organization_id, customer_id, sha256('x'), 'x' FROM hefu.statement_versions;

-- Line 2 of January is confirmed, line 1 was disputed in part and credited; a dispute of February is open.
INSERT INTO hefu.confirmations (id, organization_id, customer_id, statement_id, version, sha256, lines, amount, actor_id, actor_name, created_at)
SELECT pg_temp.id('confirmation', 1), organization_id, customer_id, statement_id, version, sha256, '{2}', -600, pg_temp.id('contact', 1), '赵', pg_temp.at('2025-02-04')
FROM hefu.statement_versions WHERE statement_id = pg_temp.id('statement', 1) AND version = 2;
INSERT INTO hefu.disputes (id, organization_id, customer_id, series, number, dispute_no, statement_id, version, line_no, document_id, currency, line_amount, category, disputed_amount,
  state, outcome, agreed_amount, credit_document_id, due_at, opened_by, opened_by_name, opened_at)
SELECT pg_temp.id('dispute', n), pg_temp.id('organization', 1), pg_temp.id('customer', 1), 'DP-2025', n, 'DP-2025-' || n, pg_temp.id('statement', n), 3 - n, 1,
  pg_temp.id('document', n), 'CNY', amount, 'price', 113, state, outcome, agreed, credit, pg_temp.at('2025-03-20'), pg_temp.id('contact', 1), '赵', pg_temp.at(opened)
FROM (VALUES (1, 1130, 'resolved', 'accepted_whole', 113, pg_temp.id('document', 7), '2025-02-04'), (2, 500, 'open', NULL, NULL, NULL, '2025-03-03'))
  d (n, amount, state, outcome, agreed, credit, opened);
INSERT INTO hefu.resolutions (id, organization_id, customer_id, dispute_id, decision, instrument, amount, root_cause, state, proposed_by, proposed_by_name, approved_by, document_id) VALUES
  (pg_temp.id('resolution', 1), pg_temp.id('organization', 1), pg_temp.id('customer', 1), pg_temp.id('dispute', 1), 'accept_whole', 'credit_note', 113, 'technical_error', 'posted',
   pg_temp.id('staff', 1), '王', pg_temp.id('staff', 2), pg_temp.id('document', 7));
INSERT INTO hefu.line_answers (statement_id, line_no, organization_id, customer_id, version, answer, confirmation_id, dispute_id)
SELECT pg_temp.id('statement', s), line, pg_temp.id('organization', 1), pg_temp.id('customer', 1), version, answer,
  CASE WHEN answer = 'confirmed' THEN pg_temp.id('confirmation', 1) END, CASE WHEN answer = 'disputed' THEN pg_temp.id('dispute', s) END
FROM (VALUES (1, 1, 2, 'disputed'), (1, 2, 2, 'confirmed'), (2, 1, 1, 'disputed')) a (s, line, version, answer);

SELECT hefu.audit_append(pg_temp.id('organization', 1), pg_temp.id('customer', 1), 'https://staff wang @ 192.0.2.1', ARRAY['document.posted', 'settlement.made'], ARRAY['{"no":"AR-2025-1"}', '{}']);
SELECT hefu.audit_append(pg_temp.id('organization', 1), NULL, 'https://staff 李 "two"', ARRAY['statement.issued'], ARRAY['{}']);
SELECT hefu.audit_append(NULL, NULL, 'system:clock', ARRAY['organization.opened'], ARRAY['null']);
