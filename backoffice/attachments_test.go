package backoffice_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/webtest"
)

// located is a photograph that says where it was taken: an EXIF block with a directory of GPS tags, as phones write it.
func located(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 64, 48)), nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x88\x25\x00\x04\x00\x00\x00\x01\x00\x00\x00\x1a\x00\x00\x00\x00" +
		"\x00\x01\x00\x02\x00\x05\x00\x00\x00\x03\x00\x00\x00\x2c\x00\x00\x00\x00" + "\x00\x00\x00\x1f\x00\x00\x00\x01\x00\x00\x00\x11\x00\x00\x00\x01\x00\x00\x10\x92\x00\x00\x00\x64"
	head := []byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(exif) + 2)}
	return append(append(head, exif...), b.Bytes()[2:]...)
}

func TestFilesOverHTTP(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	w := newWorld(t, s, s.CNY)
	customer, staff := s.Client(t, s.Contact(s.CNY, ledger.Confirmer)), s.Client(t, s.Staff(ledger.ARAccountant))
	at := "/disputes/" + w["dispute"] + "/attachments/"
	photo := located(t)
	key := ledger.NewID().String()
	id := webtest.Read[struct{ ID string }](t, customer.Put(at+key, "送货单 \"1\".jpg", photo), http.StatusOK).ID
	if again := webtest.Read[struct{ ID string }](t, customer.Put(at+key, "送货单.jpg", photo), http.StatusOK).ID; again != id {
		t.Errorf("sent again it is %s, was %s", again, id)
	}
	if got := customer.Put(at+key, "x.txt", []byte("other")); !got.Refused(http.StatusUnprocessableEntity, "idempotency-key-reused", "idempotency_key_reused") {
		t.Errorf("another file under the key: %d %s", got.Status, got.Body)
	}
	got := staff.Get("/attachments/" + id + "/file")
	got.Must(t, http.StatusOK)
	if !bytes.Contains(photo, []byte("\x88\x25\x00\x04")) || bytes.Contains(got.Body, []byte("\x88\x25\x00\x04")) || bytes.Contains(got.Body, []byte("Exif")) {
		t.Error("the photograph still says where it was taken")
	}
	if _, err := jpeg.Decode(bytes.NewReader(got.Body)); err != nil {
		t.Errorf("it is no photograph any more: %v", err)
	}
	for header, want := range map[string]string{
		"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff", "Content-Disposition": "attachment; filename*=utf-8''%E9%80%81%E8%B4%A7%E5%8D%95%20_1_.jpg",
		"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'", "Cache-Control": "private, no-cache",
	} {
		if got.Header.Get(header) != want {
			t.Errorf("%s is %q, want %q", header, got.Header.Get(header), want)
		}
	}
	if again := staff.Get("/attachments/"+id+"/file", "If-None-Match", got.Header.Get("ETag")); again.Status != http.StatusNotModified || len(again.Body) != 0 {
		t.Errorf("who has it gets %d and %d bytes", again.Status, len(again.Body))
	}
	small := customer.Get("/attachments/" + id + "/thumbnail")
	if small.Header.Get("Content-Type") != "image/jpeg" || small.Header.Get("Content-Disposition") != "" || !strings.Contains(small.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("the thumbnail comes as %v", small.Header)
	}
	customer.Post("/attachments/"+id+"/withdrawal", nil).Must(t, http.StatusNoContent)
	for _, c := range []*webtest.Client{customer, staff} {
		for _, what := range []string{"/file", "/thumbnail"} {
			if gone := c.Get("/attachments/" + id + what); !gone.Refused(http.StatusNotFound, "not-found", "not_found") {
				t.Errorf("withdrawn, and %s is still %d", what, gone.Status)
			}
		}
	}
}

func TestRefusedFilesOverHTTP(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	w := newWorld(t, s, s.CNY)
	customer := s.Client(t, s.Contact(s.CNY, ledger.Confirmer))
	at := "/disputes/" + w["dispute"] + "/attachments/"
	before := ledgertest.Ask[int](t, s.Books, `SELECT count(*) FROM hefu.attachments`)
	for name, x := range map[string]struct {
		content string
		status  int
		slug    string
		code    string
	}{
		"a program":       {"MZ\x90\x00", http.StatusUnsupportedMediaType, "unsupported-media-type", "file_kind_not_taken"},
		"a page":          {"<html><script>alert(1)</script>", http.StatusUnsupportedMediaType, "unsupported-media-type", "file_kind_not_taken"},
		"a HEIC photo":    {"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", http.StatusUnsupportedMediaType, "unsupported-media-type", "file_heic"},
		"half a photo":    {string(located(t)[:200]), http.StatusUnprocessableEntity, "validation-failed", "file_damaged"},
		"a PDF that acts": {"%PDF-1.4\n1 0 obj\n<< /S /JavaScript /JS (x) >>\nendobj\nstartxref\n9\n%%EOF\n", http.StatusUnprocessableEntity, "validation-failed", "file_active"},
		"nothing":         {"", http.StatusUnprocessableEntity, "validation-failed", "file_empty"},
		"26 MiB":          {strings.Repeat("x", 26<<20), http.StatusRequestEntityTooLarge, "payload-too-large", "payload_too_large"},
	} {
		if got := customer.Put(at+ledger.NewID().String(), "送货单.jpg", []byte(x.content)); !got.Refused(x.status, x.slug, x.code) {
			t.Errorf("%s: %d %s", name, got.Status, got.Body)
		}
	}
	for name, headers := range map[string][]string{
		"without a name": {"Content-Type", "application/octet-stream"}, "as JSON": {"Content-Disposition", `attachment; filename="a.txt"`},
		"compressed": {"Content-Type", "application/octet-stream", "Content-Disposition", `attachment; filename="a.txt"`, "Content-Encoding", "gzip"},
	} {
		if got := customer.Do(http.MethodPut, at+ledger.NewID().String(), []byte("a,b\n"), headers...); got.Status != http.StatusUnsupportedMediaType && got.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", name, got.Status, got.Body)
		}
	}
	if after := ledgertest.Ask[int](t, s.Books, `SELECT count(*) FROM hefu.attachments`); after != before {
		t.Errorf("refused files left %d rows", after-before)
	}
	if left, err := filepath.Glob(filepath.Join(s.Files, "arriving", "*")); err != nil || len(left) != 0 {
		t.Errorf("refused files left %v, %v", left, err)
	}
	if _, err := os.Stat(s.Files); err != nil {
		t.Error(err)
	}
}
