package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"testing"

	ximage "golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

func TestFontsAreThePublishersOwn(t *testing.T) {
	for name, want := range map[string]string{
		"NotoSansSC-Regular": "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
		"NotoSansSC-Bold":    "9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96",
		"LXGWWenKai-Regular": "bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8",
	} {
		data, err := unpackBytes(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%x", sha256.Sum256(data)); got != want {
			t.Errorf("%s: SHA-256 %s, want %s", name, got, want)
		}
	}
}

// shape is a glyph as an independent reader of TrueType sees it, at one pixel per thousandth of an em.
type shape struct {
	segments []sfnt.Segment
	advance  fixed.Int26_6
}

func shapeOf(t *testing.T, f *sfnt.Font, r rune) shape {
	t.Helper()
	var buf sfnt.Buffer
	id, err := f.GlyphIndex(&buf, r)
	if err != nil || id == 0 {
		t.Fatalf("%q: glyph %d, %v", r, id, err)
	}
	segments, err := f.LoadGlyph(&buf, id, fixed.I(1000), nil)
	if err != nil {
		t.Fatalf("%q: %v", r, err)
	}
	out := shape{segments: slices.Clone(segments)}
	if out.advance, err = f.GlyphAdvance(&buf, id, fixed.I(1000), ximage.HintingNone); err != nil {
		t.Fatalf("%q: %v", r, err)
	}
	return out
}

func mustParse(t *testing.T, data []byte) (*font, *sfnt.Font) {
	t.Helper()
	ours, err := parseFont(data)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := sfnt.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return ours, theirs
}

func TestCutFontHasTheSameShapes(t *testing.T) {
	noto, err := unpackBytes("NotoSansSC-Regular")
	if err != nil {
		t.Fatal(err)
	}
	kai, err := unpackBytes("LXGWWenKai-Regular")
	if err != nil {
		t.Fatal(err)
	}
	base, baseShapes := mustParse(t, noto)
	spare, spareShapes := mustParse(t, kai)
	s := scribeFor(base, base, func() (*font, error) { return spare, nil })
	text := "Ag9,.Åéﬁ 〓中国龘㛃犇𠮷𬱖—（）"
	inked := []rune(s.ink(regular, text))
	made, err := cut(base, s.picks(regular))
	if err != nil {
		t.Fatal(err)
	}
	_, cutShapes := mustParse(t, made)
	if len(made) > 40_000 {
		t.Errorf("the cut font has %d bytes", len(made))
	}
	for i, r := range []rune(text) {
		original := baseShapes
		if base.glyph(r) == 0 {
			original = spareShapes
		}
		want, got := shapeOf(t, original, r), shapeOf(t, cutShapes, inked[i])
		if !slices.Equal(got.segments, want.segments) || got.advance != want.advance {
			t.Errorf("%q is drawn differently: %d segments and %v wide, want %d and %v", r, len(got.segments), got.advance, len(want.segments), want.advance)
		}
	}
}

// The spare font may count its em otherwise. Told that WenKai has 2,000 units to the em, the cutter must halve it.
func TestSpareFontIsScaledToTheBase(t *testing.T) {
	kai, err := unpackBytes("LXGWWenKai-Regular")
	if err != nil {
		t.Fatal(err)
	}
	_, want := mustParse(t, kai)
	base, err := notoRegular()
	if err != nil {
		t.Fatal(err)
	}
	spare, err := parseFont(kai)
	if err != nil {
		t.Fatal(err)
	}
	spare.upem = 2000
	var picks []pick
	runes := []rune("ABÅé中国龘´−∕") // the last three are made of other glyphs
	slices.Sort(runes)
	for _, r := range runes {
		picks = append(picks, pick{uint16(r), spare, spare.glyph(r)})
	}
	made, err := cut(base, picks)
	if err != nil {
		t.Fatal(err)
	}
	_, got := mustParse(t, made)
	for _, r := range runes {
		whole, half := shapeOf(t, want, r), shapeOf(t, got, r)
		if len(whole.segments) != len(half.segments) {
			t.Errorf("%q: %d segments, want %d", r, len(half.segments), len(whole.segments))
			continue
		}
		for i := range whole.segments {
			a, b := whole.segments[i].Args[0], half.segments[i].Args[0]
			if off := max(abs(a.X/2-b.X), abs(a.Y/2-b.Y)); off > fixed.I(3)/2 {
				t.Errorf("%q: point %v became %v", r, a, b)
				break
			}
		}
		if off := abs(whole.advance/2 - half.advance); off > fixed.I(1) {
			t.Errorf("%q: advance %v became %v", r, whole.advance, half.advance)
		}
	}
}

func TestGlyphsMadeOfOthersAreCutWhole(t *testing.T) {
	kai, err := unpackBytes("LXGWWenKai-Regular")
	if err != nil {
		t.Fatal(err)
	}
	base, want := mustParse(t, kai)
	s := scribeFor(base, base, nil)
	const text = "¨´ˊ−∕"
	s.ink(regular, text)
	made, err := cut(base, s.picks(regular))
	if err != nil {
		t.Fatal(err)
	}
	_, got := mustParse(t, made)
	for _, r := range text {
		if int16(u16(base.outline(int(base.glyph(r))), 0)) >= 0 {
			t.Errorf("%q is no longer a composite glyph; choose another for this test", r)
		}
		if !slices.Equal(shapeOf(t, got, r).segments, shapeOf(t, want, r).segments) {
			t.Errorf("%q is drawn differently", r)
		}
	}
}

func abs(v fixed.Int26_6) fixed.Int26_6 { return max(v, -v) }

func TestCutChecksumsHold(t *testing.T) {
	made := smallFont(t)
	if got := checksum(made); got != 0xB1B0AFBA {
		t.Errorf("file checksum %08X, want B1B0AFBA", got)
	}
	for i := range int(u16(made, 4)) {
		entry := made[12+16*i : 28+16*i]
		at, size := u32(entry, 8), u32(entry, 12)
		table := slices.Clone(made[at : at+size])
		if string(entry[:4]) == "head" {
			clear(table[8:12])
		}
		if got := checksum(table); got != u32(entry, 4) {
			t.Errorf("table %s: checksum %08X, want %08X", entry[:4], got, u32(entry, 4))
		}
	}
}

func TestPicksOutOfOrderAreRefused(t *testing.T) {
	base, err := notoRegular()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cut(base, []pick{{'B', base, 1}, {'A', base, 2}}); err == nil {
		t.Error("picks out of order were accepted")
	}
}

func TestNotAFontIsRefused(t *testing.T) {
	good := smallFont(t)
	otf := slices.Clone(good)
	copy(otf, "OTTO")
	far := slices.Clone(good)
	binary.BigEndian.PutUint32(far[12+8:], 1<<31)
	for name, data := range map[string][]byte{"empty": nil, "text": []byte("not a font at all"), "CFF": otf, "table outside": far, "cut short": good[:len(good)/2]} {
		if _, err := parseFont(data); err == nil {
			t.Errorf("%s was accepted as a font", name)
		}
	}
}

func smallFont(t testing.TB) []byte {
	t.Helper()
	base, err := notoRegular()
	if err != nil {
		t.Fatal(err)
	}
	s := scribeFor(base, base, nil)
	s.ink(regular, "AÅ中")
	made, err := cut(base, s.picks(regular))
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// FuzzCut feeds damaged fonts to the reader and the cutter. A font may be refused; what is accepted must give a cut
// that reads again.
func FuzzCut(f *testing.F) {
	good := smallFont(f)
	f.Add(good, uint32(0), byte(0))
	f.Add(good, uint32(300), byte(0xFF))
	f.Fuzz(func(t *testing.T, data []byte, at uint32, with byte) {
		data = bytes.Clone(data)
		if len(data) > 0 {
			data[int(at)%len(data)] ^= with
		}
		base, err := parseFont(data)
		if err != nil {
			return
		}
		s := scribeFor(base, base, nil)
		s.ink(regular, "AÅ中 〓=")
		made, err := cut(base, s.picks(regular))
		if err != nil {
			t.Fatalf("cut: %v", err)
		}
		again, err := parseFont(made)
		if err != nil {
			t.Fatalf("the cut font does not read: %v", err)
		}
		for _, p := range s.picks(regular) {
			if again.glyph(rune(p.code)) == 0 {
				t.Errorf("code %04X is gone", p.code)
			}
		}
	})
}
