package verify

import (
	"context"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"hefu/ledger/blob"
	"hefu/ledger/esign"
	"hefu/ledger/internal/store"
)

// keptBundle is a sealed bundle as it is on record. Hashes are in hexadecimal digits. SignedFile is the file with both signatures that it must
// hold, empty where nobody signed.
type keptBundle struct {
	Organization, No, Manifest, Root, Previous, File string
	Lines                                            int
	Size                                             int64
	Statement, SignedFile, Signer                    string
	StampedAt                                        *time.Time
	Kept                                             bool
}

const keptBundles = `
SELECT b.organization_id::text, b.bundle_no, b.manifest, encode(b.root, 'hex'), coalesce(encode(b.previous_sha256, 'hex'), ''), encode(b.file_sha256, 'hex'), b.line_count, b.size,
  encode(v.sha256, 'hex'), coalesce(encode(g.sha256, 'hex'), ''), b.signer, b.stamped_at, d.bundle_id IS NULL
FROM hefu.archive_bundles b JOIN hefu.statement_versions v ON v.statement_id = b.statement_id AND v.version = b.version
LEFT JOIN hefu.signatures g ON g.finalization_id = b.finalization_id AND g.party = 'customer' LEFT JOIN hefu.archive_disposals d ON d.bundle_id = b.id
ORDER BY b.organization_id, b.id`

// recordedChains are the certificates of every key that an organization ever signed with or had certified.
const recordedChains = `SELECT organization_id::text, chain FROM hefu.signing_keys ORDER BY id`

// roots are, by organization, the last certificate of each chain on record: its authority's, or that of whom it bought its certificate from.
func roots(ctx context.Context, db store.Querier) (map[string][]*x509.Certificate, error) {
	type chain struct{ Organization, PEM string }
	rows, err := read(ctx, db, func(c *chain) []any { return []any{&c.Organization, &c.PEM} }, recordedChains)
	if err != nil {
		return nil, err
	}
	out := map[string][]*x509.Certificate{}
	for _, row := range rows {
		certificates, err := esign.Certificates([]byte(row.PEM))
		if err != nil || len(certificates) == 0 {
			continue // a signature that needs it is then found wanting
		}
		out[row.Organization] = append(out[row.Organization], certificates[len(certificates)-1])
	}
	return out, nil
}

// Bundles proves every bundle of the archive whose bytes are kept: the file is there and is the one that was recorded, it holds the recorded
// manifest, its parts are those that the manifest names and no others, the tree over its lines has the recorded root, it is of the statement and
// the signed file that the books have, and manifest.p7s and manifest.tst are over the manifest, by certificates of the roots on record. believed are
// further roots, such as those of a timestamp authority outside; nil where there are none. It reads every bundle once. db is as for Run.
func Bundles(ctx context.Context, db store.Querier, kept blob.Store, believed *x509.CertPool) (Check, error) {
	check := Check{Invariant: "X09", Text: "every bundle of the archive is kept, matches its manifest, its lines' root and the books, and its signature and timestamp verify"}
	bundles, err := read(ctx, db, func(b *keptBundle) []any {
		return []any{&b.Organization, &b.No, &b.Manifest, &b.Root, &b.Previous, &b.File, &b.Lines, &b.Size, &b.Statement, &b.SignedFile, &b.Signer, &b.StampedAt, &b.Kept}
	}, keptBundles)
	if err != nil {
		return check, fmt.Errorf("verify bundles: %w", err)
	}
	trusted, err := roots(ctx, db)
	if err != nil {
		return check, fmt.Errorf("verify bundles: %w", err)
	}
	for _, b := range bundles {
		if !b.Kept {
			continue // it was disposed of when its time was over; the record and its place under the anchors stay
		}
		fault, err := b.fault(ctx, kept, with(believed, trusted[b.Organization]))
		if err != nil {
			return check, fmt.Errorf("verify bundles: %w", err)
		}
		check.found("bundle "+b.No, fault)
	}
	return check, nil
}

// found counts a fault, empty where there is none.
func (c *Check) found(subject, fault string) {
	if fault == "" {
		return
	}
	if c.Violations++; len(c.Samples) < MaxSamples {
		c.Samples = append(c.Samples, subject+" "+fault)
	}
}

// with is a pool of its own that believes in both.
func with(believed *x509.CertPool, recorded []*x509.Certificate) *x509.CertPool {
	pool := x509.NewCertPool()
	if believed != nil {
		pool = believed.Clone()
	}
	for _, certificate := range recorded {
		pool.AddCert(certificate)
	}
	return pool
}

// fetch opens kept content by its hash in hexadecimal digits. fault says how it stands when it cannot be had.
func fetch(ctx context.Context, kept blob.Store, digits string) (content blob.Content, fault string, err error) {
	bits, err := hex.DecodeString(digits)
	if err != nil || len(bits) != len(blob.Sum{}) {
		return nil, "", fmt.Errorf("%q is no sum", digits)
	}
	content, err = kept.Open(ctx, blob.Sum(bits))
	switch {
	case errors.Is(err, blob.ErrMissing):
		return nil, "is missing: " + digits, nil
	case errors.Is(err, blob.ErrChanged):
		return nil, "has changed: " + digits, nil
	}
	return content, "", err
}

// fault says what is wrong with a bundle, empty when nothing is.
func (b keptBundle) fault(ctx context.Context, kept blob.Store, trusted *x509.CertPool) (string, error) {
	content, fault, err := fetch(ctx, kept, b.File)
	if err != nil || fault != "" {
		return fault, err
	}
	defer func() { _ = content.Close() }() // it was only read
	if content.Size() != b.Size {
		return fmt.Sprintf("has %d bytes, on record are %d", content.Size(), b.Size), nil
	}
	return b.packed(content, trusted), nil
}
