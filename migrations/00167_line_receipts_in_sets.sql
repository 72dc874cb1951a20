-- +goose Up
-- Receipts of bank lines are written a hundred at a time: what was asked of each row is asked of the whole statement, in one query each.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;
DROP TRIGGER agrees ON bank_line_receipts;
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION bank_line_receipts_check() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM fresh f LEFT JOIN bank_lines l ON l.id = f.line_id LEFT JOIN documents d ON d.id = f.document_id
    WHERE (l.organization_id = f.organization_id AND d.organization_id = f.organization_id AND d.kind IN ('receipt', 'advance') AND d.currency = l.currency AND d.gross = l.amount) IS NOT TRUE) THEN
    RAISE EXCEPTION 'the receipt is not that of the line' USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_line_receipts_agree', TABLE = 'bank_line_receipts';
  END IF;
  IF EXISTS (
    SELECT FROM fresh f JOIN bank_line_receipts r ON r.line_id = f.line_id AND r.attempt <> f.attempt
    WHERE NOT EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = r.document_id)) THEN
    RAISE EXCEPTION 'the line has a receipt' USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_line_receipts_free', TABLE = 'bank_line_receipts';
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER agrees AFTER INSERT ON bank_line_receipts REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bank_line_receipts_check();
RESET ROLE;
RESET search_path;
