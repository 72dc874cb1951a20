package finalization

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/esign"
	"hefu/ledger/internal/store"
)

// KeyState is how a key stands.
type KeyState string

// The states of a key.
const (
	InForce KeyState = "in_force"
	Ending  KeyState = "ending" // within a month
	Expired KeyState = "expired"
	Revoked KeyState = "revoked"
	Retired KeyState = "retired" // another took its place
)

// SigningKey is a key as the settings show it, without its material.
type SigningKey struct {
	ID          ledger.ID
	Use         KeyUse
	Source      string
	Subject     string
	Issuer      string
	Serial      string
	Fingerprint []byte
	ValidFrom   time.Time
	ValidTo     time.Time
	MadeByName  string
	MadeAt      time.Time
	EndKind     string
	EndReason   string
	EndedByName string
	EndedAt     *time.Time
	Signatures  int
	Current     bool // what signs next
	State       KeyState
}

const selectKeys = `
SELECT k.id, k.use, k.source, k.subject, k.issuer, k.serial, k.fingerprint, k.valid_from, k.valid_to, k.made_by_name, k.made_at, coalesce(e.kind, ''), coalesce(e.reason, ''),
  coalesce(e.ended_by_name, ''), e.ended_at, (SELECT count(*)::int FROM signatures g WHERE g.key_id = k.id),
  e.key_id IS NULL AND NOT EXISTS (SELECT FROM signing_keys n WHERE n.organization_id = k.organization_id AND n.use = k.use AND n.id > k.id AND NOT EXISTS (SELECT FROM signing_key_ends x WHERE x.key_id = n.id)),
  CASE WHEN e.kind IS NOT NULL THEN e.kind WHEN k.valid_to <= now() THEN 'expired' WHEN k.valid_to <= now() + interval '30 days' THEN 'ending' ELSE 'in_force' END
FROM signing_keys k LEFT JOIN signing_key_ends e ON e.key_id = k.id WHERE k.organization_id = $1 AND k.use <> 'contact'`

// Keys lists the organization's keys, newest first; those held for customers are theirs. Needs ManageSigning.
func (s *Service) Keys(ctx context.Context, actor ledger.Actor) ([]SigningKey, error) {
	if err := requireStaff(actor, ledger.ManageSigning); err != nil {
		return nil, err
	}
	var out []SigningKey
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[SigningKey](ctx, tx, selectKeys+` ORDER BY k.id DESC`, actor.OrganizationID)
		return err
	})
	return out, err
}

// External tells what the configuration of the server gives: a token that signs for this organization, a timestamp authority, a provider.
type External struct {
	Token, Stamper bool
	Provider       Provider // nil: none
}

// External reads the configuration as far as people need to know it.
func (s *Service) External() External {
	return External{s.o.Token.Module != "", s.o.Stamper != nil, s.o.Provider}
}

// ProviderTally says how orders at e-sign providers went in the last thirty days.
type ProviderTally struct{ Signed, Waiting, Refused, Failed, Away int }

const tallyRequests = `
SELECT count(*) FILTER (WHERE state = 'signed')::int, count(*) FILTER (WHERE ended_at IS NULL)::int, count(*) FILTER (WHERE state = 'refused')::int, count(*) FILTER (WHERE state = 'failed')::int,
  count(*) FILTER (WHERE ended_at IS NULL AND reason = 'away')::int
FROM signature_requests WHERE organization_id = $1 AND asked_at > now() - interval '30 days'`

// ProviderTally counts the orders. Needs ManageSigning.
func (s *Service) ProviderTally(ctx context.Context, actor ledger.Actor) (out ProviderTally, err error) {
	if err := requireStaff(actor, ledger.ManageSigning); err != nil {
		return out, err
	}
	err = s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, _, err = store.Row[ProviderTally](ctx, tx, tallyRequests, actor.OrganizationID)
		return err
	})
	return out, err
}

const maxKeyFile = 64 << 10

// AddKey takes a key of a licensed authority as PKCS#12 for the seller's signatures from now on; the one before it retires. Needs
// ManageSigning and a fresh sign-in. Refused: step_up_required, signing_key_refused for a wrong password, an expired certificate or a
// key that cannot sign, signing_key_known.
func (s *Service) AddKey(ctx context.Context, actor ledger.Actor, file []byte, password string) (ledger.ID, error) {
	if err := requireStaff(actor, ledger.ManageSigning); err != nil {
		return ledger.ID{}, err
	}
	if err := actor.RequireFresh(); err != nil {
		return ledger.ID{}, err
	}
	if len(file) == 0 || len(file) > maxKeyFile {
		return ledger.ID{}, ledger.E("signing_key_refused")
	}
	key, err := esign.PKCS12(file, password)
	if err != nil {
		return ledger.ID{}, ledger.E("signing_key_refused").Because(err)
	}
	var id ledger.ID
	err = s.db.Write(ctx, asSystem(actor), func(ctx context.Context, tx *store.Tx) error {
		now, err := tx.Now(ctx)
		if err != nil {
			return err
		}
		if now.After(key.Leaf().NotAfter) || now.Before(key.Leaf().NotBefore) {
			return ledger.E("signing_key_refused")
		}
		if _, err := store.Exec(ctx, tx, holdKeys, actor.OrganizationID); err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, retireKeys, actor.OrganizationID, actor.PersonID, actor.Name, SellerKey); err != nil {
			return err
		}
		id, err = s.store(ctx, tx, holder{use: SellerKey}, "pkcs12", key)
		return err
	})
	return id, err
}

const retireKeys = `
INSERT INTO signing_key_ends (key_id, organization_id, kind, reason, ended_by, ended_by_name)
SELECT k.id, k.organization_id, 'retired', '新证书启用 replaced', $2, $3 FROM signing_keys k
WHERE k.organization_id = $1 AND k.use = $4 AND NOT EXISTS (SELECT FROM signing_key_ends e WHERE e.key_id = k.id)`

const revokeKey = `
INSERT INTO signing_key_ends (key_id, organization_id, kind, reason, ended_by, ended_by_name)
SELECT k.id, k.organization_id, 'revoked', $3, $4, $5 FROM signing_keys k
WHERE k.organization_id = $1 AND k.id = $2 AND k.use IN ('seller', 'sm2') AND NOT EXISTS (SELECT FROM signing_key_ends e WHERE e.key_id = k.id)`

// RevokeKey ends a seller's key that is not to be trusted any more; what is signed next has another. One of a licensed authority is
// revoked there as well, by its owner. Needs ManageSigning and a fresh sign-in. Refused: step_up_required, a missing reason, not_found for what is no
// live key of the seller's.
func (s *Service) RevokeKey(ctx context.Context, actor ledger.Actor, id ledger.ID, reason string) error {
	if err := requireStaff(actor, ledger.ManageSigning); err != nil {
		return err
	}
	if err := actor.RequireFresh(); err != nil {
		return err
	}
	switch {
	case reason == "":
		return ledger.E("validation_failed").At("reason", "required")
	case len([]rune(reason)) > maxReason:
		return ledger.E("validation_failed").At("reason", "too_long")
	}
	return s.db.Write(ctx, asSystem(actor), func(ctx context.Context, tx *store.Tx) error {
		ended, err := store.Exec(ctx, tx, revokeKey, actor.OrganizationID, id, reason, actor.PersonID, actor.Name)
		if err == nil && ended == 0 {
			err = ledger.E("not_found")
		}
		tx.Audit(ledger.ID{}, "signing_key.revoked", map[string]any{"key": id, "reason": reason, "by": actor.Name})
		return err
	})
}

// Authorities are the certificates of the organization's embedded authority in PEM: what the other side tells its reader to trust.
func (s *Service) Authorities(ctx context.Context, actor ledger.Actor) ([]byte, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return nil, err
	}
	var chains []string
	err := s.db.Read(ctx, asSystem(actor), func(ctx context.Context, tx *store.Tx) (err error) {
		chains, err = store.Values[string](ctx, tx, `SELECT chain FROM signing_keys WHERE organization_id = $1 AND use = 'authority' ORDER BY id`, actor.OrganizationID)
		return err
	})
	var out []byte
	for _, chain := range chains {
		out = append(out, chain...)
	}
	return out, err
}
