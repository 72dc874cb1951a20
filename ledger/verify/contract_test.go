package verify_test

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// contract is what outsiders were promised: every view with its columns, in order, and their types.
var contract = map[string]string{
	"periods":         "organization_id text, period_id text, starts date, ends date, closed_at timestamptz",
	"journal_entries": "entry_id text, organization_id text, posting_date date, posted_at timestamptz, source_kind text, source_id text, reversal_of text",
	"journal_lines":   "entry_id text, line_no int4, account text, role text, currency text, amount numeric, amount_base numeric, customer_id text",
	"open_items":      "item_id text, organization_id text, customer_id text, account_role text, document_id text, currency text, side text, due_date date, original_amount numeric, open_amount numeric",
	"allocations":     "allocation_id text, debit_item text, credit_item text, debit_amount numeric, credit_amount numeric, effective_date date, created_at timestamptz, reversed_by text",
	"documents":       "document_id text, organization_id text, kind text, series text, number int8, state text, customer_id text, currency text, gross_amount numeric, document_date date, posted_at timestamptz, dispute_id text, reduces_document_id text",
	"statements":      "statement_id text, version int4, organization_id text, customer_id text, currency text, period_start date, cut_off date, state text, sha256 text, opening numeric, movement numeric, closing numeric, issued_at timestamptz",
	"statement_lines": "statement_id text, version int4, line_no int4, document_id text, kind text, amount numeric, open_amount numeric, answer text",
	"confirmations":   "confirmation_id text, statement_id text, version int4, sha256 text, actor_subject text, created_at timestamptz, link_token_id text",
	"disputes":        "dispute_id text, statement_id text, line_no int4, customer_id text, state text, disputed_amount numeric, agreed_amount numeric, credit_document_id text",
	"provider_events": "provider text, event_id text, deliveries int4, effect_entry_id text",
	"payments":        "payment_id text, customer_id text, currency text, amount numeric, state text, provider text, provider_ref text, receipt_document_id text",
	"bank_statements": "bank_statement_id text, bank_account text, file_sha256 text, opening numeric, closing numeric",
	"bank_lines":      "bank_line_id text, bank_statement_id text, seq int4, currency text, amount numeric, receipt_document_id text",
	"audit_log":       "seq int8, at timestamptz, actor_subject text, action text, payload text, prev_hash text, row_hash text",
	"link_tokens":     "token_id text, token_sha256 text, purpose text, customer_id text, expires_at timestamptz, used_at timestamptz, revoked_at timestamptz",
	"mails":           "mail_id text, purpose_key text, state text, created_at timestamptz, sent_at timestamptz",
	"v_checks":        "invariant text, violations int8",
	// beyond what was promised: the archive
	"finalizations": "finalization_id text, organization_id text, customer_id text, statement_id text, version int4, scope text, currency text, closing numeric, agreed numeric, content_sha256 text, file_sha256 text, prepared_at timestamptz, ended text, ended_at timestamptz",
	"signatures":    "signature_id text, finalization_id text, organization_id text, party text, means text, before_sha256 text, sha256 text, size int8, signer text, issuer text, serial text, stamped bool, signed_at timestamptz, recorded_at timestamptz",
	"bundles":       "bundle_id text, organization_id text, customer_id text, statement_id text, version int4, edition int4, bundle_no text, root text, line_count int4, manifest_sha256 text, previous_sha256 text, file_sha256 text, size int8, signer text, stamped_at timestamptz, made_at timestamptz, disposed_at timestamptz",
	"anchors":       "organization_id text, number int4, day date, size int4, root text, content_sha256 text, audit_seq int8, audit_hash text",
	"v_violations":  "invariant text, subject text",
	"v_check_texts": "invariant text, text text",
}

func TestTheViewsKeepTheirContract(t *testing.T) {
	t.Parallel()
	conn := openBooks(t)
	rows, err := conn.Query(t.Context(), `
		SELECT c.relname, string_agg(a.attname || ' ' || t.typname, ', ' ORDER BY a.attnum)
		FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
		WHERE c.relnamespace = 'audit'::regnamespace AND c.relkind = 'v' GROUP BY c.relname`)
	if err != nil {
		t.Fatal(err)
	}
	type view struct{ Name, Columns string }
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[view])
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range found {
		if contract[v.Name] != v.Columns {
			t.Errorf("audit.%s (%s), promised (%s)", v.Name, v.Columns, contract[v.Name])
		}
	}
	if len(found) != len(contract) {
		t.Errorf("%d views, %d promised", len(found), len(contract))
	}
}

func TestTheViewsTellTheBooks(t *testing.T) {
	t.Parallel()
	conn := openBooks(t)
	for _, c := range []struct{ what, sql, want string }{
		{"a revised statement shows its old version as superseded", `
			SELECT string_agg(version || ' ' || state || ' ' || (issued_at IS NOT NULL), ', ' ORDER BY version) FROM audit.statements
			WHERE statement_id = pg_temp.id('statement', 1)::text`, "1 superseded false, 2 agreed true"},
		{"answers stand at the live version only", `
			SELECT string_agg(version || '/' || line_no || ' ' || amount || ' ' || open_amount || ' ' || coalesce(answer, '-'), ', ' ORDER BY version, line_no)
			FROM audit.statement_lines WHERE statement_id = pg_temp.id('statement', 1)::text`,
			"1/1 1130.00 565.00 -, 1/2 -600.00 35.00 -, 2/1 1130.00 565.00 disputed, 2/2 -600.00 35.00 confirmed"},
		{"what was brought forward moves nothing", `
			SELECT line_no || ' ' || kind || ' ' || amount || ' ' || open_amount FROM audit.statement_lines
			WHERE statement_id = pg_temp.id('statement', 2)::text ORDER BY line_no DESC LIMIT 1`, "7 receivable 0 565.00"},
		{"an undone allocation names what undid it, which is no allocation of its own", `
			SELECT count(*) || ' ' || count(reversed_by) || ' ' || max(reversed_by) FROM audit.allocations`, "5 1 a1100000-0000-7000-8000-000000000003"},
		{"open amounts follow from live allocations", `
			SELECT count(*)::text FROM audit.open_items i WHERE open_amount <> original_amount - coalesce((SELECT sum(CASE i.side WHEN 'debit' THEN debit_amount ELSE credit_amount END)
			FROM audit.allocations a WHERE i.item_id IN (a.debit_item, a.credit_item) AND a.reversed_by IS NULL), 0)`, "0"},
		{"a reversed document says so", `
			SELECT string_agg(state, ' ' ORDER BY document_id) FROM audit.documents WHERE document_id IN (pg_temp.id('document', 8)::text, pg_temp.id('document', 9)::text)`, "reversed posted"},
		{"a series belongs to one organization", `SELECT count(DISTINCT series) || ' ' || count(DISTINCT organization_id) FROM audit.documents WHERE series LIKE '%AR-2025'`, "2 2"},
		{"control accounts are named by role", `SELECT string_agg(DISTINCT account || ' ' || role, ', ') FROM audit.journal_lines WHERE account IN ('1122', '2203')`, "1122 ar, 2203 advance"},
		{"a confirmation names the person as the identity provider does", `SELECT actor_subject FROM audit.confirmations`, "zhao"},
		{"the log names the person without the address", `SELECT actor_subject FROM audit.audit_log WHERE seq = 1`, "https://staff wang"},
		{"a closed period says when", `SELECT string_agg(period_id, ' ') FROM audit.periods WHERE closed_at IS NOT NULL`, "2025-01"},
	} {
		var got string
		if err := conn.QueryRow(t.Context(), c.sql).Scan(&got); err != nil || got != c.want {
			t.Errorf("%s: got %q, want %q (%v)", c.what, got, c.want, err)
		}
	}
}

// A body that is no JSON must not stop the other checks.
func TestAnUnreadableBodyIsAViolationNotAnError(t *testing.T) {
	t.Parallel()
	conn := openBooks(t)
	for _, body := range []string{"", "{", "[]", `{"columns":["no"],"lines":[["x"]],"open_columns":[],"open_items":[]}`, `{"columns":"no","lines":7}`, `"\u0000"`} {
		exec(t, conn, "SET session_replication_role = replica")
		if _, err := conn.Exec(t.Context(), "UPDATE hefu.statement_versions SET body = $1, sha256 = sha256(convert_to($1, 'UTF8')) WHERE statement_id = pg_temp.id('statement', 2)", body); err != nil {
			t.Fatal(err)
		}
		for _, check := range run(t, conn) {
			if check.Invariant == "I18" && !strings.Contains(strings.Join(check.Samples, "\n"), "000000000002 version 1 does not say in its body") {
				t.Errorf("body %q: %v", body, check.Samples)
			}
		}
	}
}
