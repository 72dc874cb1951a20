package finalization

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"hefu/ledger"
	"hefu/ledger/archive"
	"hefu/ledger/esign"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/pdf"
)

// SignCommand signs exactly the file that was read: SHA256 is its hash, in hex. Agreed says that the text was ticked.
type SignCommand struct {
	ID     ledger.ID
	SHA256 string
	Agreed bool
}

func (c SignCommand) check() error {
	if !c.Agreed {
		return ledger.E("validation_failed").At("agreed", "required")
	}
	return nil
}

// due holds the finalization's statement and makes sure that this signature is the one that is due. Refused in this order: not_found,
// state_forbids, content_changed when another file was read.
func due(ctx context.Context, tx *store.Tx, cmd SignCommand, in State) (Finalization, error) {
	f, err := find(ctx, tx, cmd.ID)
	if err != nil {
		return f, err
	}
	if _, err := store.Exec(ctx, tx, `SELECT FROM statements WHERE id = $1 FOR UPDATE`, f.StatementID); err != nil {
		return f, err
	}
	if f, err = find(ctx, tx, cmd.ID); err != nil {
		return f, err
	}
	switch {
	case f.State != in:
		return f, ledger.E("state_forbids").With("state", string(f.State))
	case hex.EncodeToString(f.FileSHA256) != cmd.SHA256:
		return f, ledger.E("content_changed")
	}
	return f, nil
}

// Sign signs for the seller, with the organization's key. Needs SignStatements and a fresh sign-in. Refused in this order: not ticked,
// step_up_required, not_found, state_forbids, content_changed, four_eyes for who prepared it or stands in for who did, signing_key_unusable, unavailable.
func (s *Service) Sign(ctx context.Context, actor ledger.Actor, cmd SignCommand) error {
	if err := requireStaff(actor, ledger.SignStatements); err != nil {
		return err
	}
	if err := cmd.check(); err != nil {
		return err
	}
	if err := actor.RequireFresh(); err != nil {
		return err
	}
	// Whose finalization it is is asked with the actor's own rights; the rest is the program's.
	if _, err := s.Get(ctx, actor, cmd.ID); err != nil {
		return err
	}
	return s.db.Write(ctx, asSystem(actor), func(ctx context.Context, tx *store.Tx) error {
		f, err := due(ctx, tx, cmd, ToSign)
		if err != nil {
			return err
		}
		if actor.SamePerson(f.PreparedBy, f.PreparedAt) {
			return ledger.E("four_eyes")
		}
		return s.signForSeller(ctx, tx, f)
	})
}

func (s *Service) signForSeller(ctx context.Context, tx *store.Tx, f Finalization) error {
	c, err := Parse(f.Content)
	if err != nil {
		return err
	}
	now, err := tx.Now(ctx)
	if err != nil {
		return err
	}
	key, err := s.key(ctx, tx, holder{use: SellerKey, subject: esign.Subject{Organization: c.Organization.Name, Name: c.Organization.Name + " " + sealWord}}, now)
	if err != nil {
		return err
	}
	defer key.close()
	m := made{party: Seller, means: "organization_key", key: key.ID, company: c.Organization.Name, at: now, text: c.Text.In(f.Locale)}
	if m.file, m.before, err = s.put(ctx, tx, f, m, key.Key); err != nil {
		return err
	}
	return s.conclude(ctx, tx, f, m)
}

// made is a signature that is made and not yet recorded.
type made struct {
	party        Party
	means        string
	key, code    ledger.ID
	request      ledger.ID // at the provider that made it
	company      string    // whose seal it shows
	at           time.Time
	text         string
	before, file []byte
}

// sealWord is what the drawn seal says it is for.
const sealWord = "对账专用章"

// signature says how a party's field is filled.
func (m made) signature(actor ledger.Actor) (esign.Signature, error) {
	const side = 38 * 72 / 25.4 // points; the place that pdf keeps free
	seal, err := pdf.Seal(m.company, sealWord)
	if err != nil {
		return esign.Signature{}, ledger.E("internal").Because(err)
	}
	look, err := pdf.SealBeside(side+pdf.SealText, side, "数字签名 Digitally signed", m.company, actor.Name, m.at.UTC().Format("2006-01-02 15:04:05")+" UTC")
	if err != nil {
		return esign.Signature{}, ledger.E("internal").Because(err)
	}
	return esign.Signature{Field: string(m.party), Name: actor.Name, Reason: "对账确认 Reconciliation confirmed", At: m.at, Certify: m.party == Seller,
		Appearance: esign.Appearance{Content: look, Seal: seal, Side: pdf.SealSide}}, nil
}

// put signs the file with a key of ours, with a timestamp.
func (s *Service) put(ctx context.Context, tx *store.Tx, f Finalization, m made, key esign.Key) (file, before []byte, err error) {
	if before, err = s.read(ctx, f.FileSHA256); err != nil {
		return nil, nil, err
	}
	signature, err := m.signature(tx.Actor)
	if err != nil {
		return nil, nil, err
	}
	stamper, err := s.stamper(ctx, tx, m.at)
	if err != nil {
		return nil, nil, err
	}
	file, err = esign.Sign(ctx, before, signature, esign.Local{Key: key, Stamper: stamper})
	return file, before, signingFault(err)
}

func signingFault(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, esign.ErrStamp):
		return ledger.E("timestamp_missing").Because(err)
	case errors.Is(err, esign.ErrKey):
		return ledger.E("signing_key_unusable").Because(err)
	}
	return ledger.E("internal").Because(err)
}

const insertSignature = `
INSERT INTO signatures (id, organization_id, customer_id, statement_id, finalization_id, party, means, prepared_by, key_id, before_party, before_sha256, sha256, size, text, signer,
  signer_organization, issuer, serial, valid_to, stamped, code_id, signed_by, signed_by_name, signed_from, signed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)`

// conclude proves what was signed, keeps it, and records who signed it. The file is read again as any stranger would read it.
func (s *Service) conclude(ctx context.Context, tx *store.Tx, f Finalization, m made) error {
	found, err := s.prove(ctx, tx, m)
	if err != nil {
		return err
	}
	sum, err := s.keep(ctx, m.file)
	if err != nil {
		return err
	}
	var before any
	if m.party == Customer {
		before = string(Seller)
	}
	actor, hash := tx.Actor, sha256.Sum256(m.before)
	leaf := found.Certificate
	_, err = store.Exec(ctx, tx, insertSignature, ledger.NewID(), actor.OrganizationID, f.CustomerID, f.StatementID, f.ID, m.party, m.means, f.PreparedBy, orNone(m.key), before, hash[:], sum[:],
		len(m.file), m.text, found.Signer, found.Organization, found.Issuer, leaf.SerialNumber.Text(16), leaf.NotAfter, found.Stamped, orNone(m.code), actor.PersonID, actor.Name, actor.Address, m.at)
	if err != nil {
		return err
	}
	if m.request.IsZero() { // an order at a provider is overtaken
		if err := endRequests(ctx, tx, f.ID, "overtaken"); err != nil {
			return err
		}
	}
	action, kind := "finalization.signed", event.FinalizationSigned
	if m.party == Customer {
		action, kind = "finalization.countersigned", event.FinalizationConcluded
		if err := s.jobs.Insert(ctx, tx, archive.SealArgs{OrganizationID: actor.OrganizationID, StatementID: f.StatementID, FinalizationID: f.ID}); err != nil {
			return err
		}
	}
	tx.Audit(f.CustomerID, action, map[string]any{"finalization": f.ID, "statement": f.StatementID, "party": m.party, "means": m.means, "by": actor.Name, "signer": found.Signer,
		"issuer": found.Issuer, "serial": leaf.SerialNumber.Text(16), "sha256": hex.EncodeToString(sum[:]), "text": m.text})
	return event.Record(ctx, tx, event.Event{Kind: kind, CustomerID: f.CustomerID, StatementID: f.StatementID, Data: map[string]any{"finalization": f.ID}})
}

func orNone(id ledger.ID) any {
	if id.IsZero() {
		return nil
	}
	return id
}

// errNotProven is a file that does not read as what was just signed.
var errNotProven = errors.New("finalization: the signed file does not verify")

// prove looks at the signed file as a stranger would. A root that is not known here is no fault: whom the parties trust is theirs to say.
func (s *Service) prove(ctx context.Context, tx *store.Tx, m made) (esign.Signed, error) {
	trust, err := s.trust(ctx, tx, m.at)
	if err != nil {
		return esign.Signed{}, err
	}
	report := esign.Verify(m.file, trust)
	if !bytes.HasPrefix(m.file, m.before) || len(report.Signatures) == 0 || (report.Verdict != esign.Valid && report.Reason != esign.Untrusted) {
		return esign.Signed{}, ledger.E("internal").Because(errNotProven)
	}
	for _, signed := range report.Signatures {
		if signed.Field == string(m.party) && signed.Certificate != nil {
			return signed, nil
		}
	}
	return esign.Signed{}, ledger.E("internal").Because(errNotProven)
}
