package sheet

import (
	"bytes"
	"io"
)

// magic is what the first bytes say.
type magic int

const (
	magicText magic = iota
	magicZip
	magicGzip
)

// knownOthers are contents that are certainly no table, by their first bytes.
var knownOthers = [][]byte{
	[]byte("%PDF-"), []byte("\x89PNG"), []byte("\xff\xd8\xff"), []byte("GIF8"), []byte("{\\rtf"), []byte("Rar!"),
	[]byte("7z\xbc\xaf"), []byte("\x7fELF"), []byte("MZ\x90"), []byte("BM\x00"), []byte("RIFF"), []byte("SQLite format 3"),
}

func detect(r io.ReaderAt, size int64) (magic, error) {
	head := make([]byte, min(size, 512))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return 0, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return magicZip, nil
	case bytes.HasPrefix(head, []byte("PK")) && len(head) > 3 && head[2] < 9:
		return 0, refuse(Damaged, "empty or split archive")
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return magicGzip, nil
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return 0, compound(r, size)
	}
	for _, other := range knownOthers {
		if bytes.HasPrefix(head, other) {
			return 0, refuse(WrongMagic, string(bytes.ToValidUTF8(other, nil)))
		}
	}
	return magicText, nil
}

// compound tells the two things apart that come in Microsoft's old container: a
// workbook under a password, and the format of before 2007.
func compound(r io.ReaderAt, size int64) error {
	mark := []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")
	buffer := make([]byte, 64<<10)
	for from := int64(0); from < size; from += int64(len(buffer) - len(mark)) {
		n, err := r.ReadAt(buffer, from)
		if bytes.Contains(buffer[:n], mark) {
			return refuse(Encrypted, "")
		}
		if err != nil {
			break
		}
	}
	return refuse(LegacyExcel, "")
}

// looksLikeMarkup is true for text that starts as a web page or XML does.
func looksLikeMarkup(text []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("<"))
}
