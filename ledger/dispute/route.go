package dispute

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// Desk is how an organization gives out disputes at a moment: the policy in force, and who works there with how much on their hands.
// A customer cannot read staff, so it is read before the transaction in which the customer disputes.
type Desk struct {
	policy  Policy
	holders map[ledger.Role][]ledger.ID // who has the fewest disputes first
	here    map[ledger.ID]bool
}

const readHolders = `
SELECT r.staff_id, r.role FROM staff_roles r JOIN staff s ON s.id = r.staff_id AND s.active WHERE r.organization_id = $1
ORDER BY (SELECT count(*) FROM disputes d WHERE d.assignee_id = r.staff_id AND d.state NOT IN ('resolved', 'withdrawn')), r.staff_id`

// ReadDesk reads it.
func ReadDesk(ctx context.Context, db *store.DB, organization ledger.ID) (Desk, error) {
	desk := Desk{holders: map[ledger.Role][]ledger.ID{}, here: map[ledger.ID]bool{}}
	err := db.Read(ctx, ledger.SystemActor(organization, "disputes"), func(ctx context.Context, tx *store.Tx) error {
		newest, err := policies(ctx, tx, 1)
		if err != nil {
			return err
		}
		desk.policy = newest[0]
		rows, err := store.Rows[struct {
			ID   ledger.ID
			Role ledger.Role
		}](ctx, tx, readHolders, organization)
		for _, row := range rows {
			desk.holders[row.Role] = append(desk.holders[row.Role], row.ID)
			desk.here[row.ID] = true
		}
		return err
	})
	return desk, err
}

// route is how the disputes of one command are given out.
type route struct {
	Desk
	at       ground
	day      calendar.Date
	location *time.Location
}

func (desk Desk) route(ctx context.Context, tx *store.Tx, at ground) (r route, err error) {
	r = route{Desk: desk, at: at}
	r.day, r.location, err = today(ctx, tx, at.TimeZone)
	return r, err
}

// due is the end of the category's nth working day from today.
func (r route) due(category Category) time.Time { return r.policy.due(category, r.day, r.location) }

func (p Policy) due(category Category, from calendar.Date, location *time.Location) time.Time {
	days, ok := p.Days[category]
	if !ok {
		days = p.DefaultDays
	}
	year, month, last := calendar.China().AddWorkingDays(from, days).Civil()
	return time.Date(year, month, last, 18, 0, 0, 0, location)
}

// assignee is who gets the dispute of a line: the first rule that fits, then the salesperson, then the fallback, then nobody.
func (r route) assignee(category Category, l line, amount decimal.Decimal) ledger.ID {
	turns := []Receiver{{To: "salesperson"}, r.policy.Fallback}
	for _, rule := range r.policy.Rules {
		if rule.fits(category, l, amount.Mul(l.Rate)) {
			turns = append([]Receiver{rule.Receiver}, turns...)
			break
		}
	}
	for _, receiver := range turns {
		if found := r.find(receiver); !found.IsZero() {
			return found
		}
	}
	return ledger.ID{}
}

func (rule Rule) fits(category Category, l line, base decimal.Decimal) bool {
	return (rule.Category == "" || rule.Category == category) && (rule.ProductLine == "" || rule.ProductLine == l.ProductLine) &&
		(rule.Region == "" || rule.Region == l.Region) && base.GreaterThanOrEqual(rule.MinAmount)
}

// find is the person a receiver stands for; none where nobody of them works here any more.
func (r route) find(to Receiver) ledger.ID {
	person := to.StaffID
	switch to.To {
	case "role":
		if holders := r.holders[to.Role]; len(holders) > 0 {
			return holders[0]
		}
		return ledger.ID{}
	case "salesperson":
		person = r.at.SalespersonID
	}
	if r.here[person] {
		return person
	}
	return ledger.ID{}
}
