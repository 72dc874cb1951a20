package devprovider

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/crypto/bcrypt"
)

// nobody is the hash of a password nobody knows, compared when an e-mail is unknown.
var nobody = []byte("$2a$10$cPr/ZU0e9T9dYqkm2EHsxOedod.uT5.BrU9tQEkULb6jEAO8BOMXu")

// authorize shows the sign-in page, or sends the browser back with the reason.
func (p *Provider) authorize(w http.ResponseWriter, r *http.Request) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		query = url.Values{}
	}
	req, known, fault := p.parseRequest(query)
	words := wordsFor(req.locales, r.Header.Get("Accept-Language"))
	switch {
	case !known:
		p.message(w, http.StatusBadRequest, words, words.BadRequest)
	case fault != "":
		http.Redirect(w, r, p.answer(req, "error", fault), http.StatusSeeOther)
	default:
		p.page(w, r, req, words, attempt{status: http.StatusOK})
	}
}

// signIn takes the form of the sign-in page: a click on a person, an e-mail with
// a password, or cancel.
func (p *Provider) signIn(w http.ResponseWriter, r *http.Request) {
	words := wordsFor("", r.Header.Get("Accept-Language"))
	if !readForm(r) {
		p.message(w, http.StatusBadRequest, words, words.BadRequest)
		return
	}
	query, err := url.ParseQuery(r.PostForm.Get("request"))
	req, known, fault := p.parseRequest(query)
	if err != nil || !known || fault != "" {
		p.message(w, http.StatusBadRequest, words, words.BadRequest)
		return
	}
	words = wordsFor(req.locales, r.Header.Get("Accept-Language"))
	now := p.config.Now()
	if p.foreign(r) || !p.forms.valid(r.PostForm.Get("form"), p.browser(w, r), req.query, now) {
		p.message(w, http.StatusForbidden, words, words.Expired)
		return
	}
	if r.PostForm.Has("cancel") {
		http.Redirect(w, r, p.answer(req, "error", "access_denied"), http.StatusSeeOther)
		return
	}
	who, failed, err := p.who(r.Context(), r.PostForm, now)
	switch {
	case err != nil:
		p.message(w, http.StatusServiceUnavailable, words, words.Unavailable)
	case who == nil:
		if failed.wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(failed.wait.Seconds())+1))
		}
		p.page(w, r, req, words, failed)
	default:
		p.finish(w, r, req, words, *who, now)
	}
}

func (p *Provider) finish(w http.ResponseWriter, r *http.Request, req request, words words, who Person, now time.Time) {
	code, ok := p.grants.issue(grant{
		client: req.client.ID, redirect: req.redirect, nonce: req.nonce, challenge: req.challenge,
		person: who, locale: words.Lang, authTime: now,
	}, now)
	if !ok {
		p.message(w, http.StatusServiceUnavailable, words, words.Unavailable)
		return
	}
	http.Redirect(w, r, p.answer(req, "code", code), http.StatusSeeOther)
}

// attempt is how a sign-in failed, to be said on the page.
type attempt struct {
	status int
	email  string // as typed, to be kept in the field
	wait   time.Duration
}

// who is the person the form signs in, or nil with how it failed.
func (p *Provider) who(ctx context.Context, form url.Values, now time.Time) (*Person, attempt, error) {
	people, err := p.config.People(ctx)
	if err != nil {
		return nil, attempt{}, err
	}
	if subject := form.Get("person"); subject != "" {
		for i := range people {
			if people[i].Subject == subject {
				return &people[i], attempt{}, nil
			}
		}
		return nil, attempt{status: http.StatusUnauthorized}, nil
	}
	email, password := strings.TrimSpace(form.Get("email")), form.Get("password")
	name := strings.ToLower(email)
	failed := attempt{status: http.StatusUnauthorized, email: email}
	if len(email) > 254 || len(password) > 72 { // bcrypt would ignore what is beyond 72 bytes
		return nil, attempt{status: http.StatusUnauthorized}, nil
	}
	if failed.wait = p.throttle.begin(name, now); failed.wait > 0 {
		failed.status = http.StatusTooManyRequests
		return nil, failed, nil
	}
	var found *Person
	hash := nobody
	for i := range people {
		if strings.ToLower(people[i].Email) == name && len(people[i].PasswordHash) > 0 {
			found, hash = &people[i], people[i].PasswordHash
		}
	}
	// Compared even when there is nobody, so that the time tells nothing.
	matches := bcrypt.CompareHashAndPassword(hash, []byte(password)) == nil
	if !matches || found == nil {
		return nil, failed, nil
	}
	p.throttle.succeed(name)
	return found, attempt{}, nil
}
