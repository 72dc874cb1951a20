package devprovider_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"hefu/ledger/identity"
	"hefu/ledger/identity/devprovider"
)

func TestSignInByClickAndByPassword(t *testing.T) {
	for name, fields := range map[string][]string{
		"click":    {"person", "li"},
		"password": {"email", " Li.Qiang@hefu.example ", "password", "correct horse"},
	} {
		t.Run(name, func(t *testing.T) {
			s, b := newStage(t), newBrowser(t)
			login := s.begin(identity.BeginOptions{Prompt: "login", MaxAge: identity.Fresh, Locale: "zh-CN"})
			resp, _ := b.send(http.MethodPost, s.issuer+"/sign-in", b.form(login.URL, fields...))
			who, err := s.party.Complete(t.Context(), s.now, login, b.answer(resp))
			if err != nil {
				t.Fatal(err)
			}
			hint := who.IDTokenHint
			want := identity.Person{
				Issuer: s.issuer, Subject: "li", Email: "li.qiang@hefu.example", EmailVerified: true,
				Name: "李强", Locale: "zh-CN", AuthTime: s.now, IDTokenHint: hint,
			}
			if who != want || hint == "" {
				t.Errorf("signed in as %+v, want %+v", who, want)
			}
		})
	}
}

func TestWrongPasswordsAreRefusedAndThenThrottled(t *testing.T) {
	s, b := newStage(t), newBrowser(t)
	login := s.begin(identity.BeginOptions{})
	try := func(email, password string) int {
		resp, body := b.send(http.MethodPost, s.issuer+"/sign-in", b.form(login.URL, "email", email, "password", password))
		if resp.StatusCode == http.StatusTooManyRequests && resp.Header.Get("Retry-After") == "" {
			t.Error("429 without Retry-After")
		}
		if resp.StatusCode != http.StatusSeeOther && !strings.Contains(body, `role="alert"`) {
			t.Error("the page does not say what went wrong")
		}
		return resp.StatusCode
	}
	for _, refused := range [][2]string{
		{"li.qiang@hefu.example", "wrong"}, {"li.qiang@hefu.example", ""},
		{"li.qiang@hefu.example", "correct horse" + strings.Repeat("\x00", 60)},
		{"wang.fang@hefu.example", "correct horse"}, {"nobody@hefu.example", "correct horse"}, {"", ""},
	} {
		if got := try(refused[0], refused[1]); got != http.StatusUnauthorized {
			t.Errorf("%q/%q: %d", refused[0], refused[1], got)
		}
	}
	for range 3 {
		try("LI.qiang@hefu.example", "wrong")
	}
	if got := try("li.qiang@hefu.example", "correct horse"); got != http.StatusTooManyRequests {
		t.Errorf("after five wrong ones the right one gives %d", got)
	}
	s.now = s.now.Add(5 * time.Minute)
	if got := try("li.qiang@hefu.example", "correct horse"); got != http.StatusSeeOther {
		t.Errorf("after the wait the right one gives %d", got)
	}
}

func TestThrottleForgetsWhoKnewThePasswordAndBoundsAllTogether(t *testing.T) {
	s, b := newStage(t), newBrowser(t)
	fields := b.form(s.begin(identity.BeginOptions{}).URL, "password", "wrong")
	try := func(email, password string) int {
		fields.Set("email", email)
		fields.Set("password", password)
		resp, _ := b.send(http.MethodPost, s.issuer+"/sign-in", fields)
		return resp.StatusCode
	}
	for range 3 {
		for range 4 {
			try("li.qiang@hefu.example", "wrong")
		}
		if got := try("li.qiang@hefu.example", "correct horse"); got != http.StatusSeeOther {
			t.Fatalf("right after four wrong: %d", got)
		}
	}
	for i := range 30 {
		if got := try(fmt.Sprintf("guess%d@hefu.example", i), "wrong"); got != http.StatusUnauthorized {
			t.Fatalf("guess %d: %d", i, got)
		}
	}
	if got := try("li.qiang@hefu.example", "correct horse"); got != http.StatusTooManyRequests {
		t.Errorf("after thirty wrong ones over all: %d", got)
	}
}

func TestLongPasswordsAreNotCut(t *testing.T) {
	long := strings.Repeat("p", 72)
	hash, err := bcrypt.GenerateFromPassword([]byte(long), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	s, b := newStage(t, func(c *devprovider.Config) {
		c.People = func(context.Context) ([]devprovider.Person, error) {
			return []devprovider.Person{{Subject: "x", Email: "x@hefu.example", PasswordHash: hash}}, nil
		}
	}), newBrowser(t)
	page := s.begin(identity.BeginOptions{}).URL
	for password, want := range map[string]int{long + "q": http.StatusUnauthorized, long: http.StatusSeeOther} {
		fields := b.form(page, "email", "x@hefu.example", "password", password)
		if resp, _ := b.send(http.MethodPost, s.issuer+"/sign-in", fields); resp.StatusCode != want {
			t.Errorf("%d bytes: %d, want %d", len(password), resp.StatusCode, want)
		}
	}
}

func TestSignInFormsOfOthersAreRefused(t *testing.T) {
	s, b := newStage(t), newBrowser(t)
	page := s.begin(identity.BeginOptions{}).URL
	to := s.issuer + "/sign-in"
	for name, c := range map[string]struct {
		by     browser
		fields []string
		header []string
		want   int
	}{
		"another browser":      {newBrowser(t), nil, nil, 403},
		"another site, Origin": {b, nil, []string{"Origin", "https://evil.example"}, 403},
		"opaque Origin":        {b, nil, []string{"Origin", "null"}, 403},
		"another site, Fetch":  {b, nil, []string{"Sec-Fetch-Site", "cross-site"}, 403},
		"no token":             {b, []string{"form", ""}, nil, 403},
		"token altered":        {b, []string{"form", "9999999999.AAAA"}, nil, 403},
		"another request":      {b, []string{"request", strings.Replace(strings.SplitN(page, "?", 2)[1], "state=", "state=x", 1)}, nil, 403},
		"another redirect":     {b, []string{"request", "client_id=" + clientID + "&redirect_uri=https://evil.example/"}, nil, 400},
		"not a form":           {b, nil, []string{"Content-Type", "application/json"}, 400},
		"nobody of the list":   {b, []string{"person", "boss"}, nil, 401},
		"the honest form":      {b, nil, nil, 303},
	} {
		fields := b.form(page, append([]string{"person", "li"}, c.fields...)...)
		if resp, _ := c.by.send(http.MethodPost, to, fields, c.header...); resp.StatusCode != c.want {
			t.Errorf("%s: %d, want %d", name, resp.StatusCode, c.want)
		}
	}
	fields := b.form(page, "person", "li")
	s.now = s.now.Add(16 * time.Minute)
	if resp, _ := b.send(http.MethodPost, to, fields); resp.StatusCode != 403 {
		t.Errorf("a page left open: %d", resp.StatusCode)
	}
	if resp, _ := b.get(to); resp.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("signing in by GET: %d", resp.StatusCode)
	}
}

func TestCancelIsADenial(t *testing.T) {
	s, b := newStage(t), newBrowser(t)
	login := s.begin(identity.BeginOptions{})
	resp, _ := b.send(http.MethodPost, s.issuer+"/sign-in", b.form(login.URL, "cancel", "1"))
	if _, err := s.party.Complete(t.Context(), s.now, login, b.answer(resp)); !errors.Is(err, identity.ErrDenied) {
		t.Errorf("Complete: %v", err)
	}
	login = s.begin(identity.BeginOptions{Prompt: "none"})
	resp, _ = b.get(login.URL)
	if _, err := s.party.Complete(t.Context(), s.now, login, b.answer(resp)); !errors.Is(err, identity.ErrInteractionRequired) {
		t.Errorf("prompt=none: %v", err)
	}
}

func TestPeopleThatCannotBeRead(t *testing.T) {
	s := newStage(t, func(c *devprovider.Config) {
		c.People = func(context.Context) ([]devprovider.Person, error) {
			return nil, errors.New("database secret-host is down")
		}
	})
	resp, body := newBrowser(t).get(s.begin(identity.BeginOptions{}).URL)
	if resp.StatusCode != http.StatusServiceUnavailable || strings.Contains(body, "secret-host") {
		t.Errorf("%d %s", resp.StatusCode, body)
	}
}
