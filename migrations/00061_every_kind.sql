-- +goose Up
-- What documents of every kind carry beside their amounts (SPEC 5): which document an adjustment or fine-tune is about, what sort of money
-- it is (款项类型), the return a refund follows; the notes (承兑汇票) that were received; and why a payment was more or less than asked.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

ALTER TABLE documents ADD COLUMN adjusts_document_id uuid REFERENCES documents,
  ADD COLUMN item_type text NOT NULL DEFAULT '',
  ADD COLUMN return_no text NOT NULL DEFAULT '';
CREATE INDEX documents_adjusting ON documents (adjusts_document_id) WHERE adjusts_document_id IS NOT NULL;
CREATE INDEX drafts_of_document ON drafts (document_id) WHERE document_id IS NOT NULL;

CREATE TABLE notes_received (
  document_id     uuid PRIMARY KEY REFERENCES documents,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  note_no         text NOT NULL CHECK (note_no <> ''),
  drawer          text NOT NULL CHECK (drawer <> ''),
  acceptor        text NOT NULL DEFAULT '',
  due_on          date NOT NULL
);
CREATE INDEX notes_received_by_due ON notes_received (organization_id, due_on);

CREATE TABLE payment_differences (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  document_id     uuid NOT NULL REFERENCES documents,
  -- over: more than the documents it names had open; it stays the customer's credit. short: less.
  side            text NOT NULL CHECK (side IN ('over', 'short')),
  currency        text NOT NULL,
  amount          amount NOT NULL CHECK (amount > 0),
  cause           text NOT NULL,
  note            text NOT NULL DEFAULT '',
  created_by      uuid NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT payment_differences_once UNIQUE (document_id),
  CONSTRAINT payment_differences_why CHECK (side = 'over' OR cause <> '')
);
CREATE INDEX payment_differences_by_date ON payment_differences (organization_id, created_at);

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['notes_received', 'payment_differences'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY organization ON %I TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()))', t);
    EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO hefu_auditor USING (true)', t);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO hefu_backoffice, hefu_worker', t);
    EXECUTE format('GRANT SELECT ON %I TO hefu_auditor', t);
  END LOOP;
END
$$;
-- +goose StatementEnd
RESET ROLE;
RESET search_path;
