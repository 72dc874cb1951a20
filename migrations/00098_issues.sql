-- +goose Up
-- The issue register (问题台账, STM-26): what staff follow up among themselves until it is proved to be done. No role of the portal reads it.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE TABLE issues (
  id                uuid PRIMARY KEY,
  organization_id   uuid NOT NULL REFERENCES organizations,
  customer_id       uuid NOT NULL REFERENCES customers,
  issue_no          text NOT NULL,
  -- what it was raised from; source_no is how people call that
  source            text NOT NULL CHECK (source IN ('dispute', 'statement_line', 'reconciling_item', 'manual')),
  dispute_id        uuid REFERENCES disputes,
  statement_id      uuid REFERENCES statements,
  line_no           int CHECK (line_no > 0),
  item_id           uuid REFERENCES reconciling_items,
  source_no         text NOT NULL DEFAULT '',
  title             text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  description       text NOT NULL DEFAULT '' CHECK (length(description) <= 4000),
  cause             text NOT NULL DEFAULT '' CHECK (cause IN ('', 'technical_error', 'process_gap', 'commercial_dispute')),
  next_step         text NOT NULL DEFAULT '' CHECK (length(next_step) <= 1000),
  amount            amount,
  currency          text,
  owner_id          uuid NOT NULL REFERENCES staff,
  due_on            date NOT NULL,
  state             text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'working', 'closed', 'dropped')),
  proof_file_id     uuid,
  proof_document_id uuid REFERENCES documents,
  ending            text NOT NULL DEFAULT '' CHECK (length(ending) <= 4000),
  ended_at          timestamptz,
  ended_by_name     text NOT NULL DEFAULT '',
  raised_by         uuid NOT NULL,
  raised_by_name    text NOT NULL,
  created_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  row_version       int NOT NULL DEFAULT 1,
  CONSTRAINT issues_no_once UNIQUE (organization_id, issue_no),
  CONSTRAINT issues_source_named CHECK ((source = 'dispute') = (dispute_id IS NOT NULL) AND (source = 'reconciling_item') = (item_id IS NOT NULL)
    AND (source = 'statement_line') = (line_no IS NOT NULL) AND (source <> 'statement_line' OR statement_id IS NOT NULL)),
  CONSTRAINT issues_amount_has_currency CHECK ((amount IS NULL) = (currency IS NULL)),
  -- nothing is closed without proof, whoever writes it
  CONSTRAINT issues_closed_with_proof CHECK ((state = 'closed') = (proof_file_id IS NOT NULL OR proof_document_id IS NOT NULL)),
  CONSTRAINT issues_ending_whole CHECK ((state IN ('closed', 'dropped')) = (ended_at IS NOT NULL) AND (ended_at IS NOT NULL) = (ending <> ''))
);
CREATE INDEX issues_of_owner ON issues (owner_id, due_on) WHERE state IN ('open', 'working');
CREATE INDEX issues_due ON issues (organization_id, due_on, id);
CREATE INDEX issues_of_customer ON issues (customer_id);
CREATE INDEX issues_of_dispute ON issues (dispute_id) WHERE dispute_id IS NOT NULL;
CREATE INDEX issues_of_statement ON issues (statement_id) WHERE statement_id IS NOT NULL;
CREATE INDEX issues_of_item ON issues (item_id) WHERE item_id IS NOT NULL;
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON issues FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What became of an issue, step by step.
CREATE TABLE issue_events (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  issue_id        uuid NOT NULL REFERENCES issues,
  kind            text NOT NULL CHECK (kind IN ('raised', 'owner', 'due', 'cause', 'next_step', 'state', 'note', 'file', 'closed', 'reopened', 'dropped')),
  before          text NOT NULL DEFAULT '',
  after           text NOT NULL DEFAULT '',
  text            text NOT NULL DEFAULT '',
  actor_id        uuid NOT NULL,
  actor_name      text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX issue_events_of_issue ON issue_events (issue_id, id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON issue_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Files that prove what was done. The bytes are kept elsewhere under their SHA-256, as those of disputes are.
CREATE TABLE issue_files (
  id               uuid PRIMARY KEY,
  organization_id  uuid NOT NULL REFERENCES organizations,
  customer_id      uuid NOT NULL REFERENCES customers,
  issue_id         uuid NOT NULL REFERENCES issues,
  name             text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  media_type       text NOT NULL,
  size             bigint NOT NULL CHECK (size BETWEEN 1 AND 26214400),
  sha256           bytea NOT NULL CHECK (length(sha256) = 32),
  upload_key       uuid NOT NULL,
  received_sha256  bytea NOT NULL CHECK (length(received_sha256) = 32),
  uploaded_by      uuid NOT NULL,
  uploaded_by_name text NOT NULL,
  created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT issue_files_key_once UNIQUE (uploaded_by, upload_key),
  CONSTRAINT issue_files_of_issue UNIQUE (issue_id, id)
);
CREATE INDEX issue_files_by_content ON issue_files (sha256);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON issue_files FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE issues ADD CONSTRAINT issues_proof_is_own FOREIGN KEY (id, proof_file_id) REFERENCES issue_files (issue_id, id);

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['issues', 'issue_events', 'issue_files'] LOOP
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
GRANT UPDATE (title, cause, next_step, owner_id, due_on, state, proof_file_id, proof_document_id, ending, ended_at, ended_by_name, row_version) ON issues TO hefu_backoffice, hefu_worker;
-- What no row of any organization names may be swept.
CREATE POLICY sweep ON issue_files FOR SELECT TO hefu_worker USING (true);
RESET ROLE;
RESET search_path;
