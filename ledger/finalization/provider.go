package finalization

import (
	"context"
	"crypto/x509"
	"time"

	"hefu/ledger"
	"hefu/ledger/esign"
	"hefu/ledger/internal/store"
)

// Provider is an e-sign provider (INT-06): it is asked for a signature over a digest, and answers later, by a callback or when it is asked
// again. Nothing of the file leaves the system. esign.Provider is one; another one is put in its place by configuration alone.
type Provider interface {
	// Name is how pages call it; Address is where it is asked.
	Name() string
	Address() string
	// Ask places an order. Asking again under the same reference is the same order. Refused: esign.ErrAway, esign.ErrRefused.
	Ask(ctx context.Context, o esign.Order) (esign.Answer, error)
	// Look asks how an order stands. Refused: esign.ErrAway, esign.ErrNoOrder.
	Look(ctx context.Context, reference string) (esign.Answer, error)
	// Roots are the authorities under which its signers sign.
	Roots() []*x509.Certificate
	// Room is how many bytes its signatures take at most.
	Room() int
}

// requestLife is how long a provider has, in the end: nobody is kept from signing otherwise meanwhile.
const requestLife = 7 * 24 * time.Hour

// RequestState is how an order at a provider stands.
type RequestState string

// The states. Asking is before the provider has answered; Failed when it does not take the order, or is silent for a week.
const (
	RequestAsking    RequestState = "asking"
	RequestWaiting   RequestState = "waiting"
	RequestSigned    RequestState = "signed"
	RequestRefused   RequestState = "refused"
	RequestFailed    RequestState = "failed"
	RequestCancelled RequestState = "cancelled"
)

// Live tells whether an answer is still waited for.
func (s RequestState) Live() bool { return s == RequestAsking || s == RequestWaiting }

// Request is an order at a provider, as pages show it. Reason is in the provider's words, or one of overtaken, declined and silent.
type Request struct {
	ID          ledger.ID
	Provider    string
	State       RequestState
	ProviderRef string
	SignURL     string
	Reason      string
	By          ledger.ID
	ByName      string
	At          time.Time
	EndedAt     *time.Time
	Tries       int
}

const readRequests = `
SELECT id, provider, state, provider_ref, sign_url, reason, asked_by, asked_by_name, asked_at, ended_at, tries FROM signature_requests WHERE finalization_id = $1 ORDER BY id DESC LIMIT 1`

// latestRequest is the order that a finalization's page shows; nil when none was ever placed. Who did not place it is not led to its page.
func latestRequest(ctx context.Context, tx *store.Tx, id ledger.ID) (*Request, error) {
	out, found, err := store.Row[Request](ctx, tx, readRequests, id)
	if err != nil || !found {
		return nil, err
	}
	if tx.Actor.PersonID != out.By {
		out.SignURL = ""
	}
	return &out, nil
}

// ProviderName is how the e-sign provider of the configuration is called; empty: there is none.
func (s *Service) ProviderName() string {
	if s.o.Provider == nil {
		return ""
	}
	return s.o.Provider.Name()
}

const endLive = `
UPDATE signature_requests SET state = 'cancelled', reason = $2, sign_url = '', ended_at = clock_timestamp() WHERE finalization_id = $1 AND ended_at IS NULL`

// endRequests gives up what is still waited for, because the finalization was signed otherwise or has ended.
func endRequests(ctx context.Context, tx *store.Tx, finalization ledger.ID, reason string) error {
	_, err := store.Exec(ctx, tx, endLive, finalization, reason)
	return err
}
