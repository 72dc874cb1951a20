package blob_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hefu/ledger"
	"hefu/ledger/blob"
)

func openFolder(t *testing.T) *blob.Folder {
	t.Helper()
	folder, err := blob.OpenFolder(filepath.Join(t.TempDir(), "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

func keep(t *testing.T, folder *blob.Folder, content string) blob.Sum {
	t.Helper()
	staged, err := folder.Stage(t.Context(), strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer staged.Discard()
	if err := folder.Keep(t.Context(), staged); err != nil {
		t.Fatal(err)
	}
	return staged.Sum()
}

func TestContentIsKeptUnderItsSum(t *testing.T) {
	t.Parallel()
	folder := openFolder(t)
	sum := keep(t, folder, "对账单")
	if again := keep(t, folder, "对账单"); again != sum {
		t.Errorf("the same content is %s and %s", sum, again)
	}
	if sum.String() != "66e9a628cfa16ab84e5c6f5a19f174020f7e3e2e095505d6668621019de9a225" {
		t.Errorf("the sum is %s", sum)
	}
	found, err := folder.Open(t.Context(), sum)
	if err != nil {
		t.Fatal(err)
	}
	defer found.Close()
	if content, err := io.ReadAll(found); err != nil || string(content) != "对账单" || found.Size() != int64(len(content)) {
		t.Errorf("it reads %q, %v", content, err)
	}
	if _, err := folder.Open(t.Context(), blob.Sum{1}); !errors.Is(err, blob.ErrMissing) {
		t.Errorf("what was never kept: %v", err)
	}
	path := filepath.Join(folder.Root(), sum.String()[:2], sum.String()[2:4], sum.String())
	if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others can read %s: %v, %v", path, info.Mode(), err)
	}
	if err := os.WriteFile(path, []byte("另一份"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := blob.Check(t.Context(), folder, sum); !errors.Is(err, blob.ErrChanged) {
		t.Errorf("changed content: %v", err)
	}
	if err := errors.Join(folder.Remove(t.Context(), sum), folder.Remove(t.Context(), sum)); err != nil {
		t.Error(err)
	}
	if err := blob.Check(t.Context(), folder, sum); !errors.Is(err, blob.ErrMissing) {
		t.Errorf("removed content: %v", err)
	}
}

var errBroken = errors.New("the line broke")

func TestWhatDoesNotArriveLeavesNothing(t *testing.T) {
	t.Parallel()
	folder := openFolder(t)
	broken := io.MultiReader(strings.NewReader("half of it"), errReader{})
	if _, err := folder.Stage(t.Context(), broken); !errors.Is(err, errBroken) {
		t.Errorf("a broken line: %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := folder.Stage(gone, strings.NewReader("x")); !errors.Is(err, context.Canceled) {
		t.Errorf("a sender who left: %v", err)
	}
	if staged, err := folder.Stage(t.Context(), strings.NewReader("never kept")); err != nil {
		t.Error(err)
	} else {
		staged.Discard()
	}
	if left, err := filepath.Glob(filepath.Join(folder.Root(), "*", "*")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, errBroken }

func TestOldContentIsFoundByItsAge(t *testing.T) {
	t.Parallel()
	folder := openFolder(t)
	sum := keep(t, folder, "old")
	if err := os.WriteFile(filepath.Join(folder.Root(), "README"), []byte("not ours"), 0o600); err != nil {
		t.Fatal(err)
	}
	visit := func(before time.Time) (found []blob.Sum) {
		t.Helper()
		err := folder.Old(t.Context(), before, func(sum blob.Sum) error {
			found = append(found, sum)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	now := ledger.SystemClock()
	if found := visit(now.Add(-time.Hour)); len(found) != 0 {
		t.Errorf("young content is old: %v", found)
	}
	if found := visit(now.Add(time.Hour)); len(found) != 1 || found[0] != sum {
		t.Errorf("old content: %v", found)
	}
}

func TestAllOfAFileIsPutWhereverItWasReadTo(t *testing.T) {
	t.Parallel()
	folder := openFolder(t)
	file := strings.NewReader("对账单")
	if _, err := file.Seek(3, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	sum, size, err := blob.Put(t.Context(), folder, file)
	if err != nil {
		t.Fatal(err)
	}
	if want := keep(t, folder, "对账单"); sum != want || size != 9 {
		t.Errorf("put as %s of %d bytes, want %s of 9", sum, size, want)
	}
}
