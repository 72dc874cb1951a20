package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// document is what the finished file says about itself, and what its private codes mean.
type document struct {
	title, author, lang string
	created             time.Time
	codes               []uint16 // every code in use, ascending
	private             []rune   // the characters behind the codes from firstPrivate on
	cut                 [2][]byte
	links               []link
}

var errDraft = errors.New("pdf: the PDF writer's file has an unexpected form")

var trailerNumbers = regexp.MustCompile(`/Root (\d+) 0 R\s*/Info (\d+) 0 R`)

// finish rewrites the file that the PDF writer made, object by object. It maps private codes back to the characters
// they stand for, so that rare names can be searched and copied; states title, language and date; names the fonts; and
// leaves out what would differ between two runs. It keeps the classic cross-reference table, which signing builds upon.
func finish(raw []byte, doc document) (out []byte, pages int, err error) {
	objects, root, info, err := objectsOf(raw)
	if err != nil {
		return nil, 0, err
	}
	unicodes, err := doc.toUnicode()
	if err != nil {
		return nil, 0, err
	}
	names := doc.fontNames()
	out = append(make([]byte, 0, len(raw)+4096), "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"...)
	offsets := make([]int, len(objects))
	for n := 1; n < len(objects); n++ {
		offsets[n] = len(out)
		body := objects[n]
		switch {
		case n == root:
			body = doc.catalog()
		case n == info:
			body = doc.info()
		case bytes.Contains(head(body), []byte(">>\nstream\n/CIDInit")):
			body = unicodes
		case !bytes.Contains(head(body), []byte(">>\nstream\n")):
			if rest, ok := bytes.CutPrefix(body, []byte("<</Type /Page\n")); ok {
				if pages++; pages == 1 {
					body = append(append([]byte("<</Type /Page\n"), doc.annotations()...), rest...)
				}
			}
			body = []byte(names.Replace(string(body)))
		}
		out = fmt.Appendf(out, "%d 0 obj\n", n)
		out = append(append(out, body...), "\nendobj\n"...)
	}
	id := sha256.Sum256(out)
	start := len(out)
	out = fmt.Appendf(out, "xref\n0 %d\n0000000000 65535 f \n", len(objects))
	for _, at := range offsets[1:] {
		out = fmt.Appendf(out, "%010d 00000 n \n", at)
	}
	out = fmt.Appendf(out, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(objects), root, info, id[:16], id[:16], start)
	return out, pages, nil
}

// head is as much of an object as tells its kind.
func head(body []byte) []byte { return body[:min(len(body), 160)] }

// objectsOf takes the file apart by its cross-reference table. Object 0 is empty, as in the table.
func objectsOf(raw []byte) (objects [][]byte, root, info int, err error) {
	_, tail, _ := bytes.Cut(raw[max(0, bytes.LastIndex(raw, []byte("startxref"))):], []byte("\n"))
	digits, _, _ := bytes.Cut(tail, []byte("\n"))
	table, err := strconv.Atoi(string(digits))
	if err != nil || table <= 0 || table >= len(raw) || !bytes.HasPrefix(raw[table:], []byte("xref\n0 ")) {
		return nil, 0, 0, fmt.Errorf("%w: no cross-reference table", errDraft)
	}
	lines := bytes.Split(raw[table:], []byte("\n"))
	count, err := strconv.Atoi(string(lines[1][2:]))
	numbers := trailerNumbers.FindSubmatch(raw[table:])
	if err != nil || count < 2 || len(lines) < count+2 || numbers == nil {
		return nil, 0, 0, fmt.Errorf("%w: short cross-reference table", errDraft)
	}
	starts := make([]int, count)
	for n := 1; n < count; n++ {
		if starts[n], err = strconv.Atoi(string(lines[n+2][:10])); err != nil || starts[n] >= table {
			return nil, 0, 0, fmt.Errorf("%w: object %d has no place", errDraft, n)
		}
	}
	ends := append(slices.Clone(starts[1:]), table)
	slices.Sort(ends)
	objects = make([][]byte, count)
	for n := 1; n < count; n++ {
		next, _ := slices.BinarySearch(ends, starts[n]+1)
		body := bytes.TrimSpace(raw[starts[n]:ends[next]])
		body, began := bytes.CutPrefix(body, fmt.Appendf(nil, "%d 0 obj\n", n))
		body, ended := bytes.CutSuffix(body, []byte("endobj"))
		if !began || !ended {
			return nil, 0, 0, fmt.Errorf("%w: object %d is not whole", errDraft, n)
		}
		objects[n] = bytes.TrimSuffix(body, []byte("\n"))
	}
	root, _ = strconv.Atoi(string(numbers[1]))
	info, _ = strconv.Atoi(string(numbers[2]))
	return objects, root, info, nil
}

func (doc document) catalog() []byte {
	return fmt.Appendf(nil, "<</Type /Catalog /Pages 1 0 R /Lang (%s) /ViewerPreferences <</DisplayDocTitle true>>>>", doc.lang)
}

// annotations makes the links of the first page, printed with it as PDF/A asks.
func (doc document) annotations() []byte {
	if len(doc.links) == 0 {
		return nil
	}
	out := []byte("/Annots [")
	for _, l := range doc.links {
		x, y := l.x*millimetre, (pageHeight-l.y-l.height)*millimetre
		out = fmt.Appendf(out, "<</Type /Annot /Subtype /Link /F 4 /Border [0 0 0] /Rect [%.2f %.2f %.2f %.2f] /A <</S /URI /URI <%X>>>>>",
			x, y, x+l.width*millimetre, y+l.height*millimetre, l.url)
	}
	return append(out, "]\n"...)
}

func (doc document) info() []byte {
	stamp := doc.created.UTC().Format("D:20060102150405Z")
	return fmt.Appendf(nil, "<</Title %s /Author %s /Producer (Hefu) /CreationDate (%s) /ModDate (%s)>>",
		hexText(doc.title), hexText(doc.author), stamp, stamp)
}

// hexText writes a text string in UTF-16, as PDF has it for what is not Latin.
func hexText(text string) []byte {
	out := []byte("<FEFF")
	for _, unit := range utf16.Encode([]rune(text)) {
		out = fmt.Appendf(out, "%04X", unit)
	}
	return append(out, '>')
}

// fontNames pairs the names that the PDF writer makes up with those that PDF asks of cut fonts: six letters that differ
// from cut to cut, and the family.
func (doc document) fontNames() *strings.Replacer {
	var pairs []string
	for w, name := range map[weight]string{regular: "NotoSansSC-Regular", bold: "NotoSansSC-Bold"} {
		made := "/utf8" + family
		if w == bold {
			made += "B"
		}
		sum := sha256.Sum256(doc.cut[w])
		tag := make([]byte, 6)
		for i := range tag {
			tag[i] = 'A' + sum[i]%26
		}
		for _, end := range []string{"\n", " "} {
			pairs = append(pairs, made+end, fmt.Sprintf("/%s+%s%s", tag, name, end))
		}
	}
	return strings.NewReplacer(pairs...)
}

// toUnicode is the table by which readers turn codes back into text.
func (doc document) toUnicode() ([]byte, error) {
	text := []byte("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for block := range slices.Chunk(doc.codes, 100) { // the format's limit
		text = fmt.Appendf(text, "%d beginbfchar\n", len(block))
		for _, code := range block {
			character := rune(code)
			if i := int(code) - firstPrivate; i >= 0 && i < len(doc.private) {
				character = doc.private[i]
			}
			text = fmt.Appendf(text, "<%04X> <", code)
			for _, unit := range utf16.Encode([]rune{character}) {
				text = fmt.Appendf(text, "%04X", unit)
			}
			text = append(text, ">\n"...)
		}
		text = append(text, "endbfchar\n"...)
	}
	text = append(text, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"...)
	var packed bytes.Buffer
	zip := zlib.NewWriter(&packed)
	if _, err := zip.Write(text); err != nil {
		return nil, fmt.Errorf("pdf: character table: %w", err)
	}
	if err := zip.Close(); err != nil {
		return nil, fmt.Errorf("pdf: character table: %w", err)
	}
	out := fmt.Appendf(nil, "<</Length %d /Filter /FlateDecode>>\nstream\n", packed.Len())
	return append(append(out, packed.Bytes()...), "\nendstream"...), nil
}
