package web

import (
	"net/http"
	"sort"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"hefu/ledger"
)

// Huma checks input against the schemas; these hooks make its findings speak as everything else does, and make it as strict
// as the contract: field names in their exact case, lists never null.
func init() {
	huma.ValidateStrictCasing = true
	huma.DefaultArrayNullable = false
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError {
		return refusal(&request{locale: chinese}, status, errs)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, _ string, errs ...error) huma.StatusError {
		return refusal(requestOf(ctx.Context()), status, errs)
	}
}

// refusal is a problem made from what the schema check found.
func refusal(r *request, status int, errs []error) *Problem {
	if status == 0 { // huma asks for an example to describe
		return &Problem{}
	}
	if status >= http.StatusInternalServerError {
		err := ledger.E("internal")
		if len(errs) > 0 {
			err = err.Because(errs[0])
		}
		return problemOf(r, err)
	}
	switch status {
	case http.StatusRequestEntityTooLarge:
		return problemOf(r, ledger.E("payload_too_large").With("limit", "1 MiB"))
	case http.StatusUnsupportedMediaType, http.StatusNotAcceptable:
		return problemOf(r, ledger.E("unsupported_media_type"))
	}
	var fields []ledger.Field
	for _, err := range errs {
		detail, ok := err.(huma.ErrorDetailer)
		if !ok {
			continue
		}
		found := detail.ErrorDetail()
		if strings.HasPrefix(found.Location, "path.") { // an id that is none names nothing
			return problemOf(r, ledger.E("not_found"))
		}
		fields = append(fields, fieldOf(found))
	}
	if len(fields) == 0 {
		return problemOf(r, malformed("the body is missing or cannot be read"))
	}
	sort.SliceStable(fields, func(i, j int) bool { return fields[i].Name < fields[j].Name })
	return problemOf(r, &ledger.Error{Code: "validation_failed", Fields: fields[:min(len(fields), 100)]})
}

const requiredProperty = "expected required property "

func fieldOf(found *huma.ErrorDetail) ledger.Field {
	name := found.Location
	for _, place := range []string{"body.", "query.", "header.", "form."} {
		name = strings.TrimPrefix(name, place)
	}
	if missing, ok := strings.CutPrefix(found.Message, requiredProperty); ok {
		missing = strings.TrimSuffix(missing, " to be present")
		if name == "body" || name == "" {
			name = missing
		} else {
			name += "." + missing
		}
	}
	return ledger.Field{Name: printable(name), Code: codeOf(found.Message)}
}

// findings are the beginnings of huma's messages, each with the code of the catalogue that says it in both languages.
var findings = []struct{ begins, code string }{
	{requiredProperty, "required"},
	{"required ", "required"},
	{"unexpected property", "not_expected"},
	{"unknown query parameter", "not_expected"},
	{"expected value to be one of", "not_a_choice"},
	{"expected length >=", "too_short"},
	{"expected length <=", "too_long"},
	{"expected array length >=", "too_short"},
	{"expected array length <=", "too_long"},
	{"expected number >", "too_small"},
	{"expected number <", "too_large"},
	{"expected string to be RFC 3339 date", "not_a_date"},
	{"expected string to", "bad_format"},
}

func codeOf(message string) string {
	for _, finding := range findings {
		if strings.HasPrefix(message, finding.begins) {
			return finding.code
		}
	}
	return "wrong_type"
}
