package access

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Holder is a contact of the statement's customer with the newest link to it, as staff see it.
type Holder struct {
	ContactID ledger.ID
	Name      string
	Email     string
	Roles     []string
	LinkID    ledger.ID // none when the contact never had one
	State     string    // none, live, expired, revoked
	Reason    string    // why it is revoked
	GrantedAt *time.Time
	ExpiresAt *time.Time
	OpenedAt  *time.Time // by hand, the first time
	Verified  *time.Time // by a code, the first time
	UsedAt    *time.Time // the last time anything was done through it
	RevokedAt *time.Time
}

// Whoever has a role now, and whoever still has a link.
const readHolders = `
SELECT p.id, p.name, p.email, ARRAY(SELECT r.role FROM contact_roles r WHERE r.contact_id = p.id AND r.customer_id = s.customer_id ORDER BY r.role), l.id,
  CASE WHEN l.id IS NULL THEN 'none' WHEN l.revoked_at IS NOT NULL THEN 'revoked' WHEN l.expires_at <= now() OR lower(l.email) <> lower(p.email) THEN 'expired' ELSE 'live' END,
  coalesce(l.revoke_reason, ''), l.granted_at, l.expires_at, l.opened_at, l.verified_at, l.used_at, l.revoked_at
FROM statements s JOIN customers c ON c.id = s.customer_id
JOIN contacts p ON p.active AND EXISTS (SELECT FROM contact_roles r WHERE r.contact_id = p.id AND r.customer_id = s.customer_id)
LEFT JOIN LATERAL (SELECT * FROM access_links k WHERE k.statement_id = s.id AND k.contact_id = p.id ORDER BY k.granted_at DESC, k.id DESC LIMIT 1) l ON true
WHERE s.id = $1 AND s.organization_id = $2 AND ($3::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($3))) ORDER BY p.name, p.id LIMIT 500`

const seesStatement = `
SELECT s.customer_id FROM statements s JOIN customers c ON c.id = s.customer_id WHERE s.id = $1 AND s.organization_id = $2 AND ($3::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($3)))`

func ownOnly(actor ledger.Actor) ledger.ID {
	if actor.OwnCustomersOnly() {
		return actor.PersonID
	}
	return ledger.ID{}
}

// Holders lists who has a link to a statement and what they did with it. Needs SeeStatements of staff. Refused: not_found.
func (s *Service) Holders(ctx context.Context, actor ledger.Actor, statement ledger.ID) ([]Holder, error) {
	if err := staff(actor, ledger.SeeStatements); err != nil {
		return nil, err
	}
	var out []Holder
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if _, err := customerOf(ctx, tx, statement); err != nil {
			return err
		}
		var err error
		out, err = store.Rows[Holder](ctx, tx, readHolders, statement, actor.OrganizationID, ownOnly(actor))
		return err
	})
	return out, err
}

func staff(actor ledger.Actor, need ledger.Permission) error {
	if actor.Audience == ledger.Portal {
		return ledger.E("not_permitted").With("permission", string(need))
	}
	return actor.Require(need)
}

func customerOf(ctx context.Context, tx *store.Tx, statement ledger.ID) (ledger.ID, error) {
	customer, found, err := store.Value[ledger.ID](ctx, tx, seesStatement, statement, tx.Actor.OrganizationID, ownOnly(tx.Actor))
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	return customer, err
}

// SendAgain has a contact's link mailed: the live one once more, or a fresh one in place of one that ended, or the first. Needs
// MakeStatements. Refused: not_found for another's statement, one that is not out, and somebody who is no contact of its customer.
func (s *Service) SendAgain(ctx context.Context, actor ledger.Actor, statement, contact ledger.ID) error {
	if err := staff(actor, ledger.MakeStatements); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		customer, err := customerOf(ctx, tx, statement)
		if err != nil {
			return err
		}
		return s.sendAgain(ctx, tx, Grant{OrganizationID: actor.OrganizationID, CustomerID: customer, ContactID: contact, StatementID: statement})
	})
}

// Revoke ends a contact's link; sessions opened by it end with it. Needs MakeStatements. Refused: not_found for another's
// statement, nothing_to_do when the contact has no live link.
func (s *Service) Revoke(ctx context.Context, actor ledger.Actor, statement, contact ledger.ID) error {
	if err := staff(actor, ledger.MakeStatements); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		customer, err := customerOf(ctx, tx, statement)
		if err != nil {
			return err
		}
		id, found, err := store.Value[ledger.ID](ctx, tx, `UPDATE access_links SET revoked_at = clock_timestamp(), revoked_by = $3, revoke_reason = 'staff'
			WHERE statement_id = $1 AND contact_id = $2 AND revoked_at IS NULL RETURNING id`, statement, contact, actor.PersonID)
		if err == nil && !found {
			err = ledger.E("nothing_to_do")
		}
		tx.Audit(customer, "link.revoked", map[string]any{"link": id, "statement": statement, "contact": contact, "reason": byStaff})
		return err
	})
}
