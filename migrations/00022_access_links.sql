-- +goose Up
-- The link that opens one statement without an account, and the one-time codes that let its holder act (SPEC 8; RELIABILITY I23).
-- Neither token nor code is kept: both are derived from the row's id under the server's secret, and only hashes stand here.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE TABLE access_links (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL REFERENCES customers,
  statement_id    uuid NOT NULL REFERENCES statements,
  contact_id      uuid NOT NULL REFERENCES contacts,
  -- where the link was sent: codes go there too, and the link ends when the contact's address changes
  email           text NOT NULL,
  token_sha256    bytea NOT NULL CONSTRAINT access_links_is_sha256 CHECK (length(token_sha256) = 32),
  granted_by      uuid NOT NULL,
  granted_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at      timestamptz NOT NULL,
  -- the first time somebody opened it by hand, the last time something was done through it, the first proof by code
  opened_at       timestamptz,
  used_at         timestamptz,
  verified_at     timestamptz,
  -- wrong codes over the link's whole life; too many end it
  wrong_codes     int NOT NULL DEFAULT 0 CHECK (wrong_codes >= 0),
  revoked_at      timestamptz,
  revoked_by      uuid,
  revoke_reason   text CHECK (revoke_reason IN ('staff', 'replaced', 'statement_cancelled', 'guessed')),
  CONSTRAINT access_links_token_once UNIQUE (token_sha256),
  CONSTRAINT access_links_at_most_120_days CHECK (expires_at <= granted_at + interval '120 days'),
  CONSTRAINT access_links_revoked_whole CHECK ((revoked_at IS NULL) = (revoke_reason IS NULL))
);
CREATE UNIQUE INDEX access_links_one_live ON access_links (contact_id, statement_id) WHERE revoked_at IS NULL;
CREATE INDEX access_links_of_statement ON access_links (statement_id);

CREATE TABLE access_codes (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL,
  link_id         uuid NOT NULL REFERENCES access_links,
  contact_id      uuid NOT NULL,
  -- keyed with the server's secret: a plain hash of six digits tells them
  code_mac        bytea NOT NULL CONSTRAINT access_codes_is_mac CHECK (length(code_mac) = 32),
  attempts        int NOT NULL DEFAULT 0 CONSTRAINT access_codes_five_attempts CHECK (attempts BETWEEN 0 AND 5),
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at      timestamptz NOT NULL,
  used_at         timestamptz,
  voided_at       timestamptz
);
CREATE UNIQUE INDEX access_codes_one_live ON access_codes (link_id) WHERE used_at IS NULL AND voided_at IS NULL;
CREATE INDEX access_codes_of_contact ON access_codes (contact_id, created_at);

-- A cancelled statement takes no answers, so its links end with it, whoever cancels it.
-- +goose StatementBegin
CREATE FUNCTION access_links_end() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  UPDATE access_links SET revoked_at = clock_timestamp(), revoke_reason = 'statement_cancelled' WHERE statement_id = NEW.id AND revoked_at IS NULL;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER access_links_end AFTER UPDATE OF state ON statements FOR EACH ROW
  WHEN (NEW.state = 'cancelled' AND OLD.state <> 'cancelled') EXECUTE FUNCTION access_links_end();

-- A session that came from a link sees one statement; verified_at is when its holder proved to read the address's mail.
-- locale: what this session reads, without changing the person.
ALTER TABLE sessions ADD COLUMN statement_id uuid;
ALTER TABLE sessions ADD COLUMN link_id uuid REFERENCES access_links;
ALTER TABLE sessions ADD COLUMN verified_at timestamptz;
ALTER TABLE sessions ADD COLUMN locale text CONSTRAINT sessions_locale_check CHECK (locale IN ('zh-CN', 'en'));
ALTER TABLE sessions ADD CONSTRAINT sessions_link_whole CHECK ((statement_id IS NULL) = (link_id IS NULL) AND (verified_at IS NULL OR link_id IS NOT NULL)
  AND (link_id IS NULL OR audience = 'portal' AND customer_id IS NOT NULL));
CREATE INDEX sessions_of_link ON sessions (link_id) WHERE link_id IS NOT NULL;

-- The link through which a confirmation came.
ALTER TABLE confirmations ADD COLUMN link_id uuid REFERENCES access_links;

ALTER TABLE access_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_links FORCE ROW LEVEL SECURITY;
ALTER TABLE access_codes ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_codes FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON access_links TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
CREATE POLICY organization ON access_codes TO hefu_worker USING (organization_id = (SELECT current_organization()));
-- A token is looked up before there is an organization, as a sign-in is.
CREATE POLICY sign_in ON access_links FOR SELECT TO hefu_worker USING (true);
-- A customer's transaction marks the link it came through, and no other.
CREATE POLICY own ON access_links TO hefu_portal USING (organization_id = (SELECT current_organization()) AND customer_id = (SELECT current_customer())
  AND contact_id = (SELECT nullif(current_setting('hefu.actor', true), '')::uuid));
CREATE POLICY audit ON access_links FOR SELECT TO hefu_auditor USING (true);
CREATE POLICY audit ON access_codes FOR SELECT TO hefu_auditor USING (true);

GRANT SELECT ON access_links TO hefu_backoffice, hefu_worker, hefu_auditor;
GRANT SELECT (id, organization_id, customer_id, statement_id, contact_id, expires_at, used_at, revoked_at) ON access_links TO hefu_portal;
GRANT UPDATE (used_at) ON access_links TO hefu_portal;
GRANT INSERT ON access_links TO hefu_backoffice, hefu_worker;
GRANT UPDATE (revoked_at, revoked_by, revoke_reason) ON access_links TO hefu_backoffice;
GRANT UPDATE (opened_at, used_at, verified_at, wrong_codes, revoked_at, revoked_by, revoke_reason) ON access_links TO hefu_worker;
GRANT SELECT, INSERT, DELETE ON access_codes TO hefu_worker;
GRANT UPDATE (attempts, used_at, voided_at) ON access_codes TO hefu_worker;

-- I23 reads these two.
CREATE OR REPLACE VIEW audit.link_tokens WITH (security_invoker = true) AS
SELECT id::text AS token_id, encode(token_sha256, 'hex') AS token_sha256, 'statement'::text AS purpose, customer_id::text AS customer_id, expires_at, used_at, revoked_at
FROM access_links;

CREATE OR REPLACE VIEW audit.confirmations WITH (security_invoker = true) AS
SELECT c.id::text AS confirmation_id, c.statement_id::text, c.version, encode(c.sha256, 'hex') AS sha256,
       coalesce(p.subject, c.actor_id::text) AS actor_subject, c.created_at, c.link_id::text AS link_token_id
FROM confirmations c LEFT JOIN contacts p ON p.id = c.actor_id;
RESET ROLE;
RESET search_path;
