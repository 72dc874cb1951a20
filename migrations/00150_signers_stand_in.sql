-- +goose Up
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- The four eyes of a seller's signature count a person and a stand-in as one (00125), on the day of signing and on the day of preparing.
-- +goose StatementBegin
CREATE FUNCTION refuse_preparers_stand_in() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM finalizations f WHERE f.id = NEW.finalization_id AND one_person(NEW.signed_by, f.prepared_by, f.prepared_at)) THEN
    RAISE EXCEPTION 'who prepared it, or stands in for who prepared it, may not sign it' USING ERRCODE = 'check_violation', CONSTRAINT = 'signatures_four_eyes', TABLE = 'signatures';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER four_eyes BEFORE INSERT ON signatures FOR EACH ROW WHEN (NEW.party = 'seller') EXECUTE FUNCTION refuse_preparers_stand_in();

RESET ROLE;
RESET search_path;
