-- +goose Up
-- Another account to pay to waits a day after two people have agreed, is announced meanwhile, and can be stopped until it holds.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

ALTER TABLE payee_changes
  ADD COLUMN effective_at timestamptz, -- when it holds, if nobody stops it; none before this rule
  ADD COLUMN made_at timestamptz,
  ADD COLUMN stopped_by uuid,
  ADD COLUMN stopped_by_name text NOT NULL DEFAULT '',
  ADD COLUMN stopped_at timestamptz,
  ADD COLUMN stop_reason text NOT NULL DEFAULT '';
ALTER TABLE payee_changes DROP CONSTRAINT payee_changes_state_check;
ALTER TABLE payee_changes ADD CONSTRAINT payee_changes_state_check CHECK (state IN ('pending', 'waiting', 'approved', 'rejected', 'withdrawn', 'stopped'));
ALTER TABLE payee_changes DROP CONSTRAINT payee_changes_four_eyes;
ALTER TABLE payee_changes ADD CONSTRAINT payee_changes_four_eyes
  CHECK (state NOT IN ('waiting', 'approved', 'rejected', 'stopped') OR (decided_by IS NOT NULL AND decided_by <> asked_by));
ALTER TABLE payee_changes ADD CONSTRAINT payee_changes_waits CHECK (state NOT IN ('waiting', 'stopped') OR effective_at >= decided_at + interval '1 day');
ALTER TABLE payee_changes ADD CONSTRAINT payee_changes_stopped CHECK ((state = 'stopped') = (stopped_at IS NOT NULL));
DROP INDEX payee_changes_one_open;
CREATE UNIQUE INDEX payee_changes_one_open ON payee_changes (organization_id) WHERE state IN ('pending', 'waiting');

DROP TRIGGER four_eyes ON payee_changes;
CREATE TRIGGER four_eyes BEFORE UPDATE ON payee_changes FOR EACH ROW WHEN (NEW.decided_by IS DISTINCT FROM OLD.decided_by)
  EXECUTE FUNCTION refuse_one_person('decided_by', 'asked_by', 'asked_at', 'waiting,approved', 'payee_changes_four_eyes');

-- One step leads to the next: nothing comes into force before its time, and what has ended stays as it ended.
-- +goose StatementBegin
CREATE FUNCTION payee_changes_in_order() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF (OLD.state, NEW.state) NOT IN (('pending', 'waiting'), ('pending', 'rejected'), ('pending', 'withdrawn'), ('waiting', 'approved'), ('waiting', 'stopped'))
    OR (OLD.state = 'waiting' AND NEW.effective_at IS DISTINCT FROM OLD.effective_at)
    OR (NEW.state = 'approved' AND (now() < OLD.effective_at OR NEW.made_at IS DISTINCT FROM now()))
    OR (NEW.payee_name, NEW.payee_bank, NEW.payee_account, NEW.before, NEW.asked_by) IS DISTINCT FROM (OLD.payee_name, OLD.payee_bank, OLD.payee_account, OLD.before, OLD.asked_by) THEN
    RAISE EXCEPTION 'a change of the payee goes from % to % by its steps and in its time', OLD.state, NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'payee_changes_in_order', TABLE = 'payee_changes', SCHEMA = 'hefu';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER in_order BEFORE UPDATE ON payee_changes FOR EACH ROW EXECUTE FUNCTION payee_changes_in_order();

-- People do not change the account at all: the work that waits for the hour does, and the command line.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION organizations_payee_two_people() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF current_user = 'hefu_backoffice' THEN
    RAISE EXCEPTION 'the payee of organization % changes with two people only, and after a wait', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'organizations_payee_changed', TABLE = 'organizations', SCHEMA = 'hefu';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd

RESET ROLE;
RESET search_path;
