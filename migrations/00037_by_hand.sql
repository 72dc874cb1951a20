-- +goose Up
-- What is booked by hand is always approved by a second person (AR-01); below the threshold this was the code's word alone.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

ALTER TABLE drafts ADD CONSTRAINT drafts_by_hand_second CHECK (state <> 'posted' OR needs_second
  OR kind NOT IN ('receivable', 'credit_note', 'adjustment', 'opening_balance') OR coalesce(content ->> 'source_kind', 'manual') <> 'manual') NOT VALID;
RESET ROLE;
RESET search_path;
