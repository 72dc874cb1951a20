-- +goose Up
-- The day until which the discount of an online payment holds: money that comes after the payment had ended, and after that day, takes none (SPEC 11, DUN-12).
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;
ALTER TABLE payments ADD COLUMN discount_until date; -- null: no discount, or begun before this rule
GRANT UPDATE (discount) ON payments TO hefu_worker;
GRANT UPDATE (discount) ON payment_items TO hefu_worker;
RESET ROLE;
RESET search_path;
