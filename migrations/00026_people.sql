-- +goose Up
-- A customer's own administration: who may sign in for it, invitations, and maker and checker (经办/复核); and two people for
-- the payee's account (SPEC 2, RELIABILITY 6).
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- customer_admin gives and takes the roles at one customer; administrator is the seller's own role and another table's.
ALTER TABLE contact_roles DROP CONSTRAINT contact_roles_role_check;
ALTER TABLE contact_roles ADD CONSTRAINT contact_roles_role_check CHECK (role IN ('viewer', 'confirmer', 'payer', 'signer', 'customer_admin'));

-- When the person last signed in, for the list of colleagues.
ALTER TABLE contacts ADD COLUMN last_sign_in_at timestamptz;

-- Whether the customer may administer itself, and whether its answers need a second person. Switching that off is asked by one
-- administrator (off_by) and done by another.
ALTER TABLE customers ADD COLUMN self_administration boolean NOT NULL DEFAULT true;
ALTER TABLE customers ADD COLUMN maker_checker boolean NOT NULL DEFAULT false;
ALTER TABLE customers ADD COLUMN maker_checker_off_by uuid REFERENCES contacts;
ALTER TABLE customers ADD COLUMN maker_checker_off_at timestamptz;
ALTER TABLE customers ADD CONSTRAINT customers_off_asked_whole CHECK ((maker_checker_off_by IS NULL) = (maker_checker_off_at IS NULL)
  AND (maker_checker OR maker_checker_off_by IS NULL));

-- A token is kept as its SHA-256 only. token_sha256 is of the link the inviter was given, mail_sha256 of the one that was mailed.
CREATE TABLE invitations (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  -- a contact whom the seller entered and who has no identity yet
  contact_id      uuid REFERENCES contacts,
  email           text NOT NULL CHECK (email <> ''),
  name            text NOT NULL CHECK (name <> ''),
  locale          text NOT NULL CHECK (locale IN ('zh-CN', 'en')),
  roles           text[] NOT NULL CHECK (cardinality(roles) > 0 AND roles <@ ARRAY['viewer', 'confirmer', 'payer', 'signer', 'customer_admin']),
  token_sha256    bytea NOT NULL CHECK (length(token_sha256) = 32),
  mail_sha256     bytea CHECK (length(mail_sha256) = 32),
  side            text NOT NULL CHECK (side IN ('customer', 'staff')),
  invited_by      uuid NOT NULL,
  invited_by_name text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at      timestamptz NOT NULL,
  accepted_at     timestamptz,
  accepted_by     uuid REFERENCES contacts,
  revoked_at      timestamptz,
  revoked_by_name text NOT NULL DEFAULT '',
  CONSTRAINT invitations_accepted_whole CHECK ((accepted_at IS NULL) = (accepted_by IS NULL)),
  CONSTRAINT invitations_end_once CHECK (accepted_at IS NULL OR revoked_at IS NULL),
  CONSTRAINT invitations_expire CHECK (expires_at > created_at AND expires_at <= created_at + interval '8 days')
);
CREATE UNIQUE INDEX invitations_token_once ON invitations (token_sha256);
CREATE UNIQUE INDEX invitations_mail_token_once ON invitations (mail_sha256);
CREATE UNIQUE INDEX invitations_one_open ON invitations (customer_id, lower(email)) WHERE accepted_at IS NULL AND revoked_at IS NULL;

-- The sign-in that accepts an invitation knows which.
ALTER TABLE sign_ins ADD COLUMN invitation_sha256 bytea;

-- An answer that waits for its second person. Approved, it becomes the confirmation, or the acceptance of a dispute's proposal.
CREATE TABLE answer_reviews (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  kind            text NOT NULL CHECK (kind IN ('confirmation', 'acceptance')),
  statement_id    uuid NOT NULL,
  version         int  NOT NULL,
  sha256          bytea NOT NULL,
  lines           int[] NOT NULL CHECK (cardinality(lines) > 0),
  whole           boolean NOT NULL DEFAULT false,
  amount          amount NOT NULL,
  remark          text NOT NULL DEFAULT '',
  dispute_id      uuid REFERENCES disputes,
  dispute_version int,
  state           text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'approved', 'returned', 'withdrawn', 'void')),
  made_by         uuid NOT NULL,
  made_by_name    text NOT NULL,
  made_from       text NOT NULL DEFAULT '',
  made_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  decided_by      uuid,
  decided_by_name text NOT NULL DEFAULT '',
  decided_at      timestamptz,
  reason          text NOT NULL DEFAULT '',
  confirmation_id uuid REFERENCES confirmations,
  FOREIGN KEY (statement_id, version) REFERENCES statement_versions,
  CONSTRAINT answer_reviews_four_eyes CHECK (state NOT IN ('approved', 'returned') OR (decided_by IS NOT NULL AND decided_by <> made_by)),
  CONSTRAINT answer_reviews_decided CHECK ((state = 'pending') = (decided_at IS NULL)),
  CONSTRAINT answer_reviews_return_has_reason CHECK (state <> 'returned' OR reason <> ''),
  CONSTRAINT answer_reviews_kind_whole CHECK ((kind = 'acceptance') = (dispute_id IS NOT NULL) AND (dispute_id IS NULL) = (dispute_version IS NULL))
);
CREATE INDEX answer_reviews_of_statement ON answer_reviews (statement_id);
CREATE INDEX answer_reviews_pending ON answer_reviews (customer_id) WHERE state = 'pending';
CREATE UNIQUE INDEX answer_reviews_one_a_dispute ON answer_reviews (dispute_id) WHERE state = 'pending' AND dispute_id IS NOT NULL;

-- Who made an answer (actor) did not alone approve it.
ALTER TABLE confirmations ADD COLUMN checked_by uuid;
ALTER TABLE confirmations ADD COLUMN checked_by_name text NOT NULL DEFAULT '';
ALTER TABLE confirmations ADD CONSTRAINT confirmations_four_eyes CHECK (checked_by IS NULL OR checked_by <> actor_id);
ALTER TABLE resolutions ADD COLUMN accepted_by uuid;
ALTER TABLE resolutions ADD COLUMN accepted_by_name text NOT NULL DEFAULT '';
ALTER TABLE resolutions ADD COLUMN accept_checked_by uuid;
ALTER TABLE resolutions ADD COLUMN accept_checked_by_name text NOT NULL DEFAULT '';
ALTER TABLE resolutions ADD CONSTRAINT resolutions_accept_four_eyes CHECK (accept_checked_by IS NULL OR accept_checked_by <> accepted_by);

-- While a customer asks for a checker, no confirmation of its own comes into being without one, whatever the program does.
-- +goose StatementBegin
CREATE FUNCTION confirmations_need_checker() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF NEW.checked_by IS NULL AND EXISTS (SELECT FROM customers c WHERE c.id = NEW.customer_id AND c.maker_checker) THEN
    RAISE EXCEPTION 'a confirmation of customer % needs a second person', NEW.customer_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'confirmations_checked', TABLE = 'confirmations', SCHEMA = 'hefu';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER checked BEFORE INSERT ON confirmations FOR EACH ROW EXECUTE FUNCTION confirmations_need_checker();

-- A change of the account that customers pay to: asked by one person, made by another.
CREATE TABLE payee_changes (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  payee_name      text NOT NULL,
  payee_bank      text NOT NULL,
  payee_account   text NOT NULL,
  before          jsonb NOT NULL,
  reason          text NOT NULL CHECK (reason <> ''),
  state           text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'approved', 'rejected', 'withdrawn')),
  asked_by        uuid NOT NULL,
  asked_by_name   text NOT NULL,
  asked_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  decided_by      uuid,
  decided_by_name text NOT NULL DEFAULT '',
  decided_at      timestamptz,
  decision_reason text NOT NULL DEFAULT '',
  CONSTRAINT payee_changes_four_eyes CHECK (state NOT IN ('approved', 'rejected') OR (decided_by IS NOT NULL AND decided_by <> asked_by)),
  CONSTRAINT payee_changes_decided CHECK ((state = 'pending') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX payee_changes_one_open ON payee_changes (organization_id) WHERE state = 'pending';

-- The back office changes the account only as an approved change says, in the same transaction.
-- +goose StatementBegin
CREATE FUNCTION organizations_payee_two_people() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF current_user = 'hefu_backoffice' AND NOT EXISTS (SELECT FROM payee_changes p WHERE p.organization_id = NEW.id AND p.state = 'approved' AND p.decided_at = now()
      AND (p.payee_name, p.payee_bank, p.payee_account) = (NEW.payee_name, NEW.payee_bank, NEW.payee_account)) THEN
    RAISE EXCEPTION 'the payee of organization % changes with two people only', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'organizations_payee_changed', TABLE = 'organizations', SCHEMA = 'hefu';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER payee_two_people BEFORE UPDATE ON organizations FOR EACH ROW
  WHEN ((OLD.payee_name, OLD.payee_bank, OLD.payee_account) IS DISTINCT FROM (NEW.payee_name, NEW.payee_bank, NEW.payee_account))
  EXECUTE FUNCTION organizations_payee_two_people();

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['invitations', 'answer_reviews', 'payee_changes'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY organization ON %I TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()))', t);
    EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO hefu_auditor USING (true)', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['invitations', 'answer_reviews'] LOOP
    EXECUTE format('CREATE POLICY customer ON %I TO hefu_portal USING (organization_id = (SELECT current_organization()) AND customer_id = (SELECT current_customer()))', t);
  END LOOP;
END
$$;
-- +goose StatementEnd
-- An invitation is found by its token before there is an organization, as a person is at sign-in.
CREATE POLICY sign_in ON invitations FOR SELECT TO hefu_worker USING (true);

GRANT SELECT ON invitations, answer_reviews, payee_changes TO hefu_backoffice, hefu_worker, hefu_auditor;
-- No reader of the books needs a token's fingerprint.
GRANT SELECT (id, organization_id, customer_id, contact_id, email, name, locale, roles, side, invited_by, invited_by_name, created_at, expires_at,
  accepted_at, accepted_by, revoked_at, revoked_by_name) ON invitations TO hefu_portal;
GRANT SELECT ON answer_reviews TO hefu_portal;
GRANT INSERT, UPDATE ON invitations TO hefu_worker;
GRANT INSERT ON answer_reviews TO hefu_portal, hefu_worker;
GRANT UPDATE (state, decided_by, decided_by_name, decided_at, reason, confirmation_id) ON answer_reviews TO hefu_portal, hefu_backoffice, hefu_worker;
GRANT INSERT, UPDATE ON payee_changes TO hefu_backoffice, hefu_worker;
GRANT SELECT (accepted_by_name, accept_checked_by_name) ON resolutions TO hefu_portal;
RESET ROLE;
RESET search_path;
