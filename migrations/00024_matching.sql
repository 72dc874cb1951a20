-- +goose Up
-- Bilateral matching (SPEC 10): the customer's own ledger beside a statement, what matched and why, what the customer decided, and
-- the reconciling items (未达项) that only one side has booked so far.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- A customer's file, byte for byte: another mapping reads it again.
CREATE TABLE matching_files (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL REFERENCES customers,
  name            text NOT NULL,
  format          text NOT NULL CHECK (format IN ('csv', 'xlsx')),
  sha256          bytea NOT NULL,
  content         bytea NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON matching_files FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One matching of one version of a statement with one reading of one file. Another reading is another matching.
CREATE TABLE matchings (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL REFERENCES customers,
  statement_id    uuid NOT NULL REFERENCES statements,
  version         int  NOT NULL,
  currency        text NOT NULL,
  file_id         uuid NOT NULL REFERENCES matching_files,
  state           text NOT NULL CHECK (state IN ('uploaded', 'waiting', 'matched', 'completed', 'replaced', 'failed')),
  mapping         jsonb NOT NULL,
  their_opening   amount,
  their_closing   amount,
  closing_typed   boolean NOT NULL DEFAULT false,
  failure         text NOT NULL DEFAULT '',
  outcome         jsonb,
  row_version     int NOT NULL DEFAULT 1,
  created_by      uuid NOT NULL,
  created_by_name text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  matched_at      timestamptz,
  completed_at    timestamptz,
  completed_by_name text NOT NULL DEFAULT '',
  FOREIGN KEY (statement_id, version) REFERENCES statement_versions,
  CONSTRAINT matchings_completed CHECK (state <> 'completed' OR (outcome IS NOT NULL AND completed_at IS NOT NULL))
);
CREATE UNIQUE INDEX matchings_one_live ON matchings (statement_id) WHERE state IN ('uploaded', 'waiting', 'matched', 'failed');
CREATE UNIQUE INDEX matchings_one_completed ON matchings (statement_id) WHERE state = 'completed';
CREATE INDEX matchings_of_customer ON matchings (customer_id, id);

-- Both sides as they went into the matching, signed as on the statement: what raises the debt is positive.
CREATE TABLE matching_lines (
  matching_id     uuid NOT NULL REFERENCES matchings,
  side            text NOT NULL CHECK (side IN ('ours', 'theirs')),
  no              int  NOT NULL CHECK (no > 0),
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL,
  -- movement and forward are the statement's, file is the customer's, carried is a reconciling item of an earlier statement
  origin          text NOT NULL CHECK (origin IN ('movement', 'forward', 'file', 'carried')),
  place           int  NOT NULL, -- the statement line's number, the file's row, 0 for a carried item
  item_id         uuid,
  document_id     uuid,
  document_no     text NOT NULL DEFAULT '',
  reference       text NOT NULL DEFAULT '',
  on_date         date,
  kind            text NOT NULL DEFAULT '',
  description     text NOT NULL DEFAULT '',
  amount          amount NOT NULL,
  PRIMARY KEY (matching_id, side, no),
  CONSTRAINT matching_lines_carried CHECK ((origin = 'carried') = (item_id IS NOT NULL))
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON matching_lines FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Each line is in exactly one open group: some of ours beside some of theirs, or what is left of one side. A group that the customer
-- took apart or put together otherwise is closed and kept.
CREATE TABLE matching_groups (
  matching_id     uuid NOT NULL REFERENCES matchings,
  no              int  NOT NULL CHECK (no > 0),
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL,
  class           text NOT NULL CHECK (class IN ('matched', 'amount_differs', 'period_differs', 'only_ours', 'only_theirs', 'duplicated')),
  by_hand         boolean NOT NULL DEFAULT false,
  certainty       text NOT NULL DEFAULT '' CHECK (certainty IN ('', 'certain', 'likely')),
  rule            text NOT NULL DEFAULT '',
  reasons         jsonb NOT NULL DEFAULT '[]',
  ours            int[] NOT NULL,
  theirs          int[] NOT NULL,
  ours_amount     amount NOT NULL,
  theirs_amount   amount NOT NULL,
  decision        text NOT NULL CHECK (decision IN ('confirm', 'dispute', 'reconcile', 'leave')),
  item_kind       text NOT NULL DEFAULT '',
  category        text NOT NULL DEFAULT '',
  note            text NOT NULL DEFAULT '',
  decided_by_name text NOT NULL DEFAULT '',
  closed_at       timestamptz,
  PRIMARY KEY (matching_id, no),
  CONSTRAINT matching_groups_hold_something CHECK (cardinality(ours) + cardinality(theirs) > 0)
);

-- What only one side has booked so far. amount is what our balance is higher by for it, so that closing - sum(amount) explains theirs.
CREATE TABLE reconciling_items (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL REFERENCES customers,
  currency        text NOT NULL,
  statement_id    uuid NOT NULL REFERENCES statements,
  matching_id     uuid NOT NULL REFERENCES matchings,
  group_no        int  NOT NULL,
  side            text NOT NULL CHECK (side IN ('ours', 'theirs')),
  kind            text NOT NULL CHECK (kind IN ('in_transit_invoice', 'in_transit_receipt', 'in_transit_payment', 'own_correction', 'other')),
  document_id     uuid,
  document_no     text NOT NULL DEFAULT '',
  reference       text NOT NULL DEFAULT '',
  item_date       date NOT NULL,
  description     text NOT NULL DEFAULT '',
  amount          amount NOT NULL CHECK (amount <> 0),
  note            text NOT NULL DEFAULT '',
  state           text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'cleared', 'replaced')),
  created_by_name text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  cleared_at      timestamptz,
  cleared_matching_id  uuid REFERENCES matchings,
  cleared_statement_id uuid REFERENCES statements,
  CONSTRAINT reconciling_items_cleared CHECK ((state = 'cleared') = (cleared_at IS NOT NULL) AND (state = 'cleared') = (cleared_matching_id IS NOT NULL))
);
CREATE INDEX reconciling_items_of_customer ON reconciling_items (customer_id, currency, state);
CREATE INDEX reconciling_items_open ON reconciling_items (organization_id, id) WHERE state = 'open';

-- How this customer's files were read last, corrected by hand.
CREATE TABLE matching_mappings (
  customer_id     uuid PRIMARY KEY REFERENCES customers,
  organization_id uuid NOT NULL,
  mapping         jsonb NOT NULL,
  changed_by_name text NOT NULL,
  changed_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['matching_files', 'matchings', 'matching_lines', 'matching_groups', 'reconciling_items', 'matching_mappings'] LOOP
    EXECUTE format('CREATE POLICY customer ON %I TO hefu_portal USING (organization_id = (SELECT current_organization()) AND customer_id = (SELECT current_customer()))', t);
    EXECUTE format('CREATE POLICY organization ON %I TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()))', t);
    EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO hefu_auditor USING (true)', t);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('GRANT SELECT ON %I TO hefu_portal, hefu_backoffice, hefu_worker, hefu_auditor', t);
    EXECUTE format('GRANT INSERT ON %I TO hefu_portal, hefu_worker', t);
  END LOOP;
END
$$;
-- +goose StatementEnd
GRANT UPDATE (state, version, mapping, their_opening, their_closing, closing_typed, failure, outcome, row_version, matched_at, completed_at, completed_by_name) ON matchings TO hefu_portal, hefu_worker;
GRANT UPDATE (decision, item_kind, category, note, decided_by_name, closed_at) ON matching_groups TO hefu_portal, hefu_worker;
GRANT UPDATE (state, cleared_at, cleared_matching_id, cleared_statement_id) ON reconciling_items TO hefu_portal, hefu_worker;
GRANT UPDATE ON matching_mappings TO hefu_portal, hefu_worker;
RESET ROLE;
RESET search_path;
