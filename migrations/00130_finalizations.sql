-- +goose Up
-- Finalization and signatures (定稿与签章, SPEC 12; STM-16): what was signed by whom, for exactly which bytes. The bytes are kept elsewhere under their SHA-256.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- Keys of the organization: its own authority, its seal, its timestamps, and those it holds for customers' signers. material is
-- encrypted under the server's secret; a key in a token has none here.
CREATE TABLE signing_keys (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  use             text NOT NULL CHECK (use IN ('authority', 'seller', 'timestamp', 'contact')),
  source          text NOT NULL CHECK (source IN ('embedded', 'pkcs12', 'pkcs11')),
  customer_id     uuid REFERENCES customers,
  contact_id      uuid,
  chain           text NOT NULL,                -- certificates in PEM, the key's own first
  material        bytea,
  subject         text NOT NULL,
  issuer          text NOT NULL,
  serial          text NOT NULL,
  fingerprint     bytea NOT NULL CHECK (length(fingerprint) = 32),
  valid_from      timestamptz NOT NULL,
  valid_to        timestamptz NOT NULL,
  made_by         uuid NOT NULL,
  made_by_name    text NOT NULL,
  made_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT signing_keys_holder CHECK ((use = 'contact') = (contact_id IS NOT NULL) AND (use = 'contact') = (customer_id IS NOT NULL)),
  CONSTRAINT signing_keys_material CHECK ((source = 'pkcs11') = (material IS NULL)),
  CONSTRAINT signing_keys_span CHECK (valid_from < valid_to)
);
CREATE INDEX signing_keys_newest ON signing_keys (organization_id, use, id);
CREATE INDEX signing_keys_of_contact ON signing_keys (contact_id, customer_id) WHERE contact_id IS NOT NULL;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON signing_keys FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A key that is used no more. revoked: what it signs from then on is not to be trusted; retired: another took its place.
CREATE TABLE signing_key_ends (
  key_id          uuid PRIMARY KEY REFERENCES signing_keys,
  organization_id uuid NOT NULL REFERENCES organizations,
  kind            text NOT NULL CHECK (kind IN ('revoked', 'retired')),
  reason          text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  ended_by        uuid NOT NULL,
  ended_by_name   text NOT NULL,
  ended_at        timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON signing_key_ends FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A statement, or its agreed part, made ready for signature: figures and text as both sides sign them (content), and the file with empty places for both.
CREATE TABLE finalizations (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  statement_id    uuid NOT NULL,
  version         int  NOT NULL,
  turn            int  NOT NULL CHECK (turn > 0),
  scope           text NOT NULL CHECK (scope IN ('whole', 'agreed_part')),
  sealed_lines    int[] NOT NULL,               -- of the agreed part; empty for the whole
  locale          text NOT NULL CHECK (locale IN ('zh-CN', 'en')),
  currency        text NOT NULL,
  closing         amount NOT NULL,
  adjustments     amount NOT NULL,              -- agreed, taken off the closing balance
  items           amount NOT NULL,              -- reconciling items and corrections, taken off
  disputed        amount NOT NULL,              -- left open or in disagreement, taken off
  agreed          amount NOT NULL,
  content         text NOT NULL,
  content_sha256  bytea NOT NULL CHECK (content_sha256 = sha256(convert_to(content, 'UTF8'))),
  file_sha256     bytea NOT NULL CHECK (length(file_sha256) = 32),
  batch_id        uuid,
  prepared_by     uuid NOT NULL,
  prepared_by_name text NOT NULL,
  prepared_from   text NOT NULL DEFAULT '',
  prepared_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  FOREIGN KEY (statement_id, version) REFERENCES statement_versions,
  CONSTRAINT finalizations_one_live UNIQUE (statement_id, turn),
  CONSTRAINT finalizations_prepared UNIQUE (id, prepared_by),
  CONSTRAINT finalizations_proves_out CHECK (closing - adjustments - items - disputed = agreed),
  CONSTRAINT finalizations_part CHECK ((scope = 'agreed_part') = (cardinality(sealed_lines) > 0))
);
CREATE INDEX finalizations_newest ON finalizations (organization_id, id);
CREATE INDEX finalizations_of_customer ON finalizations (customer_id, id);
CREATE INDEX finalizations_by_file ON finalizations (file_sha256);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON finalizations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A signature, and the whole file with it. The seller's comes first and is another person's than who prepared; the customer's is on the very file that the seller signed.
CREATE TABLE signatures (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  statement_id    uuid NOT NULL REFERENCES statements,
  finalization_id uuid NOT NULL,
  party           text NOT NULL CHECK (party IN ('seller', 'customer')),
  means           text NOT NULL CHECK (means IN ('organization_key', 'held_key', 'own_certificate', 'provider')),
  prepared_by     uuid NOT NULL,
  key_id          uuid REFERENCES signing_keys,
  before_party    text CHECK (before_party = 'seller'),
  before_sha256   bytea NOT NULL CHECK (length(before_sha256) = 32),
  sha256          bytea NOT NULL CHECK (length(sha256) = 32),
  size            bigint NOT NULL CHECK (size > 0),
  text            text NOT NULL CHECK (text <> ''),
  signer          text NOT NULL,                -- as the certificate names him
  signer_organization text NOT NULL,
  issuer          text NOT NULL,
  serial          text NOT NULL,
  valid_to        timestamptz NOT NULL,
  stamped         boolean NOT NULL,
  code_id         uuid,
  signed_by       uuid NOT NULL,
  signed_by_name  text NOT NULL,
  signed_from     text NOT NULL DEFAULT '',
  signed_at       timestamptz NOT NULL,
  recorded_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT signatures_once UNIQUE (finalization_id, party),
  CONSTRAINT signatures_file UNIQUE (finalization_id, party, sha256),
  CONSTRAINT signatures_preparer FOREIGN KEY (finalization_id, prepared_by) REFERENCES finalizations (id, prepared_by),
  CONSTRAINT signatures_four_eyes CHECK (signed_by <> prepared_by),
  CONSTRAINT signatures_order CHECK ((party = 'customer') = (before_party IS NOT NULL)),
  CONSTRAINT signatures_on_sellers_file FOREIGN KEY (finalization_id, before_party, before_sha256) REFERENCES signatures (finalization_id, party, sha256)
);
CREATE INDEX signatures_by_file ON signatures (sha256);
CREATE INDEX signatures_of_key ON signatures (key_id) WHERE key_id IS NOT NULL;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON signatures FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- withdrawn before any signature, by the seller; declined by the customer instead of signing. Either sets the statement free.
CREATE TABLE finalization_ends (
  finalization_id uuid PRIMARY KEY REFERENCES finalizations,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  statement_id    uuid NOT NULL REFERENCES statements,
  kind            text NOT NULL CHECK (kind IN ('withdrawn', 'declined')),
  reason          text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  ended_by        uuid NOT NULL,
  ended_by_name   text NOT NULL,
  ended_from      text NOT NULL DEFAULT '',
  ended_at        timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX finalization_ends_of_statement ON finalization_ends (statement_id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON finalization_ends FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One-time codes by which a signer proves to read the mail of his address at the moment of signing.
CREATE TABLE signing_codes (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  finalization_id uuid NOT NULL REFERENCES finalizations,
  contact_id      uuid NOT NULL,
  code_mac        bytea NOT NULL CONSTRAINT signing_codes_is_mac CHECK (length(code_mac) = 32),
  attempts        int NOT NULL DEFAULT 0 CONSTRAINT signing_codes_attempts CHECK (attempts BETWEEN 0 AND 5),
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at      timestamptz NOT NULL,
  used_at         timestamptz,
  voided_at       timestamptz
);
CREATE UNIQUE INDEX signing_codes_one_live ON signing_codes (finalization_id, contact_id) WHERE used_at IS NULL AND voided_at IS NULL;
CREATE INDEX signing_codes_of_contact ON signing_codes (contact_id, created_at);

-- The finalization in force of a statement, if there is one.
CREATE VIEW live_finalizations WITH (security_invoker = true) AS
SELECT f.id, f.organization_id, f.customer_id, f.statement_id, f.version, f.scope, f.sealed_lines FROM finalizations f
WHERE NOT EXISTS (SELECT FROM finalization_ends e WHERE e.finalization_id = f.id);

-- +goose StatementBegin
CREATE FUNCTION finalizations_are_free() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
DECLARE
  s record;
BEGIN
  SELECT state, version, customer_id, currency INTO s FROM statements WHERE id = NEW.statement_id;
  IF s.customer_id IS DISTINCT FROM NEW.customer_id OR s.currency IS DISTINCT FROM NEW.currency OR s.version IS DISTINCT FROM NEW.version
     OR s.state IS DISTINCT FROM (CASE NEW.scope WHEN 'whole' THEN 'agreed' ELSE 'answered' END) THEN
    RAISE EXCEPTION 'statement % cannot be finalized as it stands', NEW.statement_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'finalizations_of_agreed', TABLE = 'finalizations', SCHEMA = 'hefu';
  END IF;
  -- with the key on (statement, turn) one at most is live, whoever comes at the same time
  IF NEW.turn <> 1 + (SELECT count(*) FROM finalization_ends e WHERE e.statement_id = NEW.statement_id) THEN
    RAISE EXCEPTION 'statement % is finalized', NEW.statement_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'finalizations_one_live', TABLE = 'finalizations', SCHEMA = 'hefu';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION signatures_are_due() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM finalization_ends e WHERE e.finalization_id = NEW.finalization_id)
     OR NOT EXISTS (SELECT FROM finalizations f WHERE f.id = NEW.finalization_id AND f.statement_id = NEW.statement_id AND f.customer_id = NEW.customer_id
       AND (NEW.party = 'customer' OR f.file_sha256 = NEW.before_sha256)) THEN
    RAISE EXCEPTION 'finalization % takes no such signature', NEW.finalization_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'signatures_due', TABLE = 'signatures', SCHEMA = 'hefu';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION finalizations_may_end() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
DECLARE
  signed text[];
BEGIN
  SELECT coalesce(array_agg(party ORDER BY party), '{}') INTO signed FROM signatures WHERE finalization_id = NEW.finalization_id;
  IF signed <> (CASE NEW.kind WHEN 'withdrawn' THEN '{}'::text[] ELSE '{seller}'::text[] END)
     OR NOT EXISTS (SELECT FROM finalizations f WHERE f.id = NEW.finalization_id AND f.statement_id = NEW.statement_id AND f.customer_id = NEW.customer_id) THEN
    RAISE EXCEPTION 'finalization % cannot end so', NEW.finalization_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'finalization_ends_due', TABLE = 'finalization_ends', SCHEMA = 'hefu';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
-- What is finalized is neither revised nor cancelled. Of an agreed part the rest may still come to an agreement.
-- +goose StatementBegin
CREATE FUNCTION statements_finalized() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM live_finalizations f WHERE f.statement_id = NEW.id
      AND (f.scope = 'whole' OR NEW.version <> OLD.version OR NEW.state = 'cancelled')) THEN
    RAISE EXCEPTION 'statement % is finalized', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'statements_finalized', TABLE = 'statements', SCHEMA = 'hefu';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
-- changed: the rows that were written or deleted.
-- +goose StatementBegin
CREATE FUNCTION line_answers_finalized() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM changed c JOIN live_finalizations f ON f.statement_id = c.statement_id AND (f.scope = 'whole' OR c.line_no = ANY (f.sealed_lines))) THEN
    RAISE EXCEPTION 'lines of a finalized statement keep their answers'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'line_answers_finalized', TABLE = 'line_answers', SCHEMA = 'hefu';
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION disputes_finalized() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM live_finalizations f WHERE f.statement_id = NEW.statement_id AND (f.scope = 'whole' OR NEW.line_no = ANY (f.sealed_lines))) THEN
    RAISE EXCEPTION 'line % of statement % is sealed', NEW.line_no, NEW.statement_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'disputes_finalized', TABLE = 'disputes', SCHEMA = 'hefu';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER are_free BEFORE INSERT ON finalizations FOR EACH ROW EXECUTE FUNCTION finalizations_are_free();
CREATE TRIGGER are_due BEFORE INSERT ON signatures FOR EACH ROW EXECUTE FUNCTION signatures_are_due();
CREATE TRIGGER may_end BEFORE INSERT ON finalization_ends FOR EACH ROW EXECUTE FUNCTION finalizations_may_end();
CREATE TRIGGER finalized BEFORE UPDATE OF state, version ON statements FOR EACH ROW
  WHEN (NEW.state IS DISTINCT FROM OLD.state OR NEW.version IS DISTINCT FROM OLD.version) EXECUTE FUNCTION statements_finalized();
CREATE TRIGGER finalized_new AFTER INSERT ON line_answers REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION line_answers_finalized();
CREATE TRIGGER finalized_changed AFTER UPDATE ON line_answers REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION line_answers_finalized();
CREATE TRIGGER finalized_gone AFTER DELETE ON line_answers REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION line_answers_finalized();
CREATE TRIGGER finalized_new BEFORE INSERT ON disputes FOR EACH ROW EXECUTE FUNCTION disputes_finalized();
CREATE TRIGGER finalized_state BEFORE UPDATE OF state ON disputes FOR EACH ROW WHEN (NEW.state IS DISTINCT FROM OLD.state) EXECUTE FUNCTION disputes_finalized();

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['signing_keys', 'signing_key_ends', 'finalizations', 'signatures', 'finalization_ends', 'signing_codes'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY organization ON %I TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()))', t);
    EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO hefu_auditor USING (true)', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['finalizations', 'signatures', 'finalization_ends'] LOOP
    EXECUTE format('CREATE POLICY customer ON %I TO hefu_portal USING (organization_id = (SELECT current_organization()) AND customer_id = (SELECT current_customer()))', t);
    EXECUTE format('CREATE POLICY one_statement ON %I AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL OR statement_id = (SELECT current_statement()))', t);
    EXECUTE format('GRANT SELECT ON %I TO hefu_portal, hefu_backoffice, hefu_worker, hefu_auditor', t);
    EXECUTE format('GRANT INSERT ON %I TO hefu_backoffice, hefu_worker', t);
  END LOOP;
END
$$;
-- +goose StatementEnd
-- Signing is done with the worker's rights, once the domain has let it: nobody else sees a key's material or a code.
GRANT SELECT (id, organization_id, use, source, customer_id, contact_id, chain, subject, issuer, serial, fingerprint, valid_from, valid_to, made_by, made_by_name, made_at)
  ON signing_keys TO hefu_backoffice, hefu_auditor;
GRANT SELECT, INSERT ON signing_keys, signing_key_ends TO hefu_worker;
GRANT SELECT ON signing_key_ends TO hefu_backoffice, hefu_auditor;
GRANT SELECT, INSERT ON signing_codes TO hefu_worker;
GRANT UPDATE (attempts, used_at, voided_at) ON signing_codes TO hefu_worker;
GRANT SELECT (id, organization_id, customer_id, finalization_id, contact_id, attempts, created_at, expires_at, used_at, voided_at) ON signing_codes TO hefu_auditor;
GRANT SELECT ON live_finalizations TO hefu_portal, hefu_backoffice, hefu_worker, hefu_auditor;
-- Anybody may check a file: whose it is does not matter to that. What no row of any organization names may be swept.
CREATE POLICY every ON signing_keys FOR SELECT TO hefu_worker USING (true);
CREATE POLICY every ON signing_key_ends FOR SELECT TO hefu_worker USING (true);
CREATE POLICY every ON finalizations FOR SELECT TO hefu_worker USING (true);
CREATE POLICY every ON signatures FOR SELECT TO hefu_worker USING (true);
CREATE POLICY every ON finalization_ends FOR SELECT TO hefu_worker USING (true);
RESET ROLE;
RESET search_path;
