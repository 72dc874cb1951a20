package finalization

import (
	"context"
	"errors"

	"hefu/ledger"
	"hefu/ledger/esign"
	"hefu/ledger/internal/store"
)

// RequestArgs tell a worker which order to place, or to ask about.
type RequestArgs struct {
	OrganizationID ledger.ID `json:"organization_id"`
	RequestID      ledger.ID `json:"request_id"`
}

// Kind names the work.
func (RequestArgs) Kind() string { return "finalization.request" }

const insertRequest = `
INSERT INTO signature_requests (id, organization_id, customer_id, statement_id, finalization_id, provider, before_sha256, pending_sha256, digest, text, locale, company,
  asked_by, asked_by_name, asked_by_subject, asked_from, expires_at, try_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, clock_timestamp() + $18::interval)`

// AskProvider has the customer's signature made at the e-sign provider: the place for it is laid out, and a worker sends its digest. Needs
// Countersign. Refused in this order: not ticked, esign_missing without a provider, not_found, state_forbids, content_changed, esign_asked
// while an answer is waited for.
func (s *Service) AskProvider(ctx context.Context, actor ledger.Actor, cmd SignCommand) error {
	if err := requireSigner(actor); err != nil {
		return err
	}
	if err := cmd.check(); err != nil {
		return err
	}
	if s.o.Provider == nil {
		return ledger.E("esign_missing")
	}
	return s.db.Write(ctx, asSystem(actor), func(ctx context.Context, tx *store.Tx) error {
		f, err := due(ctx, tx, cmd, ToCountersign)
		if err != nil {
			return err
		}
		before, err := latestRequest(ctx, tx, f.ID)
		if err != nil {
			return err
		}
		if before != nil && before.State.Live() {
			return ledger.E("esign_asked")
		}
		return s.order(ctx, tx, f)
	})
}

// order lays the signature out and records what is asked.
func (s *Service) order(ctx context.Context, tx *store.Tx, f Finalization) error {
	c, err := Parse(f.Content)
	if err != nil {
		return err
	}
	locale := orElse(tx.Actor.Locale, f.Locale)
	m := made{party: Customer, company: c.Customer.Name, text: c.Text.In(locale)}
	if m.at, err = tx.Now(ctx); err != nil {
		return err
	}
	if m.before, err = s.read(ctx, f.FileSHA256); err != nil {
		return err
	}
	signature, err := m.signature(tx.Actor)
	if err != nil {
		return err
	}
	signature.Room = s.o.Provider.Room()
	pending, err := esign.Begin(m.before, signature)
	if err != nil {
		return ledger.E("internal").Because(err)
	}
	sum, err := s.keep(ctx, pending.File())
	if err != nil {
		return err
	}
	id, digest, actor := ledger.NewID(), pending.Digest(), tx.Actor
	if _, err := store.Exec(ctx, tx, insertRequest, id, actor.OrganizationID, f.CustomerID, f.StatementID, f.ID, s.o.Provider.Name(), f.FileSHA256, sum[:], digest[:], m.text, locale, m.company,
		actor.PersonID, actor.Name, actor.Subject, actor.Address, m.at.Add(requestLife), firstPause); err != nil {
		return err
	}
	tx.Audit(f.CustomerID, "finalization.provider_asked", map[string]any{"finalization": f.ID, "statement": f.StatementID, "request": id, "provider": s.o.Provider.Name(), "by": actor.Name, "text": m.text})
	return s.jobs.Insert(ctx, tx, RequestArgs{actor.OrganizationID, id})
}

// CancelRequest gives up what is waited for at the provider, to sign otherwise; what the provider tells later has no effect. Needs Countersign.
// Refused: not_found, state_forbids when nothing is waited for.
func (s *Service) CancelRequest(ctx context.Context, actor ledger.Actor, id ledger.ID) error {
	if err := requireSigner(actor); err != nil {
		return err
	}
	return s.db.Write(ctx, asSystem(actor), func(ctx context.Context, tx *store.Tx) error {
		f, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, `SELECT FROM statements WHERE id = $1 FOR UPDATE`, f.StatementID); err != nil {
			return err
		}
		ended, err := store.Exec(ctx, tx, endLive, id, "given_up")
		if err == nil && ended == 0 {
			err = ledger.E("state_forbids").With("state", string(f.State))
		}
		tx.Audit(f.CustomerID, "finalization.provider_given_up", map[string]any{"finalization": id, "statement": f.StatementID, "by": actor.Name})
		return err
	})
}

// request is an order with all that is needed to go on with it.
type request struct {
	ID             ledger.ID
	OrganizationID ledger.ID
	CustomerID     ledger.ID
	StatementID    ledger.ID
	FinalizationID ledger.ID
	Provider       string
	Before         []byte
	Pending        []byte
	Digest         []byte
	Text           string
	Locale         string
	Company        string
	By             ledger.ID
	ByName         string
	BySubject      string
	From           string
	State          RequestState
	Expired        bool
}

const readRequest = `
SELECT id, organization_id, customer_id, statement_id, finalization_id, provider, before_sha256, pending_sha256, digest, text, locale, company, asked_by, asked_by_name, asked_by_subject, asked_from, state,
  expires_at <= clock_timestamp() FROM signature_requests WHERE id = $1`

// asker is who asked, with the program's rights: the signature is that person's.
func (r request) asker() ledger.Actor {
	actor := ledger.SystemActor(r.OrganizationID, "e-sign provider")
	actor.PersonID, actor.Name, actor.Subject, actor.Address, actor.Locale = r.By, r.ByName, r.BySubject, r.From, r.Locale
	return actor
}

// WorkRequest places an order, or asks how it stands. A provider that does not answer is asked again; a lost order is placed once more, under
// the same reference.
func (s *Service) WorkRequest(ctx context.Context, args RequestArgs) error {
	system := ledger.SystemActor(args.OrganizationID, "e-sign provider")
	var r request
	err := s.db.Read(ctx, system, func(ctx context.Context, tx *store.Tx) (err error) {
		r, _, err = store.Row[request](ctx, tx, readRequest, args.RequestID)
		return err
	})
	if err != nil || !r.State.Live() {
		return err
	}
	if r.Expired {
		return s.fail(ctx, r, "silent")
	}
	by := s.o.Provider
	if by == nil || by.Name() != r.Provider { // it is no longer spoken to; in the end the order expires
		return nil
	}
	answer, err := s.hear(ctx, by, r)
	switch {
	case errors.Is(err, esign.ErrRefused):
		return s.fail(ctx, r, orElse(answer.Reason, "not_taken"))
	case err != nil:
		return s.away(ctx, r)
	}
	_, err = s.takeAnswer(ctx, r, answer)
	if ledger.IsCode(err, "esign_answer_refused") { // on record; a right one may still come
		err = nil
	}
	return err
}

func (s *Service) hear(ctx context.Context, by Provider, r request) (esign.Answer, error) {
	if r.State == RequestWaiting {
		answer, err := by.Look(ctx, r.ID.String())
		if !errors.Is(err, esign.ErrNoOrder) {
			return answer, err
		}
	}
	return by.Ask(ctx, esign.Order{Reference: r.ID.String(), Digest: [32]byte(r.Digest), Signer: r.ByName, Company: r.Company, Locale: r.Locale,
		Callback: s.o.BaseURL + esign.CallbackPath, Back: s.o.BaseURL + "/p/finalizations/" + r.FinalizationID.String()})
}

func (s *Service) fail(ctx context.Context, r request, reason string) error {
	return s.db.Write(ctx, r.asker(), func(ctx context.Context, tx *store.Tx) error {
		ended, err := store.Exec(ctx, tx, `UPDATE signature_requests SET state = 'failed', reason = $2, sign_url = '', ended_at = clock_timestamp() WHERE id = $1 AND ended_at IS NULL`, r.ID, reason)
		if err == nil && ended > 0 {
			tx.Audit(r.CustomerID, "finalization.provider_failed", map[string]any{"finalization": r.FinalizationID, "request": r.ID, "provider": r.Provider, "reason": reason})
		}
		return err
	})
}

// away notes that the provider did not answer, for the page to show. A later turn asks again, so it is no fault of the job.
func (s *Service) away(ctx context.Context, r request) error {
	return s.db.Write(ctx, r.asker(), func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, `UPDATE signature_requests SET reason = 'away' WHERE id = $1 AND ended_at IS NULL`, r.ID)
		return err
	})
}
