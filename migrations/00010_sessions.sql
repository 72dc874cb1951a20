-- +goose Up
-- A session also ends when nobody uses it; spent keys are thrown away (RELIABILITY 6).
-- The server looks whether it is too new for its database before it serves.
GRANT SELECT ON goose_db_version TO hefu_app;

SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

ALTER TABLE sessions ADD COLUMN last_seen_at timestamptz NOT NULL DEFAULT clock_timestamp();
ALTER TABLE sessions ADD CONSTRAINT sessions_csrf_long CHECK (length(csrf) >= 32);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- A request that failed for a reason of ours gives its key back; keys older than a week answer nothing any more.
GRANT DELETE ON idempotency_keys TO hefu_portal, hefu_backoffice, hefu_worker;
CREATE POLICY spent ON idempotency_keys TO hefu_worker USING (created_at < now() - interval '7 days');
RESET ROLE;
RESET search_path;
