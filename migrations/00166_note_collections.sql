-- +goose Up
-- Notes receivable (RCV-03): what was collected when a note fell due, and that one note stands in the books once.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- A note that was collected may be taken back when that was a mistake, and collected again: the last word counts. id is the source of its entry.
CREATE TABLE note_collections (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  document_id     uuid NOT NULL REFERENCES notes_received,
  turn            int NOT NULL CHECK (turn > 0),
  act             text NOT NULL CHECK (act IN ('collected', 'taken_back')),
  posted_on       date NOT NULL,
  reference       text NOT NULL DEFAULT '' CHECK (length(reference) <= 120), -- the bank's
  reason          text NOT NULL DEFAULT '' CHECK (length(reason) <= 500),
  made_by         uuid NOT NULL,
  made_by_name    text NOT NULL,
  made_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT note_collections_turn_once UNIQUE (document_id, turn),
  CONSTRAINT note_collections_in_turn CHECK ((act = 'collected') = (turn % 2 = 1)),
  CONSTRAINT note_collections_why CHECK (act = 'collected' OR reason <> '')
);
CREATE INDEX note_collections_of_customer ON note_collections (customer_id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON note_collections FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE note_collections ENABLE ROW LEVEL SECURITY;
ALTER TABLE note_collections FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON note_collections TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()));
CREATE POLICY audit ON note_collections FOR SELECT TO hefu_auditor USING (true);
GRANT SELECT, INSERT ON note_collections TO hefu_backoffice, hefu_worker;
GRANT SELECT ON note_collections TO hefu_auditor;

ALTER TABLE journal_entries DROP CONSTRAINT journal_entries_source_kind_check;
ALTER TABLE journal_entries ADD CONSTRAINT journal_entries_source_kind_check CHECK (source_kind IN ('document', 'settlement', 'payment', 'note')) NOT VALID;

-- One note is taken in once: the same number of the same drawer or of the same acceptor, while the receipt of the other stands. Two who enter it at
-- the same time take turns. The other's number is told as the detail.
CREATE INDEX notes_received_by_number ON notes_received (organization_id, upper(replace(note_no, ' ', '')));
-- +goose StatementBegin
CREATE FUNCTION notes_received_once() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
DECLARE
  other text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('note ' || NEW.organization_id || upper(replace(NEW.note_no, ' ', '')), 0));
  SELECT d.document_no INTO other FROM notes_received n JOIN documents d ON d.id = n.document_id
  WHERE n.organization_id = NEW.organization_id AND n.document_id <> NEW.document_id AND upper(replace(n.note_no, ' ', '')) = upper(replace(NEW.note_no, ' ', ''))
    AND (n.drawer = NEW.drawer OR n.acceptor <> '' AND n.acceptor = NEW.acceptor) AND NOT EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = n.document_id)
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'note % was taken in with %', NEW.note_no, other USING ERRCODE = 'unique_violation', CONSTRAINT = 'notes_received_once', TABLE = 'notes_received', DETAIL = other;
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER once BEFORE INSERT ON notes_received FOR EACH ROW EXECUTE FUNCTION notes_received_once();
RESET ROLE;
RESET search_path;
