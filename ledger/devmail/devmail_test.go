package devmail_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"hefu/ledger/devmail"
	"hefu/ledger/ledgertest"
	"hefu/ledger/mail"
)

func read(t *testing.T, server *httptest.Server, path string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := server.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(text)
}

func TestCaughtMailsAreShownWithoutScripts(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	outbox := devmail.Open(b.DB)
	server := httptest.NewServer(outbox.Handler("/dev/outbox"))
	t.Cleanup(server.Close)
	if _, page := read(t, server, "/dev/outbox"); !strings.Contains(page, "No mail yet") {
		t.Errorf("an empty outbox says %s", page)
	}
	outcomes := outbox.Send(t.Context(), []mail.Message{
		{ID: "one@hefu.test", To: "wang@example.test", ToName: "王", Subject: "十月<b>对账单</b>", Text: "请打开 https://portal.example.test/p/l/abc 谢谢", HTML: `<html><head></head><body><script>alert(1)</script>"x"</body></html>`,
			Locale: "zh-CN", Date: time.Unix(1700000000, 0)},
		{ID: "two@hefu.test", To: "gone@example.invalid", Subject: "x", Locale: "en"},
	})
	if outcomes[0] != nil || outcomes[1] == nil || !mail.AsError(outcomes[1]).Permanent {
		t.Fatalf("outcomes %v", outcomes)
	}
	answer, list := read(t, server, "/dev/outbox?q=WANG")
	_, rest, found := strings.Cut(list, `href="/dev/outbox/`)
	if !found || strings.Contains(list, "<b>对账单") || !strings.Contains(answer.Header.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Fatalf("the list is %s", list)
	}
	if _, page := read(t, server, "/dev/outbox/"+rest[:36]); strings.Contains(page, "<script>") || !strings.Contains(page, `href="https://portal.example.test/p/l/abc"`) ||
		!strings.Contains(page, `sandbox="allow-top-navigation-by-user-activation"`) || !strings.Contains(page, "&lt;base target=&#34;_top&#34;&gt;") {
		t.Errorf("the mail is %s", page)
	}
	for _, path := range []string{"/dev/outbox/x", "/dev/outbox/01a201d0-32f3-7f98-ad59-06b15d1f9bfc"} {
		if answer, _ := read(t, server, path); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s answers %d", path, answer.StatusCode)
		}
	}
	if _, page := read(t, server, "/dev/outbox?q=nobody"); strings.Contains(page, "wang@") {
		t.Error("the search shows everything")
	}
}
