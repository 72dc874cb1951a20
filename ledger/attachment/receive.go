package attachment

import (
	"bytes"
	"context"
	"errors"
	"io"

	"hefu/ledger"
	"hefu/ledger/blob"
	"hefu/ledger/media"
)

// thumbnailSide fits two to a row on a phone at twice its resolution.
const thumbnailSide = 480

// Received is a file that was looked at and found good; it is kept once it is Put.
type Received struct {
	Name      string
	Media     string
	Width     int
	Height    int
	Protected bool

	received  blob.Sum // of what was sent
	content   blob.Staged
	thumbnail blob.Staged // nil without one
}

// Size is that of what will be kept, in bytes.
func (r *Received) Size() int64 { return r.content.Size() }

// Sum is the SHA-256 of what was sent.
func (r *Received) Sum() blob.Sum { return r.received }

// Content reads what will be kept.
func (r *Received) Content() ([]byte, error) {
	content := make([]byte, r.content.Size())
	if _, err := r.content.ReadAt(content, 0); err != nil && err != io.EOF {
		return nil, told(err)
	}
	return content, nil
}

// Discard throws away what was not Put.
func (r *Received) Discard() {
	r.content.Discard()
	if r.thumbnail != nil {
		r.thumbnail.Discard()
	}
}

// Receive takes a file from body, looks at it, and takes location and device out of pictures. name is what the sender calls it. The
// body is written to the disk as it comes; two files at most are looked at at a time, the others wait. Refused: what media.Look refuses,
// payload_too_large and whatever else the body ends in. The caller discards what it got.
func (s *Service) Receive(ctx context.Context, name string, body io.Reader) (*Received, error) {
	if s.blobs == nil {
		return nil, ledger.E("unavailable").Because(errors.New("no place for files was opened"))
	}
	staged, err := s.blobs.Stage(ctx, io.LimitReader(body, MaxSize+1))
	if err != nil {
		return nil, told(err)
	}
	defer staged.Discard()
	if staged.Size() > MaxSize {
		return nil, ledger.E("payload_too_large").With("limit", "25 MiB")
	}
	select {
	case s.looking <- struct{}{}:
		defer func() { <-s.looking }()
	case <-ctx.Done():
		return nil, ledger.E("unavailable").Because(ctx.Err())
	}
	content := make([]byte, staged.Size())
	if _, err := staged.ReadAt(content, 0); err != nil && err != io.EOF {
		return nil, told(err)
	}
	return s.look(ctx, name, content, staged.Sum())
}

func (s *Service) look(ctx context.Context, name string, content []byte, sum blob.Sum) (*Received, error) {
	file, err := media.Look(content)
	if err != nil {
		return nil, err
	}
	cleaned := file.Clean(content)
	small, err := file.Thumbnail(cleaned, thumbnailSide)
	if err != nil {
		return nil, err
	}
	out := &Received{Name: file.Name(name), Media: file.Media, Width: file.Width, Height: file.Height, Protected: file.Protected, received: sum}
	if out.content, err = s.blobs.Stage(ctx, bytes.NewReader(cleaned)); err != nil {
		return nil, told(err)
	}
	if len(small) == 0 {
		return out, nil
	}
	if out.thumbnail, err = s.blobs.Stage(ctx, bytes.NewReader(small)); err != nil {
		out.content.Discard()
		return nil, told(err)
	}
	return out, nil
}

// told gives a fault of keeping files the code that the sender is told; the domain's own pass unchanged.
func told(err error) error {
	var known *ledger.Error
	switch {
	case errors.As(err, &known):
		return known
	case errors.Is(err, blob.ErrFull):
		return ledger.E("storage_full").Because(err)
	case errors.Is(err, blob.ErrAway):
		return ledger.E("unavailable").Because(err)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return ledger.E("incomplete_upload").Because(err)
	}
	return ledger.E("internal").Because(err)
}
