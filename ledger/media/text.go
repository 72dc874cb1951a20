package media

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"

	"hefu/ledger"
)

// lookText takes plain text and tables in UTF-8, UTF-16 or GB18030. What looks like a page or XML is refused: it is read by programs.
func lookText(content []byte) (File, error) {
	other := ledger.E("file_kind_not_taken")
	text := bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	switch {
	case bytes.HasPrefix(content, []byte("\xff\xfe")), bytes.HasPrefix(content, []byte("\xfe\xff")):
		if text = narrow(content); text == nil {
			return File{}, other
		}
	case !utf8.Valid(text) && !isGB18030(text):
		return File{}, other
	}
	if bytes.ContainsFunc(text, isControl) || bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("<")) {
		return File{}, other
	}
	return File{Media: Text, Extensions: []string{".txt", ".csv", ".tsv", ".md", ".log"}}, nil
}

func isControl(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' || r == 0x7f
}

// narrow keeps the characters of UTF-16 that the checks look at; nil when it is none.
func narrow(content []byte) []byte {
	if len(content)%2 != 0 {
		return nil
	}
	high := 1
	if content[0] == 0xfe {
		high = 0
	}
	out := make([]byte, 0, len(content)/2)
	for at := 2; at < len(content); at += 2 {
		if content[at+high] == 0 {
			out = append(out, content[at+1-high])
		} else {
			out = append(out, '.')
		}
	}
	return out
}

func isGB18030(text []byte) bool {
	decoded, _, err := transform.Bytes(simplifiedchinese.GB18030.NewDecoder(), text)
	return err == nil && !bytes.ContainsRune(decoded, utf8.RuneError)
}
