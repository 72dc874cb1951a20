-- +goose Up
-- Statements and their runs (SPEC 8), confirmations and disputes (SPEC 8, 9).
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE TABLE statement_runs (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  period_start    date NOT NULL,
  cut_off         date NOT NULL,
  scope           jsonb NOT NULL DEFAULT '{}',
  issue           boolean NOT NULL DEFAULT false,
  state           text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'cancelled')),
  created_by      uuid NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at     timestamptz,
  CONSTRAINT statement_runs_range CHECK (period_start <= cut_off)
);

-- Each customer of a run ends in exactly one way; what is pending is done again after a crash.
CREATE TABLE statement_run_customers (
  run_id          uuid NOT NULL REFERENCES statement_runs,
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL REFERENCES customers,
  state           text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'unchanged', 'empty', 'failed')),
  statements      int NOT NULL DEFAULT 0,
  code            text NOT NULL DEFAULT '',
  reason          text NOT NULL DEFAULT '',
  PRIMARY KEY (run_id, customer_id)
);

-- The customer's row vouches for the organization, the items for the currency: runs write many rows, and each key costs its look-up.
CREATE TABLE statements (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL REFERENCES customers,
  currency        text NOT NULL,
  period_start    date NOT NULL,
  cut_off         date NOT NULL,
  series          text NOT NULL,
  number          bigint NOT NULL CHECK (number > 0),
  statement_no    text NOT NULL,
  version         int NOT NULL DEFAULT 1 CHECK (version > 0),
  state           text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'issued', 'viewed', 'answered', 'agreed', 'cancelled')),
  run_id          uuid REFERENCES statement_runs,
  answer_due      date,
  issued_at       timestamptz,
  -- the version that was issued first: the customer sees none before it
  issued_version  int,
  viewed_at       timestamptz,
  answered_at     timestamptz,
  agreed_at       timestamptz,
  cancelled_at    timestamptz,
  cancel_reason   text NOT NULL DEFAULT '',
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT statements_range CHECK (period_start <= cut_off),
  CONSTRAINT statements_number_once UNIQUE (organization_id, series, number),
  CONSTRAINT statements_cancel_has_reason CHECK ((state = 'cancelled') = (cancel_reason <> '')),
  CONSTRAINT statements_issued_at CHECK (state IN ('draft', 'cancelled') OR issued_at IS NOT NULL),
  CONSTRAINT statements_issued_version CHECK ((issued_at IS NULL) = (issued_version IS NULL))
);
CREATE UNIQUE INDEX statements_one_live ON statements (customer_id, currency, cut_off) WHERE state <> 'cancelled';
CREATE INDEX statements_by_state ON statements (organization_id, state, id);

-- What was shown, byte for byte. body is canonical JSON (ledger/docs/canonical-json.md); sha256 is over its UTF-8 bytes.
CREATE TABLE statement_versions (
  statement_id    uuid NOT NULL REFERENCES statements,
  version         int  NOT NULL CHECK (version > 0),
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL,
  body            text NOT NULL,
  sha256          bytea NOT NULL,
  previous_sha256 bytea,
  opening         amount NOT NULL,
  movement        amount NOT NULL,
  closing         amount NOT NULL,
  -- the four groups of the movement, signed: charges + credits + receipts + adjustments = movement
  charges         amount NOT NULL,
  credits         amount NOT NULL,
  receipts        amount NOT NULL,
  adjustments     amount NOT NULL,
  overdue         amount NOT NULL,
  -- every line that can be answered: the movements and the open_count items brought forward
  line_count      int NOT NULL,
  open_count      int NOT NULL CHECK (open_count <= line_count),
  snapshot_at     timestamptz NOT NULL,
  reason          text NOT NULL DEFAULT '',
  created_by      uuid NOT NULL,
  PRIMARY KEY (statement_id, version),
  CONSTRAINT statement_versions_proves_out CHECK (opening + movement = closing),
  CONSTRAINT statement_versions_groups CHECK (charges + credits + receipts + adjustments = movement)
);
-- A body is long and repeats itself. lz4 takes a fraction of the time of the default method; a server built without it keeps that.
-- +goose StatementBegin
DO $$
BEGIN
  ALTER TABLE statement_versions ALTER COLUMN body SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value THEN
  RAISE NOTICE 'this server has no lz4; statement bodies are compressed with pglz';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON statement_versions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Files made from a version, rendered when first asked for and then kept.
CREATE TABLE statement_files (
  statement_id    uuid NOT NULL,
  version         int  NOT NULL,
  format          text NOT NULL CHECK (format IN ('pdf', 'xlsx', 'csv')),
  locale          text NOT NULL CHECK (locale IN ('zh-CN', 'en')),
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL,
  sha256          bytea NOT NULL,
  content         bytea NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (statement_id, version, format, locale),
  FOREIGN KEY (statement_id, version) REFERENCES statement_versions
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON statement_files FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A confirmation is for the bytes whose hash it names. lines null means all that were not yet answered.
CREATE TABLE confirmations (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL,
  statement_id    uuid NOT NULL,
  version         int  NOT NULL,
  sha256          bytea NOT NULL,
  lines           int[] NOT NULL CHECK (cardinality(lines) > 0 OR whole),
  whole           boolean NOT NULL DEFAULT false,
  amount          amount NOT NULL,
  remark          text NOT NULL DEFAULT '',
  actor_id        uuid NOT NULL,
  actor_name      text NOT NULL,
  address         text NOT NULL DEFAULT '',
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  FOREIGN KEY (statement_id, version) REFERENCES statement_versions
);
CREATE INDEX confirmations_of_statement ON confirmations (statement_id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON confirmations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE reopenings (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL,
  statement_id    uuid NOT NULL REFERENCES statements,
  version         int  NOT NULL,
  lines           int[] NOT NULL,
  actor_id        uuid NOT NULL,
  actor_name      text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reopenings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE disputes (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  series          text NOT NULL,
  number          bigint NOT NULL,
  dispute_no      text NOT NULL,
  statement_id    uuid NOT NULL REFERENCES statements,
  version         int  NOT NULL,
  line_no         int  NOT NULL,
  document_id     uuid REFERENCES documents,
  document_no     text NOT NULL DEFAULT '',
  currency        text NOT NULL,
  line_amount     amount NOT NULL,
  category        text NOT NULL CHECK (category IN ('price', 'quantity', 'discount', 'quality', 'not_received', 'duplicate', 'already_paid', 'wrong_party', 'document_mismatch', 'other')),
  disputed_amount amount NOT NULL CHECK (disputed_amount > 0),
  customer_figure amount,
  text            text NOT NULL DEFAULT '',
  state           text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'in_review', 'answered', 'awaiting_approval', 'proposed', 'resolved', 'withdrawn')),
  outcome         text CHECK (outcome IN ('accepted_whole', 'accepted_part', 'rejected', 'disagreement')),
  root_cause      text CHECK (root_cause IN ('technical_error', 'process_gap', 'commercial_dispute')),
  agreed_amount   amount CHECK (agreed_amount >= 0),
  credit_document_id uuid REFERENCES documents,
  assignee_id     uuid REFERENCES staff,
  due_at          timestamptz NOT NULL,
  opened_by       uuid NOT NULL,
  opened_by_name  text NOT NULL,
  opened_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  resolved_at     timestamptz,
  row_version     int NOT NULL DEFAULT 1,
  CONSTRAINT disputes_number_once UNIQUE (organization_id, series, number),
  CONSTRAINT disputes_resolved_has_outcome CHECK ((state = 'resolved') = (outcome IS NOT NULL)),
  CONSTRAINT disputes_credit_follows_agreement CHECK ((credit_document_id IS NOT NULL) = (state = 'resolved' AND outcome IN ('accepted_whole', 'accepted_part')))
);
CREATE UNIQUE INDEX disputes_one_live_a_line ON disputes (statement_id, line_no) WHERE state NOT IN ('resolved', 'withdrawn');
CREATE INDEX disputes_of_customer ON disputes (customer_id, id);
CREATE INDEX disputes_queue ON disputes (organization_id, state, due_at);

-- How a line stands now: confirmed wholly, or disputed in a part with the rest confirmed. A confirmation may write thousands of
-- rows at once, so they refer to statement and confirmation without a foreign key each: both are locked or made in the same
-- transaction, neither is ever deleted, and the check X05 compares them.
CREATE TABLE line_answers (
  statement_id    uuid NOT NULL,
  line_no         int  NOT NULL,
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL,
  version         int  NOT NULL,
  answer          text NOT NULL CHECK (answer IN ('confirmed', 'disputed')),
  confirmation_id uuid,
  dispute_id      uuid REFERENCES disputes,
  PRIMARY KEY (statement_id, line_no),
  CONSTRAINT line_answers_one_reason CHECK ((answer = 'confirmed') = (dispute_id IS NULL OR confirmation_id IS NOT NULL))
);

CREATE TABLE dispute_messages (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL,
  dispute_id      uuid NOT NULL REFERENCES disputes,
  side            text NOT NULL CHECK (side IN ('customer', 'staff', 'system')),
  internal        boolean NOT NULL DEFAULT false,
  kind            text NOT NULL DEFAULT 'message',
  author_id       uuid NOT NULL,
  author_name     text NOT NULL,
  text            text NOT NULL,
  data            jsonb NOT NULL DEFAULT '{}',
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT dispute_messages_internal_is_staff CHECK (NOT internal OR side <> 'customer')
);
CREATE INDEX dispute_messages_of_dispute ON dispute_messages (dispute_id, id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON dispute_messages FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE resolutions (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL,
  dispute_id      uuid NOT NULL REFERENCES disputes,
  decision        text NOT NULL CHECK (decision IN ('accept_whole', 'accept_part', 'reject', 'disagree')),
  instrument      text CHECK (instrument IN ('credit_note', 'adjustment')),
  amount          amount NOT NULL CHECK (amount >= 0),
  root_cause      text NOT NULL,
  text            text NOT NULL DEFAULT '',
  state           text NOT NULL CHECK (state IN ('awaiting_approval', 'proposed', 'posted', 'returned', 'declined', 'settled')),
  proposed_by     uuid NOT NULL,
  proposed_by_name text NOT NULL,
  approved_by     uuid,
  document_id     uuid REFERENCES documents,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  decided_at      timestamptz,
  CONSTRAINT resolutions_four_eyes CHECK (approved_by IS NULL OR approved_by <> proposed_by),
  CONSTRAINT resolutions_posted_has_document CHECK ((state = 'posted') = (document_id IS NOT NULL))
);
CREATE UNIQUE INDEX resolutions_one_live ON resolutions (dispute_id) WHERE state IN ('awaiting_approval', 'proposed', 'posted');
RESET ROLE;
RESET search_path;
