package esign

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Order is what an e-sign provider is asked: a signature over a digest. Nothing of the file is in it but its hash.
type Order struct {
	Reference string   // ours; asking again under it is the same order
	Digest    [32]byte // SHA-256 of what the signature is to cover
	Signer    string   // who is to sign, as people call him
	Company   string   // for which company
	Locale    string   // zh-CN or en: of the pages he is shown
	Callback  string   // where the answer is told
	Back      string   // where he is sent when he is done
}

// Progress is how far an order is.
type Progress string

// An order waits for its signer, or is signed, or the signer refused. There is no way back from the last two.
const (
	Awaited Progress = "waiting"
	Made    Progress = "signed"
	Refused Progress = "refused"
)

// Answer is what a provider says of an order: to a question, or by itself in a callback.
type Answer struct {
	Reference string   `json:"reference"`
	ID        string   `json:"id"` // the provider's own name of the order
	State     Progress `json:"state"`
	SignURL   string   `json:"sign_url,omitempty"` // where the signer goes, while it waits
	CMS       []byte   `json:"cms,omitempty"`      // once it is signed
	Reason    string   `json:"reason,omitempty"`   // why not
}

// What can be wrong with an answer.
var (
	// ErrAway is a provider that does not answer, or not as it should: to be asked again.
	ErrAway = errors.New("esign: the provider does not answer")
	// ErrRefused is an order that the provider does not take: asking again does not help.
	ErrRefused = errors.New("esign: the provider does not take the order")
	// ErrNoOrder is a question about an order that the provider does not know.
	ErrNoOrder = errors.New("esign: the provider knows no such order")
	// ErrForged is a callback that is not the provider's, or is too old.
	ErrForged = errors.New("esign: not the provider's callback")
)

// Provider speaks to an e-sign service, or to an adapter before one, in the form that docs/esign-provider.md describes.
type Provider struct {
	Title    string // as pages call it
	Base     *url.URL
	Token    string // sent as a bearer token
	Secret   []byte // of the mark on callbacks
	Vouching []*x509.Certificate
	Client   *http.Client // with a timeout
}

// providerRoom is what a provider's CMS may take, with its certificates and the timestamp that is added.
const providerRoom = 24 << 10

// longestAnswer bounds an answer and a callback: the CMS in base64, and little more.
const longestAnswer = 64 << 10

// Name is how pages call it.
func (p *Provider) Name() string { return p.Title }

// Address is where it is asked.
func (p *Provider) Address() string { return p.Base.String() }

// Roots are the authorities that vouch for its signers.
func (p *Provider) Roots() []*x509.Certificate { return p.Vouching }

// Room is how many bytes are kept free for its signature.
func (p *Provider) Room() int { return providerRoom }

type providerOrder struct {
	Reference string         `json:"reference"`
	Hash      string         `json:"hash"`
	Digest    []byte         `json:"digest"`
	Signer    providerSigner `json:"signer"`
	Locale    string         `json:"locale"`
	Callback  string         `json:"callback"`
	Back      string         `json:"back"`
}

type providerSigner struct {
	Name    string `json:"name"`
	Company string `json:"company"`
}

// Ask places an order, or finds the one that has its reference. Refused: ErrAway, ErrRefused.
func (p *Provider) Ask(ctx context.Context, o Order) (Answer, error) {
	body, err := json.Marshal(providerOrder{o.Reference, "SHA-256", o.Digest[:], providerSigner{o.Signer, o.Company}, o.Locale, o.Callback, o.Back})
	if err != nil {
		return Answer{}, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return p.speak(ctx, http.MethodPost, p.Base.JoinPath("signatures"), body, o.Reference)
}

// Look asks how an order stands. Refused: ErrAway, ErrNoOrder.
func (p *Provider) Look(ctx context.Context, reference string) (Answer, error) {
	answer, err := p.speak(ctx, http.MethodGet, p.Base.JoinPath("signatures", reference), nil, reference)
	if errors.Is(err, ErrRefused) {
		err = fmt.Errorf("%w: %w", ErrAway, err)
	}
	return answer, err
}

func (p *Provider) speak(ctx context.Context, method string, to *url.URL, body []byte, reference string) (Answer, error) {
	q, err := http.NewRequestWithContext(ctx, method, to.String(), bytes.NewReader(body))
	if err != nil {
		return Answer{}, fmt.Errorf("%w: %w", ErrAway, err)
	}
	q.Header.Set("Accept", "application/json")
	if body != nil {
		q.Header.Set("Content-Type", "application/json")
	}
	if p.Token != "" {
		q.Header.Set("Authorization", "Bearer "+p.Token)
	}
	got, err := p.Client.Do(q)
	if err != nil {
		return Answer{}, fmt.Errorf("%w: %w", ErrAway, err)
	}
	defer got.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(got.Body, longestAnswer))
	if err != nil {
		return Answer{}, fmt.Errorf("%w: %w", ErrAway, err)
	}
	switch code := got.StatusCode; {
	case code == http.StatusOK, code == http.StatusCreated, code == http.StatusAccepted:
	case code == http.StatusNotFound && method == http.MethodGet:
		return Answer{}, ErrNoOrder
	case code == http.StatusBadRequest, code == http.StatusConflict, code == http.StatusUnprocessableEntity:
		var said struct{ Reason string }
		_ = json.Unmarshal(raw, &said) // a refusal without a reason is one all the same
		return Answer{Reason: said.Reason}, fmt.Errorf("%w: it answered %d", ErrRefused, code)
	default: // also 401 and 403: a wrong token is ours to put right, and the order stays
		return Answer{}, fmt.Errorf("%w: it answered %d", ErrAway, code)
	}
	answer, err := readAnswer(raw)
	if err != nil || answer.Reference != reference {
		return Answer{}, fmt.Errorf("%w: its answer cannot be read", ErrAway)
	}
	return answer, nil
}

var errAnswer = errors.New("esign: not an answer")

// longestText bounds what of an answer is shown or kept.
const longestText = 500

func readAnswer(raw []byte) (Answer, error) {
	var out Answer
	if err := json.Unmarshal(raw, &out); err != nil {
		return Answer{}, fmt.Errorf("%w: %w", errAnswer, err)
	}
	if out.SignURL != "" && !isWebAddress(out.SignURL) || len(out.Reference) > longestText || len(out.ID) > longestText || len([]rune(out.Reason)) > longestText || strings.ContainsRune(out.ID+out.Reason, 0) {
		return Answer{}, errAnswer
	}
	switch out.State {
	case Awaited, Refused:
		return out, nil
	case Made:
		if len(out.CMS) > 0 {
			return out, nil
		}
	}
	return Answer{}, errAnswer
}

func isWebAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && len(text) <= 2*longestText && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// Vouches finds the root that vouches for a signature's certificate at a moment. Refused: ErrCMS for what is no signature over the digest, or
// one whose certificate none of the roots vouches for then.
func Vouches(cms []byte, digest [32]byte, roots []*x509.Certificate, at time.Time) (*x509.Certificate, error) {
	read, err := readCMS(cms)
	if err != nil {
		return nil, err
	}
	if err := read.covers(digest[:]); err != nil {
		return nil, err
	}
	pool, between := x509.NewCertPool(), x509.NewCertPool()
	for _, root := range roots {
		pool.AddCert(root)
	}
	for _, other := range read.others {
		between.AddCert(other)
	}
	chains, err := read.leaf.Verify(x509.VerifyOptions{Roots: pool, Intermediates: between, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCMS, err)
	}
	return chains[0][len(chains[0])-1], nil
}
