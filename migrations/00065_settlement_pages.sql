-- +goose Up
-- A settlement's pairs are looked up by it, on its page and in lists.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;
CREATE INDEX allocations_of_settlement ON allocations (settlement_id);
CREATE INDEX settlements_of_run ON settlements (run_id) WHERE run_id IS NOT NULL;
RESET ROLE;
RESET search_path;
