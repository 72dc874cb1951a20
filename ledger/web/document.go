package web

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
	"hefu/ledger/calendar"
)

// document is the OpenAPI description that grows as operations are registered.
type document struct {
	api        huma.API
	registered string // the audience whose operation is being registered
}

func newDocument(app *fiber.App, version string) *document {
	d := &document{}
	config := huma.DefaultConfig("Hefu 合符", version)
	config.Info.Description = "Self-service receivables reconciliation. Money is a decimal string beside its currency; dates are YYYY-MM-DD; instants RFC 3339 in UTC."
	config.DocsPath, config.OpenAPIPath, config.SchemasPath = "", "", ""
	config.CreateHooks, config.Transformers = nil, nil
	config.Formats = map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat}
	// A parameter that nobody reads is a filter that silently does not apply.
	config.RejectUnknownQueryParameters = true
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", d.schemaName)
	config.Components.Schemas.RegisterTypeAlias(reflect.TypeFor[ledger.ID](), reflect.TypeFor[idText]())
	config.Components.Schemas.RegisterTypeAlias(reflect.TypeFor[calendar.Date](), reflect.TypeFor[dateText]())
	config.Components.SecuritySchemes = securitySchemes
	d.api = humafiber.New(app, config)
	return d
}

// schemaName puts the audience before a type of its room, because both describe a StatementView of their own; and before a type
// without a name, which is called after the operation's input.
func (d *document) schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Name() == "" {
		return titleCase(d.registered) + name
	}
	for _, audience := range []string{"portal", "backoffice"} {
		if t.PkgPath() == "hefu/"+audience {
			return titleCase(audience) + name
		}
	}
	return name
}

func titleCase(word string) string {
	if word == "" {
		return ""
	}
	return strings.ToUpper(word[:1]) + word[1:]
}

// OpenAPI is the document as JSON, indented, the same for the same routes.
func (s *Server) OpenAPI() ([]byte, error) {
	text, err := json.Marshal(s.document.api.OpenAPI())
	if err != nil {
		return nil, err
	}
	// Once through a map, so that every object's names are sorted.
	var plain any
	if err := json.Unmarshal(text, &plain); err != nil {
		return nil, err
	}
	text, err = json.MarshalIndent(plain, "", "  ")
	return append(text, '\n'), err
}

// Amount is money in JSON: a decimal string, never a number. It is only text here; the domain parses it strictly.
type Amount string

// Schema describes it for the API document and for the check of requests.
func (Amount) Schema(huma.Registry) *huma.Schema {
	longest := 40
	return &huma.Schema{Type: huma.TypeString, Pattern: `^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`, MaxLength: &longest, Description: "Decimal number as text", Examples: []any{"1234.50"}}
}

type idText string

func (idText) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "uuid"}
}

type dateText string

func (dateText) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date"}
}

// Page is one page of a list. Items is never null; NextCursor is empty on the last page.
type Page[T any] struct {
	Items      []T    `json:"items"`
	NextCursor string `json:"next_cursor,omitempty"`
	Total      *int   `json:"total,omitempty"`
}

// Action says whether something may be done to an object now, and if not, why.
type Action struct {
	Allowed bool   `json:"allowed"`
	Why     string `json:"why,omitempty"`
}
