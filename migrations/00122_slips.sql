-- +goose Up
-- Bank slips (银行回单, RCV-06, INT-04): the bank's own paper of a payment, what it says, and the bank line or receipt that it proves.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- The file as it came. Its bytes are kept elsewhere under their SHA-256; the text is what could be read of it.
CREATE TABLE slips (
  id               uuid PRIMARY KEY,
  organization_id  uuid NOT NULL REFERENCES organizations,
  name             text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  media_type       text NOT NULL,
  size             bigint NOT NULL CHECK (size BETWEEN 1 AND 26214400),
  sha256           bytea NOT NULL CHECK (length(sha256) = 32),
  thumbnail_sha256 bytea CHECK (length(thumbnail_sha256) = 32),
  said             text NOT NULL DEFAULT '' CHECK (length(said) <= 20000),
  upload_key       uuid NOT NULL,
  received_sha256  bytea NOT NULL CHECK (length(received_sha256) = 32),
  uploaded_by      uuid NOT NULL,
  uploaded_by_name text NOT NULL,
  uploaded_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT slips_key_once UNIQUE (uploaded_by, upload_key),
  CONSTRAINT slips_content_once UNIQUE (organization_id, received_sha256)
);
CREATE INDEX slips_newest ON slips (organization_id, id DESC);
CREATE INDEX slips_by_content ON slips (sha256);
CREATE INDEX slips_by_thumbnail ON slips (thumbnail_sha256) WHERE thumbnail_sha256 IS NOT NULL;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON slips FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a slip says of its payment: as it was read, and as people put it right. The last word counts.
CREATE TABLE slip_facts (
  slip_id         uuid NOT NULL REFERENCES slips,
  turn            int NOT NULL CHECK (turn > 0),
  organization_id uuid NOT NULL REFERENCES organizations,
  by_hand         boolean NOT NULL,
  amount          amount CHECK (amount > 0),
  currency        text NOT NULL DEFAULT '',
  paid_on         date,
  payer           text NOT NULL DEFAULT '',
  payer_account   text NOT NULL DEFAULT '',
  number          text NOT NULL DEFAULT '',
  purpose         text NOT NULL DEFAULT '',
  made_by         uuid NOT NULL,
  made_by_name    text NOT NULL,
  made_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT slip_facts_turn_once PRIMARY KEY (slip_id, turn)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON slip_facts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a slip proves: a bank line, or a receipt that no line is joined with. The last word counts; freed takes it back.
CREATE TABLE slip_matches (
  slip_id         uuid NOT NULL REFERENCES slips,
  turn            int NOT NULL CHECK (turn > 0),
  organization_id uuid NOT NULL REFERENCES organizations,
  what            text NOT NULL CHECK (what IN ('matched', 'freed', 'aside')),
  line_id         uuid REFERENCES bank_lines,
  document_id     uuid REFERENCES documents,
  rule            text NOT NULL DEFAULT '',
  reason          text NOT NULL DEFAULT '',
  made_by         uuid NOT NULL,
  made_by_name    text NOT NULL,
  made_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT slip_matches_turn_once PRIMARY KEY (slip_id, turn),
  CONSTRAINT slip_matches_one_target CHECK (num_nonnulls(line_id, document_id) = CASE WHEN what = 'matched' THEN 1 ELSE 0 END),
  CONSTRAINT slip_matches_aside_says_why CHECK (what <> 'aside' OR reason <> '')
);
CREATE INDEX slip_matches_of_line ON slip_matches (line_id) WHERE line_id IS NOT NULL;
CREATE INDEX slip_matches_of_document ON slip_matches (document_id) WHERE document_id IS NOT NULL;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON slip_matches FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE INDEX bank_lines_by_reference ON bank_lines (organization_id, bank_reference) WHERE bank_reference <> '';

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['slips', 'slip_facts', 'slip_matches'] LOOP
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
-- What no row of any organization names may be swept.
CREATE POLICY sweep ON slips FOR SELECT TO hefu_worker USING (true);
RESET ROLE;
RESET search_path;
