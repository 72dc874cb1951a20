package notice

import (
	"context"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
)

// The last mail of this kind that the customer $2 was to get, as rows of the tables that letters are written from: what is read under
// their names is this one. Where there was none, the newest statement that was issued stands in for mails about statements.
const lastOfKind = `
WITH last AS (
  SELECT e.id AS event_id, e.organization_id, e.kind, e.customer_id, e.statement_id, e.dispute_id, e.document_id, e.data, e.side, e.actor_name, e.at
  FROM hefu.events e WHERE e.organization_id = $3 AND e.customer_id = $2 AND e.kind = $4::text AND ($4 <> 'statement.reminded' OR sign((e.data ->> 'day')::int) = $5::int)
    AND ($4 <> 'receivable.asked' OR $6::boolean = ((SELECT r.round FROM receivable_confirmations r WHERE r.id = (e.data ->> 'confirmation')::uuid) > 1))
    AND ($4 <> 'dispute.written' OR e.data ->> 'who' = 'staff' AND coalesce(e.data ->> 'internal', '') <> 'true')
  ORDER BY e.id DESC LIMIT 1
),
stands_in AS (
  SELECT s.id AS event_id, s.organization_id, $4::text AS kind, s.customer_id, s.id AS statement_id, NULL::uuid AS dispute_id, NULL::uuid AS document_id,
    jsonb_build_object('day', 3 * $5::int, 'reason', $7::text) AS data, 'staff' AS side, $8::text AS actor_name, now() AS at
  FROM statements s WHERE s.organization_id = $3 AND s.customer_id = $2 AND s.state NOT IN ('draft', 'cancelled') AND ($4 LIKE 'statement.%' OR $4 IN ('access.link', 'confirmation.asked'))
    AND NOT EXISTS (SELECT FROM last)
  ORDER BY s.id DESC LIMIT 1
),
chosen AS (SELECT * FROM last UNION ALL SELECT * FROM stands_in),
events AS (SELECT event_id AS id, kind, at, data, side, actor_name, document_id FROM chosen),
deliveries AS (
  SELECT $1::uuid[] AS ids, ($1::uuid[])[1] AS id, n.kind, 'mail' AS channel, 'contact' AS recipient, NULL::uuid AS contact_id, coalesce(p.name, c.name) AS name, '' AS address, $9::text AS locale,
    0 AS attempts, false AS urgent, now() AS created_at, n.customer_id, n.statement_id, n.dispute_id, n.event_id, n.organization_id, NULL::uuid AS channel_id, NULL::uuid AS staff_id
  FROM chosen n JOIN customers c ON c.id = n.customer_id
  LEFT JOIN LATERAL (SELECT x.name FROM contact_roles r JOIN contacts x ON x.id = r.contact_id AND x.active WHERE r.customer_id = n.customer_id ORDER BY r.role <> 'confirmer', x.id LIMIT 1) p ON true
)
`

// example is a mail of the purpose to look at: the last one that the customer was to get, with real false where there was none or no
// customer is named, and its figures are invented. Its link leads nowhere.
func (s *Service) example(ctx context.Context, tx *store.Tx, p *purpose, locale string, customer ledger.ID) (w work, real bool, err error) {
	day := map[string]int{"statement.reminded.before": -1, "statement.reminded.late": 1}[p.name]
	w = work{facts: facts{}, link: s.o.BaseURL + "/p/l/…"}
	if !customer.IsZero() {
		id := ledger.NewID()
		w.facts, real, err = store.Row[facts](ctx, tx, lastOfKind+readFacts, []ledger.ID{id}, customer, tx.Actor.OrganizationID, string(p.kind), day, p.name == "receivable.asked.again",
			map[bool]string{true: "Returns were added", false: "补录退货"}[locale == "en"], tx.Actor.Name, locale)
		if err != nil || real {
			return w, real, err
		}
	}
	head, _, err := store.Row[exampleHead](ctx, tx, readExampleHead, tx.Actor.OrganizationID)
	w.facts = invented(p, locale, head, day)
	return w, false, err
}

const readExampleHead = `SELECT name, name_en, time_zone, phone, base_currency, (now() AT TIME ZONE time_zone)::date, now() FROM organizations WHERE id = $1`

type exampleHead struct {
	Name, NameEN, TimeZone, Phone, Currency string
	Today                                   calendar.Date
	Now                                     time.Time
}

// invented are the facts of a mail that nobody was to get.
func invented(p *purpose, locale string, head exampleHead, day int) facts {
	said := map[bool]string{true: "The price should be 90.00, see clause 3 of the contract.", false: "单价应为 90.00 元，请看合同第 3 条。"}[locale == "en"]
	name := map[bool]string{true: "Li Min", false: "李敏"}[locale == "en"]
	end := head.Today.StartOfMonth().AddDays(-1)
	round := 1
	if p.name == "receivable.asked.again" {
		round = 2
	}
	return facts{
		Kind: p.kind, Channel: "mail", Recipient: "contact", Locale: locale, Name: map[bool]string{true: "Wang Hui", false: "王会计"}[locale == "en"], At: head.Now, MadeAt: head.Now, Side: "staff", ActorName: name,
		Data: []byte(`{"reason":` + strconv.Quote(said) + `,"day":` + strconv.Itoa(3*day) + `,"decision":"accept_part","outcome":"accepted_part","amount":"800.00"}`), Active: true,
		OrganizationName: head.Name, OrganizationEN: head.NameEN, TimeZone: head.TimeZone, Phone: head.Phone,
		CustomerCode: "C0001", CustomerName: "示例客户有限公司", CustomerEN: "Example Customer Ltd.",
		StatementNo: "ST-" + strconv.Itoa(end.Time().Year()) + "-000123", Version: 1, LiveVersion: 1, Currency: head.Currency, PeriodStart: end.StartOfMonth(), CutOff: end, AnswerDue: head.Today.AddDays(7 - 10*max(day, 0)),
		Closing: decimal.RequireFromString("123456.78"), Overdue: decimal.RequireFromString("11300"), Lines: 67,
		DisputeNo: "DSP-" + strconv.Itoa(end.Time().Year()) + "-00007", DocumentNo: "AR-" + strconv.Itoa(end.Time().Year()) + "-000045", Category: "price",
		DisputedAmount: decimal.RequireFromString("1130"), DisputeCurrency: head.Currency, Said: said, DisputeState: "proposed",
		AskedRound: round, AskedOrder: "PO-000031", AskedInvoice: "24312000000012345678", AskedDate: end, AskedGross: decimal.RequireFromString("5650"), AskedCurrency: head.Currency,
		StatementID: ledger.NewID(), DisputeID: ledger.ID{}, StatementState: string(event.StatementIssued),
	}
}
