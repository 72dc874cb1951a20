package verify_test

var statementFaults = []fault{
	{"I18", "the figures beside the body were edited", `UPDATE hefu.statement_versions SET movement = movement + 1, charges = charges + 1, closing = closing + 1 WHERE statement_id = pg_temp.id('statement', 2)`,
		"closes with 788, the ledger with 787", ""},
	{"I18", "it does not open where the last one closed", `UPDATE hefu.statement_versions SET opening = opening + 1, movement = movement - 1, charges = charges - 1 WHERE statement_id = pg_temp.id('statement', 2)`,
		"opens with 531, the one before closed with 530", ""},
	{"I18", "it follows another statement than it says", `UPDATE hefu.statement_versions SET previous_sha256 = sha256 WHERE statement_id = pg_temp.id('statement', 2)`,
		"opens with 530, not what it says it follows", ""},
	{"I18", "it holds what was not yet posted", `UPDATE hefu.journal_entries SET posted_at = '2025-03-02' WHERE id = pg_temp.id('entry', 10)`, "closes with 787, the ledger with 717", ""},
	{"I18", "a line was lost in the body", `
		UPDATE hefu.statement_versions SET body = replace(body, '"70.00"', '"60.00"') WHERE statement_id = pg_temp.id('statement', 2);
		UPDATE hefu.statement_versions SET sha256 = sha256(convert_to(body, 'UTF8')) WHERE statement_id = pg_temp.id('statement', 2)`, "does not say in its body", ""},
	{"I19", "a byte of the body changed", `UPDATE hefu.statement_versions SET body = replace(body, 'AR-2025-1', 'AR-2025-7') WHERE statement_id = pg_temp.id('statement', 1) AND version = 2`,
		"statement 57a00000-0000-7000-8000-000000000001 version 2", ""},
	{"I19", "other bytes were confirmed", `UPDATE hefu.confirmations SET sha256 = sha256('other')`, "confirmation c0f00000-0000-7000-8000-000000000001", ""},
	{"I19", "a file changed", `UPDATE hefu.statement_files SET content = 'y' WHERE statement_id = pg_temp.id('statement', 2)`, "file csv en of statement 57a00000-0000-7000-8000-000000000002", ""},
	{"I20", "an older version was confirmed", `
		INSERT INTO hefu.confirmations (id, organization_id, customer_id, statement_id, version, sha256, lines, amount, actor_id, actor_name, created_at)
		SELECT pg_temp.id('confirmation', 9), organization_id, customer_id, statement_id, version, sha256, '{1}', 1, pg_temp.id('contact', 1), '赵', '2025-02-10'
		FROM hefu.statement_versions WHERE statement_id = pg_temp.id('statement', 1) AND version = 1`, "confirmation c0f00000-0000-7000-8000-000000000009 answers version 1", ""},
	{"I20", "the live version does not exist", `UPDATE hefu.statements SET version = 3 WHERE id = pg_temp.id('statement', 1)`, "statement 57a00000-0000-7000-8000-000000000001 is at version 3 and has 2", ""},
	{"I20", "two live statements of one cut-off", `
		DROP INDEX hefu.statements_one_live;
		INSERT INTO hefu.statements (id, organization_id, customer_id, currency, period_start, cut_off, series, number, statement_no, version)
		SELECT pg_temp.id('statement', 3), organization_id, customer_id, currency, period_start, cut_off, series, 3, 'ST-2025-3', 1 FROM hefu.statements WHERE id = pg_temp.id('statement', 2);
		CREATE TEMP TABLE copy ON COMMIT DROP AS SELECT * FROM hefu.statement_versions WHERE statement_id = pg_temp.id('statement', 2);
		UPDATE copy SET statement_id = pg_temp.id('statement', 3), body = replace(body, 'ST-2025-2', 'ST-2025-3');
		UPDATE copy SET sha256 = sha256(convert_to(body, 'UTF8'));
		INSERT INTO hefu.statement_versions SELECT * FROM copy;
		UPDATE hefu.counters SET last = 3 WHERE series = 'ST-2025'`, "has 2 live statements in CNY to 2025-02-28", ""},
	{"X05", "agreed with a dispute open", `UPDATE hefu.statements SET state = 'agreed' WHERE id = pg_temp.id('statement', 2)`, "statement 57a00000-0000-7000-8000-000000000002 is agreed and has 1", ""},
	{"X05", "answered with a line left", `DELETE FROM hefu.line_answers WHERE confirmation_id IS NOT NULL`, "is agreed with 1 of 2 lines answered", ""},
	{"X05", "an answer to a line that is not there", `UPDATE hefu.line_answers SET line_no = 9 WHERE confirmation_id IS NOT NULL`, "line 9 of statement 57a00000-0000-7000-8000-000000000001", ""},
	{"X05", "an answer without its reason", `UPDATE hefu.line_answers SET dispute_id = pg_temp.id('dispute', 2) WHERE dispute_id = pg_temp.id('dispute', 1)`, "line 1 of statement 57a00000-0000-7000-8000-000000000001 is disputed", ""},
	{"X05", "agreed on one figure, credited another", `UPDATE hefu.disputes SET agreed_amount = 100 WHERE id = pg_temp.id('dispute', 1)`, "agreed 100 and credited 113", ""},
	{"X06", "a confirmation of another customer", `UPDATE hefu.confirmations SET customer_id = pg_temp.id('customer', 2)`, "confirmation c0f00000-0000-7000-8000-000000000001", ""},
	{"X06", "an item of another organization", `UPDATE hefu.document_lines SET organization_id = pg_temp.id('organization', 2) WHERE document_id = pg_temp.id('document', 7)`, "document line d0c00000-0000-7000-8000-000000000007/1", ""},
	{"X07", "an open amount is kept twice", `UPDATE hefu.open_by_month SET amount = amount * 2 WHERE side = 'debit' AND currency = 'CNY' AND due_month = '2025-03-01' AND amount > 0`, "CNY debit 2025-03 is kept as", ""},
	{"X07", "a month was never kept", `DELETE FROM hefu.open_by_month WHERE side = 'credit' AND currency = 'CNY'`, "CNY credit is kept as 0 (0)", ""},
	{"X13", "a line is kept as waiting that is not there", `INSERT INTO hefu.bank_lines_waiting VALUES (pg_temp.id('organization', 1), pg_temp.id('customer', 9), '2025-03-01')`, "is kept as waiting and does not wait", ""},
	{"X11", "what the log committed to was exchanged", `
		ALTER TABLE hefu.audit_values DROP CONSTRAINT audit_values_commits;
		INSERT INTO hefu.audit_values (commitment, organization_id, salt, value) SELECT sha256('x'), id, substr(sha256('salt'), 1, 16), '张三' FROM (SELECT pg_temp.id('organization', 1) AS id) o`, "is not what was committed to", ""},
	{"X12", "who was pseudonymised has a name again", `
		INSERT INTO hefu.pseudonymisations (id, organization_id, audience, person_id, pseudonym, reason, state, asked_by, asked_by_name, decided_by, decided_at)
		VALUES (pg_temp.id('organization', 9), pg_temp.id('organization', 1), 'contact', pg_temp.id('contact', 9), 'P-1', 'x', 'done', pg_temp.id('contact', 7), '甲', pg_temp.id('contact', 8), now());
		INSERT INTO hefu.contacts (id, email, name) VALUES (pg_temp.id('contact', 9), 'a@b.test', '张三')`, "is still known as more than P-1", ""},
	{"I23", "a link acted after its end", links(`'2025-02-01'`, `'2025-02-02'`, "repeat('a', 64)"), "link token t1", ""},
	{"I23", "a link is kept in clear", links(`'2025-02-03'`, `NULL`, "'secret'"), "link token t1", ""},
	{"I24", "a purpose mailed twice", `
		CREATE OR REPLACE VIEW audit.mails WITH (security_invoker = true) AS SELECT n::text AS mail_id, 'statement-issued/1'::text AS purpose_key, 'sent'::text AS state, now() AS created_at, now() AS sent_at
		FROM generate_series(1, 2) n`, "mail purpose statement-issued/1 has 2 mails", ""},
}

// links stands in for the link tokens to come: one token with its expiry, its use and what is kept of it.
func links(expires, used, hash string) string {
	return `CREATE OR REPLACE VIEW audit.link_tokens WITH (security_invoker = true) AS
		SELECT 't1'::text AS token_id, ` + hash + `::text AS token_sha256, 'statement'::text AS purpose, NULL::text AS customer_id,
		       ` + expires + `::timestamptz AS expires_at, ` + used + `::timestamptz AS used_at, NULL::timestamptz AS revoked_at`
}

// guardFaults are holes in what keeps the books: the audit chain, the grants, the roles.
var guardFaults = []fault{
	{"I22", "a payload was edited", `UPDATE hefu.audit_log SET payload = replace(payload, 'AR-2025-1', 'AR-2025-2') WHERE seq = 1`, "audit row 1", ""},
	{"I22", "a payload was edited and its row sealed again", `
		UPDATE hefu.audit_log SET payload = replace(payload, '{}', '{"a":1}') WHERE seq = 2;
		UPDATE hefu.audit_log SET row_hash = encode(sha256(convert_to(prev_hash || payload, 'UTF8')), 'hex') WHERE seq = 2`, "audit row 3", ""},
	{"I22", "a column was edited beside its payload", `UPDATE hefu.audit_log SET actor_subject = 'someone else' WHERE seq = 3`, "audit row 3", ""},
	{"I22", "a row moved to another organization", `UPDATE hefu.audit_log SET organization_id = pg_temp.id('organization', 2) WHERE seq = 3`, "audit row 3", ""},
	{"I22", "a row is gone", `DELETE FROM hefu.audit_log WHERE seq = 2`, "audit row 3", ""},
	{"I22", "the tail is cut", `DELETE FROM hefu.audit_log WHERE seq = 4`, "the anchor stands at audit row 4, the log ends at 3", ""},
	{"I22", "the log was rewritten behind an anchor", `
		INSERT INTO hefu.archive_anchors (id, organization_id, number, day, size, added, root, audit_seq, audit_hash, content, content_sha256)
		VALUES (gen_random_uuid(), pg_temp.id('organization', 1), 1, '2025-03-05', 1, 1, sha256('x'), 2, repeat('a', 64), '{}', sha256('{}'))`, "audit row 2 is not the one that was anchored on 2025-03-05", ""},
	{"I22", "the log was emptied", `DELETE FROM hefu.audit_log`, "the anchor stands at audit row 4, the log ends at 0", ""},
	{"I25", "the application may edit documents", `GRANT UPDATE (gross) ON hefu.documents TO hefu_worker`, "hefu_worker may change documents", ""},
	{"I25", "the application may empty the log", `GRANT TRUNCATE ON hefu.audit_log TO hefu_backoffice`, "hefu_backoffice may change audit_log", ""},
	{"I25", "the trigger is off", `ALTER TABLE hefu.journal_lines DISABLE TRIGGER append_only`, "table journal_lines has lost its append-only trigger", ""},
	{"I27", "a policy lets customers see everything", `CREATE POLICY careless ON hefu.documents TO hefu_portal USING (true)`, "policy careless of documents", ""},
	{"I27", "row-level security is not forced", `ALTER TABLE hefu.customers NO FORCE ROW LEVEL SECURITY`, "table customers is outside", ""},
	{"I27", "a new table has none", `CREATE TABLE hefu.notes (organization_id uuid)`, "table notes is outside", ""},
	{"I28", "a role passes row-level security", `ALTER ROLE hefu_portal BYPASSRLS`, "role hefu_portal stands above", ""},
	{"I28", "the login may act as the owner", `GRANT hefu_owner TO hefu_app`, "role hefu_app may act as hefu_owner", ""},
	{"I28", "the application owns something", `CREATE TABLE public.mine (n int); ALTER TABLE public.mine OWNER TO hefu_worker`, "role hefu_worker owns relation public.mine", ""},
	{"I28", "the application may create", `GRANT CREATE ON SCHEMA hefu TO hefu_backoffice`, "role hefu_backoffice may create in schema hefu", ""},
	{"I28", "the application reaches audit", `GRANT USAGE ON SCHEMA audit TO hefu_portal`, "role hefu_portal reaches the schema audit", ""},
	{"I28", "a view leaks", `CREATE VIEW hefu.leak AS SELECT id FROM hefu.documents`, "view hefu.leak", ""},
	{"I28", "a materialized view leaks", `CREATE MATERIALIZED VIEW hefu.leak AS SELECT id FROM hefu.documents`, "view hefu.leak", ""},
	{"I28", "a function leaks", `CREATE FUNCTION hefu.leak() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM hefu.documents'`, "function hefu.leak()", ""},
	{"I28", "a known function forgot its path", `ALTER FUNCTION hefu.audit_append RESET search_path`, "function hefu.audit_append", ""},
	{"I32", "a settlement decided by who proposed it", `
		ALTER TABLE hefu.settlement_proposals DROP CONSTRAINT settlement_proposals_four_eyes;
		INSERT INTO hefu.settlement_proposals (id, organization_id, customer_id, act, effective_date, reason, state, proposed_by, decided_by)
		VALUES (pg_temp.id('document', 99), pg_temp.id('organization', 1), pg_temp.id('customer', 1), 'allocate', '2025-03-05', 'r', 'declined', pg_temp.id('staff', 1), pg_temp.id('staff', 1))`,
		"settlement proposal d0c00000-0000-7000-8000-000000000099", ""},
	{"I32", "approved by its maker", `
		ALTER TABLE hefu.documents DROP CONSTRAINT documents_four_eyes;
		UPDATE hefu.documents SET approved_by = created_by WHERE id = pg_temp.id('document', 7)`, "document d0c00000-0000-7000-8000-000000000007", ""},
	{"I32", "submitted and decided by one person", `
		ALTER TABLE hefu.drafts DROP CONSTRAINT drafts_four_eyes;
		UPDATE hefu.drafts SET decided_by = submitted_by`, "draft d0c00000-0000-7000-8000-000000000099", ""},
	{"I33", "money in floating point", `ALTER TABLE hefu.open_items ADD COLUMN fee float8`, "column open_items.fee is double precision", ""},
}
