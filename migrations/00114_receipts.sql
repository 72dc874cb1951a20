-- +goose Up
-- Receipts find their items: who is known to pay for whom, runs over the bank's lines, and what a line may be meant for (SPEC 11; RCV-02, WO-13, WO-14).
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- An account or a company's name that pays for a customer. The last word counts; a payer who was forgotten has no customer.
CREATE TABLE known_payers (
  organization_id uuid NOT NULL REFERENCES organizations,
  kind            text NOT NULL CHECK (kind IN ('account', 'name')),
  value           text NOT NULL CHECK (value <> ''),
  turn            int  NOT NULL CHECK (turn > 0),
  customer_id     uuid REFERENCES customers,
  shown           text NOT NULL,                -- as the bank wrote it
  line_id         uuid REFERENCES bank_lines,   -- from which it was learnt
  made_by         uuid NOT NULL,
  made_by_name    text NOT NULL,
  made_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT known_payers_turn_once PRIMARY KEY (organization_id, kind, value, turn)
);
CREATE INDEX known_payers_of_customer ON known_payers (customer_id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON known_payers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A run looks at every line that waits, posts what is certain and notes the rest. done_to is how far it is: lines in the order of their ids.
CREATE TABLE receipt_runs (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  posts           boolean NOT NULL,
  state           text NOT NULL CHECK (state IN ('running', 'done')),
  done_to         uuid,
  lines           int NOT NULL DEFAULT 0,
  posted          int NOT NULL DEFAULT 0,
  suggested       int NOT NULL DEFAULT 0,
  unidentified    int NOT NULL DEFAULT 0,
  made_by         uuid NOT NULL,
  made_by_name    text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at     timestamptz,
  CONSTRAINT receipt_runs_whole CHECK (lines = posted + suggested + unidentified AND (finished_at IS NULL OR state = 'done'))
);
CREATE UNIQUE INDEX receipt_runs_one_at_a_time ON receipt_runs (organization_id) WHERE state = 'running';
CREATE INDEX receipt_runs_newest ON receipt_runs (organization_id, id);

-- What the last run made of a line that waits: whose money it is, if that is sure, and ways to read it, the likeliest first.
CREATE TABLE receipt_readings (
  line_id         uuid PRIMARY KEY REFERENCES bank_lines,
  organization_id uuid NOT NULL REFERENCES organizations,
  run_id          uuid NOT NULL REFERENCES receipt_runs,
  customer_id     uuid REFERENCES customers,
  certain         boolean NOT NULL,
  suggestions     jsonb NOT NULL DEFAULT '[]',
  refused         text NOT NULL DEFAULT '',     -- why the books refused what was certain
  made_at         timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['known_payers', 'receipt_runs', 'receipt_readings'] LOOP
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
GRANT UPDATE (state, done_to, lines, posted, suggested, unidentified, finished_at) ON receipt_runs TO hefu_backoffice, hefu_worker;
GRANT UPDATE (run_id, customer_id, certain, suggestions, refused, made_at) ON receipt_readings TO hefu_backoffice, hefu_worker;
GRANT DELETE ON receipt_readings TO hefu_backoffice, hefu_worker;
RESET ROLE;
RESET search_path;
