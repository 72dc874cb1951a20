package ledgertest

import (
	"encoding/json"
	"testing"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/journal"
	"hefu/ledger/money"
)

const furnishOrganization = `
WITH o AS (
  INSERT INTO hefu.organizations (id, code, name, name_en, base_currency, time_zone, tax_id, address, phone, payee_name, payee_bank, payee_account)
  VALUES ($1, $2, $3, $4, 'CNY', 'Asia/Shanghai', '', '上海市浦东新区张江路 1 号', '021-50000000', $3, '中国工商银行上海分行', '1001200000000000000')
  RETURNING id
), a AS (
  INSERT INTO hefu.accounts (organization_id, code, role, name, name_en)
  SELECT o.id, c.code, c.role, c.name, c.name_en FROM o, jsonb_to_recordset($5::jsonb) AS c (code text, role text, name text, name_en text)
), t AS (
  INSERT INTO hefu.statement_templates (organization_id, version) SELECT o.id, 1 FROM o
), i AS (
  INSERT INTO hefu.inclusion_rules (organization_id, version) SELECT o.id, 1 FROM o
), p AS (
  INSERT INTO hefu.periods (organization_id, starts, ends)
  SELECT o.id, m::date, (m + interval '1 month' - interval '1 day')::date
  FROM o, generate_series(timestamp '2024-01-01', timestamp '2027-12-01', interval '1 month') AS m
)
INSERT INTO hefu.exchange_rates (organization_id, currency, on_date, rate)
SELECT o.id, r.currency, '2024-01-01', r.rate FROM o, (VALUES ('USD', 7.10), ('EUR', 7.80), ('GBP', 9.10), ('JPY', 0.048)) AS r (currency, rate)`

const furnishStaff = `
WITH s AS (
  INSERT INTO hefu.staff (id, issuer, subject, email, name)
  SELECT p.id, $2, p.subject, p.email, p.name FROM jsonb_to_recordset($3::jsonb) AS p (id uuid, subject text, email text, name text)
)
INSERT INTO hefu.staff_roles (organization_id, staff_id, role)
SELECT $1::uuid, p.id, p.role FROM jsonb_to_recordset($3::jsonb) AS p (id uuid, role text)`

const furnishCustomers = `
INSERT INTO hefu.customers (id, organization_id, code, name, name_en, tax_id, country, region, currency, salesperson_id, terms, time_zone, locale)
SELECT c.id, $1, c.code, c.name, c.name_en, nullif(c.tax_id, ''), c.country, c.region, c.currency, c.salesperson, c.terms, c.time_zone, c.locale
FROM jsonb_to_recordset($2::jsonb) AS c (id uuid, code text, name text, name_en text, tax_id text, country text, region text, currency text, salesperson uuid,
  terms jsonb, time_zone text, locale text)`

const furnishContacts = `
WITH c AS (
  INSERT INTO hefu.contacts (id, issuer, subject, email, name, locale)
  SELECT p.id, $1, p.subject, p.email, p.name, p.locale FROM jsonb_to_recordset($2::jsonb) AS p (id uuid, subject text, email text, name text, locale text)
)
INSERT INTO hefu.contact_roles (organization_id, customer_id, contact_id, role)
SELECT p.organization::uuid, p.customer, p.id, p.role FROM jsonb_to_recordset($2::jsonb) AS p (id uuid, organization text, customer uuid, role text)`

type record = map[string]any

// furnish writes the fixture as the superuser, so that a fault of the party package cannot hide in it.
func (b *Books) furnish(t testing.TB) {
	t.Helper()
	b.Organization = Organization{ledger.NewID(), "hdjm", "华东精密机械", "CNY"}
	b.Other = Organization{ledger.NewID(), "nfdz", "南方电子", "CNY"}
	charts := make([]record, len(journal.DefaultAccounts))
	for i, a := range journal.DefaultAccounts {
		charts[i] = record{"code": a.Code, "role": a.Role, "name": a.Name, "name_en": a.NameEN}
	}
	chart := asJSON(t, charts)
	b.Exec(t, furnishOrganization, b.Organization.ID.String(), b.Organization.Code, b.Organization.Name, "East China Precision Machinery", chart)
	b.Exec(t, furnishOrganization, b.Other.ID.String(), b.Other.Code, b.Other.Name, "Southern Electronics", chart)
	b.furnishStaff(t, b.Organization)
	b.furnishStaff(t, b.Other)
	b.furnishCustomers(t)
	b.furnishContacts(t)
}

var staffNames = map[ledger.Role]string{
	ledger.Sales: "王小明", ledger.CreditManager: "李信", ledger.ARAccountant: "张会计", ledger.FinanceSupervisor: "陈主管",
	ledger.Management: "赵总", ledger.Auditor: "孙审计", ledger.Administrator: "周管理",
}

func (b *Books) furnishStaff(t testing.TB, organization Organization) {
	t.Helper()
	var people []record
	for _, role := range StaffRoles {
		subject := organization.Code + "-" + string(role)
		actor := ledger.Actor{Fresh: true, Audience: ledger.Backoffice, PersonID: ledger.NewID(), Name: staffNames[role], Subject: StaffIssuer + "#" + subject,
			OrganizationID: organization.ID, Roles: []ledger.Role{role}, Locale: "zh-CN"}
		b.actors[place{organization.ID, role}] = actor
		people = append(people, record{"id": actor.PersonID, "subject": subject, "email": subject + "@seller.test", "name": actor.Name, "role": role})
	}
	b.Exec(t, furnishStaff, organization.ID.String(), StaffIssuer, asJSON(t, people))
}

func (b *Books) furnishCustomers(t testing.TB) {
	t.Helper()
	b.CNY = Customer{ledger.NewID(), b.Organization.ID, "C001", "苏州明远机械有限公司", "CNY"}
	b.USD = Customer{ledger.NewID(), b.Organization.ID, "C002", "Pacific Tools Inc.", "USD"}
	b.GBP = Customer{ledger.NewID(), b.Organization.ID, "C003", "Thames Engineering Ltd", "GBP"}
	b.OtherCustomer = Customer{ledger.NewID(), b.Other.ID, "C001", "苏州明远机械有限公司", "CNY"}
	sales := b.Staff(ledger.Sales).PersonID
	row := func(c Customer, nameEN, country, region, zone, locale string, salesperson any, terms any) record {
		return record{"id": c.ID, "code": c.Code, "name": c.Name, "name_en": nameEN, "country": country, "region": region, "currency": c.Currency,
			"salesperson": salesperson, "terms": terms, "time_zone": zone, "locale": locale}
	}
	net30 := calendar.Net(calendar.FromGiven, 30)
	b.Exec(t, furnishCustomers, b.Organization.ID.String(), asJSON(t, []record{
		row(b.CNY, "Suzhou Mingyuan Machinery", "CN", "华东", "Asia/Shanghai", "zh-CN", sales, net30),
		row(b.USD, b.USD.Name, "US", "北美", "America/New_York", "en", sales, record{}),
		row(b.GBP, b.GBP.Name, "GB", "欧洲", "Europe/London", "en", nil, record{}),
	}))
	b.Exec(t, furnishCustomers, b.Other.ID.String(), asJSON(t, []record{
		row(b.OtherCustomer, "Suzhou Mingyuan Machinery", "CN", "华东", "Asia/Shanghai", "zh-CN", nil, net30),
	}))
}

func (b *Books) furnishContacts(t testing.TB) {
	t.Helper()
	var people []record
	for _, side := range []struct {
		customer Customer
		domain   string
		locale   string
	}{{b.CNY, "cny", "zh-CN"}, {b.USD, "usd", "en"}, {b.GBP, "gbp", "en"}, {b.OtherCustomer, "other", "zh-CN"}} {
		for _, role := range ContactRoles {
			subject := side.domain + "-" + string(role)
			actor := ledger.Actor{Fresh: true, Audience: ledger.Portal, PersonID: ledger.NewID(), Name: side.customer.Code + " " + string(role),
				Subject: ContactIssuer + "#" + subject, OrganizationID: side.customer.OrganizationID, CustomerID: side.customer.ID,
				Roles: []ledger.Role{role}, Locale: side.locale}
			b.actors[place{side.customer.ID, role}] = actor
			people = append(people, record{"id": actor.PersonID, "organization": actor.OrganizationID, "customer": actor.CustomerID, "subject": subject,
				"email": string(role) + "@" + side.domain + ".test", "name": actor.Name, "locale": side.locale, "role": role})
		}
	}
	b.Exec(t, furnishContacts, ContactIssuer, asJSON(t, people))
}

// Currencies the fixture's organizations hold rates for, beside CNY.
var Currencies = []money.Currency{"USD", "EUR", "GBP", "JPY"}

func asJSON(t testing.TB, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
