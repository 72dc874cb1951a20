-- +goose Up
-- How disputes are given out, when they are due and who is told when they are late, as versioned records; and what a resolution may
-- be besides: found to be paid, made for several lines at once, taken up again.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE TABLE dispute_policies (
  id              uuid PRIMARY KEY DEFAULT new_id(),
  organization_id uuid NOT NULL REFERENCES organizations,
  version         int NOT NULL CHECK (version > 0),
  -- working days to answer; by category where one differs
  default_days    int NOT NULL CHECK (default_days BETWEEN 1 AND 90),
  days            jsonb NOT NULL DEFAULT '{}',
  -- who gets a dispute: the first rule that fits, then the salesperson, then the fallback
  rules           jsonb NOT NULL DEFAULT '[]',
  fallback        jsonb NOT NULL DEFAULT '{}',
  -- hours before the due time at which the assignee is told; the role that is told of what is late
  warn_hours      int NOT NULL DEFAULT 24 CHECK (warn_hours BETWEEN 0 AND 240),
  late_role       text NOT NULL DEFAULT 'finance_supervisor' CHECK (late_role IN ('', 'ar_accountant', 'finance_supervisor', 'management')),
  -- gross in base currency above which a second person is asked about a resolution; null: the organization's own
  threshold       amount CHECK (threshold >= 0),
  reason          text NOT NULL DEFAULT '',
  created_by      uuid,
  created_by_name text NOT NULL DEFAULT '',
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT dispute_policies_version_once UNIQUE (organization_id, version)
);
ALTER TABLE dispute_policies ENABLE ROW LEVEL SECURITY;
ALTER TABLE dispute_policies FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON dispute_policies TO hefu_portal, hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
CREATE POLICY audit ON dispute_policies FOR SELECT TO hefu_auditor USING (true);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON dispute_policies FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON dispute_policies TO hefu_backoffice, hefu_worker;
GRANT SELECT ON dispute_policies TO hefu_auditor;
-- A customer's yes may post; who is given what, and by whose rules, is no business of theirs.
GRANT SELECT (organization_id, version, threshold) ON dispute_policies TO hefu_portal;

-- Told once each, of the due time that stands.
ALTER TABLE disputes ADD COLUMN warned_for timestamptz, ADD COLUMN late_for timestamptz;
GRANT UPDATE (warned_for, late_for) ON disputes TO hefu_worker;
CREATE INDEX disputes_due ON disputes (due_at) WHERE state IN ('open', 'in_review');
CREATE INDEX disputes_of_document ON disputes (document_id) WHERE document_id IS NOT NULL;

-- The customer had paid: a receipt was found and set against the line.
ALTER TABLE disputes DROP CONSTRAINT disputes_outcome_check,
  ADD CONSTRAINT disputes_outcome_check CHECK (outcome IN ('accepted_whole', 'accepted_part', 'rejected', 'disagreement', 'paid'));
ALTER TABLE resolutions DROP CONSTRAINT resolutions_decision_check,
  ADD CONSTRAINT resolutions_decision_check CHECK (decision IN ('accept_whole', 'accept_part', 'reject', 'disagree', 'paid')),
  ADD COLUMN settlement_id uuid REFERENCES settlements,
  -- the same for all resolutions that were made in one act and are decided in one
  ADD COLUMN together uuid,
  ADD CONSTRAINT resolutions_paid_by_settlement CHECK ((decision = 'paid') = (settlement_id IS NOT NULL));
CREATE INDEX resolutions_together ON resolutions (together) WHERE together IS NOT NULL;
GRANT SELECT (settlement_id, together) ON resolutions TO hefu_portal;
RESET ROLE;
RESET search_path;
