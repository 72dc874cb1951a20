-- +goose Up
-- What waits for a second person accepts one resolution of a dispute: a message in between changes the dispute's row, not the
-- resolution, so it is the resolution that is named.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

ALTER TABLE answer_reviews DROP CONSTRAINT answer_reviews_kind_whole;
ALTER TABLE answer_reviews DROP COLUMN dispute_version;
ALTER TABLE answer_reviews ADD COLUMN resolution_id uuid REFERENCES resolutions;
ALTER TABLE answer_reviews ADD CONSTRAINT answer_reviews_kind_whole CHECK ((kind = 'acceptance') = (dispute_id IS NOT NULL)
  AND (dispute_id IS NULL) = (resolution_id IS NULL));
RESET ROLE;
RESET search_path;
