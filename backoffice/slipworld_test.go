package backoffice_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/webtest"
)

// slipPicture is a small picture as a telephone sends it.
var slipPicture = pictureOf(ledger.NewID())

// pictureOf is another picture for every id.
func pictureOf(id ledger.ID) string {
	var b bytes.Buffer
	gray := image.NewGray(image.Rect(0, 0, 16*8, 8))
	for i := range gray.Pix {
		gray.Pix[i] = id[i/8%16]
	}
	if err := jpeg.Encode(&b, gray, nil); err != nil {
		panic(err) // a gray picture can always be written
	}
	return b.String()
}

// slips gives the organization two slips that wait and one that is set aside.
func (w world) slips(t *testing.T, s *webtest.Site, staff ledger.Actor) {
	t.Helper()
	for _, name := range []string{"slip", "slip2", "slip3"} {
		made, err := s.Services.Slips.Upload(t.Context(), staff, ledger.NewID(), "回单.jpg", strings.NewReader(pictureOf(ledger.NewID())))
		if err == nil && name == "slip3" {
			_, err = s.Services.Slips.SetAside(t.Context(), staff, made.ID, "重复")
		}
		if err != nil {
			t.Fatal(err)
		}
		w[name] = made.ID.String()
	}
}
