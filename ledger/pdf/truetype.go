package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// font is one TrueType font taken apart once. It is never written to after parseFont, so any number of documents may
// read it at the same time.
type font struct {
	upem     int
	glyphs   int
	loca     []uint32 // glyphs+1 offsets into glyf
	glyf     []byte
	hmtx     []byte
	hmetrics int
	bmp      *[1 << 16]uint16 // glyph of each character up to U+FFFF, 0 when there is none
	astral   map[rune]uint16
	tables   map[string][]byte
}

var errFont = errors.New("pdf: not a usable TrueType font")

// maxMapped bounds the work that a malformed character map can ask for: Unicode has no more code points.
const maxMapped = 0x110000

// parseFont reads a TrueType font (outlines in glyf, not CFF, not a collection). The font keeps data.
func parseFont(data []byte) (*font, error) {
	tables, err := tableDirectory(data)
	if err != nil {
		return nil, err
	}
	head, hhea, maxp := tables["head"], tables["hhea"], tables["maxp"]
	if len(head) < 54 || len(hhea) < 36 || len(maxp) < 6 || len(tables["OS/2"]) < 78 || len(tables["post"]) < 16 {
		return nil, fmt.Errorf("%w: a required table is missing or short", errFont)
	}
	f := &font{
		upem:     int(u16(head, 18)),
		glyphs:   int(u16(maxp, 4)),
		glyf:     tables["glyf"],
		hmtx:     tables["hmtx"],
		hmetrics: int(u16(hhea, 34)),
		bmp:      new([1 << 16]uint16),
		astral:   map[rune]uint16{},
		tables:   tables,
	}
	if f.upem < 16 || f.upem > 16384 || f.glyphs == 0 || f.hmetrics == 0 || f.hmetrics > f.glyphs || len(f.hmtx) < f.hmetrics*4 {
		return nil, fmt.Errorf("%w: head, maxp and hmtx do not agree", errFont)
	}
	if err := f.readLoca(tables["loca"], u16(head, 50) != 0); err != nil {
		return nil, err
	}
	return f, f.readCmap(tables["cmap"])
}

func tableDirectory(data []byte) (map[string][]byte, error) {
	if len(data) < 12 || (binary.BigEndian.Uint32(data) != 0x00010000 && string(data[:4]) != "true") {
		return nil, fmt.Errorf("%w: no TrueType header", errFont)
	}
	count := int(u16(data, 4))
	if len(data) < 12+16*count {
		return nil, fmt.Errorf("%w: the table directory is cut short", errFont)
	}
	tables := make(map[string][]byte, count)
	for i := range count {
		entry := data[12+16*i:]
		at, size := uint64(u32(entry, 8)), uint64(u32(entry, 12))
		if at+size > uint64(len(data)) {
			return nil, fmt.Errorf("%w: table %q lies outside the file", errFont, entry[:4])
		}
		tables[string(entry[:4])] = data[at : at+size : at+size]
	}
	return tables, nil
}

func (f *font) readLoca(loca []byte, long bool) error {
	size := 2
	if long {
		size = 4
	}
	if len(loca) < (f.glyphs+1)*size {
		return fmt.Errorf("%w: loca is short", errFont)
	}
	f.loca = make([]uint32, f.glyphs+1)
	for i := range f.loca {
		if long {
			f.loca[i] = u32(loca, 4*i)
		} else {
			f.loca[i] = 2 * uint32(u16(loca, 2*i))
		}
		if f.loca[i] > uint32(len(f.glyf)) || (i > 0 && f.loca[i] < f.loca[i-1]) {
			return fmt.Errorf("%w: loca points outside glyf", errFont)
		}
	}
	return nil
}

// glyph returns the glyph of r, 0 when the font lacks it.
func (f *font) glyph(r rune) uint16 {
	if r >= 0 && r < 1<<16 {
		return f.bmp[r]
	}
	return f.astral[r]
}

// advance returns the advance width and the left side bearing of a glyph in font units.
func (f *font) advance(glyph int) (width, bearing int) {
	if glyph < f.hmetrics {
		return int(u16(f.hmtx, 4*glyph)), int(int16(u16(f.hmtx, 4*glyph+2)))
	}
	return int(u16(f.hmtx, 4*f.hmetrics-4)), int(int16(u16(f.hmtx, 4*f.hmetrics+2*(glyph-f.hmetrics))))
}

// outline returns the glyf record, empty for a blank glyph such as the space.
func (f *font) outline(glyph int) []byte {
	if glyph >= f.glyphs {
		return nil
	}
	return f.glyf[f.loca[glyph]:f.loca[glyph+1]]
}

// u16 and u32 read zero beyond the end, so that a short record cannot stop the program.
func u16(b []byte, at int) uint16 {
	if at < 0 || at+2 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint16(b[at:])
}

func u32(b []byte, at int) uint32 {
	if at < 0 || at+4 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint32(b[at:])
}
