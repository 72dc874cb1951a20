-- +goose Up
-- Which bank lines wait for somebody to say whose money they are, kept as they come and go: what asks for them reads these rows and not every line that
-- the bank ever told of (docs/adr/0046).
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE TABLE bank_lines_waiting (
  organization_id uuid NOT NULL,
  line_id         uuid NOT NULL,
  booked_on       date NOT NULL,
  PRIMARY KEY (organization_id, line_id)
);
CREATE INDEX bank_lines_waiting_by_day ON bank_lines_waiting (organization_id, booked_on, line_id);
ALTER TABLE bank_lines_waiting ENABLE ROW LEVEL SECURITY;
ALTER TABLE bank_lines_waiting FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON bank_lines_waiting TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
CREATE POLICY audit ON bank_lines_waiting FOR SELECT TO hefu_auditor USING (true);
CREATE POLICY owner ON bank_lines_waiting TO hefu_owner USING (true) WITH CHECK (true);
GRANT SELECT ON bank_lines_waiting TO hefu_backoffice, hefu_worker, hefu_auditor;

CREATE POLICY owner ON bank_lines         FOR SELECT TO hefu_owner USING (true);
CREATE POLICY owner ON bank_line_receipts FOR SELECT TO hefu_owner USING (true);
CREATE POLICY owner ON bank_line_marks    FOR SELECT TO hefu_owner USING (true);
CREATE POLICY owner ON payout_lines       FOR SELECT TO hefu_owner USING (true);

-- A line waits that brought money in, has no receipt that stands, is no payout, and was not set aside.
CREATE VIEW lines_that_wait WITH (security_invoker = true) AS
SELECT l.organization_id, l.id AS line_id, l.booked_on FROM bank_lines l
WHERE l.amount > 0 AND l.kind <> 'reversal'
  AND NOT EXISTS (SELECT FROM bank_line_receipts r WHERE r.line_id = l.id AND NOT EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = r.document_id))
  AND NOT coalesce((SELECT m.aside FROM bank_line_marks m WHERE m.line_id = l.id ORDER BY m.turn DESC LIMIT 1), false)
  AND NOT EXISTS (SELECT FROM payout_lines p WHERE p.line_id = l.id AND p.undone_at IS NULL);
GRANT SELECT ON lines_that_wait TO hefu_auditor;

-- +goose StatementBegin
CREATE FUNCTION bank_lines_came() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hefu, pg_temp AS $$
BEGIN
  INSERT INTO bank_lines_waiting (organization_id, line_id, booked_on)
  SELECT f.organization_id, f.id, f.booked_on FROM fresh f WHERE f.amount > 0 AND f.kind <> 'reversal' ORDER BY f.id;
  RETURN NULL;
END
$$;
CREATE FUNCTION bank_lines_received() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hefu, pg_temp AS $$
BEGIN
  DELETE FROM bank_lines_waiting w USING fresh f WHERE w.organization_id = f.organization_id AND w.line_id = f.line_id;
  RETURN NULL;
END
$$;
-- What was said of a line, or undone: it waits or not as all that is known of it says.
CREATE FUNCTION bank_lines_decided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hefu, pg_temp AS $$
DECLARE
  line uuid;
BEGIN
  IF TG_TABLE_NAME = 'documents' THEN
    SELECT r.line_id INTO line FROM bank_line_receipts r WHERE r.document_id = NEW.reverses_document_id;
  ELSE
    line := NEW.line_id;
  END IF;
  DELETE FROM bank_lines_waiting w WHERE w.organization_id = NEW.organization_id AND w.line_id = line;
  INSERT INTO bank_lines_waiting (organization_id, line_id, booked_on)
  SELECT t.organization_id, t.line_id, t.booked_on FROM lines_that_wait t WHERE t.organization_id = NEW.organization_id AND t.line_id = line;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER waits AFTER INSERT ON bank_lines REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bank_lines_came();
CREATE TRIGGER waits AFTER INSERT ON bank_line_receipts REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bank_lines_received();
CREATE TRIGGER waits AFTER INSERT ON bank_line_marks FOR EACH ROW EXECUTE FUNCTION bank_lines_decided();
CREATE TRIGGER waits AFTER INSERT OR UPDATE ON payout_lines FOR EACH ROW EXECUTE FUNCTION bank_lines_decided();
CREATE TRIGGER line_waits_again AFTER INSERT ON documents FOR EACH ROW WHEN (NEW.reverses_document_id IS NOT NULL) EXECUTE FUNCTION bank_lines_decided();

-- The triggers' locks keep writers out until this is done.
INSERT INTO bank_lines_waiting (organization_id, line_id, booked_on) SELECT organization_id, line_id, booked_on FROM lines_that_wait;

-- Money of the same customer and about the same day that somebody entered already: asked of every line before it is posted.
CREATE INDEX documents_received ON documents (customer_id, document_date) WHERE kind IN ('receipt', 'advance');

ALTER VIEW audit.v_check_texts RENAME TO check_texts_until_00215;
ALTER VIEW audit.check_texts_until_00215 SET SCHEMA hefu;
CREATE VIEW audit.v_check_texts (invariant, text) WITH (security_invoker = true) AS
SELECT invariant, text FROM check_texts_until_00215
UNION ALL VALUES ('X13', 'the bank lines kept as waiting are those that wait');
REVOKE ALL ON audit.v_check_texts FROM PUBLIC;
GRANT SELECT ON audit.v_check_texts TO hefu_auditor;

-- Three more functions with their owner's rights (I28): they keep one table as the statement that calls them leaves the lines.
ALTER VIEW audit.v_violations RENAME TO violations_until_00215;
ALTER VIEW audit.violations_until_00215 SET SCHEMA hefu;
CREATE VIEW audit.v_violations (invariant, subject) WITH (security_invoker = true) AS
SELECT invariant, subject FROM violations_until_00215
WHERE NOT (invariant = 'I28' AND subject ~ '^function (hefu\.)?bank_lines_(came|received|decided)\(\) runs with its owner')
UNION ALL
SELECT 'I28', 'function ' || p.proname || '() looks for names outside its schema'
FROM pg_proc p WHERE p.oid IN ('hefu.bank_lines_came()'::regprocedure, 'hefu.bank_lines_received()'::regprocedure, 'hefu.bank_lines_decided()'::regprocedure)
  AND NOT ('search_path=hefu, pg_temp' = ANY (coalesce(p.proconfig, '{}')))
UNION ALL
SELECT 'I25', r.rolname || ' may change bank_lines_waiting'
FROM pg_roles r
WHERE r.rolname IN ('hefu_app', 'hefu_portal', 'hefu_backoffice', 'hefu_worker', 'hefu_auditor')
  AND (has_table_privilege(r.oid, 'hefu.bank_lines_waiting', 'DELETE, TRUNCATE') OR has_any_column_privilege(r.oid, 'hefu.bank_lines_waiting', 'INSERT, UPDATE'))
UNION ALL
SELECT 'X13', 'bank line ' || line_id || CASE WHEN t.booked_on IS NULL THEN ' is kept as waiting and does not wait' WHEN k.booked_on IS NULL THEN ' waits and is not kept as waiting' ELSE ' waits since another day than is kept' END
FROM lines_that_wait t FULL JOIN bank_lines_waiting k USING (organization_id, line_id)
WHERE t.booked_on IS DISTINCT FROM k.booked_on;
REVOKE ALL ON audit.v_violations FROM PUBLIC;
GRANT SELECT ON audit.v_violations TO hefu_auditor;
RESET ROLE;
RESET search_path;
