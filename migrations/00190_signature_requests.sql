-- +goose Up
-- A customer's signature that an e-sign provider makes (INT-06): what was asked, under which hash, and what came of it.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- One order at a provider. Its id is the reference there. pending_sha256 names the file with the empty place; digest is what the provider is given of it.
CREATE TABLE signature_requests (
  id               uuid PRIMARY KEY,
  organization_id  uuid NOT NULL REFERENCES organizations,
  customer_id      uuid NOT NULL REFERENCES customers,
  statement_id     uuid NOT NULL REFERENCES statements,
  finalization_id  uuid NOT NULL REFERENCES finalizations,
  provider         text NOT NULL CHECK (provider <> ''),
  before_sha256    bytea NOT NULL CHECK (length(before_sha256) = 32),
  pending_sha256   bytea NOT NULL CHECK (length(pending_sha256) = 32),
  digest           bytea NOT NULL CHECK (length(digest) = 32),
  text             text NOT NULL CHECK (text <> ''),
  locale           text NOT NULL,
  company          text NOT NULL,
  asked_by         uuid NOT NULL,
  asked_by_name    text NOT NULL,
  asked_by_subject text NOT NULL,
  asked_from       text NOT NULL DEFAULT '',
  asked_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at       timestamptz NOT NULL,
  state            text NOT NULL DEFAULT 'asking' CHECK (state IN ('asking', 'waiting', 'signed', 'refused', 'failed', 'cancelled')),
  provider_ref     text NOT NULL DEFAULT '',
  sign_url         text NOT NULL DEFAULT '',       -- where the signer goes, while it waits
  reason           text NOT NULL DEFAULT '',
  root_sha256      bytea,                          -- of the root that vouched for the signer
  tries            int NOT NULL DEFAULT 0,
  try_at           timestamptz NOT NULL,           -- when the provider is asked next, while it has not ended
  ended_at         timestamptz,
  CONSTRAINT signature_requests_ended_whole CHECK ((state IN ('asking', 'waiting')) = (ended_at IS NULL)),
  CONSTRAINT signature_requests_root CHECK ((state = 'signed') = (root_sha256 IS NOT NULL))
);
CREATE UNIQUE INDEX signature_requests_one_live ON signature_requests (finalization_id) WHERE ended_at IS NULL;
CREATE INDEX signature_requests_of_finalization ON signature_requests (finalization_id, id);
CREATE INDEX signature_requests_to_try ON signature_requests (organization_id, try_at) WHERE ended_at IS NULL;
CREATE INDEX signature_requests_by_file ON signature_requests (pending_sha256) WHERE ended_at IS NULL;
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON signature_requests FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- It ends once, and signed only with the customer's signature on record.
-- +goose StatementBegin
CREATE FUNCTION signature_requests_end_once() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL THEN
    RAISE EXCEPTION 'request % has ended', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'signature_requests_end_once', TABLE = 'signature_requests', SCHEMA = 'hefu';
  END IF;
  IF NEW.state = 'signed' AND NOT EXISTS (SELECT FROM signatures g WHERE g.finalization_id = NEW.finalization_id AND g.party = 'customer' AND g.means = 'provider' AND g.signed_by = NEW.asked_by) THEN
    RAISE EXCEPTION 'request % is not signed', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'signature_requests_signed', TABLE = 'signature_requests', SCHEMA = 'hefu';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER end_once BEFORE UPDATE ON signature_requests FOR EACH ROW EXECUTE FUNCTION signature_requests_end_once();

-- What the provider told, each once: by itself, or when it was asked. What is not proven to be the provider's is not kept.
CREATE TABLE signature_answers (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  statement_id    uuid NOT NULL REFERENCES statements,
  request_id      uuid NOT NULL REFERENCES signature_requests,
  said            text NOT NULL,                   -- waiting, signed, refused
  verdict         text NOT NULL CHECK (verdict IN ('taken', 'late', 'unproven')),
  body_sha256     bytea NOT NULL CHECK (length(body_sha256) = 32),
  told_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT signature_answers_once UNIQUE (request_id, body_sha256, verdict)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON signature_answers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The roots that vouched for signers at a provider. They are believed for what they vouched for, whatever is configured later.
CREATE TABLE provider_roots (
  organization_id uuid NOT NULL REFERENCES organizations,
  fingerprint     bytea NOT NULL CHECK (length(fingerprint) = 32),
  provider        text NOT NULL,
  certificate     text NOT NULL,                   -- PEM
  request_id      uuid NOT NULL REFERENCES signature_requests,
  seen_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (organization_id, fingerprint)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON provider_roots FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['signature_requests', 'signature_answers', 'provider_roots'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY organization ON %I TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()))', t);
    EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO hefu_auditor USING (true)', t);
    EXECUTE format('GRANT SELECT ON %I TO hefu_backoffice, hefu_worker, hefu_auditor', t);
    EXECUTE format('GRANT INSERT ON %I TO hefu_worker', t);
  END LOOP;
END
$$;
-- +goose StatementEnd
CREATE POLICY customer ON signature_requests FOR SELECT TO hefu_portal USING (organization_id = (SELECT current_organization()) AND customer_id = (SELECT current_customer()));
CREATE POLICY one_statement ON signature_requests AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL OR statement_id = (SELECT current_statement()));
GRANT SELECT ON signature_requests TO hefu_portal;
GRANT UPDATE (state, provider_ref, sign_url, reason, root_sha256, tries, try_at, ended_at) ON signature_requests TO hefu_worker;
-- A callback names the reference alone, and anybody may check a file.
CREATE POLICY every ON signature_requests FOR SELECT TO hefu_worker USING (true);
CREATE POLICY every ON provider_roots FOR SELECT TO hefu_worker USING (true);
RESET ROLE;
RESET search_path;
