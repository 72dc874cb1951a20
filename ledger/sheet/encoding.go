package sheet

import (
	"bytes"
	"compress/gzip"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// textFile is a text of known encoding that can be read from the start again.
type textFile struct {
	file    io.ReaderAt
	size    int64
	gzipped bool
	limit   int64
	skip    int64             // length of a UTF-8 byte order mark
	decoder encoding.Encoding // nil for UTF-8
	name    string
}

// decide finds the encoding: a byte order mark decides, else text that is valid
// UTF-8 throughout is UTF-8, else text that is valid GB18030 (which contains GBK
// and GB2312) is that. It reads the whole file once, in constant memory.
func (t *textFile) decide() error {
	raw, err := t.raw()
	if err != nil {
		return err
	}
	head := make([]byte, 4)
	n, err := io.ReadFull(raw, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return fault(err)
	}
	head = head[:n]
	switch {
	case n == 0:
		return refuse(EmptyFile, "")
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		t.skip, t.name = 3, "UTF-8"
		return t.mustHold()
	case bytes.Equal(head, []byte("\xff\xfe\x00\x00")):
		return refuse(UnknownEncoding, "UTF-32")
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		t.decoder, t.name = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM), "UTF-16LE"
		return t.mustHold()
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		t.decoder, t.name = unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM), "UTF-16BE"
		return t.mustHold()
	}
	t.name = "UTF-8"
	if valid, err := t.holds(); valid || err != nil {
		return err
	}
	t.decoder, t.name = simplifiedchinese.GB18030, "GB18030"
	return t.mustHold()
}

func (t *textFile) mustHold() error {
	valid, err := t.holds()
	if err == nil && !valid {
		return refuse(UnknownEncoding, t.name)
	}
	return err
}

// holds reads everything once and tells whether the encoding fits. A zero byte
// means binary content whatever the encoding.
func (t *textFile) holds() (bool, error) {
	text, err := t.open()
	if err != nil {
		return false, err
	}
	replaced := []byte(string(utf8.RuneError))
	buffer, kept := make([]byte, 64<<10), 0
	for {
		n, err := text.Read(buffer[kept:])
		chunk := buffer[:kept+n]
		if bytes.IndexByte(chunk, 0) >= 0 {
			return false, refuse(NotText, "")
		}
		if t.decoder != nil && bytes.Contains(chunk, replaced) {
			return false, nil
		}
		whole := len(chunk) - incomplete(chunk)
		if !utf8.Valid(chunk[:whole]) {
			return false, nil
		}
		kept = copy(buffer, chunk[whole:])
		if err == io.EOF {
			return kept == 0, nil
		}
		if err != nil {
			return false, fault(err)
		}
	}
}

// incomplete is the length of a rune cut off at the end of the chunk.
func incomplete(chunk []byte) int {
	for back := 1; back <= utf8.UTFMax-1 && back <= len(chunk); back++ {
		if b := chunk[len(chunk)-back]; utf8.RuneStart(b) {
			if b >= utf8.RuneSelf && !utf8.FullRune(chunk[len(chunk)-back:]) {
				return back
			}
			break
		}
	}
	return 0
}

// open starts the text over, as UTF-8 without a byte order mark.
func (t *textFile) open() (io.Reader, error) {
	raw, err := t.raw()
	if err != nil {
		return nil, err
	}
	if t.skip > 0 {
		if _, err := io.CopyN(io.Discard, raw, t.skip); err != nil {
			return nil, fault(err)
		}
	}
	if t.decoder == nil {
		return raw, nil
	}
	return t.decoder.NewDecoder().Reader(raw), nil
}

// raw are the bytes after decompression, at most limit of them.
func (t *textFile) raw() (io.Reader, error) {
	section := io.NewSectionReader(t.file, 0, t.size)
	if !t.gzipped {
		return section, nil
	}
	inflated, err := gzip.NewReader(section)
	if err != nil {
		return nil, refuse(Damaged, "gzip")
	}
	return &capped{from: inflated, left: t.limit}, nil
}

// capped ends with TooLarge instead of quietly cutting the text.
type capped struct {
	from io.Reader
	left int64
}

func (c *capped) Read(p []byte) (int, error) {
	if int64(len(p)) > c.left+1 {
		p = p[:c.left+1]
	}
	n, err := c.from.Read(p)
	c.left -= int64(n)
	if c.left < 0 {
		return 0, refuse(TooLarge, "")
	}
	return n, err
}

// fault keeps refusals and gives broken compression a name.
func fault(err error) error {
	if e, ok := err.(*Error); ok {
		return e
	}
	return refuse(Damaged, err.Error())
}
