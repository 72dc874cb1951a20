package finalization

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"hefu/ledger"
	"hefu/ledger/esign"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
)

// Deliver takes what a provider tells by itself. What is told again, or too late, changes nothing. Refused: not_found for a reference that is
// not ours, esign_answer_refused for a signature over another digest or under a root that is not the provider's.
func (s *Service) Deliver(ctx context.Context, answer esign.Answer) (esign.Told, error) {
	id, err := ledger.ParseID(answer.Reference)
	if err != nil {
		return "", ledger.E("not_found")
	}
	var r request
	found := false
	err = s.db.Read(ctx, nobody(), func(ctx context.Context, tx *store.Tx) (err error) {
		r, found, err = store.Row[request](ctx, tx, readRequest, id)
		return err
	})
	if err == nil && (!found || s.o.Provider == nil || s.o.Provider.Name() != r.Provider) {
		err = ledger.E("not_found")
	}
	if err != nil {
		return "", err
	}
	return s.takeAnswer(ctx, r, answer)
}

const insertAnswer = `
INSERT INTO signature_answers (id, organization_id, customer_id, statement_id, request_id, said, verdict, body_sha256) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`

// takeAnswer brings an order to where the provider says that it is, with everything that follows, in one transaction.
func (s *Service) takeAnswer(ctx context.Context, r request, answer esign.Answer) (told esign.Told, err error) {
	said, err := json.Marshal(answer)
	if err != nil {
		return "", ledger.E("internal").Because(err)
	}
	sum, unproven := sha256.Sum256(said), false
	err = s.db.Write(ctx, r.asker(), func(ctx context.Context, tx *store.Tx) error {
		told, unproven = esign.Taken, false
		if _, err := store.Exec(ctx, tx, `SELECT FROM statements WHERE id = $1 FOR UPDATE`, r.StatementID); err != nil {
			return err
		}
		now, _, err := store.Row[request](ctx, tx, readRequest, r.ID)
		if err != nil {
			return err
		}
		verdict := "taken"
		switch {
		case !now.State.Live() && string(now.State) == string(answer.State):
			told = esign.Again
			return nil
		case !now.State.Live():
			told, verdict = esign.Late, "late"
		case answer.State == esign.Awaited:
			if now.State == RequestWaiting {
				told = esign.Again
			}
			return s.waits(ctx, tx, r, answer)
		case answer.State == esign.Refused:
			err = refusedThere(ctx, tx, r, answer)
		default:
			if unproven, err = s.signedThere(ctx, tx, r, answer); unproven {
				verdict = "unproven"
			}
		}
		if err == nil {
			_, err = store.Exec(ctx, tx, insertAnswer, ledger.NewID(), r.OrganizationID, r.CustomerID, r.StatementID, r.ID, answer.State, verdict, sum[:])
		}
		return err
	})
	if err == nil && unproven {
		err = ledger.E("esign_answer_refused")
	}
	return told, err
}

func (s *Service) waits(ctx context.Context, tx *store.Tx, r request, answer esign.Answer) error {
	_, err := store.Exec(ctx, tx, `UPDATE signature_requests SET state = 'waiting', provider_ref = $2, sign_url = $3, reason = '' WHERE id = $1 AND (state, provider_ref, sign_url, reason) IS DISTINCT FROM ('waiting', $2, $3, '')`,
		r.ID, answer.ID, answer.SignURL)
	return err
}

func refusedThere(ctx context.Context, tx *store.Tx, r request, answer esign.Answer) error {
	_, err := store.Exec(ctx, tx, `UPDATE signature_requests SET state = 'refused', provider_ref = $2, sign_url = '', reason = $3, ended_at = clock_timestamp() WHERE id = $1`, r.ID, answer.ID, answer.Reason)
	tx.Audit(r.CustomerID, "finalization.provider_refused", map[string]any{"finalization": r.FinalizationID, "request": r.ID, "provider": r.Provider, "ref": answer.ID, "reason": answer.Reason})
	return err
}

const endSigned = `UPDATE signature_requests SET state = 'signed', provider_ref = $2, sign_url = '', reason = '', root_sha256 = $3, ended_at = clock_timestamp() WHERE id = $1`

const insertRoot = `
INSERT INTO provider_roots (organization_id, fingerprint, provider, certificate, request_id) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`

// signedThere puts the provider's signature into its place, with a timestamp, and records it once the whole file has been proven. unproven:
// it is not one over this file by somebody for whom the provider's roots vouch, and nothing was changed.
func (s *Service) signedThere(ctx context.Context, tx *store.Tx, r request, answer esign.Answer) (unproven bool, err error) {
	f, err := find(ctx, tx, r.FinalizationID)
	if err != nil {
		return false, err
	}
	if f.State != ToCountersign || !bytes.Equal(f.FileSHA256, r.Before) {
		return false, ledger.E("state_forbids").With("state", string(f.State))
	}
	m := made{party: Customer, means: "provider", text: r.Text, request: r.ID}
	if m.at, err = tx.Now(ctx); err != nil {
		return false, err
	}
	root, err := esign.Vouches(answer.CMS, [32]byte(r.Digest), s.o.Provider.Roots(), m.at)
	if err != nil {
		return true, nil //nolint:nilerr // what is not a signature is on record as such
	}
	if m.before, err = s.read(ctx, r.Before); err != nil {
		return false, err
	}
	if m.file, err = s.complete(ctx, tx, r, answer.CMS, m.at); err != nil {
		if errors.Is(err, esign.ErrCMS) { // such as one that is longer than its place
			return true, nil
		}
		return false, err
	}
	trust, err := s.trust(ctx, tx, m.at)
	if err != nil {
		return false, err
	}
	if judge(m.before, m.file, trust) != nil {
		return true, nil //nolint:nilerr // as above
	}
	print := sha256.Sum256(root.Raw)
	if _, err := store.Exec(ctx, tx, insertRoot, r.OrganizationID, print[:], r.Provider, string(esign.PEM(root)), r.ID); err != nil {
		return false, err
	}
	if err := s.conclude(ctx, tx, f, m); err != nil {
		return false, err
	}
	_, err = store.Exec(ctx, tx, endSigned, r.ID, answer.ID, print[:])
	tx.Audit(r.CustomerID, "finalization.provider_signed", map[string]any{"finalization": r.FinalizationID, "request": r.ID, "provider": r.Provider, "ref": answer.ID, "root": hex.EncodeToString(print[:])})
	return false, err
}

// complete is the file with the signature in its place, and the time that a timestamp authority saw it.
func (s *Service) complete(ctx context.Context, tx *store.Tx, r request, cms []byte, now time.Time) ([]byte, error) {
	laid, err := s.read(ctx, r.Pending)
	if err != nil {
		return nil, err
	}
	pending, err := esign.Reopen(laid)
	if err != nil {
		return nil, ledger.E("internal").Because(err)
	}
	stamper, err := s.stamper(ctx, tx, now)
	if err != nil {
		return nil, err
	}
	if cms, err = esign.AddStamp(ctx, cms, stamper); err != nil {
		return nil, signingFault(err)
	}
	return pending.Finish(cms)
}

// vouched are the roots of providers, that of the configuration and those that have vouched for a signature on record.
func (s *Service) vouched(ctx context.Context, tx *store.Tx) ([]*x509.Certificate, error) {
	var out []*x509.Certificate
	if s.o.Provider != nil {
		out = append(out, s.o.Provider.Roots()...)
	}
	known, err := store.Values[string](ctx, tx, `SELECT DISTINCT certificate FROM provider_roots`)
	for _, text := range known {
		read, err := esign.Certificates([]byte(text))
		if err != nil {
			return nil, ledger.E("internal").Because(err)
		}
		out = append(out, read...)
	}
	return out, err
}

// DueRequests begins the asking about whatever a provider has not ended.
type DueRequests struct{}

// Kind names the work.
func (DueRequests) Kind() string { return "finalization.requests_due" }

// The first question comes this long after the order was placed, should that have failed; the pauses then grow up to an hour.
const (
	firstPause       = 20 * time.Second
	requestsDueEvery = 15 * time.Second
)

const takeDueRequests = `
UPDATE signature_requests SET tries = tries + 1, try_at = clock_timestamp() + least(3600, 20 * power(2, least(tries, 8))) * interval '1 second'
WHERE id IN (SELECT id FROM signature_requests WHERE organization_id = $1 AND ended_at IS NULL AND try_at <= clock_timestamp() ORDER BY try_at LIMIT 100 FOR UPDATE SKIP LOCKED)
RETURNING id`

// AskDue enqueues a question for each order whose time has come, at most a hundred an organization; the rest come with the next turn.
func (s *Service) AskDue(ctx context.Context) error {
	return job.Everywhere(ctx, s.db, "e-sign provider", func(ctx context.Context, organization ledger.ID) error {
		return s.db.Write(ctx, ledger.SystemActor(organization, "e-sign provider"), func(ctx context.Context, tx *store.Tx) error {
			found, err := store.Values[ledger.ID](ctx, tx, takeDueRequests, organization)
			for _, id := range found {
				if err == nil {
					err = s.jobs.Insert(ctx, tx, RequestArgs{organization, id})
				}
			}
			return err
		})
	})
}
