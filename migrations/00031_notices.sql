-- +goose Up
-- Who was told what, by which channel, when, and what came of it (SPEC 8, 15, 17).
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

-- Where machines are told: signed webhooks and robots of WeCom groups. What is called and what signs is for the worker's eyes only.
CREATE TABLE channels (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  kind            text NOT NULL CHECK (kind IN ('webhook', 'wecom')),
  name            text NOT NULL CHECK (name <> ''),
  address         text NOT NULL CHECK (address <> ''),
  target          text NOT NULL CHECK (target <> ''),
  secret          text NOT NULL DEFAULT '',
  -- the kinds of events wanted; none named means all
  kinds           text[] NOT NULL DEFAULT '{}',
  active          boolean NOT NULL DEFAULT true,
  created_by      uuid NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX channels_of_organization ON channels (organization_id, id);

-- One row a purpose: an event, a recipient, a channel. It is made with the event's expansion, and its id is the Message-ID of its
-- mail, however often that is tried. state: queued, sending, sent; failed for good; skipped because nobody wanted or needed it any
-- more; bounced when the next server gave it back.
CREATE TABLE deliveries (
  id              uuid PRIMARY KEY DEFAULT new_id(),
  organization_id uuid NOT NULL,
  customer_id     uuid,
  event_id        uuid NOT NULL,
  kind            text NOT NULL,
  purpose_key     text NOT NULL,
  channel         text NOT NULL CHECK (channel IN ('mail', 'webhook', 'wecom', 'sms')),
  recipient       text NOT NULL CHECK (recipient IN ('contact', 'staff', 'channel')),
  contact_id      uuid,
  staff_id        uuid,
  channel_id      uuid REFERENCES channels,
  name            text NOT NULL,
  address         text NOT NULL,
  locale          text NOT NULL CHECK (locale IN ('zh-CN', 'en')),
  statement_id    uuid,
  dispute_id      uuid,
  urgent          boolean NOT NULL DEFAULT false,
  state           text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'skipped', 'bounced')),
  attempts        int NOT NULL DEFAULT 0,
  next_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  tried_at        timestamptz,
  sent_at         timestamptz,
  bounced_at      timestamptz,
  -- a word of ours, and what the other side said in one line
  result          text NOT NULL DEFAULT '',
  reply           text NOT NULL DEFAULT '',
  subject         text NOT NULL DEFAULT '',
  CONSTRAINT deliveries_purpose_once UNIQUE (organization_id, purpose_key),
  CONSTRAINT deliveries_sent_at CHECK ((state IN ('sent', 'bounced')) <= (sent_at IS NOT NULL))
);
CREATE INDEX deliveries_due ON deliveries (organization_id, urgent DESC, next_at) WHERE state IN ('queued', 'sending');
CREATE INDEX deliveries_list ON deliveries (organization_id, id);
CREATE INDEX deliveries_failed ON deliveries (organization_id, id) WHERE state IN ('failed', 'bounced');
CREATE INDEX deliveries_of_statement ON deliveries (statement_id) WHERE statement_id IS NOT NULL;
CREATE INDEX deliveries_of_channel ON deliveries (channel_id, id) WHERE channel_id IS NOT NULL;

-- Reminders go out on days counted from the one on which the answer is due, by mail and, where wanted, as short messages too.
ALTER TABLE organizations
  ADD COLUMN reminder_days  int[] NOT NULL DEFAULT '{-3,0,3}',
  ADD COLUMN short_messages boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT organizations_reminder_days CHECK (cardinality(reminder_days) <= 6 AND -30 <= ALL (reminder_days) AND 60 >= ALL (reminder_days));

-- What a person does not want. Codes and invitations are always sent.
CREATE TABLE notice_preferences (
  organization_id uuid NOT NULL REFERENCES organizations,
  person_id       uuid NOT NULL,
  topic           text NOT NULL CHECK (topic IN ('statements', 'reminders', 'disputes')),
  wanted          boolean NOT NULL,
  PRIMARY KEY (organization_id, person_id, topic)
);

-- A version of a statement is reminded of once for each day that is set.
CREATE TABLE statement_reminders (
  statement_id    uuid NOT NULL,
  version         int NOT NULL,
  day             int NOT NULL,
  organization_id uuid NOT NULL,
  customer_id     uuid NOT NULL,
  number          int NOT NULL CHECK (number > 0),
  at              timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (statement_id, version, day)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON statement_reminders FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Development only: mails that were caught instead of sent.
CREATE TABLE caught_mails (
  id         uuid PRIMARY KEY,
  caught_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  message_id text NOT NULL,
  sender     text NOT NULL,
  recipient  text NOT NULL,
  name       text NOT NULL,
  subject    text NOT NULL,
  locale     text NOT NULL,
  text_part  text NOT NULL,
  html_part  text NOT NULL
);

-- +goose StatementBegin
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['channels', 'deliveries', 'notice_preferences', 'statement_reminders'] LOOP
    EXECUTE format('CREATE POLICY organization ON %I TO hefu_backoffice, hefu_worker USING (organization_id = (SELECT current_organization()))', t);
    EXECUTE format('CREATE POLICY audit ON %I FOR SELECT TO hefu_auditor USING (true)', t);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
  END LOOP;
END
$$;
-- +goose StatementEnd
ALTER TABLE caught_mails ENABLE ROW LEVEL SECURITY;
ALTER TABLE caught_mails FORCE ROW LEVEL SECURITY;
CREATE POLICY every ON caught_mails TO hefu_worker USING (true);
GRANT SELECT, INSERT, DELETE ON caught_mails TO hefu_worker;

GRANT SELECT ON deliveries, notice_preferences, statement_reminders TO hefu_backoffice, hefu_worker, hefu_auditor;
GRANT SELECT ON channels TO hefu_worker;
GRANT SELECT (id, organization_id, kind, name, address, kinds, active, created_by, created_at) ON channels TO hefu_backoffice, hefu_auditor;
GRANT INSERT ON channels, deliveries, notice_preferences, statement_reminders TO hefu_backoffice, hefu_worker;
GRANT UPDATE (name, address, target, secret, kinds, active) ON channels TO hefu_backoffice, hefu_worker;
GRANT UPDATE (state, attempts, next_at, tried_at, sent_at, bounced_at, result, reply, subject, address, name, locale) ON deliveries TO hefu_backoffice, hefu_worker;
GRANT UPDATE ON notice_preferences TO hefu_backoffice, hefu_worker;

-- The mails of the audit contract (I24).
CREATE OR REPLACE VIEW audit.mails WITH (security_invoker = true) AS
SELECT id::text AS mail_id, organization_id || '/' || purpose_key AS purpose_key, state, created_at, sent_at FROM deliveries WHERE channel = 'mail';
RESET ROLE;
RESET search_path;
