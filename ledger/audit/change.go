package audit

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// Change is one value before and after, or, where an act says a value alone, that value after nothing. Field is a path: changes.name.
type Change struct {
	Field  string
	Before string
	After  string
	Alone  bool // the act tells one value, not two
}

// MaxChanges bounds how many values one row shows; its payload has them all.
const MaxChanges = 60

// Changes reads what an act changed out of its detail: the pairs of before and after, at any depth, then everything else it says.
func Changes(detail json.RawMessage) []Change {
	var value any
	if len(detail) == 0 || json.Unmarshal(detail, &value) != nil {
		return nil
	}
	var pairs, rest []Change
	walk("", value, &pairs, &rest)
	out := slices.Concat(pairs, rest)
	if len(out) > MaxChanges {
		out = out[:MaxChanges]
	}
	return out
}

func walk(path string, value any, pairs, rest *[]Change) {
	if len(*pairs)+len(*rest) > MaxChanges {
		return
	}
	object, isObject := value.(map[string]any)
	if !isObject {
		if list, isList := value.([]any); isList && slices.ContainsFunc(list, func(v any) bool { _, deep := v.(map[string]any); return deep }) {
			for _, each := range list {
				walk(path, each, pairs, rest)
			}
			return
		}
		if text := textOf(value); text != "" {
			*rest = append(*rest, Change{Field: path, After: text, Alone: true})
		}
		return
	}
	before, hasBefore := object["before"]
	after, hasAfter := object["after"]
	if hasBefore || hasAfter {
		if inner, ok := before.(map[string]any); ok || isMap(after) {
			pairUp(path, inner, after, pairs)
		} else {
			*pairs = append(*pairs, Change{Field: path, Before: textOf(before), After: textOf(after)})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if name != "before" && name != "after" {
			walk(join(path, name), object[name], pairs, rest)
		}
	}
}

func isMap(value any) bool { _, ok := value.(map[string]any); return ok }

// pairUp sets two objects side by side, by the names that differ.
func pairUp(path string, before map[string]any, after any, pairs *[]Change) {
	now, _ := after.(map[string]any)
	names := map[string]bool{}
	for name := range before {
		names[name] = true
	}
	for name := range now {
		names[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if b, a := textOf(before[name]), textOf(now[name]); a != b {
			*pairs = append(*pairs, Change{Field: join(path, name), Before: b, After: a})
		}
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// textOf writes a value as people read it: lists with commas, nothing for null.
func textOf(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case string:
		return value
	case []any:
		parts := make([]string, len(value))
		for i, each := range value {
			parts[i] = textOf(each)
		}
		return strings.Join(parts, ", ")
	}
	text, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(text)
}
