-- +goose Up
-- Who may do what, before there is anything to do it to. Roles belong to the whole cluster, so they are made only when missing.
--   hefu_owner       owns every object; nobody signs in as it
--   hefu_app         the login of server and worker; owns nothing and takes one of the next three roles for each pool
--   hefu_portal      what a customer's request may touch
--   hefu_backoffice  what a staff member's request may touch
--   hefu_worker      what background work and sign-in may touch
--   hefu_auditor     reads the schema audit, changes nothing
-- +goose StatementBegin
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['hefu_owner', 'hefu_portal', 'hefu_backoffice', 'hefu_worker', 'hefu_auditor'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE', name);
    END IF;
  END LOOP;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'hefu_app') THEN
    CREATE ROLE hefu_app LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
  GRANT hefu_portal, hefu_backoffice, hefu_worker TO hefu_app;
  EXECUTE format('GRANT hefu_owner TO %I', current_user);
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO hefu_app, hefu_auditor', current_database());
END
$$;
-- +goose StatementEnd
CREATE SCHEMA hefu AUTHORIZATION hefu_owner;
CREATE SCHEMA audit AUTHORIZATION hefu_owner;
CREATE SCHEMA river AUTHORIZATION hefu_owner;

SET LOCAL ROLE hefu_owner;
GRANT USAGE ON SCHEMA hefu TO hefu_portal, hefu_backoffice, hefu_worker, hefu_auditor;
GRANT USAGE ON SCHEMA river TO hefu_backoffice, hefu_worker;
GRANT USAGE ON SCHEMA audit TO hefu_auditor;

-- The context of a transaction. No context means null, and null equals nothing: no rows.
CREATE FUNCTION hefu.current_organization() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('hefu.organization', true), '')::uuid;
CREATE FUNCTION hefu.current_customer() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('hefu.customer', true), '')::uuid;

-- Money and its relatives: finite, at most 10^15, and never rounded in silence.
-- NaN and Infinity compare greater than every number, so the upper bound refuses them.
CREATE DOMAIN hefu.amount   AS numeric CHECK (VALUE >= -1000000000000000 AND VALUE <= 1000000000000000 AND VALUE = round(VALUE, 4));
CREATE DOMAIN hefu.quantity AS numeric CHECK (VALUE >= -1000000000000000 AND VALUE <= 1000000000000000 AND VALUE = round(VALUE, 6));
CREATE DOMAIN hefu.price    AS numeric CHECK (VALUE >= -1000000000000000 AND VALUE <= 1000000000000000 AND VALUE = round(VALUE, 8));
CREATE DOMAIN hefu.rate     AS numeric CHECK (VALUE > 0 AND VALUE <= 1000000000 AND VALUE = round(VALUE, 8));
RESET ROLE;
