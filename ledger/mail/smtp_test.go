package mail_test

import (
	"mime"
	"net"
	"strings"
	"testing"
	"time"

	"hefu/ledger/mail"
	"hefu/ledger/mail/mailtest"
)

func message(id, to string) mail.Message {
	return mail.Message{ID: id, To: to, ToName: "王会计", Subject: "十月对账单", Text: "请核对。", HTML: "<p>请核对。</p>", Locale: "zh-CN", Date: time.Unix(1700000000, 0).UTC()}
}

func sender(t *testing.T, config mail.SMTP) mail.Sender {
	t.Helper()
	s, err := mail.NewSMTP(config)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAMailArrivesAsItWasWritten(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]struct {
		server   mailtest.Options
		security mail.Security
	}{
		"in the clear":            {mailtest.Options{}, mail.None},
		"in the clear, signed in": {mailtest.Options{Password: "geheim"}, mail.None},
		"STARTTLS, signed in":     {mailtest.Options{TLS: true, Password: "geheim"}, mail.StartTLS},
		"TLS":                     {mailtest.Options{Implicit: true}, mail.TLS},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := mailtest.Open(t, options.server)
			if err := sender(t, server.Config(options.security)).Send(t.Context(), []mail.Message{message("one@hefu.test", "wang@example.test")})[0]; err != nil {
				t.Fatal(err)
			}
			got := server.Mails()[0]
			subject, _ := new(mime.WordDecoder).DecodeHeader(got.Header("Subject"))
			if got.Header("Message-ID") != "<one@hefu.test>" || subject != "十月对账单" || got.To != "wang@example.test" || got.Header("Auto-Submitted") != "auto-generated" {
				t.Errorf("it arrived as %s", got.Raw)
			}
			if !strings.Contains(got.Raw, "multipart/alternative") {
				t.Error("it has one form only")
			}
		})
	}
}

func TestWhatIsRefusedForGoodIsToldFromWhatMayPass(t *testing.T) {
	t.Parallel()
	held := make(chan struct{})
	t.Cleanup(func() { close(held) })
	for name, c := range map[string]struct {
		behavior             mailtest.Behavior
		permanent, uncertain bool
	}{
		"unknown mailbox":       {behavior: mailtest.Behavior{Refuse: 550}, permanent: true},
		"mailbox full":          {behavior: mailtest.Behavior{Refuse: 452}},
		"greylisted":            {behavior: mailtest.Behavior{Refuse: 451}},
		"content refused":       {behavior: mailtest.Behavior{RefuseData: 554}, permanent: true},
		"content later":         {behavior: mailtest.Behavior{RefuseData: 451}},
		"cut before the answer": {behavior: mailtest.Behavior{CutAfter: true}, uncertain: true},
		"no answer in time":     {behavior: mailtest.Behavior{Hold: held}, uncertain: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := mailtest.Open(t, mailtest.Options{})
			server.Behave("wang@example.test", c.behavior)
			config := server.Config(mail.None)
			config.Timeout = 500 * time.Millisecond
			results := sender(t, config).Send(t.Context(), []mail.Message{message("one@hefu.test", "wang@example.test")})
			if results[0] == nil {
				t.Fatal("it was taken")
			}
			got := mail.AsError(results[0])
			if got.Permanent != c.permanent || got.Uncertain != c.uncertain || got.Reply == "" {
				t.Errorf("it came out as permanent %v, uncertain %v: %s", got.Permanent, got.Uncertain, got.Reply)
			}
		})
	}
}

func TestOneRefusalDoesNotHoldTheOthers(t *testing.T) {
	t.Parallel()
	server := mailtest.Open(t, mailtest.Options{})
	server.Behave("gone@example.test", mailtest.Behavior{Refuse: 550})
	results := sender(t, server.Config(mail.None)).Send(t.Context(), []mail.Message{
		message("one@hefu.test", "gone@example.test"), message("two@hefu.test", "wang@example.test"), message("three@hefu.test", "not an address")})
	if results[0] == nil || results[1] != nil || results[2] == nil || !mail.AsError(results[2]).Permanent {
		t.Fatalf("outcomes %v", results)
	}
	if mails := server.Mails(); len(mails) != 1 || mails[0].Header("Message-ID") != "<two@hefu.test>" {
		t.Errorf("%d mails arrived", len(mails))
	}
}

func TestAnUnreachableServerIsTemporary(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	_ = listener.Close()
	got := mail.AsError(sender(t, mail.SMTP{Host: "127.0.0.1", Port: port, Security: mail.None, From: "a@hefu.test", Timeout: time.Second}).
		Send(t.Context(), []mail.Message{message("one@hefu.test", "wang@example.test")})[0])
	if got.Permanent || got.Uncertain {
		t.Errorf("it came out as %+v", got)
	}
}

func TestAServerThatOffersNoEncryptionGetsNothing(t *testing.T) {
	t.Parallel()
	server := mailtest.Open(t, mailtest.Options{})
	result := sender(t, server.Config(mail.StartTLS)).Send(t.Context(), []mail.Message{message("one@hefu.test", "wang@example.test")})[0]
	if result == nil || mail.AsError(result).Permanent || len(server.Mails()) != 0 {
		t.Errorf("it came out as %v with %d mails", result, len(server.Mails()))
	}
}

func TestNoTextReachesTheHeaders(t *testing.T) {
	t.Parallel()
	server := mailtest.Open(t, mailtest.Options{})
	evil := message("one@hefu.test", "wang@example.test")
	evil.Subject = "对账单\r\nBcc: thief@example.test\r\n\r\n<script>"
	evil.ToName = "王\r\nX-Evil: 1\u202egnp.exe"
	if err := sender(t, server.Config(mail.None)).Send(t.Context(), []mail.Message{evil})[0]; err != nil {
		t.Fatal(err)
	}
	got := server.Mails()[0]
	if got.Header("Bcc") != "" || got.Header("X-Evil") != "" || strings.Contains(got.Raw, "\r\nBcc:") {
		t.Errorf("a header was slipped in:\n%s", got.Raw)
	}
	decoder := new(mime.WordDecoder)
	if subject, _ := decoder.DecodeHeader(got.Header("Subject")); subject != "对账单 Bcc: thief@example.test <script>" {
		t.Errorf("subject %q", subject)
	}
	if to, _ := decoder.DecodeHeader(got.Header("To")); strings.ContainsRune(to, '\u202e') {
		t.Errorf("recipient %q turns its direction", to)
	}
}
