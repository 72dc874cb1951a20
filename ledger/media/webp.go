package media

import (
	"bytes"
	"encoding/binary"

	decode "golang.org/x/image/webp"

	"hefu/ledger"
)

// webp is a still WebP file in chunks (RFC 9649).
type webp struct {
	pieces        [][]byte
	width, height int
	lossless      bool
	orientation   int
}

const (
	flagEXIF = 0x08
	flagXMP  = 0x04
)

func parseWebP(content []byte) (picture, File, error) {
	damaged := func() (picture, File, error) { return nil, File{}, ledger.E("file_damaged") }
	size := int64(binary.LittleEndian.Uint32(content[4:])) + 8
	if size > int64(len(content)) || size < 20 || size%2 != 0 {
		return damaged()
	}
	body, rest := content[:size], content[size:]
	if foreign(rest) {
		return nil, File{}, ledger.E("file_mixed")
	}
	w := &webp{orientation: 1}
	shown := 0
	for at := 12; at < len(body); {
		if at+8 > len(body) {
			return damaged()
		}
		length := int64(binary.LittleEndian.Uint32(body[at+4:]))
		padded := length + length%2
		if padded > int64(len(body)-at-8) {
			return damaged()
		}
		end := at + 8 + int(padded)
		kind, data := string(body[at:at+4]), body[at+8:at+8+int(length)]
		switch kind {
		case "VP8 ", "VP8L":
			shown++
			w.lossless = kind == "VP8L"
			w.pieces = append(w.pieces, body[at:end])
		case "VP8X", "ALPH", "ICCP":
			w.pieces = append(w.pieces, body[at:end])
		case "EXIF":
			w.orientation = orientation(bytes.TrimPrefix(data, []byte("Exif\x00\x00")))
		case "ANIM", "ANMF":
			return nil, File{}, ledger.E("file_kind_not_taken")
		}
		at = end
	}
	config, err := decode.DecodeConfig(bytes.NewReader(body))
	if err != nil || shown != 1 {
		return damaged()
	}
	w.width, w.height = config.Width, config.Height
	return w, File{Media: WebP, Extensions: []string{".webp"}, Width: w.width, Height: w.height}, nil
}

func (w *webp) clean() []byte {
	out := []byte("RIFF\x00\x00\x00\x00WEBP")
	extended := false
	for _, piece := range w.pieces {
		start := len(out)
		out = append(out, piece...)
		if string(piece[:4]) == "VP8X" && len(piece) > 8 {
			extended = true
			out[start+8] &^= flagEXIF | flagXMP
			if w.orientation != 1 {
				out[start+8] |= flagEXIF
			}
		}
	}
	if extended && w.orientation != 1 {
		tag := orientationOnly(w.orientation)
		out = append(out, 'E', 'X', 'I', 'F')
		out = binary.LittleEndian.AppendUint32(out, uint32(len(tag)))
		out = append(out, tag...)
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}

func (w *webp) cost() (memory, passes int) {
	if w.lossless {
		return w.width * w.height * 8, 1
	}
	return w.width * w.height * 5 / 2, 1
}

func (w *webp) upright() int { return w.orientation }
