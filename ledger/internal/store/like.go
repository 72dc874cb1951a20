package store

import "strings"

// Like makes a pattern for ILIKE of a text that is looked for as it is; "" stays "".
func Like(text string) string {
	if text = strings.TrimSpace(text); text == "" {
		return ""
	}
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
}
