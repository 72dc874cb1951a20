package provider

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"hefu/ledger"
)

// WebhookPath is where providers tell about payments: below it the provider's name and the organization's id.
const WebhookPath = "/webhooks"

// Header and Handler are HTTP's, for rooms that do not speak it.
type (
	Header  = http.Header
	Handler = http.Handler
)

const (
	longestNotice = 256 << 10
	noticeTime    = 5 * time.Second
)

// Refusing is how refused notices are counted: Write keeps a counter, at most every ten seconds for each source.
type Refusing struct {
	Clock ledger.Clock
	Write func(context.Context, Refused) error
}

// Webhook takes providers' notices as they come and hands them to deliver. It answers well only after everything that a notice changes is
// kept; one that is not signed as it must be is answered with 400, anything else that fails with 503, so that the provider tells again.
// The sandbox has no address: its notices are made here. What is refused is counted, and beyond its limits answered with 429.
func Webhook(of []Provider, deliver func(context.Context, string, ledger.ID, Header, []byte) error, refusing Refusing) Handler {
	forged := &refusals{clock: refusing.Clock, write: refusing.Write, of: map[refusedKey]*refusedCount{}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, organization, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, WebhookPath+"/"), "/")
		var by Provider
		for _, p := range of {
			if p.Name() == name && name != NameSandbox {
				by = p
			}
		}
		id, err := ledger.ParseID(organization)
		if by == nil || err != nil {
			http.NotFound(w, r)
			return
		}
		if r.Method != http.MethodPost {
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
			return
		}
		refuse := func() {
			ctx, cancel := context.WithTimeout(r.Context(), noticeTime)
			defer cancel()
			if forged.refuse(ctx, name, id, r.Header.Get(SourceHeader)) {
				http.Error(w, "signature refused", http.StatusBadRequest)
				return
			}
			w.Header().Set("Retry-After", "60")
			http.Error(w, "too many", http.StatusTooManyRequests)
		}
		if unsigned(name, r.Header) {
			refuse()
			return
		}
		body, err := io.ReadAll(io.LimitReader(r.Body, longestNotice+1))
		if err != nil || len(body) > longestNotice {
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), noticeTime)
		defer cancel()
		switch err := deliver(ctx, name, id, r.Header, body); {
		case errors.Is(err, ErrForged):
			refuse()
		case ledger.IsCode(err, "not_found"):
			http.NotFound(w, r)
		case err != nil:
			http.Error(w, "not taken, tell again", http.StatusServiceUnavailable)
		default:
			media, text := by.Thanks()
			w.Header().Set("Content-Type", media)
			_, _ = io.WriteString(w, text)
		}
	})
}
