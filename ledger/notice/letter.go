package notice

import (
	_ "embed"
	"fmt"
	"html/template"
	"strings"
	"unicode"

	"hefu/ledger/mail"
)

// letter is what a message says, in one language: every value is text, whatever it looks like. Parts are its body in order; a letter that
// names none has the usual order.
type letter struct {
	Locale     string
	Seller     string
	Subject    string
	Heading    string
	Greeting   string
	Paragraphs []string
	Code       string
	Rows       []row
	Quote      string
	QuotedFrom string
	Button     string
	Link       string
	Notes      []string
	Parts      []part
}

// part is a piece of the body: words, a code, figures, what somebody wrote, or the button.
type part struct {
	Paragraphs []string
	Code       string
	Rows       []row
	Quote      string
	QuotedFrom string
	Button     string
	Link       string
}

// laid are the letter's parts, those of the usual order where it names none.
func (l letter) laid() []part {
	if l.Parts != nil {
		return l.Parts
	}
	all := []part{{Paragraphs: append([]string{l.Greeting}, l.Paragraphs...)}}
	if l.Code != "" {
		all = append(all, part{Code: l.Code})
	}
	if len(l.Rows) > 0 {
		all = append(all, part{Rows: l.Rows})
	}
	if l.Quote != "" {
		all = append(all, part{Quote: l.Quote, QuotedFrom: l.QuotedFrom})
	}
	if l.Link != "" {
		all = append(all, part{Button: l.Button, Link: l.Link})
	}
	return all
}

// row is one figure with its word. Strong marks the one that matters.
type row struct {
	Label, Value string
	Strong       bool
}

//go:embed letter.html
var letterHTML string

var letterTemplate = template.Must(template.New("letter").Parse(letterHTML))

func (l letter) html() string {
	var out strings.Builder
	if err := letterTemplate.Execute(&out, l); err != nil {
		return "" // the text part says the same
	}
	return out.String()
}

// text is the letter for readers that show no HTML. Links stand alone on their line.
func (l letter) text() string {
	var out strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&out, format, args...) }
	say("%s\n\n", l.Heading)
	for _, p := range l.Parts {
		for _, paragraph := range p.Paragraphs {
			say("%s\n\n", paragraph)
		}
		if p.Code != "" {
			say("    %s\n\n", p.Code)
		}
		for _, r := range p.Rows {
			say("%s%s%s\n", r.Label, colon(l.Locale), r.Value)
		}
		if len(p.Rows) > 0 {
			say("\n")
		}
		if p.Quote != "" {
			say("%s\n", strings.TrimSpace(p.QuotedFrom+colon(l.Locale)))
			for _, line := range strings.Split(p.Quote, "\n") {
				say("> %s\n", line)
			}
			say("\n")
		}
		if p.Link != "" {
			say("%s\n%s\n\n", strings.TrimSpace(p.Button+colon(l.Locale)), p.Link)
		}
	}
	say("-- \n%s\n", l.Seller)
	for _, note := range l.Notes {
		say("%s\n", note)
	}
	return out.String()
}

// markdown is the letter for a group robot: its few marks are taken out of the values, so that a value is never markup.
func (l letter) markdown() string {
	plain := strings.NewReplacer("*", "＊", "_", "＿", "`", "'", "[", "【", "]", "】", "<", "＜", ">", "＞", "#", "＃", "~", "～")
	var out strings.Builder
	fmt.Fprintf(&out, "**%s**\n", plain.Replace(l.Heading))
	for i, p := range l.Parts {
		if i == 0 && l.Greeting != "" { // a group is not greeted
			p.Paragraphs = p.Paragraphs[1:]
		}
		for _, paragraph := range p.Paragraphs {
			fmt.Fprintf(&out, "%s\n", plain.Replace(paragraph))
		}
		for _, r := range p.Rows {
			fmt.Fprintf(&out, "> %s%s%s\n", plain.Replace(r.Label), colon(l.Locale), plain.Replace(r.Value))
		}
		if p.Quote != "" {
			fmt.Fprintf(&out, "> %s\n", plain.Replace(strings.ReplaceAll(p.Quote, "\n", " ")))
		}
		if p.Link != "" {
			fmt.Fprintf(&out, "[%s](%s)", plain.Replace(p.Button), p.Link)
		}
	}
	return out.String()
}

func colon(locale string) string {
	if locale == "en" {
		return ": "
	}
	return "："
}

const (
	maxQuote     = 600
	maxParagraph = 2000
)

// quote keeps lines and drops what turns directions or controls a terminal; long texts are cut, the page has them whole.
func quote(text string) string {
	text = strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return -1
		}
		return r
	}, strings.TrimSpace(text))
	if runes := []rune(text); len(runes) > maxQuote {
		return string(runes[:maxQuote]) + "…"
	}
	return text
}

// clean makes every value one harmless line; what is quoted keeps its lines.
func (l letter) clean() letter {
	for _, text := range []*string{&l.Seller, &l.Subject, &l.Heading, &l.Greeting} {
		*text = mail.Line(*text)
	}
	for i := range l.Notes {
		l.Notes[i] = mail.Line(l.Notes[i])
	}
	l.Parts = l.laid()
	for i := range l.Parts {
		l.Parts[i].clean()
	}
	return l
}

func (p *part) clean() {
	p.QuotedFrom, p.Button, p.Quote = mail.Line(p.QuotedFrom), mail.Line(p.Button), quote(p.Quote)
	for i := range p.Paragraphs {
		p.Paragraphs[i] = mail.Within(p.Paragraphs[i], maxParagraph)
	}
	for i := range p.Rows {
		p.Rows[i].Label, p.Rows[i].Value = mail.Line(p.Rows[i].Label), mail.Line(p.Rows[i].Value)
	}
}
