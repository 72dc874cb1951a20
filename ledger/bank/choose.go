package bank

import (
	"context"
	"encoding/hex"
	"encoding/json"

	"hefu/ledger"
	"hefu/ledger/bankfile"
	"hefu/ledger/internal/store"
)

// Choice is what a person says of a file that the file does not.
type Choice struct {
	AccountID ledger.ID
	Mapping   *bankfile.Mapping
}

// Choose says which account a file is of, and how its columns are read; the mapping is remembered for tables with the same header. Needs
// Import. Refused: not_found; state_forbids once it is imported.
func (s *Service) Choose(ctx context.Context, actor ledger.Actor, id ledger.ID, choice Choice) (*File, error) {
	if err := actor.Require(ledger.Import); err != nil {
		return nil, err
	}
	var out *File
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		mapping, err := encodeMapping(choice.Mapping)
		if err != nil {
			return err
		}
		before, err := readKept(ctx, tx, id)
		if err == nil && before.ImportedAt != nil {
			err = ledger.E("state_forbids").With("state", "imported")
		}
		if err == nil {
			_, err = store.Exec(ctx, tx, `UPDATE bank_files SET account_id = $2, mapping = $3::jsonb WHERE id = $1`, id, choice.AccountID, mapping)
		}
		if err == nil {
			out, err = s.examine(ctx, tx, id)
		}
		if err != nil || choice.Mapping == nil || out.Table == nil || !out.Table.Sure || out.Refused != nil {
			return err
		}
		sum := out.Table.HeaderSum()
		_, err = store.Exec(ctx, tx, `INSERT INTO bank_mappings (organization_id, header_sha256, mapping, made_by_name) VALUES ($1, $2, $3::jsonb, $4)
			ON CONFLICT (organization_id, header_sha256) DO UPDATE SET mapping = excluded.mapping, made_by_name = excluded.made_by_name, made_at = clock_timestamp()`,
			actor.OrganizationID, sum[:], mapping, actor.Name)
		tx.Audit(ledger.ID{}, "bank_mapping.made", map[string]any{"header_sha256": hex.EncodeToString(sum[:])})
		return err
	})
	return out, err
}

func encodeMapping(m *bankfile.Mapping) (*string, error) {
	if m == nil {
		return nil, nil
	}
	text, err := json.Marshal(m)
	out := string(text)
	return &out, err
}
