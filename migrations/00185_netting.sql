-- +goose Up
-- Netting (抵账, WO-03) stands against what is owed to the same party: every set of books gets the account of payables, unless it has given
-- the code away.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

ALTER TABLE accounts NO FORCE ROW LEVEL SECURITY;
INSERT INTO accounts (organization_id, code, role, name, name_en)
SELECT a.organization_id, '2202', 'payable', '应付账款', 'Accounts payable' FROM accounts a WHERE a.role = 'ar'
  AND NOT EXISTS (SELECT FROM accounts b WHERE b.organization_id = a.organization_id AND (b.code = '2202' OR b.role = 'payable'));
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;

RESET ROLE;
RESET search_path;
