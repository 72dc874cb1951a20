package verify

import (
	"context"
	"crypto/x509"
	"fmt"
	"io"
	"time"

	"hefu/ledger/blob"
	"hefu/ledger/esign"
	"hefu/ledger/internal/store"
)

// keptSignature is a signature of a reconciliation as it is on record. SHA256 is of the whole file with it, in hexadecimal digits.
type keptSignature struct {
	Organization, Statement, Party, Means, SHA256, Signer, Serial string
	Size                                                          int64
	Stamped                                                       bool
	RecordedAt                                                    time.Time
}

const keptSignatures = `
SELECT g.organization_id::text, s.statement_no, g.party, g.means, encode(g.sha256, 'hex'), g.signer, g.serial, g.size, g.stamped, g.recorded_at
FROM hefu.signatures g JOIN hefu.statements s ON s.id = g.statement_id ORDER BY g.organization_id, g.id`

// Signatures proves every signed reconciliation: its file is there and is the recorded one, nothing in it changed since it was signed, it holds as
// many signatures as the record says and by the same certificates, and these lead to the roots on record. A customer's own certificate and a
// provider's may be of roots that are not known here; the file must be unchanged all the same. Certificates are judged as of the timestamp, or
// of the record's time where there is none. believed is as for Bundles. db is as for Run.
func Signatures(ctx context.Context, db store.Querier, kept blob.Store, believed *x509.CertPool) (Check, error) {
	check := Check{Invariant: "X10", Text: "every signed reconciliation is kept, unchanged, and its signatures are those on record"}
	rows, err := read(ctx, db, func(g *keptSignature) []any {
		return []any{&g.Organization, &g.Statement, &g.Party, &g.Means, &g.SHA256, &g.Signer, &g.Serial, &g.Size, &g.Stamped, &g.RecordedAt}
	}, keptSignatures)
	if err != nil {
		return check, fmt.Errorf("verify signatures: %w", err)
	}
	trusted, err := roots(ctx, db)
	if err != nil {
		return check, fmt.Errorf("verify signatures: %w", err)
	}
	for _, g := range rows {
		fault, err := g.fault(ctx, kept, with(believed, trusted[g.Organization]))
		if err != nil {
			return check, fmt.Errorf("verify signatures: %w", err)
		}
		check.found("the "+g.Party+"'s signature of "+g.Statement, fault)
	}
	return check, nil
}

// fault says what is wrong with a signed file, empty when nothing is.
func (g keptSignature) fault(ctx context.Context, kept blob.Store, trusted *x509.CertPool) (string, error) {
	content, fault, err := fetch(ctx, kept, g.SHA256)
	if err != nil || fault != "" {
		return fault, err
	}
	defer func() { _ = content.Close() }() // it was only read
	file, err := io.ReadAll(content)
	if err != nil {
		return "", err
	}
	if int64(len(file)) != g.Size {
		return fmt.Sprintf("is over %d bytes, on record are %d", len(file), g.Size), nil
	}
	return g.against(esign.Verify(file, esign.Trust{Roots: trusted, Now: g.RecordedAt})), nil
}

// against says where the file and the record differ.
func (g keptSignature) against(r esign.Report) string {
	wanted := map[string]int{"seller": 1, "customer": 2}[g.Party]
	switch {
	case r.Verdict == esign.Changed:
		return "does not verify: " + string(r.Reason)
	case len(r.Signatures) != wanted:
		return fmt.Sprintf("is in a file with %d signatures", len(r.Signatures))
	}
	last := r.Signatures[wanted-1]
	foreign := g.Means == "own_certificate" || g.Means == "provider"
	switch {
	case last.Field != g.Party, last.Signer != g.Signer, last.Certificate.SerialNumber.Text(16) != g.Serial:
		return "is somebody else's in the file"
	case last.Verdict != esign.Valid && !foreign:
		return "is not vouched for by a root on record: " + string(last.Reason)
	case g.Stamped && !last.Stamped && !foreign:
		return "has lost its timestamp"
	}
	return ""
}
