-- +goose Up
-- The statement cycle (SET-09, STM-01, STM-15, STM-19): more cycles, runs that begin by themselves, who is left out and why, and what is
-- checked before anything is sent.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- Fixed days, every so many weeks, and own days of the year, beside month and quarter; ledger/calendar says more.
ALTER TABLE customers DROP CONSTRAINT customers_cycle_check;
ALTER TABLE customers ADD CONSTRAINT customers_cycle_check CHECK (cycle ~
  '^(monthly|quarterly|none|day:([1-9]|1[0-9]|2[0-8])(,([1-9]|1[0-9]|2[0-8]))*|weeks:([1-9]|1[0-2]):\d{4}-\d\d-\d\d|dates:\d\d-\d\d(,\d\d-\d\d)*)$');

-- A run that began by the schedule; one a cut-off, however many workers look at the clock.
ALTER TABLE statement_runs ADD COLUMN scheduled boolean NOT NULL DEFAULT false;
CREATE UNIQUE INDEX statement_runs_scheduled_once ON statement_runs (organization_id, cut_off) WHERE scheduled;

-- Each customer has its own first day where the cycles differ. excluded: left out by hand; blocked: a check stands in the way until
-- it is mended or somebody releases it. findings are what the checks found when the customer's turn came.
ALTER TABLE statement_run_customers
  ADD COLUMN period_start date,
  ADD COLUMN released text NOT NULL DEFAULT '',
  ADD COLUMN findings jsonb NOT NULL DEFAULT '[]',
  DROP CONSTRAINT statement_run_customers_state_check,
  ADD CONSTRAINT statement_run_customers_state_check CHECK (state IN ('pending', 'done', 'unchanged', 'empty', 'failed', 'excluded', 'blocked'));

-- How the cycle runs, as versioned records: whether runs begin by themselves, what is checked, and when silence is escalated.
CREATE TABLE cycle_policies (
  id              uuid PRIMARY KEY DEFAULT new_id(),
  organization_id uuid NOT NULL REFERENCES organizations,
  version         int NOT NULL CHECK (version > 0),
  -- off: by hand alone; draft: runs make drafts; issue: and send them
  automatic       text NOT NULL CHECK (automatic IN ('off', 'draft', 'issue')),
  -- so many days after the day that follows the cut-off
  delay_days      int NOT NULL CHECK (delay_days BETWEEN 0 AND 15),
  -- check → off, warn or block
  checks          jsonb NOT NULL,
  tax_rates       numeric[] NOT NULL,
  tax_tolerance   amount NOT NULL CHECK (tax_tolerance >= 0),
  -- days after the answer is due: a task for the salesperson, then the supervisor is told; null: neither
  task_days       int CHECK (task_days BETWEEN 0 AND 60),
  escalation_days int CHECK (escalation_days BETWEEN 0 AND 90),
  reason          text NOT NULL DEFAULT '',
  created_by      uuid NOT NULL,
  created_by_name text NOT NULL DEFAULT '',
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT cycle_policies_version_once UNIQUE (organization_id, version),
  CONSTRAINT cycle_policies_order CHECK (escalation_days > task_days)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON cycle_policies FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE cycle_policies ENABLE ROW LEVEL SECURITY;
ALTER TABLE cycle_policies FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON cycle_policies TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
CREATE POLICY audit ON cycle_policies FOR SELECT TO hefu_auditor USING (true);
GRANT SELECT, INSERT ON cycle_policies TO hefu_backoffice, hefu_worker;
GRANT SELECT ON cycle_policies TO hefu_auditor;

-- What silence led to beyond reminders, once a version: a task for the salesperson, a word to the supervisors.
CREATE TABLE statement_escalations (
  statement_id    uuid NOT NULL REFERENCES statements,
  version         int NOT NULL,
  step            text NOT NULL CHECK (step IN ('task', 'escalation')),
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL,
  at              timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (statement_id, version, step)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON statement_escalations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE statement_escalations ENABLE ROW LEVEL SECURITY;
ALTER TABLE statement_escalations FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON statement_escalations TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
CREATE POLICY audit ON statement_escalations FOR SELECT TO hefu_auditor USING (true);
GRANT SELECT, INSERT ON statement_escalations TO hefu_backoffice, hefu_worker;
GRANT SELECT ON statement_escalations TO hefu_auditor;

RESET ROLE;
RESET search_path;
