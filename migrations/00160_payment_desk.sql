-- +goose Up
-- The back office of payments (SPEC 11): money that fits no payment is looked at by a person; refunds with four eyes, chargebacks, what
-- providers pay out, and notices about all of it (INT-05, RCV-04).
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- What a person made of money that came for no payment, or of another amount than was asked for.
ALTER TABLE provider_events ADD COLUMN customer_id uuid REFERENCES customers;
ALTER TABLE provider_events ADD COLUMN receipt_document_id uuid REFERENCES documents;
ALTER TABLE provider_events ADD CONSTRAINT provider_events_attributed_whole CHECK ((receipt_document_id IS NULL) = (customer_id IS NULL) AND (receipt_document_id IS NULL OR looked_at IS NOT NULL));
CREATE UNIQUE INDEX provider_events_receipt_once ON provider_events (receipt_document_id) WHERE receipt_document_id IS NOT NULL;
CREATE INDEX provider_events_waiting ON provider_events (organization_id, id) WHERE verdict IN ('differs', 'unidentified') AND looked_at IS NULL;
GRANT UPDATE (customer_id, receipt_document_id, effect_entry_id, looked_at, looked_by_name, looked_note) ON provider_events TO hefu_backoffice;
GRANT UPDATE (looked_at, looked_by_name, looked_note) ON provider_events TO hefu_worker;
GRANT UPDATE (state, reason, ask_at, ended_at, row_version) ON payments TO hefu_backoffice;
GRANT UPDATE (in_flight) ON payment_items TO hefu_backoffice;

-- Money that goes back to who paid it: of a payment, or of an event that fits none. One asks, another decides; then the provider is told
-- under the row's own id, until it says how it ended. Nobody asked for one that was made at the provider itself.
CREATE TABLE payment_refunds (
  id               uuid PRIMARY KEY,
  organization_id  uuid NOT NULL REFERENCES organizations,
  customer_id      uuid REFERENCES customers,
  statement_id     uuid REFERENCES statements,
  payment_id       uuid REFERENCES payments,
  event_id         uuid REFERENCES provider_events,
  provider         text NOT NULL,
  currency         text NOT NULL,
  amount           amount NOT NULL CHECK (amount > 0),
  reason           text NOT NULL CHECK (reason <> ''),
  state            text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'declined', 'withdrawn', 'sending', 'unknown', 'succeeded', 'failed')),
  fault            text NOT NULL DEFAULT '',
  provider_ref     text NOT NULL DEFAULT '',
  document_id      uuid REFERENCES documents,
  proposed_by      uuid,
  proposed_by_name text NOT NULL,
  created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  decided_by       uuid,
  decided_by_name  text NOT NULL DEFAULT '',
  decided_at       timestamptz,
  decided_note     text NOT NULL DEFAULT '',
  ask_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
  asked            int NOT NULL DEFAULT 0,
  ended_at         timestamptz,
  row_version      int NOT NULL DEFAULT 1,
  CONSTRAINT payment_refunds_of_one CHECK ((payment_id IS NULL) <> (event_id IS NULL) AND (payment_id IS NULL) = (customer_id IS NULL)),
  CONSTRAINT payment_refunds_decided CHECK (decided_by IS NOT NULL OR proposed_by IS NULL OR state IN ('proposed', 'withdrawn')),
  CONSTRAINT payment_refunds_two_people CHECK (decided_by <> proposed_by),
  CONSTRAINT payment_refunds_posted CHECK ((document_id IS NOT NULL) = (state = 'succeeded' AND payment_id IS NOT NULL)),
  CONSTRAINT payment_refunds_ended CHECK ((ended_at IS NOT NULL) = (state NOT IN ('proposed', 'sending', 'unknown'))),
  CONSTRAINT payment_refunds_document_once UNIQUE (document_id)
);
CREATE UNIQUE INDEX payment_refunds_one_live ON payment_refunds (payment_id) WHERE state IN ('proposed', 'sending', 'unknown') AND payment_id IS NOT NULL;
CREATE UNIQUE INDEX payment_refunds_one_of_event ON payment_refunds (event_id) WHERE event_id IS NOT NULL AND state NOT IN ('declined', 'withdrawn', 'failed');
CREATE UNIQUE INDEX payment_refunds_ref_once ON payment_refunds (provider, provider_ref) WHERE provider_ref <> '';
CREATE INDEX payment_refunds_of_payment ON payment_refunds (payment_id);
CREATE INDEX payment_refunds_of_organization ON payment_refunds (organization_id, id);
CREATE INDEX payment_refunds_waiting ON payment_refunds (organization_id, id) WHERE state = 'proposed';
CREATE INDEX payment_refunds_to_ask ON payment_refunds (organization_id, ask_at) WHERE state IN ('sending', 'unknown');
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON payment_refunds FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER four_eyes BEFORE UPDATE ON payment_refunds FOR EACH ROW WHEN (NEW.decided_by IS DISTINCT FROM OLD.decided_by)
  EXECUTE FUNCTION refuse_one_person('decided_by', 'proposed_by', 'created_at', '', 'payment_refunds_two_people');

-- What a payer disputes at the bank (拒付): the provider takes the money back at once, and returns it if the seller wins.
CREATE TABLE payment_chargebacks (
  id                  uuid PRIMARY KEY,
  organization_id     uuid NOT NULL REFERENCES organizations,
  customer_id         uuid NOT NULL REFERENCES customers,
  statement_id        uuid REFERENCES statements,
  payment_id          uuid NOT NULL REFERENCES payments,
  provider            text NOT NULL,
  provider_ref        text NOT NULL CHECK (provider_ref <> ''),
  currency            text NOT NULL,
  amount              amount NOT NULL CHECK (amount > 0),
  fee                 amount,
  reason              text NOT NULL DEFAULT '',
  state               text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'won', 'lost')),
  document_id         uuid NOT NULL REFERENCES documents,
  receipt_document_id uuid REFERENCES documents,
  opened_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at            timestamptz,
  answered_at         timestamptz,
  answered_by_name    text NOT NULL DEFAULT '',
  answered_note       text NOT NULL DEFAULT '',
  CONSTRAINT payment_chargebacks_once UNIQUE (provider, provider_ref),
  CONSTRAINT payment_chargebacks_document_once UNIQUE (document_id),
  CONSTRAINT payment_chargebacks_receipt_once UNIQUE (receipt_document_id),
  CONSTRAINT payment_chargebacks_ended CHECK ((state = 'open') = (ended_at IS NULL) AND (state = 'won') = (receipt_document_id IS NOT NULL))
);
CREATE INDEX payment_chargebacks_of_payment ON payment_chargebacks (payment_id);
CREATE INDEX payment_chargebacks_of_organization ON payment_chargebacks (organization_id, id);
CREATE INDEX payment_chargebacks_open ON payment_chargebacks (organization_id, id) WHERE state = 'open';
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON payment_chargebacks FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a provider paid out to the seller's bank: Dr 1002 / Cr 1012. source of a journal entry.
CREATE TABLE provider_payouts (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  provider        text NOT NULL CHECK (provider IN ('sandbox', 'stripe', 'alipay', 'wechat')),
  reference       text NOT NULL CHECK (reference <> ''),
  currency        text NOT NULL,
  amount          amount NOT NULL CHECK (amount > 0),
  paid_on         date NOT NULL,
  made_by         uuid NOT NULL,
  made_by_name    text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT provider_payouts_once UNIQUE (organization_id, provider, reference)
);
CREATE INDEX provider_payouts_by_day ON provider_payouts (organization_id, paid_on);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON provider_payouts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A provider's charge for a chargeback is an entry of its own beside the payment's fee.
ALTER TABLE payment_postings ADD COLUMN chargeback_id uuid REFERENCES payment_chargebacks;
ALTER TABLE payment_postings DROP CONSTRAINT payment_postings_kind_check;
ALTER TABLE payment_postings ADD CONSTRAINT payment_postings_kind_check CHECK (kind IN ('fee', 'chargeback_fee') AND (kind = 'chargeback_fee') = (chargeback_id IS NOT NULL));
ALTER TABLE payment_postings DROP CONSTRAINT payment_postings_once;
CREATE UNIQUE INDEX payment_postings_fee_once ON payment_postings (payment_id) WHERE kind = 'fee';
CREATE UNIQUE INDEX payment_postings_chargeback_once ON payment_postings (chargeback_id) WHERE chargeback_id IS NOT NULL;
CREATE INDEX payment_postings_by_day ON payment_postings (organization_id, posted_on);

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['payment_refunds', 'payment_chargebacks', 'provider_payouts'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY organization ON %I TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()))', t);
    EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO hefu_auditor USING (true)', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO hefu_backoffice, hefu_worker', t);
    EXECUTE format('GRANT SELECT ON %I TO hefu_auditor', t);
  END LOOP;
  -- The customer sees what went back of its own payments.
  FOREACH t IN ARRAY ARRAY['payment_refunds', 'payment_chargebacks'] LOOP
    EXECUTE format('CREATE POLICY customer ON %I TO hefu_portal USING (organization_id = (SELECT current_organization()) AND customer_id = (SELECT current_customer()))', t);
    EXECUTE format('CREATE POLICY one_statement ON %I AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL OR statement_id = (SELECT current_statement()))', t);
    EXECUTE format('GRANT SELECT ON %I TO hefu_portal', t);
  END LOOP;
END
$$;
-- +goose StatementEnd
GRANT UPDATE (state, fault, provider_ref, document_id, decided_by, decided_by_name, decided_at, decided_note, ask_at, asked, ended_at, row_version) ON payment_refunds TO hefu_backoffice, hefu_worker;
GRANT UPDATE (state, receipt_document_id, ended_at) ON payment_chargebacks TO hefu_worker;
GRANT UPDATE (answered_at, answered_by_name, answered_note) ON payment_chargebacks TO hefu_backoffice;

-- What is told about payments, and whether a person wants mails of it.
ALTER TABLE staff_notices ADD COLUMN payment_id uuid REFERENCES payments;
ALTER TABLE notice_preferences DROP CONSTRAINT notice_preferences_topic_check;
ALTER TABLE notice_preferences ADD CONSTRAINT notice_preferences_topic_check CHECK (topic IN ('statements', 'reminders', 'disputes', 'approvals', 'issues', 'payments'));
RESET ROLE;
RESET search_path;
