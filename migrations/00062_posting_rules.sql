-- +goose Up
-- 核算规则 (SET-02): which account a part of a document is posted to, by kind and item type (款项类型), and what the document must say for
-- it, as versions that never change. A version holds for the next voucher; what was posted stays.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE TABLE posting_rules (
  id              uuid PRIMARY KEY DEFAULT new_id(),
  organization_id uuid NOT NULL REFERENCES organizations,
  version         int NOT NULL CHECK (version > 0),
  content         jsonb NOT NULL,
  reason          text NOT NULL CHECK (reason <> ''),
  created_by      uuid NOT NULL,
  created_by_name text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT posting_rules_version_once UNIQUE (organization_id, version)
);
ALTER TABLE posting_rules ENABLE ROW LEVEL SECURITY;
ALTER TABLE posting_rules FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON posting_rules TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
CREATE POLICY audit ON posting_rules FOR SELECT TO hefu_auditor USING (true);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON posting_rules FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON posting_rules TO hefu_backoffice, hefu_worker;
GRANT SELECT ON posting_rules TO hefu_auditor;
RESET ROLE;
RESET search_path;
