-- +goose Up
-- Tokens of the organization itself, for its ERP (SPEC 17): the same record as a customer's, without a customer.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

ALTER TABLE api_tokens ALTER COLUMN customer_id DROP NOT NULL;
-- Made by a contact or, without a customer, by a member of staff.
ALTER TABLE api_tokens DROP CONSTRAINT api_tokens_made_by_fkey;
ALTER TABLE api_tokens DROP CONSTRAINT api_tokens_prefix_check;
ALTER TABLE api_tokens ADD CONSTRAINT api_tokens_prefix_fits
  CHECK (prefix ~ CASE WHEN customer_id IS NULL THEN '^hefu_s_[0-9A-Za-z]{6}$' ELSE '^hefu_c_[0-9A-Za-z]{6}$' END);
ALTER TABLE api_tokens DROP CONSTRAINT api_tokens_scopes_known;
ALTER TABLE api_tokens ADD CONSTRAINT api_tokens_scopes_known CHECK (cardinality(scopes) > 0 AND scopes <@ CASE
  WHEN customer_id IS NULL THEN ARRAY['import_documents', 'read_books', 'receive_events'] ELSE ARRAY['read_statements', 'read_documents', 'answer_statements'] END);
CREATE INDEX api_tokens_of_organization ON api_tokens (organization_id, id) WHERE customer_id IS NULL;

-- Staff make none for a customer.
CREATE POLICY own_only ON api_tokens AS RESTRICTIVE FOR INSERT TO hefu_backoffice WITH CHECK (customer_id IS NULL);
GRANT INSERT ON api_tokens TO hefu_backoffice;
RESET ROLE;
RESET search_path;
