-- +goose Up
-- The schema audit: the books as anyone with SQL may check them, and the checks themselves.
-- Every view runs with the rights of its reader, so row-level security holds in it; only hefu_auditor is let in.
-- A later migration that changes a table replaces the views here that read it: their columns stay.
--   v_check_texts  what each invariant says
--   v_violations   every row that breaks one, by name; the one definition of each check
--   v_checks       the same counted, with the zeros
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- The lines of a statement's canonical body: movements with their amount, then what was brought forward with amount 0.
-- A body that cannot be read yields the lines before its fault, and the checks then name it; an error would hide every other check.
-- +goose StatementBegin
CREATE FUNCTION audit.content_lines(body text)
RETURNS TABLE (line_no int, document_id text, kind text, amount numeric, open_amount numeric)
LANGUAGE plpgsql IMMUTABLE ROWS 10 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DECLARE
    content jsonb := body::jsonb;
    -- ["no", "kind"] read as the array {no,kind} gives the place of each column, which JSON counts from 0.
    names text[] := translate(content ->> 'columns', '[]" ', '{}');
  BEGIN
    RETURN QUERY
    SELECT (e ->> at.no)::int, nullif(e ->> at.id, ''), e ->> at.kind, (e ->> at.amount)::numeric, nullif(e ->> at.open, '')::numeric
    FROM jsonb_array_elements(content -> 'lines') e,
      (VALUES (array_position(names, 'no') - 1, array_position(names, 'document_id') - 1, array_position(names, 'kind') - 1,
               array_position(names, 'amount') - 1, array_position(names, 'open') - 1)) at (no, id, kind, amount, open);
    IF content -> 'open_items' <> '[]' THEN
      names := translate(content ->> 'open_columns', '[]" ', '{}');
      RETURN QUERY
      SELECT (e ->> at.no)::int, nullif(e ->> at.id, ''), e ->> at.kind, 0::numeric, nullif(e ->> at.open, '')::numeric
      FROM jsonb_array_elements(content -> 'open_items') e,
        (VALUES (array_position(names, 'no') - 1, array_position(names, 'document_id') - 1, array_position(names, 'kind') - 1,
                 array_position(names, 'open') - 1)) at (no, id, kind, open);
    END IF;
  END;
EXCEPTION WHEN data_exception OR feature_not_supported THEN
  RETURN;
END
$$;

-- The figures a body states about itself, as text; null where it cannot be read.
CREATE FUNCTION audit.content_head(body text)
RETURNS TABLE (statement_no text, version text, opening numeric, movement numeric, closing numeric)
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  content jsonb;
BEGIN
  BEGIN
    content := body::jsonb;
    statement_no := content ->> 'statement_no';
    version := content ->> 'version';
    opening := (content ->> 'opening')::numeric;
    movement := (content ->> 'movement')::numeric;
    closing := (content ->> 'closing')::numeric;
  EXCEPTION WHEN data_exception THEN
    statement_no := NULL; version := NULL; opening := NULL; movement := NULL; closing := NULL;
  END;
  RETURN NEXT;
END
$$;
-- +goose StatementEnd

CREATE VIEW audit.periods WITH (security_invoker = true) AS
SELECT organization_id::text, to_char(starts, 'YYYY-MM') AS period_id, starts, ends, closed_at FROM periods;

CREATE VIEW audit.journal_entries WITH (security_invoker = true) AS
SELECT id::text AS entry_id, organization_id::text, posting_date, posted_at, source_kind, source_id::text, reversal_of::text FROM journal_entries;

CREATE VIEW audit.journal_lines WITH (security_invoker = true) AS
SELECT l.entry_id::text, l.line_no, l.account_code AS account, a.role, l.currency, l.amount::numeric AS amount, l.amount_base::numeric AS amount_base,
       l.customer_id::text
FROM journal_lines l LEFT JOIN accounts a ON a.organization_id = l.organization_id AND a.code = l.account_code;

CREATE VIEW audit.open_items WITH (security_invoker = true) AS
SELECT id::text AS item_id, organization_id::text, customer_id::text, account_role, document_id::text, currency, side, due_date,
       original_amount::numeric AS original_amount, open_amount::numeric AS open_amount
FROM open_items;

-- A reversal is a row of its own in the table; here it shows as reversed_by of the allocation it undoes.
CREATE VIEW audit.allocations WITH (security_invoker = true) AS
SELECT a.id::text AS allocation_id, a.debit_item::text, a.credit_item::text, a.debit_amount::numeric AS debit_amount,
       a.credit_amount::numeric AS credit_amount, a.effective_date, a.created_at, r.id::text AS reversed_by
FROM allocations a LEFT JOIN allocations r ON r.reverses = a.id
WHERE a.reverses IS NULL;

CREATE VIEW audit.documents WITH (security_invoker = true) AS
SELECT d.id::text AS document_id, d.organization_id::text, d.kind, d.organization_id || '/' || d.series AS series, d.number,
       CASE WHEN r.id IS NULL THEN 'posted' ELSE 'reversed' END AS state, d.customer_id::text, d.currency, d.gross::numeric AS gross_amount,
       d.document_date, d.posted_at, d.dispute_id::text, d.reduces_document_id::text
FROM documents d LEFT JOIN documents r ON r.reverses_document_id = d.id;

-- The table keeps one time of issue, that of the version in force.
CREATE VIEW audit.statements WITH (security_invoker = true) AS
SELECT s.id::text AS statement_id, v.version, s.organization_id::text, s.customer_id::text, s.currency, s.period_start, s.cut_off,
       CASE WHEN v.version = s.version THEN s.state ELSE 'superseded' END AS state, encode(v.sha256, 'hex') AS sha256,
       v.opening::numeric AS opening, v.movement::numeric AS movement, v.closing::numeric AS closing,
       CASE WHEN v.version = s.version THEN s.issued_at END AS issued_at
FROM statement_versions v JOIN statements s ON s.id = v.statement_id;

CREATE VIEW audit.statement_lines WITH (security_invoker = true) AS
SELECT v.statement_id::text, v.version, l.line_no, l.document_id, l.kind, l.amount, l.open_amount, a.answer
FROM statement_versions v
JOIN statements s ON s.id = v.statement_id
CROSS JOIN LATERAL audit.content_lines(v.body) l
LEFT JOIN line_answers a ON a.statement_id = v.statement_id AND a.line_no = l.line_no AND v.version = s.version;

CREATE VIEW audit.confirmations WITH (security_invoker = true) AS
SELECT c.id::text AS confirmation_id, c.statement_id::text, c.version, encode(c.sha256, 'hex') AS sha256,
       coalesce(p.subject, c.actor_id::text) AS actor_subject, c.created_at, NULL::text AS link_token_id
FROM confirmations c LEFT JOIN contacts p ON p.id = c.actor_id;

CREATE VIEW audit.disputes WITH (security_invoker = true) AS
SELECT id::text AS dispute_id, statement_id::text, line_no, customer_id::text, state, disputed_amount::numeric AS disputed_amount,
       agreed_amount::numeric AS agreed_amount, credit_document_id::text
FROM disputes;

CREATE VIEW audit.provider_events WITH (security_invoker = true) AS
SELECT NULL::text AS provider, NULL::text AS event_id, NULL::int AS deliveries, NULL::text AS effect_entry_id WHERE false;

CREATE VIEW audit.payments WITH (security_invoker = true) AS
SELECT NULL::text AS payment_id, NULL::text AS customer_id, NULL::text AS currency, NULL::numeric AS amount, NULL::text AS state,
       NULL::text AS provider, NULL::text AS provider_ref, NULL::text AS receipt_document_id WHERE false;

CREATE VIEW audit.bank_statements WITH (security_invoker = true) AS
SELECT NULL::text AS bank_statement_id, NULL::text AS bank_account, NULL::text AS file_sha256, NULL::numeric AS opening, NULL::numeric AS closing WHERE false;

CREATE VIEW audit.bank_lines WITH (security_invoker = true) AS
SELECT NULL::text AS bank_line_id, NULL::text AS bank_statement_id, NULL::int AS seq, NULL::text AS currency, NULL::numeric AS amount,
       NULL::text AS receipt_document_id WHERE false;

-- The table and the payload add the network address to the subject.
CREATE VIEW audit.audit_log WITH (security_invoker = true) AS
SELECT seq, at, split_part(actor_subject, ' @ ', 1) AS actor_subject, action, payload, prev_hash, row_hash FROM audit_log;

CREATE VIEW audit.link_tokens WITH (security_invoker = true) AS
SELECT NULL::text AS token_id, NULL::text AS token_sha256, NULL::text AS purpose, NULL::text AS customer_id, NULL::timestamptz AS expires_at,
       NULL::timestamptz AS used_at, NULL::timestamptz AS revoked_at WHERE false;

CREATE VIEW audit.mails WITH (security_invoker = true) AS
SELECT NULL::text AS mail_id, NULL::text AS purpose_key, NULL::text AS state, NULL::timestamptz AS created_at, NULL::timestamptz AS sent_at WHERE false;

-- What each check says. I01 to I34 are the invariants of the design; X.. are what SPEC 4 to 9 asks for beyond them.
CREATE VIEW audit.v_check_texts (invariant, text) WITH (security_invoker = true) AS VALUES
  ('I01', 'entries balance per currency and in base'),
  ('I02', 'the ledger sums to zero per organization and currency'),
  ('I03', 'an entry has at least two lines and nothing is an orphan'),
  ('I04', 'amounts are finite, exact to scale, not zero, at most 10^15'),
  ('I05', 'open equals original less live allocations'),
  ('I06', 'open lies between zero and original'),
  ('I07', 'an allocation matches a debit with a credit of one customer, by equal amounts or with an exchange entry'),
  ('I08', 'control accounts equal the open items per customer and currency'),
  ('I09', 'nothing is posted into a period after it closed'),
  ('I10', 'a posting date lies in exactly one period'),
  ('I11', 'numbers run from 1 without gap or repetition'),
  ('I12', 'numbers follow the order of posting'),
  ('I13', 'a dispute resolution has at most one live credit note, and both name each other'),
  ('I14', 'a source posts once'),
  ('I15', 'a reversal happens once and mirrors exactly'),
  ('I16', 'a provider event has one effect however often it is delivered'),
  ('I17', 'a provider reference pays once, and a payment succeeded exactly if it has one posted receipt'),
  ('I18', 'opening plus movement is closing, the previous closing is the opening, and closing is the ledger''s balance'),
  ('I19', 'a confirmation belongs to exactly the bytes that were shown'),
  ('I20', 'a statement has one live version and an older one takes no answers'),
  ('I21', 'a bank line posts once and a bank statement proves out'),
  ('I22', 'the audit chain has no gap, fork or edit'),
  ('I23', 'a link token is a SHA-256 and never acts after expiry or revocation'),
  ('I24', 'one mail per purpose'),
  ('I25', 'posted rows are out of the application''s power to change'),
  ('I27', 'no policy lets customers or staff see rows without a context'),
  ('I28', 'application roles own and pass nothing, and no view or function leaks'),
  ('I32', 'who made it did not alone approve it'),
  ('I33', 'money is never a floating-point number'),
  ('X01', 'stored balances equal the journal'),
  ('X02', 'a document equals its lines, its entry and its open items'),
  ('X03', 'credits never exceed the line they reduce'),
  ('X04', 'control accounts equal the open items in base currency'),
  ('X05', 'answers, confirmations, disputes and the state of a statement agree'),
  ('X06', 'every row carries the organization and customer of its parent');

CREATE VIEW audit.v_violations (invariant, subject) WITH (security_invoker = true) AS

SELECT 'I01', 'entry ' || entry_id
FROM (SELECT entry_id, sum(amount) AS amount, sum(amount_base) AS base FROM journal_lines GROUP BY entry_id, currency) per_currency
GROUP BY entry_id HAVING bool_or(amount <> 0) OR sum(base) <> 0

UNION ALL
SELECT 'I02', 'organization ' || organization_id || ' ' || coalesce(currency, 'base currency') || ' sums to ' || coalesce(sum(amount), sum(base))
FROM (
  SELECT organization_id, currency, sum(amount) AS amount, NULL::numeric AS base FROM journal_lines GROUP BY organization_id, currency
  UNION ALL
  SELECT organization_id, NULL, NULL, sum(amount_base) FROM journal_lines GROUP BY organization_id
) sums
GROUP BY organization_id, currency HAVING coalesce(sum(amount), sum(base)) <> 0

-- Entries with too few lines or lines out of count; entries without what they record; documents that never reached the journal.
UNION ALL
SELECT 'I03', 'entry ' || coalesce(e.id, l.entry_id) || CASE WHEN e.id IS NULL THEN ' is missing and' ELSE '' END || ' has ' || coalesce(l.lines, 0) || ' lines'
FROM journal_entries e
FULL JOIN (SELECT entry_id, count(*) AS lines, min(line_no) AS low, max(line_no) AS high FROM journal_lines GROUP BY entry_id) l ON l.entry_id = e.id
WHERE e.id IS NULL OR coalesce(l.lines, 0) < 2 OR l.low <> 1 OR l.high <> l.lines
UNION ALL
SELECT 'I03', 'entry ' || e.id || ' records no ' || e.source_kind || ' ' || e.source_id
FROM journal_entries e
LEFT JOIN documents d ON d.id = e.source_id
LEFT JOIN settlements s ON s.id = e.source_id
WHERE CASE e.source_kind WHEN 'document' THEN d.id IS NULL WHEN 'settlement' THEN s.id IS NULL END
UNION ALL
SELECT 'I03', 'document ' || d.id || ' has no entry'
FROM documents d LEFT JOIN journal_entries e ON e.source_id = d.id AND e.source_kind = 'document'
WHERE e.id IS NULL AND d.gross <> 0
UNION ALL
SELECT 'I03', 'entry ' || l.entry_id || ' line ' || l.line_no || ' names no such ' || u.noun
FROM (
  -- Found among the few distinct combinations before any line is looked up again; the planner would do it the other way round.
  WITH unknown AS MATERIALIZED (
    SELECT k.*, CASE WHEN a.code IS NULL THEN 'account ' || k.account_code WHEN c.id IS NULL THEN 'customer ' || k.customer_id ELSE 'currency ' || k.currency END AS noun
    FROM (SELECT organization_id, account_code, customer_id, currency FROM journal_lines GROUP BY 1, 2, 3, 4) k
    LEFT JOIN accounts a ON a.organization_id = k.organization_id AND a.code = k.account_code
    LEFT JOIN customers c ON c.id = k.customer_id
    LEFT JOIN currencies m ON m.code = k.currency
    WHERE a.code IS NULL OR c.id IS NULL OR m.code IS NULL
  ) SELECT * FROM unknown
) u
JOIN journal_lines l ON (l.organization_id, l.account_code, l.customer_id, l.currency) = (u.organization_id, u.account_code, u.customer_id, u.currency)
UNION ALL
SELECT 'I03', 'entry ' || l.entry_id || ' line ' || l.line_no || ' names no such document ' || l.document_id
FROM journal_lines l LEFT JOIN documents d ON d.id = l.document_id WHERE l.document_id IS NOT NULL AND d.id IS NULL
UNION ALL
SELECT 'I03', 'document ' || l.document_id || ' line ' || l.line_no || ' has no document'
FROM document_lines l LEFT JOIN documents d ON d.id = l.document_id WHERE d.id IS NULL
UNION ALL
SELECT 'I03', 'open item ' || i.id || ' has no document ' || i.document_id
FROM open_items i LEFT JOIN documents d ON d.id = i.document_id WHERE d.id IS NULL
UNION ALL
SELECT 'I03', 'allocation ' || a.id || ' lacks its settlement or an item'
FROM allocations a
LEFT JOIN settlements s ON s.id = a.settlement_id LEFT JOIN open_items d ON d.id = a.debit_item LEFT JOIN open_items c ON c.id = a.credit_item
WHERE s.id IS NULL OR d.id IS NULL OR c.id IS NULL

-- NaN and Infinity are greater than every number, so the bound finds them too.
UNION ALL
SELECT 'I04', 'entry ' || l.entry_id || ' line ' || l.line_no || ' amount ' || l.amount || ' ' || l.currency || ', base ' || l.amount_base
FROM journal_lines l
LEFT JOIN currencies c ON c.code = l.currency
LEFT JOIN organizations o ON o.id = l.organization_id LEFT JOIN currencies b ON b.code = o.base_currency
WHERE l.amount = 0 OR abs(l.amount) > 1e15 OR abs(l.amount_base) > 1e15
   OR l.amount <> round(l.amount, coalesce(c.exponent, 4)) OR l.amount_base <> round(l.amount_base, coalesce(b.exponent, 4))
UNION ALL
SELECT 'I04', 'open item ' || i.id || ' original ' || i.original_amount || ', open ' || i.open_amount || ' ' || i.currency
FROM open_items i LEFT JOIN currencies c ON c.code = i.currency
WHERE i.original_amount = 0 OR abs(i.original_amount) > 1e15 OR abs(i.open_amount) > 1e15 OR abs(i.original_base) > 1e15 OR abs(i.open_base) > 1e15
   OR i.original_amount <> round(i.original_amount, coalesce(c.exponent, 4)) OR i.open_amount <> round(i.open_amount, coalesce(c.exponent, 4))
UNION ALL
SELECT 'I04', 'allocation ' || a.id || ' debit ' || a.debit_amount || ', credit ' || a.credit_amount
FROM allocations a
JOIN open_items d ON d.id = a.debit_item JOIN open_items k ON k.id = a.credit_item
LEFT JOIN currencies dc ON dc.code = d.currency LEFT JOIN currencies kc ON kc.code = k.currency
WHERE a.debit_amount = 0 OR a.credit_amount = 0 OR abs(a.debit_amount) > 1e15 OR abs(a.credit_amount) > 1e15
   OR a.debit_amount <> round(a.debit_amount, coalesce(dc.exponent, 4)) OR a.credit_amount <> round(a.credit_amount, coalesce(kc.exponent, 4))
UNION ALL
SELECT 'I04', 'document ' || d.id || ' net ' || d.net || ', tax ' || d.tax || ', freight ' || d.freight || ', gross ' || d.gross || ' ' || d.currency
FROM documents d LEFT JOIN currencies c ON c.code = d.currency
WHERE abs(d.net) > 1e15 OR abs(d.tax) > 1e15 OR abs(d.freight) > 1e15 OR abs(d.gross) > 1e15 OR abs(d.gross_base) > 1e15
   OR d.net <> round(d.net, coalesce(c.exponent, 4)) OR d.tax <> round(d.tax, coalesce(c.exponent, 4))
   OR d.freight <> round(d.freight, coalesce(c.exponent, 4)) OR d.gross <> round(d.gross, coalesce(c.exponent, 4))
UNION ALL
SELECT 'I04', 'statement ' || s.id || ' version ' || v.version || ' opening ' || v.opening || ', closing ' || v.closing || ' ' || s.currency
FROM statement_versions v JOIN statements s ON s.id = v.statement_id LEFT JOIN currencies c ON c.code = s.currency
WHERE abs(v.opening) > 1e15 OR abs(v.movement) > 1e15 OR abs(v.closing) > 1e15
   OR v.opening <> round(v.opening, coalesce(c.exponent, 4)) OR v.closing <> round(v.closing, coalesce(c.exponent, 4))

UNION ALL
SELECT 'I05', 'open item ' || i.id || ' open ' || i.open_amount || ' instead of ' || i.original_amount - coalesce(m.amount, 0)
FROM open_items i
LEFT JOIN (
  SELECT item, sum(amount) AS amount, sum(base) AS base
  FROM allocations a
  CROSS JOIN LATERAL (VALUES (a.debit_item, a.debit_amount, a.debit_base), (a.credit_item, a.credit_amount, a.credit_base)) side (item, amount, base)
  WHERE a.reverses IS NULL AND NOT EXISTS (SELECT FROM allocations r WHERE r.reverses = a.id)
  GROUP BY item
) m ON m.item = i.id
WHERE i.open_amount <> i.original_amount - coalesce(m.amount, 0) OR i.open_base <> i.original_base - coalesce(m.base, 0)

UNION ALL
SELECT 'I06', 'open item ' || id || ' open ' || open_amount || ' of ' || original_amount
FROM open_items WHERE open_amount < 0 OR open_amount > original_amount

UNION ALL
SELECT 'I07', 'allocation ' || a.id || ' of ' || d.side || ' item ' || d.id || ' with ' || c.side || ' item ' || c.id
FROM allocations a
JOIN open_items d ON d.id = a.debit_item
JOIN open_items c ON c.id = a.credit_item
LEFT JOIN journal_entries e ON e.source_id = a.settlement_id AND e.source_kind = 'settlement'
WHERE a.debit_amount <= 0 OR a.credit_amount <= 0 OR d.side <> 'debit' OR c.side <> 'credit'
   OR (d.organization_id, d.customer_id) IS DISTINCT FROM (c.organization_id, c.customer_id)
   OR (d.organization_id, d.customer_id) IS DISTINCT FROM (a.organization_id, a.customer_id)
   OR (d.currency = c.currency AND a.debit_amount <> a.credit_amount)
   OR ((d.currency <> c.currency OR a.debit_base <> a.credit_base) AND e.id IS NULL)

UNION ALL
SELECT 'I08', 'customer ' || customer_id || ' ' || currency || ' ' || role || ': ledger ' || sum(ledger) || ', open items ' || sum(items)
FROM (
  SELECT l.organization_id, l.customer_id, l.currency, a.role, sum(l.amount) AS ledger, 0 AS items
  FROM journal_lines l JOIN accounts a ON a.organization_id = l.organization_id AND a.code = l.account_code
  WHERE a.role IN ('ar', 'advance') GROUP BY 1, 2, 3, 4
  UNION ALL
  SELECT organization_id, customer_id, currency, account_role, 0, sum(CASE side WHEN 'debit' THEN open_amount ELSE -open_amount END)
  FROM open_items GROUP BY 1, 2, 3, 4
) both_sides
GROUP BY organization_id, customer_id, currency, role HAVING sum(ledger) <> sum(items)

UNION ALL
SELECT 'I09', 'entry ' || e.id || ' posted ' || e.posted_at || ' into ' || p.starts || ' closed ' || p.closed_at
FROM journal_entries e
JOIN periods p ON p.organization_id = e.organization_id AND p.starts = e.posting_date - extract(day FROM e.posting_date)::int + 1
WHERE e.posted_at > p.closed_at

UNION ALL
SELECT 'I10', 'entry ' || e.id || ' of ' || e.posting_date
FROM (
  SELECT d.organization_id, d.posting_date
  FROM (SELECT DISTINCT organization_id, posting_date FROM journal_entries) d
  LEFT JOIN periods p ON p.organization_id = d.organization_id AND d.posting_date BETWEEN p.starts AND p.ends
  GROUP BY 1, 2 HAVING count(p.starts) <> 1
) bad
JOIN journal_entries e ON e.organization_id = bad.organization_id AND e.posting_date = bad.posting_date

UNION ALL
SELECT 'I11', noun || ' ' || id || ' is number ' || number || ' of ' || organization_id || '/' || series || ' after ' || before
FROM (
  SELECT noun, id, organization_id, series, number,
         coalesce(lag(number) OVER (PARTITION BY noun, organization_id, series ORDER BY number), 0) AS before
  FROM (
    SELECT 'document' AS noun, id, organization_id, series, number FROM documents
    UNION ALL SELECT 'statement', id, organization_id, series, number FROM statements
    UNION ALL SELECT 'dispute', id, organization_id, series, number FROM disputes
  ) numbered
) numbers WHERE number <> before + 1
UNION ALL
SELECT 'I11', 'counter ' || n.organization_id || '/' || n.series || ' stands at ' || coalesce(c.last, 0) || ', the last number is ' || n.last
FROM (
  SELECT organization_id, series, max(number) AS last FROM (
    SELECT organization_id, series, number FROM documents
    UNION ALL SELECT organization_id, series, number FROM statements
    UNION ALL SELECT organization_id, series, number FROM disputes
  ) numbered GROUP BY 1, 2
) n
LEFT JOIN counters c ON c.organization_id = n.organization_id AND c.series = n.series
WHERE n.last <> coalesce(c.last, 0)

UNION ALL
SELECT 'I12', 'document ' || id || ' number ' || number || ' of ' || series || ' was posted before number ' || before
FROM (
  SELECT id, series, number, posted_at, lag(posted_at) OVER w AS earlier, lag(number) OVER w AS before
  FROM documents WINDOW w AS (PARTITION BY organization_id, series ORDER BY number)
) d WHERE posted_at < earlier

UNION ALL
SELECT 'I13', 'dispute ' || d.dispute_id || ' has ' || count(*) || ' live credits: ' || string_agg(d.document_no, ', ' ORDER BY d.document_no)
FROM documents d LEFT JOIN documents r ON r.reverses_document_id = d.id
WHERE d.dispute_id IS NOT NULL AND d.kind <> 'reversal' AND r.id IS NULL
GROUP BY d.dispute_id HAVING count(*) > 1
UNION ALL
SELECT 'I13', 'document ' || d.id || ' and resolution ' || d.resolution_id || ' do not name each other'
FROM documents d LEFT JOIN resolutions r ON r.id = d.resolution_id
WHERE d.resolution_id IS NOT NULL AND d.kind <> 'reversal'
  AND (r.document_id IS DISTINCT FROM d.id OR r.state <> 'posted' OR r.dispute_id IS DISTINCT FROM d.dispute_id)
UNION ALL
SELECT 'I13', 'resolution ' || r.id || ' of dispute ' || r.dispute_id || ' has no credit of its own'
FROM resolutions r
JOIN disputes s ON s.id = r.dispute_id
LEFT JOIN documents d ON d.id = r.document_id
WHERE r.state = 'posted' AND (d.resolution_id IS DISTINCT FROM r.id OR s.credit_document_id IS DISTINCT FROM r.document_id)
UNION ALL
SELECT 'I13', 'dispute ' || s.id || ' names credit ' || s.credit_document_id || ' without a posted resolution'
FROM disputes s
WHERE s.credit_document_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM resolutions r WHERE r.dispute_id = s.id AND r.state = 'posted' AND r.document_id = s.credit_document_id)

UNION ALL
SELECT 'I14', 'source ' || source_id || ' has ' || count(*) || ' entries'
FROM journal_entries GROUP BY source_id HAVING count(*) > 1
UNION ALL
SELECT 'I14', 'source ' || source_system || ' ' || source_id || ' has ' || count(*) || ' documents'
FROM documents GROUP BY organization_id, source_system, source_id HAVING count(*) > 1

UNION ALL
SELECT 'I15', 'entry ' || reversal_of || ' is reversed ' || count(*) || ' times'
FROM journal_entries WHERE reversal_of IS NOT NULL GROUP BY reversal_of HAVING count(*) > 1
UNION ALL
SELECT 'I15', 'entry ' || r.id || ' reverses the reversal ' || o.id
FROM journal_entries r JOIN journal_entries o ON o.id = r.reversal_of WHERE o.reversal_of IS NOT NULL
UNION ALL
SELECT DISTINCT 'I15', 'entry ' || reversal || ' is not the mirror of ' || original
FROM (
  SELECT r.id AS reversal, r.reversal_of AS original, l.account_code, l.customer_id, l.currency, l.amount::numeric AS amount, l.amount_base::numeric AS base, 1 AS weight
  FROM journal_entries r JOIN journal_lines l ON l.entry_id = r.id WHERE r.reversal_of IS NOT NULL
  UNION ALL
  SELECT r.id, r.reversal_of, l.account_code, l.customer_id, l.currency, -l.amount, -l.amount_base, -1
  FROM journal_entries r JOIN journal_lines l ON l.entry_id = r.reversal_of
) pairs
GROUP BY reversal, original, account_code, customer_id, currency, amount, base HAVING sum(weight) <> 0
UNION ALL
SELECT 'I15', 'document ' || reverses_document_id || ' is reversed ' || count(*) || ' times'
FROM documents WHERE reverses_document_id IS NOT NULL GROUP BY reverses_document_id HAVING count(*) > 1
UNION ALL
SELECT 'I15', 'document ' || r.id || ' does not reverse ' || o.id || ' as a whole'
FROM documents r
JOIN documents o ON o.id = r.reverses_document_id
LEFT JOIN journal_entries re ON re.source_id = r.id AND re.source_kind = 'document'
LEFT JOIN journal_entries oe ON oe.source_id = o.id AND oe.source_kind = 'document'
WHERE o.kind = 'reversal' OR abs(r.gross) <> abs(o.gross) OR r.currency <> o.currency OR re.reversal_of IS DISTINCT FROM oe.id
UNION ALL
SELECT 'I15', 'allocation ' || r.id || ' is not the mirror of ' || r.reverses
FROM allocations r LEFT JOIN allocations o ON o.id = r.reverses
WHERE r.reverses IS NOT NULL
  AND (o.id IS NULL OR o.reverses IS NOT NULL
       OR (o.debit_item, o.credit_item, o.debit_amount, o.credit_amount, o.debit_base, o.credit_base)
          IS DISTINCT FROM (r.debit_item, r.credit_item, r.debit_amount, r.credit_amount, r.debit_base, r.credit_base))
UNION ALL
SELECT 'I15', 'allocation ' || reverses || ' is reversed ' || count(*) || ' times'
FROM allocations WHERE reverses IS NOT NULL GROUP BY reverses HAVING count(*) > 1

UNION ALL
SELECT 'I16', 'event ' || provider || ' ' || event_id || ' is kept ' || count(*) || ' times'
FROM audit.provider_events GROUP BY provider, event_id HAVING count(*) > 1
UNION ALL
SELECT 'I16', 'entry ' || effect_entry_id || ' is the effect of ' || count(*) || ' events'
FROM audit.provider_events WHERE effect_entry_id IS NOT NULL GROUP BY effect_entry_id HAVING count(*) > 1
UNION ALL
SELECT 'I16', 'event ' || p.provider || ' ' || p.event_id || ' claims the missing entry ' || p.effect_entry_id
FROM audit.provider_events p LEFT JOIN audit.journal_entries e ON e.entry_id = p.effect_entry_id
WHERE p.effect_entry_id IS NOT NULL AND e.entry_id IS NULL

UNION ALL
SELECT 'I17', 'reference ' || provider || ' ' || provider_ref || ' paid ' || count(*) || ' times'
FROM audit.payments WHERE state = 'succeeded' GROUP BY provider, provider_ref HAVING count(*) > 1
UNION ALL
SELECT 'I17', 'receipt ' || receipt_document_id || ' belongs to ' || count(*) || ' payments'
FROM audit.payments WHERE receipt_document_id IS NOT NULL GROUP BY receipt_document_id HAVING count(*) > 1
UNION ALL
SELECT 'I17', 'payment ' || p.payment_id || ' is ' || p.state || CASE WHEN d.document_id IS NULL THEN ' without' ELSE ' with' END || ' a receipt that fits'
FROM audit.payments p
LEFT JOIN audit.documents d ON d.document_id = p.receipt_document_id AND d.kind IN ('receipt', 'advance')
  AND d.customer_id = p.customer_id AND d.currency = p.currency AND d.gross_amount = p.amount
WHERE (p.state = 'succeeded') <> (d.document_id IS NOT NULL)

UNION ALL
SELECT 'I18', 'statement ' || statement_id || ' version ' || version || ' does not prove out'
FROM statement_versions WHERE opening + movement <> closing OR charges + credits + receipts + adjustments <> movement
UNION ALL
SELECT 'I18', 'statement ' || s.id || ' version ' || v.version || ' opens with ' || v.opening || ', not what it says it follows'
FROM statement_versions v
JOIN statements s ON s.id = v.statement_id
WHERE v.previous_sha256 IS NOT NULL AND NOT EXISTS (
  SELECT FROM statement_versions p JOIN statements b ON b.id = p.statement_id
  WHERE p.sha256 = v.previous_sha256 AND p.closing = v.opening
    AND (b.organization_id, b.customer_id, b.currency) = (s.organization_id, s.customer_id, s.currency) AND b.cut_off < s.period_start)
UNION ALL
SELECT 'I18', 'statement ' || id || ' version ' || version || ' opens with ' || opening || ', the one before closed with ' || before
FROM (
  SELECT s.id, s.version, s.period_start, v.opening, lag(v.closing) OVER w AS before, lag(s.cut_off) OVER w AS before_cut_off
  FROM statements s JOIN statement_versions v ON v.statement_id = s.id AND v.version = s.version
  WHERE s.state <> 'cancelled'
  WINDOW w AS (PARTITION BY s.organization_id, s.customer_id, s.currency ORDER BY s.cut_off)
) live WHERE before_cut_off < period_start AND opening <> before
UNION ALL
SELECT 'I18', 'statement ' || v.statement_id || ' version ' || v.version || ' closes with ' || v.closing || ', the ledger with ' || v.ledger
FROM (
  SELECT v.statement_id, v.version, v.closing, coalesce(sum(l.amount), 0) AS ledger
  FROM statement_versions v
  JOIN statements s ON s.id = v.statement_id
  LEFT JOIN (
    SELECT l.organization_id, l.customer_id, l.currency, l.posting_date, e.posted_at, l.amount
    FROM journal_lines l
    JOIN accounts a ON a.organization_id = l.organization_id AND a.code = l.account_code AND a.role IN ('ar', 'advance')
    JOIN journal_entries e ON e.id = l.entry_id
  ) l ON l.organization_id = s.organization_id AND l.customer_id = s.customer_id AND l.currency = s.currency
     AND l.posting_date <= s.cut_off AND l.posted_at <= v.snapshot_at
  GROUP BY v.statement_id, v.version, v.closing
) v WHERE v.closing <> v.ledger
UNION ALL
SELECT 'I18', 'statement ' || v.statement_id || ' version ' || v.version || ' does not say in its body what its figures say'
FROM statement_versions v
JOIN statements s ON s.id = v.statement_id
CROSS JOIN LATERAL audit.content_head(v.body) h
CROSS JOIN LATERAL (
  SELECT count(*) AS lines, count(DISTINCT line_no) AS numbers, coalesce(max(line_no), 0) AS last, coalesce(sum(amount), 0) AS movement
  FROM audit.content_lines(v.body)
) l
WHERE (h.statement_no, h.version, h.opening, h.movement, h.closing)
      IS DISTINCT FROM (s.statement_no, v.version::text, v.opening::numeric, v.movement::numeric, v.closing::numeric)
   OR l.movement <> v.movement OR l.numbers <> l.lines OR l.last <> l.lines OR l.lines <> v.line_count

UNION ALL
SELECT 'I19', 'statement ' || statement_id || ' version ' || version || ' has another body than its hash'
FROM statement_versions WHERE sha256 <> sha256(convert_to(body, 'UTF8'))
UNION ALL
SELECT 'I19', 'confirmation ' || c.id || ' names bytes that version ' || c.version || ' of statement ' || c.statement_id || ' never had'
FROM confirmations c LEFT JOIN statement_versions v ON v.statement_id = c.statement_id AND v.version = c.version
WHERE v.sha256 IS DISTINCT FROM c.sha256
UNION ALL
SELECT 'I19', 'file ' || format || ' ' || locale || ' of statement ' || statement_id || ' version ' || version || ' has other bytes than its hash'
FROM statement_files WHERE sha256 <> sha256(content)

UNION ALL
SELECT 'I20', 'statement ' || s.id || ' is at version ' || s.version || ' and has ' || count(v.version) || ' up to ' || coalesce(max(v.version), 0)
FROM statements s LEFT JOIN statement_versions v ON v.statement_id = s.id
GROUP BY s.id HAVING coalesce(max(v.version), 0) <> s.version OR count(v.version) <> s.version
UNION ALL
SELECT 'I20', 'customer ' || customer_id || ' has ' || count(*) || ' live statements in ' || currency || ' to ' || cut_off
FROM statements WHERE state <> 'cancelled' GROUP BY organization_id, customer_id, currency, cut_off HAVING count(*) > 1
UNION ALL
SELECT 'I20', a.noun || ' ' || a.id || ' answers version ' || a.version || ' of statement ' || a.statement_id || ' after the next was made'
FROM (
  SELECT 'confirmation' AS noun, id, statement_id, version, created_at AS at FROM confirmations
  UNION ALL SELECT 'dispute', id, statement_id, version, opened_at FROM disputes
) a
JOIN statement_versions n ON n.statement_id = a.statement_id AND n.version = a.version + 1
-- The next version may have begun while the answer held the statement; it then waited at most a lock's time.
WHERE a.at > n.snapshot_at + interval '30 seconds'

UNION ALL
SELECT 'I21', 'bank statement ' || s.bank_statement_id || ' does not prove out'
FROM audit.bank_statements s LEFT JOIN audit.bank_lines l ON l.bank_statement_id = s.bank_statement_id
GROUP BY s.bank_statement_id, s.opening, s.closing HAVING s.opening + coalesce(sum(l.amount), 0) <> s.closing
UNION ALL
SELECT 'I21', 'bank statement ' || bank_statement_id || ' has line ' || seq || ' ' || count(*) || ' times'
FROM audit.bank_lines GROUP BY bank_statement_id, seq HAVING count(*) > 1
UNION ALL
SELECT 'I21', 'file ' || file_sha256 || ' of account ' || bank_account || ' is kept ' || count(*) || ' times'
FROM audit.bank_statements GROUP BY bank_account, file_sha256 HAVING count(*) > 1
UNION ALL
SELECT 'I21', 'receipt ' || receipt_document_id || ' is posted from ' || count(*) || ' bank lines'
FROM audit.bank_lines WHERE receipt_document_id IS NOT NULL GROUP BY receipt_document_id HAVING count(*) > 1

-- The payload repeats the columns, so an edited column shows even though the hash covers the payload alone.
UNION ALL
SELECT 'I22', 'audit row ' || seq
FROM (
  SELECT *, lag(seq, 1, 0::bigint) OVER w AS before, lag(row_hash, 1, repeat('0', 64)) OVER w AS before_hash,
         ',"organization":' || coalesce('"' || organization_id || '"', 'null') || ',"seq":' || seq || '}' AS tail
  FROM audit_log WINDOW w AS (ORDER BY seq)
) l
WHERE seq <> before + 1 OR prev_hash <> before_hash OR row_hash <> encode(sha256(convert_to(prev_hash || payload, 'UTF8')), 'hex')
   OR NOT starts_with(payload, '{"action":' || to_json(action) || ',"actor":' || to_json(actor_subject)
        || ',"at":"' || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"'
        || ',"customer":' || coalesce('"' || customer_id || '"', 'null') || ',')
   OR right(payload, length(tail)) <> tail
UNION ALL
SELECT 'I22', 'the anchor stands at audit row ' || h.seq || ', the log ends at ' || coalesce(l.seq, 0)
FROM (SELECT max(seq) AS seq, count(*) AS anchors, max(hash) AS hash FROM audit_head) h
LEFT JOIN LATERAL (SELECT seq, row_hash FROM audit_log ORDER BY seq DESC LIMIT 1) l ON true
WHERE h.anchors <> 1 OR h.seq <> coalesce(l.seq, 0) OR h.hash <> coalesce(l.row_hash, repeat('0', 64))

UNION ALL
SELECT 'I23', 'link token ' || token_id
FROM audit.link_tokens
WHERE token_sha256 IS NULL OR token_sha256 !~ '^[0-9a-f]{64}$' OR expires_at IS NULL OR used_at > expires_at OR used_at > revoked_at
UNION ALL
SELECT 'I23', 'link token hash ' || token_sha256 || ' is kept ' || count(*) || ' times'
FROM audit.link_tokens GROUP BY token_sha256 HAVING count(*) > 1
UNION ALL
SELECT 'I23', 'confirmation ' || c.confirmation_id || ' came through link ' || t.token_id || ' after its end'
FROM audit.confirmations c JOIN audit.link_tokens t ON t.token_id = c.link_token_id
WHERE c.created_at > t.expires_at OR c.created_at > t.revoked_at

UNION ALL
SELECT 'I24', 'mail purpose ' || purpose_key || ' has ' || count(*) || ' mails'
FROM audit.mails GROUP BY purpose_key HAVING count(*) > 1

-- What the application may never change: by grant, and by a trigger that stops even the owner.
UNION ALL
SELECT 'I25', r.rolname || ' may change ' || c.relname
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'hefu'
CROSS JOIN pg_roles r
WHERE r.rolname IN ('hefu_app', 'hefu_portal', 'hefu_backoffice', 'hefu_worker', 'hefu_auditor')
  AND c.relname IN ('documents', 'document_lines', 'journal_entries', 'journal_lines', 'balances', 'open_items', 'settlements', 'allocations',
                    'statement_versions', 'statement_files', 'confirmations', 'reopenings', 'dispute_messages', 'audit_log', 'audit_head')
  AND (has_table_privilege(r.oid, c.oid, 'DELETE, TRUNCATE')
       -- A due date may be rewritten (SPEC 7); nothing else of an item.
       OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                  AND has_column_privilege(r.oid, c.oid, a.attnum, 'UPDATE') AND NOT (c.relname = 'open_items' AND a.attname IN ('due_date', 't0'))))
UNION ALL
SELECT 'I25', 'table ' || c.relname || ' has lost its append-only trigger'
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'hefu'
WHERE c.relname IN ('documents', 'document_lines', 'journal_entries', 'journal_lines', 'settlements', 'allocations',
                    'statement_versions', 'statement_files', 'confirmations', 'reopenings', 'dispute_messages', 'audit_log')
  AND NOT EXISTS (
    SELECT FROM pg_trigger t
    WHERE t.tgrelid = c.oid AND t.tgname = 'append_only' AND t.tgfoid = 'hefu.refuse_change'::regproc AND t.tgenabled IN ('O', 'A'))

UNION ALL
SELECT 'I27', 'policy ' || p.polname || ' of ' || c.relname || ' lets everyone in'
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'hefu'
WHERE p.polpermissive AND pg_get_expr(p.polqual, p.polrelid) = 'true'
  AND EXISTS (SELECT FROM unnest(p.polroles) role LEFT JOIN pg_roles r ON r.oid = role
              WHERE role = 0 OR r.rolname IN ('hefu_app', 'hefu_portal', 'hefu_backoffice'))
UNION ALL
SELECT 'I27', 'table ' || c.relname || ' is outside row-level security'
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'hefu'
WHERE c.relkind IN ('r', 'p') AND c.relname <> 'currencies' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)

UNION ALL
SELECT 'I28', 'role ' || rolname || ' stands above row-level security'
FROM pg_roles
WHERE rolname IN ('hefu_owner', 'hefu_app', 'hefu_portal', 'hefu_backoffice', 'hefu_worker', 'hefu_auditor')
  AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication OR (rolcanlogin AND rolname = 'hefu_owner'))
UNION ALL
SELECT 'I28', 'role ' || r.rolname || ' may act as ' || o.rolname
FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member JOIN pg_roles o ON o.oid = m.roleid
WHERE r.rolname IN ('hefu_app', 'hefu_portal', 'hefu_backoffice', 'hefu_worker', 'hefu_auditor')
  AND NOT (r.rolname = 'hefu_app' AND o.rolname IN ('hefu_portal', 'hefu_backoffice', 'hefu_worker'))
UNION ALL
SELECT 'I28', 'role ' || r.rolname || ' owns ' || o.noun || ' ' || o.name
FROM (
  SELECT relowner AS owner, 'relation' AS noun, oid::regclass::text AS name FROM pg_class
  UNION ALL SELECT proowner, 'function', oid::regprocedure::text FROM pg_proc
  UNION ALL SELECT nspowner, 'schema', nspname FROM pg_namespace
  UNION ALL SELECT datdba, 'database', datname FROM pg_database
) o
JOIN pg_roles r ON r.oid = o.owner AND r.rolname IN ('hefu_app', 'hefu_portal', 'hefu_backoffice', 'hefu_worker', 'hefu_auditor')
UNION ALL
SELECT 'I28', 'role ' || r.rolname || ' may create in schema ' || n.nspname
FROM pg_namespace n CROSS JOIN pg_roles r
WHERE n.nspname IN ('hefu', 'audit', 'river', 'public') AND r.rolname IN ('hefu_app', 'hefu_portal', 'hefu_backoffice', 'hefu_worker', 'hefu_auditor')
  AND has_schema_privilege(r.oid, n.oid, 'CREATE')
UNION ALL
SELECT 'I28', 'role ' || r.rolname || ' reaches the schema audit'
FROM pg_namespace n CROSS JOIN pg_roles r
WHERE n.nspname = 'audit' AND r.rolname IN ('hefu_app', 'hefu_portal', 'hefu_backoffice', 'hefu_worker') AND has_schema_privilege(r.oid, n.oid, 'USAGE')
UNION ALL
SELECT 'I28', 'function ' || p.oid::regprocedure || ' runs with its owner''s rights'
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.prosecdef AND n.nspname IN ('hefu', 'audit', 'river', 'public')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  AND NOT (n.nspname = 'hefu' AND p.proname IN ('journal_entries_check', 'journal_entries_complete', 'journal_lines_post', 'document_lines_of_documents', 'allocations_apply', 'audit_append')
           AND EXISTS (SELECT FROM unnest(p.proconfig) setting WHERE setting = 'search_path=hefu, pg_temp'))
UNION ALL
SELECT 'I28', 'view ' || n.nspname || '.' || c.relname || ' runs with its owner''s rights'
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm') AND n.nspname IN ('hefu', 'audit', 'river', 'public')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
  AND NOT (c.relkind = 'v' AND coalesce('security_invoker=true' = ANY (c.reloptions), false))

UNION ALL
SELECT 'I32', 'draft ' || id || ' was submitted and decided by ' || coalesce(decided_by::text, 'nobody')
FROM drafts WHERE state = 'posted' AND needs_second AND decided_by IS NOT DISTINCT FROM submitted_by
UNION ALL
SELECT 'I32', 'document ' || id || ' was made and approved by ' || approved_by FROM documents WHERE approved_by = created_by
UNION ALL
SELECT 'I32', 'resolution ' || id || ' was proposed and approved by ' || approved_by FROM resolutions WHERE approved_by = proposed_by

UNION ALL
SELECT 'I33', 'column ' || c.relname || '.' || a.attname || ' is ' || format_type(a.atttypid, a.atttypmod)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN ('hefu', 'audit') AND c.relkind IN ('r', 'p', 'v') AND NOT a.attisdropped
  AND a.atttypid IN ('float4'::regtype, 'float8'::regtype, 'money'::regtype)

UNION ALL
SELECT 'X01', 'customer ' || customer_id || ' account ' || account_code || ' ' || currency || ' ' || to_char(period, 'YYYY-MM')
  || ' is off by ' || coalesce(b.debit, 0) - coalesce(j.debit, 0) || ' debit, ' || coalesce(b.credit, 0) + coalesce(j.credit, 0) || ' credit'
FROM (
  SELECT organization_id, date_trunc('month', posting_date::timestamp)::date AS period, account_code, customer_id, currency,
         sum(amount) FILTER (WHERE amount > 0) AS debit, sum(amount) FILTER (WHERE amount < 0) AS credit,
         sum(amount_base) FILTER (WHERE amount > 0) AS debit_base, sum(amount_base) FILTER (WHERE amount < 0) AS credit_base
  FROM journal_lines GROUP BY 1, 2, 3, 4, 5
) j
FULL JOIN balances b USING (organization_id, period, account_code, customer_id, currency)
WHERE coalesce(b.debit, 0) <> coalesce(j.debit, 0) OR coalesce(b.credit, 0) <> -coalesce(j.credit, 0)
   OR coalesce(b.debit_base, 0) <> coalesce(j.debit_base, 0) OR coalesce(b.credit_base, 0) <> -coalesce(j.credit_base, 0)

UNION ALL
SELECT 'X02', 'document ' || d.id || ' differs from its lines'
FROM documents d
LEFT JOIN (SELECT document_id, count(*) AS lines, sum(tax) AS tax, sum(gross) AS gross FROM document_lines GROUP BY document_id) l ON l.document_id = d.id
WHERE d.net + d.tax + d.freight <> d.gross OR d.line_count <> coalesce(l.lines, 0) OR (l.lines > 0 AND (l.tax <> d.tax OR l.gross <> d.gross))
UNION ALL
SELECT 'X02', 'document ' || d.id || ' of ' || d.gross || ' has ' || coalesce(e.amount, 0) || ' on control accounts and ' || coalesce(i.amount, 0) || ' in open items'
FROM documents d
LEFT JOIN (
  SELECT e.source_id, sum(l.amount) AS amount, sum(l.amount_base) AS base, max(e.posting_date) AS posting_date
  FROM journal_entries e
  JOIN journal_lines l ON l.entry_id = e.id
  JOIN accounts a ON a.organization_id = l.organization_id AND a.code = l.account_code AND a.role IN ('ar', 'advance')
  WHERE e.source_kind = 'document' GROUP BY e.source_id
) e ON e.source_id = d.id
LEFT JOIN (
  SELECT document_id, sum(CASE side WHEN 'debit' THEN original_amount ELSE -original_amount END) AS amount,
         sum(CASE side WHEN 'debit' THEN original_base ELSE -original_base END) AS base, min(posting_date) AS posting_date, max(posting_date) AS last_date
  FROM open_items GROUP BY document_id
) i ON i.document_id = d.id
WHERE coalesce(e.amount, 0) <> coalesce(i.amount, 0) OR coalesce(e.base, 0) <> coalesce(i.base, 0) OR abs(coalesce(e.amount, 0)) <> abs(d.gross)
   OR abs(coalesce(e.base, 0)) <> abs(d.gross_base)
   OR e.posting_date <> d.posting_date OR i.posting_date <> d.posting_date OR i.last_date <> d.posting_date

UNION ALL
SELECT 'X03', 'document ' || o.document_id || ' line ' || o.line_no || ' of ' || o.gross || ' is credited by ' || sum(l.gross)
FROM document_lines l
JOIN documents d ON d.id = l.document_id AND d.kind = 'credit_note'
JOIN document_lines o ON o.document_id = d.reduces_document_id AND o.line_no = l.reduces_line_no
LEFT JOIN documents r ON r.reverses_document_id = d.id
WHERE r.id IS NULL
GROUP BY o.document_id, o.line_no, o.gross HAVING sum(abs(l.gross)) > o.gross
UNION ALL
SELECT 'X03', 'document ' || o.id || ' of ' || o.gross || ' is credited by ' || sum(d.gross)
FROM documents d
JOIN documents o ON o.id = d.reduces_document_id
LEFT JOIN documents r ON r.reverses_document_id = d.id
WHERE d.kind = 'credit_note' AND r.id IS NULL
GROUP BY o.id, o.gross HAVING sum(abs(d.gross)) > o.gross

UNION ALL
SELECT 'X04', 'customer ' || customer_id || ' ' || role || ' in base: ledger ' || sum(ledger) || ', open items ' || sum(items)
FROM (
  SELECT l.organization_id, l.customer_id, a.role, sum(l.amount_base) AS ledger, 0 AS items
  FROM journal_lines l JOIN accounts a ON a.organization_id = l.organization_id AND a.code = l.account_code
  WHERE a.role IN ('ar', 'advance') GROUP BY 1, 2, 3
  UNION ALL
  SELECT organization_id, customer_id, account_role, 0, sum(CASE side WHEN 'debit' THEN open_base ELSE -open_base END)
  FROM open_items GROUP BY 1, 2, 3
) both_sides
GROUP BY organization_id, customer_id, role HAVING sum(ledger) <> sum(items)

UNION ALL
SELECT 'X05', 'line ' || a.line_no || ' of statement ' || a.statement_id || ' is ' || a.answer || ' without its reason'
FROM line_answers a
LEFT JOIN statements s ON s.id = a.statement_id
LEFT JOIN statement_versions v ON v.statement_id = a.statement_id AND v.version = a.version
LEFT JOIN confirmations c ON c.id = a.confirmation_id
LEFT JOIN disputes d ON d.id = a.dispute_id
WHERE s.id IS NULL OR v.statement_id IS NULL OR a.version > s.version OR a.line_no < 1 OR a.line_no > v.line_count
   OR (a.confirmation_id IS NOT NULL AND (c.statement_id IS DISTINCT FROM a.statement_id OR NOT (c.whole OR a.line_no = ANY (c.lines))))
   OR (a.dispute_id IS NOT NULL AND (d.statement_id IS DISTINCT FROM a.statement_id OR d.line_no IS DISTINCT FROM a.line_no))
   OR (a.answer = 'disputed' AND a.dispute_id IS NULL) OR (a.answer = 'confirmed' AND a.confirmation_id IS NULL AND a.dispute_id IS NULL)
UNION ALL
SELECT 'X05', 'statement ' || s.id || ' is agreed and has ' || count(*) || ' open disputes'
FROM statements s JOIN disputes d ON d.statement_id = s.id
WHERE s.state = 'agreed' AND d.state NOT IN ('resolved', 'withdrawn') GROUP BY s.id
UNION ALL
SELECT 'X05', 'statement ' || s.id || ' is ' || s.state || ' with ' || count(a.line_no) || ' of ' || v.line_count || ' lines answered'
FROM statements s
JOIN statement_versions v ON v.statement_id = s.id AND v.version = s.version
LEFT JOIN line_answers a ON a.statement_id = s.id
WHERE s.state IN ('answered', 'agreed') GROUP BY s.id, s.state, v.line_count HAVING count(a.line_no) < v.line_count
UNION ALL
SELECT 'X05', 'dispute ' || d.id || ' agreed ' || d.agreed_amount || ' and credited ' || c.gross
FROM disputes d JOIN documents c ON c.id = d.credit_document_id
WHERE d.agreed_amount IS DISTINCT FROM abs(c.gross) OR c.dispute_id IS DISTINCT FROM d.id OR c.currency <> d.currency

UNION ALL
SELECT 'X06', noun || ' ' || child.id || ' belongs to another organization or customer than its ' || parent
FROM (
  SELECT 'journal line' AS noun, l.entry_id || '/' || l.line_no AS id, 'entry or customer' AS parent
  FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id JOIN customers p ON p.id = l.customer_id
  WHERE l.organization_id <> e.organization_id OR l.posting_date <> e.posting_date OR l.organization_id <> p.organization_id
  UNION ALL
  SELECT 'document', c.id::text, 'customer' FROM documents c JOIN customers p ON p.id = c.customer_id WHERE c.organization_id <> p.organization_id
  UNION ALL
  SELECT 'entry', c.id::text, 'document' FROM journal_entries c JOIN documents p ON p.id = c.source_id WHERE c.organization_id <> p.organization_id
  UNION ALL
  SELECT 'document line', c.document_id || '/' || c.line_no, 'document' FROM document_lines c JOIN documents p ON p.id = c.document_id
  WHERE (c.organization_id, c.customer_id) IS DISTINCT FROM (p.organization_id, p.customer_id)
  UNION ALL
  SELECT 'open item', c.id::text, 'document' FROM open_items c JOIN documents p ON p.id = c.document_id
  WHERE (c.organization_id, c.customer_id, c.currency) IS DISTINCT FROM (p.organization_id, p.customer_id, p.currency)
  UNION ALL
  SELECT 'allocation', c.id::text, 'settlement' FROM allocations c JOIN settlements p ON p.id = c.settlement_id
  WHERE (c.organization_id, c.customer_id, c.effective_date) IS DISTINCT FROM (p.organization_id, p.customer_id, p.effective_date)
  UNION ALL
  SELECT 'credit', c.id::text, 'reduced document' FROM documents c JOIN documents p ON p.id = c.reduces_document_id
  WHERE (c.organization_id, c.customer_id, c.currency) IS DISTINCT FROM (p.organization_id, p.customer_id, p.currency)
  UNION ALL
  SELECT 'reversal', c.id::text, 'reversed document' FROM documents c JOIN documents p ON p.id = c.reverses_document_id
  WHERE (c.organization_id, c.customer_id, c.currency) IS DISTINCT FROM (p.organization_id, p.customer_id, p.currency)
  UNION ALL
  SELECT 'statement', c.id::text, 'customer' FROM statements c JOIN customers p ON p.id = c.customer_id WHERE c.organization_id <> p.organization_id
  UNION ALL
  SELECT c.noun, c.id, 'statement'
  FROM (
    SELECT 'statement version' AS noun, statement_id || '/' || version AS id, statement_id, organization_id, customer_id FROM statement_versions
    UNION ALL SELECT 'statement file', statement_id || '/' || version || '/' || format || '/' || locale, statement_id, organization_id, customer_id FROM statement_files
    UNION ALL SELECT 'confirmation', id::text, statement_id, organization_id, customer_id FROM confirmations
    UNION ALL SELECT 'reopening', id::text, statement_id, organization_id, customer_id FROM reopenings
    UNION ALL SELECT 'answer', statement_id || '/' || line_no, statement_id, organization_id, customer_id FROM line_answers
    UNION ALL SELECT 'dispute', id::text, statement_id, organization_id, customer_id FROM disputes
  ) c JOIN statements p ON p.id = c.statement_id
  WHERE (c.organization_id, c.customer_id) IS DISTINCT FROM (p.organization_id, p.customer_id)
  UNION ALL
  SELECT c.noun, c.id::text, 'dispute'
  FROM (
    SELECT 'dispute message' AS noun, id, dispute_id, organization_id, customer_id FROM dispute_messages
    UNION ALL SELECT 'resolution', id, dispute_id, organization_id, customer_id FROM resolutions
    UNION ALL SELECT 'credit', id, dispute_id, organization_id, customer_id FROM documents WHERE dispute_id IS NOT NULL
  ) c JOIN disputes p ON p.id = c.dispute_id
  WHERE (c.organization_id, c.customer_id) IS DISTINCT FROM (p.organization_id, p.customer_id)
) child;

-- Counts every invariant's violations and names up to samples of them, all at one moment. A function for its settings' sake: on millions
-- of lines compiling this query would take longer than running it, and its sums need room.
-- +goose StatementBegin
CREATE FUNCTION audit.checks(samples int) RETURNS TABLE (invariant text, description text, violations bigint, named text[])
LANGUAGE plpgsql STABLE ROWS 40 SET search_path = pg_catalog, pg_temp SET jit = off SET work_mem = '64MB' AS $$
BEGIN
  RETURN QUERY
  SELECT t.invariant, t.text, coalesce(v.violations, 0), coalesce(v.named, '{}')
  FROM audit.v_check_texts t
  LEFT JOIN (
    SELECT r.invariant, count(*) AS violations, array_agg(r.subject ORDER BY r.place) FILTER (WHERE r.place <= samples) AS named
    FROM (SELECT f.invariant, f.subject, row_number() OVER (PARTITION BY f.invariant ORDER BY f.subject) AS place FROM audit.v_violations f) r
    GROUP BY r.invariant
  ) v ON v.invariant = t.invariant
  ORDER BY t.invariant;
END
$$;
-- +goose StatementEnd

CREATE VIEW audit.v_checks (invariant, violations) WITH (security_invoker = true) AS
SELECT invariant || ' ' || description, violations FROM audit.checks(0);

REVOKE ALL ON ALL TABLES IN SCHEMA audit FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA audit TO hefu_auditor;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA audit TO hefu_auditor;
RESET ROLE;
RESET search_path;

-- Whoever migrates may also verify, superuser or not.
-- +goose StatementBegin
DO $$
BEGIN
  EXECUTE format('GRANT hefu_auditor TO %I', current_user);
END
$$;
-- +goose StatementEnd
