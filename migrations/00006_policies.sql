-- +goose Up
-- Row-level security, forced, and the grants. One table of grants below says everything each role may do.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  -- Tables of one organization and one customer.
  FOREACH t IN ARRAY ARRAY['documents', 'document_lines', 'journal_lines', 'balances', 'open_items', 'settlements', 'allocations', 'drafts',
      'statements', 'statement_versions', 'statement_files', 'confirmations', 'reopenings', 'disputes', 'line_answers', 'dispute_messages', 'resolutions',
      'contact_roles', 'statement_run_customers', 'audit_log'] LOOP
    EXECUTE format('CREATE POLICY customer ON %I TO hefu_portal USING (organization_id = (SELECT current_organization()) AND customer_id = (SELECT current_customer()))', t);
  END LOOP;
  -- Tables of one organization.
  FOREACH t IN ARRAY ARRAY['documents', 'document_lines', 'journal_entries', 'journal_lines', 'balances', 'open_items', 'settlements', 'allocations', 'drafts',
      'statements', 'statement_versions', 'statement_files', 'confirmations', 'reopenings', 'disputes', 'line_answers', 'dispute_messages', 'resolutions',
      'contact_roles', 'statement_runs', 'statement_run_customers', 'audit_log', 'accounts', 'exchange_rates', 'periods', 'staff_roles', 'customers', 'counters', 'imports'] LOOP
    EXECUTE format('CREATE POLICY organization ON %I TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()))', t);
    EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO hefu_auditor USING (true)', t);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
  END LOOP;
  -- What the triggers and audit_append touch as the owner, who cannot sign in.
  FOREACH t IN ARRAY ARRAY['periods', 'documents', 'document_lines', 'journal_entries', 'journal_lines', 'balances', 'open_items', 'allocations', 'audit_log', 'audit_head'] LOOP
    EXECUTE format('CREATE POLICY owner ON %I TO hefu_owner USING (true) WITH CHECK (true)', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['organizations', 'staff', 'contacts', 'sessions', 'sign_ins', 'idempotency_keys', 'rate_limits', 'audit_head'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO hefu_auditor USING (true)', t);
  END LOOP;
END
$$;
-- +goose StatementEnd

CREATE POLICY own ON customers TO hefu_portal USING (organization_id = (SELECT current_organization()) AND id = (SELECT current_customer()));
CREATE POLICY own ON organizations TO hefu_portal, hefu_backoffice USING (id = (SELECT current_organization()));
CREATE POLICY every ON organizations TO hefu_worker USING (true);
CREATE POLICY counters_of_customer ON counters TO hefu_portal USING (organization_id = (SELECT current_organization()));
CREATE POLICY rates_of_organization ON exchange_rates TO hefu_portal USING (organization_id = (SELECT current_organization()));

-- People belong to no organization; who sees whom follows from the roles they hold in it.
CREATE POLICY colleagues ON staff TO hefu_backoffice USING (EXISTS (SELECT FROM staff_roles r WHERE r.staff_id = staff.id));
CREATE POLICY every ON staff TO hefu_worker USING (true);
CREATE POLICY of_customers ON contacts TO hefu_backoffice USING (EXISTS (SELECT FROM contact_roles r WHERE r.contact_id = contacts.id));
CREATE POLICY colleagues ON contacts TO hefu_portal USING (EXISTS (SELECT FROM contact_roles r WHERE r.contact_id = contacts.id));
CREATE POLICY every ON contacts TO hefu_worker USING (true);
-- Sign-in happens before there is an organization, so it is the worker role that finds a person's roles.
CREATE POLICY sign_in ON staff_roles FOR SELECT TO hefu_worker USING (true);
CREATE POLICY sign_in ON contact_roles FOR SELECT TO hefu_worker USING (true);
CREATE POLICY sign_in ON customers FOR SELECT TO hefu_worker USING (true);
CREATE POLICY every ON sessions TO hefu_worker USING (true);
CREATE POLICY every ON sign_ins TO hefu_worker USING (true);
CREATE POLICY every ON rate_limits TO hefu_worker USING (true);
CREATE POLICY every ON idempotency_keys TO hefu_portal, hefu_backoffice, hefu_worker USING (actor_id = nullif(current_setting('hefu.actor', true), '')::uuid);

-- Reading.
GRANT SELECT ON currencies TO hefu_portal, hefu_backoffice, hefu_worker, hefu_auditor;
GRANT SELECT ON ALL TABLES IN SCHEMA hefu TO hefu_backoffice, hefu_worker, hefu_auditor;
REVOKE ALL ON sessions, sign_ins, rate_limits FROM hefu_backoffice, hefu_auditor;
REVOKE ALL ON audit_head FROM hefu_backoffice, hefu_worker;
GRANT SELECT ON organizations, customers, contacts, contact_roles, documents, document_lines, open_items, allocations, settlements, balances,
  statements, statement_versions, statement_files, confirmations, reopenings, disputes, line_answers TO hefu_portal;
-- An internal note is out of the customer's reach in the database itself.
GRANT SELECT ON dispute_messages TO hefu_portal;
CREATE POLICY no_internal_notes ON dispute_messages AS RESTRICTIVE TO hefu_portal USING (NOT internal) WITH CHECK (NOT internal AND side <> 'staff');
GRANT SELECT (id, organization_id, customer_id, dispute_id, decision, instrument, amount, text, state, proposed_by_name, document_id, created_at, decided_at) ON resolutions TO hefu_portal;

-- The customer's acts: confirm, reopen, dispute, write, withdraw.
GRANT INSERT ON confirmations, reopenings, disputes, dispute_messages TO hefu_portal;
GRANT INSERT, UPDATE, DELETE ON line_answers TO hefu_portal;
GRANT UPDATE (state, viewed_at, answered_at, agreed_at) ON statements TO hefu_portal;
GRANT UPDATE (state, row_version, resolved_at) ON disputes TO hefu_portal;
GRANT SELECT, INSERT, UPDATE ON counters TO hefu_portal;
GRANT INSERT ON statement_files TO hefu_portal;

-- Staff and background work.
GRANT INSERT ON documents, document_lines, journal_entries, journal_lines, open_items, settlements, allocations,
  statements, statement_versions, statement_files, confirmations, reopenings, disputes, dispute_messages TO hefu_backoffice, hefu_worker;
GRANT INSERT, UPDATE, DELETE ON line_answers, contact_roles, staff_roles TO hefu_backoffice, hefu_worker;
GRANT INSERT, UPDATE ON customers, contacts, staff, accounts, exchange_rates, counters, drafts, resolutions, imports, statement_runs, statement_run_customers, organizations TO hefu_backoffice, hefu_worker;
GRANT INSERT ON periods TO hefu_backoffice, hefu_worker;
GRANT UPDATE (closed_at, closed_by) ON periods TO hefu_backoffice, hefu_worker;
-- A due date follows the invoice it waits for (SPEC 7); amounts never move this way.
GRANT UPDATE (due_date, t0) ON open_items TO hefu_backoffice, hefu_worker;
GRANT UPDATE (state, version, answer_due, issued_at, viewed_at, answered_at, agreed_at, cancelled_at, cancel_reason) ON statements TO hefu_backoffice, hefu_worker;
GRANT UPDATE (state, outcome, root_cause, agreed_amount, credit_document_id, assignee_id, due_at, resolved_at, row_version) ON disputes TO hefu_backoffice, hefu_worker;

GRANT INSERT, UPDATE, DELETE ON sessions, sign_ins, rate_limits TO hefu_worker;
GRANT SELECT, INSERT, UPDATE ON idempotency_keys TO hefu_portal, hefu_backoffice, hefu_worker;
REVOKE EXECUTE ON FUNCTION audit_append FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_append TO hefu_portal, hefu_backoffice, hefu_worker;
RESET ROLE;
RESET search_path;
