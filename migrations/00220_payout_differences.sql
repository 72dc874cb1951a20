-- +goose Up
-- What came of a payout in another amount is posted (SPEC 11, adr/0045): the bank's charge, the provider's fee or a difference of exchange, Dr or Cr 1002
-- against its account, so that the bank account of the books is the bank's.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- amount is the difference of the pair: the line's less the payout's. id is the source of the entry, reversal_id that of its mirror. A difference worth more
-- than the organization's threshold has two people.
CREATE TABLE payout_differences (
  id               uuid PRIMARY KEY,
  organization_id  uuid NOT NULL REFERENCES organizations,
  pair_id          uuid NOT NULL REFERENCES payout_lines,
  kind             text NOT NULL CHECK (kind IN ('bank_charge', 'provider_fee', 'exchange')),
  account_code     text NOT NULL,
  currency         text NOT NULL,
  amount           amount NOT NULL CHECK (amount <> 0),
  amount_base      amount NOT NULL,
  posting_date     date NOT NULL,
  reason           text NOT NULL CHECK (reason <> '' AND length(reason) <= 400),
  state            text NOT NULL CHECK (state IN ('proposed', 'posted', 'declined', 'withdrawn', 'reversed')),
  needs_second     boolean NOT NULL,
  proposed_by      uuid NOT NULL,
  proposed_by_name text NOT NULL,
  created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  decided_by       uuid,
  decided_by_name  text NOT NULL DEFAULT '',
  decided_at       timestamptz,
  decided_note     text NOT NULL DEFAULT '' CHECK (length(decided_note) <= 400),
  reversal_id      uuid,
  reversed_on      date,
  reversed_by_name text NOT NULL DEFAULT '',
  reversed_at      timestamptz,
  reversed_reason  text NOT NULL DEFAULT '' CHECK (length(reversed_reason) <= 400),
  row_version      int NOT NULL DEFAULT 1,
  CONSTRAINT payout_differences_of_account FOREIGN KEY (organization_id, account_code) REFERENCES accounts (organization_id, code),
  CONSTRAINT payout_differences_second CHECK (NOT needs_second OR decided_by IS NOT NULL OR state IN ('proposed', 'withdrawn')),
  CONSTRAINT payout_differences_two_people CHECK (decided_by <> proposed_by),
  CONSTRAINT payout_differences_reversed CHECK ((state = 'reversed') = (reversal_id IS NOT NULL) AND (state = 'reversed') = (reversed_reason <> '')),
  CONSTRAINT payout_differences_reversal_once UNIQUE (reversal_id)
);
CREATE UNIQUE INDEX payout_differences_one_live ON payout_differences (pair_id) WHERE state IN ('proposed', 'posted');
CREATE INDEX payout_differences_of_pair ON payout_differences (pair_id);
CREATE INDEX payout_differences_waiting ON payout_differences (organization_id, id) WHERE state = 'proposed';
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON payout_differences FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER four_eyes BEFORE UPDATE ON payout_differences FOR EACH ROW WHEN (NEW.decided_by IS DISTINCT FROM OLD.decided_by)
  EXECUTE FUNCTION refuse_one_person('decided_by', 'proposed_by', 'created_at', '', 'payout_differences_two_people');

-- +goose StatementBegin
CREATE FUNCTION payout_differences_check() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM payout_lines p JOIN provider_payouts o ON o.id = p.payout_id
    WHERE p.id = NEW.pair_id AND p.organization_id = NEW.organization_id AND p.undone_at IS NULL AND p.difference = NEW.amount AND o.currency = NEW.currency) THEN
    RAISE EXCEPTION 'the amount is not the difference of the payout' USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_differences_agree', TABLE = 'payout_differences';
  END IF;
  RETURN NULL;
END
$$;
-- A pair of which the difference is posted, or waits for a second person, is not taken apart.
CREATE FUNCTION payout_lines_stay() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM payout_differences d WHERE d.pair_id = NEW.id AND d.state IN ('proposed', 'posted')) THEN
    RAISE EXCEPTION 'the difference is posted' USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_lines_stay', TABLE = 'payout_lines';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER agrees AFTER INSERT ON payout_differences FOR EACH ROW EXECUTE FUNCTION payout_differences_check();
CREATE TRIGGER stays BEFORE UPDATE ON payout_lines FOR EACH ROW WHEN (NEW.undone_at IS NOT NULL) EXECUTE FUNCTION payout_lines_stay();

ALTER TABLE payout_differences ENABLE ROW LEVEL SECURITY;
ALTER TABLE payout_differences FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON payout_differences TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
CREATE POLICY audit ON payout_differences FOR SELECT TO hefu_auditor USING (true);
GRANT SELECT, INSERT ON payout_differences TO hefu_backoffice, hefu_worker;
GRANT UPDATE (state, decided_by, decided_by_name, decided_at, decided_note, reversal_id, reversed_on, reversed_by_name, reversed_at, reversed_reason, row_version) ON payout_differences TO hefu_backoffice, hefu_worker;
GRANT SELECT ON payout_differences TO hefu_auditor;

ALTER VIEW audit.v_violations RENAME TO violations_until_00220;
ALTER VIEW audit.violations_until_00220 SET SCHEMA hefu;
CREATE VIEW audit.v_violations (invariant, subject) WITH (security_invoker = true) AS
SELECT invariant, subject FROM violations_until_00220
UNION ALL
SELECT 'I21', 'the difference ' || d.id || ' of payout ' || p.payout_id || ' is ' || d.state || ' and its entries are not'
FROM payout_differences d JOIN payout_lines p ON p.id = d.pair_id
LEFT JOIN journal_entries e ON e.source_id = d.id
LEFT JOIN journal_entries r ON r.reversal_of = e.id AND r.source_id = d.reversal_id
WHERE (e.id IS NOT NULL) <> (d.state IN ('posted', 'reversed')) OR (r.id IS NOT NULL) <> (d.state = 'reversed')
  OR e.id IS NOT NULL AND d.amount <> -(SELECT coalesce(sum(l.amount), 0) FROM journal_lines l WHERE l.entry_id = e.id AND l.account_code = d.account_code AND l.currency = d.currency)
UNION ALL
SELECT 'I21', 'the difference ' || d.id || ' is posted and payout ' || p.payout_id || ' has no line'
FROM payout_differences d JOIN payout_lines p ON p.id = d.pair_id WHERE d.state IN ('proposed', 'posted') AND p.undone_at IS NOT NULL;
REVOKE ALL ON audit.v_violations FROM PUBLIC;
GRANT SELECT ON audit.v_violations TO hefu_auditor;
RESET ROLE;
RESET search_path;
