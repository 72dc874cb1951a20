// Package devesign is a small e-sign provider of our own, for development, demonstrations and tests: it speaks the form of
// docs/esign-provider.md over real HTTP, with an authority and keys of its own. It asks nobody who he is, so production never serves it.
package devesign

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"hefu/ledger"
	"hefu/ledger/esign"
)

// Config says where the provider is and who may ask it.
type Config struct {
	Base   *url.URL // where it is reached
	Token  string   // that its client sends; made by itself when empty
	Secret []byte   // of the mark on its callbacks; made by itself when empty
	Client *http.Client
	Clock  ledger.Clock
}

// Provider keeps its orders in memory: after a restart it knows none, and is asked again.
type Provider struct {
	config    Config
	authority *esign.Authority

	mutex  sync.Mutex
	orders map[string]*order
	broken int // the status with which everything is answered; 0: as it should be
}

type order struct {
	id       string
	digest   [32]byte
	signer   string
	company  string
	locale   string
	callback string
	back     string
	answer   esign.Answer
}

// mostOrders are kept; the oldest go first.
const mostOrders = 1000

// New makes a provider with a fresh authority.
func New(c Config) (*Provider, error) {
	for _, missing := range []bool{c.Token == "", len(c.Secret) == 0} {
		if !missing {
			continue
		}
		made := make([]byte, 32)
		_, _ = rand.Read(made) // never fails: the runtime ends the process instead
		if c.Token == "" {
			c.Token = hex.EncodeToString(made)
		} else {
			c.Secret = made
		}
	}
	authority, err := esign.NewAuthority("演示电子签 Demo e-sign", c.Clock())
	if err != nil {
		return nil, err
	}
	return &Provider{config: c, authority: authority, orders: map[string]*order{}}, nil
}

// Name is how it calls itself.
const Name = "演示电子签 Demo e-sign"

// Authority certifies the signers' keys; its root is what a client believes in.
func (p *Provider) Authority() *esign.Authority { return p.authority }

// Remote is how its client speaks to it.
func (p *Provider) Remote() *esign.Provider {
	return &esign.Provider{Title: Name, Base: p.config.Base, Token: p.config.Token, Secret: p.config.Secret, Vouching: p.authority.Key.Chain, Client: p.config.Client}
}

// Handler serves what clients ask, and the page on which a signer signs.
func (p *Provider) Handler() http.Handler {
	path := p.path()
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+path+"/signatures", p.place)
	mux.HandleFunc("GET "+path+"/signatures/{reference}", p.tell)
	mux.HandleFunc("GET "+path+"/sign/{reference}", p.page)
	mux.HandleFunc("POST "+path+"/sign/{reference}", p.decide)
	mux.HandleFunc("GET "+path+"/style.css", style)
	return mux
}

// Break answers everything with a status, until it is called with 0.
func (p *Provider) Break(status int) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.broken = status
}

// Forget loses an order, as a restart does.
func (p *Provider) Forget(reference string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	delete(p.orders, reference)
}

func (p *Provider) known(w http.ResponseWriter, r *http.Request) bool {
	p.mutex.Lock()
	broken := p.broken
	p.mutex.Unlock()
	if broken != 0 {
		refuse(w, broken, "out of order")
		return false
	}
	given := []byte(r.Header.Get("Authorization"))
	if subtle.ConstantTimeCompare(given, []byte("Bearer "+p.config.Token)) == 1 {
		return true
	}
	http.Error(w, "who are you", http.StatusUnauthorized)
	return false
}

// place takes an order; the same reference with the same digest is the same order.
func (p *Provider) place(w http.ResponseWriter, r *http.Request) {
	if !p.known(w, r) {
		return
	}
	var in struct {
		Reference, Hash string
		Digest          []byte
		Signer          struct{ Name, Company string }
		Locale          string
		Callback, Back  string
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 16<<10)).Decode(&in); err != nil || in.Hash != "SHA-256" || len(in.Digest) != 32 || in.Reference == "" || in.Callback == "" {
		refuse(w, http.StatusBadRequest, "not an order")
		return
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	o := p.orders[in.Reference]
	switch {
	case o != nil && o.digest != [32]byte(in.Digest):
		refuse(w, http.StatusConflict, "another digest under this reference")
		return
	case o == nil:
		if len(p.orders) >= mostOrders {
			clear(p.orders)
		}
		o = &order{id: "demo-" + in.Reference[max(0, len(in.Reference)-12):], digest: [32]byte(in.Digest), signer: in.Signer.Name, company: in.Signer.Company, locale: in.Locale, callback: in.Callback, back: in.Back}
		o.answer = esign.Answer{Reference: in.Reference, ID: o.id, State: esign.Awaited, SignURL: p.config.Base.JoinPath("sign", in.Reference).String()}
		p.orders[in.Reference] = o
	}
	write(w, http.StatusAccepted, o.answer)
}

func (p *Provider) tell(w http.ResponseWriter, r *http.Request) {
	if !p.known(w, r) {
		return
	}
	answer, found := p.Answer(r.PathValue("reference"))
	if !found {
		refuse(w, http.StatusNotFound, "no such order")
		return
	}
	write(w, http.StatusOK, answer)
}

// Answer is how an order stands.
func (p *Provider) Answer(reference string) (esign.Answer, bool) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if o := p.orders[reference]; o != nil {
		return o.answer, true
	}
	return esign.Answer{}, false
}

var errNoOrder = errors.New("devesign: no such order, or it has ended")

// Sign is the signer's click: the order is signed with a key of his own. Nobody is told yet.
func (p *Provider) Sign(ctx context.Context, reference string) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	o := p.orders[reference]
	if o == nil || o.answer.State != esign.Awaited {
		return errNoOrder
	}
	key, err := p.authority.NewKey(esign.Subject{Organization: o.company, Name: o.signer}, esign.Documents, p.config.Clock())
	if err != nil {
		return err
	}
	cms, err := esign.Local{Key: key}.Make(ctx, o.digest)
	if err != nil {
		return err
	}
	o.answer.State, o.answer.CMS, o.answer.SignURL = esign.Made, cms, ""
	return nil
}

// Refuse is the signer's refusal. Nobody is told yet.
func (p *Provider) Refuse(reference, reason string) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	o := p.orders[reference]
	if o == nil || o.answer.State != esign.Awaited {
		return errNoOrder
	}
	o.answer.State, o.answer.Reason, o.answer.SignURL = esign.Refused, reason, ""
	return nil
}

// Tell makes the callback about an order. change may be nil, or spoil what is told, before or after it is marked.
func (p *Provider) Tell(ctx context.Context, reference string, change func(*esign.Answer, *http.Request)) (status int, err error) {
	p.mutex.Lock()
	o := p.orders[reference]
	p.mutex.Unlock()
	if o == nil {
		return 0, errNoOrder
	}
	answer, _ := p.Answer(reference)
	if change != nil {
		change(&answer, nil)
	}
	body, err := json.Marshal(answer)
	if err != nil {
		return 0, fmt.Errorf("devesign: %w", err)
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, o.callback, bytes.NewReader(body))
	if err != nil {
		return 0, fmt.Errorf("devesign: %w", err)
	}
	seconds := strconv.FormatInt(p.config.Clock().Unix(), 10)
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set(esign.TimeHeader, seconds)
	q.Header.Set(esign.MarkHeader, esign.Mark(p.config.Secret, seconds, body))
	if change != nil {
		change(nil, q)
	}
	got, err := p.config.Client.Do(q)
	if err != nil {
		return 0, fmt.Errorf("devesign: %w", err)
	}
	return got.StatusCode, got.Body.Close()
}

func write(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // a client that is gone reads nothing
}

func refuse(w http.ResponseWriter, status int, reason string) {
	write(w, status, map[string]string{"reason": reason})
}

const tellTime = 20 * time.Second

// path is where the provider is on its host.
func (p *Provider) path() string { return "/" + strings.Trim(p.config.Base.Path, "/") }
