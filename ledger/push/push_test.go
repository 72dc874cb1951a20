package push

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// answering is a server of ours that gives one answer and keeps what it was asked.
func answering(t *testing.T, status int, body string) (address string, asked func() (*http.Request, string)) {
	t.Helper()
	var request *http.Request
	var said string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		request, said = r, string(text)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return server.URL, func() (*http.Request, string) { return request, said }
}

// The vector that the libraries of the Standard Webhooks convention are tested with.
func TestAWebhookIsSignedAsTheConventionSays(t *testing.T) {
	got, err := Sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`))
	if err != nil || got != "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" {
		t.Errorf("signature %s, %v", got, err)
	}
}

// The example of the provider's documentation of its signature.
func TestTheShortMessageProvidersSignature(t *testing.T) {
	body := []byte(`{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}`)
	got := tc3("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE", "cvm", "cvm.tencentcloudapi.com", time.Unix(1551113065, 0), body)
	const want = "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, " +
		"Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAWebhooksAnswerDecides(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]struct{ taken, permanent bool }{
		200: {taken: true}, 204: {taken: true}, 301: {}, 400: {}, 404: {}, 410: {permanent: true}, 429: {}, 500: {}, 503: {},
	} {
		address, asked := answering(t, status, "")
		w := Webhook{Address: address, Secret: NewSecret(), ID: "msg-1", At: time.Unix(1700000000, 0), Body: []byte(`{"type":"statement.issued"}`)}
		_, err := NewClient(true).Webhook(t.Context(), w)
		var failed *Error
		if errors.As(err, &failed) == want.taken || (failed != nil && failed.Permanent != want.permanent) {
			t.Errorf("%d came out as %v", status, err)
		}
		request, said := asked()
		expected, _ := Sign(w.Secret, "msg-1", w.At, []byte(said))
		if request.Header.Get("webhook-signature") != expected || request.Header.Get("webhook-id") != "msg-1" || request.Header.Get("webhook-timestamp") != "1700000000" {
			t.Errorf("signed with %v", request.Header)
		}
	}
}

func TestOurOwnNetworkIsNotCalled(t *testing.T) {
	t.Parallel()
	address, asked := answering(t, 200, "")
	c := NewClient(false)
	_, err := c.Webhook(t.Context(), Webhook{Address: address, Secret: NewSecret(), ID: "msg-1", At: time.Unix(1700000000, 0)})
	var failed *Error
	if !errors.As(err, &failed) || !failed.Permanent {
		t.Errorf("a server on this machine came out as %v", err)
	}
	if request, _ := asked(); request != nil {
		t.Error("it was called all the same")
	}
	for _, text := range []string{"", "x", "http://example.com/", "https://localhost/", "https://127.0.0.1/", "https://[::1]/", "https://10.1.2.3/", "https://192.168.0.9/", "https://169.254.169.254/latest",
		"https://100.64.0.1/", "https://[fd00::1]/", "https://[::ffff:127.0.0.1]/", "https://0.0.0.0/", "https://a:b@example.com/", "https://intranet/", "https://example.com/#x", "ftp://example.com/"} {
		if c.CheckAddress(text) == nil {
			t.Errorf("%q is accepted", text)
		}
	}
	if err := c.CheckAddress("https://erp.example.com/hooks?x=1"); err != nil {
		t.Error(err)
	}
	for _, text := range []string{"64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1", "255.255.255.255", "fe80::1", "192.0.2.1"} {
		if public(netip.MustParseAddr(text).Unmap()) {
			t.Errorf("%s counts as public", text)
		}
	}
}

func TestAGroupRobotsAnswerDecides(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]struct{ taken, permanent bool }{
		`{"errcode":0,"errmsg":"ok"}`:                      {taken: true},
		`{"errcode":93000,"errmsg":"invalid webhook url"}`: {permanent: true},
		`{"errcode":45009,"errmsg":"api freq out"}`:        {},
		`<html>`: {},
		`{}`:     {},
	} {
		address, asked := answering(t, 200, answer)
		_, err := NewClient(true).WeCom(t.Context(), address+"/cgi-bin/webhook/send?key=k", strings.Repeat("对", 2000))
		var failed *Error
		if errors.As(err, &failed) == want.taken || (failed != nil && failed.Permanent != want.permanent) {
			t.Errorf("%s came out as %v", answer, err)
		}
		_, said := asked()
		var form struct {
			Msgtype  string
			Markdown struct{ Content string }
		}
		if json.Unmarshal([]byte(said), &form) != nil || form.Msgtype != "markdown" || len(form.Markdown.Content) > maxMarkdown || !strings.HasSuffix(form.Markdown.Content, "对…") {
			t.Errorf("it was asked %.80s", said)
		}
	}
	c := NewClient(false)
	if c.CheckWeCom("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a") != nil || c.CheckWeCom("https://evil.example.com/cgi-bin/webhook/send?key=a") == nil {
		t.Error("the wrong robots are accepted")
	}
}

func TestAShortMessagesAnswerDecides(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]struct{ taken, permanent bool }{
		`{"Response":{"SendStatusSet":[{"SerialNo":"5000:1","PhoneNumber":"+8613800000000","Code":"Ok","Message":"send success"}],"RequestId":"r"}}`: {taken: true},
		`{"Response":{"SendStatusSet":[{"SerialNo":"","Code":"FailedOperation.TemplateIncorrectOrUnapproved","Message":"no"}]}}`:                     {permanent: true},
		`{"Response":{"SendStatusSet":[{"SerialNo":"","Code":"LimitExceeded.PhoneNumberOneHourLimit","Message":"later"}]}}`:                          {},
		`{"Response":{"Error":{"Code":"AuthFailure.SignatureFailure","Message":"no"},"RequestId":"r"}}`:                                              {permanent: true},
		`{"Response":{"Error":{"Code":"InternalError","Message":"later"}}}`:                                                                          {},
	} {
		address, asked := answering(t, 200, answer)
		provider := &Tencent{Client: NewClient(true), Endpoint: address, SecretID: "AKIDtest", SecretKey: "key", AppID: "1400006666", SignName: "华东精密", Now: func() time.Time { return time.Unix(1700000000, 0) }}
		_, err := provider.SendShort(t.Context(), ShortMessage{ID: "d-1", To: "+8613800000000", Template: "1110", Params: []string{"ST-2026-000001", "11-25"}})
		var failed *Error
		if errors.As(err, &failed) == want.taken || (failed != nil && failed.Permanent != want.permanent) {
			t.Errorf("%s came out as %v", answer, err)
		}
		request, said := asked()
		if request.Header.Get("X-Tc-Action") != "SendSms" || request.Header.Get("X-Tc-Version") != "2021-01-11" || request.Header.Get("X-Tc-Timestamp") != "1700000000" ||
			request.Header.Get("Authorization") != tc3("AKIDtest", "key", "sms", request.Host, time.Unix(1700000000, 0), []byte(said)) {
			t.Errorf("it was asked with %v", request.Header)
		}
		const body = `{"PhoneNumberSet":["+8613800000000"],"SmsSdkAppId":"1400006666","SignName":"华东精密","TemplateId":"1110","TemplateParamSet":["ST-2026-000001","11-25"],"SessionContext":"d-1"}`
		if said != body {
			t.Errorf("it was asked %s", said)
		}
	}
}

func TestTelephoneNumbersOfMobiles(t *testing.T) {
	for text, want := range map[string]string{"138 0000 0000": "+8613800000000", "+86 138-0000-0000": "+8613800000000", "+44 (20) 7946 0000": "+442079460000",
		"021-6888 0000": "", "": "", "call me": "", "12345678901": ""} {
		if got := E164(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
