package pdf

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// pick says which glyph of which font is to be found under a code of the cut font.
type pick struct {
	code  uint16
	font  *font
	glyph uint16
}

type source struct {
	font  *font
	glyph int
}

// cutter renumbers glyphs densely, in the order in which they are asked for.
type cutter struct {
	base  *font
	ids   map[source]uint16
	queue []source
}

func (c *cutter) id(s source) uint16 {
	if id, ok := c.ids[s]; ok {
		return id
	}
	if len(c.queue) >= 1<<16-1 {
		return 0
	}
	id := uint16(len(c.queue))
	c.ids[s] = id
	c.queue = append(c.queue, s)
	return id
}

// cut writes a small TrueType font that holds just the picks, in the units per em of base and with its metrics.
// Picks must ascend by code. The result is a fresh slice: the PDF writer alters the fonts it is given.
func cut(base *font, picks []pick) ([]byte, error) {
	c := &cutter{base: base, ids: make(map[source]uint16, len(picks)+1)}
	c.id(source{base, 0})
	codes, ids := make([]uint16, 0, len(picks)), make([]uint16, 0, len(picks))
	for i, p := range picks {
		if i > 0 && p.code <= picks[i-1].code {
			return nil, fmt.Errorf("pdf: code %04X of a cut font is out of order", p.code)
		}
		codes = append(codes, p.code)
		ids = append(ids, c.id(source{p.font, int(p.glyph)}))
	}
	var glyf, loca, hmtx []byte
	for i := 0; i < len(c.queue); i++ { // components of composite glyphs lengthen the queue
		s := c.queue[i]
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		glyf = append(glyf, c.copyOutline(s)...)
		glyf = append(glyf, make([]byte, -len(glyf)&3)...)
		width, bearing := s.font.advance(s.glyph)
		scale := ratio{base.upem, s.font.upem}
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(scale.of(width)))
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(int16(scale.of(bearing))))
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	return c.assemble(glyf, loca, hmtx, writeCmap(codes, ids)), nil
}

func (c *cutter) copyOutline(s source) []byte {
	raw := s.font.outline(s.glyph)
	if len(raw) < 10 {
		return nil
	}
	scale := ratio{c.base.upem, s.font.upem}
	if contours := int(int16(u16(raw, 0))); contours >= 0 {
		return simpleGlyph(raw, contours, scale)
	}
	return compositeGlyph(raw, scale, func(glyph int) uint16 { return c.id(source{s.font, glyph}) })
}

func (c *cutter) assemble(glyf, loca, hmtx, cmap []byte) []byte {
	glyphs := uint16(len(c.queue))
	head := slices.Clone(c.base.tables["head"])
	clear(head[8:12])
	binary.BigEndian.PutUint16(head[50:], 1)
	hhea := slices.Clone(c.base.tables["hhea"])
	binary.BigEndian.PutUint16(hhea[34:], glyphs)
	maxp := slices.Clone(c.base.tables["maxp"])
	binary.BigEndian.PutUint16(maxp[4:], glyphs)
	post := append([]byte{0, 3, 0, 0}, c.base.tables["post"][4:16]...)
	out := join(map[string][]byte{
		"OS/2": c.base.tables["OS/2"], "cmap": cmap, "glyf": glyf, "head": head, "hhea": hhea, "hmtx": hmtx,
		"loca": loca, "maxp": maxp, "name": {0, 0, 0, 0, 0, 6}, "post": append(post, make([]byte, 16)...),
	})
	return out
}

// join writes the table directory and the tables, ordered by name as the format asks, and the checksums.
func join(tables map[string][]byte) []byte {
	names := make([]string, 0, len(tables))
	size := 12 + 16*len(tables)
	for name, table := range tables {
		names = append(names, name)
		size += len(table) + 3
	}
	slices.Sort(names)
	search, selector := 1, 0
	for search*2 <= len(names) {
		search, selector = search*2, selector+1
	}
	out := make([]byte, 0, size)
	out = append(out, 0, 1, 0, 0)
	for _, v := range []int{len(names), 16 * search, selector, 16 * (len(names) - search)} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	at := 12 + 16*len(names)
	headAt := 0
	for _, name := range names {
		if name == "head" {
			headAt = at
		}
		out = append(out, name...)
		for _, v := range []uint32{checksum(tables[name]), uint32(at), uint32(len(tables[name]))} {
			out = binary.BigEndian.AppendUint32(out, v)
		}
		at += (len(tables[name]) + 3) &^ 3
	}
	for _, name := range names {
		out = append(out, tables[name]...)
		out = append(out, make([]byte, -len(out)&3)...)
	}
	binary.BigEndian.PutUint32(out[headAt+8:], 0xB1B0AFBA-checksum(out))
	return out
}

func checksum(table []byte) uint32 {
	var sum uint32
	for len(table) >= 4 {
		sum += binary.BigEndian.Uint32(table)
		table = table[4:]
	}
	var last [4]byte
	copy(last[:], table)
	return sum + binary.BigEndian.Uint32(last[:])
}
