package main

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"hefu/ledger/ledgertest"
)

// A folder of slips goes in by one command; what is no slip is named and keeps none of the others out, and what waits is listed.
func TestSlipsAreKeptAtTheCommandLine(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	dir := t.TempDir()
	where := []string{"--database-url=" + b.AppURL, "--data-dir=" + filepath.Join(dir, "data"), "--organization=" + b.Organization.Code, "--output=json", "--log-level=error"}
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	good, bad := filepath.Join(dir, "回单.png"), filepath.Join(dir, "note.txt")
	for path, content := range map[string][]byte{good: picture.Bytes(), bad: []byte("no slip")} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	does := func(code int, args ...string) []slipLine {
		t.Helper()
		got := hefu(t, append(append([]string{"slips"}, args...), where...)...)
		var lines []slipLine
		if err := json.Unmarshal([]byte(got.out), &lines); got.code != code || err != nil {
			t.Fatalf("%v: %+v, %v", args, got, err)
		}
		return lines
	}
	kept := does(exitFailure, "upload", bad, good)
	if len(kept) != 2 || kept[0].State != "refused" || kept[0].Refused == "" || kept[1].State != "waiting" || kept[1].File != good {
		t.Fatalf("kept %+v", kept)
	}
	if again := does(0, "upload", good); len(again) != 1 || again[0].ID != kept[1].ID {
		t.Errorf("the same file again: %+v", again)
	}
	if all := does(0, "list", "--search=回单"); len(all) != 1 || all[0].ID != kept[1].ID || all[0].Name != "回单.png" {
		t.Errorf("listed %+v", all)
	}
	if none := does(0, "list", "--state=matched"); len(none) != 0 {
		t.Errorf("matched are %+v", none)
	}
	if queue := does(0, "queue", "--match"); len(queue) != 1 || queue[0].ID != kept[1].ID || queue[0].Likely != "" {
		t.Errorf("waiting are %+v", queue)
	}
}
