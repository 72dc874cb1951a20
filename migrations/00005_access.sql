-- +goose Up
-- Sessions, idempotency, rate limits, imports, and the audit log (SPEC 2, 17; RELIABILITY I22).
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE TABLE sessions (
  token_sha256    bytea PRIMARY KEY,
  audience        text NOT NULL CHECK (audience IN ('portal', 'backoffice')),
  person_id       uuid NOT NULL,
  organization_id uuid,
  customer_id     uuid,
  csrf            text NOT NULL,
  id_token        text NOT NULL DEFAULT '',
  auth_time       timestamptz NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at      timestamptz NOT NULL
);
CREATE INDEX sessions_of_person ON sessions (person_id);

CREATE TABLE sign_ins (
  state_sha256 bytea PRIMARY KEY,
  audience     text NOT NULL,
  nonce        text NOT NULL,
  verifier     text NOT NULL,
  next         text NOT NULL,
  browser      text NOT NULL,
  expires_at   timestamptz NOT NULL
);

-- The same key with the same content gets the first answer again; with other content it is refused.
CREATE TABLE idempotency_keys (
  actor_id       uuid NOT NULL,
  key            text NOT NULL CHECK (length(key) BETWEEN 1 AND 128),
  request_sha256 bytea NOT NULL,
  status         int,
  response       text,
  created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (actor_id, key)
);

CREATE UNLOGGED TABLE rate_limits (
  key     text NOT NULL,
  bucket  timestamptz NOT NULL,
  hits    int NOT NULL,
  PRIMARY KEY (key, bucket)
);

CREATE TABLE imports (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  kind            text NOT NULL,
  file_name       text NOT NULL,
  file_sha256     bytea NOT NULL,
  state           text NOT NULL CHECK (state IN ('checked', 'refused', 'imported')),
  rows_read       int NOT NULL DEFAULT 0,
  rows_new        int NOT NULL DEFAULT 0,
  rows_known      int NOT NULL DEFAULT 0,
  rows_bad        int NOT NULL DEFAULT 0,
  errors          jsonb NOT NULL DEFAULT '[]',
  content         bytea,
  created_by      uuid NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at     timestamptz
);

-- row_hash = hex(sha256(prev_hash || payload)); the first prev_hash is 64 zeros. Rows are written by audit_append alone.
CREATE TABLE audit_log (
  seq             bigint PRIMARY KEY,
  at              timestamptz NOT NULL,
  organization_id uuid,
  customer_id     uuid,
  actor_subject   text NOT NULL,
  action          text NOT NULL,
  payload         text NOT NULL,
  prev_hash       text NOT NULL,
  row_hash        text NOT NULL
);
CREATE INDEX audit_log_of_organization ON audit_log (organization_id, seq);
CREATE TABLE audit_head (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  seq  bigint NOT NULL,
  hash text NOT NULL
);
INSERT INTO audit_head (seq, hash) VALUES (0, repeat('0', 64));
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Appends to the chain. Called last in a transaction: the head stays locked until commit.
-- +goose StatementBegin
CREATE FUNCTION audit_append(organization uuid, customer uuid, actor text, actions text[], details text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = hefu, pg_temp AS $$
DECLARE
  head audit_head;
  stamp timestamptz;
  entry text;
  next_hash text;
BEGIN
  SELECT * INTO STRICT head FROM audit_head FOR UPDATE;
  FOR i IN 1 .. coalesce(cardinality(actions), 0) LOOP
    stamp := clock_timestamp();
    entry := '{"action":' || to_json(actions[i])::text || ',"actor":' || to_json(actor)::text
          || ',"at":"' || to_char(stamp AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"'
          || ',"customer":' || coalesce('"' || customer || '"', 'null')
          || ',"detail":' || details[i]
          || ',"organization":' || coalesce('"' || organization || '"', 'null')
          || ',"seq":' || (head.seq + 1) || '}';
    next_hash := encode(sha256(convert_to(head.hash || entry, 'UTF8')), 'hex');
    INSERT INTO audit_log (seq, at, organization_id, customer_id, actor_subject, action, payload, prev_hash, row_hash)
    VALUES (head.seq + 1, stamp, organization, customer, actor, actions[i], entry, head.hash, next_hash);
    head.seq := head.seq + 1;
    head.hash := next_hash;
  END LOOP;
  UPDATE audit_head SET seq = head.seq, hash = head.hash;
END
$$;
-- +goose StatementEnd
RESET ROLE;
RESET search_path;
