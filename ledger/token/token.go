// Package token owns the API tokens by which a customer's own program (its ERP) reaches the portal's interface, and the organization's own
// the back office's (SPEC section 17): who made them, what they may do, and when they end. A token is shown once; only its SHA-256 is kept.
package token

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Limits of a token.
const (
	MaxDays = 365
	MaxLive = 20 // of one customer
	maxName = 60
)

// Service keeps tokens. Every method needs ManageTokens but Recognize, which is asked before anybody is known.
type Service struct{ db *store.DB }

// Open opens the service.
func Open(db *store.DB) *Service { return &Service{db: db} }

// State is how a token stands; derived, never stored.
type State string

// The states. MakerLeft: whoever made it holds no role at the customer any more.
const (
	Live      State = "live"
	Expired   State = "expired"
	Revoked   State = "revoked"
	MakerLeft State = "maker_left"
)

// Summary is a token as lists show it. Prefix is its visible beginning; LastUsedFrom a network address.
type Summary struct {
	ID            ledger.ID
	Name          string
	Prefix        string
	Scopes        []string
	MadeByName    string
	CreatedAt     time.Time
	ExpiresAt     time.Time
	RevokedAt     *time.Time
	RevokedByName string
	LastUsedAt    *time.Time
	LastUsedFrom  string
	State         State
}

const readSummaries = `
SELECT t.id, t.name, t.prefix, t.scopes, t.made_by_name, t.created_at, t.expires_at, t.revoked_at, t.revoked_by_name, t.last_used_at, t.last_used_from,
  CASE WHEN t.revoked_at IS NOT NULL THEN 'revoked' WHEN t.expires_at <= now() THEN 'expired'
       WHEN NOT EXISTS (SELECT FROM contact_roles r JOIN contacts p ON p.id = r.contact_id AND p.active WHERE r.contact_id = t.made_by AND r.customer_id = t.customer_id) THEN 'maker_left'
       ELSE 'live' END AS state
FROM api_tokens t`

// List is every token of the customer, newest first, the ended ones for the record; at most 200. Needs ManageTokens.
func (s *Service) List(ctx context.Context, actor ledger.Actor) ([]Summary, error) {
	if err := permit(actor); err != nil {
		return nil, err
	}
	var found []Summary
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		found, err = store.Rows[Summary](ctx, tx, readSummaries+" ORDER BY t.id DESC LIMIT 200")
		return err
	})
	return found, err
}

// CreateCommand asks for a token: a name of 1–60 characters, its scopes, and for how many days, 1–365.
type CreateCommand struct {
	Name   string
	Scopes []ledger.Scope
	Days   int
}

// Made is a new token with its secret, which nobody is shown again.
type Made struct {
	Summary
	Secret string
}

const insertToken = `
INSERT INTO api_tokens (id, organization_id, customer_id, name, prefix, token_sha256, scopes, made_by, made_by_name, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now(), now() + make_interval(days => $10))`

// Create makes a token that acts for the actor. Needs ManageTokens and what its scopes let through. Refused in this order:
// not_permitted, validation_failed (name, scopes, days), too_many_tokens.
func (s *Service) Create(ctx context.Context, actor ledger.Actor, cmd CreateCommand) (Made, error) {
	if err := permit(actor); err != nil {
		return Made{}, err
	}
	cmd.Name = strings.TrimSpace(cmd.Name)
	if err := cmd.check(ledger.Scopes()); err != nil {
		return Made{}, err
	}
	for _, scope := range cmd.Scopes {
		for _, permission := range scope.Permissions() {
			if err := actor.Require(permission); err != nil {
				return Made{}, err
			}
		}
	}
	secret, err := newSecret(mark)
	if err != nil {
		return Made{}, ledger.E("unavailable").Because(err)
	}
	made := Made{Secret: secret}
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		// One token at a time, so that two cannot pass the limit together.
		if _, err := store.Exec(ctx, tx, `SELECT pg_advisory_xact_lock(hashtextextended('api_tokens' || $1::text, 0))`, actor.CustomerID.String()); err != nil {
			return err
		}
		live, _, err := store.Value[int](ctx, tx, `SELECT count(*)::int FROM api_tokens WHERE revoked_at IS NULL AND expires_at > now()`)
		if err != nil {
			return err
		}
		if live >= MaxLive {
			return ledger.E("too_many_tokens").With("limit", MaxLive)
		}
		id := ledger.NewID()
		if _, err := store.Exec(ctx, tx, insertToken, id, actor.OrganizationID, actor.CustomerID, cmd.Name, secret[:prefixSize], fingerprint(secret), cmd.Scopes,
			actor.PersonID, actor.Name, cmd.Days); err != nil {
			return err
		}
		tx.Audit(actor.CustomerID, "token.created", map[string]any{"token": id, "name": cmd.Name, "prefix": secret[:prefixSize], "scopes": cmd.Scopes, "days": cmd.Days})
		made.Summary, _, err = store.Row[Summary](ctx, tx, readSummaries+" WHERE t.id = $1", id)
		return err
	})
	return made, err
}

func (cmd CreateCommand) check(offered []ledger.Scope) error {
	bad := ledger.E("validation_failed")
	switch {
	case cmd.Name == "":
		bad.At("name", "required")
	case utf8.RuneCountInString(cmd.Name) > maxName:
		bad.At("name", "too_long")
	case strings.ContainsFunc(cmd.Name, unicode.IsControl) || !utf8.ValidString(cmd.Name):
		bad.At("name", "bad_text")
	}
	if len(cmd.Scopes) == 0 {
		bad.At("scopes", "required")
	}
	for i, scope := range cmd.Scopes {
		if !slices.Contains(offered, scope) {
			bad.At("scopes", "not_a_choice")
		} else if slices.Contains(cmd.Scopes[:i], scope) {
			bad.At("scopes", "duplicate")
		}
	}
	if cmd.Days < 1 {
		bad.At("days", "too_small")
	}
	if cmd.Days > MaxDays {
		bad.At("days", "too_large")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

const revoke = `
UPDATE api_tokens SET revoked_at = now(), revoked_by = $2, revoked_by_name = $3 WHERE id = $1 AND revoked_at IS NULL AND expires_at > now()`

// Revoke ends a token; its next request is refused. Needs ManageTokens; anybody who does may end anybody's. Refused: not_found,
// token_ended.
func (s *Service) Revoke(ctx context.Context, actor ledger.Actor, id ledger.ID) error {
	if err := permit(actor); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		found, ok, err := store.Row[Summary](ctx, tx, readSummaries+" WHERE t.id = $1", id)
		if err != nil {
			return err
		}
		if !ok {
			return ledger.E("not_found")
		}
		return end(ctx, tx, actor.CustomerID, found)
	})
}

// end ends a token that the actor may end.
func end(ctx context.Context, tx *store.Tx, customer ledger.ID, found Summary) error {
	ended, err := store.Exec(ctx, tx, revoke, found.ID, tx.Actor.PersonID, tx.Actor.Name)
	if err != nil {
		return err
	}
	if ended == 0 {
		return ledger.E("token_ended")
	}
	tx.Audit(customer, "token.revoked", map[string]any{"token": found.ID, "name": found.Name, "prefix": found.Prefix})
	return nil
}

// permit: a customer's person with ManageTokens, never a token.
func permit(actor ledger.Actor) error {
	if actor.Audience != ledger.Portal {
		return ledger.E("not_permitted").With("permission", string(ledger.ManageTokens))
	}
	return actor.Require(ledger.ManageTokens)
}
