package devprovider

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"net/url"
	"unicode/utf8"
)

// maxListed people have a button: all of a demonstration, whose people have no password and could not sign in otherwise.
const maxListed = 200

//go:embed page.html
var pageHTML string

//go:embed style.css
var styleCSS []byte

var pages = template.Must(template.New("page").Parse(pageHTML))

// view is all that page.html shows.
type view struct {
	words
	Path    string // of the issuer
	Title   string // of the audience
	Message string // instead of a form
	Switch  string // this page in the other language
	Form    string // form token
	Request string // the authorization request, to be sent back
	People  []listed
	HasMore bool // people beyond those listed
	Failure string
	Typed   string // e-mail as typed before
}

type listed struct{ Subject, Initial, Name, Description, Email string }

// page shows the sign-in form, with how the last attempt failed if it did.
func (p *Provider) page(w http.ResponseWriter, r *http.Request, req request, words words, failed attempt) {
	people, err := p.config.People(r.Context())
	if err != nil {
		p.message(w, http.StatusServiceUnavailable, words, words.Unavailable)
		return
	}
	v := view{
		words: words, Path: p.path, Title: p.title(words), Request: req.query, Typed: failed.email,
		Form:    p.forms.seal(p.browser(w, r), req.query, p.config.Now()),
		Switch:  p.path + "/authorize?" + inLanguage(req.query, words.Other),
		HasMore: len(people) > maxListed,
	}
	switch failed.status {
	case http.StatusUnauthorized:
		v.Failure = words.Wrong
	case http.StatusTooManyRequests:
		v.Failure = words.Wait
	}
	for _, who := range people[:min(len(people), maxListed)] {
		name := who.name(words.Lang)
		first, _ := utf8.DecodeRuneInString(name)
		v.People = append(v.People, listed{who.Subject, string(first), name, who.description(words.Lang), who.Email})
	}
	w.Header().Set("Content-Security-Policy", policy(req.target()))
	p.write(w, failed.status, v)
}

// message shows one sentence.
func (p *Provider) message(w http.ResponseWriter, status int, words words, text string) {
	p.write(w, status, view{words: words, Path: p.path, Title: p.title(words), Message: text})
}

func (p *Provider) write(w http.ResponseWriter, status int, v view) {
	var page bytes.Buffer
	if err := pages.Execute(&page, v); err != nil {
		http.Error(w, "page", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", v.Lang)
	h.Set("Vary", "Accept-Language")
	w.WriteHeader(status)
	// The browser hung up when this fails; there is nobody left to tell.
	_, _ = w.Write(page.Bytes())
}

func (p *Provider) style(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write(styleCSS)
}

func (p *Provider) title(words words) string {
	if isChinese(words.Lang) && p.config.TitleZH != "" {
		return p.config.TitleZH
	}
	return p.config.Title
}

// inLanguage is the same request with another ui_locales.
func inLanguage(query, locale string) string {
	q, err := url.ParseQuery(query)
	if err != nil {
		return query
	}
	q.Set("ui_locales", locale)
	return q.Encode()
}
