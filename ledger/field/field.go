// Package field owns custom fields (自定义字段, SET-05): what an organization wants to know beyond what the product asks, and the values.
// A definition names its subject, kind and places; the rooms of customers, documents and disputes ask it to check and keep values.
package field

import (
	"maps"
	"slices"

	"hefu/ledger"
	"hefu/ledger/sheet"
)

// Subject is what a field is about.
type Subject string

// The subjects.
const (
	OfCustomer Subject = "customer"
	OfDocument Subject = "document"
	OfLine     Subject = "line"
	OfDispute  Subject = "dispute"
)

// Subjects lists them all.
var Subjects = []Subject{OfCustomer, OfDocument, OfLine, OfDispute}

// Kind is what a value may be. It never changes.
type Kind string

// The kinds, each with how its values are written: a text; a plain decimal such as 12.50; YYYY-MM-DD; the code of an option; true or
// false.
const (
	Text   Kind = "text"
	Number Kind = "number"
	Date   Kind = "date"
	Choice Kind = "choice"
	YesNo  Kind = "yes_no"
)

// Kinds lists them all.
var Kinds = []Kind{Text, Number, Date, Choice, YesNo}

// Place is where a field is shown.
type Place string

// The places. Of a statement, its templates decide which of the fields that may stand there do.
const (
	OnForm      Place = "form"
	OnList      Place = "list"
	OnExport    Place = "export"
	OnImport    Place = "import"
	OnPortal    Place = "portal"
	OnStatement Place = "statement"
)

// Places says where a field of each subject can be shown. The form of a dispute is the portal's.
var Places = map[Subject][]Place{
	OfCustomer: {OnForm, OnList, OnExport, OnImport, OnStatement},
	OfDocument: {OnForm, OnList, OnExport, OnImport, OnPortal, OnStatement},
	OfLine:     {OnForm, OnExport, OnImport, OnPortal, OnStatement},
	OfDispute:  {OnList, OnPortal},
}

// Option is one choice. A retired one is no longer offered, and what says it keeps its words.
type Option struct {
	Code    string `json:"code"`
	ZH      string `json:"zh"`
	EN      string `json:"en"`
	Retired bool   `json:"retired"`
}

// Words are what may change about a field. Required is asked of whoever fills in a form or an import, not of what the product makes
// by itself. Default is what a form starts from, and an import without the column.
type Words struct {
	ZH       string   `json:"zh"`
	EN       string   `json:"en"`
	Required bool     `json:"required"`
	Default  string   `json:"default"`
	Order    int      `json:"order"` // 0 to 9999; equal ones stand by their codes
	Shown    []Place  `json:"shown"`
	Options  []Option `json:"options"`
	Active   bool     `json:"active"`
}

// Definition is a field. Code, unique for its subject, is what values, filters and imports call it.
type Definition struct {
	ID       ledger.ID
	Subject  Subject
	Code     string
	Kind     Kind
	Decimals int // of a number: places after the point, 0 to 8
	Version  int
	Words
}

// Values are what something says in its fields, by code. An empty text clears.
type Values map[string]string

// Limits.
const (
	MaxValue   = 500
	MaxFields  = 60 // active ones of a subject
	MaxOptions = 200
	maxLabel   = 60
	maxCode    = 40
)

// On tells whether the field is in use and shown there.
func (d Definition) On(place Place) bool { return d.Active && slices.Contains(d.Shown, place) }

// Label is the field's name in a language.
func (d Definition) Label(locale string) string {
	if locale == "en" {
		return d.EN
	}
	return d.ZH
}

// Shows is a value as people read it in a language: the words of a choice, yes or no; any other as it is written.
func (d Definition) Shows(value, locale string) string {
	switch d.Kind {
	case Choice:
		for _, o := range d.Options {
			if o.Code == value && locale == "en" {
				return o.EN
			} else if o.Code == value {
				return o.ZH
			}
		}
	case YesNo:
		if word, ok := yesNo[value]; ok && locale == "en" {
			return word[1]
		} else if ok {
			return word[0]
		}
	}
	return value
}

// Cell is how a file keeps its values: numbers and dates as such.
func (d Definition) Cell() sheet.Kind {
	switch d.Kind {
	case Number:
		return sheet.Number
	case Date:
		return sheet.Date
	}
	return sheet.Text
}

var yesNo = map[string][2]string{"true": {"是", "Yes"}, "false": {"否", "No"}}

// Set are fields in their order.
type Set []Definition

// At are those in use that are shown there.
func (s Set) At(place Place) Set {
	var out Set
	for _, d := range s {
		if d.On(place) {
			out = append(out, d)
		}
	}
	return out
}

// Of are those of a subject.
func (s Set) Of(subject Subject) Set {
	var out Set
	for _, d := range s {
		if d.Subject == subject {
			out = append(out, d)
		}
	}
	return out
}

// Find is the field of a code.
func (s Set) Find(code string) (Definition, bool) {
	at := slices.IndexFunc(s, func(d Definition) bool { return d.Code == code })
	if at < 0 {
		return Definition{}, false
	}
	return s[at], true
}

// Same tells whether two sets of values say the same; an empty text says nothing.
func (v Values) Same(other Values) bool { return maps.Equal(v.said(), other.said()) }

func (v Values) said() Values {
	out := Values{}
	for code, value := range v {
		if value != "" {
			out[code] = value
		}
	}
	return out
}

// Codes are the fields that say something, in order of their codes.
func (v Values) Codes() []string { return slices.Sorted(maps.Keys(v.said())) }
