package verify_test

// fault is one thing that can be wrong, planted past triggers and constraints. implies lists further invariants that it cannot
// leave whole; all others must stay silent.
type fault struct {
	invariant, what string
	plant           string
	named           string // part of a sample
	implies         string
}

var bookFaults = []fault{
	{"I01", "two entries are off by one, against each other", `
		UPDATE hefu.journal_lines SET amount = amount + 1, amount_base = amount_base + 1 WHERE entry_id = pg_temp.id('entry', 2) AND account_code = '6001';
		UPDATE hefu.journal_lines SET amount = amount - 1, amount_base = amount_base - 1 WHERE entry_id = pg_temp.id('entry', 10) AND account_code = '6001'`,
		"entry e0000000-0000-7000-8000-000000000002", ""},
	{"I01", "base does not balance", `
		UPDATE hefu.journal_lines SET amount_base = amount_base + 1 WHERE entry_id = pg_temp.id('entry', 2) AND account_code = '6001';
		UPDATE hefu.journal_lines SET amount_base = amount_base - 1 WHERE entry_id = pg_temp.id('entry', 10) AND account_code = '6001'`,
		"entry e0000000-0000-7000-8000-000000000010", ""},
	{"I02", "one side was booked", `
		UPDATE hefu.journal_lines SET amount = amount - 5, amount_base = amount_base - 5 WHERE entry_id = pg_temp.id('entry', 12) AND account_code = '6001';
		UPDATE hefu.balances SET credit = credit + 5, credit_base = credit_base + 5 WHERE organization_id = pg_temp.id('organization', 2) AND account_code = '6001'`,
		"organization 04000000-0000-7000-8000-000000000002 CNY sums to -5", "I01"},
	{"I03", "an entry has no lines", `
		INSERT INTO hefu.journal_entries (id, organization_id, posting_date, source_kind, source_id)
		VALUES (pg_temp.id('entry', 77), pg_temp.id('organization', 1), '2025-02-01', 'settlement', pg_temp.id('settlement', 1))`, "entry e0000000-0000-7000-8000-000000000077 has 0 lines", ""},
	{"I03", "an entry records nothing", `UPDATE hefu.journal_entries SET source_id = pg_temp.id('settlement', 99) WHERE id = pg_temp.id('entry', 105)`,
		"records no settlement 5e700000-0000-7000-8000-000000000099", "I07"},
	{"I03", "an account is missing", `DELETE FROM hefu.accounts WHERE role = 'returns' AND organization_id = pg_temp.id('organization', 1)`, "no such account 600109", ""},
	{"I03", "a document was never posted", `
		DELETE FROM hefu.journal_entries WHERE id = pg_temp.id('entry', 12)`, "document d0c00000-0000-7000-8000-000000000012 has no entry", "X02"},
	{"I04", "a third decimal", `
		UPDATE hefu.journal_lines SET amount = -69.999, amount_base = -69.999 WHERE entry_id = pg_temp.id('entry', 12) AND account_code = '6001';
		INSERT INTO hefu.journal_lines SELECT entry_id, 3, organization_id, posting_date, '6301', customer_id, document_id, due_date, currency, -0.001, -0.001
		FROM hefu.journal_lines WHERE entry_id = pg_temp.id('entry', 12) AND line_no = 1;
		UPDATE hefu.balances SET credit = 69.999, credit_base = 69.999 WHERE organization_id = pg_temp.id('organization', 2) AND account_code = '6001';
		INSERT INTO hefu.balances SELECT organization_id, period, '6301', customer_id, currency, 0, 0.001, 0, 0.001 FROM hefu.balances
		WHERE organization_id = pg_temp.id('organization', 2) AND account_code = '6001'`, "entry e0000000-0000-7000-8000-000000000012 line 3 amount -0.001 CNY", ""},
	{"I04", "no number at all", `
		ALTER DOMAIN hefu.amount DROP CONSTRAINT amount_check;
		UPDATE hefu.statement_versions SET opening = 'NaN', closing = 'NaN' WHERE statement_id = pg_temp.id('statement', 2)`, "statement 57a00000-0000-7000-8000-000000000002 version 1 opening NaN", "I18"},
	{"I05", "open amounts moved by themselves", `
		UPDATE hefu.open_items SET open_amount = open_amount - 1 WHERE id = pg_temp.id('item', 2);
		UPDATE hefu.open_items SET open_amount = open_amount + 1 WHERE id = pg_temp.id('item', 101)`, "open item 17e00000-0000-7000-8000-000000000002 open 499.00 instead of 500.00", ""},
	{"I06", "more was allocated than there was", `
		ALTER TABLE hefu.open_items DROP CONSTRAINT open_items_amount_exceeds_open, DROP CONSTRAINT open_items_base_follows;
		UPDATE hefu.allocations SET debit_amount = 605, credit_amount = 605, debit_base = 605, credit_base = 605 WHERE id = pg_temp.id('allocation', 1);
		UPDATE hefu.open_items SET open_amount = open_amount - 40, open_base = open_base - 40 WHERE id IN (pg_temp.id('item', 1), pg_temp.id('item', 3))`,
		"open item 17e00000-0000-7000-8000-000000000003 open -5.00 of 600.00", "X07"},
	{"I07", "another customer's items", `
		UPDATE hefu.settlements SET customer_id = pg_temp.id('customer', 2) WHERE id = pg_temp.id('settlement', 1);
		UPDATE hefu.allocations SET customer_id = pg_temp.id('customer', 2) WHERE id = pg_temp.id('allocation', 1)`, "allocation a1100000-0000-7000-8000-000000000001", ""},
	{"I07", "two customers of no declared group", `
		INSERT INTO hefu.customer_groups (id, organization_id, name, created_by) VALUES ('96000000-0000-7000-8000-000000000001', pg_temp.id('organization', 1), 'G', pg_temp.id('staff', 1));
		UPDATE hefu.settlements SET group_id = '96000000-0000-7000-8000-000000000001' WHERE id = pg_temp.id('settlement', 1);
		UPDATE hefu.allocations SET credit_customer_id = pg_temp.id('customer', 2) WHERE id = pg_temp.id('allocation', 1)`, "of no group declared for 2025-01-25", ""},
	{"I08", "a settlement missed the control account", `
		UPDATE hefu.journal_lines SET account_code = '6301' WHERE entry_id = pg_temp.id('entry', 104) AND account_code = '1122';
		UPDATE hefu.balances SET credit = credit - 100, credit_base = credit_base - 100 WHERE account_code = '1122' AND currency = 'CNY' AND period = '2025-03-01';
		INSERT INTO hefu.balances SELECT organization_id, period, '6301', customer_id, currency, 0, 100, 0, 100 FROM hefu.balances
		WHERE account_code = '2203' AND period = '2025-03-01'`, "customer c0500000-0000-7000-8000-000000000001 CNY ar: ledger 967, open items 867.00", "X04"},
	{"I09", "posted after the close", `UPDATE hefu.periods SET closed_at = '2025-01-15' WHERE closed_at IS NOT NULL`, "entry e0000000-0000-7000-8000-000000000003", ""},
	{"I09", "a settlement without an entry came after the close", `UPDATE hefu.settlements SET created_at = '2025-02-20' WHERE id = pg_temp.id('settlement', 1)`, "settlement 5e700000-0000-7000-8000-000000000001", ""},
	{"I10", "a month has no period", `DELETE FROM hefu.periods WHERE starts = '2025-03-01'`, "entry e0000000-0000-7000-8000-000000000104 of 2025-03-05", ""},
	{"I11", "a number is missing", `
		UPDATE hefu.documents SET number = 3 WHERE id = pg_temp.id('document', 11);
		UPDATE hefu.counters SET last = 3 WHERE series = 'CN-2025'`, "document d0c00000-0000-7000-8000-000000000011 is number 3", ""},
	{"I11", "a number is used twice", `
		ALTER TABLE hefu.disputes DROP CONSTRAINT disputes_number_once;
		UPDATE hefu.disputes SET number = 1; UPDATE hefu.counters SET last = 1 WHERE series = 'DP-2025'`, "is number 1 of 04000000-0000-7000-8000-000000000001/DP-2025 after 1", ""},
	{"I11", "the counter was turned", `UPDATE hefu.counters SET last = last + 1 WHERE series = 'ST-2025'`, "ST-2025 stands at 3, the last number is 2", ""},
	{"I12", "numbers out of order", `UPDATE hefu.documents SET posted_at = '2025-01-09' WHERE id = pg_temp.id('document', 2)`, "document d0c00000-0000-7000-8000-000000000002 number 2", ""},
	{"I13", "two credits for one dispute", `UPDATE hefu.documents SET dispute_id = pg_temp.id('dispute', 1) WHERE id = pg_temp.id('document', 11)`,
		"dispute d1500000-0000-7000-8000-000000000001 has 2 live credits: CN-2025-1, CN-2025-2", ""},
	{"I13", "a resolution without its credit", `UPDATE hefu.documents SET resolution_id = NULL WHERE id = pg_temp.id('document', 7)`, "resolution 4e500000-0000-7000-8000-000000000001", ""},
	{"I14", "one source, two documents", `
		ALTER TABLE hefu.documents DROP CONSTRAINT documents_source_once;
		UPDATE hefu.documents SET source_id = '2' WHERE id = pg_temp.id('document', 10)`, "source erp 2 has 2 documents", ""},
	{"I14", "one document, two entries", `
		ALTER TABLE hefu.journal_entries DROP CONSTRAINT journal_entries_source_once;
		UPDATE hefu.journal_entries SET source_kind = 'document', source_id = pg_temp.id('document', 11) WHERE id = pg_temp.id('entry', 104)`,
		"source d0c00000-0000-7000-8000-000000000011 has 2 entries", "X02"},
	{"I15", "reversed to another account", `
		UPDATE hefu.journal_lines SET account_code = '6301' WHERE entry_id = pg_temp.id('entry', 9) AND account_code = '6001';
		UPDATE hefu.balances SET debit = debit - 50, debit_base = debit_base - 50 WHERE account_code = '6001' AND currency = 'CNY' AND period = '2025-02-01' AND customer_id = pg_temp.id('customer', 1);
		INSERT INTO hefu.balances SELECT organization_id, period, '6301', customer_id, currency, 50, 0, 50, 0 FROM hefu.balances
		WHERE account_code = '6001' AND currency = 'CNY' AND period = '2025-02-01' AND customer_id = pg_temp.id('customer', 1)`, "entry e0000000-0000-7000-8000-000000000009 is not the mirror", ""},
	{"I15", "an allocation undone in part", `
		UPDATE hefu.allocations SET debit_amount = 30, credit_amount = 30 WHERE id = pg_temp.id('allocation', 3)`, "allocation a1100000-0000-7000-8000-000000000003 is not the mirror", ""},
	{"I16", "an event acted twice", `
		CREATE OR REPLACE VIEW audit.provider_events WITH (security_invoker = true) AS
		SELECT 'wechat'::text AS provider, 'e1'::text AS event_id, n AS deliveries, (pg_temp.id('entry', n))::text AS effect_entry_id FROM generate_series(2, 3) n`, "event wechat e1 is kept 2 times", ""},
	{"I17", "a reference paid twice", payments(`('p1', 'r1', 'succeeded', 'd0c00000-0000-7000-8000-000000000003'), ('p2', 'r1', 'succeeded', NULL)`), "reference wechat r1 paid 2 times", ""},
	{"I17", "paid without a receipt", payments(`('p1', 'r1', 'succeeded', NULL)`), "payment p1 is succeeded without", ""},
	{"I17", "failed with a receipt", payments(`('p1', 'r1', 'failed', 'd0c00000-0000-7000-8000-000000000003')`), "payment p1 is failed with", ""},
	{"I21", "a bank file does not prove out", `
		CREATE OR REPLACE VIEW audit.bank_statements WITH (security_invoker = true) AS SELECT 'b1'::text AS bank_statement_id, 'x'::text AS bank_account, 'f'::text AS file_sha256, 1.0::numeric AS opening, 2.5::numeric AS closing;
		CREATE OR REPLACE VIEW audit.bank_lines WITH (security_invoker = true) AS SELECT 'l1'::text AS bank_line_id, 'b1'::text AS bank_statement_id, 1 AS seq, 'CNY'::text AS currency, 1::numeric AS amount, NULL::text AS receipt_document_id`,
		"bank statement b1 does not prove out", ""},
	{"I21", "a bank line posted twice", `
		CREATE OR REPLACE VIEW audit.bank_lines WITH (security_invoker = true) AS SELECT 'l' || n AS bank_line_id, 'b1'::text AS bank_statement_id, n AS seq, 'CNY'::text AS currency, 1::numeric AS amount, 'r1'::text AS receipt_document_id
		FROM generate_series(1, 2) n`, "receipt r1 is posted from 2 bank lines", ""},
	{"X01", "a balance was edited", `UPDATE hefu.balances SET debit = debit + 1, credit = credit + 1 WHERE account_code = '6603'`, "account 6603 CNY 2025-03 is off by 1 debit, 1 credit", ""},
	{"X02", "a document line vanished", `DELETE FROM hefu.document_lines WHERE document_id = pg_temp.id('document', 1) AND line_no = 2`, "document d0c00000-0000-7000-8000-000000000001 differs from its lines", ""},
	{"X02", "an open item of another day", `UPDATE hefu.open_items SET posting_date = '2025-02-13' WHERE id = pg_temp.id('item', 10)`, "document d0c00000-0000-7000-8000-000000000010", ""},
	{"X03", "more credited than the line had", `
		UPDATE hefu.document_lines SET net = 88, tax = 12, gross = 100 WHERE document_id = pg_temp.id('document', 1) AND line_no = 1;
		UPDATE hefu.document_lines SET net = 912, tax = 118, gross = 1030 WHERE document_id = pg_temp.id('document', 1) AND line_no = 2`,
		"document d0c00000-0000-7000-8000-000000000001 line 1 of 100 is credited by 113", ""},
	{"X04", "a settlement at a wrong rate", `
		UPDATE hefu.journal_lines SET amount_base = amount_base + 1 WHERE entry_id = pg_temp.id('entry', 105) AND line_no = 1;
		UPDATE hefu.journal_lines SET amount_base = amount_base - 1 WHERE entry_id = pg_temp.id('entry', 105) AND line_no = 5;
		UPDATE hefu.balances SET credit_base = credit_base - 1 WHERE account_code = '1122' AND currency = 'USD' AND period = '2025-03-01';
		UPDATE hefu.balances SET credit_base = credit_base + 1 WHERE account_code = '6603'`, "customer c0500000-0000-7000-8000-000000000001 ar in base", ""},
}

// payments stands in for the payments to come: rows of (id, reference, state, receipt) of one customer.
func payments(rows string) string {
	return `CREATE OR REPLACE VIEW audit.payments WITH (security_invoker = true) AS
		SELECT id AS payment_id, 'c0500000-0000-7000-8000-000000000001'::text AS customer_id, 'CNY'::text AS currency, 600::numeric AS amount, state,
		       'wechat'::text AS provider, ref AS provider_ref, receipt AS receipt_document_id
		FROM (VALUES ` + rows + `) p (id, ref, state, receipt)`
}
