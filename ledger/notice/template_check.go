package notice

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"hefu/ledger"
	"hefu/ledger/wording"
)

// TemplateFault is what is wrong with words: in which field (subject, heading, body, button), in which of its lines from 1, 0 for the whole.
type TemplateFault struct {
	Field string
	Line  int
	Code  string
	Place string
}

// Message is the sentence about it.
func (f TemplateFault) Message(locale string) string {
	place := f.Place
	for _, block := range blocks {
		if block.Name == place && locale != "en" {
			place = block.ZH
		}
	}
	return ledger.E(f.Code).With("line", max(f.Line, 1)).With("place", place).Message(locale)
}

func (f TemplateFault) field(locale string) ledger.Field {
	return ledger.Field{Name: f.Field, Code: f.Code, Message: f.Message(locale)}
}

const (
	maxSubject = 120
	maxHeading = 60
	maxBody    = 4000
	maxButton  = 30
)

// Where a mail leads and where money goes is for the program to say: a mail with an address or an account number of its own is what
// a fraud looks like.
var (
	webAddress    = regexp.MustCompile(`(?i)[a-z][a-z0-9+.-]*://|\bwww\.|\bmailto:`)
	accountNumber = regexp.MustCompile(`\d(?:[ -]?\d){14,}|\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,}`)
)

// check tells everything that is wrong with the words of a purpose.
func (p *purpose) check(w Words) []TemplateFault {
	var faults []TemplateFault
	lines := []struct {
		field, text string
		most        int
		needed      bool
	}{{"subject", w.Subject, maxSubject, true}, {"heading", w.Heading, maxHeading, true}, {"button", w.Button, maxButton, p.zh.Button != ""}}
	for _, it := range lines {
		switch {
		case it.text == "" && it.needed:
			faults = append(faults, TemplateFault{Field: it.field, Code: "required"})
		case it.text != "" && !it.needed:
			faults = append(faults, TemplateFault{Field: it.field, Code: "not_expected"})
		case strings.ContainsAny(it.text, "\r\n"):
			faults = append(faults, TemplateFault{Field: it.field, Code: "bad_text"})
		default:
			faults = append(faults, read(it.field, it.text, it.most, p.places)...)
		}
	}
	if w.Body == "" {
		return append(faults, TemplateFault{Field: "body", Code: "required"})
	}
	faults = append(faults, read("body", w.Body, maxBody, p.all())...)
	text, _ := wording.Parse(w.Body, p.all())
	for _, fault := range text.Require(p.required()) {
		// What stands in a wrong place is there, and was named already.
		if !slices.ContainsFunc(faults, func(f TemplateFault) bool { return f.Field == "body" && f.Place == fault.Place }) {
			faults = append(faults, TemplateFault{"body", fault.Line, fault.Code, fault.Place})
		}
	}
	return faults
}

func read(field, text string, most int, places []wording.Place) []TemplateFault {
	if len([]rune(text)) > most {
		return []TemplateFault{{Field: field, Code: "too_long"}}
	}
	var faults []TemplateFault
	_, wrong := wording.Parse(text, places)
	for _, fault := range wrong {
		faults = append(faults, TemplateFault{field, fault.Line, fault.Code, fault.Place})
	}
	for i, line := range strings.Split(text, "\n") {
		switch {
		case webAddress.MatchString(line):
			faults = append(faults, TemplateFault{field, i + 1, "address_in_words", ""})
		case accountNumber.MatchString(line):
			faults = append(faults, TemplateFault{field, i + 1, "account_in_words", ""})
		}
		if strings.ContainsFunc(line, func(r rune) bool {
			return unicode.IsControl(r) && r != '\t' || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar
		}) {
			faults = append(faults, TemplateFault{field, i + 1, "bad_text", ""})
		}
	}
	return faults
}
