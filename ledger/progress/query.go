package progress

import (
	"strings"
	"time"

	"hefu/ledger"
)

// found is what the base filters let through, with what it is counted by. $1 organization  $2 salesperson who sees only their own
// $3 $4 cut-off from and to  $5 search  $6 currency
const found = `
WITH today AS (SELECT (now() AT TIME ZONE time_zone)::date AS day, reminder_days FROM organizations WHERE id = $1),
found AS MATERIALIZED (
  SELECT s.*, c.code, c.name, c.name_en, c.salesperson_id AS owner_id, coalesce(p.name, '') AS owner, d.days,
    CASE WHEN s.state NOT IN ('issued', 'viewed', 'answered') THEN '' WHEN d.days <= 3 THEN 'd0_3' WHEN d.days <= 7 THEN 'd4_7' WHEN d.days <= 15 THEN 'd8_15'
      WHEN d.days <= 30 THEN 'd16_30' ELSE 'd31' END AS age,
    s.state IN ('issued', 'viewed') AND s.answer_due < t.day AS late, greatest(t.day - s.answer_due, 0) AS days_late,
    CASE WHEN s.state = 'agreed' THEN '9999-12-31Z' ELSE coalesce(s.issued_at, '9998-12-31Z') END AS sort
  FROM today t CROSS JOIN statements s JOIN customers c ON c.id = s.customer_id LEFT JOIN staff p ON p.id = c.salesperson_id
  CROSS JOIN LATERAL (SELECT floor(extract(epoch FROM coalesce(s.agreed_at, now()) - s.issued_at) / 86400)::int AS days) d
  WHERE s.organization_id = $1 AND s.state <> 'cancelled' AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2)))
    AND ($3::date IS NULL OR s.cut_off >= $3) AND ($4::date IS NULL OR s.cut_off <= $4)
    AND ($3::date IS NOT NULL OR $4::date IS NOT NULL OR s.state <> 'agreed' OR s.cut_off >= t.day - 92)
    AND ($5 = '' OR s.statement_no ILIKE $5 OR c.code ILIKE $5 OR c.name ILIKE $5 OR c.name_en ILIKE $5) AND ($6 = '' OR s.currency = $6)
)`

const countCells = ` SELECT state, owner_id, owner, age, late, count(*)::int FROM found GROUP BY state, owner_id, owner, age, late`

// chosen narrows further. $7 state  $8 owner, as text  $9 age  $10 late  $11 limit
const chosen = `,
chosen AS (
  SELECT * FROM found WHERE ($7 = '' OR state = $7) AND ($8 = '' OR CASE WHEN $8 = 'none' THEN owner_id IS NULL ELSE owner_id = $8::uuid END)
    AND ($9 = '' OR age = $9) AND (NOT $10 OR late)
)`

// $12 $13 the place after which the page begins
const page = `,
listed AS (
  SELECT * FROM chosen WHERE $13::uuid IS NULL OR (sort, id) > ($12::timestamptz, $13) ORDER BY sort, id LIMIT $11
)`

const firstOfEach = `,
listed AS (
  SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY state ORDER BY sort, id) AS place FROM chosen) x WHERE place <= $11
)`

// What comes next: a draft is to be issued; who is silent is reminded on the next of the set days, and after the last one a person has to
// call. Nobody is reminded who owes nothing undisputed (DUN-08): then the disputes are to be settled, or nothing is asked.
const details = `
SELECT f.id, f.statement_no, f.version, f.customer_id, f.code, f.name, f.name_en, f.owner_id, f.owner, f.currency, f.period_start, f.cut_off, v.closing, f.state,
  f.issued_at, f.answer_due, f.days, f.age, f.late, f.days_late, d.count, d.amount, r.count,
  CASE f.state WHEN 'draft' THEN 'issue' WHEN 'agreed' THEN 'done' WHEN 'answered' THEN 'settle'
    ELSE CASE WHEN w.owing <= 0 THEN CASE WHEN d.count > 0 THEN 'settle' ELSE 'held' END WHEN n.day IS NOT NULL THEN 'remind' ELSE 'call' END END,
  CASE WHEN f.state IN ('issued', 'viewed') AND w.owing > 0 THEN n.day END, f.sort
FROM listed f CROSS JOIN today t JOIN statement_versions v ON v.statement_id = f.id AND v.version = f.version
CROSS JOIN LATERAL (SELECT count(*)::int AS count, coalesce(sum(x.disputed_amount), 0) AS amount FROM disputes x
  WHERE x.statement_id = f.id AND x.state NOT IN ('resolved', 'withdrawn')) d
CROSS JOIN LATERAL (SELECT count(*)::int AS count FROM statement_reminders x WHERE x.statement_id = f.id) r
CROSS JOIN LATERAL (SELECT min(f.answer_due + x.day) AS day FROM unnest(t.reminder_days) AS x (day) WHERE f.answer_due + x.day >= t.day
  AND NOT EXISTS (SELECT FROM statement_reminders y WHERE y.statement_id = f.id AND y.version = f.version AND y.day >= x.day)) n
CROSS JOIN LATERAL (SELECT
    (SELECT coalesce(sum(CASE i.side WHEN 'debit' THEN i.open_amount ELSE -i.open_amount END), 0) FROM open_items i
     WHERE i.customer_id = f.customer_id AND i.currency = f.currency AND i.open_amount > 0)
  - (SELECT coalesce(sum(x.disputed_amount), 0) FROM disputes x
     WHERE x.customer_id = f.customer_id AND x.currency = f.currency AND x.state NOT IN ('resolved', 'withdrawn')) AS owing) w
ORDER BY f.sort, f.id`

func (q Query) base(actor ledger.Actor) []any {
	var own ledger.ID
	if actor.OwnCustomersOnly() {
		own = actor.PersonID
	}
	return []any{actor.OrganizationID, own, q.From, q.To, pattern(q.Search), q.Currency}
}

func (q Query) narrow(limit int) []any {
	return []any{string(q.State), q.Owner, q.Age, q.Late, limit}
}

func (c Cursor) time() time.Time { return c.IssuedAt }

// pattern makes a search text match anywhere; what a person typed is taken literally.
func pattern(search string) string {
	if search == "" {
		return ""
	}
	return "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(search) + "%"
}
