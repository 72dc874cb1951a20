package field

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
)

var yes, no = []string{"true", "yes", "y", "1", "是", "有", "√"}, []string{"false", "no", "n", "0", "否", "无", "×"}

// Parse reads a value as people write it: a choice also by its words, yes and no in both languages, a date also as 2026/3/9. The
// answer is the value as it is kept; code says what is wrong with it, and is empty where nothing is. A retired option is refused
// unless it stands already.
func (d Definition) Parse(text, stands string) (value, code string) {
	if text = strings.TrimSpace(text); text == "" || text == stands {
		return text, ""
	}
	if len([]rune(text)) > MaxValue {
		return "", "too_long"
	}
	switch d.Kind {
	case Number:
		return d.number(text)
	case Date:
		day, err := calendar.Parse(strings.NewReplacer("/", "-", ".", "-").Replace(padded(text)))
		if err != nil || day.Year() < 1900 {
			return "", "not_a_date"
		}
		return day.String(), ""
	case Choice:
		return d.option(text, stands)
	case YesNo:
		plain := strings.ToLower(text)
		switch {
		case slices.Contains(yes, plain):
			return "true", ""
		case slices.Contains(no, plain):
			return "false", ""
		}
		return "", "not_a_choice"
	}
	if text = norm.NFC.String(text); strings.ContainsFunc(text, unicode.IsControl) || strings.ContainsRune(text, unicode.ReplacementChar) {
		return "", "bad_text"
	}
	return text, ""
}

func (d Definition) number(text string) (value, code string) {
	figure, err := money.ParsePrice(text)
	switch {
	case err != nil:
		return "", ledger.AsError(refusedNumber(err)).Code
	case int(-figure.Exponent()) > d.Decimals && !figure.Equal(figure.Round(int32(d.Decimals))): //nolint:gosec // at most 8
		return "", "too_many_places"
	}
	return figure.String(), ""
}

// refusedNumber is a number's fault in the catalogue's words.
func refusedNumber(err error) error {
	if found, ok := err.(*money.Error); ok { //nolint:errorlint // it comes straight from the parser
		return ledger.E(string(found.Code))
	}
	return ledger.E("not_a_number")
}

func (d Definition) option(text, stands string) (value, code string) {
	for _, o := range d.Options {
		if text != o.Code && text != o.ZH && !strings.EqualFold(text, o.EN) {
			continue
		}
		if o.Retired && o.Code != stands {
			return "", "not_a_choice"
		}
		return o.Code, ""
	}
	return "", "not_a_choice"
}

// padded writes 2026/3/9 as 2026/03/09.
func padded(text string) string {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	if len(parts) != 3 {
		return text
	}
	for i, part := range parts[1:] {
		if len(part) == 1 {
			parts[i+1] = "0" + part
		}
	}
	return strings.Join(parts, "-")
}

// Check reads values that somebody gave for the fields of one subject. Stands are those before. Faults are told to at by the name
// fields.<code>: not_expected for a field that there is none of, or that is at rest and would change. The answer has the values given, as they are kept;
// what clears a field is empty.
func (s Set) Check(given, stands Values, at func(name, code string)) Values {
	out := Values{}
	for _, code := range slices.Sorted(maps.Keys(given)) {
		d, known := s.Find(code)
		if !known || (!d.Active && given[code] != stands[code]) {
			at("fields."+code, "not_expected")
			continue
		}
		value, fault := d.Parse(given[code], stands[code])
		if fault != "" {
			at("fields."+code, fault)
			continue
		}
		out[code] = value
	}
	return out
}

// Complete tells at of each field shown there that is required and says nothing.
func (s Set) Complete(values Values, place Place, at func(name, code string)) {
	for _, d := range s.At(place) {
		if d.Required && values[d.Code] == "" {
			at("fields."+d.Code, "required")
		}
	}
}

// Defaulted are the values with the defaults of what they do not mention, of the fields shown there.
func (s Set) Defaulted(values Values, place Place) Values {
	out := Values{}
	for code, value := range values {
		out[code] = value
	}
	for _, d := range s.At(place) {
		if _, said := values[d.Code]; !said && d.Default != "" {
			out[d.Code] = d.Default
		}
	}
	return out
}
