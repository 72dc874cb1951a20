-- +goose Up
-- How long the archive is kept (保管期限), and what is on hold (冻结, legal hold). A bundle may be disposed of when its time is over and nothing holds it: its bytes go, its
-- record, its manifest and its place under the anchors stay. The database refuses anything else, whoever asks.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- Every rule that was ever in force; the last one is. It is its own log of changes.
CREATE TABLE retention_rules (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  number          int  NOT NULL CHECK (number > 0),
  years           int  CHECK (years BETWEEN 10 AND 100),  -- after the year of the cut-off; NULL: for good
  reason          text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  set_by          uuid NOT NULL,
  set_by_name     text NOT NULL,
  set_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT retention_rules_number_once UNIQUE (organization_id, number)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON retention_rules FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A hold on one statement, on a customer, or with neither on everything.
CREATE TABLE legal_holds (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid REFERENCES customers,
  statement_id    uuid REFERENCES statements,
  reason          text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  placed_by       uuid NOT NULL,
  placed_by_name  text NOT NULL,
  placed_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT legal_holds_whose CHECK (statement_id IS NULL OR customer_id IS NOT NULL)
);
CREATE INDEX legal_holds_newest ON legal_holds (organization_id, id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON legal_holds FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TABLE legal_hold_ends (
  hold_id         uuid PRIMARY KEY REFERENCES legal_holds,
  organization_id uuid NOT NULL REFERENCES organizations,
  reason          text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  ended_by        uuid NOT NULL,
  ended_by_name   text NOT NULL,
  ended_at        timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON legal_hold_ends FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A bundle whose bytes are given up.
CREATE TABLE archive_disposals (
  bundle_id       uuid PRIMARY KEY REFERENCES archive_bundles,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  statement_id    uuid NOT NULL REFERENCES statements,
  reason          text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  disposed_by     uuid NOT NULL,
  disposed_by_name text NOT NULL,
  disposed_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON archive_disposals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The first day on which a bundle of that cut-off, made at that moment, may be disposed of; infinity for good. The longest rule counts that was in force since it was made:
-- what was promised once is not taken back. Thirty years where nobody set a rule (会计档案管理办法: 凭证, 账簿).
CREATE FUNCTION archive_kept_until(organization uuid, cut_off date, made_at timestamptz) RETURNS date
LANGUAGE sql STABLE SET search_path = hefu, pg_temp AS $$
  SELECT CASE WHEN bool_or(f.years IS NULL) THEN 'infinity'::date ELSE make_date(extract(year FROM cut_off)::int + 1 + max(f.years), 1, 1) END
  FROM (
    SELECT r.years FROM retention_rules r WHERE r.organization_id = organization AND r.set_at >= archive_kept_until.made_at
    UNION ALL
    (SELECT x.years FROM (
      SELECT r.years, r.number FROM retention_rules r WHERE r.organization_id = organization AND r.set_at < archive_kept_until.made_at
      UNION ALL SELECT 30, 0) x ORDER BY x.number DESC LIMIT 1)
  ) f
$$;
CREATE FUNCTION archive_is_held(organization uuid, customer uuid, statement uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = hefu, pg_temp AS $$
  SELECT EXISTS (SELECT FROM legal_holds h WHERE h.organization_id = organization AND (h.customer_id IS NULL OR h.customer_id = customer) AND (h.statement_id IS NULL OR h.statement_id = statement)
    AND NOT EXISTS (SELECT FROM legal_hold_ends e WHERE e.hold_id = h.id))
$$;
REVOKE EXECUTE ON FUNCTION archive_kept_until, archive_is_held FROM PUBLIC;
GRANT EXECUTE ON FUNCTION archive_kept_until, archive_is_held TO hefu_backoffice, hefu_worker, hefu_auditor;

-- A hold that is placed at the same time waits for the disposal, or the disposal for it.
-- +goose StatementBegin
CREATE FUNCTION archive_disposals_due() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
DECLARE
  b record;
  fault text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('hefu archive holds ' || NEW.organization_id::text, 0));
  SELECT a.*, (now() AT TIME ZONE o.time_zone)::date AS today INTO b FROM archive_bundles a JOIN organizations o ON o.id = a.organization_id WHERE a.id = NEW.bundle_id;
  IF b.organization_id IS DISTINCT FROM NEW.organization_id OR b.customer_id IS DISTINCT FROM NEW.customer_id OR b.statement_id IS DISTINCT FROM NEW.statement_id THEN
    fault := 'archive_disposals_own';
  ELSIF archive_is_held(b.organization_id, b.customer_id, b.statement_id) THEN
    fault := 'archive_disposals_held';
  ELSIF archive_kept_until(b.organization_id, b.cut_off, b.made_at) > b.today THEN
    fault := 'archive_disposals_retained';
  END IF;
  IF fault = 'archive_disposals_own' THEN
    RAISE EXCEPTION 'bundle % is not theirs', NEW.bundle_id USING ERRCODE = 'check_violation', CONSTRAINT = 'archive_disposals_own', TABLE = 'archive_disposals', SCHEMA = 'hefu';
  ELSIF fault = 'archive_disposals_held' THEN
    RAISE EXCEPTION 'bundle % is on hold', NEW.bundle_id USING ERRCODE = 'check_violation', CONSTRAINT = 'archive_disposals_held', TABLE = 'archive_disposals', SCHEMA = 'hefu';
  ELSIF fault = 'archive_disposals_retained' THEN
    RAISE EXCEPTION 'bundle % must be kept', NEW.bundle_id USING ERRCODE = 'check_violation', CONSTRAINT = 'archive_disposals_retained', TABLE = 'archive_disposals', SCHEMA = 'hefu';
  END IF;
  RETURN NEW;
END
$$;
CREATE FUNCTION legal_holds_wait() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('hefu archive holds ' || NEW.organization_id::text, 0));
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER due BEFORE INSERT ON archive_disposals FOR EACH ROW EXECUTE FUNCTION archive_disposals_due();
CREATE TRIGGER wait BEFORE INSERT ON legal_holds FOR EACH ROW EXECUTE FUNCTION legal_holds_wait();

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['retention_rules', 'legal_holds', 'legal_hold_ends', 'archive_disposals'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY organization ON %I TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()))', t);
    EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO hefu_auditor USING (true)', t);
    EXECUTE format('GRANT SELECT ON %I TO hefu_backoffice, hefu_worker, hefu_auditor', t);
    EXECUTE format('GRANT INSERT ON %I TO hefu_backoffice, hefu_worker', t);
  END LOOP;
END
$$;
-- +goose StatementEnd
-- What no row of any organization names may be swept; a bundle that was disposed of names nothing.
CREATE POLICY sweep ON archive_disposals FOR SELECT TO hefu_worker USING (true);
CREATE POLICY customer ON archive_disposals FOR SELECT TO hefu_portal USING (organization_id = (SELECT current_organization()) AND customer_id = (SELECT current_customer()));
CREATE POLICY one_statement ON archive_disposals AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL OR statement_id = (SELECT current_statement()));
GRANT SELECT ON archive_disposals TO hefu_portal;
RESET ROLE;
RESET search_path;
