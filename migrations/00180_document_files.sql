-- +goose Up
-- Proof beside documents (STM-29): signed delivery notes, contracts, acceptances and invoices, beside a posted document or a draft of one.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- The bytes are kept elsewhere under their SHA-256, as those of disputes are. A row is changed when its draft gets another customer or is
-- posted, when it is shown to the customer or kept from it, and once when it is removed: then it is no longer shown and still part of the record.
CREATE TABLE document_files (
  id               uuid PRIMARY KEY,
  organization_id  uuid NOT NULL REFERENCES organizations,
  customer_id      uuid NOT NULL REFERENCES customers,
  draft_id         uuid REFERENCES drafts,
  document_id      uuid REFERENCES documents,
  kind             text NOT NULL CHECK (kind IN ('delivery_note', 'acceptance', 'contract', 'invoice', 'other')),
  internal         boolean NOT NULL DEFAULT false,
  name             text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  media_type       text NOT NULL,
  size             bigint NOT NULL CHECK (size BETWEEN 1 AND 26214400),
  sha256           bytea NOT NULL CHECK (length(sha256) = 32),
  width            int NOT NULL DEFAULT 0,
  height           int NOT NULL DEFAULT 0,
  thumbnail_sha256 bytea CHECK (length(thumbnail_sha256) = 32),
  protected        boolean NOT NULL DEFAULT false,
  upload_key       uuid NOT NULL,
  received_sha256  bytea NOT NULL CHECK (length(received_sha256) = 32),
  uploaded_by      uuid NOT NULL,
  uploaded_by_name text NOT NULL,
  created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  removed_at       timestamptz,
  removed_by_name  text NOT NULL DEFAULT '',
  remove_reason    text NOT NULL DEFAULT '' CHECK (length(remove_reason) <= 400),
  CONSTRAINT document_files_beside CHECK (draft_id IS NOT NULL OR document_id IS NOT NULL),
  CONSTRAINT document_files_removed_by CHECK ((removed_at IS NULL) = (removed_by_name = '')),
  CONSTRAINT document_files_key_once UNIQUE (uploaded_by, upload_key)
);
CREATE INDEX document_files_of_document ON document_files (document_id, id) WHERE document_id IS NOT NULL;
CREATE INDEX document_files_of_draft ON document_files (draft_id, id) WHERE draft_id IS NOT NULL;
CREATE INDEX document_files_of_customer ON document_files (customer_id) INCLUDE (size);
CREATE INDEX document_files_by_content ON document_files (sha256);
CREATE INDEX document_files_by_thumbnail ON document_files (thumbnail_sha256) WHERE thumbnail_sha256 IS NOT NULL;
CREATE UNIQUE INDEX document_files_document_once ON document_files (document_id, received_sha256) WHERE removed_at IS NULL AND document_id IS NOT NULL;
CREATE UNIQUE INDEX document_files_draft_once ON document_files (draft_id, received_sha256) WHERE removed_at IS NULL AND draft_id IS NOT NULL;
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON document_files FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The files that a sealed bundle holds.
CREATE TABLE sealed_document_files (
  bundle_id       uuid NOT NULL REFERENCES archive_bundles,
  file_id         uuid NOT NULL REFERENCES document_files,
  organization_id uuid NOT NULL REFERENCES organizations,
  PRIMARY KEY (bundle_id, file_id)
);
CREATE INDEX sealed_document_files_of_file ON sealed_document_files (file_id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sealed_document_files FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose StatementBegin
CREATE FUNCTION keep_sealed_file() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF OLD.removed_at IS NOT NULL THEN
    RAISE EXCEPTION 'file % was removed', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'document_files_removed', TABLE = 'document_files';
  ELSIF EXISTS (SELECT FROM sealed_document_files s WHERE s.file_id = OLD.id) THEN
    RAISE EXCEPTION 'file % is sealed', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'document_files_sealed', TABLE = 'document_files';
  END IF;
  RETURN NEW;
END
$$;
-- What is sealed was not removed meanwhile; who removes it waits until it is sealed.
CREATE FUNCTION seal_standing_file() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  PERFORM FROM document_files f WHERE f.id = NEW.file_id AND f.removed_at IS NULL AND NOT f.internal FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'file % was removed', NEW.file_id USING ERRCODE = 'check_violation', CONSTRAINT = 'sealed_document_files_standing', TABLE = 'sealed_document_files';
  END IF;
  RETURN NEW;
END
$$;
-- Files follow their draft: to its customer, and to the document that it becomes.
CREATE FUNCTION draft_files_follow() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  UPDATE document_files SET customer_id = NEW.customer_id, document_id = NEW.document_id WHERE draft_id = NEW.id;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER keep_sealed BEFORE UPDATE OF removed_at, internal ON document_files FOR EACH ROW EXECUTE FUNCTION keep_sealed_file();
CREATE TRIGGER standing BEFORE INSERT ON sealed_document_files FOR EACH ROW EXECUTE FUNCTION seal_standing_file();
CREATE TRIGGER files_follow AFTER UPDATE OF customer_id, document_id ON drafts FOR EACH ROW
  WHEN (OLD.customer_id IS DISTINCT FROM NEW.customer_id OR OLD.document_id IS DISTINCT FROM NEW.document_id) EXECUTE FUNCTION draft_files_follow();

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['document_files', 'sealed_document_files'] LOOP
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
GRANT UPDATE (customer_id, document_id, internal, removed_at, removed_by_name, remove_reason) ON document_files TO hefu_backoffice, hefu_worker;

-- The customer reads what is shown to it of its own posted documents, and through a link of those that the statement shows.
CREATE POLICY customer ON document_files FOR SELECT TO hefu_portal USING (organization_id = (SELECT current_organization()) AND customer_id = (SELECT current_customer())
  AND NOT internal AND removed_at IS NULL AND document_id IS NOT NULL);
CREATE POLICY one_statement ON document_files AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL OR document_id IN (SELECT documents_in_reach()));
GRANT SELECT ON document_files TO hefu_portal;
-- What no row of any organization names may be swept.
CREATE POLICY sweep ON document_files FOR SELECT TO hefu_worker USING (true);

-- Which kinds of documents want proof, and what counts as one: a number that was given, a file, or either of them.
ALTER TABLE cycle_policies ADD COLUMN proofs jsonb NOT NULL DEFAULT '{"receivable": "either"}' CHECK (jsonb_typeof(proofs) = 'object');
RESET ROLE;
RESET search_path;
