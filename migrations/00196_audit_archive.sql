-- +goose Up
-- What was finalized, signed, sealed and anchored, for whoever checks the books with SQL alone. ids are text, hashes lower-case hexadecimal digits.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- ended_at is null while it is in force; kind of end: withdrawn, declined
CREATE VIEW audit.finalizations WITH (security_invoker = true) AS
SELECT f.id::text AS finalization_id, f.organization_id::text, f.customer_id::text, f.statement_id::text, f.version, f.scope, f.currency, f.closing::numeric, f.agreed::numeric,
  encode(f.content_sha256, 'hex') AS content_sha256, encode(f.file_sha256, 'hex') AS file_sha256, f.prepared_at, e.kind AS ended, e.ended_at
FROM finalizations f LEFT JOIN finalization_ends e ON e.finalization_id = f.id;

-- sha256 is of the whole file with the signature, before_sha256 of the file that was signed
CREATE VIEW audit.signatures WITH (security_invoker = true) AS
SELECT g.id::text AS signature_id, g.finalization_id::text, g.organization_id::text, g.party, g.means, encode(g.before_sha256, 'hex') AS before_sha256, encode(g.sha256, 'hex') AS sha256, g.size,
  g.signer, g.issuer, g.serial, g.stamped, g.signed_at, g.recorded_at
FROM signatures g;

-- root is that of the RFC 6962 tree over lines.tsv; disposed_at is null while the file is kept
CREATE VIEW audit.bundles WITH (security_invoker = true) AS
SELECT b.id::text AS bundle_id, b.organization_id::text, b.customer_id::text, b.statement_id::text, b.version, b.edition, b.bundle_no, encode(b.root, 'hex') AS root, b.line_count,
  encode(b.manifest_sha256, 'hex') AS manifest_sha256, encode(b.previous_sha256, 'hex') AS previous_sha256, encode(b.file_sha256, 'hex') AS file_sha256, b.size, b.signer, b.stamped_at, b.made_at, d.disposed_at
FROM archive_bundles b LEFT JOIN archive_disposals d ON d.bundle_id = b.id;

-- root over the first size leaves; audit_hash is row_hash of the audit row audit_seq at that moment
CREATE VIEW audit.anchors WITH (security_invoker = true) AS
SELECT a.organization_id::text, a.number, a.day, a.size, encode(a.root, 'hex') AS root, encode(a.content_sha256, 'hex') AS content_sha256, a.audit_seq, a.audit_hash
FROM archive_anchors a;

REVOKE ALL ON audit.finalizations, audit.signatures, audit.bundles, audit.anchors FROM PUBLIC;
GRANT SELECT ON audit.finalizations, audit.signatures, audit.bundles, audit.anchors TO hefu_auditor;
RESET ROLE;
RESET search_path;
