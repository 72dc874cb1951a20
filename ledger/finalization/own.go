package finalization

import (
	"bytes"
	"context"

	"hefu/ledger"
	"hefu/ledger/esign"
	"hefu/ledger/internal/store"
)

// CountersignWith takes the file that the customer has signed elsewhere, with its own certificate, in the field that is kept for it: exactly
// the file that cmd names, with the signature laid behind it. Whom the certificate's issuer stands for is for the parties to judge; its name,
// issuer and number are on record. Needs Countersign. Refused in this order: not ticked, not_found, state_forbids, content_changed,
// and then as judge says.
func (s *Service) CountersignWith(ctx context.Context, actor ledger.Actor, cmd SignCommand, file []byte) error {
	if err := requireSigner(actor); err != nil {
		return err
	}
	if err := cmd.check(); err != nil {
		return err
	}
	return s.db.Write(ctx, asSystem(actor), func(ctx context.Context, tx *store.Tx) error {
		f, err := due(ctx, tx, cmd, ToCountersign)
		if err != nil {
			return err
		}
		m := made{party: Customer, means: "own_certificate", file: file}
		return s.signedElsewhere(ctx, tx, f, m)
	})
}

// signedElsewhere records a customer's signature that was made outside this system.
func (s *Service) signedElsewhere(ctx context.Context, tx *store.Tx, f Finalization, m made) error {
	if len(m.file) > maxFile {
		return ledger.E("own_file_other")
	}
	c, err := Parse(f.Content)
	if err != nil {
		return err
	}
	m.text = c.Text.In(orElse(tx.Actor.Locale, f.Locale))
	if m.at, err = tx.Now(ctx); err != nil {
		return err
	}
	if m.before, err = s.read(ctx, f.FileSHA256); err != nil {
		return err
	}
	trust, err := s.trust(ctx, tx, m.at)
	if err != nil {
		return err
	}
	if err := judge(m.before, m.file, trust); err != nil {
		return err
	}
	return s.conclude(ctx, tx, f, m)
}

// judge says what is wrong with a file that was signed elsewhere: own_file_other when it does not begin with ours, byte for byte;
// own_file_unsigned without a signature in the customer's field; own_file_changed when something else was added, or what was signed is
// altered; own_file_certificate when the certificate has expired, is not valid yet, or was revoked.
func judge(before, file []byte, trust esign.Trust) error {
	if !bytes.HasPrefix(file, before) {
		return ledger.E("own_file_other")
	}
	if len(bytes.TrimSpace(file[len(before):])) == 0 {
		return ledger.E("own_file_unsigned")
	}
	report := esign.Verify(file, trust)
	if report.Verdict == esign.Changed || report.Reason == esign.Unreadable {
		return ledger.E("own_file_changed")
	}
	signed := 0
	for _, one := range report.Signatures {
		if one.Field != string(Customer) {
			continue
		}
		signed++
		switch one.Reason {
		case "", esign.Untrusted:
		case esign.Expired, esign.NotYet, esign.RevokedCert:
			return ledger.E("own_file_certificate")
		default:
			return ledger.E("own_file_changed")
		}
	}
	switch {
	case signed == 0:
		return ledger.E("own_file_unsigned")
	case len(report.Signatures) != 2:
		return ledger.E("own_file_changed")
	}
	return nil
}
