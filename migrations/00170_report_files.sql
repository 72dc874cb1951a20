-- +goose Up
-- Files of reports that are made in the background and kept for a day. The bytes are kept elsewhere under their SHA-256.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE TABLE report_files (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  asked_by        uuid NOT NULL REFERENCES staff,
  locale          text NOT NULL,
  report          text NOT NULL,
  format          text NOT NULL CHECK (format IN ('csv', 'xlsx')),
  asked           jsonb NOT NULL, -- the filter and the display
  state           text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'ready', 'failed')),
  fault           text NOT NULL DEFAULT '', -- the code that a failed one was refused with
  file_sha256     bytea CHECK (length(file_sha256) = 32),
  size            bigint CHECK (size >= 0),
  asked_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at        timestamptz,
  expires_at      timestamptz NOT NULL DEFAULT clock_timestamp() + interval '1 day',
  CONSTRAINT report_files_ready_has_bytes CHECK ((state = 'ready') = (file_sha256 IS NOT NULL))
);
CREATE INDEX report_files_of_person ON report_files (organization_id, asked_by, id);
CREATE INDEX report_files_by_content ON report_files (file_sha256);
CREATE INDEX report_files_by_end ON report_files (expires_at);

ALTER TABLE report_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_files FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON report_files TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
CREATE POLICY audit ON report_files FOR SELECT TO hefu_auditor USING (true);
-- What no row of any organization names may be swept, and rows are forgotten once their day is over.
CREATE POLICY sweep ON report_files FOR SELECT TO hefu_worker USING (true);
CREATE POLICY forget ON report_files FOR DELETE TO hefu_worker USING (expires_at < now());
GRANT SELECT, INSERT ON report_files TO hefu_backoffice;
GRANT SELECT, DELETE, UPDATE (state, fault, file_sha256, size, ended_at, expires_at) ON report_files TO hefu_worker;
GRANT SELECT ON report_files TO hefu_auditor;
RESET ROLE;
RESET search_path;
