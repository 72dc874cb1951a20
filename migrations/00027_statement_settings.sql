-- +goose Up
-- How statements look and what they take in, as versioned records (SET-08). A version never changes: a statement names the two it
-- was made by, and is rendered by them for good.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE TABLE statement_templates (
  id              uuid PRIMARY KEY DEFAULT new_id(),
  organization_id uuid NOT NULL REFERENCES organizations,
  version         int NOT NULL CHECK (version > 0),
  title_zh        text NOT NULL DEFAULT '',
  title_en        text NOT NULL DEFAULT '',
  note_zh         text NOT NULL DEFAULT '',
  note_en         text NOT NULL DEFAULT '',
  payee_shown     boolean NOT NULL DEFAULT true,
  -- the optional columns of the lines that are left out, of PDF and tables
  hidden_columns  text[] NOT NULL DEFAULT '{}',
  -- the language of files that are asked for without one; empty: the reader's
  locale          text NOT NULL DEFAULT '' CHECK (locale IN ('', 'zh-CN', 'en')),
  reason          text NOT NULL DEFAULT '',
  created_by      uuid,
  created_by_name text NOT NULL DEFAULT '',
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT statement_templates_version_once UNIQUE (organization_id, version)
);

CREATE TABLE inclusion_rules (
  id              uuid PRIMARY KEY DEFAULT new_id(),
  organization_id uuid NOT NULL REFERENCES organizations,
  version         int NOT NULL CHECK (version > 0),
  -- the date that orders the movements
  lines_by        text NOT NULL DEFAULT 'posting_date' CHECK (lines_by IN ('posting_date', 'document_date')),
  -- both halves of what was posted and reversed within one statement
  reversed_pairs  boolean NOT NULL DEFAULT true,
  -- items brought forward that were settled in the period, with nothing open
  settled_items   boolean NOT NULL DEFAULT false,
  -- a statement of a customer without any movement
  quiet_customers boolean NOT NULL DEFAULT true,
  reason          text NOT NULL DEFAULT '',
  created_by      uuid,
  created_by_name text NOT NULL DEFAULT '',
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT inclusion_rules_version_once UNIQUE (organization_id, version)
);

-- Every organization has a first version of both: what statements were like before. The books are opened with them from now on.
INSERT INTO statement_templates (organization_id, version) SELECT id, 1 FROM organizations;
INSERT INTO inclusion_rules (organization_id, version) SELECT id, 1 FROM organizations;

-- Null on statements from before: they look as they always did.
ALTER TABLE statement_versions ADD COLUMN template_id uuid REFERENCES statement_templates,
  ADD COLUMN inclusion_id uuid REFERENCES inclusion_rules;

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['statement_templates', 'inclusion_rules'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY organization ON %I TO hefu_portal, hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()))', t);
    EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO hefu_auditor USING (true)', t);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO hefu_backoffice, hefu_worker', t);
    EXECUTE format('GRANT SELECT ON %I TO hefu_auditor', t);
  END LOOP;
END
$$;
-- +goose StatementEnd
-- A customer's files are laid out by the template; who made it and why is no business of theirs.
GRANT SELECT (id, organization_id, version, title_zh, title_en, note_zh, note_en, payee_shown, hidden_columns, locale) ON statement_templates TO hefu_portal;
GRANT SELECT (id, organization_id, version) ON inclusion_rules TO hefu_portal;

RESET ROLE;
RESET search_path;
