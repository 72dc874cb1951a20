package bankfile

import (
	"html"
	"strconv"
	"strings"
)

// readOFX reads Open Financial Exchange, both the SGML of version 1, whose values have no end tags, and the XML of version 2. A ledger
// balance is a closing one; an opening one is not in the format, so its statements have no proof of their own.
func readOFX(text string) (*File, error) {
	if at := strings.Index(strings.ToUpper(text), "<OFX"); at >= 0 {
		if strings.Contains(text[:at], "<!") {
			return nil, refuse(Doctype, "", "")
		}
		text = text[at:]
	}
	r := &ofxReader{file: &File{Format: OFX}}
	if err := r.scan(text); err != nil {
		return nil, err
	}
	if len(r.file.Statements) == 0 {
		return nil, refuse(NoStatement, "", "")
	}
	return r.file, nil
}

type ofxReader struct {
	file  *File
	now   *Statement
	line  map[string]string // of the transaction that is open
	count int
}

// scan walks over tags; a value is what stands between a tag and the next one.
func (r *ofxReader) scan(text string) error {
	for {
		from := strings.IndexByte(text, '<')
		if from < 0 {
			break
		}
		to := strings.IndexByte(text[from:], '>')
		if to < 0 {
			return refuse(BadRecord, "", text[from:])
		}
		tag := strings.ToUpper(strings.TrimSpace(text[from+1 : from+to]))
		text = text[from+to+1:]
		end := strings.IndexByte(text, '<')
		if end < 0 {
			end = len(text)
		}
		if strings.HasPrefix(tag, "!") {
			return refuse(Doctype, "", "")
		}
		if err := r.take(tag, tidy(html.UnescapeString(text[:end]))); err != nil {
			return err
		}
	}
	if r.now != nil || r.line != nil {
		return refuse(Missing, "", "</STMTRS>")
	}
	return nil
}

func (r *ofxReader) take(tag, value string) error {
	place := "transaction " + strconv.Itoa(r.count)
	switch tag {
	case "STMTRS", "CCSTMTRS":
		r.now = &Statement{}
	case "/STMTRS", "/CCSTMTRS":
		if r.now == nil {
			return refuse(BadRecord, place, tag)
		}
		r.file.Statements = append(r.file.Statements, *r.now)
		r.now = nil
	case "STMTTRN":
		if r.now == nil || r.line != nil {
			return refuse(BadRecord, place, tag)
		}
		if r.count++; r.count > maxLines {
			return refuse(TooMany, place, "")
		}
		r.line = map[string]string{}
	case "/STMTTRN":
		return r.end(place)
	default:
		switch {
		case value == "" || strings.HasPrefix(tag, "/"):
		case r.line != nil:
			before, twice := r.line[tag]
			if twice && before != value && (tag == "TRNAMT" || tag == "DTPOSTED" || tag == "FITID") {
				return refuse(BadRecord, place, tag)
			}
			if !twice {
				r.line[tag] = value
			}
		case r.now != nil:
			return r.head(tag, value)
		}
	}
	return nil
}
