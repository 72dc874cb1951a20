-- +goose Up
-- The same checks of a posting in fewer statements: each that a trigger runs starts an executor of its own, and one document pays
-- for all of them.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- +goose StatementBegin
-- First every lock in order, then a look at the periods: a new statement sees whatever a close that was waited for has done.
CREATE OR REPLACE FUNCTION journal_entries_check() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hefu, pg_temp AS $$
DECLARE
  closed date;
BEGIN
  -- the key of period_lock_key, written out: the text of a date keeps that function from being inlined
  PERFORM pg_advisory_xact_lock_shared(hashtextextended(at.organization_id::text || at.period::text, 0))
  FROM (SELECT DISTINCT organization_id, date_trunc('month', posting_date)::date AS period FROM fresh ORDER BY 1, 2) at;
  SELECT date_trunc('month', f.posting_date)::date INTO closed FROM fresh f
  WHERE NOT EXISTS (SELECT FROM periods p WHERE p.organization_id = f.organization_id AND p.starts = date_trunc('month', f.posting_date)::date AND p.closed_at IS NULL)
  ORDER BY f.organization_id, f.posting_date LIMIT 1;
  IF closed IS NOT NULL THEN
    RAISE EXCEPTION 'period % is not open', to_char(closed, 'YYYY-MM')
      USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_entries_period_open', TABLE = 'journal_entries';
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION journal_entries_complete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hefu, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM journal_lines l WHERE l.entry_id = NEW.id OFFSET 1) THEN
    RAISE EXCEPTION 'entry % has fewer than two lines', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_entries_two_lines', TABLE = 'journal_entries';
  END IF;
  RETURN NULL;
END
$$;

-- The lines balance, and they are of an entry of their organization and date: one pass instead of two.
CREATE OR REPLACE FUNCTION journal_lines_post() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hefu, pg_temp
  SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
DECLARE
  bad uuid;
BEGIN
  SELECT entry_id INTO bad FROM (
    SELECT f.entry_id, sum(f.amount) AS amount, sum(f.amount_base) AS base, count(*) AS lines, min(f.line_no) AS first, max(f.line_no) AS last,
           bool_and(coalesce(f.amount = round(f.amount, c.exponent), false)
                    AND coalesce(e.organization_id = f.organization_id AND e.posting_date = f.posting_date, false)) AS sound
    FROM fresh f LEFT JOIN currencies c ON c.code = f.currency LEFT JOIN journal_entries e ON e.id = f.entry_id GROUP BY f.entry_id, f.currency
  ) part GROUP BY entry_id
  HAVING bool_or(amount <> 0) OR sum(base) <> 0 OR sum(lines) < 2 OR min(first) <> 1 OR max(last) <> sum(lines) OR NOT bool_and(sound) LIMIT 1;
  IF bad IS NOT NULL THEN
    RAISE EXCEPTION 'entry % does not balance', bad
      USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_lines_balance', TABLE = 'journal_lines';
  END IF;
  INSERT INTO balances AS b (organization_id, period, account_code, customer_id, currency, debit, credit, debit_base, credit_base)
  SELECT organization_id, date_trunc('month', posting_date)::date, account_code, customer_id, currency,
         coalesce(sum(amount) FILTER (WHERE amount > 0), 0), coalesce(-sum(amount) FILTER (WHERE amount < 0), 0),
         coalesce(sum(amount_base) FILTER (WHERE amount > 0), 0), coalesce(-sum(amount_base) FILTER (WHERE amount < 0), 0)
  FROM fresh GROUP BY 1, 2, 3, 4, 5 ORDER BY 4, 5, 3, 2
  ON CONFLICT (customer_id, currency, account_code, period) DO UPDATE
  SET debit = b.debit + excluded.debit, credit = b.credit + excluded.credit,
      debit_base = b.debit_base + excluded.debit_base, credit_base = b.credit_base + excluded.credit_base;
  RETURN NULL;
END
$$;

-- One statement locks the head, reads it and writes the row that follows it.
CREATE OR REPLACE FUNCTION audit_append(organization uuid, customer uuid, actor text, actions text[], details text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hefu, pg_temp AS $$
DECLARE
  head audit_head;
BEGIN
  FOR i IN 1 .. coalesce(cardinality(actions), 0) LOOP
    INSERT INTO audit_log (seq, at, organization_id, customer_id, actor_subject, action, payload, prev_hash, row_hash)
    SELECT e.seq, e.at, organization, customer, actor, actions[i], e.payload, e.prev_hash, encode(sha256(convert_to(e.prev_hash || e.payload, 'UTF8')), 'hex')
    FROM (
      SELECT h.seq, h.at, h.prev_hash,
             '{"action":' || to_json(actions[i])::text || ',"actor":' || to_json(actor)::text
             || ',"at":"' || to_char(h.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"'
             || ',"customer":' || coalesce('"' || customer || '"', 'null')
             || ',"detail":' || details[i]
             || ',"organization":' || coalesce('"' || organization || '"', 'null')
             || ',"seq":' || h.seq || '}' AS payload
      FROM (SELECT l.seq + 1 AS seq, l.hash AS prev_hash, clock_timestamp() AS at FROM (SELECT a.seq, a.hash FROM audit_head a FOR UPDATE) l OFFSET 0) h
      OFFSET 0
    ) e
    RETURNING seq, row_hash INTO STRICT head.seq, head.hash;
    UPDATE audit_head SET seq = head.seq, hash = head.hash;
  END LOOP;
END
$$;
-- +goose StatementEnd
RESET ROLE;
RESET search_path;
