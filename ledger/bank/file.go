package bank

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
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
