-- +goose Up
-- Staff see which programs act for a customer, and end one whose customer is in trouble or cannot be reached. And what is open, or moved, is
-- found in the order in which pages show it.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;
CREATE POLICY organization ON api_tokens TO hefu_backoffice USING (organization_id = (SELECT current_organization()));
GRANT SELECT (id, organization_id, customer_id, name, prefix, scopes, made_by, made_by_name, created_at, expires_at, revoked_at, revoked_by, revoked_by_name, last_used_at, last_used_from, used_on)
  ON api_tokens TO hefu_backoffice;
GRANT UPDATE (revoked_at, revoked_by, revoked_by_name) ON api_tokens TO hefu_backoffice;
-- Whoever ends one may be a contact or a member of staff.
ALTER TABLE api_tokens DROP CONSTRAINT api_tokens_revoked_by_fkey;

CREATE INDEX open_items_by_due ON open_items (customer_id, due_date, id) INCLUDE (currency, side, open_amount, posting_date) WHERE open_amount > 0;
DROP INDEX open_items_of_customer;
CREATE INDEX open_items_by_posting ON open_items (customer_id, currency, posting_date, document_id) INCLUDE (side, original_amount);
RESET ROLE;
RESET search_path;
