-- +goose Up
-- A difference that is disputed carries over like an item in transit, until its credit note or the customer's correction clears it (SPEC 10).
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;
ALTER TABLE reconciling_items DROP CONSTRAINT reconciling_items_kind_check;
ALTER TABLE reconciling_items ADD CONSTRAINT reconciling_items_kind_check
  CHECK (kind IN ('in_transit_invoice', 'in_transit_receipt', 'in_transit_payment', 'own_correction', 'other', 'disagreement'));
ALTER TABLE reconciling_items ADD COLUMN dispute_id uuid REFERENCES disputes;
ALTER TABLE reconciling_items ADD CONSTRAINT reconciling_items_dispute CHECK ((kind = 'disagreement') = (dispute_id IS NOT NULL));
RESET ROLE;
RESET search_path;
