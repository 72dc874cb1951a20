package devprovider

import (
	"net/http"
	"net/url"
	"slices"
)

// endSession sends the browser back to the application. There is no session here
// to end (every sign-in shows the page), so it changes nothing and may be a GET.
// An address that is not registered is not followed.
func (p *Provider) endSession(w http.ResponseWriter, r *http.Request) {
	words := wordsFor(r.URL.Query().Get("ui_locales"), r.Header.Get("Accept-Language"))
	form := r.URL.Query()
	if r.Method == http.MethodPost {
		if !readForm(r) {
			p.message(w, http.StatusBadRequest, words, words.BadRequest)
			return
		}
		form = r.PostForm
	}
	back, state := form.Get("post_logout_redirect_uri"), form.Get("state")
	client, known := p.client(form.Get("client_id"))
	if back == "" {
		p.message(w, http.StatusOK, words, words.SignedOut)
		return
	}
	u, err := url.Parse(back)
	if err != nil || !known || !slices.Contains(client.PostLogoutURLs, back) {
		p.message(w, http.StatusBadRequest, words, words.BadRequest)
		return
	}
	if state != "" {
		q := u.Query()
		q.Set("state", state)
		u.RawQuery = q.Encode()
	}
	http.Redirect(w, r, u.String(), http.StatusSeeOther)
}
