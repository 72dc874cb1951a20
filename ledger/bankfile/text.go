package bankfile

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	utext "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/unicode/norm"
)

// decode gives text as UTF-8 without a byte order mark. What is neither UTF-8 nor UTF-16 is GB18030 when its high bytes come in
// pairs, as Chinese does, else Windows-1252, as European banks write. Refused: binary content.
func decode(content []byte) (string, string, error) {
	convert := func(from encoding.Encoding, name string) (string, string, error) {
		out, err := from.NewDecoder().Bytes(content)
		if err != nil || bytes.IndexByte(out, 0) >= 0 {
			return "", "", refuse(BadRecord, "", name)
		}
		if bytes.ContainsRune(out, utf8.RuneError) {
			return "", "", refuse(BadEncoding, "", name)
		}
		return string(out), name, nil
	}
	switch {
	case bytes.HasPrefix(content, []byte("\xff\xfe\x00\x00")):
		return convert(utf32.UTF32(utf32.LittleEndian, utf32.ExpectBOM), "UTF-32")
	case bytes.HasPrefix(content, []byte("\xff\xfe")), bytes.HasPrefix(content, []byte("\xfe\xff")):
		return convert(utext.UTF16(utext.LittleEndian, utext.ExpectBOM), "UTF-16")
	case bytes.IndexByte(content, 0) >= 0:
		return "", "", refuse(BadRecord, "", "NUL")
	case damagedUTF8(content):
		return "", "", refuse(BadEncoding, "", "UTF-8")
	case utf8.Valid(content):
		return strings.TrimPrefix(string(content), "\ufeff"), "UTF-8", nil
	case inPairs(content):
		return convert(simplifiedchinese.GB18030, "GB18030")
	}
	return convert(charmap.Windows1252, "Windows-1252")
}

// damagedUTF8 tells that a text was UTF-8 before a character in it was cut through: most of its high bytes are whole characters still. Read
// in another encoding it would be nonsense that nobody notices.
func damagedUTF8(content []byte) bool {
	if utf8.Valid(content) {
		return false
	}
	whole, broken := 0, 0
	for i := 0; i < len(content); {
		if content[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(content[i:])
		switch {
		case r == utf8.RuneError:
			broken++
		case size >= 3: // two bytes that fit together are found in other encodings too
			whole += size
		default:
			broken += size
		}
		i += size
	}
	return whole > broken
}

// inPairs tells whether high bytes come two by two in the range of everyday Chinese, most of the time.
func inPairs(content []byte) bool {
	pairs, singles := 0, 0
	for i := 0; i < len(content); i++ {
		if content[i] < 0x80 {
			continue
		}
		if i+1 < len(content) && content[i] >= 0xa1 && content[i] <= 0xf7 && content[i+1] >= 0xa1 && content[i+1] <= 0xfe {
			pairs++
			i++
		} else {
			singles++
		}
	}
	return pairs > 4*singles
}

// sniff tells the format from the beginning.
func sniff(text string) string {
	head := strings.TrimLeft(text[:min(len(text), 8192)], " \t\r\n")
	upper := strings.ToUpper(head)
	switch {
	case strings.HasPrefix(upper, "OFXHEADER") || strings.Contains(upper, "<OFX>") || strings.Contains(upper, "<?OFX"):
		return "ofx"
	case strings.HasPrefix(upper, "<!DOCTYPE HTML") || strings.HasPrefix(upper, "<HTML") || strings.HasPrefix(upper, "<TABLE") || strings.HasPrefix(upper, "<META") || strings.Contains(head, "urn:schemas-microsoft-com:office:spreadsheet"):
		return "page"
	case strings.HasPrefix(head, "<"):
		return "xml"
	case strings.Contains(head, ":20:") && strings.Contains(text, ":60"):
		return "mt940"
	case strings.HasPrefix(head, "01,") && (strings.Contains(text, "\n02,") || strings.Contains(text, "\r02,")):
		return "bai2"
	}
	return ""
}

// tidy makes one line of text: white space becomes one space, control characters go, NFC.
func tidy(text string) string {
	out := strings.Join(strings.FieldsFunc(norm.NFC.String(text), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	return short(out, maxText)
}

// join puts texts together that say something, once each.
func join(separator string, texts ...string) string {
	var out []string
	for _, text := range texts {
		text = tidy(text)
		known := text == ""
		for _, before := range out {
			known = known || before == text
		}
		if !known {
			out = append(out, text)
		}
	}
	return short(strings.Join(out, separator), maxText)
}

// reference drops what banks write where they have nothing to say.
func reference(text string) string {
	switch text = tidy(text); strings.ToUpper(text) {
	case "NONREF", "NOTPROVIDED", "NOT PROVIDED", "NONE", "/", "-", "N", "EREF", "NOREF":
		return ""
	}
	return text
}
