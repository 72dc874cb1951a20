-- +goose Up
-- Personal data (PIPL articles 45 to 47): what the audit log says of a person is kept beside it and only committed to within it, and a person can be
-- pseudonymised by two people: names and addresses are replaced where nothing demands them, and stay where books, agreements and signatures do.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- What the payload of an audit row names as ~ and 64 digits: SHA-256 of salt and value. Without the row nobody can tell what was meant, and the chain still holds.
CREATE TABLE audit_values (
  commitment      bytea PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  person_id       uuid,
  salt            bytea NOT NULL CHECK (length(salt) = 16),
  value           text NOT NULL CHECK (value <> ''),
  CONSTRAINT audit_values_commits CHECK (commitment = sha256(salt || convert_to(value, 'UTF8')))
);
CREATE INDEX audit_values_of_person ON audit_values (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX audit_values_by_value ON audit_values (organization_id, value);

-- Where a person's name stands beside the person's id, and whether it is replaced. id_column is empty where only the name was written.
CREATE TABLE personal_columns (
  table_name  text NOT NULL,
  name_column text NOT NULL,
  id_column   text,
  rule        text NOT NULL CHECK (rule IN ('replaced', 'kept')),
  topic       text NOT NULL,
  PRIMARY KEY (table_name, name_column)
);
INSERT INTO personal_columns (table_name, name_column, id_column, rule, topic) VALUES
  ('answer_reviews', 'made_by_name', 'made_by', 'kept', 'agreements'),
  ('answer_reviews', 'decided_by_name', 'decided_by', 'kept', 'agreements'),
  ('api_tokens', 'made_by_name', 'made_by', 'kept', 'books'),
  ('api_tokens', 'revoked_by_name', 'revoked_by', 'kept', 'books'),
  ('approval_policies', 'created_by_name', 'created_by', 'kept', 'books'),
  ('archive_bundles', 'made_by_name', 'made_by', 'kept', 'archive'),
  ('archive_disposals', 'disposed_by_name', 'disposed_by', 'kept', 'archive'),
  ('attachments', 'uploaded_by_name', 'uploaded_by', 'replaced', 'files'),
  ('bank_accounts', 'created_by_name', NULL, 'kept', 'unattributed'),
  ('bank_files', 'created_by_name', NULL, 'kept', 'unattributed'),
  ('bank_line_marks', 'made_by_name', NULL, 'kept', 'unattributed'),
  ('bank_line_receipts', 'made_by_name', 'made_by', 'kept', 'books'),
  ('bank_mappings', 'made_by_name', NULL, 'kept', 'unattributed'),
  ('bank_statements', 'imported_by_name', NULL, 'kept', 'unattributed'),
  ('confirmations', 'actor_name', 'actor_id', 'kept', 'agreements'),
  ('confirmations', 'checked_by_name', 'checked_by', 'kept', 'agreements'),
  ('customer_group_members', 'declared_by_name', 'declared_by', 'kept', 'books'),
  ('customer_group_members', 'ended_by_name', 'ended_by', 'kept', 'books'),
  ('customer_groups', 'created_by_name', 'created_by', 'kept', 'books'),
  ('customer_histories', 'requested_by_name', 'requested_by', 'kept', 'archive'),
  ('customers_told_apart', 'told_by_name', 'told_by', 'kept', 'books'),
  ('cycle_policies', 'created_by_name', 'created_by', 'kept', 'books'),
  ('dispute_messages', 'author_name', 'author_id', 'replaced', 'messages'),
  ('dispute_policies', 'created_by_name', 'created_by', 'kept', 'books'),
  ('dispute_reads', 'name', 'person_id', 'replaced', 'messages'),
  ('disputes', 'opened_by_name', 'opened_by', 'replaced', 'messages'),
  ('document_files', 'uploaded_by_name', 'uploaded_by', 'replaced', 'files'),
  ('document_files', 'removed_by_name', NULL, 'kept', 'unattributed'),
  ('draft_approvals', 'person_name', 'person_id', 'kept', 'books'),
  ('events', 'actor_name', 'actor_id', 'replaced', 'events'),
  ('field_versions', 'created_by_name', 'created_by', 'kept', 'books'),
  ('finalization_batch_signings', 'signed_by_name', 'signed_by', 'kept', 'signatures'),
  ('finalization_batches', 'created_by_name', 'created_by', 'kept', 'signatures'),
  ('finalization_ends', 'ended_by_name', 'ended_by', 'kept', 'signatures'),
  ('finalizations', 'prepared_by_name', 'prepared_by', 'kept', 'signatures'),
  ('inclusion_rules', 'created_by_name', 'created_by', 'kept', 'books'),
  ('internal_notes', 'author_name', 'author_id', 'replaced', 'notes'),
  ('invitations', 'invited_by_name', 'invited_by', 'kept', 'settings'),
  ('invitations', 'revoked_by_name', NULL, 'kept', 'settings'),
  ('issue_events', 'actor_name', 'actor_id', 'replaced', 'issues'),
  ('issue_files', 'uploaded_by_name', 'uploaded_by', 'replaced', 'issues'),
  ('issues', 'ended_by_name', NULL, 'kept', 'unattributed'),
  ('issues', 'raised_by_name', 'raised_by', 'replaced', 'issues'),
  ('known_payers', 'made_by_name', 'made_by', 'kept', 'books'),
  ('legal_hold_ends', 'ended_by_name', 'ended_by', 'kept', 'archive'),
  ('legal_holds', 'placed_by_name', 'placed_by', 'kept', 'archive'),
  ('mail_templates', 'created_by_name', 'created_by', 'kept', 'books'),
  ('matching_groups', 'decided_by_name', NULL, 'kept', 'unattributed'),
  ('matching_mappings', 'changed_by_name', NULL, 'kept', 'unattributed'),
  ('matchings', 'created_by_name', 'created_by', 'replaced', 'work'),
  ('matchings', 'completed_by_name', NULL, 'kept', 'unattributed'),
  ('note_collections', 'made_by_name', 'made_by', 'kept', 'books'),
  ('payee_changes', 'asked_by_name', 'asked_by', 'kept', 'books'),
  ('payee_changes', 'decided_by_name', 'decided_by', 'kept', 'books'),
  ('payer_flags', 'made_by_name', 'made_by', 'kept', 'books'),
  ('payer_flags', 'released_by_name', 'released_by', 'kept', 'books'),
  ('payment_chargebacks', 'answered_by_name', NULL, 'kept', 'unattributed'),
  ('payment_refunds', 'proposed_by_name', 'proposed_by', 'kept', 'books'),
  ('payment_refunds', 'decided_by_name', 'decided_by', 'kept', 'books'),
  ('payments', 'made_by_name', 'made_by', 'kept', 'books'),
  ('posting_rules', 'created_by_name', 'created_by', 'kept', 'books'),
  ('provider_events', 'looked_by_name', NULL, 'kept', 'unattributed'),
  ('provider_payouts', 'made_by_name', 'made_by', 'kept', 'books'),
  ('receipt_runs', 'made_by_name', 'made_by', 'kept', 'books'),
  ('receivable_confirmations', 'asked_by_name', 'asked_by', 'kept', 'agreements'),
  ('receivable_confirmations', 'answered_by_name', 'answered_by', 'kept', 'agreements'),
  ('reconciling_items', 'created_by_name', NULL, 'kept', 'unattributed'),
  ('reopenings', 'actor_name', 'actor_id', 'kept', 'agreements'),
  ('report_views', 'owner_name', 'owner_id', 'replaced', 'work'),
  ('resolutions', 'proposed_by_name', 'proposed_by', 'kept', 'agreements'),
  ('resolutions', 'accepted_by_name', 'accepted_by', 'kept', 'agreements'),
  ('resolutions', 'accept_checked_by_name', 'accept_checked_by', 'kept', 'agreements'),
  ('retention_rules', 'set_by_name', 'set_by', 'kept', 'archive'),
  ('settlement_proposals', 'proposed_by_name', 'proposed_by', 'kept', 'books'),
  ('settling_customers', 'changed_by_name', 'changed_by', 'kept', 'books'),
  ('settling_rules', 'made_by_name', 'made_by', 'kept', 'books'),
  ('settling_runs', 'made_by_name', 'made_by', 'kept', 'books'),
  ('settling_runs', 'settled_by_name', 'settled_by', 'kept', 'books'),
  ('signatures', 'signed_by_name', 'signed_by', 'kept', 'signatures'),
  ('signing_key_ends', 'ended_by_name', 'ended_by', 'kept', 'signatures'),
  ('signing_keys', 'made_by_name', 'made_by', 'kept', 'signatures'),
  ('slip_facts', 'made_by_name', 'made_by', 'replaced', 'files'),
  ('slip_matches', 'made_by_name', 'made_by', 'replaced', 'files'),
  ('slips', 'uploaded_by_name', 'uploaded_by', 'replaced', 'files'),
  ('staff_invitations', 'invited_by_name', 'invited_by', 'kept', 'settings'),
  ('staff_invitations', 'revoked_by_name', NULL, 'kept', 'settings'),
  ('staff_notices', 'actor_name', NULL, 'replaced', 'events'),
  ('staff_rests', 'rested_by_name', 'rested_by', 'kept', 'books'),
  ('stand_ins', 'named_by_name', 'named_by', 'kept', 'books'),
  ('stand_ins', 'ended_by_name', NULL, 'kept', 'unattributed'),
  ('statement_templates', 'created_by_name', 'created_by', 'kept', 'books'),
  ('transfer_references', 'made_by_name', 'made_by', 'kept', 'books');

-- A person is pseudonymised when one person has asked for it and another approved. Neither the name nor an address is in here.
CREATE TABLE pseudonymisations (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  audience        text NOT NULL CHECK (audience IN ('contact', 'staff')),
  person_id       uuid NOT NULL,
  pseudonym       text NOT NULL,
  reason          text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  state           text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'rejected', 'withdrawn')),
  replaced        jsonb NOT NULL DEFAULT '{}',
  asked_by        uuid NOT NULL,
  asked_by_name   text NOT NULL,
  asked_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  decided_by      uuid,
  decided_by_name text NOT NULL DEFAULT '',
  decided_at      timestamptz,
  decision_reason text NOT NULL DEFAULT '' CHECK (length(decision_reason) <= 500),
  CONSTRAINT pseudonymisations_pseudonym_once UNIQUE (pseudonym),
  CONSTRAINT pseudonymisations_decided CHECK ((state = 'pending') = (decided_at IS NULL)),
  CONSTRAINT pseudonymisations_four_eyes CHECK (state NOT IN ('done', 'rejected') OR (decided_by IS NOT NULL AND decided_by <> asked_by)),
  CONSTRAINT pseudonymisations_not_own CHECK (person_id <> asked_by AND (decided_by IS NULL OR person_id <> decided_by OR state = 'withdrawn'))
);
CREATE UNIQUE INDEX pseudonymisations_one_open ON pseudonymisations (organization_id, person_id) WHERE state IN ('pending', 'done');
CREATE INDEX pseudonymisations_newest ON pseudonymisations (organization_id, id);
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON pseudonymisations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER four_eyes BEFORE UPDATE ON pseudonymisations FOR EACH ROW WHEN (NEW.decided_by IS DISTINCT FROM OLD.decided_by)
  EXECUTE FUNCTION refuse_one_person('decided_by', 'asked_by', 'asked_at', 'done', 'pseudonymisations_four_eyes');
INSERT INTO personal_columns (table_name, name_column, id_column, rule, topic) VALUES
  ('pseudonymisations', 'asked_by_name', 'asked_by', 'kept', 'archive'),
  ('pseudonymisations', 'decided_by_name', 'decided_by', 'kept', 'archive');

-- What is append-only stays so, for the owner too, but for names that pseudonymise() replaces while it runs; pseudonyms_alone sees that it is names alone.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'hefu_owner' AND current_setting('hefu.pseudonymises', true) = TG_TABLE_NAME AND (
       TG_OP = 'UPDATE' AND TG_TABLE_NAME IN ('dispute_messages', 'events', 'internal_notes', 'issue_events', 'issue_files', 'slips', 'slip_facts', 'slip_matches')
       OR TG_OP = 'DELETE' AND TG_TABLE_NAME = 'audit_values') THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE FUNCTION pseudonyms_alone() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF to_jsonb(NEW) - TG_ARGV[0] IS DISTINCT FROM to_jsonb(OLD) - TG_ARGV[0]
     OR NOT EXISTS (SELECT FROM pseudonymisations p WHERE p.organization_id = NEW.organization_id AND p.state = 'done' AND p.pseudonym = to_jsonb(NEW) ->> TG_ARGV[0]
       AND p.person_id::text = to_jsonb(OLD) ->> TG_ARGV[1]) THEN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
DO $$
DECLARE
  c record;
  t text;
BEGIN
  FOR c IN SELECT * FROM personal_columns WHERE rule = 'replaced' AND id_column IS NOT NULL
    AND table_name IN ('dispute_messages', 'events', 'internal_notes', 'issue_events', 'issue_files', 'slips', 'slip_facts', 'slip_matches') LOOP
    EXECUTE format('CREATE TRIGGER pseudonyms_alone BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION pseudonyms_alone(%L, %L)', c.table_name, c.name_column, c.id_column);
  END LOOP;
  FOR t IN SELECT table_name FROM personal_columns WHERE rule = 'replaced' UNION
    SELECT unnest(ARRAY['audit_values', 'contacts', 'contact_roles', 'staff', 'staff_roles', 'sessions', 'access_links', 'notice_preferences', 'deliveries', 'invitations', 'staff_invitations', 'caught_mails']) LOOP
    EXECUTE format('CREATE POLICY pseudonymise ON %I TO hefu_owner USING (current_setting(''hefu.pseudonymises'', true) = %L) WITH CHECK (current_setting(''hefu.pseudonymises'', true) = %L)', t, t, t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['audit_values', 'pseudonymisations', 'personal_columns'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO hefu_auditor USING (true)', t);
    EXECUTE format('GRANT SELECT ON %I TO hefu_backoffice, hefu_worker, hefu_auditor', t);
  END LOOP;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_values FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE POLICY organization ON audit_values FOR SELECT TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
CREATE POLICY owner ON audit_values FOR INSERT TO hefu_owner WITH CHECK (true);
CREATE POLICY organization ON pseudonymisations TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
CREATE POLICY owner ON pseudonymisations FOR SELECT TO hefu_owner USING (true);
CREATE POLICY list ON personal_columns FOR SELECT TO hefu_backoffice, hefu_worker, hefu_owner USING (table_name <> '');
GRANT INSERT, UPDATE (state, replaced, decided_by, decided_by_name, decided_at, decision_reason) ON pseudonymisations TO hefu_worker;

-- Keeps what rows of the audit log commit to. commitments are in hexadecimal digits.
-- +goose StatementBegin
CREATE FUNCTION audit_keep(organization uuid, commitments text[], persons uuid[], salts text[], said text[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = hefu, pg_temp AS $$
  INSERT INTO audit_values (commitment, organization_id, person_id, salt, value)
  SELECT decode(c, 'hex'), organization, p, decode(s, 'hex'), v FROM unnest(commitments, persons, salts, said) AS x (c, p, s, v)
$$;

-- What a word of the log says: of a commitment the value that is kept beside it, three stars where it is kept no more.
CREATE FUNCTION audit_said(word text) RETURNS text LANGUAGE sql STABLE SET search_path = hefu, pg_temp AS $$
  SELECT CASE WHEN word ~ '^~[0-9a-f]{64}$' THEN coalesce((SELECT v.value FROM audit_values v WHERE v.commitment = decode(substr(word, 2), 'hex')), '***') ELSE word END
$$;

-- How often a person is named, by what becomes of it. With the rights of whoever asks.
CREATE FUNCTION personal_counts(organization uuid, person uuid) RETURNS TABLE (topic text, rule text, count bigint)
LANGUAGE plpgsql STABLE SET search_path = hefu, pg_temp AS $$
DECLARE
  c record;
BEGIN
  FOR c IN
    SELECT p.table_name, p.name_column, p.id_column, p.rule, p.topic FROM personal_columns p WHERE p.id_column IS NOT NULL
    UNION ALL -- what nobody has decided on is kept
    SELECT t.relname, n.attname, i.attname, 'kept', 'books' FROM pg_class t JOIN pg_attribute n ON n.attrelid = t.oid AND n.attname LIKE '%\_by\_name' AND NOT n.attisdropped
    JOIN pg_attribute i ON i.attrelid = t.oid AND i.attname = regexp_replace(n.attname, '_name$', '') AND NOT i.attisdropped
    WHERE t.relnamespace = 'hefu'::regnamespace AND t.relkind = 'r' AND EXISTS (SELECT FROM pg_attribute o WHERE o.attrelid = t.oid AND o.attname = 'organization_id')
      AND has_table_privilege(t.oid, 'SELECT') AND NOT EXISTS (SELECT FROM personal_columns p WHERE p.table_name = t.relname AND p.name_column = n.attname)
    ORDER BY 1, 2
  LOOP
    topic := c.topic;
    rule := c.rule;
    EXECUTE format('SELECT count(*) FROM %I WHERE organization_id = $1 AND %I = $2', c.table_name, c.id_column) INTO count USING organization, person;
    RETURN NEXT;
  END LOOP;
END
$$;

-- Replaces a person's data as an approved request says, in the transaction that approves it. It answers how many rows of which topic.
CREATE FUNCTION pseudonymise(request uuid) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = hefu, pg_temp AS $$
DECLARE
  r record;
  c record;
  n bigint;
  done jsonb := '{}';
  names text[];
BEGIN
  SELECT * INTO r FROM pseudonymisations p WHERE p.id = request AND p.organization_id = current_organization() AND p.state = 'done' AND p.replaced = '{}'
    AND p.decided_at > now() - interval '1 minute';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'request % is not approved', request USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOR c IN SELECT * FROM personal_columns p WHERE p.rule = 'replaced' AND p.id_column IS NOT NULL ORDER BY p.table_name LOOP
    PERFORM set_config('hefu.pseudonymises', c.table_name, true);
    EXECUTE format('UPDATE %I SET %I = $1 WHERE organization_id = $2 AND %I = $3', c.table_name, c.name_column, c.id_column) USING r.pseudonym, r.organization_id, r.person_id;
    GET DIAGNOSTICS n = ROW_COUNT;
    done := done || jsonb_build_object(c.topic, coalesce((done ->> c.topic)::bigint, 0) + n);
  END LOOP;
  PERFORM set_config('hefu.pseudonymises', 'sessions', true);
  DELETE FROM sessions WHERE person_id = r.person_id;
  PERFORM set_config('hefu.pseudonymises', 'notice_preferences', true);
  DELETE FROM notice_preferences WHERE organization_id = r.organization_id AND person_id = r.person_id;
  PERFORM set_config('hefu.pseudonymises', 'deliveries', true);
  UPDATE deliveries SET name = r.pseudonym, address = '', state = CASE state WHEN 'queued' THEN 'skipped' ELSE state END, result = CASE state WHEN 'queued' THEN 'pseudonymised' ELSE result END
  WHERE organization_id = r.organization_id AND r.person_id IN (contact_id, staff_id);
  GET DIAGNOSTICS n = ROW_COUNT;
  done := done || jsonb_build_object('mails', n);
  IF r.audience = 'contact' THEN
    PERFORM set_config('hefu.pseudonymises', 'contacts', true);
    SELECT ARRAY[p.name, p.email, p.phone, p.issuer || '#' || p.subject] INTO STRICT names FROM contacts p WHERE p.id = r.person_id;
    UPDATE contacts SET name = r.pseudonym, email = lower(r.pseudonym) || '@invalid', phone = '', issuer = NULL, subject = NULL, active = false WHERE id = r.person_id;
    PERFORM set_config('hefu.pseudonymises', 'contact_roles', true);
    DELETE FROM contact_roles WHERE organization_id = r.organization_id AND contact_id = r.person_id;
    PERFORM set_config('hefu.pseudonymises', 'access_links', true);
    UPDATE access_links SET email = lower(r.pseudonym) || '@invalid', revoke_reason = coalesce(revoke_reason, 'staff'), revoked_by = coalesce(revoked_by, CASE WHEN revoked_at IS NULL THEN r.decided_by END), revoked_at = coalesce(revoked_at, now())
    WHERE organization_id = r.organization_id AND contact_id = r.person_id;
    PERFORM set_config('hefu.pseudonymises', 'invitations', true);
    UPDATE invitations SET name = r.pseudonym, email = lower(r.pseudonym) || '@invalid', mail_sha256 = NULL,
      revoked_by_name = CASE WHEN accepted_at IS NULL AND revoked_at IS NULL THEN r.decided_by_name ELSE revoked_by_name END, revoked_at = CASE WHEN accepted_at IS NULL THEN coalesce(revoked_at, now()) ELSE revoked_at END
    WHERE organization_id = r.organization_id AND (r.person_id IN (contact_id, accepted_by) OR lower(email) = lower(names[2]));
  ELSE
    PERFORM set_config('hefu.pseudonymises', 'staff', true);
    SELECT ARRAY[p.name, p.email, p.issuer || '#' || p.subject] INTO STRICT names FROM staff p WHERE p.id = r.person_id;
    UPDATE staff SET name = r.pseudonym, email = '', issuer = 'pseudonym', subject = r.pseudonym, active = false WHERE id = r.person_id;
    PERFORM set_config('hefu.pseudonymises', 'staff_roles', true);
    DELETE FROM staff_roles WHERE organization_id = r.organization_id AND staff_id = r.person_id;
    PERFORM set_config('hefu.pseudonymises', 'staff_invitations', true);
    UPDATE staff_invitations SET name = r.pseudonym, email = lower(r.pseudonym) || '@invalid', mail_sha256 = NULL,
      revoked_by_name = CASE WHEN accepted_at IS NULL AND revoked_at IS NULL THEN r.decided_by_name ELSE revoked_by_name END, revoked_at = CASE WHEN accepted_at IS NULL THEN coalesce(revoked_at, now()) ELSE revoked_at END
    WHERE organization_id = r.organization_id AND (accepted_by = r.person_id OR lower(email) = lower(names[2]));
  END IF;
  PERFORM set_config('hefu.pseudonymises', 'staff_notices', true);
  UPDATE staff_notices SET actor_name = CASE actor_name WHEN names[1] THEN r.pseudonym ELSE actor_name END, for_name = CASE for_name WHEN names[1] THEN r.pseudonym ELSE for_name END
  WHERE organization_id = r.organization_id AND names[1] IN (actor_name, for_name);
  PERFORM set_config('hefu.pseudonymises', 'caught_mails', true);
  DELETE FROM caught_mails WHERE lower(recipient) = lower(names[2]);
  PERFORM set_config('hefu.pseudonymises', 'audit_values', true);
  DELETE FROM audit_values v WHERE v.organization_id = r.organization_id AND (v.person_id = r.person_id OR v.person_id IS NULL AND v.value = ANY (names));
  GET DIAGNOSTICS n = ROW_COUNT;
  PERFORM set_config('hefu.pseudonymises', '', true);
  RETURN done || jsonb_build_object('log', n);
END
$$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION audit_keep, audit_said, pseudonymise, personal_counts, pseudonyms_alone FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_said TO hefu_backoffice, hefu_worker;
GRANT EXECUTE ON FUNCTION audit_keep TO hefu_portal, hefu_backoffice, hefu_worker;
GRANT EXECUTE ON FUNCTION personal_counts, pseudonymise TO hefu_worker;

-- Two more functions with their owner's rights (I28): one only adds what a row that is written at the same time commits to, the other only does what two people approved.
ALTER VIEW audit.v_check_texts RENAME TO check_texts_until_00195;
ALTER VIEW audit.check_texts_until_00195 SET SCHEMA hefu;
CREATE VIEW audit.v_check_texts (invariant, text) WITH (security_invoker = true) AS
SELECT invariant, text FROM check_texts_until_00195
UNION ALL VALUES ('X11', 'what the audit log commits to is what is kept beside it'), ('X12', 'who was pseudonymised is named by nothing that was replaced');
REVOKE ALL ON audit.v_check_texts FROM PUBLIC;
GRANT SELECT ON audit.v_check_texts TO hefu_auditor;
ALTER VIEW audit.v_violations RENAME TO violations_until_00195;
ALTER VIEW audit.violations_until_00195 SET SCHEMA hefu;
CREATE VIEW audit.v_violations (invariant, subject) WITH (security_invoker = true) AS
SELECT invariant, subject FROM violations_until_00195
WHERE NOT (invariant = 'I28' AND subject ~ '^function (hefu\.)?(pseudonymise\(uuid\)|audit_keep\(uuid,text\[\],uuid\[\],text\[\],text\[\]\)) runs with its owner')
UNION ALL
SELECT 'I28', 'function ' || p.proname || '() looks for names outside its schema'
FROM pg_proc p WHERE p.oid IN ('hefu.pseudonymise(uuid)'::regprocedure, 'hefu.audit_keep(uuid,text[],uuid[],text[],text[])'::regprocedure)
  AND NOT ('search_path=hefu, pg_temp' = ANY (coalesce(p.proconfig, '{}')))
UNION ALL
SELECT 'X11', 'audit value ~' || encode(v.commitment, 'hex') || ' is not what was committed to'
FROM audit_values v WHERE v.commitment <> sha256(v.salt || convert_to(v.value, 'UTF8'))
UNION ALL
SELECT 'X12', p.audience || ' ' || p.person_id || ' is still known as more than ' || p.pseudonym
FROM pseudonymisations p LEFT JOIN contacts c ON c.id = p.person_id LEFT JOIN staff s ON s.id = p.person_id
WHERE p.state = 'done' AND (coalesce(c.name, s.name) <> p.pseudonym OR c.phone <> '' OR c.subject IS NOT NULL OR s.subject <> p.pseudonym OR coalesce(c.active, s.active)
  OR EXISTS (SELECT FROM dispute_messages m WHERE m.author_id = p.person_id AND m.author_name <> p.pseudonym)
  OR EXISTS (SELECT FROM deliveries d WHERE p.person_id IN (d.contact_id, d.staff_id) AND d.address <> '')
  OR EXISTS (SELECT FROM audit_values v WHERE v.person_id = p.person_id));
REVOKE ALL ON audit.v_violations FROM PUBLIC;
GRANT SELECT ON audit.v_violations TO hefu_auditor;
RESET ROLE;
RESET search_path;
