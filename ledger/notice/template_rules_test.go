package notice

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// What the program brings along obeys the rules that it holds others to, and says the same in both languages.
func TestTheBuiltInWordsObeyTheRules(t *testing.T) {
	t.Parallel()
	for i := range purposes {
		p := &purposes[i]
		for _, locale := range Locales {
			if faults := p.check(p.builtIn(locale)); len(faults) > 0 {
				t.Errorf("%s %s: %v", p.name, locale, faults)
			}
		}
		if (p.zh.Button == "") != !slices.Contains(p.required(), "link") {
			t.Errorf("%s: a button and where it stands go together", p.name)
		}
		if slices.Contains(p.required(), "figures") != (p.figures != nil) || slices.Contains(p.required(), "quote") != (p.quote != nil) {
			t.Errorf("%s requires %v and makes something else", p.name, p.required())
		}
		if toContacts[p.kind] == nil {
			t.Errorf("no mail is written for %s", p.name)
		}
	}
}

func TestWordsThatAreRefused(t *testing.T) {
	t.Parallel()
	good := purposeNamed("statement.issued").builtIn("zh-CN")
	for name, c := range map[string]struct {
		change func(*Words)
		want   string
	}{
		"as they are":                          {func(*Words) {}, "[]"},
		"an unknown place":                     {func(w *Words) { w.Body = "{name}：\n\n余额 {balance}\n{figures}\n{deadline}\n{link}" }, "[{body 3 place_unknown balance}]"},
		"a place of other mails":               {func(w *Words) { w.Subject = "{dispute_no}" }, "[{subject 1 place_unknown dispute_no}]"},
		"a table in the subject":               {func(w *Words) { w.Subject = "{figures}" }, "[{subject 1 place_unknown figures}]"},
		"without the figures":                  {func(w *Words) { w.Body = "{deadline}\n{link}" }, "[{body 0 block_missing figures}]"},
		"without the deadline and the link":    {func(w *Words) { w.Body = "{figures}" }, "[{body 0 block_missing deadline} {body 0 block_missing link}]"},
		"the link among words, not missing":    {func(w *Words) { w.Body = "{figures}\n{deadline}\n点 {link}" }, "[{body 3 block_inside link}]"},
		"an address":                           {func(w *Words) { w.Body += "\n请打开 https://pay.example" }, "[{body 8 address_in_words }]"},
		"an address without its beginning":     {func(w *Words) { w.Button = "www.example.com" }, "[{button 1 address_in_words }]"},
		"an account number":                    {func(w *Words) { w.Body += "\n账号 6222 0200 0000 0000 123" }, "[{body 8 account_in_words }]"},
		"an IBAN":                              {func(w *Words) { w.Body += "\nDE89 3704 0044 0532 0130 00" }, "[{body 8 account_in_words }]"},
		"a telephone number is none":           {func(w *Words) { w.Body += "\n请致电 +86 (21) 5555 0000 转 801" }, "[]"},
		"nothing":                              {func(w *Words) { *w = Words{} }, "[{subject 0 required } {heading 0 required } {button 0 required } {body 0 required }]"},
		"too much":                             {func(w *Words) { w.Heading = strings.Repeat("长", 61) }, "[{heading 0 too_long }]"},
		"a second line in the subject":         {func(w *Words) { w.Subject = "a\nBcc: thief@example.test" }, "[{subject 0 bad_text }]"},
		"text that turns round":                {func(w *Words) { w.Heading = "a\u202eb" }, "[{heading 1 bad_text }]"},
		"a place of Go's own is only brackets": {func(w *Words) { w.Heading = "{{.Secret}}" }, "[]"},
	} {
		words := good
		c.change(&words)
		faults := purposeNamed("statement.issued").check(words)
		got := make([]string, len(faults))
		for i, f := range faults {
			got[i] = fmt.Sprint(f)
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
		for _, f := range faults {
			if f.Message("zh-CN") == "" || strings.Contains(f.Message("en"), "{line}") || strings.Contains(f.Message("en"), "wrong on our side") {
				t.Errorf("%s says %q", name, f.Message("en"))
			}
		}
	}
	if got := purposeNamed("statement.cancelled").check(Words{"a", "b", "{quote}", "Open"}); fmt.Sprint(got) != "[{button 0 not_expected }]" {
		t.Errorf("a button that leads nowhere: %v", got)
	}
}

// Words that were kept when there were other places are not sent with holes: the built-in ones go out.
func TestWordsOfAnotherTimeAreNotSent(t *testing.T) {
	t.Parallel()
	w := sample("statement.agreed", "contact", "zh-CN")
	want := compose(w).text()
	w.words = &Words{"S", "H", "{gone}\n{figures}\n{link}", "B"}
	if got := compose(w).text(); got != want {
		t.Errorf("sent:\n%s", got)
	}
}

// A value is never read as a place, and never markup.
func TestOwnWordsAreTextToo(t *testing.T) {
	t.Parallel()
	w := sample("statement.agreed", "contact", "zh-CN")
	w.CustomerName = "{closing} <script>alert(1)</script>"
	w.words = &Words{"{customer}", "<b>{customer}</b>", "<img src=x> {{.Link}} {customer}\n{figures}\n{link}", "<i>"}
	l := compose(w)
	if strings.Contains(l.html(), "<script") || strings.Contains(l.html(), "<img") || strings.Contains(l.html(), "<i>") || !strings.Contains(l.text(), "<img src=x> {.Link} {closing} <script>") {
		t.Errorf("a word became more than a word:\n%s\n%s", l.text(), l.html())
	}
}
