-- +goose Up
-- Payment references (附言码, RCV-04): what a customer says it will transfer, under a code that the bank's line brings back.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE TABLE transfer_references (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  statement_id    uuid REFERENCES statements,
  code            text NOT NULL CHECK (code ~ '^HF[2-9A-HJKMNP-Z]{10}$'),
  currency        text NOT NULL,
  amount          amount NOT NULL CHECK (amount > 0),
  discount        amount NOT NULL DEFAULT 0 CHECK (discount >= 0),
  discount_until  date,                      -- the money has to be in by then
  payee_name      text NOT NULL,
  payee_bank      text NOT NULL,
  payee_account   text NOT NULL CHECK (payee_account <> ''),
  content_sha256  bytea NOT NULL CHECK (length(content_sha256) = 32),
  made_by         uuid NOT NULL,
  made_by_name    text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT transfer_references_code_once UNIQUE (organization_id, code),
  CONSTRAINT transfer_references_discount_until CHECK ((discount > 0) = (discount_until IS NOT NULL))
);
CREATE INDEX transfer_references_of_customer ON transfer_references (customer_id, id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfer_references FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE transfer_items (
  reference_id    uuid NOT NULL REFERENCES transfer_references,
  place           int NOT NULL CHECK (place > 0),
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  statement_id    uuid REFERENCES statements,
  item_id         uuid NOT NULL REFERENCES open_items,
  document_id     uuid NOT NULL REFERENCES documents,
  side            text NOT NULL CHECK (side IN ('debit', 'credit')),
  amount          amount NOT NULL CHECK (amount > 0),
  discount        amount NOT NULL DEFAULT 0 CHECK (discount >= 0 AND discount < amount),
  CONSTRAINT transfer_items_pkey PRIMARY KEY (reference_id, place)
);
CREATE INDEX transfer_items_of_item ON transfer_items (item_id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfer_items FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The receipt that the bank's line with the code became.
CREATE TABLE transfer_receipts (
  document_id     uuid NOT NULL REFERENCES documents,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  statement_id    uuid REFERENCES statements,
  reference_id    uuid NOT NULL REFERENCES transfer_references,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT transfer_receipts_pkey PRIMARY KEY (document_id)
);
CREATE INDEX transfer_receipts_of_reference ON transfer_receipts (reference_id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfer_receipts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['transfer_references', 'transfer_items', 'transfer_receipts'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY organization ON %I TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()))', t);
    EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO hefu_auditor USING (true)', t);
    EXECUTE format('CREATE POLICY customer ON %I TO hefu_portal USING (organization_id = (SELECT current_organization()) AND customer_id = (SELECT current_customer()))', t);
    EXECUTE format('CREATE POLICY one_statement ON %I AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL OR statement_id = (SELECT current_statement()))', t);
    EXECUTE format('GRANT SELECT ON %I TO hefu_portal, hefu_backoffice, hefu_worker, hefu_auditor', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['transfer_references', 'transfer_items'] LOOP
    EXECUTE format('CREATE POLICY after_code ON %I AS RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ((SELECT may_act()))', t);
    EXECUTE format('GRANT INSERT ON %I TO hefu_portal', t);
  END LOOP;
END
$$;
-- +goose StatementEnd
GRANT INSERT ON transfer_receipts TO hefu_backoffice, hefu_worker;
RESET ROLE;
RESET search_path;
