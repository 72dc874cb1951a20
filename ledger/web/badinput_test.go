package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"hefu/ledger"
)

func TestBadJSONIsRefused(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	b := s.signIn(ledger.Portal, "cny-viewer")
	deep := strings.Repeat("[", 33) + strings.Repeat("]", 33)
	for name, c := range map[string]struct {
		body   string
		status int
		field  string
	}{
		"trailing bytes":      {`{"amount":"1","text":"x"} {}`, 400, ""},
		"no JSON":             {`amount=1`, 400, ""},
		"half":                {`{"amount":"1",`, 400, ""},
		"single quotes":       {`{'amount':'1'}`, 400, ""},
		"duplicate":           {`{"amount":"1","text":"x","amount":"2"}`, 400, "amount"},
		"duplicate, escaped":  {`{"amount":"1","text":"x","\u0061mount":"2"}`, 400, "amount"},
		"too deep":            {`{"amount":"1","text":"x","deep":` + deep + `}`, 400, ""},
		"NUL":                 {`{"amount":"1","text":"a\u0000b"}`, 400, ""},
		"lone surrogate":      {`{"amount":"1","text":"\ud800"}`, 400, ""},
		"reversed surrogates": {`{"amount":"1","text":"\udc00\ud800"}`, 400, ""},
		"control character":   {"{\"amount\":\"1\",\"text\":\"a\x01b\"}", 400, ""},
		"not UTF-8":           {"{\"amount\":\"1\",\"text\":\"\xff\"}", 400, ""},
		"byte order mark":     {"\ufeff{\"amount\":\"1\",\"text\":\"x\"}", 400, ""},
		"leading zero":        {`{"amount":"1","text":"x","lines":[01]}`, 400, ""},
		"unknown field":       {`{"amount":"1","text":"x","status":"agreed"}`, 422, "status"},
		"wrong case":          {`{"Amount":"1","text":"x"}`, 422, "Amount"},
		"missing":             {`{"text":"x"}`, 422, "amount"},
		"amount as a number":  {`{"amount":1,"text":"x"}`, 422, "amount"},
		"amount 1e3":          {`{"amount":"1e3","text":"x"}`, 422, "amount"},
		"amount +1":           {`{"amount":"+1","text":"x"}`, 422, "amount"},
		"amount .5":           {`{"amount":".5","text":"x"}`, 422, "amount"},
		"amount 5.":           {`{"amount":"5.","text":"x"}`, 422, "amount"},
		"amount 1,000":        {`{"amount":"1,000","text":"x"}`, 422, "amount"},
		"amount, full width":  {`{"amount":"１２","text":"x"}`, 422, "amount"},
		"amount, 41 digits":   {`{"amount":"` + strings.Repeat("9", 41) + `","text":"x"}`, 422, "amount"},
		"text as a number":    {`{"amount":"1","text":1}`, 422, "text"},
		"text too long":       {`{"amount":"1","text":"` + strings.Repeat("长", 21) + `"}`, 422, "text"},
		"number as text":      {`{"amount":"1","text":"x","lines":["1"]}`, 422, "lines[0]"},
		"no integer":          {`{"amount":"1","text":"x","lines":[1.5]}`, 422, "lines[0]"},
		"no choice":           {`{"amount":"1","text":"x","state":"gone"}`, 422, "state"},
		"no object":           {`[]`, 422, "body"},
		"null":                {`null`, 422, "body"},
		"nothing":             {``, 400, ""},
	} {
		got := b.do(http.MethodPost, notes, c.body)
		slug := map[int]string{400: "malformed-request", 422: "validation-failed"}[c.status]
		got.refused(t, c.status, slug)
		if c.field != "" && (len(got.problem.Fields) == 0 || got.problem.Fields[0].Field != c.field || got.problem.Fields[0].Message == "") {
			t.Errorf("%s: the fields at fault are %+v, want %s", name, got.problem.Fields, c.field)
		}
		if t.Failed() {
			t.Fatalf("in the case %q", name)
		}
	}
	if got := b.do(http.MethodPost, notes, `{"amount":"-12.3400","text":"㛃龘𠮷 😀\ud83d\ude00\u202e"}`); got.status != http.StatusOK || !strings.Contains(got.body, "㛃龘𠮷 😀😀") {
		t.Errorf("rare characters came back as %d %s", got.status, got.body)
	}
}

func TestBadQueriesAndPathsAreRefused(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	b := s.signIn(ledger.Portal, "cny-viewer")
	list := "/api/portal/v1/notes"
	for path, want := range map[string]struct {
		status int
		slug   string
	}{
		list + "?limit=abc":          {422, "validation-failed"},
		list + "?limit=0":            {422, "validation-failed"},
		list + "?limit=201":          {422, "validation-failed"},
		list + "?limit=1&limit=2":    {400, "malformed-request"},
		list + "?page=2":             {422, "validation-failed"},
		list + "?limit=%zz":          {400, "malformed-request"},
		list + "?cursor=%00":         {400, "malformed-request"},
		list + "?cursor=%ff":         {400, "malformed-request"},
		list + "?cursor=nonsense":    {422, "validation-failed"},
		list + "?cursor=eyJ2Ijo5fQ":  {422, "validation-failed"},
		list + "/1":                  {404, "not-found"},
		list + "/x%2Fy":              {404, "not-found"},
		notes + "/":                  {404, "not-found"},
		strings.ToUpper(notes):       {404, "not-found"},
		"/api/portal/v1/nowhere":     {404, "not-found"},
		"/api/backoffice/v1/notes":   {401, "not-authenticated"},
		"/api/backoffice/v1/nowhere": {401, "not-authenticated"},
		"/api/elsewhere":             {404, "not-found"},
	} {
		got := b.get(path)
		if got.status != want.status || got.problem.Type != "/problems/"+want.slug {
			t.Errorf("%s: got %d %s, want %v", path, got.status, got.body, want)
		}
	}
	b.do(http.MethodDelete, notes, "").refused(t, http.StatusMethodNotAllowed, "method-not-allowed")
	b.do("BREW", notes, "").refused(t, http.StatusMethodNotAllowed, "method-not-allowed")
	if key, found, err := ReadCursor[string](mustCursor(t, "BI-2026-000001")); err != nil || !found || key != "BI-2026-000001" {
		t.Errorf("a cursor came back as %q %v %v", key, found, err)
	}
}

func mustCursor(t *testing.T, key string) string {
	t.Helper()
	text, err := Cursor(key)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestABodyIsRefusedByItsLengthBeforeItIsRead(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	host := strings.TrimPrefix(s.base, "http://")
	for name, c := range map[string]struct {
		path, cookie string
		length, want int
	}{
		"JSON":                 {notes, "hefu_session_portal=x", bodyLimit + 1, 413},
		"a stranger's file":    {"/api/portal/v1/files", "other=x", bodyLimit + 1, 413},
		"a file":               {"/api/portal/v1/files", "hefu_session_portal=x", bodyLimit + 1, 401},
		"a file too large":     {"/api/portal/v1/files", "hefu_session_portal=x", uploadLimit + 1, 413},
		"JSON up to the limit": {notes, "other=x", bodyLimit, 401},
	} {
		head := fmt.Sprintf("POST %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n",
			c.path, host, c.cookie, map[bool]string{true: "application/json", false: "multipart/form-data; boundary=b"}[c.path == notes], c.length)
		body := ""
		if c.want != 413 {
			body = `"` + strings.Repeat("x", c.length-2) + `"`
		}
		if got := s.raw(head + body); got != c.want {
			t.Errorf("%s: got %d, want %d", name, got, c.want)
		}
	}
}

func TestAWriteThatOurPageDidNotMeanIsRefused(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	b := s.signIn(ledger.Portal, "cny-viewer")
	body := `{"amount":"1","text":"x"}`
	for name, headers := range map[string][]string{
		"no token":            {"X-CSRF-Token", ""},
		"another token":       {"X-CSRF-Token", newToken()},
		"foreign origin":      {"Origin", "https://evil.example"},
		"null origin":         {"Origin", "null"},
		"origin's other port": {"Origin", "http://localhost:1"},
		"cross-site":          {"Sec-Fetch-Site", "cross-site"},
		"same-site":           {"Sec-Fetch-Site", "same-site"},
	} {
		got := b.do(http.MethodPost, notes, body, headers...)
		if got.status != http.StatusForbidden || got.problem.Type != "/problems/csrf-failed" {
			t.Errorf("%s: got %d %s", name, got.status, got.body)
		}
	}
	if len(s.calls) > 0 {
		t.Error("a refused write reached its handler")
	}
	if got := b.do(http.MethodPost, notes, body, "Origin", s.base, "Sec-Fetch-Site", "same-origin"); got.status != http.StatusOK {
		t.Errorf("our own page got %d %s", got.status, got.body)
	}
}

func TestEveryAnswerCarriesTheSecurityHeaders(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	b := s.browser()
	for _, path := range []string{"/", "/p", "/healthz", "/assets/none.js", "/api/portal/v1/session", "/auth/portal/callback", "/openapi.json", "/plain.css"} {
		got := b.get(path)
		if !strings.Contains(got.header.Get("Content-Security-Policy"), "default-src 'none'") || strings.Contains(got.header.Get("Content-Security-Policy"), "unsafe") ||
			got.header.Get("X-Content-Type-Options") != "nosniff" || got.header.Get("X-Frame-Options") != "DENY" || got.header.Get("X-Request-Id") == "" || got.header.Get("Server") != "" {
			t.Errorf("%s: headers are %v", path, got.header)
		}
	}
	if policies := b.get("/idp/staff/authorize").header.Values("Content-Security-Policy"); len(policies) != 1 {
		t.Errorf("the development provider's page has the policies %q", policies)
	}
}
