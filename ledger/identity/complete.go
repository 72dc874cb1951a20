package identity

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Complete turns the provider's answer into a proven person. login is what Begin
// returned for this browser, now is the moment of the answer.
//
// Checked in this order, the first fault wins: state, age of the login, iss, error,
// code; then the exchange with the PKCE verifier; then the ID token
// (signature, issuer, audience, authorized party, times, nonce, at_hash) and, when
// a MaxAge was asked, auth_time. Profile claims missing from the ID token are read
// from userinfo, whose subject must be the same. It ends within ten seconds.
func (p *Provider) Complete(ctx context.Context, now time.Time, login Login, answer Callback) (Person, error) {
	ctx, cancel := context.WithTimeout(ctx, completeTimeout)
	defer cancel()
	if login.Nonce == "" || login.Verifier == "" || !same(login.State, answer.State) {
		return Person{}, ErrStateMismatch
	}
	if now.Sub(login.BegunAt) > LoginLifetime {
		return Person{}, ErrLoginExpired
	}
	m, err := p.metadata(ctx)
	if err != nil {
		return Person{}, err
	}
	if err := answer.check(p.config.Issuer, m.issParameter); err != nil {
		return Person{}, err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	token, err := m.oauth.Exchange(ctx, answer.Code, oauth2.VerifierOption(login.Verifier))
	if err != nil {
		return Person{}, exchangeFault(err)
	}
	raw, _ := token.Extra("id_token").(string)
	proof, err := p.verify(ctx, m, raw, token.AccessToken, login.Nonce, now)
	if err != nil {
		return Person{}, err
	}
	if err := fresh(proof.authTime, login, now); err != nil {
		return Person{}, err
	}
	return p.person(ctx, m, proof, raw, token.AccessToken)
}

// exchangeFault sorts a failed exchange by who can mend it, and keeps the
// provider's text out: it may quote the request.
func exchangeFault(err error) error {
	refused := (*oauth2.RetrieveError)(nil)
	if !errors.As(err, &refused) {
		return fmt.Errorf("%w: code exchange: %s", ErrProviderUnavailable, brief(err.Error()))
	}
	status := refused.Response.StatusCode
	switch {
	case status >= 500 || status == http.StatusTooManyRequests:
		return fmt.Errorf("%w: code exchange: status %d", ErrProviderUnavailable, status)
	case refused.ErrorCode == "invalid_grant":
		return ErrCodeRefused
	}
	return fmt.Errorf("%w: code exchange: status %d %q", ErrProviderRefused, status, brief(refused.ErrorCode))
}

// fresh enforces the MaxAge the login asked for; providers may ignore max_age.
func fresh(authTime time.Time, login Login, now time.Time) error {
	if login.MaxAge == 0 {
		return nil
	}
	oldest := now.Add(-login.MaxAge)
	if login.MaxAge < 0 {
		oldest = login.BegunAt
	}
	switch {
	case authTime.IsZero():
		return fmt.Errorf("%w: no auth_time", ErrNotFresh)
	case authTime.Before(oldest.Add(-Skew)):
		return fmt.Errorf("%w: authenticated %s before the limit", ErrNotFresh, oldest.Sub(authTime))
	}
	return nil
}
