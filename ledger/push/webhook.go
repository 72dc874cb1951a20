package push

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// secretPrefix marks a webhook secret, as the Standard Webhooks convention has it; the rest is base64.
const secretPrefix = "whsec_"

// NewSecret makes a webhook secret of 32 random bytes.
func NewSecret() string {
	var secret [32]byte
	_, _ = rand.Read(secret[:]) // never fails: the runtime ends the process instead
	return secretPrefix + base64.StdEncoding.EncodeToString(secret[:])
}

// Sign is the value of the header webhook-signature: HMAC-SHA256 of "id.seconds.body" under the secret's bytes, in base64, after the
// version v1 (https://www.standardwebhooks.com). It fails for a secret that is not of that form.
func Sign(secret, id string, at time.Time, body []byte) (string, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretPrefix))
	if err != nil {
		return "", fmt.Errorf("the webhook secret is not base64: %w", err)
	}
	mac := hmac.New(sha256.New, key)
	_, _ = fmt.Fprintf(mac, "%s.%d.", id, at.Unix())
	_, _ = mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)), nil
}

// Webhook is one message to one endpoint. ID stays the same however often it is sent, so that the receiver can tell a repetition.
type Webhook struct {
	Address string
	Secret  string
	Former  string // a secret that was replaced and still signs, so that the receiver can change over; empty: none
	ID      string
	At      time.Time // of this attempt; receivers refuse what is much older than they are
	Body    []byte
}

// Webhook sends one and says what the endpoint answered. Any 2xx is a success; 410 Gone ends the matter, other refusals may pass.
func (c *Client) Webhook(ctx context.Context, w Webhook) (string, error) {
	signature, err := Sign(w.Secret, w.ID, w.At, w.Body)
	if err != nil {
		return "", &Error{Permanent: true, Reply: err.Error()}
	}
	if w.Former != "" {
		former, err := Sign(w.Former, w.ID, w.At, w.Body)
		if err != nil {
			return "", &Error{Permanent: true, Reply: err.Error()}
		}
		signature += " " + former
	}
	status, said, err := c.do(ctx, w.Address, w.Body, map[string]string{
		"webhook-id": w.ID, "webhook-timestamp": strconv.FormatInt(w.At.Unix(), 10), "webhook-signature": signature,
	})
	if err != nil {
		return "", err
	}
	if status >= 200 && status < 300 {
		return strconv.Itoa(status), nil
	}
	return "", &Error{Permanent: status == http.StatusGone, Status: status, Reply: string(said)}
}
