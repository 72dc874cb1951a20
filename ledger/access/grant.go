package access

import (
	"context"
	"errors"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Grant names who may open which statement.
type Grant struct {
	OrganizationID ledger.ID
	CustomerID     ledger.ID
	ContactID      ledger.ID
	StatementID    ledger.ID
}

var errNoSecret = errors.New("HEFU_SECRET is not set: links cannot be made")

// Grant gives a contact a link to a statement, in the caller's transaction, which must be the organization's staff or background
// work. The contact's live link for that statement is found again: granting is idempotent. Refused: not_found when the statement
// is not out, or the contact is not active or has no role at the customer; unavailable without a secret.
func (s *Service) Grant(ctx context.Context, tx *store.Tx, grant Grant) (ledger.ID, error) {
	ids, err := s.GrantAll(ctx, tx, []Grant{grant})
	if err != nil {
		return ledger.ID{}, err
	}
	if ids[0].IsZero() {
		return ledger.ID{}, ledger.E("not_found")
	}
	return ids[0], nil
}

// What ended by itself makes room: expired, sent to an address that the contact no longer has, or derived from a secret that is gone.
const replaceEnded = `
UPDATE access_links l SET revoked_at = clock_timestamp(), revoke_reason = 'replaced'
FROM unnest($1::uuid[], $2::uuid[]) w (contact_id, statement_id), contacts p
WHERE l.contact_id = w.contact_id AND l.statement_id = w.statement_id AND l.revoked_at IS NULL AND p.id = l.contact_id
  AND (l.expires_at <= now() OR lower(l.email) <> lower(p.email) OR NOT get_byte(uuid_send(l.id), 15) = ANY ($3::int[]))`

// A link ends 30 days after the day on which the answer is due, never later than 120 days; one that is granted late lives two weeks.
const insertLinks = `
INSERT INTO access_links (id, organization_id, customer_id, statement_id, contact_id, email, token_sha256, granted_by, granted_at, expires_at)
SELECT w.id, s.organization_id, s.customer_id, s.id, p.id, p.email, w.hash, $6, now(),
  least(now() + interval '120 days', greatest(now() + interval '14 days', (s.answer_due + 31)::timestamp AT TIME ZONE o.time_zone))
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bytea[]) w (id, contact_id, statement_id, customer_id, hash)
JOIN statements s ON s.id = w.statement_id AND s.customer_id = w.customer_id AND s.issued_at IS NOT NULL AND s.state <> 'cancelled'
JOIN organizations o ON o.id = s.organization_id
JOIN contacts p ON p.id = w.contact_id AND p.active
WHERE EXISTS (SELECT FROM contact_roles r WHERE r.customer_id = s.customer_id AND r.contact_id = p.id)
ORDER BY p.id, s.id
ON CONFLICT (contact_id, statement_id) WHERE revoked_at IS NULL DO NOTHING`

const liveLinks = `
SELECT l.id, l.contact_id, l.statement_id, l.customer_id FROM access_links l
JOIN unnest($1::uuid[], $2::uuid[]) w (contact_id, statement_id) ON w.contact_id = l.contact_id AND w.statement_id = l.statement_id
WHERE l.organization_id = $3 AND l.revoked_at IS NULL AND l.expires_at > now()`

type holding struct{ contact, statement ledger.ID }

// GrantAll is Grant for many, in a few statements whatever their number. The ids are in the order of the grants; where Grant
// would answer not_found the id is zero.
func (s *Service) GrantAll(ctx context.Context, tx *store.Tx, grants []Grant) ([]ledger.ID, error) {
	if len(s.keys.secrets) == 0 {
		return nil, ledger.E("unavailable").Because(errNoSecret)
	}
	var ids, contacts, statements, customers []ledger.ID
	var hashes [][]byte
	made := map[ledger.ID]bool{}
	for _, g := range grants {
		if g.OrganizationID != tx.Actor.OrganizationID {
			return nil, ledger.E("not_found")
		}
		id := s.keys.newID()
		made[id] = true
		ids, hashes = append(ids, id), append(hashes, hashOf(s.keys.token(id)))
		contacts, statements, customers = append(contacts, g.ContactID), append(statements, g.StatementID), append(customers, g.CustomerID)
	}
	if _, err := store.Exec(ctx, tx, replaceEnded, contacts, statements, s.keys.marks()); err != nil {
		return nil, err
	}
	if _, err := store.Exec(ctx, tx, insertLinks, ids, contacts, statements, customers, hashes, tx.Actor.PersonID); err != nil {
		return nil, err
	}
	rows, err := store.Rows[struct{ ID, Contact, Statement, Customer ledger.ID }](ctx, tx, liveLinks, contacts, statements, tx.Actor.OrganizationID)
	if err != nil {
		return nil, err
	}
	live := map[holding]ledger.ID{}
	var fresh []granted
	for _, row := range rows {
		key := holding{row.Contact, row.Statement}
		if _, again := live[key]; !again && made[row.ID] {
			fresh = append(fresh, granted{Link: row.ID, Statement: row.Statement, Contact: row.Contact, Customer: row.Customer})
		}
		live[key] = row.ID
	}
	auditGrants(tx, fresh)
	out := make([]ledger.ID, len(grants))
	for i, g := range grants {
		out[i] = live[holding{g.ContactID, g.StatementID}]
	}
	return out, nil
}

// granted is a link as the audit log names it.
type granted struct {
	Link      ledger.ID `json:"link"`
	Statement ledger.ID `json:"statement"`
	Contact   ledger.ID `json:"contact"`
	Customer  ledger.ID `json:"customer"`
}

// A few links are a row each; a set goes in rows of many, which name no single customer: everyone shares the chain's lock.
const (
	auditedSingly = 50
	auditedAtOnce = 200
)

func auditGrants(tx *store.Tx, fresh []granted) {
	if len(fresh) <= auditedSingly {
		for _, g := range fresh {
			tx.Audit(g.Customer, "link.granted", g)
		}
		return
	}
	for from := 0; from < len(fresh); from += auditedAtOnce {
		tx.Audit(ledger.ID{}, "links.granted", fresh[from:min(from+auditedAtOnce, len(fresh))])
	}
}
