package importing

import (
	"context"
	"crypto/sha256"
	"io"
	"slices"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/sheet"
)

// Run checks a file and, when it is sound or options.SkipBad is given, posts it in one transaction; the content is not kept.
// Needs Import, and ManageCustomers for customers and contacts. A file with faults leaves nothing but its record, and the
// Import with the faults is returned beside import_has_errors. progress may be nil.
func (s *Service) Run(ctx context.Context, actor ledger.Actor, kind Kind, file File, options Options, progress Progress) (Import, error) {
	out, err := begin(actor, kind, file.Name)
	if err != nil {
		return out, err
	}
	if out.SHA256, err = digest(file); err != nil {
		return out, err
	}
	e := &examination{kind: kind, options: options, progress: progress}
	if err := s.check(ctx, actor, e, file, sheet.Options{MaxInflated: maxStream, MaxRows: maxRows}); err != nil {
		return out, err
	}
	save := func(ctx context.Context, tx *store.Tx, result *Import) error {
		return result.insert(ctx, tx, options, nil)
	}
	return s.finish(ctx, actor, e, out, save)
}

// GCPercent is what a program sets that does nothing but import (runtime/debug.SetGCPercent): what is live is some 30 MiB however
// long the file, so that collecting it seldom costs a hundred more and saves a seventh of the processor time.
const GCPercent = 400

func begin(actor ledger.Actor, kind Kind, name string) (Import, error) {
	if err := actor.Require(ledger.Import); err != nil {
		return Import{}, err
	}
	if !slices.Contains(Kinds, kind) {
		return Import{}, ledger.E("validation_failed").At("kind", "not_a_choice")
	}
	return Import{ID: ledger.NewID(), Kind: kind, FileName: short(tidy(name)), State: Refused}, nil
}

func digest(file File) ([]byte, error) {
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(file.Content, 0, file.Size)); err != nil {
		return nil, err
	}
	return sum.Sum(nil), nil
}

// check opens and examines a file.
func (s *Service) check(ctx context.Context, actor ledger.Actor, e *examination, file File, limits sheet.Options) error {
	if err := e.open(file, limits); err != nil {
		return err
	}
	if e.file != nil {
		err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
			set, err := readCustom(ctx, tx, e.kind)
			e.file.placeCustom(set)
			return err
		})
		if err != nil {
			return err
		}
	}
	if e.kind == Customers || e.kind == Contacts {
		return s.checkParties(ctx, actor, e)
	}
	return s.db.Read(ctx, actor, e.examine)
}

// postable tells whether there is something to post, or the file is sound and wholly known.
func (e *examination) postable() bool {
	if e.options.CheckOnly || e.report.whole {
		return false
	}
	return e.report.count == 0 || e.options.SkipBad != nil
}

// finish posts what was found postable and saves the record: with it, in the same transaction, or alone when nothing is posted.
func (s *Service) finish(ctx context.Context, actor ledger.Actor, e *examination, out Import, save func(context.Context, *store.Tx, *Import) error) (Import, error) {
	out.take(e.report)
	if e.postable() {
		posted, refused, err := s.commit(ctx, actor, e, out, save)
		if err == nil && len(refused) > 0 {
			err = e.writeLate(refused)
		}
		if !ledger.IsCode(err, "import_has_errors") {
			return posted, err
		}
		out = posted
	}
	out.State = Refused
	if out.FaultCount == 0 {
		out.State = Checked
	}
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error { return save(ctx, tx, &out) })
	if err == nil && out.State == Refused {
		err = ledger.E("import_has_errors").With("count", out.FaultCount)
	}
	return out, err
}

// commit posts and saves in one transaction: a crash at any moment leaves both or neither.
func (s *Service) commit(ctx context.Context, actor ledger.Actor, e *examination, out Import, save func(context.Context, *store.Tx, *Import) error) (Import, []late, error) {
	if e.kind == Customers || e.kind == Contacts {
		return s.saveParties(ctx, actor, e, out, save)
	}
	var result Import
	var refused []late
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if e.hold != nil {
			if err := e.hold(ctx, tx); err != nil {
				return err
			}
		}
		found, late, err := e.post(ctx, tx)
		result, refused = out, late
		result.take(found)
		if err != nil {
			return err
		}
		if len(late) > 0 && (e.options.SkipBad == nil || e.kind == OpeningBalances) {
			return ledger.E("import_has_errors").With("count", found.count)
		}
		result.State = Imported
		return save(ctx, tx, &result)
	})
	return result, refused, err
}

func (e *examination) writeLate(refused []late) error {
	if e.report.bad == nil {
		return nil
	}
	for _, l := range refused {
		if err := e.report.bad.write(l.group, l.faults); err != nil {
			return err
		}
	}
	return e.report.bad.flush()
}
