package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// Folder keeps content as files: <root>/ab/cd/<sum>. What arrives is written to <root>/arriving first and renamed once it is on the
// disk, so that a name always stands for the whole content, whenever the machine stops.
type Folder struct{ root string }

const arriving = "arriving"

// OpenFolder makes the folder when it is not there yet. Nobody but the program's own user can read it.
func OpenFolder(root string) (*Folder, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	return &Folder{root}, os.MkdirAll(filepath.Join(root, arriving), 0o700)
}

// Root is where the files are.
func (f *Folder) Root() string { return f.root }

func (f *Folder) path(sum Sum) string {
	name := sum.String()
	return filepath.Join(f.root, name[:2], name[2:4], name)
}

type stagedFile struct {
	file *os.File
	size int64
	sum  Sum
	kept bool
}

func (s *stagedFile) ReadAt(p []byte, at int64) (int, error) { return s.file.ReadAt(p, at) }
func (s *stagedFile) Size() int64                            { return s.size }
func (s *stagedFile) Sum() Sum                               { return s.sum }

// Discard removes the file, unless it was kept under its own name meanwhile.
func (s *stagedFile) Discard() {
	_ = s.file.Close()
	if !s.kept {
		_ = os.Remove(s.file.Name()) // what stays is swept later
	}
}

// Stage writes what arrives to a file of its own.
func (f *Folder) Stage(ctx context.Context, r io.Reader) (Staged, error) {
	return stageIn(ctx, filepath.Join(f.root, arriving), r)
}

// stageIn writes what arrives to a file in a folder on this machine.
func stageIn(ctx context.Context, dir string, r io.Reader) (Staged, error) {
	file, err := os.CreateTemp(dir, "*")
	if err != nil {
		return nil, full(err)
	}
	staged := &stagedFile{file: file}
	digest := sha256.New()
	source := &untilDone{ctx: ctx, from: r}
	staged.size, err = io.Copy(io.MultiWriter(file, digest), source)
	if source.err != nil { // the sender's fault, told as the reader told it
		err = source.err
	}
	if err != nil {
		staged.Discard()
		return nil, full(err)
	}
	staged.sum = Sum(digest.Sum(nil))
	return staged, nil
}

// Ready tells why nothing can be kept now; nil when it can.
func (f *Folder) Ready(context.Context) error {
	if _, err := os.Stat(filepath.Join(f.root, arriving)); err != nil {
		return errors.Join(ErrAway, err)
	}
	return nil
}

// untilDone stops reading when ctx ends, and remembers whose error it was.
type untilDone struct {
	ctx  context.Context
	from io.Reader
	err  error
}

func (u *untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		u.err = err
		return 0, err
	}
	n, err := u.from.Read(p)
	if err != nil && err != io.EOF {
		u.err = err
	}
	return n, err
}

// Keep renames the staged file, over a former one of the same content if there is one.
func (f *Folder) Keep(_ context.Context, content Staged) error {
	staged, ours := content.(*stagedFile)
	if !ours {
		return errors.New("blob: staged by another store")
	}
	if err := staged.file.Sync(); err != nil {
		return full(err)
	}
	path := f.path(staged.sum)
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return full(err)
	}
	if err := os.Rename(staged.file.Name(), path); err != nil {
		if _, there := os.Stat(path); errors.Is(err, fs.ErrNotExist) && there == nil {
			return nil // kept before
		}
		return full(err)
	}
	staged.kept = true
	for _, changed := range []string{dir, filepath.Dir(dir), f.root} {
		if err := syncDir(changed); err != nil {
			return err
		}
	}
	return nil
}

func syncDir(name string) error {
	dir, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

type keptFile struct {
	*os.File
	size int64
}

func (k keptFile) Size() int64 { return k.size }

// Open reads the whole file once to prove it, then again for the caller.
func (f *Folder) Open(ctx context.Context, sum Sum) (Content, error) {
	file, err := os.Open(f.path(sum))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrMissing
	}
	if err != nil {
		return nil, err
	}
	digest := sha256.New()
	size, err := io.Copy(digest, &untilDone{ctx: ctx, from: file})
	if err == nil && !equal(digest, sum) {
		err = ErrChanged
	}
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return keptFile{file, size}, nil
}

func equal(digest hash.Hash, sum Sum) bool { return Sum(digest.Sum(nil)) == sum }

// Remove deletes the file.
func (f *Folder) Remove(_ context.Context, sum Sum) error {
	err := os.Remove(f.path(sum))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Old walks the folder; the age of a file is when it was last kept.
func (f *Folder) Old(ctx context.Context, before time.Time, visit func(Sum) error) error {
	return filepath.WalkDir(f.root, func(name string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // swept by somebody else
		}
		if err = errors.Join(err, ctx.Err()); err != nil || entry.IsDir() {
			return err
		}
		if !isOlder(entry, before) {
			return nil
		}
		if filepath.Base(filepath.Dir(name)) == arriving {
			_ = os.Remove(name) // what stays is found again
			return nil
		}
		if sum, ours := parseSum(entry.Name()); ours {
			return visit(sum)
		}
		return nil
	})
}

// isOlder is false for a file that has gone meanwhile.
func isOlder(entry fs.DirEntry, before time.Time) bool {
	info, err := entry.Info()
	return err == nil && info.ModTime().Before(before)
}

func parseSum(name string) (sum Sum, ours bool) {
	bits, err := hex.DecodeString(name)
	if err != nil || len(bits) != len(sum) {
		return sum, false
	}
	return Sum(bits), true
}

// full names the one failure that a person can do something about.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return errors.Join(ErrFull, err)
	}
	return err
}
