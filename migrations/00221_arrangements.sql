-- +goose Up
-- How an item is to be collected (RCV-05): under a letter of credit, deferred, in instalments, or kept back as a retention. It is said when the item is posted,
-- of its document or its part of the terms; items of before say nothing and are told by what their document comes from.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;
ALTER TABLE open_items ADD COLUMN arrangement text NOT NULL DEFAULT '';
ALTER TABLE open_items ADD CONSTRAINT open_items_arrangement_check CHECK (arrangement IN ('', 'letter_of_credit', 'deferred', 'instalment', 'retention')) NOT VALID;
RESET ROLE;
RESET search_path;
