-- What the migrations make, as the catalogs of a migrated database tell it. Made by "go run ./cmd/dev gen"; do not edit.
-- It is read in reviews and compared in checks; the migrations alone are what is run.
DOMAIN hefu.amount AS numeric CHECK (((VALUE >= ('-1000000000000000'::bigint)::numeric) AND (VALUE <= ('1000000000000000'::bigint)::numeric) AND (VALUE = round(VALUE, 4))))
DOMAIN hefu.price AS numeric CHECK (((VALUE >= ('-1000000000000000'::bigint)::numeric) AND (VALUE <= ('1000000000000000'::bigint)::numeric) AND (VALUE = round(VALUE, 8))))
DOMAIN hefu.quantity AS numeric CHECK (((VALUE >= ('-1000000000000000'::bigint)::numeric) AND (VALUE <= ('1000000000000000'::bigint)::numeric) AND (VALUE = round(VALUE, 6))))
DOMAIN hefu.rate AS numeric CHECK (((VALUE > (0)::numeric) AND (VALUE <= (1000000000)::numeric) AND (VALUE = round(VALUE, 8))))
FUNCTION audit.checks(samples integer) RETURNS TABLE(invariant text, description text, violations bigint, named text[]) SET search_path=pg_catalog, pg_temp, jit=off, work_mem=64MB sha256:d527dc59d67735e7 EXECUTE TO hefu_auditor
FUNCTION audit.content_head(body text) RETURNS TABLE(statement_no text, version text, opening numeric, movement numeric, closing numeric) SET search_path=pg_catalog, pg_temp sha256:8e65715067f47e73 EXECUTE TO hefu_auditor
FUNCTION audit.content_lines(body text) RETURNS TABLE(line_no integer, document_id text, kind text, amount numeric, open_amount numeric) SET search_path=pg_catalog, pg_temp sha256:3db6309eb012b39a EXECUTE TO hefu_auditor
FUNCTION hefu.access_links_end() RETURNS trigger SET search_path=hefu, pg_temp sha256:ad51cf2080130620 EXECUTE TO PUBLIC
FUNCTION hefu.acts_as(person uuid) RETURNS SETOF uuid SET search_path=hefu, pg_temp sha256:6a1f98fe7a1d8f8b EXECUTE TO PUBLIC
FUNCTION hefu.allocations_apply() RETURNS trigger SECURITY DEFINER SET search_path=hefu, pg_temp sha256:6aafa001f8c35898 EXECUTE TO PUBLIC
FUNCTION hefu.archive_anchors_follow() RETURNS trigger SET search_path=hefu, pg_temp sha256:6b7815310f56cccc EXECUTE TO PUBLIC
FUNCTION hefu.archive_anchors_whole() RETURNS trigger SET search_path=hefu, pg_temp sha256:70c46cd09f7921f2 EXECUTE TO PUBLIC
FUNCTION hefu.archive_bundles_are_agreed() RETURNS trigger SET search_path=hefu, pg_temp sha256:987eaa76f0984aee EXECUTE TO PUBLIC
FUNCTION hefu.archive_disposals_due() RETURNS trigger SET search_path=hefu, pg_temp sha256:656f3ef987982f85 EXECUTE TO PUBLIC
FUNCTION hefu.archive_is_held(organization uuid, customer uuid, statement uuid) RETURNS boolean SET search_path=hefu, pg_temp sha256:7b17bc3f9d0557c2 EXECUTE TO hefu_auditor, hefu_backoffice, hefu_worker
FUNCTION hefu.archive_kept_until(organization uuid, cut_off date, made_at timestamp with time zone) RETURNS date SET search_path=hefu, pg_temp sha256:38b5dea0d1a13e25 EXECUTE TO hefu_auditor, hefu_backoffice, hefu_worker
FUNCTION hefu.audit_append(organization uuid, customer uuid, actor text, actions text[], details text[]) RETURNS void SECURITY DEFINER SET search_path=hefu, pg_temp sha256:a71276109396e6d9 EXECUTE TO hefu_backoffice, hefu_portal, hefu_worker
FUNCTION hefu.audit_chain(first bigint, many integer) RETURNS TABLE(checked bigint, last bigint, broken bigint, fault text, head bigint, head_hash text, head_stands boolean) SECURITY DEFINER SET search_path=hefu, pg_temp sha256:6aaf0953ef34364a EXECUTE TO hefu_backoffice, hefu_worker
FUNCTION hefu.audit_keep(organization uuid, commitments text[], persons uuid[], salts text[], said text[]) RETURNS void SECURITY DEFINER SET search_path=hefu, pg_temp sha256:5739e708017ca00c EXECUTE TO hefu_backoffice, hefu_portal, hefu_worker
FUNCTION hefu.audit_said(word text) RETURNS text SET search_path=hefu, pg_temp sha256:ebf19f10cc7d9dcd EXECUTE TO hefu_backoffice, hefu_worker
FUNCTION hefu.bank_line_receipts_check() RETURNS trigger SET search_path=hefu, pg_temp sha256:69c3b38583e618c3 EXECUTE TO PUBLIC
FUNCTION hefu.bank_lines_came() RETURNS trigger SECURITY DEFINER SET search_path=hefu, pg_temp sha256:8b341f5a0317a283 EXECUTE TO PUBLIC
FUNCTION hefu.bank_lines_decided() RETURNS trigger SECURITY DEFINER SET search_path=hefu, pg_temp sha256:d929eee440893b1a EXECUTE TO PUBLIC
FUNCTION hefu.bank_lines_received() RETURNS trigger SECURITY DEFINER SET search_path=hefu, pg_temp sha256:828d0da288b6462e EXECUTE TO PUBLIC
FUNCTION hefu.bank_lines_with_statement() RETURNS trigger SET search_path=hefu, pg_temp sha256:b2dea2d23d9e8197 EXECUTE TO PUBLIC
FUNCTION hefu.bank_statement_proves_out() RETURNS trigger SET search_path=hefu, pg_temp sha256:1a6bd903d1e19b11 EXECUTE TO PUBLIC
FUNCTION hefu.confirmations_need_checker() RETURNS trigger SET search_path=hefu, pg_temp sha256:842b01592ad308ee EXECUTE TO PUBLIC
FUNCTION hefu.current_customer() RETURNS uuid sha256:e3b0c44298fc1c14 EXECUTE TO PUBLIC
FUNCTION hefu.current_organization() RETURNS uuid sha256:e3b0c44298fc1c14 EXECUTE TO PUBLIC
FUNCTION hefu.current_statement() RETURNS uuid sha256:e3b0c44298fc1c14 EXECUTE TO PUBLIC
FUNCTION hefu.customer_group_members_check() RETURNS trigger SET search_path=hefu, pg_temp sha256:5b471d419f622614 EXECUTE TO PUBLIC
FUNCTION hefu.disputes_finalized() RETURNS trigger SET search_path=hefu, pg_temp sha256:d0eb551a81bc375c EXECUTE TO PUBLIC
FUNCTION hefu.document_lines_of_documents() RETURNS trigger SECURITY DEFINER SET search_path=hefu, pg_temp, enable_hashjoin=off, enable_mergejoin=off, enable_seqscan=off sha256:b11eb57b9b3e11e2 EXECUTE TO PUBLIC
FUNCTION hefu.documents_in_reach() RETURNS SETOF uuid SET search_path=hefu, pg_temp sha256:b3b472d1a2c0e595 EXECUTE TO PUBLIC
FUNCTION hefu.draft_files_follow() RETURNS trigger SET search_path=hefu, pg_temp sha256:c5d591461df89257 EXECUTE TO PUBLIC
FUNCTION hefu.events_enqueue() RETURNS trigger SECURITY DEFINER SET search_path=hefu, pg_temp sha256:739d798a9dbfa1e6
FUNCTION hefu.field_values_typed() RETURNS trigger SET search_path=hefu, pg_temp sha256:bec75617311c2165 EXECUTE TO PUBLIC
FUNCTION hefu.finalizations_are_free() RETURNS trigger SET search_path=hefu, pg_temp sha256:5f2aa3330a026397 EXECUTE TO PUBLIC
FUNCTION hefu.finalizations_may_end() RETURNS trigger SET search_path=hefu, pg_temp sha256:02a0de53f3068a07 EXECUTE TO PUBLIC
FUNCTION hefu.journal_entries_check() RETURNS trigger SECURITY DEFINER SET search_path=hefu, pg_temp sha256:aea6e9c6ebed9dd7 EXECUTE TO PUBLIC
FUNCTION hefu.journal_entries_complete() RETURNS trigger SECURITY DEFINER SET search_path=hefu, pg_temp sha256:bc653ce06ff51e7e EXECUTE TO PUBLIC
FUNCTION hefu.journal_lines_dimensions() RETURNS trigger SET search_path=hefu, pg_temp sha256:69261c18cb616fc4 EXECUTE TO PUBLIC
FUNCTION hefu.journal_lines_post() RETURNS trigger SECURITY DEFINER SET search_path=hefu, pg_temp, enable_hashjoin=off, enable_mergejoin=off, enable_seqscan=off sha256:63021ad2a0ba453d EXECUTE TO PUBLIC
FUNCTION hefu.keep_sealed_file() RETURNS trigger SET search_path=hefu, pg_temp sha256:f4319345b29c236a EXECUTE TO PUBLIC
FUNCTION hefu.legal_holds_wait() RETURNS trigger SET search_path=hefu, pg_temp sha256:23ae6391b10d2ee3 EXECUTE TO PUBLIC
FUNCTION hefu.line_answers_finalized() RETURNS trigger SET search_path=hefu, pg_temp sha256:05658a533d9d15e6 EXECUTE TO PUBLIC
FUNCTION hefu.may_act() RETURNS boolean sha256:e3b0c44298fc1c14 EXECUTE TO PUBLIC
FUNCTION hefu.new_id() RETURNS uuid sha256:e3b0c44298fc1c14 EXECUTE TO PUBLIC
FUNCTION hefu.notes_received_once() RETURNS trigger SET search_path=hefu, pg_temp sha256:465ec621d1c3b0a0 EXECUTE TO PUBLIC
FUNCTION hefu.one_person(a uuid, b uuid, made timestamp with time zone) RETURNS boolean SET search_path=hefu, pg_temp sha256:685706f2c80f70c8 EXECUTE TO PUBLIC
FUNCTION hefu.open_items_moved() RETURNS trigger SECURITY DEFINER SET search_path=hefu, pg_temp sha256:fc702edc82ffc4ca EXECUTE TO PUBLIC
FUNCTION hefu.open_items_whole() RETURNS trigger SECURITY DEFINER SET search_path=hefu, pg_temp sha256:df67b49d8d2b4b43 EXECUTE TO PUBLIC
FUNCTION hefu.organizations_payee_two_people() RETURNS trigger SET search_path=hefu, pg_temp sha256:f806cf2d8d6169a7 EXECUTE TO PUBLIC
FUNCTION hefu.payee_changes_in_order() RETURNS trigger SET search_path=hefu, pg_temp sha256:eeec4732ceb58057 EXECUTE TO PUBLIC
FUNCTION hefu.payer_flags_release_once() RETURNS trigger SET search_path=hefu, pg_temp sha256:1ff75c04acb2e8d8 EXECUTE TO PUBLIC
FUNCTION hefu.payments_succeed_once() RETURNS trigger SET search_path=hefu, pg_temp sha256:c76aad03009ef0ed EXECUTE TO PUBLIC
FUNCTION hefu.payout_differences_check() RETURNS trigger SET search_path=hefu, pg_temp sha256:6ef2d24d4bb3fc13 EXECUTE TO PUBLIC
FUNCTION hefu.payout_lines_check() RETURNS trigger SET search_path=hefu, pg_temp sha256:1e795ab2892ac165 EXECUTE TO PUBLIC
FUNCTION hefu.payout_lines_stay() RETURNS trigger SET search_path=hefu, pg_temp sha256:c60a1adb19c92258 EXECUTE TO PUBLIC
FUNCTION hefu.period_lock_key(organization uuid, period date) RETURNS bigint sha256:e3b0c44298fc1c14 EXECUTE TO PUBLIC
FUNCTION hefu.personal_counts(organization uuid, person uuid) RETURNS TABLE(topic text, rule text, count bigint) SET search_path=hefu, pg_temp sha256:4fa1b5fc58d52032 EXECUTE TO hefu_worker
FUNCTION hefu.pseudonymise(request uuid) RETURNS jsonb SECURITY DEFINER SET search_path=hefu, pg_temp sha256:afee6f0ed5fca635 EXECUTE TO hefu_worker
FUNCTION hefu.pseudonyms_alone() RETURNS trigger SET search_path=hefu, pg_temp sha256:ac60c75ab292e127
FUNCTION hefu.receivable_confirmations_answered_once() RETURNS trigger SET search_path=hefu, pg_temp sha256:2e278325f40ebf14 EXECUTE TO PUBLIC
FUNCTION hefu.refuse_change() RETURNS trigger sha256:ac32ea1962997cb6 EXECUTE TO PUBLIC
FUNCTION hefu.refuse_one_person() RETURNS trigger SET search_path=hefu, pg_temp sha256:9cb57433e408ba46 EXECUTE TO PUBLIC
FUNCTION hefu.refuse_preparers_stand_in() RETURNS trigger SET search_path=hefu, pg_temp sha256:61e1ac0219bdba69 EXECUTE TO PUBLIC
FUNCTION hefu.seal_standing_file() RETURNS trigger SET search_path=hefu, pg_temp sha256:1f6829f319d2c76e EXECUTE TO PUBLIC
FUNCTION hefu.settlements_check() RETURNS trigger SET search_path=hefu, pg_temp sha256:38b55417b2c2d9dc EXECUTE TO PUBLIC
FUNCTION hefu.signature_requests_end_once() RETURNS trigger SET search_path=hefu, pg_temp sha256:36472670deb66999 EXECUTE TO PUBLIC
FUNCTION hefu.signatures_are_due() RETURNS trigger SET search_path=hefu, pg_temp sha256:e36075a9fb6ab6b2 EXECUTE TO PUBLIC
FUNCTION hefu.statements_finalized() RETURNS trigger SET search_path=hefu, pg_temp sha256:9a40f45fb0a5a64c EXECUTE TO PUBLIC

VIEW audit.allocations WITH (security_invoker=true)
  allocation_id text
  debit_item text
  credit_item text
  debit_amount numeric
  credit_amount numeric
  effective_date date
  created_at timestamp with time zone
  reversed_by text
  GRANT SELECT TO hefu_auditor

VIEW audit.anchors WITH (security_invoker=true)
  organization_id text
  number integer
  day date
  size integer
  root text
  content_sha256 text
  audit_seq bigint
  audit_hash text
  GRANT SELECT TO hefu_auditor

VIEW audit.audit_log WITH (security_invoker=true)
  seq bigint
  at timestamp with time zone
  actor_subject text
  action text
  payload text
  prev_hash text
  row_hash text
  GRANT SELECT TO hefu_auditor

VIEW audit.bank_lines WITH (security_invoker=true)
  bank_line_id text
  bank_statement_id text
  seq integer
  currency text
  amount numeric
  receipt_document_id text
  GRANT SELECT TO hefu_auditor

VIEW audit.bank_statements WITH (security_invoker=true)
  bank_statement_id text
  bank_account text
  file_sha256 text
  opening numeric
  closing numeric
  GRANT SELECT TO hefu_auditor

VIEW audit.bundles WITH (security_invoker=true)
  bundle_id text
  organization_id text
  customer_id text
  statement_id text
  version integer
  edition integer
  bundle_no text
  root text
  line_count integer
  manifest_sha256 text
  previous_sha256 text
  file_sha256 text
  size bigint
  signer text
  stamped_at timestamp with time zone
  made_at timestamp with time zone
  disposed_at timestamp with time zone
  GRANT SELECT TO hefu_auditor

VIEW audit.confirmations WITH (security_invoker=true)
  confirmation_id text
  statement_id text
  version integer
  sha256 text
  actor_subject text
  created_at timestamp with time zone
  link_token_id text
  GRANT SELECT TO hefu_auditor

VIEW audit.disputes WITH (security_invoker=true)
  dispute_id text
  statement_id text
  line_no integer
  customer_id text
  state text
  disputed_amount numeric
  agreed_amount numeric
  credit_document_id text
  GRANT SELECT TO hefu_auditor

VIEW audit.documents WITH (security_invoker=true)
  document_id text
  organization_id text
  kind text
  series text
  number bigint
  state text
  customer_id text
  currency text
  gross_amount numeric
  document_date date
  posted_at timestamp with time zone
  dispute_id text
  reduces_document_id text
  GRANT SELECT TO hefu_auditor

VIEW audit.finalizations WITH (security_invoker=true)
  finalization_id text
  organization_id text
  customer_id text
  statement_id text
  version integer
  scope text
  currency text
  closing numeric
  agreed numeric
  content_sha256 text
  file_sha256 text
  prepared_at timestamp with time zone
  ended text
  ended_at timestamp with time zone
  GRANT SELECT TO hefu_auditor

VIEW audit.journal_entries WITH (security_invoker=true)
  entry_id text
  organization_id text
  posting_date date
  posted_at timestamp with time zone
  source_kind text
  source_id text
  reversal_of text
  GRANT SELECT TO hefu_auditor

VIEW audit.journal_lines WITH (security_invoker=true)
  entry_id text
  line_no integer
  account text
  role text
  currency text
  amount numeric
  amount_base numeric
  customer_id text
  GRANT SELECT TO hefu_auditor

VIEW audit.link_tokens WITH (security_invoker=true)
  token_id text
  token_sha256 text
  purpose text
  customer_id text
  expires_at timestamp with time zone
  used_at timestamp with time zone
  revoked_at timestamp with time zone
  GRANT SELECT TO hefu_auditor

VIEW audit.mails WITH (security_invoker=true)
  mail_id text
  purpose_key text
  state text
  created_at timestamp with time zone
  sent_at timestamp with time zone
  GRANT SELECT TO hefu_auditor

VIEW audit.open_items WITH (security_invoker=true)
  item_id text
  organization_id text
  customer_id text
  account_role text
  document_id text
  currency text
  side text
  due_date date
  original_amount numeric
  open_amount numeric
  GRANT SELECT TO hefu_auditor

VIEW audit.payments WITH (security_invoker=true)
  payment_id text
  customer_id text
  currency text
  amount numeric
  state text
  provider text
  provider_ref text
  receipt_document_id text
  GRANT SELECT TO hefu_auditor

VIEW audit.periods WITH (security_invoker=true)
  organization_id text
  period_id text
  starts date
  ends date
  closed_at timestamp with time zone
  GRANT SELECT TO hefu_auditor

VIEW audit.provider_events WITH (security_invoker=true)
  provider text
  event_id text
  deliveries integer
  effect_entry_id text
  GRANT SELECT TO hefu_auditor

VIEW audit.signatures WITH (security_invoker=true)
  signature_id text
  finalization_id text
  organization_id text
  party text
  means text
  before_sha256 text
  sha256 text
  size bigint
  signer text
  issuer text
  serial text
  stamped boolean
  signed_at timestamp with time zone
  recorded_at timestamp with time zone
  GRANT SELECT TO hefu_auditor

VIEW audit.statement_lines WITH (security_invoker=true)
  statement_id text
  version integer
  line_no integer
  document_id text
  kind text
  amount numeric
  open_amount numeric
  answer text
  GRANT SELECT TO hefu_auditor

VIEW audit.statements WITH (security_invoker=true)
  statement_id text
  version integer
  organization_id text
  customer_id text
  currency text
  period_start date
  cut_off date
  state text
  sha256 text
  opening numeric
  movement numeric
  closing numeric
  issued_at timestamp with time zone
  GRANT SELECT TO hefu_auditor

VIEW audit.v_check_texts WITH (security_invoker=true)
  invariant text
  text text
  GRANT SELECT TO hefu_auditor

VIEW audit.v_checks WITH (security_invoker=true)
  invariant text
  violations bigint
  GRANT SELECT TO hefu_auditor

VIEW audit.v_violations WITH (security_invoker=true)
  invariant text
  subject text
  GRANT SELECT TO hefu_auditor

TABLE hefu.access_codes ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  link_id uuid NOT NULL
  contact_id uuid NOT NULL
  code_mac bytea NOT NULL
  attempts integer NOT NULL DEFAULT 0
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  expires_at timestamp with time zone NOT NULL
  used_at timestamp with time zone
  voided_at timestamp with time zone
  CONSTRAINT access_codes_five_attempts CHECK (((attempts >= 0) AND (attempts <= 5)))
  CONSTRAINT access_codes_is_mac CHECK ((length(code_mac) = 32))
  CONSTRAINT access_codes_link_id_fkey FOREIGN KEY (link_id) REFERENCES access_links(id)
  CONSTRAINT access_codes_pkey PRIMARY KEY (id)
  CREATE INDEX access_codes_of_contact ON hefu.access_codes USING btree (contact_id, created_at)
  CREATE UNIQUE INDEX access_codes_one_live ON hefu.access_codes USING btree (link_id) WHERE ((used_at IS NULL) AND (voided_at IS NULL))
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT DELETE, INSERT, SELECT, UPDATE (attempts, used_at, voided_at) TO hefu_worker

TABLE hefu.access_links ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  statement_id uuid NOT NULL
  contact_id uuid NOT NULL
  email text NOT NULL
  token_sha256 bytea NOT NULL
  granted_by uuid NOT NULL
  granted_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  expires_at timestamp with time zone NOT NULL
  opened_at timestamp with time zone
  used_at timestamp with time zone
  verified_at timestamp with time zone
  wrong_codes integer NOT NULL DEFAULT 0
  revoked_at timestamp with time zone
  revoked_by uuid
  revoke_reason text
  sent_again integer NOT NULL DEFAULT 0
  sent_again_at timestamp with time zone
  CONSTRAINT access_links_at_most_120_days CHECK ((expires_at <= (granted_at + '120 days'::interval)))
  CONSTRAINT access_links_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id)
  CONSTRAINT access_links_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT access_links_is_sha256 CHECK ((length(token_sha256) = 32))
  CONSTRAINT access_links_pkey PRIMARY KEY (id)
  CONSTRAINT access_links_revoke_reason_check CHECK ((revoke_reason = ANY (ARRAY['staff'::text, 'replaced'::text, 'statement_cancelled'::text, 'guessed'::text])))
  CONSTRAINT access_links_revoked_whole CHECK (((revoked_at IS NULL) = (revoke_reason IS NULL)))
  CONSTRAINT access_links_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CONSTRAINT access_links_token_once UNIQUE (token_sha256)
  CONSTRAINT access_links_wrong_codes_check CHECK ((wrong_codes >= 0))
  CREATE INDEX access_links_of_statement ON hefu.access_links USING btree (statement_id)
  CREATE UNIQUE INDEX access_links_one_live ON hefu.access_links USING btree (contact_id, statement_id) WHERE (revoked_at IS NULL)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY own PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)) AND (contact_id = ( SELECT (NULLIF(current_setting('hefu.actor'::text, true), ''::text))::uuid AS "nullif")))
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'access_links'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'access_links'::text)
  POLICY sign_in PERMISSIVE FOR SELECT TO hefu_worker USING true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (revoked_at, revoked_by, revoke_reason, sent_again, sent_again_at) TO hefu_backoffice
  GRANT SELECT (id, organization_id, customer_id, statement_id, contact_id, expires_at, used_at, revoked_at), UPDATE (used_at) TO hefu_portal
  GRANT INSERT, SELECT, UPDATE (opened_at, used_at, verified_at, wrong_codes, revoked_at, revoked_by, revoke_reason, sent_again, sent_again_at) TO hefu_worker

TABLE hefu.accounts ROW LEVEL SECURITY FORCED
  organization_id uuid NOT NULL
  code text NOT NULL
  role text NOT NULL
  name text NOT NULL
  name_en text NOT NULL
  CONSTRAINT accounts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT accounts_pkey PRIMARY KEY (organization_id, code)
  CONSTRAINT accounts_role_once UNIQUE (organization_id, role)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY control PERMISSIVE FOR SELECT TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (role = ANY (ARRAY['ar'::text, 'advance'::text])))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE TO hefu_backoffice
  GRANT SELECT (organization_id, code, role) TO hefu_portal
  GRANT INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.allocations ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  settlement_id uuid NOT NULL
  debit_item uuid NOT NULL
  credit_item uuid NOT NULL
  debit_amount amount NOT NULL
  credit_amount amount NOT NULL
  debit_base amount NOT NULL
  credit_base amount NOT NULL
  effective_date date NOT NULL
  reverses uuid
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  credit_customer_id uuid
  CONSTRAINT allocations_credit_amount_check CHECK (((credit_amount)::numeric > (0)::numeric))
  CONSTRAINT allocations_credit_base_check CHECK (((credit_base)::numeric >= (0)::numeric))
  CONSTRAINT allocations_credit_customer CHECK ((credit_customer_id <> customer_id))
  CONSTRAINT allocations_credit_customer_id_fkey FOREIGN KEY (credit_customer_id) REFERENCES customers(id)
  CONSTRAINT allocations_credit_item_fkey FOREIGN KEY (credit_item) REFERENCES open_items(id)
  CONSTRAINT allocations_debit_amount_check CHECK (((debit_amount)::numeric > (0)::numeric))
  CONSTRAINT allocations_debit_base_check CHECK (((debit_base)::numeric >= (0)::numeric))
  CONSTRAINT allocations_debit_item_fkey FOREIGN KEY (debit_item) REFERENCES open_items(id)
  CONSTRAINT allocations_pkey PRIMARY KEY (id)
  CONSTRAINT allocations_reversed_once UNIQUE (reverses)
  CONSTRAINT allocations_reverses_fkey FOREIGN KEY (reverses) REFERENCES allocations(id)
  CONSTRAINT allocations_settlement_id_fkey FOREIGN KEY (settlement_id) REFERENCES settlements(id)
  CREATE INDEX allocations_by_date ON hefu.allocations USING btree (organization_id, effective_date)
  CREATE INDEX allocations_of_credit ON hefu.allocations USING btree (credit_item)
  CREATE INDEX allocations_of_credit_customer ON hefu.allocations USING btree (credit_customer_id) WHERE (credit_customer_id IS NOT NULL)
  CREATE INDEX allocations_of_debit ON hefu.allocations USING btree (debit_item)
  CREATE INDEX allocations_of_settlement ON hefu.allocations USING btree (settlement_id)
  CREATE TRIGGER allocations_apply AFTER INSERT ON hefu.allocations REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION allocations_apply()
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.allocations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY credit PERMISSIVE FOR SELECT TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (credit_customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR ((EXISTS ( SELECT FROM open_items d WHERE (d.id = allocations.debit_item))) AND (EXISTS ( SELECT FROM open_items c WHERE (c.id = allocations.credit_item)))))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY owner PERMISSIVE FOR ALL TO hefu_owner USING true WITH CHECK true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.answer_reviews ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  kind text NOT NULL
  statement_id uuid NOT NULL
  version integer NOT NULL
  sha256 bytea NOT NULL
  lines integer[] NOT NULL
  whole boolean NOT NULL DEFAULT false
  amount amount NOT NULL
  remark text NOT NULL DEFAULT ''::text
  dispute_id uuid
  state text NOT NULL DEFAULT 'pending'::text
  made_by uuid NOT NULL
  made_by_name text NOT NULL
  made_from text NOT NULL DEFAULT ''::text
  made_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  decided_by uuid
  decided_by_name text NOT NULL DEFAULT ''::text
  decided_at timestamp with time zone
  reason text NOT NULL DEFAULT ''::text
  confirmation_id uuid
  resolution_id uuid
  CONSTRAINT answer_reviews_confirmation_id_fkey FOREIGN KEY (confirmation_id) REFERENCES confirmations(id)
  CONSTRAINT answer_reviews_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT answer_reviews_decided CHECK (((state = 'pending'::text) = (decided_at IS NULL)))
  CONSTRAINT answer_reviews_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES disputes(id)
  CONSTRAINT answer_reviews_four_eyes CHECK (((state <> ALL (ARRAY['approved'::text, 'returned'::text])) OR ((decided_by IS NOT NULL) AND (decided_by <> made_by))))
  CONSTRAINT answer_reviews_kind_check CHECK ((kind = ANY (ARRAY['confirmation'::text, 'acceptance'::text])))
  CONSTRAINT answer_reviews_kind_whole CHECK ((((kind = 'acceptance'::text) = (dispute_id IS NOT NULL)) AND ((dispute_id IS NULL) = (resolution_id IS NULL))))
  CONSTRAINT answer_reviews_lines_check CHECK ((cardinality(lines) > 0))
  CONSTRAINT answer_reviews_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT answer_reviews_pkey PRIMARY KEY (id)
  CONSTRAINT answer_reviews_resolution_id_fkey FOREIGN KEY (resolution_id) REFERENCES resolutions(id)
  CONSTRAINT answer_reviews_return_has_reason CHECK (((state <> 'returned'::text) OR (reason <> ''::text)))
  CONSTRAINT answer_reviews_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'approved'::text, 'returned'::text, 'withdrawn'::text, 'void'::text])))
  CONSTRAINT answer_reviews_statement_id_version_fkey FOREIGN KEY (statement_id, version) REFERENCES statement_versions(statement_id, version)
  CREATE INDEX answer_reviews_of_statement ON hefu.answer_reviews USING btree (statement_id)
  CREATE UNIQUE INDEX answer_reviews_one_a_dispute ON hefu.answer_reviews USING btree (dispute_id) WHERE ((state = 'pending'::text) AND (dispute_id IS NOT NULL))
  CREATE INDEX answer_reviews_pending ON hefu.answer_reviews USING btree (customer_id) WHERE (state = 'pending'::text)
  POLICY after_code RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ( SELECT may_act() AS may_act)
  POLICY after_code_too RESTRICTIVE FOR UPDATE TO hefu_portal USING ( SELECT may_act() AS may_act)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT SELECT, UPDATE (state, decided_by, decided_by_name, decided_at, reason, confirmation_id) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (state, decided_by, decided_by_name, decided_at, reason, confirmation_id) TO hefu_portal
  GRANT INSERT, SELECT, UPDATE (state, decided_by, decided_by_name, decided_at, reason, confirmation_id) TO hefu_worker

TABLE hefu.api_tokens ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid
  name text NOT NULL
  prefix text NOT NULL
  token_sha256 bytea NOT NULL
  scopes text[] NOT NULL
  made_by uuid NOT NULL
  made_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  expires_at timestamp with time zone NOT NULL
  revoked_at timestamp with time zone
  revoked_by uuid
  revoked_by_name text NOT NULL DEFAULT ''::text
  last_used_at timestamp with time zone
  last_used_from text NOT NULL DEFAULT ''::text
  used_on date
  CONSTRAINT api_tokens_a_year CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '366 days'::interval))))
  CONSTRAINT api_tokens_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT api_tokens_name_check CHECK ((name <> ''::text))
  CONSTRAINT api_tokens_once UNIQUE (token_sha256)
  CONSTRAINT api_tokens_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT api_tokens_pkey PRIMARY KEY (id)
  CONSTRAINT api_tokens_prefix_fits CHECK ((prefix ~
CASE
    WHEN (customer_id IS NULL) THEN '^hefu_s_[0-9A-Za-z]{6}$'::text
    ELSE '^hefu_c_[0-9A-Za-z]{6}$'::text
END))
  CONSTRAINT api_tokens_revoked_whole CHECK ((((revoked_at IS NULL) = (revoked_by IS NULL)) AND ((revoked_at IS NULL) = (revoked_by_name = ''::text))))
  CONSTRAINT api_tokens_scopes_known CHECK (((cardinality(scopes) > 0) AND (scopes <@
CASE
    WHEN (customer_id IS NULL) THEN ARRAY['import_documents'::text, 'read_books'::text, 'receive_events'::text]
    ELSE ARRAY['read_statements'::text, 'read_documents'::text, 'answer_statements'::text]
END)))
  CONSTRAINT api_tokens_token_long CHECK ((length(token_sha256) = 32))
  CREATE INDEX api_tokens_of_customer ON hefu.api_tokens USING btree (customer_id, id)
  CREATE INDEX api_tokens_of_organization ON hefu.api_tokens USING btree (organization_id, id) WHERE (customer_id IS NULL)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY every PERMISSIVE FOR ALL TO hefu_worker USING true
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING (( SELECT current_statement() AS current_statement) IS NULL)
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY own_only RESTRICTIVE FOR INSERT TO hefu_backoffice WITH CHECK (customer_id IS NULL)
  GRANT SELECT (id, organization_id, customer_id, name, prefix, scopes, made_by, made_by_name, created_at, expires_at, revoked_at, revoked_by, revoked_by_name, last_used_at, last_used_from, used_on) TO hefu_auditor
  GRANT INSERT, SELECT (id, organization_id, customer_id, name, prefix, scopes, made_by, made_by_name, created_at, expires_at, revoked_at, revoked_by, revoked_by_name, last_used_at, last_used_from, used_on), UPDATE (revoked_at, revoked_by, revoked_by_name) TO hefu_backoffice
  GRANT INSERT, SELECT (id, organization_id, customer_id, name, prefix, scopes, made_by, made_by_name, created_at, expires_at, revoked_at, revoked_by, revoked_by_name, last_used_at, last_used_from, used_on), UPDATE (revoked_at, revoked_by, revoked_by_name) TO hefu_portal
  GRANT SELECT, UPDATE (last_used_at, last_used_from, used_on) TO hefu_worker

TABLE hefu.approval_policies ROW LEVEL SECURITY FORCED
  id uuid NOT NULL DEFAULT new_id()
  organization_id uuid NOT NULL
  version integer NOT NULL
  content jsonb NOT NULL
  reason text NOT NULL
  created_by uuid NOT NULL
  created_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT approval_policies_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT approval_policies_pkey PRIMARY KEY (id)
  CONSTRAINT approval_policies_reason_check CHECK ((reason <> ''::text))
  CONSTRAINT approval_policies_version_check CHECK ((version > 0))
  CONSTRAINT approval_policies_version_once UNIQUE (organization_id, version)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.approval_policies FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.archive_anchor_leaves ROW LEVEL SECURITY FORCED
  organization_id uuid NOT NULL
  position integer NOT NULL
  anchor_id uuid NOT NULL
  bundle_id uuid
  content text NOT NULL
  CONSTRAINT archive_anchor_leaves_anchor_id_fkey FOREIGN KEY (anchor_id) REFERENCES archive_anchors(id)
  CONSTRAINT archive_anchor_leaves_bundle_id_fkey FOREIGN KEY (bundle_id) REFERENCES archive_bundles(id)
  CONSTRAINT archive_anchor_leaves_bundle_once UNIQUE (bundle_id)
  CONSTRAINT archive_anchor_leaves_content_check CHECK (((content <> ''::text) AND (content !~ '[\n\r]'::text)))
  CONSTRAINT archive_anchor_leaves_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT archive_anchor_leaves_pkey PRIMARY KEY (organization_id, "position")
  CONSTRAINT archive_anchor_leaves_position_check CHECK (("position" >= 0))
  CREATE INDEX archive_anchor_leaves_of_anchor ON hefu.archive_anchor_leaves USING btree (anchor_id)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.archive_anchor_leaves FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.archive_anchors ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  number integer NOT NULL
  day date NOT NULL
  size integer NOT NULL
  added integer NOT NULL
  root bytea NOT NULL
  audit_seq bigint NOT NULL
  audit_hash text NOT NULL
  content text NOT NULL
  content_sha256 bytea NOT NULL
  previous_sha256 bytea
  signature bytea
  stamp bytea
  certificates text NOT NULL DEFAULT ''::text
  signer text NOT NULL DEFAULT ''::text
  stamped_at timestamp with time zone
  made_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT archive_anchors_audit_hash_check CHECK ((audit_hash ~ '^[0-9a-f]{64}$'::text))
  CONSTRAINT archive_anchors_audit_seq_check CHECK ((audit_seq >= 0))
  CONSTRAINT archive_anchors_check CHECK (((added >= 1) AND (added <= size)))
  CONSTRAINT archive_anchors_check1 CHECK ((content_sha256 = sha256(convert_to(content, 'UTF8'::name))))
  CONSTRAINT archive_anchors_day_once UNIQUE (organization_id, day)
  CONSTRAINT archive_anchors_number_check CHECK ((number > 0))
  CONSTRAINT archive_anchors_number_once UNIQUE (organization_id, number)
  CONSTRAINT archive_anchors_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT archive_anchors_pkey PRIMARY KEY (id)
  CONSTRAINT archive_anchors_previous_sha256_check CHECK ((length(previous_sha256) = 32))
  CONSTRAINT archive_anchors_root_check CHECK ((length(root) = 32))
  CONSTRAINT archive_anchors_signed CHECK ((((signature IS NULL) = (stamp IS NULL)) AND ((signature IS NULL) = (stamped_at IS NULL)) AND ((signature IS NULL) = (signer = ''::text))))
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.archive_anchors FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER follow BEFORE INSERT ON hefu.archive_anchors FOR EACH ROW EXECUTE FUNCTION archive_anchors_follow()
  CREATE CONSTRAINT TRIGGER whole AFTER INSERT ON hefu.archive_anchors DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION archive_anchors_whole()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.archive_bundles ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  statement_id uuid NOT NULL
  version integer NOT NULL
  edition integer NOT NULL
  bundle_no text NOT NULL
  currency text NOT NULL
  period_start date NOT NULL
  cut_off date NOT NULL
  closing amount NOT NULL
  line_count integer NOT NULL
  root bytea NOT NULL
  manifest text NOT NULL
  manifest_sha256 bytea NOT NULL
  previous_sha256 bytea
  file_sha256 bytea NOT NULL
  size bigint NOT NULL
  made_by uuid NOT NULL
  made_by_name text NOT NULL
  made_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  finalization_id uuid
  signer text NOT NULL DEFAULT ''::text
  stamped_at timestamp with time zone
  CONSTRAINT archive_bundles_check CHECK ((manifest_sha256 = sha256(convert_to(manifest, 'UTF8'::name))))
  CONSTRAINT archive_bundles_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT archive_bundles_edition_check CHECK ((edition > 0))
  CONSTRAINT archive_bundles_edition_once UNIQUE (statement_id, edition)
  CONSTRAINT archive_bundles_file_sha256_check CHECK ((length(file_sha256) = 32))
  CONSTRAINT archive_bundles_finalization_id_fkey FOREIGN KEY (finalization_id) REFERENCES finalizations(id)
  CONSTRAINT archive_bundles_line_count_check CHECK ((line_count >= 0))
  CONSTRAINT archive_bundles_manifest_once UNIQUE (manifest_sha256)
  CONSTRAINT archive_bundles_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT archive_bundles_pkey PRIMARY KEY (id)
  CONSTRAINT archive_bundles_previous_sha256_check CHECK ((length(previous_sha256) = 32))
  CONSTRAINT archive_bundles_root_check CHECK ((length(root) = 32))
  CONSTRAINT archive_bundles_signed CHECK (((signer = ''::text) = (stamped_at IS NULL)))
  CONSTRAINT archive_bundles_size_check CHECK ((size > 0))
  CONSTRAINT archive_bundles_statement_id_version_fkey FOREIGN KEY (statement_id, version) REFERENCES statement_versions(statement_id, version)
  CREATE INDEX archive_bundles_by_content ON hefu.archive_bundles USING btree (file_sha256)
  CREATE INDEX archive_bundles_newest ON hefu.archive_bundles USING btree (organization_id, id)
  CREATE INDEX archive_bundles_of_customer ON hefu.archive_bundles USING btree (customer_id, id)
  CREATE INDEX archive_bundles_of_finalization ON hefu.archive_bundles USING btree (finalization_id) WHERE (finalization_id IS NOT NULL)
  CREATE UNIQUE INDEX archive_bundles_one_follows ON hefu.archive_bundles USING btree (customer_id, COALESCE(previous_sha256, '\x'::bytea))
  CREATE TRIGGER agreed BEFORE INSERT ON hefu.archive_bundles FOR EACH ROW EXECUTE FUNCTION archive_bundles_are_agreed()
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.archive_bundles FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR SELECT TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY sweep PERMISSIVE FOR SELECT TO hefu_worker USING true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.archive_disposals ROW LEVEL SECURITY FORCED
  bundle_id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  statement_id uuid NOT NULL
  reason text NOT NULL
  disposed_by uuid NOT NULL
  disposed_by_name text NOT NULL
  disposed_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT archive_disposals_bundle_id_fkey FOREIGN KEY (bundle_id) REFERENCES archive_bundles(id)
  CONSTRAINT archive_disposals_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT archive_disposals_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT archive_disposals_pkey PRIMARY KEY (bundle_id)
  CONSTRAINT archive_disposals_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
  CONSTRAINT archive_disposals_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.archive_disposals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER due BEFORE INSERT ON hefu.archive_disposals FOR EACH ROW EXECUTE FUNCTION archive_disposals_due()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR SELECT TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY sweep PERMISSIVE FOR SELECT TO hefu_worker USING true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.attachments ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  dispute_id uuid NOT NULL
  message_id uuid NOT NULL
  side text NOT NULL
  internal boolean NOT NULL DEFAULT false
  name text NOT NULL
  media_type text NOT NULL
  size bigint NOT NULL
  sha256 bytea NOT NULL
  width integer NOT NULL DEFAULT 0
  height integer NOT NULL DEFAULT 0
  thumbnail_sha256 bytea
  protected boolean NOT NULL DEFAULT false
  upload_key uuid NOT NULL
  received_sha256 bytea NOT NULL
  uploaded_by uuid NOT NULL
  uploaded_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  withdrawn_at timestamp with time zone
  CONSTRAINT attachments_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT attachments_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES disputes(id)
  CONSTRAINT attachments_internal_is_staff CHECK (((NOT internal) OR (side = 'staff'::text)))
  CONSTRAINT attachments_key_once UNIQUE (uploaded_by, upload_key)
  CONSTRAINT attachments_message_id_fkey FOREIGN KEY (message_id) REFERENCES dispute_messages(id)
  CONSTRAINT attachments_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
  CONSTRAINT attachments_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT attachments_pkey PRIMARY KEY (id)
  CONSTRAINT attachments_received_sha256_check CHECK ((length(received_sha256) = 32))
  CONSTRAINT attachments_sha256_check CHECK ((length(sha256) = 32))
  CONSTRAINT attachments_side_check CHECK ((side = ANY (ARRAY['customer'::text, 'staff'::text])))
  CONSTRAINT attachments_size_check CHECK (((size >= 1) AND (size <= 26214400)))
  CONSTRAINT attachments_thumbnail_sha256_check CHECK ((length(thumbnail_sha256) = 32))
  CREATE INDEX attachments_by_content ON hefu.attachments USING btree (sha256)
  CREATE INDEX attachments_by_thumbnail ON hefu.attachments USING btree (thumbnail_sha256) WHERE (thumbnail_sha256 IS NOT NULL)
  CREATE INDEX attachments_of_customer ON hefu.attachments USING btree (customer_id) INCLUDE (size)
  CREATE INDEX attachments_of_dispute ON hefu.attachments USING btree (dispute_id, id)
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON hefu.attachments FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY after_code RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ( SELECT may_act() AS may_act)
  POLICY after_code_too RESTRICTIVE FOR UPDATE TO hefu_portal USING ( SELECT may_act() AS may_act)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY no_internal_files RESTRICTIVE FOR ALL TO hefu_portal USING (NOT internal) WITH CHECK ((NOT internal) AND (side = 'customer'::text) AND (uploaded_by = (NULLIF(current_setting('hefu.actor'::text, true), ''::text))::uuid))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (EXISTS ( SELECT FROM disputes d WHERE ((d.id = attachments.dispute_id) AND (d.statement_id = ( SELECT current_statement() AS current_statement))))))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY own_withdrawal RESTRICTIVE FOR UPDATE TO hefu_backoffice, hefu_portal USING (uploaded_by = (NULLIF(current_setting('hefu.actor'::text, true), ''::text))::uuid)
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'attachments'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'attachments'::text)
  POLICY sweep PERMISSIVE FOR SELECT TO hefu_worker USING true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (withdrawn_at) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (withdrawn_at) TO hefu_portal
  GRANT INSERT, SELECT, UPDATE (withdrawn_at) TO hefu_worker

TABLE hefu.audit_head ROW LEVEL SECURITY FORCED
  singleton boolean NOT NULL DEFAULT true
  seq bigint NOT NULL
  hash text NOT NULL
  CONSTRAINT audit_head_pkey PRIMARY KEY (singleton)
  CONSTRAINT audit_head_singleton_check CHECK (singleton)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY owner PERMISSIVE FOR ALL TO hefu_owner USING true WITH CHECK true
  GRANT SELECT TO hefu_auditor

TABLE hefu.audit_log ROW LEVEL SECURITY FORCED
  seq bigint NOT NULL
  at timestamp with time zone NOT NULL
  organization_id uuid
  customer_id uuid
  actor_subject text NOT NULL
  action text NOT NULL
  payload text NOT NULL
  prev_hash text NOT NULL
  row_hash text NOT NULL
  CONSTRAINT audit_log_pkey PRIMARY KEY (seq)
  CREATE INDEX audit_log_by_action ON hefu.audit_log USING btree (organization_id, action, seq)
  CREATE INDEX audit_log_by_actor ON hefu.audit_log USING btree (organization_id, split_part(actor_subject, ' @ '::text, 1), seq)
  CREATE INDEX audit_log_of_customer ON hefu.audit_log USING btree (customer_id, seq) WHERE (customer_id IS NOT NULL)
  CREATE INDEX audit_log_of_organization ON hefu.audit_log USING btree (organization_id, seq)
  CREATE INDEX audit_log_of_sets ON hefu.audit_log USING btree (organization_id, seq) WHERE (action = ANY (ARRAY['customers.created'::text, 'customers.changed'::text, 'contacts.changed'::text]))
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY owner PERMISSIVE FOR ALL TO hefu_owner USING true WITH CHECK true
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT SELECT TO hefu_worker

TABLE hefu.audit_values ROW LEVEL SECURITY FORCED
  commitment bytea NOT NULL
  organization_id uuid NOT NULL
  person_id uuid
  salt bytea NOT NULL
  value text NOT NULL
  CONSTRAINT audit_values_commits CHECK ((commitment = sha256((salt || convert_to(value, 'UTF8'::name)))))
  CONSTRAINT audit_values_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT audit_values_pkey PRIMARY KEY (commitment)
  CONSTRAINT audit_values_salt_check CHECK ((length(salt) = 16))
  CONSTRAINT audit_values_value_check CHECK ((value <> ''::text))
  CREATE INDEX audit_values_by_value ON hefu.audit_values USING btree (organization_id, value)
  CREATE INDEX audit_values_of_person ON hefu.audit_values USING btree (person_id) WHERE (person_id IS NOT NULL)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.audit_values FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR SELECT TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY owner PERMISSIVE FOR INSERT TO hefu_owner WITH CHECK true
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'audit_values'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'audit_values'::text)
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT SELECT TO hefu_worker

TABLE hefu.balances ROW LEVEL SECURITY FORCED
  organization_id uuid NOT NULL
  period date NOT NULL
  account_code text NOT NULL
  customer_id uuid NOT NULL
  currency text NOT NULL
  debit amount NOT NULL
  credit amount NOT NULL
  debit_base amount NOT NULL
  credit_base amount NOT NULL
  CONSTRAINT balances_pkey PRIMARY KEY (customer_id, currency, account_code, period)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING (( SELECT current_statement() AS current_statement) IS NULL)
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY owner PERMISSIVE FOR ALL TO hefu_owner USING true WITH CHECK true
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT SELECT TO hefu_worker

TABLE hefu.bank_accounts ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  name text NOT NULL
  bank text NOT NULL DEFAULT ''::text
  number text NOT NULL
  currency text NOT NULL
  kind text NOT NULL DEFAULT 'bank'::text
  closed_at timestamp with time zone
  created_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  row_version integer NOT NULL DEFAULT 1
  CONSTRAINT bank_accounts_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
  CONSTRAINT bank_accounts_kind_check CHECK ((kind = ANY (ARRAY['bank'::text, 'alipay'::text, 'wechat'::text])))
  CONSTRAINT bank_accounts_name_check CHECK ((name <> ''::text))
  CONSTRAINT bank_accounts_number_check CHECK (((number <> ''::text) AND (number = upper(number)) AND (number !~ '\s'::text)))
  CONSTRAINT bank_accounts_number_once UNIQUE (organization_id, number, currency)
  CONSTRAINT bank_accounts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT bank_accounts_pkey PRIMARY KEY (id)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (name, bank, closed_at, row_version) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (name, bank, closed_at, row_version) TO hefu_worker

TABLE hefu.bank_files ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  file_name text NOT NULL
  sha256 bytea NOT NULL
  content bytea NOT NULL
  account_id uuid
  mapping jsonb
  imported_at timestamp with time zone
  created_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT bank_files_account_id_fkey FOREIGN KEY (account_id) REFERENCES bank_accounts(id)
  CONSTRAINT bank_files_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT bank_files_pkey PRIMARY KEY (id)
  CONSTRAINT bank_files_sha256_check CHECK ((length(sha256) = 32))
  CREATE INDEX bank_files_newest ON hefu.bank_files USING btree (organization_id, id)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (account_id, mapping, imported_at) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (account_id, mapping, imported_at) TO hefu_worker

TABLE hefu.bank_line_marks ROW LEVEL SECURITY FORCED
  line_id uuid NOT NULL
  turn integer NOT NULL
  organization_id uuid NOT NULL
  aside boolean NOT NULL
  reason text NOT NULL
  made_by_name text NOT NULL
  made_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT bank_line_marks_line_id_fkey FOREIGN KEY (line_id) REFERENCES bank_lines(id)
  CONSTRAINT bank_line_marks_once PRIMARY KEY (line_id, turn)
  CONSTRAINT bank_line_marks_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT bank_line_marks_reason_check CHECK ((reason <> ''::text))
  CONSTRAINT bank_line_marks_turn_check CHECK ((turn > 0))
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.bank_line_marks FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER waits AFTER INSERT ON hefu.bank_line_marks FOR EACH ROW EXECUTE FUNCTION bank_lines_decided()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY owner PERMISSIVE FOR SELECT TO hefu_owner USING true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.bank_line_receipts ROW LEVEL SECURITY FORCED
  line_id uuid NOT NULL
  attempt integer NOT NULL
  organization_id uuid NOT NULL
  document_id uuid NOT NULL
  made_by uuid NOT NULL
  made_by_name text NOT NULL
  rule text NOT NULL DEFAULT 'by_hand'::text
  reason text NOT NULL DEFAULT ''::text
  made_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT bank_line_receipts_attempt_check CHECK ((attempt > 0))
  CONSTRAINT bank_line_receipts_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id)
  CONSTRAINT bank_line_receipts_document_once UNIQUE (document_id)
  CONSTRAINT bank_line_receipts_line_id_fkey FOREIGN KEY (line_id) REFERENCES bank_lines(id)
  CONSTRAINT bank_line_receipts_once PRIMARY KEY (line_id, attempt)
  CONSTRAINT bank_line_receipts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CREATE TRIGGER agrees AFTER INSERT ON hefu.bank_line_receipts REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bank_line_receipts_check()
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.bank_line_receipts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER waits AFTER INSERT ON hefu.bank_line_receipts REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bank_lines_received()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY owner PERMISSIVE FOR SELECT TO hefu_owner USING true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.bank_lines ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  account_id uuid NOT NULL
  statement_id uuid NOT NULL
  seq integer NOT NULL
  booked_on date NOT NULL
  valued_on date NOT NULL
  amount amount NOT NULL
  currency text NOT NULL
  kind text NOT NULL
  counterparty text NOT NULL DEFAULT ''::text
  counterparty_account text NOT NULL DEFAULT ''::text
  counterparty_bank text NOT NULL DEFAULT ''::text
  end_to_end text NOT NULL DEFAULT ''::text
  remittance text NOT NULL DEFAULT ''::text
  bank_text text NOT NULL DEFAULT ''::text
  bank_reference text NOT NULL DEFAULT ''::text
  code text NOT NULL DEFAULT ''::text
  batch text NOT NULL DEFAULT ''::text
  identity bytea NOT NULL
  occurrence integer NOT NULL
  CONSTRAINT bank_lines_account_id_fkey FOREIGN KEY (account_id) REFERENCES bank_accounts(id)
  CONSTRAINT bank_lines_amount_check CHECK (((amount)::numeric <> (0)::numeric))
  CONSTRAINT bank_lines_identity_check CHECK ((length(identity) = 32))
  CONSTRAINT bank_lines_identity_once UNIQUE (account_id, identity, occurrence)
  CONSTRAINT bank_lines_kind_check CHECK ((kind = ANY (ARRAY['credit'::text, 'debit'::text, 'fee'::text, 'reversal'::text, 'batch_member'::text])))
  CONSTRAINT bank_lines_occurrence_check CHECK ((occurrence > 0))
  CONSTRAINT bank_lines_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT bank_lines_pkey PRIMARY KEY (id)
  CONSTRAINT bank_lines_place_once UNIQUE (statement_id, seq)
  CONSTRAINT bank_lines_seq_check CHECK ((seq > 0))
  CONSTRAINT bank_lines_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES bank_statements(id)
  CREATE INDEX bank_lines_by_amount ON hefu.bank_lines USING btree (organization_id, amount)
  CREATE INDEX bank_lines_by_day ON hefu.bank_lines USING btree (organization_id, booked_on DESC, id DESC)
  CREATE INDEX bank_lines_by_reference ON hefu.bank_lines USING btree (organization_id, bank_reference) WHERE (bank_reference <> ''::text)
  CREATE INDEX bank_lines_of_account ON hefu.bank_lines USING btree (account_id, booked_on DESC, id DESC)
  CREATE INDEX bank_lines_reversals ON hefu.bank_lines USING btree (organization_id, account_id, amount) WHERE ((kind = 'reversal'::text) AND ((amount)::numeric < (0)::numeric))
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.bank_lines FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER waits AFTER INSERT ON hefu.bank_lines REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bank_lines_came()
  CREATE TRIGGER with_statement AFTER INSERT ON hefu.bank_lines REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION bank_lines_with_statement()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY owner PERMISSIVE FOR SELECT TO hefu_owner USING true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.bank_lines_waiting ROW LEVEL SECURITY FORCED
  organization_id uuid NOT NULL
  line_id uuid NOT NULL
  booked_on date NOT NULL
  CONSTRAINT bank_lines_waiting_pkey PRIMARY KEY (organization_id, line_id)
  CREATE INDEX bank_lines_waiting_by_day ON hefu.bank_lines_waiting USING btree (organization_id, booked_on, line_id)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY owner PERMISSIVE FOR ALL TO hefu_owner USING true WITH CHECK true
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT SELECT TO hefu_worker

TABLE hefu.bank_mappings ROW LEVEL SECURITY FORCED
  organization_id uuid NOT NULL
  header_sha256 bytea NOT NULL
  mapping jsonb NOT NULL
  made_by_name text NOT NULL
  made_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT bank_mappings_header_sha256_check CHECK ((length(header_sha256) = 32))
  CONSTRAINT bank_mappings_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT bank_mappings_pkey PRIMARY KEY (organization_id, header_sha256)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (mapping, made_by_name, made_at) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (mapping, made_by_name, made_at) TO hefu_worker

TABLE hefu.bank_statements ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  account_id uuid NOT NULL
  file_id uuid NOT NULL
  file_sha256 bytea NOT NULL
  file_name text NOT NULL
  format text NOT NULL
  number text NOT NULL DEFAULT ''::text
  opens_on date NOT NULL
  closes_on date NOT NULL
  opening amount
  closing amount
  kept_opening amount
  kept_closing amount
  parts jsonb NOT NULL DEFAULT '[]'::jsonb
  lines integer NOT NULL
  known integer NOT NULL
  imported_by_name text NOT NULL
  imported_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT bank_statements_account_id_fkey FOREIGN KEY (account_id) REFERENCES bank_accounts(id)
  CONSTRAINT bank_statements_balances_whole CHECK ((num_nulls(opening, closing, kept_opening, kept_closing) = ANY (ARRAY[0, 4])))
  CONSTRAINT bank_statements_file_id_fkey FOREIGN KEY (file_id) REFERENCES bank_files(id)
  CONSTRAINT bank_statements_file_once UNIQUE (account_id, file_sha256)
  CONSTRAINT bank_statements_file_sha256_check CHECK ((length(file_sha256) = 32))
  CONSTRAINT bank_statements_in_order CHECK ((opens_on <= closes_on))
  CONSTRAINT bank_statements_known_check CHECK ((known >= 0))
  CONSTRAINT bank_statements_lines_check CHECK ((lines >= 0))
  CONSTRAINT bank_statements_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT bank_statements_pkey PRIMARY KEY (id)
  CREATE INDEX bank_statements_chain ON hefu.bank_statements USING btree (account_id, closes_on, id)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.bank_statements FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE CONSTRAINT TRIGGER proves_out AFTER INSERT ON hefu.bank_statements DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION bank_statement_proves_out()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.caught_mails ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  caught_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  message_id text NOT NULL
  sender text NOT NULL
  recipient text NOT NULL
  name text NOT NULL
  subject text NOT NULL
  locale text NOT NULL
  text_part text NOT NULL
  html_part text NOT NULL
  CONSTRAINT caught_mails_pkey PRIMARY KEY (id)
  POLICY every PERMISSIVE FOR ALL TO hefu_worker USING true
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'caught_mails'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'caught_mails'::text)
  GRANT DELETE, INSERT, SELECT TO hefu_worker

TABLE hefu.channels ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  kind text NOT NULL
  name text NOT NULL
  address text NOT NULL
  target text NOT NULL
  secret text NOT NULL DEFAULT ''::text
  kinds text[] NOT NULL DEFAULT '{}'::text[]
  active boolean NOT NULL DEFAULT true
  created_by uuid NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  former_secret text NOT NULL DEFAULT ''::text
  former_until timestamp with time zone
  CONSTRAINT channels_address_check CHECK ((address <> ''::text))
  CONSTRAINT channels_former_whole CHECK (((former_secret = ''::text) = (former_until IS NULL)))
  CONSTRAINT channels_kind_check CHECK ((kind = ANY (ARRAY['webhook'::text, 'wecom'::text])))
  CONSTRAINT channels_name_check CHECK ((name <> ''::text))
  CONSTRAINT channels_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT channels_pkey PRIMARY KEY (id)
  CONSTRAINT channels_target_check CHECK ((target <> ''::text))
  CREATE INDEX channels_of_organization ON hefu.channels USING btree (organization_id, id)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT (id, organization_id, kind, name, address, kinds, active, created_by, created_at, former_until) TO hefu_auditor
  GRANT INSERT, SELECT (id, organization_id, kind, name, address, kinds, active, created_by, created_at, former_until), UPDATE (name, address, target, secret, kinds, active, former_secret, former_until) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (name, address, target, secret, kinds, active, former_secret, former_until) TO hefu_worker

VIEW hefu.check_texts_until_00090 WITH (security_invoker=true)
  invariant text
  text text
  GRANT SELECT TO hefu_auditor

VIEW hefu.check_texts_until_00092 WITH (security_invoker=true)
  invariant text
  text text
  GRANT SELECT TO hefu_auditor

VIEW hefu.check_texts_until_00195 WITH (security_invoker=true)
  invariant text
  text text
  GRANT SELECT TO hefu_auditor

VIEW hefu.check_texts_until_00215 WITH (security_invoker=true)
  invariant text
  text text
  GRANT SELECT TO hefu_auditor

TABLE hefu.confirmations ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  statement_id uuid NOT NULL
  version integer NOT NULL
  sha256 bytea NOT NULL
  lines integer[] NOT NULL
  whole boolean NOT NULL DEFAULT false
  amount amount NOT NULL
  remark text NOT NULL DEFAULT ''::text
  actor_id uuid NOT NULL
  actor_name text NOT NULL
  address text NOT NULL DEFAULT ''::text
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  link_id uuid
  checked_by uuid
  checked_by_name text NOT NULL DEFAULT ''::text
  CONSTRAINT confirmations_check CHECK (((cardinality(lines) > 0) OR whole))
  CONSTRAINT confirmations_four_eyes CHECK (((checked_by IS NULL) OR (checked_by <> actor_id)))
  CONSTRAINT confirmations_link_id_fkey FOREIGN KEY (link_id) REFERENCES access_links(id)
  CONSTRAINT confirmations_pkey PRIMARY KEY (id)
  CONSTRAINT confirmations_statement_id_version_fkey FOREIGN KEY (statement_id, version) REFERENCES statement_versions(statement_id, version)
  CREATE INDEX confirmations_of_statement ON hefu.confirmations USING btree (statement_id)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.confirmations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER checked BEFORE INSERT ON hefu.confirmations FOR EACH ROW EXECUTE FUNCTION confirmations_need_checker()
  POLICY after_code RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ( SELECT may_act() AS may_act)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY names_its_link RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ((link_id IS NULL) = (( SELECT current_statement() AS current_statement) IS NULL))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_portal
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.contact_roles ROW LEVEL SECURITY FORCED
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  contact_id uuid NOT NULL
  role text NOT NULL
  CONSTRAINT contact_roles_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id)
  CONSTRAINT contact_roles_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT contact_roles_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT contact_roles_pkey PRIMARY KEY (customer_id, contact_id, role)
  CONSTRAINT contact_roles_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'confirmer'::text, 'payer'::text, 'signer'::text, 'customer_admin'::text])))
  CREATE INDEX contact_roles_by_contact ON hefu.contact_roles USING btree (contact_id)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (contact_id = ( SELECT (NULLIF(current_setting('hefu.actor'::text, true), ''::text))::uuid AS "nullif")))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'contact_roles'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'contact_roles'::text)
  POLICY sign_in PERMISSIVE FOR SELECT TO hefu_worker USING true
  GRANT SELECT TO hefu_auditor
  GRANT DELETE, INSERT, SELECT, UPDATE TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT DELETE, INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.contacts ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  issuer text
  subject text
  email text NOT NULL
  name text NOT NULL
  phone text NOT NULL DEFAULT ''::text
  locale text NOT NULL DEFAULT 'zh-CN'::text
  active boolean NOT NULL DEFAULT true
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  last_sign_in_at timestamp with time zone
  CONSTRAINT contacts_identity_once UNIQUE (issuer, subject)
  CONSTRAINT contacts_identity_whole CHECK (((issuer IS NULL) = (subject IS NULL)))
  CONSTRAINT contacts_locale_check CHECK ((locale = ANY (ARRAY['zh-CN'::text, 'en'::text])))
  CONSTRAINT contacts_name_check CHECK ((name <> ''::text))
  CONSTRAINT contacts_pkey PRIMARY KEY (id)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY colleagues PERMISSIVE FOR ALL TO hefu_portal USING (EXISTS ( SELECT FROM contact_roles r WHERE (r.contact_id = contacts.id)))
  POLICY every PERMISSIVE FOR ALL TO hefu_worker USING true
  POLICY of_customers PERMISSIVE FOR ALL TO hefu_backoffice USING (EXISTS ( SELECT FROM contact_roles r WHERE (r.contact_id = contacts.id)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (id = ( SELECT (NULLIF(current_setting('hefu.actor'::text, true), ''::text))::uuid AS "nullif")))
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'contacts'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'contacts'::text)
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.counters ROW LEVEL SECURITY FORCED
  organization_id uuid NOT NULL
  series text NOT NULL
  last bigint NOT NULL
  CONSTRAINT counters_last_check CHECK ((last >= 0))
  CONSTRAINT counters_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT counters_pkey PRIMARY KEY (organization_id, series)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY counters_of_customer PERMISSIVE FOR ALL TO hefu_portal USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE TO hefu_portal
  GRANT INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.currencies
  code text NOT NULL
  exponent integer NOT NULL
  CONSTRAINT currencies_code_check CHECK ((code ~ '^[A-Z]{3}$'::text))
  CONSTRAINT currencies_exponent_check CHECK (((exponent >= 0) AND (exponent <= 4)))
  CONSTRAINT currencies_pkey PRIMARY KEY (code)
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT SELECT TO hefu_worker

TABLE hefu.customer_group_members ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  group_id uuid NOT NULL
  customer_id uuid NOT NULL
  starts date NOT NULL
  ends date
  reason text NOT NULL
  declared_by uuid NOT NULL
  declared_by_name text NOT NULL DEFAULT ''::text
  declared_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  ended_by uuid
  ended_by_name text NOT NULL DEFAULT ''::text
  ended_at timestamp with time zone
  end_reason text NOT NULL DEFAULT ''::text
  CONSTRAINT customer_group_members_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT customer_group_members_dates CHECK ((ends >= starts))
  CONSTRAINT customer_group_members_group_id_fkey FOREIGN KEY (group_id) REFERENCES customer_groups(id)
  CONSTRAINT customer_group_members_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT customer_group_members_pkey PRIMARY KEY (id)
  CONSTRAINT customer_group_members_reason_check CHECK ((reason <> ''::text))
  CREATE INDEX customer_group_members_of_customer ON hefu.customer_group_members USING btree (customer_id)
  CREATE INDEX customer_group_members_of_group ON hefu.customer_group_members USING btree (group_id)
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON hefu.customer_group_members FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER members_check BEFORE INSERT OR UPDATE ON hefu.customer_group_members FOR EACH ROW EXECUTE FUNCTION customer_group_members_check()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY owner PERMISSIVE FOR SELECT TO hefu_owner USING true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (ends, ended_by, ended_by_name, ended_at, end_reason) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (ends, ended_by, ended_by_name, ended_at, end_reason) TO hefu_worker

TABLE hefu.customer_groups ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  name text NOT NULL
  name_en text NOT NULL DEFAULT ''::text
  note text NOT NULL DEFAULT ''::text
  created_by uuid NOT NULL
  created_by_name text NOT NULL DEFAULT ''::text
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  row_version integer NOT NULL DEFAULT 1
  CONSTRAINT customer_groups_name_check CHECK ((name <> ''::text))
  CONSTRAINT customer_groups_name_once UNIQUE (organization_id, name)
  CONSTRAINT customer_groups_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT customer_groups_pkey PRIMARY KEY (id)
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON hefu.customer_groups FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (name, name_en, note, row_version) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (name, name_en, note, row_version) TO hefu_worker

TABLE hefu.customer_histories ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  state text NOT NULL DEFAULT 'queued'::text
  done integer NOT NULL DEFAULT 0
  total integer NOT NULL DEFAULT 0
  file_sha256 bytea
  size bigint NOT NULL DEFAULT 0
  requested_by uuid NOT NULL
  requested_by_name text NOT NULL
  requested_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  finished_at timestamp with time zone
  expires_at timestamp with time zone
  CONSTRAINT customer_histories_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT customer_histories_done_check CHECK ((done >= 0))
  CONSTRAINT customer_histories_file_sha256_check CHECK ((length(file_sha256) = 32))
  CONSTRAINT customer_histories_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT customer_histories_pkey PRIMARY KEY (id)
  CONSTRAINT customer_histories_size_check CHECK ((size >= 0))
  CONSTRAINT customer_histories_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text])))
  CONSTRAINT customer_histories_total_check CHECK ((total >= 0))
  CONSTRAINT customer_histories_whole CHECK ((((state = 'done'::text) = (file_sha256 IS NOT NULL)) AND ((state = 'done'::text) = (expires_at IS NOT NULL))))
  CREATE INDEX customer_histories_by_file ON hefu.customer_histories USING btree (file_sha256) WHERE (file_sha256 IS NOT NULL)
  CREATE INDEX customer_histories_newest ON hefu.customer_histories USING btree (organization_id, id)
  CREATE UNIQUE INDEX customer_histories_one_open ON hefu.customer_histories USING btree (customer_id) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]))
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY sweep PERMISSIVE FOR SELECT TO hefu_worker USING true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (state, done, total, file_sha256, size, finished_at, expires_at) TO hefu_worker

TABLE hefu.customers ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  code text NOT NULL
  name text NOT NULL
  name_en text NOT NULL DEFAULT ''::text
  tax_id text
  country text NOT NULL DEFAULT ''::text
  region text NOT NULL DEFAULT ''::text
  address text NOT NULL DEFAULT ''::text
  phone text NOT NULL DEFAULT ''::text
  bank text NOT NULL DEFAULT ''::text
  bank_account text NOT NULL DEFAULT ''::text
  currency text NOT NULL
  salesperson_id uuid
  terms jsonb NOT NULL DEFAULT '{}'::jsonb
  cycle text NOT NULL DEFAULT 'monthly'::text
  time_zone text NOT NULL DEFAULT 'Asia/Shanghai'::text
  locale text NOT NULL DEFAULT 'zh-CN'::text
  active boolean NOT NULL DEFAULT true
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  updated_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  self_administration boolean NOT NULL DEFAULT true
  maker_checker boolean NOT NULL DEFAULT false
  maker_checker_off_by uuid
  maker_checker_off_at timestamp with time zone
  confirm_receivables boolean NOT NULL DEFAULT false
  CONSTRAINT customers_code_check CHECK ((code <> ''::text))
  CONSTRAINT customers_code_once UNIQUE (organization_id, code)
  CONSTRAINT customers_currency_fkey FOREIGN KEY (currency) REFERENCES currencies(code)
  CONSTRAINT customers_cycle_check CHECK ((cycle ~ '^(monthly|quarterly|none|day:([1-9]|1[0-9]|2[0-8])(,([1-9]|1[0-9]|2[0-8]))*|weeks:([1-9]|1[0-2]):\d{4}-\d\d-\d\d|dates:\d\d-\d\d(,\d\d-\d\d)*)$'::text))
  CONSTRAINT customers_locale_check CHECK ((locale = ANY (ARRAY['zh-CN'::text, 'en'::text])))
  CONSTRAINT customers_maker_checker_off_by_fkey FOREIGN KEY (maker_checker_off_by) REFERENCES contacts(id)
  CONSTRAINT customers_name_check CHECK ((name <> ''::text))
  CONSTRAINT customers_off_asked_whole CHECK ((((maker_checker_off_by IS NULL) = (maker_checker_off_at IS NULL)) AND (maker_checker OR (maker_checker_off_by IS NULL))))
  CONSTRAINT customers_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT customers_pkey PRIMARY KEY (id)
  CONSTRAINT customers_salesperson_id_fkey FOREIGN KEY (salesperson_id) REFERENCES staff(id)
  CONSTRAINT customers_tax_id_check CHECK ((tax_id <> ''::text))
  CREATE INDEX customers_by_name ON hefu.customers USING btree (organization_id, name, id)
  CREATE UNIQUE INDEX customers_tax_id_once ON hefu.customers USING btree (organization_id, tax_id) WHERE (tax_id IS NOT NULL)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY own PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (id = ( SELECT current_customer() AS current_customer)))
  POLICY owner PERMISSIVE FOR SELECT TO hefu_owner USING true
  POLICY sign_in PERMISSIVE FOR SELECT TO hefu_worker USING true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.customers_told_apart ROW LEVEL SECURITY FORCED
  organization_id uuid NOT NULL
  one_id uuid NOT NULL
  other_id uuid NOT NULL
  reason text NOT NULL
  told_by uuid NOT NULL
  told_by_name text NOT NULL DEFAULT ''::text
  told_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT customers_told_apart_in_order CHECK ((one_id < other_id))
  CONSTRAINT customers_told_apart_one_id_fkey FOREIGN KEY (one_id) REFERENCES customers(id)
  CONSTRAINT customers_told_apart_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT customers_told_apart_other_id_fkey FOREIGN KEY (other_id) REFERENCES customers(id)
  CONSTRAINT customers_told_apart_pkey PRIMARY KEY (one_id, other_id)
  CONSTRAINT customers_told_apart_reason_check CHECK ((reason <> ''::text))
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.customers_told_apart FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.cycle_policies ROW LEVEL SECURITY FORCED
  id uuid NOT NULL DEFAULT new_id()
  organization_id uuid NOT NULL
  version integer NOT NULL
  automatic text NOT NULL
  delay_days integer NOT NULL
  checks jsonb NOT NULL
  tax_rates numeric[] NOT NULL
  tax_tolerance amount NOT NULL
  task_days integer
  escalation_days integer
  reason text NOT NULL DEFAULT ''::text
  created_by uuid NOT NULL
  created_by_name text NOT NULL DEFAULT ''::text
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  proofs jsonb NOT NULL DEFAULT '{"receivable": "either"}'::jsonb
  CONSTRAINT cycle_policies_automatic_check CHECK ((automatic = ANY (ARRAY['off'::text, 'draft'::text, 'issue'::text])))
  CONSTRAINT cycle_policies_delay_days_check CHECK (((delay_days >= 0) AND (delay_days <= 15)))
  CONSTRAINT cycle_policies_escalation_days_check CHECK (((escalation_days >= 0) AND (escalation_days <= 90)))
  CONSTRAINT cycle_policies_order CHECK ((escalation_days > task_days))
  CONSTRAINT cycle_policies_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT cycle_policies_pkey PRIMARY KEY (id)
  CONSTRAINT cycle_policies_proofs_check CHECK ((jsonb_typeof(proofs) = 'object'::text))
  CONSTRAINT cycle_policies_task_days_check CHECK (((task_days >= 0) AND (task_days <= 60)))
  CONSTRAINT cycle_policies_tax_tolerance_check CHECK (((tax_tolerance)::numeric >= (0)::numeric))
  CONSTRAINT cycle_policies_version_check CHECK ((version > 0))
  CONSTRAINT cycle_policies_version_once UNIQUE (organization_id, version)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.cycle_policies FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.deliveries ROW LEVEL SECURITY FORCED
  id uuid NOT NULL DEFAULT new_id()
  organization_id uuid NOT NULL
  customer_id uuid
  event_id uuid NOT NULL
  kind text NOT NULL
  purpose_key text NOT NULL
  channel text NOT NULL
  recipient text NOT NULL
  contact_id uuid
  staff_id uuid
  channel_id uuid
  name text NOT NULL
  address text NOT NULL
  locale text NOT NULL
  statement_id uuid
  dispute_id uuid
  urgent boolean NOT NULL DEFAULT false
  state text NOT NULL DEFAULT 'queued'::text
  attempts integer NOT NULL DEFAULT 0
  next_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  tried_at timestamp with time zone
  sent_at timestamp with time zone
  bounced_at timestamp with time zone
  result text NOT NULL DEFAULT ''::text
  reply text NOT NULL DEFAULT ''::text
  subject text NOT NULL DEFAULT ''::text
  template_id uuid
  CONSTRAINT deliveries_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'webhook'::text, 'wecom'::text, 'sms'::text])))
  CONSTRAINT deliveries_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id)
  CONSTRAINT deliveries_locale_check CHECK ((locale = ANY (ARRAY['zh-CN'::text, 'en'::text])))
  CONSTRAINT deliveries_pkey PRIMARY KEY (id)
  CONSTRAINT deliveries_purpose_once UNIQUE (organization_id, purpose_key)
  CONSTRAINT deliveries_recipient_check CHECK ((recipient = ANY (ARRAY['contact'::text, 'staff'::text, 'channel'::text])))
  CONSTRAINT deliveries_sent_at CHECK (((state = ANY (ARRAY['sent'::text, 'bounced'::text])) <= (sent_at IS NOT NULL)))
  CONSTRAINT deliveries_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'skipped'::text, 'bounced'::text])))
  CONSTRAINT deliveries_template_id_fkey FOREIGN KEY (template_id) REFERENCES mail_templates(id)
  CREATE INDEX deliveries_due ON hefu.deliveries USING btree (organization_id, urgent DESC, next_at) WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text]))
  CREATE INDEX deliveries_failed ON hefu.deliveries USING btree (organization_id, id) WHERE (state = ANY (ARRAY['failed'::text, 'bounced'::text]))
  CREATE INDEX deliveries_list ON hefu.deliveries USING btree (organization_id, id)
  CREATE INDEX deliveries_of_channel ON hefu.deliveries USING btree (channel_id, id) WHERE (channel_id IS NOT NULL)
  CREATE INDEX deliveries_of_customer ON hefu.deliveries USING btree (customer_id, id) WHERE ((customer_id IS NOT NULL) AND (recipient = 'contact'::text))
  CREATE INDEX deliveries_of_statement ON hefu.deliveries USING btree (statement_id) WHERE (statement_id IS NOT NULL)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'deliveries'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'deliveries'::text)
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (name, address, locale, state, attempts, next_at, tried_at, sent_at, bounced_at, result, reply, subject, template_id) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (name, address, locale, state, attempts, next_at, tried_at, sent_at, bounced_at, result, reply, subject, template_id) TO hefu_worker

TABLE hefu.dimension_values ROW LEVEL SECURITY FORCED
  organization_id uuid NOT NULL
  dimension text NOT NULL
  code text NOT NULL
  label_zh text NOT NULL
  label_en text NOT NULL
  active boolean NOT NULL DEFAULT true
  CONSTRAINT dimension_values_code_check CHECK ((code <> ''::text))
  CONSTRAINT dimension_values_label_en_check CHECK ((label_en <> ''::text))
  CONSTRAINT dimension_values_label_zh_check CHECK ((label_zh <> ''::text))
  CONSTRAINT dimension_values_of_dimension FOREIGN KEY (organization_id, dimension) REFERENCES dimensions(organization_id, code)
  CONSTRAINT dimension_values_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT dimension_values_pkey PRIMARY KEY (organization_id, dimension, code)
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON hefu.dimension_values FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (label_zh, label_en, active) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (label_zh, label_en, active) TO hefu_worker

TABLE hefu.dimensions ROW LEVEL SECURITY FORCED
  organization_id uuid NOT NULL
  code text NOT NULL
  label_zh text NOT NULL
  label_en text NOT NULL
  active boolean NOT NULL DEFAULT true
  row_version integer NOT NULL DEFAULT 1
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT dimensions_code_check CHECK ((code ~ '^[a-z][a-z0-9_]{0,39}$'::text))
  CONSTRAINT dimensions_label_en_check CHECK ((label_en <> ''::text))
  CONSTRAINT dimensions_label_zh_check CHECK ((label_zh <> ''::text))
  CONSTRAINT dimensions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT dimensions_pkey PRIMARY KEY (organization_id, code)
  CONSTRAINT dimensions_row_version_check CHECK ((row_version > 0))
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON hefu.dimensions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (label_zh, label_en, active, row_version) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (label_zh, label_en, active, row_version) TO hefu_worker

TABLE hefu.dispute_messages ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  dispute_id uuid NOT NULL
  side text NOT NULL
  internal boolean NOT NULL DEFAULT false
  kind text NOT NULL DEFAULT 'message'::text
  author_id uuid NOT NULL
  author_name text NOT NULL
  text text NOT NULL
  data jsonb NOT NULL DEFAULT '{}'::jsonb
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT dispute_messages_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES disputes(id)
  CONSTRAINT dispute_messages_internal_is_staff CHECK (((NOT internal) OR (side <> 'customer'::text)))
  CONSTRAINT dispute_messages_pkey PRIMARY KEY (id)
  CONSTRAINT dispute_messages_side_check CHECK ((side = ANY (ARRAY['customer'::text, 'staff'::text, 'system'::text])))
  CREATE INDEX dispute_messages_of_dispute ON hefu.dispute_messages USING btree (dispute_id, id)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.dispute_messages FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER pseudonyms_alone BEFORE UPDATE ON hefu.dispute_messages FOR EACH ROW EXECUTE FUNCTION pseudonyms_alone('author_name', 'author_id')
  POLICY after_code RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ( SELECT may_act() AS may_act)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY no_internal_notes RESTRICTIVE FOR ALL TO hefu_portal USING (NOT internal) WITH CHECK ((NOT internal) AND (side <> 'staff'::text))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (EXISTS ( SELECT FROM disputes d WHERE ((d.id = dispute_messages.dispute_id) AND (d.statement_id = ( SELECT current_statement() AS current_statement))))))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'dispute_messages'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'dispute_messages'::text)
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_portal
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.dispute_policies ROW LEVEL SECURITY FORCED
  id uuid NOT NULL DEFAULT new_id()
  organization_id uuid NOT NULL
  version integer NOT NULL
  default_days integer NOT NULL
  days jsonb NOT NULL DEFAULT '{}'::jsonb
  rules jsonb NOT NULL DEFAULT '[]'::jsonb
  fallback jsonb NOT NULL DEFAULT '{}'::jsonb
  warn_hours integer NOT NULL DEFAULT 24
  late_role text NOT NULL DEFAULT 'finance_supervisor'::text
  threshold amount
  reason text NOT NULL DEFAULT ''::text
  created_by uuid
  created_by_name text NOT NULL DEFAULT ''::text
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT dispute_policies_default_days_check CHECK (((default_days >= 1) AND (default_days <= 90)))
  CONSTRAINT dispute_policies_late_role_check CHECK ((late_role = ANY (ARRAY[''::text, 'ar_accountant'::text, 'finance_supervisor'::text, 'management'::text])))
  CONSTRAINT dispute_policies_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT dispute_policies_pkey PRIMARY KEY (id)
  CONSTRAINT dispute_policies_threshold_check CHECK (((threshold)::numeric >= (0)::numeric))
  CONSTRAINT dispute_policies_version_check CHECK ((version > 0))
  CONSTRAINT dispute_policies_version_once UNIQUE (organization_id, version)
  CONSTRAINT dispute_policies_warn_hours_check CHECK (((warn_hours >= 0) AND (warn_hours <= 240)))
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.dispute_policies FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_portal, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT SELECT (organization_id, version, threshold) TO hefu_portal
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.dispute_reads ROW LEVEL SECURITY FORCED
  dispute_id uuid NOT NULL
  person_id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  side text NOT NULL
  name text NOT NULL
  message_id uuid NOT NULL
  seen_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT dispute_reads_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT dispute_reads_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES disputes(id)
  CONSTRAINT dispute_reads_message_id_fkey FOREIGN KEY (message_id) REFERENCES dispute_messages(id)
  CONSTRAINT dispute_reads_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT dispute_reads_pkey PRIMARY KEY (dispute_id, person_id)
  CONSTRAINT dispute_reads_side_check CHECK ((side = ANY (ARRAY['customer'::text, 'staff'::text])))
  POLICY after_code RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ( SELECT may_act() AS may_act)
  POLICY after_code_too RESTRICTIVE FOR UPDATE TO hefu_portal USING ( SELECT may_act() AS may_act)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY customers_marks RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK (side = 'customer'::text)
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (EXISTS ( SELECT FROM disputes d WHERE ((d.id = dispute_reads.dispute_id) AND (d.statement_id = ( SELECT current_statement() AS current_statement))))))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY own_marks RESTRICTIVE FOR INSERT TO hefu_backoffice, hefu_portal WITH CHECK (person_id = (NULLIF(current_setting('hefu.actor'::text, true), ''::text))::uuid)
  POLICY own_marks_move RESTRICTIVE FOR UPDATE TO hefu_backoffice, hefu_portal USING (person_id = (NULLIF(current_setting('hefu.actor'::text, true), ''::text))::uuid)
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'dispute_reads'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'dispute_reads'::text)
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (name, message_id, seen_at) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (name, message_id, seen_at) TO hefu_portal
  GRANT INSERT, SELECT, UPDATE (name, message_id, seen_at) TO hefu_worker

TABLE hefu.disputes ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  series text NOT NULL
  number bigint NOT NULL
  dispute_no text NOT NULL
  statement_id uuid NOT NULL
  version integer NOT NULL
  line_no integer NOT NULL
  document_id uuid
  document_no text NOT NULL DEFAULT ''::text
  currency text NOT NULL
  line_amount amount NOT NULL
  category text NOT NULL
  disputed_amount amount NOT NULL
  customer_figure amount
  text text NOT NULL DEFAULT ''::text
  state text NOT NULL DEFAULT 'open'::text
  outcome text
  root_cause text
  agreed_amount amount
  credit_document_id uuid
  assignee_id uuid
  due_at timestamp with time zone NOT NULL
  opened_by uuid NOT NULL
  opened_by_name text NOT NULL
  opened_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  resolved_at timestamp with time zone
  row_version integer NOT NULL DEFAULT 1
  warned_for timestamp with time zone
  late_for timestamp with time zone
  CONSTRAINT disputes_agreed_amount_check CHECK (((agreed_amount)::numeric >= (0)::numeric))
  CONSTRAINT disputes_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES staff(id)
  CONSTRAINT disputes_category_check CHECK ((category = ANY (ARRAY['price'::text, 'quantity'::text, 'discount'::text, 'quality'::text, 'not_received'::text, 'duplicate'::text, 'already_paid'::text, 'wrong_party'::text, 'document_mismatch'::text, 'other'::text])))
  CONSTRAINT disputes_credit_document_id_fkey FOREIGN KEY (credit_document_id) REFERENCES documents(id)
  CONSTRAINT disputes_credit_follows_agreement CHECK (((credit_document_id IS NOT NULL) = ((state = 'resolved'::text) AND (outcome = ANY (ARRAY['accepted_whole'::text, 'accepted_part'::text])))))
  CONSTRAINT disputes_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT disputes_disputed_amount_check CHECK (((disputed_amount)::numeric > (0)::numeric))
  CONSTRAINT disputes_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id)
  CONSTRAINT disputes_number_once UNIQUE (organization_id, series, number)
  CONSTRAINT disputes_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT disputes_outcome_check CHECK ((outcome = ANY (ARRAY['accepted_whole'::text, 'accepted_part'::text, 'rejected'::text, 'disagreement'::text, 'paid'::text])))
  CONSTRAINT disputes_pkey PRIMARY KEY (id)
  CONSTRAINT disputes_resolved_has_outcome CHECK (((state = 'resolved'::text) = (outcome IS NOT NULL)))
  CONSTRAINT disputes_root_cause_check CHECK ((root_cause = ANY (ARRAY['technical_error'::text, 'process_gap'::text, 'commercial_dispute'::text])))
  CONSTRAINT disputes_state_check CHECK ((state = ANY (ARRAY['open'::text, 'in_review'::text, 'answered'::text, 'awaiting_approval'::text, 'proposed'::text, 'resolved'::text, 'withdrawn'::text])))
  CONSTRAINT disputes_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CREATE INDEX disputes_due ON hefu.disputes USING btree (due_at) WHERE (state = ANY (ARRAY['open'::text, 'in_review'::text]))
  CREATE INDEX disputes_of_customer ON hefu.disputes USING btree (customer_id, id)
  CREATE INDEX disputes_of_document ON hefu.disputes USING btree (document_id) WHERE (document_id IS NOT NULL)
  CREATE UNIQUE INDEX disputes_one_live_a_line ON hefu.disputes USING btree (statement_id, line_no) WHERE (state <> ALL (ARRAY['resolved'::text, 'withdrawn'::text]))
  CREATE INDEX disputes_queue ON hefu.disputes USING btree (organization_id, state, due_at)
  CREATE TRIGGER finalized_new BEFORE INSERT ON hefu.disputes FOR EACH ROW EXECUTE FUNCTION disputes_finalized()
  CREATE TRIGGER finalized_state BEFORE UPDATE OF state ON hefu.disputes FOR EACH ROW WHEN ((new.state IS DISTINCT FROM old.state)) EXECUTE FUNCTION disputes_finalized()
  POLICY after_code RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ( SELECT may_act() AS may_act)
  POLICY after_code_too RESTRICTIVE FOR UPDATE TO hefu_portal USING ( SELECT may_act() AS may_act)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'disputes'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'disputes'::text)
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (state, outcome, root_cause, agreed_amount, credit_document_id, assignee_id, due_at, resolved_at, row_version) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (state, resolved_at, row_version) TO hefu_portal
  GRANT INSERT, SELECT, UPDATE (state, outcome, root_cause, agreed_amount, credit_document_id, assignee_id, due_at, resolved_at, row_version, warned_for, late_for) TO hefu_worker

TABLE hefu.document_files ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  draft_id uuid
  document_id uuid
  kind text NOT NULL
  internal boolean NOT NULL DEFAULT false
  name text NOT NULL
  media_type text NOT NULL
  size bigint NOT NULL
  sha256 bytea NOT NULL
  width integer NOT NULL DEFAULT 0
  height integer NOT NULL DEFAULT 0
  thumbnail_sha256 bytea
  protected boolean NOT NULL DEFAULT false
  upload_key uuid NOT NULL
  received_sha256 bytea NOT NULL
  uploaded_by uuid NOT NULL
  uploaded_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  removed_at timestamp with time zone
  removed_by_name text NOT NULL DEFAULT ''::text
  remove_reason text NOT NULL DEFAULT ''::text
  CONSTRAINT document_files_beside CHECK (((draft_id IS NOT NULL) OR (document_id IS NOT NULL)))
  CONSTRAINT document_files_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT document_files_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id)
  CONSTRAINT document_files_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES drafts(id)
  CONSTRAINT document_files_key_once UNIQUE (uploaded_by, upload_key)
  CONSTRAINT document_files_kind_check CHECK ((kind = ANY (ARRAY['delivery_note'::text, 'acceptance'::text, 'contract'::text, 'invoice'::text, 'other'::text])))
  CONSTRAINT document_files_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
  CONSTRAINT document_files_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT document_files_pkey PRIMARY KEY (id)
  CONSTRAINT document_files_received_sha256_check CHECK ((length(received_sha256) = 32))
  CONSTRAINT document_files_remove_reason_check CHECK ((length(remove_reason) <= 400))
  CONSTRAINT document_files_removed_by CHECK (((removed_at IS NULL) = (removed_by_name = ''::text)))
  CONSTRAINT document_files_sha256_check CHECK ((length(sha256) = 32))
  CONSTRAINT document_files_size_check CHECK (((size >= 1) AND (size <= 26214400)))
  CONSTRAINT document_files_thumbnail_sha256_check CHECK ((length(thumbnail_sha256) = 32))
  CREATE INDEX document_files_by_content ON hefu.document_files USING btree (sha256)
  CREATE INDEX document_files_by_thumbnail ON hefu.document_files USING btree (thumbnail_sha256) WHERE (thumbnail_sha256 IS NOT NULL)
  CREATE UNIQUE INDEX document_files_document_once ON hefu.document_files USING btree (document_id, received_sha256) WHERE ((removed_at IS NULL) AND (document_id IS NOT NULL))
  CREATE UNIQUE INDEX document_files_draft_once ON hefu.document_files USING btree (draft_id, received_sha256) WHERE ((removed_at IS NULL) AND (draft_id IS NOT NULL))
  CREATE INDEX document_files_of_customer ON hefu.document_files USING btree (customer_id) INCLUDE (size)
  CREATE INDEX document_files_of_document ON hefu.document_files USING btree (document_id, id) WHERE (document_id IS NOT NULL)
  CREATE INDEX document_files_of_draft ON hefu.document_files USING btree (draft_id, id) WHERE (draft_id IS NOT NULL)
  CREATE TRIGGER keep_sealed BEFORE UPDATE OF removed_at, internal ON hefu.document_files FOR EACH ROW EXECUTE FUNCTION keep_sealed_file()
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON hefu.document_files FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR SELECT TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)) AND (NOT internal) AND (removed_at IS NULL) AND (document_id IS NOT NULL))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (document_id IN ( SELECT documents_in_reach() AS documents_in_reach)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'document_files'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'document_files'::text)
  POLICY sweep PERMISSIVE FOR SELECT TO hefu_worker USING true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (customer_id, document_id, internal, removed_at, removed_by_name, remove_reason) TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT INSERT, SELECT, UPDATE (customer_id, document_id, internal, removed_at, removed_by_name, remove_reason) TO hefu_worker

TABLE hefu.document_lines ROW LEVEL SECURITY FORCED
  document_id uuid NOT NULL
  line_no integer NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  kind text NOT NULL DEFAULT 'goods'::text
  item_code text NOT NULL DEFAULT ''::text
  description text NOT NULL DEFAULT ''::text
  unit text NOT NULL DEFAULT ''::text
  quantity quantity
  unit_price price
  net amount NOT NULL
  tax_rate numeric NOT NULL DEFAULT 0
  tax amount NOT NULL
  gross amount NOT NULL
  reduces_line_no integer
  CONSTRAINT document_lines_kind_check CHECK ((kind = ANY (ARRAY['goods'::text, 'service'::text, 'freight'::text])))
  CONSTRAINT document_lines_line_no_check CHECK ((line_no > 0))
  CONSTRAINT document_lines_parts CHECK ((((net)::numeric + (tax)::numeric) = (gross)::numeric))
  CONSTRAINT document_lines_pkey PRIMARY KEY (document_id, line_no)
  CONSTRAINT document_lines_tax_rate_check CHECK (((tax_rate >= (0)::numeric) AND (tax_rate <= (100)::numeric)))
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.document_lines FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER document_lines_of_documents AFTER INSERT ON hefu.document_lines REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION document_lines_of_documents()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (document_id IN ( SELECT documents_in_reach() AS documents_in_reach)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY owner PERMISSIVE FOR ALL TO hefu_owner USING true WITH CHECK true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.documents ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  kind text NOT NULL
  series text NOT NULL
  number bigint NOT NULL
  document_no text NOT NULL
  currency text NOT NULL
  rate rate NOT NULL
  document_date date NOT NULL
  posting_date date NOT NULL
  due_date date
  t0 date
  t0_basis text
  order_no text NOT NULL DEFAULT ''::text
  contract_no text NOT NULL DEFAULT ''::text
  shipment_no text NOT NULL DEFAULT ''::text
  shipment_date date
  invoice_no text NOT NULL DEFAULT ''::text
  source_kind text NOT NULL
  source_system text NOT NULL
  source_id text NOT NULL
  content_sha256 bytea NOT NULL
  description text NOT NULL DEFAULT ''::text
  reason text NOT NULL DEFAULT ''::text
  method text NOT NULL DEFAULT ''::text
  salesperson_id uuid
  region text NOT NULL DEFAULT ''::text
  product_line text NOT NULL DEFAULT ''::text
  net amount NOT NULL
  tax amount NOT NULL
  freight amount NOT NULL DEFAULT 0
  gross amount NOT NULL
  gross_base amount NOT NULL
  line_count integer NOT NULL DEFAULT 0
  reduces_document_id uuid
  reverses_document_id uuid
  dispute_id uuid
  resolution_id uuid
  created_by uuid NOT NULL
  approved_by uuid
  posted_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  terms jsonb
  adjusts_document_id uuid
  item_type text NOT NULL DEFAULT ''::text
  return_no text NOT NULL DEFAULT ''::text
  CONSTRAINT documents_adjusts_document_id_fkey FOREIGN KEY (adjusts_document_id) REFERENCES documents(id)
  CONSTRAINT documents_credit_names_receivable CHECK (((kind <> 'credit_note'::text) OR (reduces_document_id IS NOT NULL) OR (source_system <> 'hefu'::text)))
  CONSTRAINT documents_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT documents_four_eyes CHECK (((approved_by IS DISTINCT FROM created_by) OR (approved_by IS NULL)))
  CONSTRAINT documents_kind_check CHECK ((kind = ANY (ARRAY['receivable'::text, 'credit_note'::text, 'adjustment'::text, 'receipt'::text, 'advance'::text, 'refund'::text, 'write_off'::text, 'reversal'::text, 'opening_balance'::text])))
  CONSTRAINT documents_number_check CHECK ((number > 0))
  CONSTRAINT documents_number_once UNIQUE (organization_id, series, number)
  CONSTRAINT documents_parts CHECK (((((net)::numeric + (tax)::numeric) + (freight)::numeric) = (gross)::numeric))
  CONSTRAINT documents_pkey PRIMARY KEY (id)
  CONSTRAINT documents_reduces_document_id_fkey FOREIGN KEY (reduces_document_id) REFERENCES documents(id)
  CONSTRAINT documents_reversal_names_document CHECK (((kind = 'reversal'::text) = (reverses_document_id IS NOT NULL)))
  CONSTRAINT documents_reverses_document_id_fkey FOREIGN KEY (reverses_document_id) REFERENCES documents(id)
  CONSTRAINT documents_source_once UNIQUE (organization_id, source_system, source_id)
  CREATE INDEX documents_adjusting ON hefu.documents USING btree (adjusts_document_id) WHERE (adjusts_document_id IS NOT NULL)
  CREATE INDEX documents_by_date ON hefu.documents USING brin (posting_date) WITH (pages_per_range='32', autosummarize='on')
  CREATE INDEX documents_of_customer ON hefu.documents USING btree (customer_id, id)
  CREATE INDEX documents_received ON hefu.documents USING btree (customer_id, document_date) WHERE (kind = ANY (ARRAY['receipt'::text, 'advance'::text]))
  CREATE INDEX documents_reducing ON hefu.documents USING btree (reduces_document_id) WHERE (reduces_document_id IS NOT NULL)
  CREATE UNIQUE INDEX documents_resolution_once ON hefu.documents USING btree (resolution_id) WHERE (resolution_id IS NOT NULL)
  CREATE UNIQUE INDEX documents_reversed_once ON hefu.documents USING btree (reverses_document_id) WHERE (reverses_document_id IS NOT NULL)
  CREATE INDEX documents_turning_of_customer ON hefu.documents USING btree (customer_id, id) WHERE (kind <> ALL (ARRAY['receivable'::text, 'opening_balance'::text]))
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.documents FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER line_waits_again AFTER INSERT ON hefu.documents FOR EACH ROW WHEN ((new.reverses_document_id IS NOT NULL)) EXECUTE FUNCTION bank_lines_decided()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (id IN ( SELECT documents_in_reach() AS documents_in_reach)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY owner PERMISSIVE FOR ALL TO hefu_owner USING true WITH CHECK true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.draft_approvals ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  draft_id uuid NOT NULL
  round integer NOT NULL
  step integer NOT NULL
  name text NOT NULL
  role text NOT NULL
  decision text NOT NULL
  opinion text NOT NULL DEFAULT ''::text
  person_id uuid NOT NULL
  person_name text NOT NULL
  decided_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT draft_approvals_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT draft_approvals_decision_check CHECK ((decision = ANY (ARRAY['approved'::text, 'returned'::text])))
  CONSTRAINT draft_approvals_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES drafts(id)
  CONSTRAINT draft_approvals_name_check CHECK ((name = ANY (ARRAY['business'::text, 'finance'::text, 'level'::text])))
  CONSTRAINT draft_approvals_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT draft_approvals_pkey PRIMARY KEY (id)
  CONSTRAINT draft_approvals_returned_why CHECK (((decision = 'approved'::text) OR (opinion <> ''::text)))
  CONSTRAINT draft_approvals_step_check CHECK ((step > 0))
  CREATE UNIQUE INDEX draft_approvals_one_level ON hefu.draft_approvals USING btree (draft_id, round, step) WHERE (decision = 'approved'::text)
  CREATE UNIQUE INDEX draft_approvals_one_person ON hefu.draft_approvals USING btree (draft_id, round, person_id) WHERE (decision = 'approved'::text)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.draft_approvals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.drafts ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  kind text NOT NULL
  state text NOT NULL DEFAULT 'draft'::text
  content jsonb NOT NULL
  posting_date date NOT NULL
  reason text NOT NULL DEFAULT ''::text
  gross_base amount
  needs_second boolean NOT NULL DEFAULT true
  created_by uuid NOT NULL
  changed_by uuid
  submitted_by uuid
  decided_by uuid
  document_id uuid
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  updated_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  row_version integer NOT NULL DEFAULT 1
  round integer NOT NULL DEFAULT 0
  policy_version integer NOT NULL DEFAULT 0
  steps_done integer NOT NULL DEFAULT 0
  waiting_role text NOT NULL DEFAULT ''::text
  CONSTRAINT drafts_by_hand_second CHECK (((state <> 'posted'::text) OR needs_second OR (kind <> ALL (ARRAY['receivable'::text, 'credit_note'::text, 'adjustment'::text, 'opening_balance'::text])) OR (COALESCE((content ->> 'source_kind'::text), 'manual'::text) <> 'manual'::text))) NOT VALID
  CONSTRAINT drafts_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT drafts_four_eyes CHECK (((state <> 'posted'::text) OR (NOT needs_second) OR ((decided_by IS DISTINCT FROM submitted_by) AND (decided_by IS DISTINCT FROM created_by) AND (decided_by IS DISTINCT FROM changed_by))))
  CONSTRAINT drafts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT drafts_pkey PRIMARY KEY (id)
  CONSTRAINT drafts_posted_has_document CHECK (((state = 'posted'::text) = (document_id IS NOT NULL)))
  CONSTRAINT drafts_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'confirming'::text, 'posted'::text, 'discarded'::text])))
  CREATE INDEX drafts_of_document ON hefu.drafts USING btree (document_id) WHERE (document_id IS NOT NULL)
  CREATE TRIGGER files_follow AFTER UPDATE OF customer_id, document_id ON hefu.drafts FOR EACH ROW WHEN (((old.customer_id IS DISTINCT FROM new.customer_id) OR (old.document_id IS DISTINCT FROM new.document_id))) EXECUTE FUNCTION draft_files_follow()
  CREATE TRIGGER four_eyes BEFORE UPDATE ON hefu.drafts FOR EACH ROW WHEN (((new.state = 'posted'::text) AND (old.state <> 'posted'::text) AND new.needs_second)) EXECUTE FUNCTION refuse_one_person('decided_by', 'submitted_by', 'created_at', 'posted', 'drafts_four_eyes')
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.event_queue ROW LEVEL SECURITY FORCED
  event_id uuid NOT NULL
  organization_id uuid NOT NULL
  attempts integer NOT NULL DEFAULT 0
  fault text NOT NULL DEFAULT ''::text
  CONSTRAINT event_queue_pkey PRIMARY KEY (event_id)
  CREATE INDEX event_queue_of_organization ON hefu.event_queue USING btree (organization_id, event_id)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY owner PERMISSIVE FOR ALL TO hefu_owner USING true WITH CHECK true
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT DELETE, SELECT, UPDATE (attempts, fault) TO hefu_worker

TABLE hefu.events ROW LEVEL SECURITY FORCED
  id uuid NOT NULL DEFAULT new_id()
  organization_id uuid NOT NULL
  customer_id uuid
  kind text NOT NULL
  statement_id uuid
  dispute_id uuid
  document_id uuid
  contact_id uuid
  data jsonb NOT NULL DEFAULT '{}'::jsonb
  side text NOT NULL
  actor_id uuid NOT NULL
  actor_name text NOT NULL
  at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT events_kind_check CHECK ((kind ~ '^[a-z_]+\.[a-z_]+$'::text))
  CONSTRAINT events_pkey PRIMARY KEY (id)
  CONSTRAINT events_side_check CHECK ((side = ANY (ARRAY['customer'::text, 'staff'::text, 'system'::text])))
  CREATE INDEX events_of_customer ON hefu.events USING btree (customer_id, id) WHERE (customer_id IS NOT NULL)
  CREATE INDEX events_of_organization ON hefu.events USING btree (organization_id, id)
  CREATE INDEX events_of_statement ON hefu.events USING btree (statement_id) WHERE (statement_id IS NOT NULL)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER enqueue AFTER INSERT ON hefu.events REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION events_enqueue()
  CREATE TRIGGER pseudonyms_alone BEFORE UPDATE ON hefu.events FOR EACH ROW EXECUTE FUNCTION pseudonyms_alone('actor_name', 'actor_id')
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'events'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'events'::text)
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT TO hefu_portal
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.exchange_rates ROW LEVEL SECURITY FORCED
  organization_id uuid NOT NULL
  currency text NOT NULL
  on_date date NOT NULL
  rate rate NOT NULL
  CONSTRAINT exchange_rates_currency_fkey FOREIGN KEY (currency) REFERENCES currencies(code)
  CONSTRAINT exchange_rates_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT exchange_rates_pkey PRIMARY KEY (organization_id, currency, on_date)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY rates_of_organization PERMISSIVE FOR ALL TO hefu_portal USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.field_values ROW LEVEL SECURITY FORCED
  field_id uuid NOT NULL
  subject text NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  object_id uuid NOT NULL
  line_no integer NOT NULL DEFAULT 0
  value text NOT NULL
  CONSTRAINT field_values_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT field_values_line CHECK (((subject = 'line'::text) = (line_no > 0)))
  CONSTRAINT field_values_line_no_check CHECK ((line_no >= 0))
  CONSTRAINT field_values_of_field FOREIGN KEY (field_id, organization_id, subject) REFERENCES fields(id, organization_id, subject)
  CONSTRAINT field_values_own CHECK (((subject <> 'customer'::text) OR (object_id = customer_id)))
  CONSTRAINT field_values_pkey PRIMARY KEY (object_id, line_no, field_id)
  CONSTRAINT field_values_value_check CHECK (((value <> ''::text) AND (length(value) <= 500)))
  CREATE INDEX field_values_by_value ON hefu.field_values USING btree (field_id, value, object_id)
  CREATE TRIGGER kept BEFORE DELETE OR UPDATE ON hefu.field_values FOR EACH ROW WHEN ((old.subject <> 'customer'::text)) EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER typed BEFORE INSERT OR UPDATE ON hefu.field_values FOR EACH ROW EXECUTE FUNCTION field_values_typed()
  POLICY after_code RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ( SELECT may_act() AS may_act)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)) AND (field_id IN ( SELECT fields.id FROM fields))) WITH CHECK ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)) AND (subject = 'dispute'::text))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR ((subject = 'dispute'::text) AND (EXISTS ( SELECT FROM disputes d WHERE ((d.id = field_values.object_id) AND (d.statement_id = ( SELECT current_statement() AS current_statement)))))) OR ((subject = ANY (ARRAY['document'::text, 'line'::text])) AND (object_id IN ( SELECT documents_in_reach() AS documents_in_reach))))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT DELETE, INSERT, SELECT, UPDATE (value) TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_portal
  GRANT DELETE, INSERT, SELECT, UPDATE (value) TO hefu_worker

TABLE hefu.field_versions ROW LEVEL SECURITY FORCED
  field_id uuid NOT NULL
  version integer NOT NULL
  organization_id uuid NOT NULL
  content jsonb NOT NULL
  reason text NOT NULL DEFAULT ''::text
  created_by uuid NOT NULL
  created_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT field_versions_field_id_fkey FOREIGN KEY (field_id) REFERENCES fields(id)
  CONSTRAINT field_versions_once PRIMARY KEY (field_id, version)
  CONSTRAINT field_versions_version_check CHECK ((version > 0))
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.field_versions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.fields ROW LEVEL SECURITY FORCED
  id uuid NOT NULL DEFAULT new_id()
  organization_id uuid NOT NULL
  subject text NOT NULL
  code text NOT NULL
  kind text NOT NULL
  decimals integer NOT NULL DEFAULT 0
  version integer NOT NULL DEFAULT 1
  label_zh text NOT NULL
  label_en text NOT NULL
  required boolean NOT NULL DEFAULT false
  fallback text NOT NULL DEFAULT ''::text
  place integer NOT NULL DEFAULT 0
  shown text[] NOT NULL DEFAULT '{}'::text[]
  options jsonb NOT NULL DEFAULT '[]'::jsonb
  active boolean NOT NULL DEFAULT true
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT fields_code_check CHECK ((code ~ '^[a-z][a-z0-9_]{0,39}$'::text))
  CONSTRAINT fields_code_once UNIQUE (organization_id, subject, code)
  CONSTRAINT fields_decimals CHECK (((kind = 'number'::text) OR (decimals = 0)))
  CONSTRAINT fields_decimals_check CHECK (((decimals >= 0) AND (decimals <= 8)))
  CONSTRAINT fields_key UNIQUE (id, organization_id, subject)
  CONSTRAINT fields_kind_check CHECK ((kind = ANY (ARRAY['text'::text, 'number'::text, 'date'::text, 'choice'::text, 'yes_no'::text])))
  CONSTRAINT fields_label_en_check CHECK ((label_en <> ''::text))
  CONSTRAINT fields_label_zh_check CHECK ((label_zh <> ''::text))
  CONSTRAINT fields_options CHECK (((jsonb_typeof(options) = 'array'::text) AND ((kind = 'choice'::text) = (options <> '[]'::jsonb))))
  CONSTRAINT fields_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT fields_pkey PRIMARY KEY (id)
  CONSTRAINT fields_place_check CHECK (((place >= 0) AND (place <= 9999)))
  CONSTRAINT fields_shown CHECK ((shown <@ ARRAY['form'::text, 'list'::text, 'export'::text, 'import'::text, 'portal'::text, 'statement'::text]))
  CONSTRAINT fields_subject_check CHECK ((subject = ANY (ARRAY['customer'::text, 'document'::text, 'line'::text, 'dispute'::text])))
  CONSTRAINT fields_version_check CHECK ((version > 0))
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY meant PERMISSIVE FOR SELECT TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND ('portal'::text = ANY (shown)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (version, label_zh, label_en, required, fallback, place, shown, options, active) TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT INSERT, SELECT, UPDATE (version, label_zh, label_en, required, fallback, place, shown, options, active) TO hefu_worker

TABLE hefu.finalization_batch_items ROW LEVEL SECURITY FORCED
  batch_id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  statement_id uuid NOT NULL
  state text NOT NULL DEFAULT 'pending'::text
  code text NOT NULL DEFAULT ''::text
  finalization_id uuid
  signing_id uuid
  CONSTRAINT finalization_batch_items_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES finalization_batches(id)
  CONSTRAINT finalization_batch_items_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT finalization_batch_items_finalization_id_fkey FOREIGN KEY (finalization_id) REFERENCES finalizations(id)
  CONSTRAINT finalization_batch_items_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT finalization_batch_items_pkey PRIMARY KEY (batch_id, statement_id)
  CONSTRAINT finalization_batch_items_prepared CHECK (((state = 'prepared'::text) = (finalization_id IS NOT NULL)))
  CONSTRAINT finalization_batch_items_signing CHECK (((signing_id IS NULL) OR (finalization_id IS NOT NULL)))
  CONSTRAINT finalization_batch_items_signing_id_fkey FOREIGN KEY (signing_id) REFERENCES finalization_batch_signings(id)
  CONSTRAINT finalization_batch_items_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'prepared'::text, 'failed'::text])))
  CONSTRAINT finalization_batch_items_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CREATE INDEX finalization_batch_items_of_finalization ON hefu.finalization_batch_items USING btree (finalization_id) WHERE (finalization_id IS NOT NULL)
  CREATE INDEX finalization_batch_items_pending ON hefu.finalization_batch_items USING btree (batch_id, statement_id) WHERE (state = 'pending'::text)
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON hefu.finalization_batch_items FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (state, code, finalization_id, signing_id) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (state, code, finalization_id, signing_id) TO hefu_worker

TABLE hefu.finalization_batch_signings ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  batch_id uuid NOT NULL
  files integer NOT NULL
  sha256 bytea NOT NULL
  signed_by uuid NOT NULL
  signed_by_name text NOT NULL
  signed_by_subject text NOT NULL
  signed_from text NOT NULL DEFAULT ''::text
  signed_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT finalization_batch_signings_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES finalization_batches(id)
  CONSTRAINT finalization_batch_signings_files_check CHECK ((files > 0))
  CONSTRAINT finalization_batch_signings_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT finalization_batch_signings_pkey PRIMARY KEY (id)
  CONSTRAINT finalization_batch_signings_sha256_check CHECK ((length(sha256) = 32))
  CREATE INDEX finalization_batch_signings_of_batch ON hefu.finalization_batch_signings USING btree (batch_id, id)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.finalization_batch_signings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.finalization_batches ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  starts_on date NOT NULL
  ends_on date NOT NULL
  locale text NOT NULL
  created_by uuid NOT NULL
  created_by_name text NOT NULL
  created_by_subject text NOT NULL
  created_from text NOT NULL DEFAULT ''::text
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  prepared_at timestamp with time zone
  CONSTRAINT finalization_batches_locale_check CHECK ((locale = ANY (ARRAY['zh-CN'::text, 'en'::text])))
  CONSTRAINT finalization_batches_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT finalization_batches_pkey PRIMARY KEY (id)
  CONSTRAINT finalization_batches_range CHECK ((starts_on <= ends_on))
  CREATE INDEX finalization_batches_newest ON hefu.finalization_batches USING btree (organization_id, id)
  CREATE INDEX finalization_batches_preparing ON hefu.finalization_batches USING btree (organization_id) WHERE (prepared_at IS NULL)
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON hefu.finalization_batches FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (prepared_at) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (prepared_at) TO hefu_worker

TABLE hefu.finalization_ends ROW LEVEL SECURITY FORCED
  finalization_id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  statement_id uuid NOT NULL
  kind text NOT NULL
  reason text NOT NULL
  ended_by uuid NOT NULL
  ended_by_name text NOT NULL
  ended_from text NOT NULL DEFAULT ''::text
  ended_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT finalization_ends_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT finalization_ends_finalization_id_fkey FOREIGN KEY (finalization_id) REFERENCES finalizations(id)
  CONSTRAINT finalization_ends_kind_check CHECK ((kind = ANY (ARRAY['withdrawn'::text, 'declined'::text])))
  CONSTRAINT finalization_ends_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT finalization_ends_pkey PRIMARY KEY (finalization_id)
  CONSTRAINT finalization_ends_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
  CONSTRAINT finalization_ends_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CREATE INDEX finalization_ends_of_statement ON hefu.finalization_ends USING btree (statement_id)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.finalization_ends FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER may_end BEFORE INSERT ON hefu.finalization_ends FOR EACH ROW EXECUTE FUNCTION finalizations_may_end()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY every PERMISSIVE FOR SELECT TO hefu_worker USING true
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.finalizations ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  statement_id uuid NOT NULL
  version integer NOT NULL
  turn integer NOT NULL
  scope text NOT NULL
  sealed_lines integer[] NOT NULL
  locale text NOT NULL
  currency text NOT NULL
  closing amount NOT NULL
  adjustments amount NOT NULL
  items amount NOT NULL
  disputed amount NOT NULL
  agreed amount NOT NULL
  content text NOT NULL
  content_sha256 bytea NOT NULL
  file_sha256 bytea NOT NULL
  batch_id uuid
  prepared_by uuid NOT NULL
  prepared_by_name text NOT NULL
  prepared_from text NOT NULL DEFAULT ''::text
  prepared_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT finalizations_check CHECK ((content_sha256 = sha256(convert_to(content, 'UTF8'::name))))
  CONSTRAINT finalizations_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT finalizations_file_sha256_check CHECK ((length(file_sha256) = 32))
  CONSTRAINT finalizations_locale_check CHECK ((locale = ANY (ARRAY['zh-CN'::text, 'en'::text])))
  CONSTRAINT finalizations_one_live UNIQUE (statement_id, turn)
  CONSTRAINT finalizations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT finalizations_part CHECK (((scope = 'agreed_part'::text) = (cardinality(sealed_lines) > 0)))
  CONSTRAINT finalizations_pkey PRIMARY KEY (id)
  CONSTRAINT finalizations_prepared UNIQUE (id, prepared_by)
  CONSTRAINT finalizations_proves_out CHECK ((((((closing)::numeric - (adjustments)::numeric) - (items)::numeric) - (disputed)::numeric) = (agreed)::numeric))
  CONSTRAINT finalizations_scope_check CHECK ((scope = ANY (ARRAY['whole'::text, 'agreed_part'::text])))
  CONSTRAINT finalizations_statement_id_version_fkey FOREIGN KEY (statement_id, version) REFERENCES statement_versions(statement_id, version)
  CONSTRAINT finalizations_turn_check CHECK ((turn > 0))
  CREATE INDEX finalizations_by_file ON hefu.finalizations USING btree (file_sha256)
  CREATE INDEX finalizations_newest ON hefu.finalizations USING btree (organization_id, id)
  CREATE INDEX finalizations_of_customer ON hefu.finalizations USING btree (customer_id, id)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.finalizations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER are_free BEFORE INSERT ON hefu.finalizations FOR EACH ROW EXECUTE FUNCTION finalizations_are_free()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY every PERMISSIVE FOR SELECT TO hefu_worker USING true
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.group_allocations ROW LEVEL SECURITY FORCED
  allocation_id uuid NOT NULL
  organization_id uuid NOT NULL
  group_id uuid NOT NULL
  debit_customer_id uuid NOT NULL
  debit_party text NOT NULL
  debit_document_no text NOT NULL
  credit_customer_id uuid NOT NULL
  credit_party text NOT NULL
  credit_document_no text NOT NULL
  CONSTRAINT group_allocations_allocation_id_fkey FOREIGN KEY (allocation_id) REFERENCES allocations(id)
  CONSTRAINT group_allocations_credit_customer_id_fkey FOREIGN KEY (credit_customer_id) REFERENCES customers(id)
  CONSTRAINT group_allocations_debit_customer_id_fkey FOREIGN KEY (debit_customer_id) REFERENCES customers(id)
  CONSTRAINT group_allocations_group_id_fkey FOREIGN KEY (group_id) REFERENCES customer_groups(id)
  CONSTRAINT group_allocations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT group_allocations_pkey PRIMARY KEY (allocation_id)
  CREATE INDEX group_allocations_of_credit ON hefu.group_allocations USING btree (credit_customer_id)
  CREATE INDEX group_allocations_of_debit ON hefu.group_allocations USING btree (debit_customer_id)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.group_allocations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND ((debit_customer_id = ( SELECT current_customer() AS current_customer)) OR (credit_customer_id = ( SELECT current_customer() AS current_customer))))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING (( SELECT current_statement() AS current_statement) IS NULL)
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY owner PERMISSIVE FOR ALL TO hefu_owner USING true WITH CHECK true
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT SELECT TO hefu_worker

TABLE hefu.idempotency_keys ROW LEVEL SECURITY FORCED
  actor_id uuid NOT NULL
  key text NOT NULL
  request_sha256 bytea NOT NULL
  status integer
  response text
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  committed_at timestamp with time zone
  CONSTRAINT idempotency_keys_key_check CHECK (((length(key) >= 1) AND (length(key) <= 128)))
  CONSTRAINT idempotency_keys_pkey PRIMARY KEY (actor_id, key)
  CREATE INDEX idempotency_keys_by_age ON hefu.idempotency_keys USING btree (created_at)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY every PERMISSIVE FOR ALL TO hefu_backoffice, hefu_portal, hefu_worker USING (actor_id = (NULLIF(current_setting('hefu.actor'::text, true), ''::text))::uuid)
  POLICY spent PERMISSIVE FOR ALL TO hefu_worker USING (created_at < (now() - '7 days'::interval))
  GRANT SELECT TO hefu_auditor
  GRANT DELETE, INSERT, SELECT, UPDATE TO hefu_backoffice
  GRANT DELETE, INSERT, SELECT, UPDATE TO hefu_portal
  GRANT DELETE, INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.imports ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  kind text NOT NULL
  file_name text NOT NULL
  file_sha256 bytea NOT NULL
  state text NOT NULL
  rows_read integer NOT NULL DEFAULT 0
  rows_new integer NOT NULL DEFAULT 0
  rows_known integer NOT NULL DEFAULT 0
  rows_bad integer NOT NULL DEFAULT 0
  errors jsonb NOT NULL DEFAULT '[]'::jsonb
  content bytea
  created_by uuid NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  finished_at timestamp with time zone
  documents_read integer NOT NULL DEFAULT 0
  documents_new integer NOT NULL DEFAULT 0
  documents_known integer NOT NULL DEFAULT 0
  documents_bad integer NOT NULL DEFAULT 0
  fault_count integer NOT NULL DEFAULT 0
  options jsonb NOT NULL DEFAULT '{}'::jsonb
  CONSTRAINT imports_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT imports_pkey PRIMARY KEY (id)
  CONSTRAINT imports_state_check CHECK ((state = ANY (ARRAY['checked'::text, 'refused'::text, 'imported'::text])))
  CREATE INDEX imports_of_organization ON hefu.imports USING btree (organization_id, id)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.inclusion_rules ROW LEVEL SECURITY FORCED
  id uuid NOT NULL DEFAULT new_id()
  organization_id uuid NOT NULL
  version integer NOT NULL
  lines_by text NOT NULL DEFAULT 'posting_date'::text
  reversed_pairs boolean NOT NULL DEFAULT true
  settled_items boolean NOT NULL DEFAULT false
  quiet_customers boolean NOT NULL DEFAULT true
  reason text NOT NULL DEFAULT ''::text
  created_by uuid
  created_by_name text NOT NULL DEFAULT ''::text
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT inclusion_rules_lines_by_check CHECK ((lines_by = ANY (ARRAY['posting_date'::text, 'document_date'::text])))
  CONSTRAINT inclusion_rules_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT inclusion_rules_pkey PRIMARY KEY (id)
  CONSTRAINT inclusion_rules_version_check CHECK ((version > 0))
  CONSTRAINT inclusion_rules_version_once UNIQUE (organization_id, version)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.inclusion_rules FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING (( SELECT current_statement() AS current_statement) IS NULL)
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_portal, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT SELECT (id, organization_id, version) TO hefu_portal
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.internal_notes ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  statement_id uuid
  text text NOT NULL
  mentions text NOT NULL DEFAULT ''::text
  author_id uuid NOT NULL
  author_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT internal_notes_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT internal_notes_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT internal_notes_pkey PRIMARY KEY (id)
  CONSTRAINT internal_notes_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CONSTRAINT internal_notes_text_check CHECK ((text <> ''::text))
  CREATE INDEX internal_notes_of_customer ON hefu.internal_notes USING btree (customer_id, id)
  CREATE INDEX internal_notes_of_statement ON hefu.internal_notes USING btree (statement_id, id) WHERE (statement_id IS NOT NULL)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.internal_notes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER pseudonyms_alone BEFORE UPDATE ON hefu.internal_notes FOR EACH ROW EXECUTE FUNCTION pseudonyms_alone('author_name', 'author_id')
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'internal_notes'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'internal_notes'::text)
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.invitations ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  contact_id uuid
  email text NOT NULL
  name text NOT NULL
  locale text NOT NULL
  roles text[] NOT NULL
  token_sha256 bytea NOT NULL
  mail_sha256 bytea
  side text NOT NULL
  invited_by uuid NOT NULL
  invited_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  expires_at timestamp with time zone NOT NULL
  accepted_at timestamp with time zone
  accepted_by uuid
  revoked_at timestamp with time zone
  revoked_by_name text NOT NULL DEFAULT ''::text
  CONSTRAINT invitations_accepted_by_fkey FOREIGN KEY (accepted_by) REFERENCES contacts(id)
  CONSTRAINT invitations_accepted_whole CHECK (((accepted_at IS NULL) = (accepted_by IS NULL)))
  CONSTRAINT invitations_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id)
  CONSTRAINT invitations_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT invitations_email_check CHECK ((email <> ''::text))
  CONSTRAINT invitations_end_once CHECK (((accepted_at IS NULL) OR (revoked_at IS NULL)))
  CONSTRAINT invitations_expire CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '8 days'::interval))))
  CONSTRAINT invitations_locale_check CHECK ((locale = ANY (ARRAY['zh-CN'::text, 'en'::text])))
  CONSTRAINT invitations_mail_sha256_check CHECK ((length(mail_sha256) = 32))
  CONSTRAINT invitations_name_check CHECK ((name <> ''::text))
  CONSTRAINT invitations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT invitations_pkey PRIMARY KEY (id)
  CONSTRAINT invitations_roles_check CHECK (((cardinality(roles) > 0) AND (roles <@ ARRAY['viewer'::text, 'confirmer'::text, 'payer'::text, 'signer'::text, 'customer_admin'::text])))
  CONSTRAINT invitations_side_check CHECK ((side = ANY (ARRAY['customer'::text, 'staff'::text])))
  CONSTRAINT invitations_token_sha256_check CHECK ((length(token_sha256) = 32))
  CREATE UNIQUE INDEX invitations_mail_token_once ON hefu.invitations USING btree (mail_sha256)
  CREATE UNIQUE INDEX invitations_one_open ON hefu.invitations USING btree (customer_id, lower(email)) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL))
  CREATE UNIQUE INDEX invitations_token_once ON hefu.invitations USING btree (token_sha256)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING (( SELECT current_statement() AS current_statement) IS NULL)
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'invitations'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'invitations'::text)
  POLICY sign_in PERMISSIVE FOR SELECT TO hefu_worker USING true
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT SELECT (id, organization_id, customer_id, contact_id, email, name, locale, roles, side, invited_by, invited_by_name, created_at, expires_at, accepted_at, accepted_by, revoked_at, revoked_by_name) TO hefu_portal
  GRANT INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.invoices ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  document_id uuid NOT NULL
  invoice_no text NOT NULL
  invoice_date date NOT NULL
  issued_by uuid NOT NULL
  issued_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  voided_by uuid
  voided_at timestamp with time zone
  void_reason text NOT NULL DEFAULT ''::text
  CONSTRAINT invoices_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT invoices_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id)
  CONSTRAINT invoices_invoice_no_check CHECK ((invoice_no <> ''::text))
  CONSTRAINT invoices_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT invoices_pkey PRIMARY KEY (id)
  CONSTRAINT invoices_voided_whole CHECK ((((voided_at IS NULL) = (voided_by IS NULL)) AND ((voided_at IS NULL) = (void_reason = ''::text))))
  CREATE INDEX invoices_by_number ON hefu.invoices USING btree (organization_id, invoice_no)
  CREATE INDEX invoices_of_document ON hefu.invoices USING btree (document_id)
  CREATE UNIQUE INDEX invoices_one_live ON hefu.invoices USING btree (document_id) WHERE (voided_at IS NULL)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (document_id IN ( SELECT documents_in_reach() AS documents_in_reach)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (voided_by, voided_at, void_reason) TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT INSERT, SELECT, UPDATE (voided_by, voided_at, void_reason) TO hefu_worker

TABLE hefu.issue_events ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  issue_id uuid NOT NULL
  kind text NOT NULL
  before text NOT NULL DEFAULT ''::text
  after text NOT NULL DEFAULT ''::text
  text text NOT NULL DEFAULT ''::text
  actor_id uuid NOT NULL
  actor_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT issue_events_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT issue_events_issue_id_fkey FOREIGN KEY (issue_id) REFERENCES issues(id)
  CONSTRAINT issue_events_kind_check CHECK ((kind = ANY (ARRAY['raised'::text, 'owner'::text, 'due'::text, 'cause'::text, 'next_step'::text, 'state'::text, 'note'::text, 'file'::text, 'closed'::text, 'reopened'::text, 'dropped'::text])))
  CONSTRAINT issue_events_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT issue_events_pkey PRIMARY KEY (id)
  CREATE INDEX issue_events_of_issue ON hefu.issue_events USING btree (issue_id, id)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.issue_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER pseudonyms_alone BEFORE UPDATE ON hefu.issue_events FOR EACH ROW EXECUTE FUNCTION pseudonyms_alone('actor_name', 'actor_id')
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'issue_events'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'issue_events'::text)
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.issue_files ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  issue_id uuid NOT NULL
  name text NOT NULL
  media_type text NOT NULL
  size bigint NOT NULL
  sha256 bytea NOT NULL
  upload_key uuid NOT NULL
  received_sha256 bytea NOT NULL
  uploaded_by uuid NOT NULL
  uploaded_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT issue_files_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT issue_files_issue_id_fkey FOREIGN KEY (issue_id) REFERENCES issues(id)
  CONSTRAINT issue_files_key_once UNIQUE (uploaded_by, upload_key)
  CONSTRAINT issue_files_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
  CONSTRAINT issue_files_of_issue UNIQUE (issue_id, id)
  CONSTRAINT issue_files_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT issue_files_pkey PRIMARY KEY (id)
  CONSTRAINT issue_files_received_sha256_check CHECK ((length(received_sha256) = 32))
  CONSTRAINT issue_files_sha256_check CHECK ((length(sha256) = 32))
  CONSTRAINT issue_files_size_check CHECK (((size >= 1) AND (size <= 26214400)))
  CREATE INDEX issue_files_by_content ON hefu.issue_files USING btree (sha256)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.issue_files FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER pseudonyms_alone BEFORE UPDATE ON hefu.issue_files FOR EACH ROW EXECUTE FUNCTION pseudonyms_alone('uploaded_by_name', 'uploaded_by')
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'issue_files'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'issue_files'::text)
  POLICY sweep PERMISSIVE FOR SELECT TO hefu_worker USING true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.issues ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  issue_no text NOT NULL
  source text NOT NULL
  dispute_id uuid
  statement_id uuid
  line_no integer
  item_id uuid
  source_no text NOT NULL DEFAULT ''::text
  title text NOT NULL
  description text NOT NULL DEFAULT ''::text
  cause text NOT NULL DEFAULT ''::text
  next_step text NOT NULL DEFAULT ''::text
  amount amount
  currency text
  owner_id uuid NOT NULL
  due_on date NOT NULL
  state text NOT NULL DEFAULT 'open'::text
  proof_file_id uuid
  proof_document_id uuid
  ending text NOT NULL DEFAULT ''::text
  ended_at timestamp with time zone
  ended_by_name text NOT NULL DEFAULT ''::text
  raised_by uuid NOT NULL
  raised_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  row_version integer NOT NULL DEFAULT 1
  late_for date
  CONSTRAINT issues_amount_has_currency CHECK (((amount IS NULL) = (currency IS NULL)))
  CONSTRAINT issues_cause_check CHECK ((cause = ANY (ARRAY[''::text, 'technical_error'::text, 'process_gap'::text, 'commercial_dispute'::text])))
  CONSTRAINT issues_closed_with_proof CHECK (((state = 'closed'::text) = ((proof_file_id IS NOT NULL) OR (proof_document_id IS NOT NULL))))
  CONSTRAINT issues_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT issues_description_check CHECK ((length(description) <= 4000))
  CONSTRAINT issues_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES disputes(id)
  CONSTRAINT issues_ending_check CHECK ((length(ending) <= 4000))
  CONSTRAINT issues_ending_whole CHECK ((((state = ANY (ARRAY['closed'::text, 'dropped'::text])) = (ended_at IS NOT NULL)) AND ((ended_at IS NOT NULL) = (ending <> ''::text))))
  CONSTRAINT issues_item_id_fkey FOREIGN KEY (item_id) REFERENCES reconciling_items(id)
  CONSTRAINT issues_line_no_check CHECK ((line_no > 0))
  CONSTRAINT issues_next_step_check CHECK ((length(next_step) <= 1000))
  CONSTRAINT issues_no_once UNIQUE (organization_id, issue_no)
  CONSTRAINT issues_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT issues_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES staff(id)
  CONSTRAINT issues_pkey PRIMARY KEY (id)
  CONSTRAINT issues_proof_document_id_fkey FOREIGN KEY (proof_document_id) REFERENCES documents(id)
  CONSTRAINT issues_proof_is_own FOREIGN KEY (id, proof_file_id) REFERENCES issue_files(issue_id, id)
  CONSTRAINT issues_source_check CHECK ((source = ANY (ARRAY['dispute'::text, 'statement_line'::text, 'reconciling_item'::text, 'manual'::text])))
  CONSTRAINT issues_source_named CHECK ((((source = 'dispute'::text) = (dispute_id IS NOT NULL)) AND ((source = 'reconciling_item'::text) = (item_id IS NOT NULL)) AND ((source = 'statement_line'::text) = (line_no IS NOT NULL)) AND ((source <> 'statement_line'::text) OR (statement_id IS NOT NULL))))
  CONSTRAINT issues_state_check CHECK ((state = ANY (ARRAY['open'::text, 'working'::text, 'closed'::text, 'dropped'::text])))
  CONSTRAINT issues_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CONSTRAINT issues_title_check CHECK (((length(title) >= 1) AND (length(title) <= 200)))
  CREATE INDEX issues_due ON hefu.issues USING btree (organization_id, due_on, id)
  CREATE INDEX issues_of_customer ON hefu.issues USING btree (customer_id)
  CREATE INDEX issues_of_dispute ON hefu.issues USING btree (dispute_id) WHERE (dispute_id IS NOT NULL)
  CREATE INDEX issues_of_item ON hefu.issues USING btree (item_id) WHERE (item_id IS NOT NULL)
  CREATE INDEX issues_of_owner ON hefu.issues USING btree (owner_id, due_on) WHERE (state = ANY (ARRAY['open'::text, 'working'::text]))
  CREATE INDEX issues_of_statement ON hefu.issues USING btree (statement_id) WHERE (statement_id IS NOT NULL)
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON hefu.issues FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'issues'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'issues'::text)
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (title, cause, next_step, owner_id, due_on, state, proof_file_id, proof_document_id, ending, ended_at, ended_by_name, row_version, late_for) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (title, cause, next_step, owner_id, due_on, state, proof_file_id, proof_document_id, ending, ended_at, ended_by_name, row_version, late_for) TO hefu_worker

TABLE hefu.journal_entries ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  posting_date date NOT NULL
  source_kind text NOT NULL
  source_id uuid NOT NULL
  reversal_of uuid
  posted_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT journal_entries_pkey PRIMARY KEY (id)
  CONSTRAINT journal_entries_reversal_of_fkey FOREIGN KEY (reversal_of) REFERENCES journal_entries(id)
  CONSTRAINT journal_entries_source_kind_check CHECK ((source_kind = ANY (ARRAY['document'::text, 'settlement'::text, 'payment'::text, 'note'::text]))) NOT VALID
  CONSTRAINT journal_entries_source_once UNIQUE (source_id)
  CREATE UNIQUE INDEX journal_entries_reversed_once ON hefu.journal_entries USING btree (reversal_of) WHERE (reversal_of IS NOT NULL)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.journal_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER journal_entries_check AFTER INSERT ON hefu.journal_entries REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION journal_entries_check()
  CREATE CONSTRAINT TRIGGER journal_entries_complete AFTER INSERT ON hefu.journal_entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION journal_entries_complete()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY owner PERMISSIVE FOR ALL TO hefu_owner USING true WITH CHECK true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.journal_lines ROW LEVEL SECURITY FORCED
  entry_id uuid NOT NULL
  line_no integer NOT NULL
  organization_id uuid NOT NULL
  posting_date date NOT NULL
  account_code text NOT NULL
  customer_id uuid NOT NULL
  document_id uuid
  due_date date
  currency text NOT NULL
  amount amount NOT NULL
  amount_base amount NOT NULL
  dimensions jsonb
  CONSTRAINT journal_lines_amount_check CHECK (((amount)::numeric <> (0)::numeric))
  CONSTRAINT journal_lines_line_no_check CHECK ((line_no > 0))
  CONSTRAINT journal_lines_pkey PRIMARY KEY (entry_id, line_no)
  CREATE INDEX journal_lines_by_date ON hefu.journal_lines USING brin (posting_date) WITH (pages_per_range='32', autosummarize='on')
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.journal_lines FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER dimensions BEFORE INSERT ON hefu.journal_lines FOR EACH ROW WHEN ((new.dimensions IS NOT NULL)) EXECUTE FUNCTION journal_lines_dimensions()
  CREATE TRIGGER journal_lines_post AFTER INSERT ON hefu.journal_lines REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION journal_lines_post()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY owner PERMISSIVE FOR ALL TO hefu_owner USING true WITH CHECK true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.known_payers ROW LEVEL SECURITY FORCED
  organization_id uuid NOT NULL
  kind text NOT NULL
  value text NOT NULL
  turn integer NOT NULL
  customer_id uuid
  shown text NOT NULL
  line_id uuid
  made_by uuid NOT NULL
  made_by_name text NOT NULL
  made_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT known_payers_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT known_payers_kind_check CHECK ((kind = ANY (ARRAY['account'::text, 'name'::text])))
  CONSTRAINT known_payers_line_id_fkey FOREIGN KEY (line_id) REFERENCES bank_lines(id)
  CONSTRAINT known_payers_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT known_payers_turn_check CHECK ((turn > 0))
  CONSTRAINT known_payers_turn_once PRIMARY KEY (organization_id, kind, value, turn)
  CONSTRAINT known_payers_value_check CHECK ((value <> ''::text))
  CREATE INDEX known_payers_of_customer ON hefu.known_payers USING btree (customer_id)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.known_payers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.legal_hold_ends ROW LEVEL SECURITY FORCED
  hold_id uuid NOT NULL
  organization_id uuid NOT NULL
  reason text NOT NULL
  ended_by uuid NOT NULL
  ended_by_name text NOT NULL
  ended_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT legal_hold_ends_hold_id_fkey FOREIGN KEY (hold_id) REFERENCES legal_holds(id)
  CONSTRAINT legal_hold_ends_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT legal_hold_ends_pkey PRIMARY KEY (hold_id)
  CONSTRAINT legal_hold_ends_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.legal_hold_ends FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.legal_holds ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid
  statement_id uuid
  reason text NOT NULL
  placed_by uuid NOT NULL
  placed_by_name text NOT NULL
  placed_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT legal_holds_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT legal_holds_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT legal_holds_pkey PRIMARY KEY (id)
  CONSTRAINT legal_holds_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
  CONSTRAINT legal_holds_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CONSTRAINT legal_holds_whose CHECK (((statement_id IS NULL) OR (customer_id IS NOT NULL)))
  CREATE INDEX legal_holds_newest ON hefu.legal_holds USING btree (organization_id, id)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.legal_holds FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER wait BEFORE INSERT ON hefu.legal_holds FOR EACH ROW EXECUTE FUNCTION legal_holds_wait()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.line_answers ROW LEVEL SECURITY FORCED
  statement_id uuid NOT NULL
  line_no integer NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  version integer NOT NULL
  answer text NOT NULL
  confirmation_id uuid
  dispute_id uuid
  CONSTRAINT line_answers_answer_check CHECK ((answer = ANY (ARRAY['confirmed'::text, 'disputed'::text])))
  CONSTRAINT line_answers_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES disputes(id)
  CONSTRAINT line_answers_one_reason CHECK (((answer = 'confirmed'::text) = ((dispute_id IS NULL) OR (confirmation_id IS NOT NULL))))
  CONSTRAINT line_answers_pkey PRIMARY KEY (statement_id, line_no)
  CREATE TRIGGER finalized_changed AFTER UPDATE ON hefu.line_answers REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION line_answers_finalized()
  CREATE TRIGGER finalized_gone AFTER DELETE ON hefu.line_answers REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION line_answers_finalized()
  CREATE TRIGGER finalized_new AFTER INSERT ON hefu.line_answers REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION line_answers_finalized()
  POLICY after_code RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ( SELECT may_act() AS may_act)
  POLICY after_code_gone RESTRICTIVE FOR DELETE TO hefu_portal USING ( SELECT may_act() AS may_act)
  POLICY after_code_too RESTRICTIVE FOR UPDATE TO hefu_portal USING ( SELECT may_act() AS may_act)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT DELETE, INSERT, SELECT, UPDATE TO hefu_backoffice
  GRANT DELETE, INSERT, SELECT, UPDATE TO hefu_portal
  GRANT DELETE, INSERT, SELECT, UPDATE TO hefu_worker

VIEW hefu.lines_that_wait WITH (security_invoker=true)
  organization_id uuid
  line_id uuid
  booked_on date
  GRANT SELECT TO hefu_auditor

VIEW hefu.live_finalizations WITH (security_invoker=true)
  id uuid
  organization_id uuid
  customer_id uuid
  statement_id uuid
  version integer
  scope text
  sealed_lines integer[]
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT SELECT TO hefu_worker

TABLE hefu.mail_templates ROW LEVEL SECURITY FORCED
  id uuid NOT NULL DEFAULT new_id()
  organization_id uuid NOT NULL
  purpose text NOT NULL
  locale text NOT NULL
  version integer NOT NULL
  built_in boolean NOT NULL
  subject text NOT NULL DEFAULT ''::text
  heading text NOT NULL DEFAULT ''::text
  body text NOT NULL DEFAULT ''::text
  button text NOT NULL DEFAULT ''::text
  reason text NOT NULL
  created_by uuid NOT NULL
  created_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT mail_templates_locale_check CHECK ((locale = ANY (ARRAY['zh-CN'::text, 'en'::text])))
  CONSTRAINT mail_templates_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT mail_templates_pkey PRIMARY KEY (id)
  CONSTRAINT mail_templates_purpose_check CHECK ((purpose <> ''::text))
  CONSTRAINT mail_templates_reason_check CHECK ((reason <> ''::text))
  CONSTRAINT mail_templates_version_check CHECK ((version > 0))
  CONSTRAINT mail_templates_version_once UNIQUE (organization_id, purpose, locale, version)
  CONSTRAINT mail_templates_whole CHECK (
CASE
    WHEN built_in THEN ((((subject || heading) || body) || button) = ''::text)
    ELSE ((subject <> ''::text) AND (heading <> ''::text) AND (body <> ''::text))
END)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.mail_templates FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.matching_files ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  name text NOT NULL
  format text NOT NULL
  sha256 bytea NOT NULL
  content bytea
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  removed_at timestamp with time zone
  CONSTRAINT matching_files_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT matching_files_format_check CHECK ((format = ANY (ARRAY['csv'::text, 'xlsx'::text])))
  CONSTRAINT matching_files_pkey PRIMARY KEY (id)
  CONSTRAINT matching_files_removed CHECK (((content IS NULL) = (removed_at IS NOT NULL)))
  CREATE INDEX matching_files_with_bytes ON hefu.matching_files USING btree (organization_id, created_at) WHERE (content IS NOT NULL)
  CREATE TRIGGER bytes_stay_or_go BEFORE UPDATE ON hefu.matching_files FOR EACH ROW WHEN (((new.content IS NOT NULL) OR (((((((new.id IS DISTINCT FROM old.id) OR (new.organization_id IS DISTINCT FROM old.organization_id)) OR (new.customer_id IS DISTINCT FROM old.customer_id)) OR (new.name IS DISTINCT FROM old.name)) OR (new.format IS DISTINCT FROM old.format)) OR (new.sha256 IS DISTINCT FROM old.sha256)) OR (new.created_at IS DISTINCT FROM old.created_at)))) EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON hefu.matching_files FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY after_code RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ( SELECT may_act() AS may_act)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (EXISTS ( SELECT FROM matchings m WHERE ((m.file_id = matching_files.id) AND (m.statement_id = ( SELECT current_statement() AS current_statement)))))) WITH CHECK true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_portal
  GRANT INSERT, SELECT, UPDATE (content, removed_at) TO hefu_worker

TABLE hefu.matching_groups ROW LEVEL SECURITY FORCED
  matching_id uuid NOT NULL
  no integer NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  class text NOT NULL
  by_hand boolean NOT NULL DEFAULT false
  certainty text NOT NULL DEFAULT ''::text
  rule text NOT NULL DEFAULT ''::text
  reasons jsonb NOT NULL DEFAULT '[]'::jsonb
  ours integer[] NOT NULL
  theirs integer[] NOT NULL
  ours_amount amount NOT NULL
  theirs_amount amount NOT NULL
  decision text NOT NULL
  item_kind text NOT NULL DEFAULT ''::text
  category text NOT NULL DEFAULT ''::text
  note text NOT NULL DEFAULT ''::text
  decided_by_name text NOT NULL DEFAULT ''::text
  closed_at timestamp with time zone
  CONSTRAINT matching_groups_certainty_check CHECK ((certainty = ANY (ARRAY[''::text, 'certain'::text, 'likely'::text])))
  CONSTRAINT matching_groups_class_check CHECK ((class = ANY (ARRAY['matched'::text, 'amount_differs'::text, 'period_differs'::text, 'only_ours'::text, 'only_theirs'::text, 'duplicated'::text])))
  CONSTRAINT matching_groups_decision_check CHECK ((decision = ANY (ARRAY['confirm'::text, 'dispute'::text, 'reconcile'::text, 'leave'::text])))
  CONSTRAINT matching_groups_hold_something CHECK (((cardinality(ours) + cardinality(theirs)) > 0))
  CONSTRAINT matching_groups_matching_id_fkey FOREIGN KEY (matching_id) REFERENCES matchings(id)
  CONSTRAINT matching_groups_no_check CHECK ((no > 0))
  CONSTRAINT matching_groups_pkey PRIMARY KEY (matching_id, no)
  POLICY after_code RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ( SELECT may_act() AS may_act)
  POLICY after_code_too RESTRICTIVE FOR UPDATE TO hefu_portal USING ( SELECT may_act() AS may_act)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (EXISTS ( SELECT FROM matchings m WHERE ((m.id = matching_groups.matching_id) AND (m.statement_id = ( SELECT current_statement() AS current_statement))))))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (decision, item_kind, category, note, decided_by_name, closed_at) TO hefu_portal
  GRANT INSERT, SELECT, UPDATE (decision, item_kind, category, note, decided_by_name, closed_at) TO hefu_worker

TABLE hefu.matching_lines ROW LEVEL SECURITY FORCED
  matching_id uuid NOT NULL
  side text NOT NULL
  no integer NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  origin text NOT NULL
  place integer NOT NULL
  item_id uuid
  document_id uuid
  document_no text NOT NULL DEFAULT ''::text
  reference text NOT NULL DEFAULT ''::text
  on_date date
  kind text NOT NULL DEFAULT ''::text
  description text NOT NULL DEFAULT ''::text
  amount amount NOT NULL
  CONSTRAINT matching_lines_carried CHECK (((origin = 'carried'::text) = (item_id IS NOT NULL)))
  CONSTRAINT matching_lines_matching_id_fkey FOREIGN KEY (matching_id) REFERENCES matchings(id)
  CONSTRAINT matching_lines_no_check CHECK ((no > 0))
  CONSTRAINT matching_lines_origin_check CHECK ((origin = ANY (ARRAY['movement'::text, 'forward'::text, 'file'::text, 'carried'::text])))
  CONSTRAINT matching_lines_pkey PRIMARY KEY (matching_id, side, no)
  CONSTRAINT matching_lines_side_check CHECK ((side = ANY (ARRAY['ours'::text, 'theirs'::text])))
  CREATE INDEX matching_lines_of_item ON hefu.matching_lines USING btree (item_id) WHERE (item_id IS NOT NULL)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.matching_lines FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY after_code RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ( SELECT may_act() AS may_act)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (EXISTS ( SELECT FROM matchings m WHERE ((m.id = matching_lines.matching_id) AND (m.statement_id = ( SELECT current_statement() AS current_statement))))))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_portal
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.matching_mappings ROW LEVEL SECURITY FORCED
  customer_id uuid NOT NULL
  organization_id uuid NOT NULL
  mapping jsonb NOT NULL
  changed_by_name text NOT NULL
  changed_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT matching_mappings_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT matching_mappings_pkey PRIMARY KEY (customer_id)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ( SELECT may_act() AS may_act)
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE TO hefu_portal
  GRANT INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.matchings ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  statement_id uuid NOT NULL
  version integer NOT NULL
  currency text NOT NULL
  file_id uuid NOT NULL
  state text NOT NULL
  mapping jsonb NOT NULL
  their_opening amount
  their_closing amount
  closing_typed boolean NOT NULL DEFAULT false
  failure text NOT NULL DEFAULT ''::text
  outcome jsonb
  row_version integer NOT NULL DEFAULT 1
  created_by uuid NOT NULL
  created_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  matched_at timestamp with time zone
  completed_at timestamp with time zone
  completed_by_name text NOT NULL DEFAULT ''::text
  CONSTRAINT matchings_completed CHECK (((state <> 'completed'::text) OR ((outcome IS NOT NULL) AND (completed_at IS NOT NULL))))
  CONSTRAINT matchings_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT matchings_file_id_fkey FOREIGN KEY (file_id) REFERENCES matching_files(id)
  CONSTRAINT matchings_pkey PRIMARY KEY (id)
  CONSTRAINT matchings_state_check CHECK ((state = ANY (ARRAY['uploaded'::text, 'waiting'::text, 'matched'::text, 'completed'::text, 'replaced'::text, 'failed'::text])))
  CONSTRAINT matchings_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CONSTRAINT matchings_statement_id_version_fkey FOREIGN KEY (statement_id, version) REFERENCES statement_versions(statement_id, version)
  CREATE INDEX matchings_of_customer ON hefu.matchings USING btree (customer_id, id)
  CREATE INDEX matchings_of_file ON hefu.matchings USING btree (file_id)
  CREATE UNIQUE INDEX matchings_one_completed ON hefu.matchings USING btree (statement_id) WHERE (state = 'completed'::text)
  CREATE UNIQUE INDEX matchings_one_live ON hefu.matchings USING btree (statement_id) WHERE (state = ANY (ARRAY['uploaded'::text, 'waiting'::text, 'matched'::text, 'failed'::text]))
  POLICY after_code RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ( SELECT may_act() AS may_act)
  POLICY after_code_too RESTRICTIVE FOR UPDATE TO hefu_portal USING ( SELECT may_act() AS may_act)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'matchings'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'matchings'::text)
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (version, state, mapping, their_opening, their_closing, closing_typed, failure, outcome, row_version, matched_at, completed_at, completed_by_name) TO hefu_portal
  GRANT INSERT, SELECT, UPDATE (version, state, mapping, their_opening, their_closing, closing_typed, failure, outcome, row_version, matched_at, completed_at, completed_by_name) TO hefu_worker

TABLE hefu.note_collections ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  document_id uuid NOT NULL
  turn integer NOT NULL
  act text NOT NULL
  posted_on date NOT NULL
  reference text NOT NULL DEFAULT ''::text
  reason text NOT NULL DEFAULT ''::text
  made_by uuid NOT NULL
  made_by_name text NOT NULL
  made_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT note_collections_act_check CHECK ((act = ANY (ARRAY['collected'::text, 'taken_back'::text])))
  CONSTRAINT note_collections_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT note_collections_document_id_fkey FOREIGN KEY (document_id) REFERENCES notes_received(document_id)
  CONSTRAINT note_collections_in_turn CHECK (((act = 'collected'::text) = ((turn % 2) = 1)))
  CONSTRAINT note_collections_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT note_collections_pkey PRIMARY KEY (id)
  CONSTRAINT note_collections_reason_check CHECK ((length(reason) <= 500))
  CONSTRAINT note_collections_reference_check CHECK ((length(reference) <= 120))
  CONSTRAINT note_collections_turn_check CHECK ((turn > 0))
  CONSTRAINT note_collections_turn_once UNIQUE (document_id, turn)
  CONSTRAINT note_collections_why CHECK (((act = 'collected'::text) OR (reason <> ''::text)))
  CREATE INDEX note_collections_of_customer ON hefu.note_collections USING btree (customer_id)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.note_collections FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.notes_received ROW LEVEL SECURITY FORCED
  document_id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  note_no text NOT NULL
  drawer text NOT NULL
  acceptor text NOT NULL DEFAULT ''::text
  due_on date NOT NULL
  CONSTRAINT notes_received_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT notes_received_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id)
  CONSTRAINT notes_received_drawer_check CHECK ((drawer <> ''::text))
  CONSTRAINT notes_received_note_no_check CHECK ((note_no <> ''::text))
  CONSTRAINT notes_received_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT notes_received_pkey PRIMARY KEY (document_id)
  CREATE INDEX notes_received_by_due ON hefu.notes_received USING btree (organization_id, due_on)
  CREATE INDEX notes_received_by_number ON hefu.notes_received USING btree (organization_id, upper(replace(note_no, ' '::text, ''::text)))
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.notes_received FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER once BEFORE INSERT ON hefu.notes_received FOR EACH ROW EXECUTE FUNCTION notes_received_once()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.notice_preferences ROW LEVEL SECURITY FORCED
  organization_id uuid NOT NULL
  person_id uuid NOT NULL
  topic text NOT NULL
  wanted boolean NOT NULL
  CONSTRAINT notice_preferences_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT notice_preferences_pkey PRIMARY KEY (organization_id, person_id, topic)
  CONSTRAINT notice_preferences_topic_check CHECK ((topic = ANY (ARRAY['statements'::text, 'reminders'::text, 'disputes'::text, 'approvals'::text, 'issues'::text, 'payments'::text])))
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'notice_preferences'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'notice_preferences'::text)
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.open_by_month WITH (fillfactor=70) ROW LEVEL SECURITY FORCED
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  currency text NOT NULL
  side text NOT NULL
  due_month date NOT NULL
  amount amount NOT NULL
  base amount NOT NULL
  CONSTRAINT open_by_month_pkey PRIMARY KEY (customer_id, currency, side, due_month)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY owner PERMISSIVE FOR ALL TO hefu_owner USING true WITH CHECK true
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT SELECT TO hefu_worker

TABLE hefu.open_items ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  document_id uuid NOT NULL
  instalment integer NOT NULL DEFAULT 1
  account_role text NOT NULL
  currency text NOT NULL
  side text NOT NULL
  posting_date date NOT NULL
  t0 date NOT NULL
  due_date date NOT NULL
  original_amount amount NOT NULL
  open_amount amount NOT NULL
  original_base amount NOT NULL
  open_base amount NOT NULL
  posted_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  arrangement text NOT NULL DEFAULT ''::text
  CONSTRAINT open_items_account_role_check CHECK ((account_role = ANY (ARRAY['ar'::text, 'advance'::text])))
  CONSTRAINT open_items_amount_exceeds_open CHECK ((((open_amount)::numeric >= (0)::numeric) AND ((open_amount)::numeric <= (original_amount)::numeric)))
  CONSTRAINT open_items_arrangement_check CHECK ((arrangement = ANY (ARRAY[''::text, 'letter_of_credit'::text, 'deferred'::text, 'instalment'::text, 'retention'::text]))) NOT VALID
  CONSTRAINT open_items_base_follows CHECK ((((open_amount)::numeric <> (0)::numeric) OR ((open_base)::numeric = (0)::numeric)))
  CONSTRAINT open_items_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id)
  CONSTRAINT open_items_instalment_check CHECK ((instalment > 0))
  CONSTRAINT open_items_original_positive CHECK (((original_amount)::numeric > (0)::numeric))
  CONSTRAINT open_items_pkey PRIMARY KEY (id)
  CONSTRAINT open_items_side_check CHECK ((side = ANY (ARRAY['debit'::text, 'credit'::text])))
  CREATE INDEX open_items_by_due ON hefu.open_items USING btree (customer_id, due_date, id) INCLUDE (currency, side, open_amount, posting_date) WHERE ((open_amount)::numeric > (0)::numeric)
  CREATE INDEX open_items_by_due_month ON hefu.open_items USING brin (due_date) WITH (pages_per_range='32', autosummarize='on')
  CREATE INDEX open_items_by_posting ON hefu.open_items USING btree (customer_id, currency, posting_date, document_id) INCLUDE (side, original_amount)
  CREATE INDEX open_items_of_document ON hefu.open_items USING btree (document_id)
  CREATE INDEX open_items_open ON hefu.open_items USING btree (organization_id, customer_id) WHERE ((open_amount)::numeric > (0)::numeric)
  CREATE TRIGGER open_items_moved AFTER UPDATE ON hefu.open_items REFERENCING OLD TABLE AS former NEW TABLE AS present FOR EACH STATEMENT EXECUTE FUNCTION open_items_moved()
  CREATE TRIGGER open_items_whole AFTER INSERT ON hefu.open_items REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION open_items_whole()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (document_id IN ( SELECT documents_in_reach() AS documents_in_reach)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY owner PERMISSIVE FOR ALL TO hefu_owner USING true WITH CHECK true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (t0, due_date) TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT INSERT, SELECT, UPDATE (t0, due_date) TO hefu_worker

TABLE hefu.organizations ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  code text NOT NULL
  name text NOT NULL
  name_en text NOT NULL DEFAULT ''::text
  base_currency text NOT NULL
  time_zone text NOT NULL DEFAULT 'Asia/Shanghai'::text
  tax_id text NOT NULL DEFAULT ''::text
  address text NOT NULL DEFAULT ''::text
  phone text NOT NULL DEFAULT ''::text
  payee_name text NOT NULL DEFAULT ''::text
  payee_bank text NOT NULL DEFAULT ''::text
  payee_account text NOT NULL DEFAULT ''::text
  approval_threshold amount NOT NULL DEFAULT 10000
  dispute_days integer NOT NULL DEFAULT 3
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  reminder_days integer[] NOT NULL DEFAULT '{-3,0,3}'::integer[]
  short_messages boolean NOT NULL DEFAULT false
  CONSTRAINT organizations_approval_threshold_check CHECK (((approval_threshold)::numeric >= (0)::numeric))
  CONSTRAINT organizations_base_currency_fkey FOREIGN KEY (base_currency) REFERENCES currencies(code)
  CONSTRAINT organizations_code_check CHECK ((code ~ '^[A-Za-z0-9_-]{1,32}$'::text))
  CONSTRAINT organizations_code_key UNIQUE (code)
  CONSTRAINT organizations_dispute_days_check CHECK (((dispute_days >= 1) AND (dispute_days <= 90)))
  CONSTRAINT organizations_name_check CHECK ((name <> ''::text))
  CONSTRAINT organizations_pkey PRIMARY KEY (id)
  CONSTRAINT organizations_reminder_days CHECK (((cardinality(reminder_days) <= 6) AND ('-30'::integer <= ALL (reminder_days)) AND (60 >= ALL (reminder_days))))
  CREATE TRIGGER payee_two_people BEFORE UPDATE ON hefu.organizations FOR EACH ROW WHEN ((((old.payee_name IS DISTINCT FROM new.payee_name) OR (old.payee_bank IS DISTINCT FROM new.payee_bank)) OR (old.payee_account IS DISTINCT FROM new.payee_account))) EXECUTE FUNCTION organizations_payee_two_people()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY every PERMISSIVE FOR ALL TO hefu_worker USING true
  POLICY own PERMISSIVE FOR ALL TO hefu_backoffice, hefu_portal USING (id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.payee_changes ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  payee_name text NOT NULL
  payee_bank text NOT NULL
  payee_account text NOT NULL
  before jsonb NOT NULL
  reason text NOT NULL
  state text NOT NULL DEFAULT 'pending'::text
  asked_by uuid NOT NULL
  asked_by_name text NOT NULL
  asked_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  decided_by uuid
  decided_by_name text NOT NULL DEFAULT ''::text
  decided_at timestamp with time zone
  decision_reason text NOT NULL DEFAULT ''::text
  effective_at timestamp with time zone
  made_at timestamp with time zone
  stopped_by uuid
  stopped_by_name text NOT NULL DEFAULT ''::text
  stopped_at timestamp with time zone
  stop_reason text NOT NULL DEFAULT ''::text
  CONSTRAINT payee_changes_decided CHECK (((state = 'pending'::text) = (decided_at IS NULL)))
  CONSTRAINT payee_changes_four_eyes CHECK (((state <> ALL (ARRAY['waiting'::text, 'approved'::text, 'rejected'::text, 'stopped'::text])) OR ((decided_by IS NOT NULL) AND (decided_by <> asked_by))))
  CONSTRAINT payee_changes_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT payee_changes_pkey PRIMARY KEY (id)
  CONSTRAINT payee_changes_reason_check CHECK ((reason <> ''::text))
  CONSTRAINT payee_changes_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'waiting'::text, 'approved'::text, 'rejected'::text, 'withdrawn'::text, 'stopped'::text])))
  CONSTRAINT payee_changes_stopped CHECK (((state = 'stopped'::text) = (stopped_at IS NOT NULL)))
  CONSTRAINT payee_changes_waits CHECK (((state <> ALL (ARRAY['waiting'::text, 'stopped'::text])) OR (effective_at >= (decided_at + '1 day'::interval))))
  CREATE UNIQUE INDEX payee_changes_one_open ON hefu.payee_changes USING btree (organization_id) WHERE (state = ANY (ARRAY['pending'::text, 'waiting'::text]))
  CREATE TRIGGER four_eyes BEFORE UPDATE ON hefu.payee_changes FOR EACH ROW WHEN ((new.decided_by IS DISTINCT FROM old.decided_by)) EXECUTE FUNCTION refuse_one_person('decided_by', 'asked_by', 'asked_at', 'waiting,approved', 'payee_changes_four_eyes')
  CREATE TRIGGER in_order BEFORE UPDATE ON hefu.payee_changes FOR EACH ROW EXECUTE FUNCTION payee_changes_in_order()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.payer_flags ROW LEVEL SECURITY FORCED
  document_id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  line_id uuid NOT NULL
  payer text NOT NULL
  payer_account text NOT NULL
  known_customer_id uuid
  made_by uuid NOT NULL
  made_by_name text NOT NULL
  made_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  posted_by uuid NOT NULL
  posted_at timestamp with time zone NOT NULL
  released_by uuid
  released_by_name text NOT NULL DEFAULT ''::text
  released_at timestamp with time zone
  reason text NOT NULL DEFAULT ''::text
  CONSTRAINT payer_flags_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT payer_flags_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id)
  CONSTRAINT payer_flags_four_eyes CHECK (((released_by IS NULL) OR ((released_by <> made_by) AND (released_by <> posted_by))))
  CONSTRAINT payer_flags_known_customer_id_fkey FOREIGN KEY (known_customer_id) REFERENCES customers(id)
  CONSTRAINT payer_flags_line_id_fkey FOREIGN KEY (line_id) REFERENCES bank_lines(id)
  CONSTRAINT payer_flags_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT payer_flags_pkey PRIMARY KEY (document_id)
  CONSTRAINT payer_flags_reason_check CHECK ((length(reason) <= 500))
  CONSTRAINT payer_flags_released_whole CHECK ((((released_at IS NULL) = (released_by IS NULL)) AND ((released_at IS NULL) = (reason = ''::text)) AND ((released_at IS NULL) = (released_by_name = ''::text))))
  CREATE INDEX payer_flags_held ON hefu.payer_flags USING btree (organization_id, document_id) WHERE (released_at IS NULL)
  CREATE INDEX payer_flags_newest ON hefu.payer_flags USING btree (organization_id, document_id)
  CREATE INDEX payer_flags_of_line ON hefu.payer_flags USING btree (line_id)
  CREATE TRIGGER four_eyes BEFORE UPDATE ON hefu.payer_flags FOR EACH ROW WHEN ((new.released_by IS DISTINCT FROM old.released_by)) EXECUTE FUNCTION refuse_one_person('released_by', 'made_by', 'made_at', '', 'payer_flags_four_eyes')
  CREATE TRIGGER four_eyes_of_posting BEFORE UPDATE ON hefu.payer_flags FOR EACH ROW WHEN ((new.released_by IS DISTINCT FROM old.released_by)) EXECUTE FUNCTION refuse_one_person('released_by', 'posted_by', 'posted_at', '', 'payer_flags_four_eyes')
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON hefu.payer_flags FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER release_once BEFORE UPDATE ON hefu.payer_flags FOR EACH ROW EXECUTE FUNCTION payer_flags_release_once()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (released_by, released_by_name, released_at, reason) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (released_by, released_by_name, released_at, reason) TO hefu_worker

TABLE hefu.payment_chargebacks ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  statement_id uuid
  payment_id uuid NOT NULL
  provider text NOT NULL
  provider_ref text NOT NULL
  currency text NOT NULL
  amount amount NOT NULL
  fee amount
  reason text NOT NULL DEFAULT ''::text
  state text NOT NULL DEFAULT 'open'::text
  document_id uuid NOT NULL
  receipt_document_id uuid
  opened_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  ended_at timestamp with time zone
  answered_at timestamp with time zone
  answered_by_name text NOT NULL DEFAULT ''::text
  answered_note text NOT NULL DEFAULT ''::text
  CONSTRAINT payment_chargebacks_amount_check CHECK (((amount)::numeric > (0)::numeric))
  CONSTRAINT payment_chargebacks_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT payment_chargebacks_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id)
  CONSTRAINT payment_chargebacks_document_once UNIQUE (document_id)
  CONSTRAINT payment_chargebacks_ended CHECK ((((state = 'open'::text) = (ended_at IS NULL)) AND ((state = 'won'::text) = (receipt_document_id IS NOT NULL))))
  CONSTRAINT payment_chargebacks_once UNIQUE (provider, provider_ref)
  CONSTRAINT payment_chargebacks_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT payment_chargebacks_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payments(id)
  CONSTRAINT payment_chargebacks_pkey PRIMARY KEY (id)
  CONSTRAINT payment_chargebacks_provider_ref_check CHECK ((provider_ref <> ''::text))
  CONSTRAINT payment_chargebacks_receipt_document_id_fkey FOREIGN KEY (receipt_document_id) REFERENCES documents(id)
  CONSTRAINT payment_chargebacks_receipt_once UNIQUE (receipt_document_id)
  CONSTRAINT payment_chargebacks_state_check CHECK ((state = ANY (ARRAY['open'::text, 'won'::text, 'lost'::text])))
  CONSTRAINT payment_chargebacks_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CREATE INDEX payment_chargebacks_of_organization ON hefu.payment_chargebacks USING btree (organization_id, id)
  CREATE INDEX payment_chargebacks_of_payment ON hefu.payment_chargebacks USING btree (payment_id)
  CREATE INDEX payment_chargebacks_open ON hefu.payment_chargebacks USING btree (organization_id, id) WHERE (state = 'open'::text)
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON hefu.payment_chargebacks FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (answered_at, answered_by_name, answered_note) TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT INSERT, SELECT, UPDATE (state, receipt_document_id, ended_at) TO hefu_worker

TABLE hefu.payment_differences ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  document_id uuid NOT NULL
  side text NOT NULL
  currency text NOT NULL
  amount amount NOT NULL
  cause text NOT NULL
  note text NOT NULL DEFAULT ''::text
  created_by uuid NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT payment_differences_amount_check CHECK (((amount)::numeric > (0)::numeric))
  CONSTRAINT payment_differences_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT payment_differences_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id)
  CONSTRAINT payment_differences_once UNIQUE (document_id)
  CONSTRAINT payment_differences_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT payment_differences_pkey PRIMARY KEY (id)
  CONSTRAINT payment_differences_side_check CHECK ((side = ANY (ARRAY['over'::text, 'short'::text])))
  CONSTRAINT payment_differences_why CHECK (((side = 'over'::text) OR (cause <> ''::text)))
  CREATE INDEX payment_differences_by_date ON hefu.payment_differences USING btree (organization_id, created_at)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.payment_differences FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.payment_items ROW LEVEL SECURITY FORCED
  payment_id uuid NOT NULL
  place integer NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  statement_id uuid
  item_id uuid NOT NULL
  document_id uuid NOT NULL
  side text NOT NULL
  amount amount NOT NULL
  discount amount NOT NULL DEFAULT 0
  in_flight boolean NOT NULL DEFAULT true
  CONSTRAINT payment_items_amount_check CHECK (((amount)::numeric > (0)::numeric))
  CONSTRAINT payment_items_check CHECK ((((discount)::numeric >= (0)::numeric) AND ((discount)::numeric < (amount)::numeric)))
  CONSTRAINT payment_items_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT payment_items_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id)
  CONSTRAINT payment_items_item_id_fkey FOREIGN KEY (item_id) REFERENCES open_items(id)
  CONSTRAINT payment_items_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT payment_items_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payments(id)
  CONSTRAINT payment_items_pkey PRIMARY KEY (payment_id, place)
  CONSTRAINT payment_items_place_check CHECK ((place > 0))
  CONSTRAINT payment_items_side_check CHECK ((side = ANY (ARRAY['debit'::text, 'credit'::text])))
  CONSTRAINT payment_items_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CREATE INDEX payment_items_of_item ON hefu.payment_items USING btree (item_id)
  CREATE UNIQUE INDEX payment_items_one_in_flight ON hefu.payment_items USING btree (item_id) WHERE in_flight
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON hefu.payment_items FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY after_code RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ( SELECT may_act() AS may_act)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT SELECT, UPDATE (in_flight) TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_portal
  GRANT INSERT, SELECT, UPDATE (discount, in_flight) TO hefu_worker

TABLE hefu.payment_postings ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  payment_id uuid NOT NULL
  kind text NOT NULL
  currency text NOT NULL
  amount amount NOT NULL
  posted_on date NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  chargeback_id uuid
  CONSTRAINT payment_postings_chargeback_id_fkey FOREIGN KEY (chargeback_id) REFERENCES payment_chargebacks(id)
  CONSTRAINT payment_postings_kind_check CHECK (((kind = ANY (ARRAY['fee'::text, 'chargeback_fee'::text])) AND ((kind = 'chargeback_fee'::text) = (chargeback_id IS NOT NULL))))
  CONSTRAINT payment_postings_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT payment_postings_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payments(id)
  CONSTRAINT payment_postings_pkey PRIMARY KEY (id)
  CREATE INDEX payment_postings_by_day ON hefu.payment_postings USING btree (organization_id, posted_on)
  CREATE UNIQUE INDEX payment_postings_chargeback_once ON hefu.payment_postings USING btree (chargeback_id) WHERE (chargeback_id IS NOT NULL)
  CREATE UNIQUE INDEX payment_postings_fee_once ON hefu.payment_postings USING btree (payment_id) WHERE (kind = 'fee'::text)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.payment_postings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.payment_refunds ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid
  statement_id uuid
  payment_id uuid
  event_id uuid
  provider text NOT NULL
  currency text NOT NULL
  amount amount NOT NULL
  reason text NOT NULL
  state text NOT NULL DEFAULT 'proposed'::text
  fault text NOT NULL DEFAULT ''::text
  provider_ref text NOT NULL DEFAULT ''::text
  document_id uuid
  proposed_by uuid
  proposed_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  decided_by uuid
  decided_by_name text NOT NULL DEFAULT ''::text
  decided_at timestamp with time zone
  decided_note text NOT NULL DEFAULT ''::text
  ask_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  asked integer NOT NULL DEFAULT 0
  ended_at timestamp with time zone
  row_version integer NOT NULL DEFAULT 1
  CONSTRAINT payment_refunds_amount_check CHECK (((amount)::numeric > (0)::numeric))
  CONSTRAINT payment_refunds_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT payment_refunds_decided CHECK (((decided_by IS NOT NULL) OR (proposed_by IS NULL) OR (state = ANY (ARRAY['proposed'::text, 'withdrawn'::text]))))
  CONSTRAINT payment_refunds_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id)
  CONSTRAINT payment_refunds_document_once UNIQUE (document_id)
  CONSTRAINT payment_refunds_ended CHECK (((ended_at IS NOT NULL) = (state <> ALL (ARRAY['proposed'::text, 'sending'::text, 'unknown'::text]))))
  CONSTRAINT payment_refunds_event_id_fkey FOREIGN KEY (event_id) REFERENCES provider_events(id)
  CONSTRAINT payment_refunds_of_one CHECK ((((payment_id IS NULL) <> (event_id IS NULL)) AND ((payment_id IS NULL) = (customer_id IS NULL))))
  CONSTRAINT payment_refunds_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT payment_refunds_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payments(id)
  CONSTRAINT payment_refunds_pkey PRIMARY KEY (id)
  CONSTRAINT payment_refunds_posted CHECK (((document_id IS NOT NULL) = ((state = 'succeeded'::text) AND (payment_id IS NOT NULL))))
  CONSTRAINT payment_refunds_reason_check CHECK ((reason <> ''::text))
  CONSTRAINT payment_refunds_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'declined'::text, 'withdrawn'::text, 'sending'::text, 'unknown'::text, 'succeeded'::text, 'failed'::text])))
  CONSTRAINT payment_refunds_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CONSTRAINT payment_refunds_two_people CHECK ((decided_by <> proposed_by))
  CREATE INDEX payment_refunds_of_organization ON hefu.payment_refunds USING btree (organization_id, id)
  CREATE INDEX payment_refunds_of_payment ON hefu.payment_refunds USING btree (payment_id)
  CREATE UNIQUE INDEX payment_refunds_one_live ON hefu.payment_refunds USING btree (payment_id) WHERE ((state = ANY (ARRAY['proposed'::text, 'sending'::text, 'unknown'::text])) AND (payment_id IS NOT NULL))
  CREATE UNIQUE INDEX payment_refunds_one_of_event ON hefu.payment_refunds USING btree (event_id) WHERE ((event_id IS NOT NULL) AND (state <> ALL (ARRAY['declined'::text, 'withdrawn'::text, 'failed'::text])))
  CREATE UNIQUE INDEX payment_refunds_ref_once ON hefu.payment_refunds USING btree (provider, provider_ref) WHERE (provider_ref <> ''::text)
  CREATE INDEX payment_refunds_to_ask ON hefu.payment_refunds USING btree (organization_id, ask_at) WHERE (state = ANY (ARRAY['sending'::text, 'unknown'::text]))
  CREATE INDEX payment_refunds_waiting ON hefu.payment_refunds USING btree (organization_id, id) WHERE (state = 'proposed'::text)
  CREATE TRIGGER four_eyes BEFORE UPDATE ON hefu.payment_refunds FOR EACH ROW WHEN ((new.decided_by IS DISTINCT FROM old.decided_by)) EXECUTE FUNCTION refuse_one_person('decided_by', 'proposed_by', 'created_at', '', 'payment_refunds_two_people')
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON hefu.payment_refunds FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (state, fault, provider_ref, document_id, decided_by, decided_by_name, decided_at, decided_note, ask_at, asked, ended_at, row_version) TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT INSERT, SELECT, UPDATE (state, fault, provider_ref, document_id, decided_by, decided_by_name, decided_at, decided_note, ask_at, asked, ended_at, row_version) TO hefu_worker

TABLE hefu.payments ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  statement_id uuid
  provider text NOT NULL
  reference text NOT NULL
  currency text NOT NULL
  amount amount NOT NULL
  discount amount NOT NULL DEFAULT 0
  credits amount NOT NULL DEFAULT 0
  state text NOT NULL DEFAULT 'created'::text
  reason text NOT NULL DEFAULT ''::text
  provider_ref text NOT NULL DEFAULT ''::text
  address text NOT NULL DEFAULT ''::text
  code text NOT NULL DEFAULT ''::text
  fee amount
  receipt_document_id uuid
  made_by uuid NOT NULL
  made_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  expires_at timestamp with time zone NOT NULL
  ask_at timestamp with time zone NOT NULL
  asked integer NOT NULL DEFAULT 0
  ended_at timestamp with time zone
  row_version integer NOT NULL DEFAULT 1
  discount_until date
  CONSTRAINT payments_amount_check CHECK (((amount)::numeric > (0)::numeric))
  CONSTRAINT payments_credits_check CHECK (((credits)::numeric >= (0)::numeric))
  CONSTRAINT payments_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT payments_discount_check CHECK (((discount)::numeric >= (0)::numeric))
  CONSTRAINT payments_ended_whole CHECK (((state = ANY (ARRAY['succeeded'::text, 'failed'::text, 'cancelled'::text, 'expired'::text])) = (ended_at IS NOT NULL)))
  CONSTRAINT payments_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT payments_pkey PRIMARY KEY (id)
  CONSTRAINT payments_provider_check CHECK ((provider = ANY (ARRAY['sandbox'::text, 'stripe'::text, 'alipay'::text, 'wechat'::text])))
  CONSTRAINT payments_receipt_document_id_fkey FOREIGN KEY (receipt_document_id) REFERENCES documents(id)
  CONSTRAINT payments_receipt_once UNIQUE (receipt_document_id)
  CONSTRAINT payments_reference_check CHECK ((reference <> ''::text))
  CONSTRAINT payments_reference_once UNIQUE (organization_id, reference)
  CONSTRAINT payments_state_check CHECK ((state = ANY (ARRAY['created'::text, 'pending'::text, 'unknown'::text, 'succeeded'::text, 'failed'::text, 'cancelled'::text, 'expired'::text])))
  CONSTRAINT payments_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CONSTRAINT payments_succeeded_with_receipt CHECK (((state = 'succeeded'::text) = (receipt_document_id IS NOT NULL)))
  CREATE INDEX payments_newest ON hefu.payments USING btree (organization_id, id)
  CREATE INDEX payments_of_customer ON hefu.payments USING btree (customer_id, id)
  CREATE INDEX payments_of_statement ON hefu.payments USING btree (statement_id) WHERE (statement_id IS NOT NULL)
  CREATE UNIQUE INDEX payments_provider_ref_once ON hefu.payments USING btree (provider, provider_ref) WHERE (provider_ref <> ''::text)
  CREATE INDEX payments_to_ask ON hefu.payments USING btree (organization_id, ask_at) WHERE (state = ANY (ARRAY['created'::text, 'pending'::text, 'unknown'::text]))
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON hefu.payments FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER succeed_once BEFORE UPDATE ON hefu.payments FOR EACH ROW EXECUTE FUNCTION payments_succeed_once()
  POLICY after_code RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ( SELECT may_act() AS may_act)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT SELECT, UPDATE (state, reason, ask_at, ended_at, row_version) TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_portal
  GRANT INSERT, SELECT, UPDATE (discount, state, reason, provider_ref, address, code, fee, receipt_document_id, ask_at, asked, ended_at, row_version) TO hefu_worker

TABLE hefu.payout_differences ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  pair_id uuid NOT NULL
  kind text NOT NULL
  account_code text NOT NULL
  currency text NOT NULL
  amount amount NOT NULL
  amount_base amount NOT NULL
  posting_date date NOT NULL
  reason text NOT NULL
  state text NOT NULL
  needs_second boolean NOT NULL
  proposed_by uuid NOT NULL
  proposed_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  decided_by uuid
  decided_by_name text NOT NULL DEFAULT ''::text
  decided_at timestamp with time zone
  decided_note text NOT NULL DEFAULT ''::text
  reversal_id uuid
  reversed_on date
  reversed_by_name text NOT NULL DEFAULT ''::text
  reversed_at timestamp with time zone
  reversed_reason text NOT NULL DEFAULT ''::text
  row_version integer NOT NULL DEFAULT 1
  CONSTRAINT payout_differences_amount_check CHECK (((amount)::numeric <> (0)::numeric))
  CONSTRAINT payout_differences_decided_note_check CHECK ((length(decided_note) <= 400))
  CONSTRAINT payout_differences_kind_check CHECK ((kind = ANY (ARRAY['bank_charge'::text, 'provider_fee'::text, 'exchange'::text])))
  CONSTRAINT payout_differences_of_account FOREIGN KEY (organization_id, account_code) REFERENCES accounts(organization_id, code)
  CONSTRAINT payout_differences_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT payout_differences_pair_id_fkey FOREIGN KEY (pair_id) REFERENCES payout_lines(id)
  CONSTRAINT payout_differences_pkey PRIMARY KEY (id)
  CONSTRAINT payout_differences_reason_check CHECK (((reason <> ''::text) AND (length(reason) <= 400)))
  CONSTRAINT payout_differences_reversal_once UNIQUE (reversal_id)
  CONSTRAINT payout_differences_reversed CHECK ((((state = 'reversed'::text) = (reversal_id IS NOT NULL)) AND ((state = 'reversed'::text) = (reversed_reason <> ''::text))))
  CONSTRAINT payout_differences_reversed_reason_check CHECK ((length(reversed_reason) <= 400))
  CONSTRAINT payout_differences_second CHECK (((NOT needs_second) OR (decided_by IS NOT NULL) OR (state = ANY (ARRAY['proposed'::text, 'withdrawn'::text]))))
  CONSTRAINT payout_differences_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'posted'::text, 'declined'::text, 'withdrawn'::text, 'reversed'::text])))
  CONSTRAINT payout_differences_two_people CHECK ((decided_by <> proposed_by))
  CREATE INDEX payout_differences_of_pair ON hefu.payout_differences USING btree (pair_id)
  CREATE UNIQUE INDEX payout_differences_one_live ON hefu.payout_differences USING btree (pair_id) WHERE (state = ANY (ARRAY['proposed'::text, 'posted'::text]))
  CREATE INDEX payout_differences_waiting ON hefu.payout_differences USING btree (organization_id, id) WHERE (state = 'proposed'::text)
  CREATE TRIGGER agrees AFTER INSERT ON hefu.payout_differences FOR EACH ROW EXECUTE FUNCTION payout_differences_check()
  CREATE TRIGGER four_eyes BEFORE UPDATE ON hefu.payout_differences FOR EACH ROW WHEN ((new.decided_by IS DISTINCT FROM old.decided_by)) EXECUTE FUNCTION refuse_one_person('decided_by', 'proposed_by', 'created_at', '', 'payout_differences_two_people')
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON hefu.payout_differences FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (state, decided_by, decided_by_name, decided_at, decided_note, reversal_id, reversed_on, reversed_by_name, reversed_at, reversed_reason, row_version) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (state, decided_by, decided_by_name, decided_at, decided_note, reversal_id, reversed_on, reversed_by_name, reversed_at, reversed_reason, row_version) TO hefu_worker

TABLE hefu.payout_lines ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  payout_id uuid NOT NULL
  line_id uuid NOT NULL
  rule text NOT NULL
  difference amount NOT NULL DEFAULT 0
  reason text NOT NULL DEFAULT ''::text
  made_by uuid NOT NULL
  made_by_name text NOT NULL
  made_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  told_as text NOT NULL DEFAULT ''::text
  undone_at timestamp with time zone
  undone_by_name text NOT NULL DEFAULT ''::text
  undone_reason text NOT NULL DEFAULT ''::text
  CONSTRAINT payout_lines_explained CHECK ((((difference)::numeric = (0)::numeric) OR (reason <> ''::text)))
  CONSTRAINT payout_lines_line_id_fkey FOREIGN KEY (line_id) REFERENCES bank_lines(id)
  CONSTRAINT payout_lines_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT payout_lines_payout_id_fkey FOREIGN KEY (payout_id) REFERENCES provider_payouts(id)
  CONSTRAINT payout_lines_pkey PRIMARY KEY (id)
  CONSTRAINT payout_lines_rule_check CHECK ((rule = ANY (ARRAY['reference'::text, 'payer'::text, 'from_line'::text, 'by_hand'::text])))
  CONSTRAINT payout_lines_undone CHECK (((undone_at IS NULL) = (undone_reason = ''::text)))
  CREATE UNIQUE INDEX payout_lines_line_once ON hefu.payout_lines USING btree (line_id) WHERE (undone_at IS NULL)
  CREATE INDEX payout_lines_of_payout ON hefu.payout_lines USING btree (payout_id)
  CREATE UNIQUE INDEX payout_lines_payout_once ON hefu.payout_lines USING btree (payout_id) WHERE (undone_at IS NULL)
  CREATE UNIQUE INDEX payout_lines_told_once ON hefu.payout_lines USING btree (organization_id, told_as) WHERE (told_as <> ''::text)
  CREATE TRIGGER agrees AFTER INSERT ON hefu.payout_lines FOR EACH ROW EXECUTE FUNCTION payout_lines_check()
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON hefu.payout_lines FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER stays BEFORE UPDATE ON hefu.payout_lines FOR EACH ROW WHEN ((new.undone_at IS NOT NULL)) EXECUTE FUNCTION payout_lines_stay()
  CREATE TRIGGER waits AFTER INSERT OR UPDATE ON hefu.payout_lines FOR EACH ROW EXECUTE FUNCTION bank_lines_decided()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY owner PERMISSIVE FOR SELECT TO hefu_owner USING true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (told_as, undone_at, undone_by_name, undone_reason) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (told_as, undone_at, undone_by_name, undone_reason) TO hefu_worker

TABLE hefu.periods ROW LEVEL SECURITY FORCED
  organization_id uuid NOT NULL
  starts date NOT NULL
  ends date NOT NULL
  closed_at timestamp with time zone
  closed_by uuid
  CONSTRAINT periods_one_month CHECK ((ends = (((starts + '1 mon'::interval) - '1 day'::interval))::date))
  CONSTRAINT periods_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT periods_pkey PRIMARY KEY (organization_id, starts)
  CONSTRAINT periods_starts_check CHECK ((EXTRACT(day FROM starts) = (1)::numeric))
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY owner PERMISSIVE FOR ALL TO hefu_owner USING true WITH CHECK true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (closed_at, closed_by) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (closed_at, closed_by) TO hefu_worker

TABLE hefu.personal_columns ROW LEVEL SECURITY FORCED
  table_name text NOT NULL
  name_column text NOT NULL
  id_column text
  rule text NOT NULL
  topic text NOT NULL
  CONSTRAINT personal_columns_pkey PRIMARY KEY (table_name, name_column)
  CONSTRAINT personal_columns_rule_check CHECK ((rule = ANY (ARRAY['replaced'::text, 'kept'::text])))
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY list PERMISSIVE FOR SELECT TO hefu_backoffice, hefu_owner, hefu_worker USING (table_name <> ''::text)
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT SELECT TO hefu_worker

TABLE hefu.posting_rules ROW LEVEL SECURITY FORCED
  id uuid NOT NULL DEFAULT new_id()
  organization_id uuid NOT NULL
  version integer NOT NULL
  content jsonb NOT NULL
  reason text NOT NULL
  created_by uuid NOT NULL
  created_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT posting_rules_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT posting_rules_pkey PRIMARY KEY (id)
  CONSTRAINT posting_rules_reason_check CHECK ((reason <> ''::text))
  CONSTRAINT posting_rules_version_check CHECK ((version > 0))
  CONSTRAINT posting_rules_version_once UNIQUE (organization_id, version)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.posting_rules FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.provider_events ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  provider text NOT NULL
  event_id text NOT NULL
  kind text NOT NULL
  payment_id uuid
  provider_ref text NOT NULL DEFAULT ''::text
  amount amount
  currency text NOT NULL DEFAULT ''::text
  verdict text NOT NULL
  body_sha256 bytea NOT NULL
  effect_entry_id uuid
  deliveries integer NOT NULL DEFAULT 1
  happened_at timestamp with time zone
  first_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  last_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  looked_at timestamp with time zone
  looked_by_name text NOT NULL DEFAULT ''::text
  looked_note text NOT NULL DEFAULT ''::text
  customer_id uuid
  receipt_document_id uuid
  CONSTRAINT provider_events_attributed_whole CHECK ((((receipt_document_id IS NULL) = (customer_id IS NULL)) AND ((receipt_document_id IS NULL) OR (looked_at IS NOT NULL))))
  CONSTRAINT provider_events_body_sha256_check CHECK ((length(body_sha256) = 32))
  CONSTRAINT provider_events_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT provider_events_deliveries_check CHECK ((deliveries > 0))
  CONSTRAINT provider_events_effect_once UNIQUE (effect_entry_id)
  CONSTRAINT provider_events_event_id_check CHECK ((event_id <> ''::text))
  CONSTRAINT provider_events_once UNIQUE (provider, event_id)
  CONSTRAINT provider_events_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT provider_events_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payments(id)
  CONSTRAINT provider_events_pkey PRIMARY KEY (id)
  CONSTRAINT provider_events_receipt_document_id_fkey FOREIGN KEY (receipt_document_id) REFERENCES documents(id)
  CONSTRAINT provider_events_verdict_check CHECK ((verdict = ANY (ARRAY['applied'::text, 'known'::text, 'ignored'::text, 'differs'::text, 'unidentified'::text])))
  CREATE INDEX provider_events_newest ON hefu.provider_events USING btree (organization_id, id)
  CREATE INDEX provider_events_of_payment ON hefu.provider_events USING btree (payment_id) WHERE (payment_id IS NOT NULL)
  CREATE UNIQUE INDEX provider_events_receipt_once ON hefu.provider_events USING btree (receipt_document_id) WHERE (receipt_document_id IS NOT NULL)
  CREATE INDEX provider_events_waiting ON hefu.provider_events USING btree (organization_id, id) WHERE ((verdict = ANY (ARRAY['differs'::text, 'unidentified'::text])) AND (looked_at IS NULL))
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON hefu.provider_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT SELECT, UPDATE (effect_entry_id, looked_at, looked_by_name, looked_note, customer_id, receipt_document_id) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (payment_id, verdict, effect_entry_id, deliveries, last_at, looked_at, looked_by_name, looked_note) TO hefu_worker

TABLE hefu.provider_payouts ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  provider text NOT NULL
  reference text NOT NULL
  currency text NOT NULL
  amount amount NOT NULL
  paid_on date NOT NULL
  made_by uuid NOT NULL
  made_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT provider_payouts_amount_check CHECK (((amount)::numeric > (0)::numeric))
  CONSTRAINT provider_payouts_once UNIQUE (organization_id, provider, reference)
  CONSTRAINT provider_payouts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT provider_payouts_pkey PRIMARY KEY (id)
  CONSTRAINT provider_payouts_provider_check CHECK ((provider = ANY (ARRAY['sandbox'::text, 'stripe'::text, 'alipay'::text, 'wechat'::text])))
  CONSTRAINT provider_payouts_reference_check CHECK ((reference <> ''::text))
  CREATE INDEX provider_payouts_by_day ON hefu.provider_payouts USING btree (organization_id, paid_on)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.provider_payouts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.provider_refusals ROW LEVEL SECURITY FORCED
  organization_id uuid NOT NULL
  provider text NOT NULL
  day date NOT NULL
  source text NOT NULL
  count bigint NOT NULL
  first_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  last_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT provider_refusals_count_check CHECK ((count > 0))
  CONSTRAINT provider_refusals_once PRIMARY KEY (organization_id, provider, day, source)
  CONSTRAINT provider_refusals_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT provider_refusals_provider_check CHECK ((provider = ANY (ARRAY['stripe'::text, 'alipay'::text, 'wechat'::text])))
  CONSTRAINT provider_refusals_source_check CHECK ((length(source) <= 100))
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT DELETE, INSERT, SELECT, UPDATE (count, last_at) TO hefu_worker

TABLE hefu.provider_roots ROW LEVEL SECURITY FORCED
  organization_id uuid NOT NULL
  fingerprint bytea NOT NULL
  provider text NOT NULL
  certificate text NOT NULL
  request_id uuid NOT NULL
  seen_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT provider_roots_fingerprint_check CHECK ((length(fingerprint) = 32))
  CONSTRAINT provider_roots_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT provider_roots_pkey PRIMARY KEY (organization_id, fingerprint)
  CONSTRAINT provider_roots_request_id_fkey FOREIGN KEY (request_id) REFERENCES signature_requests(id)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.provider_roots FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY every PERMISSIVE FOR SELECT TO hefu_worker USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.pseudonymisations ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  audience text NOT NULL
  person_id uuid NOT NULL
  pseudonym text NOT NULL
  reason text NOT NULL
  state text NOT NULL DEFAULT 'pending'::text
  replaced jsonb NOT NULL DEFAULT '{}'::jsonb
  asked_by uuid NOT NULL
  asked_by_name text NOT NULL
  asked_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  decided_by uuid
  decided_by_name text NOT NULL DEFAULT ''::text
  decided_at timestamp with time zone
  decision_reason text NOT NULL DEFAULT ''::text
  CONSTRAINT pseudonymisations_audience_check CHECK ((audience = ANY (ARRAY['contact'::text, 'staff'::text])))
  CONSTRAINT pseudonymisations_decided CHECK (((state = 'pending'::text) = (decided_at IS NULL)))
  CONSTRAINT pseudonymisations_decision_reason_check CHECK ((length(decision_reason) <= 500))
  CONSTRAINT pseudonymisations_four_eyes CHECK (((state <> ALL (ARRAY['done'::text, 'rejected'::text])) OR ((decided_by IS NOT NULL) AND (decided_by <> asked_by))))
  CONSTRAINT pseudonymisations_not_own CHECK (((person_id <> asked_by) AND ((decided_by IS NULL) OR (person_id <> decided_by) OR (state = 'withdrawn'::text))))
  CONSTRAINT pseudonymisations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT pseudonymisations_pkey PRIMARY KEY (id)
  CONSTRAINT pseudonymisations_pseudonym_once UNIQUE (pseudonym)
  CONSTRAINT pseudonymisations_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
  CONSTRAINT pseudonymisations_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'done'::text, 'rejected'::text, 'withdrawn'::text])))
  CREATE INDEX pseudonymisations_newest ON hefu.pseudonymisations USING btree (organization_id, id)
  CREATE UNIQUE INDEX pseudonymisations_one_open ON hefu.pseudonymisations USING btree (organization_id, person_id) WHERE (state = ANY (ARRAY['pending'::text, 'done'::text]))
  CREATE TRIGGER four_eyes BEFORE UPDATE ON hefu.pseudonymisations FOR EACH ROW WHEN ((new.decided_by IS DISTINCT FROM old.decided_by)) EXECUTE FUNCTION refuse_one_person('decided_by', 'asked_by', 'asked_at', 'done', 'pseudonymisations_four_eyes')
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON hefu.pseudonymisations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY owner PERMISSIVE FOR SELECT TO hefu_owner USING true
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (state, replaced, decided_by, decided_by_name, decided_at, decision_reason) TO hefu_worker

TABLE hefu.rate_limits UNLOGGED ROW LEVEL SECURITY FORCED
  key text NOT NULL
  bucket timestamp with time zone NOT NULL
  hits integer NOT NULL
  CONSTRAINT rate_limits_pkey PRIMARY KEY (key, bucket)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY every PERMISSIVE FOR ALL TO hefu_worker USING true
  GRANT DELETE, INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.receipt_readings ROW LEVEL SECURITY FORCED
  line_id uuid NOT NULL
  organization_id uuid NOT NULL
  run_id uuid NOT NULL
  customer_id uuid
  certain boolean NOT NULL
  suggestions jsonb NOT NULL DEFAULT '[]'::jsonb
  refused text NOT NULL DEFAULT ''::text
  made_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT receipt_readings_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT receipt_readings_line_id_fkey FOREIGN KEY (line_id) REFERENCES bank_lines(id)
  CONSTRAINT receipt_readings_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT receipt_readings_pkey PRIMARY KEY (line_id)
  CONSTRAINT receipt_readings_run_id_fkey FOREIGN KEY (run_id) REFERENCES receipt_runs(id)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT DELETE, INSERT, SELECT, UPDATE (run_id, customer_id, certain, suggestions, refused, made_at) TO hefu_backoffice
  GRANT DELETE, INSERT, SELECT, UPDATE (run_id, customer_id, certain, suggestions, refused, made_at) TO hefu_worker

TABLE hefu.receipt_runs ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  posts boolean NOT NULL
  state text NOT NULL
  done_to uuid
  lines integer NOT NULL DEFAULT 0
  posted integer NOT NULL DEFAULT 0
  suggested integer NOT NULL DEFAULT 0
  unidentified integer NOT NULL DEFAULT 0
  made_by uuid NOT NULL
  made_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  finished_at timestamp with time zone
  CONSTRAINT receipt_runs_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT receipt_runs_pkey PRIMARY KEY (id)
  CONSTRAINT receipt_runs_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text])))
  CONSTRAINT receipt_runs_whole CHECK (((lines = ((posted + suggested) + unidentified)) AND ((finished_at IS NULL) OR (state = 'done'::text))))
  CREATE INDEX receipt_runs_newest ON hefu.receipt_runs USING btree (organization_id, id)
  CREATE UNIQUE INDEX receipt_runs_one_at_a_time ON hefu.receipt_runs USING btree (organization_id) WHERE (state = 'running'::text)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (state, done_to, lines, posted, suggested, unidentified, finished_at) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (state, done_to, lines, posted, suggested, unidentified, finished_at) TO hefu_worker

TABLE hefu.receivable_confirmations ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  draft_id uuid NOT NULL
  round integer NOT NULL
  content text NOT NULL
  sha256 bytea NOT NULL
  currency text NOT NULL
  gross amount NOT NULL
  document_date date NOT NULL
  asked_by uuid NOT NULL
  asked_by_name text NOT NULL
  asked_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  answer text
  opinion text NOT NULL DEFAULT ''::text
  answered_by uuid
  answered_by_name text NOT NULL DEFAULT ''::text
  answered_from text NOT NULL DEFAULT ''::text
  answered_at timestamp with time zone
  document_id uuid
  CONSTRAINT receivable_confirmations_answer_check CHECK ((answer = ANY (ARRAY['confirmed'::text, 'rejected'::text, 'withdrawn'::text])))
  CONSTRAINT receivable_confirmations_answered_whole CHECK ((((answer IS NULL) = (answered_at IS NULL)) AND ((answer IS NULL) = (answered_by IS NULL))))
  CONSTRAINT receivable_confirmations_check CHECK ((sha256 = sha256(convert_to(content, 'UTF8'::name))))
  CONSTRAINT receivable_confirmations_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT receivable_confirmations_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES drafts(id)
  CONSTRAINT receivable_confirmations_one_round UNIQUE (draft_id, round)
  CONSTRAINT receivable_confirmations_opinion CHECK (((answer IS DISTINCT FROM 'rejected'::text) OR (opinion <> ''::text)))
  CONSTRAINT receivable_confirmations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT receivable_confirmations_pkey PRIMARY KEY (id)
  CONSTRAINT receivable_confirmations_posted CHECK (((document_id IS NOT NULL) = (NOT (answer IS DISTINCT FROM 'confirmed'::text))))
  CONSTRAINT receivable_confirmations_round_check CHECK ((round > 0))
  CREATE INDEX receivable_confirmations_of_customer ON hefu.receivable_confirmations USING btree (customer_id, id)
  CREATE INDEX receivable_confirmations_of_document ON hefu.receivable_confirmations USING btree (document_id) WHERE (document_id IS NOT NULL)
  CREATE UNIQUE INDEX receivable_confirmations_one_open ON hefu.receivable_confirmations USING btree (draft_id) WHERE (answer IS NULL)
  CREATE TRIGGER answered_once BEFORE UPDATE ON hefu.receivable_confirmations FOR EACH ROW EXECUTE FUNCTION receivable_confirmations_answered_once()
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON hefu.receivable_confirmations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING (( SELECT current_statement() AS current_statement) IS NULL)
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY own PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (answer, opinion, answered_by, answered_by_name, answered_from, answered_at, document_id) TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT INSERT, SELECT, UPDATE (answer, opinion, answered_by, answered_by_name, answered_from, answered_at, document_id) TO hefu_worker

TABLE hefu.reconciling_items ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  currency text NOT NULL
  statement_id uuid NOT NULL
  matching_id uuid NOT NULL
  group_no integer NOT NULL
  side text NOT NULL
  kind text NOT NULL
  document_id uuid
  document_no text NOT NULL DEFAULT ''::text
  reference text NOT NULL DEFAULT ''::text
  item_date date NOT NULL
  description text NOT NULL DEFAULT ''::text
  amount amount NOT NULL
  note text NOT NULL DEFAULT ''::text
  state text NOT NULL DEFAULT 'open'::text
  created_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  cleared_at timestamp with time zone
  cleared_matching_id uuid
  cleared_statement_id uuid
  dispute_id uuid
  CONSTRAINT reconciling_items_amount_check CHECK (((amount)::numeric <> (0)::numeric))
  CONSTRAINT reconciling_items_cleared CHECK ((((state = 'cleared'::text) = (cleared_at IS NOT NULL)) AND ((state = 'cleared'::text) = (cleared_matching_id IS NOT NULL))))
  CONSTRAINT reconciling_items_cleared_matching_id_fkey FOREIGN KEY (cleared_matching_id) REFERENCES matchings(id)
  CONSTRAINT reconciling_items_cleared_statement_id_fkey FOREIGN KEY (cleared_statement_id) REFERENCES statements(id)
  CONSTRAINT reconciling_items_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT reconciling_items_dispute CHECK (((kind = 'disagreement'::text) = (dispute_id IS NOT NULL)))
  CONSTRAINT reconciling_items_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES disputes(id)
  CONSTRAINT reconciling_items_kind_check CHECK ((kind = ANY (ARRAY['in_transit_invoice'::text, 'in_transit_receipt'::text, 'in_transit_payment'::text, 'own_correction'::text, 'other'::text, 'disagreement'::text])))
  CONSTRAINT reconciling_items_matching_id_fkey FOREIGN KEY (matching_id) REFERENCES matchings(id)
  CONSTRAINT reconciling_items_pkey PRIMARY KEY (id)
  CONSTRAINT reconciling_items_side_check CHECK ((side = ANY (ARRAY['ours'::text, 'theirs'::text])))
  CONSTRAINT reconciling_items_state_check CHECK ((state = ANY (ARRAY['open'::text, 'cleared'::text, 'replaced'::text])))
  CONSTRAINT reconciling_items_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CREATE INDEX reconciling_items_of_customer ON hefu.reconciling_items USING btree (customer_id, currency, state)
  CREATE INDEX reconciling_items_open ON hefu.reconciling_items USING btree (organization_id, id) WHERE (state = 'open'::text)
  POLICY after_code RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ( SELECT may_act() AS may_act)
  POLICY after_code_too RESTRICTIVE FOR UPDATE TO hefu_portal USING ( SELECT may_act() AS may_act)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)) OR (cleared_statement_id = ( SELECT current_statement() AS current_statement)) OR (EXISTS ( SELECT FROM matching_lines l WHERE (l.item_id = reconciling_items.id))))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (state, cleared_at, cleared_matching_id, cleared_statement_id) TO hefu_portal
  GRANT INSERT, SELECT, UPDATE (state, cleared_at, cleared_matching_id, cleared_statement_id) TO hefu_worker

TABLE hefu.reopenings ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  statement_id uuid NOT NULL
  version integer NOT NULL
  lines integer[] NOT NULL
  actor_id uuid NOT NULL
  actor_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT reopenings_pkey PRIMARY KEY (id)
  CONSTRAINT reopenings_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.reopenings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY after_code RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ( SELECT may_act() AS may_act)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_portal
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.report_files ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  asked_by uuid NOT NULL
  locale text NOT NULL
  report text NOT NULL
  format text NOT NULL
  asked jsonb NOT NULL
  state text NOT NULL DEFAULT 'queued'::text
  fault text NOT NULL DEFAULT ''::text
  file_sha256 bytea
  size bigint
  asked_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  ended_at timestamp with time zone
  expires_at timestamp with time zone NOT NULL DEFAULT (clock_timestamp() + '1 day'::interval)
  CONSTRAINT report_files_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES staff(id)
  CONSTRAINT report_files_file_sha256_check CHECK ((length(file_sha256) = 32))
  CONSTRAINT report_files_format_check CHECK ((format = ANY (ARRAY['csv'::text, 'xlsx'::text])))
  CONSTRAINT report_files_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT report_files_pkey PRIMARY KEY (id)
  CONSTRAINT report_files_ready_has_bytes CHECK (((state = 'ready'::text) = (file_sha256 IS NOT NULL)))
  CONSTRAINT report_files_size_check CHECK ((size >= 0))
  CONSTRAINT report_files_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'ready'::text, 'failed'::text])))
  CREATE INDEX report_files_by_content ON hefu.report_files USING btree (file_sha256)
  CREATE INDEX report_files_by_end ON hefu.report_files USING btree (expires_at)
  CREATE INDEX report_files_of_person ON hefu.report_files USING btree (organization_id, asked_by, id)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY forget PERMISSIVE FOR DELETE TO hefu_worker USING (expires_at < now())
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY sweep PERMISSIVE FOR SELECT TO hefu_worker USING true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT DELETE, SELECT, UPDATE (state, fault, file_sha256, size, ended_at, expires_at) TO hefu_worker

TABLE hefu.report_view_defaults ROW LEVEL SECURITY FORCED
  organization_id uuid NOT NULL
  person_id uuid NOT NULL
  view_id uuid NOT NULL
  CONSTRAINT report_view_defaults_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT report_view_defaults_pkey PRIMARY KEY (organization_id, person_id)
  CONSTRAINT report_view_defaults_view_id_fkey FOREIGN KEY (view_id) REFERENCES report_views(id) ON DELETE CASCADE
  CREATE INDEX report_view_defaults_of_view ON hefu.report_view_defaults USING btree (view_id)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT DELETE, INSERT, SELECT, UPDATE TO hefu_backoffice
  GRANT DELETE, INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.report_views ROW LEVEL SECURITY FORCED
  id uuid NOT NULL DEFAULT new_id()
  organization_id uuid NOT NULL
  owner_id uuid NOT NULL
  owner_name text NOT NULL
  name text NOT NULL
  query jsonb NOT NULL
  shared boolean NOT NULL DEFAULT false
  row_version integer NOT NULL DEFAULT 1
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  updated_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT report_views_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
  CONSTRAINT report_views_name_once UNIQUE (organization_id, owner_id, name)
  CONSTRAINT report_views_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT report_views_pkey PRIMARY KEY (id)
  CONSTRAINT report_views_query_check CHECK ((jsonb_typeof(query) = 'object'::text))
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'report_views'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'report_views'::text)
  GRANT SELECT TO hefu_auditor
  GRANT DELETE, INSERT, SELECT, UPDATE TO hefu_backoffice
  GRANT DELETE, INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.resolutions ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  dispute_id uuid NOT NULL
  decision text NOT NULL
  instrument text
  amount amount NOT NULL
  root_cause text NOT NULL
  text text NOT NULL DEFAULT ''::text
  state text NOT NULL
  proposed_by uuid NOT NULL
  proposed_by_name text NOT NULL
  approved_by uuid
  document_id uuid
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  decided_at timestamp with time zone
  accepted_by uuid
  accepted_by_name text NOT NULL DEFAULT ''::text
  accept_checked_by uuid
  accept_checked_by_name text NOT NULL DEFAULT ''::text
  settlement_id uuid
  together uuid
  CONSTRAINT resolutions_accept_four_eyes CHECK (((accept_checked_by IS NULL) OR (accept_checked_by <> accepted_by)))
  CONSTRAINT resolutions_amount_check CHECK (((amount)::numeric >= (0)::numeric))
  CONSTRAINT resolutions_decision_check CHECK ((decision = ANY (ARRAY['accept_whole'::text, 'accept_part'::text, 'reject'::text, 'disagree'::text, 'paid'::text])))
  CONSTRAINT resolutions_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES disputes(id)
  CONSTRAINT resolutions_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id)
  CONSTRAINT resolutions_four_eyes CHECK (((approved_by IS NULL) OR (approved_by <> proposed_by)))
  CONSTRAINT resolutions_instrument_check CHECK ((instrument = ANY (ARRAY['credit_note'::text, 'adjustment'::text])))
  CONSTRAINT resolutions_paid_by_settlement CHECK (((decision = 'paid'::text) = (settlement_id IS NOT NULL)))
  CONSTRAINT resolutions_pkey PRIMARY KEY (id)
  CONSTRAINT resolutions_posted_has_document CHECK (((state = 'posted'::text) = (document_id IS NOT NULL)))
  CONSTRAINT resolutions_settlement_id_fkey FOREIGN KEY (settlement_id) REFERENCES settlements(id)
  CONSTRAINT resolutions_state_check CHECK ((state = ANY (ARRAY['awaiting_approval'::text, 'proposed'::text, 'posted'::text, 'returned'::text, 'declined'::text, 'settled'::text])))
  CREATE UNIQUE INDEX resolutions_one_live ON hefu.resolutions USING btree (dispute_id) WHERE (state = ANY (ARRAY['awaiting_approval'::text, 'proposed'::text, 'posted'::text]))
  CREATE INDEX resolutions_together ON hefu.resolutions USING btree (together) WHERE (together IS NOT NULL)
  CREATE TRIGGER four_eyes BEFORE UPDATE ON hefu.resolutions FOR EACH ROW WHEN ((new.approved_by IS DISTINCT FROM old.approved_by)) EXECUTE FUNCTION refuse_one_person('approved_by', 'proposed_by', 'created_at', '', 'resolutions_four_eyes')
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (EXISTS ( SELECT FROM disputes d WHERE ((d.id = resolutions.dispute_id) AND (d.statement_id = ( SELECT current_statement() AS current_statement))))))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE TO hefu_backoffice
  GRANT SELECT (id, organization_id, customer_id, dispute_id, decision, instrument, amount, text, state, proposed_by_name, document_id, created_at, decided_at, accepted_by_name, accept_checked_by_name, settlement_id, together) TO hefu_portal
  GRANT INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.retention_rules ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  number integer NOT NULL
  years integer
  reason text NOT NULL
  set_by uuid NOT NULL
  set_by_name text NOT NULL
  set_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT retention_rules_number_check CHECK ((number > 0))
  CONSTRAINT retention_rules_number_once UNIQUE (organization_id, number)
  CONSTRAINT retention_rules_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT retention_rules_pkey PRIMARY KEY (id)
  CONSTRAINT retention_rules_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
  CONSTRAINT retention_rules_years_check CHECK (((years >= 10) AND (years <= 100)))
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.retention_rules FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.sealed_document_files ROW LEVEL SECURITY FORCED
  bundle_id uuid NOT NULL
  file_id uuid NOT NULL
  organization_id uuid NOT NULL
  CONSTRAINT sealed_document_files_bundle_id_fkey FOREIGN KEY (bundle_id) REFERENCES archive_bundles(id)
  CONSTRAINT sealed_document_files_file_id_fkey FOREIGN KEY (file_id) REFERENCES document_files(id)
  CONSTRAINT sealed_document_files_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT sealed_document_files_pkey PRIMARY KEY (bundle_id, file_id)
  CREATE INDEX sealed_document_files_of_file ON hefu.sealed_document_files USING btree (file_id)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.sealed_document_files FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER standing BEFORE INSERT ON hefu.sealed_document_files FOR EACH ROW EXECUTE FUNCTION seal_standing_file()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.sessions ROW LEVEL SECURITY FORCED
  token_sha256 bytea NOT NULL
  audience text NOT NULL
  person_id uuid NOT NULL
  organization_id uuid
  customer_id uuid
  csrf text NOT NULL
  id_token text NOT NULL DEFAULT ''::text
  auth_time timestamp with time zone NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  expires_at timestamp with time zone NOT NULL
  last_seen_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  statement_id uuid
  link_id uuid
  verified_at timestamp with time zone
  locale text
  public_id uuid NOT NULL DEFAULT gen_random_uuid()
  address text NOT NULL DEFAULT ''::text
  CONSTRAINT sessions_audience_check CHECK ((audience = ANY (ARRAY['portal'::text, 'backoffice'::text])))
  CONSTRAINT sessions_csrf_long CHECK ((length(csrf) >= 32))
  CONSTRAINT sessions_link_id_fkey FOREIGN KEY (link_id) REFERENCES access_links(id)
  CONSTRAINT sessions_link_whole CHECK ((((statement_id IS NULL) = (link_id IS NULL)) AND ((verified_at IS NULL) OR (link_id IS NOT NULL)) AND ((link_id IS NULL) OR ((audience = 'portal'::text) AND (customer_id IS NOT NULL)))))
  CONSTRAINT sessions_locale_check CHECK ((locale = ANY (ARRAY['zh-CN'::text, 'en'::text])))
  CONSTRAINT sessions_pkey PRIMARY KEY (token_sha256)
  CREATE INDEX sessions_by_expiry ON hefu.sessions USING btree (expires_at)
  CREATE INDEX sessions_of_link ON hefu.sessions USING btree (link_id) WHERE (link_id IS NOT NULL)
  CREATE INDEX sessions_of_person ON hefu.sessions USING btree (person_id)
  CREATE UNIQUE INDEX sessions_public_id ON hefu.sessions USING btree (public_id)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY every PERMISSIVE FOR ALL TO hefu_worker USING true
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'sessions'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'sessions'::text)
  GRANT DELETE, INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.settlement_proposals ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  act text NOT NULL
  effective_date date NOT NULL
  reason text NOT NULL
  cases text[] NOT NULL DEFAULT '{}'::text[]
  pairs jsonb NOT NULL DEFAULT '[]'::jsonb
  undoes uuid
  state text NOT NULL DEFAULT 'waiting'::text
  settlement_id uuid
  proposed_by uuid NOT NULL
  proposed_by_name text NOT NULL DEFAULT ''::text
  decided_by uuid
  decide_reason text NOT NULL DEFAULT ''::text
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  decided_at timestamp with time zone
  row_version integer NOT NULL DEFAULT 1
  extras jsonb NOT NULL DEFAULT '[]'::jsonb
  CONSTRAINT settlement_proposals_act_check CHECK ((act = ANY (ARRAY['allocate'::text, 'undo'::text])))
  CONSTRAINT settlement_proposals_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT settlement_proposals_four_eyes CHECK (((state <> ALL (ARRAY['posted'::text, 'declined'::text])) OR (decided_by IS DISTINCT FROM proposed_by)))
  CONSTRAINT settlement_proposals_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT settlement_proposals_pkey PRIMARY KEY (id)
  CONSTRAINT settlement_proposals_posted CHECK (((state = 'posted'::text) = (settlement_id IS NOT NULL)))
  CONSTRAINT settlement_proposals_reason_check CHECK ((reason <> ''::text))
  CONSTRAINT settlement_proposals_settlement_id_fkey FOREIGN KEY (settlement_id) REFERENCES settlements(id)
  CONSTRAINT settlement_proposals_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'posted'::text, 'declined'::text, 'withdrawn'::text])))
  CONSTRAINT settlement_proposals_undoes CHECK (((act = 'undo'::text) = (undoes IS NOT NULL)))
  CONSTRAINT settlement_proposals_undoes_fkey FOREIGN KEY (undoes) REFERENCES settlements(id)
  CREATE INDEX settlement_proposals_waiting ON hefu.settlement_proposals USING btree (organization_id, state, id)
  CREATE TRIGGER four_eyes BEFORE UPDATE ON hefu.settlement_proposals FOR EACH ROW WHEN ((new.decided_by IS DISTINCT FROM old.decided_by)) EXECUTE FUNCTION refuse_one_person('decided_by', 'proposed_by', 'created_at', 'posted,declined', 'settlement_proposals_four_eyes')
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (state, settlement_id, decided_by, decide_reason, decided_at, row_version) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (state, settlement_id, decided_by, decide_reason, decided_at, row_version) TO hefu_worker

TABLE hefu.settlements ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  mode text NOT NULL
  effective_date date NOT NULL
  reason text NOT NULL DEFAULT ''::text
  reverses uuid
  created_by uuid NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  rule text NOT NULL DEFAULT ''::text
  run_id uuid
  group_id uuid
  CONSTRAINT settlements_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT settlements_group_id_fkey FOREIGN KEY (group_id) REFERENCES customer_groups(id)
  CONSTRAINT settlements_mode_check CHECK ((mode = ANY (ARRAY['manual'::text, 'automatic'::text, 'business'::text, 'immediate'::text, 'reversal'::text])))
  CONSTRAINT settlements_pkey PRIMARY KEY (id)
  CONSTRAINT settlements_reverses_fkey FOREIGN KEY (reverses) REFERENCES settlements(id)
  CONSTRAINT settlements_reverses_key UNIQUE (reverses)
  CONSTRAINT settlements_run_id_fkey FOREIGN KEY (run_id) REFERENCES settling_runs(id)
  CREATE INDEX settlements_newest ON hefu.settlements USING btree (organization_id, id)
  CREATE INDEX settlements_of_customer ON hefu.settlements USING btree (customer_id, id)
  CREATE INDEX settlements_of_group ON hefu.settlements USING btree (group_id, id) WHERE (group_id IS NOT NULL)
  CREATE INDEX settlements_of_run ON hefu.settlements USING btree (run_id) WHERE (run_id IS NOT NULL)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.settlements FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER period_open AFTER INSERT ON hefu.settlements REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION settlements_check()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (EXISTS ( SELECT FROM allocations a WHERE (a.settlement_id = settlements.id))))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY owner PERMISSIVE FOR SELECT TO hefu_owner USING true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.settling_customers ROW LEVEL SECURITY FORCED
  customer_id uuid NOT NULL
  organization_id uuid NOT NULL
  oldest_first boolean NOT NULL DEFAULT false
  changed_by uuid NOT NULL
  changed_by_name text NOT NULL
  changed_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  row_version integer NOT NULL DEFAULT 1
  CONSTRAINT settling_customers_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT settling_customers_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT settling_customers_pkey PRIMARY KEY (customer_id)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (oldest_first, changed_by, changed_by_name, changed_at, row_version) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (oldest_first, changed_by, changed_by_name, changed_at, row_version) TO hefu_worker

TABLE hefu.settling_rules ROW LEVEL SECURITY FORCED
  organization_id uuid NOT NULL
  version integer NOT NULL
  rules text[] NOT NULL
  tolerance amount NOT NULL
  discount boolean NOT NULL
  reason text NOT NULL DEFAULT ''::text
  made_by uuid NOT NULL
  made_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT settling_rules_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT settling_rules_tolerance_check CHECK ((((tolerance)::numeric >= (0)::numeric) AND ((tolerance)::numeric <= (100)::numeric)))
  CONSTRAINT settling_rules_version_check CHECK ((version > 0))
  CONSTRAINT settling_rules_version_once PRIMARY KEY (organization_id, version)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.settling_rules FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.settling_run_credits ROW LEVEL SECURITY FORCED
  run_id uuid NOT NULL
  credit_item uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  currency text NOT NULL
  open_amount amount NOT NULL
  settles amount NOT NULL
  state text NOT NULL
  rule text NOT NULL DEFAULT ''::text
  found text NOT NULL DEFAULT ''::text
  why text NOT NULL DEFAULT ''::text
  content jsonb NOT NULL DEFAULT '{}'::jsonb
  settlement_id uuid
  code text NOT NULL DEFAULT ''::text
  CONSTRAINT settling_run_credits_credit_item_fkey FOREIGN KEY (credit_item) REFERENCES open_items(id)
  CONSTRAINT settling_run_credits_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT settling_run_credits_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT settling_run_credits_pkey PRIMARY KEY (run_id, credit_item)
  CONSTRAINT settling_run_credits_run_id_fkey FOREIGN KEY (run_id) REFERENCES settling_runs(id)
  CONSTRAINT settling_run_credits_settled CHECK (((state = 'settled'::text) = (settlement_id IS NOT NULL)))
  CONSTRAINT settling_run_credits_settlement_id_fkey FOREIGN KEY (settlement_id) REFERENCES settlements(id)
  CONSTRAINT settling_run_credits_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'left_out'::text, 'exception'::text, 'settled'::text, 'changed'::text, 'failed'::text])))
  CREATE INDEX settling_run_credits_waiting ON hefu.settling_run_credits USING btree (run_id, state, customer_id)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (state, settlement_id, code) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (state, settlement_id, code) TO hefu_worker

TABLE hefu.settling_runs ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid
  effective_date date NOT NULL
  rules_version integer NOT NULL
  state text NOT NULL DEFAULT 'planning'::text
  planned_to uuid
  made_by uuid NOT NULL
  made_by_name text NOT NULL
  settled_by uuid
  settled_by_name text NOT NULL DEFAULT ''::text
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  planned_at timestamp with time zone
  finished_at timestamp with time zone
  row_version integer NOT NULL DEFAULT 1
  CONSTRAINT settling_runs_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT settling_runs_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT settling_runs_pkey PRIMARY KEY (id)
  CONSTRAINT settling_runs_settled_by CHECK (((state = ANY (ARRAY['settling'::text, 'done'::text])) = (settled_by IS NOT NULL)))
  CONSTRAINT settling_runs_state_check CHECK ((state = ANY (ARRAY['planning'::text, 'planned'::text, 'settling'::text, 'done'::text, 'cancelled'::text])))
  CREATE INDEX settling_runs_newest ON hefu.settling_runs USING btree (organization_id, id)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (state, planned_to, settled_by, settled_by_name, planned_at, finished_at, row_version) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (state, planned_to, settled_by, settled_by_name, planned_at, finished_at, row_version) TO hefu_worker

TABLE hefu.sign_ins ROW LEVEL SECURITY FORCED
  state_sha256 bytea NOT NULL
  audience text NOT NULL
  nonce text NOT NULL
  verifier text NOT NULL
  next text NOT NULL
  browser text NOT NULL
  expires_at timestamp with time zone NOT NULL
  invitation_sha256 bytea
  binds uuid
  renews uuid
  CONSTRAINT sign_ins_pkey PRIMARY KEY (state_sha256)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY every PERMISSIVE FOR ALL TO hefu_worker USING true
  GRANT DELETE, INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.signature_answers ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  statement_id uuid NOT NULL
  request_id uuid NOT NULL
  said text NOT NULL
  verdict text NOT NULL
  body_sha256 bytea NOT NULL
  told_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT signature_answers_body_sha256_check CHECK ((length(body_sha256) = 32))
  CONSTRAINT signature_answers_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT signature_answers_once UNIQUE (request_id, body_sha256, verdict)
  CONSTRAINT signature_answers_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT signature_answers_pkey PRIMARY KEY (id)
  CONSTRAINT signature_answers_request_id_fkey FOREIGN KEY (request_id) REFERENCES signature_requests(id)
  CONSTRAINT signature_answers_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CONSTRAINT signature_answers_verdict_check CHECK ((verdict = ANY (ARRAY['taken'::text, 'late'::text, 'unproven'::text])))
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.signature_answers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.signature_requests ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  statement_id uuid NOT NULL
  finalization_id uuid NOT NULL
  provider text NOT NULL
  before_sha256 bytea NOT NULL
  pending_sha256 bytea NOT NULL
  digest bytea NOT NULL
  text text NOT NULL
  locale text NOT NULL
  company text NOT NULL
  asked_by uuid NOT NULL
  asked_by_name text NOT NULL
  asked_by_subject text NOT NULL
  asked_from text NOT NULL DEFAULT ''::text
  asked_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  expires_at timestamp with time zone NOT NULL
  state text NOT NULL DEFAULT 'asking'::text
  provider_ref text NOT NULL DEFAULT ''::text
  sign_url text NOT NULL DEFAULT ''::text
  reason text NOT NULL DEFAULT ''::text
  root_sha256 bytea
  tries integer NOT NULL DEFAULT 0
  try_at timestamp with time zone NOT NULL
  ended_at timestamp with time zone
  CONSTRAINT signature_requests_before_sha256_check CHECK ((length(before_sha256) = 32))
  CONSTRAINT signature_requests_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT signature_requests_digest_check CHECK ((length(digest) = 32))
  CONSTRAINT signature_requests_ended_whole CHECK (((state = ANY (ARRAY['asking'::text, 'waiting'::text])) = (ended_at IS NULL)))
  CONSTRAINT signature_requests_finalization_id_fkey FOREIGN KEY (finalization_id) REFERENCES finalizations(id)
  CONSTRAINT signature_requests_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT signature_requests_pending_sha256_check CHECK ((length(pending_sha256) = 32))
  CONSTRAINT signature_requests_pkey PRIMARY KEY (id)
  CONSTRAINT signature_requests_provider_check CHECK ((provider <> ''::text))
  CONSTRAINT signature_requests_root CHECK (((state = 'signed'::text) = (root_sha256 IS NOT NULL)))
  CONSTRAINT signature_requests_state_check CHECK ((state = ANY (ARRAY['asking'::text, 'waiting'::text, 'signed'::text, 'refused'::text, 'failed'::text, 'cancelled'::text])))
  CONSTRAINT signature_requests_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CONSTRAINT signature_requests_text_check CHECK ((text <> ''::text))
  CREATE INDEX signature_requests_by_file ON hefu.signature_requests USING btree (pending_sha256) WHERE (ended_at IS NULL)
  CREATE INDEX signature_requests_of_finalization ON hefu.signature_requests USING btree (finalization_id, id)
  CREATE UNIQUE INDEX signature_requests_one_live ON hefu.signature_requests USING btree (finalization_id) WHERE (ended_at IS NULL)
  CREATE INDEX signature_requests_to_try ON hefu.signature_requests USING btree (organization_id, try_at) WHERE (ended_at IS NULL)
  CREATE TRIGGER end_once BEFORE UPDATE ON hefu.signature_requests FOR EACH ROW EXECUTE FUNCTION signature_requests_end_once()
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON hefu.signature_requests FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR SELECT TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY every PERMISSIVE FOR SELECT TO hefu_worker USING true
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT INSERT, SELECT, UPDATE (state, provider_ref, sign_url, reason, root_sha256, tries, try_at, ended_at) TO hefu_worker

TABLE hefu.signatures ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  statement_id uuid NOT NULL
  finalization_id uuid NOT NULL
  party text NOT NULL
  means text NOT NULL
  prepared_by uuid NOT NULL
  key_id uuid
  before_party text
  before_sha256 bytea NOT NULL
  sha256 bytea NOT NULL
  size bigint NOT NULL
  text text NOT NULL
  signer text NOT NULL
  signer_organization text NOT NULL
  issuer text NOT NULL
  serial text NOT NULL
  valid_to timestamp with time zone NOT NULL
  stamped boolean NOT NULL
  code_id uuid
  signed_by uuid NOT NULL
  signed_by_name text NOT NULL
  signed_from text NOT NULL DEFAULT ''::text
  signed_at timestamp with time zone NOT NULL
  recorded_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT signatures_before_party_check CHECK ((before_party = 'seller'::text))
  CONSTRAINT signatures_before_sha256_check CHECK ((length(before_sha256) = 32))
  CONSTRAINT signatures_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT signatures_file UNIQUE (finalization_id, party, sha256)
  CONSTRAINT signatures_four_eyes CHECK ((signed_by <> prepared_by))
  CONSTRAINT signatures_key_id_fkey FOREIGN KEY (key_id) REFERENCES signing_keys(id)
  CONSTRAINT signatures_means_check CHECK ((means = ANY (ARRAY['organization_key'::text, 'held_key'::text, 'own_certificate'::text, 'provider'::text])))
  CONSTRAINT signatures_on_sellers_file FOREIGN KEY (finalization_id, before_party, before_sha256) REFERENCES signatures(finalization_id, party, sha256)
  CONSTRAINT signatures_once UNIQUE (finalization_id, party)
  CONSTRAINT signatures_order CHECK (((party = 'customer'::text) = (before_party IS NOT NULL)))
  CONSTRAINT signatures_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT signatures_party_check CHECK ((party = ANY (ARRAY['seller'::text, 'customer'::text])))
  CONSTRAINT signatures_pkey PRIMARY KEY (id)
  CONSTRAINT signatures_preparer FOREIGN KEY (finalization_id, prepared_by) REFERENCES finalizations(id, prepared_by)
  CONSTRAINT signatures_sha256_check CHECK ((length(sha256) = 32))
  CONSTRAINT signatures_size_check CHECK ((size > 0))
  CONSTRAINT signatures_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CONSTRAINT signatures_text_check CHECK ((text <> ''::text))
  CREATE INDEX signatures_by_file ON hefu.signatures USING btree (sha256)
  CREATE INDEX signatures_of_key ON hefu.signatures USING btree (key_id) WHERE (key_id IS NOT NULL)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.signatures FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER are_due BEFORE INSERT ON hefu.signatures FOR EACH ROW EXECUTE FUNCTION signatures_are_due()
  CREATE TRIGGER four_eyes BEFORE INSERT ON hefu.signatures FOR EACH ROW WHEN ((new.party = 'seller'::text)) EXECUTE FUNCTION refuse_preparers_stand_in()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY every PERMISSIVE FOR SELECT TO hefu_worker USING true
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.signing_codes ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  finalization_id uuid NOT NULL
  contact_id uuid NOT NULL
  code_mac bytea NOT NULL
  attempts integer NOT NULL DEFAULT 0
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  expires_at timestamp with time zone NOT NULL
  used_at timestamp with time zone
  voided_at timestamp with time zone
  CONSTRAINT signing_codes_attempts CHECK (((attempts >= 0) AND (attempts <= 5)))
  CONSTRAINT signing_codes_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT signing_codes_finalization_id_fkey FOREIGN KEY (finalization_id) REFERENCES finalizations(id)
  CONSTRAINT signing_codes_is_mac CHECK ((length(code_mac) = 32))
  CONSTRAINT signing_codes_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT signing_codes_pkey PRIMARY KEY (id)
  CREATE INDEX signing_codes_of_contact ON hefu.signing_codes USING btree (contact_id, created_at)
  CREATE UNIQUE INDEX signing_codes_one_live ON hefu.signing_codes USING btree (finalization_id, contact_id) WHERE ((used_at IS NULL) AND (voided_at IS NULL))
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT (id, organization_id, customer_id, finalization_id, contact_id, attempts, created_at, expires_at, used_at, voided_at) TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (attempts, used_at, voided_at) TO hefu_worker

TABLE hefu.signing_key_ends ROW LEVEL SECURITY FORCED
  key_id uuid NOT NULL
  organization_id uuid NOT NULL
  kind text NOT NULL
  reason text NOT NULL
  ended_by uuid NOT NULL
  ended_by_name text NOT NULL
  ended_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT signing_key_ends_key_id_fkey FOREIGN KEY (key_id) REFERENCES signing_keys(id)
  CONSTRAINT signing_key_ends_kind_check CHECK ((kind = ANY (ARRAY['revoked'::text, 'retired'::text])))
  CONSTRAINT signing_key_ends_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT signing_key_ends_pkey PRIMARY KEY (key_id)
  CONSTRAINT signing_key_ends_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.signing_key_ends FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY every PERMISSIVE FOR SELECT TO hefu_worker USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.signing_keys ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  use text NOT NULL
  source text NOT NULL
  customer_id uuid
  contact_id uuid
  chain text NOT NULL
  material bytea
  subject text NOT NULL
  issuer text NOT NULL
  serial text NOT NULL
  fingerprint bytea NOT NULL
  valid_from timestamp with time zone NOT NULL
  valid_to timestamp with time zone NOT NULL
  made_by uuid NOT NULL
  made_by_name text NOT NULL
  made_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT signing_keys_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT signing_keys_fingerprint_check CHECK ((length(fingerprint) = 32))
  CONSTRAINT signing_keys_holder CHECK ((((use = 'contact'::text) = (contact_id IS NOT NULL)) AND ((use = 'contact'::text) = (customer_id IS NOT NULL))))
  CONSTRAINT signing_keys_material CHECK (((source = 'pkcs11'::text) = (material IS NULL)))
  CONSTRAINT signing_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT signing_keys_pem_is_sm2 CHECK (((source <> 'pem'::text) OR (use = 'sm2'::text)))
  CONSTRAINT signing_keys_pkey PRIMARY KEY (id)
  CONSTRAINT signing_keys_source_check CHECK ((source = ANY (ARRAY['embedded'::text, 'pkcs12'::text, 'pkcs11'::text, 'pem'::text])))
  CONSTRAINT signing_keys_span CHECK ((valid_from < valid_to))
  CONSTRAINT signing_keys_use_check CHECK ((use = ANY (ARRAY['authority'::text, 'seller'::text, 'timestamp'::text, 'contact'::text, 'sm2'::text])))
  CREATE INDEX signing_keys_newest ON hefu.signing_keys USING btree (organization_id, use, id)
  CREATE INDEX signing_keys_of_contact ON hefu.signing_keys USING btree (contact_id, customer_id) WHERE (contact_id IS NOT NULL)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.signing_keys FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY every PERMISSIVE FOR SELECT TO hefu_worker USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT (id, organization_id, use, source, customer_id, contact_id, chain, subject, issuer, serial, fingerprint, valid_from, valid_to, made_by, made_by_name, made_at) TO hefu_auditor
  GRANT SELECT (id, organization_id, use, source, customer_id, contact_id, chain, subject, issuer, serial, fingerprint, valid_from, valid_to, made_by, made_by_name, made_at) TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.slip_facts ROW LEVEL SECURITY FORCED
  slip_id uuid NOT NULL
  turn integer NOT NULL
  organization_id uuid NOT NULL
  by_hand boolean NOT NULL
  amount amount
  currency text NOT NULL DEFAULT ''::text
  paid_on date
  payer text NOT NULL DEFAULT ''::text
  payer_account text NOT NULL DEFAULT ''::text
  number text NOT NULL DEFAULT ''::text
  purpose text NOT NULL DEFAULT ''::text
  made_by uuid NOT NULL
  made_by_name text NOT NULL
  made_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT slip_facts_amount_check CHECK (((amount)::numeric > (0)::numeric))
  CONSTRAINT slip_facts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT slip_facts_slip_id_fkey FOREIGN KEY (slip_id) REFERENCES slips(id)
  CONSTRAINT slip_facts_turn_check CHECK ((turn > 0))
  CONSTRAINT slip_facts_turn_once PRIMARY KEY (slip_id, turn)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.slip_facts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER pseudonyms_alone BEFORE UPDATE ON hefu.slip_facts FOR EACH ROW EXECUTE FUNCTION pseudonyms_alone('made_by_name', 'made_by')
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'slip_facts'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'slip_facts'::text)
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.slip_matches ROW LEVEL SECURITY FORCED
  slip_id uuid NOT NULL
  turn integer NOT NULL
  organization_id uuid NOT NULL
  what text NOT NULL
  line_id uuid
  document_id uuid
  rule text NOT NULL DEFAULT ''::text
  reason text NOT NULL DEFAULT ''::text
  made_by uuid NOT NULL
  made_by_name text NOT NULL
  made_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT slip_matches_aside_says_why CHECK (((what <> 'aside'::text) OR (reason <> ''::text)))
  CONSTRAINT slip_matches_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id)
  CONSTRAINT slip_matches_line_id_fkey FOREIGN KEY (line_id) REFERENCES bank_lines(id)
  CONSTRAINT slip_matches_one_target CHECK ((num_nonnulls(line_id, document_id) =
CASE
    WHEN (what = 'matched'::text) THEN 1
    ELSE 0
END))
  CONSTRAINT slip_matches_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT slip_matches_slip_id_fkey FOREIGN KEY (slip_id) REFERENCES slips(id)
  CONSTRAINT slip_matches_turn_check CHECK ((turn > 0))
  CONSTRAINT slip_matches_turn_once PRIMARY KEY (slip_id, turn)
  CONSTRAINT slip_matches_what_check CHECK ((what = ANY (ARRAY['matched'::text, 'freed'::text, 'aside'::text])))
  CREATE INDEX slip_matches_of_document ON hefu.slip_matches USING btree (document_id) WHERE (document_id IS NOT NULL)
  CREATE INDEX slip_matches_of_line ON hefu.slip_matches USING btree (line_id) WHERE (line_id IS NOT NULL)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.slip_matches FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER pseudonyms_alone BEFORE UPDATE ON hefu.slip_matches FOR EACH ROW EXECUTE FUNCTION pseudonyms_alone('made_by_name', 'made_by')
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'slip_matches'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'slip_matches'::text)
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.slips ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  name text NOT NULL
  media_type text NOT NULL
  size bigint NOT NULL
  sha256 bytea NOT NULL
  thumbnail_sha256 bytea
  said text NOT NULL DEFAULT ''::text
  upload_key uuid NOT NULL
  received_sha256 bytea NOT NULL
  uploaded_by uuid NOT NULL
  uploaded_by_name text NOT NULL
  uploaded_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT slips_content_once UNIQUE (organization_id, received_sha256)
  CONSTRAINT slips_key_once UNIQUE (uploaded_by, upload_key)
  CONSTRAINT slips_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
  CONSTRAINT slips_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT slips_pkey PRIMARY KEY (id)
  CONSTRAINT slips_received_sha256_check CHECK ((length(received_sha256) = 32))
  CONSTRAINT slips_said_check CHECK ((length(said) <= 20000))
  CONSTRAINT slips_sha256_check CHECK ((length(sha256) = 32))
  CONSTRAINT slips_size_check CHECK (((size >= 1) AND (size <= 26214400)))
  CONSTRAINT slips_thumbnail_sha256_check CHECK ((length(thumbnail_sha256) = 32))
  CREATE INDEX slips_by_content ON hefu.slips USING btree (sha256)
  CREATE INDEX slips_by_thumbnail ON hefu.slips USING btree (thumbnail_sha256) WHERE (thumbnail_sha256 IS NOT NULL)
  CREATE INDEX slips_newest ON hefu.slips USING btree (organization_id, id DESC)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.slips FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  CREATE TRIGGER pseudonyms_alone BEFORE UPDATE ON hefu.slips FOR EACH ROW EXECUTE FUNCTION pseudonyms_alone('uploaded_by_name', 'uploaded_by')
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'slips'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'slips'::text)
  POLICY sweep PERMISSIVE FOR SELECT TO hefu_worker USING true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.staff ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  issuer text NOT NULL
  subject text NOT NULL
  email text NOT NULL DEFAULT ''::text
  name text NOT NULL
  locale text NOT NULL DEFAULT 'zh-CN'::text
  active boolean NOT NULL DEFAULT true
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  last_sign_in_at timestamp with time zone
  CONSTRAINT staff_identity_once UNIQUE (issuer, subject)
  CONSTRAINT staff_locale_check CHECK ((locale = ANY (ARRAY['zh-CN'::text, 'en'::text])))
  CONSTRAINT staff_name_check CHECK ((name <> ''::text))
  CONSTRAINT staff_pkey PRIMARY KEY (id)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY colleagues PERMISSIVE FOR ALL TO hefu_backoffice USING (EXISTS ( SELECT FROM staff_roles r WHERE (r.staff_id = staff.id)))
  POLICY every PERMISSIVE FOR ALL TO hefu_worker USING true
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'staff'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'staff'::text)
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.staff_invitations ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  email text NOT NULL
  name text NOT NULL
  locale text NOT NULL
  roles text[] NOT NULL
  token_sha256 bytea NOT NULL
  mail_sha256 bytea
  invited_by uuid NOT NULL
  invited_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  expires_at timestamp with time zone NOT NULL
  accepted_at timestamp with time zone
  accepted_by uuid
  revoked_at timestamp with time zone
  revoked_by_name text NOT NULL DEFAULT ''::text
  CONSTRAINT staff_invitations_accepted_by_fkey FOREIGN KEY (accepted_by) REFERENCES staff(id)
  CONSTRAINT staff_invitations_accepted_whole CHECK (((accepted_at IS NULL) = (accepted_by IS NULL)))
  CONSTRAINT staff_invitations_email_check CHECK ((email <> ''::text))
  CONSTRAINT staff_invitations_end_once CHECK (((accepted_at IS NULL) OR (revoked_at IS NULL)))
  CONSTRAINT staff_invitations_expire CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '8 days'::interval))))
  CONSTRAINT staff_invitations_locale_check CHECK ((locale = ANY (ARRAY['zh-CN'::text, 'en'::text])))
  CONSTRAINT staff_invitations_mail_sha256_check CHECK ((length(mail_sha256) = 32))
  CONSTRAINT staff_invitations_name_check CHECK ((name <> ''::text))
  CONSTRAINT staff_invitations_not_own CHECK ((accepted_by IS DISTINCT FROM invited_by))
  CONSTRAINT staff_invitations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT staff_invitations_pkey PRIMARY KEY (id)
  CONSTRAINT staff_invitations_roles_check CHECK (((cardinality(roles) > 0) AND (roles <@ ARRAY['sales'::text, 'credit_manager'::text, 'ar_accountant'::text, 'finance_supervisor'::text, 'management'::text, 'auditor'::text, 'administrator'::text])))
  CONSTRAINT staff_invitations_token_sha256_check CHECK ((length(token_sha256) = 32))
  CREATE UNIQUE INDEX staff_invitations_mail_token_once ON hefu.staff_invitations USING btree (mail_sha256)
  CREATE UNIQUE INDEX staff_invitations_one_open ON hefu.staff_invitations USING btree (organization_id, lower(email)) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL))
  CREATE UNIQUE INDEX staff_invitations_token_once ON hefu.staff_invitations USING btree (token_sha256)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'staff_invitations'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'staff_invitations'::text)
  POLICY sign_in PERMISSIVE FOR SELECT TO hefu_worker USING true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.staff_notices ROW LEVEL SECURITY FORCED
  id uuid NOT NULL DEFAULT new_id()
  organization_id uuid NOT NULL
  staff_id uuid NOT NULL
  event_id uuid NOT NULL
  kind text NOT NULL
  customer_id uuid
  statement_id uuid
  dispute_id uuid
  actor_name text NOT NULL DEFAULT ''::text
  at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  read_at timestamp with time zone
  for_name text NOT NULL DEFAULT ''::text
  draft_id uuid
  issue_id uuid
  payment_id uuid
  CONSTRAINT staff_notices_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT staff_notices_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES disputes(id)
  CONSTRAINT staff_notices_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES drafts(id)
  CONSTRAINT staff_notices_issue_id_fkey FOREIGN KEY (issue_id) REFERENCES issues(id)
  CONSTRAINT staff_notices_once UNIQUE (event_id, staff_id)
  CONSTRAINT staff_notices_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT staff_notices_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payments(id)
  CONSTRAINT staff_notices_pkey PRIMARY KEY (id)
  CONSTRAINT staff_notices_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
  CONSTRAINT staff_notices_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CREATE INDEX staff_notices_of_staff ON hefu.staff_notices USING btree (organization_id, staff_id, id)
  CREATE INDEX staff_notices_unread ON hefu.staff_notices USING btree (organization_id, staff_id) WHERE (read_at IS NULL)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'staff_notices'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'staff_notices'::text)
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (read_at) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (read_at) TO hefu_worker

TABLE hefu.staff_rests ROW LEVEL SECURITY FORCED
  organization_id uuid NOT NULL
  staff_id uuid NOT NULL
  roles text[] NOT NULL
  reason text NOT NULL
  rested_by uuid NOT NULL
  rested_by_name text NOT NULL
  rested_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT staff_rests_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT staff_rests_pkey PRIMARY KEY (organization_id, staff_id)
  CONSTRAINT staff_rests_reason_check CHECK ((reason <> ''::text))
  CONSTRAINT staff_rests_roles_check CHECK ((cardinality(roles) > 0))
  CONSTRAINT staff_rests_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT DELETE, INSERT, SELECT TO hefu_worker

TABLE hefu.staff_roles ROW LEVEL SECURITY FORCED
  organization_id uuid NOT NULL
  staff_id uuid NOT NULL
  role text NOT NULL
  CONSTRAINT staff_roles_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT staff_roles_pkey PRIMARY KEY (organization_id, staff_id, role)
  CONSTRAINT staff_roles_role_check CHECK ((role = ANY (ARRAY['sales'::text, 'credit_manager'::text, 'ar_accountant'::text, 'finance_supervisor'::text, 'management'::text, 'auditor'::text, 'administrator'::text])))
  CONSTRAINT staff_roles_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
  CREATE INDEX staff_roles_by_staff ON hefu.staff_roles USING btree (staff_id)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY pseudonymise PERMISSIVE FOR ALL TO hefu_owner USING (current_setting('hefu.pseudonymises'::text, true) = 'staff_roles'::text) WITH CHECK (current_setting('hefu.pseudonymises'::text, true) = 'staff_roles'::text)
  POLICY sign_in PERMISSIVE FOR SELECT TO hefu_worker USING true
  GRANT SELECT TO hefu_auditor
  GRANT DELETE, INSERT, SELECT, UPDATE TO hefu_backoffice
  GRANT DELETE, INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.stand_ins ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  staff_id uuid NOT NULL
  stand_in_id uuid NOT NULL
  starts_on date NOT NULL
  ends_on date NOT NULL
  reason text NOT NULL DEFAULT ''::text
  named_by uuid NOT NULL
  named_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  ended_at timestamp with time zone
  ended_by_name text NOT NULL DEFAULT ''::text
  CONSTRAINT stand_ins_days CHECK (((ends_on >= starts_on) AND (ends_on <= (starts_on + 366))))
  CONSTRAINT stand_ins_ended_whole CHECK (((ended_at IS NULL) = (ended_by_name = ''::text)))
  CONSTRAINT stand_ins_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT stand_ins_pkey PRIMARY KEY (id)
  CONSTRAINT stand_ins_reason_check CHECK ((length(reason) <= 500))
  CONSTRAINT stand_ins_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
  CONSTRAINT stand_ins_stand_in_id_fkey FOREIGN KEY (stand_in_id) REFERENCES staff(id)
  CONSTRAINT stand_ins_two_people CHECK ((staff_id <> stand_in_id))
  CREATE INDEX stand_ins_of_organization ON hefu.stand_ins USING btree (organization_id, id)
  CREATE INDEX stand_ins_of_person ON hefu.stand_ins USING btree (staff_id, ends_on)
  CREATE INDEX stand_ins_of_stand_in ON hefu.stand_ins USING btree (stand_in_id, ends_on)
  CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON hefu.stand_ins FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  POLICY sign_in PERMISSIVE FOR SELECT TO hefu_worker USING true
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (ended_at, ended_by_name) TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE (ended_at, ended_by_name) TO hefu_worker

TABLE hefu.statement_escalations ROW LEVEL SECURITY FORCED
  statement_id uuid NOT NULL
  version integer NOT NULL
  step text NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT statement_escalations_pkey PRIMARY KEY (statement_id, version, step)
  CONSTRAINT statement_escalations_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CONSTRAINT statement_escalations_step_check CHECK ((step = ANY (ARRAY['task'::text, 'escalation'::text])))
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.statement_escalations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.statement_files ROW LEVEL SECURITY FORCED
  statement_id uuid NOT NULL
  version integer NOT NULL
  format text NOT NULL
  locale text NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  sha256 bytea NOT NULL
  content bytea NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT statement_files_format_check CHECK ((format = ANY (ARRAY['pdf'::text, 'xlsx'::text, 'csv'::text])))
  CONSTRAINT statement_files_locale_check CHECK ((locale = ANY (ARRAY['zh-CN'::text, 'en'::text])))
  CONSTRAINT statement_files_pkey PRIMARY KEY (statement_id, version, format, locale)
  CONSTRAINT statement_files_statement_id_version_fkey FOREIGN KEY (statement_id, version) REFERENCES statement_versions(statement_id, version)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.statement_files FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_portal
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.statement_reminders ROW LEVEL SECURITY FORCED
  statement_id uuid NOT NULL
  version integer NOT NULL
  day integer NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  number integer NOT NULL
  at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT statement_reminders_number_check CHECK ((number > 0))
  CONSTRAINT statement_reminders_pkey PRIMARY KEY (statement_id, version, day)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.statement_reminders FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.statement_run_customers ROW LEVEL SECURITY FORCED
  run_id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  state text NOT NULL DEFAULT 'pending'::text
  statements integer NOT NULL DEFAULT 0
  code text NOT NULL DEFAULT ''::text
  reason text NOT NULL DEFAULT ''::text
  period_start date
  released text NOT NULL DEFAULT ''::text
  findings jsonb NOT NULL DEFAULT '[]'::jsonb
  CONSTRAINT statement_run_customers_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT statement_run_customers_pkey PRIMARY KEY (run_id, customer_id)
  CONSTRAINT statement_run_customers_run_id_fkey FOREIGN KEY (run_id) REFERENCES statement_runs(id)
  CONSTRAINT statement_run_customers_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'done'::text, 'unchanged'::text, 'empty'::text, 'failed'::text, 'excluded'::text, 'blocked'::text])))
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.statement_runs ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  period_start date NOT NULL
  cut_off date NOT NULL
  scope jsonb NOT NULL DEFAULT '{}'::jsonb
  issue boolean NOT NULL DEFAULT false
  state text NOT NULL DEFAULT 'queued'::text
  created_by uuid NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  finished_at timestamp with time zone
  scheduled boolean NOT NULL DEFAULT false
  CONSTRAINT statement_runs_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT statement_runs_pkey PRIMARY KEY (id)
  CONSTRAINT statement_runs_range CHECK ((period_start <= cut_off))
  CONSTRAINT statement_runs_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'cancelled'::text])))
  CREATE UNIQUE INDEX statement_runs_scheduled_once ON hefu.statement_runs USING btree (organization_id, cut_off) WHERE scheduled
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE TO hefu_backoffice
  GRANT INSERT, SELECT, UPDATE TO hefu_worker

TABLE hefu.statement_templates ROW LEVEL SECURITY FORCED
  id uuid NOT NULL DEFAULT new_id()
  organization_id uuid NOT NULL
  version integer NOT NULL
  title_zh text NOT NULL DEFAULT ''::text
  title_en text NOT NULL DEFAULT ''::text
  note_zh text NOT NULL DEFAULT ''::text
  note_en text NOT NULL DEFAULT ''::text
  payee_shown boolean NOT NULL DEFAULT true
  hidden_columns text[] NOT NULL DEFAULT '{}'::text[]
  locale text NOT NULL DEFAULT ''::text
  reason text NOT NULL DEFAULT ''::text
  created_by uuid
  created_by_name text NOT NULL DEFAULT ''::text
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  fields jsonb NOT NULL DEFAULT '[]'::jsonb
  CONSTRAINT statement_templates_fields_check CHECK ((jsonb_typeof(fields) = 'array'::text))
  CONSTRAINT statement_templates_locale_check CHECK ((locale = ANY (ARRAY[''::text, 'zh-CN'::text, 'en'::text])))
  CONSTRAINT statement_templates_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT statement_templates_pkey PRIMARY KEY (id)
  CONSTRAINT statement_templates_version_check CHECK ((version > 0))
  CONSTRAINT statement_templates_version_once UNIQUE (organization_id, version)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.statement_templates FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING (( SELECT current_statement() AS current_statement) IS NULL)
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_portal, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT SELECT (id, organization_id, version, title_zh, title_en, note_zh, note_en, payee_shown, hidden_columns, locale, fields) TO hefu_portal
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.statement_versions ROW LEVEL SECURITY FORCED
  statement_id uuid NOT NULL
  version integer NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  body text NOT NULL
  sha256 bytea NOT NULL
  previous_sha256 bytea
  opening amount NOT NULL
  movement amount NOT NULL
  closing amount NOT NULL
  charges amount NOT NULL
  credits amount NOT NULL
  receipts amount NOT NULL
  adjustments amount NOT NULL
  overdue amount NOT NULL
  line_count integer NOT NULL
  open_count integer NOT NULL
  snapshot_at timestamp with time zone NOT NULL
  reason text NOT NULL DEFAULT ''::text
  created_by uuid NOT NULL
  template_id uuid
  inclusion_id uuid
  CONSTRAINT statement_versions_check CHECK ((open_count <= line_count))
  CONSTRAINT statement_versions_groups CHECK ((((((charges)::numeric + (credits)::numeric) + (receipts)::numeric) + (adjustments)::numeric) = (movement)::numeric))
  CONSTRAINT statement_versions_inclusion_id_fkey FOREIGN KEY (inclusion_id) REFERENCES inclusion_rules(id)
  CONSTRAINT statement_versions_pkey PRIMARY KEY (statement_id, version)
  CONSTRAINT statement_versions_proves_out CHECK ((((opening)::numeric + (movement)::numeric) = (closing)::numeric))
  CONSTRAINT statement_versions_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CONSTRAINT statement_versions_template_id_fkey FOREIGN KEY (template_id) REFERENCES statement_templates(id)
  CONSTRAINT statement_versions_version_check CHECK ((version > 0))
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.statement_versions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY issued_only RESTRICTIVE FOR ALL TO hefu_portal USING (EXISTS ( SELECT FROM statements s WHERE ((s.id = statement_versions.statement_id) AND (statement_versions.version >= s.issued_version))))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.statements ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  currency text NOT NULL
  period_start date NOT NULL
  cut_off date NOT NULL
  series text NOT NULL
  number bigint NOT NULL
  statement_no text NOT NULL
  version integer NOT NULL DEFAULT 1
  state text NOT NULL DEFAULT 'draft'::text
  run_id uuid
  answer_due date
  issued_at timestamp with time zone
  issued_version integer
  viewed_at timestamp with time zone
  answered_at timestamp with time zone
  agreed_at timestamp with time zone
  cancelled_at timestamp with time zone
  cancel_reason text NOT NULL DEFAULT ''::text
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT statements_cancel_has_reason CHECK (((state = 'cancelled'::text) = (cancel_reason <> ''::text)))
  CONSTRAINT statements_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT statements_issued_at CHECK (((state = ANY (ARRAY['draft'::text, 'cancelled'::text])) OR (issued_at IS NOT NULL)))
  CONSTRAINT statements_issued_version CHECK (((issued_at IS NULL) = (issued_version IS NULL)))
  CONSTRAINT statements_number_check CHECK ((number > 0))
  CONSTRAINT statements_number_once UNIQUE (organization_id, series, number)
  CONSTRAINT statements_pkey PRIMARY KEY (id)
  CONSTRAINT statements_range CHECK ((period_start <= cut_off))
  CONSTRAINT statements_run_id_fkey FOREIGN KEY (run_id) REFERENCES statement_runs(id)
  CONSTRAINT statements_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'issued'::text, 'viewed'::text, 'answered'::text, 'agreed'::text, 'cancelled'::text])))
  CONSTRAINT statements_version_check CHECK ((version > 0))
  CREATE INDEX statements_by_state ON hefu.statements USING btree (organization_id, state, id)
  CREATE INDEX statements_of_customer ON hefu.statements USING btree (customer_id, id)
  CREATE INDEX statements_of_run ON hefu.statements USING btree (run_id, id) WHERE (run_id IS NOT NULL)
  CREATE UNIQUE INDEX statements_one_live ON hefu.statements USING btree (customer_id, currency, cut_off) WHERE (state <> 'cancelled'::text)
  CREATE TRIGGER access_links_end AFTER UPDATE OF state ON hefu.statements FOR EACH ROW WHEN (((new.state = 'cancelled'::text) AND (old.state <> 'cancelled'::text))) EXECUTE FUNCTION access_links_end()
  CREATE TRIGGER finalized BEFORE UPDATE OF state, version ON hefu.statements FOR EACH ROW WHEN (((new.state IS DISTINCT FROM old.state) OR (new.version IS DISTINCT FROM old.version))) EXECUTE FUNCTION statements_finalized()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY issued_only RESTRICTIVE FOR ALL TO hefu_portal USING (issued_at IS NOT NULL)
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT, UPDATE (version, state, answer_due, issued_at, issued_version, viewed_at, answered_at, agreed_at, cancelled_at, cancel_reason) TO hefu_backoffice
  GRANT SELECT, UPDATE (state, viewed_at, answered_at, agreed_at) TO hefu_portal
  GRANT INSERT, SELECT, UPDATE (version, state, answer_due, issued_at, issued_version, viewed_at, answered_at, agreed_at, cancelled_at, cancel_reason) TO hefu_worker

TABLE hefu.transfer_items ROW LEVEL SECURITY FORCED
  reference_id uuid NOT NULL
  place integer NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  statement_id uuid
  item_id uuid NOT NULL
  document_id uuid NOT NULL
  side text NOT NULL
  amount amount NOT NULL
  discount amount NOT NULL DEFAULT 0
  CONSTRAINT transfer_items_amount_check CHECK (((amount)::numeric > (0)::numeric))
  CONSTRAINT transfer_items_check CHECK ((((discount)::numeric >= (0)::numeric) AND ((discount)::numeric < (amount)::numeric)))
  CONSTRAINT transfer_items_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT transfer_items_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id)
  CONSTRAINT transfer_items_item_id_fkey FOREIGN KEY (item_id) REFERENCES open_items(id)
  CONSTRAINT transfer_items_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT transfer_items_pkey PRIMARY KEY (reference_id, place)
  CONSTRAINT transfer_items_place_check CHECK ((place > 0))
  CONSTRAINT transfer_items_reference_id_fkey FOREIGN KEY (reference_id) REFERENCES transfer_references(id)
  CONSTRAINT transfer_items_side_check CHECK ((side = ANY (ARRAY['debit'::text, 'credit'::text])))
  CONSTRAINT transfer_items_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CREATE INDEX transfer_items_of_item ON hefu.transfer_items USING btree (item_id)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.transfer_items FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY after_code RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ( SELECT may_act() AS may_act)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_portal
  GRANT SELECT TO hefu_worker

TABLE hefu.transfer_receipts ROW LEVEL SECURITY FORCED
  document_id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  statement_id uuid
  reference_id uuid NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT transfer_receipts_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT transfer_receipts_document_id_fkey FOREIGN KEY (document_id) REFERENCES documents(id)
  CONSTRAINT transfer_receipts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT transfer_receipts_pkey PRIMARY KEY (document_id)
  CONSTRAINT transfer_receipts_reference_id_fkey FOREIGN KEY (reference_id) REFERENCES transfer_references(id)
  CONSTRAINT transfer_receipts_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CREATE INDEX transfer_receipts_of_reference ON hefu.transfer_receipts USING btree (reference_id)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.transfer_receipts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT INSERT, SELECT TO hefu_backoffice
  GRANT SELECT TO hefu_portal
  GRANT INSERT, SELECT TO hefu_worker

TABLE hefu.transfer_references ROW LEVEL SECURITY FORCED
  id uuid NOT NULL
  organization_id uuid NOT NULL
  customer_id uuid NOT NULL
  statement_id uuid
  code text NOT NULL
  currency text NOT NULL
  amount amount NOT NULL
  discount amount NOT NULL DEFAULT 0
  discount_until date
  payee_name text NOT NULL
  payee_bank text NOT NULL
  payee_account text NOT NULL
  content_sha256 bytea NOT NULL
  made_by uuid NOT NULL
  made_by_name text NOT NULL
  created_at timestamp with time zone NOT NULL DEFAULT clock_timestamp()
  CONSTRAINT transfer_references_amount_check CHECK (((amount)::numeric > (0)::numeric))
  CONSTRAINT transfer_references_code_check CHECK ((code ~ '^HF[2-9A-HJKMNP-Z]{10}$'::text))
  CONSTRAINT transfer_references_code_once UNIQUE (organization_id, code)
  CONSTRAINT transfer_references_content_sha256_check CHECK ((length(content_sha256) = 32))
  CONSTRAINT transfer_references_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
  CONSTRAINT transfer_references_discount_check CHECK (((discount)::numeric >= (0)::numeric))
  CONSTRAINT transfer_references_discount_until CHECK ((((discount)::numeric > (0)::numeric) = (discount_until IS NOT NULL)))
  CONSTRAINT transfer_references_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
  CONSTRAINT transfer_references_payee_account_check CHECK ((payee_account <> ''::text))
  CONSTRAINT transfer_references_pkey PRIMARY KEY (id)
  CONSTRAINT transfer_references_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES statements(id)
  CREATE INDEX transfer_references_of_customer ON hefu.transfer_references USING btree (customer_id, id)
  CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON hefu.transfer_references FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
  POLICY after_code RESTRICTIVE FOR INSERT TO hefu_portal WITH CHECK ( SELECT may_act() AS may_act)
  POLICY audit PERMISSIVE FOR SELECT TO hefu_auditor USING true
  POLICY customer PERMISSIVE FOR ALL TO hefu_portal USING ((organization_id = ( SELECT current_organization() AS current_organization)) AND (customer_id = ( SELECT current_customer() AS current_customer)))
  POLICY one_statement RESTRICTIVE FOR ALL TO hefu_portal USING ((( SELECT current_statement() AS current_statement) IS NULL) OR (statement_id = ( SELECT current_statement() AS current_statement)))
  POLICY organization PERMISSIVE FOR ALL TO hefu_backoffice, hefu_worker USING (organization_id = ( SELECT current_organization() AS current_organization))
  GRANT SELECT TO hefu_auditor
  GRANT SELECT TO hefu_backoffice
  GRANT INSERT, SELECT TO hefu_portal
  GRANT SELECT TO hefu_worker

VIEW hefu.violations_until_00021 WITH (security_invoker=true)
  invariant text
  subject text
  GRANT SELECT TO hefu_auditor

VIEW hefu.violations_until_00047 WITH (security_invoker=true)
  invariant text
  subject text
  GRANT SELECT TO hefu_auditor

VIEW hefu.violations_until_00060 WITH (security_invoker=true)
  invariant text
  subject text
  GRANT SELECT TO hefu_auditor

VIEW hefu.violations_until_00080 WITH (security_invoker=true)
  invariant text
  subject text
  GRANT SELECT TO hefu_auditor

VIEW hefu.violations_until_00090 WITH (security_invoker=true)
  invariant text
  subject text
  GRANT SELECT TO hefu_auditor

VIEW hefu.violations_until_00092 WITH (security_invoker=true)
  invariant text
  subject text
  GRANT SELECT TO hefu_auditor

VIEW hefu.violations_until_00100 WITH (security_invoker=true)
  invariant text
  subject text
  GRANT SELECT TO hefu_auditor

VIEW hefu.violations_until_00156 WITH (security_invoker=true)
  invariant text
  subject text
  GRANT SELECT TO hefu_auditor

VIEW hefu.violations_until_00195 WITH (security_invoker=true)
  invariant text
  subject text
  GRANT SELECT TO hefu_auditor

VIEW hefu.violations_until_00200 WITH (security_invoker=true)
  invariant text
  subject text
  GRANT SELECT TO hefu_auditor

VIEW hefu.violations_until_00215 WITH (security_invoker=true)
  invariant text
  subject text
  GRANT SELECT TO hefu_auditor

VIEW hefu.violations_until_00220 WITH (security_invoker=true)
  invariant text
  subject text
  GRANT SELECT TO hefu_auditor
