package bench

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/party"
)

// seller is an organization of the benchmark with one person of the accounts department.
type seller struct {
	id        ledger.ID
	staff     ledger.Actor
	customers []ledger.ID
}

// firstDay is the first day of the made-up year. The data are the same in every run, on whatever day it is made.
var firstDay = calendar.MustParse("2025-01-01")

const makeCustomers = `
INSERT INTO hefu.customers (id, organization_id, code, name, name_en, country, region, currency, salesperson_id, terms)
SELECT bare.id($4, 1, n), $1, 'K' || lpad(n::text, 6, '0'), '华东精密机械第' || n || '贸易有限公司', 'East China Trading No. ' || n, 'CN',
  (ARRAY['华东', '华南', '华北', '西南'])[1 + n % 4], 'CNY', $2, $5::jsonb
FROM generate_series(1, $3) AS n RETURNING id`

// Ids are made from a number of the organization, a number of the noun and a count, and grow with the count as the product's do.
const makeID = `
CREATE OR REPLACE FUNCTION bare.id(organization bigint, noun bigint, count bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (lpad(to_hex(26214400 + organization), 8, '0') || lpad(to_hex(noun), 4, '0') || '70008000' || lpad(to_hex(count), 12, '0'))::uuid`

// sell opens a set of books with so many customers in CNY, due thirty days after the document. It is made once a run.
func (r *run) sell(ctx context.Context, code string, place, customers int) (seller, error) {
	s := seller{}
	system := ledger.SystemActor(ledger.ID{}, "bench")
	var err error
	s.id, err = r.books.Parties.CreateOrganization(ctx, system, party.NewOrganization{
		Code: code, BaseCurrency: "CNY", FirstPeriod: firstDay,
		Profile: party.Profile{
			Name: "华东精密机械（苏州）有限公司", NameEN: "East China Precision Machinery (Suzhou) Co., Ltd.", Address: "江苏省苏州市工业园区星湖街 328 号",
			Phone: "0512-62880000", PayeeName: "华东精密机械（苏州）有限公司", PayeeBank: "中国工商银行苏州工业园区支行", PayeeAccount: "1102020309000123456",
		},
	})
	if err != nil {
		return s, err
	}
	who := party.NewStaff{Issuer: "https://bench.test", Subject: code, Name: "张会计", Roles: []ledger.Role{ledger.ARAccountant}}
	s.staff = ledger.Actor{Audience: ledger.Backoffice, Name: who.Name, Subject: who.Issuer + "#" + who.Subject, OrganizationID: s.id, Roles: who.Roles, Locale: "zh-CN"}
	if s.staff.PersonID, err = r.books.Parties.AddStaff(ctx, ledger.SystemActor(s.id, "bench"), who); err != nil {
		return s, err
	}
	if err := r.do(ctx, makeID); err != nil {
		return s, err
	}
	terms, err := calendar.Net(calendar.FromGiven, 30).Value()
	if err != nil {
		return s, err
	}
	rows, err := r.admin.Query(ctx, makeCustomers, [16]byte(s.id), [16]byte(s.staff.PersonID), customers, place, terms)
	if err != nil {
		return s, err
	}
	defer rows.Close()
	for rows.Next() {
		var id [16]byte
		if err := rows.Scan(&id); err != nil {
			return s, err
		}
		s.customers = append(s.customers, ledger.ID(id))
	}
	return s, rows.Err()
}

const makeSession = `
INSERT INTO hefu.sessions (token_sha256, audience, person_id, organization_id, customer_id, csrf, auth_time, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, now(), now() + interval '1 hour')`

// session signs a person in and returns the cookie and the token that writes must show. The text decides both.
func (r *run) session(ctx context.Context, actor ledger.Actor, text string) (cookie, csrf string, err error) {
	seed := sha256.Sum256([]byte("session " + text))
	token := base64.RawURLEncoding.EncodeToString(seed[:])
	mark := sha256.Sum256([]byte(token))
	guard := sha256.Sum256([]byte("csrf " + text))
	csrf = base64.RawURLEncoding.EncodeToString(guard[:])
	var customer any
	if !actor.CustomerID.IsZero() {
		customer = [16]byte(actor.CustomerID)
	}
	err = r.do(ctx, makeSession, mark[:], string(actor.Audience), [16]byte(actor.PersonID), [16]byte(actor.OrganizationID), customer, csrf)
	return fmt.Sprintf("hefu_session_%s=%s", actor.Audience, token), csrf, err
}
