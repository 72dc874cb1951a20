package group

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/party"
)

type groupRow struct {
	ID         ledger.ID
	Name       string
	NameEN     string
	Note       string
	CreatedBy  string
	CreatedAt  time.Time
	RowVersion int
	Members    int
	Hidden     int
	Seen       []ledger.ID
}

// Who sees only own customers sees the groups in which one of them is or was.
const selectGroups = `
SELECT g.id, g.name, g.name_en, g.note, g.created_by_name, g.created_at, g.row_version, m.count, m.count - coalesce(cardinality(m.seen), 0), coalesce(m.seen, '{}')
FROM customer_groups g CROSS JOIN LATERAL (
  SELECT count(*)::int AS count, array_agg(c.id) FILTER (WHERE $1::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($1))) AS seen
  FROM customer_group_members m JOIN customers c ON c.id = m.customer_id WHERE m.group_id = g.id AND daterange(m.starts, m.ends, '[]') @> $2::date) m
WHERE ($1::uuid IS NULL OR EXISTS (SELECT FROM customer_group_members m JOIN customers c ON c.id = m.customer_id WHERE m.group_id = g.id AND c.salesperson_id IN (SELECT acts_as($1))))`

const readToday = `SELECT (now() AT TIME ZONE time_zone)::date FROM organizations WHERE id = $1`

// Position is where a page of groups ends.
type Position struct {
	Name string
	ID   ledger.ID
}

// Groups pages through the groups by name; search is part of a name. Needs SeeCustomers; sales staff see those of their own customers.
func (s *Service) Groups(ctx context.Context, actor ledger.Actor, search string, after Position, limit int) ([]Group, error) {
	if err := actor.Require(ledger.SeeCustomers); err != nil {
		return nil, err
	}
	if limit <= 0 || limit > 201 {
		limit = 50
	}
	var out []Group
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		today, _, err := store.Value[calendar.Date](ctx, tx, readToday, actor.OrganizationID)
		if err != nil {
			return err
		}
		rows, err := store.Rows[groupRow](ctx, tx, selectGroups+` AND ($3 = '' OR strpos(lower(g.name), lower($3)) > 0 OR strpos(lower(g.name_en), lower($3)) > 0)
  AND ($5::uuid IS NULL OR (g.name, g.id) > ($4, $5)) ORDER BY g.name, g.id LIMIT $6`, party.OwnOnly(actor), today, search, after.Name, after.ID, limit)
		if err != nil {
			return err
		}
		out, err = worded(ctx, tx, rows, today)
		return err
	})
	return out, err
}

// worded adds what is open with the members of today.
func worded(ctx context.Context, tx *store.Tx, rows []groupRow, today calendar.Date) ([]Group, error) {
	var customers []ledger.ID
	for _, r := range rows {
		customers = append(customers, r.Seen...)
	}
	balances, err := party.Balances(ctx, tx, customers, today)
	if err != nil {
		return nil, err
	}
	out := make([]Group, len(rows))
	for i, r := range rows {
		out[i] = Group{r.ID, r.Name, r.NameEN, r.Note, r.CreatedBy, r.CreatedAt, r.RowVersion, r.Members, r.Hidden, nil}
		var parts [][]party.Balance
		for _, id := range r.Seen {
			parts = append(parts, balances[id])
		}
		out[i].Balances = sum(parts)
	}
	return out, nil
}

// sum adds balances within each currency, in the currencies' order.
func sum(parts [][]party.Balance) []party.Balance {
	by := map[money.Currency]*party.Balance{}
	var out []party.Balance
	for _, part := range parts {
		for _, b := range part {
			if by[b.Currency] == nil {
				by[b.Currency] = &party.Balance{Currency: b.Currency}
			}
			t := by[b.Currency]
			t.Balance, t.Owed, t.Credits, t.Overdue = t.Balance.Add(b.Balance), t.Owed.Add(b.Owed), t.Credits.Add(b.Credits), t.Overdue.Add(b.Overdue)
		}
	}
	for _, currency := range sorted(by) {
		out = append(out, *by[currency])
	}
	return out
}
