package finalization

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"io"
	"time"

	"hefu/ledger"
	"hefu/ledger/esign"
	"hefu/ledger/internal/store"
)

// KeyUse is what a key is for.
type KeyUse string

// The uses.
const (
	AuthorityKey KeyUse = "authority" // certifies the other embedded ones
	SellerKey    KeyUse = "seller"    // the organization's seal
	TimestampKey KeyUse = "timestamp"
	ContactKey   KeyUse = "contact" // held for a customer's signer
)

// keyPurpose is what material is sealed for; the password of its PKCS#12 form protects nothing by itself.
const (
	keyPurpose  = "hefu signing key"
	keyPassword = "sealed"
)

// heldKey is a key on record, opened.
type heldKey struct {
	ID     ledger.ID
	Source string
	esign.Key
	closer io.Closer
}

func (h heldKey) close() {
	if h.closer != nil {
		_ = h.closer.Close() // the signature is made; a session that does not end cleanly changes nothing
	}
}

type keyRow struct {
	ID       ledger.ID
	Source   string
	Material []byte
	ValidTo  time.Time
}

const newestKey = `
SELECT k.id, k.source, k.material, k.valid_to FROM signing_keys k
WHERE k.organization_id = $1 AND k.use = $2 AND k.contact_id IS NOT DISTINCT FROM $3::uuid AND k.customer_id IS NOT DISTINCT FROM $4::uuid
  AND NOT EXISTS (SELECT FROM signing_key_ends e WHERE e.key_id = k.id) ORDER BY k.id DESC LIMIT 1`

// holdKeys makes those who may make a key of an organization take turns until the transaction ends.
const holdKeys = `SELECT pg_advisory_xact_lock(hashtextextended('hefu signing keys ' || $1::uuid::text, 0))`

// holder is whose key is wanted.
type holder struct {
	use      KeyUse
	contact  ledger.ID
	customer ledger.ID
	subject  esign.Subject
}

func (h holder) ids() (contact, customer any) {
	if h.use == ContactKey {
		return h.contact, h.customer
	}
	return nil, nil
}

// key opens the key in force, in a transaction with the program's rights; an embedded one is made when there is none, or it has expired.
// Refused: unavailable without a secret, signing_key_unusable for one of somebody else's that has expired.
func (s *Service) key(ctx context.Context, tx *store.Tx, h holder, now time.Time) (heldKey, error) {
	if h.use == SellerKey {
		if out, given, err := s.tokenKey(ctx, tx, now); given || err != nil {
			return out, err
		}
	}
	if _, err := store.Exec(ctx, tx, holdKeys, tx.Actor.OrganizationID); err != nil {
		return heldKey{}, err
	}
	contact, customer := h.ids()
	row, found, err := store.Row[keyRow](ctx, tx, newestKey, tx.Actor.OrganizationID, h.use, contact, customer)
	switch {
	case err != nil:
		return heldKey{}, err
	case found && row.ValidTo.After(now):
		return s.openKey(row)
	case found && row.Source != "embedded":
		return heldKey{}, ledger.E("signing_key_unusable")
	}
	return s.makeKey(ctx, tx, h, now)
}

func (s *Service) openKey(row keyRow) (heldKey, error) {
	content, err := s.secrets.Unseal(keyPurpose, row.Material)
	if err != nil {
		return heldKey{}, err
	}
	key, err := esign.PKCS12(content, keyPassword)
	if err != nil {
		return heldKey{}, ledger.E("internal").Because(err)
	}
	return heldKey{ID: row.ID, Source: row.Source, Key: key}, nil
}

// makeKey makes an embedded key, with the authority above it where that is missing.
func (s *Service) makeKey(ctx context.Context, tx *store.Tx, h holder, now time.Time) (heldKey, error) {
	var key esign.Key
	if h.use == AuthorityKey {
		made, err := esign.NewAuthority(h.subject.Organization, now)
		if err != nil {
			return heldKey{}, ledger.E("internal").Because(err)
		}
		key = made.Key
	} else {
		authority, err := s.authority(ctx, tx, now)
		if err != nil {
			return heldKey{}, err
		}
		purpose := esign.Documents
		if h.use == TimestampKey {
			purpose = esign.Timestamps
		}
		if key, err = authority.NewKey(h.subject, purpose, now); err != nil {
			return heldKey{}, ledger.E("internal").Because(err)
		}
	}
	id, err := s.store(ctx, tx, h, "embedded", key)
	return heldKey{ID: id, Source: "embedded", Key: key}, err
}

func (s *Service) authority(ctx context.Context, tx *store.Tx, now time.Time) (*esign.Authority, error) {
	name, _, err := store.Value[string](ctx, tx, `SELECT name FROM organizations WHERE id = $1`, tx.Actor.OrganizationID)
	if err != nil {
		return nil, err
	}
	held, err := s.key(ctx, tx, holder{use: AuthorityKey, subject: esign.Subject{Organization: name}}, now)
	return &esign.Authority{Key: held.Key}, err
}

const insertKey = `
INSERT INTO signing_keys (id, organization_id, use, source, customer_id, contact_id, chain, material, subject, issuer, serial, fingerprint, valid_from, valid_to, made_by, made_by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`

// store records a key, its material sealed; one in a token keeps its own.
func (s *Service) store(ctx context.Context, tx *store.Tx, h holder, source string, key esign.Key) (ledger.ID, error) {
	id := ledger.NewID()
	var sealed []byte
	if source != "pkcs11" {
		file, err := key.ToPKCS12(keyPassword)
		if err != nil {
			return id, ledger.E("signing_key_refused").Because(err)
		}
		if sealed, err = s.secrets.Seal(keyPurpose, file); err != nil {
			return id, err
		}
	}
	leaf := key.Leaf()
	print := sha256.Sum256(leaf.Raw)
	contact, customer := h.ids()
	_, err := store.Exec(ctx, tx, insertKey, id, tx.Actor.OrganizationID, h.use, source, customer, contact, string(esign.PEM(key.Chain...)), sealed, nameOf(leaf), issuerOf(leaf),
		leaf.SerialNumber.Text(16), print[:], leaf.NotBefore, leaf.NotAfter, tx.Actor.PersonID, tx.Actor.Name)
	tx.Audit(h.customer, "signing_key.made", map[string]any{"key": id, "use": h.use, "source": source, "subject": nameOf(leaf), "issuer": issuerOf(leaf), "serial": leaf.SerialNumber.Text(16),
		"valid_to": leaf.NotAfter.UTC().Format(time.RFC3339)})
	return id, err
}

func nameOf(c *x509.Certificate) string {
	if len(c.Subject.Organization) > 0 && c.Subject.Organization[0] != c.Subject.CommonName {
		return c.Subject.CommonName + " · " + c.Subject.Organization[0]
	}
	return c.Subject.CommonName
}

func issuerOf(c *x509.Certificate) string { return orElse(c.Issuer.CommonName, c.Issuer.String()) }

const keyInToken = `
SELECT k.id FROM signing_keys k WHERE k.organization_id = $1 AND k.use = 'seller' AND k.source = 'pkcs11' AND k.fingerprint = $2
  AND NOT EXISTS (SELECT FROM signing_key_ends e WHERE e.key_id = k.id)`

// tokenKey opens the key in the UKey or HSM of the configuration, and records its certificate when it is seen first.
func (s *Service) tokenKey(ctx context.Context, tx *store.Tx, now time.Time) (heldKey, bool, error) {
	if s.o.Token.Module == "" {
		return heldKey{}, false, nil
	}
	code, _, err := store.Value[string](ctx, tx, `SELECT code FROM organizations WHERE id = $1`, tx.Actor.OrganizationID)
	if err != nil || (s.o.TokenOf != "" && s.o.TokenOf != code) {
		return heldKey{}, false, err
	}
	key, closer, err := esign.PKCS11(s.o.Token)
	if err != nil {
		return heldKey{}, true, ledger.E("signing_key_unusable").Because(err)
	}
	out := heldKey{Source: "pkcs11", Key: key, closer: closer}
	if now.After(key.Leaf().NotAfter) {
		out.close()
		return out, true, ledger.E("signing_key_unusable").Because(errors.New("the certificate in the token has expired"))
	}
	print := sha256.Sum256(key.Leaf().Raw)
	id, found, err := store.Value[ledger.ID](ctx, tx, keyInToken, tx.Actor.OrganizationID, print[:])
	if err == nil && !found {
		id, err = s.store(ctx, tx, holder{use: SellerKey}, "pkcs11", key)
	}
	if err != nil {
		out.close()
	}
	out.ID = id
	return out, true, err
}

// stamper is the timestamp authority of the configuration, or the embedded one.
func (s *Service) stamper(ctx context.Context, tx *store.Tx, now time.Time) (esign.Stamper, error) {
	if s.o.Stamper != nil {
		return s.o.Stamper, nil
	}
	name, _, err := store.Value[string](ctx, tx, `SELECT name FROM organizations WHERE id = $1`, tx.Actor.OrganizationID)
	if err != nil {
		return nil, err
	}
	held, err := s.key(ctx, tx, holder{use: TimestampKey, subject: esign.Subject{Organization: name, Name: "Timestamps 时间戳"}}, now)
	return &esign.StampAuthority{Key: held.Key, Clock: func() time.Time { return now }}, err
}
