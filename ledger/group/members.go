package group

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/party"
)

const readMembers = `
SELECT m.id, c.id, c.code, c.name, c.name_en, coalesce(c.tax_id, ''), m.starts, m.ends, m.reason, m.declared_by_name, m.declared_at, m.ended_by_name, m.ended_at, m.end_reason,
  daterange(m.starts, m.ends, '[]') @> $3::date
FROM customer_group_members m JOIN customers c ON c.id = m.customer_id
WHERE m.group_id = $1 AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2))) ORDER BY daterange(m.starts, m.ends, '[]') @> $3::date DESC, c.code, m.starts`

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
WHERE m.customer_id = $1 AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2))) ORDER BY m.starts DESC`

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
