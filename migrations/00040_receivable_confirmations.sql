-- +goose Up
-- 应收确认 (SPEC 5): where the customer's policy asks for it, a receivable is booked only after the customer has confirmed it.
-- What was asked is kept as it was shown, round by round; an answer is given once.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

ALTER TABLE customers ADD COLUMN confirm_receivables boolean NOT NULL DEFAULT false;

ALTER TABLE drafts DROP CONSTRAINT drafts_state_check;
ALTER TABLE drafts ADD CONSTRAINT drafts_state_check CHECK (state IN ('draft', 'submitted', 'confirming', 'posted', 'discarded'));

CREATE TABLE receivable_confirmations (
  id               uuid PRIMARY KEY,
  organization_id  uuid NOT NULL REFERENCES organizations,
  customer_id      uuid NOT NULL REFERENCES customers,
  draft_id         uuid NOT NULL REFERENCES drafts,
  round            int NOT NULL CHECK (round > 0),
  content          text NOT NULL,
  sha256           bytea NOT NULL CHECK (sha256 = sha256(convert_to(content, 'UTF8'))),
  currency         text NOT NULL,
  gross            amount NOT NULL,
  document_date    date NOT NULL,
  asked_by         uuid NOT NULL,
  asked_by_name    text NOT NULL,
  asked_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  answer           text CHECK (answer IN ('confirmed', 'rejected', 'withdrawn')),
  opinion          text NOT NULL DEFAULT '',
  answered_by      uuid,
  answered_by_name text NOT NULL DEFAULT '',
  answered_from    text NOT NULL DEFAULT '',
  answered_at      timestamptz,
  document_id      uuid,
  CONSTRAINT receivable_confirmations_one_round UNIQUE (draft_id, round),
  CONSTRAINT receivable_confirmations_answered_whole CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL)),
  CONSTRAINT receivable_confirmations_opinion CHECK (answer IS DISTINCT FROM 'rejected' OR opinion <> ''),
  CONSTRAINT receivable_confirmations_posted CHECK ((document_id IS NOT NULL) = (answer IS NOT DISTINCT FROM 'confirmed'))
);
CREATE UNIQUE INDEX receivable_confirmations_one_open ON receivable_confirmations (draft_id) WHERE answer IS NULL;
CREATE INDEX receivable_confirmations_of_customer ON receivable_confirmations (customer_id, id);
CREATE INDEX receivable_confirmations_of_document ON receivable_confirmations (document_id) WHERE document_id IS NOT NULL;

-- +goose StatementBegin
CREATE FUNCTION receivable_confirmations_answered_once() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF OLD.answer IS NOT NULL THEN
    RAISE EXCEPTION 'confirmation % was answered', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'receivable_confirmations_answered_once', TABLE = 'receivable_confirmations', SCHEMA = 'hefu';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER answered_once BEFORE UPDATE ON receivable_confirmations FOR EACH ROW EXECUTE FUNCTION receivable_confirmations_answered_once();
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON receivable_confirmations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE POLICY organization ON receivable_confirmations TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
CREATE POLICY audit ON receivable_confirmations FOR SELECT TO hefu_auditor USING (true);
CREATE POLICY own ON receivable_confirmations TO hefu_portal USING (organization_id = (SELECT current_organization()) AND customer_id = (SELECT current_customer()));
CREATE POLICY one_statement ON receivable_confirmations AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL);
ALTER TABLE receivable_confirmations ENABLE ROW LEVEL SECURITY;
ALTER TABLE receivable_confirmations FORCE ROW LEVEL SECURITY;
GRANT SELECT ON receivable_confirmations TO hefu_portal, hefu_backoffice, hefu_worker, hefu_auditor;
GRANT INSERT, UPDATE (answer, opinion, answered_by, answered_by_name, answered_from, answered_at, document_id) ON receivable_confirmations TO hefu_backoffice, hefu_worker;
RESET ROLE;
RESET search_path;
