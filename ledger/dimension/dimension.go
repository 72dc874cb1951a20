// Package dimension owns the accounting dimensions (核算维度, SET-02): what lines of a voucher are told apart by beside the account, such
// as department, region, product line and project, and the values each may have. The posting rules say which lines carry which; the
// room of documents puts them there, and the database holds every posted line to this list.
package dimension

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"hefu/ledger"
)

// Value is one value of a dimension, such as a department. Its code stays for good. A retired one is no longer offered or posted, and
// what says it keeps its words.
type Value struct {
	Code   string `json:"code"`
	ZH     string `json:"zh"`
	EN     string `json:"en"`
	Active bool   `json:"active"`
}

// Dimension is one of an organization's dimensions with all its values.
type Dimension struct {
	Code       string
	ZH         string
	EN         string
	Active     bool
	RowVersion int
	Values     []Value
}

// Limits.
const (
	MaxDimensions = 12
	MaxValues     = 500
	MaxCode       = 40
	maxLabel      = 60
	maxReason     = 500
)

// Set are the dimensions of an organization in the order of their codes.
type Set []Dimension

// Find is the dimension of a code.
func (s Set) Find(code string) (Dimension, bool) {
	at := slices.IndexFunc(s, func(d Dimension) bool { return d.Code == code })
	if at < 0 {
		return Dimension{}, false
	}
	return s[at], true
}

// Find is the value of a code, active or not.
func (d Dimension) Find(code string) (Value, bool) {
	at := slices.IndexFunc(d.Values, func(v Value) bool { return v.Code == code })
	if at < 0 {
		return Value{}, false
	}
	return d.Values[at], true
}

// Known finds the active value that a text means: by its code, else by its name in either language.
func (d Dimension) Known(text string) (Value, bool) {
	text = strings.TrimSpace(text)
	for _, same := range []func(Value) bool{
		func(v Value) bool { return v.Code == text },
		func(v Value) bool { return v.ZH == text },
		func(v Value) bool { return v.EN == text },
	} {
		if at := slices.IndexFunc(d.Values, func(v Value) bool { return v.Active && same(v) }); at >= 0 {
			return d.Values[at], true
		}
	}
	return Value{}, false
}

// Label is the dimension's name in a language.
func (d Dimension) Label(locale string) string { return word(locale, d.ZH, d.EN) }

// Label is the value's name in a language.
func (v Value) Label(locale string) string { return word(locale, v.ZH, v.EN) }

func word(locale, zh, en string) string {
	if locale == "en" {
		return en
	}
	return zh
}

// tidy trims the texts; an English name left out is the Chinese one.
func (d *Dimension) tidy() {
	trim := func(zh, en *string) {
		if *zh, *en = strings.TrimSpace(*zh), strings.TrimSpace(*en); *en == "" {
			*en = *zh
		}
	}
	trim(&d.ZH, &d.EN)
	values := make([]Value, len(d.Values))
	for i, v := range d.Values {
		v.Code = strings.TrimSpace(v.Code)
		trim(&v.ZH, &v.EN)
		values[i] = v
	}
	d.Values = values
}

func (d Dimension) check(bad *ledger.Error) {
	if !plain(d.Code) {
		bad.At("code", "bad_code")
	}
	checkText(bad, "zh", d.ZH, maxLabel)
	checkText(bad, "en", d.EN, maxLabel)
	if len(d.Values) > MaxValues {
		bad.At("values", "too_long")
		return
	}
	codes, names := map[string]bool{}, map[string]bool{}
	for i, v := range d.Values {
		at := "values[" + strconv.Itoa(i) + "]."
		checkText(bad, at+"code", v.Code, MaxCode)
		checkText(bad, at+"zh", v.ZH, maxLabel)
		checkText(bad, at+"en", v.EN, maxLabel)
		if codes[v.Code] {
			bad.At(at+"code", "duplicate")
		}
		if v.Active && names[v.ZH] { // a document that says the name means one of them
			bad.At(at+"zh", "duplicate")
		}
		codes[v.Code] = true
		names[v.ZH] = names[v.ZH] || v.Active
	}
}

func checkText(bad *ledger.Error, at, text string, most int) {
	switch {
	case strings.TrimSpace(text) == "":
		bad.At(at, "required")
	case len([]rune(text)) > most:
		bad.At(at, "too_long")
	case strings.ContainsFunc(text, unicode.IsControl) || strings.ContainsRune(text, unicode.ReplacementChar):
		bad.At(at, "bad_text")
	}
}

// plain takes small letters, digits and underscores, a letter first.
func plain(code string) bool {
	return code != "" && len(code) <= MaxCode && code[0] >= 'a' && code[0] <= 'z' && !strings.ContainsFunc(code, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_'
	})
}

// Match is one value of one dimension, as a filter names it.
type Match struct{ Dimension, Value string }

// Asked tells whether there is something to narrow by.
func (m Match) Asked() bool { return m.Dimension != "" }

// ParseMatch reads dimension:value; an empty text asks for nothing. Refused: validation_failed at dimension.
func ParseMatch(text string) (Match, error) {
	if text == "" {
		return Match{}, nil
	}
	code, value, found := strings.Cut(text, ":")
	if !found || !plain(code) || value == "" || len([]rune(value)) > MaxCode {
		return Match{}, ledger.E("validation_failed").At("dimension", "not_a_choice")
	}
	return Match{code, value}, nil
}
