-- +goose Up
-- What a bank took back is seldom, and is asked for by each run of receipts and each work list.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE INDEX bank_lines_reversals ON bank_lines (organization_id, account_id, amount) WHERE kind = 'reversal' AND amount < 0;

RESET ROLE;
RESET search_path;
