package token

import (
	"context"
	"strings"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

const readOwnSummaries = `
SELECT t.id, t.name, t.prefix, t.scopes, t.made_by_name, t.created_at, t.expires_at, t.revoked_at, t.revoked_by_name, t.last_used_at, t.last_used_from,
  CASE WHEN t.revoked_at IS NOT NULL THEN 'revoked' WHEN t.expires_at <= now() THEN 'expired'
       WHEN NOT EXISTS (SELECT FROM staff_roles r JOIN staff p ON p.id = r.staff_id AND p.active
         WHERE r.staff_id = t.made_by AND r.organization_id = t.organization_id AND r.role = 'administrator') THEN 'maker_left'
       ELSE 'live' END AS state
FROM api_tokens t WHERE t.organization_id = $1 AND t.customer_id IS NULL`

// OfOrganization is every token of the organization's own programs, newest first, the ended ones for the record; at most 200. Needs
// ManageTokens, of staff.
func (s *Service) OfOrganization(ctx context.Context, actor ledger.Actor) ([]Summary, error) {
	if err := staff(actor, ledger.ManageTokens); err != nil {
		return nil, err
	}
	var found []Summary
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		found, err = store.Rows[Summary](ctx, tx, readOwnSummaries+" ORDER BY t.id DESC LIMIT 200", actor.OrganizationID)
		return err
	})
	return found, err
}

// CreateForOrganization makes a token for a program of the organization. It does what its scopes name, in the maker's name, whatever the maker
// may do; it ends when the maker administers the organization no more. Needs ManageTokens, of staff, and a fresh sign-in. Refused in this
// order: not_permitted, step_up_required, validation_failed (name, scopes, days), too_many_tokens.
func (s *Service) CreateForOrganization(ctx context.Context, actor ledger.Actor, cmd CreateCommand) (Made, error) {
	if err := staff(actor, ledger.ManageTokens); err != nil {
		return Made{}, err
	}
	if err := actor.RequireFresh(); err != nil {
		return Made{}, err
	}
	cmd.Name = strings.TrimSpace(cmd.Name)
	if err := cmd.check(ledger.OrganizationScopes()); err != nil {
		return Made{}, err
	}
	secret, err := newSecret(ownMark)
	if err != nil {
		return Made{}, ledger.E("unavailable").Because(err)
	}
	made := Made{Secret: secret}
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if _, err := store.Exec(ctx, tx, `SELECT pg_advisory_xact_lock(hashtextextended('api_tokens' || $1::text, 0))`, actor.OrganizationID.String()); err != nil {
			return err
		}
		live, _, err := store.Value[int](ctx, tx, `SELECT count(*)::int FROM api_tokens WHERE organization_id = $1 AND customer_id IS NULL AND revoked_at IS NULL AND expires_at > now()`, actor.OrganizationID)
		if err != nil {
			return err
		}
		if live >= MaxLive {
			return ledger.E("too_many_tokens").With("limit", MaxLive)
		}
		id := ledger.NewID()
		if _, err := store.Exec(ctx, tx, insertToken, id, actor.OrganizationID, ledger.ID{}, cmd.Name, secret[:prefixSize], fingerprint(secret), cmd.Scopes,
			actor.PersonID, actor.Name, cmd.Days); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "token.created", map[string]any{"token": id, "name": cmd.Name, "prefix": secret[:prefixSize], "scopes": cmd.Scopes, "days": cmd.Days})
		made.Summary, _, err = store.Row[Summary](ctx, tx, readOwnSummaries+" AND t.id = $2", actor.OrganizationID, id)
		return err
	})
	return made, err
}

// RevokeOfOrganization ends a token of the organization; its next request is refused. Needs ManageTokens, of staff; anybody who does may end
// anybody's. Refused: not_found, token_ended.
func (s *Service) RevokeOfOrganization(ctx context.Context, actor ledger.Actor, id ledger.ID) error {
	if err := staff(actor, ledger.ManageTokens); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		found, ok, err := store.Row[Summary](ctx, tx, readOwnSummaries+" AND t.id = $2", actor.OrganizationID, id)
		if err == nil && !ok {
			err = ledger.E("not_found")
		}
		if err != nil {
			return err
		}
		return end(ctx, tx, ledger.ID{}, found)
	})
}
