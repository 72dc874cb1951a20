package media

import (
	"bytes"
	"encoding/binary"

	"hefu/ledger"
)

// jpeg is a JPEG file in segments (ITU-T T.81, annex B); the pieces are parts of the content.
type jpeg struct {
	head        []byte // JFIF, which stands first
	pieces      [][]byte
	width       int
	height      int
	samples     float64 // for each pixel: with subsampled colours a fraction
	progressive bool
	scans       int
	orientation int
}

const (
	markSOI  = 0xd8
	markEOI  = 0xd9
	markSOS  = 0xda
	markAPP0 = 0xe0
	markAPP1 = 0xe1
	markAPP2 = 0xe2
	markAdob = 0xee
	markCOM  = 0xfe
)

func parseJPEG(content []byte) (picture, File, error) {
	j := &jpeg{orientation: 1}
	damaged := func() (picture, File, error) { return nil, File{}, ledger.E("file_damaged") }
	at := 2
	for {
		if at+2 > len(content) || content[at] != 0xff {
			return damaged()
		}
		mark := content[at+1]
		switch {
		case mark == 0xff: // fill
			at++
			continue
		case mark == markEOI:
			if j.width == 0 || j.scans == 0 {
				return damaged()
			}
			if foreign(content[at+2:]) {
				return nil, File{}, ledger.E("file_mixed")
			}
			return j, File{Media: JPEG, Extensions: []string{".jpg", ".jpeg", ".jpe", ".jfif"}, Width: j.width, Height: j.height}, nil
		case mark < 0xc0, mark >= 0xd0 && mark <= markSOI, at+4 > len(content):
			return damaged()
		}
		length := int(binary.BigEndian.Uint16(content[at+2:]))
		end := at + 2 + length
		if length < 2 || end > len(content) {
			return damaged()
		}
		if mark == markSOS {
			end = scanEnd(content, end)
			j.scans++
		}
		if !j.take(mark, content[at:end], content[at+4:at+2+length]) {
			return damaged()
		}
		at = end
	}
}

// scanEnd is where coded data stop: at a marker that is neither a restart nor a stuffed byte.
func scanEnd(content []byte, at int) int {
	for {
		next := bytes.IndexByte(content[at:], 0xff)
		if next < 0 || at+next+1 >= len(content) {
			return len(content)
		}
		at += next
		switch mark := content[at+1]; {
		case mark == 0, mark >= 0xd0 && mark <= 0xd7:
			at += 2
		case mark == 0xff:
			at++
		default:
			return at
		}
	}
}

// take keeps what the picture is made of and drops what tells about it; false for what no decoder understands.
func (j *jpeg) take(mark byte, segment, data []byte) bool {
	switch {
	case mark == 0xc0, mark == 0xc1, mark == 0xc2: // the frame: baseline, extended, progressive
		j.pieces, j.progressive = append(j.pieces, segment), mark == 0xc2
		return j.width == 0 && j.frame(data)
	case mark == 0xc4, mark == 0xdb, mark == 0xdd, mark == markSOS: // tables, restart interval, scan
		j.pieces = append(j.pieces, segment)
	case mark > 0xc0 && mark < 0xd0: // lossless, hierarchical, arithmetic
		return false
	case mark == markAPP0 && bytes.HasPrefix(data, []byte("JFIF\x00")):
		j.head = segment
	case mark == markAPP1 && bytes.HasPrefix(data, []byte("Exif\x00\x00")):
		j.orientation = orientation(data[6:])
	case mark == markAPP2 && bytes.HasPrefix(data, []byte("ICC_PROFILE\x00")), mark == markAdob && bytes.HasPrefix(data, []byte("Adobe")):
		j.pieces = append(j.pieces, segment) // how colours are to be read
	case mark < markAPP0 || mark == markCOM || mark > markCOM:
	}
	return true
}

func (j *jpeg) frame(data []byte) bool {
	if len(data) < 6 || data[0] != 8 {
		return false
	}
	j.height, j.width = int(binary.BigEndian.Uint16(data[1:])), int(binary.BigEndian.Uint16(data[3:]))
	count := int(data[5])
	if j.width == 0 || j.height == 0 || (count != 1 && count != 3 && count != 4) || len(data) < 6+3*count {
		return false
	}
	most, sum := 0, 0
	for i := range count {
		across, down := int(data[7+3*i]>>4), int(data[7+3*i]&15)
		if across < 1 || across > 4 || down < 1 || down > 4 {
			return false
		}
		most, sum = max(most, across*down), sum+across*down
	}
	j.samples = float64(sum) / float64(most)
	return true
}

func (j *jpeg) clean() []byte {
	out := []byte{0xff, markSOI}
	out = append(out, j.head...)
	if j.orientation != 1 {
		tag := orientationOnly(j.orientation)
		out = append(out, 0xff, markAPP1, byte((len(tag)+8)>>8), byte(len(tag)+8), 'E', 'x', 'i', 'f', 0, 0)
		out = append(out, tag...)
	}
	for _, piece := range j.pieces {
		out = append(out, piece...)
	}
	return append(out, 0xff, markEOI)
}

func (j *jpeg) cost() (memory, passes int) {
	memory = int(float64(j.width*j.height) * j.samples)
	if j.progressive { // every coefficient is held as 32 bits until the last scan
		memory *= 5
	}
	return memory, j.scans
}

func (j *jpeg) upright() int { return j.orientation }
