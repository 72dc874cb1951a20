-- +goose Up
-- A webhook's secret that was replaced signs beside the new one for a while, so that the receiver can change over.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

ALTER TABLE channels ADD COLUMN former_secret text NOT NULL DEFAULT '';
ALTER TABLE channels ADD COLUMN former_until timestamptz;
ALTER TABLE channels ADD CONSTRAINT channels_former_whole CHECK ((former_secret = '') = (former_until IS NULL));
GRANT SELECT (former_until), UPDATE (former_secret, former_until) ON channels TO hefu_backoffice;
GRANT UPDATE (former_secret, former_until) ON channels TO hefu_worker;
GRANT SELECT (former_until) ON channels TO hefu_auditor;
RESET ROLE;
RESET search_path;
