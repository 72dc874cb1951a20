package party

import (
	"context"
	"encoding/json"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/field"
	"hefu/ledger/internal/store"
)

// Detail is everything about one customer.
type Detail struct {
	Summary
	Address     string
	Phone       string
	Bank        string
	BankAccount string
	Terms       *calendar.Terms // nil: none, due on the document date
	TimeZone    string
	Locale      string
	CreatedAt   time.Time
	UpdatedAt   time.Time
	Contacts    []ContactView
	NextRun     *NextStatement // nil when the customer takes part in no run
	Warnings    []ledger.Field // bad_uscc
}

// ContactView is a contact with the roles at one customer.
type ContactView struct {
	ID      ledger.ID
	Name    string
	Email   string
	Phone   string
	Locale  string
	Active  bool
	SignsIn bool // has an identity to sign in with
	Roles   []ledger.Role
}

// NextStatement is the statement period a customer's cycle asks for next, after the last one made: On is the first day on which
// it can be made, the day after the cut-off. It may lie in the past when a run was left out.
type NextStatement struct {
	Start  calendar.Date
	CutOff calendar.Date
	On     calendar.Date
}

type detailRow struct {
	ID                                             ledger.ID
	Code, Name, NameEN, TaxID                      string
	Country, Region, Currency                      string
	SalespersonID                                  ledger.ID
	SalespersonName, Cycle                         string
	Active                                         bool
	Address, Phone, Bank, BankAccount, Terms, Zone string
	Locale                                         string
	CreatedAt, UpdatedAt                           time.Time
	LastCutOff                                     calendar.Date
	Today                                          calendar.Date
}

const readDetail = `
SELECT ` + summaryColumns + `, c.address, c.phone, c.bank, c.bank_account, c.terms::text, c.time_zone, c.locale, c.created_at, c.updated_at,
  (SELECT max(t.cut_off) FROM statements t WHERE t.customer_id = c.id AND t.currency = c.currency AND t.state <> 'cancelled'),
  (now() AT TIME ZONE o.time_zone)::date
FROM customers c JOIN organizations o ON o.id = c.organization_id LEFT JOIN staff s ON s.id = c.salesperson_id
WHERE c.organization_id = $1 AND c.id = $2 AND ($3::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($3)))`

const readContactsOf = `
SELECT p.id, p.name, p.email, p.phone, p.locale, p.active, p.subject IS NOT NULL, array_agg(r.role ORDER BY r.role)
FROM contact_roles r JOIN contacts p ON p.id = r.contact_id WHERE r.organization_id = $1 AND r.customer_id = $2
GROUP BY p.id ORDER BY p.name, p.id`

// Customer reads one customer. Needs SeeCustomers. not_found for one of another organization, and for another salesperson's
// when the actor's only role is sales.
func (s *Service) Customer(ctx context.Context, actor ledger.Actor, id ledger.ID) (Detail, error) {
	if err := actor.Require(ledger.SeeCustomers); err != nil {
		return Detail{}, err
	}
	var out Detail
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		row, found, err := store.Row[detailRow](ctx, tx, readDetail, actor.OrganizationID, id, OwnOnly(actor))
		if err != nil {
			return err
		}
		if !found {
			return ledger.E("not_found")
		}
		out = row.detail()
		var b store.Batch
		store.Read(&b, &out.Contacts, readContactsOf, actor.OrganizationID, id)
		fields := field.Beside(&b, actor, field.OfCustomer, []ledger.ID{id})
		balances := BalancesBeside(&b, actor, []ledger.ID{id}, row.Today)
		if err := tx.Send(ctx, &b); err != nil {
			return err
		}
		out.Fields, out.Balances = fields()[id], balances()[id]
		return nil
	})
	return out, err
}

func (r detailRow) detail() Detail {
	summary := summaryRow{r.ID, r.Code, r.Name, r.NameEN, r.TaxID, r.Country, r.Region, r.Currency, r.SalespersonID, r.SalespersonName, r.Cycle, r.Active, ""}
	out := Detail{Summary: summary.summary(), Address: r.Address, Phone: r.Phone, Bank: r.Bank, BankAccount: r.BankAccount, TimeZone: r.Zone, Locale: r.Locale,
		CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(), Warnings: Customer{TaxID: r.TaxID, Country: r.Country}.Warnings()}
	if terms, err := calendar.ParseTerms(json.RawMessage(r.Terms)); err == nil {
		out.Terms = &terms
	}
	out.NextRun = nextStatement(Cycle(r.Cycle), r.LastCutOff, r.Today)
	return out
}

// nextStatement follows the last statement without a gap; the first one of a customer is the period that today lies in.
func nextStatement(cycle Cycle, last, today calendar.Date) *NextStatement {
	after := last
	if last.IsZero() {
		after = today.AddDays(-1)
	}
	start, cutOff := cycle.Next(after)
	if cutOff.IsZero() {
		return nil
	}
	if !last.IsZero() {
		start = last.AddDays(1)
	}
	return &NextStatement{Start: start, CutOff: cutOff, On: cutOff.AddDays(1)}
}
