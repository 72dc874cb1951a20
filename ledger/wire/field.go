package wire

import (
	"hefu/ledger"
	"hefu/ledger/field"
)

// FieldOption is one choice of a field.
type FieldOption struct {
	Code    string `json:"code" maxLength:"40"`
	ZH      string `json:"zh" maxLength:"60"`
	EN      string `json:"en" maxLength:"60"`
	Retired bool   `json:"retired" doc:"No longer offered; what says it keeps its words"`
}

// FieldWords are what may change about a field.
type FieldWords struct {
	ZH       string        `json:"zh" maxLength:"60"`
	EN       string        `json:"en" maxLength:"60"`
	Required bool          `json:"required" doc:"Asked of whoever fills in a form, and of an import where it is shown there"`
	Default  string        `json:"default" maxLength:"500"`
	Order    int           `json:"order" minimum:"0" maximum:"9999"`
	Shown    []string      `json:"shown" nullable:"false" maxItems:"6" doc:"Of form, list, export, import, portal, statement"`
	Options  []FieldOption `json:"options" nullable:"false" maxItems:"200"`
	Active   bool          `json:"active" doc:"A field at rest keeps its values and takes no new ones"`
}

// Field is a custom field: code and kind say what stands under its code in fields.
type Field struct {
	ID       ledger.ID `json:"id"`
	Subject  string    `json:"subject" enum:"customer,document,line,dispute"`
	Code     string    `json:"code"`
	Kind     string    `json:"kind" enum:"text,number,date,choice,yes_no"`
	Decimals int       `json:"decimals"`
	Version  int       `json:"version"`
	FieldWords
}

// CustomField words a definition.
func CustomField(d field.Definition) Field {
	return Field{ID: d.ID, Subject: string(d.Subject), Code: d.Code, Kind: string(d.Kind), Decimals: d.Decimals, Version: d.Version, FieldWords: WordsOfField(d.Words)}
}

// WordsOfField words what may change.
func WordsOfField(w field.Words) FieldWords {
	out := FieldWords{ZH: w.ZH, EN: w.EN, Required: w.Required, Default: w.Default, Order: w.Order, Shown: []string{}, Options: []FieldOption{}, Active: w.Active}
	for _, place := range w.Shown {
		out.Shown = append(out.Shown, string(place))
	}
	for _, o := range w.Options {
		out.Options = append(out.Options, FieldOption(o))
	}
	return out
}

// Read is the domain's command.
func (w FieldWords) Read() field.Words {
	out := field.Words{ZH: w.ZH, EN: w.EN, Required: w.Required, Default: w.Default, Order: w.Order, Active: w.Active}
	for _, place := range w.Shown {
		out.Shown = append(out.Shown, field.Place(place))
	}
	for _, o := range w.Options {
		out.Options = append(out.Options, field.Option(o))
	}
	return out
}
