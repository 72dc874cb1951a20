-- +goose Up
-- Settlements keep out of closed periods, also where nothing is posted; and special ones wait for the finance supervisor (WO-08).
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- A settlement within one account has no entry, yet it changes what was open on its date.
-- +goose StatementBegin
CREATE FUNCTION settlements_check() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
DECLARE
  at record;
BEGIN
  FOR at IN
    SELECT DISTINCT organization_id, date_trunc('month', effective_date)::date AS period FROM fresh ORDER BY 1, 2
  LOOP
    PERFORM pg_advisory_xact_lock_shared(period_lock_key(at.organization_id, at.period));
    IF NOT EXISTS (SELECT FROM periods p WHERE p.organization_id = at.organization_id AND p.starts = at.period AND p.closed_at IS NULL) THEN
      RAISE EXCEPTION 'period % is not open', to_char(at.period, 'YYYY-MM')
        USING ERRCODE = 'check_violation', CONSTRAINT = 'settlements_period_open', TABLE = 'settlements';
    END IF;
  END LOOP;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER period_open AFTER INSERT ON settlements REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION settlements_check();

-- What somebody would settle or undo, without any effect until another person approves it.
CREATE TABLE settlement_proposals (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  act             text NOT NULL CHECK (act IN ('allocate', 'undo')),
  effective_date  date NOT NULL,
  reason          text NOT NULL CHECK (reason <> ''),
  -- why it asks for a second person: back_dated, disputed, other_person
  cases           text[] NOT NULL DEFAULT '{}',
  -- the pairs to settle, figures as text; of an undoing the settlement
  pairs           jsonb NOT NULL DEFAULT '[]',
  undoes          uuid REFERENCES settlements,
  state           text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'posted', 'declined', 'withdrawn')),
  settlement_id   uuid REFERENCES settlements,
  proposed_by     uuid NOT NULL,
  proposed_by_name text NOT NULL DEFAULT '',
  decided_by      uuid,
  decide_reason   text NOT NULL DEFAULT '',
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  decided_at      timestamptz,
  row_version     int NOT NULL DEFAULT 1,
  CONSTRAINT settlement_proposals_posted CHECK ((state = 'posted') = (settlement_id IS NOT NULL)),
  CONSTRAINT settlement_proposals_undoes CHECK ((act = 'undo') = (undoes IS NOT NULL)),
  CONSTRAINT settlement_proposals_four_eyes CHECK (state NOT IN ('posted', 'declined') OR decided_by IS DISTINCT FROM proposed_by)
);
CREATE INDEX settlement_proposals_waiting ON settlement_proposals (organization_id, state, id);

ALTER TABLE settlement_proposals ENABLE ROW LEVEL SECURITY;
ALTER TABLE settlement_proposals FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON settlement_proposals TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
CREATE POLICY audit ON settlement_proposals FOR SELECT TO hefu_auditor USING (true);
GRANT SELECT, INSERT, UPDATE (state, settlement_id, decided_by, decide_reason, decided_at, row_version) ON settlement_proposals TO hefu_backoffice, hefu_worker;
GRANT SELECT ON settlement_proposals TO hefu_auditor;

ALTER VIEW audit.v_violations RENAME TO violations_until_00047;
ALTER VIEW audit.violations_until_00047 SET SCHEMA hefu;
CREATE VIEW audit.v_violations (invariant, subject) WITH (security_invoker = true) AS
SELECT invariant, subject FROM violations_until_00047
UNION ALL
SELECT 'I09', 'settlement ' || s.id || ' made ' || s.created_at || ' in ' || p.starts || ' closed ' || p.closed_at
FROM settlements s
JOIN periods p ON p.organization_id = s.organization_id AND p.starts = s.effective_date - extract(day FROM s.effective_date)::int + 1
WHERE s.created_at > p.closed_at
UNION ALL
SELECT 'I32', 'settlement proposal ' || q.id || ' was decided by who made it'
FROM settlement_proposals q WHERE q.state IN ('posted', 'declined') AND q.decided_by = q.proposed_by
UNION ALL
SELECT 'X06', 'settlement proposal ' || q.id || ' belongs to another organization or customer than its settlement'
FROM settlement_proposals q JOIN settlements s ON s.id IN (q.settlement_id, q.undoes)
WHERE s.organization_id <> q.organization_id OR s.customer_id <> q.customer_id;
REVOKE ALL ON audit.v_violations FROM PUBLIC;
GRANT SELECT ON audit.v_violations TO hefu_auditor;
RESET ROLE;
RESET search_path;
