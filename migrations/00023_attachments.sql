-- +goose Up
-- Files beside the messages of a dispute, and who has read a thread up to where (SPEC 9; STM-11).
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- The bytes are kept elsewhere under their SHA-256; a row says what they are, whose, and where they belong. A row is never changed but
-- once, when it is withdrawn: then it is no longer shown and still part of the record.
CREATE TABLE attachments (
  id               uuid PRIMARY KEY,
  organization_id  uuid NOT NULL REFERENCES organizations,
  customer_id      uuid NOT NULL REFERENCES customers,
  dispute_id       uuid NOT NULL REFERENCES disputes,
  message_id       uuid NOT NULL REFERENCES dispute_messages,
  side             text NOT NULL CHECK (side IN ('customer', 'staff')),
  internal         boolean NOT NULL DEFAULT false,
  name             text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  media_type       text NOT NULL,
  size             bigint NOT NULL CHECK (size BETWEEN 1 AND 26214400),
  sha256           bytea NOT NULL CHECK (length(sha256) = 32),
  width            int NOT NULL DEFAULT 0,
  height           int NOT NULL DEFAULT 0,
  thumbnail_sha256 bytea CHECK (length(thumbnail_sha256) = 32),
  protected        boolean NOT NULL DEFAULT false,
  -- The sender's key and the hash of what was sent, so that sending it again is the same.
  upload_key       uuid NOT NULL,
  received_sha256  bytea NOT NULL CHECK (length(received_sha256) = 32),
  uploaded_by      uuid NOT NULL,
  uploaded_by_name text NOT NULL,
  created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  withdrawn_at     timestamptz,
  CONSTRAINT attachments_internal_is_staff CHECK (NOT internal OR side = 'staff'),
  CONSTRAINT attachments_key_once UNIQUE (uploaded_by, upload_key)
);
CREATE INDEX attachments_of_dispute ON attachments (dispute_id, id);
CREATE INDEX attachments_of_customer ON attachments (customer_id) INCLUDE (size);
CREATE INDEX attachments_by_content ON attachments (sha256);
CREATE INDEX attachments_by_thumbnail ON attachments (thumbnail_sha256) WHERE thumbnail_sha256 IS NOT NULL;
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON attachments FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- How far a person has read a thread. What was recorded later is unread.
CREATE TABLE dispute_reads (
  dispute_id      uuid NOT NULL REFERENCES disputes,
  person_id       uuid NOT NULL,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  side            text NOT NULL CHECK (side IN ('customer', 'staff')),
  name            text NOT NULL,
  message_id      uuid NOT NULL REFERENCES dispute_messages,
  seen_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (dispute_id, person_id)
);

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['attachments', 'dispute_reads'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY customer ON %I TO hefu_portal USING (organization_id = (SELECT current_organization()) AND customer_id = (SELECT current_customer()))', t);
    EXECUTE format('CREATE POLICY organization ON %I TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()))', t);
    EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO hefu_auditor USING (true)', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO hefu_portal, hefu_backoffice, hefu_worker', t);
    EXECUTE format('GRANT SELECT ON %I TO hefu_auditor', t);
  END LOOP;
END
$$;
-- +goose StatementEnd

-- A file of a note among staff is out of the customer's reach in the database itself, and nobody speaks for the other side.
CREATE POLICY no_internal_files ON attachments AS RESTRICTIVE TO hefu_portal USING (NOT internal)
  WITH CHECK (NOT internal AND side = 'customer' AND uploaded_by = nullif(current_setting('hefu.actor', true), '')::uuid);
CREATE POLICY own_withdrawal ON attachments AS RESTRICTIVE FOR UPDATE TO hefu_portal, hefu_backoffice
  USING (uploaded_by = nullif(current_setting('hefu.actor', true), '')::uuid);
CREATE POLICY own_marks ON dispute_reads AS RESTRICTIVE FOR INSERT TO hefu_portal, hefu_backoffice
  WITH CHECK (person_id = nullif(current_setting('hefu.actor', true), '')::uuid);
CREATE POLICY own_marks_move ON dispute_reads AS RESTRICTIVE FOR UPDATE TO hefu_portal, hefu_backoffice
  USING (person_id = nullif(current_setting('hefu.actor', true), '')::uuid);
CREATE POLICY customers_marks ON dispute_reads AS RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK (side = 'customer');
-- What no row of any organization names may be swept.
CREATE POLICY sweep ON attachments FOR SELECT TO hefu_worker USING (true);
GRANT UPDATE (withdrawn_at) ON attachments TO hefu_portal, hefu_backoffice, hefu_worker;
GRANT UPDATE (message_id, name, seen_at) ON dispute_reads TO hefu_portal, hefu_backoffice, hefu_worker;
RESET ROLE;
RESET search_path;
