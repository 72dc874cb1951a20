package bankfile

import (
	"iter"
	"regexp"
	"strconv"
	"strings"
)

var (
	swiftTag     = regexp.MustCompile(`^:(\d{2}[A-Z]?|NS|\d{3}):`)
	swiftBalance = regexp.MustCompile(`^([CD])(\d{6})([A-Z]{3})([0-9]+,[0-9]*)\s*$`)
	// value date, entry date, mark, funds code, amount, type, the customer's and the bank's reference
	swiftLine = regexp.MustCompile(`^(\d{6})(\d{4})?(RC|RD|EC|ED|C|D)([A-Z])?([0-9]+,[0-9]*)([A-Z][A-Z0-9]{3})(.*)$`)
)

type swiftField struct {
	tag, text string
	line      int
}

// readMT940 reads SWIFT customer statements, several in a file, each from its :20: on; headers of the network and of banks are passed over.
func readMT940(text string) (*File, error) {
	out := &File{Format: MT940}
	r := &swiftReader{file: out}
	if err := swiftFields(text, r.take); err != nil {
		return nil, err
	}
	if err := r.end(); err != nil {
		return nil, err
	}
	if len(out.Statements) == 0 {
		return nil, refuse(NoStatement, "", "")
	}
	return out, nil
}

// maxField is how much one field may hold with what is folded into it; SWIFT allows six lines of 65 characters.
const maxField = 64 << 10

// swiftFields puts folded lines back together and hands each field on: whatever does not begin with a tag goes on from the line before.
func swiftFields(text string, take func(swiftField) error) error {
	var now swiftField
	var folded strings.Builder
	done := func() error {
		if now.tag == "" {
			return nil
		}
		now.text = folded.String()
		return take(now)
	}
	number := 0
	for line := range swiftLines(text) {
		number++
		if at := strings.Index(line, "{4:"); at >= 0 {
			line = line[at+3:]
		}
		m := swiftTag.FindStringSubmatch(line)
		ends := m == nil && strings.HasPrefix(line, "-") && (strings.TrimSpace(line) == "-" || strings.HasPrefix(line, "-}") || strings.HasPrefix(line, "-XXX"))
		switch {
		case m != nil || ends:
			if err := done(); err != nil {
				return err
			}
			now = swiftField{line: number}
			folded.Reset()
			if m != nil {
				now.tag = m[1]
				folded.WriteString(line[len(m[0]):])
			}
		case now.tag != "":
			folded.WriteByte('\n')
			folded.WriteString(line)
		}
		if folded.Len() > maxField {
			return refuse(BadRecord, "line "+strconv.Itoa(now.line), ":"+now.tag+":")
		}
	}
	return done()
}

// swiftLines are the lines of a text, whatever ends them.
func swiftLines(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for len(text) > 0 {
			at := strings.IndexAny(text, "\r\n")
			if at < 0 {
				yield(text)
				return
			}
			line := text[:at]
			if text[at] == '\r' && at+1 < len(text) && text[at+1] == '\n' {
				at++
			}
			if text = text[at+1:]; !yield(line) {
				return
			}
		}
	}
}

type swiftReader struct {
	file  *File
	now   *Statement
	line  bool // the last field was a line, so :86: is about it
	lines int
}

func (r *swiftReader) end() error {
	if r.now == nil {
		return nil
	}
	if r.now.Account == "" || r.now.Opening == nil || r.now.Closing == nil {
		return refuse(Missing, "", ":25: :60a: :62a:")
	}
	// Without an entry date a line was booked on its value date, or as near to it as the statement's days allow.
	for i, l := range r.now.Lines {
		if l.BookedOn.IsZero() {
			l.BookedOn = l.ValuedOn
			if l.BookedOn.After(r.now.Closing.On) {
				l.BookedOn = r.now.Closing.On
			}
			if l.BookedOn.Before(r.now.Opening.On) {
				l.BookedOn = r.now.Opening.On
			}
			r.now.Lines[i] = l
		}
	}
	r.file.Statements = append(r.file.Statements, *r.now)
	r.now = nil
	return nil
}

func (r *swiftReader) take(f swiftField) error {
	place := "line " + strconv.Itoa(f.line)
	if f.tag == "20" {
		if err := r.end(); err != nil {
			return err
		}
		r.now, r.line = &Statement{}, false
		return nil
	}
	if r.now == nil {
		switch f.tag {
		case "25", "28", "28C", "60F", "60M", "61", "62F", "62M":
			return refuse(Missing, place, ":20:")
		}
		return nil
	}
	was := r.line
	r.line = false
	switch f.tag {
	case "25":
		if r.now.Account != "" {
			return refuse(BadRecord, place, ":25:")
		}
		r.now.Account = tidy(f.text)
	case "28", "28C":
		r.now.Number = tidy(f.text)
	case "60F", "60M", "62F", "62M":
		return r.balance(f, place)
	case "61":
		r.line = true
		return r.movement(f, place)
	case "86":
		if was {
			describeSwift(&r.now.Lines[len(r.now.Lines)-1], f.text)
		}
	}
	return nil
}
