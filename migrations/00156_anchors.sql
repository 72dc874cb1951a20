-- +goose Up
-- Anchors of the archive (SPEC 12; RELIABILITY I22): once a day the manifests that are new, and the head of the audit chain, join one tree over everything that was ever
-- anchored. Its root is signed, stamped and published: what is in an anchor can be neither changed nor taken out without the root saying so, by nobody.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE TABLE archive_anchors (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  number          int  NOT NULL CHECK (number > 0),
  day             date NOT NULL,
  size            int  NOT NULL,                 -- leaves of the tree, those of the days before included
  added           int  NOT NULL CHECK (added BETWEEN 1 AND size),
  root            bytea NOT NULL CHECK (length(root) = 32),
  audit_seq       bigint NOT NULL CHECK (audit_seq >= 0),
  audit_hash      text NOT NULL CHECK (audit_hash ~ '^[0-9a-f]{64}$'),
  content         text NOT NULL,                 -- what is signed
  content_sha256  bytea NOT NULL CHECK (content_sha256 = sha256(convert_to(content, 'UTF8'))),
  previous_sha256 bytea CHECK (length(previous_sha256) = 32),
  signature       bytea,                         -- CMS
  stamp           bytea,                         -- RFC 3161
  certificates    text NOT NULL DEFAULT '',      -- PEM
  signer          text NOT NULL DEFAULT '',
  stamped_at      timestamptz,
  made_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT archive_anchors_number_once UNIQUE (organization_id, number),
  CONSTRAINT archive_anchors_day_once UNIQUE (organization_id, day),
  CONSTRAINT archive_anchors_signed CHECK ((signature IS NULL) = (stamp IS NULL) AND (signature IS NULL) = (stamped_at IS NULL) AND (signature IS NULL) = (signer = ''))
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON archive_anchors FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A leaf is a line of text: "bundle NUMBER MANIFEST-SHA256" or "audit SEQ ROW-HASH".
CREATE TABLE archive_anchor_leaves (
  organization_id uuid NOT NULL REFERENCES organizations,
  position        int  NOT NULL CHECK (position >= 0),
  anchor_id       uuid NOT NULL REFERENCES archive_anchors,
  bundle_id       uuid REFERENCES archive_bundles,
  content         text NOT NULL CHECK (content <> '' AND content !~ '[\n\r]'),
  PRIMARY KEY (organization_id, position),
  CONSTRAINT archive_anchor_leaves_bundle_once UNIQUE (bundle_id)
);
CREATE INDEX archive_anchor_leaves_of_anchor ON archive_anchor_leaves (anchor_id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON archive_anchor_leaves FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Each anchor follows the one before, and only grows it.
-- +goose StatementBegin
CREATE FUNCTION archive_anchors_follow() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
DECLARE
  before archive_anchors;
BEGIN
  SELECT * INTO before FROM archive_anchors WHERE organization_id = NEW.organization_id ORDER BY number DESC LIMIT 1;
  IF NEW.number <> coalesce(before.number, 0) + 1 OR NEW.size <> coalesce(before.size, 0) + NEW.added OR NEW.day <= before.day
     OR NEW.previous_sha256 IS DISTINCT FROM before.content_sha256 THEN
    RAISE EXCEPTION 'anchor % does not follow the one before', NEW.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'archive_anchors_follow', TABLE = 'archive_anchors', SCHEMA = 'hefu';
  END IF;
  RETURN NEW;
END
$$;
CREATE FUNCTION archive_anchors_whole() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF NEW.added <> (SELECT count(*) FROM archive_anchor_leaves l WHERE l.anchor_id = NEW.id AND l.organization_id = NEW.organization_id
      AND l.position >= NEW.size - NEW.added AND l.position < NEW.size) THEN
    RAISE EXCEPTION 'anchor % has not the leaves that it says', NEW.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'archive_anchors_whole', TABLE = 'archive_anchors', SCHEMA = 'hefu';
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER follow BEFORE INSERT ON archive_anchors FOR EACH ROW EXECUTE FUNCTION archive_anchors_follow();
CREATE CONSTRAINT TRIGGER whole AFTER INSERT ON archive_anchors DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION archive_anchors_whole();

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['archive_anchors', 'archive_anchor_leaves'] LOOP
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

-- Whoever could rewrite the audit log together with its head is caught by an anchor, which was signed and published before.
ALTER VIEW audit.v_violations RENAME TO violations_until_00156;
ALTER VIEW audit.violations_until_00156 SET SCHEMA hefu;
CREATE VIEW audit.v_violations (invariant, subject) WITH (security_invoker = true) AS
SELECT invariant, subject FROM violations_until_00156
UNION ALL
SELECT 'I22', 'audit row ' || a.audit_seq || ' is not the one that was anchored on ' || a.day
FROM archive_anchors a LEFT JOIN audit_log l ON l.seq = a.audit_seq
WHERE coalesce(l.row_hash, CASE WHEN a.audit_seq = 0 THEN repeat('0', 64) END) IS DISTINCT FROM a.audit_hash;
REVOKE ALL ON audit.v_violations FROM PUBLIC;
GRANT SELECT ON audit.v_violations TO hefu_auditor;
RESET ROLE;
RESET search_path;
