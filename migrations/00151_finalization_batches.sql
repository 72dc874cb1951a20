-- +goose Up
-- Finalization in batches (批量定稿, SPEC 12; STM-16): every agreed statement of a period, prepared by one person, signed by another with one fresh sign-in.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- prepared_at: when the last file was laid out; from then on somebody else signs.
CREATE TABLE finalization_batches (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  starts_on       date NOT NULL,                -- cut-offs from this day
  ends_on         date NOT NULL,                -- until this one
  locale          text NOT NULL CHECK (locale IN ('zh-CN', 'en')),
  created_by      uuid NOT NULL,
  created_by_name text NOT NULL,
  created_by_subject text NOT NULL,
  created_from    text NOT NULL DEFAULT '',
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  prepared_at     timestamptz,
  CONSTRAINT finalization_batches_range CHECK (starts_on <= ends_on)
);
CREATE INDEX finalization_batches_newest ON finalization_batches (organization_id, id);
CREATE INDEX finalization_batches_preparing ON finalization_batches (organization_id) WHERE prepared_at IS NULL;
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON finalization_batches FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One act of signing many: its hash is over the list of the files that were read.
CREATE TABLE finalization_batch_signings (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  batch_id        uuid NOT NULL REFERENCES finalization_batches,
  files           int NOT NULL CHECK (files > 0),
  sha256          bytea NOT NULL CHECK (length(sha256) = 32),
  signed_by       uuid NOT NULL,
  signed_by_name  text NOT NULL,
  signed_by_subject text NOT NULL,
  signed_from     text NOT NULL DEFAULT '',
  signed_at       timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX finalization_batch_signings_of_batch ON finalization_batch_signings (batch_id, id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON finalization_batch_signings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What becomes of each statement. code: why it was not prepared, or not signed. Whether it is signed is the signature's to say.
CREATE TABLE finalization_batch_items (
  batch_id        uuid NOT NULL REFERENCES finalization_batches,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  statement_id    uuid NOT NULL REFERENCES statements,
  state           text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'prepared', 'failed')),
  code            text NOT NULL DEFAULT '',
  finalization_id uuid REFERENCES finalizations,
  signing_id      uuid REFERENCES finalization_batch_signings,
  PRIMARY KEY (batch_id, statement_id),
  CONSTRAINT finalization_batch_items_prepared CHECK ((state = 'prepared') = (finalization_id IS NOT NULL)),
  CONSTRAINT finalization_batch_items_signing CHECK (signing_id IS NULL OR finalization_id IS NOT NULL)
);
CREATE INDEX finalization_batch_items_pending ON finalization_batch_items (batch_id, statement_id) WHERE state = 'pending';
CREATE INDEX finalization_batch_items_of_finalization ON finalization_batch_items (finalization_id) WHERE finalization_id IS NOT NULL;
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON finalization_batch_items FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['finalization_batches', 'finalization_batch_signings', 'finalization_batch_items'] LOOP
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
GRANT UPDATE (prepared_at) ON finalization_batches TO hefu_backoffice, hefu_worker;
GRANT UPDATE (state, code, finalization_id, signing_id) ON finalization_batch_items TO hefu_backoffice, hefu_worker;
RESET ROLE;
RESET search_path;
