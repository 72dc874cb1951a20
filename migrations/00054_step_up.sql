-- +goose Up
-- A sign-in that renews a session: whoever has signed in once more may change roles and bank accounts for some minutes.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;
ALTER TABLE sign_ins ADD COLUMN renews uuid; -- the person whose session it is
RESET ROLE;
RESET search_path;
