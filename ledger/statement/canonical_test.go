package statement_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"unicode/utf16"

	"hefu/ledger"
	"hefu/ledger/document"
)

// canonicalJSON writes a JSON text again as RFC 8785 asks, by other means than the product: keys in order of their UTF-16 code
// units, no white space, the shortest escapes.
func canonicalJSON(t testing.TB, text []byte) []byte {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	var out bytes.Buffer
	writeCanonical(&out, value)
	return out.Bytes()
}

func writeCanonical(out *bytes.Buffer, value any) {
	switch value := value.(type) {
	case nil:
		out.WriteString("null")
	case bool:
		fmt.Fprint(out, value)
	case json.Number:
		out.WriteString(value.String())
	case string:
		writeText(out, value)
	case []any:
		out.WriteByte('[')
		for i, element := range value {
			if i > 0 {
				out.WriteByte(',')
			}
			writeCanonical(out, element)
		}
		out.WriteByte(']')
	case map[string]any:
		keys := make([]string, 0, len(value))
		for key := range value {
			keys = append(keys, key)
		}
		slices.SortFunc(keys, func(a, b string) int { return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b))) })
		out.WriteByte('{')
		for i, key := range keys {
			if i > 0 {
				out.WriteByte(',')
			}
			writeText(out, key)
			out.WriteByte(':')
			writeCanonical(out, value[key])
		}
		out.WriteByte('}')
	}
}

func writeText(out *bytes.Buffer, text string) {
	short := map[rune]string{'"': `\"`, '\\': `\\`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`}
	out.WriteByte('"')
	for _, r := range text {
		switch escape, ok := short[r]; {
		case ok:
			out.WriteString(escape)
		case r < 0x20:
			fmt.Fprintf(out, `\u%04x`, r)
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
}

func TestTextsStandInTheBodyAsTheyAre(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	hostile := []string{`引号" 反斜杠\ 斜杠/ <b>&amp;`, "\u2028\u2029 \u00a0", "𠮷野家 龘㛃 🧾", `],"opening":"1.00`, `["a","b"]`, `{"x":1}`, "=1+1", "[]"}
	for i, text := range hostile {
		d.Receivable(t, d.CNY, "10.00", "2026-03-10", func(n *document.New) {
			n.Description, n.OrderNo, n.DocumentNo = text, text, fmt.Sprintf("%d %s", i, text)
		})
	}
	d.Exec(t, `UPDATE hefu.customers SET name = $1, terms = '{}' WHERE id = $2`, "甲\"乙\\丙\t\u0001\u001f有限公司", d.CNY.ID.String())
	id := d.make(t, month("2026-03"), d.CNY)
	c := d.content(t, id, 1)
	if c.Customer.Name != "甲\"乙\\丙\t\u0001\u001f有限公司" {
		t.Errorf("the customer is called %q", c.Customer.Name)
	}
	for i, line := range c.Lines {
		if line.Description != hostile[i] || line.OrderNo != hostile[i] {
			t.Errorf("line %d says %q and %q, want %q", line.No, line.Description, line.OrderNo, hostile[i])
		}
	}
	if v := d.view(t, id); v.Organization.PayeeAccount == "" || v.Organization.Name != d.Organization.Name {
		t.Errorf("the letterhead is %+v", v.Organization)
	}
	if err := d.Issue(t.Context(), d.Staff(ledger.Sales), id, 1); !ledger.IsKind(err, ledger.Forbidden) {
		t.Errorf("sales staff issue a statement: %v", err)
	}
}
