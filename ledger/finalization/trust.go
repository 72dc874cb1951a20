package finalization

import (
	"context"
	"crypto/x509"
	"math/big"
	"time"

	"hefu/ledger"
	"hefu/ledger/esign"
	"hefu/ledger/internal/store"
)

type authorityRow struct {
	ID             ledger.ID
	OrganizationID ledger.ID
	Chain          string
	Source         string
	Material       []byte
	ValidTo        time.Time
	Serials        []string // of keys that were revoked
	At             []time.Time
}

// Keys of other sources have other authorities, who say themselves what is revoked.
const readAuthorities = `
SELECT k.id, k.organization_id, k.chain, k.source, k.material, k.valid_to,
  coalesce((SELECT array_agg(r.serial ORDER BY r.id) FROM signing_keys r JOIN signing_key_ends e ON e.key_id = r.id AND e.kind = 'revoked'
    WHERE r.organization_id = k.organization_id AND r.source = 'embedded' AND r.use NOT IN ('authority', 'sm2')), '{}'),
  coalesce((SELECT array_agg(e.ended_at ORDER BY r.id) FROM signing_keys r JOIN signing_key_ends e ON e.key_id = r.id AND e.kind = 'revoked'
    WHERE r.organization_id = k.organization_id AND r.source = 'embedded' AND r.use NOT IN ('authority', 'sm2')), '{}')
FROM signing_keys k WHERE k.use = 'authority' ORDER BY k.id`

// trust is every authority of ours, of whichever organization, with what each has revoked.
func (s *Service) trust(ctx context.Context, tx *store.Tx, now time.Time) (esign.Trust, error) {
	out := esign.Trust{Roots: x509.NewCertPool(), Now: now}
	vouched, err := s.vouched(ctx, tx)
	if err != nil {
		return out, err
	}
	for _, root := range vouched {
		out.Roots.AddCert(root)
	}
	rows, err := store.Rows[authorityRow](ctx, tx, readAuthorities)
	if err != nil {
		return out, err
	}
	for _, row := range rows {
		chain, err := esign.Certificates([]byte(row.Chain))
		if err != nil {
			return out, ledger.E("internal").Because(err)
		}
		for _, c := range chain {
			out.Roots.AddCert(c)
		}
		if len(row.Serials) == 0 {
			continue
		}
		list, err := s.revoked(row, now)
		if err != nil {
			return out, err
		}
		out.CRLs = append(out.CRLs, list)
	}
	return out, nil
}

// revoked is an authority's list of what it no longer stands for, signed anew.
func (s *Service) revoked(row authorityRow, now time.Time) (*x509.RevocationList, error) {
	held, err := s.openKey(keyRow{row.ID, row.Source, row.Material, row.ValidTo})
	if err != nil {
		return nil, err
	}
	list := make([]esign.Revoked, len(row.Serials))
	for i, text := range row.Serials {
		serial, _ := new(big.Int).SetString(text, 16)
		list[i] = esign.Revoked{Serial: serial, At: row.At[i]}
	}
	der, err := (&esign.Authority{Key: held.Key}).CRL(list, int64(len(list)), now)
	if err != nil {
		return nil, ledger.E("internal").Because(err)
	}
	out, err := x509.ParseRevocationList(der)
	if err != nil {
		return nil, ledger.E("internal").Because(err)
	}
	return out, nil
}

// nobody is who asks on the public page.
func nobody() ledger.Actor { return ledger.SystemActor(ledger.ID{}, "verification") }

// Trust is what the public page believes in beside its configuration: the embedded authorities of all organizations with what
// they revoked, and the roots of e-sign providers.
func (s *Service) Trust(ctx context.Context) (roots []*x509.Certificate, lists []*x509.RevocationList, err error) {
	err = s.db.Read(ctx, nobody(), func(ctx context.Context, tx *store.Tx) error {
		now, err := tx.Now(ctx)
		if err != nil {
			return err
		}
		if roots, err = s.vouched(ctx, tx); err != nil {
			return err
		}
		rows, err := store.Rows[authorityRow](ctx, tx, readAuthorities)
		if err != nil {
			return err
		}
		for _, row := range rows {
			chain, err := esign.Certificates([]byte(row.Chain))
			if err != nil {
				return ledger.E("internal").Because(err)
			}
			roots = append(roots, chain...)
			if len(row.Serials) == 0 {
				continue
			}
			list, err := s.revoked(row, now)
			if err != nil {
				return err
			}
			lists = append(lists, list)
		}
		return nil
	})
	return roots, lists, err
}

// Lookup is the file that a printed code leads to, as it stands now; nil when there is none or nobody has signed it.
func (s *Service) Lookup(ctx context.Context, code string) ([]byte, error) {
	id, err := ledger.ParseID(code)
	if err != nil {
		return nil, nil //nolint:nilerr // what is no code leads nowhere, as an unknown one does
	}
	var sum []byte
	err = s.db.Read(ctx, nobody(), func(ctx context.Context, tx *store.Tx) (err error) {
		sum, _, err = store.Value[[]byte](ctx, tx, `SELECT sha256 FROM signatures WHERE finalization_id = $1 ORDER BY party LIMIT 1`, id)
		return err
	})
	if err != nil || sum == nil {
		return nil, err
	}
	return s.read(ctx, sum)
}
