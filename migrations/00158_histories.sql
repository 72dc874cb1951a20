-- +goose Up
-- The whole history of a customer as one file (CTL-05, CTL-06): asked for by a person, made in the background, kept for a week.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE TABLE customer_histories (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  state           text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed')),
  done            int  NOT NULL DEFAULT 0 CHECK (done >= 0),        -- statements and bundles
  total           int  NOT NULL DEFAULT 0 CHECK (total >= 0),
  file_sha256     bytea CHECK (length(file_sha256) = 32),
  size            bigint NOT NULL DEFAULT 0 CHECK (size >= 0),
  requested_by    uuid NOT NULL,
  requested_by_name text NOT NULL,
  requested_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at     timestamptz,
  expires_at      timestamptz,
  CONSTRAINT customer_histories_whole CHECK ((state = 'done') = (file_sha256 IS NOT NULL) AND (state = 'done') = (expires_at IS NOT NULL))
);
CREATE UNIQUE INDEX customer_histories_one_open ON customer_histories (customer_id) WHERE state IN ('queued', 'running');
CREATE INDEX customer_histories_newest ON customer_histories (organization_id, id);
CREATE INDEX customer_histories_by_file ON customer_histories (file_sha256) WHERE file_sha256 IS NOT NULL;
ALTER TABLE customer_histories ENABLE ROW LEVEL SECURITY;
ALTER TABLE customer_histories FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON customer_histories TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
CREATE POLICY audit ON customer_histories FOR SELECT TO hefu_auditor USING (true);
CREATE POLICY sweep ON customer_histories FOR SELECT TO hefu_worker USING (true);
GRANT SELECT ON customer_histories TO hefu_backoffice, hefu_worker, hefu_auditor;
GRANT INSERT ON customer_histories TO hefu_backoffice, hefu_worker;
GRANT UPDATE (state, done, total, file_sha256, size, finished_at, expires_at) ON customer_histories TO hefu_worker;
RESET ROLE;
RESET search_path;
