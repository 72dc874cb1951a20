-- +goose Up
-- API tokens of a customer for its own programs (SPEC 17), and what a customer may read of the chart to see its balance.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- Only the SHA-256 of a token is kept. It acts for made_by, within its scopes, as long as that person holds a role at the customer.
CREATE TABLE api_tokens (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  name            text NOT NULL CHECK (name <> ''),
  -- the token's beginning, by which people tell it from others
  prefix          text NOT NULL CHECK (prefix ~ '^hefu_c_[0-9A-Za-z]{6}$'),
  token_sha256    bytea NOT NULL CONSTRAINT api_tokens_token_long CHECK (length(token_sha256) = 32),
  scopes          text[] NOT NULL CONSTRAINT api_tokens_scopes_known
                  CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY['read_statements', 'read_documents', 'answer_statements']),
  made_by         uuid NOT NULL REFERENCES contacts,
  made_by_name    text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at      timestamptz NOT NULL,
  revoked_at      timestamptz,
  revoked_by      uuid REFERENCES contacts,
  revoked_by_name text NOT NULL DEFAULT '',
  last_used_at    timestamptz,
  last_used_from  text NOT NULL DEFAULT '',
  -- the day, in UTC, whose first use is in the audit log
  used_on         date,
  CONSTRAINT api_tokens_once UNIQUE (token_sha256),
  CONSTRAINT api_tokens_a_year CHECK (expires_at > created_at AND expires_at <= created_at + interval '366 days'),
  CONSTRAINT api_tokens_revoked_whole CHECK ((revoked_at IS NULL) = (revoked_by IS NULL) AND (revoked_at IS NULL) = (revoked_by_name = ''))
);
CREATE INDEX api_tokens_of_customer ON api_tokens (customer_id, id);

ALTER TABLE api_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY customer ON api_tokens TO hefu_portal USING (organization_id = (SELECT current_organization()) AND customer_id = (SELECT current_customer()));
-- A token is looked up before anybody is known, as a session is.
CREATE POLICY every ON api_tokens TO hefu_worker USING (true);
CREATE POLICY audit ON api_tokens FOR SELECT TO hefu_auditor USING (true);
GRANT SELECT (id, organization_id, customer_id, name, prefix, scopes, made_by, made_by_name, created_at, expires_at, revoked_at, revoked_by, revoked_by_name,
  last_used_at, last_used_from, used_on) ON api_tokens TO hefu_portal, hefu_auditor;
GRANT INSERT, UPDATE (revoked_at, revoked_by, revoked_by_name) ON api_tokens TO hefu_portal;
GRANT SELECT, UPDATE (last_used_at, last_used_from, used_on) ON api_tokens TO hefu_worker;

-- The accounts that make up what a customer owes, and no others: its balance over time is read from the kept balances.
CREATE POLICY control ON accounts FOR SELECT TO hefu_portal USING (organization_id = (SELECT current_organization()) AND role IN ('ar', 'advance'));
GRANT SELECT (organization_id, code, role) ON accounts TO hefu_portal;
RESET ROLE;
RESET search_path;
