-- +goose Up
-- Approval by levels (SET-07) and the internal confirmation of receivables (CNF-01): who must look at a document before it is booked,
-- by kind and amount, as versions that never change; and who did look, in every round.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- Without a version everything above the organization's threshold takes one finance supervisor, and nothing is checked inside.
CREATE TABLE approval_policies (
  id              uuid PRIMARY KEY DEFAULT new_id(),
  organization_id uuid NOT NULL REFERENCES organizations,
  version         int NOT NULL CHECK (version > 0),
  content         jsonb NOT NULL,
  reason          text NOT NULL CHECK (reason <> ''),
  created_by      uuid NOT NULL,
  created_by_name text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT approval_policies_version_once UNIQUE (organization_id, version)
);

-- A draft is weighed by the version that was in force when it was handed in.
ALTER TABLE drafts ADD COLUMN round int NOT NULL DEFAULT 0,
  ADD COLUMN policy_version int NOT NULL DEFAULT 0,
  ADD COLUMN steps_done int NOT NULL DEFAULT 0,
  -- whose turn it is while it is submitted; empty: whoever posts documents
  ADD COLUMN waiting_role text NOT NULL DEFAULT '';
UPDATE drafts SET round = 1, waiting_role = CASE WHEN needs_second THEN 'finance_supervisor' ELSE '' END WHERE state = 'submitted';

CREATE TABLE draft_approvals (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  draft_id        uuid NOT NULL REFERENCES drafts,
  round           int NOT NULL,
  step            int NOT NULL CHECK (step > 0),
  name            text NOT NULL CHECK (name IN ('business', 'finance', 'level')),
  role            text NOT NULL,
  decision        text NOT NULL CHECK (decision IN ('approved', 'returned')),
  opinion         text NOT NULL DEFAULT '',
  person_id       uuid NOT NULL,
  person_name     text NOT NULL,
  decided_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT draft_approvals_returned_why CHECK (decision = 'approved' OR opinion <> '')
);
CREATE UNIQUE INDEX draft_approvals_one_level ON draft_approvals (draft_id, round, step) WHERE decision = 'approved';
CREATE UNIQUE INDEX draft_approvals_one_person ON draft_approvals (draft_id, round, person_id) WHERE decision = 'approved';

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['approval_policies', 'draft_approvals'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY organization ON %I TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()))', t);
    EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO hefu_auditor USING (true)', t);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO hefu_backoffice, hefu_worker', t);
    EXECUTE format('GRANT SELECT ON %I TO hefu_auditor', t);
  END LOOP;
END
$$;
-- +goose StatementEnd

ALTER VIEW audit.v_violations RENAME TO violations_until_00060;
ALTER VIEW audit.violations_until_00060 SET SCHEMA hefu;
CREATE VIEW audit.v_violations (invariant, subject) WITH (security_invoker = true) AS
SELECT invariant, subject FROM violations_until_00060
UNION ALL
SELECT 'I32', 'draft ' || d.id || ' was approved by ' || a.person_name || ', who made or submitted it'
FROM draft_approvals a JOIN drafts d ON d.id = a.draft_id
WHERE a.decision = 'approved' AND a.round = d.round AND d.state = 'posted' AND a.person_id IN (d.created_by, d.submitted_by, d.changed_by)
UNION ALL
SELECT 'X06', 'approval ' || a.id || ' belongs to another organization or customer than its draft'
FROM draft_approvals a JOIN drafts d ON d.id = a.draft_id WHERE a.organization_id <> d.organization_id;
REVOKE ALL ON audit.v_violations FROM PUBLIC;
GRANT SELECT ON audit.v_violations TO hefu_auditor;
RESET ROLE;
RESET search_path;
