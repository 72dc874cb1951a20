-- +goose Up
-- Notices that are not signed as they must be are counted by day and source, and not kept: the address is open to everybody.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;
CREATE TABLE provider_refusals (
  organization_id uuid NOT NULL REFERENCES organizations,
  provider        text NOT NULL CHECK (provider IN ('stripe', 'alipay', 'wechat')),
  day             date NOT NULL,
  source          text NOT NULL CHECK (length(source) <= 100), -- empty: of many
  count           bigint NOT NULL CHECK (count > 0),
  first_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT provider_refusals_once PRIMARY KEY (organization_id, provider, day, source)
);
ALTER TABLE provider_refusals ENABLE ROW LEVEL SECURITY;
ALTER TABLE provider_refusals FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON provider_refusals TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
CREATE POLICY audit ON provider_refusals FOR SELECT TO hefu_auditor USING (true);
GRANT SELECT ON provider_refusals TO hefu_auditor, hefu_backoffice;
GRANT SELECT, INSERT, DELETE, UPDATE (count, last_at) ON provider_refusals TO hefu_worker;
RESET ROLE;
RESET search_path;
