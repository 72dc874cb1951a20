-- +goose Up
-- The transaction that does a request's work says so itself (RELIABILITY I30): when the answer is lost after COMMIT, the same key
-- tells that the work is done; when the work was lost, the same key may do it.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;
ALTER TABLE idempotency_keys ADD COLUMN committed_at timestamptz;
RESET ROLE;
RESET search_path;
