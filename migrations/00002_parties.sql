-- +goose Up
-- Organizations, the people on both sides, customers, currencies and accounts (SPEC 1, 2, 4).
SET LOCAL ROLE hefu_owner;
SET LOCAL search_path = hefu, pg_temp;

CREATE TABLE currencies (
  code     text PRIMARY KEY CHECK (code ~ '^[A-Z]{3}$'),
  exponent int  NOT NULL CHECK (exponent BETWEEN 0 AND 4)
);

-- ISO 4217 and its minor units.
INSERT INTO currencies (code, exponent) VALUES
  ('AED', 2), ('AFN', 2), ('ALL', 2), ('AMD', 2), ('ANG', 2), ('AOA', 2), ('ARS', 2), ('AUD', 2), ('AWG', 2), ('AZN', 2),
  ('BAM', 2), ('BBD', 2), ('BDT', 2), ('BGN', 2), ('BHD', 3), ('BIF', 0), ('BMD', 2), ('BND', 2), ('BOB', 2), ('BOV', 2),
  ('BRL', 2), ('BSD', 2), ('BTN', 2), ('BWP', 2), ('BYN', 2), ('BZD', 2), ('CAD', 2), ('CDF', 2), ('CHE', 2), ('CHF', 2),
  ('CHW', 2), ('CLF', 4), ('CLP', 0), ('CNY', 2), ('COP', 2), ('COU', 2), ('CRC', 2), ('CUP', 2), ('CVE', 2), ('CZK', 2),
  ('DJF', 0), ('DKK', 2), ('DOP', 2), ('DZD', 2), ('EGP', 2), ('ERN', 2), ('ETB', 2), ('EUR', 2), ('FJD', 2), ('FKP', 2),
  ('GBP', 2), ('GEL', 2), ('GHS', 2), ('GIP', 2), ('GMD', 2), ('GNF', 0), ('GTQ', 2), ('GYD', 2), ('HKD', 2), ('HNL', 2),
  ('HTG', 2), ('HUF', 2), ('IDR', 2), ('ILS', 2), ('INR', 2), ('IQD', 3), ('IRR', 2), ('ISK', 0), ('JMD', 2), ('JOD', 3),
  ('JPY', 0), ('KES', 2), ('KGS', 2), ('KHR', 2), ('KMF', 0), ('KPW', 2), ('KRW', 0), ('KWD', 3), ('KYD', 2), ('KZT', 2),
  ('LAK', 2), ('LBP', 2), ('LKR', 2), ('LRD', 2), ('LSL', 2), ('LYD', 3), ('MAD', 2), ('MDL', 2), ('MGA', 2), ('MKD', 2),
  ('MMK', 2), ('MNT', 2), ('MOP', 2), ('MRU', 2), ('MUR', 2), ('MVR', 2), ('MWK', 2), ('MXN', 2), ('MXV', 2), ('MYR', 2),
  ('MZN', 2), ('NAD', 2), ('NGN', 2), ('NIO', 2), ('NOK', 2), ('NPR', 2), ('NZD', 2), ('OMR', 3), ('PAB', 2), ('PEN', 2),
  ('PGK', 2), ('PHP', 2), ('PKR', 2), ('PLN', 2), ('PYG', 0), ('QAR', 2), ('RON', 2), ('RSD', 2), ('RUB', 2), ('RWF', 0),
  ('SAR', 2), ('SBD', 2), ('SCR', 2), ('SDG', 2), ('SEK', 2), ('SGD', 2), ('SHP', 2), ('SLE', 2), ('SOS', 2), ('SRD', 2),
  ('SSP', 2), ('STN', 2), ('SVC', 2), ('SYP', 2), ('SZL', 2), ('THB', 2), ('TJS', 2), ('TMT', 2), ('TND', 3), ('TOP', 2),
  ('TRY', 2), ('TTD', 2), ('TWD', 2), ('TZS', 2), ('UAH', 2), ('UGX', 0), ('USD', 2), ('USN', 2), ('UYI', 0), ('UYU', 2),
  ('UYW', 4), ('UZS', 2), ('VED', 2), ('VES', 2), ('VND', 0), ('VUV', 0), ('WST', 2), ('XAF', 0), ('XCD', 2), ('XOF', 0),
  ('XPF', 0), ('YER', 2), ('ZAR', 2), ('ZMW', 2), ('ZWG', 2);

CREATE TABLE organizations (
  id            uuid PRIMARY KEY,
  code          text NOT NULL UNIQUE CHECK (code ~ '^[A-Za-z0-9_-]{1,32}$'),
  name          text NOT NULL CHECK (name <> ''),
  name_en       text NOT NULL DEFAULT '',
  base_currency text NOT NULL REFERENCES currencies,
  time_zone     text NOT NULL DEFAULT 'Asia/Shanghai',
  tax_id        text NOT NULL DEFAULT '',
  address       text NOT NULL DEFAULT '',
  phone         text NOT NULL DEFAULT '',
  payee_name    text NOT NULL DEFAULT '',
  payee_bank    text NOT NULL DEFAULT '',
  payee_account text NOT NULL DEFAULT '',
  -- Above this gross amount in base currency a resolution or a manual document needs a second person.
  approval_threshold amount NOT NULL DEFAULT 10000 CHECK (approval_threshold >= 0),
  -- Working days within which a dispute is answered.
  dispute_days  int NOT NULL DEFAULT 3 CHECK (dispute_days BETWEEN 1 AND 90),
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The chart: one row an account; postings choose it by role, so another code or name needs no code change.
CREATE TABLE accounts (
  organization_id uuid NOT NULL REFERENCES organizations,
  code            text NOT NULL,
  role            text NOT NULL,
  name            text NOT NULL,
  name_en         text NOT NULL,
  PRIMARY KEY (organization_id, code),
  CONSTRAINT accounts_role_once UNIQUE (organization_id, role)
);

CREATE TABLE exchange_rates (
  organization_id uuid NOT NULL REFERENCES organizations,
  currency        text NOT NULL REFERENCES currencies,
  on_date         date NOT NULL,
  rate            rate NOT NULL,
  PRIMARY KEY (organization_id, currency, on_date)
);

-- A period is a calendar month, so a date lies in exactly one.
CREATE TABLE periods (
  organization_id uuid NOT NULL REFERENCES organizations,
  starts          date NOT NULL CHECK (extract(day FROM starts) = 1),
  ends            date NOT NULL,
  closed_at       timestamptz,
  closed_by       uuid,
  PRIMARY KEY (organization_id, starts),
  CONSTRAINT periods_one_month CHECK (ends = (starts + interval '1 month' - interval '1 day')::date)
);

CREATE TABLE staff (
  id       uuid PRIMARY KEY,
  issuer   text NOT NULL,
  subject  text NOT NULL,
  email    text NOT NULL DEFAULT '',
  name     text NOT NULL CHECK (name <> ''),
  locale   text NOT NULL DEFAULT 'zh-CN' CHECK (locale IN ('zh-CN', 'en')),
  active   boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT staff_identity_once UNIQUE (issuer, subject)
);

CREATE TABLE staff_roles (
  organization_id uuid NOT NULL REFERENCES organizations,
  staff_id        uuid NOT NULL REFERENCES staff,
  role            text NOT NULL CHECK (role IN ('sales', 'credit_manager', 'ar_accountant', 'finance_supervisor', 'management', 'auditor', 'administrator')),
  PRIMARY KEY (organization_id, staff_id, role)
);
CREATE INDEX staff_roles_by_staff ON staff_roles (staff_id);

CREATE TABLE customers (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations,
  code            text NOT NULL CHECK (code <> ''),
  name            text NOT NULL CHECK (name <> ''),
  name_en         text NOT NULL DEFAULT '',
  tax_id          text CHECK (tax_id <> ''),
  country         text NOT NULL DEFAULT '',
  region          text NOT NULL DEFAULT '',
  address         text NOT NULL DEFAULT '',
  phone           text NOT NULL DEFAULT '',
  bank            text NOT NULL DEFAULT '',
  bank_account    text NOT NULL DEFAULT '',
  currency        text NOT NULL REFERENCES currencies,
  salesperson_id  uuid REFERENCES staff,
  terms           jsonb NOT NULL DEFAULT '{}',
  -- monthly, quarterly, or day:N (a fixed day of each month); none takes part in no run
  cycle           text NOT NULL DEFAULT 'monthly' CHECK (cycle ~ '^(monthly|quarterly|none|day:([1-9]|1[0-9]|2[0-8]))$'),
  time_zone       text NOT NULL DEFAULT 'Asia/Shanghai',
  locale          text NOT NULL DEFAULT 'zh-CN' CHECK (locale IN ('zh-CN', 'en')),
  active          boolean NOT NULL DEFAULT true,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT customers_code_once UNIQUE (organization_id, code)
);
CREATE UNIQUE INDEX customers_tax_id_once ON customers (organization_id, tax_id) WHERE tax_id IS NOT NULL;

CREATE TABLE contacts (
  id       uuid PRIMARY KEY,
  issuer   text,
  subject  text,
  email    text NOT NULL,
  name     text NOT NULL CHECK (name <> ''),
  phone    text NOT NULL DEFAULT '',
  locale   text NOT NULL DEFAULT 'zh-CN' CHECK (locale IN ('zh-CN', 'en')),
  active   boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT contacts_identity_once UNIQUE (issuer, subject),
  CONSTRAINT contacts_identity_whole CHECK ((issuer IS NULL) = (subject IS NULL))
);

CREATE TABLE contact_roles (
  organization_id uuid NOT NULL REFERENCES organizations,
  customer_id     uuid NOT NULL REFERENCES customers,
  contact_id      uuid NOT NULL REFERENCES contacts,
  role            text NOT NULL CHECK (role IN ('viewer', 'confirmer', 'payer', 'signer')),
  PRIMARY KEY (customer_id, contact_id, role)
);
CREATE INDEX contact_roles_by_contact ON contact_roles (contact_id);

-- The counters behind gapless numbers. A row is locked by the posting that takes a number, and only until it commits.
CREATE TABLE counters (
  organization_id uuid NOT NULL REFERENCES organizations,
  series          text NOT NULL,
  last            bigint NOT NULL CHECK (last >= 0),
  PRIMARY KEY (organization_id, series)
);
RESET ROLE;
RESET search_path;
