package demo

import (
	"context"

	"hefu/ledger/archive"
)

// archived is how many reconciliations are sealed; the other agreed ones wait.
const archived = 3

// makeArchive seals the oldest reconciliations that both sides agree on.
func (w *world) makeArchive(ctx context.Context) error {
	clerk := w.staff["wang.min"]
	waiting, err := w.Archive.Waiting(ctx, clerk, archive.Filter{})
	if err != nil {
		return err
	}
	for i, it := range waiting[:min(archived, len(waiting))] {
		if _, err := w.Archive.Seal(ctx, clerk, it.StatementID); err != nil {
			return err
		}
		w.Progress("archive", i+1, archived)
	}
	return nil
}
