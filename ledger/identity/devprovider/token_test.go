package devprovider_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"hefu/ledger/identity"
)

// trade asks the token endpoint with the login's own parameters after a change.
func (s *stage) trade(b browser, login identity.Login, code string, change func(url.Values), header ...string) (int, map[string]any) {
	s.t.Helper()
	form := url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {redirect}, "code_verifier": {login.Verifier},
		"client_id": {clientID}, "client_secret": {secret},
	}
	if change != nil {
		change(form)
	}
	resp, body := b.send(http.MethodPost, s.issuer+"/token", form, header...)
	var answer map[string]any
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		s.t.Fatalf("%d %s", resp.StatusCode, body)
	}
	return resp.StatusCode, answer
}

func TestTokenRequestsThatAreRefused(t *testing.T) {
	s, b := newStage(t), newBrowser(t)
	set := func(name, value string) func(url.Values) { return func(f url.Values) { f.Set(name, value) } }
	for name, c := range map[string]struct {
		change func(url.Values)
		header []string
		want   string
	}{
		"wrong verifier":     {set("code_verifier", strings.Repeat("a", 43)), nil, "invalid_grant"},
		"no verifier":        {set("code_verifier", ""), nil, "invalid_grant"},
		"another redirect":   {set("redirect_uri", redirect+"2"), nil, "invalid_grant"},
		"another code":       {set("code", "x"), nil, "invalid_grant"},
		"wrong secret":       {set("client_secret", "x"), nil, "invalid_client"},
		"no secret":          {set("client_secret", ""), nil, "invalid_client"},
		"unknown client":     {set("client_id", "x"), nil, "invalid_client"},
		"secret given twice": {nil, []string{"Authorization", "Basic aGVmdS1jb25zb2xlOnMzY3JldCt3aXRoK3NwYWNl"}, "invalid_client"},
		"a code of another client": {func(f url.Values) {
			f.Set("client_id", "another")
			f.Set("client_secret", "another secret")
		}, nil, "invalid_grant"},
		"refresh":           {set("grant_type", "refresh_token"), nil, "unsupported_grant_type"},
		"a parameter twice": {func(f url.Values) { f.Add("code", "x") }, nil, "invalid_request"},
		"JSON":              {nil, []string{"Content-Type", "application/json"}, "invalid_request"},
		"too long":          {set("padding", strings.Repeat("x", 70<<10)), nil, "invalid_request"},
		"nothing wrong":     {nil, nil, ""},
	} {
		login := s.begin(identity.BeginOptions{})
		status, answer := s.trade(b, login, s.clicks(b, login, "li").Code, c.change, c.header...)
		if got, _ := answer["error"].(string); got != c.want || (c.want == "") != (status == http.StatusOK) {
			t.Errorf("%s: %d %v, want %q", name, status, answer, c.want)
		}
	}
}

func TestCodesWorkOnceAndForAMinute(t *testing.T) {
	s, b := newStage(t), newBrowser(t)
	login := s.begin(identity.BeginOptions{})
	code := s.clicks(b, login, "li").Code
	s.now = s.now.Add(59 * time.Second)
	status, first := s.trade(b, login, code, nil)
	if status != http.StatusOK {
		t.Fatalf("%d %v", status, first)
	}
	bearer := func(token any) int {
		resp, _ := b.get(s.issuer+"/userinfo", "Authorization", "Bearer "+token.(string))
		return resp.StatusCode
	}
	if got := bearer(first["access_token"]); got != http.StatusOK {
		t.Errorf("userinfo: %d", got)
	}
	if got := bearer(first["id_token"]); got != http.StatusUnauthorized {
		t.Errorf("userinfo with an ID token: %d", got)
	}
	if status, again := s.trade(b, login, code, nil); status != http.StatusBadRequest {
		t.Errorf("the code a second time: %d %v", status, again)
	}
	if got := bearer(first["access_token"]); got != http.StatusUnauthorized {
		t.Errorf("userinfo after the code was stolen: %d", got)
	}

	login = s.begin(identity.BeginOptions{})
	code = s.clicks(b, login, "li").Code
	if status, _ = s.trade(b, login, code, func(f url.Values) { f.Set("code_verifier", strings.Repeat("a", 43)) }); status != http.StatusBadRequest {
		t.Errorf("wrong verifier: %d", status)
	}
	if status, _ = s.trade(b, login, code, nil); status != http.StatusBadRequest {
		t.Errorf("a code presented wrongly can be tried again: %d", status)
	}

	login = s.begin(identity.BeginOptions{})
	code = s.clicks(b, login, "li").Code
	s.now = s.now.Add(time.Minute)
	if status, _ = s.trade(b, login, code, nil); status != http.StatusBadRequest {
		t.Errorf("after a minute: %d", status)
	}
}

func TestAccessTokensLapse(t *testing.T) {
	s, b := newStage(t), newBrowser(t)
	login := s.begin(identity.BeginOptions{})
	_, got := s.trade(b, login, s.clicks(b, login, "li").Code, nil)
	s.now = s.now.Add(5 * time.Minute)
	resp, _ := b.get(s.issuer+"/userinfo", "Authorization", "Bearer "+got["access_token"].(string))
	if resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("userinfo: %d", resp.StatusCode)
	}
}
