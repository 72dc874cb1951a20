-- +goose Up
-- Stand-ins (代理人): who acts for a colleague from one day to another. They end by themselves, or earlier by hand; none is ever changed.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE TABLE stand_ins (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  staff_id        uuid NOT NULL REFERENCES staff, -- who is away
  stand_in_id     uuid NOT NULL REFERENCES staff, -- who acts
  starts_on       date NOT NULL, -- both days count, where the seller is
  ends_on         date NOT NULL,
  reason          text NOT NULL DEFAULT '' CHECK (length(reason) <= 500),
  named_by        uuid NOT NULL,
  named_by_name   text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at        timestamptz, -- by hand
  ended_by_name   text NOT NULL DEFAULT '',
  CONSTRAINT stand_ins_two_people CHECK (staff_id <> stand_in_id),
  CONSTRAINT stand_ins_days CHECK (ends_on BETWEEN starts_on AND starts_on + 366),
  CONSTRAINT stand_ins_ended_whole CHECK ((ended_at IS NULL) = (ended_by_name = ''))
);
CREATE INDEX stand_ins_of_person ON stand_ins (staff_id, ends_on);
CREATE INDEX stand_ins_of_stand_in ON stand_ins (stand_in_id, ends_on);
CREATE INDEX stand_ins_of_organization ON stand_ins (organization_id, id);
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON stand_ins FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE stand_ins ENABLE ROW LEVEL SECURITY;
ALTER TABLE stand_ins FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON stand_ins TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
-- A session is found before there is an organization.
CREATE POLICY sign_in ON stand_ins FOR SELECT TO hefu_worker USING (true);
CREATE POLICY audit ON stand_ins FOR SELECT TO hefu_auditor USING (true);
GRANT SELECT, INSERT ON stand_ins TO hefu_backoffice, hefu_worker;
GRANT UPDATE (ended_at, ended_by_name) ON stand_ins TO hefu_backoffice, hefu_worker;
GRANT SELECT ON stand_ins TO hefu_auditor;

-- A person, and those for whom the person acts today. Queries ask it where else they would compare with the person.
CREATE FUNCTION acts_as(person uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SET search_path = hefu, pg_temp AS $$
  SELECT person WHERE person IS NOT NULL
  UNION ALL
  SELECT z.staff_id FROM stand_ins z JOIN organizations o ON o.id = z.organization_id
  WHERE z.organization_id = current_organization() AND z.stand_in_id = person AND z.ended_at IS NULL AND (now() AT TIME ZONE o.time_zone)::date BETWEEN z.starts_on AND z.ends_on
$$;

-- Four eyes count a person and a stand-in as one: today, and for what was made while one acted for the other.
CREATE FUNCTION one_person(a uuid, b uuid, made timestamptz) RETURNS boolean LANGUAGE sql STABLE SET search_path = hefu, pg_temp AS $$
  SELECT coalesce(a = b, false) OR EXISTS (
    SELECT FROM stand_ins z JOIN organizations o ON o.id = z.organization_id,
      LATERAL (SELECT z.starts_on::timestamp AT TIME ZONE o.time_zone AS begins, least((z.ends_on + 1)::timestamp AT TIME ZONE o.time_zone, z.ended_at) AS ends) t
    WHERE z.organization_id = current_organization() AND (z.staff_id = a AND z.stand_in_id = b OR z.staff_id = b AND z.stand_in_id = a)
      AND (now() >= t.begins AND now() < t.ends OR made >= t.begins AND made < t.ends))
$$;

-- Whoever writes a decision: its maker and the maker's stand-in may not. Arguments: the columns of who decided, of who made it and of when, the
-- states that decide (any of them, or none for whenever somebody decided), and the constraint's name.
-- +goose StatementBegin
CREATE FUNCTION refuse_one_person() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
DECLARE
  is_now jsonb := to_jsonb(NEW);
  was jsonb := to_jsonb(OLD);
BEGIN
  IF is_now ->> TG_ARGV[0] IS NOT NULL AND (TG_ARGV[3] = '' OR is_now ->> 'state' = ANY (string_to_array(TG_ARGV[3], ',')))
    AND (is_now ->> 'state' IS DISTINCT FROM was ->> 'state' OR is_now -> TG_ARGV[0] IS DISTINCT FROM was -> TG_ARGV[0])
    AND one_person((is_now ->> TG_ARGV[0])::uuid, (is_now ->> TG_ARGV[1])::uuid, (is_now ->> TG_ARGV[2])::timestamptz) THEN
    RAISE EXCEPTION 'who made it, or stands in for who made it, may not decide on it' USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[4], TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER four_eyes BEFORE UPDATE ON resolutions FOR EACH ROW WHEN (NEW.approved_by IS DISTINCT FROM OLD.approved_by)
  EXECUTE FUNCTION refuse_one_person('approved_by', 'proposed_by', 'created_at', '', 'resolutions_four_eyes');
CREATE TRIGGER four_eyes BEFORE UPDATE ON settlement_proposals FOR EACH ROW WHEN (NEW.decided_by IS DISTINCT FROM OLD.decided_by)
  EXECUTE FUNCTION refuse_one_person('decided_by', 'proposed_by', 'created_at', 'posted,declined', 'settlement_proposals_four_eyes');
CREATE TRIGGER four_eyes BEFORE UPDATE ON payee_changes FOR EACH ROW WHEN (NEW.decided_by IS DISTINCT FROM OLD.decided_by)
  EXECUTE FUNCTION refuse_one_person('decided_by', 'asked_by', 'asked_at', 'approved', 'payee_changes_four_eyes');
CREATE TRIGGER four_eyes BEFORE UPDATE ON drafts FOR EACH ROW WHEN (NEW.state = 'posted' AND OLD.state <> 'posted' AND NEW.needs_second)
  EXECUTE FUNCTION refuse_one_person('decided_by', 'submitted_by', 'created_at', 'posted', 'drafts_four_eyes');

-- For whom a notice reached a stand-in.
ALTER TABLE staff_notices ADD COLUMN for_name text NOT NULL DEFAULT '';
-- What was told is about more than customers' matters; where a notice leads.
ALTER TABLE staff_notices ADD COLUMN draft_id uuid REFERENCES drafts;
ALTER TABLE staff_notices ADD COLUMN issue_id uuid REFERENCES issues;
-- Once for each due day.
ALTER TABLE issues ADD COLUMN late_for date;
GRANT UPDATE (late_for) ON issues TO hefu_backoffice, hefu_worker;
ALTER TABLE notice_preferences DROP CONSTRAINT notice_preferences_topic_check;
ALTER TABLE notice_preferences ADD CONSTRAINT notice_preferences_topic_check CHECK (topic IN ('statements', 'reminders', 'disputes', 'approvals', 'issues'));
RESET ROLE;
RESET search_path;
