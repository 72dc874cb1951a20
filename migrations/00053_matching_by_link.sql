-- +goose Up
-- Bilateral matching (SPEC 10) by a link: the matching of its one statement, and what earlier statements carried over into it. And the
-- customer's file, which is kept for a time only: what came of it stays, its bytes go.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

ALTER TABLE matching_files ALTER COLUMN content DROP NOT NULL;
ALTER TABLE matching_files ADD COLUMN removed_at timestamptz;
ALTER TABLE matching_files ADD CONSTRAINT matching_files_removed CHECK ((content IS NULL) = (removed_at IS NOT NULL));
DROP TRIGGER append_only ON matching_files;
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON matching_files FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- Its bytes go whole and for good; nobody puts others in their place.
CREATE TRIGGER bytes_stay_or_go BEFORE UPDATE ON matching_files FOR EACH ROW
  WHEN (NEW.content IS NOT NULL OR (NEW.id, NEW.organization_id, NEW.customer_id, NEW.name, NEW.format, NEW.sha256, NEW.created_at)
    IS DISTINCT FROM (OLD.id, OLD.organization_id, OLD.customer_id, OLD.name, OLD.format, OLD.sha256, OLD.created_at))
  EXECUTE FUNCTION refuse_change();
CREATE INDEX matching_files_with_bytes ON matching_files (organization_id, created_at) WHERE content IS NOT NULL;
CREATE INDEX matchings_of_file ON matchings (file_id);
GRANT UPDATE (content, removed_at) ON matching_files TO hefu_worker;

CREATE INDEX matching_lines_of_item ON matching_lines (item_id) WHERE item_id IS NOT NULL;
DROP POLICY one_statement ON matching_files;
CREATE POLICY one_statement ON matching_files AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL
  OR EXISTS (SELECT FROM matchings m WHERE m.file_id = matching_files.id AND m.statement_id = (SELECT current_statement()))) WITH CHECK (true);
DROP POLICY one_statement ON matching_lines;
CREATE POLICY one_statement ON matching_lines AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL
  OR EXISTS (SELECT FROM matchings m WHERE m.id = matching_lines.matching_id AND m.statement_id = (SELECT current_statement())));
DROP POLICY one_statement ON matching_groups;
CREATE POLICY one_statement ON matching_groups AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL
  OR EXISTS (SELECT FROM matchings m WHERE m.id = matching_groups.matching_id AND m.statement_id = (SELECT current_statement())));
-- An item of an earlier statement is in reach once it was carried over into a matching of this one.
DROP POLICY one_statement ON reconciling_items;
CREATE POLICY one_statement ON reconciling_items AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL
  OR statement_id = (SELECT current_statement()) OR cleared_statement_id = (SELECT current_statement())
  OR EXISTS (SELECT FROM matching_lines l WHERE l.item_id = reconciling_items.id));
-- How the customer's files are read is the customer's own, so it is there once the code has shown who is asking.
DROP POLICY one_statement ON matching_mappings;
CREATE POLICY one_statement ON matching_mappings AS RESTRICTIVE TO hefu_portal USING ((SELECT may_act()));
-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['matching_files', 'matchings', 'matching_lines', 'matching_groups', 'reconciling_items'] LOOP
    EXECUTE format('CREATE POLICY after_code ON %I AS RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ((SELECT may_act()))', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['matchings', 'matching_groups', 'reconciling_items'] LOOP
    EXECUTE format('CREATE POLICY after_code_too ON %I AS RESTRICTIVE FOR UPDATE TO hefu_portal USING ((SELECT may_act()))', t);
  END LOOP;
END
$$;
-- +goose StatementEnd
RESET ROLE;
RESET search_path;
