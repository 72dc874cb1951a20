-- +goose Up
-- 核算维度 (SET-02): what the lines of a voucher are told apart by beside the account, such as department, region, product line and
-- project. The administrator says which there are and their values; the posting rules put them on the lines that are posted from
-- then on. A value keeps its code for good and may be retired; a posted line never changes.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE TABLE dimensions (
  organization_id uuid NOT NULL REFERENCES organizations,
  code            text NOT NULL CHECK (code ~ '^[a-z][a-z0-9_]{0,39}$'),
  label_zh        text NOT NULL CHECK (label_zh <> ''),
  label_en        text NOT NULL CHECK (label_en <> ''),
  active          boolean NOT NULL DEFAULT true,
  row_version     int NOT NULL DEFAULT 1 CHECK (row_version > 0),
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (organization_id, code)
);
CREATE TABLE dimension_values (
  organization_id uuid NOT NULL REFERENCES organizations,
  dimension       text NOT NULL,
  code            text NOT NULL CHECK (code <> ''),
  label_zh        text NOT NULL CHECK (label_zh <> ''),
  label_en        text NOT NULL CHECK (label_en <> ''),
  active          boolean NOT NULL DEFAULT true,
  PRIMARY KEY (organization_id, dimension, code),
  CONSTRAINT dimension_values_of_dimension FOREIGN KEY (organization_id, dimension) REFERENCES dimensions
);
-- What posted lines say by its code is never taken out.
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON dimensions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON dimension_values FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Dimension → value, of the lines that a rule says it of; NULL on every other, which costs a posting without rules nothing.
ALTER TABLE journal_lines ADD COLUMN dimensions jsonb;

-- +goose StatementBegin
CREATE FUNCTION journal_lines_dimensions() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF jsonb_typeof(NEW.dimensions) <> 'object' OR NEW.dimensions = '{}' OR EXISTS (
    SELECT FROM jsonb_each(NEW.dimensions) d WHERE jsonb_typeof(d.value) <> 'string' OR NOT EXISTS (
      SELECT FROM dimension_values v WHERE v.organization_id = NEW.organization_id AND v.dimension = d.key AND v.code = d.value #>> '{}')
  ) THEN
    RAISE EXCEPTION 'a line names a dimension or a value that the organization does not have'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_lines_dimensions', TABLE = 'journal_lines';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER dimensions BEFORE INSERT ON journal_lines FOR EACH ROW WHEN (NEW.dimensions IS NOT NULL) EXECUTE FUNCTION journal_lines_dimensions();

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['dimensions', 'dimension_values'] LOOP
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
GRANT UPDATE (label_zh, label_en, active, row_version) ON dimensions TO hefu_backoffice, hefu_worker;
GRANT UPDATE (label_zh, label_en, active) ON dimension_values TO hefu_backoffice, hefu_worker;
RESET ROLE;
RESET search_path;
