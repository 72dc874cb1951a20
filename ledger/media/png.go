package media

import (
	"encoding/binary"
	"hash/crc32"
	"slices"

	"hefu/ledger"
)

// png is a PNG file in chunks (ISO/IEC 15948).
type png struct {
	pieces        [][]byte
	width, height int
	perPixel      int // bytes of a decoded pixel
	interlaced    bool
}

// keptChunks are those that decide what is seen. Texts, times, EXIF and the frames of a moving picture are dropped.
var keptChunks = []string{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "pHYs", "bKGD"}

const pngHead = 8

func parsePNG(content []byte) (picture, File, error) {
	p := &png{}
	damaged := func() (picture, File, error) { return nil, File{}, ledger.E("file_damaged") }
	data := false
	for at := pngHead; ; {
		if at+12 > len(content) {
			return damaged()
		}
		length := int64(binary.BigEndian.Uint32(content[at:]))
		if length > int64(len(content)-at-12) {
			return damaged()
		}
		end := at + 12 + int(length)
		kind, body := string(content[at+4:at+8]), content[at+8:end-4]
		if crc32.ChecksumIEEE(content[at+4:end-4]) != binary.BigEndian.Uint32(content[end-4:]) {
			return damaged()
		}
		kept := slices.Contains(keptChunks, kind)
		switch {
		case (kind == "IHDR") != (at == pngHead), kind == "IHDR" && !p.header(body):
			return damaged()
		case kind[0]&0x20 == 0 && !kept: // a part that must be understood
			return damaged()
		}
		data = data || kind == "IDAT"
		if kept {
			p.pieces = append(p.pieces, content[at:end])
		}
		at = end
		if kind != "IEND" {
			continue
		}
		if !data {
			return damaged()
		}
		if foreign(content[at:]) {
			return nil, File{}, ledger.E("file_mixed")
		}
		return p, File{Media: PNG, Extensions: []string{".png"}, Width: p.width, Height: p.height}, nil
	}
}

func (p *png) header(body []byte) bool {
	if len(body) != 13 {
		return false
	}
	width, height := binary.BigEndian.Uint32(body), binary.BigEndian.Uint32(body[4:])
	if width > maxSide || height > maxSide { // refused by its size, as a picture that is too large
		width, height = min(width, 2*maxSide), min(height, 2*maxSide)
	}
	p.width, p.height, p.interlaced = int(width), int(height), body[12] != 0
	p.perPixel = 4
	if body[9] == 0 || body[9] == 3 {
		p.perPixel = 1
	}
	if body[8] == 16 {
		p.perPixel *= 2
	}
	return true
}

func (p *png) clean() []byte {
	out := []byte("\x89PNG\r\n\x1a\n")
	for _, piece := range p.pieces {
		out = append(out, piece...)
	}
	return out
}

func (p *png) cost() (memory, passes int) {
	memory = p.width * p.height * p.perPixel
	if p.interlaced {
		memory += memory / 2
	}
	return memory, 1
}

func (p *png) upright() int { return 1 }
