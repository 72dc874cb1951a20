-- +goose Up
-- What the customer list and the change log are read by.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- Only a small part of all items is open; balances and overdue amounts are summed over that part.
CREATE INDEX open_items_open ON open_items (organization_id, customer_id) WHERE open_amount > 0;

CREATE INDEX audit_log_of_customer ON audit_log (customer_id, seq) WHERE customer_id IS NOT NULL;
-- Rows about many customers at once, written by imports.
CREATE INDEX audit_log_of_sets ON audit_log (organization_id, seq) WHERE action IN ('customers.created', 'customers.changed', 'contacts.changed');
RESET ROLE;
RESET search_path;
