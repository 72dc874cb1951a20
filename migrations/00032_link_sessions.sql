-- +goose Up
-- A session that came from a link reaches one statement: its lines, answers, disputes and files, and the documents on it. What the
-- code refuses, the database refuses too: with a statement in the transaction's context nothing else exists for the portal's role.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE FUNCTION current_statement() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('hefu.statement', true), '')::uuid;
-- Whoever came by a link writes only once a code has proved the address; everybody else has signed in.
CREATE FUNCTION may_act() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(current_setting('hefu.statement', true), '') = '' OR coalesce(current_setting('hefu.verified', true), '') = 'on';

-- The documents that the statement in the context shows, and those that its disputes brought forth.
CREATE FUNCTION documents_in_reach() RETURNS SETOF uuid LANGUAGE sql STABLE SET search_path = hefu, pg_temp AS $$
  WITH body AS MATERIALIZED (
    SELECT v.body::jsonb AS b FROM statements s JOIN statement_versions v ON v.statement_id = s.id AND v.version = s.version WHERE s.id = current_statement())
  SELECT nullif(l ->> 2, '')::uuid FROM body, jsonb_array_elements(b -> 'lines') l WHERE l ->> 2 <> ''
  UNION SELECT nullif(l ->> 2, '')::uuid FROM body, jsonb_array_elements(b -> 'open_items') l WHERE l ->> 2 <> ''
  UNION SELECT d.credit_document_id FROM disputes d WHERE d.statement_id = current_statement() AND d.credit_document_id IS NOT NULL
$$;

CREATE POLICY one_statement ON statements AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL OR id = (SELECT current_statement()));
-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['statement_versions', 'statement_files', 'confirmations', 'reopenings', 'disputes', 'line_answers', 'access_links', 'answer_reviews'] LOOP
    EXECUTE format('CREATE POLICY one_statement ON %I AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL OR statement_id = (SELECT current_statement()))', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['dispute_messages', 'resolutions', 'attachments', 'dispute_reads'] LOOP
    EXECUTE format('CREATE POLICY one_statement ON %I AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL
      OR EXISTS (SELECT FROM disputes d WHERE d.id = %I.dispute_id AND d.statement_id = (SELECT current_statement())))', t, t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['document_lines', 'open_items', 'invoices'] LOOP
    EXECUTE format('CREATE POLICY one_statement ON %I AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL OR document_id IN (SELECT documents_in_reach()))', t);
  END LOOP;
  -- Beyond one statement: how the customer stands as a whole, its people and its programs.
  FOREACH t IN ARRAY ARRAY['balances', 'invitations', 'api_tokens'] LOOP
    EXECUTE format('CREATE POLICY one_statement ON %I AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL)', t);
  END LOOP;
  -- The customer's acts.
  FOREACH t IN ARRAY ARRAY['confirmations', 'reopenings', 'disputes', 'dispute_messages', 'line_answers', 'answer_reviews', 'attachments', 'dispute_reads'] LOOP
    EXECUTE format('CREATE POLICY after_code ON %I AS RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ((SELECT may_act()))', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['disputes', 'line_answers', 'answer_reviews', 'attachments', 'dispute_reads'] LOOP
    EXECUTE format('CREATE POLICY after_code_too ON %I AS RESTRICTIVE FOR UPDATE TO hefu_portal USING ((SELECT may_act()))', t);
  END LOOP;
END
$$;
-- +goose StatementEnd
CREATE POLICY after_code_gone ON line_answers AS RESTRICTIVE FOR DELETE TO hefu_portal USING ((SELECT may_act()));
CREATE POLICY one_statement ON documents AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL OR id IN (SELECT documents_in_reach()));
-- Both ends of an allocation are in reach, or it is not: it would tell of a document that is not.
CREATE POLICY one_statement ON allocations AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL
  OR EXISTS (SELECT FROM open_items d WHERE d.id = allocations.debit_item) AND EXISTS (SELECT FROM open_items c WHERE c.id = allocations.credit_item));
CREATE POLICY one_statement ON settlements AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL
  OR EXISTS (SELECT FROM allocations a WHERE a.settlement_id = settlements.id));
-- Colleagues are not the holder's to see.
CREATE POLICY one_statement ON contacts AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL
  OR id = (SELECT nullif(current_setting('hefu.actor', true), '')::uuid));
CREATE POLICY one_statement ON contact_roles AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL
  OR contact_id = (SELECT nullif(current_setting('hefu.actor', true), '')::uuid));

-- Whatever else the portal reads by now: what names a statement follows it, everything else is out of a link's reach. Tables that come
-- later say so themselves; a test holds them to it.
-- +goose StatementBegin
DO $$
DECLARE
  t record;
BEGIN
  FOR t IN SELECT c.relname AS name, EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'statement_id' AND NOT a.attisdropped) AS of_statement
      FROM pg_class c WHERE c.relnamespace = 'hefu'::regnamespace AND c.relkind IN ('r', 'p') AND has_any_column_privilege('hefu_portal', c.oid, 'SELECT')
        AND c.relname NOT IN ('currencies', 'organizations', 'customers', 'counters', 'accounts', 'idempotency_keys')
        AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'one_statement') ORDER BY c.relname LOOP
    EXECUTE format('CREATE POLICY one_statement ON %I AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL%s)', t.name,
      CASE WHEN t.of_statement THEN ' OR statement_id = (SELECT current_statement())' ELSE '' END);
  END LOOP;
END
$$;
-- +goose StatementEnd

-- A confirmation that came by a link names it.
CREATE POLICY names_its_link ON confirmations AS RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ((link_id IS NULL) = ((SELECT current_statement()) IS NULL));

-- Mails that somebody asked for again are counted.
ALTER TABLE access_links ADD COLUMN sent_again int NOT NULL DEFAULT 0;
ALTER TABLE access_links ADD COLUMN sent_again_at timestamptz;
GRANT UPDATE (sent_again, sent_again_at) ON access_links TO hefu_backoffice, hefu_worker;

-- A sign-in that is to bind its identity to the contact who began it.
ALTER TABLE sign_ins ADD COLUMN binds uuid;
RESET ROLE;
RESET search_path;
