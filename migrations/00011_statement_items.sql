-- +goose Up
-- What statements need of other tables (SPEC 8): when an item came into the books, and who sees which statement.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- A statement holds what was posted when it was made; whatever came later, however it is dated, belongs to the next one.
-- Inserted while the customer is held FOR KEY SHARE, read while it is held FOR UPDATE: so the two never interleave.
ALTER TABLE open_items ADD COLUMN posted_at timestamptz NOT NULL DEFAULT clock_timestamp();

-- A customer sees no draft and no version from before the issue, in the database itself.
CREATE POLICY issued_only ON statements AS RESTRICTIVE TO hefu_portal USING (issued_at IS NOT NULL);
CREATE POLICY issued_only ON statement_versions AS RESTRICTIVE TO hefu_portal USING (EXISTS (
  SELECT FROM statements s WHERE s.id = statement_versions.statement_id AND statement_versions.version >= s.issued_version));

GRANT UPDATE (issued_version) ON statements TO hefu_backoffice, hefu_worker;
RESET ROLE;
RESET search_path;
