-- +goose Up
-- Every page of a list is found by its key, narrowed or not: the statements of a customer and of a run, and customers by name.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE INDEX statements_of_customer ON statements (customer_id, id);
CREATE INDEX statements_of_run ON statements (run_id, id) WHERE run_id IS NOT NULL;
CREATE INDEX customers_by_name ON customers (organization_id, name, id);
RESET ROLE;
RESET search_path;
