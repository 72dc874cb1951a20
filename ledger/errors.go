package ledger

import (
	"errors"
	"fmt"
	"strings"
)

// Kind is the closed set of ways in which something is refused or fails. One function turns it into an HTTP status.
type Kind int

// The kinds. Internal is the zero value: what nobody named is a defect, hidden from the reader and logged once.
const (
	Internal Kind = iota
	Invalid
	Unauthenticated
	Forbidden
	NotFound
	Conflict
	Gone
	Stale
	TooLarge
	Limited
	Unavailable
)

// Field is one fault of one input field, named as the caller named it.
type Field struct {
	Name    string
	Code    string
	Message string // filled from the catalogue in the reader's language when empty
}

// Error is the one error type of the domain: a code of the catalogue, its parameters, the fields at fault, and the cause.
type Error struct {
	Code   string
	Params map[string]string
	Fields []Field
	Cause  error
}

// E makes an error with a code of the catalogue.
func E(code string) *Error { return &Error{Code: code} }

// With adds a parameter that the message names as {name}.
func (e *Error) With(name string, value any) *Error {
	if e.Params == nil {
		e.Params = map[string]string{}
	}
	e.Params[name] = fmt.Sprint(value)
	return e
}

// At adds a field at fault.
func (e *Error) At(field, code string) *Error {
	e.Fields = append(e.Fields, Field{Name: field, Code: code})
	return e
}

// Because keeps what went wrong underneath; it is logged, never shown.
func (e *Error) Because(cause error) *Error {
	e.Cause = cause
	return e
}

func (e *Error) Error() string {
	text := e.Message("en")
	for _, field := range e.Fields {
		text += "; " + field.Name + ": " + fieldMessage(field, "en")
	}
	if e.Cause != nil {
		text += " (" + e.Cause.Error() + ")"
	}
	return text
}

func (e *Error) Unwrap() error { return e.Cause }

// Kind is the kind its code has in the catalogue; Internal for a code that is not there.
func (e *Error) Kind() Kind { return catalogue[e.Code].kind }

// Slug is the last part of the problem type, /problems/<slug>.
func (e *Error) Slug() string {
	if entry, ok := catalogue[e.Code]; ok {
		return entry.slug
	}
	return "internal-error"
}

// Message is the sentence for the reader, in zh-CN or en.
func (e *Error) Message(locale string) string {
	entry, ok := catalogue[e.Code]
	if !ok {
		entry = catalogue["internal"]
	}
	text := entry.in(locale)
	for name, value := range e.Params {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}

// FieldMessages are the fields with their sentences in the reader's language.
func (e *Error) FieldMessages(locale string) []Field {
	out := make([]Field, len(e.Fields))
	for i, field := range e.Fields {
		out[i] = Field{Name: field.Name, Code: field.Code, Message: fieldMessage(field, locale)}
	}
	return out
}

func fieldMessage(field Field, locale string) string {
	if field.Message != "" {
		return field.Message
	}
	if entry, ok := catalogue[field.Code]; ok {
		return entry.in(locale)
	}
	return field.Code
}

// AsError finds the domain error in err; anything else is Internal with err as its cause.
func AsError(err error) *Error {
	var found *Error
	if errors.As(err, &found) {
		return found
	}
	return E("internal").Because(err)
}

// IsKind tells whether err is a domain error of that kind.
func IsKind(err error, kind Kind) bool {
	var found *Error
	return errors.As(err, &found) && found.Kind() == kind
}

// IsCode tells whether err is a domain error with that code.
func IsCode(err error, code string) bool {
	var found *Error
	return errors.As(err, &found) && found.Code == code
}
