package receipt

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// Filter narrows lines that wait; zero values do not.
type Filter struct {
	What string // suggested, identified (a customer but no items), unidentified or unread
	Text string // in names, numbers and texts
}

// Page is a place in the list: the oldest lines first. Limit is 1 to 200, 50 when zero.
type Page struct {
	BookedOn calendar.Date `json:"on"`
	After    ledger.ID     `json:"id"`
	Limit    int           `json:"-"`
}

const whatOf = `CASE WHEN g.line_id IS NULL THEN 'unread' WHEN jsonb_array_length(g.suggestions) > 0 THEN 'suggested' WHEN g.customer_id IS NOT NULL THEN 'identified' ELSE 'unidentified' END`

var readWaiting = `
SELECT l.id, l.booked_on, g.customer_id, coalesce(c.code, ''), coalesce(c.name, ''), coalesce(g.certain, false), coalesce(g.refused, ''), g.suggestions, g.made_at,
  (now() AT TIME ZONE o.time_zone)::date - l.booked_on, ` + strings.ReplaceAll(openDay, "%DAY%", "l.booked_on") + `
FROM ` + bank.Waiting + ` JOIN organizations o ON o.id = w.organization_id LEFT JOIN receipt_readings g ON g.line_id = l.id LEFT JOIN customers c ON c.id = g.customer_id
WHERE w.organization_id = $1 AND ($2 = '' OR ` + whatOf + ` = $2)
  AND ($3 = '' OR l.counterparty || E'\n' || l.counterparty_account || E'\n' || l.end_to_end || E'\n' || l.remittance || E'\n' || l.bank_text ILIKE $3)
  AND (w.booked_on, w.line_id) > (coalesce($4::date, '-infinity'), coalesce($5::uuid, '00000000-0000-0000-0000-000000000000')) ORDER BY w.booked_on, w.line_id LIMIT $6`

type waitingRow struct {
	ID           ledger.ID
	BookedOn     calendar.Date
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	Certain      bool
	Refused      string
	Suggestions  []byte
	ReadAt       *time.Time
	Days         int
	PostOn       calendar.Date
}

// Waiting pages through the lines that wait for a person, the oldest first, with the ways to read them. Needs SeeBank.
func (s *Service) Waiting(ctx context.Context, actor ledger.Actor, f Filter, page Page) ([]Waiting, error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return nil, err
	}
	if page.Limit <= 0 || page.Limit > 201 {
		page.Limit = 50
	}
	var out []Waiting
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		rows, err := store.Rows[waitingRow](ctx, tx, readWaiting, actor.OrganizationID, f.What, store.Like(f.Text), page.BookedOn, page.After, page.Limit)
		if err != nil || len(rows) == 0 {
			return err
		}
		ids := make([]ledger.ID, len(rows))
		for i, r := range rows {
			ids[i] = r.ID
		}
		lines, err := bank.ReadLines(ctx, tx, ids)
		if err != nil {
			return err
		}
		of := map[ledger.ID]bank.Line{}
		for _, l := range lines {
			of[l.ID] = l
		}
		for _, r := range rows {
			w := Waiting{Line: of[r.ID], OwnerID: r.CustomerID, OwnerCode: r.CustomerCode, OwnerName: r.CustomerName, Certain: r.Certain, Refused: r.Refused, ReadAt: r.ReadAt,
				Days: r.Days, PostOn: r.PostOn}
			if len(r.Suggestions) > 0 {
				if err := json.Unmarshal(r.Suggestions, &w.Suggestions); err != nil {
					return err
				}
			}
			out = append(out, w)
		}
		return nil
	})
	return out, err
}

// Age is how much of one currency waits, and for how long.
type Age struct {
	Currency string
	Lines    int
	Amount   decimal.Decimal
	Oldest   calendar.Date
	Over30   int // lines that wait for more than thirty days
}

// Ages sums up what waits, by currency. Needs SeeBank.
func (s *Service) Ages(ctx context.Context, actor ledger.Actor) ([]Age, error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return nil, err
	}
	var out []Age
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Age](ctx, tx, `SELECT l.currency, count(*)::int, sum(l.amount), min(l.booked_on), count(*) FILTER (WHERE l.booked_on < (now() AT TIME ZONE o.time_zone)::date - 30)::int
			FROM `+bank.Waiting+` JOIN organizations o ON o.id = w.organization_id WHERE w.organization_id = $1 GROUP BY 1 ORDER BY 1`, actor.OrganizationID)
		return err
	})
	return out, err
}
