-- +goose Up
-- Settlements say by which rule they were made; rules of automatic allocation as versions, runs of it, and what each credit of a run
-- came to (SPEC 6; WO-09, WO-12).
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- A version of the rules holds from when it was made; runs keep the one they used. Version 0 is what the program begins with.
CREATE TABLE settling_rules (
  organization_id uuid NOT NULL REFERENCES organizations,
  version         int  NOT NULL CHECK (version > 0),
  rules           text[] NOT NULL,
  tolerance       amount NOT NULL CHECK (tolerance >= 0 AND tolerance <= 100),
  discount        boolean NOT NULL,
  reason          text NOT NULL DEFAULT '',
  made_by         uuid NOT NULL,
  made_by_name    text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT settling_rules_version_once PRIMARY KEY (organization_id, version)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON settling_rules FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a customer allows: money that names nothing settles what falls due first.
CREATE TABLE settling_customers (
  customer_id     uuid PRIMARY KEY REFERENCES customers,
  organization_id uuid NOT NULL REFERENCES organizations,
  oldest_first    boolean NOT NULL DEFAULT false,
  changed_by      uuid NOT NULL,
  changed_by_name text NOT NULL,
  changed_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  row_version     int NOT NULL DEFAULT 1
);

-- A run first only says what it would settle; somebody then has it done, or not.
CREATE TABLE settling_runs (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid REFERENCES customers,
  effective_date  date NOT NULL,
  rules_version   int  NOT NULL,
  state           text NOT NULL DEFAULT 'planning' CHECK (state IN ('planning', 'planned', 'settling', 'done', 'cancelled')),
  planned_to      uuid,
  made_by         uuid NOT NULL,
  made_by_name    text NOT NULL,
  settled_by      uuid,
  settled_by_name text NOT NULL DEFAULT '',
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  planned_at      timestamptz,
  finished_at     timestamptz,
  row_version     int NOT NULL DEFAULT 1,
  CONSTRAINT settling_runs_settled_by CHECK ((state IN ('settling', 'done')) = (settled_by IS NOT NULL))
);
CREATE INDEX settling_runs_newest ON settling_runs (organization_id, id);

-- Each credit of a run ends in exactly one way.
CREATE TABLE settling_run_credits (
  run_id          uuid NOT NULL REFERENCES settling_runs,
  credit_item     uuid NOT NULL REFERENCES open_items,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  currency        text NOT NULL,
  open_amount     amount NOT NULL,
  settles         amount NOT NULL,
  state           text NOT NULL CHECK (state IN ('proposed', 'left_out', 'exception', 'settled', 'changed', 'failed')),
  rule            text NOT NULL DEFAULT '',
  found           text NOT NULL DEFAULT '',
  why             text NOT NULL DEFAULT '',
  -- what it would settle: pairs and extras, figures as text
  content         jsonb NOT NULL DEFAULT '{}',
  settlement_id   uuid REFERENCES settlements,
  code            text NOT NULL DEFAULT '',
  CONSTRAINT settling_run_credits_settled CHECK ((state = 'settled') = (settlement_id IS NOT NULL)),
  PRIMARY KEY (run_id, credit_item)
);
CREATE INDEX settling_run_credits_waiting ON settling_run_credits (run_id, state, customer_id);

ALTER TABLE settlements ADD COLUMN rule text NOT NULL DEFAULT '';
ALTER TABLE settlements ADD COLUMN run_id uuid REFERENCES settling_runs;
CREATE INDEX settlements_of_customer ON settlements (customer_id, id);
CREATE INDEX settlements_newest ON settlements (organization_id, id);
ALTER TABLE settlement_proposals ADD COLUMN extras jsonb NOT NULL DEFAULT '[]';

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['settling_rules', 'settling_customers', 'settling_runs', 'settling_run_credits'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY organization ON %I TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()))', t);
    EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO hefu_auditor USING (true)', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO hefu_backoffice, hefu_worker', t);
    EXECUTE format('GRANT SELECT ON %I TO hefu_auditor', t);
  END LOOP;
END
$$;
-- +goose StatementEnd
GRANT UPDATE (oldest_first, changed_by, changed_by_name, changed_at, row_version) ON settling_customers TO hefu_backoffice, hefu_worker;
GRANT UPDATE (state, planned_to, settled_by, settled_by_name, planned_at, finished_at, row_version) ON settling_runs TO hefu_backoffice, hefu_worker;
GRANT UPDATE (state, settlement_id, code) ON settling_run_credits TO hefu_backoffice, hefu_worker;
RESET ROLE;
RESET search_path;
