package blob

import (
	"context"
	"io"
)

// Put keeps all that r holds, from its beginning, and returns its sum and its size in bytes. Errors are r's and the store's.
func Put(ctx context.Context, to Store, r io.ReadSeeker) (Sum, int64, error) {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return Sum{}, 0, err
	}
	content, err := to.Stage(ctx, r)
	if err != nil {
		return Sum{}, 0, err
	}
	defer content.Discard()
	return content.Sum(), content.Size(), to.Keep(ctx, content)
}
