-- +goose Up
-- What staff are told inside the back office, and notes about customers and statements that no customer ever sees.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE TABLE staff_notices (
  id              uuid PRIMARY KEY DEFAULT new_id(),
  organization_id uuid NOT NULL REFERENCES organizations,
  staff_id        uuid NOT NULL REFERENCES staff,
  event_id        uuid NOT NULL,
  kind            text NOT NULL,
  customer_id     uuid REFERENCES customers,
  statement_id    uuid REFERENCES statements,
  dispute_id      uuid REFERENCES disputes,
  actor_name      text NOT NULL DEFAULT '',
  at              timestamptz NOT NULL DEFAULT clock_timestamp(),
  read_at         timestamptz,
  CONSTRAINT staff_notices_once UNIQUE (event_id, staff_id)
);
CREATE INDEX staff_notices_of_staff ON staff_notices (organization_id, staff_id, id);
CREATE INDEX staff_notices_unread ON staff_notices (organization_id, staff_id) WHERE read_at IS NULL;

CREATE TABLE internal_notes (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  statement_id    uuid REFERENCES statements, -- null: about the customer
  text            text NOT NULL CHECK (text <> ''),
  mentions        text NOT NULL DEFAULT '',
  author_id       uuid NOT NULL,
  author_name     text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX internal_notes_of_customer ON internal_notes (customer_id, id);
CREATE INDEX internal_notes_of_statement ON internal_notes (statement_id, id) WHERE statement_id IS NOT NULL;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON internal_notes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The portal's role has neither a policy nor a grant on either.
-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['staff_notices', 'internal_notes'] LOOP
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
GRANT UPDATE (read_at) ON staff_notices TO hefu_backoffice, hefu_worker;
RESET ROLE;
RESET search_path;
