-- +goose Up
-- Custom fields (SET-05): what an organization wants to know beyond what the product asks, of customers, documents, their lines and
-- disputes. A field keeps its code and kind for good; its words and places change by versions, and values stay when it is put to rest.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE TABLE fields (
  id              uuid PRIMARY KEY DEFAULT new_id(),
  organization_id uuid NOT NULL REFERENCES organizations,
  subject         text NOT NULL CHECK (subject IN ('customer', 'document', 'line', 'dispute')),
  code            text NOT NULL CHECK (code ~ '^[a-z][a-z0-9_]{0,39}$'),
  kind            text NOT NULL CHECK (kind IN ('text', 'number', 'date', 'choice', 'yes_no')),
  -- of a number: how many places after the point
  decimals        int  NOT NULL DEFAULT 0 CHECK (decimals BETWEEN 0 AND 8),
  version         int  NOT NULL DEFAULT 1 CHECK (version > 0),
  label_zh        text NOT NULL CHECK (label_zh <> ''),
  label_en        text NOT NULL CHECK (label_en <> ''),
  required        boolean NOT NULL DEFAULT false,
  -- what a form starts from, and an import without the column
  fallback        text NOT NULL DEFAULT '',
  place           int  NOT NULL DEFAULT 0 CHECK (place BETWEEN 0 AND 9999),
  shown           text[] NOT NULL DEFAULT '{}',
  -- of a choice: [{"code", "zh", "en", "retired"}]; none is ever taken out
  options         jsonb NOT NULL DEFAULT '[]',
  active          boolean NOT NULL DEFAULT true,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT fields_code_once UNIQUE (organization_id, subject, code),
  CONSTRAINT fields_key UNIQUE (id, organization_id, subject),
  CONSTRAINT fields_decimals CHECK (kind = 'number' OR decimals = 0),
  CONSTRAINT fields_options CHECK (jsonb_typeof(options) = 'array' AND (kind = 'choice') = (options <> '[]')),
  CONSTRAINT fields_shown CHECK (shown <@ ARRAY['form', 'list', 'export', 'import', 'portal', 'statement'])
);

-- What a field was, each time it was changed.
CREATE TABLE field_versions (
  field_id        uuid NOT NULL REFERENCES fields,
  version         int  NOT NULL CHECK (version > 0),
  organization_id uuid NOT NULL,
  content         jsonb NOT NULL,
  reason          text NOT NULL DEFAULT '',
  created_by      uuid NOT NULL,
  created_by_name text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT field_versions_once PRIMARY KEY (field_id, version)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON field_versions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One value of one field. object_id is the customer, document or dispute; a line is its document and number.
CREATE TABLE field_values (
  field_id        uuid NOT NULL,
  subject         text NOT NULL,
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL REFERENCES customers,
  object_id       uuid NOT NULL,
  line_no         int  NOT NULL DEFAULT 0 CHECK (line_no >= 0),
  value           text NOT NULL CHECK (value <> '' AND length(value) <= 500),
  PRIMARY KEY (object_id, line_no, field_id),
  CONSTRAINT field_values_of_field FOREIGN KEY (field_id, organization_id, subject) REFERENCES fields (id, organization_id, subject),
  CONSTRAINT field_values_line CHECK ((subject = 'line') = (line_no > 0)),
  CONSTRAINT field_values_own CHECK (subject <> 'customer' OR object_id = customer_id)
);
CREATE INDEX field_values_by_value ON field_values (field_id, value, object_id);

-- A value is of its field's kind, and belongs to something of the same customer that whoever writes it can see.
-- +goose StatementBegin
CREATE FUNCTION field_values_typed() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
DECLARE
  f fields%ROWTYPE;
  right_kind boolean;
BEGIN
  SELECT * INTO f FROM fields WHERE id = NEW.field_id AND organization_id = NEW.organization_id;
  right_kind := FOUND;
  IF right_kind AND f.kind = 'number' THEN
    right_kind := NEW.value ~ '^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,8})?$';
    IF right_kind THEN
      right_kind := scale(NEW.value::numeric) <= f.decimals;
    END IF;
  ELSIF right_kind AND f.kind = 'date' THEN
    right_kind := NEW.value ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$';
    IF right_kind THEN
      right_kind := to_char((left(NEW.value, 7) || '-01')::date + substr(NEW.value, 9)::int - 1, 'YYYY-MM-DD') = NEW.value;
    END IF;
  ELSIF right_kind AND f.kind = 'choice' THEN
    right_kind := EXISTS (SELECT FROM jsonb_array_elements(f.options) o WHERE o ->> 'code' = NEW.value);
  ELSIF right_kind AND f.kind = 'yes_no' THEN
    right_kind := NEW.value IN ('true', 'false');
  END IF;
  IF NOT right_kind THEN
    RAISE EXCEPTION 'the value is not of its field''s kind' USING ERRCODE = 'check_violation', CONSTRAINT = 'field_values_typed', TABLE = 'field_values', SCHEMA = 'hefu';
  END IF;
  IF NOT (CASE NEW.subject
      WHEN 'customer' THEN EXISTS (SELECT FROM customers c WHERE c.id = NEW.object_id AND c.organization_id = NEW.organization_id)
      WHEN 'document' THEN EXISTS (SELECT FROM documents d WHERE d.id = NEW.object_id AND d.customer_id = NEW.customer_id)
      WHEN 'line' THEN EXISTS (SELECT FROM document_lines l WHERE l.document_id = NEW.object_id AND l.line_no = NEW.line_no AND l.customer_id = NEW.customer_id)
      ELSE EXISTS (SELECT FROM disputes p WHERE p.id = NEW.object_id AND p.customer_id = NEW.customer_id) END) THEN
    RAISE EXCEPTION 'there is nothing that this value could belong to' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'field_values_object', TABLE = 'field_values', SCHEMA = 'hefu';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER typed BEFORE INSERT OR UPDATE ON field_values FOR EACH ROW EXECUTE FUNCTION field_values_typed();
-- A customer's values change; those of what was posted or disputed stand.
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON field_values FOR EACH ROW WHEN (OLD.subject <> 'customer') EXECUTE FUNCTION refuse_change();

-- Which fields statements have a column for, with their words as they were when the template was made.
ALTER TABLE statement_templates ADD COLUMN fields jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(fields) = 'array');
GRANT SELECT (fields) ON statement_templates TO hefu_portal;

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['fields', 'field_versions', 'field_values'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY organization ON %I TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()))', t);
    EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO hefu_auditor USING (true)', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO hefu_backoffice, hefu_worker', t);
    EXECUTE format('GRANT SELECT ON %I TO hefu_auditor', t);
  END LOOP;
END
$$;
-- +goose StatementEnd
GRANT UPDATE (version, label_zh, label_en, required, fallback, place, shown, options, active) ON fields TO hefu_backoffice, hefu_worker;
GRANT UPDATE (value), DELETE ON field_values TO hefu_backoffice, hefu_worker;

-- A customer knows the fields that are meant for it, and its own values of those alone.
GRANT SELECT ON fields, field_values TO hefu_portal;
GRANT INSERT ON field_values TO hefu_portal;
CREATE POLICY meant ON fields FOR SELECT TO hefu_portal USING (organization_id = (SELECT current_organization()) AND 'portal' = ANY (shown));
-- Names alone: a link shows them as a session does.
CREATE POLICY one_statement ON fields AS RESTRICTIVE TO hefu_portal USING (true); 
CREATE POLICY customer ON field_values TO hefu_portal
  USING (organization_id = (SELECT current_organization()) AND customer_id = (SELECT current_customer()) AND field_id IN (SELECT id FROM fields))
  WITH CHECK (organization_id = (SELECT current_organization()) AND customer_id = (SELECT current_customer()) AND subject = 'dispute');
CREATE POLICY one_statement ON field_values AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL
  OR subject = 'dispute' AND EXISTS (SELECT FROM disputes d WHERE d.id = field_values.object_id AND d.statement_id = (SELECT current_statement()))
  OR subject IN ('document', 'line') AND object_id IN (SELECT documents_in_reach()));
CREATE POLICY after_code ON field_values AS RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ((SELECT may_act()));
RESET ROLE;
RESET search_path;
