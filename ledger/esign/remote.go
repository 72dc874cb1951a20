package esign

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// Remote has a signature made by an e-sign provider. It sends the digest and a reference, nothing of the file, and gets a CMS back,
// which Finish checks before it is used.
type Remote struct {
	URL       string
	Token     string // sent as a bearer token when there is one
	Reference string // by which the provider's record and ours are one
	Client    *http.Client
	Bytes     int // what the provider's CMS takes at most; 16 KiB when 0
}

// Room is what is kept free for the provider's answer.
func (r Remote) Room() int {
	if r.Bytes > 0 {
		return r.Bytes
	}
	return 16 << 10
}

type remoteRequest struct {
	Reference string `json:"reference"`
	Hash      string `json:"hash"`
	Digest    []byte `json:"digest"`
}

type remoteAnswer struct {
	CMS []byte `json:"cms"`
}

// Make asks the provider. ErrCMS when it does not answer with a signature.
func (r Remote) Make(ctx context.Context, digest [32]byte) ([]byte, error) {
	body, err := json.Marshal(remoteRequest{r.Reference, "SHA-256", digest[:]})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCMS, err)
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, r.URL, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCMS, err)
	}
	q.Header.Set("Content-Type", "application/json")
	if r.Token != "" {
		q.Header.Set("Authorization", "Bearer "+r.Token)
	}
	answer, err := r.Client.Do(q)
	if err != nil {
		return nil, fmt.Errorf("%w: the provider does not answer: %w", ErrCMS, err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(answer.Body, 256<<10))
	if err != nil || answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: the provider answered %d", ErrCMS, answer.StatusCode)
	}
	var made remoteAnswer
	if err := json.Unmarshal(raw, &made); err != nil {
		return nil, fmt.Errorf("%w: the provider's answer cannot be read", ErrCMS)
	}
	return made.CMS, nil
}
