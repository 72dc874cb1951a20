package group

import (
	"bytes"
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/party"
)

// Alike is two customers that may be one. Because says why, of name, bank_account, phone and address: the same once spaces, marks and the
// words for a company are left out. A tax id two customers never share (tax_id_taken).
type Alike struct {
	OneID     ledger.ID
	OneCode   string
	OneName   string
	OtherID   ledger.ID
	OtherCode string
	OtherName string
	Because   []string
}

// maxAlike bounds the list; what is told apart makes room for more.
const maxAlike = 200

const readAlike = `
WITH said AS MATERIALIZED (
  SELECT c.id, c.code, c.name,
    regexp_replace(regexp_replace(lower(c.name), '[[:space:][:punct:]（）【】《》、，。·－—]', '', 'g'), '(股份有限公司|有限责任公司|有限公司|公司|coltd|limited|ltd|inc|llc|gmbh)$', '') AS name_key,
    regexp_replace(lower(c.name_en), '[[:space:][:punct:]]|co\.?,? *ltd\.?$|(limited|ltd|inc|llc|gmbh)\.?$', '', 'g') AS english_key,
    regexp_replace(c.bank_account, '[^0-9A-Za-z]', '', 'g') AS account_key, regexp_replace(c.phone, '[^0-9]', '', 'g') AS phone_key,
    regexp_replace(c.address, '[[:space:][:punct:]]', '', 'g') AS address_key
  FROM customers c WHERE c.organization_id = $1 AND c.active AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2)))
),
keys AS (
  SELECT id, 'name' AS why, name_key AS key FROM said WHERE length(name_key) >= 2
  UNION ALL SELECT id, 'name', english_key FROM said WHERE length(english_key) >= 4
  UNION ALL SELECT id, 'bank_account', account_key FROM said WHERE length(account_key) >= 8
  UNION ALL SELECT id, 'phone', phone_key FROM said WHERE length(phone_key) >= 7
  UNION ALL SELECT id, 'address', address_key FROM said WHERE length(address_key) >= 8
),
-- What many share, such as the telephone of a business park, says nothing.
telling AS (SELECT why, key FROM keys GROUP BY 1, 2 HAVING count(DISTINCT id) BETWEEN 2 AND 5)
SELECT a.id, a.code, a.name, b.id, b.code, b.name, array_agg(DISTINCT k.why)
FROM telling t JOIN keys k ON (k.why, k.key) = (t.why, t.key) JOIN keys o ON (o.why, o.key) = (t.why, t.key) AND o.id > k.id
JOIN said a ON a.id = k.id JOIN said b ON b.id = o.id
WHERE NOT EXISTS (SELECT FROM customers_told_apart x WHERE x.one_id = a.id AND x.other_id = b.id)
GROUP BY a.id, a.code, a.name, b.id, b.code, b.name ORDER BY count(DISTINCT k.why) DESC, a.code, b.code LIMIT $3`

// Alike lists the active customers that look like one another and were not told apart, those with most in common first, at most 200.
// Needs SeeCustomers; sales staff see their own.
func (s *Service) Alike(ctx context.Context, actor ledger.Actor) ([]Alike, error) {
	if err := actor.Require(ledger.SeeCustomers); err != nil {
		return nil, err
	}
	var out []Alike
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Alike](ctx, tx, readAlike, actor.OrganizationID, party.OwnOnly(actor), maxAlike)
		return err
	})
	return out, err
}

// TellApart says that two customers are not one, so that they are listed no more. Needs ManageCustomers. Refused: a missing reason, one
// customer twice, not_found, conflict when it was said before.
func (s *Service) TellApart(ctx context.Context, actor ledger.Actor, one, other ledger.ID, reason string) error {
	if err := actor.Require(ledger.ManageCustomers); err != nil {
		return err
	}
	bad := ledger.E("validation_failed")
	text(bad, "reason", reason, maxText, true)
	if one == other {
		bad.At("other_id", "duplicate")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	if bytes.Compare(one[:], other[:]) > 0 {
		one, other = other, one
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		count, _, err := store.Value[int](ctx, tx, `SELECT count(*)::int FROM customers WHERE id IN ($1, $2)`, one, other)
		if err != nil {
			return err
		}
		if count != 2 {
			return ledger.E("not_found")
		}
		const insert = `INSERT INTO customers_told_apart (organization_id, one_id, other_id, reason, told_by, told_by_name) VALUES ($1, $2, $3, $4, $5, $6)`
		if _, err := store.Exec(ctx, tx, insert, actor.OrganizationID, one, other, reason, actor.PersonID, actor.Name); err != nil {
			return err
		}
		tx.Audit(one, "customer.told_apart", map[string]any{"from": other, "reason": reason})
		tx.Audit(other, "customer.told_apart", map[string]any{"from": one, "reason": reason})
		return nil
	})
}
