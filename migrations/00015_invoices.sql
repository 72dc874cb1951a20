-- +goose Up
-- Invoices beside the receivables they are for (SPEC 5), and the due dates that wait for them (SPEC 7).
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- Issued once and perhaps voided later; a document has one live invoice at most, an invoice may be for several documents.
CREATE TABLE invoices (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  document_id     uuid NOT NULL REFERENCES documents,
  invoice_no      text NOT NULL CHECK (invoice_no <> ''),
  invoice_date    date NOT NULL,
  issued_by       uuid NOT NULL,
  issued_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  voided_by       uuid,
  voided_at       timestamptz,
  void_reason     text NOT NULL DEFAULT '',
  CONSTRAINT invoices_voided_whole CHECK ((voided_at IS NULL) = (voided_by IS NULL) AND (voided_at IS NULL) = (void_reason = ''))
);
CREATE UNIQUE INDEX invoices_one_live ON invoices (document_id) WHERE voided_at IS NULL;
CREATE INDEX invoices_of_document ON invoices (document_id);
CREATE INDEX invoices_by_number ON invoices (organization_id, invoice_no);

-- The terms of a document whose due date follows its invoice; null for every other.
ALTER TABLE documents ADD COLUMN terms jsonb;

ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoices FORCE ROW LEVEL SECURITY;
CREATE POLICY customer ON invoices TO hefu_portal USING (organization_id = (SELECT current_organization()) AND customer_id = (SELECT current_customer()));
CREATE POLICY organization ON invoices TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
CREATE POLICY audit ON invoices FOR SELECT TO hefu_auditor USING (true);
GRANT SELECT ON invoices TO hefu_portal, hefu_backoffice, hefu_worker, hefu_auditor;
GRANT INSERT, UPDATE (voided_by, voided_at, void_reason) ON invoices TO hefu_backoffice, hefu_worker;
RESET ROLE;
RESET search_path;
