package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// run is one piece of text as it stands on a page, in points from the lower left corner.
type run struct {
	x, y, size, width float64
	text              string
}

var (
	contentsRef = regexp.MustCompile(`/Contents (\d+) 0 R`)
	fontOp      = regexp.MustCompile(`^BT /F([0-9a-f]+) ([\d.]+) Tf ET$`)
	fontRef     = regexp.MustCompile(`/F([0-9a-f]+) (\d+) 0 R`)
	textOp      = regexp.MustCompile(`(?s)BT ([-\d.]+) ([-\d.]+) Td \((.*)\) Tj ET`)
	charPair    = regexp.MustCompile(`<([0-9A-F]{4})> <([0-9A-F]+)>`)
)

// readPages reads the text of a finished file the way a viewer does: through the content streams, the fonts' names and
// the tables that turn codes into characters.
func readPages(t testing.TB, file []byte) [][]run {
	t.Helper()
	objects, _, _, err := objectsOf(file)
	if err != nil {
		t.Fatalf("read back: %v", err)
	}
	faces := map[string]*font{}
	characters := map[uint16]string{}
	for _, body := range objects {
		for _, ref := range fontRef.FindAllSubmatch(body, -1) {
			n, _ := strconv.Atoi(string(ref[2]))
			faces[string(ref[1])] = faceNamed(t, objects[n])
		}
		if stream := inflate(body); bytes.Contains(stream, []byte("begincmap")) {
			for _, pair := range charPair.FindAllSubmatch(stream, -1) {
				if len(pair[2]) > 0 && !bytes.Equal(pair[1], []byte("0000")) {
					code, _ := strconv.ParseUint(string(pair[1]), 16, 16)
					characters[uint16(code)] = utf16Hex(string(pair[2]))
				}
			}
		}
	}
	var pages [][]run
	for _, body := range objects {
		if bytes.HasPrefix(body, []byte("<</Type /Page\n")) {
			n, _ := strconv.Atoi(string(contentsRef.FindSubmatch(body)[1]))
			pages = append(pages, readContent(inflate(objects[n]), faces, characters))
		}
	}
	return pages
}

func faceNamed(t testing.TB, body []byte) *font {
	t.Helper()
	load := notoRegular
	if bytes.Contains(body, []byte("NotoSansSC-Bold")) {
		load = notoBold
	} else if !bytes.Contains(body, []byte("NotoSansSC-Regular")) {
		t.Fatalf("font without its name: %s", body)
	}
	f, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func inflate(body []byte) []byte {
	_, stream, ok := bytes.Cut(body, []byte("stream\n"))
	if !ok || !bytes.Contains(head(body), []byte("/FlateDecode")) {
		return nil
	}
	zip, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		return nil
	}
	out, _ := io.ReadAll(zip)
	return out
}

func utf16Hex(digits string) string {
	var units []uint16
	for i := 0; i+4 <= len(digits); i += 4 {
		unit, _ := strconv.ParseUint(digits[i:i+4], 16, 16)
		units = append(units, uint16(unit))
	}
	return string(utf16.Decode(units))
}

// readContent goes by lines, as the PDF writer puts one operation on each; a line break within a string is escaped or
// half of a character, so lines are joined until the text operation ends.
func readContent(content []byte, faces map[string]*font, characters map[uint16]string) []run {
	var runs []run
	var face *font
	size := 0.0
	pending := ""
	for line := range strings.SplitSeq(string(content), "\n") {
		if pending != "" {
			line = pending + "\n" + line
			pending = ""
		}
		if m := fontOp.FindStringSubmatch(line); m != nil {
			face = faces[m[1]]
			size, _ = strconv.ParseFloat(m[2], 64)
			continue
		}
		if !strings.Contains(line, " Td (") {
			continue
		}
		m := textOp.FindStringSubmatch(line)
		if m == nil {
			pending = line
			continue
		}
		r := run{size: size}
		r.x, _ = strconv.ParseFloat(m[1], 64)
		r.y, _ = strconv.ParseFloat(m[2], 64)
		raw := strings.NewReplacer(`\\`, `\`, `\(`, `(`, `\)`, `)`, `\r`, "\r").Replace(m[3])
		for i := 0; i+2 <= len(raw); i += 2 {
			r.text += characters[uint16(raw[i])<<8|uint16(raw[i+1])]
		}
		for _, c := range r.text {
			r.width += advanceOf(face, c) * size
		}
		runs = append(runs, r)
	}
	return runs
}

// advanceOf is in ems. What Noto lacks is taken from the spare font, all of whose ideographs are one em wide.
func advanceOf(face *font, c rune) float64 {
	if glyph := face.glyph(c); glyph != 0 {
		width, _ := face.advance(int(glyph))
		return float64(width) / float64(face.upem)
	}
	return 1
}

// textOf writes a page as lines, top to bottom, their runs from left to right.
func textOf(page []run) string {
	rows := map[int][]run{}
	for _, r := range page {
		rows[int(r.y*2+0.5)] = append(rows[int(r.y*2+0.5)], r)
	}
	var heights []int
	for y := range rows {
		heights = append(heights, y)
	}
	slices.Sort(heights)
	var b strings.Builder
	for _, y := range slices.Backward(heights) {
		slices.SortStableFunc(rows[y], func(a, b run) int { return int(a.x*100) - int(b.x*100) })
		var parts []string
		for _, r := range rows[y] {
			parts = append(parts, strings.TrimSpace(r.text))
		}
		fmt.Fprintln(&b, strings.Join(parts, " | "))
	}
	return b.String()
}

func textOfAll(t testing.TB, file []byte) string {
	t.Helper()
	var b strings.Builder
	for i, page := range readPages(t, file) {
		fmt.Fprintf(&b, "--- page %d\n%s", i+1, textOf(page))
	}
	return b.String()
}
