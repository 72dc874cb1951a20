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
  SELECT count(*)::int AS count, array_agg(c.id) FILTER (WHERE $1::uuid IS NULL OR c.salesperson_id = $1) AS seen
  FROM customer_group_members m JOIN customers c ON c.id = m.customer_id WHERE m.group_id = g.id AND daterange(m.starts, m.ends, '[]') @> $2::date) m
WHERE ($1::uuid IS NULL OR EXISTS (SELECT FROM customer_group_members m JOIN customers c ON c.id = m.customer_id WHERE m.group_id = g.id AND c.salesperson_id = $1))`

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

const readMembers = `
SELECT m.id, c.id, c.code, c.name, c.name_en, coalesce(c.tax_id, ''), m.starts, m.ends, m.reason, m.declared_by_name, m.declared_at, m.ended_by_name, m.ended_at, m.end_reason,
  daterange(m.starts, m.ends, '[]') @> $3::date
FROM customer_group_members m JOIN customers c ON c.id = m.customer_id
WHERE m.group_id = $1 AND ($2::uuid IS NULL OR c.salesperson_id = $2) ORDER BY daterange(m.starts, m.ends, '[]') @> $3::date DESC, c.code, m.starts`

type memberRow struct {
	ID, CustomerID        ledger.ID
	Code, Name, EN, TaxID string
	From, To              calendar.Date
	Reason, By            string
	At                    time.Time
	EndedBy               string
	EndedAt               *time.Time
	EndReason             string
	Today                 bool
}

// Group reads one group with all its declarations, those of today first. Needs SeeCustomers. Refused: not_found, also for a group without
// a customer of the salesperson's.
func (s *Service) Group(ctx context.Context, actor ledger.Actor, id ledger.ID) (Group, []Member, error) {
	if err := actor.Require(ledger.SeeCustomers); err != nil {
		return Group{}, nil, err
	}
	var head Group
	var members []Member
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		today, _, err := store.Value[calendar.Date](ctx, tx, readToday, actor.OrganizationID)
		if err != nil {
			return err
		}
		rows, err := store.Rows[groupRow](ctx, tx, selectGroups+` AND g.id = $3`, party.OwnOnly(actor), today, id)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return ledger.E("not_found")
		}
		heads, err := worded(ctx, tx, rows, today)
		if err != nil {
			return err
		}
		head = heads[0]
		declared, err := store.Rows[memberRow](ctx, tx, readMembers, id, party.OwnOnly(actor), today)
		if err != nil {
			return err
		}
		balances, err := party.Balances(ctx, tx, rows[0].Seen, today)
		for _, r := range declared {
			m := Member{r.ID, r.CustomerID, r.Code, r.Name, r.EN, r.TaxID, r.From, r.To, r.Reason, r.By, r.At, r.EndedBy, r.EndedAt, r.EndReason, r.Today, nil}
			if r.Today {
				m.Balances = balances[r.CustomerID]
			}
			members = append(members, m)
		}
		return err
	})
	return head, members, err
}

// Belonging is a group that a customer is or was of.
type Belonging struct {
	GroupID ledger.ID
	Name    string
	NameEN  string
	From    calendar.Date
	To      calendar.Date
	Today   bool
	Others  int // members today beside the customer
}

const readBelongings = `
SELECT g.id, g.name, g.name_en, m.starts, m.ends, daterange(m.starts, m.ends, '[]') @> $3::date,
  (SELECT count(*)::int FROM customer_group_members o WHERE o.group_id = g.id AND o.customer_id <> m.customer_id AND daterange(o.starts, o.ends, '[]') @> $3::date)
FROM customer_group_members m JOIN customer_groups g ON g.id = m.group_id JOIN customers c ON c.id = m.customer_id
WHERE m.customer_id = $1 AND ($2::uuid IS NULL OR c.salesperson_id = $2) ORDER BY m.starts DESC`

// Of lists the groups that a customer is or was of, the newest first. Needs SeeCustomers.
func (s *Service) Of(ctx context.Context, actor ledger.Actor, customer ledger.ID) ([]Belonging, error) {
	if err := actor.Require(ledger.SeeCustomers); err != nil {
		return nil, err
	}
	var out []Belonging
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		today, _, err := store.Value[calendar.Date](ctx, tx, readToday, actor.OrganizationID)
		if err == nil {
			out, err = store.Rows[Belonging](ctx, tx, readBelongings, customer, party.OwnOnly(actor), today)
		}
		return err
	})
	return out, err
}
