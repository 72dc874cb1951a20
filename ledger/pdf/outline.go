package pdf

import "encoding/binary"

// Flags of the glyf table, as the OpenType specification names them.
const (
	onCurve, xShort, yShort, repeats, xSame, ySame = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20

	argsAreWords, argsAreXY, hasScale, moreComponents = 0x0001, 0x0002, 0x0008, 0x0020
	hasXYScale, hasTwoByTwo, hasInstructions          = 0x0040, 0x0080, 0x0100
)

// ratio scales font units of one font into those of another.
type ratio struct{ to, from int }

func (r ratio) of(v int) int {
	if r.to == r.from {
		return v
	}
	half := r.from / 2
	if v < 0 {
		half = -half
	}
	return (v*r.to + half) / r.from
}

// simpleGlyph copies a glyph of contours without its hinting program, scaled. A malformed record gives a blank glyph.
func simpleGlyph(raw []byte, contours int, scale ratio) []byte {
	ends := 10 + 2*contours
	body := ends + 2 + int(u16(raw, ends))
	if contours == 0 || body > len(raw) {
		return nil
	}
	if scale.to == scale.from {
		out := append(make([]byte, 0, len(raw)+3), raw[:ends]...)
		out = append(out, 0, 0)
		return append(out, raw[body:]...)
	}
	points := int(u16(raw, ends-2)) + 1
	flags, xs, ys, ok := readPoints(raw[body:], points)
	if !ok {
		return nil
	}
	out := scaledHeader(raw, scale)
	out = append(append(out, raw[10:ends]...), 0, 0)
	for i, flag := range flags {
		flags[i] = flag & onCurve
	}
	out = append(out, flags...)
	for _, axis := range [][]int{xs, ys} {
		before := 0
		for _, v := range axis {
			now := scale.of(v)
			out = binary.BigEndian.AppendUint16(out, uint16(int16(now-before)))
			before = now
		}
	}
	return out
}

// scaledHeader copies the number of contours and scales the bounding box.
func scaledHeader(raw []byte, scale ratio) []byte {
	out := append(make([]byte, 0, len(raw)*2), raw[:2]...)
	for at := 2; at < 10; at += 2 {
		out = binary.BigEndian.AppendUint16(out, uint16(int16(scale.of(int(int16(u16(raw, at)))))))
	}
	return out
}

// readPoints unpacks flags and absolute coordinates.
func readPoints(b []byte, points int) (flags []byte, xs, ys []int, ok bool) {
	for len(flags) < points {
		if len(b) == 0 {
			return nil, nil, nil, false
		}
		flag, again := b[0], 0
		b = b[1:]
		if flag&repeats != 0 {
			if len(b) == 0 {
				return nil, nil, nil, false
			}
			again, b = int(b[0]), b[1:]
		}
		for range again + 1 {
			flags = append(flags, flag)
		}
	}
	flags = flags[:points]
	if xs, b, ok = readAxis(b, flags, xShort, xSame); !ok {
		return nil, nil, nil, false
	}
	ys, _, ok = readAxis(b, flags, yShort, ySame)
	return flags, xs, ys, ok
}

func readAxis(b, flags []byte, short, same byte) (values []int, rest []byte, ok bool) {
	values = make([]int, len(flags))
	at := 0
	for i, flag := range flags {
		switch {
		case flag&short != 0:
			if len(b) < 1 {
				return nil, nil, false
			}
			if flag&same != 0 {
				at += int(b[0])
			} else {
				at -= int(b[0])
			}
			b = b[1:]
		case flag&same == 0:
			if len(b) < 2 {
				return nil, nil, false
			}
			at += int(int16(u16(b, 0)))
			b = b[2:]
		}
		values[i] = at
	}
	return values, b, true
}

// compositeGlyph copies a glyph made of other glyphs: rename gives each component its number in the new font.
func compositeGlyph(raw []byte, scale ratio, rename func(glyph int) uint16) []byte {
	out := scaledHeader(raw, scale)
	for at := 10; ; {
		flags, component := u16(raw, at), int(u16(raw, at+2))
		args, tail := 2, 0
		if flags&argsAreWords != 0 {
			args = 4
		}
		switch {
		case flags&hasScale != 0:
			tail = 2
		case flags&hasXYScale != 0:
			tail = 4
		case flags&hasTwoByTwo != 0:
			tail = 8
		}
		if at+4+args+tail > len(raw) {
			return nil
		}
		a, b := raw[at+4:at+4+args], raw[at+4+args:at+4+args+tail]
		out = binary.BigEndian.AppendUint16(out, flags&^hasInstructions|argsAreWords)
		out = binary.BigEndian.AppendUint16(out, rename(component))
		for i := range 2 {
			out = binary.BigEndian.AppendUint16(out, componentArg(a, i, flags, scale))
		}
		out = append(out, b...)
		at += 4 + args + tail
		if flags&moreComponents == 0 {
			return out
		}
	}
}

// componentArg widens one placement argument to a word. Offsets are scaled, point numbers are not.
func componentArg(args []byte, i int, flags uint16, scale ratio) uint16 {
	xy := flags&argsAreXY != 0
	var v int
	switch {
	case flags&argsAreWords != 0 && xy:
		v = int(int16(u16(args, 2*i)))
	case flags&argsAreWords != 0:
		v = int(u16(args, 2*i))
	case xy:
		v = int(int8(args[i]))
	default:
		v = int(args[i])
	}
	if xy {
		v = scale.of(v)
	}
	return uint16(int16(v))
}
