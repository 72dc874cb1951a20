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
var slipPicture = pictureOf(40, 30)

func pictureOf(width, height int) string {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, width, height)), nil); err != nil {
		panic(err) // a gray picture can always be written
	}
	return b.String()
}

// slips gives the organization two slips that wait and one that is set aside.
func (w world) slips(t *testing.T, s *webtest.Site, staff ledger.Actor) {
	t.Helper()
	for i, name := range []string{"slip", "slip2", "slip3"} {
		made, err := s.Services.Slips.Upload(t.Context(), staff, ledger.NewID(), "回单.jpg", strings.NewReader(pictureOf(50+i, 40)))
		if err == nil && name == "slip3" {
			_, err = s.Services.Slips.SetAside(t.Context(), staff, made.ID, "重复")
		}
		if err != nil {
			t.Fatal(err)
		}
		w[name] = made.ID.String()
	}
}
