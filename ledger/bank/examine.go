package bank

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/bankfile"
	"hefu/ledger/internal/store"
)

type keptFile struct {
	ID         ledger.ID
	Name       string
	SHA256     []byte
	Content    []byte
	AccountID  ledger.ID
	Mapping    string
	CreatedBy  string
	CreatedAt  time.Time
	ImportedAt *time.Time
}

func readKept(ctx context.Context, tx *store.Tx, id ledger.ID) (keptFile, error) {
	row, found, err := store.Row[keptFile](ctx, tx, `
SELECT id, file_name, sha256, content, account_id, coalesce(mapping::text, ''), created_by_name, created_at, imported_at FROM bank_files WHERE organization_id = $1 AND id = $2`, tx.Actor.OrganizationID, id)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	return row, err
}

// examine reads a kept file again and compares it with what the accounts have.
func (s *Service) examine(ctx context.Context, tx *store.Tx, id ledger.ID) (*File, error) {
	row, err := readKept(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	out := &File{ID: row.ID, Name: row.Name, SHA256: hex.EncodeToString(row.SHA256), AccountID: row.AccountID, CreatedBy: row.CreatedBy, CreatedAt: row.CreatedAt, ImportedAt: row.ImportedAt}
	if row.Mapping != "" {
		out.Mapping = &bankfile.Mapping{}
		if err := json.Unmarshal([]byte(row.Mapping), out.Mapping); err != nil {
			return nil, ledger.E("internal").Because(err)
		}
	}
	read, err := s.read(ctx, tx, row, out)
	if err != nil || read == nil {
		return out, err
	}
	out.Format, out.Encoding, out.Preset, out.Table, out.Skipped = string(read.Format), read.Encoding, read.Preset, read.Table, read.Skipped
	accounts, err := store.Rows[Account](ctx, tx, readAccounts, tx.Actor.OrganizationID, ledger.ID{})
	if err != nil {
		return nil, err
	}
	out.Parts = divide(read, accounts, row.AccountID)
	for _, p := range out.Parts {
		if err := p.compare(ctx, tx, row.SHA256); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// read reads the file as it was mapped, or as tables with its header were mapped before.
func (s *Service) read(ctx context.Context, tx *store.Tx, row keptFile, out *File) (*bankfile.File, error) {
	read, err := bankfile.Read(row.Content, row.Name, bankfile.Options{Mapping: out.Mapping})
	if err == nil && out.Mapping == nil && read.Table != nil {
		sum := read.Table.HeaderSum()
		known, found, again := store.Value[string](ctx, tx, `SELECT mapping::text FROM bank_mappings WHERE organization_id = $1 AND header_sha256 = $2`, tx.Actor.OrganizationID, sum[:])
		if again != nil {
			return nil, again
		}
		mapping := &bankfile.Mapping{}
		if found && json.Unmarshal([]byte(known), mapping) == nil {
			out.Mapping = mapping
			read, err = bankfile.Read(row.Content, row.Name, bankfile.Options{Mapping: mapping})
		}
	}
	if err != nil {
		why, known := refused(err)
		if !known {
			return nil, err
		}
		out.Refused = &why
		return nil, nil
	}
	return read, nil
}

func cleanName(name string) string {
	if at := strings.LastIndexAny(name, `/\`); at >= 0 {
		name = name[at+1:]
	}
	const most = 200
	if runes := []rune(name); len(runes) > most {
		name = string(runes[:most])
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, name)
}
