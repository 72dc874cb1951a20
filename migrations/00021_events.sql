-- +goose Up
-- Facts, recorded in the transaction that makes them, for whoever is to be told (SPEC 8, 9, 17). Recording one enqueues the work of
-- telling in the same transaction, whatever role writes it; nobody who only records can read what others recorded.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- A UUID of version 7 made by the database, for rows that are written as sets.
CREATE FUNCTION new_id() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE
  RETURN overlay(overlay(gen_random_uuid()::text PLACING
    regexp_replace(lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0'), '(.{8})(.{4})', '\1-\2') FROM 1 FOR 13) PLACING '7' FROM 15 FOR 1)::uuid;

-- Sets of many thousand are written at once, so what they name is vouched for by the rows written with them, not by keys.
CREATE TABLE events (
  id              uuid PRIMARY KEY DEFAULT new_id(),
  organization_id uuid NOT NULL,
  customer_id     uuid,
  kind            text NOT NULL CHECK (kind ~ '^[a-z_]+\.[a-z_]+$'),
  statement_id    uuid,
  dispute_id      uuid,
  document_id     uuid,
  contact_id      uuid,
  data            jsonb NOT NULL DEFAULT '{}',
  -- who made it: a customer's contact, staff, or the program
  side            text NOT NULL CHECK (side IN ('customer', 'staff', 'system')),
  actor_id        uuid NOT NULL,
  actor_name      text NOT NULL,
  at              timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX events_of_statement ON events (statement_id) WHERE statement_id IS NOT NULL;
CREATE INDEX events_of_organization ON events (organization_id, id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What has not been worked out yet. A row leaves when its event has been; one that cannot be stays with its fault.
CREATE TABLE event_queue (
  event_id        uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  attempts        int NOT NULL DEFAULT 0,
  fault           text NOT NULL DEFAULT ''
);
CREATE INDEX event_queue_of_organization ON event_queue (organization_id, event_id);

-- +goose StatementBegin
CREATE FUNCTION events_enqueue() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = hefu, pg_temp AS $$
BEGIN
  INSERT INTO event_queue (event_id, organization_id) SELECT id, organization_id FROM fresh;
  INSERT INTO river.river_job (kind, args, max_attempts, queue)
  SELECT 'notice.expand', jsonb_build_object('organization_id', organization_id), 6, 'notice' FROM fresh GROUP BY organization_id;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION events_enqueue FROM PUBLIC;
CREATE TRIGGER enqueue AFTER INSERT ON events REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION events_enqueue();

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['events', 'event_queue'] LOOP
    EXECUTE format('CREATE POLICY organization ON %I TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()))', t);
    EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO hefu_auditor USING (true)', t);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('GRANT SELECT ON %I TO hefu_backoffice, hefu_worker, hefu_auditor', t);
  END LOOP;
END
$$;
-- +goose StatementEnd
CREATE POLICY customer ON events TO hefu_portal USING (organization_id = (SELECT current_organization()) AND customer_id = (SELECT current_customer()));
CREATE POLICY owner ON event_queue TO hefu_owner USING (true) WITH CHECK (true);
GRANT INSERT ON events TO hefu_portal, hefu_backoffice, hefu_worker;
GRANT UPDATE (attempts, fault), DELETE ON event_queue TO hefu_worker;

-- The trigger above is one more function that may run with its owner's rights (I28): it writes two rows of fixed form and reads nothing.
-- The schema audit keeps its contract, so what the view was until now moves out of it.
ALTER VIEW audit.v_violations RENAME TO violations_until_00021;
ALTER VIEW audit.violations_until_00021 SET SCHEMA hefu;
CREATE VIEW audit.v_violations (invariant, subject) WITH (security_invoker = true) AS
SELECT invariant, subject FROM violations_until_00021
WHERE NOT (invariant = 'I28' AND subject ~ '^function (hefu\.)?events_enqueue\(\) runs with its owner')
UNION ALL
SELECT 'I28', 'function events_enqueue() looks for names outside its schema'
FROM pg_proc p WHERE p.oid = 'hefu.events_enqueue()'::regprocedure AND NOT ('search_path=hefu, pg_temp' = ANY (coalesce(p.proconfig, '{}')))
UNION ALL
SELECT 'I25', r.rolname || ' may change events'
FROM pg_roles r
WHERE r.rolname IN ('hefu_app', 'hefu_portal', 'hefu_backoffice', 'hefu_worker', 'hefu_auditor')
  AND (has_table_privilege(r.oid, 'hefu.events', 'DELETE, TRUNCATE') OR has_any_column_privilege(r.oid, 'hefu.events', 'UPDATE'));
REVOKE ALL ON audit.v_violations FROM PUBLIC;
GRANT SELECT ON audit.v_violations TO hefu_auditor;
RESET ROLE;
RESET search_path;
