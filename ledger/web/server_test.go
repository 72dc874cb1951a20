package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"hefu/ledger"
	"hefu/ledger/identity"
	"hefu/ledger/identity/devprovider"
	"hefu/ledger/ledgertest"
)

// site is a server on a real port with both development providers and a few operations of the test's own.
type site struct {
	t      *testing.T
	books  *ledgertest.Books
	server *Server
	base   string
	log    *logged
	mutex  sync.Mutex
	calls  []string // what the handlers of the test were given
}

type logged struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (l *logged) Write(line []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.Write(line)
}

func (l *logged) String() string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.String()
}

// openSite starts the server; change may alter its options.
func openSite(t *testing.T, change ...func(*Options)) *site {
	t.Helper()
	return openSiteWith(t, func(*site) {}, change...)
}

// openSiteWith also registers operations; that ends when the server begins to serve.
func openSiteWith(t *testing.T, register func(*site), change ...func(*Options)) *site {
	t.Helper()
	b := ledgertest.Open(t)
	b.SetIssuers(t, DevStaffIssuer, DevContactIssuer)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	base := &url.URL{Scheme: "http", Host: strings.Replace(listener.Addr().String(), "127.0.0.1", "localhost", 1)}
	s := &site{t: t, books: b, base: base.String(), log: &logged{}}
	options := Options{
		DB: b.DB, BaseURL: base, Development: true, Log: slog.New(slog.NewJSONHandler(s.log, nil)), Clock: ledger.SystemClock,
		Dist: fstest.MapFS{}, Providers: map[ledger.Audience]Provider{}, Mounts: map[string]http.Handler{},
	}
	addDevProvider(t, &options, ledger.Portal, "/idp/customers", DevContactIssuer)
	addDevProvider(t, &options, ledger.Backoffice, "/idp/staff", DevStaffIssuer)
	for _, c := range change {
		c(&options)
	}
	s.server, err = New(options)
	if err != nil {
		t.Fatal(err)
	}
	s.addRoutes()
	register(s)
	served := make(chan error, 1)
	go func() { served <- s.server.Serve(listener) }()
	t.Cleanup(func() {
		if err := errors.Join(s.server.Shutdown(context.Background()), <-served); err != nil {
			t.Error(err)
		}
	})
	return s
}

func addDevProvider(t *testing.T, options *Options, audience ledger.Audience, path, name string, newcomers ...devprovider.Person) {
	t.Helper()
	issuer, redirect := options.BaseURL.JoinPath(path).String(), options.BaseURL.JoinPath("auth", string(audience), "callback").String()
	people := func(ctx context.Context) ([]devprovider.Person, error) {
		known, err := DevPeople(options.DB, audience)(ctx)
		return append(known, newcomers...), err
	}
	built, err := devprovider.New(devprovider.Config{
		Issuer: issuer, People: people, Title: "Test", Now: ledger.SystemClock,
		Clients: []devprovider.Client{{ID: "hefu", Secret: "only for this test", RedirectURLs: []string{redirect}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	party, err := identity.New(identity.Config{
		Issuer: issuer, ClientID: "hefu", ClientSecret: "only for this test", RedirectURL: redirect,
		HTTPClient: &http.Client{Transport: built.Transport(nil)},
	})
	if err != nil {
		t.Fatal(err)
	}
	options.Mounts[path] = built.Handler()
	options.Providers[audience] = Provider{Identity: party, IssuerName: name}
}

type noteBody struct {
	Amount Amount   `json:"amount"`
	Text   string   `json:"text" maxLength:"20"`
	Lines  []int    `json:"lines,omitempty"`
	Deep   any      `json:"deep,omitempty"`
	State  string   `json:"state,omitempty" enum:"open,closed"`
	Names  []string `json:"names,omitempty"`
}

type noteInput struct {
	ID   ledger.ID `path:"id"`
	Body noteBody
}

type noteView struct {
	Text  string `json:"text"`
	Actor string `json:"actor"`
	Count int    `json:"count"`
}

func (s *site) called(what string) int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.calls = append(s.calls, what)
	return len(s.calls)
}

// addRoutes registers operations in the manner of an audience's room.
func (s *site) addRoutes() {
	for _, audience := range audiences {
		api := s.server.API(audience)
		Get(api, "/notes", ledger.SeeStatements, "List", func(_ context.Context, _ ledger.Actor, in *Paging) (Page[string], error) {
			_, _, err := ReadCursor[int](in.Cursor)
			return Page[string]{Items: []string{}}, err
		})
		Get(api, "/notes/{id}", ledger.SeeStatements, "Read", func(_ context.Context, actor ledger.Actor, in *struct {
			ID ledger.ID `path:"id"`
		}) (noteView, error) {
			return noteView{Text: in.ID.String(), Actor: actor.Name}, nil
		})
		Post(api, "/notes/{id}", ledger.SeeStatements, "Write", func(_ context.Context, actor ledger.Actor, in *noteInput) (noteView, error) {
			if in.Body.Text == "fail" {
				return noteView{}, errors.New("secret detail of the inside")
			}
			return noteView{Text: in.Body.Text, Actor: actor.Name, Count: s.called(in.Body.Text)}, nil
		})
		Post(api, "/approvals", ledger.ApproveDocuments, "Approve", func(context.Context, ledger.Actor, *struct{}) (Nothing, error) {
			s.called("approved")
			return Nothing{}, nil
		})
		Get(api, "/panics", SignedIn, "Panic", func(context.Context, ledger.Actor, *struct{}) (Nothing, error) {
			panic("secret detail of the inside")
		})
		Receive(api, "/files", SignedIn, "Receive", func(_ context.Context, _ ledger.Actor, kind string, file Upload) (noteView, error) {
			return noteView{Text: kind + " " + file.Name, Count: len(file.Body)}, nil
		})
	}
}

// browser is one person's browser: its cookies, and the token its page was given.
type browser struct {
	*site
	client http.Client
	csrf   string
}

func (s *site) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &browser{site: s, client: http.Client{Jar: jar}}
}

// answer is a response read whole.
type answer struct {
	status  int
	header  http.Header
	body    string
	problem Problem
	at      string // where redirects led
}

func (b *browser) do(method, path, body string, headers ...string) answer {
	b.t.Helper()
	address := path
	if strings.HasPrefix(path, "/") {
		address = b.base + path
	}
	request, err := http.NewRequestWithContext(b.t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if b.csrf != "" && method != http.MethodGet {
		request.Header.Set("X-CSRF-Token", b.csrf)
	}
	for i := 0; i < len(headers); i += 2 {
		switch {
		case headers[i] == "Host":
			request.Host = headers[i+1]
		case headers[i+1] == "":
			request.Header.Del(headers[i])
		default:
			request.Header.Set(headers[i], headers[i+1])
		}
	}
	response, err := b.client.Do(request)
	if err != nil {
		b.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatalf("%s %s: %v", method, path, err)
	}
	out := answer{status: response.StatusCode, header: response.Header, body: string(text), at: response.Request.URL.RequestURI()}
	if strings.HasPrefix(response.Header.Get("Content-Type"), "application/problem+json") {
		if err := json.Unmarshal(text, &out.problem); err != nil {
			b.t.Fatalf("%s %s: the problem is no JSON: %s", method, path, text)
		}
	}
	return out
}

func (b *browser) get(path string, headers ...string) answer {
	b.t.Helper()
	return b.do(http.MethodGet, path, "", headers...)
}

var sealed = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// signIn walks through the provider's page as a person does, and reads the session as the page does.
func (s *site) signIn(audience ledger.Audience, subject string) *browser {
	s.t.Helper()
	b := s.browser()
	if got := b.walkIn(audience, subject, ""); got.status != http.StatusServiceUnavailable { // the pages are not built here
		s.t.Fatalf("signing in as %s ended with %d: %s", subject, got.status, got.body)
	}
	b.readToken(audience)
	return b
}

// walkIn goes to the login address and chooses a person on the provider's page.
func (b *browser) walkIn(audience ledger.Audience, subject, next string) answer {
	b.t.Helper()
	return b.choose(audience, subject, b.get("/auth/"+string(audience)+"/login?next="+url.QueryEscape(next)))
}

// choose chooses a person on the provider's page.
func (b *browser) choose(audience ledger.Audience, subject string, page answer) answer {
	b.t.Helper()
	form := url.Values{"person": {subject}}
	for _, field := range sealed.FindAllStringSubmatch(page.body, -1) {
		form.Set(field[1], strings.NewReplacer("&#43;", "+", "&amp;", "&", "&#34;", `"`).Replace(field[2]))
	}
	target := map[ledger.Audience]string{ledger.Portal: "/idp/customers/sign-in", ledger.Backoffice: "/idp/staff/sign-in"}[audience]
	return b.do(http.MethodPost, target, form.Encode(), "Content-Type", "application/x-www-form-urlencoded", "Origin", b.base, "Accept", "text/html")
}

func (b *browser) readToken(audience ledger.Audience) SessionView {
	b.t.Helper()
	got := b.get(apiPrefix(audience) + "/session")
	var view SessionView
	if err := json.Unmarshal([]byte(got.body), &view); err != nil || got.status != http.StatusOK {
		b.t.Fatalf("reading the session: %d %s", got.status, got.body)
	}
	b.csrf = view.CSRFToken
	return view
}

// refused fails unless the answer is a problem with this status and type.
func (a answer) refused(t *testing.T, status int, slug string) {
	t.Helper()
	if a.status != status || a.problem.Type != "/problems/"+slug || a.problem.Status != status || a.problem.RequestID == "" || a.problem.Detail == "" {
		t.Errorf("got %d %s, want %d %s", a.status, a.body, status, slug)
	}
}
