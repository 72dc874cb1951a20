package wording

import (
	"fmt"
	"strings"
	"testing"
)

var places = []Place{
	{Name: "customer", ZH: "客户"}, {Name: "statement_no", ZH: "对账单号"},
	{Name: "figures", ZH: "金额表", Block: true}, {Name: "link", ZH: "按钮", Block: true},
}

func fill(t Text, values map[string]string) string {
	var out []string
	for _, f := range t.Fill(func(place string) string { return values[place] }) {
		if f.Block != "" {
			out = append(out, "["+f.Block+"]")
			continue
		}
		out = append(out, f.Text)
	}
	return strings.Join(out, "|")
}

func TestATextIsFilledIn(t *testing.T) {
	t.Parallel()
	values := map[string]string{"customer": "恒达 {link} <b>", "statement_no": ""}
	for name, c := range map[string]struct{ text, want string }{
		"words and blocks":                  {"致 {customer}：\n\n{figures}\r\n{link}\n谢谢", "致 恒达 {link} <b>：|[figures]|[link]|谢谢"},
		"a place by its Chinese name":       {"{客户}\n{金额表}", "恒达 {link} <b>|[figures]"},
		"the braces of a Chinese keyboard":  {"｛客户｝", "恒达 {link} <b>"},
		"spaces inside the braces":          {"{ customer }", "恒达 {link} <b>"},
		"a brace as such":                   {"{{customer}} costs {{1}}", "{customer} costs {1}"},
		"a line of nothing but empty value": {"before\n{statement_no}\nafter", "before|after"},
		"a value is no text to be read":     {"{customer}{customer}", "恒达 {link} <b>恒达 {link} <b>"},
		"nothing at all":                    {" \n\n", ""},
	} {
		text, faults := Parse(c.text, places)
		if got := fill(text, values); got != c.want || len(faults) > 0 {
			t.Errorf("%s: %q with %v, want %q", name, got, faults, c.want)
		}
	}
}

func TestAFaultNamesItsLineAndPlace(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"a place that is none":         {"a\n\n{customer} {balance}", "[{3 place_unknown balance}]"},
		"two of them":                  {"{a}\n{b}", "[{1 place_unknown a} {2 place_unknown b}]"},
		"a name nobody may see whole":  {"{" + strings.Repeat("长", 60) + "\u202e}", "[{1 place_unknown " + strings.Repeat("长", 40) + "…}]"},
		"a brace that is not closed":   {"{customer", "[{1 place_open }]"},
		"a brace that was never open":  {"customer}", "[{1 place_open }]"},
		"a brace within another":       {"{cust{omer}", "[{1 place_open }]"},
		"over the end of the line":     {"{cust\nomer}", "[{1 place_open } {2 place_open }]"},
		"a table among words":          {"see {figures}", "[{1 block_inside figures}]"},
		"a button twice":               {"{link}\n{figures}\n{按钮}", "[{3 block_twice link}]"},
		"nothing named":                {"{}", "[{1 place_unknown }]"},
		"Go's own templates mean none": {"{{.Link}}", "[]"},
	} {
		if _, faults := Parse(c.text, places); fmt.Sprint(faults) != c.want {
			t.Errorf("%s: %v, want %s", name, faults, c.want)
		}
	}
	text, _ := Parse("{figures}", places)
	if got := fmt.Sprint(text.Require([]string{"figures", "link"})); got != "[{0 block_missing link}]" {
		t.Errorf("lacks %s", got)
	}
}

// Whatever is typed is read to its end, and what is read without a fault is filled in without a brace of its own being lost.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"{customer}", "{{", "}}}", "{figures}\n{figures}", "｛客户", "a{b}c{{d}}", "\r\n{link}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed, faults := Parse(text, places)
		lines := strings.Count(wide.Replace(text), "\n") + 1
		for _, fault := range faults {
			if fault.Line < 1 || fault.Line > lines || fault.Code == "" {
				t.Fatalf("%q: %+v of %d lines", text, fault, lines)
			}
		}
		if len(faults) == 0 && len(parsed.Blocks()) > 2 {
			t.Fatalf("%q has the blocks %v", text, parsed.Blocks())
		}
		parsed.Fill(func(string) string { return "x" })
	})
}
