-- +goose Up
-- The books (SPEC 4, 5, 6): documents, the journal, balances, open items, allocations.
-- Everything here is append-only for the application; what moves (open amounts, balances) is moved by triggers alone.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- Drafts may change and vanish; a posted document is another row in another table that may not.
CREATE TABLE drafts (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  kind            text NOT NULL,
  state           text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'posted', 'discarded')),
  content         jsonb NOT NULL,
  posting_date    date NOT NULL,
  reason          text NOT NULL DEFAULT '',
  -- Of a submitted one: its worth in base currency, and whether that lies above the organization's threshold.
  gross_base      amount,
  needs_second    boolean NOT NULL DEFAULT true,
  created_by      uuid NOT NULL,
  changed_by      uuid,
  submitted_by    uuid,
  decided_by      uuid,
  document_id     uuid,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  row_version     int NOT NULL DEFAULT 1,
  CONSTRAINT drafts_posted_has_document CHECK ((state = 'posted') = (document_id IS NOT NULL)),
  -- Above the threshold nobody decides what they made, changed or submitted.
  CONSTRAINT drafts_four_eyes CHECK (state <> 'posted' OR NOT needs_second OR
    (decided_by IS DISTINCT FROM submitted_by AND decided_by IS DISTINCT FROM created_by AND decided_by IS DISTINCT FROM changed_by))
);

CREATE TABLE documents (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL REFERENCES customers,
  kind            text NOT NULL CHECK (kind IN ('receivable', 'credit_note', 'adjustment', 'receipt', 'advance', 'refund', 'write_off', 'reversal', 'opening_balance')),
  series          text NOT NULL,
  number          bigint NOT NULL CHECK (number > 0),
  document_no     text NOT NULL,
  currency        text NOT NULL,
  rate            rate NOT NULL,
  document_date   date NOT NULL,
  posting_date    date NOT NULL,
  due_date        date,
  t0              date,
  t0_basis        text,
  order_no        text NOT NULL DEFAULT '',
  contract_no     text NOT NULL DEFAULT '',
  shipment_no     text NOT NULL DEFAULT '',
  shipment_date   date,
  invoice_no      text NOT NULL DEFAULT '',
  -- what gave rise to it: shipment, order, contract, invoice, cost, fee, manual, dispute, import, reversal
  source_kind     text NOT NULL,
  source_system   text NOT NULL,
  source_id       text NOT NULL,
  content_sha256  bytea NOT NULL,
  description     text NOT NULL DEFAULT '',
  reason          text NOT NULL DEFAULT '',
  method          text NOT NULL DEFAULT '',
  salesperson_id  uuid,
  region          text NOT NULL DEFAULT '',
  product_line    text NOT NULL DEFAULT '',
  net             amount NOT NULL,
  tax             amount NOT NULL,
  freight         amount NOT NULL DEFAULT 0,
  gross           amount NOT NULL,
  gross_base      amount NOT NULL,
  line_count      int NOT NULL DEFAULT 0,
  reduces_document_id  uuid REFERENCES documents,
  reverses_document_id uuid REFERENCES documents,
  dispute_id      uuid,
  resolution_id   uuid,
  created_by      uuid NOT NULL,
  approved_by     uuid,
  posted_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT documents_number_once UNIQUE (organization_id, series, number),
  CONSTRAINT documents_source_once UNIQUE (organization_id, source_system, source_id),
  CONSTRAINT documents_parts CHECK (net + tax + freight = gross),
  CONSTRAINT documents_credit_names_receivable CHECK (kind <> 'credit_note' OR reduces_document_id IS NOT NULL OR source_system <> 'hefu'),
  CONSTRAINT documents_reversal_names_document CHECK ((kind = 'reversal') = (reverses_document_id IS NOT NULL)),
  CONSTRAINT documents_four_eyes CHECK (approved_by IS DISTINCT FROM created_by OR approved_by IS NULL)
);
CREATE UNIQUE INDEX documents_reversed_once ON documents (reverses_document_id) WHERE reverses_document_id IS NOT NULL;
CREATE UNIQUE INDEX documents_resolution_once ON documents (resolution_id) WHERE resolution_id IS NOT NULL;
CREATE INDEX documents_of_customer ON documents (customer_id, id);
CREATE INDEX documents_reducing ON documents (reduces_document_id) WHERE reduces_document_id IS NOT NULL;

CREATE TABLE document_lines (
  document_id     uuid NOT NULL,
  line_no         int  NOT NULL CHECK (line_no > 0),
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL,
  kind            text NOT NULL DEFAULT 'goods' CHECK (kind IN ('goods', 'service', 'freight')),
  item_code       text NOT NULL DEFAULT '',
  description     text NOT NULL DEFAULT '',
  unit            text NOT NULL DEFAULT '',
  quantity        quantity,
  unit_price      price,
  net             amount NOT NULL,
  tax_rate        numeric NOT NULL DEFAULT 0 CHECK (tax_rate >= 0 AND tax_rate <= 100),
  tax             amount NOT NULL,
  gross           amount NOT NULL,
  reduces_line_no int,
  PRIMARY KEY (document_id, line_no),
  CONSTRAINT document_lines_parts CHECK (net + tax = gross)
);

CREATE TABLE journal_entries (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  posting_date    date NOT NULL,
  source_kind     text NOT NULL CHECK (source_kind IN ('document', 'settlement')),
  source_id       uuid NOT NULL,
  reversal_of     uuid REFERENCES journal_entries,
  posted_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT journal_entries_source_once UNIQUE (source_id)
);
CREATE UNIQUE INDEX journal_entries_reversed_once ON journal_entries (reversal_of) WHERE reversal_of IS NOT NULL;

-- amount > 0 is a debit, < 0 a credit, in currency; amount_base the same in the organization's base currency
CREATE TABLE journal_lines (
  entry_id        uuid NOT NULL,
  line_no         int  NOT NULL CHECK (line_no > 0),
  organization_id uuid NOT NULL,
  posting_date    date NOT NULL,
  account_code    text NOT NULL,
  customer_id     uuid NOT NULL,
  document_id     uuid,
  due_date        date,
  currency        text NOT NULL,
  amount          amount NOT NULL CHECK (amount <> 0),
  amount_base     amount NOT NULL,
  PRIMARY KEY (entry_id, line_no)
);

CREATE TABLE balances (
  organization_id uuid NOT NULL,
  period          date NOT NULL,
  account_code    text NOT NULL,
  customer_id     uuid NOT NULL,
  currency        text NOT NULL,
  debit           amount NOT NULL,
  credit          amount NOT NULL,
  debit_base      amount NOT NULL,
  credit_base     amount NOT NULL,
  PRIMARY KEY (customer_id, currency, account_code, period)
);

-- side debit: the customer owes; side credit: we hold money or an allowance of the customer's
CREATE TABLE open_items (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL,
  document_id     uuid NOT NULL REFERENCES documents,
  instalment      int  NOT NULL DEFAULT 1 CHECK (instalment > 0),
  account_role    text NOT NULL CHECK (account_role IN ('ar', 'advance')),
  currency        text NOT NULL,
  side            text NOT NULL CHECK (side IN ('debit', 'credit')),
  posting_date    date NOT NULL,
  t0              date NOT NULL,
  due_date        date NOT NULL,
  original_amount amount NOT NULL,
  open_amount     amount NOT NULL,
  original_base   amount NOT NULL,
  open_base       amount NOT NULL,
  CONSTRAINT open_items_amount_exceeds_open CHECK (open_amount >= 0 AND open_amount <= original_amount),
  CONSTRAINT open_items_original_positive CHECK (original_amount > 0),
  CONSTRAINT open_items_base_follows CHECK (open_amount <> 0 OR open_base = 0)
);
CREATE INDEX open_items_of_customer ON open_items (customer_id, currency, posting_date);
CREATE INDEX open_items_of_document ON open_items (document_id);

-- One settlement is one act of matching: its allocations stand or fall together.
CREATE TABLE settlements (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL REFERENCES customers,
  mode            text NOT NULL CHECK (mode IN ('manual', 'automatic', 'business', 'immediate', 'reversal')),
  effective_date  date NOT NULL,
  reason          text NOT NULL DEFAULT '',
  reverses        uuid UNIQUE REFERENCES settlements,
  created_by      uuid NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- A reversal is a row of its own with the same amounts, dated when it was made: earlier dates keep their picture.
CREATE TABLE allocations (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL,
  settlement_id   uuid NOT NULL REFERENCES settlements,
  debit_item      uuid NOT NULL REFERENCES open_items,
  credit_item     uuid NOT NULL REFERENCES open_items,
  debit_amount    amount NOT NULL CHECK (debit_amount > 0),
  credit_amount   amount NOT NULL CHECK (credit_amount > 0),
  debit_base      amount NOT NULL CHECK (debit_base >= 0),
  credit_base     amount NOT NULL CHECK (credit_base >= 0),
  effective_date  date NOT NULL,
  reverses        uuid REFERENCES allocations,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT allocations_reversed_once UNIQUE (reverses)
);
CREATE INDEX allocations_of_debit ON allocations (debit_item);
CREATE INDEX allocations_of_credit ON allocations (credit_item);
CREATE INDEX allocations_by_date ON allocations (organization_id, effective_date);

-- Closing a period waits for postings under way in it, and they for it: an advisory lock that postings share.
CREATE FUNCTION period_lock_key(organization uuid, period date) RETURNS bigint LANGUAGE sql IMMUTABLE
  RETURN hashtextextended(organization::text || period::text, 0);

-- +goose StatementBegin
CREATE FUNCTION journal_entries_check() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hefu, pg_temp AS $$
DECLARE
  at record;
BEGIN
  FOR at IN
    SELECT DISTINCT organization_id, date_trunc('month', posting_date)::date AS period FROM fresh ORDER BY 1, 2
  LOOP
    PERFORM pg_advisory_xact_lock_shared(period_lock_key(at.organization_id, at.period));
    IF NOT EXISTS (SELECT FROM periods p WHERE p.organization_id = at.organization_id AND p.starts = at.period AND p.closed_at IS NULL) THEN
      RAISE EXCEPTION 'period % is not open', to_char(at.period, 'YYYY-MM')
        USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_entries_period_open', TABLE = 'journal_entries';
    END IF;
  END LOOP;
  RETURN NULL;
END
$$;

CREATE FUNCTION journal_entries_complete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hefu, pg_temp AS $$
BEGIN
  IF (SELECT count(*) FROM (SELECT FROM journal_lines l WHERE l.entry_id = NEW.id LIMIT 2) two) < 2 THEN
    RAISE EXCEPTION 'entry % has fewer than two lines', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_entries_two_lines', TABLE = 'journal_entries';
  END IF;
  RETURN NULL;
END
$$;

-- Stands for the foreign key to the document, which cannot go away: one join a set instead of a check a line, and it holds the
-- lines to the document's organization and customer too.
CREATE FUNCTION document_lines_of_documents() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hefu, pg_temp
  SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT document_id, organization_id, customer_id FROM fresh) f LEFT JOIN documents d ON d.id = f.document_id
    WHERE d.id IS NULL OR d.organization_id <> f.organization_id OR d.customer_id <> f.customer_id
  ) THEN
    RAISE EXCEPTION 'a line belongs to a document of its own organization and customer'
      USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'document_lines_of_documents', TABLE = 'document_lines';
  END IF;
  RETURN NULL;
END
$$;

-- Lines of an entry arrive in one statement and balance in it, per currency and in base. The same pass keeps the balances.
-- It also stands for the foreign key to the entry: entries cannot go away, and one join for all lines costs a fifth of a check a line.
-- A transition table has no statistics, so the plans are told to stay with the indexes.
CREATE FUNCTION journal_lines_post() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hefu, pg_temp
  SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
DECLARE
  bad uuid;
BEGIN
  SELECT entry_id INTO bad FROM (
    SELECT f.entry_id, sum(f.amount) AS amount, sum(f.amount_base) AS base, count(*) AS lines, min(f.line_no) AS first, max(f.line_no) AS last,
           bool_and(coalesce(f.amount = round(f.amount, c.exponent), false)) AS exact
    FROM fresh f LEFT JOIN currencies c ON c.code = f.currency GROUP BY f.entry_id, f.currency
  ) part GROUP BY entry_id
  HAVING bool_or(amount <> 0) OR sum(base) <> 0 OR sum(lines) < 2 OR min(first) <> 1 OR max(last) <> sum(lines) OR NOT bool_and(exact) LIMIT 1;
  IF bad IS NULL THEN
    SELECT f.entry_id INTO bad FROM fresh f LEFT JOIN journal_entries e ON e.id = f.entry_id
    WHERE e.id IS NULL OR e.organization_id <> f.organization_id OR e.posting_date <> f.posting_date LIMIT 1;
  END IF;
  IF bad IS NOT NULL THEN
    RAISE EXCEPTION 'entry % does not balance', bad
      USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_lines_balance', TABLE = 'journal_lines';
  END IF;
  INSERT INTO balances AS b (organization_id, period, account_code, customer_id, currency, debit, credit, debit_base, credit_base)
  SELECT organization_id, date_trunc('month', posting_date)::date, account_code, customer_id, currency,
         coalesce(sum(amount) FILTER (WHERE amount > 0), 0), coalesce(-sum(amount) FILTER (WHERE amount < 0), 0),
         coalesce(sum(amount_base) FILTER (WHERE amount > 0), 0), coalesce(-sum(amount_base) FILTER (WHERE amount < 0), 0)
  FROM fresh GROUP BY 1, 2, 3, 4, 5 ORDER BY 4, 5, 3, 2
  ON CONFLICT (customer_id, currency, account_code, period) DO UPDATE
  SET debit = b.debit + excluded.debit, credit = b.credit + excluded.credit,
      debit_base = b.debit_base + excluded.debit_base, credit_base = b.credit_base + excluded.credit_base;
  RETURN NULL;
END
$$;

-- Open amounts follow the allocations; nobody else moves them.
CREATE FUNCTION allocations_apply() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hefu, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM fresh f JOIN open_items d ON d.id = f.debit_item JOIN open_items c ON c.id = f.credit_item
    WHERE d.side <> 'debit' OR c.side <> 'credit' OR d.organization_id <> f.organization_id OR c.organization_id <> f.organization_id
       OR d.customer_id <> f.customer_id OR c.customer_id <> f.customer_id
       OR (d.currency = c.currency AND f.debit_amount <> f.credit_amount)
  ) THEN
    RAISE EXCEPTION 'an allocation matches a debit with a credit of the same customer, by the same amount when the currency is the same'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'allocations_sides', TABLE = 'allocations';
  END IF;
  IF EXISTS (
    SELECT FROM fresh f LEFT JOIN allocations o ON o.id = f.reverses
    WHERE f.reverses IS NOT NULL AND (o.id IS NULL OR o.reverses IS NOT NULL OR (o.debit_item, o.credit_item, o.debit_amount, o.credit_amount, o.debit_base, o.credit_base)
          IS DISTINCT FROM (f.debit_item, f.credit_item, f.debit_amount, f.credit_amount, f.debit_base, f.credit_base))
  ) THEN
    RAISE EXCEPTION 'a reversal mirrors its allocation exactly'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'allocations_mirror', TABLE = 'allocations';
  END IF;
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

-- An item is born wholly open.
CREATE FUNCTION open_items_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM fresh WHERE open_amount <> original_amount OR open_base <> original_base) THEN
    RAISE EXCEPTION 'an item starts wholly open'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'open_items_whole', TABLE = 'open_items';
  END IF;
  RETURN NULL;
END
$$;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
-- +goose StatementEnd

CREATE TRIGGER journal_entries_check AFTER INSERT ON journal_entries REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION journal_entries_check();
CREATE CONSTRAINT TRIGGER journal_entries_complete AFTER INSERT ON journal_entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION journal_entries_complete();
CREATE TRIGGER document_lines_of_documents AFTER INSERT ON document_lines REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION document_lines_of_documents();
CREATE TRIGGER journal_lines_post AFTER INSERT ON journal_lines REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION journal_lines_post();
CREATE TRIGGER open_items_whole AFTER INSERT ON open_items REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION open_items_whole();
CREATE TRIGGER allocations_apply AFTER INSERT ON allocations REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION allocations_apply();

-- Posted rows stay as they are, even for the owner, short of switching the trigger off on purpose.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON documents       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON document_lines  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_lines   FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON allocations     FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON settlements     FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
RESET ROLE;
RESET search_path;
