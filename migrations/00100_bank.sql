-- +goose Up
-- What banks say: accounts of the organization, the files that were read, their statements and lines, and the receipt that was made of a line.
-- Statements and lines are a record (I21): a statement that does not prove out is refused when the transaction ends.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE TABLE bank_accounts (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  name            text NOT NULL CHECK (name <> ''),
  bank            text NOT NULL DEFAULT '',
  number          text NOT NULL CHECK (number <> '' AND number = upper(number) AND number !~ '\s'),
  currency        text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  kind            text NOT NULL DEFAULT 'bank' CHECK (kind IN ('bank', 'alipay', 'wechat')),
  closed_at       timestamptz,
  created_by_name text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  row_version     int NOT NULL DEFAULT 1,
  CONSTRAINT bank_accounts_number_once UNIQUE (organization_id, number, currency)
);

-- A file as it came, with what was chosen for it. What was imported stays as proof.
CREATE TABLE bank_files (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  file_name       text NOT NULL,
  sha256          bytea NOT NULL CHECK (length(sha256) = 32),
  content         bytea NOT NULL,
  account_id      uuid REFERENCES bank_accounts,
  mapping         jsonb,
  imported_at     timestamptz,
  created_by_name text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX bank_files_newest ON bank_files (organization_id, id);

-- How the columns of a table are read, found again by its header.
CREATE TABLE bank_mappings (
  organization_id uuid NOT NULL REFERENCES organizations,
  header_sha256   bytea NOT NULL CHECK (length(header_sha256) = 32),
  mapping         jsonb NOT NULL,
  made_by_name    text NOT NULL,
  made_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (organization_id, header_sha256)
);

-- What one file says about one account. opening and closing are the file's; kept_opening and kept_closing are those of the lines that
-- were new, so that kept_opening + the lines that stand here = kept_closing. Null where the file has no balances.
CREATE TABLE bank_statements (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  account_id      uuid NOT NULL REFERENCES bank_accounts,
  file_id         uuid NOT NULL REFERENCES bank_files,
  file_sha256     bytea NOT NULL CHECK (length(file_sha256) = 32),
  file_name       text NOT NULL,
  format          text NOT NULL,
  number          text NOT NULL DEFAULT '',
  opens_on        date NOT NULL,
  closes_on       date NOT NULL,
  opening         amount,
  closing         amount,
  kept_opening    amount,
  kept_closing    amount,
  parts           jsonb NOT NULL DEFAULT '[]',
  lines           int NOT NULL CHECK (lines >= 0),
  known           int NOT NULL CHECK (known >= 0),
  imported_by_name text NOT NULL,
  imported_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT bank_statements_file_once UNIQUE (account_id, file_sha256),
  CONSTRAINT bank_statements_in_order CHECK (opens_on <= closes_on),
  CONSTRAINT bank_statements_balances_whole CHECK (num_nulls(opening, closing, kept_opening, kept_closing) IN (0, 4))
);
CREATE INDEX bank_statements_chain ON bank_statements (account_id, closes_on, id);

-- amount is signed: what came in is positive. identity says which line of the account it is; of lines that are equal in one file, occurrence tells them apart.
CREATE TABLE bank_lines (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  account_id      uuid NOT NULL REFERENCES bank_accounts,
  statement_id    uuid NOT NULL REFERENCES bank_statements,
  seq             int NOT NULL CHECK (seq > 0),
  booked_on       date NOT NULL,
  valued_on       date NOT NULL,
  amount          amount NOT NULL CHECK (amount <> 0),
  currency        text NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('credit', 'debit', 'fee', 'reversal', 'batch_member')),
  counterparty         text NOT NULL DEFAULT '',
  counterparty_account text NOT NULL DEFAULT '',
  counterparty_bank    text NOT NULL DEFAULT '',
  end_to_end      text NOT NULL DEFAULT '',
  remittance      text NOT NULL DEFAULT '',
  bank_text       text NOT NULL DEFAULT '',
  bank_reference  text NOT NULL DEFAULT '',
  code            text NOT NULL DEFAULT '',
  batch           text NOT NULL DEFAULT '',
  identity        bytea NOT NULL CHECK (length(identity) = 32),
  occurrence      int NOT NULL CHECK (occurrence > 0),
  CONSTRAINT bank_lines_identity_once UNIQUE (account_id, identity, occurrence),
  CONSTRAINT bank_lines_place_once UNIQUE (statement_id, seq)
);
CREATE INDEX bank_lines_by_day ON bank_lines (organization_id, booked_on DESC, id DESC);
CREATE INDEX bank_lines_of_account ON bank_lines (account_id, booked_on DESC, id DESC);
CREATE INDEX bank_lines_by_amount ON bank_lines (organization_id, amount);

-- The receipt that was made of a line. A line whose receipt was reversed may make another one: attempt 2.
CREATE TABLE bank_line_receipts (
  line_id         uuid NOT NULL REFERENCES bank_lines,
  attempt         int NOT NULL CHECK (attempt > 0),
  organization_id uuid NOT NULL REFERENCES organizations,
  document_id     uuid NOT NULL REFERENCES documents,
  made_by         uuid NOT NULL,
  made_by_name    text NOT NULL,
  rule            text NOT NULL DEFAULT 'by_hand',
  reason          text NOT NULL DEFAULT '',
  made_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT bank_line_receipts_once PRIMARY KEY (line_id, attempt),
  CONSTRAINT bank_line_receipts_document_once UNIQUE (document_id)
);

-- A line that is no customer's payment is set aside with a reason, and may be taken back; the last word counts.
CREATE TABLE bank_line_marks (
  line_id         uuid NOT NULL REFERENCES bank_lines,
  turn            int NOT NULL CHECK (turn > 0),
  organization_id uuid NOT NULL REFERENCES organizations,
  aside           boolean NOT NULL,
  reason          text NOT NULL CHECK (reason <> ''),
  made_by_name    text NOT NULL,
  made_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT bank_line_marks_once PRIMARY KEY (line_id, turn)
);

-- +goose StatementBegin
CREATE FUNCTION bank_statement_proves_out() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM bank_lines l WHERE l.statement_id = NEW.id HAVING count(*) <> NEW.lines OR coalesce(sum(l.amount), 0) <> NEW.kept_closing - NEW.kept_opening) THEN
    RAISE EXCEPTION 'bank statement % does not prove out', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_statements_prove_out', TABLE = 'bank_statements';
  END IF;
  RETURN NULL;
END
$$;
-- A line joins its statement in the transaction that made it, never later.
CREATE FUNCTION bank_lines_with_statement() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM fresh f JOIN bank_statements s ON s.id = f.statement_id
    WHERE s.xmin::text <> (pg_current_xact_id()::text::numeric % 4294967296)::text OR s.organization_id <> f.organization_id OR s.account_id <> f.account_id) THEN
    RAISE EXCEPTION 'a line does not belong to its bank statement' USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_lines_with_statement', TABLE = 'bank_lines';
  END IF;
  RETURN NULL;
END
$$;
-- A receipt of a line has its organization, amount and currency; and the line is used by no other receipt that stands.
CREATE FUNCTION bank_line_receipts_check() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM bank_lines l JOIN documents d ON d.id = NEW.document_id
    WHERE l.id = NEW.line_id AND l.organization_id = NEW.organization_id AND d.organization_id = NEW.organization_id
      AND d.kind IN ('receipt', 'advance') AND d.currency = l.currency AND d.gross = l.amount) THEN
    RAISE EXCEPTION 'the receipt is not that of the line' USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_line_receipts_agree', TABLE = 'bank_line_receipts';
  END IF;
  IF EXISTS (
    SELECT FROM bank_line_receipts r WHERE r.line_id = NEW.line_id AND r.attempt <> NEW.attempt
      AND NOT EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = r.document_id)) THEN
    RAISE EXCEPTION 'the line has a receipt' USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_line_receipts_free', TABLE = 'bank_line_receipts';
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE CONSTRAINT TRIGGER proves_out AFTER INSERT ON bank_statements DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION bank_statement_proves_out();
CREATE TRIGGER with_statement AFTER INSERT ON bank_lines REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bank_lines_with_statement();
CREATE TRIGGER agrees AFTER INSERT ON bank_line_receipts FOR EACH ROW EXECUTE FUNCTION bank_line_receipts_check();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bank_statements    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bank_lines         FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bank_line_receipts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bank_line_marks    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['bank_accounts', 'bank_files', 'bank_mappings', 'bank_statements', 'bank_lines', 'bank_line_receipts', 'bank_line_marks'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY organization ON %I TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()))', t);
    EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO hefu_auditor USING (true)', t);
    EXECUTE format('GRANT SELECT ON %I TO hefu_auditor, hefu_backoffice, hefu_worker', t);
    EXECUTE format('GRANT INSERT ON %I TO hefu_backoffice, hefu_worker', t);
  END LOOP;
END
$$;
-- +goose StatementEnd
GRANT UPDATE (name, bank, closed_at, row_version) ON bank_accounts TO hefu_backoffice, hefu_worker;
GRANT UPDATE (account_id, mapping, imported_at) ON bank_files TO hefu_backoffice, hefu_worker;
GRANT UPDATE (mapping, made_by_name, made_at) ON bank_mappings TO hefu_backoffice, hefu_worker;

-- What an outsider checks: the lines that stand under a statement, and the balances between which they stand.
CREATE OR REPLACE VIEW audit.bank_statements WITH (security_invoker = true) AS
SELECT s.id::text AS bank_statement_id, a.number || ' ' || a.currency AS bank_account, encode(s.file_sha256, 'hex') AS file_sha256, s.kept_opening::numeric AS opening, s.kept_closing::numeric AS closing
FROM bank_statements s JOIN bank_accounts a ON a.id = s.account_id;

CREATE OR REPLACE VIEW audit.bank_lines WITH (security_invoker = true) AS
SELECT l.id::text AS bank_line_id, l.statement_id::text AS bank_statement_id, l.seq, l.currency, l.amount::numeric AS amount, r.document_id::text AS receipt_document_id
FROM bank_lines l
LEFT JOIN bank_line_receipts r ON r.line_id = l.id AND NOT EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = r.document_id);

ALTER VIEW audit.v_violations RENAME TO violations_until_00100;
ALTER VIEW audit.violations_until_00100 SET SCHEMA hefu;
CREATE VIEW audit.v_violations (invariant, subject) WITH (security_invoker = true) AS
SELECT invariant, subject FROM violations_until_00100
UNION ALL
SELECT 'I21', 'receipt ' || d.id || ' is not what its bank line ' || l.id || ' says'
FROM bank_line_receipts r JOIN bank_lines l ON l.id = r.line_id JOIN documents d ON d.id = r.document_id
WHERE d.organization_id <> l.organization_id OR d.currency <> l.currency OR d.gross <> l.amount
UNION ALL
SELECT 'I21', 'bank line ' || r.line_id || ' is used by ' || count(*) || ' receipts that stand'
FROM bank_line_receipts r WHERE NOT EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = r.document_id)
GROUP BY r.line_id HAVING count(*) > 1
UNION ALL
SELECT 'I21', 'bank statement ' || s.id || ' has ' || count(l.id) || ' lines and says ' || s.lines
FROM bank_statements s LEFT JOIN bank_lines l ON l.statement_id = s.id GROUP BY s.id, s.lines HAVING count(l.id) <> s.lines;
REVOKE ALL ON audit.v_violations FROM PUBLIC;
GRANT SELECT ON audit.v_violations TO hefu_auditor;
RESET ROLE;
RESET search_path;
