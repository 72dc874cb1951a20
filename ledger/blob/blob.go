// Package blob keeps bytes under the SHA-256 of their content. It knows neither whose they are nor what they hold: rows elsewhere name
// them, and what no row names is swept away.
package blob

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"time"
)

// Sum is the SHA-256 of a content, its only name.
type Sum [32]byte

func (s Sum) String() string { return hex.EncodeToString(s[:]) }

// The ways in which a content cannot be had.
var (
	ErrMissing = errors.New("blob: the content is not there")
	ErrChanged = errors.New("blob: the content is not what was kept")
	ErrFull    = errors.New("blob: there is no space left")
	ErrAway    = errors.New("blob: the store cannot be reached or refuses us")
)

// Staged is content that has arrived and is not kept yet. It is thrown away by Discard, or with the store's old leftovers.
type Staged interface {
	io.ReaderAt
	Size() int64
	Sum() Sum
	Discard()
}

// Content is kept content, proven to be what its sum says when it was opened.
type Content interface {
	io.ReadSeekCloser
	Size() int64
}

// Store keeps content. Small on purpose: Folder is one, on a disk of ours, and Bucket another, at whoever speaks S3.
type Store interface {
	// Stage takes what r yields until its end, and returns r's error as it is. It never holds the content in memory.
	Stage(ctx context.Context, r io.Reader) (Staged, error)
	// Keep makes staged content durable under its sum. Keeping what is kept makes it young again.
	Keep(ctx context.Context, content Staged) error
	// Open reads kept content: ErrMissing when there is none, ErrChanged when its bytes are no longer those of its sum.
	Open(ctx context.Context, sum Sum) (Content, error)
	// Remove forgets content; it is no error when there is none.
	Remove(ctx context.Context, sum Sum) error
	// Old visits what was last kept before a moment, and throws away what was staged before it and never kept.
	Old(ctx context.Context, before time.Time, visit func(Sum) error) error
	// Ready tells why nothing can be kept or read now; nil when it can.
	Ready(ctx context.Context) error
}

// Check tells how kept content stands: nil, ErrMissing or ErrChanged.
func Check(ctx context.Context, store Store, sum Sum) error {
	content, err := store.Open(ctx, sum)
	if err != nil {
		return err
	}
	return content.Close()
}
