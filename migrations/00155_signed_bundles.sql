-- +goose Up
-- Bundles of the archive that hold what both sides signed, and are signed themselves (SPEC 12, STM-17). The customer reads its own.
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

ALTER TABLE archive_bundles
  ADD COLUMN finalization_id uuid REFERENCES finalizations,
  ADD COLUMN signer text NOT NULL DEFAULT '',      -- whose certificate is on the manifest; empty: it is not signed
  ADD COLUMN stamped_at timestamptz,               -- as the timestamp authority says
  ADD CONSTRAINT archive_bundles_signed CHECK ((signer = '') = (stamped_at IS NULL));
CREATE INDEX archive_bundles_of_finalization ON archive_bundles (finalization_id) WHERE finalization_id IS NOT NULL;
CREATE INDEX archive_bundles_of_customer ON archive_bundles (customer_id, id);

-- Everything in a bundle is known to both sides.
CREATE POLICY customer ON archive_bundles FOR SELECT TO hefu_portal USING (organization_id = (SELECT current_organization()) AND customer_id = (SELECT current_customer()));
CREATE POLICY one_statement ON archive_bundles AS RESTRICTIVE TO hefu_portal USING ((SELECT current_statement()) IS NULL OR statement_id = (SELECT current_statement()));
GRANT SELECT ON archive_bundles TO hefu_portal;

-- Archived is what both sides have agreed on, or have signed: of an agreed part the statement itself is only answered.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION archive_bundles_are_agreed() RETURNS trigger LANGUAGE plpgsql SET search_path = hefu, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM statements s WHERE s.id = NEW.statement_id AND s.version = NEW.version AND s.customer_id = NEW.customer_id AND s.organization_id = NEW.organization_id
      AND CASE WHEN NEW.finalization_id IS NULL THEN s.state = 'agreed'
        ELSE EXISTS (SELECT FROM live_finalizations f JOIN signatures g ON g.finalization_id = f.id AND g.party = 'customer'
          WHERE f.id = NEW.finalization_id AND f.statement_id = s.id AND f.version = s.version) END) THEN
    RAISE EXCEPTION 'statement % is not agreed on in version %', NEW.statement_id, NEW.version
      USING ERRCODE = 'check_violation', CONSTRAINT = 'archive_bundles_agreed', TABLE = 'archive_bundles', SCHEMA = 'hefu';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
RESET ROLE;
RESET search_path;
