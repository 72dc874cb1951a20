package web

import (
	"context"
	"crypto/x509"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"mime"
	"mime/multipart"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
	"hefu/ledger/esign"
)

// VerifyPath is the public page that tells whether a signed PDF is still what was signed. It asks for no account and keeps nothing.
const VerifyPath = "/verify"

const (
	verifyLimit   = 10 << 20 // of one file
	verifyRate    = 20       // files a minute from one network address
	verifyAtATime = 4        // files that lie in memory at once; more are asked to come again
)

// Documents finds signed files and says whose certificates are believed.
type Documents interface {
	// Lookup is the file that a printed code leads to; nil when there is none.
	Lookup(ctx context.Context, code string) ([]byte, error)
	Trust(ctx context.Context) (roots []*x509.Certificate, lists []*x509.RevocationList, err error)
}

//go:embed verify.html
var verifyHTML string

var verifyPage = template.Must(template.New("verify").Parse(verifyHTML))

func (s *Server) verification() {
	places := make(chan struct{}, verifyAtATime)
	s.app.Get(VerifyPath, func(c *fiber.Ctx) error { return s.lookUp(c, places) })
	s.app.Post(VerifyPath, func(c *fiber.Ctx) error {
		if s.foreignForm(c) {
			return ledger.E("csrf_failed")
		}
		if err := s.mayVerify(c); err != nil {
			return err
		}
		select {
		case places <- struct{}{}:
			defer func() { <-places }()
		default:
			return ledger.E("too_many_requests")
		}
		file, err := uploaded(c)
		if err != nil {
			return err
		}
		return s.judge(c, file)
	})
}

// lookUp follows a printed code, if there is one, to the file as it stands now. What is no code of ours reads as a file that nobody signed.
func (s *Server) lookUp(c *fiber.Ctx, places chan struct{}) error {
	code := c.Query("f")
	if code == "" || s.options.Documents == nil {
		return s.sendVerification(c, fiber.StatusOK, nil)
	}
	if err := s.mayVerify(c); err != nil {
		return err
	}
	select {
	case places <- struct{}{}:
		defer func() { <-places }()
	default:
		return ledger.E("too_many_requests")
	}
	file, err := s.options.Documents.Lookup(c.UserContext(), code)
	if err != nil {
		return err
	}
	return s.judge(c, file)
}

// judge says what is to be said of a file: the certificates of the configuration are believed, and our own authorities.
func (s *Server) judge(c *fiber.Ctx, file []byte) error {
	trust := esign.Trust{Roots: s.options.DocumentRoots, Now: s.clock()}
	if s.options.Documents != nil {
		roots, lists, err := s.options.Documents.Trust(c.UserContext())
		if err != nil {
			return err
		}
		trust.CRLs = lists
		if trust.Roots != nil {
			trust.Roots = trust.Roots.Clone()
		} else {
			trust.Roots = x509.NewCertPool()
		}
		for _, root := range roots {
			trust.Roots.AddCert(root)
		}
	}
	report := esign.Verify(file, trust)
	return s.sendVerification(c, fiber.StatusOK, &report)
}

// mayVerify counts before the file is read. A form of another site is refused: whose file is looked at is for its holder to choose.
func (s *Server) mayVerify(c *fiber.Ctx) error {
	if s.options.Rates.SignIn <= 0 {
		return nil
	}
	allowed, err := s.limiter.allow(c.UserContext(), "verify:"+neighbourhood(requestOf(c.UserContext()).address), verifyRate)
	if err == nil && !allowed {
		err = ledger.E("too_many_requests")
	}
	return err
}

// uploaded reads the one file of the form, which lies nowhere but in memory.
func uploaded(c *fiber.Ctx) ([]byte, error) {
	body, ok := c.Context().UserValue(rawKey{}).(*sent)
	kind, params, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	if err != nil || kind != fiber.MIMEMultipartForm || params["boundary"] == "" {
		return nil, ledger.E("unsupported_media_type")
	}
	if !ok {
		return nil, nil
	}
	parts := multipart.NewReader(body, params["boundary"])
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return nil, nil
		}
		if err != nil {
			return nil, ledger.E("incomplete_upload").Because(err)
		}
		if part.FormName() != "file" {
			continue
		}
		file, err := io.ReadAll(io.LimitReader(part, verifyLimit+1))
		switch {
		case err != nil:
			return nil, ledger.E("incomplete_upload").Because(err)
		case len(file) > verifyLimit:
			return nil, ledger.E("payload_too_large").With("limit", "10 MiB")
		}
		return file, nil
	}
}

// signedView is a signature as strangers see it.
type signedView struct{ Word, Who, When, Proof, Revision, Issuer string }

type verificationView struct {
	Locale, Other string
	Words         map[string]string
	Asked         bool
	Mark, Verdict string
	Detail, Title string
	Signatures    []signedView
}

func (s *Server) sendVerification(c *fiber.Ctx, status int, report *esign.Report) error {
	locale := requestOf(c.UserContext()).locale
	if asked := c.Query("lang"); asked == "en" || asked == chinese {
		locale = asked
	}
	view := verificationView{Locale: locale, Other: otherLocale(locale), Words: verifyWords[locale]}
	if report != nil {
		view.tell(*report)
	}
	var text strings.Builder
	if err := verifyPage.Execute(&text, view); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/html; charset=utf-8")
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderReferrerPolicy, "same-origin")
	return c.Status(status).SendString(text.String())
}

func otherLocale(locale string) string {
	if locale == "en" {
		return chinese
	}
	return "en"
}

// tell words a report: whether the file is good, and of each signature who and when, names masked. Nothing else of the file is shown.
func (v *verificationView) tell(report esign.Report) {
	v.Asked = true
	v.Mark, v.Verdict = string(report.Verdict), v.Words[string(report.Verdict)]
	v.Detail = v.Words["detail."+string(report.Verdict)]
	if reason := v.Words["reason."+string(report.Reason)]; reason != "" {
		v.Detail = reason
	}
	if report.Verdict == esign.Valid {
		v.Title = report.Title
	}
	for _, signed := range report.Signatures {
		one := signedView{Word: v.Words[string(signed.Verdict)], Issuer: signed.Issuer, Proof: v.Words["claimed"]}
		if signed.Revision > 0 {
			one.Revision = fmt.Sprintf(v.Words["revision.of"], signed.Revision, report.Revisions)
		}
		if signed.Stamped {
			one.Proof = v.Words["stamped"]
		}
		one.Who = maskName(signed.Organization)
		if one.Who == "" {
			one.Who = maskName(signed.Signer)
		}
		if !signed.At.IsZero() {
			one.When = signed.At.UTC().Format("2006-01-02 15:04:05") + " UTC"
		}
		if reason := v.Words["reason."+string(signed.Reason)]; reason != "" && signed.Reason != report.Reason {
			one.Word += v.Words["stop"] + reason
		}
		v.Signatures = append(v.Signatures, one)
	}
}

// maskName leaves the first and the last two characters of a company's name, the first of a short one.
func maskName(name string) string {
	runes := []rune(strings.TrimSpace(name))
	switch n := len(runes); {
	case n == 0:
		return ""
	case n <= 4:
		return string(runes[:1]) + strings.Repeat("*", max(1, n-1))
	default:
		return string(runes[:2]) + "****" + string(runes[n-2:])
	}
}
