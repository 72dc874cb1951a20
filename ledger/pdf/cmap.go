package pdf

import (
	"encoding/binary"
	"fmt"
)

// readCmap loads the Unicode character maps of formats 4 and 12, which between them every current font has.
func (f *font) readCmap(cmap []byte) error {
	budget := maxMapped
	found := false
	for i := range int(u16(cmap, 2)) {
		platform, at := u16(cmap, 4+8*i), int(u32(cmap, 8+8*i))
		if (platform != 0 && platform != 3) || at <= 0 || at >= len(cmap) {
			continue
		}
		switch u16(cmap, at) {
		case 4:
			found = true
			f.readSegments(cmap[at:], &budget)
		case 12:
			found = true
			f.readGroups(cmap[at:], &budget)
		}
		if budget < 0 {
			return fmt.Errorf("%w: the character map is larger than Unicode", errFont)
		}
	}
	if !found {
		return fmt.Errorf("%w: no Unicode character map", errFont)
	}
	return nil
}

func (f *font) readSegments(t []byte, budget *int) {
	segments := int(u16(t, 6)) / 2
	for s := range segments {
		last, first := int(u16(t, 14+2*s)), int(u16(t, 16+2*segments+2*s))
		delta, rangeAt := u16(t, 16+4*segments+2*s), 16+6*segments+2*s
		offset := int(u16(t, rangeAt))
		for code := first; code <= last && *budget >= 0; code++ {
			*budget--
			glyph := uint16(code) + delta
			if offset != 0 {
				if glyph = u16(t, rangeAt+offset+2*(code-first)); glyph != 0 {
					glyph += delta
				}
			}
			f.setGlyph(rune(code), glyph)
		}
	}
}

func (f *font) readGroups(t []byte, budget *int) {
	groups := min(int(u32(t, 12)), len(t)/12)
	for g := range groups {
		at := 16 + 12*g
		first, last, glyph := int64(u32(t, at)), int64(u32(t, at+4)), int64(u32(t, at+8))
		for code := first; code <= last && code < maxMapped && *budget >= 0; code++ {
			*budget--
			if id := glyph + code - first; id < int64(f.glyphs) {
				f.setGlyph(rune(code), uint16(id))
			}
		}
	}
}

func (f *font) setGlyph(r rune, glyph uint16) {
	switch {
	case glyph == 0 || int(glyph) >= f.glyphs:
	case r < 1<<16:
		f.bmp[r] = glyph
	default:
		f.astral[r] = glyph
	}
}

// writeCmap makes a cmap with one format 4 subtable: codes ascend, glyph i+1 belongs to codes[i] unless ids says otherwise.
// Beyond some 8,000 separate runs the length field overflows; it is informative only, since the segment count rules.
func writeCmap(codes []uint16, ids []uint16) []byte {
	type run struct{ first, last, delta uint16 }
	var runs []run
	for i, code := range codes {
		delta := ids[i] - code
		if n := len(runs); n > 0 && runs[n-1].last+1 == code && runs[n-1].delta == delta {
			runs[n-1].last = code
			continue
		}
		runs = append(runs, run{code, code, delta})
	}
	runs = append(runs, run{0xFFFF, 0xFFFF, 1})
	n := len(runs)
	search, selector := 1, 0
	for search*2 <= n {
		search, selector = search*2, selector+1
	}
	out := []byte{0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12}
	for _, v := range []int{4, 16 + 8*n, 0, 2 * n, 2 * search, selector, 2 * (n - search)} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	for _, r := range runs {
		out = binary.BigEndian.AppendUint16(out, r.last)
	}
	out = append(out, 0, 0)
	for _, r := range runs {
		out = binary.BigEndian.AppendUint16(out, r.first)
	}
	for _, r := range runs {
		out = binary.BigEndian.AppendUint16(out, r.delta)
	}
	return append(out, make([]byte, 2*n)...)
}
