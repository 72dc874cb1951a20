package field

import (
	"strings"

	"hefu/ledger"
)

// Match narrows a list to what says a value in a field: equal, and of a text anywhere in it. The zero Match narrows nothing.
type Match struct{ Code, Value string }

// ParseMatch reads code:value as it stands in an address. Refused: validation_failed at field.
func ParseMatch(text string) (Match, error) {
	if text == "" {
		return Match{}, nil
	}
	code, value, ok := strings.Cut(text, ":")
	if !ok || !plain(code) || value == "" || len([]rune(value)) > MaxValue || strings.ContainsRune(value, 0) {
		return Match{}, ledger.E("validation_failed").At("field", "not_a_choice")
	}
	return Match{code, value}, nil
}

// SQL is the condition on the object with that id, for lists that are built by hand. param adds a parameter and answers its place.
func (m Match) SQL(subject Subject, id string, param func(any) string) string {
	like := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(m.Value) + "%"
	return `EXISTS (SELECT FROM field_values fv JOIN fields ff ON ff.id = fv.field_id WHERE fv.object_id = ` + id + ` AND fv.subject = '` + string(subject) +
		`' AND ff.code = ` + param(m.Code) + ` AND (fv.value = ` + param(m.Value) + ` OR ff.kind = 'text' AND fv.value ILIKE ` + param(like) + `))`
}

// plain tells whether a text can be a field's code.
func plain(code string) bool {
	if code == "" || len(code) > maxCode || code[0] < 'a' || code[0] > 'z' {
		return false
	}
	return !strings.ContainsFunc(code, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' })
}
