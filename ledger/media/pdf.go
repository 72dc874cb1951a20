package media

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"

	"hefu/ledger"
)

// A PDF is taken whole or not at all: it may be signed, so nothing is cut out of it. Refused is what acts when it is opened (scripts,
// programs, films), as far as it can be seen; a PDF that is encrypted is taken and said to be, because banks send receipts that only
// forbid changes, and nothing in it runs here. Files inside (as in electronic invoices) are left alone.

var (
	activeName   = regexp.MustCompile(`/(?:JavaScript|JS|Launch|RichMedia|ImportData)(?:[\s()<>\[\]/{}%]|$)`)
	encryptName  = regexp.MustCompile(`/Encrypt(?:[\s<]|$)`)
	escapedName  = regexp.MustCompile(`#[0-9A-Fa-f]{2}`)
	streamStart  = regexp.MustCompile(`stream\r?\n`)
	objectStream = regexp.MustCompile(`/Type\s*/ObjStm`)
)

const (
	maxInflated = 64 << 20 // of all object streams together
	dictReach   = 4 << 10  // how far before a stream its dictionary is looked for
	tailReach   = 1 << 10
	archiveTail = 66 << 10 // an archive's directory ends within so many bytes
)

func lookPDF(content []byte) (File, error) {
	end := bytes.LastIndex(content, []byte("%%EOF"))
	if end < 0 || !bytes.Contains(content[max(0, end-tailReach):end], []byte("startxref")) {
		return File{}, ledger.E("file_damaged")
	}
	rest := bytes.Trim(content[end+len("%%EOF"):], "\x00 \t\r\n\f")
	if foreign(rest) || endsAsArchive(content) {
		return File{}, ledger.E("file_mixed")
	}
	if len(rest) > tailReach {
		return File{}, ledger.E("file_damaged")
	}
	protected, err := scanPDF(content)
	if err != nil {
		return File{}, err
	}
	return File{Media: PDF, Extensions: []string{".pdf"}, Protected: protected}, nil
}

// endsAsArchive finds an archive's last record whose comment reaches exactly to the end.
func endsAsArchive(content []byte) bool {
	tail := content[max(0, len(content)-archiveTail):]
	for at := 0; ; at++ {
		next := bytes.Index(tail[at:], []byte("PK\x05\x06"))
		if next < 0 {
			return false
		}
		at += next
		if at+22 <= len(tail) && at+22+int(tail[at+20])+int(tail[at+21])<<8 == len(tail) {
			return true
		}
	}
}

// scanPDF reads everything but the data of streams; of those only the ones that hold objects.
func scanPDF(content []byte) (protected bool, err error) {
	left := int64(maxInflated)
	for at := 0; at < len(content); {
		start := streamStart.FindIndex(content[at:])
		outside := content[at:]
		if start != nil {
			outside = content[at : at+start[0]]
		}
		if isActive(outside) {
			return false, ledger.E("file_active")
		}
		protected = protected || encryptName.Match(outside)
		if start == nil {
			break
		}
		data := content[at+start[1]:]
		stop := bytes.Index(data, []byte("endstream"))
		if stop < 0 {
			return false, ledger.E("file_damaged")
		}
		if dict := outside[max(0, len(outside)-dictReach):]; objectStream.Match(plainNames(dict[max(0, bytes.LastIndex(dict, []byte(" obj"))):])) {
			if err := scanObjects(data[:stop], &left); err != nil {
				return false, err
			}
		}
		at += start[1] + stop + len("endstream")
	}
	return protected, nil
}

func scanObjects(packed []byte, left *int64) error {
	from, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil // encrypted, or packed in a way that few write
	}
	defer func() { _ = from.Close() }() // only read from
	objects, _ := io.ReadAll(io.LimitReader(from, *left+1))
	if *left -= int64(len(objects)); *left < 0 {
		return ledger.E("file_too_complex")
	}
	if isActive(objects) {
		return ledger.E("file_active")
	}
	return nil
}

func isActive(text []byte) bool { return activeName.Match(plainNames(text)) }

// plainNames undoes the escapes that a name may be written with.
func plainNames(text []byte) []byte {
	if !bytes.ContainsRune(text, '#') {
		return text
	}
	return escapedName.ReplaceAllFunc(text, func(escape []byte) []byte {
		return []byte{nibble(escape[1])<<4 | nibble(escape[2])}
	})
}

func nibble(digit byte) byte {
	switch {
	case digit >= 'a':
		return digit - 'a' + 10
	case digit >= 'A':
		return digit - 'A' + 10
	}
	return digit - '0'
}
