-- +goose Up
-- What an import says about documents beside rows, and what was chosen for it when it was uploaded.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

ALTER TABLE imports
  ADD COLUMN documents_read  int NOT NULL DEFAULT 0,
  ADD COLUMN documents_new   int NOT NULL DEFAULT 0,
  ADD COLUMN documents_known int NOT NULL DEFAULT 0,
  ADD COLUMN documents_bad   int NOT NULL DEFAULT 0,
  -- errors keeps the first faults, this counts all of them
  ADD COLUMN fault_count     int NOT NULL DEFAULT 0,
  ADD COLUMN options         jsonb NOT NULL DEFAULT '{}';
CREATE INDEX imports_of_organization ON imports (organization_id, id);
RESET ROLE;
RESET search_path;
