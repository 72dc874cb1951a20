package backoffice_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"hefu/ledger/web"
	"hefu/ledger/webtest"
)

// contract is the OpenAPI document, as those read it who write a client from it.
type contract struct {
	paths   map[string]any
	schemas map[string]any
}

func readContract(t *testing.T, s *webtest.Site) contract {
	t.Helper()
	text, err := s.Server.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var document map[string]any
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	return contract{within(document, "paths"), within(document, "components", "schemas")}
}

func within(value any, names ...string) map[string]any {
	for _, name := range names {
		held, _ := value.(map[string]any)
		value = held[name]
	}
	held, _ := value.(map[string]any)
	return held
}

// check tells where an answer is not what the document promises: a property it does not know, one that must be there and is not,
// or a value of another type or outside its choices.
func (c contract) check(t *testing.T, route web.Route, got webtest.Answer) {
	t.Helper()
	schema := within(c.paths, route.Path, strings.ToLower(route.Method), "responses", fmt.Sprint(got.Status), "content", "application/json", "schema")
	if schema == nil {
		return // a file, a stream, or nothing
	}
	var value any
	if err := json.Unmarshal(got.Body, &value); err != nil {
		t.Errorf("%s %s: %v", route.Method, route.Path, err)
		return
	}
	for _, fault := range c.faults("", schema, value) {
		t.Errorf("%s %s answers otherwise than described: %s", route.Method, route.Path, fault)
	}
}

func (c contract) faults(at string, schema map[string]any, value any) []string {
	if ref, ok := schema["$ref"].(string); ok {
		schema = within(c.schemas, strings.TrimPrefix(ref, "#/components/schemas/"))
	}
	if schema != nil && len(schema) == 0 {
		return nil // {} is any JSON value (JSON Schema 2020-12): what an event's data holds is its kind's own
	}
	if value == nil {
		if types, many := schema["type"].([]any); many && fmt.Sprint(types[len(types)-1]) == "null" {
			return nil
		}
		return []string{at + " is null"}
	}
	var faults []string
	switch value := value.(type) {
	case map[string]any:
		faults = c.ofObject(at, schema, value)
	case []any:
		items := within(schema, "items")
		if items == nil {
			return []string{at + " is a list"}
		}
		for i, element := range value {
			faults = append(faults, c.faults(fmt.Sprintf("%s[%d]", at, i), items, element)...)
		}
	default:
		want := fmt.Sprint(schema["type"])
		is := map[bool]string{true: "string", false: "integer number"}[fmt.Sprintf("%T", value) == "string"]
		if _, truth := value.(bool); truth {
			is = "boolean"
		}
		fits := false
		for _, kind := range strings.Fields(is) {
			fits = fits || strings.Contains(want, kind)
		}
		if choices, bound := schema["enum"].([]any); !fits || (bound && !strings.Contains(fmt.Sprint(choices), fmt.Sprint(value))) {
			faults = append(faults, fmt.Sprintf("%s is %v, described as %s %v", at, value, want, schema["enum"]))
		}
	}
	return faults
}

func (c contract) ofObject(at string, schema map[string]any, value map[string]any) []string {
	var faults []string
	properties, others := within(schema, "properties"), within(schema, "additionalProperties")
	required, _ := schema["required"].([]any)
	for _, name := range required {
		if _, there := value[fmt.Sprint(name)]; !there {
			faults = append(faults, fmt.Sprintf("%s.%s is missing", at, name))
		}
	}
	for name, held := range value {
		described := within(properties, name)
		if described == nil {
			described = others
		}
		if described == nil {
			faults = append(faults, at+"."+name+" is not described")
			continue
		}
		faults = append(faults, c.faults(at+"."+name, described, held)...)
	}
	return faults
}
