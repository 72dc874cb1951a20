package finalization

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"hefu/ledger"
	"hefu/ledger/archive"
	"hefu/ledger/esign"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// SignManifest signs content with the organization's seal, and has it stamped as its documents are; an organization with an SM2 key signs it with that besides. Who may ask is the archive's to say.
// Nil on a server without HEFU_SECRET, where organizations have no keys. Refused: signing_key_unusable, timestamp_missing.
func (s *Service) SignManifest(ctx context.Context, actor ledger.Actor, content []byte) (*archive.Proof, error) {
	if _, err := s.secrets.Seal(keyPurpose, nil); ledger.IsCode(err, "unavailable") {
		return nil, nil //nolint:nilnil // nobody signs here, which is no error
	}
	var proof *archive.Proof
	err := s.db.Write(ctx, asSystem(actor), func(ctx context.Context, tx *store.Tx) error {
		now, err := tx.Now(ctx)
		if err != nil {
			return err
		}
		name, _, err := store.Value[string](ctx, tx, `SELECT name FROM organizations WHERE id = $1`, actor.OrganizationID)
		if err != nil {
			return err
		}
		key, err := s.key(ctx, tx, holder{use: SellerKey, subject: esign.Subject{Organization: name, Name: name + " " + sealWord}}, now)
		if err != nil {
			return err
		}
		defer key.close()
		stamper, err := s.stamper(ctx, tx, now)
		if err != nil {
			return err
		}
		if proof, err = archive.Proofs(ctx, content, key.Key, stamper); err != nil {
			return signingFault(err)
		}
		return s.addSM2(ctx, tx, content, proof, now)
	})
	return proof, err
}

// signedBy is a signature as a bundle tells of it.
type signedBy struct {
	At           time.Time `json:"at"`
	By           string    `json:"by"`
	FileSHA256   string    `json:"file_sha256"`
	Issuer       string    `json:"issuer"`
	Means        string    `json:"means"`
	Organization string    `json:"organization"`
	Party        Party     `json:"party"`
	Serial       string    `json:"serial"`
	Signer       string    `json:"signer"`
	Stamped      bool      `json:"stamped"`
	Text         string    `json:"text"`
	ValidTo      time.Time `json:"certificate_valid_to"`
}

// SignedFiles are the file with both signatures, the data that was signed, who signed it, and the certificates that the organization's
// own authority is known by. Needs SeeStatements. Refused: not_found, state_forbids before both have signed.
func (s *Service) SignedFiles(ctx context.Context, actor ledger.Actor, id ledger.ID) (archive.Signed, error) {
	found, err := s.Get(ctx, actor, id)
	if err != nil {
		return archive.Signed{}, err
	}
	if found.State != Signed {
		return archive.Signed{}, ledger.E("state_forbids").With("state", string(found.State))
	}
	file, err := s.read(ctx, found.FileSHA256)
	if err != nil {
		return archive.Signed{}, err
	}
	authority, err := s.Authorities(ctx, actor)
	if err != nil {
		return archive.Signed{}, err
	}
	signatures := make([]signedBy, len(found.Signatures))
	for i, g := range found.Signatures {
		signatures[i] = signedBy{g.At, g.By, hex.EncodeToString(g.SHA256), g.Issuer, g.Means, g.Organization, g.Party, g.Serial, g.Signer, g.Stamped, g.Text, g.ValidTo}
	}
	list, err := json.MarshalIndent(signatures, "", " ")
	if err != nil {
		return archive.Signed{}, ledger.E("internal").Because(err)
	}
	content := sha256.Sum256([]byte(found.Content))
	out := archive.Signed{Scope: string(found.Scope), Agreed: money.Text(found.Agreed, money.Currency(found.Currency)), ContentSHA256: hex.EncodeToString(content[:]),
		FileSHA256: hex.EncodeToString(found.FileSHA256), Files: map[string][]byte{
			"finalization/reconciliation.pdf": file, "finalization/reconciliation.json": []byte(found.Content), "finalization/signatures.json": append(list, '\n')}}
	if len(authority) > 0 {
		out.Files["finalization/authority.pem"] = authority
	}
	if found.Request != nil && found.Request.State == RequestSigned {
		vouched, err := s.rootOf(ctx, actor, found.Request.ID)
		if err != nil {
			return archive.Signed{}, err
		}
		out.Files["finalization/provider.pem"] = vouched
	}
	return out, nil
}

// rootOf is the certificate that vouched for the signer of an order, in PEM.
func (s *Service) rootOf(ctx context.Context, actor ledger.Actor, request ledger.ID) ([]byte, error) {
	var found string
	err := s.db.Read(ctx, asSystem(actor), func(ctx context.Context, tx *store.Tx) (err error) {
		found, _, err = store.Value[string](ctx, tx, `SELECT r.certificate FROM signature_requests q JOIN provider_roots r ON r.organization_id = q.organization_id AND r.fingerprint = q.root_sha256 WHERE q.id = $1`, request)
		return err
	})
	return []byte(found), err
}
