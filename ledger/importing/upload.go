package importing

import (
	"bytes"
	"context"
	"io"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/sheet"
)

// Check keeps an uploaded file and says what importing it would do; Commit imports it. The state of the Import is checked or
// refused; its faults say why, and are no error of this call. Needs Import. Refused: payload_too_large above MaxUpload;
// malformed_request when the mapping does not know the kind.
func (s *Service) Check(ctx context.Context, actor ledger.Actor, kind Kind, content io.Reader, name string, options Options) (Import, error) {
	out, err := begin(actor, kind, name)
	if err != nil {
		return out, err
	}
	raw, err := io.ReadAll(io.LimitReader(content, MaxUpload+1))
	if err != nil {
		return out, err
	}
	if len(raw) > MaxUpload {
		return out, ledger.E("payload_too_large").With("limit", "64 MiB")
	}
	options.CheckOnly, options.SkipBad = true, nil
	file := inMemory(raw, name)
	if out.SHA256, err = digest(file); err != nil {
		return out, err
	}
	e := &examination{kind: kind, options: options}
	if err := s.check(ctx, actor, e, file, sheet.Options{}); err != nil {
		return out, err
	}
	save := func(ctx context.Context, tx *store.Tx, result *Import) error {
		return result.insert(ctx, tx, options, raw)
	}
	out, err = s.finish(ctx, actor, e, out, save)
	if ledger.IsCode(err, "import_has_errors") {
		err = nil
	}
	return out, err
}

func inMemory(raw []byte, name string) File {
	return File{Content: bytes.NewReader(raw), Size: int64(len(raw)), Name: name}
}

// Commit imports a file that was checked. It is checked again: the books may have moved. With skipBad the sound documents are
// posted and BadRows gives the others; without, a file with faults is refused with import_has_errors, the faults in the Import.
// Needs Import. Refused: not_found; state_forbids when it is imported already. progress may be nil.
func (s *Service) Commit(ctx context.Context, actor ledger.Actor, id ledger.ID, skipBad bool, progress Progress) (Import, error) {
	stored, file, options, err := s.upload(ctx, actor, id)
	if err != nil {
		return stored, err
	}
	if stored.State == Imported {
		return stored, ledger.E("state_forbids").With("state", string(Imported))
	}
	if skipBad {
		options.SkipBad = io.Discard
	}
	e := &examination{kind: stored.Kind, options: options, progress: progress}
	if err := s.check(ctx, actor, e, file, sheet.Options{}); err != nil {
		return stored, err
	}
	e.hold = func(ctx context.Context, tx *store.Tx) error {
		state, _, err := store.Value[string](ctx, tx, `SELECT state FROM imports WHERE id = $1 FOR UPDATE`, id)
		if err == nil && state == string(Imported) {
			err = ledger.E("state_forbids").With("state", state)
		}
		return err
	}
	save := func(ctx context.Context, tx *store.Tx, result *Import) error { return result.update(ctx, tx) }
	return s.finish(ctx, actor, e, stored, save)
}

// BadRows writes the refused rows of an uploaded file as CSV: the columns of the file, the row's number and why it is refused,
// in Chinese and English. After the import it tells which rows were left out. Needs Import. Refused: not_found; nothing_to_do
// when the file could not be read as a table at all.
func (s *Service) BadRows(ctx context.Context, actor ledger.Actor, id ledger.ID, w io.Writer) error {
	stored, file, options, err := s.upload(ctx, actor, id)
	if err != nil {
		return err
	}
	options.CheckOnly, options.SkipBad = true, w
	e := &examination{kind: stored.Kind, options: options}
	if err := s.check(ctx, actor, e, file, sheet.Options{}); err != nil {
		return err
	}
	if e.file == nil {
		return ledger.E("nothing_to_do")
	}
	return nil
}

// upload reads a kept file with what was chosen for it.
func (s *Service) upload(ctx context.Context, actor ledger.Actor, id ledger.ID) (Import, File, Options, error) {
	stored, err := s.Get(ctx, actor, id)
	if err != nil {
		return stored, File{}, Options{}, err
	}
	var file File
	var options Options
	err = s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		row, found, err := store.Row[struct {
			Content []byte
			Options kept
		}](ctx, tx, `SELECT content, options FROM imports WHERE organization_id = $1 AND id = $2 AND content IS NOT NULL`, tx.Actor.OrganizationID, id)
		if err == nil && !found {
			err = ledger.E("not_found")
		}
		if err != nil {
			return err
		}
		file = inMemory(row.Content, stored.FileName)
		options, err = row.Options.options()
		return err
	})
	return stored, file, options, err
}
