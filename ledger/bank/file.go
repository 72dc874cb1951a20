package bank

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/bankfile"
	"hefu/ledger/internal/store"
)

// File is an uploaded file and what importing it now would do.
type File struct {
	ID         ledger.ID
	Name       string
	SHA256     string
	AccountID  ledger.ID // chosen; zero: by the numbers in the file
	Mapping    *bankfile.Mapping
	CreatedBy  string
	CreatedAt  time.Time
	ImportedAt *time.Time

	Format   string
	Encoding string
	Preset   string
	Refused  *Problem // why it cannot be read at all
	Table    *bankfile.Table
	Parts    []*Part
	Skipped  []bankfile.Skipped
}

// Ready tells whether Commit would import it.
func (f *File) Ready() bool { return f.ImportedAt == nil && f.why() == nil }

// Why is the reason against importing it now, in the reader's language; empty when it is ready.
func (f *File) Why(locale string) string {
	if f.ImportedAt != nil {
		return ledger.E("state_forbids").With("state", "imported").Message(locale)
	}
	if found := f.why(); found != nil {
		return found.Reason(locale)
	}
	return ""
}

// why is the first reason against importing the file.
func (f *File) why() *Problem {
	if f.Refused != nil {
		return f.Refused
	}
	if f.Table != nil && !f.Table.Sure {
		found := said("mapping_missing")
		return &found
	}
	for _, p := range f.Parts {
		if len(p.Problems) > 0 {
			return &p.Problems[0]
		}
	}
	if len(f.Parts) == 0 {
		found := ofFile(bankfile.Problem{Code: bankfile.NoStatement})
		return &found
	}
	return nil
}

// New counts the lines that importing adds.
func (f *File) New() int {
	n := 0
	for _, p := range f.Parts {
		n += p.New
	}
	return n
}

// Choice is what a person says of a file that the file does not.
type Choice struct {
	AccountID ledger.ID
	Mapping   *bankfile.Mapping
}

// Upload keeps a file and says what importing it would do; nothing else is written. A table whose header was mapped before is read in
// the same way. Needs Import. Refused: payload_too_large.
func (s *Service) Upload(ctx context.Context, actor ledger.Actor, content []byte, name string, choice Choice) (*File, error) {
	if err := actor.Require(ledger.Import); err != nil {
		return nil, err
	}
	if len(content) > bankfile.MaxBytes {
		return nil, ledger.E("payload_too_large").With("limit", "25 MiB")
	}
	id, sum := ledger.NewID(), sha256.Sum256(content)
	var out *File
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		mapping, err := encodeMapping(choice.Mapping)
		if err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, `INSERT INTO bank_files (id, organization_id, file_name, sha256, content, account_id, mapping, created_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8)`,
			id, actor.OrganizationID, cleanName(name), sum[:], content, choice.AccountID, mapping, actor.Name); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "bank_file.uploaded", map[string]any{"file": id, "name": cleanName(name), "sha256": hex.EncodeToString(sum[:])})
		out, err = s.examine(ctx, tx, id)
		return err
	})
	return out, err
}

// Preview says what importing a kept file would do now. Needs SeeBank. Refused: not_found.
func (s *Service) Preview(ctx context.Context, actor ledger.Actor, id ledger.ID) (*File, error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return nil, err
	}
	var out *File
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = s.examine(ctx, tx, id)
		return err
	})
	return out, err
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
