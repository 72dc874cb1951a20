package devprovider_test

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"hefu/ledger/identity"
	"hefu/ledger/identity/devprovider"
)

const (
	clientID = "hefu-console"
	secret   = "s3cret with space"
	redirect = "https://console.example/callback"
)

var passwordHash = sync.OnceValue(func() []byte {
	hash, err := bcrypt.GenerateFromPassword([]byte("correct horse"), bcrypt.MinCost)
	if err != nil {
		panic(err)
	}
	return hash
})

// stage is a development provider behind a real server, with a clock that only
// moves when told to.
type stage struct {
	t      *testing.T
	now    time.Time
	issuer string
	idp    *devprovider.Provider
	party  *identity.Provider
}

func newStage(t *testing.T, change ...func(*devprovider.Config)) *stage {
	t.Helper()
	s := &stage{t: t, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	s.issuer = server.URL + "/idp/staff"
	config := devprovider.Config{
		Issuer: s.issuer, Title: "Staff", TitleZH: "员工", Now: func() time.Time { return s.now }, People: people,
		Clients: []devprovider.Client{{
			ID: clientID, Secret: secret, RedirectURLs: []string{redirect}, PostLogoutURLs: []string{"https://console.example/"},
		}, {
			ID: "another", Secret: "another secret", RedirectURLs: []string{redirect},
		}},
	}
	for _, c := range change {
		c(&config)
	}
	var err error
	if s.idp, err = devprovider.New(config); err != nil {
		t.Fatal(err)
	}
	handler = s.idp.Handler()
	s.party, err = identity.New(identity.Config{Issuer: s.issuer, ClientID: clientID, ClientSecret: secret, RedirectURL: redirect})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func people(context.Context) ([]devprovider.Person, error) {
	return []devprovider.Person{
		{Subject: "li", Email: "li.qiang@hefu.example", Name: "Li Qiang", NameZH: "李强", Description: "Accountant", DescriptionZH: "会计", PasswordHash: passwordHash()},
		{Subject: "wang", Email: "wang.fang@hefu.example", Name: "Wang <Fang>", Description: "Manager"},
	}, nil
}

func (s *stage) begin(o identity.BeginOptions) identity.Login {
	s.t.Helper()
	login, err := s.party.Begin(s.t.Context(), s.now, o)
	if err != nil {
		s.t.Fatal(err)
	}
	return login
}

// browser keeps cookies and does not follow redirects.
type browser struct {
	t *testing.T
	c *http.Client
}

func newBrowser(t *testing.T) browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return browser{t, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

func (b browser) do(r *http.Request) (*http.Response, string) {
	b.t.Helper()
	resp, err := b.c.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return resp, string(body)
}

func (b browser) get(url string, header ...string) (*http.Response, string) {
	return b.send(http.MethodGet, url, nil, header...)
}

// send makes a request; header is name, value, name, value …
func (b browser) send(method, to string, form url.Values, header ...string) (*http.Response, string) {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, to, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return b.do(r)
}

var hidden = regexp.MustCompile(`<input type="hidden" name="(form|request)" value="([^"]*)">`)

// form opens the sign-in page and returns its hidden fields with the extra ones.
func (b browser) form(page string, extra ...string) url.Values {
	b.t.Helper()
	resp, body := b.get(page)
	fields := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(body, 2) {
		fields.Set(m[1], strings.ReplaceAll(strings.ReplaceAll(m[2], "&amp;", "&"), "&#43;", "+"))
	}
	if resp.StatusCode != http.StatusOK || len(fields) != 2 {
		b.t.Fatalf("no sign-in page but %d: %s", resp.StatusCode, body)
	}
	for i := 0; i+1 < len(extra); i += 2 {
		fields.Set(extra[i], extra[i+1])
	}
	return fields
}

// answer is the callback a redirect carries.
func (b browser) answer(resp *http.Response) identity.Callback {
	b.t.Helper()
	to, err := url.Parse(resp.Header.Get("Location"))
	if err != nil || resp.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to.String(), redirect+"?") {
		b.t.Fatalf("no redirect to the application but %d %q", resp.StatusCode, resp.Header.Get("Location"))
	}
	c, err := identity.ParseCallback(to.Query())
	if err != nil {
		b.t.Fatal(err)
	}
	return c
}

// clicks signs in as a person of the list.
func (s *stage) clicks(b browser, login identity.Login, subject string) identity.Callback {
	s.t.Helper()
	resp, _ := b.send(http.MethodPost, s.issuer+"/sign-in", b.form(login.URL, "person", subject))
	return b.answer(resp)
}
