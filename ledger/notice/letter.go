package notice

import (
	_ "embed"
	"fmt"
	"html/template"
	"strings"
	"unicode"

	"hefu/ledger/mail"
)

// letter is what a message says, in one language: every value is text, whatever it looks like.
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
	say("%s\n\n%s\n\n", l.Heading, l.Greeting)
	for _, paragraph := range l.Paragraphs {
		say("%s\n\n", paragraph)
	}
	if l.Code != "" {
		say("    %s\n\n", l.Code)
	}
	for _, r := range l.Rows {
		say("%s%s%s\n", r.Label, colon(l.Locale), r.Value)
	}
	if len(l.Rows) > 0 {
		say("\n")
	}
	if l.Quote != "" {
		say("%s\n", strings.TrimSpace(l.QuotedFrom+colon(l.Locale)))
		for _, line := range strings.Split(l.Quote, "\n") {
			say("> %s\n", line)
		}
		say("\n")
	}
	if l.Link != "" {
		say("%s\n%s\n\n", strings.TrimSpace(l.Button+colon(l.Locale)), l.Link)
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
	for _, paragraph := range l.Paragraphs {
		fmt.Fprintf(&out, "%s\n", plain.Replace(paragraph))
	}
	for _, r := range l.Rows {
		fmt.Fprintf(&out, "> %s%s%s\n", plain.Replace(r.Label), colon(l.Locale), plain.Replace(r.Value))
	}
	if l.Quote != "" {
		fmt.Fprintf(&out, "> %s\n", plain.Replace(strings.ReplaceAll(l.Quote, "\n", " ")))
	}
	if l.Link != "" {
		fmt.Fprintf(&out, "[%s](%s)", plain.Replace(l.Button), l.Link)
	}
	return out.String()
}

func colon(locale string) string {
	if locale == "en" {
		return ": "
	}
	return "："
}

const maxQuote = 600

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
	for _, text := range []*string{&l.Seller, &l.Subject, &l.Heading, &l.Greeting, &l.QuotedFrom, &l.Button} {
		*text = mail.Line(*text)
	}
	for i := range l.Paragraphs {
		l.Paragraphs[i] = mail.Line(l.Paragraphs[i])
	}
	for i := range l.Notes {
		l.Notes[i] = mail.Line(l.Notes[i])
	}
	for i := range l.Rows {
		l.Rows[i].Label, l.Rows[i].Value = mail.Line(l.Rows[i].Label), mail.Line(l.Rows[i].Value)
	}
	l.Quote = quote(l.Quote)
	return l
}
