package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"math"
	"strings"
	"sync"
	"unicode"
)

// SealText is the room in points that stands free to the right of a SealPlace, for who signed and when.
const SealText = 70

// SealSide is the side in points of the square in which a seal is drawn; it is scaled to its place.
const SealSide = 120

const sealRed = "0.80 0.07 0.10"

// Seal draws the round seal of a company, as vectors: its name along the ring, a five-pointed star, and below what the seal is for, such
// as 对账专用章. What it returns are PDF operators, deflated, for a square of SealSide points. It is a picture beside a digital signature,
// not an electronic seal in the sense of GB/T 38540. The drawing of a company's seal is kept.
func Seal(company, purpose string) ([]byte, error) {
	key := company + "\x00" + purpose
	if known, ok := seals.Load(key); ok {
		return known.([]byte), nil
	}
	h, err := newHand()
	if err != nil {
		return nil, err
	}
	const middle, outer, thick = SealSide / 2.0, 57.0, 2.6
	out := fmt.Appendf(nil, "%s rg %s RG %.2f w\n", sealRed, sealRed, thick)
	out = append(circle(out, middle, middle, outer), "S\n"...)
	out = append(star(out, middle, middle, 15), "f\n"...)
	out = append(h.arc(out, company, middle, outer-thick/2), "f\n"...)
	size := 11.5
	if width := h.width(purpose, size); width > 62 {
		size *= 62 / width
	}
	out = append(h.line(out, purpose, middle-h.width(purpose, size)/2, 22, size), "f\n"...)
	if h.err != nil {
		return nil, h.err
	}
	packed, err := pack(out)
	if err != nil {
		return nil, err
	}
	if sealCount.add() {
		seals.Store(key, packed)
	}
	return packed, nil
}

// maxSeals bounds what is kept: an organization has one seal, and a customer one.
const maxSeals = 4096

type counter struct {
	mu sync.Mutex
	n  int
}

func (c *counter) add() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	return c.n <= maxSeals
}

var (
	seals     sync.Map
	sealCount counter
)

// SealBeside places the seal at the left of a box of this many points, and the lines beside it: who signed, and when.
func SealBeside(width, height float64, lines ...string) ([]byte, error) {
	h, err := newHand()
	if err != nil {
		return nil, err
	}
	side := math.Min(height, width*0.6)
	out := fmt.Appendf(nil, "q /Multiply gs %s 0 0 %s %s %s cm /Seal Do Q\n0.15 0.17 0.20 rg\n",
		scale(side/SealSide), scale(side/SealSide), short(0), short((height-side)/2))
	room := width - side - 5
	size, leading := 6.5, 1.45
	for _, line := range lines {
		if w := h.width(line, size); w > room {
			size = math.Max(3, size*room/w)
		}
	}
	y := height/2 + size*leading*(float64(len(lines))/2-1) + size*0.3
	for _, line := range lines {
		out = h.line(out, line, side+5, y, size)
		y -= size * leading
	}
	return append(out, "f\n"...), h.err
}

func scale(v float64) string { return fmt.Sprintf("%.5f", v) }

func pack(content []byte) ([]byte, error) {
	var out bytes.Buffer
	zip := zlib.NewWriter(&out)
	if _, err := zip.Write(content); err != nil {
		return nil, fmt.Errorf("pdf: seal: %w", err)
	}
	if err := zip.Close(); err != nil {
		return nil, fmt.Errorf("pdf: seal: %w", err)
	}
	return out.Bytes(), nil
}

// hand draws text as outlines, in the bold face and what spares it.
type hand struct {
	face *font
	err  error
}

func newHand() (*hand, error) {
	face, err := notoBold()
	if err != nil {
		return nil, err
	}
	return &hand{face: face}, nil
}

// find looks for a character; what no font has is the mark of a missing sort.
func (h *hand) find(r rune) (*font, int) {
	if g := h.face.glyph(r); g != 0 {
		return h.face, int(g)
	}
	if spare, err := wenKai(); err != nil {
		h.err = err
	} else if g := spare.glyph(r); g != 0 {
		return spare, int(g)
	}
	return h.face, int(h.face.glyph(geta))
}

func (h *hand) advance(r rune, size float64) float64 {
	f, g := h.find(r)
	width, _ := f.advance(g)
	return float64(width) * size / float64(f.upem)
}

func (h *hand) width(text string, size float64) (sum float64) {
	for _, r := range text {
		sum += h.advance(r, size)
	}
	return sum
}

func (h *hand) line(out []byte, text string, x, y, size float64) []byte {
	for _, r := range text {
		f, g := h.find(r)
		s := size / float64(f.upem)
		out = f.path(out, g, affine{s, 0, 0, s, x, y}, 0)
		x += h.advance(r, size)
	}
	return out
}

// arc sets a name along the ring from the lower left over the top to the lower right, its feet toward the middle. A long name is set
// narrower, as on seals of brass.
func (h *hand) arc(out []byte, text string, middle, radius float64) []byte {
	const most = 1.44 * math.Pi
	text = strings.TrimSpace(strings.Map(func(r rune) rune {
		if invisible(r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, text))
	size := 15.5
	foot := radius - size*1.06
	wide := h.width(text, size)
	if wide == 0 {
		return out
	}
	length := foot + size*0.35 // the radius at which characters are spaced
	gap := 1.12
	if n := float64(len([]rune(text))); n < 9 {
		gap = 1.45
	}
	squeeze := 1.0
	if wide*gap > most*length {
		squeeze = most * length / (wide * gap)
	}
	angle := math.Pi/2 + wide*gap*squeeze/length/2
	for _, r := range text {
		f, g := h.find(r)
		s, step := size/float64(f.upem), h.advance(r, size)
		half := step * gap * squeeze / length / 2
		angle -= half
		turn := angle - math.Pi/2
		sin, cos := math.Sin(turn), math.Cos(turn)
		place := affine{cos, sin, -sin, cos, middle + foot*math.Cos(angle), middle + foot*math.Sin(angle)}
		narrow := math.Min(1, squeeze*1.06)
		out = f.path(out, g, place.then(affine{s * narrow, 0, 0, s, -step * narrow / 2, size * 0.1}), 0)
		angle -= half
	}
	return out
}

// circle traces a circle by four curves.
func circle(out []byte, x, y, r float64) []byte {
	const k = 0.5522847498
	out = fmt.Appendf(out, "%s %s m\n", short(x+r), short(y))
	for _, q := range [4][2]float64{{1, 0}, {0, 1}, {-1, 0}, {0, -1}} {
		c, s := q[0], q[1] // the corner that the curve leaves; it ends a quarter on
		out = fmt.Appendf(out, "%s %s %s %s %s %s c\n",
			short(x+r*(c-k*s)), short(y+r*(s+k*c)), short(x+r*(-s+k*c)), short(y+r*(c+k*s)), short(x-r*s), short(y+r*c))
	}
	return append(out, "h\n"...)
}

// star traces a five-pointed star, one point up.
func star(out []byte, x, y, r float64) []byte {
	inner := r * math.Sin(math.Pi/10) / math.Sin(math.Pi*7/10)
	for i := range 10 {
		length, op := r, "l"
		if i%2 == 1 {
			length = inner
		}
		if i == 0 {
			op = "m"
		}
		a := math.Pi/2 + float64(i)*math.Pi/5
		out = fmt.Appendf(out, "%s %s %s\n", short(x+length*math.Cos(a)), short(y+length*math.Sin(a)), op)
	}
	return append(out, "h\n"...)
}
