package devmail

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"regexp"
	"strings"

	"hefu/ledger"
)

//go:embed page.html
var pageHTML string

var pages = template.Must(template.New("page").Parse(pageHTML))

// view is all that page.html shows: the list, or one mail.
type view struct {
	Path  string
	Query string
	Mails []Caught
	Mail  *Caught
	Frame template.HTML // the HTML part, escaped as the value of srcdoc
	Links []string
}

// The page runs no script, and neither does a mail inside it: the frame is sandboxed, inherits this policy, and may only lead the
// whole window to where its reader clicks.
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Handler serves the page below path, such as /dev/outbox.
func (c *Catcher) Handler(path string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
		query := strings.TrimSpace(r.URL.Query().Get("q"))
		mails, err := c.list(r.Context(), query)
		write(w, view{Path: path, Query: query, Mails: mails}, err)
	})
	mux.HandleFunc("GET "+path+"/{id}", func(w http.ResponseWriter, r *http.Request) {
		id, err := ledger.ParseID(r.PathValue("id"))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		found, ok, err := c.read(r.Context(), id)
		if err == nil && !ok {
			http.NotFound(w, r)
			return
		}
		write(w, view{Path: path, Mail: &found, Frame: framed(found.HTML), Links: links.FindAllString(found.Text, -1)}, err)
	})
	return mux
}

var links = regexp.MustCompile(`https?://[^\s]+`)

// framed makes a value of srcdoc, in which every link leads the whole window.
func framed(html string) template.HTML {
	return template.HTML(template.HTMLEscapeString(strings.Replace(html, "<head>", `<head><base target="_top">`, 1))) //nolint:gosec // escaped here, as an attribute
}

func write(w http.ResponseWriter, v view, err error) {
	var page bytes.Buffer
	if err == nil {
		err = pages.Execute(&page, v)
	}
	if err != nil {
		http.Error(w, "The outbox cannot be read just now.", http.StatusServiceUnavailable)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", policy)
	h.Set("Cache-Control", "no-store")
	// The browser hung up when this fails; there is nobody left to tell.
	_, _ = w.Write(page.Bytes())
}
