-- +goose Up
-- What a provider paid out meets the bank's line for it (SPEC 11): one line is one payout, and is then no customer's payment. Whichever of the two
-- is there first, the money is booked once.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- difference is the line's amount less the payout's. A pair that was a mistake is taken apart, and stays on record.
CREATE TABLE payout_lines (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  payout_id       uuid NOT NULL REFERENCES provider_payouts,
  line_id         uuid NOT NULL REFERENCES bank_lines,
  rule            text NOT NULL CHECK (rule IN ('reference', 'payer', 'from_line', 'by_hand')),
  difference      amount NOT NULL DEFAULT 0,
  reason          text NOT NULL DEFAULT '',
  made_by         uuid NOT NULL,
  made_by_name    text NOT NULL,
  made_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  told_as         text NOT NULL DEFAULT '', -- of a payout that was booked from its line: the provider's name for it, told later
  undone_at       timestamptz,
  undone_by_name  text NOT NULL DEFAULT '',
  undone_reason   text NOT NULL DEFAULT '',
  CONSTRAINT payout_lines_explained CHECK (difference = 0 OR reason <> ''),
  CONSTRAINT payout_lines_undone CHECK ((undone_at IS NULL) = (undone_reason = ''))
);
CREATE UNIQUE INDEX payout_lines_payout_once ON payout_lines (payout_id) WHERE undone_at IS NULL;
CREATE UNIQUE INDEX payout_lines_line_once ON payout_lines (line_id) WHERE undone_at IS NULL;
CREATE UNIQUE INDEX payout_lines_told_once ON payout_lines (organization_id, told_as) WHERE told_as <> '';
CREATE INDEX payout_lines_of_payout ON payout_lines (payout_id);
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON payout_lines FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose StatementBegin
CREATE FUNCTION payout_lines_check() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM bank_lines l JOIN provider_payouts o ON o.id = NEW.payout_id
    WHERE l.id = NEW.line_id AND l.organization_id = NEW.organization_id AND o.organization_id = NEW.organization_id AND l.currency = o.currency AND l.amount > 0
      AND l.kind <> 'reversal' AND NEW.difference = l.amount - o.amount) THEN
    RAISE EXCEPTION 'the line is not that of the payout' USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_lines_agree', TABLE = 'payout_lines';
  END IF;
  IF EXISTS (
    SELECT FROM bank_line_receipts r WHERE r.line_id = NEW.line_id AND NOT EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = r.document_id)) THEN
    RAISE EXCEPTION 'the line has a receipt' USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_line_receipts_free', TABLE = 'payout_lines';
  END IF;
  RETURN NULL;
END
$$;
-- A line that is a payout makes no receipt.
CREATE OR REPLACE FUNCTION bank_line_receipts_check() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM fresh f LEFT JOIN bank_lines l ON l.id = f.line_id LEFT JOIN documents d ON d.id = f.document_id
    WHERE (l.organization_id = f.organization_id AND d.organization_id = f.organization_id AND d.kind IN ('receipt', 'advance') AND d.currency = l.currency AND d.gross = l.amount) IS NOT TRUE) THEN
    RAISE EXCEPTION 'the receipt is not that of the line' USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_line_receipts_agree', TABLE = 'bank_line_receipts';
  END IF;
  IF EXISTS (
    SELECT FROM fresh f JOIN bank_line_receipts r ON r.line_id = f.line_id AND r.attempt <> f.attempt
    WHERE NOT EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = r.document_id))
    OR EXISTS (SELECT FROM fresh f JOIN payout_lines p ON p.line_id = f.line_id AND p.undone_at IS NULL) THEN
    RAISE EXCEPTION 'the line has a receipt' USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_line_receipts_free', TABLE = 'bank_line_receipts';
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER agrees AFTER INSERT ON payout_lines FOR EACH ROW EXECUTE FUNCTION payout_lines_check();

ALTER TABLE payout_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE payout_lines FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON payout_lines TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
CREATE POLICY audit ON payout_lines FOR SELECT TO hefu_auditor USING (true);
GRANT SELECT, INSERT ON payout_lines TO hefu_backoffice, hefu_worker;
GRANT UPDATE (told_as, undone_at, undone_by_name, undone_reason) ON payout_lines TO hefu_backoffice, hefu_worker;
GRANT SELECT ON payout_lines TO hefu_auditor;

ALTER VIEW audit.v_violations RENAME TO violations_until_00200;
ALTER VIEW audit.violations_until_00200 SET SCHEMA hefu;
CREATE VIEW audit.v_violations (invariant, subject) WITH (security_invoker = true) AS
SELECT invariant, subject FROM violations_until_00200
UNION ALL
SELECT 'I21', 'bank line ' || p.line_id || ' is a payout and has receipt ' || r.document_id
FROM payout_lines p JOIN bank_line_receipts r ON r.line_id = p.line_id
WHERE p.undone_at IS NULL AND NOT EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = r.document_id)
UNION ALL
SELECT 'I21', 'payout ' || o.id || ' is not what its bank line ' || l.id || ' says'
FROM payout_lines p JOIN provider_payouts o ON o.id = p.payout_id JOIN bank_lines l ON l.id = p.line_id
WHERE o.organization_id <> l.organization_id OR o.currency <> l.currency OR p.difference <> l.amount - o.amount;
REVOKE ALL ON audit.v_violations FROM PUBLIC;
GRANT SELECT ON audit.v_violations TO hefu_auditor;
RESET ROLE;
RESET search_path;
