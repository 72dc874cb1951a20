package sheet

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"
)

// sharedStrings is the workbook's text table, kept as one run of bytes: a table
// of half a million texts costs its text and four bytes each.
type sharedStrings struct {
	text []byte
	ends []uint32
}

func (s *sharedStrings) get(index string) (string, bool) {
	i, err := strconv.Atoi(index)
	if err != nil || i < 0 || i >= len(s.ends) {
		return "", false
	}
	from := uint32(0)
	if i > 0 {
		from = s.ends[i-1]
	}
	return string(s.text[from:s.ends[i]]), true
}

// sharedText reads the table once, when the first cell asks for it.
func (w *workbook) sharedText() (*sharedStrings, error) {
	if w.sharedOK {
		return w.shared, nil
	}
	table := &sharedStrings{}
	if part := w.parts[strings.ToLower(w.strings)]; part != nil {
		content, err := part.Open()
		if err != nil {
			return nil, refuse(Damaged, w.strings)
		}
		defer content.Close()
		if err := table.read(newTokens(content, w.strings)); err != nil {
			return nil, err
		}
	}
	w.shared, w.sharedOK = table, true
	return table, nil
}

func (s *sharedStrings) read(in *tokens) error {
	for {
		token, err := in.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "si" {
			if s.text, err = richText(in, s.text); err != nil {
				return err
			}
			if len(s.text) > 1<<31 {
				return refuse(TooLarge, in.name)
			}
			s.ends = append(s.ends, uint32(len(s.text)))
		}
	}
}

// richText appends the text of an opened <si> or <is> up to its end: its runs
// joined, without the phonetic hints.
func richText(in *tokens, text []byte) ([]byte, error) {
	depth := len(in.open)
	phonetic := 0 // depth at which a phonetic run was opened
	for {
		token, err := in.next()
		if err != nil {
			return nil, err
		}
		switch el := token.(type) {
		case xml.StartElement:
			if el.Name.Local == "rPh" && phonetic == 0 {
				phonetic = len(in.open)
			}
		case xml.EndElement:
			if len(in.open) < phonetic {
				phonetic = 0
			}
			if len(in.open) < depth {
				return text, nil
			}
		case xml.CharData:
			if phonetic == 0 && in.open[len(in.open)-1] == "t" {
				text = append(text, unescape(el)...)
			}
		}
	}
}

// unescape turns the format's own _x000D_ back into the character it stands for.
func unescape(text []byte) []byte {
	s := string(text)
	if !strings.Contains(s, "_x") {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if i+7 <= len(s) && s[i] == '_' && s[i+1] == 'x' && s[i+6] == '_' {
			if code, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil && code != 0 && !surrogate(code) {
				b.WriteRune(rune(code))
				i += 6
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return []byte(b.String())
}

func surrogate(code uint64) bool { return code >= 0xD800 && code <= 0xDFFF }
