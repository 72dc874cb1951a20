package identity_test

import (
	"bufio"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"hefu/ledger/identity"
)

const peerSecret = "a secret with / and +"

// peer starts an identity provider that we did not write and returns its issuer.
// Without Node.js the test fails: agreeing with ourselves alone proves little.
func peer(t *testing.T) string {
	t.Helper()
	dir := filepath.Join("testdata", "oidcprovider")
	if _, err := os.Stat(filepath.Join(dir, "node_modules", ".package-lock.json")); err != nil {
		install := exec.CommandContext(t.Context(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
		install.Dir = dir
		if out, err := install.CombinedOutput(); err != nil {
			t.Fatalf("npm ci: %v\n%s", err, out)
		}
	}
	node := exec.CommandContext(t.Context(), "node", "server.mjs", redirect)
	node.Dir = dir
	stdin, err := node.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := node.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := node.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = stdin.Close() // which ends it
		_ = node.Wait()
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	issuer, ok := strings.CutPrefix(strings.TrimSpace(line), "issuer ")
	if err != nil || !ok {
		t.Fatalf("the provider said %q, %v", line, err)
	}
	return issuer
}

// person is a browser with somebody in front of it.
type person struct {
	t *testing.T
	c *http.Client
}

func newPerson(t *testing.T) person {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return person{t, &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), redirect) {
			return http.ErrUseLastResponse // the application's own door
		}
		return nil
	}}}
}

var (
	action = regexp.MustCompile(`<form[^>]* action="([^"]+)"`)
	abort  = regexp.MustCompile(`href="([^"]+/abort)"`)
)

// signsIn walks from the login URL through the provider's pages to the answer, and
// tells the provider's time then. cancels leaves at the first page.
func (p person) signsIn(login identity.Login, name string, cancels bool) (identity.Callback, time.Time) {
	p.t.Helper()
	resp, err := p.c.Get(login.URL)
	for range 4 {
		if err != nil {
			p.t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if to := resp.Header.Get("Location"); strings.HasPrefix(to, redirect+"?") {
			return p.answer(to), date(p.t, resp)
		}
		form := action.FindSubmatch(body)
		leave := abort.FindSubmatch(body)
		if form == nil || leave == nil {
			p.t.Fatalf("%d %s", resp.StatusCode, body)
		}
		step := url.Values{"prompt": {"consent"}}
		if strings.Contains(string(body), `name="password"`) {
			step = url.Values{"prompt": {"login"}, "login": {name}, "password": {"any"}}
		}
		if cancels {
			resp, err = p.c.Get(p.at(resp, leave[1]))
		} else {
			resp, err = p.c.PostForm(p.at(resp, form[1]), step)
		}
	}
	p.t.Fatal("the provider's pages do not end")
	return identity.Callback{}, time.Time{}
}

func (p person) at(page *http.Response, ref []byte) string {
	u, err := page.Request.URL.Parse(string(ref))
	if err != nil {
		p.t.Fatal(err)
	}
	return u.String()
}

func (p person) answer(to string) identity.Callback {
	u, err := url.Parse(to)
	if err != nil {
		p.t.Fatal(err)
	}
	c, err := identity.ParseCallback(u.Query())
	if err != nil {
		p.t.Fatal(err)
	}
	return c
}

// date is the provider's clock, which its tokens go by.
func date(t *testing.T, resp *http.Response) time.Time {
	at, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		t.Fatal(err)
	}
	return at
}
