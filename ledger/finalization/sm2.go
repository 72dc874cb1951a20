package finalization

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"hefu/ledger"
	"hefu/ledger/archive"
	"hefu/ledger/esign"
	"hefu/ledger/internal/store"
)

// SM2Key is a key on the curve of GB/T 32918: an organization that has one signs the manifests of its bundles with it, too.
const SM2Key KeyUse = "sm2"

// AddSM2 has the manifests of bundles signed with SM2 and SM3 besides, from now on; the key before it retires. file holds a key and its
// certificates in PEM; without a file the program makes a key, for which nobody else vouches. Needs ManageSigning and a fresh sign-in.
// Refused: step_up_required, signing_key_refused, unavailable without a secret.
func (s *Service) AddSM2(ctx context.Context, actor ledger.Actor, file []byte, password string) error {
	if err := requireStaff(actor, ledger.ManageSigning); err != nil {
		return err
	}
	if err := actor.RequireFresh(); err != nil {
		return err
	}
	if len(file) > maxKeyFile {
		return ledger.E("signing_key_refused")
	}
	return s.db.Write(ctx, asSystem(actor), func(ctx context.Context, tx *store.Tx) error {
		now, err := tx.Now(ctx)
		if err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, holdKeys, actor.OrganizationID); err != nil {
			return err
		}
		if len(file) == 0 {
			_, err = s.makeSM2(ctx, tx, now)
			return err
		}
		key, err := esign.SM2FromPEM(file, password)
		if err == nil && (now.After(key.Leaf().NotAfter) || now.Before(key.Leaf().NotBefore)) {
			err = errors.New("the certificate is not valid now")
		}
		if err != nil {
			return ledger.E("signing_key_refused").Because(err)
		}
		return s.storeSM2(ctx, tx, "pem", key)
	})
}

// makeSM2 makes a key in the organization's name.
func (s *Service) makeSM2(ctx context.Context, tx *store.Tx, now time.Time) (esign.SM2Key, error) {
	name, _, err := store.Value[string](ctx, tx, `SELECT name FROM organizations WHERE id = $1`, tx.Actor.OrganizationID)
	if err != nil {
		return esign.SM2Key{}, err
	}
	key, err := esign.NewSM2Key(esign.Subject{Organization: name, Name: name + " " + sealWord + " SM2"}, now)
	if err != nil {
		return key, ledger.E("internal").Because(err)
	}
	return key, s.storeSM2(ctx, tx, "embedded", key)
}

func (s *Service) storeSM2(ctx context.Context, tx *store.Tx, source string, key esign.SM2Key) error {
	text, err := key.ToPEM()
	if err != nil {
		return ledger.E("signing_key_refused").Because(err)
	}
	sealed, err := s.secrets.Seal(keyPurpose, text)
	if err != nil {
		return err
	}
	if _, err := store.Exec(ctx, tx, retireKeys, tx.Actor.OrganizationID, tx.Actor.PersonID, tx.Actor.Name, SM2Key); err != nil {
		return err
	}
	leaf := key.Leaf().ToX509()
	id, print := ledger.NewID(), sha256.Sum256(leaf.Raw)
	_, err = store.Exec(ctx, tx, insertKey, id, tx.Actor.OrganizationID, SM2Key, source, nil, nil, string(key.Certificates()), sealed, nameOf(leaf), issuerOf(leaf),
		leaf.SerialNumber.Text(16), print[:], leaf.NotBefore, leaf.NotAfter, tx.Actor.PersonID, tx.Actor.Name)
	tx.Audit(ledger.ID{}, "signing_key.made", map[string]any{"key": id, "use": SM2Key, "source": source, "subject": nameOf(leaf), "issuer": issuerOf(leaf), "serial": leaf.SerialNumber.Text(16),
		"valid_to": leaf.NotAfter.UTC().Format(time.RFC3339)})
	return err
}

// sm2Key opens the SM2 key in force; given is false where there is none. One that the program made is made anew when it has expired.
func (s *Service) sm2Key(ctx context.Context, tx *store.Tx, now time.Time) (key esign.SM2Key, given bool, err error) {
	row, found, err := store.Row[keyRow](ctx, tx, newestKey, tx.Actor.OrganizationID, SM2Key, nil, nil)
	switch {
	case err != nil || !found:
		return key, false, err
	case row.ValidTo.After(now):
	case row.Source == "embedded":
		key, err = s.makeSM2(ctx, tx, now)
		return key, true, err
	default:
		return key, true, ledger.E("signing_key_unusable")
	}
	text, err := s.secrets.Unseal(keyPurpose, row.Material)
	if err != nil {
		return key, true, err
	}
	if key, err = esign.SM2FromPEM(text, ""); err != nil {
		return key, true, ledger.E("internal").Because(err)
	}
	return key, true, nil
}

// addSM2 signs content with the organization's SM2 key, where it has one: in the form of GM/T 0010, and bare, as openssl checks it.
func (s *Service) addSM2(ctx context.Context, tx *store.Tx, content []byte, proof *archive.Proof, now time.Time) error {
	key, given, err := s.sm2Key(ctx, tx, now)
	if err != nil || !given {
		return err
	}
	signed, err := esign.SignSM2(content, key)
	if err != nil {
		return signingFault(err)
	}
	bare, err := esign.SignSM2Bare(content, key)
	if err != nil {
		return signingFault(err)
	}
	proof.Files["manifest.sm2.p7s"], proof.Files["manifest.sm2.sig"], proof.Files["sm2.pem"] = signed, bare, key.Certificates()
	return nil
}
