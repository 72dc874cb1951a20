package bank

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/attribution"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// HeldPayer is true of a known payer k that was learnt from a receipt whose flag nobody has released: it does not count as known yet.
const HeldPayer = `EXISTS (SELECT FROM payer_flags f WHERE f.line_id = k.line_id AND f.customer_id = k.customer_id AND f.released_at IS NULL)`

// The customer, and the companies of its group on the day.
var readParties = store.OverSet(`
SELECT w.n::int, p.name, p.name_en, p.bank_account FROM {set}
CROSS JOIN LATERAL (SELECT w.customer_id AS id UNION
  SELECT o.customer_id FROM customer_group_members m JOIN customer_group_members o ON o.group_id = m.group_id
  WHERE m.customer_id = w.customer_id AND daterange(m.starts, m.ends, '[]') @> w.day AND daterange(o.starts, o.ends, '[]') @> w.day) k
JOIN customers p ON p.id = k.id`, "w", 1, "customer_id uuid", "day date")

var readPaysFor = store.OverSet(`
SELECT w.n::int, k.customer_id FROM {set}
CROSS JOIN LATERAL (SELECT k.customer_id FROM known_payers k WHERE k.organization_id = $1 AND k.kind = w.kind AND k.value = w.value AND NOT `+HeldPayer+` ORDER BY k.turn DESC LIMIT 1) k`,
	"w", 2, "kind text", "value text")

const insertFlag = `
INSERT INTO payer_flags (document_id, organization_id, customer_id, line_id, payer, payer_account, known_customer_id, made_by, made_by_name, posted_by, posted_at)
SELECT d.id, d.organization_id, d.customer_id, $2, $3, $4, coalesce($5::uuid, (SELECT c.id FROM customers c WHERE c.organization_id = d.organization_id AND c.name = $3 AND c.id <> d.customer_id LIMIT 1)),
  $6, $7, d.created_by, d.posted_at
FROM documents d WHERE d.id = $1`

// attributed is a line with the receipt that is its money, and whose that is.
type attributed struct {
	Line
	customer ledger.ID
	document ledger.ID
	number   string
}

// flagPayers flags the receipts whose payer is neither the customer, nor of its group on the day, nor known to pay for it (CTL-04), in the
// transaction that attributes them, and tells which they are by their place. Where the bank names no payer nothing can be compared.
func flagPayers(ctx context.Context, tx *store.Tx, all []attributed) (map[int]bool, error) {
	strangers, err := notOfTheHouse(ctx, tx, all)
	if err != nil || len(strangers) == 0 {
		return nil, err
	}
	var of []int
	var kinds, values []string
	for _, i := range strangers {
		name, account := attribution.Payer(all[i].Counterparty, all[i].CounterpartyAccount)
		for _, k := range [][2]string{{"account", account}, {"name", name}} {
			if k[1] != "" {
				of, kinds, values = append(of, i), append(kinds, k[0]), append(values, k[1])
			}
		}
	}
	known, err := store.Rows[struct {
		N        int
		Customer ledger.ID
	}](ctx, tx, readPaysFor.For(len(of)), tx.Actor.OrganizationID, kinds, values)
	if err != nil {
		return nil, err
	}
	friends, others := map[int]bool{}, map[int]ledger.ID{}
	for _, k := range known {
		if i := of[k.N-1]; k.Customer == all[i].customer {
			friends[i] = true
		} else if !k.Customer.IsZero() {
			others[i] = k.Customer
		}
	}
	flagged := map[int]bool{}
	var b store.Batch
	for _, i := range strangers {
		if friends[i] {
			continue
		}
		x := all[i]
		flagged[i] = true
		b.Do(insertFlag, x.document, x.ID, x.Counterparty, x.CounterpartyAccount, others[i], tx.Actor.PersonID, tx.Actor.Name)
		tx.Audit(x.customer, "payer.flagged", map[string]any{"line": x.ID, "document": x.document, "document_no": x.number, "payer": x.Counterparty, "account": x.CounterpartyAccount})
	}
	return flagged, tx.Send(ctx, &b)
}

// notOfTheHouse are the places of those that neither the customer nor a company of its group paid.
func notOfTheHouse(ctx context.Context, tx *store.Tx, all []attributed) ([]int, error) {
	customers, days := make([]ledger.ID, len(all)), make([]calendar.Date, len(all))
	for i, x := range all {
		customers[i], days[i] = x.customer, x.BookedOn
	}
	rows, err := store.Rows[struct {
		N                     int
		Name, NameEN, Account string
	}](ctx, tx, readParties.For(len(all)), customers, days)
	if err != nil {
		return nil, err
	}
	house := make([]bool, len(all))
	for _, r := range rows {
		x := all[r.N-1]
		house[r.N-1] = house[r.N-1] || attribution.Customer{Names: []string{r.Name, r.NameEN}, Accounts: []string{r.Account}}.Pays(x.Counterparty, x.CounterpartyAccount)
	}
	var out []int
	for i, x := range all {
		if !house[i] && x.Counterparty+x.CounterpartyAccount != "" {
			out = append(out, i)
		}
	}
	return out, nil
}
