package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

// lockPoll is how often WaitLock tries again.
const lockPoll = 50 * time.Millisecond

// FileLock is an advisory lock that ends with the process at the latest. Its file
// stays, holding the number of the last process that had it.
type FileLock struct{ file *os.File }

// TryLock takes the lock at path at once, or returns ErrInUse with the holder's number.
func TryLock(path string) (*FileLock, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open the lock file: %w", err)
	}
	if err := lockFile(f); err != nil {
		holder, _ := os.ReadFile(path)
		f.Close()
		if errors.Is(err, errLocked) {
			return nil, fmt.Errorf("%w by process %s (lock %s)", ErrInUse, strings.TrimSpace(string(holder)), path)
		}
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	// The number is a courtesy to the reader of the error above; the lock is what counts.
	if f.Truncate(0) == nil {
		_, _ = fmt.Fprintln(f, os.Getpid())
	}
	return &FileLock{f}, nil
}

// WaitLock takes the lock at path as soon as it is free, or fails when ctx ends.
func WaitLock(ctx context.Context, path string) (*FileLock, error) {
	tick := time.NewTicker(lockPoll)
	defer tick.Stop()
	for {
		l, err := TryLock(path)
		if !errors.Is(err, ErrInUse) {
			return l, err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil, errors.Join(err, ctx.Err())
		}
	}
}

// Release gives the lock up; a second call does nothing.
func (l *FileLock) Release() {
	_ = unlockFile(l.file) // before Close: a child being forked may hold a copy of the descriptor
	_ = l.file.Close()
}
