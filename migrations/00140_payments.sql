-- +goose Up
-- Paying (SPEC 11): what a customer set out to pay, which items that holds, and what the providers told about it (RCV-04, INT-05, DUN-12).
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- One sum that a customer pays through a provider. It ends once; money that comes for one that was given up is money all the same.
CREATE TABLE payments (
  id                  uuid PRIMARY KEY,
  organization_id     uuid NOT NULL REFERENCES organizations,
  customer_id         uuid NOT NULL REFERENCES customers,
  statement_id        uuid REFERENCES statements,  -- from which it was paid; none: from the open items
  provider            text NOT NULL CHECK (provider IN ('sandbox', 'stripe', 'alipay', 'wechat')),
  reference           text NOT NULL CHECK (reference <> ''),
  currency            text NOT NULL,
  amount              amount NOT NULL CHECK (amount > 0),
  discount            amount NOT NULL DEFAULT 0 CHECK (discount >= 0),
  credits             amount NOT NULL DEFAULT 0 CHECK (credits >= 0),
  state               text NOT NULL DEFAULT 'created' CHECK (state IN ('created', 'pending', 'unknown', 'succeeded', 'failed', 'cancelled', 'expired')),
  reason              text NOT NULL DEFAULT '',   -- why it failed or is not known
  provider_ref        text NOT NULL DEFAULT '',
  address             text NOT NULL DEFAULT '',   -- where the payer is sent
  code                text NOT NULL DEFAULT '',   -- what a wallet scans
  fee                 amount,
  receipt_document_id uuid REFERENCES documents,
  made_by             uuid NOT NULL,
  made_by_name        text NOT NULL,
  created_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at          timestamptz NOT NULL,
  ask_at              timestamptz NOT NULL,       -- when the provider is asked next, while it has not ended
  asked               int NOT NULL DEFAULT 0,
  ended_at            timestamptz,
  row_version         int NOT NULL DEFAULT 1,
  CONSTRAINT payments_reference_once UNIQUE (organization_id, reference),
  CONSTRAINT payments_receipt_once UNIQUE (receipt_document_id),
  CONSTRAINT payments_succeeded_with_receipt CHECK ((state = 'succeeded') = (receipt_document_id IS NOT NULL)),
  CONSTRAINT payments_ended_whole CHECK ((state IN ('succeeded', 'failed', 'cancelled', 'expired')) = (ended_at IS NOT NULL))
);
CREATE UNIQUE INDEX payments_provider_ref_once ON payments (provider, provider_ref) WHERE provider_ref <> '';
CREATE INDEX payments_to_ask ON payments (organization_id, ask_at) WHERE state IN ('created', 'pending', 'unknown');
CREATE INDEX payments_of_customer ON payments (customer_id, id);
CREATE INDEX payments_newest ON payments (organization_id, id);
CREATE INDEX payments_of_statement ON payments (statement_id) WHERE statement_id IS NOT NULL;
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON payments FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What succeeded stays so, and nothing that says whose money it is and how much ever changes.
-- +goose StatementBegin
CREATE FUNCTION payments_succeed_once() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF OLD.state = 'succeeded' AND (NEW.state, NEW.receipt_document_id) IS DISTINCT FROM (OLD.state, OLD.receipt_document_id) THEN
    RAISE EXCEPTION 'payment % has succeeded', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'payments_succeed_once', TABLE = 'payments', SCHEMA = 'hefu';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER succeed_once BEFORE UPDATE ON payments FOR EACH ROW EXECUTE FUNCTION payments_succeed_once();

-- What a payment is for: debits with what is closed of them (amount, of which the discount is not paid), and credits it uses up.
-- An item is in one payment at a time.
CREATE TABLE payment_items (
  payment_id      uuid NOT NULL REFERENCES payments,
  place           int NOT NULL CHECK (place > 0),
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  statement_id    uuid REFERENCES statements,
  item_id         uuid NOT NULL REFERENCES open_items,
  document_id     uuid NOT NULL REFERENCES documents,
  side            text NOT NULL CHECK (side IN ('debit', 'credit')),
  amount          amount NOT NULL CHECK (amount > 0),
  discount        amount NOT NULL DEFAULT 0 CHECK (discount >= 0 AND discount < amount),
  in_flight       boolean NOT NULL DEFAULT true,
  CONSTRAINT payment_items_pkey PRIMARY KEY (payment_id, place)
);
CREATE UNIQUE INDEX payment_items_one_in_flight ON payment_items (item_id) WHERE in_flight;
CREATE INDEX payment_items_of_item ON payment_items (item_id);
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON payment_items FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What providers told, once an event however often it comes. Money that fits no payment stands here until a person has looked at it.
CREATE TABLE provider_events (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  provider        text NOT NULL,
  event_id        text NOT NULL CHECK (event_id <> ''),
  kind            text NOT NULL,
  payment_id      uuid REFERENCES payments,
  provider_ref    text NOT NULL DEFAULT '',
  amount          amount,
  currency        text NOT NULL DEFAULT '',
  verdict         text NOT NULL CHECK (verdict IN ('applied', 'known', 'ignored', 'differs', 'unidentified')),
  body_sha256     bytea NOT NULL CHECK (length(body_sha256) = 32),
  effect_entry_id uuid,
  deliveries      int NOT NULL DEFAULT 1 CHECK (deliveries > 0),
  happened_at     timestamptz,
  first_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  looked_at       timestamptz,
  looked_by_name  text NOT NULL DEFAULT '',
  looked_note     text NOT NULL DEFAULT '',
  CONSTRAINT provider_events_once UNIQUE (provider, event_id),
  CONSTRAINT provider_events_effect_once UNIQUE (effect_entry_id)
);
CREATE INDEX provider_events_newest ON provider_events (organization_id, id);
CREATE INDEX provider_events_of_payment ON provider_events (payment_id) WHERE payment_id IS NOT NULL;
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON provider_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a payment posted beside its receipt: the provider's fee. source of a journal entry.
CREATE TABLE payment_postings (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  payment_id      uuid NOT NULL REFERENCES payments,
  kind            text NOT NULL CHECK (kind IN ('fee')),
  currency        text NOT NULL,
  amount          amount NOT NULL,
  posted_on       date NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT payment_postings_once UNIQUE (payment_id, kind)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payment_postings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE journal_entries DROP CONSTRAINT journal_entries_source_kind_check;
ALTER TABLE journal_entries ADD CONSTRAINT journal_entries_source_kind_check CHECK (source_kind IN ('document', 'settlement', 'payment')) NOT VALID;

-- Fees of providers have an account of their own in every set of books that has not given its code away.
ALTER TABLE accounts NO FORCE ROW LEVEL SECURITY;
INSERT INTO accounts (organization_id, code, role, name, name_en)
SELECT a.organization_id, '660301', 'charges', '财务费用—手续费', 'Payment charges' FROM accounts a WHERE a.role = 'ar'
  AND NOT EXISTS (SELECT FROM accounts b WHERE b.organization_id = a.organization_id AND (b.code = '660301' OR b.role = 'charges'));
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['payments', 'payment_items', 'provider_events', 'payment_postings'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY organization ON %I TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()))', t);
    EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO hefu_auditor USING (true)', t);
    EXECUTE format('GRANT SELECT ON %I TO hefu_backoffice, hefu_worker, hefu_auditor', t);
    EXECUTE format('GRANT INSERT ON %I TO hefu_worker', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['payments', 'payment_items'] LOOP
    EXECUTE format('CREATE POLICY customer ON %I TO hefu_portal USING (organization_id = (SELECT current_organization()) AND customer_id = (SELECT current_customer()))', t);
    EXECUTE format('CREATE POLICY one_statement ON %I AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL OR statement_id = (SELECT current_statement()))', t);
    EXECUTE format('CREATE POLICY after_code ON %I AS RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ((SELECT may_act()))', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO hefu_portal', t);
  END LOOP;
END
$$;
-- +goose StatementEnd
GRANT UPDATE (state, reason, provider_ref, address, code, fee, receipt_document_id, ask_at, asked, ended_at, row_version) ON payments TO hefu_worker;
GRANT UPDATE (in_flight) ON payment_items TO hefu_worker;
GRANT UPDATE (deliveries, last_at, payment_id, verdict, effect_entry_id) ON provider_events TO hefu_worker;
GRANT UPDATE (looked_at, looked_by_name, looked_note) ON provider_events TO hefu_backoffice;

CREATE OR REPLACE VIEW audit.provider_events WITH (security_invoker = true) AS
SELECT provider, event_id, deliveries, effect_entry_id::text FROM provider_events;
CREATE OR REPLACE VIEW audit.payments WITH (security_invoker = true) AS
SELECT id::text AS payment_id, customer_id::text, currency, amount::numeric AS amount, state, provider, nullif(provider_ref, '') AS provider_ref,
  receipt_document_id::text FROM payments;
RESET ROLE;
RESET search_path;
