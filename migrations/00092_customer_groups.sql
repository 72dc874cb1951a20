-- +goose Up
-- Groups of companies (SPEC 6): customers that a supervisor declared to belong together, from a day to a day. Only within such a group
-- may a debit of one customer be settled with a credit of another; statements and balances stay each customer's own.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE TABLE customer_groups (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  name            text NOT NULL CHECK (name <> ''),
  name_en         text NOT NULL DEFAULT '',
  note            text NOT NULL DEFAULT '',
  created_by      uuid NOT NULL,
  created_by_name text NOT NULL DEFAULT '',
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  row_version     int NOT NULL DEFAULT 1,
  CONSTRAINT customer_groups_name_once UNIQUE (organization_id, name)
);

-- One row a declaration; who leaves and comes back has two. What was declared stays, only its end is written later.
CREATE TABLE customer_group_members (
  id               uuid PRIMARY KEY,
  organization_id  uuid NOT NULL REFERENCES organizations,
  group_id         uuid NOT NULL REFERENCES customer_groups,
  customer_id      uuid NOT NULL REFERENCES customers,
  starts           date NOT NULL,
  ends             date,
  reason           text NOT NULL CHECK (reason <> ''),
  declared_by      uuid NOT NULL,
  declared_by_name text NOT NULL DEFAULT '',
  declared_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_by         uuid,
  ended_by_name    text NOT NULL DEFAULT '',
  ended_at         timestamptz,
  end_reason       text NOT NULL DEFAULT '',
  CONSTRAINT customer_group_members_dates CHECK (ends >= starts)
);
CREATE INDEX customer_group_members_of_group ON customer_group_members (group_id);
CREATE INDEX customer_group_members_of_customer ON customer_group_members (customer_id);

-- Two customers that look like one and are not: who said so, so that nobody is asked again.
CREATE TABLE customers_told_apart (
  organization_id uuid NOT NULL REFERENCES organizations,
  one_id          uuid NOT NULL REFERENCES customers,
  other_id        uuid NOT NULL REFERENCES customers,
  reason          text NOT NULL CHECK (reason <> ''),
  told_by         uuid NOT NULL,
  told_by_name    text NOT NULL DEFAULT '',
  told_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (one_id, other_id),
  CONSTRAINT customers_told_apart_in_order CHECK (one_id < other_id)
);

-- A settlement across a group names it. Its allocations name the customer of the credit where that is another than the debit's, whose
-- row an allocation is.
ALTER TABLE settlements ADD COLUMN group_id uuid REFERENCES customer_groups;
CREATE INDEX settlements_of_group ON settlements (group_id, id) WHERE group_id IS NOT NULL;
ALTER TABLE allocations ADD COLUMN credit_customer_id uuid REFERENCES customers,
  ADD CONSTRAINT allocations_credit_customer CHECK (credit_customer_id <> customer_id);
CREATE INDEX allocations_of_credit_customer ON allocations (credit_customer_id) WHERE credit_customer_id IS NOT NULL;

-- All that two companies of a group learn of one another by an allocation between them: the name and the document's number, as they were.
-- Written by the trigger below alone.
CREATE TABLE group_allocations (
  allocation_id      uuid PRIMARY KEY REFERENCES allocations,
  organization_id    uuid NOT NULL REFERENCES organizations,
  group_id           uuid NOT NULL REFERENCES customer_groups,
  debit_customer_id  uuid NOT NULL REFERENCES customers,
  debit_party        text NOT NULL,
  debit_document_no  text NOT NULL,
  credit_customer_id uuid NOT NULL REFERENCES customers,
  credit_party       text NOT NULL,
  credit_document_no text NOT NULL
);
CREATE INDEX group_allocations_of_debit ON group_allocations (debit_customer_id);
CREATE INDEX group_allocations_of_credit ON group_allocations (credit_customer_id);

-- +goose StatementBegin
-- A customer is of one group a day; what was declared does not change; and no end comes before a settlement that rests on it.
CREATE FUNCTION customer_group_members_check() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.id, NEW.organization_id, NEW.group_id, NEW.customer_id, NEW.starts, NEW.reason, NEW.declared_by, NEW.declared_at)
      IS DISTINCT FROM (OLD.id, OLD.organization_id, OLD.group_id, OLD.customer_id, OLD.starts, OLD.reason, OLD.declared_by, OLD.declared_at) THEN
    RAISE EXCEPTION 'what was declared stays' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM FROM customers c WHERE c.id = NEW.customer_id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM customer_group_members m WHERE m.customer_id = NEW.customer_id AND m.id <> NEW.id
      AND daterange(m.starts, m.ends, '[]') && daterange(NEW.starts, NEW.ends, '[]')) THEN
    RAISE EXCEPTION 'customer % is of another group in that time', NEW.customer_id
      USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'customer_group_members_one_a_day', TABLE = 'customer_group_members';
  END IF;
  IF TG_OP = 'UPDATE' AND EXISTS (SELECT FROM group_allocations g JOIN allocations a ON a.id = g.allocation_id
      WHERE NEW.customer_id IN (g.debit_customer_id, g.credit_customer_id) AND g.group_id = NEW.group_id AND a.reverses IS NULL
        AND a.effective_date > NEW.ends AND a.effective_date >= NEW.starts AND (OLD.ends IS NULL OR a.effective_date <= OLD.ends)
        AND NOT EXISTS (SELECT FROM allocations r WHERE r.reverses = a.id)) THEN
    RAISE EXCEPTION 'a settlement rests on the declaration' USING ERRCODE = 'check_violation', CONSTRAINT = 'customer_group_members_in_use', TABLE = 'customer_group_members';
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION allocations_apply() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hefu, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM fresh f JOIN open_items d ON d.id = f.debit_item JOIN open_items c ON c.id = f.credit_item
    WHERE d.side <> 'debit' OR c.side <> 'credit' OR d.organization_id <> f.organization_id OR c.organization_id <> f.organization_id
       OR d.customer_id <> f.customer_id OR c.customer_id <> coalesce(f.credit_customer_id, f.customer_id)
       OR (d.currency = c.currency AND f.debit_amount <> f.credit_amount)
  ) THEN
    RAISE EXCEPTION 'an allocation matches a debit with a credit of the same customer, by the same amount when the currency is the same'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'allocations_sides', TABLE = 'allocations';
  END IF;
  -- Two customers: both declared members of the settlement's group on its day. An undoing mirrors what was sound when it was made.
  IF EXISTS (
    SELECT FROM fresh f JOIN settlements s ON s.id = f.settlement_id
    WHERE f.credit_customer_id IS NOT NULL AND (s.group_id IS NULL OR f.reverses IS NULL AND NOT EXISTS (
      SELECT FROM customer_group_members d JOIN customer_group_members c ON c.group_id = d.group_id
      WHERE d.group_id = s.group_id AND d.customer_id = f.customer_id AND c.customer_id = f.credit_customer_id
        AND daterange(d.starts, d.ends, '[]') @> f.effective_date AND daterange(c.starts, c.ends, '[]') @> f.effective_date))
  ) THEN
    RAISE EXCEPTION 'an allocation between two customers needs a group that was declared for its day'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'allocations_group', TABLE = 'allocations';
  END IF;
  IF EXISTS (
    SELECT FROM fresh f LEFT JOIN allocations o ON o.id = f.reverses
    WHERE f.reverses IS NOT NULL AND (o.id IS NULL OR o.reverses IS NOT NULL OR (o.debit_item, o.credit_item, o.debit_amount, o.credit_amount, o.debit_base, o.credit_base)
          IS DISTINCT FROM (f.debit_item, f.credit_item, f.debit_amount, f.credit_amount, f.debit_base, f.credit_base))
  ) THEN
    RAISE EXCEPTION 'a reversal mirrors its allocation exactly'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'allocations_mirror', TABLE = 'allocations';
  END IF;
  INSERT INTO group_allocations (allocation_id, organization_id, group_id, debit_customer_id, debit_party, debit_document_no, credit_customer_id, credit_party, credit_document_no)
  SELECT f.id, f.organization_id, s.group_id, dc.id, dc.name, dd.document_no, cc.id, cc.name, cd.document_no
  FROM fresh f JOIN settlements s ON s.id = f.settlement_id
  JOIN open_items d ON d.id = f.debit_item JOIN documents dd ON dd.id = d.document_id JOIN customers dc ON dc.id = d.customer_id
  JOIN open_items c ON c.id = f.credit_item JOIN documents cd ON cd.id = c.document_id JOIN customers cc ON cc.id = c.customer_id
  WHERE f.credit_customer_id IS NOT NULL;
  UPDATE open_items i SET open_amount = i.open_amount - m.amount, open_base = i.open_base - m.base
  FROM (
    SELECT item, sum(amount) AS amount, sum(base) AS base FROM (
      SELECT debit_item AS item, CASE WHEN reverses IS NULL THEN debit_amount ELSE -debit_amount END AS amount,
             CASE WHEN reverses IS NULL THEN debit_base ELSE -debit_base END AS base FROM fresh
      UNION ALL
      SELECT credit_item, CASE WHEN reverses IS NULL THEN credit_amount ELSE -credit_amount END,
             CASE WHEN reverses IS NULL THEN credit_base ELSE -credit_base END FROM fresh
    ) moves GROUP BY item
  ) m WHERE i.id = m.item;
  RETURN NULL;
END
$$;

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['customer_groups', 'customer_group_members', 'customers_told_apart', 'group_allocations'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY organization ON %I TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()))', t);
    EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO hefu_auditor USING (true)', t);
    EXECUTE format('GRANT SELECT ON %I TO hefu_backoffice, hefu_worker, hefu_auditor', t);
  END LOOP;
  -- What allocations_apply touches as the owner.
  FOREACH t IN ARRAY ARRAY['customer_group_members', 'settlements', 'customers'] LOOP
    EXECUTE format('CREATE POLICY owner ON %I FOR SELECT TO hefu_owner USING (true)', t);
  END LOOP;
END
$$;
-- +goose StatementEnd
CREATE POLICY owner ON group_allocations TO hefu_owner USING (true) WITH CHECK (true);
CREATE TRIGGER members_check BEFORE INSERT OR UPDATE ON customer_group_members FOR EACH ROW EXECUTE FUNCTION customer_group_members_check();
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON customer_group_members FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON customer_groups FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON group_allocations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON customers_told_apart FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT INSERT, UPDATE (name, name_en, note, row_version) ON customer_groups TO hefu_backoffice, hefu_worker;
GRANT INSERT, UPDATE (ends, ended_by, ended_by_name, ended_at, end_reason) ON customer_group_members TO hefu_backoffice, hefu_worker;
GRANT INSERT ON customers_told_apart TO hefu_backoffice, hefu_worker;

-- A customer sees the allocations of its credits too, and of the other side what group_allocations says. A link shows one statement's
-- own documents, and an allocation with both ends in it.
GRANT SELECT ON group_allocations TO hefu_portal;
CREATE POLICY customer ON group_allocations TO hefu_portal USING (organization_id = (SELECT current_organization())
  AND (debit_customer_id = (SELECT current_customer()) OR credit_customer_id = (SELECT current_customer())));
CREATE POLICY one_statement ON group_allocations AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL);
CREATE POLICY credit ON allocations FOR SELECT TO hefu_portal USING (organization_id = (SELECT current_organization()) AND credit_customer_id = (SELECT current_customer()));

-- I07 and X06 learn the declared group: what they said of two customers until now is asked here, in full.
ALTER VIEW audit.v_violations RENAME TO violations_until_00092;
ALTER VIEW audit.violations_until_00092 SET SCHEMA hefu;
CREATE VIEW audit.v_violations (invariant, subject) WITH (security_invoker = true) AS
WITH across AS (
  SELECT a.id, a.organization_id, a.customer_id, a.credit_customer_id, a.effective_date, a.reverses, a.settlement_id, a.debit_item, a.credit_item, a.debit_amount, a.credit_amount,
    d.side AS debit_side, c.side AS credit_side, d.organization_id AS debit_organization, c.organization_id AS credit_organization, d.customer_id AS debit_customer,
    c.customer_id AS credit_customer, d.currency AS debit_currency, c.currency AS credit_currency, s.organization_id AS settled_organization, s.customer_id AS settled_customer,
    s.effective_date AS settled_on, s.group_id
  FROM allocations a JOIN settlements s ON s.id = a.settlement_id JOIN open_items d ON d.id = a.debit_item JOIN open_items c ON c.id = a.credit_item
  WHERE s.group_id IS NOT NULL
)
SELECT v.invariant, v.subject FROM violations_until_00092 v
WHERE NOT (v.invariant = 'I07' AND v.subject IN (SELECT 'allocation ' || id || ' of ' || debit_side || ' item ' || debit_item || ' with ' || credit_side || ' item ' || credit_item FROM across WHERE credit_customer_id IS NOT NULL))
  AND NOT (v.invariant = 'X06' AND v.subject IN (SELECT 'allocation ' || id || ' belongs to another organization or customer than its settlement' FROM across WHERE group_id IS NOT NULL))
UNION ALL
SELECT 'I07', 'allocation ' || x.id || ' between customers ' || x.debit_customer || ' and ' || x.credit_customer || ' of no group declared for ' || x.effective_date
FROM across x
WHERE x.credit_customer_id IS NOT NULL AND NOT EXISTS (
  SELECT FROM allocations o JOIN customer_group_members d ON d.customer_id = x.debit_customer AND d.group_id = x.group_id
  JOIN customer_group_members c ON c.customer_id = x.credit_customer AND c.group_id = x.group_id
  WHERE o.id = coalesce(x.reverses, x.id) AND d.organization_id = x.organization_id AND c.organization_id = x.organization_id
    AND daterange(d.starts, d.ends, '[]') @> o.effective_date AND daterange(c.starts, c.ends, '[]') @> o.effective_date)
  AND NOT EXISTS (SELECT FROM allocations r WHERE r.reverses = coalesce(x.reverses, x.id))
UNION ALL
SELECT 'I07', 'allocation ' || x.id || ' of ' || x.debit_side || ' item ' || x.debit_item || ' with ' || x.credit_side || ' item ' || x.credit_item || ' across a group'
FROM across x LEFT JOIN journal_entries e ON e.source_id = x.settlement_id AND e.source_kind = 'settlement'
LEFT JOIN group_allocations g ON g.allocation_id = x.id
WHERE x.credit_customer_id IS NOT NULL AND (x.debit_amount <= 0 OR x.credit_amount <= 0 OR x.debit_side <> 'debit' OR x.credit_side <> 'credit'
  OR x.debit_organization <> x.organization_id OR x.credit_organization <> x.organization_id OR x.debit_customer <> x.customer_id OR x.credit_customer <> x.credit_customer_id
  OR (x.debit_currency = x.credit_currency AND x.debit_amount <> x.credit_amount) OR e.id IS NULL
  OR (g.debit_customer_id, g.credit_customer_id, g.group_id) IS DISTINCT FROM (x.debit_customer, x.credit_customer, x.group_id))
UNION ALL
SELECT 'X06', 'allocation ' || x.id || ' belongs to another organization or day than its settlement'
FROM across x WHERE x.settled_organization <> x.organization_id OR x.settled_on <> x.effective_date
UNION ALL
SELECT 'X06', 'customer ' || m.customer_id || ' is of two groups on one day'
FROM customer_group_members m JOIN customer_group_members o ON o.customer_id = m.customer_id AND o.id > m.id AND daterange(o.starts, o.ends, '[]') && daterange(m.starts, m.ends, '[]')
UNION ALL
SELECT 'X06', 'group member ' || m.id || ' belongs to another organization than its group or customer'
FROM customer_group_members m JOIN customer_groups g ON g.id = m.group_id JOIN customers c ON c.id = m.customer_id
WHERE m.organization_id <> g.organization_id OR m.organization_id <> c.organization_id;
REVOKE ALL ON audit.v_violations FROM PUBLIC;
GRANT SELECT ON audit.v_violations TO hefu_auditor;

ALTER VIEW audit.v_check_texts RENAME TO check_texts_until_00092;
ALTER VIEW audit.check_texts_until_00092 SET SCHEMA hefu;
CREATE VIEW audit.v_check_texts (invariant, text) WITH (security_invoker = true) AS
SELECT invariant, CASE invariant WHEN 'I07' THEN 'an allocation matches a debit with a credit of one customer or of one declared group, by equal amounts or with an exchange entry' ELSE text END
FROM check_texts_until_00092;
REVOKE ALL ON audit.v_check_texts FROM PUBLIC;
GRANT SELECT ON audit.v_check_texts TO hefu_auditor;
RESET ROLE;
RESET search_path;
