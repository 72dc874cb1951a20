package token

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Bearer is a token that was recognized: which it is, and whom it acts for. Roles of a customer's are those its maker holds at this moment, and
// Interface of the organization's own.
type Bearer struct {
	Audience       ledger.Audience
	ID             ledger.ID
	Name           string
	Prefix         string
	Scopes         []ledger.Scope
	OrganizationID ledger.ID
	CustomerID     ledger.ID
	MakerID        ledger.ID
	MakerSubject   string
	Email          string
	Locale         string
	Roles          []ledger.Role
}

// The database's clock decides expiry, as with sessions; the maker's roles are read with every request.
const readBearer = `
SELECT t.id, t.name, t.prefix, t.scopes, t.organization_id, t.customer_id, p.id, coalesce(p.issuer || '#' || p.subject, ''), p.email, p.locale,
  CASE WHEN p.active THEN ARRAY(SELECT r.role FROM contact_roles r JOIN customers c ON c.id = r.customer_id AND c.active
    WHERE r.contact_id = p.id AND r.customer_id = t.customer_id ORDER BY r.role) ELSE '{}' END,
  t.expires_at <= now(), t.revoked_at,
  t.used_on IS DISTINCT FROM (now() AT TIME ZONE 'UTC')::date, t.last_used_from <> $2 OR t.last_used_at < now() - interval '1 minute' OR t.last_used_at IS NULL
FROM api_tokens t JOIN contacts p ON p.id = t.made_by WHERE t.token_sha256 = $1`

// The organization's own acts as long as who made it administers the organization.
const readOwnBearer = `
SELECT t.id, t.name, t.prefix, t.scopes, t.organization_id, NULL::uuid, p.id, coalesce(p.issuer || '#' || p.subject, ''), p.email, p.locale,
  CASE WHEN p.active AND EXISTS (SELECT FROM staff_roles r WHERE r.organization_id = t.organization_id AND r.staff_id = p.id AND r.role = 'administrator') THEN ARRAY['interface'] ELSE '{}' END,
  t.expires_at <= now(), t.revoked_at,
  t.used_on IS DISTINCT FROM (now() AT TIME ZONE 'UTC')::date, t.last_used_from <> $2 OR t.last_used_at < now() - interval '1 minute' OR t.last_used_at IS NULL
FROM api_tokens t JOIN staff p ON p.id = t.made_by WHERE t.token_sha256 = $1 AND t.customer_id IS NULL`

type bearerRow struct {
	ID                                  ledger.ID
	Name, Prefix                        string
	Scopes                              []string
	OrganizationID, CustomerID, MakerID ledger.ID
	MakerSubject, Email, Locale         string
	Roles                               []string
	Expired                             bool
	RevokedAt                           *time.Time
	NewDay, Stale                       bool
}

const touch = `UPDATE api_tokens SET last_used_at = now(), last_used_from = $2 WHERE id = $1`

const touchDay = `UPDATE api_tokens SET used_on = (now() AT TIME ZONE 'UTC')::date WHERE id = $1 AND used_on IS DISTINCT FROM (now() AT TIME ZONE 'UTC')::date`

// Recognize finds the token that a request from address shows, and notes its use: the time and place to the minute, and one row a day
// in the audit log. Refused: token_invalid, token_revoked, token_expired, token_maker_left.
func (s *Service) Recognize(ctx context.Context, secret, address string) (Bearer, error) {
	if !isWhole(secret) {
		return Bearer{}, ledger.E("token_invalid")
	}
	audience, query := Audience(secret), readBearer
	if audience == ledger.Backoffice {
		query = readOwnBearer
	}
	row, found, err := store.ReadAlone[bearerRow](ctx, s.db, query, fingerprint(secret), address)
	switch {
	case err != nil:
		return Bearer{}, err
	case !found:
		return Bearer{}, ledger.E("token_invalid")
	case row.RevokedAt != nil:
		return Bearer{}, ledger.E("token_revoked")
	case row.Expired:
		return Bearer{}, ledger.E("token_expired")
	case len(row.Roles) == 0:
		return Bearer{}, ledger.E("token_maker_left")
	}
	bearer := row.bearer(audience)
	if row.NewDay || row.Stale {
		err = s.note(ctx, bearer, address)
	}
	return bearer, err
}

func (row bearerRow) bearer(audience ledger.Audience) Bearer {
	b := Bearer{Audience: audience, ID: row.ID, Name: row.Name, Prefix: row.Prefix, OrganizationID: row.OrganizationID, CustomerID: row.CustomerID, MakerID: row.MakerID,
		MakerSubject: row.MakerSubject, Email: row.Email, Locale: row.Locale}
	for _, scope := range row.Scopes {
		b.Scopes = append(b.Scopes, ledger.Scope(scope))
	}
	for _, role := range row.Roles {
		b.Roles = append(b.Roles, ledger.Role(role))
	}
	return b
}

func (s *Service) note(ctx context.Context, b Bearer, address string) error {
	actor := ledger.SystemActor(b.OrganizationID, "token")
	actor.Subject, actor.Address = b.Subject(), address
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if _, err := store.Exec(ctx, tx, touch, b.ID, address); err != nil {
			return err
		}
		first, err := store.Exec(ctx, tx, touchDay, b.ID)
		if err == nil && first > 0 {
			tx.Audit(b.CustomerID, "token.used", map[string]any{"token": b.ID, "name": b.Name, "prefix": b.Prefix})
		}
		return err
	})
}

// Subject is how the audit log names it: the token, and whose it is.
func (b Bearer) Subject() string { return "token:" + b.Prefix + " of " + b.MakerSubject }
