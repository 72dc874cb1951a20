-- +goose Up
-- Receipts whose payer is not the customer, nobody of its group and nobody known to pay for it (CTL-04: 回款挪用): flagged where the money is
-- attributed, released by another person with a reason.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE TABLE payer_flags (
  document_id       uuid PRIMARY KEY REFERENCES documents,
  organization_id   uuid NOT NULL REFERENCES organizations,
  customer_id       uuid NOT NULL REFERENCES customers, -- for whom it was booked
  line_id           uuid NOT NULL REFERENCES bank_lines,
  payer             text NOT NULL,                      -- as the bank wrote it
  payer_account     text NOT NULL,
  known_customer_id uuid REFERENCES customers,          -- whose payer it is known to be instead
  made_by           uuid NOT NULL,                      -- who attributed the money
  made_by_name      text NOT NULL,
  made_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
  posted_by         uuid NOT NULL,                      -- who posted the receipt
  posted_at         timestamptz NOT NULL,
  released_by       uuid,
  released_by_name  text NOT NULL DEFAULT '',
  released_at       timestamptz,
  reason            text NOT NULL DEFAULT '' CHECK (length(reason) <= 500),
  CONSTRAINT payer_flags_four_eyes CHECK (released_by IS NULL OR (released_by <> made_by AND released_by <> posted_by)),
  CONSTRAINT payer_flags_released_whole CHECK ((released_at IS NULL) = (released_by IS NULL) AND (released_at IS NULL) = (reason = '') AND (released_at IS NULL) = (released_by_name = ''))
);
CREATE INDEX payer_flags_of_line ON payer_flags (line_id);
CREATE INDEX payer_flags_newest ON payer_flags (organization_id, document_id);
CREATE INDEX payer_flags_held ON payer_flags (organization_id, document_id) WHERE released_at IS NULL;
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON payer_flags FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose StatementBegin
CREATE FUNCTION payer_flags_release_once() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF OLD.released_at IS NOT NULL THEN
    RAISE EXCEPTION 'the flag of receipt % was released', OLD.document_id USING ERRCODE = 'check_violation', CONSTRAINT = 'payer_flags_released_once', TABLE = 'payer_flags';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER release_once BEFORE UPDATE ON payer_flags FOR EACH ROW EXECUTE FUNCTION payer_flags_release_once();
-- Neither who attributed the money nor who posted it, and nobody who stands in for them (00125).
CREATE TRIGGER four_eyes BEFORE UPDATE ON payer_flags FOR EACH ROW WHEN (NEW.released_by IS DISTINCT FROM OLD.released_by)
  EXECUTE FUNCTION refuse_one_person('released_by', 'made_by', 'made_at', '', 'payer_flags_four_eyes');
CREATE TRIGGER four_eyes_of_posting BEFORE UPDATE ON payer_flags FOR EACH ROW WHEN (NEW.released_by IS DISTINCT FROM OLD.released_by)
  EXECUTE FUNCTION refuse_one_person('released_by', 'posted_by', 'posted_at', '', 'payer_flags_four_eyes');

ALTER TABLE payer_flags ENABLE ROW LEVEL SECURITY;
ALTER TABLE payer_flags FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON payer_flags TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
CREATE POLICY audit ON payer_flags FOR SELECT TO hefu_auditor USING (true);
GRANT SELECT, INSERT, UPDATE (released_by, released_by_name, released_at, reason) ON payer_flags TO hefu_backoffice, hefu_worker;
GRANT SELECT ON payer_flags TO hefu_auditor;
RESET ROLE;
RESET search_path;
