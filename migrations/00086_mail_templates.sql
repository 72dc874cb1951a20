-- +goose Up
-- The words of the mails to customers, as an organization wants them: versions that never change, the newest in force. What a mail must
-- say by all means is not in here: figures, deadlines and links are put in by the program, and the code refuses words that leave them out.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE TABLE mail_templates (
  id              uuid PRIMARY KEY DEFAULT new_id(),
  organization_id uuid NOT NULL REFERENCES organizations,
  purpose         text NOT NULL CHECK (purpose <> ''),
  locale          text NOT NULL CHECK (locale IN ('zh-CN', 'en')),
  version         int NOT NULL CHECK (version > 0),
  -- back to the words that the program brings along; the others are then empty
  built_in        boolean NOT NULL,
  subject         text NOT NULL DEFAULT '',
  heading         text NOT NULL DEFAULT '',
  body            text NOT NULL DEFAULT '',
  button          text NOT NULL DEFAULT '',
  reason          text NOT NULL CHECK (reason <> ''),
  created_by      uuid NOT NULL,
  created_by_name text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT mail_templates_version_once UNIQUE (organization_id, purpose, locale, version),
  CONSTRAINT mail_templates_whole CHECK (CASE WHEN built_in THEN subject || heading || body || button = '' ELSE subject <> '' AND heading <> '' AND body <> '' END)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON mail_templates FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE mail_templates ENABLE ROW LEVEL SECURITY;
ALTER TABLE mail_templates FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON mail_templates TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
CREATE POLICY audit ON mail_templates FOR SELECT TO hefu_auditor USING (true);
GRANT SELECT, INSERT ON mail_templates TO hefu_backoffice, hefu_worker;
GRANT SELECT ON mail_templates TO hefu_auditor;

-- By which version a mail was written; null where nobody ever changed the words.
ALTER TABLE deliveries ADD COLUMN template_id uuid REFERENCES mail_templates;
GRANT UPDATE (template_id) ON deliveries TO hefu_backoffice, hefu_worker;
RESET ROLE;
RESET search_path;
