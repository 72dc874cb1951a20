-- +goose Up
-- What happened with a customer, newest first, at the same cost however many documents there are: every part of it is found by the customer
-- and the time-ordered id.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;
CREATE INDEX events_of_customer ON events (customer_id, id) WHERE customer_id IS NOT NULL;
CREATE INDEX deliveries_of_customer ON deliveries (customer_id, id) WHERE customer_id IS NOT NULL AND recipient = 'contact';
CREATE INDEX documents_turning_of_customer ON documents (customer_id, id) WHERE kind NOT IN ('receivable', 'opening_balance');
RESET ROLE;
RESET search_path;
