-- +goose Up
-- Saved views of reports (SPEC section 16): a person's own, shared with colleagues or not, and the one that a person's reports open with.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- query: what the report's address says, name by name; the program says which names there are.
CREATE TABLE report_views (
  id              uuid PRIMARY KEY DEFAULT new_id(),
  organization_id uuid NOT NULL REFERENCES organizations,
  owner_id        uuid NOT NULL,
  owner_name      text NOT NULL,
  name            text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  query           jsonb NOT NULL CHECK (jsonb_typeof(query) = 'object'),
  shared          boolean NOT NULL DEFAULT false,
  row_version     int NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT report_views_name_once UNIQUE (organization_id, owner_id, name)
);
ALTER TABLE report_views ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_views FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON report_views TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
CREATE POLICY audit ON report_views FOR SELECT TO hefu_auditor USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON report_views TO hefu_backoffice, hefu_worker;
GRANT SELECT ON report_views TO hefu_auditor;

-- A default goes with its view.
CREATE TABLE report_view_defaults (
  organization_id uuid NOT NULL REFERENCES organizations,
  person_id       uuid NOT NULL,
  view_id         uuid NOT NULL REFERENCES report_views ON DELETE CASCADE,
  PRIMARY KEY (organization_id, person_id)
);
CREATE INDEX report_view_defaults_of_view ON report_view_defaults (view_id);
ALTER TABLE report_view_defaults ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_view_defaults FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON report_view_defaults TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
CREATE POLICY audit ON report_view_defaults FOR SELECT TO hefu_auditor USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON report_view_defaults TO hefu_backoffice, hefu_worker;
GRANT SELECT ON report_view_defaults TO hefu_auditor;

RESET ROLE;
RESET search_path;
