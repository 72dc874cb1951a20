package main

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"net/url"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/identity"
	"hefu/ledger/identity/devprovider"
	"hefu/ledger/web"
)

// signIn says how one audience signs in: at a provider of the operator's, or at the one built in for development.
type signIn struct {
	audience ledger.Audience
	given    provider
	path     string // of the built-in provider
	name     string // under which its people are kept
	title    string
	titleZH  string
}

// addProviders fills in how both audiences sign in.
func addProviders(options *web.Options, b *books.Books, portal, backoffice provider) error {
	options.Providers = map[ledger.Audience]web.Provider{}
	options.Mounts = map[string]http.Handler{}
	for _, s := range []signIn{
		{ledger.Portal, portal, "/idp/customers", web.DevContactIssuer, "Customers", "客户"},
		{ledger.Backoffice, backoffice, "/idp/staff", web.DevStaffIssuer, "Staff", "员工"},
	} {
		if err := s.add(options, b); err != nil {
			return err
		}
	}
	return nil
}

func (s signIn) add(options *web.Options, b *books.Books) error {
	redirect := callback(options.BaseURL, s.audience)
	config := identity.Config{Issuer: s.given.Issuer, ClientID: s.given.ClientID, ClientSecret: s.given.ClientSecret, RedirectURL: redirect}
	name := ""
	if s.given.Issuer == "" {
		config.Issuer, config.ClientID, config.ClientSecret = options.BaseURL.JoinPath(s.path).String(), "hefu", randomText()
		name = s.name
		built, err := devprovider.New(devprovider.Config{
			Production: !options.Development, Issuer: config.Issuer, People: web.DevPeople(b.DB(), s.audience),
			Title: s.title, TitleZH: s.titleZH, Now: options.Clock,
			Clients: []devprovider.Client{{
				ID: config.ClientID, Secret: config.ClientSecret, RedirectURLs: []string{redirect},
				PostLogoutURLs: []string{options.BaseURL.JoinPath("/").String()},
			}},
		})
		if err != nil {
			return err
		}
		// Its address leads to this very process, maybe not from here: ask it without the network.
		config.HTTPClient = &http.Client{Transport: built.Transport(nil)}
		options.Mounts[s.path] = built.Handler()
	}
	given, err := identity.New(config)
	if err != nil {
		return err
	}
	options.Providers[s.audience] = web.Provider{Identity: given, IssuerName: name}
	return nil
}

func callback(base *url.URL, audience ledger.Audience) string {
	return base.JoinPath("auth", string(audience), "callback").String()
}

func randomText() string {
	var text [32]byte
	_, _ = rand.Read(text[:]) // never fails: the runtime ends the process instead
	return hex.EncodeToString(text[:])
}
