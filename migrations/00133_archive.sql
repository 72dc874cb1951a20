-- +goose Up
-- The archive (归档, SPEC 12; STM-17): one sealed file per reconciliation, its manifest and the root of the tree over its lines. The bytes are kept elsewhere under
-- their SHA-256. Nothing here is ever changed or removed: a later sealing of the same statement is another edition, which names the one before.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE TABLE archive_bundles (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  statement_id    uuid NOT NULL,
  version         int  NOT NULL,
  edition         int  NOT NULL CHECK (edition > 0),
  bundle_no       text NOT NULL,
  currency        text NOT NULL,
  period_start    date NOT NULL,
  cut_off         date NOT NULL,
  closing         amount NOT NULL,
  line_count      int  NOT NULL CHECK (line_count >= 0),
  root            bytea NOT NULL CHECK (length(root) = 32),
  manifest        text NOT NULL,
  manifest_sha256 bytea NOT NULL CHECK (manifest_sha256 = sha256(convert_to(manifest, 'UTF8'))),
  -- of the customer's bundle before this one, so that none can be taken out unnoticed
  previous_sha256 bytea CHECK (length(previous_sha256) = 32),
  file_sha256     bytea NOT NULL CHECK (length(file_sha256) = 32),
  size            bigint NOT NULL CHECK (size > 0),
  made_by         uuid NOT NULL,
  made_by_name    text NOT NULL,
  made_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  FOREIGN KEY (statement_id, version) REFERENCES statement_versions,
  CONSTRAINT archive_bundles_edition_once UNIQUE (statement_id, edition),
  CONSTRAINT archive_bundles_manifest_once UNIQUE (manifest_sha256)
);
-- one bundle of a customer follows another: the chain has no fork
CREATE UNIQUE INDEX archive_bundles_one_follows ON archive_bundles (customer_id, coalesce(previous_sha256, '\x'));
CREATE INDEX archive_bundles_newest ON archive_bundles (organization_id, id);
CREATE INDEX archive_bundles_by_content ON archive_bundles (file_sha256);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON archive_bundles FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE archive_bundles ENABLE ROW LEVEL SECURITY;
ALTER TABLE archive_bundles FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON archive_bundles TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
CREATE POLICY audit ON archive_bundles FOR SELECT TO hefu_auditor USING (true);
-- What no row of any organization names may be swept.
CREATE POLICY sweep ON archive_bundles FOR SELECT TO hefu_worker USING (true);
GRANT SELECT, INSERT ON archive_bundles TO hefu_backoffice, hefu_worker;
GRANT SELECT ON archive_bundles TO hefu_auditor;

-- Only what both sides have agreed on is archived, whoever writes it.
-- +goose StatementBegin
CREATE FUNCTION archive_bundles_are_agreed() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM statements s WHERE s.id = NEW.statement_id AND s.state = 'agreed' AND s.version = NEW.version AND s.customer_id = NEW.customer_id
      AND s.organization_id = NEW.organization_id) THEN
    RAISE EXCEPTION 'statement % is not agreed on in version %', NEW.statement_id, NEW.version
      USING ERRCODE = 'check_violation', CONSTRAINT = 'archive_bundles_agreed', TABLE = 'archive_bundles', SCHEMA = 'hefu';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER agreed BEFORE INSERT ON archive_bundles FOR EACH ROW EXECUTE FUNCTION archive_bundles_are_agreed();
RESET ROLE;
RESET search_path;
