package esign

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"hefu/ledger"
)

// CallbackPath is where a provider tells how an order ended.
const CallbackPath = "/hooks/esign"

// The headers of a callback: when it was made, in seconds since 1970, and the mark over that and the body.
const (
	TimeHeader = "Esign-Time"
	MarkHeader = "Esign-Mark"
)

// callbackAge is how far a callback's time may be from ours, either way.
const callbackAge = 5 * time.Minute

// callbackTime is how long taking one may last: within it a timestamp authority is asked.
const callbackTime = 15 * time.Second

// Mark is what proves a callback: HMAC-SHA256 over the time, a full stop and the body, in hexadecimal digits.
func Mark(secret []byte, seconds string, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(seconds + "."))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// Prove makes sure that a callback is the provider's own and of now, and reads it. Refused: ErrForged, before anything of it is read; then
// ErrAway when it says nothing that is understood.
func (p *Provider) Prove(seconds, mark string, body []byte, now time.Time) (Answer, error) {
	if len(p.Secret) == 0 || !hmac.Equal([]byte(mark), []byte(Mark(p.Secret, seconds, body))) {
		return Answer{}, ErrForged
	}
	made, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return Answer{}, ErrForged
	}
	if age := now.Sub(time.Unix(made, 0)); age > callbackAge || age < -callbackAge {
		return Answer{}, fmt.Errorf("%w: it is of another time", ErrForged)
	}
	answer, err := readAnswer(body)
	if err != nil || answer.Reference == "" {
		return Answer{}, fmt.Errorf("%w: %w", ErrAway, errAnswer)
	}
	return answer, nil
}

// Told is how a callback was taken.
type Told string

// A callback was taken; or said what was known; or came for an order that had ended otherwise.
const (
	Taken Told = "taken"
	Again Told = "again"
	Late  Told = "late"
)

// Callback takes a provider's callbacks and hands what they say to take. It answers well only after everything that one changes is kept: 401 for
// one that is not the provider's, 400 for one that says nothing, 404 for an order that is not ours, 422 for a signature that is not taken;
// 503 when it is to be told again.
func Callback(p *Provider, clock ledger.Clock, take func(context.Context, Answer) (Told, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
			return
		}
		body, err := io.ReadAll(io.LimitReader(r.Body, longestAnswer+1))
		if err != nil || len(body) > longestAnswer {
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
			return
		}
		answer, err := p.Prove(r.Header.Get(TimeHeader), r.Header.Get(MarkHeader), body, clock())
		switch {
		case errors.Is(err, ErrForged):
			http.Error(w, "not proven", http.StatusUnauthorized)
			return
		case err != nil:
			http.Error(w, "not understood", http.StatusBadRequest)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), callbackTime)
		defer cancel()
		switch told, err := take(ctx, answer); {
		case ledger.IsKind(err, ledger.NotFound):
			http.NotFound(w, r)
		case ledger.IsCode(err, "esign_answer_refused"):
			http.Error(w, "not a signature over this digest under a root that is believed", http.StatusUnprocessableEntity)
		case err != nil:
			http.Error(w, "not taken, tell again", http.StatusServiceUnavailable)
		default:
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"result":"`+string(told)+`"}`)
		}
	})
}
