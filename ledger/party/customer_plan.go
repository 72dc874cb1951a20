package party

import (
	"context"
	"encoding/json"
	"strings"

	"hefu/ledger"
	"hefu/ledger/field"
	"hefu/ledger/internal/store"
)

// customerPlan is a set of customers with everything decided, before it is written.
type customerPlan struct {
	saved          []Saved
	fresh, changed []customerRow
	log            []logged
	logFresh       []logged
	fields         field.Set
	values         []saidFields
}

const readCustomers = `
SELECT c.id, c.code, c.name, c.name_en, coalesce(c.tax_id, ''), c.country, c.region, c.address, c.phone, c.bank, c.bank_account, c.currency,
  c.salesperson_id, c.terms::text, c.cycle, c.time_zone, c.locale, c.active
FROM customers c WHERE c.organization_id = $1 AND `

// Rows are held in the order of their ids, as every other act on several customers does.
const holdCustomers = ` ORDER BY c.id FOR NO KEY UPDATE`

func plan(ctx context.Context, tx *store.Tx, cmd SaveCustomers) (*customerPlan, error) {
	if len(cmd.Customers) == 0 {
		return &customerPlan{}, nil
	}
	if len(cmd.Customers) > MaxSet {
		return nil, ledger.E("validation_failed").At("customers", "too_long")
	}
	var codes []string
	for _, c := range cmd.Customers {
		if storable(c.Code) {
			codes = append(codes, c.Code)
		}
	}
	stands, err := store.Rows[customerRow](ctx, tx, readCustomers+`c.code = ANY ($2)`+holdCustomers, tx.Actor.OrganizationID, codes)
	if err != nil {
		return nil, err
	}
	known := make(map[string]customerRow, len(stands))
	for _, row := range stands {
		known[row.Code] = row
	}
	return planOver(ctx, tx, cmd, known)
}

// planOver decides the set against the rows that stand under these codes.
func planOver(ctx context.Context, tx *store.Tx, cmd SaveCustomers, known map[string]customerRow) (*customerPlan, error) {
	organization, err := ReadOrganization(ctx, tx)
	if err != nil {
		return nil, err
	}
	staff, err := staffByAnyName(ctx, tx)
	if err != nil {
		return nil, err
	}
	f, p := newFaults(), &customerPlan{saved: make([]Saved, len(cmd.Customers))}
	if err := p.readFields(ctx, tx, cmd, known); err != nil {
		return nil, err
	}
	rows := make([]customerRow, len(cmd.Customers))
	seen := map[string]bool{}
	for i, c := range cmd.Customers {
		f.row("customers", i)
		c.check(f)
		if seen[c.Code] {
			f.at("code", "duplicate")
		}
		seen[c.Code] = true
		salesperson, ok := staff[strings.ToLower(c.Salesperson)]
		if c.Salesperson != "" && (!ok || salesperson.IsZero()) {
			f.at("salesperson", "staff_unknown")
		}
		before, stands := known[c.Code]
		if !stands {
			before = blank(organization, c.Country)
		}
		if before.Terms, err = canonicalTerms(json.RawMessage(before.Terms)); err != nil { // jsonb keeps its own order of keys
			return nil, ledger.E("internal").Because(err)
		}
		rows[i] = before.merge(c, salesperson, cmd.KeepBlank)
		p.takeFields(f, i, c, stands, cmd.filed)
		p.add(i, before, rows[i], stands, c)
	}
	if err := checkTaxIDs(ctx, tx, f, rows); err != nil {
		return nil, err
	}
	return p, f.result()
}

func (p *customerPlan) add(place int, before, after customerRow, stands bool, c Customer) {
	c.TaxID, c.Country = after.TaxID, after.Country
	p.saved[place] = Saved{ID: after.ID, Created: !stands, Warnings: c.Warnings()}
	if !stands {
		p.saved[place].Changed = true
		p.fresh = append(p.fresh, after)
		p.logFresh = append(p.logFresh, logged{after.ID, map[string]any{"code": after.Code, "after": asMap(append(after.columns(), p.values[place].after(p.fields)...))}})
		return
	}
	if differ := changes(append(before.columns(), p.values[place].before(p.fields)...), append(after.columns(), p.values[place].after(p.fields)...)); len(differ) > 0 {
		p.saved[place].Changed = true
		p.changed = append(p.changed, after)
		p.log = append(p.log, logged{after.ID, map[string]any{"code": before.Code, "changes": differ}})
	}
}

// staffByAnyName finds the organization's staff by e-mail (in small letters), subject and id. A name that means two people maps
// to nobody.
func staffByAnyName(ctx context.Context, tx *store.Tx) (map[string]ledger.ID, error) {
	rows, err := store.Rows[struct {
		ID             ledger.ID
		Email, Subject string
	}](ctx, tx, `SELECT s.id, s.email, s.subject FROM staff s
		WHERE s.active AND EXISTS (SELECT FROM staff_roles r WHERE r.staff_id = s.id AND r.organization_id = $1)`, tx.Actor.OrganizationID)
	if err != nil {
		return nil, err
	}
	out := make(map[string]ledger.ID, 3*len(rows))
	for _, row := range rows {
		for _, name := range []string{row.Email, row.Subject, row.ID.String()} {
			name = strings.ToLower(name)
			if other, taken := out[name]; taken && other != row.ID {
				out[name] = ledger.ID{}
			} else {
				out[name] = row.ID
			}
		}
	}
	return out, nil
}

// checkTaxIDs refuses a tax id twice in the set and one that another customer has who is not in the set.
func checkTaxIDs(ctx context.Context, tx *store.Tx, f *faults, rows []customerRow) error {
	places := map[string]int{}
	var ids []ledger.ID
	var taxIDs []string
	for i, row := range rows {
		ids = append(ids, row.ID)
		if row.TaxID == "" || !storable(row.TaxID) {
			continue
		}
		if _, twice := places[row.TaxID]; twice {
			f.row("customers", i)
			f.at("tax_id", "duplicate")
			continue
		}
		places[row.TaxID] = i
		taxIDs = append(taxIDs, row.TaxID)
	}
	taken, err := store.Values[string](ctx, tx,
		`SELECT tax_id FROM customers WHERE organization_id = $1 AND tax_id = ANY ($2) AND id <> ALL ($3) ORDER BY tax_id`, tx.Actor.OrganizationID, taxIDs, ids)
	for _, taxID := range taken {
		f.row("customers", places[taxID])
		f.at("tax_id", "tax_id_taken")
	}
	return err
}
