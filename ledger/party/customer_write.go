package party

import (
	"context"

	"hefu/ledger/internal/store"
)

const recordCustomers = `
jsonb_to_recordset($2::jsonb) AS n (id uuid, code text, name text, name_en text, tax_id text, country text, region text, address text, phone text,
  bank text, bank_account text, currency text, salesperson_id text, terms text, cycle text, time_zone text, locale text, active boolean)`

const insertCustomers = `
INSERT INTO customers (id, organization_id, code, name, name_en, tax_id, country, region, address, phone, bank, bank_account, currency,
  salesperson_id, terms, cycle, time_zone, locale, active)
SELECT n.id, $1, n.code, n.name, n.name_en, nullif(n.tax_id, ''), n.country, n.region, n.address, n.phone, n.bank, n.bank_account, n.currency,
  nullif(n.salesperson_id, '')::uuid, n.terms::jsonb, n.cycle, n.time_zone, n.locale, n.active
FROM ` + recordCustomers

const updateCustomers = `
UPDATE customers c SET code = n.code, name = n.name, name_en = n.name_en, tax_id = nullif(n.tax_id, ''), country = n.country, region = n.region,
  address = n.address, phone = n.phone, bank = n.bank, bank_account = n.bank_account, currency = n.currency,
  salesperson_id = nullif(n.salesperson_id, '')::uuid, terms = n.terms::jsonb, cycle = n.cycle, time_zone = n.time_zone, locale = n.locale,
  active = n.active, updated_at = now()
FROM ` + recordCustomers + ` WHERE c.id = n.id AND c.organization_id = $1`

func (p *customerPlan) write(ctx context.Context, tx *store.Tx) error {
	var b store.Batch
	if len(p.changed) > 0 {
		b.Do(updateCustomers, tx.Actor.OrganizationID, jsonText(p.changed))
	}
	if len(p.fresh) > 0 {
		b.Do(insertCustomers, tx.Actor.OrganizationID, jsonText(p.fresh))
	}
	p.queueFields(&b, tx.Actor.OrganizationID)
	if err := tx.Send(ctx, &b); err != nil {
		return err
	}
	log(tx, "customer", "created", p.logFresh)
	log(tx, "customer", "changed", p.log)
	return nil
}
